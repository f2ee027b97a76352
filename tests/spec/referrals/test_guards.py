"""Each guard, when it is not satisfied: what is told, and that nothing else is."""

from dataclasses import replace
from datetime import timedelta

import polars as pl
import pytest
from builders import WILLINGNESS, swapped
from papers import consents, papers
from spec.referrals.cases import (
    BEGUN,
    CASE,
    MEMBERS,
    ON,
    SUBMITTED,
    TO_READY,
    WAYS,
    asked,
    asked_for,
    caseload,
    done,
    in_order,
    people,
)

from resettle.engine.errors import RegisterRefused
from resettle.engine.referrals import workflow
from resettle.engine.registry import faults_of_casework
from resettle.engine.registry.stages import CASEWORK, TRANSITIONS, ActKind, CaseStage
from resettle.render import words

A, C = ActKind, CaseStage
CONSENTS = consents()


def told(register, acts, act):
    line = CASEWORK.get(act.kind) or TRANSITIONS[act.kind]
    faults = workflow.faults(asked(register, acts, act), set(line.roles))
    assert all(words.fault(fault) for fault in faults)
    return {fault.code: fault for fault in faults}


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


def with_members(register, members):
    return replace(register, tables=replace(register.tables, members=members))


def test_nobody_is_referred_who_is_in_another_case_that_is_open(tmp_path):
    register = in_order(tmp_path)
    members = register.tables.members
    also = members.filter(pl.col("person") == "P-1").with_columns(case=pl.lit("C-2"))
    register = with_members(register, pl.concat([members, also]).sort("case", "person"))
    other = [replace(act, case="C-2", persons=("P-5", "P-6")) for act in done(WAYS[C.INTERVIEW])]
    fault = told(register, other, asked_for(A.REFER))["person_in_open_case"]
    assert (fault.params["person"], fault.params["other"], fault.params["stage"]) == (
        "P-1",
        "C-2",
        C.INTERVIEW,
    )
    closed = [replace(act, case="C-2", persons=("P-5", "P-6")) for act in done(WAYS[C.CLOSED])]
    assert not told(register, closed, asked_for(A.REFER))
    assert not told(register, [], asked_for(A.REFER))


def test_a_case_without_members_is_not_referred(tmp_path):
    register = in_order(tmp_path)
    register = with_members(register, register.tables.members.filter(pl.col("case") != CASE))
    assert told(register, [], asked_for(A.REFER)).keys() == {"act_without_people"}


def test_an_assessment_records_what_each_member_wants(tmp_path):
    silent = "".join(line for line in WILLINGNESS.splitlines(True) if not line.startswith("P-2,"))
    acts = done(WAYS[C.NEEDS_ASSESSMENT])
    fault = told(
        in_order(tmp_path / "a", {"willingness.csv": silent, "consents.csv": CONSENTS}),
        acts,
        asked_for(A.ASSESS),
    )
    assert {code: one.params["persons"] for code, one in fault.items()} == {"will_not_recorded": ["P-2"]}
    for said in ("yes", "no", "withdrawn"):
        consents = CONSENTS + f"P-2,K-1,resettlement,{said},2026-02-01,2026-02-01,office,,,\n"
        register = in_order(tmp_path / said, {"willingness.csv": silent, "consents.csv": consents})
        assert not told(register, acts, asked_for(A.ASSESS))
    unknown = CONSENTS + "P-2,K-1,resettlement,unknown,2026-02-01,2026-02-01,office,,,\n"
    register = in_order(tmp_path / "unknown", {"willingness.csv": silent, "consents.csv": unknown})
    assert told(register, acts, asked_for(A.ASSESS)).keys() == {"will_not_recorded"}


def test_an_interview_is_complete_if_everybody_was_seen_or_the_reason_says_why_not(tmp_path):
    register, acts = in_order(tmp_path), done(WAYS[C.INTERVIEW])
    some = replace(asked_for(A.COMPLETE), persons=("P-1", "P-2", "P-3"), reason=" ")
    assert told(register, acts, some)["members_not_seen"].params["persons"] == ["P-4"]
    assert not told(register, acts, replace(some, reason="the baby was ill"))
    assert not told(register, acts, replace(some, persons=("P-1", "P-2", "P-3", "P-4")))


def test_a_case_is_a_no_show_after_attempts_in_different_ways_since_it_was_due(tmp_path):
    register, due = in_order(tmp_path), WAYS[C.INTERVIEW][:4]
    assert told(register, done(due), asked_for(A.NO_SHOW)).keys() == {"attempts_too_few"}
    once = done((*due, A.ATTEMPT))
    twice_alike = [*once, replace(once[-1], id="A-60", order=60)]
    assert told(register, twice_alike, asked_for(A.NO_SHOW))["attempts_too_few"].params["ways"] == ["phone"]
    assert not told(register, done((*due, A.ATTEMPT, A.ATTEMPT)), asked_for(A.NO_SHOW))
    again = done((*WAYS[C.RECOMMENDED_AGAINST], A.REJECT, A.REOPEN, A.ASSESS, A.PROCEED))
    assert told(register, again, replace(asked_for(A.NO_SHOW), by="ana")).keys() == {"attempts_too_few"}


