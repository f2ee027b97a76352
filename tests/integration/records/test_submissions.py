"""What other houses read of the cases that came to them, what they are told of their own acts, and who read what."""

import pytest
from integration.records.marked import marked

from resettle.engine.errors import Fault, RequestRefused
from resettle.engine.referrals.copies import NOT_SUBMITTED
from resettle.engine.registry.disclosed import Audience
from resettle.engine.registry.roles import Role
from resettle.engine.registry.stages import ActKind
from resettle.engine.screening.told import Voice
from resettle.records.database import connect
from resettle.render import submissions as rendered
from resettle.render import words
from resettle.service import (
    Asked,
    accounts,
    acts,
    casefiles,
    complaints,
    conflicts,
    lists,
    outside,
    record,
    spot_checks,
    submissions,
)
from resettle.service.acts import Requested
from resettle.service.readers import readings

A, R = ActKind, Role
DESK = "desk"


@pytest.fixture
def place(address, tmp_path):
    marked(address, tmp_path)
    accounts.opened(address, DESK, "Desk", "eva", accounts.Rights([R.COORDINATOR, R.PRE_DEPARTURE]))
    yield address
    connect(address).close()


def do(place, by, kind, case, key=None, to="nor", **more):
    return acts.act(place, Requested(kind, case, to, more.pop("source", "office"), **more), by, key)


def cases(place, by, **asked):
    return [one.case for one in submissions.submissions(place, by, **asked).items]


def refused(work):
    with pytest.raises(RequestRefused) as error:
        work()
    assert all(words.fault(fault) for fault in error.value.faults)
    return [fault.code for fault in error.value.faults]


def test_a_state_decides_on_what_was_submitted_to_it_and_on_those_alone_who_were(place):
    accepted = do(place, "nor", A.ACCEPT, "C-2")
    assert (accepted.act.persons, accepted.flagged) == (("P-3", "P-4"), ())
    assert cases(place, "nor-agency") == ["C-1", "C-2"]
    prepared = do(place, "nor", A.PREPARE, "C-1")
    assert prepared.act.persons == ("P-1", "P-2"), "P-late came to the case, and not to the State"
    for case, more in (
        ("C-4", {}),
        ("C-9", {}),
        ("C-3", {}),
        ("C-1", {"persons": ("P-late",)}),
        ("C-1", {"persons": ("P-9",)}),
    ):
        assert refused(lambda case=case, more=more: do(place, "nor", A.ACCEPT, case, **more)) == [
            "submission_unknown"
        ]
    assert refused(lambda: do(place, "nor", A.ACCEPT, "C-4", to="qnzlq")) == ["act_out_of_scope"]
    assert refused(lambda: do(place, "nor", A.ACCEPT, "C-4", to="never")) == ["act_out_of_scope"]
    assert refused(lambda: do(place, "nor", A.SUBMIT, "C-4")) == ["act_not_of_role"]
    assert refused(lambda: do(place, "blank", A.ACCEPT, "C-2")) == ["act_out_of_scope"]


def test_a_house_is_told_of_its_own_act_what_it_asked_and_nothing_of_others(place):
    flagged = do(place, "nor", A.DENY, "C-2", key="k")
    assert [fault.code for fault in flagged.flagged] == ["reason_missing"]
    assert [fault.code for fault in do(place, "nor", A.DENY, "C-2", key="k").flagged] == ["reason_missing"]
    with pytest.raises(RequestRefused) as error:
        do(place, "nor", A.PREPARE, "C-1", source="qsourc")
    assert [(fault.code, dict(fault.params)) for fault in error.value.faults] == [
        ("source_unknown", {"value": "qsourc"})
    ]
    asks = outside.House("nor", Audience.STATE, frozenset({"nor"}), flagged.act.effective)
    others = [Fault("act_way_open_elsewhere", params={"offers": ["qnzlq/year"]})]
    assert [fault.code for fault in outside.told(asks, others)] == ["act_against_record"]
    assert outside.told(None, others) == others


def test_what_is_withdrawn_is_theirs_no_more_and_what_is_denied_still_is(place):
    do(place, DESK, A.WITHDRAW, "C-2", ground="asked")
    assert cases(place, "nor") == ["C-1"]
    assert refused(lambda: submissions.submission(place, "C-2", "nor")) == ["nothing_recorded"]
    assert refused(lambda: submissions.submission(place, "C-9", "nor")) == ["nothing_recorded"]
    assert cases(place, "nzl") == ["C-1", "C-4"]
    [line] = [one for one in submissions.submissions(place, "nzl").items if one.case == "C-1"]
    assert {(one.offer, one.stage.value) for one in line.people} == {("qnzlq/year", "denied")}


def test_a_page_begins_and_ends_with_ones_own(place):
    page = submissions.submissions(place, "nzl", limit=1)
    assert ([one.case for one in page.items], page.after) == (["C-1"], "C-1")
    page = submissions.submissions(place, "nzl", page.after, 1)
    assert ([one.case for one in page.items], page.after) == (["C-4"], "")
    assert cases(place, "nzl", arrangement="nor") == []
    assert cases(place, "nor", arrangement="nor") == ["C-1", "C-2"]


