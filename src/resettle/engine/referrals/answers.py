"""What stands against an answer to somebody's own request, its translation, or that it was served."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from resettle.engine.errors import Fault, Where, nearest_name
from resettle.engine.referrals.requests import Request, lacks
from resettle.engine.registry.letters import ENGLISH, WAYS, is_named, says_something
from resettle.engine.registry.papers import languages


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


def faults_of_answer(
    one: Request, text: str, day: date, drafted: Drafted | None, last: int, *, has_changed: bool
) -> Iterator[Fault]:
    """
    An answer says something, replaces none of that day and none that was served, and follows from what is on record now.

    last: the last entry of the record; has_changed: whether anything was recorded since it was drafted that bears on it.
    """
    if not says_something(text):
        yield _fault("answer_empty", one)
    if one.answer and (one.waits is None or one.answer["effective"] >= day):
        yield _fault("answered_before", one, on=one.answer["effective"])
    elif one.translation and one.translation["effective"] >= day:
        yield _fault("answer_translated_today", one, on=one.translation["effective"])
    if drafted and (drafted.upto > last or drafted.on > day):
        yield _fault("drafted_from_nothing", one, upto=drafted.upto, on=drafted.on)
    elif drafted and has_changed:
        yield _fault("drafted_before_a_change", one, on=drafted.on)


def faults_of_translation(
    one: Request, given: Translation, answered_by: Collection[str], day: date
) -> Iterator[Fault]:
    """
    A translation is of an answer, into another language, made by somebody else than who answered, and checked by a third.

    answered_by: whoever gave the answer, by the id and the names of their account.
    """
    if one.language in (None, ENGLISH):
        yield _fault("translation_into_nothing", one, language=one.language or "unknown")
    if not says_something(given.text) or not says_something(given.by):
        yield _fault("translation_empty", one)
    if one.answer is None:
        yield _fault("served_without_answer", one)
    if is_named(given.by, answered_by):
        yield _fault("interpreted_by_whoever_answered", one, value=given.by)
    if is_named(given.checked_by, [given.by]):
        yield _fault("translation_checked_by_translator", one, value=given.checked_by)
    if one.translation and one.translation["effective"] >= day:
        yield _fault("translated_before", one, on=one.translation["effective"])


def faults_of_service(
    one: Request, given: Service, answered_by: Collection[str], day: date
) -> Iterator[Fault]:
    """
    An answer is served in the person's language, in writing or read aloud by somebody else than who gave it, once there is one.

    answered_by: as of a translation.
    """
    on = given.on or day
    known = [*languages().meaning]
    for value, codes, allowed in (
        (given.way, [*WAYS.meaning], ", ".join(WAYS.meaning)),
        (given.language or ENGLISH, known, "ISO 639-3"),
    ):
        if value not in codes:
            yield _fault("code_unknown", one, value=value, allowed=allowed, near=nearest_name(value, codes))
    if one.answer is None:
        yield _fault("served_without_answer", one)
    elif waits := lacks(one, given.way, given.read_by, given.language):
        yield _fault(
            "answer_not_in_their_language", one, waits=waits.value, language=one.language or "unknown"
        )
    elif is_named(given.read_by, answered_by):
        yield _fault("interpreted_by_whoever_answered", one, value=given.read_by)
    elif not (first := one.first_day(given.way)) <= on <= day:
        yield _fault("served_on_another_day", one, on=on, answered=first)


def _fault(code: str, one: Request, /, **params: object) -> Fault:
    return Fault(code, Where(key=one.person), {"request": one.request, "person": one.person, **params})
