# ruff: noqa: F811 (a fixture is named again by each test that asks for it)
"""Against favour and corruption: conflicts of interest, work by lot, complaints that those named never see, spot checks."""

from datetime import date, timedelta

import pytest
from integration.records.offices import TODAY
from integration.records.test_casework import TO_READY, A, R, do, done, place, refused  # noqa: F401 (place is a fixture)

from resettle.service import (
    accesses,
    accounts,
    assignments,
    complaints,
    conflicts,
    imports,
    letters,
    record,
    requests,
    spot_checks,
)
from resettle.service.accounts import NewRights, Rights
from resettle.service.requests import Asking


def with_more(place, role, *ids):
    for id in ids:
        accounts.opened(place, id, id, "eva", Rights([role]))


@pytest.mark.parametrize("about", ["C-1", "P-1"])
def test_nobody_acts_on_those_to_whom_they_declared_a_conflict(place, about):
    conflicts.declared(place, about, "family", "ann")
    do(place, "rob", A.REFER)
    fault = refused(lambda: do(place, "ann", A.OPEN_ASSESSMENT), "conflict_declared")
    assert fault.params["about"] == about
    do(place, "rob", A.REFER, "C-2")
    do(place, "ann", A.OPEN_ASSESSMENT, "C-2")
    refused(lambda: conflicts.ended(place, "ann", about, "ann"), "use_not_of_role")
    conflicts.ended(place, "ann", about, "aud")
    refused(lambda: conflicts.ended(place, "ann", about, "aud"), "conflict_unknown")
    do(place, "ann", A.OPEN_ASSESSMENT)


def test_everybody_sees_their_own_conflicts_and_who_watches_sees_all(place):
    conflicts.declared(place, "C-1", "friend", "ann")
    conflicts.declared(place, "C-2", "business", "cas")
    assert [one.about for one in conflicts.conflicts(place, "ann")] == ["C-1"]
    assert len(conflicts.conflicts(place, "aud")) == 2
    assert "friend" not in str(record.history(place, "C-1").said)
    refused(lambda: conflicts.declared(place, "C-9", "friend", "ann"), "nothing_recorded")
    refused(lambda: conflicts.declared(place, "C-1", "sympathy", "ann"), "code_unknown")


def test_declaring_a_conflict_tells_nobody_which_cases_there_are(place):
    accounts.opened(place, "far", "Far", "eva", Rights([R.CASEWORKER], offices=["amman"]))
    for who in ("nor", "far"):
        told = [conflicts.declared(place, about, "other", who) for about in ("C-1", "C-9")]
        assert {one.is_open for one in told} == {True}
        refused(lambda who=who: conflicts.declared(place, "C;9", "other", who), "id_wrong")
    refused(lambda: conflicts.declared(place, "C-9", "other", "ann"), "nothing_recorded")


def test_nobody_ends_their_own_conflict_whatever_they_are_by_then(place):
    conflicts.declared(place, "C-1", "family", "ann")
    accounts.changed(place, "ann", "eva", NewRights(roles=[R.AUDITOR]))
    refused(lambda: conflicts.ended(place, "ann", "C-1", "ann"), "conflict_own")
    conflicts.ended(place, "ann", "C-1", "aud")


@pytest.mark.parametrize("about", ["C-1", "P-1"])
def test_nobody_answers_or_assigns_those_to_whom_they_declared_a_conflict(place, about):
    requests.received(place, "Q-1", {"P-1": Asking("standing", language="eng")}, "rob")
    for who in ("cas", "cor"):
        conflicts.declared(place, about, "opponent", who)
    for work in (
        lambda: letters.answered(place, "Q-1", {"P-1": "No."}, "cas"),
        lambda: requests.received(place, "Q-1", {"P-1": Asking(withdrawn=True)}, "cas"),
        lambda: assignments.assigned(place, "C-1", R.CASEWORKER, "cor"),
    ):
        assert refused(work, "conflict_of_own").params["about"] == [about]
    letters.answered(place, "Q-1", {"P-1": "It is looked into."}, "ron")


