"""The plan: who is proposed where, on which conditions, who is left, how good it is known to be. It uses no place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from resettle.engine.placement.build import Built, build
from resettle.engine.placement.obstacles import Obstacle, Obstacles
from resettle.engine.placement.problem import LEFT
from resettle.engine.placement.solve import NODES, TierResult, solve
from resettle.engine.registry.arrangements import Arrangement
from resettle.engine.registry.codes import CLOSE_RELATIVES
from resettle.engine.registry.places import Ledger
from resettle.engine.registry.situation import Situation
from resettle.engine.screening.screen import Screening

Chosen = dict[str, tuple[str, tuple[str, ...]]]
"""case → the offer it goes to, and the cases of its bundle."""

DEFAULT_TIERS = ("emergency", "urgent", "people", "families_rejoined", "waiting")
"""Need first, then places, then fit; the user's own score comes last, if there is one."""


OPEN_DOOR = frozenset({"places_taken", "tie_in_the_way", "travels_with_blocked"})
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
    """One limit in the plan: its ledger before, and how many the plan proposes of it."""

    ledger: Ledger
    proposed: int

    @property
    def free_after(self) -> int | None:
        return None if self.ledger.free is None else self.ledger.free - self.proposed


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


def plan(
    situation: Situation,
    screening: Screening,
    tiers: Sequence[str] | None = None,
    *,
    node_limit: int = NODES,
) -> Plan:
    """The best lawful use of the places free that day, by the tiers in their order. Raises RequestRefused."""
    obstacles = Obstacles(situation, screening)
    built = build(situation, obstacles, tiers or default_tiers(situation))
    solution = solve(built.problem, node_limit=node_limit)
    chosen = {
        case: (built.problem.destinations[to].id, unit.cases)
        for unit, to in zip(built.problem.units, solution.destination_of, strict=True)
        if to != LEFT
        for case in unit.cases
    }
    limits = _limits(situation, chosen)
    return Plan(
        placings=_placings(obstacles, chosen),
        left=tuple(_left(obstacles, built, case, limits) for case in built.waiting if case not in chosen),
        under_way=tuple(case for case in situation.persons_of if obstacles.ways(case)),
        tiers=solution.tiers,
        limits=limits,
    )


def default_tiers(situation: Situation) -> tuple[str, ...]:
    """The tiers used unless others are named."""
    return DEFAULT_TIERS if situation.scores.is_empty() else (*DEFAULT_TIERS, "score")


def _placings(obstacles: Obstacles, chosen: Chosen) -> tuple[Placing, ...]:
    situation = obstacles.situation
    families = Families(situation, {case: _country(situation, offer) for case, (offer, _) in chosen.items()})
    return tuple(_placing(obstacles, families, case, *chosen[case]) for case in sorted(chosen))


def _placing(
    obstacles: Obstacles, families: "Families", case: str, offer: str, bundle: tuple[str, ...]
) -> Placing:
    arrangement = offer.partition("/")[0]
    country = _country(obstacles.situation, offer)
    judged = obstacles.screening.conditional_on[arrangement]
    return Placing(
        case=case,
        people=len(obstacles.situation.persons_of[case]),
        arrangement=arrangement,
        offer=offer,
        country=country,
        conditional_on=judged if obstacles.conditional(case, arrangement) else (),
        with_cases=tuple(other for other in bundle if other != case),
        rejoins=families.rejoined(case, country),
        partings=families.parted(case, country),
    )


class Families:
    """Close relatives outside each case, and where they live or would go."""

    def __init__(self, situation: Situation, going: dict[str, str]) -> None:
        self._members = situation.persons_of
        self._going = {person: country for case, country in going.items() for person in self._members[case]}
        close = situation.relatives.filter(pl.col("relationship").is_in(sorted(CLOSE_RELATIVES)))
        self._relatives: dict[str, list[tuple[str, str, str | None, str | None]]] = {}
        for person, *rest in close.select(
            "person", "relative", "relationship", "country", "relative_person"
        ).iter_rows():
            self._relatives.setdefault(person, []).append((rest[0], rest[1], rest[2], rest[3]))

    def rejoined(self, case: str, country: str) -> tuple[CloseRelative, ...]:
        """Relatives who live in a country that a case would go to."""
        return tuple(
            CloseRelative(person, relative, relationship, lives)
            for person, relative, relationship, lives, _ in self._told(case)
            if lives == country
        )

    def parted(self, case: str, country: str) -> tuple[CloseRelative, ...]:
        """Relatives who live elsewhere, or where nobody knows, and are not proposed for that country too."""
        return tuple(
            CloseRelative(person, relative, relationship, lives)
            for person, relative, relationship, lives, registered in self._told(case)
            if lives != country and self._going.get(registered or "") != country
        )

    def _told(self, case: str) -> Iterator[tuple[str, str, str, str | None, str | None]]:
        for person in self._members[case]:
            for told in self._relatives.get(person, []):
                yield person, *told


def _left(obstacles: Obstacles, built: Built, case: str, limits: tuple[LimitUse, ...]) -> Left:
    situation = obstacles.situation
    free = {use.ledger.limit: use.free_after for use in limits}
    why = {
        arrangement: obstacles.of(case, arrangement) or _held_back(obstacles, built, case, arrangement, free)
        for arrangement in situation.arrangements
    }
    return Left(case, len(situation.persons_of[case]), why)


def _held_back(
    obstacles: Obstacles, built: Built, case: str, arrangement: str, free: dict[str, int | None]
) -> tuple[Obstacle, ...]:
    """Why a case that may be proposed was not: those it travels with may not, the places go to others, or a tie."""
    unit = next(unit for unit in built.problem.units if case in unit.cases)
    blocked = [other for other in unit.cases if other != case and obstacles.of_case(other, arrangement)]
    if blocked:
        return (Obstacle("travels_with_blocked", {"cases": blocked}),)
    full = {
        limit.id: free[limit.id]
        for offer in obstacles.offers(arrangement)
        for limit in obstacles.situation.limits.above(offer)
        if (free[limit.id] or 0) < (unit.people if limit.unit == "persons" else len(unit.cases))
    }
    if full:
        return (Obstacle("places_taken", {"limits": full, "needed": unit.people}),)
    return (Obstacle("tie_in_the_way"),)


def _limits(situation: Situation, chosen: Chosen) -> tuple[LimitUse, ...]:
    """Every limit of arrangements seen that day, running or not, with what the plan proposes of it."""
    uses = []
    for name, limit in situation.limits.by_id.items():
        arrangement: Arrangement | None = situation.arrangements.get(name.partition("/")[0])
        if limit.is_offer and arrangement is None:
            continue
        within = set(situation.limits.offers_in(name))
        cases = [case for case, (offer, _) in chosen.items() if offer in within]
        proposed = (
            len(cases) if limit.unit == "cases" else sum(len(situation.persons_of[case]) for case in cases)
        )
        uses.append(LimitUse(situation.ledger(name), proposed))
    return tuple(uses)


def _country(situation: Situation, offer: str) -> str:
    return situation.register.arrangements[offer.partition("/")[0]].country
