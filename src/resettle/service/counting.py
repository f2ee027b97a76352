"""The counts of a register's limits in a database: by its terms and its sums alone, without people."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cached_property

from resettle import files
from resettle.engine.errors import Fault
from resettle.engine.registry.courses import Change, Claims, Course, Courses, Replayed
from resettle.engine.registry.limits import Limits
from resettle.engine.registry.register import Register
from resettle.records import counts, documents, entries, guards
from resettle.records.database import Database
from resettle.service import kept, registers


@contextmanager
def counting(
    address: str, on: date | None, known: date | None
) -> Iterator[tuple[Register, Limits, "AsKnown", tuple[Fault, ...]]]:
    """
    A register's terms as known on a day, every limit by all that is known now, the counts as known then, and the
    register's warnings; all of one moment.

    on: what ``known`` is unless said; by default the register's own day. Raises RegisterRefused.
    """
    found = registers.reached(address)
    with found.reading():
        newest, last = registers.terms_and_last_known(found)
        newest = replace(newest, on=registers.own_day(found, newest.on))
        day = known or on or newest.on
        if entries.last_known(found, documents.TABLES) <= day:
            terms = newest
        else:
            terms = replace(files.assembled(kept.terms_written(found, day)), on=newest.on)
        yield (
            terms,
            newest.limits(),
            AsKnown(found, newest.limits(), terms.limits(day), day, last),
            tuple(guards.faults(found)),
        )


class AsKnown:
    """
    Counts of limits as known on one day (``courses.Courses``).

    The sums in the database are of limits as they lie in one another by all that is known now. Of a limit for which
    that was otherwise then, the acts are told anew.
    """

    def __init__(self, found: Database, newest: Limits, seen: Limits, known: date, last: date) -> None:
        """seen: the limits as they were known then; last: the last day on which anything was known."""
        self._found, self._newest, self._seen, self._known = found, newest, seen, known
        self._counted = counts.Counted(found, latest=known >= last)

    def claims(self, limit: str, on: date, known: date) -> Claims:
        return self._of(limit).claims(limit, on, known)

    def days(self, limit: str, known: date) -> Sequence[date]:
        return self._of(limit).days(limit, known)

    def recorded(self) -> tuple[Register, list[Change], Callable[[str], Course]]:
        """Acts and published figures; all changes as they are kept; the counts of a limit that acts are admitted by."""
        return self._recorded, list(counts.kept(self._found)), lambda limit: counts.latest(self._found, limit)

    @cached_property
    def _recorded(self) -> Register:
        return registers.without_people(self._found)

    def _of(self, limit: str) -> Courses:
        return self._counted if self._lay_alike(limit) else self._replayed

    def _lay_alike(self, limit: str) -> bool:
        """Whether the same acts counted for it then as now, in the same way."""
        now, then = _lies(self._newest, limit), _lies(self._seen, limit)
        later = now.keys() - then.keys()
        return all(then[offer] == now.get(offer) for offer in then) and not any(
            self._counted.days(offer, self._known) for offer in later
        )

    @cached_property
    def _replayed(self) -> Courses:
        return Replayed(self._seen, self._recorded.acts)


def _lies(limits: Limits, limit: str) -> dict[str, object]:
    """The offers that count for a limit, each with what it is counted by."""
    unit = limits.by_id[limit].unit
    return {offer: (unit, limits.by_id[offer].counts_at) for offer in limits.offers_in(limit)}
