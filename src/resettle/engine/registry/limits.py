"""Limits: the numbers that must not be exceeded, how they lie in one another, and on what days they change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from resettle.engine.registry.arrangements import (
    Arrangement,
    CountsAt,
    NotTaken,
    Places,
    PlacesEntry,
    Quota,
    Solution,
    Unit,
)
from resettle.engine.registry.history import standing, visible

UNKNOWN_PLACES = Places(None)


@dataclass(frozen=True, slots=True)
class Others:
    """What others take of a limit: its id (``nz-750/2016-17.others``), name and history."""

    id: str
    name: str
    places: tuple[PlacesEntry, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """
    One number that must not be exceeded: an offer's places, or a quota's for a period.

    ``over_submission``: how far claims that no State has accepted may lie beyond it, one history for each offer that
    plans it: the offer's own, and those of the offers in a quota that count in its unit. Did a quota not let them
    through, an offer as large as its quota could plan none (docs/adr/0011).
    """

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
    over_submission: tuple[tuple[PlacesEntry, ...], ...] = ()

    @property
    def is_offer(self) -> bool:
        return self.counts_at is not None


class Limits:
    """All limits of a register and how they lie in one another."""

    def __init__(
        self, arrangements: Iterable[Arrangement], quotas: Iterable[Quota], known: date = date.max
    ) -> None:
        """Those of which anything was known by a day."""
        arrangements = list(arrangements)
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
        seen = {name: one for name, one in every.items() if visible(one.places, known)}
        planned = {
            f"{arrangement.id}/{offer.id}": offer.over_submission
            for arrangement in arrangements
            for offer in arrangement.offers
            if offer.over_submission
        }
        self.by_id = _letting_through(seen, planned)

    def above(self, offer: str) -> Sequence[Limit]:
        """An offer and every quota that it is part of, innermost first. A loop ends where it closes."""
        return self._above.get(offer, ())

    def offers_in(self, limit: str) -> Sequence[str]:
        """The offers whose places count against a limit, itself included."""
        return self._offers_in.get(limit, ())

    @cached_property
    def resettling(self) -> frozenset[str]:
        """The offers of resettlement, in no two of which a person has a way open."""
        return frozenset(name for name, one in self.by_id.items() if one.resettles)

    @cached_property
    def plan_over_submission(self) -> bool:
        """Whether any offer does."""
        return any(one.over_submission for one in self.by_id.values())

    @cached_property
    def _above(self) -> Mapping[str, tuple[Limit, ...]]:
        return {name: _chain(self.by_id, name) for name in self.by_id}

    @cached_property
    def _offers_in(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name, chain in self._above.items():
            for limit in chain if self.by_id[name].is_offer else ():
                found[limit.id] = (*found.get(limit.id, ()), name)
        return found


def _chain(limits: Mapping[str, Limit], name: str) -> tuple[Limit, ...]:
    chain: dict[str, Limit] = {}
    while name in limits and name not in chain:
        chain[name] = limits[name]
        name = chain[name].within
    return tuple(chain.values())


def _letting_through(
    limits: Mapping[str, Limit], planned: Mapping[str, tuple[PlacesEntry, ...]]
) -> Mapping[str, Limit]:
    """Limits with the over-submission that offers plan, each in its own and in every one above that counts alike."""
    found = dict(limits)
    for offer, entries in planned.items():
        for one in _chain(limits, offer):
            if one.unit is limits[offer].unit:
                through = (*found[one.id].over_submission, entries)
                found[one.id] = replace(found[one.id], over_submission=through)
    return found


def places_on(entries: Iterable[PlacesEntry], on: date, known: date) -> Places:
    """What stood on a day; unknown before the first entry."""
    entry = standing(entries, on, known)
    return entry.places if entry else UNKNOWN_PLACES


def turns(limit: Limit) -> list[date]:
    """Days on which a limit itself changes: its places, over-submission, what others take, what became of the rest."""
    places = [entry.effective for entries in (limit.places, *limit.over_submission) for entry in entries]
    fates = [entry.effective for entry in limit.not_taken]
    return [*places, *fates, *(entry.effective for others in limit.others for entry in others.places)]
