"""The report's pages on places: each offer and the quotas it is part of, and what became of every place."""

from collections.abc import Collection, Iterator

from resettle.engine.placement.compare import Planned
from resettle.engine.placement.plan import LimitUse
from resettle.engine.registry.places import Ledger
from resettle.engine.registry.situation import Situation
from resettle.render.report import charts
from resettle.render.report.charts import Bar, Segment
from resettle.render.report.parts import Figure, Prose, Section, blocks
from resettle.render.report.supposed import seen
from resettle.render.report.tables import NOTHING, UNKNOWN, Row, Table, number, table
from resettle.render.words.names import counted, country
from resettle.service import PlanAnswer

USED, HELD, BEFORE, PLAN = "used", "held", "proposed before", "proposed by this plan"
ASSUMED = "assumed to be taken by others"
OTHERS, REALLOCATED, LAPSED, UNTAKEN, FREE = "taken by others", "given to others", "lapsed", "untaken", "free"
COLOURS = {
    USED: charts.NAVY, HELD: charts.TEAL, BEFORE: charts.AMBER, PLAN: charts.BLUE, OTHERS: charts.GREY,
    ASSUMED: "#C3CAD2", REALLOCATED: "#C9A8C4", LAPSED: charts.RED, UNTAKEN: "#F3C6B8", FREE: charts.PALE,
}  # fmt: skip


def places(answer: PlanAnswer) -> Section:
    """Places of every arrangement and quota, nested as they lie in one another."""
    shown = answer.shown
    uses = list(nested(shown))
    offers = [use.ledger for use, _ in uses if shown.situation.limits.by_id[use.ledger.limit].is_offer]
    lost = sum(one.untaken or 0 for one in offers)
    given = sum(one.reallocated for one in offers if one.over)
    unknown = sum(use.ledger.size is None for use, _ in uses)
    lead = (
        f"Places are counted from what was done, never stored; a proposal uses none. Of {counted(len(uses), 'limit|limits')} "
        f"that the register knows, {counted(unknown, 'is|are')} of unknown size. "
        + (
            f"In periods that are over, {counted(lost, 'offered place was|offered places were')} not taken"
            + (
                f"; {counted(given, 'of them is|of them are')} known to have gone to others."
                if given
                else "."
            )
            if lost
            else ""
        )
    )
    return Section("places", "Places", blocks(
        Prose(lead.strip(), "lead"),
        _figure(answer, uses),
    ))  # fmt: skip


def nested(planned: Planned) -> Iterator[tuple[LimitUse, int]]:
    """Every limit of the plan, quotas before the offers that are part of them, each with its depth."""
    limits = planned.situation.limits.by_id
    uses = {use.ledger.limit: use for use in planned.plan.limits}

    def visit(name: str, depth: int) -> Iterator[tuple[LimitUse, int]]:
        yield uses[name], depth
        for inner in sorted(uses):
            if limits[inner].within == name:
                yield from visit(inner, depth + 1)

    tops = sorted(
        (name for name in uses if limits[name].within not in uses),
        key=lambda one: (limits[one].is_offer, one),
    )
    for name in tops:
        yield from visit(name, 0)


def segments(use: LimitUse, assumed: Collection[str]) -> tuple[Segment, ...]:
    """
    What became of the places of one limit; together its size where that is known. Unknown is a part by itself, and
    so is what others take by assumption (``assumed``: the names of what is).
    """
    one = use.ledger
    others = {name: taken for name, taken in one.others.items() if taken is not None}
    supposed = sum(taken for name, taken in others.items() if name in assumed)
    told = [
        (USED, one.used), (HELD, one.held), (BEFORE, one.proposed), (PLAN, use.proposed),
        (OTHERS, sum(others.values()) - supposed), (ASSUMED, supposed), (REALLOCATED, one.reallocated),
        (LAPSED, one.lapsed),
    ]  # fmt: skip
    if one.free is None or use.free_after is None:
        rest = Segment(UNKNOWN, None)
    else:
        rest = Segment(UNTAKEN, max(0, one.free)) if one.over else Segment(FREE, max(0, use.free_after))
    return (*(Segment(name, size) for name, size in told), rest)


def name_of(situation: Situation, limit: str) -> str:
    head, _, _ = limit.partition("/")
    register = situation.register
    if head in register.quotas:
        return f"{country(register.quotas[head].country)}, quota\n{limit}"
    return f"{country(register.arrangements[head].country)}\n{limit}"


def _figure(answer: PlanAnswer, uses: list[tuple[LimitUse, int]]) -> Figure:
    situation = answer.shown.situation
    rows = [
        Bar(
            name_of(situation, use.ledger.limit),
            segments(use, situation.assumptions),
            depth,
            _end(use.ledger),
        )
        for use, depth in uses
    ]
    drawn = {part.name for row in rows for part in row.segments if part.size}
    which = "in the scenario" if answer.scenario else "as the register stands"
    return Figure(
        "places",
        f"Places by offer and quota, {which}. A quota includes the offers set in under it. {seen(situation)}",
        "Bars of places for each offer and quota: " + "; ".join(_told(row) for row in rows),
        charts.bars(rows, COLOURS, "places"),
        charts.bars(rows, COLOURS, "places", width=charts.NARROW),
        {name: colour for name, colour in COLOURS.items() if name in drawn},
        _table(answer, uses),
        unknown=any(part.size is None for row in rows for part in row.segments),
    )


def _end(one: Ledger) -> str:
    if one.offered.number is None:
        return f"{one.assumed:,} assumed" if one.assumed is not None else ""
    return f"{'up to' if one.offered.up_to else 'of'} {one.offered.number:,}"


def _told(row: Bar) -> str:
    parts = [f"{UNKNOWN if part.size is None else number(part.size)} {part.name if part.size is not None else ''}".strip()
             for part in row.segments if part.size != 0]  # fmt: skip
    return f"{row.label.replace(chr(10), ', ')}: {', '.join(parts) or 'none'}"


def _table(answer: PlanAnswer, uses: list[tuple[LimitUse, int]]) -> Table:
    base = {use.ledger.limit: use.proposed for use in answer.base.plan.limits}
    two = answer.scenario is not None
    heads = ["limit", "offered#", "others take#", "used#", "held#", "proposed before#",
             *(["this plan, base#", "this plan, scenario#"] if two else ["this plan#"]), "free after#", "untaken#",
             "given to others#", "lapsed#"]  # fmt: skip
    rows = []
    for use, depth in uses:
        one = use.ledger
        plans = [base.get(one.limit, 0), use.proposed] if two else [use.proposed]
        others = None if None in one.others.values() else sum(taken or 0 for taken in one.others.values())
        cells = (
            one.limit, _offered(one), number(others) if one.others else NOTHING, number(one.used), number(one.held),
            number(one.proposed), *map(number, plans), NOTHING if one.over else number(use.free_after),
            number(one.untaken) if one.over else NOTHING, number(one.reallocated), number(one.lapsed),
        )  # fmt: skip
        rows.append(Row(cells, depth))
    note = (
        "Offered, less what others take and every claim, is free. “Untaken” is told once a period is over, whatever "
        "became of the places. Counts of places are not counts of people and are never withheld."
    )
    return table("Places by offer and quota", heads, rows, note)


def _offered(one: Ledger) -> str:
    if one.offered.number is None:
        return UNKNOWN if one.assumed is None else f"{UNKNOWN}; {number(one.assumed)} assumed"
    return f"{'up to ' if one.offered.up_to else ''}{number(one.offered.number)}"