@pytest.mark.parametrize(("about", "stands"), [("C-2", True), ("P-2", True), ("C-1", False)])
def test_nobody_imports_what_is_recorded_of_those_to_whom_they_declared_a_conflict(
    place, tmp_path, about, stands
):
    conflicts.declared(place, about, "family", "cas")
    for name, row in (("cases", f"case,effective,priority\nC-2,{TODAY},emergency\n"),
                      ("people", f"person,effective,location\nP-2,{TODAY},KEN\n")):  # fmt: skip
        table = tmp_path / f"{name}.csv"
        table.write_text(row)
        wanted = imports.Wanted((table,), source="office")
        if stands:
            refused(lambda wanted=wanted: imports.imported(place, wanted, "cas"), "conflict_of_own")
        assert imports.imported(place, wanted, "cor" if stands else "cas").entries == 1


def test_a_lot_falls_on_nobody_who_does_not_see_the_case(place, tmp_path):
    with_more(place, R.CASEWORKER, "cas2")
    accounts.opened(place, "far", "Far", "eva", Rights([R.CASEWORKER], offices=["amman"]))
    accounts.opened(place, "chief", "Chief", "eva", Rights([R.REVIEWING_OFFICER], offices=["amman"]))
    assert assignments.assigned(place, "C-1", R.CASEWORKER, "cor").pool == ("cas", "cas2")
    accesses.opened(place, "C-1", "chief", "their sister's case", 1)
    refused(
        lambda: assignments.assigned(place, "C-1", R.CASEWORKER, "chief", reason="anew"),
        "case_of_another_office",
    )
    table = tmp_path / "cases.csv"
    table.write_text(f"case,effective,office\nC-1,{TODAY},amman\n")
    imports.imported(place, imports.Wanted((table,), source="office"), "cas")
    again = assignments.assigned(place, "C-1", R.CASEWORKER, "chief", reason="another office's now")
    assert again.pool == ("cas", "cas2", "far")


def test_work_is_assigned_by_lot_among_those_who_may(place):
    with_more(place, R.REVIEWING_OFFICER, "ron2", "ron3", "ron4")
    done(place, TO_READY[:6])
    conflicts.declared(place, "P-1", "family", "ron4")
    accounts.opened(place, "late", "Late", "eva", Rights([R.REVIEWING_OFFICER], until=TODAY - timedelta(1)))
    one = assignments.assigned(place, "C-1", R.REVIEWING_OFFICER, "cor")
    assert (one.drawn, one.pool) == (True, ("ron", "ron2", "ron3"))
    assert one.to in one.pool
    other = next(who for who in one.pool if who != one.to)
    told = do(place, other, A.APPROVE)
    assert [fault.code for fault in told.flagged] == ["assigned_to_another"]
    assert [one.to for one in assignments.assignments(place, "C-1", "cor")] == [one.to]


def test_whoever_is_named_or_assigned_anew_is_so_for_a_reason_that_stays(place):
    with_more(place, R.CASEWORKER, "cas2")
    do(place, "rob", A.REFER)
    refused(
        lambda: assignments.assigned(place, "C-1", R.CASEWORKER, "cor", "cas2"), "assignment_without_reason"
    )
    refused(
        lambda: assignments.assigned(place, "C-1", R.CASEWORKER, "cor", "ron", "x"), "assignment_not_in_pool"
    )
    refused(lambda: assignments.assigned(place, "C-1", R.CASEWORKER, "cas"), "use_not_of_role")
    named = assignments.assigned(place, "C-1", R.CASEWORKER, "cor", "cas2", "speaks the language")
    assert (named.to, named.drawn) == ("cas2", False)
    refused(lambda: assignments.assigned(place, "C-1", R.CASEWORKER, "cor"), "assignment_without_reason")
    again = assignments.assigned(place, "C-1", R.CASEWORKER, "cor", reason="cas2 is on leave")
    assert again.drawn
    kept = [one.content for one in record.history(place, "C-1").said if one.table == "assignments"]
    assert [one.get("reason") for one in kept] == ["speaks the language", "cas2 is on leave"]


