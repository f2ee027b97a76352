"""Guards of work on a case, from its referral to its approval: what is told when one is not satisfied, and nothing else."""

from dataclasses import replace

import polars as pl
import pytest
from builders import WILLINGNESS
from papers import consents, papers
from spec.referrals.cases import (
    CASE,
    MEMBERS,
    WAYS,
    asked_for,
    done,
    in_order,
    people,
    told,
)

from resettle.engine.registry.stages import ActKind, CaseStage

A, C = ActKind, CaseStage
CONSENTS = consents()


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
