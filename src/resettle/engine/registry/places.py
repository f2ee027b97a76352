"""
Places: what is offered, proposed, held and used on any day, replayed from acts.

Every count is of the limit's own unit (persons or cases). Nothing here is stored.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from resettle.engine.errors import Fault, Where
from resettle.engine.registry import acts as replaying
from resettle.engine.registry.acts import Act, Standing
from resettle.engine.registry.arrangements import Fate, Places, Unit
from resettle.engine.registry.history import visible
from resettle.engine.registry.limits import Limit, Limits, Others, places_on, turns
from resettle.engine.registry.stages import Claim, claim

_STRENGTH = [Claim.NOTHING, Claim.PROPOSED, Claim.HELD, Claim.USED]


@dataclass(frozen=True, slots=True)
class Ledger:
    """
    Places of one limit on a day, as known on another. Counts are in ``unit``; None is unknown.

    ``offered`` is what stands in the register; ``assumed`` what the reader asked us to suppose where that is unknown.
    ``free`` is offered − others − proposed − held − used − reallocated − lapsed. ``untaken`` is told once the
    period is over. ``no_place_promised`` counts claims on an offer of unknown size.
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
    acts: Iterable[Act],
    on: date,
    known: date,
    assumptions: Assumptions | None = None,
) -> Ledger:
    """Places of one limit as of a day, as known on another."""
    one = limits.by_id[limit]
    assumed = assumptions or {}
    counted = _count(limits, one, _seen(acts, known), on)
    fates = _fates(limits, one, acts, on, known, assumed)
    return Ledger(
        limit=limit,
        on=on,
        unit=one.unit,
        offered=places_on(one.places, on, known),
        assumed=assumed.get(limit),
        others={taken.id: _taken(taken, on, known, assumed) for taken in one.others},
        proposed=counted[Claim.PROPOSED],
        held=counted[Claim.HELD],
        used=counted[Claim.USED],
        reallocated=fates[Fate.REALLOCATED],
        lapsed=fates[Fate.LAPSED],
        over=one.until is not None and one.until < on,
    )


def tightest(
    limits: Limits,
    limit: str,
    acts: Iterable[Act],
    on: date,
    known: date,
    assumptions: Assumptions | None = None,
) -> Ledger:
    """
    The ledger of the day, from ``on``, on which fewest places of a limit are free, as known on ``known``.

    What is proposed keeps its place on every later day too, so this is what may be proposed. Of the first day on
    which it is unknown how many are free, if there is one.
    """
    seen = _seen(acts, known)
    days = days_from(seen, turns(limits.by_id[limit]), on)
    ledgers = [ledger(limits, limit, seen, day, known, assumptions) for day in days]
    return min(ledgers, key=lambda one: (one.free is not None, one.free or 0, one.on))


def breaches(
    limits: Limits, acts: Iterable[Act], known: date, assumptions: Assumptions | None = None
) -> list[Fault]:
    """Every limit exceeded on some day by what was recorded, with the first day; reality may do so, and is flagged."""
    seen = _seen(acts, known)
    faults = []
    for limit in limits.by_id.values():
        ours = [act for act in seen if limit in limits.above(act.offer)]
        for day in days_from(ours, turns(limit), date.min + timedelta(1)) if ours else []:
            left = room(ledger(limits, limit.id, ours, day, known, assumptions))
            if left is not None and left < 0:
                params = {"limit": limit.id, "day": day, "over": -left, "unit": limit.unit}
                faults.append(Fault("limit_exceeded", Where(key=limit.id), params, "warning"))
                break
    return faults


def room(now: Ledger) -> int | None:
    """Places left even if others' unknown claims were none: what we can be sure to exceed."""
    if now.size is None:
        return None
    return now.size - sum(n or 0 for n in now.others.values()) - now.claimed - now.reallocated - now.lapsed


def _taken(others: Others, on: date, known: date, assumptions: Assumptions) -> int | None:
    stated = places_on(others.places, on, known).number
    return assumptions.get(others.id) if stated is None else stated


def _seen(acts: Iterable[Act], known: date) -> list[Act]:
    return [act for act in acts if act.known <= known]


def _count(limits: Limits, limit: Limit, acts: Iterable[Act], on: date) -> Counter[Claim]:
    offers = set(limits.offers_in(limit.id))
    return tally(limits, limit, replaying.replay((act for act in acts if act.offer in offers), on))


def tally(limits: Limits, limit: Limit, stands: Mapping[tuple[str, str], Standing]) -> Counter[Claim]:
    """How many persons, or cases by their strongest claim, propose, hold and use places of a limit."""
    strongest: dict[tuple[str, str], Claim] = {}
    for (person, offer), at in stands.items():
        counts_at = limits.by_id[offer].counts_at
        assert counts_at is not None
        holder = (person if limit.unit is Unit.PERSONS else at.case, offer)
        strongest[holder] = max(
            strongest.get(holder, Claim.NOTHING), claim(at.stage, counts_at), key=_STRENGTH.index
        )
    return Counter(strongest.values())


def _fates(
    limits: Limits, limit: Limit, acts: Iterable[Act], on: date, known: date, assumptions: Assumptions
) -> Counter[Fate]:
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
            claimed = _count(limits, limit, _seen(acts, known), entry.effective)
            number = max(0, size - sum(claimed[kind] for kind in _STRENGTH[1:]) - told.total())
        told[entry.fate] += number
    return told


def days_from(acts: Iterable[Act], changes: Iterable[date], first: date) -> list[date]:
    """Every day from the first on which a count or a limit can change."""
    return sorted({first, *(d for d in (*changes, *(act.effective for act in acts)) if d >= first)})
