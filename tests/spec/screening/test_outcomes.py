"""What becomes of a case: whom a criterion is asked of, bars, exemptions, judgements, and what takes precedence."""

import pytest
from spec.screening.small_situation import SmallSituation, a_criterion, a_situation

from resettle.engine.errors import RequestRefused
from resettle.engine.screening.effect import effects
from resettle.engine.screening.reference import Answer, case_file, findings_of, outcome
from resettle.engine.screening.screen import Outcome, screen

FAMILY = """
person | relationship_to_pa | refugee_status | location
P-1    | PA                 | recognised     | NRU
P-2    | spouse             | refused        | NRU
P-3    | child              | pending        | AUS
"""
RECOGNISED = "refugee_status = 'recognised'"
IN_AUS = "location = 'AUS'"


def outcome_of(situation, case="C-1"):
    """The outcome, by the fast screen and by the reference, which must agree."""
    [(fast, conditional)] = (
        screen(situation).outcomes.filter(case=case).select("outcome", "conditional").rows()
    )
    assert outcome(case_file(situation, case, "there")) == (Outcome(fast), conditional)
    return fast + (", conditional" if conditional else "")


@pytest.mark.parametrize(
    "applies_to, kind, test, expected",
    [
        ("each_member", "eligibility", RECOGNISED, "ineligible"),
        ("any_member", "eligibility", RECOGNISED, "eligible"),
        ("principal_applicant", "eligibility", RECOGNISED, "eligible"),
        ("each_member", "eligibility", "location IN ('NRU', 'AUS')", "eligible"),
        ("any_member", "eligibility", "refugee_status = 'recognised' AND location = 'AUS'", "needs_a_fact"),
        ("case", "eligibility", "case_size <= 3", "eligible"),
        ("case", "eligibility", "case_size <= 2", "ineligible"),
        ("case", "eligibility", "priority = 'urgent'", "needs_a_fact"),
        ("each_member", "bar", IN_AUS, "ineligible"),
        ("any_member", "bar", IN_AUS, "ineligible"),
        ("principal_applicant", "bar", IN_AUS, "eligible"),
        ("each_member", "bar", "location = 'PNG'", "eligible"),
        ("case", "bar", "case_size > 2", "ineligible"),
        ("each_member", "priority", IN_AUS, "eligible"),
        ("case", "priority", "priority = 'urgent'", "eligible"),
    ],
)
def test_whom_it_is_asked_of(applies_to, kind, test, expected):
    assert outcome_of(a_situation(FAMILY, [a_criterion("c", test, applies_to, kind)])) == expected


@pytest.mark.parametrize(
    "reach, exemption, expected",
    [
        ("each_member", "relationship_to_pa IN ('spouse', 'child')", "eligible"),  # each by their own tie
        (
            "each_member",
            "relationship_to_pa = 'spouse'",
            "needs_a_fact",
        ),  # the child's status is still pending
        ("each_member", "relationship_to_pa = 'child'", "ineligible"),  # the spouse has no exemption
        ("any_member", "relationship_to_pa = 'child'", "eligible"),  # one child exempts the case
        ("principal_applicant", RECOGNISED, "eligible"),  # the principal applicant exempts the case
        ("principal_applicant", IN_AUS, "ineligible"),
        ("case", "case_size >= 3", "eligible"),
        ("case", "priority = 'urgent'", "needs_a_fact"),
    ],
)
def test_an_exemption_acts_on_the_member_or_on_the_case(reach, exemption, expected):
    criteria = [
        a_criterion("recognised", RECOGNISED, unless=("derived",)),
        a_criterion("derived", exemption, reach, "exemption"),
    ]
    assert outcome_of(a_situation(FAMILY, criteria)) == expected


def test_an_exemption_from_a_bar():
    bar = a_criterion("by-boat", IN_AUS, "each_member", "bar", unless=("minor",))
    minor = a_criterion("minor", "relationship_to_pa = 'child'", "each_member", "exemption")
    assert outcome_of(a_situation(FAMILY, [bar, minor])) == "eligible"
    assert outcome_of(a_situation(FAMILY, [bar])) == "ineligible"  # the exemption is not in force that day


SECURITY = a_criterion("security", None, "case", decided_by="receiving_state")
CREDIBILITY = a_criterion("credibility", None, "case", decided_by="office")
NOT_MET = a_criterion("nobody", "location = 'FRA'", "any_member")
UNKNOWN = a_criterion("status", "refugee_status = 'recognised' AND location = 'AUS'", "any_member")
MET = a_criterion("met", "location IN ('NRU', 'AUS')")
RANKED = a_criterion("first", None, "case", "priority", decided_by="office")


