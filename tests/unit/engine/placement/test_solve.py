"""Tiers in order, honest gaps, and the same plan every time."""

from dataclasses import replace

import numpy as np
import pytest

from resettle.engine.placement.problem import LEFT, Destination, Limit, Problem, Tier, TierResult, Unit
from resettle.engine.placement.solve import solve


def a_problem(people, capacities, tiers):
    """Units of these sizes, each allowed in every destination; destinations in countries of their own."""
    destinations = tuple(Destination(f"D-{i}", f"A-{i}", "1", f"country {i}") for i in range(len(capacities)))
    shape = (len(people), len(destinations))
    return Problem(
        units=tuple(Unit((f"C-{number:04}",), int(size)) for number, size in enumerate(people)),
        destinations=destinations,
        limits=tuple(
            Limit(d.id, capacity, "persons", frozenset({i}))
            for i, (d, capacity) in enumerate(zip(destinations, capacities, strict=True))
        ),
        tiers=tuple(
            Tier(name, "points", np.broadcast_to(gain, shape).astype(np.int64)) for name, gain in tiers
        ),
        allowed=np.ones(shape, dtype=np.bool_),
    )


def column(values):
    """The same gain in every destination."""
    return np.array(values).reshape(-1, 1)


def test_need_comes_first_even_if_fewer_people_are_placed():
    problem = a_problem([3, 2, 2], [4], [("urgent", column([1, 0, 0])), ("people", column([3, 2, 2]))])
    assert solve(problem).destination_of.tolist() == [0, LEFT, LEFT]


def test_a_later_tier_decides_among_equals_of_the_earlier():
    problem = a_problem([2, 2], [2], [("people", column([2, 2])), ("waiting", column([700, 900]))])
    solution = solve(problem)
    assert solution.destination_of.tolist() == [LEFT, 0]
    assert [tier.value for tier in solution.tiers] == [2, 900]


def test_a_tier_that_nobody_gains_in_is_proven_and_changes_nothing():
    problem = a_problem([1, 2], [2], [("none", column([0, 0])), ("people", column([1, 2]))])
    solution = solve(problem)
    assert solution.tiers[0] == TierResult("none", "points", value=0, bound=0, nodes=0)
    assert solution.tiers[0].proven and solution.tiers[0].gap == 0
    assert solution.destination_of.tolist() == [LEFT, 0]


@pytest.mark.parametrize("people, capacities", [([], [1]), ([1], []), ([], [])])
def test_without_units_or_destinations_nobody_is_placed(people, capacities):
    problem = a_problem(people, capacities, [("people", np.int64(1))])
    solution = solve(problem)
    assert solution.destination_of.tolist() == [LEFT] * len(people)
    assert solution.tiers[0].proven


def test_equals_are_settled_by_name_and_not_by_the_order_of_the_list():
    problem = a_problem([1, 1, 1, 1], [2, 1], [("people", np.int64(1))])
    listed_backwards = replace(problem, units=problem.units[::-1])
    first, second = solve(problem).destination_of, solve(listed_backwards).destination_of
    assert first.tolist() == second[::-1].tolist()


def test_the_same_problem_gives_the_same_plan():
    rng = np.random.default_rng(11)
    people = rng.integers(1, 8, 120)
    problem = a_problem(
        people, [60, 90, 40], [("people", column(people)), ("fit", rng.integers(0, 3, (120, 3)))]
    )
    first, again = solve(problem), solve(problem)
    assert np.array_equal(first.destination_of, again.destination_of)
    assert first.tiers == again.tiers


def test_a_search_cut_short_says_how_far_it_may_be_from_the_best():
    rng = np.random.default_rng(1)
    people = rng.integers(100, 1000, 25)  # sizes that never quite fill the places: slow to prove
    problem = a_problem(people, rng.integers(1500, 3000, 3), [("people", column(people))])
    short = solve(problem, node_limit=50).tiers[0]
    longer = solve(problem, node_limit=200).tiers[0]
    assert not short.proven and 0 < short.gap < 0.05
    assert 0 < short.value <= longer.value <= short.bound
