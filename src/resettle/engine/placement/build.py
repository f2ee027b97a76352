"""From a situation and its screening to a problem: which bundles may go where, what is free, what is wanted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from resettle.engine.errors import refuse
from resettle.engine.placement import objectives
from resettle.engine.placement.obstacles import Obstacles
from resettle.engine.placement.problem import Destination, Limit, Pairs, Problem, Unit
from resettle.engine.registry.arrangements import Unit as Counted
from resettle.engine.registry.codes import TOGETHER
from resettle.engine.registry.situation import Situation


@dataclass(frozen=True, eq=False)
class Built:
    """A problem and what its indices stand for."""

    problem: Problem
    waiting: tuple[str, ...]
    ties: "Ties"

    @cached_property
    def unit_of(self) -> Mapping[str, int]:
        """case → the index of its unit."""
        return {case: u for u, unit in enumerate(self.problem.units) for case in unit.cases}


def build(situation: Situation, obstacles: Obstacles, tiers: Sequence[str]) -> Built:
    """
    The problem of one day: cases with no way open yet, destinations that can take proposals, places still free.

    A bundle may go where each of its cases may; a case tied to one already under way may only join it.
    """
    if len(set(tiers)) < len(tiers):
        raise refuse("objective_twice", names=sorted({name for name in tiers if list(tiers).count(name) > 1}))
    waiting = tuple(case for case in situation.persons_of if not obstacles.ways(case))
    destinations = _destinations(situation, obstacles)
    ties = Ties(situation)
    units = _units(situation, waiting, ties)
    allowed = _allowed(units, destinations, obstacles, ties)
    problem = Problem(
        units=units,
        destinations=destinations,
        limits=_limits(situation, destinations, obstacles),
        tiers=tuple(objectives.tier(name, situation, units, destinations, allowed) for name in tiers),
        allowed=allowed,
        keep_apart=_pairs(units, ties.pairs("keep_apart")),
        same_country=_pairs(units, ties.pairs("same_country", "same_town")),
    )
    return Built(problem, waiting, ties)


def _destinations(situation: Situation, obstacles: Obstacles) -> tuple[Destination, ...]:
    return tuple(
        Destination(offer, arrangement, offer.partition("/")[2], situation.arrangements[arrangement].country)
        for arrangement in situation.arrangements
        if not obstacles.of_arrangement(arrangement)
        for offer in obstacles.offers(arrangement)
    )


def _units(situation: Situation, waiting: Sequence[str], ties: "Ties") -> tuple[Unit, ...]:
    """Cases that travel together as one unit each, by union of their links."""
    head = {case: case for case in waiting}

    def find(case: str) -> str:
        while head[case] != case:
            case = head[case]
        return case

    for one, other in ties.pairs("travel_together"):
        if one in head and other in head:
            first, second = sorted((find(one), find(other)))
            head[second] = first
    bundles: dict[str, list[str]] = {}
    for case in waiting:
        bundles.setdefault(find(case), []).append(case)
    sizes = {case: len(persons) for case, persons in situation.persons_of.items()}
    return tuple(Unit(tuple(sorted(cases)), sum(sizes[case] for case in cases)) for cases in bundles.values())


@dataclass(frozen=True, slots=True)
class Tie:
    """What a case already under way asks of one tied to it: to be bound for one of its countries, or for none."""

    link: str
    partner: str
    countries: frozenset[str]

    def permits(self, country: str) -> bool:
        return (country in self.countries) == (self.link in TOGETHER)


class Ties:
    """Ties between cases, and what those already under way ask of those that wait."""

    def __init__(self, situation: Situation) -> None:
        self._pairs: dict[str, list[tuple[str, str]]] = {}
        self._under_way: dict[str, list[Tie]] = {}
        for one, other, link in (
            situation.links.select("case", "other_case", "link").sort("case", "other_case").iter_rows()
        ):
            self._pairs.setdefault(link, []).append((one, other))
            for case, partner in ((one, other), (other, one)):
                if partner in situation.bound_for:
                    tie = Tie(link, partner, situation.bound_for[partner])
                    self._under_way.setdefault(case, []).append(tie)

    def pairs(self, *links: str) -> list[tuple[str, str]]:
        """Pairs of cases with one of these links."""
        return [pair for link in links for pair in self._pairs.get(link, ())]

    def permit(self, case: str, country: str) -> bool:
        """Whether every case under way that it is tied to lets a case go to a country."""
        return not self.against(case, country)

    def torn(self, cases: Sequence[str]) -> bool:
        """Whether cases that travel together hold a pair that must be kept apart: nobody can place them."""
        return any(one in cases and other in cases for one, other in self.pairs("keep_apart"))

    def against(self, case: str, country: str) -> list[Tie]:
        """Ties to cases under way that keep a case from a country."""
        return [tie for tie in self._under_way.get(case, ()) if not tie.permits(country)]


def _allowed(
    units: Sequence[Unit], destinations: Sequence[Destination], obstacles: Obstacles, ties: Ties
) -> NDArray[np.bool_]:
    allowed = np.zeros((len(units), len(destinations)), dtype=bool)
    for u, unit in enumerate(units):
        for d, to in enumerate(destinations):
            allowed[u, d] = not ties.torn(unit.cases) and all(
                not obstacles.of_case(case, to.arrangement) and ties.permit(case, to.country)
                for case in unit.cases
            )
    return allowed


def _limits(
    situation: Situation, destinations: Sequence[Destination], obstacles: Obstacles
) -> tuple[Limit, ...]:
    index = {to.id: d for d, to in enumerate(destinations)}
    above = {one.limit: one for to in destinations for one in obstacles.tightest_above(to.id)}
    return tuple(
        Limit(
            name,
            max(0, one.free or 0),
            "persons" if one.unit is Counted.PERSONS else "cases",
            frozenset(index[offer] for offer in situation.limits.offers_in(name) if offer in index),
        )
        for name, one in above.items()
    )


def _pairs(units: Sequence[Unit], cases: Iterable[tuple[str, str]]) -> Pairs:
    of = {case: u for u, unit in enumerate(units) for case in unit.cases}
    found = {tuple(sorted((of[one], of[other]))) for one, other in cases if one in of and other in of}
    return tuple((a, b) for a, b in sorted(found) if a != b)
