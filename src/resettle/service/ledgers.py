"""Ledgers: the places of a register's limits on a day, and from day to day, in a folder or a database alike."""

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from resettle.engine.errors import Fault, RequestRefused, Where, nearest_name
from resettle.engine.registry import places
from resettle.engine.registry.assumptions import resolve
from resettle.engine.registry.courses import Change, Course, Courses, Replayed, changes
from resettle.engine.registry.limits import Limits, turns
from resettle.engine.registry.permissions import Use
from resettle.engine.registry.places import Assumptions, Ledger
from resettle.engine.registry.register import Register
from resettle.engine.registry.situation import Situation
from resettle.engine.reports import reconciliation
from resettle.engine.reports.reconciliation import Reconciled
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
class Reconciliation:
    """The conservation report of some limits, as known on a day, with the head of the register they are of."""

    name: str
    synthetic: bool
    on: date
    known: date
    limits: tuple[Reconciled, ...]
    warnings: tuple[Fault, ...] = ()

    @property
    def agrees(self) -> bool:
        return all(one.agrees for one in self.limits)


@dataclass(frozen=True)
class _Asked:
    """
    The limits of a register as known on a day, and what counts for them. ``newest``: every limit by all that is known.

    recorded: acts and published figures, all changes as they are kept, and the counts of a limit that acts are admitted by (None: none
    are kept).
    """

    register: Register
    warnings: tuple[Fault, ...]
    on: date
    known: date
    assumptions: Assumptions
    limits: Limits
    courses: Courses
    newest: Limits
    recorded: Callable[[], tuple[Register, Sequence[Change], Callable[[str], Course | None]]]

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
    by: str | None = None,
) -> Ledgers:
    """
    The ledger of each limit on a day, as known on another (default: the same day).

    limits: ids of limits, or of arrangements and quotas for all of theirs; all of which anything was known, unless
    named. by: of a database, who asks. Raises RegisterRefused, and RequestRefused for names and assumptions that mean
    nothing, or if they may not ask.
    """
    with _asking(place, on, known, assume, by) as asked:
        names = named(asked.limits, limits) if limits else list(asked.limits.by_id)
        return asked.answer([one for name in names for one in asked.told(name, [asked.on])])


def course(
    place: str | Path,
    limit: str,
    first: date,
    last: date,
    known: date | None = None,
    assume: Mapping[str, int] | None = None,
    by: str | None = None,
) -> Ledgers:
    """
    The ledgers of one limit on the first day, and on every later one to the last on which anything in it changes.

    known: the last day, unless said. Raises as ``ledgers``.
    """
    with _asking(place, last, known, assume, by) as asked:
        [name] = named(asked.limits, [limit], alone=True)
        days = days_of(asked.limits, name, asked.courses, asked.known)
        told = asked.told(name, [first, *(day for day in days if first < day <= last)])
        return asked.answer(list(_changing(told)))


def reconciled(
    place: str | Path,
    limits: Sequence[str] = (),
    on: date | None = None,
    known: date | None = None,
    assume: Mapping[str, int] | None = None,
    by: str | None = None,
) -> Reconciliation:
    """
    Whether every act, told anew, comes to the counts that are kept, on every day as known on every other; whether each
    ledger adds up on each day on which it changes, as known on ``known``; what became of places that nobody took; and
    whether what was published is what the register comes to on the day it was published of.

    limits, and what is raised: as ``ledgers``. Reads every act, so it takes longer.
    """
    with _asking(place, on, known, assume, by) as asked:
        names = named(asked.limits, limits) if limits else list(asked.limits.by_id)
        register, kept, latest = asked.recorded()
        acts = register.acts
        told, was = _by_limit(changes(asked.newest, acts)), _by_limit(kept)
        again = Replayed(asked.limits, acts)
        published = reconciliation.published(register.tables.published, asked.known)
        seen = [act for act in acts if act.known <= asked.known]
        found = []
        for name in names:
            figures = [
                reconciliation.compared(one, asked.limits, seen, *asked.told(name, [one.on]))
                for one in published
                if one.limit == name
            ]
            days = {*days_of(asked.limits, name, asked.courses, asked.known), *again.days(name, asked.known)}
            ledgers = asked.told(name, sorted(days))
            found.append(
                reconciliation.reconciled(
                    name,
                    ledgers,
                    asked.known,
                    again,
                    told.get(name, []),
                    was.get(name, []),
                    latest(name),
                    figures,
                )
            )
        head = asked.register
        return Reconciliation(head.name, head.synthetic, asked.on, asked.known, tuple(found), asked.warnings)


def _by_limit(every: Iterable[Change]) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = {}
    for one in sorted(every, key=lambda one: (one.limit, one.known, one.day)):
        found.setdefault(one.limit, []).append(one)
    return found


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
    place: str | Path, on: date | None, known: date | None, assume: Mapping[str, int] | None, by: str | None
) -> Iterator[_Asked]:
    opening.check(place, by, Use.PLACES)
    if opening.is_database(place):
        opening.databases()  # or it is refused for what is not installed
        counting = importlib.import_module("resettle.service.counting")
        with counting.counting(str(place), on, known) as (register, newest, counted, warnings):
            seen = _seen(register, on, known, assume)
            yield _Asked(
                register,
                warnings,
                seen.on,
                seen.known,
                seen.assumptions,
                seen.limits,
                counted,
                newest,
                counted.recorded,
            )
        return
    opened = opening.opened(place)
    register, warnings = opened.register, opened.warnings
    seen = _seen(register, on, known, assume)
    replayed, newest = Replayed(seen.limits, seen.acts), register.limits()
    yield _Asked(register, warnings, seen.on, seen.known, seen.assumptions, seen.limits, replayed, newest,
                 lambda: (register, changes(newest, register.acts), lambda _: None))  # fmt: skip


def _seen(
    register: Register, on: date | None, known: date | None, assume: Mapping[str, int] | None
) -> Situation:
    """A register as of a day. Raises RequestRefused for assumptions that do not fit."""
    seen = Situation(register, on or register.on, known)
    return Situation(register, seen.on, seen.known, resolve(seen, assume or {}))
