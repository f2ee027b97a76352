"""Acts: one is recorded, or refused with every reason; those on record are listed."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, Header, Query, Router, Schema, Status

from resettle.api import pages, problems, versions
from resettle.api.auth import asker
from resettle.api.given import Id, Key, Name
from resettle.api.pages import USUAL, Cursor, Limit, Paged
from resettle.api.shapes import ActDone, AsOf, Flag, Heard
from resettle.engine.registry.stages import ActKind
from resettle.render import decisions as told_decisions
from resettle.render import record as told
from resettle.render import results
from resettle.service import acts, decisions, lists, record
from resettle.service.versions import CaseChanged

router = Router(tags=["Acts"])


class ActAsked(Schema, extra="forbid"):
    """An act to be recorded."""

    kind: ActKind = Field(description="What was done.")
    case: Name = Field(description="The case.")
    arrangement: Name = Field("", description="The arrangement, of an act on a submission; else left out.")
    source: Name = Field(description="Who says so: a source of the register.")
    offer: Name = Field("", description="The offer's short id, if the arrangement has several that day.")
    persons: list[Name] = Field(
        [], description="Whom it is about, if not every member of the case.", max_length=200
    )
    effective: date | None = Field(None, description="When it was done; else today.")
    reason: str = Field(
        "", description="Why, in words. It is kept apart from the act, and can be erased.", max_length=10_000
    )
    ground: Name = Field(
        "", description="Why, as a code, of an act that has grounds: a withdrawal, a closing …"
    )
    review_on: date | None = Field(None, description="Of a pause: when it is looked at again.")


class Recorded(Schema):
    """An act that stands."""

    act: ActDone = Field(description="The act.")
    again: bool = Field(description="It had been recorded before under the same key; nothing was added.")
    flagged: list[Flag] = Field(description="What did not stop it, and is to be looked at.")


class Lodged(Schema):
    """An appeal against a decision, or a request to a State for a review of its denial."""

    lodged: ActDone = Field(description="The act by which it was lodged.")
    answers: list[ActDone] = Field(description="The acts that answered it.")
    waiting: list[str] = Field(description="Those whom no act has answered.")


class Decision(Schema):
    """A decision, and the case as it was when that was recorded."""

    act: ActDone = Field(description="The act.")
    flagged: list[Flag] = Field(description="What did not stop it, and was to be looked at.")
    entry: int = Field(description="Its number in the record: what follows was recorded before it.")
    recorded: datetime = Field(description="When it was recorded.")
    sealed: dict[str, Any] | None = Field(
        description="Position and hash of the chain up to it; null while it is not sealed."
    )
    stage: str | None = Field(description="Where the case stood before it; null: nothing was recorded of it.")
    since: date | None = Field(description="Since when it stood there.")
    then: AsOf = Field(description="Facts, members and submissions of its day, as known then.")
    explanation: Heard = Field(
        description="By the rules on record then, for what the case qualified, and why."
    )
    appeals: list[Lodged] = Field(description="Appeals against it.")
    later: list[dict[str, Any]] = Field(
        description="What was recorded of the case since; names and numbers withheld."
    )


class Acts(Paged):
    items: list[ActDone] = Field(description="Acts, the last recorded first.")


class _Closing(HttpResponse):
    """What Django does once an answer is sent, which its types do not name: whoever asked does not wait for the seal."""

    _resource_closers: list[Callable[[], None]]


@router.post("", response={200: Recorded, 201: Recorded}, summary="Record one act", operation_id="record_act")
def record_act(
    request: HttpRequest,
    response: HttpResponse,
    asked: ActAsked,
    key: Key = None,
    seen: Annotated[
        str | None,
        Header(
            alias="If-Match",
            description="The ETag of the case as it was seen: if it was changed since, nothing is recorded (409).",
        ),
    ] = None,
) -> Any:
    """Records one act, whole or not at all, or says every reason why it may not be. 200: it was recorded before."""
    version = versions.asked_of(seen)
    requested = acts.Requested(
        asked.kind, asked.case, asked.arrangement, asked.source, asked.offer, tuple(asked.persons), asked.effective,
        asked.reason, asked.ground, asked.review_on,
    )  # fmt: skip
    place = settings.RESETTLE_DATABASE
    try:
        one = acts.act(place, requested, asker(request), key, seen=version)
    except CaseChanged as error:
        assert version is not None
        return versions.changed(error, asked.case, version, asker(request))
    cast(_Closing, response)._resource_closers.append(lambda: problems.quietly(lambda: record.sealed(place)))
    response["Location"] = f"{request.path}/{one.act.id}"
    return Status(200 if one.again else 201, told.recorded_data(one))


@router.get("", response=Acts, summary="List acts", operation_id="list_acts")
def list_acts(
    request: HttpRequest,
    case: Annotated[str, Query(description="Of this case.", max_length=200)] = "",
    arrangement: Annotated[str, Query(description="In this arrangement.", max_length=200)] = "",
    kind: Annotated[ActKind | None, Query(description="Of this kind.")] = None,
    first: Annotated[date | None, Query(alias="from", description="Done on this day or later.")] = None,
    last: Annotated[date | None, Query(alias="until", description="Done on this day or before.")] = None,
    cursor: Cursor = "",
    limit: Limit = USUAL,
) -> Any:
    """Acts, the last recorded first, without their reasons."""
    asked = lists.ActsAsked(case, arrangement, kind, first, last)
    page = lists.acts(settings.RESETTLE_DATABASE, asked, asker(request), pages.begins(cursor), limit)
    return pages.paged(request, page, results.plain(page.items))


@router.get("/{act}", response=Recorded, summary="Show one act", operation_id="show_act")
def show_act(request: HttpRequest, act: Id) -> Any:
    """One act, with why it was done and what was flagged of it."""
    return told.recorded_data(lists.act(settings.RESETTLE_DATABASE, act, asker(request)))


@router.get(
    "/{act}/decision",
    response=Decision,
    summary="Show a decision as it was made",
    operation_id="show_decision",
)
def show_decision(request: HttpRequest, act: Id) -> Any:
    """What was on record when an act was, for what the case qualified by it, appeals against it, and what came since."""
    return told_decisions.data(decisions.decided(settings.RESETTLE_DATABASE, act, asker(request)))
