"""Against favour and corruption: conflicts of interest, work assigned by lot, complaints, spot checks."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from resettle.api.auth import asker, place
from resettle.api.given import Id, Name
from resettle.engine.registry.integrity import FINDING, LOOKED_AT, NATURE, OUTCOME
from resettle.engine.registry.roles import Role
from resettle.files.values import OneOf
from resettle.render import integrity as told
from resettle.render.results import plain
from resettle.service import assignments, complaints, conflicts, spot_checks

router = Router(tags=["Integrity"])
Text = Annotated[str, Field(max_length=10_000)]


class Conflict(Schema):
    """What an account declared to be to a person or a case."""

    account: str = Field(description="Whose.")
    about: str = Field(description="The person or the case.")
    nature: str = Field(description="What they are to them, as a code.")
    since: date = Field(description="Since when.")
    is_open: bool = Field(description="Whether it stands.")


class Conflicts(Schema):
    conflicts: list[Conflict] = Field(
        description="Conflicts; one's own, to whoever does not watch over the office."
    )


class ConflictDeclared(Schema, extra="forbid"):
    """A conflict of interest of one's own."""

    about: Name = Field(description="The person or the case.")
    nature: Annotated[str, OneOf(NATURE)] = Field(description="What one is to them.")


class Assignment(Schema):
    """Whose work a case is."""

    case: str = Field(description="The case.")
    role: Role = Field(description="As what.")
    to: str = Field(description="Whose it is.")
    since: date = Field(description="Since when.")
    by: str = Field(description="Who assigned it.")
    drawn: bool = Field(description="Whether by lot.")
    pool: list[str] = Field(description="Among whom.")
    reason: str = Field(description="Why, if somebody was named or it was assigned anew.")


class Assignments(Schema):
    assignments: list[Assignment] = Field(description="Role by role.")


class Assigned(Schema, extra="forbid"):
    """Work to be assigned."""

    role: Role = Field(description="As what.")
    to: Name = Field("", description="To this account; left out: by lot.")
    reason: Text = Field("", description="Why them, or why anew.")


class Complaint(Schema):
    """A complaint; texts are null to whoever lodged it and does not watch over the office."""

    id: str = Field(description="Its id.")
    about: list[str] = Field(description="The accounts that are named; none of them sees it.")
    case: str = Field(description="The case, if one is named.")
    by: str = Field(description="Who lodged it.")
    lodged: date = Field(description="When.")
    text: str | None = Field(description="What happened.")
    outcome: str = Field(description="How it ended; empty: it is looked into.")
    answer: str | None = Field(description="Why.")
    seen_by: int = Field(
        description="How many accounts may read it; 0: whoever holds the database alone. Tell them."
    )


class Complaints(Schema):
    complaints: list[Complaint] = Field(description="Complaints, as they were lodged.")


class ComplaintLodged(Schema, extra="forbid"):
    """A complaint or an allegation."""

    text: Text = Field(description="What happened.")
    about: list[Name] = Field([], description="The accounts it is about.", max_length=50)
    case: Name = Field("", description="The case, if it is about one.")


class ComplaintEnded(Schema, extra="forbid"):
    """How a complaint ended."""

    outcome: Annotated[str, OneOf(OUTCOME)] = Field(description="How.")
    answer: Text = Field(description="Why, in words.")


class Finding(Schema):
    finding: str = Field(description="What was found, as a code.")
    by: str = Field(description="By whom.")
    note: str = Field(description="In words.")


class SpotCheck(Schema):
    """A sample, drawn by lot, and what was found."""

    id: str = Field(description="Its id.")
    looks_at: str = Field(description="At what.")
    since: date = Field(description="Done on this day or later.")
    by: str = Field(description="Who drew it.")
    drawn: date = Field(description="When.")
    among: int = Field(description="Among how many.")
    acts: list[str] = Field(description="The acts, by their ids.")
    findings: dict[str, Finding] = Field(description="By act, what was found so far.")


class SpotChecks(Schema):
    spot_checks: list[SpotCheck] = Field(description="Spot checks, in order.")


class SpotCheckDrawn(Schema, extra="forbid"):
    """A sample to be drawn."""

    looks_at: Annotated[str, OneOf(LOOKED_AT)] = Field(description="At what.")
    number: int = Field(10, description="So many.", ge=1, le=1000)
    since: date = Field(description="Done on this day or later.")


