"""Appeals: against which decision each is, who may answer it, and what each answer does to the case and its people."""

from dataclasses import replace

import pytest
from spec.referrals.cases import (
    CASE,
    MEMBERS,
    OFFER,
    ON,
    SUBMITTED,
    WAYS,
    asked_for,
    caseload,
    done,
    in_order,
    told,
)

from resettle.engine.referrals import deadlines
from resettle.engine.referrals.deadlines import Due
from resettle.engine.registry import admission
from resettle.engine.registry.acts import event_days
from resettle.engine.registry.appeals import appeals, waiting
from resettle.engine.registry.stages import CASEWORK, ENDED, ActKind, CaseStage, Stage

A, C, S = ActKind, CaseStage, Stage
DENIED = (*SUBMITTED, A.DENY)
ENDED_BY = {C.DEPRIORITISED: A.STOP, C.NOT_RECOMMENDED: A.REJECT, C.CLOSED: A.CLOSE}


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    return in_order(tmp_path_factory.mktemp("register"))


@pytest.mark.parametrize("stage", ENDED, ids=str)
def test_an_appeal_is_against_the_decision_that_ended_the_work(register, stage):
    acts = done((*WAYS[stage], A.APPEAL))
    [one] = appeals(acts)
    assert one.against.kind is ENDED_BY[stage]
    assert one.waiting == MEMBERS
    assert not told(register, done(WAYS[stage]), asked_for(A.APPEAL))
    fault = told(register, acts, asked_for(A.APPEAL))
    assert fault.keys() == {"appeal_already_lodged"}
    assert fault["appeal_already_lodged"].params["on"] == acts[-1].effective


def test_there_is_no_appeal_where_everybody_arrived(register):
    acts = done((*SUBMITTED, A.ACCEPT, A.PREPARE, A.DEPART, A.ARRIVE))
    assert caseload(register, acts).standing(CASE).stage is C.CLOSED
    assert told(register, acts, asked_for(A.APPEAL)).keys() == {"no_decision_to_appeal"}


@pytest.mark.parametrize("answer", [A.UPHOLD, A.DISMISS])
@pytest.mark.parametrize("took_part", [A.ASSESS, A.STOP])
def test_nobody_answers_an_appeal_against_what_they_took_part_in(register, answer, took_part):
    acts = done((*WAYS[C.DEPRIORITISED], A.APPEAL), by={took_part: "ana"})
    assert told(register, acts, asked_for(answer, by="ana")).keys() == {"act_by_same_person"}
    assert not told(register, acts, asked_for(answer, by="ben"))


def test_an_appeal_is_answered_once(register):
    dismissed = done((*WAYS[C.CLOSED], A.APPEAL, A.DISMISS))
    [one] = appeals(dismissed)
    assert [act.kind for act in one.answers] == [A.DISMISS]
    assert not one.waiting
    assert told(register, dismissed, asked_for(A.UPHOLD)).keys() == {"no_appeal_lodged"}
    assert not told(register, dismissed, asked_for(A.APPEAL)), "new facts may be appealed on again"


def test_a_reopened_case_has_nothing_to_answer(register):
    acts = done((*WAYS[C.NOT_RECOMMENDED], A.APPEAL, A.REOPEN))
    [one] = appeals(acts)
    assert (one.answers, one.waiting) == ((), ())
    assert not waiting(acts)


def test_a_request_for_review_and_its_answer_are_for_each_person(register):
    acts = done((*DENIED, A.REQUEST_REVIEW))
    [one] = appeals(acts)
    assert (one.against.kind, one.waiting) == (A.DENY, MEMBERS)
    some = replace(asked_for(A.RECONSIDER), persons=MEMBERS[:2])
    assert not told(register, acts, some)
    [one] = appeals([*acts, some])
    assert one.waiting == MEMBERS[2:]
    again = told(register, [*acts, some], asked_for(A.CONFIRM))
    assert again["appeal_of_others"].params["persons"] == list(MEMBERS[:2])
    assert not again["appeal_of_others"].is_error, "what a State decided is recorded"
    stands = {
        person: at.stage for (person, _), at in caseload(register, [*acts, some]).situation.stands.items()
    }
    assert stands == {**dict.fromkeys(MEMBERS[:2], S.SUBMITTED), **dict.fromkeys(MEMBERS[2:], S.DENIED)}


def test_a_denial_that_is_taken_up_again_is_no_decision_any_more(register):
    acts = done((*DENIED, A.REQUEST_REVIEW, A.RECONSIDER))
    standing = caseload(register, acts).standing(CASE)
    assert standing.stage is C.READY
    assert set(standing.on_the_way.values()) == {S.SUBMITTED}
    days = event_days((one for one in acts if one.kind not in CASEWORK), "nor-2026", ON)
    assert all(event.keys() == {"submission_day"} for event in days.values())


def test_a_confirmed_denial_stands_since_it_was_made(register):
    acts = done((*DENIED, A.REQUEST_REVIEW, A.CONFIRM))
    load = caseload(register, acts)
    assert load.standing(CASE).stage is C.DENIED
    denied = next(act.effective for act in acts if act.kind is A.DENY)
    assert {(at.stage, at.since) for at in load.situation.stands.values()} == {(S.DENIED, denied)}


@pytest.mark.parametrize("answer", [A.RECONSIDER, A.CONFIRM])
def test_an_answer_that_nobody_asked_for_is_flagged_and_moves_nobody_who_was_not_denied(register, answer):
    acts = done(SUBMITTED)
    fault = told(register, acts, asked_for(answer))["no_appeal_lodged"]
    assert not fault.is_error
    submissions = [one for one in acts if one.kind not in CASEWORK]
    considered = admission.consider(register.limits(), submissions, asked_for(answer), ON)
    assert [(one.code, one.is_error) for one in considered.faults] == [("act_not_listed", False)]
    assert not considered.changes
    assert not told(register, done((*DENIED, A.REQUEST_REVIEW)), asked_for(answer))


def test_a_submission_elsewhere_while_a_state_looks_again_is_flagged_alone(register):
    acts = done((*DENIED, A.REVIEW, A.REQUEST_REVIEW))
    elsewhere = replace(asked_for(A.SUBMIT), offer="can-2026/2026")
    fault = told(register, acts, elsewhere)["review_waits_elsewhere"]
    assert (fault.is_error, fault.params["persons"], fault.params["offer"]) == (False, list(MEMBERS), OFFER)
    assert "review_waits_elsewhere" not in told(register, acts, asked_for(A.SUBMIT))
    assert not waiting([*acts, asked_for(A.SUBMIT)]), "submitted there anew: nothing is left to look at again"


def test_what_waits_for_an_answer_is_an_alert(register):
    for way in ((*WAYS[C.DEPRIORITISED], A.APPEAL), (*DENIED, A.REQUEST_REVIEW)):
        acts = done(way)
        situation = caseload(register, acts).situation
        [due] = [one for one in deadlines.alerts(situation) if one.kind is Due.APPEAL_TO_ANSWER]
        assert (due.case, due.since, due.persons) == (CASE, acts[-1].effective, MEMBERS)
