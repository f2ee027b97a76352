"""
Places: what is offered, proposed, held and used on any day, replayed from acts; and ``admit``, which refuses our excess.

Every count is of the offer's own unit (persons or cases). Nothing here is stored.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from resettle.engine.errors import Fault, Where
from resettle.engine.registry import acts as replaying
from resettle.engine.registry.acts import Act, Standing
from resettle.engine.registry.arrangements import (
    Arrangement,
    CountsAt,
    Fate,
    NotTaken,
    Places,
    PlacesEntry,
    Quota,
    Solution,
    Unit,
)
from resettle.engine.registry.history import standing, visible
from resettle.engine.registry.stages import OPEN, OURS, TRANSITIONS, Claim, Stage, claim

UNKNOWN_PLACES = Places(None)
_STRENGTH = [Claim.NOTHING, Claim.PROPOSED, Claim.HELD, Claim.USED]


@dataclass(frozen=True, slots=True)
class Others:
    """What others take of a limit: its id (``nz-750/2016-17.others``), name and history."""

    id: str
    name: str
    places: tuple[PlacesEntry, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """One number that must not be exceeded: an offer's places, or a quota's for a period."""

    id: str
    begins: date
    until: date | None
    unit: Unit
    places: tuple[PlacesEntry, ...]
    within: str = ""
    others: tuple[Others, ...] = ()
    not_taken: tuple[NotTaken, ...] = ()
    counts_at: CountsAt | None = None
    resettles: bool = False

    @property
    def is_offer(self) -> bool:
        return self.counts_at is not None


class Limits:
    """All limits of a register and how they lie in one another."""

    def __init__(
        self, arrangements: Iterable[Arrangement], quotas: Iterable[Quota], known: date = date.max
    ) -> None:
        """Those of which anything was known by a day."""
        every: dict[str, Limit] = {}
        for arrangement in arrangements:
            for name, offer in arrangement.limits():
                every[name] = Limit(
                    name, offer.begins, offer.until, offer.unit, offer.places, offer.within, (), offer.not_taken,
                    offer.counts_at, arrangement.solution is Solution.RESETTLEMENT,
                )  # fmt: skip
        for quota in quotas:
            for period in quota.periods:
                name = f"{quota.id}/{period.id}"
                others = tuple(
                    Others(f"{name}.{taken.id}", taken.name, taken.places) for taken in period.claims
                )
                every[name] = Limit(
                    name, period.begins, period.until, period.unit, period.places, period.within, others
                )
        self.by_id = {name: one for name, one in every.items() if visible(one.places, known)}

    def above(self, offer: str) -> list[Limit]:
        """An offer and every quota that it is part of, innermost first. A loop ends where it closes."""
        chain: list[Limit] = []
        name = offer
        while name in self.by_id and self.by_id[name] not in chain:
            chain.append(self.by_id[name])
            name = chain[-1].within
        return chain

    def offers_in(self, limit: str) -> list[str]:
        """The offers whose places count against a limit, itself included."""
        return [
            name
            for name, one in self.by_id.items()
            if one.is_offer and limit in (up.id for up in self.above(name))
        ]


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
    days = _days(seen, turns(limits.by_id[limit]), on)
    ledgers = [ledger(limits, limit, seen, day, known, assumptions) for day in days]
    return min(ledgers, key=lambda one: (one.free is not None, one.free or 0, one.on))


def places_on(entries: Iterable[PlacesEntry], on: date, known: date) -> Places:
    """What stood on a day; unknown before the first entry."""
    entry = standing(entries, on, known)
    return entry.places if entry else UNKNOWN_PLACES


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


def admit(
    limits: Limits, recorded: Iterable[Act], act: Act, assumptions: Assumptions | None = None
) -> list[Fault]:
    """
    What is wrong with recording an act; nothing if it may be recorded.

    One of ours is refused if the table does not list it, if it follows what was learned
    out of order, if anyone in it has a way open elsewhere, or if it would exceed any limit *on any day*, whatever
    order acts were recorded in. Anything else is reality: the same faults come back as warnings.
    """
    before = list(recorded)
    after = [*before, act]
    faults = [*_misplaced(limits, before, act)]
    if not faults:
        faults = [*_unlisted(before, after), *_elsewhere(limits, before, after, act)]
        faults += _exceeded(limits, before, after, act, assumptions or {})
    if act.kind in OURS:
        return faults
    return [
        fault if fault.code == "act_unknown_offer" else replace(fault, severity="warning") for fault in faults
    ]


def _misplaced(limits: Limits, recorded: list[Act], act: Act) -> Iterator[Fault]:
    offer = limits.by_id.get(act.offer)
    if offer is None or not offer.is_offer:
        yield _fault("act_unknown_offer", act, offer=act.offer)
    if act.effective > act.known:
        yield _fault("act_known_before_done", act, effective=act.effective, known=act.known)
    last = max((earlier.known for earlier in recorded), default=date.min)
    if act.kind in OURS and act.known < last:
        yield _fault("act_learned_out_of_order", act, known=act.known, last=last)


def _unlisted(before: list[Act], after: list[Act]) -> Iterator[Fault]:
    already = {(wrong.act.id, wrong.person) for wrong in replaying.unlisted(before)}
    for wrong in replaying.unlisted(after):
        if (wrong.act.id, wrong.person) not in already:
            begins = [stage or "not yet proposed" for stage in TRANSITIONS[wrong.act.kind].begins]
            yield _fault(
                "act_not_listed",
                wrong.act,
                person=wrong.person,
                stage=wrong.stage or "not yet proposed",
                begins=begins,
            )


def _elsewhere(limits: Limits, before: list[Act], after: list[Act], act: Act) -> Iterator[Fault]:
    """At most one way open per person: nobody is proposed or submitted twice, on any day from this act's on."""
    theirs = [one for one in after if set(one.persons) & set(act.persons)]
    for day in _days(theirs, [], act.effective):
        stands = replaying.replay(theirs, day)
        was = replaying.replay([one for one in before if one in theirs], day)
        for person in act.persons:
            ways = _ways(limits, stands, person)
            if len(ways) > 1 and len(_ways(limits, was, person)) < len(ways):
                yield _fault("act_way_open_elsewhere", act, person=person, day=day, offers=sorted(ways))
                return


