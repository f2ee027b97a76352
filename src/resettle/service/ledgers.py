"""Ledgers: the places of a register's limits on a day, and from day to day, in a folder or a database alike."""

import importlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from resettle.engine.errors import Fault, RequestRefused, Where, nearest_name
from resettle.engine.registry import places
from resettle.engine.registry.assumptions import resolve
from resettle.engine.registry.courses import Courses, Replayed
from resettle.engine.registry.limits import Limits, turns
from resettle.engine.registry.places import Assumptions, Ledger
from resettle.engine.registry.register import Register
from resettle.engine.registry.situation import Situation
from resettle.service import opening

_DAY = timedelta(1)


@dataclass(frozen=True)
class Ledgers:
    """Ledgers as known on one day, of some limits or of some days, with the head of the register they are of."""

    name: str
    synthetic: bool
    on: date
    known: date
    ledgers: tuple[Ledger, ...]
    warnings: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class _Asked:
    """The limits of a register as known on a day, and what counts for them."""

    register: Register
    warnings: tuple[Fault, ...]
    on: date
    known: date
    assumptions: Assumptions
    limits: Limits
    courses: Courses

    def told(self, limit: str, days: Sequence[date]) -> tuple[Ledger, ...]:
        return tuple(places.ledgers(self.limits, limit, self.courses, days, self.known, self.assumptions))

    def answer(self, ledgers: Sequence[Ledger]) -> Ledgers:
        head = self.register
        return Ledgers(head.name, head.synthetic, self.on, self.known, tuple(ledgers), self.warnings)


def ledgers(
    place: str | Path,
    limits: Sequence[str] = (),
    on: date | None = None,
    known: date | None = None,
    assume: Mapping[str, int] | None = None,
) -> Ledgers:
    """
    The ledger of each limit on a day, as known on another (default: the same day).

    limits: ids of limits, or of arrangements and quotas for all of theirs; all of which anything was known, unless
    named. Raises RegisterRefused, and RequestRefused for names and assumptions that mean nothing.
    """
    with _asking(place, on, known, assume) as asked:
        names = named(asked.limits, limits) if limits else list(asked.limits.by_id)
        return asked.answer([one for name in names for one in asked.told(name, [asked.on])])


def course(
    place: str | Path,
    limit: str,
    first: date,
    last: date,
    known: date | None = None,
    assume: Mapping[str, int] | None = None,
) -> Ledgers:
    """
    The ledgers of one limit on the first day, and on every later one to the last on which anything in it changes.

    known: the last day, unless said. Raises as ``ledgers``.
    """
    with _asking(place, last, known, assume) as asked:
        [name] = named(asked.limits, [limit], alone=True)
        days = days_of(asked.limits, name, asked.courses, asked.known)
        told = asked.told(name, [first, *(day for day in days if first < day <= last)])
        return asked.answer(list(_changing(told)))


def _changing(told: Sequence[Ledger]) -> Iterator[Ledger]:
    """The ledgers that say anything else than the one before: what became known later changes nothing on its day."""
    for before, now in zip((None, *told), told, strict=False):
        if before is None or replace(before, on=now.on) != now:
            yield now


def days_of(limits: Limits, limit: str, courses: Courses, known: date) -> list[date]:
    """The days on which a limit's ledger may change; the day after its last, when it is over, among them."""
    one = limits.by_id[limit]
    over = [one.until + _DAY] if one.until and one.until < date.max else []
    return sorted({*courses.days(limit, known), *turns(one), *over})


def named(limits: Limits, names: Sequence[str], alone: bool = False) -> list[str]:
    """
    Limits by their ids, or by the id of their arrangement or quota; each once. ``alone``: a name may mean one only.

    Raises RequestRefused with every name that means none.
    """
    found: dict[str, None] = {}
    faults = []
    for name in names:
        meant = [name] if name in limits.by_id else [id for id in limits.by_id if id.startswith(f"{name}/")]
        found |= dict.fromkeys(meant)
        if not meant or (alone and len(meant) > 1):
            allowed = meant or list(limits.by_id)
            params = {"value": name, "allowed": allowed, "near": nearest_name(name, allowed)}
            faults.append(Fault("limit_unknown" if not meant else "limit_unclear", Where(), params))
    if faults:
        raise RequestRefused(faults)
    return list(found)


@contextmanager
def _asking(
    place: str | Path, on: date | None, known: date | None, assume: Mapping[str, int] | None
) -> Iterator[_Asked]:
    if opening.is_database(place):
        opening.databases()  # or it is refused for what is not installed
        counting = importlib.import_module("resettle.service.counting")
        with counting.counting(str(place), on, known) as (register, courses):
            yield _asked(register, (), courses, on, known, assume)
        return
    opened = opening.opened(place)
    yield _asked(opened.register, opened.warnings, None, on, known, assume)


def _asked(
    register: Register,
    warnings: tuple[Fault, ...],
    courses: Courses | None,
    on: date | None,
    known: date | None,
    assume: Mapping[str, int] | None,
) -> _Asked:
    seen = Situation(register, on or register.on, known)
    assumptions = resolve(seen, assume or {})
    courses = courses or Replayed(seen.limits, seen.acts)
    return _Asked(register, warnings, seen.on, seen.known, assumptions, seen.limits, courses)
