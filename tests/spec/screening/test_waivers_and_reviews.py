"""What could lift a *no* by somebody's decision: a waiver by whoever may give one, or a review by whoever judged."""

import pytest
from spec.screening.small_situation import a_criterion
from spec.screening.ways_of_lifting import NO_CRIME, lifts_of, ways

from resettle.render.words import rules as said


def test_a_waiver_is_named_for_each_member_who_needs_one_together():
    health = a_criterion("health", "HAS(grounds_found, 'health', 'crime')", kind="bar", waivable_by="AUS")
    assert ways([health])["health"][0] == "waiver of P-2 by AUS and waiver of P-3 by AUS"


def test_where_one_member_is_enough_a_waiver_for_any_one_is():
    one = a_criterion("one", "location = 'PNG'", "any_member", waivable_by="NZL")
    assert ways([one]) == {"one": [f"waiver of P-{number} by NZL" for number in (1, 2, 3)]}
    refused = {"one": {"P-1": "not_waived"}}
    assert ways([one], rulings=refused) == {"one": [f"waiver of P-{number} by NZL" for number in (2, 3)]}


def test_a_barred_member_bars_the_case_so_each_needs_the_waiver():
    bar = a_criterion("bar", "location IN ('NRU')", "any_member", "bar", waivable_by="NZL")
    assert ways([bar]) == {"bar": ["waiver of P-1 by NZL and waiver of P-2 by NZL"]}


def test_a_criterion_of_the_case_is_waived_for_the_case():
    small = a_criterion("small", "case_size <= 2", "case", waivable_by="office")
    assert ways([small]) == {"small": ["waiver of C-1 by office"]}
    assert said.lift(lifts_of([small])["small"]) == "What could lift it: a waiver by the office for C-1."


@pytest.mark.parametrize("waivable_by", [None, "none"])
def test_no_waiver_is_named_where_it_is_absolute_or_not_known(waivable_by):
    bar = a_criterion("bar", "location = 'AUS'", kind="bar", waivable_by=waivable_by)
    found = lifts_of([bar])["bar"]
    assert found.ways == ()
    assert found.absolute is (waivable_by == "none")
    nobody = "Nobody may waive it, and no other step" if found.absolute else "No step"
    assert said.lift(found) == f"{nobody} of the office or a State is known that could lift it."


@pytest.mark.parametrize("subject", ["P-2", "C-1"])
def test_no_waiver_is_named_that_was_asked_for_and_refused(subject):
    bar = a_criterion("bar", NO_CRIME, kind="bar", waivable_by="USA")
    assert ways([bar])["bar"] == ["waiver of P-2 by USA", "grounds_found of P-2"]
    assert ways([bar], rulings={"bar": {subject: "not_waived"}})["bar"] == ["grounds_found of P-2"]


def test_a_refusal_for_somebody_who_needs_none_does_not_stand_in_the_way():
    bar = a_criterion("bar", NO_CRIME, kind="bar", waivable_by="USA")
    assert ways([bar], rulings={"bar": {"P-3": "not_waived"}})["bar"][0] == "waiver of P-2 by USA"


def test_what_was_waived_for_one_is_asked_for_the_other_only():
    bar = a_criterion("bar", "HAS(grounds_found, 'crime', 'health')", kind="bar", waivable_by="USA")
    found = ways([bar], rulings={"bar": {"P-3": "waived"}})["bar"]
    assert found == ["waiver of P-2 by USA", "grounds_found of P-2"]


@pytest.mark.parametrize("by", ["office", "receiving_state"])
def test_what_was_judged_not_so_may_be_judged_anew_by_the_same(by):
    judged = a_criterion("security", None, "case", decided_by=by)
    assert ways([judged]) == {}
    assert ways([judged], rulings={"security": {"C-1": "not_satisfied"}}) == {
        "security": [f"review of C-1 by {by}"]
    }


def test_where_a_test_decides_no_review_is_named_whatever_was_ruled():
    tested = a_criterion("in-png", "location = 'PNG'")
    assert ways([tested], rulings={"in-png": {"C-1": "not_satisfied"}}) == {"in-png": []}
