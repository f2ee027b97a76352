"""Guards of a submission: a case that is ready, an arrangement that is open, people who agree."""

from dataclasses import replace

import pytest
from builders import WILLINGNESS, swapped
from papers import papers
from spec.referrals.cases import (
    CASE,
    SUBMITTED,
    TO_READY,
    WAYS,
    asked_for,
    caseload,
    done,
    in_order,
    told,
)

from resettle.engine.registry.stages import ActKind, CaseStage

A, C = ActKind, CaseStage


def test_a_case_is_submitted_when_it_is_ready_and_not_before(tmp_path):
    register = in_order(tmp_path)
    for stage, way in WAYS.items():
        expected = set() if stage is C.READY else {"case_not_ready"}
        assert told(register, done(way), asked_for(A.SUBMIT)).keys() == expected, stage


def test_after_a_denial_a_case_is_reviewed_before_it_is_submitted_again(tmp_path):
    register = in_order(tmp_path)
    denied = (*SUBMITTED, A.DENY)
    assert told(register, done(denied), asked_for(A.SUBMIT)).keys() == {"case_not_ready"}
    assert not told(register, done((*denied, A.REVIEW)), asked_for(A.SUBMIT))


def test_nobody_comes_into_a_case_after_its_review_and_is_submitted_unseen(tmp_path):
    register, acts = in_order(tmp_path), done(TO_READY)
    before = [*acts[:-1], replace(acts[-1], persons=("P-1", "P-2", "P-3"))]
    fault = told(register, before, asked_for(A.SUBMIT))
    assert {code: one.params["persons"] for code, one in fault.items()} == {"members_not_reviewed": ["P-4"]}
    assert not told(register, before, replace(asked_for(A.SUBMIT), persons=("P-1", "P-2", "P-3")))
    again = replace(asked_for(A.REVIEW, acts[-1].effective, "ruth"), id="A-70", order=70)
    assert not told(register, before, again)
    assert not told(register, [*before, again], asked_for(A.SUBMIT))


def test_a_case_that_was_submitted_again_before_anybody_asked_for_a_review_stands_ready(tmp_path):
    register = in_order(tmp_path)
    acts = done((*SUBMITTED, A.DENY, A.SUBMIT, A.WITHDRAW))
    assert caseload(register, acts).standing(CASE).stage is C.READY
    assert not told(register, acts, asked_for(A.SUBMIT))


def test_a_register_that_takes_up_cases_that_are_ready_says_so(tmp_path):
    text = swapped("register.toml", "synthetic = true", 'synthetic = true\ncases_begin = "ready"')
    register = in_order(tmp_path, {"register.toml": text})
    assert caseload(register, []).standing(CASE).stage is C.READY
    assert not told(register, [], asked_for(A.SUBMIT))
    assert "case_act_out_of_turn" in told(register, [], asked_for(A.REFER))


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (('status = "in_force"', 'status = "suspended"'), {"arrangement_not_open"}),
        (('consent = "given"', 'consent = "withheld"'), {"party_consent_missing"}),
        (('[[consent]]\nparty = "KEN"\neffective = 2026-01-05\nknown = 2026-01-05\nconsent = "given"\nsource = "treaty"\n', ""),
         {"party_consent_missing"}),
    ],
)  # fmt: skip
def test_an_arrangement_takes_submissions_when_it_is_open_and_whoever_must_agree_does(
    tmp_path, change, codes
):
    text = swapped("arrangements/nor-2026.toml", *change)
    register = in_order(tmp_path, {"arrangements/nor-2026.toml": text})
    assert told(register, done(TO_READY), asked_for(A.SUBMIT)).keys() == codes


@pytest.mark.parametrize(
    ("consent_for", "given", "codes"),
    [
        ("share_with_state", "withdrawn", {"consent_not_given"}),
        ("share_with_state", "yes", set()),
        ("resettlement", "no", {"consent_not_given"}),
        ("share_medical", "no", set()),
    ],
)
def test_nobody_is_submitted_who_does_not_allow_it(tmp_path, consent_for, given, codes):
    signed = papers(CASE, ("P-1", "P-2"), (), "2026-02-14")["consents.csv"]
    row = f"P-2,K-1,{consent_for},{given},2026-02-20,2026-02-20,office,,,\n"
    register = in_order(tmp_path, {"consents.csv": signed + row})
    assert told(register, done(TO_READY), asked_for(A.SUBMIT)).keys() == codes


TO = "person,consent,consent_for,given,to,effective,known,source\n"


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ([("yes", "NOR", 20), ("no", "CAN", 21)], set()),
        ([("no", "NOR", 20), ("yes", "CAN", 21)], {"consent_not_given"}),
        ([("yes", "NOR", 20), ("withdrawn", "", 21)], {"consent_not_given"}),
        ([("no", "", 20), ("yes", "NOR", 21)], set()),
        ([("yes", "CAN", 20)], {"consent_not_recorded"}),
        ([("unknown", "NOR", 20)], {"consent_not_recorded"}),
        ([("yes", "", 20)], set()),
        ([], {"consent_not_recorded"}),
    ],
)
def test_consent_to_share_is_given_to_whom_the_case_is_shared_with(tmp_path, said, codes):
    rows = "".join(
        f"P-2,K-{day},share_with_state,{given},{to},2026-02-{day},2026-02-{day},office\n"
        for given, to, day in said
    )
    rows += "P-1,K-1,share_with_state,yes,,2026-02-14,2026-02-14,office\n"
    register = in_order(tmp_path, {"consents.csv": TO + rows})
    fault = told(register, done(TO_READY), asked_for(A.SUBMIT))
    assert {code: one.params["person"] for code, one in fault.items()} == dict.fromkeys(codes, "P-2")


@pytest.mark.parametrize("said", ["no", "unknown"])
def test_nobody_is_submitted_who_has_not_said_yes_to_the_arrangement(tmp_path, said):
    text = WILLINGNESS.replace("P-2,nor-2026,yes", f"P-2,nor-2026,{said}")
    fault = told(in_order(tmp_path, {"willingness.csv": text}), done(TO_READY), asked_for(A.SUBMIT))
    assert {code: one.params["persons"] for code, one in fault.items()} == {"will_not_stated": ["P-2"]}
