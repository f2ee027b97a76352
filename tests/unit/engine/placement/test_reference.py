"""The exhaustive search on problems that one can work out by hand."""

import numpy as np
import pytest

from resettle.engine.placement import reference
from resettle.engine.placement.problem import LEFT, Destination, Limit, Problem, Tier, Unit


def a_problem(people, places, **more):
    """Units of these sizes; New Zealand with so many places and the United States with the same; most people."""
    destinations = tuple(Destination(c, arrangement=c, offer="1", country=c) for c in ("NZL", "USA"))
    gain = np.array(people, dtype=np.int64).reshape(-1, 1).repeat(2, axis=1)
    return Problem(
        units=tuple(Unit((f"C-{number}",), size) for number, size in enumerate(people)),
        destinations=destinations,
        limits=tuple(Limit(d.id, places, "persons", frozenset({i})) for i, d in enumerate(destinations)),
        tiers=(Tier("placed", "people", gain),),
        allowed=np.ones((len(people), 2), dtype=np.bool_),
        **more,
    )


def test_a_family_that_does_not_fit_is_left_whole():
    value, destination_of = reference.best(a_problem([5, 3], places=4))
    assert value == (3,)
    assert destination_of[0] == LEFT


def test_units_kept_apart_go_to_two_countries_or_one_is_left():
    problem = a_problem([1, 1], places=2, keep_apart=((0, 1),))
    assert not reference.is_feasible(problem, np.array([0, 0]))
    assert reference.is_feasible(problem, np.array([0, 1]))
    assert reference.is_feasible(problem, np.array([0, LEFT]))


def test_units_of_one_country_are_not_parted_but_one_may_be_left():
    problem = a_problem([1, 1], places=1, same_country=((0, 1),))
    assert reference.best(problem)[0] == (1,)
    assert not reference.is_feasible(problem, np.array([0, 1]))
    assert reference.is_feasible(problem, np.array([LEFT, 1]))


def test_nobody_to_place_is_a_problem_too():
    value, destination_of = reference.best(a_problem([], places=1))
    assert value == (0,)
    assert destination_of.shape == (0,)


def test_a_large_problem_is_refused():
    with pytest.raises(reference.TooLargeForReference, match="7 units and 2 destinations"):
        reference.best(a_problem([1] * 7, places=1))
