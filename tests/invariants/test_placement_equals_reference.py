"""What always holds of a placement, on made-up problems small enough to try every assignment."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from invariants.problems import listings, small_problems

from resettle.engine.placement import reference
from resettle.engine.placement.problem import LEFT
from resettle.engine.placement.solve import solve


@settings(max_examples=500)
@given(small_problems())
def test_a_placement_keeps_every_rule_and_equals_the_reference(problem):
    solution = solve(problem)
    value, _ = reference.best(problem)
    assert reference.is_feasible(problem, solution.destination_of)
    assert problem.value(solution.destination_of) == value


@given(small_problems())
def test_every_tier_of_a_small_placement_is_proven_and_told_as_it_is(problem):
    solution = solve(problem)
    assert tuple(tier.value for tier in solution.tiers) == problem.value(solution.destination_of)
    assert all(tier.proven and tier.gap == 0 for tier in solution.tiers)
    assert [tier.name for tier in solution.tiers] == [tier.name for tier in problem.tiers]


@given(small_problems())
def test_without_a_single_node_the_bound_still_holds(problem):
    solution = solve(problem, node_limit=0)
    best, _ = reference.best(problem)
    assert reference.is_feasible(problem, solution.destination_of)
    assert tuple(tier.value for tier in solution.tiers) <= best
    assert all(tier.value <= tier.bound and 0 <= tier.gap <= 1 for tier in solution.tiers)
    if solution.tiers:
        assert best[0] <= solution.tiers[0].bound


@given(small_problems(), st.data())
def test_one_more_place_never_lowers_the_value(problem, data):
    more = data.draw(st.integers(0, len(problem.limits)).map(lambda index: _one_more_place(problem, index)))
    before = tuple(tier.value for tier in solve(problem).tiers)
    after = tuple(tier.value for tier in solve(more).tiers)
    assert after >= before  # tier by tier: a later tier may fall where an earlier one rises


@settings(max_examples=200)
@given(small_problems(), st.data())
def test_the_order_in_which_a_problem_is_listed_does_not_change_who_goes_where(problem, data):
    other, units, destinations = data.draw(listings(problem))
    mapped = [
        LEFT if destination == LEFT else destinations[destination]
        for destination in solve(other).destination_of
    ]
    assert np.array_equal(solve(problem).destination_of[list(units)], mapped)


def _one_more_place(problem, index):
    """The problem with one more place in this limit; as it is, if there is no such limit."""
    limits = list(problem.limits)
    limits[index : index + 1] = [
        replace(limit, capacity=limit.capacity + 1) for limit in limits[index : index + 1]
    ]
    return replace(problem, limits=tuple(limits))
