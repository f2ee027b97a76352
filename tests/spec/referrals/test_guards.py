"""Guards of any act: who may do it, and why it is done; what is told when one is not satisfied, and nothing else."""

from dataclasses import replace

import pytest
from spec.referrals.cases import (
    CASE,
    ON,
    SUBMITTED,
    TO_READY,
    WAYS,
    asked_for,
    caseload,
    done,
    in_order,
    told,
)

from resettle.engine.referrals import workflow
from resettle.engine.registry.stages import CASEWORK, ActKind, CaseStage

A, C = ActKind, CaseStage


@pytest.mark.parametrize(
    ("kind", "after"),
    [
        (A.PROCEED, A.ASSESS),
        (A.STOP, A.ASSESS),
        (A.APPROVE, A.RECOMMEND),
        (A.REJECT, A.RECOMMEND),
        (A.RETURN, A.RECOMMEND),
        *((A.SUBMIT, one) for one in (A.ASSESS, A.PROCEED, A.RECOMMEND, A.APPROVE)),
    ],
)
def test_two_acts_that_are_kept_apart_are_not_done_by_one_person(tmp_path, kind, after):
    begins = {A.SUBMIT: C.READY}.get(kind) or CASEWORK[kind].begins[0]
    acts = done(WAYS[begins], by={after: "ana"})
    register = in_order(tmp_path)
    fault = told(register, acts, asked_for(kind, by="ana"))["act_by_same_person"]
    assert fault.params["did"] == [after]
    assert "act_by_same_person" not in told(register, acts, asked_for(kind, by="ben"))


def test_nobody_reopens_what_they_closed_or_stopped(tmp_path):
    register = in_order(tmp_path)
    for stage, ended in ((C.CLOSED, A.CLOSE), (C.DEPRIORITISED, A.STOP), (C.NOT_RECOMMENDED, A.REJECT)):
        acts = done(WAYS[stage], by={ended: "ana"})
        assert told(register, acts, asked_for(A.REOPEN, by="ana")).keys() == {"act_by_same_person"}
        assert not told(register, acts, asked_for(A.REOPEN, by="ben"))


def test_who_was_kept_apart_in_an_earlier_round_is_kept_apart_in_the_next(tmp_path):
    way = (*WAYS[C.NOT_RECOMMENDED], A.REOPEN)
    acts = done(way, by={A.ASSESS: "ana"})
    acts.append(replace(asked_for(A.ASSESS, acts[-1].effective, "ben"), id="A-50", order=50))
    assert told(in_order(tmp_path), acts, asked_for(A.PROCEED, by="ana")).keys() == {"act_by_same_person"}


@pytest.mark.parametrize("kind", [A.STOP, A.RETURN, A.REJECT, A.REVIEW, A.PAUSE, A.REOPEN])
def test_who_stops_something_says_why(tmp_path, kind):
    acts = done(WAYS[CASEWORK[kind].begins[0]])
    for reason in ("", "  "):
        assert told(in_order(tmp_path), acts, replace(asked_for(kind), reason=reason)).keys() == {
            "reason_missing"
        }


def test_a_pause_says_until_when(tmp_path):
    acts = done(WAYS[C.READY])
    for day in (None, ON):
        act = replace(asked_for(A.PAUSE), review_on=day)
        assert told(in_order(tmp_path), acts, act).keys() == {"review_day_missing"}


@pytest.mark.parametrize("kind", [A.ATTEMPT, A.CLOSE, A.WITHDRAW, A.CANCEL])
def test_a_ground_is_one_of_those_that_the_act_may_have(tmp_path, kind):
    ways = {
        A.ATTEMPT: WAYS[C.INTERVIEW],
        A.CLOSE: TO_READY,
        A.WITHDRAW: SUBMITTED,
        A.CANCEL: (*SUBMITTED, A.ACCEPT),
    }
    acts, register = done(ways[kind]), in_order(tmp_path)
    assert told(register, acts, replace(asked_for(kind), ground="")).keys() == {"ground_missing"}
    assert told(register, acts, replace(asked_for(kind), ground="because")).keys() == {"ground_unknown"}
    assert not told(register, acts, asked_for(kind))


def test_an_act_without_grounds_names_none(tmp_path):
    act = replace(asked_for(A.PROCEED), ground="error")
    assert told(in_order(tmp_path), done(WAYS[C.INITIAL_REVIEW]), act).keys() == {"ground_unknown"}


def test_a_proposal_is_taken_back_without_a_ground(tmp_path):
    acts = done((*TO_READY, A.PROPOSE))
    assert not told(in_order(tmp_path), acts, replace(asked_for(A.WITHDRAW), ground=""))


def test_a_denial_without_a_reason_is_recorded_and_flagged(tmp_path):
    register, acts = in_order(tmp_path), done(SUBMITTED)
    bare = replace(asked_for(A.DENY), reason="", ground="")
    assert [(code, one.is_error) for code, one in told(register, acts, bare).items()] == [
        ("reason_missing", False)
    ]
    assert not told(register, acts, replace(bare, ground="none_given"))
    assert not told(register, acts, replace(bare, reason="family ties elsewhere"))


def test_what_may_come_next_is_told_with_what_stands_in_its_way(tmp_path):
    register = in_order(tmp_path)
    found = workflow.next_acts(caseload(register, done(WAYS[C.INTERVIEW][:4])), CASE)
    assert {one.kind: [fault.code for fault in one.unmet] for one in found} == {
        A.ATTEMPT: [], A.COMPLETE: [], A.NO_SHOW: ["attempts_too_few"], A.PAUSE: [], A.CLOSE: [],
    }  # fmt: skip
    mine = workflow.next_acts(
        caseload(register, done(WAYS[C.RECOMMENDED], by={A.RECOMMEND: "ana"})), CASE, "ana"
    )
    assert {one.kind: [fault.code for fault in one.unmet] for one in mine}[A.APPROVE] == [
        "act_by_same_person"
    ]
