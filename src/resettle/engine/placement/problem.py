"""One placement problem as arrays: who travels together, where they may go, what is limited, what is wanted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

LEFT = -1
"""Stands for a destination in an assignment: this unit is left without one."""

Pairs = tuple[tuple[int, int], ...]
"""Pairs of units, by their index."""


@dataclass(frozen=True)
class Unit:
    """Cases that travel together: placed whole, in one destination, or left whole. `people` counts their members."""

    cases: tuple[str, ...]
    people: int

    def __post_init__(self) -> None:
        _demand(len(self.cases) > 0, "a unit holds at least one case")
        _demand(self.people > 0, f"unit {'+'.join(self.cases)}: {self.people} people; expected 1 or more")


@dataclass(frozen=True)
class Destination:
    """An offer of an arrangement (its places in one period), or a community; always in one country."""

    id: str
    arrangement: str
    offer: str
    country: str


@dataclass(frozen=True)
class Limit:
    """
    At most `capacity` persons or cases over a set of destinations (by index) together.

    A quota inside another is a second limit that shares destinations with the first: nothing is counted twice.
    """

    id: str
    capacity: int
    counts: Literal["persons", "cases"]
    destinations: frozenset[int]

    def __post_init__(self) -> None:
        _demand(self.capacity >= 0, f"limit {self.id}: its capacity is {self.capacity}; expected 0 or more")
        _demand(self.counts in ("persons", "cases"), f"limit {self.id}: it counts {self.counts!r}")


@dataclass(frozen=True, eq=False)
class Tier:
    """
    One objective; a problem's tiers are maximised one after the other, each without giving up any of those before.

    gain [unit, destination]  what placing this unit there adds, in `unit`; whole numbers >= 0, so that what has
    been reached can be held exactly. A score with decimals is scaled to whole numbers by whoever builds the problem.
    """

    name: str
    unit: str
    gain: NDArray[np.int64]

    def __post_init__(self) -> None:
        _demand(self.gain.dtype == np.int64, f"tier {self.name}: gains are {self.gain.dtype}; expected int64")
        _demand(self.gain.ndim == 2, f"tier {self.name}: gains have {self.gain.ndim} axes; expected 2")
        _demand(bool((self.gain >= 0).all()), f"tier {self.name}: a gain is below 0")
        # Sums beyond 2**53 are no longer whole in the solver's floating point.
        most = float(self.gain.max(axis=1, initial=0).sum(dtype=np.float64))
        _demand(most < 2**53, f"tier {self.name}: gains add up to {most:.3g}; scale them below 2**53")


@dataclass(frozen=True)
class TierResult:
    """
    What one tier reached, in its unit.

    value   what the solution has
    bound   no assignment that keeps what the tiers before have reached has more
    nodes   of branch and bound that it took
    """

    name: str
    unit: str
    value: int
    bound: int
    nodes: int

    @property
    def proven(self) -> bool:
        """Nothing better exists, given the tiers before."""
        return self.bound == self.value

    @property
    def gap(self) -> float:
        """At most this share of the bound is missing: 0 when proven, never above 1."""
        return (self.bound - self.value) / self.bound if self.bound else 0.0


@dataclass(frozen=True, eq=False)
class Problem:
    """
    Which unit goes to which destination, at best.

    allowed [unit, destination]  whether the unit may go there at all
    keep_apart    pairs of units that never go to the same country
    same_country  pairs of units that never go to different countries; one placed and the other left is allowed
    Raises ValueError for arrays that do not fit together: a fault of the builder, never of the user.
    """

    units: tuple[Unit, ...]
    destinations: tuple[Destination, ...]
    limits: tuple[Limit, ...]
    tiers: tuple[Tier, ...]
    allowed: NDArray[np.bool_]
    keep_apart: Pairs = ()
    same_country: Pairs = ()

    def __post_init__(self) -> None:
        shape = (len(self.units), len(self.destinations))
        _demand(self.allowed.dtype == np.bool_, f"allowed is {self.allowed.dtype}; expected bool")
        _demand(self.allowed.shape == shape, f"allowed is {self.allowed.shape}; expected {shape}")
        for tier in self.tiers:
            _demand(
                tier.gain.shape == shape, f"tier {tier.name}: gain is {tier.gain.shape}; expected {shape}"
            )
        for limit in self.limits:
            known = limit.destinations <= set(range(shape[1]))
            _demand(known, f"limit {limit.id}: it names a destination that is not there")
        self._demand_pairs()
        self._demand_names()

    def _demand_pairs(self) -> None:
        for a, b in self.keep_apart + self.same_country:
            known = 0 <= a < len(self.units) and 0 <= b < len(self.units)
            _demand(known and a != b, f"pair ({a}, {b}): expected two different units")

    def _demand_names(self) -> None:
        """Names are unique: they give the stated order in which everything is handed to the solver."""
        _demand_unique("case", (case for unit in self.units for case in unit.cases))
        _demand_unique("destination", (destination.id for destination in self.destinations))
        _demand_unique("limit", (limit.id for limit in self.limits))
        _demand_unique("tier", (tier.name for tier in self.tiers))

    def need(self, limit: Limit) -> NDArray[np.int64]:
        """need [unit]: what each unit takes from this limit in any of its destinations: persons or cases."""
        if limit.counts == "persons":
            return np.array([unit.people for unit in self.units], dtype=np.int64)
        return np.array([len(unit.cases) for unit in self.units], dtype=np.int64)

    def countries(self) -> tuple[str, ...]:
        """Every country once, in the order of their names."""
        return tuple(sorted({destination.country for destination in self.destinations}))

    def value(self, destination_of: NDArray[np.int64]) -> tuple[int, ...]:
        """
        What an assignment is worth: the sum of its gains, tier by tier.

        destination_of [unit]  the index of a destination, or LEFT
        """
        placed = np.flatnonzero(destination_of != LEFT)
        return tuple(int(tier.gain[placed, destination_of[placed]].sum()) for tier in self.tiers)


def _demand(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)


def _demand_unique(what: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        _demand(name not in seen, f"{what} {name}: it stands in the problem twice")
        seen.add(name)