def test_whoever_was_not_submitted_is_withheld_and_shown_as_withheld(place):
    found = submissions.submission(place, "C-1", "nor")
    data = rendered.submission_data(found)
    assert {"class": NOT_SUBMITTED, "of": "about somebody who was not submitted here"} in data["withheld"]
    fields = {field["name"]: field for part in data["form"] for field in part["fields"]}
    assert fields["case_size"]["withheld"] == fields["link"]["withheld"] == NOT_SUBMITTED
    assert fields["relative_person"]["withheld"] == NOT_SUBMITTED
    assert [
        one["not_to_be_told_to"]
        for part in data["form"]
        for one in part["fields"]
        if one["value"] == "qneedq"
    ] == [["P-2"]]
    do(place, DESK, A.JOIN, "C-1", persons=("P-late",))
    joined = rendered.submission_data(submissions.submission(place, "C-1", "nor"))
    assert NOT_SUBMITTED not in {one["class"] for one in joined["withheld"]}
    assert "P-late" in {one["person"] for one in joined["people"]}
    agency = rendered.submission_data(submissions.submission(place, "C-1", "nor-agency"))
    assert "P-late" not in str(agency), "a State has still to accept them"


def test_whoever_was_withdrawn_before_a_state_heard_of_them_is_not_named_to_it(place):
    do(place, DESK, A.PROPOSE, "C-1", persons=("P-late",))
    do(place, DESK, A.WITHDRAW, "C-1", persons=("P-late",), ground="asked")
    data = rendered.submission_data(submissions.submission(place, "C-1", "nor"))
    assert [one["person"] for one in data["findings"][0]["standing"]] == ["P-1", "P-2"]
    assert "P-late" not in str(data)


def test_movement_has_who_travels_until_they_arrive(place):
    [travelling] = submissions.manifest(place, "nor-travel").items
    assert [one.where.person for one in travelling.people] == ["P-1", "P-2"]
    assert {part.of for one in travelling.people for part in one.parts} == {"person", "document"}
    for kind in (A.PREPARE, A.DEPART, A.ARRIVE):
        assert do(place, "nor-travel", kind, "C-1").act.persons == ("P-1", "P-2")
    assert not submissions.manifest(place, "nor-travel").items
    assert refused(lambda: do(place, "nor-travel", A.DEPART, "C-2")) == ["submission_unknown"]
    assert len(submissions.manifest(place, DESK).items) == 1, "the office's own, of every State"


def test_who_read_what_is_on_record_and_for_those_who_watch(place):
    submissions.submissions(place, "nor", arrangement="nor")
    submissions.submission(place, "C-1", "nor")
    submissions.manifest(place, "nor-travel")
    record.history(place, "P-1", "caseworker")
    casefiles.as_of(place, Asked(), "C-1", "caseworker")
    casefiles.alerted(place, Asked(), "C-1", "caseworker")
    casefiles.heard(place, Asked(), "C-1", Voice.OFFICER, "caseworker")
    lists.cases(place, lists.CasesAsked(arrangement="nor"), "coordinator")
    lists.acts(place, lists.ActsAsked(), "coordinator")
    lists.acts(place, lists.ActsAsked(case="C-1"), "coordinator")
    lists.act(place, "A-1", "coordinator")
    of_case = readings(place, "auditor", "C-1").items
    assert [(one.by, one.what) for one in reversed(of_case)] == [
        ("nor", "submission"), ("nor-travel", "manifest"), ("caseworker", "history"), ("caseworker", "as_of"),
        ("caseworker", "alerts"), ("caseworker", "explanation for officer"), ("coordinator", "acts"), ("coordinator", "act"),
    ]  # fmt: skip
    by_nor = readings(place, "auditor", account="nor").items
    assert [(one.what, one.case) for one in by_nor] == [("submission", "C-1"), ("submissions", "")]
    assert by_nor[1].said == {"arrangement": "nor"}
    every = readings(place, "auditor", limit=5)
    assert len(every.items) == 5
    assert [one.by for one in every.items][:2] == ["auditor", "auditor"], "that somebody looked who looked"
    assert readings(place, None, after=every.after).items[0].at <= every.items[-1].at
    assert refused(lambda: readings(place, "coordinator")) == ["use_not_of_role"]
    assert [one for one in record.history(place, "C-1").said if one.table == "views"] == []


def test_nobody_looks_at_complaints_without_a_trace(place):
    for work in (complaints.complaints, conflicts.conflicts, spot_checks.spot_checks):
        work(place, "auditor")
    conflicts.conflicts(place, "caseworker")
    by_auditor = readings(place, None, account="auditor").items
    assert [one.what for one in reversed(by_auditor)] == ["complaints", "conflicts", "spot_checks"]
    assert readings(place, None, account="caseworker").items == []


def test_what_is_refused_is_no_reading(place):
    for work in (
        lambda: submissions.submission(place, "C-4", "nor"),
        lambda: submissions.submission(place, "C-1", "coordinator"),
        lambda: record.history(place, "C-1", "nor"),
        lambda: lists.cases(place, lists.CasesAsked(), "nor"),
    ):
        refused(work)
    assert readings(place, None).items == []
