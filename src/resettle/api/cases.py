"""Cases: where each stands, what may come next, what is due, who qualifies for what and why, and all that was recorded."""

import json
from collections.abc import Sequence
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from resettle.api import pages, versions
from resettle.api.auth import asker, place
from resettle.api.given import Id, IfNoneMatch, Known, Name, On
from resettle.api.pages import USUAL, Cursor, Limit, Paged
from resettle.api.shapes import Alerts, AsOf, Flag, Heard, History, Standing, StandingNext
from resettle.engine.errors import refuse
from resettle.engine.referrals.rrf import FormKind
from resettle.engine.registry.stages import CaseStage
from resettle.engine.screening.told import Voice
from resettle.render import alerts as told_alerts
from resettle.render import as_of as told_as_of
from resettle.render import forms as told_forms
from resettle.render import optional, results
from resettle.render import record as told
from resettle.render import voices as told_voices
from resettle.service import casefiles, casework, lists, record
from resettle.service.questions import Asked

MOST = 100
"""Arrangements that one question may name."""
Arrangements = Annotated[
    list[Name],
    Query(
        default_factory=list, description="The arrangements that you ask about; none: all.", max_length=MOST
    ),
]
router = Router(tags=["Cases"])
people = Router(tags=["People"])
State = Annotated[
    str,
    Query(
        description="Of the voice of a State: which one reads, as NZL (else the one to which the case was submitted last).",
        max_length=3,
    ),
]


class Cases(Paged):
    items: list[Standing] = Field(description="Cases, by id.")


@router.get("", response=Cases, summary="List cases", operation_id="list_cases")
def list_cases(
    request: HttpRequest,
    stage: Annotated[CaseStage | None, Query(description="At this stage.")] = None,
    arrangement: Annotated[str, Query(description="With an act in this arrangement.", max_length=200)] = "",
    cursor: Cursor = "",
    limit: Limit = USUAL,
) -> Any:
    """Cases as they stand today, by id."""
    asked = lists.CasesAsked(stage, arrangement)
    page = lists.cases(settings.RESETTLE_DATABASE, asked, asker(request), pages.begins(cursor), limit)
    return pages.paged(request, page, results.plain(page.items))


@router.get(
    "/{case}",
    response={200: Standing, 304: None},
    summary="Show where a case stands",
    operation_id="show_case",
)
def show_case(request: HttpRequest, response: HttpResponse, case: Id, seen: IfNoneMatch = None) -> Any:
    """Where a case stands today, and how far its submissions are."""
    return _of_case(request, response, case, lambda: results.plain(lists.case(place(), case, asker(request))))


@router.get(
    "/{case}/next",
    response={200: StandingNext, 304: None},
    summary="Show what may come next",
    operation_id="next_acts",
)
def next_acts(request: HttpRequest, response: HttpResponse, case: Id, seen: IfNoneMatch = None) -> Any:
    """Where a case stands, which acts on it may come next, by whom, and what still stands in the way of each."""
    return _of_case(
        request, response, case, lambda: told.next_data(casework.next_acts(place(), case, asker(request)))
    )


@router.get(
    "/{case}/history",
    response=History,
    summary="Show a case's history",
    operation_id="case_history",
)
def case_history(request: HttpRequest, case: Id) -> Any:
    """Everything that was ever recorded of a case, who read of it among it; names and numbers are withheld."""
    return told.history_data(record.history(place(), case, asker(request)))


@router.get("/{case}/as-of", response=AsOf, summary="Show a case as of a day", operation_id="case_as_of")
def case_as_of(request: HttpRequest, case: Id, on: On = None, known: Known = None) -> Any:
    """What was so of a case and its members on a day, as known on another."""
    return told_as_of.data(casefiles.as_of(place(), Asked(on, known), case, asker(request)), ())


@router.get(
    "/{case}/alerts", response=Alerts, summary="Show what is due of a case", operation_id="case_alerts"
)
def case_alerts(request: HttpRequest, case: Id, on: On = None, known: Known = None) -> Any:
    """What is due of a case: clocks that ran out, reviews."""
    return told_alerts.data(casefiles.alerted(place(), Asked(on, known), case, asker(request)), ())


class FormLacks(Schema):
    """What a case's form lacks; no name and no statement is in it."""

    asked: dict[str, Any] = Field(description="As of which day, as known on which.")
    form: dict[str, Any] = Field(description="Of which case and kind, of whom, and whether it is complete.")
    errors: list[Flag] = Field(description="What it lacks.")
    warnings: list[Flag] = Field(description="What is to be looked at.")


