"""The report's pages on people: who qualifies where and why not, who waits how long, who has no door open."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from resettle.engine.placement.compare import Planned
from resettle.engine.placement.plan import Left
from resettle.engine.reports import disclosure
from resettle.engine.reports.disclosure import Hidden, Line, Told
from resettle.render import charts
from resettle.render import report_counts as counts
from resettle.render.charts import Bar, Segment
from resettle.render.report_headline import closed
from resettle.render.report_parts import Figure, Prose, Section, Tabled, blocks, seen, some
from resettle.render.tables import Row, Table, number, table
from resettle.render.words_names import SOLUTIONS, UNITS, country, counted, day, people
from resettle.service import PlanAnswer

CASES = UNITS["cases"]
NOT_TOLD = "not told (small counts)"
WHITE = "#FFFFFF"
DISCLOSURE = "Counts of 1 to 4 people are told as “under 5”; another count is “withheld” where a total would give one back."
OUTCOMES = {
    "eligible": ("eligible", charts.NAVY),
    "conditional": ("eligible, if the receiving State agrees", charts.BLUE),
    "needs_a_person": ("the office has a point to judge", charts.SKY),
    "needs_a_fact": ("needs a fact", charts.AMBER),
    "ineligible": ("ineligible", charts.GREY),
}
REASONS = {
    "places_taken": ("places go to others", charts.NAVY),
    "tie_in_the_way": ("a tie stands in the way", "#3E5F8A"),
    "travels_with_blocked": ("travels with a case that cannot be proposed", "#6C86A8"),
    "consent_withheld": ("only a consent withheld", charts.BLUE),
    "consent_waits": ("only a consent that waits for an event", "#4C9BD3"),
    "consent_unknown": ("only a consent not recorded", "#B9D8EE"),
    "not_in_force": ("only that it is not in force", charts.TEAL),
    "no_offer_running": ("only that no offer is running", "#7CC7B9"),
    "places_unknown": ("only that the number of places is unknown", charts.SKY),
    "needs_the_office": ("the office has a point to judge", "#C9A8C4"),
    "needs_a_fact": ("a fact is missing", charts.AMBER),
    "will_unknown": ("own will not recorded", "#F3C6B8"),
    "not_willing": ("not willing to go there", "#B97A95"),
    "ineligible": ("not eligible", charts.GREY),
    "way_open": ("a way is open elsewhere", charts.LIGHT),
    "arrived": ("has arrived", "#BCC5CE"),
    "not_resettlement": ("not resettlement", charts.LIGHT),
}
"""Code of the main reason → its short name, and colour. *Only*: nothing of the case's own stands in the way."""

_PRIORITIES = {"emergency": charts.RED, "urgent": charts.AMBER, "normal": charts.SKY, "unknown": charts.LIGHT}
_MOST = 12


class Drawn(NamedTuple):
    """One row of counts of people: its label, and its line as it may be told."""

    label: str
    line: Line[str]
    total: int


def screening(answer: PlanAnswer) -> Section:
    """Who qualifies for what, and which criteria decide it."""
    shown = answer.shown
    names = counts.arrangements(shown)
    found = {to: counts.outcomes(shown, to) for to in names}
    rows = [
        Drawn(_name(shown, to), _people(found[to]), sum(one.people for one in found[to].values()))
        for to in names
    ]
    labels = {name: label for name, (label, _) in OUTCOMES.items()}
    figure = Figure(
        "screening",
        f"People by outcome of screening, arrangement by arrangement. {seen(shown.situation)}",
        "Bars of people by outcome: " + _said(rows, labels),
        *_pair(rows, {name: colour for name, (_, colour) in OUTCOMES.items()}, "people"),
        _legend(rows, OUTCOMES),
        _outcome_table(shown, names, found),
    )
    return Section("screening", "Who qualifies for what", blocks(
        Prose("Qualifying opens no door by itself: an arrangement must be in force, with every consent it needs, a place "
              "must be free, and each person must be willing.", "lead"),
        figure,
        *(Tabled(_effects(shown, to)) for to in counts.arrangements(shown, resettlement=True)),
        Prose(f"{DISCLOSURE} “Only this” counts people who would no longer be ineligible without it.", "note"),
    ), "Who qualifies")  # fmt: skip


def _people(found: Mapping[str, counts.Size]) -> Line[str]:
    """People by outcome, hidden where they, or their cases, are few."""
    few = [name for name, one in found.items() if disclosure.small(one.cases)]
    return disclosure.line({name: one.people for name, one in found.items()}, withhold=few)


def cases_told(found: Mapping[str, counts.Size], withhold: Iterable[str] = ()) -> Line[str]:
    """Cases by outcome, hidden wherever their people are."""
    hidden = {name for name, cell in _people(found).cells.items() if isinstance(cell, Hidden)}
    return disclosure.line({name: one.cases for name, one in found.items()}, withhold=hidden | set(withhold))


