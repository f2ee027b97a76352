"""On which day, and after what, an act on a case is recorded; and where a case stands that acts overtake."""

from dataclasses import replace
from datetime import timedelta

import pytest
from builders import swapped
from spec.referrals.cases import (
    BEGUN,
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

from resettle.engine.errors import RegisterRefused
from resettle.engine.registry import faults_of_casework
from resettle.engine.registry.stages import CASEWORK, ActKind, CaseStage

A, C = ActKind, CaseStage


def test_a_case_is_not_closed_while_anybody_is_on_the_way(tmp_path):
    fault = told(in_order(tmp_path), done(SUBMITTED), asked_for(A.CLOSE))
    assert {code: one.params["offers"] for code, one in fault.items()} == {
        "case_on_the_way": ["nor-2026/2026"]
    }


def test_an_act_on_a_case_is_not_dated_before_one_that_is_recorded(tmp_path):
    acts = done(WAYS[C.INITIAL_REVIEW])
    register = in_order(tmp_path)
    assert not told(register, acts, asked_for(A.PROCEED, acts[-1].effective))
    fault = told(register, acts, replace(asked_for(A.OPEN_ASSESSMENT, acts[0].effective), known=ON))
    assert fault.keys() == {"case_act_too_early"}
    assert (fault["case_act_too_early"].params["later"], fault["case_act_too_early"].params["on"]) == (
        A.ASSESS, acts[-1].effective,
    )  # fmt: skip


def test_a_case_is_not_closed_on_a_day_before_its_people_were_on_the_way(tmp_path):
    acts = done(SUBMITTED)
    fault = told(in_order(tmp_path), acts, replace(asked_for(A.CLOSE, acts[-2].effective), known=ON))
    assert {code: one.params["later"] for code, one in fault.items()} == {"case_act_too_early": A.SUBMIT}


def test_a_case_is_not_submitted_on_a_day_before_it_was_closed(tmp_path):
    acts = [*done(TO_READY), replace(asked_for(A.CLOSE, BEGUN + timedelta(12), "ron"), order=50)]
    late = replace(asked_for(A.SUBMIT, BEGUN + timedelta(10), "cor"), known=ON)
    fault = told(in_order(tmp_path), acts, late)
    assert {code: one.params["on"] for code, one in fault.items()} == {
        "case_closed_since": acts[-1].effective
    }


def test_what_is_learned_late_and_overtakes_work_on_the_case_is_recorded_and_flagged(tmp_path):
    register = in_order(tmp_path)
    acts = done((*SUBMITTED, A.ACCEPT, A.PREPARE, A.DEPART))
    acts.append(
        replace(asked_for(A.PAUSE, BEGUN + timedelta(14), "cas"), order=50, known=BEGUN + timedelta(14))
    )
    late = replace(asked_for(A.ARRIVE, BEGUN + timedelta(13), "mov"), known=BEGUN + timedelta(15), order=60)
    fault = told(register, acts, late)
    assert {code: (one.is_error, one.params["later"]) for code, one in fault.items()} == {
        "case_act_overtaken": (False, A.PAUSE)
    }
    learned = caseload(register, [*acts, late])
    assert learned.standing(CASE).stage is C.CLOSED
    [flagged] = faults_of_casework.out_of_turn(learned.situation.register)
    assert (flagged.code, flagged.is_error) == ("case_act_out_of_turn", False)


def test_an_act_of_ours_that_is_out_of_turn_in_files_is_an_error(tmp_path):
    acts = [one for one in done(WAYS[C.INTERVIEW]) if one.kind is not A.ASSESS]
    register = caseload(in_order(tmp_path), acts).situation.register
    faults = [*faults_of_casework.out_of_turn(register)]
    assert {(one.code, one.is_error) for one in faults} == {("case_act_out_of_turn", True)}


def test_a_case_is_closed_as_resettled_once_every_member_has_arrived(tmp_path):
    register = in_order(tmp_path)
    some = [replace(act, persons=("P-1", "P-2")) for act in done((*SUBMITTED, A.ACCEPT, A.PREPARE, A.DEPART, A.ARRIVE))
            if act.kind not in CASEWORK]  # fmt: skip
    acts = [*done(TO_READY), *some]
    assert caseload(register, acts).standing(CASE).stage is C.READY, "two of them were never submitted"
    rest = [replace(act, persons=("P-3", "P-4"), id=f"B-{act.order}", order=act.order + 100) for act in some]
    assert caseload(register, [*acts, *rest]).standing(CASE).stage is C.CLOSED


def test_a_denial_that_was_reviewed_does_not_come_back_when_the_others_arrive(tmp_path):
    register = in_order(tmp_path)
    acts = done((*SUBMITTED, A.DENY, A.REVIEW))
    day = acts[-1].effective
    again = [
        replace(asked_for(kind, day, "x", order=50 + at), persons=("P-1", "P-2", "P-3"))
        for at, kind in enumerate((A.SUBMIT, A.ACCEPT, A.PREPARE, A.DEPART, A.ARRIVE))
    ]
    assert caseload(register, [*acts, *again]).standing(CASE).stage is C.READY, "P-4 is still to be seen to"


@pytest.mark.parametrize("stage", [C.ON_HOLD, C.RECOMMENDED, C.RECOMMENDED_AGAINST])
def test_no_register_begins_where_an_act_leads_back_to_where_a_case_came_from(tmp_path, stage):
    text = swapped("register.toml", "synthetic = true", f'synthetic = true\ncases_begin = "{stage}"')
    with pytest.raises(RegisterRefused) as error:
        in_order(tmp_path, {"register.toml": text})
    [fault] = error.value.faults
    assert (fault.code, fault.where.key, fault.params["value"]) == ("code_unknown", "cases_begin", stage)
    assert "ready" in fault.params["allowed"]