PREREQUISITES = [
    ("people.csv", ("P-2,M,1988,SOM,recognised", "P-2,M,1988,SOM,pending"), "status_not_established"),
    ("people.csv", ("P-2,M,1988,SOM,recognised", "P-2,M,1988,SOM,unknown"), "status_not_established"),
    ("cases.csv", ("urgent,2015,none", "urgent,2015,unknown"), "solutions_not_considered"),
    ("cases.csv", ("urgent,2015,none", "urgent,2015,"), "solutions_not_considered"),
    ("cases.csv", ("urgent,2015,none", "urgent,2015,local_integration"), "solutions_within_reach"),
    ("cases.csv", ("LPPN,MED", "LPPN,"), "categories_missing"),
    ("cases.csv", ("LPPN,MED", "LPPN,none"), "categories_missing"),
    ("cases.csv", ("LPPN,MED", "LPPN,LPPN"), "categories_alike"),
    ("people.csv", ("P-2,M,1988,SOM", "P-2,,1988,SOM"), "rrf_field_missing"),
    ("statements.csv", ("P-2,T-refugee_claim", "P-3,T-refugee_claim"), "rrf_statement_missing"),
    ("interviews.csv", ("P-4,I-1,2026-02-14", "P-4,I-1,"), "rrf_not_interviewed"),
    (
        "documents.csv",
        ("D-1,medical_assessment,none", "D-1,medical_assessment,2026-03-01"),
        "rrf_document_expired",
    ),
    (
        "consents.csv",
        ("P-1,K-share_with_state,share_with_state,yes", "P-1,K-share_with_state,share_with_state,unknown"),
        "rrf_declaration_missing",
    ),
    ("willingness.csv", ("P-3,nor-2026,yes", "P-3,nor-2026,no"), None),
]


@pytest.mark.parametrize(("file", "change", "code"), PREREQUISITES)
def test_prerequisites_of_a_recommendation(tmp_path, file, change, code):
    base = tmp_path / "base"
    in_order(base)
    text = (base / file).read_text()
    assert change[0] in text
    register = in_order(tmp_path / "changed", {file: text.replace(*change, 1)})
    act = replace(asked_for(A.RECOMMEND), reason="")
    assert told(register, done(WAYS[C.RRF_DRAFTING]), act).keys() == ({code} if code else set())
    if code == "solutions_within_reach":
        assert not told(register, done(WAYS[C.RRF_DRAFTING]), asked_for(A.RECOMMEND))


def with_dependants(tmp_path, *dependants):
    """The case, in which these are no refugees, and dependants."""
    text = people(**{person.replace("-", "_"): "non_refugee_dependant" for person in dependants})
    for person in dependants:
        text = "\n".join(
            line.replace(",recognised,", ",refused,") if line.startswith(f"{person},") else line
            for line in text.splitlines()
        )
    return in_order(tmp_path / "changed", {"people.csv": text + "\n"})


def test_a_dependant_who_is_no_refugee_needs_no_recognition(tmp_path):
    register = with_dependants(tmp_path, "P-2")
    assert not told(register, done(WAYS[C.RRF_DRAFTING]), asked_for(A.RECOMMEND))


def test_dependants_need_somebody_on_whom_they_depend(tmp_path):
    register = with_dependants(tmp_path, *MEMBERS)
    fault = told(register, done(WAYS[C.RRF_DRAFTING]), asked_for(A.RECOMMEND))
    assert {code: one.params["persons"] for code, one in fault.items()} == {
        "dependants_of_nobody": [*MEMBERS]
    }


def test_whoever_does_not_want_to_go_is_not_recommended(tmp_path):
    consents = (
        papers(CASE, ("P-1", "P-2"), (), "2026-02-14")["consents.csv"]
        + "P-3,K-1,resettlement,no,2026-02-01,2026-02-01,office,,,\n"
    )
    fault = told(
        in_order(tmp_path, {"consents.csv": consents}), done(WAYS[C.RRF_DRAFTING]), asked_for(A.RECOMMEND)
    )
    assert {code: (one.params["person"], one.params["said"]) for code, one in fault.items()} == {
        "wish_not_stated": ("P-3", "no")
    }


def test_the_form_of_a_designated_group_is_abridged(tmp_path):
    base = tmp_path / "base"
    in_order(base, {"statements.csv": None})
    head, *rows = (base / "cases.csv").read_text().splitlines()
    faults = told(
        in_order(base, {"statements.csv": None}), done(WAYS[C.RRF_DRAFTING]), asked_for(A.RECOMMEND)
    )
    assert faults.keys() == {"rrf_statement_missing"}
    for said, found in (
        ("yes", set()),
        ("no", {"rrf_statement_missing"}),
        ("unknown", {"rrf_statement_missing"}),
    ):
        text = "\n".join([f"{head},designated_group", *(f"{row},{said}" for row in rows), ""])
        register = in_order(tmp_path / said, {"statements.csv": None, "cases.csv": text})
        assert told(register, done(WAYS[C.RRF_DRAFTING]), asked_for(A.RECOMMEND)).keys() == found


def test_a_case_is_approved_with_two_categories_and_a_priority(tmp_path):
    acts = done(WAYS[C.RECOMMENDED])
    for number, (change, code) in enumerate(
        (
            (("LPPN,MED,urgent", "LPPN,,urgent"), "categories_missing"),
            (("LPPN,MED,urgent", "LPPN,MED,"), "priority_missing"),
        )
    ):
        in_order(tmp_path / f"base-{number}")
        text = (tmp_path / f"base-{number}" / "cases.csv").read_text()
        register = in_order(tmp_path / f"changed-{number}", {"cases.csv": text.replace(*change)})
        assert told(register, acts, asked_for(A.APPROVE)).keys() == {code}


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


def test_a_case_is_not_closed_while_anybody_is_on_the_way(tmp_path):
    fault = told(in_order(tmp_path), done(SUBMITTED), asked_for(A.CLOSE))
    assert {code: one.params["offers"] for code, one in fault.items()} == {
        "case_on_the_way": ["nor-2026/2026"]
    }


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