def test_where_nobody_may_nobody_is_drawn(place):
    done(place, TO_READY[:6])
    conflicts.declared(place, "C-1", "other", "ron")
    refused(lambda: assignments.assigned(place, "C-1", R.REVIEWING_OFFICER, "cor"), "nobody_to_assign")


def test_a_complaint_is_never_seen_by_those_it_names(place):
    with_more(place, R.ACCOUNTABLE_OFFICER, "acc")
    one = complaints.lodged(place, "He asked my neighbour for money.", "rob", ["cas", "aud"], "C-1")
    assert (one.text, one.seen_by) == (None, 1), "whoever lodged it has its number"
    assert complaints.lodged(place, "x", "rob", ["aud", "acc"]).seen_by == 0, (
        "all who would read it are named"
    )
    assert [each.id for each in complaints.complaints(place, "acc")] == [one.id]
    assert complaints.complaints(place, "acc")[0].text == "He asked my neighbour for money."
    for named in ("cas", "aud"):
        assert complaints.complaints(place, named) == []
    assert next(each.id for each in complaints.complaints(place, "rob")) == one.id
    assert complaints.complaints(place, "ann") == []
    refused(lambda: complaints.ended(place, one.id, "not_upheld", "so", "aud"), "complaint_unknown")
    refused(lambda: complaints.ended(place, one.id, "upheld", " ", "acc"), "complaint_empty")
    assert complaints.ended(place, one.id, "upheld", "Two witnesses.", "acc").outcome == "upheld"
    refused(lambda: complaints.ended(place, one.id, "upheld", "Again.", "acc"), "complaint_over")
    assert "money" not in str(record.history(place, "C-1").said)
    refused(lambda: complaints.lodged(place, " ", "rob"), "complaint_empty")
    refused(lambda: complaints.lodged(place, "x", "rob", ["nobody"]), "account_not_open")


def test_no_interview_escapes_a_spot_check_by_its_date_and_nobody_checks_their_own(place):
    days = (TODAY - timedelta(90 - at) for at in range(5))
    *_, back = [
        do(place, by, kind, effective=day).act for (by, kind), day in zip(TO_READY[:5], days, strict=True)
    ]
    check = spot_checks.drawn(place, "interviews", 9, TODAY, "aud")
    assert check.acts == (back.id,)
    accounts.changed(place, "cas", "eva", NewRights(roles=[R.AUDITOR]))
    refused(lambda: spot_checks.found_of(place, check.id, back.id, "in_order", "", "cas"), "own_act_checked")
    spot_checks.found_of(place, check.id, back.id, "to_mend", "", "aud")


def test_a_spot_check_is_drawn_once_and_answered_act_by_act(place):
    refused(lambda: spot_checks.drawn(place, "interviews", 3, date.min, "aud"), "nothing_to_check")
    done(place, TO_READY[:5])
    done(place, TO_READY[:5], "C-2")
    do(place, "cor", A.ACCEPT, "C-1")
    assert spot_checks.drawn(place, "overrides", 9, date.min, "aud").among == 1
    check = spot_checks.drawn(place, "interviews", 1, date.min, "aud")
    assert (check.among, len(check.acts)) == (2, 1)
    [act] = check.acts
    other = "A-999"
    refused(lambda: spot_checks.found_of(place, check.id, other, "in_order", "", "aud"), "not_in_sample")
    told = spot_checks.found_of(place, check.id, act, "to_mend", "no interpreter named", "aud")
    assert told.findings[act].finding == "to_mend"
    refused(lambda: spot_checks.found_of(place, check.id, act, "in_order", "", "aud"), "not_in_sample")
    refused(lambda: spot_checks.found_of(place, "X-9999", act, "in_order", "", "aud"), "spot_check_unknown")
    refused(lambda: spot_checks.spot_checks(place, "ron"), "use_not_of_role")
    assert len(spot_checks.spot_checks(place, "aud")) == 2
    refused(lambda: spot_checks.drawn(place, "looks", 1, date.min, "aud"), "code_unknown")