@pytest.mark.parametrize(
    "criteria, expected",
    [
        ([], "eligible"),
        ([MET], "eligible"),
        ([MET, RANKED], "eligible"),
        ([MET, SECURITY], "needs_a_person, conditional"),
        ([MET, CREDIBILITY], "needs_a_person"),
        ([MET, SECURITY, CREDIBILITY], "needs_a_person"),
        ([UNKNOWN, SECURITY], "needs_a_fact"),
        ([NOT_MET, UNKNOWN, SECURITY], "ineligible"),
    ],
)
def test_what_takes_precedence(criteria, expected):
    assert outcome_of(a_situation(FAMILY, criteria)) == expected


def test_a_judgement_from_which_the_case_is_exempt_is_not_open():
    judged = a_criterion("security", None, "case", decided_by="receiving_state", unless=("small",))
    small = a_criterion("small", "case_size <= 3", "case", "exemption")
    assert outcome_of(a_situation(FAMILY, [judged, small])) == "eligible"
    urgent = a_criterion("small", "priority = 'urgent'", "case", "exemption")
    assert (
        outcome_of(a_situation(FAMILY, [judged, urgent])) == "needs_a_person, conditional"
    )  # not known: it stays open


def test_a_case_without_members_needs_a_fact():
    for criteria in ([], [NOT_MET], [MET, SECURITY], [a_criterion("c", "case_size > 2", "case")]):
        situation = SmallSituation({}, [], {"C-1": {}}, {"there": criteria})
        assert outcome_of(situation) == "needs_a_fact"


def test_without_a_recorded_principal_applicant_it_is_unknown_what_they_meet():
    nobody = FAMILY.replace("PA       ", "unknown  ", 1)
    assert (
        outcome_of(a_situation(nobody, [a_criterion("c", RECOGNISED, "principal_applicant")]))
        == "needs_a_fact"
    )


def test_a_member_of_whom_nothing_was_recorded_is_unknown():
    situation = SmallSituation({}, [("C-1", "P-9", "PA")], None, {"there": [MET]})
    assert outcome_of(situation) == "needs_a_fact"


def test_a_finding_names_who_and_the_facts_used():
    situation = a_situation(FAMILY, [a_criterion("recognised", RECOGNISED, unless=("derived",)), a_criterion(
        "derived", "relationship_to_pa = 'child'", kind="exemption")])  # fmt: skip
    [finding, _] = findings_of(situation, "C-1", "there")
    assert finding.answer is Answer.NOT_MET
    assert [(one.subject, one.answer.value) for one in finding.subjects] == [
        ("P-1", "met"), ("P-2", "not_met"), ("P-3", "exempt"),
    ]  # fmt: skip
    assert [(fact.fact, fact.cell) for _, fact in finding.subjects[2].facts] == [
        ("refugee_status", "pending"), ("relationship_to_pa", "child"),
    ]  # fmt: skip


TWO_CASES = """
person | case | relationship_to_pa | refugee_status | location
P-1    | C-1  | PA                 | refused        | NRU
P-2    | C-2  | PA                 | refused        | AUS
P-3    | C-3  | PA                 | recognised     | AUS
P-4    | C-4  | PA                 | recognised     | NRU
P-5    | C-5  | PA                 | refused        | unknown
"""


def test_who_fails_only_because_of_one_criterion():
    criteria = [a_criterion("recognised", RECOGNISED), a_criterion("in-aus", IN_AUS, kind="bar"), SECURITY]
    situation = a_situation(TWO_CASES, criteria)
    found = effects(situation, screen(situation), "there")
    assert [(one.criterion.id, one.only, len(one.judged)) for one in found] == [
        ("recognised", ("C-1", "C-5"), 0),
        ("in-aus", ("C-3",), 0),
        ("security", (), 5),
    ]
    assert effects(a_situation(TWO_CASES, []), screen(a_situation(TWO_CASES, [])), "there") == ()


def test_what_was_not_screened_is_refused():
    screening = screen(a_situation(TWO_CASES, [MET]))
    assert screening.outcome("C-2", "there") is Outcome.ELIGIBLE
    with pytest.raises(RequestRefused):
        screening.outcome("C-9", "there")


def test_judgements_of_the_receiving_state_are_named():
    assert screen(a_situation(FAMILY, [MET, SECURITY, CREDIBILITY])).conditional_on == {
        "there": ("security",)
    }


def test_nothing_to_screen_is_an_empty_answer():
    assert screen(SmallSituation({}, [], {}, {"there": [MET, UNKNOWN]})).outcomes.is_empty()
    assert screen(SmallSituation({}, [], {"C-1": {}}, {})).outcomes.is_empty()
