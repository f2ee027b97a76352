"""People's own requests in a register in a database: each answered from their own case, in their language, with proof of service."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from resettle.engine.errors import Fault, RequestRefused, Where, refuse
from resettle.engine.referrals.answers import (
    Drafted,
    Service,
    Translation,
    faults_of_answer,
    faults_of_service,
    faults_of_translation,
)
from resettle.engine.referrals.caseload import Seen
from resettle.engine.referrals.papers import Papers, day_of
from resettle.engine.referrals.requests import TABLES, Letter, Request, Waits, requests
from resettle.engine.registry.casework import CaseStanding
from resettle.engine.registry.permissions import Use
from resettle.engine.registry.register import OFFICE
from resettle.engine.screening.told import Voice
from resettle.records import entries, histories
from resettle.records.database import Database
from resettle.records.entries import New, Said
from resettle.records.subjects import ACCOUNTS, PERSON, SEPARATOR
from resettle.service import casefiles, conflicts, permissions, registers, voices, writing
from resettle.service.caseloads import tables_said
from resettle.service.questions import Asked, situation
from resettle.service.voices import HeardCase

T = TypeVar("T")
Faults = Callable[[Sequence[Request], date], Iterable[Fault]]
"""What is wrong with what is to be recorded of some requests, on the day on which it is."""


@dataclass(frozen=True)
class Draft:
    """
    What one person can be told: their request, where their case stands, and of each arrangement what they hear of it.

    standing, heard: None if they are in no case. Nothing in it is of anybody else. upto: the last entry of the record that it
    was drafted from.
    """

    request: Request
    on: date
    upto: int
    standing: CaseStanding | None
    heard: HeardCase | None


def listed(place: str, by: str | None, request: str = "") -> list[Request]:
    """
    Every request, or those of one letter, and what each waits for; those that were taken back among them, so that none is gone
    without a trace. Raises RequestRefused if ``by`` may not see them.
    """
    found = registers.reached(place)
    permissions.check(found, by, Use.LETTERS)
    if by is not None:
        writing.searched(found, by, "requests", {"request": request})
    with found.reading(), histories.legible(found):
        every = _requests(found, entries.of(found, TABLES), registers.today(found))
    return [one for one in every if request in ("", one.request)]


def drafted(
    place: str, request: str, by: str | None, persons: Sequence[str] = (), *, as_answered: bool = False
) -> list[Draft]:
    """
    What each who made a request can be told today, of their own case alone; of some persons, or of all who wait for an answer.

    as_answered: instead, what could be told from what each answer on record was drafted from, of all who have such an answer.
    Raises RequestRefused if ``by`` may not ask, or one of them made no such request.
    """
    every = {one.person: one for one in listed(place, by, request) if as_answered or not one.withdrawn}
    if not every:
        raise refuse("nothing_recorded", name=request)
    if strangers := [person for person in persons if person not in every]:
        raise RequestRefused(_unknown(request, person) for person in strangers)
    upto = entries.last(registers.reached(place))
    froms = {
        person: _drafted_from(one) if as_answered else Drafted(upto, date.max)
        for person, one in every.items()
    }
    wanted = persons or [person for person, one in every.items() if as_answered or one.waits is Waits.ANSWER]
    drafts = [_draft(place, every[person], of) for person in wanted if (of := froms[person])]
    if by is not None and drafts:
        says = {"what": "draft", "request": request}
        cases = sorted({one.heard.case if one.heard else one.request.person for one in drafts})
        writing.read(registers.reached(place), by, {case: says for case in cases})
    return drafts


def _draft(place: str, request: Request, of: Drafted) -> Draft:
    register = casefiles.of_case(place, request.person, before=of.upto + 1)
    asked = Asked(min(of.on, register.on))
    seen = situation(register, asked)
    cases = seen.cases_of.get(request.person, ())
    if not cases:
        return Draft(request, seen.on, of.upto, None, None)
    heard = voices.heard(register, asked, request.person, Voice.PERSON)
    return Draft(request, seen.on, of.upto, Seen(seen).standing(heard.case), heard)


def _drafted_from(one: Request) -> Drafted | None:
    """What an answer on record was drafted from, if it says so."""
    if one.answer is None or not (on := day_of(one.answer["drafted_on"])):
        return None
    upto = str(one.answer["drafted_from"] or "")
    return Drafted(int(upto), on.earliest) if upto.isdecimal() else None


def letter(place: str, request: str, person: str, by: str) -> Letter:
    """
    One person's letter, to be served, with how they may safely be reached; that ``by`` had it is recorded first.

    Raises RequestRefused if ``by`` may not see it, or the person made no such request.
    """
    one = next((one for one in listed(place, by, request) if one.person == person), None)
    if one is None:
        raise RequestRefused([_unknown(request, person)])
    register = casefiles.of_case(place, person)
    seen = situation(register, Asked())
    [case, *_] = seen.cases_of.get(person, (person,))
    writing.viewed(place, by, case, seen.on, seen.known, f"letter {request} of {person}", Use.LETTERS)
    return Letter(one, Papers(seen, case).names(person), register.synthetic)


def answered(
    place: str,
    request: str,
    texts: Mapping[str, str],
    by: str,
    key: str | None = None,
    drafted: Drafted | None = None,
) -> bool:
    """
    Records what each of some people is answered, all of it or nothing; whether it was recorded before under the key.

    texts: person → what they are told, in English. An answer replaces an earlier one, until that was served. drafted: what
    they were drafted from, which is kept with them; of nobody may anything have been recorded since that bears on their
    answer. Raises RequestRefused with everything that is wrong.
    """
    of = {"drafted_from": str(drafted.upto), "drafted_on": drafted.on.isoformat()} if drafted else {}
    said = {person: {"text": text.strip(), "by": by, **of} for person, text in texts.items()}
    found = registers.reached(place)

    def faults(every: Sequence[Request], day: date) -> Iterator[Fault]:
        last = entries.last(found)
        changed = _changed(found, [one.person for one in every], drafted.upto) if drafted else set[str]()
        for one in every:
            has_changed = one.person in changed
            yield from faults_of_answer(one, texts[one.person], day, drafted, last, has_changed=has_changed)

    return _recorded(found, request, "answers", said, by, key, faults)


def translated(
    place: str, request: str, translations: Mapping[str, Translation], by: str, key: str | None = None
) -> bool:
    """
    Records answers in the language that each person asked for; as ``answered``.

    Nobody checks their own translation. One that is not checked yet is recorded, and not served in writing.
    """
    said = {
        person: {"text": one.text.strip(), "translated_by": one.by, "checked_by": one.checked_by}
        for person, one in translations.items()
    }
    found = registers.reached(place)
    faults = _unlike_who_answered(found, faults_of_translation, translations)
    return _recorded(found, request, "translations", said, by, key, faults)


def served(
    place: str, request: str, services: Mapping[str, Service], by: str, key: str | None = None
) -> bool:
    """
    Records how answers reached people, each in their language: translated and checked, or read aloud to them by somebody
    who is named; as ``answered``. That somebody was not reached is recorded too, and they still wait: of whom it is said last
    was not served, so that a mistake is mended.
    """
    said = {
        person: {"way": one.way, "by": by, "read_by": one.read_by.strip(), "language": one.language}
        for person, one in services.items()
    }
    found = registers.reached(place)
    days = {person: one.on for person, one in services.items() if one.on}
    faults = _unlike_who_answered(found, faults_of_service, services)
    return _recorded(found, request, "served", said, by, key, faults, days)


def _changed(found: Database, persons: Sequence[str], upto: int) -> set[str]:
    """Of whom anything was recorded after an entry that their answer may follow from: of their case, or of the terms."""
    terms, _ = entries.last_of(found, registers.TERMS)
    if terms > upto:
        return {*persons}
    return {
        person
        for person in persons
        if any(one.id > upto and one.table not in TABLES for one in casefiles.said_of(found, person))
    }


def _unlike_who_answered(
    found: Database,
    faults_of: Callable[[Request, T, Collection[str], date], Iterator[Fault]],
    given: Mapping[str, T],
) -> Faults:
    """What is wrong with what is given for each person, whose answer was given by somebody else."""

    def faults(every: Sequence[Request], day: date) -> Iterator[Fault]:
        answered_by = _answered_by(found, every)
        for one in every:
            yield from faults_of(one, given[one.person], answered_by[one.person], day)

    return faults


def _answered_by(found: Database, every: Sequence[Request]) -> Mapping[str, Sequence[str]]:
    """person → whoever gave their answer: the id of the account, and its names; nobody, if there is none."""
    by = {one.person: str(one.answer["by"]) for one in every if one.answer}
    names: dict[str, list[str]] = {id: [id] for id in by.values()}
    for said in entries.told(found, {ACCOUNTS: sorted(names)}):
        names[said.key].append(str((said.content or {})["name"]))
    return {one.person: names[by[one.person]] if one.person in by else () for one in every}


def _recorded(
    found: Database, request: str, table: str, said: Mapping[str, Mapping[str, str]], by: str, key: str | None,
    faults: Faults, days: Mapping[str, date] | None = None,
) -> bool:  # fmt: skip
    """Records a row for each person, if nothing is wrong with any of them."""
    for content in said.values():
        writing.check_text(
            **{
                name: text
                for name, text in content.items()
                if name in ("text", "translated_by", "checked_by", "read_by")
            }
        )

    def new(recording: entries.Recording, day: date) -> list[New]:
        conflicts.check(found, by, conflicts.with_cases(found, said))
        theirs = (one for one in of_persons(found, said, day) if one.request == request)
        every = {one.person: one for one in theirs if not one.withdrawn}
        wrong = [_unknown(request, person) for person in said if person not in every]
        wrong += faults([every[person] for person in said if person in every], day)
        if wrong:
            raise RequestRefused(wrong)
        return [
            New(table, SEPARATOR.join((request, person, *_last(table, every[person], recording))),
                (days or {}).get(person, day), day, OFFICE, {name: text for name, text in content.items() if text})
            for person, content in said.items()
        ]  # fmt: skip

    told = {person: {**content, "on": (days or {}).get(person)} for person, content in said.items()}
    asked = asked_for(table, request, told, key)
    names = [f"{PERSON}:{person}" for person in said]
    return writing.noted(found, by, Use.ANSWER, table, key, asked, names, new)


def asked_for(
    table: str, request: str, said: Mapping[str, Mapping[str, object]], key: str | None
) -> Mapping[str, object]:
    """What a recording is known by: under a key all that was said, so that something else is refused; else whom it is of."""
    return {"table": table, "request": request, "said": said if key else sorted(said)}


def of_persons(found: Database, persons: Iterable[str], on: date) -> list[Request]:
    """Every request of some people, those that were taken back among them."""
    return _requests(found, entries.told(found, {}, {PERSON: sorted(persons)}, TABLES), on)


def _last(table: str, one: Request, recording: entries.Recording) -> tuple[str, ...]:
    """The last part of a key, where a table has a third."""
    return {"translations": (one.language or "",), "served": (f"S-{recording.id}",)}.get(table, ())


def _requests(found: Database, said: Sequence[Said], on: date) -> list[Request]:
    return requests(tables_said(said), on, on, registers.terms(found).answer_within)


def _unknown(request: str, person: str) -> Fault:
    return Fault("request_unknown", Where(), {"request": request, "person": person})
