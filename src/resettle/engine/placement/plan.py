"""A plan: who is proposed where, on which conditions, who is left and why, how good it is known to be."""

from dataclasses import dataclass

from resettle.engine.placement.obstacles import Obstacle
from resettle.engine.placement.problem import TierResult
from resettle.engine.registry.places import Ledger

OPEN_DOOR = frozenset(
    {"places_taken", "tie_in_the_way", "tied_to_under_way", "travels_with_blocked", "not_sought"}
)
"""Obstacles that leave the door itself open: the case could have been proposed."""


@dataclass(frozen=True, slots=True)
class CloseRelative:
    """A close relative of a member, outside the case, with the country where they live (None: nobody knows)."""

    person: str
    relative: str
    relationship: str
    country: str | None


@dataclass(frozen=True, slots=True)
class Placing:
    """
    One case proposed for one offer.

    ``conditional_on`` are the criteria that only the receiving State can judge. ``partings`` are close relatives
    outside the case who live elsewhere and are not proposed for that country too; ``rejoins`` those who live there.
    """

    case: str
    people: int
    arrangement: str
    offer: str
    country: str
    conditional_on: tuple[str, ...]
    with_cases: tuple[str, ...] = ()
    rejoins: tuple[CloseRelative, ...] = ()
    partings: tuple[CloseRelative, ...] = ()


@dataclass(frozen=True, slots=True)
class Left:
    """One case left without a proposal, and ``why``: arrangement → everything that stood in the way there."""

    case: str
    people: int
    why: dict[str, tuple[Obstacle, ...]]

    @property
    def doors(self) -> list[str]:
        """Arrangements that were open to it, where others took the places or a tie stood in the way."""
        return [to for to, found in self.why.items() if {one.code for one in found} <= OPEN_DOOR]


@dataclass(frozen=True, slots=True)
class LimitUse:
    """
    One limit in the plan: its ledger that day, and how many the plan proposes of it.

    ``tightest`` is its ledger on the day, from then on, on which fewest places are free: a proposal keeps its place.
    """

    ledger: Ledger
    tightest: Ledger
    proposed: int

    @property
    def free_after(self) -> int | None:
        """Places free once all that is proposed has been recorded, on the tightest day; None if unknown."""
        return None if self.tightest.free is None else self.tightest.free - self.proposed


@dataclass(frozen=True, slots=True)
class Plan:
    """What is recommended for one day; a named person decides. ``tiers`` in the order in which they counted."""

    placings: tuple[Placing, ...]
    left: tuple[Left, ...]
    under_way: tuple[str, ...]
    tiers: tuple[TierResult, ...]
    limits: tuple[LimitUse, ...]

    @property
    def people(self) -> int:
        return sum(placing.people for placing in self.placings)

    @property
    def proven(self) -> bool:
        return all(tier.proven for tier in self.tiers)

    def placing(self, case: str) -> Placing | None:
        return next((placing for placing in self.placings if placing.case == case), None)
