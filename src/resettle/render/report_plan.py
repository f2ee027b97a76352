"""The report's pages on the plan itself, and on legal bars: what is proposed, how good it is, whom a bar would bar."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from resettle.engine.placement.compare import Planned
from resettle.engine.placement.solve import TierResult
from resettle.engine.reports import disclosure
from resettle.engine.reports.disclosure import Hidden
from resettle.engine.screening.bars import barred
from resettle.render import charts, words
from resettle.render import report_counts as counts
from resettle.render.charts import Bar, Segment
from resettle.render.report_parts import Figure, Item, Prose, Section, Tabled, blocks, seen, some
from resettle.render.report_people import DISCLOSURE, NOT_TOLD
from resettle.render.tables import NOTHING, Table, number, table
from resettle.render.words_names import STATUSES, TIERS, UNITS, country, counted, day, people
from resettle.service import PlanAnswer

_BARRED = {"barred": charts.RED, "not barred": charts.PALE, "needs a fact": charts.AMBER}


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
        (str(place), TIERS[tier.name][0], _worth(tier, tier.value), _worth(tier, tier.bound), f"{tier.gap:.2%}",
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


def _worth(tier: TierResult, value: int) -> str:
    return f"{Decimal(value) / 1000:,}" if tier.name == "score" else number(value)


def _by_arrangement(shown: Planned) -> Table:
    rows = []
    for to in counts.arrangements(shown, resettlement=True):
        placed = [one for one in shown.plan.placings if one.arrangement == to]
        judged = sum(one.people for one in placed if one.conditional_on)
        one = shown.situation.arrangements[to]
        rows.append((f"{one.name} ({to})", number(len(placed)), number(sum(one.people for one in placed)),
                     number(judged)))  # fmt: skip
    return table(
        "Proposed, by arrangement", ("arrangement", "cases#", "people#", "of them conditional#"), rows
    )


def _conditions(shown: Planned) -> Iterable[Item]:
    found: Counter[tuple[str, str]] = Counter()
    for placing in shown.plan.placings:
        for name in placing.conditional_on:
            found[placing.arrangement, name] += placing.people
    for (to, name), size in found.items():
        sentence = next((one.sentence for one in shown.situation.criteria(to) if one.id == name), name)
        yield Item(
            f"{sentence} ({people(size)})", head=f"{country(shown.situation.arrangements[to].country)} ({to})"
        )


def _by_size(shown: Planned) -> Table:
    sizes = Counter(one.people for one in shown.plan.placings)
    cases = disclosure.line(dict(sorted(sizes.items())))
    hidden = [size for size, cell in cases.cells.items() if isinstance(cell, Hidden)]
    told = disclosure.line({size: size * sizes[size] for size in cases.cells}, withhold=hidden)
    rows = [
        (counted(size, UNITS["persons"]), number(cases.cells[size]), number(told.cells[size]))
        for size in cases.cells
    ]
    return table("Proposed, by size of case", ("size of case", "cases#", "people#"), rows, DISCLOSURE)


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
        answers = Counter(found for _, found in barred(situation, bar.id).iter_rows())
        line = disclosure.line(
            {"barred": answers[True], "not barred": answers[False], "needs a fact": answers[None]}
        )
        rest = answers.total() - sum(cell for cell in line.cells.values() if isinstance(cell, int))
        known_parts = [Segment(name, cell) for name, cell in line.cells.items() if isinstance(cell, int)]
        rows.append(
            Bar(
                f"{country(bar.country)}\n{bar.id}",
                (*known_parts, Segment(NOT_TOLD, rest)),
                end=number(line.total),
            )
        )
        status = situation.status_of(bar.id)
        state = STATUSES[status.status] if status else "not yet proposed"
        body.append((f"{bar.name} ({bar.id})", state, *(number(cell) for cell in line.cells.values())))
        since = f", since {day(status.effective)}" if status else ""
        bites = "It bars" if status and status.status.open else "It would bar"
        sentences = " ".join(one.sentence for one in bar.criteria if one.known <= situation.known)
        entries.append(Item(f"{state.capitalize()}{since}. {bites} {number(line.cells['barred'])} people; of "
                            f"{number(line.cells['needs a fact'])} a fact is missing to say so. “{sentences}”",
                            head=f"{bar.name} ({bar.id})"))  # fmt: skip
    colours = {**_BARRED, NOT_TOLD: "#FFFFFF"}
    told = {name for row in rows for part in row.segments if part.size for name in [part.name]}
    return Section("bars", "Legal bars, proposed or in force", blocks(
        Prose("The effect of a bar is shown on everybody in the register, before it is law as after.", "lead"),
        some("Whom it touches", entries),
        Figure(
            "bars",
            f"People whom each bar bars or would bar. {seen(situation)}",
            "Bars of people: " + "; ".join(f"{row[0]}: barred {row[2]}, not barred {row[3]}, needs a fact {row[4]}" for row in body),
            charts.bars(rows, colours, "people"),
            charts.bars(rows, colours, "people", width=charts.NARROW),
            {name: colour for name, colour in colours.items() if name in told},
            table("People, by bar", ("bar", "status", "barred, or would be#", "not barred#", "needs a fact#"), body, DISCLOSURE),
        ),
    ), "Legal bars")  # fmt: skip