class FindingGiven(Schema, extra="forbid"):
    """What was found of one act."""

    act: Name = Field(description="The act.")
    finding: Annotated[str, OneOf(FINDING)] = Field(description="What was found.")
    note: Text = Field("", description="In words.")


@router.get(
    "/conflicts", response=Conflicts, summary="List conflicts of interest", operation_id="list_conflicts"
)
def list_conflicts(request: HttpRequest) -> Any:
    """What was declared; one's own, to whoever does not watch over the office."""
    return told.data("conflicts", conflicts.conflicts(place(), asker(request)))


@router.post(
    "/conflicts", response={201: Conflict}, summary="Declare a conflict", operation_id="declare_conflict"
)
def declare_conflict(request: HttpRequest, given: ConflictDeclared) -> Any:
    """Declares a conflict of interest of one's own: acts on them are refused from then on."""
    return Status(201, plain(conflicts.declared(place(), given.about, given.nature, asker(request))))


@router.delete(
    "/conflicts/{account}/{about}", response=Conflict, summary="End a conflict", operation_id="end_conflict"
)
def end_conflict(request: HttpRequest, account: Id, about: Id) -> Any:
    """Ends a conflict of somebody else's, as one who watches over the office."""
    return plain(conflicts.ended(place(), account, about, asker(request)))


@router.get(
    "/cases/{case}/assignments",
    response=Assignments,
    summary="Show whose work a case is",
    operation_id="list_assignments",
)
def list_assignments(request: HttpRequest, case: Id) -> Any:
    """Whose work a case is, role by role."""
    return told.data("assignments", assignments.assignments(place(), case, asker(request)))


@router.post(
    "/cases/{case}/assignments",
    response={201: Assignment},
    summary="Assign a case's work",
    operation_id="assign_case",
)
def assign_case(request: HttpRequest, case: Id, given: Assigned) -> Any:
    """Assigns a case's work of a role: by lot among those who may, unless somebody is named for a reason."""
    found = assignments.assigned(place(), case, given.role, asker(request), given.to, given.reason)
    return Status(201, plain(found))


@router.get("/complaints", response=Complaints, summary="List complaints", operation_id="list_complaints")
def list_complaints(request: HttpRequest) -> Any:
    """All that do not name whoever asks, if they watch over the office; else their own, without texts."""
    return told.data("complaints", complaints.complaints(place(), asker(request)))


@router.post(
    "/complaints", response={201: Complaint}, summary="Lodge a complaint", operation_id="lodge_complaint"
)
def lodge_complaint(request: HttpRequest, given: ComplaintLodged) -> Any:
    """Puts a complaint or an allegation on record; whoever is named in it never sees it."""
    found = complaints.lodged(place(), given.text, asker(request), given.about, given.case)
    return Status(201, plain(found))


@router.post(
    "/complaints/{complaint}/outcome",
    response=Complaint,
    summary="End a complaint",
    operation_id="end_complaint",
)
def end_complaint(request: HttpRequest, complaint: Id, given: ComplaintEnded) -> Any:
    """Records what came of a complaint, and why."""
    return plain(complaints.ended(place(), complaint, given.outcome, given.answer, asker(request)))


@router.get("/spot-checks", response=SpotChecks, summary="List spot checks", operation_id="list_spot_checks")
def list_spot_checks(request: HttpRequest) -> Any:
    """Every spot check, and what was found."""
    return told.data("spot_checks", spot_checks.spot_checks(place(), asker(request)))


@router.post(
    "/spot-checks", response={201: SpotCheck}, summary="Draw a spot check", operation_id="draw_spot_check"
)
def draw_spot_check(request: HttpRequest, given: SpotCheckDrawn) -> Any:
    """Draws a sample by lot, and puts it on record."""
    found = spot_checks.drawn(place(), given.looks_at, given.number, given.since, asker(request))
    return Status(201, plain(found))


@router.post(
    "/spot-checks/{check}/findings",
    response=SpotCheck,
    summary="Say what was found",
    operation_id="find_in_spot_check",
)
def find_in_spot_check(request: HttpRequest, check: Id, given: FindingGiven) -> Any:
    """What was found of one act of a sample."""
    return plain(spot_checks.found_of(place(), check, given.act, given.finding, given.note, asker(request)))
