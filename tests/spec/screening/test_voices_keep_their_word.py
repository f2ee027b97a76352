"""Whatever the rules and the records are: nobody is told what is not theirs to hear, and the officer is told all."""

from hypothesis import given
from hypothesis import strategies as st
from invariants.situation_strategies import situations
from spec.screening.small_situation import a_criterion

from resettle.engine.registry import facts
from resettle.engine.registry.criteria import CriterionKind, DecidedBy
from resettle.engine.registry.facts import Of, Sensitivity
from resettle.engine.screening.reference import Answer, Finding, findings_of
from resettle.engine.screening.told import Voice, Whose, Withheld, told

RESTRICTED = {name for name, fact in facts.dictionary().items() if fact.sensitivity is Sensitivity.RESTRICTED}
OF_PATHWAYS = {name for name, fact in facts.dictionary().items() if fact.of is Of.PATHWAY}


@st.composite
def findings_to_tell(draw):
    """The findings of one case, one of them not in force, and its members."""
    situation = draw(situations())
    case = draw(st.sampled_from(situation.cases["case"].to_list()))
    arrangement = draw(st.sampled_from(list(situation.screened_arrangements)))
    found = findings_of(situation, case, arrangement)
    gone = Finding(a_criterion("gone", "sex = 'F'"), Answer.NOT_IN_FORCE)
    return (*found, gone), situation.members.filter(case=case)["person"].to_list()


@given(findings_to_tell())
def test_nothing_restricted_reaches_a_state_and_nothing_that_is_not_its_business(told_of):
    found, _ = told_of
    asked = {one.criterion.id: one for one in found}
    heard = told(found, Voice.STATE, country="NZL")
    assert [one.criterion.id for one in heard] == [
        name
        for name, one in asked.items()
        if one.criterion.kind in (CriterionKind.ELIGIBILITY, CriterionKind.BAR)
        and one.criterion.decided_by is not DecidedBy.OFFICE
        and one.answer is not Answer.NOT_IN_FORCE
    ]
    for one in heard:
        assert one.answer is asked[one.criterion.id].answer
        known = {(fact.subject, fact.fact): fact.known for fact in one.facts if fact.known is not None}
        assert not {fact for _, fact in known} & RESTRICTED
        for (subject, fact), each in known.items():
            assert (each.source, each.known) == (None, None)
            if fact in OF_PATHWAYS:
                assert known[subject, "pathway_country"].value == "NZL"
        names = {fact.subject for fact in one.facts if fact.withheld is Withheld.ELSEWHERE}
        assert not any("/" in name for name in names)  # what a pathway is called may say where it leads


@given(findings_to_tell())
def test_nothing_restricted_and_nobody_elses_facts_reach_a_person(told_of):
    found, members = told_of
    asked = {one.criterion.id: one for one in found}
    for person in members:
        for one in told(found, Voice.PERSON, person=person):
            assert one.criterion.kind in (CriterionKind.ELIGIBILITY, CriterionKind.BAR)
            assert {subject for subject, _ in one.subjects} <= {person}
            assert {fact.subject.partition("/")[0] for fact in one.facts} <= {person, ""}
            for fact in one.facts:
                assert (fact.known is None) == (fact.withheld is not None) == (fact.subject == "")
                assert fact.known is None or (fact.known.source, fact.known.known) == (None, None)
            own = {(each.subject, each.answer) for each in asked[one.criterion.id].subjects}
            if one.whose is Whose.ANOTHER:
                assert one.answer is Answer.NOT_MET and (person, Answer.NOT_MET) not in own
            elif (
                one.whose is Whose.OWN
                and one.criterion.test
                and one.criterion.applies_to.asks_of is Of.PERSON
            ):
                assert one.answer is None or (person, one.answer) in own
            used = facts_of(asked[one.criterion.id])
            if RESTRICTED & {fact for _, fact in used}:
                assert (one.answer, one.facts, one.subjects) == (None, (), ())
                assert one.withheld is Withheld.CONFIDENTIAL
            elif one.withheld is None:
                theirs = {(subject, fact) for subject, fact in used if subject.partition("/")[0] == person}
                assert {(fact.subject, fact.fact) for fact in one.facts if fact.known} == theirs


@given(findings_to_tell())
def test_the_officer_is_told_all_of_it(told_of):
    found, _ = told_of
    heard = told(found, Voice.OFFICER)
    assert [(one.criterion, one.answer) for one in heard] == [(one.criterion, one.answer) for one in found]
    for one, each in zip(heard, found, strict=True):
        assert one.withheld is None
        assert one.subjects == tuple((subject.subject, subject.answer) for subject in each.subjects)
        assert {(fact.subject, fact.fact): fact.known for fact in one.facts} == facts_of(each)


def facts_of(found):
    """(subject, fact) → what is known, of a finding and of all its parts."""
    used = {(subject, fact.fact): fact for one in found.subjects for subject, fact in one.facts}
    for part in found.parts:
        used = {**facts_of(part), **used}
    return used
