"""People's own requests in a register in a database: each answered from their own case, in their language, with proof of service."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from resettle.engine.errors import Fault, RequestRefused, Where, nearest_name, refuse
from resettle.engine.referrals.caseload import Seen
from resettle.engine.referrals.papers import Papers, day_of
from resettle.engine.referrals.requests import TABLES, Letter, Request, Waits, lacks, requests
from resettle.engine.registry.casework import CaseStanding
from resettle.engine.registry.letters import ENGLISH, WAYS, is_named
from resettle.engine.registry.papers import languages
from resettle.engine.registry.permissions import Use
from resettle.engine.registry.register import OFFICE
from resettle.engine.screening.told import Voice
from resettle.records import documents, entries, histories
from resettle.records.database import Database
from resettle.records.entries import New, Said
from resettle.records.subjects import ACCOUNTS, PERSON, SEPARATOR
from resettle.service import casefiles, kept, permissions, registers, voices, writing
from resettle.service.caseloads import tables_said
from resettle.service.questions import Asked, situation
from resettle.service.voices import HeardCase


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


@dataclass(frozen=True)
class Drafted:
    """What answers were drafted from: the record up to an entry, as of a day."""

    upto: int
    on: date


@dataclass(frozen=True)
class Translation:
    """An answer in the person's language: by whom it was made, and by whom it was checked (empty: not yet)."""

    text: str
    by: str
    checked_by: str = ""


@dataclass(frozen=True)
class Service:
    """
    How an answer reached a person (``letters.WAYS``), on which day (None: today); who read it aloud, and in which language
    (empty: in the one that the person asked for).
    """

    way: str
    on: date | None = None
    read_by: str = ""
    language: str = ""


def listed(place: str, by: str | None, request: str = "") -> list[Request]:
    """Every request that stands, or those of one letter, and what each waits for. Raises RequestRefused if ``by`` may not see them."""
    found = registers.reached(place)
    permissions.check(found, by, Use.LETTERS)
    if by is not None:
        writing.searched(found, by, "requests", {"request": request})
    with found.reading(), histories.legible(found):
        every = _requests(found, entries.of(found, TABLES), _today(found))
    return [one for one in every if request in ("", one.request)]


def drafted(
    place: str, request: str, by: str | None, persons: Sequence[str] = (), *, as_answered: bool = False
) -> list[Draft]:
    """
    What each who made a request can be told today, of their own case alone; of some persons, or of all who wait for an answer.

    as_answered: instead, what could be told from what each answer on record was drafted from, of all who have such an answer.
    Raises RequestRefused if ``by`` may not ask, or one of them made no such request.
    """
    every = {one.person: one for one in listed(place, by, request)}
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

    def faults(one: Request, day: date) -> Iterable[Fault]:
        if not said[one.person]["text"]:
            yield _fault("answer_empty", one)
        if one.answer and (one.waits is None or one.answer["effective"] >= day):
            yield _fault("answered_before", one, on=one.answer["effective"])
        if drafted and (drafted.upto > entries.last(found) or drafted.on > day):
            yield _fault("drafted_from_nothing", one, upto=drafted.upto, on=drafted.on)
        elif drafted and _has_changed(found, one.person, drafted.upto):
            yield _fault("drafted_before_a_change", one, on=drafted.on)

    return _recorded(place, request, "answers", said, by, key, faults)


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

    def faults(one: Request, day: date) -> Iterable[Fault]:
        told = said[one.person]
        if one.language in (None, ENGLISH):
            yield _fault("translation_into_nothing", one, language=one.language or "unknown")
        if not told["text"] or not told["translated_by"].strip():
            yield _fault("translation_empty", one)
        if one.answer is None:
            yield _fault("served_without_answer", one)
        if is_named(told["translated_by"], _answered_by(place, one)):
            yield _fault("interpreted_by_whoever_answered", one, value=told["translated_by"])
        if is_named(told["checked_by"], [told["translated_by"]]):
            yield _fault("translation_checked_by_translator", one, value=told["checked_by"])
        if one.translation and one.translation["effective"] >= day:
            yield _fault("translated_before", one, on=one.translation["effective"])

    return _recorded(place, request, "translations", said, by, key, faults)


