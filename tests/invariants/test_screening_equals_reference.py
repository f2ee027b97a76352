"""The fast screen and the slow reference never disagree, whatever is unknown, none, partial or incomplete."""

from collections import Counter
from itertools import product

from hypothesis import given, settings
from invariants.situation_strategies import crowds, situations

from resettle.engine.registry.facts import Of
from resettle.engine.screening import reference
from resettle.engine.screening.answers import answered
from resettle.engine.screening.effect import effects
from resettle.engine.screening.evaluate import Subject, evaluate
from resettle.engine.screening.prepared import prepared
from resettle.engine.screening.reference import Answer, case_file, findings_of
from resettle.engine.screening.screen import Outcome, screen

TRIPLES = 20_000
"""(register, criterion, person) of which both must say the same, in one run."""
AS_FOUND = {
    Answer.MET: 1, Answer.EXEMPT: 1, Answer.WAIVED: 1, Answer.NOT_MET: -1, Answer.UNKNOWN: 0, Answer.JUDGEMENT: 2,
}  # fmt: skip
AS_A_NUMBER = {True: 1, False: -1, None: 0}


def test_outcomes_and_findings_are_the_same():
    """Case by case; every outcome there is comes up."""
    came_up = set()

    @settings(max_examples=500)
    @given(situations())
    def of_everybody(situation):
        screening = screen(situation)
        for case, arrangement, outcome, conditional in screening.outcomes.iter_rows():
            file = case_file(situation, case, arrangement)
            assert (Outcome(outcome), conditional) == reference.outcome(file)
            place, answers = screening.cases.index_of(case), screening.found[arrangement].answers
            expected = {
                one.criterion.id: AS_FOUND[one.answer]
                for one in reference.findings(file)
                if one.criterion.excludes or (one.criterion.kind.answers and _has_a_test(one.criterion))
            }
            assert {name: int(each[place]) for name, each in answers.items()} == expected
            came_up.add(Outcome(outcome))

    of_everybody()
    assert came_up == set(Outcome)


def _has_a_test(criterion):
    return criterion.test is not None or criterion.group is not None


def test_every_test_says_the_same_of_every_person():
    """Person by person, of tests that ask of relatives, pathways, members and linked groups too."""
    compared = Counter()

    @settings(max_examples=150)
    @given(situations())
    def of_everybody(situation):
        for arrangement in situation.screened_arrangements:
            asked = situation.criteria(arrangement)
            tests = [one.test for one in asked if one.test and one.applies_to.asks_of is Of.PERSON]
            compared["in small registers"] += _said_alike(situation, arrangement, tests)

    @settings(max_examples=120)
    @given(crowds())
    def of_many(situation):
        tests = [one.test for one in situation.criteria("there")]
        compared["in crowds"] += _said_alike(situation, "there", tests)

    of_everybody()
    of_many()
    assert compared.total() >= TRIPLES, compared


def _said_alike(situation, arrangement, tests):
    """How many answers were compared; fast and slow they are the same."""
    if not tests:
        return 0
    tests = list(dict.fromkeys(tests))
    ready = prepared(situation, tests)
    fast = answered(ready.of_members(tests), tests)
    files = {case: case_file(situation, case, arrangement) for case in situation.cases["case"]}
    rows = list(ready.members.select("case", "person").iter_rows())
    for place, test in enumerate(tests):
        slow = [
            AS_A_NUMBER[evaluate(test, Subject(person, files[case].members[person], files[case]))]
            for case, person in rows
        ]
        assert fast.of_test(place).tolist() == slow, test
    return len(tests) * len(rows)


@settings(max_examples=50)
@given(situations())
def test_the_order_of_rows_does_not_matter_and_nobody_is_left_out(situation):
    screening = screen(situation)
    pairs = screening.outcomes.select("case", "arrangement").rows()
    assert pairs == list(product(sorted(situation.cases["case"]), situation.screened_arrangements))


@settings(max_examples=100)
@given(situations())
def test_who_fails_only_because_of_a_criterion_has_one_that_is_not_met(situation):
    screening = screen(situation)
    for arrangement in situation.screened_arrangements:
        for effect in effects(situation, screening, arrangement):
            for case in effect.only:
                answers = findings_of(situation, case, arrangement)
                failed = [
                    one.criterion.id
                    for one in answers
                    if one.answer is Answer.NOT_MET and one.criterion.excludes
                ]
                assert failed == [effect.criterion.id]
