"""Missions and appointments, for people at a terminal and as data."""

from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from resettle.render import results
from resettle.render.as_of import table
from resettle.render.words.names import code
from resettle.service.questions import Scheduled


def shown(answer: Scheduled) -> RenderableType:
    """A table of missions, and one of appointments, the first to come first."""
    parts: list[RenderableType] = []
    if answer.missions:
        rows = [
            (one.id, one.arrangement, one.place, one.starts or "not known", one.ends or "not known")
            for one in answer.missions
        ]
        parts.append(table("Missions", ("mission", "arrangement", "place", "from", "until"), rows))
    if answer.appointments:
        rows_of_them = [
            (
                one.planned_for, one.person, ", ".join(one.cases), code(one.purpose), one.mission, one.seen_by, one.interpreter,
                one.language, code(one.outcome) if one.outcome else "",
            )
            for one in answer.appointments
        ]  # fmt: skip
        heads = (
            "day",
            "person",
            "case",
            "what for",
            "mission",
            "seen by",
            "interpreter",
            "language",
            "what came of it",
        )
        parts.append(table("Appointments", heads, rows_of_them))
    return Group(*parts) if parts else Text("No missions, and no appointments.")


def data(answer: Scheduled) -> dict[str, Any]:
    """The same as data."""
    return {
        "asked": results.asked(answer.situation),
        "missions": [results.plain(one) for one in answer.missions],
        "appointments": [results.plain(one) for one in answer.appointments],
    }
