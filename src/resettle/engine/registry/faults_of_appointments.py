"""What is wrong with appointments and missions: no day, a day outside the mission, told before its day, an interpreter alone."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

import polars as pl

from resettle.engine.errors import Fault, Where
from resettle.engine.registry.appointments import HAPPENED
from resettle.engine.registry.history import as_of
from resettle.engine.registry.letters import is_named
from resettle.engine.registry.register import KEYS, Register

_NOBODY = ("none", "unknown")


def incomplete(register: Register) -> Iterator[Fault]:
    """Appointments of which it was never said what for and for when, and missions never said of which arrangement."""
    for table, columns in (("appointments", ("purpose", "planned_for")), ("missions", ("arrangement",))):
        last = _last(register, table)
        for column in columns:
            for row in last.filter(pl.col(column).is_null()).get_column("row"):
                yield Fault("appointment_incomplete", Where(table, row, column), {"column": column})


def moved_though_over(register: Register) -> Iterator[Fault]:
    """Appointments with another day, once something has come of them: that is another appointment."""
    over: dict[tuple[str, str], tuple[str, str]] = {}
    planned: dict[tuple[str, str], str] = {}
    rows = register.tables.appointments.sort("effective", "known", "row")
    for row in rows.iter_rows(named=True):
        key = row["person"], row["appointment"]
        day = row["planned_for"] or planned.get(key)
        if key in over and day != planned.get(key):
            params = {"outcome": over[key][0], "planned_for": over[key][1]}
            yield Fault("appointment_moved", Where("appointments", row["row"], "planned_for"), params)
        if day:
            planned[key] = day
        if row["outcome"]:
            over[key] = row["outcome"], day or ""


def told_before_their_day(register: Register) -> Iterator[Fault]:
    """That somebody came, or did not, told before the day of the appointment."""
    days = dict(_last(register, "appointments").select("key", "planned_for").iter_rows())
    rows = register.tables.appointments.select("person", "appointment", "outcome", "known", "row")
    for person, appointment, outcome, known, row in rows.iter_rows():
        day = days.get(f"{person};{appointment}")
        if outcome in HAPPENED and day and known < date.fromisoformat(day):
            params = {"outcome": outcome, "planned_for": day, "known": known}
            yield Fault("appointment_told_before", Where("appointments", row, "outcome"), params)


def missions_end_before_they_begin(register: Register) -> Iterator[Fault]:
    for starts, ends, row in _last(register, "missions").select("starts_on", "ends_on", "row").iter_rows():
        if starts and ends and ends < starts:
            params = {"starts_on": starts, "ends_on": ends}
            yield Fault("mission_days_wrong", Where("missions", row, "ends_on"), params)


def outside_their_mission(register: Register) -> Iterator[Fault]:
    """Appointments on a day on which their mission is not there."""
    missions = {row["mission"]: row for row in _last(register, "missions").iter_rows(named=True)}
    for one in _last(register, "appointments").iter_rows(named=True):
        there = missions.get(one["mission"] or "")
        day = one["planned_for"]
        if there is None or not day or one["state"] == "ended" or one["outcome"]:
            continue
        if (there["starts_on"] or day) > day or (there["ends_on"] or day) < day:
            params = {name: there[name] for name in ("mission", "starts_on", "ends_on")}
            where = Where("appointments", one["row"], "planned_for")
            yield Fault("appointment_outside_mission", where, {**params, "planned_for": day}, "warning")


def interpreters_alone(register: Register) -> Iterator[Fault]:
    """Interviews and appointments at which whoever asked also interpreted: nobody would notice a mistake, or worse."""
    for table, column in (("interviews", "interviewer"), ("appointments", "seen_by")):
        frame: pl.DataFrame = getattr(register.tables, table)
        for by, interpreter, row in frame.select(column, "interpreter", "row").iter_rows():
            if by not in _NOBODY and is_named(interpreter, [by]):
                yield Fault("interpreter_alone", Where(table, row, "interpreter"), {"value": by}, "warning")


def _last(register: Register, table: str) -> pl.DataFrame:
    """What was last said of each, by all that is known: its columns, and ``key``."""
    frame: pl.DataFrame = getattr(register.tables, table)
    last = as_of(frame, KEYS[table], date.max, date.max)
    return last.with_columns(pl.concat_str(KEYS[table], separator=";").alias("key"))


CHECKS: tuple[Callable[[Register], Iterable[Fault]], ...] = (
    incomplete,
    moved_though_over,
    told_before_their_day,
    missions_end_before_they_begin,
    outside_their_mission,
    interpreters_alone,
)
