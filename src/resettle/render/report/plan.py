"""The report's pages on the plan itself, and on legal bars: what is proposed, how good it is, whom a bar would bar."""

from collections.abc import Iterable

from resettle.engine.placement.compare import Planned
from resettle.engine.reports import disclosure
from resettle.render import words
from resettle.render.report import charts, counts, told
from resettle.render.report.drawn import Drawn, figure
from resettle.render.report.headline import worth
from resettle.render.report.parts import Item, Prose, Section, Tabled, blocks, some
from resettle.render.report.supposed import seen
from resettle.render.report.tables import NOTHING, Table, number, table
from resettle.render.report.told import DISCLOSURE
from resettle.render.words.names import STATUSES, TIERS, country, day
from resettle.service import PlanAnswer

BARRED = {
    "barred": ("barred", charts.RED),
    "not barred": ("not barred", charts.PALE),
    "needs a fact": ("needs a fact", charts.AMBER),
}


def plan(answer: PlanAnswer, *, names: bool) -> Section:
    """The plan: objectives, arrangements, families; case by case only if asked."""
    shown = answer.shown
    tiers = Tabled(_tiers(shown))
    if not shown.plan.placings:
        nothing = Prose("Nobody is proposed, so every objective stands at 0.", "lead")
        return Section("plan", "The plan", (nothing, tiers))
    rejoin = sum(bool(one.rejoins) for one in shown.plan.placings)
    part = sum(bool(one.partings) for one in shown.plan.placings)
    lead = (
        "A plan recommends; a named person decides. Each objective counts only where those before it leave a choice. "
        f"{_few(rejoin)} would rejoin a close relative. {_few(part)} would part someone from a close relative who lives, "
        "or would go, elsewhere: ask first, and say so to those concerned."
    )
    return Section("plan", "The plan", blocks(
        Prose(lead, "lead"),
        tiers,
        Tabled(_by_arrangement(shown)),
        some("Conditional on what the receiving State judges", list(_conditions(shown))),
        Tabled(_by_size(shown)),
        Tabled(_cases(shown)) if names else Prose("Case by case the plan is left out of this report.", "note"),
    ))  # fmt: skip


def _few(cases: int) -> str:
    return f"{number(disclosure.told(cases))} {'case' if cases == 1 else 'cases'}"


def _tiers(shown: Planned) -> Table:
    rows = [
        (str(place), TIERS[tier.name][0], worth(tier, tier.value), worth(tier, tier.bound), f"{tier.gap:.2%}",
         "proven" if tier.proven else "not proven")
        for place, tier in enumerate(shown.plan.tiers, 1)
    ]  # fmt: skip
    note = (
        "“At most”: no plan that keeps what the objectives before have reached has more. A gap of 0 proves that "
        "nothing better exists. Waiting counts the days that are sure."
    )
    return table(
        "Objectives, in their order",
        ("order", "objective", "reached#", "at most#", "gap#", "proof"),
        rows,
        note,
    )


def _by_arrangement(shown: Planned) -> Table:
    rows = []
    for to in counts.arrangements(shown, resettlement=True):
        one, judged = shown.situation.arrangements[to], told.judged(shown, to)
        cases = sum(placing.arrangement == to for placing in shown.plan.placings)
        rows.append((f"{one.name} ({to})", number(cases), number(judged.people), number(judged.conditional)))
    return table(
        "Proposed, by arrangement", ("arrangement", "cases#", "people#", "of them conditional#"), rows
    )


def _conditions(shown: Planned) -> Iterable[Item]:
    for to in counts.arrangements(shown, resettlement=True):
        named = {name for one in shown.plan.placings if one.arrangement == to for name in one.conditional_on}
        sentences = [one.sentence for one in shown.situation.criteria(to) if one.id in named]
        if sentences:
            yield Item(
                " ".join(sentences), head=f"{country(shown.situation.arrangements[to].country)} ({to})"
            )


def _by_size(shown: Planned) -> Table:
    rows = [(name, number(cell)) for name, cell in told.sizes(shown).cells.items()]
    return table("Proposed, by size of case", ("size of case", "cases#"), rows, DISCLOSURE)


def _cases(shown: Planned) -> Table:
    rows = [
        (one.case, number(one.people), one.offer, ", ".join(one.with_cases) or NOTHING,
         ", ".join(one.conditional_on) or NOTHING, number(len(one.rejoins)), number(len(one.partings)),
         words.placing(one, shown.situation))
        for one in shown.plan.placings
    ]  # fmt: skip
    heads = (
        "case",
        "people#",
        "offer",
        "travels with",
        "conditional on",
        "rejoins#",
        "parts from#",
        "in words",
    )
    return table(
        "Proposed, case by case", heads, rows, "For those who work on these cases. Not for publication."
    )


def bars(answer: PlanAnswer) -> Section | None:
    """Whom each legal bar bars, or would bar; None where none is known."""
    situation = answer.shown.situation
    known = [bar for bar in situation.register.bars.values() if bar.known <= situation.known]
    if not known:
        return None
    rows, body, entries = [], [], []
    for bar in known:
        line = told.barred_by(answer.shown, bar.id)
        rows.append(Drawn(f"{country(bar.country)}\n{bar.id}", line, situation.people.height))
        status = situation.status_of(bar.id)
        state = STATUSES[status.status] if status else "not yet proposed"
        body.append((f"{bar.name} ({bar.id})", state, *map(number, line.cells.values())))
        since = f", since {day(status.effective)}" if status else ""
        bites = "It bars" if status and status.status.open else "It would bar"
        sentences = " ".join(one.sentence for one in bar.criteria if one.known <= situation.known)
        entries.append(Item(f"{state.capitalize()}{since}. {bites} {number(line.cells['barred'])} people; of "
                            f"{number(line.cells['needs a fact'])} a fact is missing to say so. “{sentences}”",
                            head=f"{bar.name} ({bar.id})"))  # fmt: skip
    heads = ("bar", "status", "barred, or would be#", "not barred#", "needs a fact#")
    return Section("bars", "Legal bars, proposed or in force", blocks(
        Prose("The effect of a bar is shown on everybody in the register, before it is law as after.", "lead"),
        some("Whom it touches", entries),
        figure("bars", f"People whom each bar bars, or would bar. {seen(situation)}", rows, BARRED,
               table("People, by bar", heads, body, DISCLOSURE)),
    ), "Legal bars")  # fmt: skip
