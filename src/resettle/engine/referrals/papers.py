"""A case's papers: everything that a form is made from, of one case on one day, names and statements among it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from resettle.engine.dates import PartialDate, parse_partial
from resettle.engine.registry.acts import people_of
from resettle.engine.registry.facts import NONE, UNKNOWN
from resettle.engine.registry.history import as_of
from resettle.engine.registry.papers import On
from resettle.engine.registry.people import KnownFact
from resettle.engine.registry.register import KEYS
from resettle.engine.registry.situation import Situation
from resettle.engine.registry.stages import Stage

_FIRST = ("PA", "spouse", "partner", "child")
"""In a form the principal applicant stands first, then who is closest; the rest after them."""
ADULT_FROM = 18
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """What is stated of a person or a case; ``changed``: its last substantial change, when it holds and was known."""

    subject: str
    on: On
    text: str
    hidden_from: tuple[str, ...]
    changed: tuple[date, date]


class Papers:
    """The papers of a case in a situation. A cell is None where nothing was ever recorded."""

    def __init__(self, situation: Situation, case: str) -> None:
        self.situation, self.case = situation, case
        self.on, self.known = situation.on, situation.known

    @cached_property
    def members(self) -> tuple[str, ...]:
        """Who is in the case, the principal applicant first, then who is closest, then by age."""
        return tuple(sorted(self.situation.persons_of.get(self.case, ()), key=self._order))

    def _order(self, person: str) -> tuple[int, date, str]:
        facts = self.facts_of(person)
        role, born = facts["relationship_to_pa"].cell, facts["date_of_birth"].value
        place = _FIRST.index(role) if role in _FIRST else len(_FIRST)
        return place, born.earliest if isinstance(born, PartialDate) else date.max, person

    def facts_of(self, person: str) -> Mapping[str, KnownFact]:
        return self.situation.facts_of(person)

    @cached_property
    def facts(self) -> Mapping[str, KnownFact]:
        return self.situation.facts_of_case(self.case)

    def is_adult(self, person: str) -> bool | None:
        """Whether a person is of age that day; None if that cannot be told from the date of birth."""
        born = self.facts_of(person)["date_of_birth"].value
        if not isinstance(born, PartialDate):
            return None
        adult = {_of_age(day, self.on) for day in (born.earliest, born.latest)}
        return adult.pop() if len(adult) == 1 else None

    def speaks(self, person: str) -> bool | None:
        """
        Whether a person has a claim of their own in the form, and signs it: every adult, and the principal applicant of
        whatever age, since nobody else speaks for a child alone. None if the age cannot be told.
        """
        return True if self.facts_of(person)["relationship_to_pa"].cell == "PA" else self.is_adult(person)

    def names(self, person: str) -> Row:
        """What stands in ``people`` of a person: names, numbers and origins among it."""
        return next(iter(self._of("people", "person").get(person, ())), {})

    def statements(self, subject: str, on: On) -> tuple[Statement, ...]:
        return tuple(one for one in self._statements if one.subject == subject and one.on is on)

    def interviews(self, person: str) -> tuple[Row, ...]:
        return self._of("interviews", "person").get(person, ())

    def documents(self, person: str) -> tuple[Row, ...]:
        return self._of("documents", "person").get(person, ())

    def relatives(self, person: str) -> tuple[Row, ...]:
        return self._of("relatives", "person").get(person, ())

    def groups(self) -> tuple[str, ...]:
        """The registration groups of the members."""
        held = self._held("registration_groups", "person")
        return tuple(sorted(held.get_column("group").unique()))

    def links(self) -> tuple[tuple[str, str], ...]:
        """(case, link) the cases meant for the same country. Who is kept apart from it, no form says."""
        here = (pl.col("case") == self.case) | (pl.col("other_case") == self.case)
        found = self.situation.links.filter(here & (pl.col("link") != "keep_apart")).iter_rows()
        return tuple(sorted((other if case == self.case else case, link) for case, other, link in found))

    def declaration(self, person: str, consent_for: str) -> Row | None:
        """
        What a person last said for one purpose, with who signed and when; of one State or organisation alone only if they
        said nothing of all: what is allowed, or not, to one is asked again when the case is submitted there.
        """
        said = [
            one for one in self._of("consents", "person").get(person, ()) if one["consent_for"] == consent_for
        ]
        said = [one for one in said if not one["to"]] or said
        return max(said, key=lambda one: (one["effective"], one["known"], one["row"]), default=None)

    @cached_property
    def submissions(self) -> tuple[tuple[str, Stage, date], ...]:
        """(offer, stage, since) of the case's submissions: where whoever came furthest stands."""
        found: dict[str, tuple[Stage, date]] = {}
        for person in self.members:
            for offer, at in self.situation.stands_of(person):
                if at.case == self.case and at.stage is not Stage.PROPOSED:
                    found[offer] = max(
                        found.get(offer, (at.stage, at.since)), (at.stage, at.since), key=lambda one: one[1]
                    )
        return tuple(sorted((offer, *at) for offer, at in found.items()))

    @cached_property
    def submitted_on(self) -> date | None:
        """The last day on which the case was submitted, by the day."""
        days = [
            act.effective for act in self.situation.acts if act.case == self.case and act.kind == "submit"
        ]
        return max((day for day in days if day <= self.on), default=None)

    @cached_property
    def changes(self) -> tuple[tuple[date, date], ...]:
        """(effective, known) of the substantial changes: of what is stated, and of who is in the case (Handbook 4.7)."""
        stated = (one.changed for one in self._statements if one.on is not On.NOT_INTERVIEWED)
        return (*stated, *self._moves)

    @property
    def _moves(self) -> Iterator[tuple[date, date]]:
        """The days on which somebody came into the case or left it, and those on which that was known."""
        rows = self.situation.register.tables.members.filter(pl.col("case") == self.case)
        states: dict[str, str] = {}
        for row in self._by_then(rows).sort("effective", "known", "row").iter_rows(named=True):
            state = row["state"] or states.get(row["person"], "holds")
            if state != states.get(row["person"]):
                yield row["effective"], row["known"]
            states[row["person"]] = state

    @cached_property
    def _statements(self) -> tuple[Statement, ...]:
        rows = self._by_then(self._about("statements", "subject"))
        changed: dict[tuple[str, str], tuple[date, date]] = {}
        for row in rows.sort("effective", "known", "row").iter_rows(named=True):
            if row["text"] is not None and row["change"] != "minor":
                changed[row["subject"], row["statement"]] = row["effective"], row["known"]
        return tuple(
            Statement(
                row["subject"], On(row["on"]), row["text"], people_of(row["confidential_from"] or ""),
                changed.get((row["subject"], row["statement"]), (row["effective"], row["known"])),
            )
            for row in self._held("statements", "subject").iter_rows(named=True)
            if row["text"] not in (None, UNKNOWN)
        )  # fmt: skip

    def _of(self, table: str, key: str) -> Mapping[str, tuple[Row, ...]]:
        if table not in self._rows:
            found: dict[str, tuple[Row, ...]] = {}
            for row in self._held(table, key).iter_rows(named=True):
                found[row[key]] = (*found.get(row[key], ()), row)
            self._rows[table] = found
        return self._rows[table]

    @cached_property
    def _rows(self) -> dict[str, Mapping[str, tuple[Row, ...]]]:
        return {}

    def _held(self, table: str, key: str) -> pl.DataFrame:
        held = as_of(self._about(table, key), KEYS[table], self.on, self.known)
        if "state" not in held.columns:
            return held
        return held.filter(pl.col("state").fill_null("holds") == "holds")

    def _about(self, table: str, key: str) -> pl.DataFrame:
        """The rows of a table that are about the case or its members."""
        frame: pl.DataFrame = getattr(self.situation.register.tables, table)
        return frame.filter(pl.col(key).is_in([self.case, *self.members]))

    def _by_then(self, rows: pl.DataFrame) -> pl.DataFrame:
        return rows.filter((pl.col("effective") <= self.on) & (pl.col("known") <= self.known))


def day_of(cell: object) -> PartialDate | None:
    """A date that a cell states; None if it is blank, none or unknown."""
    return parse_partial(cell) if isinstance(cell, str) and cell not in (NONE, UNKNOWN) else None


def _of_age(born: date, on: date) -> bool:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day)) >= ADULT_FROM
