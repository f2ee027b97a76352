"""Limits: the numbers that must not be exceeded, how they lie in one another, and on what days they change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
    def _above(self) -> Mapping[str, tuple[Limit, ...]]:
        found = {}
        for name in self.by_id:
            chain: dict[str, Limit] = {}
            while name in self.by_id and name not in chain:
                chain[name] = self.by_id[name]
                name = chain[name].within
            found[next(iter(chain))] = tuple(chain.values())
        return found

    @cached_property
    def _offers_in(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name, chain in self._above.items():
            for limit in chain if self.by_id[name].is_offer else ():
                found[limit.id] = (*found.get(limit.id, ()), name)
        return found


def places_on(entries: Iterable[PlacesEntry], on: date, known: date) -> Places:
    """What stood on a day; unknown before the first entry."""
    entry = standing(entries, on, known)
    return entry.places if entry else UNKNOWN_PLACES


def turns(limit: Limit) -> list[date]:
    """Days on which a limit itself changes: its own places, what others take, what became of places not taken."""
    places = [entry.effective for entry in limit.places]
    fates = [entry.effective for entry in limit.not_taken]
    return [*places, *fates, *(entry.effective for others in limit.others for entry in others.places)]
