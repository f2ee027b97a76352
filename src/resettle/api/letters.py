"""People's own requests: which wait, drafts, answers, translations, and that they were served."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from resettle.api.auth import asker, place
from resettle.api.given import Id, Key, Name
from resettle.engine.referrals import answers
from resettle.engine.referrals.requests import Waits
from resettle.engine.registry.letters import ASKS, WAYS
from resettle.files.values import OneOf
from resettle.render import letters as told
from resettle.service import letters, requests

router = Router(tags=["Requests"])
Text = Annotated[str, Field(max_length=20_000)]
MOST = 200


class Asked(Schema):
    """One person's request, and what it waits for. A letter of many is as many of these."""

    request: str = Field(description="The letter.")
    person: str = Field(description="Who asks.")
    asks: str = Field(description="What is asked for, as a code.")
    arrangement: str | None = Field(description="The arrangement that is named, if any.")
    language: str | None = Field(description="The language in which the answer is wanted; null: not known.")
    received: date = Field(description="When it came.")
    due: date | None = Field(
        description="By when the office answers; null: it has not said within how many days."
    )
    overdue: bool = Field(description="That day is over, and the answer was not served.")
    waits: Waits | None = Field(description="What it waits for; null: it was served, or taken back.")
    withdrawn: date | None = Field(description="Since when it has been taken back; null: it stands.")
    answered: date | None = Field(description="When it was answered.")
    served: date | None = Field(description="When the answer reached the person.")
    way: str | None = Field(description="How it did.")


class Requests(Schema):
    requests: list[Asked] = Field(description="Requests, by letter and person; no text and no contact.")


class Drafted(Asked):
    on: date = Field(description="As of which day it was drafted.")
    upto: int = Field(description="The last entry of the record that it was drafted from.")
    text: str = Field(description="What the answer may begin from, of this person's own case alone.")


class Drafts(Schema):
    drafts: list[Drafted] = Field(description="A draft for each who waits for an answer.")


class Letter(Asked):
    synthetic: bool = Field(description="Whether the people of the register are invented.")
    text: str | None = Field(description="What the person wrote.")
    safe_contact: str | None = Field(
        description="How they may safely be reached; null: not known, ask first."
    )
    answer: dict[str, Any] | None = Field(description="The answer, and who gave it.")
    translation: dict[str, Any] | None = Field(
        description="The answer in their language, by whom, checked by whom."
    )


class Recorded(Schema):
    recorded: int = Field(description="For how many people.")
    again: bool = Field(description="It had been recorded before under the same key; nothing was added.")


class Asking(Schema, extra="forbid"):
    """What one person asks for. Of a request that is on record, what is left out stays as it is, and what they wrote always does."""

    asks: Annotated[str, OneOf(ASKS, or_empty=True)] = Field(
        "", description="As a code; never left out of a new request."
    )
    arrangement: Name = Field("", description="The arrangement that they name.")
    language: Name = Field("", description="In which they want the answer, ISO 639-3; left out: not known.")
    text: Text = Field("", description="What they wrote.")
    safe_contact: Text = Field("", description="How they may safely be reached, and how not.")
    on: date | None = Field(None, description="When it came; else today.")
    withdrawn: bool = Field(False, description="They take it back.")


class RequestsMade(Schema, extra="forbid"):
    """One letter: what each who makes it asks for."""

    people: dict[Name, Asking] = Field(description="By person.", max_length=MOST)


class DraftedFrom(Schema, extra="forbid"):
    upto: int = Field(description="As the draft has it.", ge=1)
    on: date = Field(description="As the draft has it.")


class AnswersGiven(Schema, extra="forbid"):
    """What each of some people is answered."""

    answers: dict[Name, Text] = Field(
        description="By person: what they are told, in English.", max_length=MOST
    )
    drafted: DraftedFrom | None = Field(
        None,
        description="What they were drafted from; refused if anything was recorded since that bears on them.",
    )


class Translated(Schema, extra="forbid"):
    text: Text = Field(description="The answer in the person's language.")
    translated_by: Name = Field(description="Who translated it.")
    checked_by: Name = Field("", description="Who else read it and found it right; left out: nobody yet.")


