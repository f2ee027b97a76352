"""What a State, a placement agency and movement read of the cases that came to them; and who read what."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any, TypeVar

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from resettle.api import pages
from resettle.api.auth import asker, place
from resettle.api.given import Id
from resettle.api.pages import USUAL, Cursor, Limit, Paged
from resettle.engine.registry.disclosed import Audience
from resettle.engine.registry.stages import Stage
from resettle.render import results
from resettle.render import submissions as told
from resettle.service import accesses, readers, submissions
from resettle.service.lists import Page

router = Router(tags=["Submissions"])
Arrangement = Annotated[str, Query(description="In this arrangement.", max_length=200)]
T = TypeVar("T")
MANY = 20
"""Of cases with their people, unless more are asked for."""


class Submitted(Schema):
    """Where one person stands."""

    person: str = Field(description="The person.")
    offer: str = Field(description="In which offer.")
    stage: Stage = Field(description="At which stage.")
    since: date = Field(description="Since when.")


class Submission(Schema):
    """A case that came to whoever asks."""

    case: str = Field(description="The case.")
    people: list[Submitted] = Field(
        description="Where its people stand, as far as they came to whoever asks."
    )


class Submissions(Paged):
    items: list[Submission] = Field(description="Cases, by id.")


class CopiedField(Schema):
    """One field of a form."""

    name: str = Field(description="Which field.")
    said: str = Field(description="`value`, `none`, `unknown`, `missing` (nothing was said), or `withheld`.")
    value: str | None = Field(description="What it says, as it is written in the register.")
    withheld: str | None = Field(description="Why it is withheld: its class, or `not_submitted`.")
    not_to_be_told_to: list[str] = Field(description="Members who must not learn of it.")


class CopiedPart(Schema):
    """Fields of a form that stand together."""

    section: int = Field(description="In which section of the form.")
    of: str = Field(description="Of what: the case, a person, a relative, a claim, a document …")
    about: str = Field(description="About which person or case.")
    fields: list[CopiedField] = Field(description="The fields.")


class Withheld(Schema):
    """What is there of a kind, or may be, and not shown."""

    class_: str = Field(alias="class", description="The class, or `not_submitted`.")
    of: str = Field(description="Of what that is.")


class SubmissionRead(Submission):
    """A case as its reader may have it."""

    reader: Audience = Field(description="As what it was read: a State, or an agency.")
    on: date = Field(description="As of this day.")
    known: date = Field(description="As known on this day.")
    form: list[CopiedPart] = Field(description="The Resettlement Registration Form, as far as it is shown.")
    findings: list[dict[str, Any]] | None = Field(
        description="For a State: by its arrangement, who qualifies and why, in its voice. Else null."
    )
    withheld: list[Withheld] = Field(description="Of what nothing is shown.")


class Traveller(Submitted):
    """Somebody who is to travel, or is on the way."""

    form: list[CopiedPart] = Field(description="Who they are, and what documents they have.")
    clearances: list[dict[str, Any]] = Field(
        description="Each clearance that the arrangement asks for, and how it stands."
    )


class Travelling(Schema):
    """A case of which somebody travels."""

    case: str = Field(description="The case.")
    people: list[Traveller] = Field(description="Who travels.")
    withheld: list[Withheld] = Field(description="Of what nothing is shown.")


class Manifest(Paged):
    items: list[Travelling] = Field(description="Cases, by id.")


class Reading(Schema):
    """That somebody read something."""

    at: str = Field(description="When, by the database's clock (UTC).")
    by: str = Field(description="Who.")
    what: str = Field(description="What: a history, a form, a submission, a search, an export …")
    case: str | None = Field(description="Of which case; null: of none alone.")
    why: str | None = Field(description="The reason of the exceptional access under which it was, if any.")
    asked: dict[str, Any] = Field(description="What else was asked for.")


class Readings(Paged):
    items: list[Reading] = Field(description="The last first.")


@router.get(
    "/submissions",
    response=Submissions,
    summary="List what was submitted to you",
    operation_id="list_submissions",
)
def list_submissions(
    request: HttpRequest, arrangement: Arrangement = "", cursor: Cursor = "", limit: Limit = USUAL
) -> Any:
    """For a State: cases submitted to the arrangements of its account; for a placement agency: those accepted there."""
    return _page(request, submissions.submissions, results.plain, arrangement, cursor, limit)


@router.get(
    "/submissions/{case}",
    response={200: SubmissionRead},
    by_alias=True,
    summary="Read a case that was submitted to you",
    operation_id="read_submission",
)
def read_submission(request: HttpRequest, case: Id) -> Any:
    """The case as its reader may have it; what is withheld is shown as withheld. A case that did not come to them is as one that is not there."""
    return told.submission_data(submissions.submission(place(), case, asker(request)))


@router.get(
    "/manifest",
    response=Manifest,
    by_alias=True,
    summary="List who is to travel",
    operation_id="read_manifest",
)
def read_manifest(
    request: HttpRequest, arrangement: Arrangement = "", cursor: Cursor = "", limit: Limit = MANY
) -> Any:
    """Who was accepted and has not arrived, case by case: who they are, their documents, and what clears them."""
    return _page(request, submissions.manifest, told.manifest_data, arrangement, cursor, limit)


def _page(
    request: HttpRequest,
    asked: Callable[[str, str, str, int, str], Page[T]],
    data: Callable[[Sequence[T]], list[Any]],
    arrangement: str,
    cursor: str,
    limit: int,
) -> dict[str, Any]:
    """A page of what came to whoever asks."""
    page = asked(place(), asker(request), pages.begins(cursor), limit, arrangement)
    return pages.paged(request, page, data(page.items))


class AccessAsked(Schema, extra="forbid"):
    """For what a case of another office is opened."""

    reason: Annotated[str, Field(max_length=1000)] = Field(description="Why, in words.")
    hours: int = Field(accesses.USUAL, description="For how many hours; 72 at most.")


class Access(Schema):
    """That somebody may read a case of another office for a while."""

    case: str = Field(description="The case.")
    by: str = Field(description="Who.")
    why: str = Field(description="Why.")
    until: str = Field(description="Until when (UTC); it closes by itself.")


@router.post(
    "/cases/{case}/access",
    response={201: Access},
    summary="Open a case of another office",
    operation_id="open_case",
)
def open_case(request: HttpRequest, case: Id, asked: AccessAsked) -> Any:
    """For an account that sees the cases of some offices alone: opens one of another to be read for some hours. Who watches sees it."""
    found = accesses.opened(place(), case, asker(request), asked.reason, asked.hours)
    return Status(201, {**results.plain(found), "until": found.until.isoformat()})


@router.get("/readings", response=Readings, summary="List who read what", operation_id="list_readings")
def list_readings(
    request: HttpRequest,
    case: Annotated[str, Query(description="Of this case.", max_length=200)] = "",
    account: Annotated[str, Query(description="By this account.", max_length=200)] = "",
    cursor: Cursor = "",
    limit: Limit = USUAL,
) -> Any:
    """Who read what of which case, and every search and export, the last first."""
    page = readers.readings(place(), asker(request), case, account, pages.begins(cursor), limit)
    return pages.paged(request, page, told.readings_data(page.items))