def served(
    place: str, request: str, services: Mapping[str, Service], by: str, key: str | None = None
) -> bool:
    """
    Records how answers reached people, each in their language: translated and checked, or read aloud to them by somebody
    who is named; as ``answered``. That somebody was not reached is recorded too, and they still wait.
    """
    said = {
        person: {"way": one.way, "by": by, "read_by": one.read_by.strip(), "language": one.language}
        for person, one in services.items()
    }

    def faults(one: Request, day: date) -> Iterable[Fault]:
        how = services[one.person]
        on = how.on or day
        known = [*languages().meaning]
        for value, codes, allowed in (
            (how.way, [*WAYS.meaning], ", ".join(WAYS.meaning)),
            (how.language or ENGLISH, known, "ISO 639-3"),
        ):
            if value not in codes:
                yield _fault(
                    "code_unknown", one, value=value, allowed=allowed, near=nearest_name(value, codes)
                )
        if one.answer is None:
            yield _fault("served_without_answer", one)
        elif waits := lacks(one, how.way, how.read_by, how.language):
            language = one.language or "unknown"
            yield _fault("answer_not_in_their_language", one, waits=waits.value, language=language)
        elif is_named(how.read_by, _answered_by(place, one)):
            yield _fault("interpreted_by_whoever_answered", one, value=how.read_by)
        elif not (first := one.first_day(how.way)) <= on <= day:
            yield _fault("served_on_another_day", one, on=on, answered=first)

    days = {person: one.on for person, one in services.items() if one.on}
    return _recorded(place, request, "served", said, by, key, faults, days)


def _has_changed(found: Database, person: str, upto: int) -> bool:
    """Whether anything was recorded after an entry that their answer may follow from: of their case, or of the terms."""
    terms, _ = entries.last_of(found, (kept.HEAD, kept.SOURCES, *documents.TABLES))
    return terms > upto or any(
        one.id > upto and one.table not in TABLES for one in casefiles.said_of(found, person)
    )


def _answered_by(place: str, one: Request) -> Sequence[str]:
    """Whoever gave the answer: the id of their account, and their name."""
    if one.answer is None:
        return ()
    by = str(one.answer["by"])
    return [
        by,
        *(str((said.content or {})["name"]) for said in entries.of(registers.reached(place), [ACCOUNTS], by)),
    ]


def _recorded(
    place: str, request: str, table: str, said: Mapping[str, Mapping[str, str]], by: str, key: str | None,
    faults: Callable[[Request, date], Iterable[Fault]], days: Mapping[str, date] | None = None,
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
    found = registers.reached(place)

    def new(recording: entries.Recording, day: date) -> list[New]:
        every = {one.person: one for one in of_persons(found, said, day) if one.request == request}
        wrong = [_unknown(request, person) for person in said if person not in every]
        wrong += [fault for person in said if person in every for fault in faults(every[person], day)]
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
    """Every request of some people that stands."""
    return _requests(found, entries.told(found, {}, {PERSON: sorted(persons)}, TABLES), on)


def _last(table: str, one: Request, recording: entries.Recording) -> tuple[str, ...]:
    """The last part of a key, where a table has a third."""
    return {"translations": (one.language or "",), "served": (f"S-{recording.id}",)}.get(table, ())


def _requests(found: Database, said: Sequence[Said], on: date) -> list[Request]:
    return requests(tables_said(said), on, on, registers.terms(found).answer_within)


def _today(found: Database) -> date:
    return max(registers.founding(found).day(datetime.now(UTC)), entries.last_known(found))


def _unknown(request: str, person: str) -> Fault:
    return Fault("request_unknown", Where(), {"request": request, "person": person})


def _fault(code: str, one: Request, /, **params: object) -> Fault:
    return Fault(code, Where(key=one.person), {"request": one.request, "person": one.person, **params})