class TranslationsGiven(Schema, extra="forbid"):
    """Answers in the language of each of some people."""

    translations: dict[Name, Translated] = Field(description="By person.", max_length=MOST)


class Reached(Schema, extra="forbid"):
    way: Annotated[str, OneOf(WAYS)] = Field(
        description="How the answer reached the person, as a code; `not_reached`: it did not."
    )
    on: date | None = Field(None, description="On which day; else today.")
    read_by: Name = Field("", description="Who read it aloud in their language.")
    language: str = Field("", description="In which, ISO 639-3; left out: as they asked.", max_length=20)


class ServicesGiven(Schema, extra="forbid"):
    """How answers reached some people."""

    served: dict[Name, Reached] = Field(description="By person.", max_length=MOST)


@router.get("", response=Requests, summary="List people's requests", operation_id="list_requests")
def list_requests(
    request: HttpRequest,
    of: Annotated[str, Query(alias="request", description="Of one letter alone.", max_length=200)] = "",
) -> Any:
    """What people asked for of their own accord, and what each still waits for."""
    return told.listed_data(letters.listed(place(), asker(request), of))


@router.post("/{letter}", response=Recorded, summary="Receive a letter", operation_id="receive_request")
def receive_request(request: HttpRequest, letter: Id, given: RequestsMade, key: Key = None) -> Any:
    """Records one letter, a row for each who makes it, all of it or nothing; or what is learned of it later."""
    found = {person: requests.Asking(**one.dict()) for person, one in given.people.items()}
    again = requests.received(place(), letter, found, asker(request), key)
    return {"recorded": len(found), "again": again}


@router.get("/{letter}/drafts", response=Drafts, summary="Draft answers", operation_id="draft_answers")
def draft_answers(
    request: HttpRequest,
    letter: Id,
    as_answered: Annotated[
        bool, Query(description="Instead, what each answer on record was drafted from, told again.")
    ] = False,
) -> Any:
    """What each who waits can be told today, of their own case alone; an officer reads it before it is recorded."""
    return told.drafts_data(letters.drafted(place(), letter, asker(request), as_answered=as_answered))


@router.post(
    "/{letter}/people/{person}",
    response=Letter,
    summary="Have one person's letter",
    operation_id="have_letter",
)
def have_letter(request: HttpRequest, letter: Id, person: Id) -> Any:
    """One person's letter, to be served, and how they may safely be reached. That you had it is recorded first."""
    return told.letter_data(letters.letter(place(), letter, person, asker(request)))


@router.post("/{letter}/answers", response=Recorded, summary="Answer", operation_id="answer_request")
def answer_request(request: HttpRequest, letter: Id, given: AnswersGiven, key: Key = None) -> Any:
    """Records what each is answered, all of it or nothing."""
    of = answers.Drafted(given.drafted.upto, given.drafted.on) if given.drafted else None
    again = letters.answered(place(), letter, given.answers, asker(request), key, of)
    return {"recorded": len(given.answers), "again": again}


@router.post(
    "/{letter}/translations",
    response=Recorded,
    summary="Record translations",
    operation_id="translate_answers",
)
def translate_answers(request: HttpRequest, letter: Id, given: TranslationsGiven, key: Key = None) -> Any:
    """Records answers in each person's own language, and who translated and checked them."""
    found = {
        person: answers.Translation(one.text, one.translated_by, one.checked_by)
        for person, one in given.translations.items()
    }
    again = letters.translated(place(), letter, found, asker(request), key)
    return {"recorded": len(found), "again": again}


@router.post(
    "/{letter}/services",
    response=Recorded,
    summary="Record that answers were served",
    operation_id="serve_answers",
)
def serve_answers(request: HttpRequest, letter: Id, given: ServicesGiven, key: Key = None) -> Any:
    """Records that answers reached people, or did not, and how."""
    found = {
        person: answers.Service(one.way, one.on, one.read_by, one.language)
        for person, one in given.served.items()
    }
    again = letters.served(place(), letter, found, asker(request), key)
    return {"recorded": len(found), "again": again}