def _outcome_table(
    shown: Planned, names: Sequence[str], found: Mapping[str, Mapping[str, counts.Size]]
) -> Table:
    rows = []
    for to in names:
        told = _people(found[to])
        cases = cases_told(found[to])
        solution = SOLUTIONS[shown.situation.arrangements[to].solution]
        cells = [
            f"{number(told.cells[name])} ({_cases(cases.cells[name])})" if told.cells[name] != 0 else "0"
            for name in OUTCOMES
        ]
        rows.append(Row((shown.situation.arrangements[to].name, solution, *cells)))
    heads = ["arrangement", "solution", *(f"{label}#" for label, _ in OUTCOMES.values())]
    return table("People, and their cases, by outcome of screening", heads, rows, DISCLOSURE)


def _cases(count: Told) -> str:
    return counted(count, CASES) if isinstance(count, int) else f"{count.value} cases"


def _effects(shown: Planned, arrangement: str) -> Table:
    rows = []
    outcome = _people(counts.outcomes(shown, arrangement)).cells
    for one in counts.effects(shown, arrangement):
        parts = {"only": one.only, "also": one.also, "others": one.others}
        told = disclosure.line(parts, withhold=parts if isinstance(outcome["ineligible"], Hidden) else ()).cells
        fails: Told = one.only + one.also
        if isinstance(told["others"], Hidden):
            fails = Hidden.WITHHELD
        elif disclosure.small(one.only + one.also):
            fails = Hidden.UNDER_5
        rows.append(
            (
                one.criterion.sentence,
                number(fails),
                number(told["only"]),
                number(disclosure.told(one.unknown)),
            )
        )
    one_ = shown.situation.arrangements[arrangement]
    return table(
        f"{one_.name}: people in cases, by criterion",
        ("criterion", "do not meet it#", "only this#", "not known#"),
        rows,
    )


def waiting(answer: PlanAnswer) -> Section:
    """Who waits, and for how long."""
    shown = answer.shown
    left = [one.case for one in shown.plan.left]
    found = counts.waits(shown.situation, left)
    proposed = counts.waits(shown.situation, [one.case for one in shown.plan.placings])
    rows = [Drawn(band, disclosure.line(found[band]), sum(found[band].values())) for band in counts.BANDS]
    totals = disclosure.line({band: sum(found[band].values()) for band in counts.BANDS})
    rows = [row if not isinstance(totals.cells[row.label], Hidden) else _untold(row) for row in rows]
    goes = disclosure.line({band: sum(proposed[band].values()) for band in counts.BANDS})
    body = [
        Row((row.label, *(number(row.line.cells[name]) for name in counts.PRIORITIES), number(totals.cells[row.label]),
             number(goes.cells[row.label])))
        for row in rows
    ]  # fmt: skip
    data = table(
        "People left waiting, by time waited and submission priority",
        ("waited", *(f"{name}#" for name in counts.PRIORITIES), "all who are left#", "proposed by the plan#"),
        body,
        f"“Unknown”: the day is not recorded, or only a month or a year that does not settle the row. {DISCLOSURE}",
    )
    everybody = sum(sum(band.values()) for band in found.values())
    long = disclosure.line({
        "long": sum(sum(found[band].values()) for band in counts.BANDS[2:-1]),
        "short": sum(sum(found[band].values()) for band in (*counts.BANDS[:2], counts.BANDS[-1])),
    }).cells["long"]  # fmt: skip
    surely = f"{number(long)} of them have surely waited two years or more. " if not totals.hidden else ""
    figure = Figure(
        "waiting",
        f"People the plan leaves waiting, by time waited and submission priority. {seen(shown.situation)}",
        "Bars of people by time waited: " + _said(rows, {name: f"{name} priority" for name in counts.PRIORITIES}),
        *_pair(rows, _PRIORITIES, "people"),
        _legend(rows, {name: (f"{name} priority" if name != "unknown" else "priority not recorded", colour)
                       for name, colour in _PRIORITIES.items()}),
        data,
    )  # fmt: skip
    lead = (
        f"The plan leaves {people(everybody)}. {surely}Waiting is counted from the day recorded for the case to "
        f"{day(shown.situation.on)}."
    )
    return Section("waiting", "Who waits, and for how long", blocks(Prose(lead, "lead"), figure), "Who waits")


def _untold(row: Drawn) -> Drawn:
    cells: dict[str, Told] = {
        name: cell if cell == 0 else Hidden.WITHHELD for name, cell in row.line.cells.items()
    }
    return Drawn(row.label, Line(cells, Hidden.WITHHELD), 0)


