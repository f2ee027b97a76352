"""From a situation and its screening to a problem: which bundles may go where, what is free, what is wanted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from resettle.engine.placement import objectives
from resettle.engine.placement.obstacles import Obstacles
from resettle.engine.placement.problem import Destination, Limit, Pairs, Problem, Unit
from resettle.engine.registry.arrangements import Unit as Counted
from resettle.engine.registry.situation import Situation


@dataclass(frozen=True, eq=False)
class Built:
    """A problem and what its indices stand for."""

    problem: Problem
    waiting: tuple[str, ...]


def build(situation: Situation, obstacles: Obstacles, tiers: Sequence[str]) -> Built:
    """
    The problem of one day: cases with no way open yet, destinations that can take proposals, places still free.

    A bundle may go where each of its cases may; a case tied to one already under way may only join it.
    """
    waiting = tuple(case for case in situation.persons_of if not obstacles.ways(case))
    destinations = _destinations(situation, obstacles)
    units = _units(situation, waiting)
    links = _Links(situation, obstacles)
    allowed = _allowed(units, destinations, obstacles, links)
    problem = Problem(
        units=units,
        destinations=destinations,
        limits=_limits(situation, destinations, obstacles),
        tiers=tuple(objectives.tier(name, situation, units, destinations, allowed) for name in tiers),
        allowed=allowed,
        keep_apart=_pairs(units, links.pairs("keep_apart")),
        same_country=_pairs(units, links.pairs("same_country")),
    )
    return Built(problem, waiting)


def _destinations(situation: Situation, obstacles: Obstacles) -> tuple[Destination, ...]:
    return tuple(
        Destination(offer, arrangement, offer.partition("/")[2], situation.arrangements[arrangement].country)
        for arrangement in situation.arrangements
        if not obstacles.of_arrangement(arrangement)
        for offer in obstacles.offers(arrangement)
    )


def _units(situation: Situation, waiting: Sequence[str]) -> tuple[Unit, ...]:
    """Cases that travel together as one unit each, by union of their links."""
    head = {case: case for case in waiting}

    def find(case: str) -> str:
        while head[case] != case:
            case = head[case]
        return case

    for one, other in _linked(situation.links, "travel_together"):
        if one in head and other in head:
            first, second = sorted((find(one), find(other)))
            head[second] = first
    bundles: dict[str, list[str]] = {}
    for case in waiting:
        bundles.setdefault(find(case), []).append(case)
    sizes = {case: len(persons) for case, persons in situation.persons_of.items()}
    return tuple(Unit(tuple(sorted(cases)), sum(sizes[case] for case in cases)) for cases in bundles.values())


class _Links:
    """Ties between cases, and what those already under way ask of those that wait."""

    def __init__(self, situation: Situation, obstacles: Obstacles) -> None:
        self._situation = situation
        self._countries = {
            case: {situation.register.arrangements[offer.partition("/")[0]].country for offer, _ in ways}
            for case in situation.persons_of
            if (ways := obstacles.ways(case))
        }
        self._cache: dict[str, Mapping[str, list[set[str]]]] = {}

    def pairs(self, link: str) -> list[tuple[str, str]]:
        return _linked(self._situation.links, link)

    def permit(self, case: str, country: str) -> bool:
        """Whether those of its ties that are already under way let a case go to a country."""
        for link in ("travel_together", "same_country", "keep_apart"):
            for countries in self._partners(link).get(case, ()):
                if (country in countries) == (link == "keep_apart"):
                    return False
        return True

    def _partners(self, link: str) -> Mapping[str, list[set[str]]]:
        if link not in self._cache:
            found: dict[str, list[set[str]]] = {}
            for one, other in self.pairs(link):
                for case, partner in ((one, other), (other, one)):
                    if partner in self._countries:
                        found.setdefault(case, []).append(self._countries[partner])
            self._cache[link] = found
        return self._cache[link]


def _linked(links: pl.DataFrame, kind: str) -> list[tuple[str, str]]:
    return sorted(links.filter(pl.col("link") == kind).select("case", "other_case").iter_rows())


def _allowed(
    units: Sequence[Unit], destinations: Sequence[Destination], obstacles: Obstacles, links: _Links
) -> NDArray[np.bool_]:
    allowed = np.zeros((len(units), len(destinations)), dtype=bool)
    for u, unit in enumerate(units):
        for d, to in enumerate(destinations):
            allowed[u, d] = all(
                not obstacles.of_case(case, to.arrangement) and links.permit(case, to.country)
                for case in unit.cases
            )
    return allowed


def _limits(
    situation: Situation, destinations: Sequence[Destination], obstacles: Obstacles
) -> tuple[Limit, ...]:
    index = {to.id: d for d, to in enumerate(destinations)}
    above = {one.limit: one for to in destinations for one in obstacles.ledgers_above(to.id)}
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
