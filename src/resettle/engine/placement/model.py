"""The 0/1 program of a placement problem: a column for each allowed pair, a row for each thing that limits."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from resettle.engine.placement.problem import LEFT, Problem
from resettle.engine.placement.solver import Program


@dataclass(frozen=True)
class Columns:
    """The columns of a program: which unit and which destination each stands for. unit, destination [column]"""

    unit: NDArray[np.int64]
    destination: NDArray[np.int64]

    def chosen(self, destination_of: NDArray[np.int64]) -> NDArray[np.bool_]:
        """chosen [column] of an assignment destination_of [unit]."""
        return np.equal(destination_of[self.unit], self.destination, dtype=np.bool_)

    def destination_of(self, chosen: NDArray[np.bool_], units: int) -> NDArray[np.int64]:
        """destination_of [unit] (or LEFT) of the columns chosen."""
        result = np.full(units, LEFT, dtype=np.int64)
        result[self.unit[chosen]] = self.destination[chosen]
        return result


@dataclass(frozen=True)
class Row:
    """lower <= sum_k factor[k] * x[column[k]] <= upper; factor a number for all columns or one for each."""

    column: NDArray[np.int64]
    factor: NDArray[np.int64]
    lower: float = -np.inf
    upper: float = np.inf


def columns(problem: Problem) -> Columns:
    """Every allowed pair in the order of units, then destinations. What is not allowed has no column."""
    unit, destination = np.nonzero(problem.allowed)
    return Columns(unit, destination)


def rows(problem: Problem, columns: Columns) -> list[Row]:
    """
    What limits the choice, with x[u, d] = 1 for unit u placed in destination d:

        each unit at most once      sum_d x[u, d]                                  <= 1
        limit l                     sum_{u, d in l} need[l, u] * x[u, d]           <= capacity[l]
        a, b kept apart             x[a, in c] + x[b, in c]                        <= 1    for each country c
        a, b in the same country    x[a, in c] + x[b, anywhere else]               <= 1    for each country c

    where x[u, in c] is the sum of x[u, d] over the destinations d of country c.
    """
    return [*_once(problem, columns), *_limits(problem, columns), *_pairs(problem, columns)]


def at_least(value: int, gain: NDArray[np.int64]) -> Row:
    """What a tier has reached, held for all that follow: sum gain[column] * x[column] >= value, in lowest terms."""
    scale = int(np.gcd.reduce(gain, initial=0))
    column = np.flatnonzero(gain)
    return Row(column, gain[column] // scale, lower=value // scale)


def program(columns: Columns, rows: list[Row]) -> Program:
    """The rows in the solver's form, in the order given."""
    starts = np.cumsum([0] + [len(row.column) for row in rows], dtype=np.int32)
    none = np.empty(0, dtype=np.int64)
    return Program(
        columns=len(columns.unit),
        starts=starts,
        column=np.concatenate([none, *(row.column for row in rows)]).astype(np.int32),
        factor=np.concatenate([none, *(row.factor for row in rows)]).astype(np.float64),
        lower=np.array([row.lower for row in rows], dtype=np.float64),
        upper=np.array([row.upper for row in rows], dtype=np.float64),
    )


def _once(problem: Problem, columns: Columns) -> Iterator[Row]:
    edges = np.searchsorted(columns.unit, np.arange(len(problem.units) + 1))
    for first, end in pairwise(edges):
        if end - first > 1:  # with one column, x <= 1 says it already
            yield _at_most_one(np.arange(first, end))


def _limits(problem: Problem, columns: Columns) -> Iterator[Row]:
    for limit in problem.limits:
        inside = np.flatnonzero(np.isin(columns.destination, sorted(limit.destinations)))
        need = problem.need(limit)[columns.unit[inside]]
        yield Row(inside, need, upper=limit.capacity)


def _pairs(problem: Problem, columns: Columns) -> Iterator[Row]:
    for country in problem.countries():
        of = [index for index, d in enumerate(problem.destinations) if d.country == country]
        here = np.isin(columns.destination, of)
        for a, b in problem.keep_apart:
            yield _at_most_one(np.flatnonzero(here & np.isin(columns.unit, (a, b))))
        for a, b in problem.same_country:
            clash = (here & (columns.unit == a)) | (~here & (columns.unit == b))
            yield _at_most_one(np.flatnonzero(clash))


def _at_most_one(column: NDArray[np.int64]) -> Row:
    return Row(column, np.ones(len(column), dtype=np.int64), upper=1)
