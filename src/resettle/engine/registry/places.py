"""
Places: what is offered, proposed, held and used on any day, from the courses that acts took.

Every count is of the limit's own unit (persons or cases). Nothing here is stored.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from resettle.engine.errors import Fault, Where
from resettle.engine.registry.arrangements import Fate, Places, Unit
from resettle.engine.registry.courses import Courses
from resettle.engine.registry.history import visible
from resettle.engine.registry.limits import Limit, Limits, Others, places_on, turns


@dataclass(frozen=True, slots=True)
class Ledger:
    """
    Places of one limit on a day, as known on another. Counts are in ``unit``; None is unknown.

    ``offered`` is what stands in the register; ``assumed`` what the reader asked us to suppose where that is unknown.
    ``free`` is offered − others − proposed − held − used − reallocated − lapsed. ``untaken`` is told once the
    period is over. ``no_place_promised`` counts claims on an offer of unknown size. ``accepted`` is how many of those
    held or used a State has accepted; ``over_submission`` how far the rest may lie beyond the places by plan, which
    ``free`` never counts.
    """

    limit: str
    on: date
    unit: Unit
    offered: Places
    assumed: int | None
    others: Mapping[str, int | None]
    proposed: int
    held: int
    used: int
    reallocated: int
    lapsed: int
    over: bool
    accepted: int = 0
    over_submission: int = 0

    @property
    def size(self) -> int | None:
        """Places offered or assumed."""
        return self.offered.number if self.offered.number is not None else self.assumed

    @property
    def claimed(self) -> int:
        return self.proposed + self.held + self.used

    @property
    def unknown(self) -> tuple[str, ...]:
        """What would have to be known, or assumed, to say how many are free."""
        size = (self.limit,) if self.size is None else ()
        return (*size, *(name for name, number in self.others.items() if number is None))

    @property
    def free(self) -> int | None:
        """Places nobody has a claim to; negative if a limit is exceeded; None if unknown."""
        if self.size is None or self.unknown:
            return None
        taken = sum(number or 0 for number in self.others.values())
        return self.size - taken - self.claimed - self.reallocated - self.lapsed

    @property
    def at_most(self) -> int | None:
        """Places there are to claim if what others take, where unknown, is nothing; None if the size is unknown."""
        if self.size is None:
            return None
        return (
            self.size - sum(number or 0 for number in self.others.values()) - self.reallocated - self.lapsed
        )

    @property
    def over_submitted(self) -> int | None:
        """How many claims lie beyond the places; None if the size is unknown."""
        return None if self.at_most is None else max(0, self.claimed - self.at_most)

    @property
    def excess(self) -> int | None:
        """How many claims too many there surely are: beyond planned over-submission, or accepted beyond the places."""
        if self.at_most is None:
            return None
        return max(0, self.claimed - self.over_submission - self.at_most, self.accepted - self.at_most)

    @property
    def no_place_promised(self) -> int:
        return self.claimed if self.offered.number is None else 0

    @property
    def untaken(self) -> int | None:
        """Places nobody took, once the period is over, whatever became of them; None if unknown or not yet over."""
        if not self.over or self.offered.number is None or self.unknown:
            return None
        others = sum(number or 0 for number in self.others.values())
        return max(0, self.offered.number - others - self.used - self.held)


Assumptions = Mapping[str, int]
"""Limit or others' id → places supposed where the register has *unknown*."""


def ledger(
    limits: Limits,
    limit: str,
    courses: Courses,
    on: date,
    known: date,
    assumptions: Assumptions | None = None,
) -> Ledger:
    """Places of one limit as of a day, as known on another."""
    return next(ledgers(limits, limit, courses, [on], known, assumptions))


def ledgers(
    limits: Limits,
    limit: str,
    courses: Courses,
    days: Iterable[date],
    known: date,
    assumptions: Assumptions | None = None,
) -> Iterator[Ledger]:
    """The ledgers of one limit on several days, in order; quicker than one after another."""
    one = limits.by_id[limit]
    assumed = assumptions or {}
    turning = sorted(turns(one))
    stood = -1
    for on in days:
        if (stands := bisect_right(turning, on)) != stood:
            stood = stands
            offered = places_on(one.places, on, known)
            others = {taken.id: _taken(taken, on, known, assumed) for taken in one.others}
            fates = _fates(one, courses, on, known, assumed)
            planned = [places_on(entries, on, known).number or 0 for entries in one.over_submission]
        claims = courses.claims(limit, on, known)
        yield Ledger(
            limit=limit,
            on=on,
            unit=one.unit,
            offered=offered,
            assumed=assumed.get(limit),
            others=others,
            proposed=claims.proposed,
            held=claims.held,
            used=claims.used,
            reallocated=fates[Fate.REALLOCATED],
            lapsed=fates[Fate.LAPSED],
            over=one.until is not None and one.until < on,
            accepted=claims.accepted,
            over_submission=sum(planned),
        )


def tightest(
    limits: Limits,
    limit: str,
    courses: Courses,
    on: date,
    known: date,
    assumptions: Assumptions | None = None,
) -> Ledger:
    """
    The ledger of the day, from ``on``, on which fewest places of a limit are free, as known on ``known``.

    What is proposed keeps its place on every later day too, so this is what may be proposed. Of the first day on
    which it is unknown how many are free, if there is one.
    """
    days = days_from(on, courses.days(limit, known), turns(limits.by_id[limit]))
    told = ledgers(limits, limit, courses, sorted({on, *days}), known, assumptions)
    return min(told, key=lambda one: (one.free is not None, one.free or 0, one.on))


def breaches(
    limits: Limits, courses: Courses, known: date, assumptions: Assumptions | None = None
) -> list[Fault]:
    """Every limit exceeded on some day by what was recorded, with the first day; reality may do so, and is flagged."""
    faults = []
    for limit in limits.by_id.values():
        claimed = courses.days(limit.id, known)
        days = days_from(date.min, claimed, turns(limit)) if claimed else []
        for now in ledgers(limits, limit.id, courses, days, known, assumptions):
            if now.excess:
                params = {"limit": limit.id, "day": now.on, "over": now.excess, "unit": limit.unit}
                faults.append(Fault("limit_exceeded", Where(key=limit.id), params, "warning"))
                break
    return faults


def days_from(first: date, claimed: Sequence[date], turning: Iterable[date]) -> list[date]:
    """The days from one on, in order, on which what is claimed (in order too) or the limit itself changes."""
    return sorted({*claimed[bisect_left(claimed, first) :], *(day for day in turning if day >= first)})


def _taken(others: Others, on: date, known: date, assumptions: Assumptions) -> int | None:
    stated = places_on(others.places, on, known).number
    return assumptions.get(others.id) if stated is None else stated


def _fates(limit: Limit, courses: Courses, on: date, known: date, assumptions: Assumptions) -> Counter[Fate]:
    """
    Places reallocated or lapsed by a day; *all untaken* is what nobody had a claim to on the day it was said of.

    Of an offer whose size is neither known nor assumed nothing is counted: it is unknown how many are free anyway.
    """
    told: Counter[Fate] = Counter()
    for entry in visible(limit.not_taken, known):
        if entry.effective > on:
            continue
        number = entry.number
        if number is None:
            stated = places_on(limit.places, entry.effective, known).number
            size = assumptions.get(limit.id, 0) if stated is None else stated
            claimed = courses.claims(limit.id, entry.effective, known).claimed
            number = max(0, size - claimed - told.total())
        told[entry.fate] += number
    return told