class FormAsked(Schema, extra="forbid"):
    """A form to be made."""

    kind: FormKind = Field(FormKind.FULL, description="Full, or abridged as for groups.")
    reader: Annotated[str, Field(max_length=200)] = Field(
        "", description="state: a copy for a State; a member's id: a copy for them; else the office's own."
    )
    draft: bool = Field(False, description="Though it is not complete, marked as a draft on every page.")


@router.get("/{case}/form", response=FormLacks, summary="Check a case's form", operation_id="check_form")
def check_form(
    request: HttpRequest,
    case: Id,
    kind: Annotated[FormKind, Query(description="Full, or abridged as for groups.")] = FormKind.FULL,
    on: On = None,
    known: Known = None,
) -> Any:
    """Whether the Resettlement Registration Form of a case is complete, and exactly what it lacks."""
    answer = casefiles.formed(place(), Asked(on, known), case, kind, "", asker(request), whole=False)
    return told_forms.data(answer)


@router.post("/{case}/form", summary="Have a case's form", operation_id="have_form", openapi_extra={"responses": {200: {
    "description": "The Resettlement Registration Form as a tagged PDF.",
    "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}}})  # fmt: skip
def have_form(request: HttpRequest, case: Id, asked: FormAsked) -> HttpResponse:
    """The form as PDF, names and statements in it. That you had it is recorded first. 422: it is not complete, and no draft was asked for."""
    answer = casefiles.formed(place(), Asked(), case, asked.kind, asked.reader, asker(request), whole=True)
    if not answer.form.complete and not asked.draft:
        raise refuse("form_not_complete", case=answer.form.case)
    synthetic = answer.situation.register.synthetic
    page = optional.form_page(answer.form, synthetic=synthetic, draft=not answer.form.complete)
    response = HttpResponse(optional.form_pdf(page), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="rrf.pdf"'
    return response


@router.get(
    "/{case}/explanation",
    response=Heard,
    summary="Explain who qualifies, and why",
    operation_id="explain_case",
)
def explain_case(
    request: HttpRequest,
    case: Id,
    arrangement: Arrangements,
    on: On = None,
    known: Known = None,
    voice: Annotated[
        Voice, Query(description="Who reads: the officer, or a State to which the case was submitted.")
    ] = Voice.OFFICER,
    state: State = "",
) -> Any:
    """A case in the voice of one reader: for what it qualifies, by which facts, and what would settle it."""
    return _heard(request, case, Asked(on, known), voice, state, arrangement)


@router.post(
    "/{case}/steps", response=Heard, summary="Ask which steps could lift a no", operation_id="ask_steps"
)
def ask_steps(request: HttpRequest, case: Id, on: On = None, known: Known = None) -> Any:
    """As the explanation to the officer, with lawful steps of the office or a State. That you looked is recorded first."""
    return _heard(request, case, Asked(on, known), Voice.OFFICER, "", (), steps=True)


@people.get(
    "/{person}/history", response=History, summary="Show a person's history", operation_id="person_history"
)
def person_history(request: HttpRequest, person: Id) -> Any:
    """Everything that was ever recorded of a person; names and numbers are withheld."""
    return told.history_data(record.history(place(), person, asker(request)))


@people.get(
    "/{person}/as-of", response=AsOf, summary="Show a person as of a day", operation_id="person_as_of"
)
def person_as_of(request: HttpRequest, person: Id, on: On = None, known: Known = None) -> Any:
    """What was so of a person and their case on a day, as known on another."""
    return told_as_of.data(casefiles.as_of(place(), Asked(on, known), person, asker(request)), ())


@people.get(
    "/{person}/explanation",
    response=Heard,
    summary="Explain it to a person",
    operation_id="explain_to_person",
)
def explain_to_person(request: HttpRequest, person: Id, on: On = None, known: Known = None) -> Any:
    """A case in the voice that a member of it hears: nothing of others, nothing confidential."""
    return _heard(request, person, Asked(on, known), Voice.PERSON, "", ())


def _heard(
    request: HttpRequest,
    name: str,
    asked: Asked,
    voice: Voice,
    state: str,
    only: Sequence[str],
    *,
    steps: bool = False,
) -> HttpResponse:
    """Written as it is: to look again at each of its thousands of values takes as long as to find them."""
    found = casefiles.heard(place(), asked, name, voice, asker(request), state=state, only=only, steps=steps)
    said = json.dumps(told_voices.heard_data(found), ensure_ascii=False)
    return HttpResponse(said, content_type="application/json; charset=utf-8")


def _of_case(request: HttpRequest, response: HttpResponse, case: str, answer: Any) -> Any:
    return versions.unless_seen(request, response, case, answer)
