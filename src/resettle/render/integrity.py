"""Conflicts of interest, assignments, complaints and spot checks, for people at a terminal and as data."""

from collections.abc import Sequence
from typing import Any

from rich.console import RenderableType

from resettle.engine.registry.integrity import FINDING, LOOKED_AT, NATURE, OUTCOME
from resettle.render import results
from resettle.render.as_of import table
from resettle.render.words.names import ROLES
from resettle.service.assignments import Assignment
from resettle.service.complaints import Complaint
from resettle.service.conflicts import Conflict
from resettle.service.spot_checks import SpotCheck

WITHHELD = "withheld"
NOBODY = "no account: tell whoever holds the database"


def conflicts(found: Sequence[Conflict]) -> RenderableType:
    rows = [
        (one.account, one.about, NATURE.meaning[one.nature], one.since, "stands" if one.is_open else "ended")
        for one in found
    ]
    return table("Conflicts of interest", ("account", "with", "what", "since", ""), rows)


def assignments(found: Sequence[Assignment]) -> RenderableType:
    rows = [
        (one.case, ROLES[one.role], one.to, one.since, one.by,
         f"by lot, of {len(one.pool)}" if one.drawn else "named", one.reason)
        for one in found
    ]  # fmt: skip
    return table("Assignments", ("case", "as", "to", "since", "by", "how", "reason"), rows)


def complaints(found: Sequence[Complaint]) -> RenderableType:
    rows = [
        (one.id, ", ".join(one.about), one.case, one.by, one.lodged, one.text if one.text is not None else WITHHELD,
         OUTCOME.meaning.get(one.outcome, "open"), one.answer or "", one.seen_by or NOBODY)
        for one in found
    ]  # fmt: skip
    return table(
        "Complaints", ("id", "about", "case", "by", "since", "what", "outcome", "answer", "read by"), rows
    )


def spot_checks(found: Sequence[SpotCheck]) -> RenderableType:
    rows = [
        (one.id, LOOKED_AT.meaning[one.looks_at], act, f"one of {one.among}", one.drawn,
         FINDING.meaning[one.findings[act].finding] if act in one.findings else "to be looked at",
         one.findings[act].note if act in one.findings else "")
        for one in found for act in one.acts
    ]  # fmt: skip
    return table("Spot checks", ("id", "of", "act", "drawn", "on", "found", "note"), rows)


def data(name: str, found: Sequence[object]) -> dict[str, Any]:
    """The same as data."""
    return {name: [results.plain(one) for one in found]}
