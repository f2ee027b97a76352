"""The arrays of a problem are refused when they do not fit together."""

from dataclasses import replace

import numpy as np
import pytest

from resettle.engine.placement.problem import LEFT, Destination, Limit, Problem, Tier, Unit


def a_problem():
    """Two units, three destinations in two countries, New Zealand's offers within one quota."""
    units = (Unit(("C-1",), people=3), Unit(("C-2", "C-3"), people=2))
    destinations = tuple(
        Destination(id, arrangement=id[:3], offer=id[4:], country=id[:3])
        for id in ("USA-1", "NZL-1", "NZL-2")
    )
    people = np.array([[3, 3, 3], [2, 2, 2]])
    return Problem(
        units=units,
        destinations=destinations,
        limits=(Limit("NZL", 4, "persons", frozenset({1, 2})),),
        tiers=(Tier("placed", "people", people), Tier("cases", "cases", np.array([[1, 1, 1], [2, 2, 2]]))),
        allowed=np.ones((2, 3), dtype=np.bool_),
    )


def test_a_limit_counts_persons_or_cases():
    problem = a_problem()
    limit = problem.limits[0]
    assert problem.need(limit).tolist() == [3, 2]
    assert problem.need(replace(limit, counts="cases")).tolist() == [1, 2]


def test_who_is_left_adds_nothing_to_the_value():
    problem = a_problem()
    assert problem.value(np.array([0, 2])) == (5, 3)
    assert problem.value(np.array([LEFT, 2])) == (2, 2)
    assert problem.value(np.array([LEFT, LEFT])) == (0, 0)


def test_each_country_is_named_once():
    assert a_problem().countries() == ("NZL", "USA")


@pytest.mark.parametrize(
    "change, complaint",
    [
        ({"allowed": np.ones((3, 2), dtype=np.bool_)}, r"allowed is \(3, 2\); expected \(2, 3\)"),
        ({"allowed": np.ones((2, 3))}, "allowed is float64; expected bool"),
        ({"tiers": (Tier("placed", "people", np.ones((1, 3), np.int64)),)}, r"gain is \(1, 3\)"),
        ({"limits": (Limit("NZL", 4, "persons", frozenset({3})),)}, "limit NZL: it names a destination"),
        ({"keep_apart": ((0, 2),)}, r"pair \(0, 2\)"),
        ({"same_country": ((1, 1),)}, r"pair \(1, 1\)"),
        ({"units": (Unit(("C-1",), 1), Unit(("C-2", "C-1"), 2))}, "case C-1: it stands in the problem twice"),
    ],
)
def test_parts_that_do_not_fit_together_are_refused(change, complaint):
    with pytest.raises(ValueError, match=complaint):
        replace(a_problem(), **change)


@pytest.mark.parametrize(
    "make, complaint",
    [
        (lambda: Unit((), people=1), "at least one case"),
        (lambda: Unit(("C-1",), people=0), "unit C-1: 0 people"),
        (lambda: Limit("NZL", -1, "persons", frozenset()), "its capacity is -1"),
        (lambda: Limit("NZL", 1, "families", frozenset()), "it counts 'families'"),
        (lambda: Tier("fit", "points", np.ones((1, 1))), "gains are float64; expected int64"),
        (lambda: Tier("fit", "points", np.ones(1, np.int64)), "gains have 1 axes; expected 2"),
        (lambda: Tier("fit", "points", -np.ones((1, 1), np.int64)), "a gain is below 0"),
        (lambda: Tier("fit", "points", np.full((2, 1), 2**53)), r"scale them below"),
    ],
)
def test_a_part_that_makes_no_sense_is_refused(make, complaint):
    with pytest.raises(ValueError, match=complaint):
        make()
