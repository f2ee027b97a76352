"""Answers for people at a terminal: a heading that says what was asked, tables, and sentences."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from resettle.engine.errors import Fault
from resettle.engine.placement.compare import Difference, Planned
from resettle.engine.placement.plan import LimitUse
from resettle.engine.registry.assumptions import unknowns
from resettle.engine.registry.places import Ledger
from resettle.engine.registry.register import Register
from resettle.engine.registry.situation import Situation
from resettle.engine.screening.amended import OutcomeChange
from resettle.render import results, words
from resettle.render.words.names import SYNTHETIC
from resettle.service import PlanAnswer, ScreenAnswer

LISTED = 20
"""Cases, or faults of one kind, named in a terminal list unless all are asked for."""


def faults(found: Sequence[Fault]) -> RenderableType:
    """Errors, then warnings, each with where it is and how to mend it."""
    parts: list[RenderableType] = []
    for severity, style in (("error", "red"), ("warning", "yellow")):
        these = [one for one in found if one.severity == severity]
        if these:
            parts.append(Text(f"{words.count(len(these), severity)}", style=f"bold {style}"))
            parts += [Padding(Text(f"• {line}", overflow="fold"), (0, 0, 0, 2)) for line in _told(these)]
    return Group(*parts)


def _told(found: Sequence[Fault]) -> Iterator[str]:
    """Each in words; of a kind that comes very often the first ones, and how many more there are."""
    times = Counter(one.code for one in found)
    told: Counter[str] = Counter()
    for one in found:
        told[one.code] += 1
        if told[one.code] <= LISTED:
            yield words.fault(one)
        if told[one.code] == times[one.code] > LISTED:
            more = words.number(times[one.code] - LISTED)
            yield f"… and {more} more of this kind ({one.code}); `resettle check --json` lists them all."


def heading(situation: Situation, what_ifs: Sequence[str] = ()) -> RenderableType:
    """What the answer is as of, as known on, and supposes."""
    lines = [
        Text(situation.register.name, style="bold"),
        Text(f"As of {words.day(situation.on)}, as known on {words.day(situation.known)}."),
    ]
    if what_ifs:
        lines.append(Text(f"What if: {', '.join(what_ifs)}."))
    lines += [
        Text(f"Assumed: {name} = {words.number(places)} places.")
        for name, places in situation.assumptions.items()
    ]
    if situation.register.synthetic:
        lines.append(Text(f"{SYNTHETIC}.", style="bold magenta"))
    return Panel(Group(*lines), expand=False)


def screened(answer: ScreenAnswer, *, cases: bool) -> RenderableType:
    """Outcomes by arrangement, in base and scenario if there is one; of every case if asked."""
    shown = answer.shown
    parts: list[RenderableType] = []
    if answer.scenario:
        parts.append(_table("Who qualifies, as the register stands", results.outcomes(answer.base)))
    parts.append(_table("Who qualifies for what", results.outcomes(shown)))
    parts.append(_table("By criterion", results.criteria(shown)))
    if answer.scenario:
        head = f"In the scenario {words.count(len(answer.changes), 'outcome')} would be otherwise."
        parts += [Text(head, style="bold"), *_listed(_changed(answer.changes), cases=cases)]
    if cases:
        parts.append(_table("Case by case", results.outcomes_of_cases(shown)))
    return Group(*parts)


def _changed(changes: Iterable[OutcomeChange]) -> Iterator[str]:
    for one in changes:
        yield f"{one.case}, {one.arrangement}: {words.code(one.base)} → {words.code(one.scenario)}"


def _listed(told: Iterable[str], *, cases: bool) -> Iterator[Text]:
    """Every line, or the first ones and how many more there are."""
    lines = list(told)
    shown = lines if cases else lines[:LISTED]
    yield from (Text(f"  {line}") for line in shown)
    if len(shown) < len(lines):
        more = words.number(len(lines) - len(shown))
        yield Text(f"  … and {more} more; --with-cases lists them all.", style="dim")


def planned(answer: PlanAnswer, *, cases: bool) -> RenderableType:
    """The plan; base beside scenario if there is one."""
    parts: list[RenderableType] = [_sentence("As the register stands", answer.base)]
    if answer.scenario and answer.difference:
        parts += [_sentence("In the scenario", answer.scenario), _difference(answer.difference)]
    shown = answer.shown
    parts += [_places(shown), _tiers(shown), _left(shown)]
    if cases:
        parts += [Text("Proposed, case by case", style="italic"), Text("\n".join(_proposed(shown)))]
    elif shown.plan.placings:
        parts.append(Text("Who is proposed: --with-cases lists them.", style="dim"))
    asks = [name for name in unknowns(shown.situation) if _matters(name, shown.situation)]
    if asks:
        parts.append(Text(words.unknown_places(asks), style="yellow"))
    return Group(*(Padding(part, (0, 0, 1, 0)) for part in parts))


def compared(answer: PlanAnswer, *, cases: bool) -> RenderableType:
    """Base, scenario, difference, and whom it touches."""
    assert answer.scenario is not None and answer.difference is not None
    return Group(
        _sentence("As the register stands", answer.base),
        _sentence("In the scenario", answer.scenario),
        _difference(answer.difference),
        _touched(answer.difference, cases=cases),
    )


def _proposed(planned: Planned) -> Iterator[str]:
    """One line a case; the conditions, which a whole arrangement shares, are in its explanation."""
    for one in planned.plan.placings:
        told = [words.count(one.people, "person")]
        told += [f"with {', '.join(one.with_cases)}"] if one.with_cases else []
        told += [f"rejoins {len(one.rejoins)}"] if one.rejoins else []
        told += [f"parts from {len(one.partings)}"] if one.partings else []
        told += ["conditional"] if one.conditional_on else []
        yield f"  {one.case} → {one.offer}: {', '.join(told)}"


def _matters(name: str, situation: Situation) -> bool:
    """Whether unknown places keep anybody from resettlement: those of quotas and of arrangements that offer it."""
    head = name.partition("/")[0]
    return head in situation.register.quotas or situation.counts_as_placed(head)


def _sentence(head: str, planned: Planned) -> Text:
    plan = planned.plan
    if not plan.placings:
        return Text(f"{head}, nobody is proposed for resettlement.", style="bold")
    by = Counter({to: 0 for to in planned.situation.arrangements})
    for placing in plan.placings:
        by[placing.arrangement] += placing.people
    where = ", ".join(
        f"{words.number(people)} for {planned.situation.arrangements[to].name}"
        for to, people in by.items()
        if people
    )
    conditional = sum(placing.people for placing in plan.placings if placing.conditional_on)
    text = f"{head}, {words.count(plan.people, 'person')} in {words.count(len(plan.placings), 'case')} {'is' if plan.people == 1 else 'are'} proposed: {where}."
    if conditional:
        text += (
            f" For {words.number(conditional)} of them it is conditional on what the receiving State judges."
        )
    return Text(text + " A proposal uses no place.", style="bold")


def _places(planned: Planned) -> Table:
    table = Table(title="Places", title_justify="left")
    table.add_column("", overflow="fold")
    for column in ("offered", "others", "used", "held", "proposed", "by this plan", "then free", "untaken"):
        table.add_column(column, justify="right")
    over = planned.situation.limits.plan_over_submission
    if over:
        table.add_column("over-submitted", justify="right")
    for use in planned.plan.limits:
        cells = _place_cells(use, planned.situation)
        table.add_row(*map(Text, [*cells, _over_submitted(use.ledger)] if over else cells))
    return table


def _place_cells(use: LimitUse, situation: Situation) -> list[str]:
    one = use.ledger
    offered = words.places(one.offered)
    if one.offered.number is None and one.assumed is not None:
        offered = f"{words.number(one.assumed)} assumed"
    others = [number for number in one.others.values() if number is not None]
    taken = (
        "–" if not one.others else words.number(sum(others)) if len(others) == len(one.others) else "unknown"
    )
    if situation.assumptions.keys() & one.others.keys():
        taken += " assumed"
    gone = (
        f"{one.reallocated} reallocated" if one.reallocated else f"{one.lapsed} lapsed" if one.lapsed else ""
    )
    untaken = "" if not one.over else "unknown" if one.untaken is None else words.number(one.untaken)
    free = "ended" if one.over else "unknown" if use.free_after is None else words.number(use.free_after)
    counts = [words.number(number) for number in (one.used, one.held, one.proposed, use.proposed)]
    return [one.limit, offered, taken, *counts, free, f"{untaken}, {gone}" if gone else untaken]


def _over_submitted(one: Ledger) -> str:
    """How many claims lie beyond the places, and how many may."""
    if not one.over_submission and not one.over_submitted:
        return ""
    number = "unknown" if one.over_submitted is None else words.number(one.over_submitted)
    return f"{number} of {words.number(one.over_submission)}"


def _tiers(planned: Planned) -> Table:
    table = Table(title="What the plan reaches, first objective first", title_justify="left")
    for column in ("objective", "reached", "at most", "gap"):
        table.add_column(column, justify="left" if column == "objective" else "right")
    for tier in planned.plan.tiers:
        proof = "proven" if tier.proven else f"{tier.gap:.2%}"
        title, _, reached = words.tier(tier.name, tier.value).rpartition(": ")
        most = words.tier(tier.name, tier.bound).rpartition(": ")[2]
        table.add_row(*map(Text, (title, reached, most, proof)))
    return table


def _left(planned: Planned) -> Table:
    """Cases left, by what stood in the way in each arrangement of resettlement."""
    reasons: Counter[tuple[str, str]] = Counter()
    people: Counter[tuple[str, str]] = Counter()
    for one in planned.plan.left:
        for to, why in one.why.items():
            for obstacle in why:
                reasons[to, obstacle.code] += 1
                people[to, obstacle.code] += one.people
    table = Table(
        title=f"Left: {words.count(len(planned.plan.left), 'case')}; what stood in the way",
        title_justify="left",
    )
    for column in ("arrangement", "reason", "cases", "people"):
        table.add_column(column, justify="right" if column in ("cases", "people") else "left")
    for (to, code), number in sorted(reasons.items(), key=lambda each: (each[0][0], -each[1])):
        if planned.situation.counts_as_placed(to):
            table.add_row(*map(Text, (to, words.code(code), f"{number:,}", f"{people[to, code]:,}")))
    return table


def _difference(difference: Difference) -> RenderableType:
    table = Table(title="Base beside scenario", title_justify="left")
    for column in ("", "where", "base", "scenario", "difference"):
        table.add_column(column, justify="left" if column in ("", "where") else "right")
    for line in difference.lines:
        if line.difference or line.what == "people_proposed" and not line.of:
            cells = (words.number(line.base), words.number(line.scenario), f"{line.difference:+,}")
            table.add_row(*map(Text, (words.code(line.what), line.of or "everywhere", *cells)))
    same = "" if difference.outcomes else "Who qualifies for what is the same in both."
    return Group(table, Text(same)) if same else table


def _touched(difference: Difference, *, cases: bool) -> RenderableType:
    touched = f"{words.count(len(difference.cases), 'case')} proposed or screened otherwise"
    barred = Counter(one.certain for one in difference.barred)
    if difference.barred:
        touched += f"; {words.count(barred[True], 'person')} newly barred"
        touched += (
            f", and a fact is missing to say so of {words.number(barred[False])}" if barred[False] else ""
        )
    head = Text(f"\nTouched: {touched}.", style="bold")
    return Group(head, *_listed(_touched_lines(difference), cases=cases))


def _touched_lines(difference: Difference) -> Iterator[str]:
    for one in difference.changes:
        was, now = one.base or "not proposed", one.scenario or "not proposed"
        yield f"{one.case} ({words.count(one.people, 'person')}): {was} → {now}"
    yield from _changed(difference.outcomes)
    for person in difference.barred:
        said = "barred" if person.certain else "a fact is missing to say whether they are barred"
        yield f"{person.person}: {said} ({person.bar})"


def _table(title: str, content: results.Table) -> Table:
    table = Table(title=title, title_justify="left")
    for column in content[0]:
        numeric = all(isinstance(row[content[0].index(column)], int) for row in content[1])
        table.add_column(column.replace("_", " "), justify="right" if numeric else "left")
    for row in content[1]:
        table.add_row(*(Text(_cell(value)) for value in row))
    return table


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else words.code(str(value))


def checked(register: Register | None, found: Sequence[Fault]) -> RenderableType:
    """What is wrong with a register, or that nothing is."""
    errors = sum(one.is_error for one in found)
    if register is None:
        last = f"The register has {words.count(errors, 'error')}; nothing runs on it until {'it is' if errors == 1 else 'they are'} mended."
        return Group(faults(found), Text(last, style="bold red"))
    if errors:
        last = f"{register.name} can be read, and not all of its worked tables hold: {words.count(errors, 'error')}."
        return Group(faults(found), Text(last, style="bold red"))
    people, cases = (register.tables.people.n_unique("person"), register.tables.cases.n_unique("case"))
    good = f"{register.name}: no errors. {words.count(people, 'person')}, {words.count(cases, 'case')}."
    return Group(faults(found), Text(good, style="bold green"))
