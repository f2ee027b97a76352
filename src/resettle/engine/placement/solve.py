"""Solves a placement problem tier by tier, each to proof or to an honest gap, none at the cost of those before."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from resettle.engine.placement import model
from resettle.engine.placement.problem import LEFT, Limit, Pairs, Problem, Tier, TierResult
from resettle.engine.placement.solver import Solved, maximise

NODES = 10_000
"""Branch-and-bound nodes for one tier, unless told otherwise."""


@dataclass(frozen=True, eq=False)
class Solution:
    """
    Who goes where, and how good that is known to be.

    destination_of [unit]  the index of a destination, or LEFT (-1)
    tiers                  in the order of the problem
    """

    destination_of: NDArray[np.int64]
    tiers: tuple[TierResult, ...]


def solve(problem: Problem, *, node_limit: int = NODES) -> Solution:
    """
    The best assignment, lexicographically: for k = 1, 2, ...

        v[k] = max sum gain[k] * x     subject to the problem's rows and sum gain[j] * x >= v[j] for j < k

    Among assignments that are equal in every tier, the one taken is settled by the problem alone, not by the order
    in which its parts are listed nor by the machine: units, destinations and limits are first put in the order of
    their names, and the solver runs on one thread with a fixed seed and no clock. That rule is repeatable, but it
    has no meaning: where equals must be told apart for a reason, give the reason as a last tier.

    node_limit  branch-and-bound nodes per tier; a tier that needs more keeps its best value and says its bound
    Raises SolverFailed.
    """
    order = _by_name(problem)
    destination_of, answers = _tier_by_tier(order.apply(problem), node_limit)
    destination_of = order.undo(destination_of)
    values = problem.value(destination_of)
    results = (
        TierResult(tier.name, tier.unit, value, max(value, answer.bound), answer.nodes)
        for tier, value, answer in zip(problem.tiers, values, answers, strict=True)
    )
    return Solution(destination_of, tuple(results))


def _tier_by_tier(problem: Problem, node_limit: int) -> tuple[NDArray[np.int64], list[Solved]]:
    """Each tier in turn, starting from what the tier before has chosen."""
    columns = model.columns(problem)
    rows = model.rows(problem, columns)
    chosen = np.zeros(len(columns.unit), dtype=np.bool_)
    answers: list[Solved] = []
    for tier in problem.tiers:
        gain = tier.gain[columns.unit, columns.destination]
        answer = maximise(model.program(columns, rows), gain, start=chosen, node_limit=node_limit)
        answers.append(answer)
        chosen = answer.chosen
        if answer.value > 0:
            rows.append(model.at_least(answer.value, gain))
    return columns.destination_of(chosen, len(problem.units)), answers


@dataclass(frozen=True, eq=False)
class _Order:
    """A listing of the same problem in another order. units, destinations: [new index] -> old index."""

    units: NDArray[np.int64]
    destinations: NDArray[np.int64]

    def apply(self, problem: Problem) -> Problem:
        here = np.ix_(self.units, self.destinations)
        limits = sorted(problem.limits, key=lambda limit: limit.id)
        return Problem(
            units=tuple(problem.units[unit] for unit in self.units),
            destinations=tuple(problem.destinations[destination] for destination in self.destinations),
            limits=tuple(self._limit(limit) for limit in limits),
            tiers=tuple(Tier(tier.name, tier.unit, tier.gain[here]) for tier in problem.tiers),
            allowed=problem.allowed[here],
            keep_apart=self._pairs(problem.keep_apart),
            same_country=self._pairs(problem.same_country),
        )

    def undo(self, destination_of: NDArray[np.int64]) -> NDArray[np.int64]:
        """destination_of [unit] of the problem as it was listed at first."""
        old = np.append(self.destinations, LEFT)  # LEFT, as an index, is the last
        result = np.empty_like(destination_of)
        result[self.units] = old[destination_of]
        return result

    def _limit(self, limit: Limit) -> Limit:
        new = np.argsort(self.destinations)
        return replace(limit, destinations=frozenset(int(new[old]) for old in limit.destinations))

    def _pairs(self, pairs: Pairs) -> Pairs:
        new = np.argsort(self.units)
        both = ((int(new[a]), int(new[b])) for a, b in pairs)
        return tuple(sorted({(min(pair), max(pair)) for pair in both}))


def _by_name(problem: Problem) -> _Order:
    units = sorted(range(len(problem.units)), key=lambda unit: sorted(problem.units[unit].cases))
    destinations = sorted(range(len(problem.destinations)), key=lambda index: problem.destinations[index].id)
    return _Order(np.array(units, dtype=np.int64), np.array(destinations, dtype=np.int64))
