"""Placement by exhaustive search: slow and obvious, for small problems, to check the fast way against."""

from itertools import product

import numpy as np
from numpy.typing import NDArray

from resettle.engine.placement.problem import LEFT, Limit, Problem

MOST_UNITS = 6
MOST_DESTINATIONS = 4


class TooLargeForReference(ValueError):
    """Every assignment would have to be tried, and there are too many."""


def best(problem: Problem) -> tuple[tuple[int, ...], NDArray[np.int64]]:
    """
    The best value, tier by tier, and the first assignment that has it: destination_of [unit], LEFT if none.

    Tries every assignment. Raises TooLargeForReference above 6 units or 4 destinations.
    """
    choices = assignments(problem)
    choices = choices[keeps_every_rule(problem, choices)]
    value: list[int] = []
    for tier in problem.tiers:
        total = _sum_by_unit(tier.gain, choices)
        value.append(int(total.max()))  # leaving everybody keeps every rule, so there always is one
        choices = choices[total == total.max()]
    return tuple(value), choices[0]


def is_feasible(problem: Problem, destination_of: NDArray[np.int64]) -> bool:
    """Whether this assignment keeps every rule of the problem. destination_of [unit]"""
    return bool(keeps_every_rule(problem, destination_of[np.newaxis])[0])


def assignments(problem: Problem) -> NDArray[np.int64]:
    """Every way to place or leave the units. [assignment, unit] -> destination, or LEFT"""
    units, destinations = len(problem.units), len(problem.destinations)
    if units > MOST_UNITS or destinations > MOST_DESTINATIONS:
        raise TooLargeForReference(
            f"{units} units and {destinations} destinations are too many to try every assignment; "
            f"the reference takes up to {MOST_UNITS} and {MOST_DESTINATIONS}. Use solve() instead."
        )
    every = list(product(range(LEFT, destinations), repeat=units))
    return np.array(every, dtype=np.int64).reshape(len(every), units)


def keeps_every_rule(problem: Problem, choices: NDArray[np.int64]) -> NDArray[np.bool_]:
    """[assignment]: whether it keeps every rule. choices [assignment, unit]"""
    country = _country_of(problem, choices)
    kept = np.ones(len(choices), dtype=np.bool_)
    for unit, allowed in enumerate(problem.allowed):
        kept &= np.append(allowed, True)[choices[:, unit]]  # LEFT, as an index, is the last: always allowed
    for limit in problem.limits:
        inside = np.isin(choices, list(limit.destinations))
        kept &= (inside * _need(problem, limit)).sum(axis=1) <= limit.capacity
    for a, b in problem.keep_apart:
        kept &= (country[:, a] == LEFT) | (country[:, a] != country[:, b])
    for a, b in problem.same_country:
        kept &= (country[:, a] == LEFT) | (country[:, b] == LEFT) | (country[:, a] == country[:, b])
    return kept


def _country_of(problem: Problem, choices: NDArray[np.int64]) -> NDArray[np.int64]:
    names = sorted({destination.country for destination in problem.destinations})
    numbers = [names.index(destination.country) for destination in problem.destinations]
    return np.array([*numbers, LEFT], dtype=np.int64)[choices]


def _need(problem: Problem, limit: Limit) -> NDArray[np.int64]:
    needs = [unit.people if limit.counts == "persons" else len(unit.cases) for unit in problem.units]
    return np.array(needs, dtype=np.int64)


def _sum_by_unit(gain: NDArray[np.int64], choices: NDArray[np.int64]) -> NDArray[np.int64]:
    """[assignment]: the total of gain [unit, destination]; who is left gains nothing."""
    total = np.zeros(len(choices), dtype=np.int64)
    for unit, of_unit in enumerate(gain):
        total += np.append(of_unit, 0)[choices[:, unit]]
    return total
