"""What is said to be never true, or never false, is so of nobody, whatever is recorded of them."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from invariants.choices import NAMED_LISTS, made
from invariants.expression_strategies import case_test, person_test
from invariants.situation_strategies import linked_families

from resettle.engine.registry.facts import Of
from resettle.engine.registry.language import ExpressionRefused, bound, parse
from resettle.engine.registry.language.contradictions import never_false, never_true
from resettle.engine.screening.casefile import case_file
from resettle.engine.screening.evaluate import Subject, evaluate

CLAIMS = 10
"""Tests of which it is claimed that they are never true, and of which that they are never false, in one run."""
FORMS = [
    "{0} AND NOT {0}", "{0} OR NOT {0}", "{1} OR NOT ({0} AND {1})", "{0} OR {1}", "{0} AND {1} AND {2}", "NOT {0} OR NOT {1}",
    "({0} AND {1}) OR NOT ({0} OR {1})", "AT_LEAST(2, {0}, {1}, {2})", "AT_LEAST(2, NOT {0}, {0}, {1})",
    "({0} OR {1}) AND (NOT {0} OR {2}) AND NOT {1}",
]  # fmt: skip


def _of(asking):
    """A test that asks the same more than once."""

    def make(choose):
        parts = [f"({asking(choose)})" for _ in range(3)]
        return choose.one(FORMS).format(*parts)

    return make


TESTS = st.lists(
    st.tuples(st.just(Of.PERSON), made(_of(person_test), 60)) | st.tuples(st.just(Of.CASE), made(_of(case_test), 60)),
    min_size=8, max_size=8,
)  # fmt: skip


def unchecked(text, of, group):
    """The tree of a test, whatever can never be true in it; None where it is refused for something else."""
    try:
        return parse(text, of, group=group, work=0)
    except ExpressionRefused:
        return None


def test_no_claim_is_belied():
    claims = Counter()

    @settings(max_examples=150)
    @given(linked_families(), TESTS, st.booleans())
    def of_everybody(situation, tests, group):
        files = {case: case_file(situation, case, "there") for case in situation.cases["case"]}
        for of, text in tests:
            test = unchecked(text, of, group)
            claimed = {True: never_true, False: never_false}
            claimed = {answer: claim for answer, claim in claimed.items() if test and claim(test)}
            if claimed:
                claims.update(one.__name__ for one in claimed.values())
                found = _said_of(files, of, bound(test, "there", NAMED_LISTS.get))
                assert not found & claimed.keys(), text

    of_everybody()
    assert claims["never_true"] >= CLAIMS <= claims["never_false"], claims


def _said_of(files, of, test):
    return {
        evaluate(test, Subject(name, known, file))
        for file in files.values()
        for name, known in (file.members.items() if of is Of.PERSON else [(file.case, file.facts)])
    }
