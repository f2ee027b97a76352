"""The report's pages on those the plan leaves: who waits how long, and who has no door open anywhere."""

from collections.abc import Iterable, Mapping, Sequence

from resettle.engine.placement.compare import Planned
from resettle.engine.placement.plan import Left
from resettle.engine.reports import disclosure
from resettle.engine.reports.disclosure import Hidden, Line
from resettle.render.report import charts, counts, told
from resettle.render.report.counts import BANDS, PRIORITIES
from resettle.render.report.drawn import Drawn, figure, label
from resettle.render.report.headline import closed
from resettle.render.report.parts import Prose, Section, Tabled, blocks, some
from resettle.render.report.supposed import seen
from resettle.render.report.tables import Row, Table, number, table
from resettle.render.report.told import DISCLOSURE
from resettle.render.words.names import counted, country, day, people
from resettle.service import PlanAnswer

WAITS = {
    "emergency": ("emergency priority", charts.RED),
    "urgent": ("urgent priority", charts.AMBER),
    "normal": ("normal priority", charts.SKY),
    "unknown": ("priority not recorded", charts.LIGHT),
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
    "rules_not_in_force": ("its rules are not in force", charts.PALE),
    "tied_to_under_way": ("tied to a case under way", "#8FA5C2"),
    "not_sought": ("no objective gains by it", "#D5DCE4"),
    "in_two_cases": ("somebody is in two cases", "#A3A3A3"),
    "denied_here": ("denied there before", "#7D6B83"),
    "way_open": ("a way is open already", charts.LIGHT),
    "arrived": ("has arrived", "#BCC5CE"),
    "not_resettlement": ("not resettlement", "#EDEFF2"),
}
"""Code of the main reason → its short name, and colour. *Only*: nothing of the case's own stands in the way."""

_MOST = 12
_LONG = BANDS[2:-1]


def waiting(answer: PlanAnswer) -> Section:
    """Who waits, and for how long."""
    shown = answer.shown
    found = counts.waits(shown.situation, [one.case for one in shown.plan.left])
    totals = disclosure.line({band: sum(people.values()) for band, people in found.items()})
    rows = [_row(band, found[band], totals) for band in BANDS]
    left = sum(one.people for one in shown.plan.left)
    everybody = "under 5 people" if disclosure.small(left) else people(left)
    surely = ""
    if not totals.hidden:
        long = sum(sum(found[band].values()) for band in _LONG)
        surely = f"{number(long)} of them have surely waited two years or more. "
    return Section("waiting", "Who waits, and for how long", blocks(
        Prose(f"The plan leaves {everybody} without a proposal. {surely}Waiting is counted from the day recorded for the case to "
              f"{day(shown.situation.on)}.", "lead"),
        figure("waiting", f"People the plan leaves waiting, by time waited and submission priority. {seen(shown.situation)}",
               rows, WAITS, _waits(shown, rows, totals)),
    ), "Who waits")  # fmt: skip


def _row(band: str, found: Mapping[str, int], totals: Line[str]) -> Drawn:
    """One row of the chart; where its total may not be told, nothing in it is."""
    if isinstance(totals.cells[band], Hidden):
        return Drawn(
            band,
            Line({name: Hidden.WITHHELD if size else 0 for name, size in found.items()}, totals.cells[band]),
            0,
        )
    return Drawn(band, disclosure.line(found), sum(found.values()))


def _waits(shown: Planned, rows: Sequence[Drawn], totals: Line[str]) -> Table:
    proposed = counts.waits(shown.situation, [one.case for one in shown.plan.placings])
    goes = disclosure.line({band: sum(people.values()) for band, people in proposed.items()})
    body = [
        (row.label, *(number(row.line.cells[name]) for name in PRIORITIES), number(totals.cells[row.label]),
         number(goes.cells[row.label]))
        for row in rows
    ]  # fmt: skip
    heads = ("waited", *(f"{name}#" for name in PRIORITIES), "all who are left#", "proposed by the plan#")
    note = (
        f"“unknown”: the day is not recorded, or only a month or a year that does not settle it. {DISCLOSURE}"
    )
    return table("People left waiting, by time waited and submission priority", heads, body, note)


def doors(answer: PlanAnswer) -> Section:
    """Who has no door open anywhere, and why."""
    shown = answer.shown
    placed = counts.arrangements(shown, resettlement=True)
    left = told.left(shown)
    rows = []
    for to in placed:
        found = counts.reasons(shown, shown.plan.left, to)
        line = told.reasons(
            {name: found.get(name, 0) for name in REASONS}, told.outcomes(counts.outcomes(shown, to))
        )
        rows.append(Drawn(label(shown, to), line, sum(found.values())))
    lead = (
        f"{number(left['without'])} people have no door open: in no arrangement of resettlement could they be proposed "
        "today."
    )
    if left["with"] != 0:
        lead += (
            f" {number(left['with'])} could have been, and others took the places or a tie stood in the way."
        )
    return Section("doors", "Who has no door open, and why", blocks(
        Prose(lead, "lead"),
        some("Closed to everybody", closed(shown)),
        figure("doors", f"People left, by the main reason in each arrangement of resettlement. {seen(shown.situation)}",
               rows, REASONS, _reasons(rows)),
        Tabled(_combined(shown, counts.doors(shown)[1], placed)),
        Prose("The main reason is the case's own, if it has one: what no consent or place would mend comes before what "
              "the arrangement lacks.", "note"),
    ), "No door open")  # fmt: skip


def _reasons(rows: Sequence[Drawn]) -> Table:
    named = [
        (key, name) for key, (name, _) in REASONS.items() if any(row.line.cells[key] != 0 for row in rows)
    ]
    heads = ("main reason", *(f"{row.label.replace(chr(10), ', ')}#" for row in rows))
    body = [(name, *(number(row.line.cells[key]) for row in rows)) for key, name in named]
    return table("People left, by main reason", heads, body, DISCLOSURE)


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
        others = counted(len(found) - len(large), "other combination|other combinations")
        rows.append(Row((others, *[""] * (len(placed) - 1), number(disclosure.told(rest)))))
    heads = [*(f"{country(shown.situation.arrangements[to].country)} ({to})" for to in placed), "people#"]
    return table("People with no door open, by reasons taken together", heads, rows)
