"""The fast screen and the slow reference never disagree, whatever is unknown, none, partial or incomplete."""

from itertools import product

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from invariants.criteria_strategies import PEOPLE, PERSON_TESTS, situations
from spec.screening.small_situation import SmallSituation, a_criterion

from resettle.engine.screening import reference
from resettle.engine.screening.effect import fails_only_because
from resettle.engine.screening.reference import Answer, case_file, findings_of
from resettle.engine.screening.screen import Outcome, screen

AS_FOUND = {Answer.MET: True, Answer.EXEMPT: True, Answer.NOT_MET: False, Answer.UNKNOWN: None}


@settings(max_examples=500)
@given(situations())
def test_outcomes_and_findings_are_the_same(situation):
    screening = screen(situation)
    for case, arrangement, outcome, conditional in screening.outcomes.iter_rows():
        assert (Outcome(outcome), conditional) == reference.outcome(case_file(situation, case, arrangement))
        found = screening.findings[arrangement].row(by_predicate=_is(case), named=True)
        expected = {
            one.criterion.id: AS_FOUND[one.answer]
            for one in findings_of(situation, case, arrangement)
            if one.criterion.test is not None and one.criterion.kind != "exemption"
        }
        assert {name: value for name, value in found.items() if name != "case"} == expected


@settings(max_examples=500)
@given(PERSON_TESTS, st.lists(PEOPLE, min_size=1, max_size=20))
def test_one_test_says_the_same_of_everyone(text, people):
    register = {f"P-{place:02}": cells for place, cells in enumerate(people)}
    members = [(f"C-{person}", person, "PA") for person in register]
    criteria = [a_criterion("c", text)]
    situation = SmallSituation(register, members, None, {"there": criteria})
    found = screen(situation).findings["there"]["c"].to_list()
    known = [{**situation.facts_of(person)} for person in register]
    assert found == [reference.evaluate(criteria[0].test, one, situation.on) for one in known]


@given(situations())
def test_the_order_of_rows_does_not_matter_and_nobody_is_left_out(situation):
    screening = screen(situation)
    pairs = screening.outcomes.select("case", "arrangement").rows()
    assert pairs == list(product(sorted(situation.cases["case"]), situation.screened_arrangements))


@given(situations())
def test_who_fails_only_because_of_a_criterion_has_one_that_is_not_met(situation):
    screening = screen(situation)
    for arrangement in situation.screened_arrangements:
        for criterion, cases in fails_only_because(situation, screening, arrangement).items():
            for case in cases:
                answers = findings_of(situation, case, arrangement)
                failed = [
                    one.criterion.id
                    for one in answers
                    if one.answer is Answer.NOT_MET and one.criterion.excludes
                ]
                assert failed == [criterion]


def _is(case):
    return pl.col("case") == case