def _ways(limits: Limits, stands: Mapping[tuple[str, str], Standing], person: str) -> list[str]:
    """Offers of resettlement in which a person has a way open, or has arrived."""
    mine = [(offer, at.stage) for (who, offer), at in stands.items() if who == person]
    resettling = {name for name, limit in limits.by_id.items() if limit.resettles}
    return [offer for offer, stage in mine if stage in {*OPEN, Stage.ARRIVED} and offer in resettling]


def _exceeded(
    limits: Limits, before: list[Act], after: list[Act], act: Act, assumptions: Assumptions
) -> Iterator[Fault]:
    for limit in limits.above(act.offer):
        for day in _days(after, turns(limit), act.effective):
            was = ledger(limits, limit.id, before, day, date.max, assumptions)
            now = ledger(limits, limit.id, after, day, date.max, assumptions)
            room = _room(now)
            if room is not None and room < 0 and now.claimed > was.claimed:
                over = min(-room, now.claimed - was.claimed)
                yield _fault("act_exceeds_limit", act, limit=limit.id, day=day, needed=now.claimed - was.claimed,
                             over=over, unit=limit.unit)  # fmt: skip
                break


def _room(now: Ledger) -> int | None:
    """Places left even if others' unknown claims were none: what we can be sure to exceed."""
    if now.size is None:
        return None
    return now.size - sum(n or 0 for n in now.others.values()) - now.claimed - now.reallocated - now.lapsed


def turns(limit: Limit) -> list[date]:
    """Days on which a limit itself changes: its own places, what others take, what became of places not taken."""
    places = [entry.effective for entry in limit.places]
    fates = [entry.effective for entry in limit.not_taken]
    return [*places, *fates, *(entry.effective for others in limit.others for entry in others.places)]


def _days(acts: Iterable[Act], changes: Iterable[date], first: date) -> list[date]:
    """Every day from the first on which a count or a limit can change."""
    return sorted({first, *(d for d in (*changes, *(act.effective for act in acts)) if d >= first)})


def _fault(code: str, act: Act, **params: object) -> Fault:
    return Fault(code, Where(file="acts", key=act.id), {"case": act.case, "act": act.kind.value, **params})


def breaches(
    limits: Limits, acts: Iterable[Act], known: date, assumptions: Assumptions | None = None
) -> list[Fault]:
    """Every limit exceeded on some day by what was recorded, with the first day; reality may do so, and is flagged."""
    seen = _seen(acts, known)
    faults = []
    for limit in limits.by_id.values():
        ours = [act for act in seen if limit in limits.above(act.offer)]
        for day in _days(ours, turns(limit), date.min + timedelta(1)) if ours else []:
            room = _room(ledger(limits, limit.id, ours, day, known, assumptions))
            if room is not None and room < 0:
                params = {"limit": limit.id, "day": day, "over": -room, "unit": limit.unit}
                faults.append(Fault("limit_exceeded", Where(key=limit.id), params, "warning"))
                break
    return faults
