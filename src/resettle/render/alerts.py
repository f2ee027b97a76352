"""What is due, for people at a terminal and as data."""

from collections.abc import Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from resettle.engine.errors import Fault
from resettle.engine.referrals.deadlines import Alert, Due
from resettle.render import results, words
from resettle.render.as_of import table
from resettle.render.words.names import code
from resettle.service.questions import Alerted

DUE = {
    Due.OVERDUE: "Longer with a State than its priority allows",
    Due.NO_PRIORITY: "With a State, and no priority is recorded",
    Due.ARRANGEMENT_NOT_OPEN: "Open submissions to an arrangement that is not open: nothing closes by itself",
    Due.SPLIT: "Members decided apart: a review of the family's unity is due",
    Due.DENIAL_TO_REVIEW: "Denied: a review is due before it is submitted again, or closed",
    Due.PAUSE_TO_REVIEW: "On hold, and its day of review has come",
    Due.APPEAL_TO_ANSWER: "Appealed against, or a State is asked to look again: an answer is due",
    Due.REQUEST_TO_ANSWER: "People's own requests: an answer is due, or has still to reach them",
    Due.NOT_CLEARED: "Accepted, and a clearance ran out: nobody departs before it is renewed",
    Due.CLEARANCE_ENDS: "Accepted, and a clearance ends within thirty days",
    Due.COUNSELLING_DUE: "Not recommended, and not counselled since",
    Due.SELECTION_TO_PLAN: "Submitted to a State that comes on a mission, and not on its list",
    Due.APPOINTMENT_MISSED: "Did not come, and are asked for no other day",
    Due.APPOINTMENT_TO_TELL: "Appointments past, of which nobody has said what came of them",
    Due.OPEN_THOUGH_CLOSED: "Closed, and somebody in them is on the way: learned late",
}
SAID = {"deferred": "deferred, its clock runs on", "overdue": "overdue"}


def shown(answer: Alerted) -> RenderableType:
    """A table for each kind, what has been due longest first."""
    if not answer.alerts:
        return Text("Nothing is due.")
    parts: list[RenderableType] = [Text(f"{words.count(len(answer.alerts), 'alert')}.", style="bold")]
    for kind, title in DUE.items():
        rows = [_row(one) for one in answer.alerts if one.kind is kind]
        if rows:
            parts.append(table(title, ("case", "offer", "people", "since", "due", ""), rows))
    return Group(*parts)


def _row(one: Alert) -> tuple[object, ...]:
    said = "; ".join(SAID.get(name) or code(cell) for name, cell in one.said.items())
    return one.case, one.offer, ", ".join(one.persons), one.since or "", one.due or "", said


def data(answer: Alerted, warnings: Sequence[Fault]) -> dict[str, Any]:
    """The same as data."""
    return {
        "asked": results.asked(answer.situation),
        "alerts": [results.plain(one) for one in answer.alerts],
        "warnings": results.checked(warnings)["warnings"],
    }
