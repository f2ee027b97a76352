"""Nobody takes a case from identification to submission alone, nor do two, whatever roles they hold and whatever they try."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spec.referrals.cases import CASE, ON, TO_READY, asked, asked_for, caseload, in_order

from resettle.engine.referrals import workflow
from resettle.engine.registry import admission
from resettle.engine.registry.roles import Role
from resettle.engine.registry.stages import CASEWORK, ActKind, CaseStage

EVERY_ROLE = frozenset(Role)
A = ActKind
TRIED = [*CASEWORK, A.SUBMIT, A.DENY]


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    return in_order(tmp_path_factory.mktemp("register"))


def recorded(register, acts, kind, by):
    """The acts with one more, if nothing stands against it; its doer has every role."""
    act = asked_for(kind, ON, by, order=len(acts) + 1, number=sum(one.kind is kind for one in acts) % 2)
    if any(fault.is_error for fault in workflow.faults(asked(register, acts, act), EVERY_ROLE)):
        return acts
    if kind not in CASEWORK:
        before = [one for one in acts if one.kind not in CASEWORK]
        if any(fault.is_error for fault in admission.consider(register.limits(), before, act, ON).faults):
            return acts
    return [*acts, act]


def pushed(acts, register, by):
    """Whoever is corrupt pushes the case on wherever it can go on, by whichever of them it goes."""
    stages = []
    while (stage := caseload(register, acts).standing(CASE).stage) not in stages:
        stages.append(stage)
        for kind in (*TO_READY, A.REVIEW, A.SUBMIT):
            for one in by:
                acts = recorded(register, acts, kind, one)
    return acts


two = st.lists(st.tuples(st.sampled_from(TRIED), st.sampled_from(["ana", "ben"])), max_size=12)


@given(tried=two, push=st.booleans())
def test_two_people_never_get_a_case_submitted(register, tried, push):
    acts = pushed([], register, ("ana", "ben")) if push else []
    for kind, by in tried:
        acts = recorded(register, acts, kind, by)
    acts = pushed(acts, register, ("ben", "ana"))
    assert not any(act.kind is A.SUBMIT for act in acts)


@given(tried=st.lists(st.sampled_from(TRIED), max_size=8))
def test_one_person_never_gets_a_case_past_its_initial_review(register, tried):
    acts = []
    for kind in tried:
        acts = recorded(register, acts, kind, "ana")
    acts = pushed(acts, register, ("ana",))
    reached = {caseload(register, acts[:many]).standing(CASE).stage for many in range(len(acts) + 1)}
    assert reached <= {
        None, CaseStage.IDENTIFIED, CaseStage.NEEDS_ASSESSMENT, CaseStage.INITIAL_REVIEW, CaseStage.ON_HOLD,
        CaseStage.CLOSED,
    }  # fmt: skip


def test_three_people_do_as_the_handbook_means(register):
    acts = pushed([], register, ("ana", "ben"))
    assert caseload(register, acts).standing(CASE).stage is CaseStage.READY
    assert [act.kind for act in recorded(register, acts, A.SUBMIT, "cleo")][-1] is A.SUBMIT
