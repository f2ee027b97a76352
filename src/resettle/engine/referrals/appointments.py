"""Appointments and missions as of a day: who is asked to come where and when, who came, and who was forgotten."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from resettle.engine.registry.appointments import ATTENDED, COUNSELLING, NO_SHOW
from resettle.engine.registry.history import as_of
from resettle.engine.registry.register import KEYS
from resettle.engine.registry.situation import Situation
from resettle.engine.registry.stages import Stage

ON_MISSION = "mission"
_WITH_THE_STATE = (Stage.SUBMITTED, Stage.DEFERRED)


@dataclass(frozen=True, slots=True)
class Mission:
    """A State's officers come to interview; starts, ends: None while the day is not known."""

    id: str
    arrangement: str
    place: str
    starts: date | None
    ends: date | None


@dataclass(frozen=True, slots=True)
class Appointment:
    """
    What somebody is asked to come for (``PURPOSES``), and on which day.

    cases: theirs that day. mission: empty if it is of none. outcome: what came of it (``OUTCOMES``), empty until it is told.
    seen_by, interpreter, language: empty while nobody has said.
    """

    person: str
    id: str
    cases: tuple[str, ...]
    purpose: str
    mission: str
    planned_for: date
    seen_by: str
    interpreter: str
    language: str
    outcome: str


class Schedule:
    """The appointments and missions of a situation."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation

    @cached_property
    def missions(self) -> Mapping[str, Mission]:
        """By id, the first to come first; those without a day last."""
        found = [
            Mission(row["mission"], row["arrangement"] or "", row["place"] or "", _day(row["starts_on"]), _day(row["ends_on"]))
            for row in self._held("missions")
        ]  # fmt: skip
        return {one.id: one for one in sorted(found, key=lambda one: (one.starts or date.max, one.id))}

    @cached_property
    def appointments(self) -> tuple[Appointment, ...]:
        """Those of which it is known what for and when, by day, then by person."""
        found = [
            Appointment(
                row["person"], row["appointment"], tuple(self.situation.cases_of.get(row["person"], ())), row["purpose"],
                row["mission"] or "", date.fromisoformat(row["planned_for"]), row["seen_by"] or "", row["interpreter"] or "",
                row["language"] or "", row["outcome"] or "",
            )
            for row in self._held("appointments")
            if row["purpose"] and row["planned_for"]
        ]  # fmt: skip
        return tuple(sorted(found, key=lambda one: (one.planned_for, one.mission, one.person, one.id)))

    def untold(self) -> Iterator[Appointment]:
        """Those whose day is past, and of which nobody has said what came of them."""
        return (one for one in self.appointments if one.planned_for < self.situation.on and not one.outcome)

    def missed(self) -> Iterator[Appointment]:
        """Those at which somebody did not come, and is asked for no other day of the same purpose since."""
        last = {(one.person, one.purpose): one for one in self.appointments}
        return (one for one in last.values() if one.outcome == NO_SHOW)

    def counselled_since(self, person: str, day: date) -> bool:
        """Whether somebody was counselled on a day or later."""
        return any(
            one.person == person
            and one.purpose == COUNSELLING
            and one.outcome == ATTENDED
            and one.planned_for >= day
            for one in self.appointments
        )

    def forgotten(self) -> Iterator[tuple[Mission, str, str, tuple[str, ...]]]:
        """
        (mission, case, offer, persons) who is submitted to a State that comes on a mission still to end, is to be selected on
        one, and has no appointment on it.
        """
        asked = {(one.mission, one.person) for one in self.appointments}
        for mission in self.missions.values():
            if mission.ends is not None and mission.ends < self.situation.on:
                continue
            waiting: dict[tuple[str, str], list[str]] = {}
            for (person, offer), at in self.situation.stands.items():
                if offer.partition("/")[0] != mission.arrangement or at.stage not in _WITH_THE_STATE:
                    continue
                if self.situation.facts_of_case(at.case)["selection_modality"].value != ON_MISSION:
                    continue
                if (mission.id, person) not in asked:
                    waiting.setdefault((at.case, offer), []).append(person)
            for (case, offer), persons in sorted(waiting.items()):
                yield mission, case, offer, tuple(sorted(persons))

    def _held(self, table: str) -> Iterator[Mapping[str, Any]]:
        frame: pl.DataFrame = getattr(self.situation.register.tables, table)
        held = as_of(frame, KEYS[table], self.situation.on, self.situation.known)
        return held.filter(pl.col("state").fill_null("holds") == "holds").iter_rows(named=True)


def _day(cell: str | None) -> date | None:
    return date.fromisoformat(cell) if cell else None
