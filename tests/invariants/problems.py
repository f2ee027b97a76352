"""Small placement problems that Hypothesis makes up: few enough choices to try them all."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from resettle.engine.placement.problem import Destination, Limit, Problem, Tier, Unit

COUNTRIES = ("AUS", "NZL", "USA")
WORTH = (
    1,
    1,
    3,
    1_000,
    999_983,
)  # of one point of gain: from ties everywhere to large numbers without a divisor


@st.composite
def small_problems(draw, *, most_units=5, most_destinations=3, most_tiers=4):
    """A problem within reach of reference.py, with nested limits, tight places and pairs."""
    units = tuple(draw(a_unit(number)) for number in range(draw(st.integers(0, most_units))))
    destinations = tuple(
        draw(a_destination(number)) for number in range(draw(st.integers(0, most_destinations)))
    )
    shape = (len(units), len(destinations))
    return Problem(
        units=units,
        destinations=destinations,
        limits=tuple(draw(a_limit(number, shape[1])) for number in range(draw(st.integers(0, 4)))),
        tiers=tuple(draw(a_tier(number, shape)) for number in range(draw(st.integers(0, most_tiers)))),
        allowed=draw(a_grid(st.sampled_from((True, True, True, False)), shape, np.bool_)),
        keep_apart=draw(pairs(shape[0])),
        same_country=draw(pairs(shape[0])),
    )


@st.composite
def a_unit(draw, number):
    cases = tuple(f"C-{number}{letter}" for letter in "ab"[: draw(st.integers(1, 2))])
    return Unit(cases, people=draw(st.integers(len(cases), 7)))


@st.composite
def a_destination(draw, number):
    country = draw(st.sampled_from(COUNTRIES))
    return Destination(f"{country}-{number}", arrangement=country, offer=str(number), country=country)


@st.composite
def a_limit(draw, number, destinations):
    counts = draw(st.sampled_from(("persons", "cases")))
    inside = draw(st.frozensets(st.integers(0, destinations - 1))) if destinations else frozenset()
    capacity = draw(st.integers(0, 14 if counts == "persons" else 4))
    return Limit(f"L-{number}", capacity, counts, inside)


@st.composite
def a_tier(draw, number, shape):
    few = st.integers(
        draw(st.integers(0, 1)), draw(st.integers(1, 3))
    )  # at times 1 everywhere: all are equals
    gain = draw(a_grid(few, shape, np.int64)) * draw(st.sampled_from(WORTH))
    if draw(st.booleans()):
        gain = gain + draw(a_grid(st.integers(0, 10_500), shape, np.int64))
    return Tier(f"tier {number}", "points", gain)


def a_grid(elements, shape, dtype):
    """An array [unit, destination]."""
    cells = st.lists(elements, min_size=shape[0] * shape[1], max_size=shape[0] * shape[1])
    return cells.map(lambda values: np.array(values, dtype=dtype).reshape(shape))


def pairs(units):
    """Up to two pairs of different units."""
    if units < 2:
        return st.just(())
    pair = st.lists(st.integers(0, units - 1), min_size=2, max_size=2, unique=True).map(tuple)
    return st.lists(pair, max_size=2).map(tuple)


@st.composite
def listings(draw, problem):
    """
    The same problem, listed in another order: (problem, units, destinations).

    units, destinations [new index] -> old index
    """
    units = draw(st.permutations(range(len(problem.units))))
    destinations = draw(st.permutations(range(len(problem.destinations))))
    here = np.ix_(np.array(units, dtype=int), np.array(destinations, dtype=int))
    new_unit, new_destination = _inverse(units), _inverse(destinations)
    limits = (
        replace(limit, destinations=frozenset(new_destination[old] for old in limit.destinations))
        for limit in problem.limits
    )
    other = Problem(
        units=tuple(problem.units[old] for old in units),
        destinations=tuple(problem.destinations[old] for old in destinations),
        limits=tuple(draw(st.permutations(list(limits)))),
        tiers=tuple(Tier(tier.name, tier.unit, tier.gain[here]) for tier in problem.tiers),
        allowed=problem.allowed[here],
        keep_apart=tuple((new_unit[b], new_unit[a]) for a, b in reversed(problem.keep_apart)),
        same_country=tuple((new_unit[b], new_unit[a]) for a, b in reversed(problem.same_country)),
    )
    return other, units, destinations


def _inverse(order):
    return {old: new for new, old in enumerate(order)}
