"""People's own requests: who made each, whether it was answered, in a language they read, and how that reached them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import polars as pl

from resettle.engine.registry.facts import UNKNOWN
from resettle.engine.registry.history import as_of
from resettle.engine.registry.letters import ENGLISH, NOT_REACHED, READ_ALOUD
from resettle.engine.registry.register import KEYS, Tables
from resettle.engine.registry.situation import Situation

Row = Mapping[str, Any]
TABLES = ("requests", "answers", "translations", "served")


class Waits(StrEnum):
    """What a person still waits for."""

    ANSWER = "answer"
    TRANSLATION = "translation"
    CHECK = "check"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Request:
    """
    One person's request on one day, as known on another; a letter of many is as many of these.

    received: when it came; due: by when the office answers, None if it has not said within how many days; overdue: that day is
    over, and it was not served. withdrawn: since when it has been taken back. language: in which the answer is wanted, None if that is not known. answer, translation and
    served: the rows that stand, None where there is none; a translation of an earlier answer is none, and what the person
    could not understand did not serve them. Texts and safe_contact are for whoever serves it alone.
    """

    request: str
    person: str
    asks: str
    arrangement: str
    language: str | None
    received: date
    text: str | None
    safe_contact: str | None
    answer: Row | None
    translation: Row | None
    served: Row | None
    due: date | None = None
    overdue: bool = False
    withdrawn: date | None = None

    @property
    def is_read(self) -> bool:
        """Whether the person can read the answer: it is in their language, checked by somebody else than the translator."""
        return self.language == ENGLISH or bool(self.translation and self.translation["checked_by"])

    def reached_by(self, row: Row) -> bool:
        """Whether they were served so that they could understand it: in writing that they read, or read aloud to them by somebody named."""
        if row["way"] == NOT_REACHED or self.answer is None or row["effective"] < self.first_day(row["way"]):
            return False
        return not lacks(self, row["way"], row["read_by"] or "", row["language"] or "")

    def first_day(self, way: str) -> date:
        """Of an answer that there is: the first day on which it can be served; read aloud, once given, else once translated."""
        texts = (self.answer, None if way == READ_ALOUD else self.translation)
        days: list[date] = [text["effective"] for text in texts if text]
        return max(days)

    @property
    def waits(self) -> Waits | None:
        """What comes next; None once it was served, or taken back."""
        if self.withdrawn:
            return None
        if self.answer is None:
            return Waits.ANSWER
        if self.served is not None:
            return None
        if self.is_read:
            return Waits.SERVICE
        return Waits.CHECK if self.translation else Waits.TRANSLATION


@dataclass(frozen=True, slots=True)
class Letter:
    """An answer as it is served: the request with its answer and translation, and the person's names, to address it."""

    request: Request
    names: Row
    synthetic: bool


def requests_of(situation: Situation) -> list[Request]:
    """Every request, by its id, then by person; one that was taken back is there, and waits for nothing."""
    register = situation.register
    return requests(register.tables, situation.on, situation.known, register.answer_within)


def requests(tables: Tables, on: date, known: date, within: int | None = None) -> list[Request]:
    """The same, of tables of which the others may be empty; ``within``: so many days after it came an answer is due."""
    if tables.requests.is_empty():
        return []
    rows = {name: _by_key(getattr(tables, name), name, on, known) for name in TABLES}
    received, found = _received(tables.requests, known), []
    for (request, person), [one] in rows["requests"].items():
        back = one["effective"] if (one["state"] or "holds") != "holds" else None
        language = one["language"] if one["language"] not in (None, UNKNOWN) else None
        [answer] = rows["answers"].get((request, person), [None])
        translations = [
            row for row in rows["translations"].get((request, person), ())
            if row["language"] == language and answer and row["effective"] >= answer["effective"]
        ]  # fmt: skip
        asked = Request(
            request, person, one["asks"], one["arrangement"] or "", language, received[request, person],
            one["text"], one["safe_contact"], answer, next(iter(translations), None), None,
        )  # fmt: skip
        last = _last_served(asked, rows["served"].get((request, person), ()))
        due = asked.received + timedelta(within) if within else None
        late = due is not None and on > due and not (last or back)
        found.append(replace(asked, served=last, due=due, overdue=late, withdrawn=back))
    return found


def _last_served(asked: Request, rows: Iterable[Row]) -> Row | None:
    """The last row by which they were served; none if it is said later that they were not reached."""
    last = None
    for row in sorted(rows, key=lambda row: (row["effective"], row["row"])):
        if row["way"] == NOT_REACHED:
            last = None
        elif asked.reached_by(row):
            last = row
    return last


def _by_key(frame: pl.DataFrame, name: str, on: date, known: date) -> Mapping[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = {}
    for row in as_of(frame, KEYS[name], on, known).iter_rows(named=True):
        found.setdefault((row["request"], row["person"]), []).append(row)
    return found


def _received(requests: pl.DataFrame, known: date) -> Mapping[tuple[str, str], date]:
    """(request, person) → the first day of it, whatever was learned of it since."""
    first = (
        requests.filter(pl.col("known") <= known).group_by("request", "person").agg(pl.col("effective").min())
    )
    return {(request, person): day for request, person, day in first.iter_rows()}


def lacks(one: Request, way: str, read_by: str, language: str) -> Waits | None:
    """
    What an answer that there is lacks before it may be said to have been served in some way.

    read_by: who read it aloud. language: in which (empty: the person's own, if that is known).
    """
    theirs = one.language or language
    in_theirs = theirs not in ("", UNKNOWN) and language in ("", theirs)
    read_aloud = way == READ_ALOUD and bool(read_by.strip()) and in_theirs
    if way == NOT_REACHED or one.is_read or read_aloud:
        return None
    return Waits.CHECK if one.translation else Waits.TRANSLATION