def doors(answer: PlanAnswer) -> Section:
    """Who has no door open anywhere, and why."""
    shown = answer.shown
    _, without = counts.doors(shown)
    told = left_told(shown)
    placed = counts.arrangements(shown, resettlement=True)
    rows = []
    for to in placed:
        found = counts.reasons(shown, shown.plan.left, to)
        outcome = _people(counts.outcomes(shown, to)).cells
        same = {name for name in ("ineligible", "needs_a_fact") if found.get(name)}
        hidden = {name for name in same if isinstance(outcome[name], Hidden)}
        line = disclosure.line({name: found.get(name, 0) for name in REASONS}, hidden, same - hidden)
        rows.append(Drawn(_name(shown, to), line, sum(found.values())))
    labels = {name: label for name, (label, _) in REASONS.items()}
    lead = (
        f"{number(told['without'])} people have no door open: in no arrangement of resettlement could they be proposed "
        f"today. {number(told['with'])} could have been, and others took the places or a tie stood in the way."
    )
    figure = Figure(
        "doors",
        f"People left, by the main reason in each arrangement of resettlement. {seen(shown.situation)}",
        "Bars of people left by main reason: " + _said(rows, labels),
        *_pair(rows, {name: colour for name, (_, colour) in REASONS.items()}, "people"),
        _legend(rows, REASONS),
        _reason_table(rows, labels),
    )
    return Section("doors", "Who has no door open, and why", blocks(
        Prose(lead, "lead"),
        some("Closed to everybody", closed(shown)),
        figure,
        Tabled(_combined(shown, without, placed)),
        Prose("The main reason is the case's own, if it has one: what no consent or place would mend comes before what "
              "the arrangement lacks. Nobody's reasons name anybody else.", "note"),
    ), "No door open")  # fmt: skip


def left_told(shown: Planned) -> Mapping[str, Told]:
    """How many are left with a door open (``with``) and without, as it may be told."""
    with_one, without = counts.doors(shown)
    return disclosure.line({"with": _sum(with_one), "without": _sum(without)}).cells


def _reason_table(rows: Sequence[Drawn], labels: Mapping[str, str]) -> Table:
    named = [name for name in labels if any(row.line.cells[name] != 0 for row in rows)]
    return table(
        "People left, by main reason",
        ("main reason", *(f"{row.label.replace(chr(10), ', ')}#" for row in rows)),
        [(labels[name], *(number(row.line.cells[name]) for row in rows)) for name in named],
        DISCLOSURE,
    )


def _combined(shown: Planned, without: Iterable[Left], placed: Sequence[str]) -> Table:
    """The commonest combinations; the rest in one row, so that a small one is never told."""
    found = counts.combinations(shown, without)
    large = [(reasons, size) for reasons, size in found[:_MOST] if not disclosure.small(size)]
    rest = sum(size for _, size in found) - sum(size for _, size in large)
    while disclosure.small(rest) and large:
        rest += large.pop()[1]
    rows = [
        Row((*(REASONS.get(one, (one, ""))[0] for one in reasons), number(size))) for reasons, size in large
    ]
    if rest:
        others = f"{number(len(found) - len(large))} other combinations"
        rows.append(Row((others, *[""] * (len(placed) - 1), number(disclosure.told(rest)))))
    heads = [*(f"{country(shown.situation.arrangements[to].country)} ({to})" for to in placed), "people#"]
    return table("People with no door open, by reasons taken together", heads, rows)


def _sum(left: Iterable[Left]) -> int:
    return sum(one.people for one in left)


def _name(shown: Planned, arrangement: str) -> str:
    return f"{country(shown.situation.arrangements[arrangement].country)}\n{arrangement}"


def _pair(rows: Sequence[Drawn], colours: Mapping[str, str], unit: str):  # type: ignore[no-untyped-def]
    drawn = [_bar(row, colours) for row in rows]
    with_rest = {**colours, NOT_TOLD: WHITE}
    return charts.bars(drawn, with_rest, unit), charts.bars(drawn, with_rest, unit, width=charts.NARROW)


def _bar(row: Drawn, colours: Mapping[str, str]) -> Bar:
    """What is told, in the order of its colours; the rest of the total as one empty piece."""
    told = [(name, row.line.cells.get(name, 0)) for name in colours]
    known = [Segment(name, cell) for name, cell in told if isinstance(cell, int)]
    rest = row.total - sum(part.size or 0 for part in known)
    end = number(row.line.total)
    return Bar(row.label, (*known, Segment(NOT_TOLD, rest, told=False)), end=end)


def _legend(rows: Sequence[Drawn], named: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    used = Counter(name for row in rows for name, cell in row.line.cells.items() if cell != 0)
    legend = {label: colour for name, (label, colour) in named.items() if used[name]}
    hidden = any(row.line.hidden for row in rows)
    return {**legend, NOT_TOLD: WHITE} if hidden else legend


def _said(rows: Sequence[Drawn], labels: Mapping[str, str]) -> str:
    return "; ".join(
        f"{row.label.replace(chr(10), ', ')}: "
        + (
            ", ".join(f"{number(cell)} {labels[name]}" for name, cell in row.line.cells.items() if cell != 0)
            or "nobody"
        )
        for row in rows
    )
