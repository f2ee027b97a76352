"""What is due: clocks by priority, submissions to what has closed, members decided apart, reviews."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import swapped
from spec.referrals.cases import CASE, OFFER, SUBMITTED, WAYS, asked_for, caseload, done, in_order

from resettle.engine.referrals.deadlines import CLOCK, Due, alerts
from resettle.engine.registry.stages import ActKind, CaseStage, Stage

A, C = ActKind, CaseStage
DAY = date(2026, 3, 2)


def due(register, acts, on):
    return {
        (one.kind, one.case): one for one in alerts(caseload(register, acts, on, on + timedelta(1)).situation)
    }


@pytest.mark.parametrize(("priority", "days"), [("emergency", 7), ("urgent", 42), ("normal", 365)])
def test_a_submission_is_overdue_the_day_after_its_clock_has_run_out(tmp_path, priority, days):
    in_order(tmp_path / "base")
    cases = (tmp_path / "base" / "cases.csv").read_text().replace("LPPN,MED,urgent", f"LPPN,MED,{priority}")
    register = in_order(tmp_path / "changed", {"cases.csv": cases})
    acts = done(SUBMITTED)
    since = acts[-1].effective
    assert CLOCK[priority] == timedelta(days)
    assert not due(register, acts, since + timedelta(days))
    [alert] = due(register, acts, since + timedelta(days + 1)).values()
    assert (alert.kind, alert.case, alert.offer, alert.persons) == (
        Due.OVERDUE,
        CASE,
        OFFER,
        ("P-1", "P-2", "P-3", "P-4"),
    )
    assert (alert.since, alert.due, alert.said) == (since, since + timedelta(days), {"priority": priority})


@pytest.mark.parametrize("more", [(A.DEFER,), (A.ACCEPT,), (A.ACCEPT, A.PREPARE), (A.ACCEPT, A.DEPART)])
def test_the_clock_runs_until_people_have_arrived_and_a_deferral_does_not_stop_it(tmp_path, more):
    acts = done((*SUBMITTED, *more))
    alert = due(in_order(tmp_path), acts, date(2026, 6, 1))[Due.OVERDUE, CASE]
    assert (alert.said.get("deferred"), alert.since) == (
        "yes" if A.DEFER in more else None,
        acts[7].effective,
    )


@pytest.mark.parametrize("more", [(A.ACCEPT, A.DEPART, A.ARRIVE), (A.WITHDRAW,)])
def test_nothing_is_due_of_what_has_ended(tmp_path, more):
    assert not due(in_order(tmp_path), done((*SUBMITTED, *more)), date(2027, 6, 1))


def test_a_new_submission_begins_a_new_clock(tmp_path):
    acts = done((*SUBMITTED, A.WITHDRAW, A.SUBMIT))
    assert due(in_order(tmp_path), acts, date(2026, 6, 1))[Due.OVERDUE, CASE].since == acts[-1].effective


def test_a_submission_without_a_priority_has_no_clock_and_is_told(tmp_path):
    in_order(tmp_path / "base")
    cases = (tmp_path / "base" / "cases.csv").read_text().replace("LPPN,MED,urgent", "LPPN,MED,")
    acts = done(SUBMITTED)
    [alert] = due(in_order(tmp_path / "changed", {"cases.csv": cases}), acts, date(2029, 1, 1)).values()
    assert (alert.kind, alert.due) == (Due.NO_PRIORITY, None)


def test_every_open_submission_to_an_arrangement_that_is_suspended_is_listed_until_it_is_revived(tmp_path):
    suspended, revived = date(2026, 2, 27), date(2026, 3, 10)
    text = swapped("arrangements/nor-2026.toml", "[[consent]]", "".join(
        f'[[status]]\neffective = {day}\nknown = {day}\nstatus = "{status}"\nsource = "treaty"\n\n'
        for day, status in ((suspended, "suspended"), (revived, "revived"))
    ) + "[[consent]]")  # fmt: skip
    register = in_order(tmp_path, {"arrangements/nor-2026.toml": text})
    acts = done(SUBMITTED)
    alert = due(register, acts, DAY)[Due.ARRANGEMENT_NOT_OPEN, CASE]
    assert (alert.since, alert.said, len(alert.persons)) == (suspended, {"status": "suspended"}, 4)
    stands = caseload(register, acts, DAY).situation.stands
    assert {at.stage for at in stands.values()} == {Stage.SUBMITTED}, "nothing closes by itself"
    assert not due(register, acts, revived)
    before = caseload(register, acts, DAY).situation.facts_of_case(CASE)["waiting_since"]
    assert caseload(register, acts, revived).situation.facts_of_case(CASE)["waiting_since"] == before


def test_members_decided_apart_are_told_while_others_are_on_the_way(tmp_path):
    register, acts = in_order(tmp_path), done(SUBMITTED)
    accepted = replace(asked_for(A.ACCEPT, DAY, order=100), persons=("P-1", "P-2", "P-3"))
    denied = replace(asked_for(A.DENY, DAY, order=101), persons=("P-4",))
    assert not due(register, [*acts, accepted], DAY), "the fourth is not decided on yet"
    alert = due(register, [*acts, accepted, denied], DAY)[Due.SPLIT, CASE]
    assert alert.persons == ("P-4",)


def test_a_denial_is_due_for_review_until_it_is_reviewed(tmp_path):
    register, denied = in_order(tmp_path), done(WAYS[C.DENIED])
    alert = due(register, denied, DAY)[Due.DENIAL_TO_REVIEW, CASE]
    assert (alert.since, alert.offer) == (denied[-1].effective, "")
    assert not due(register, done((*WAYS[C.DENIED], A.REVIEW)), DAY)


def test_a_pause_is_due_for_review_from_its_day_on(tmp_path):
    register, paused = in_order(tmp_path), done(WAYS[C.ON_HOLD])
    day = paused[-1].review_on
    assert not due(register, paused, day - timedelta(1))
    assert due(register, paused, day)[Due.PAUSE_TO_REVIEW, CASE].due == day
    assert not due(register, done((*WAYS[C.ON_HOLD], A.CONTINUE)), day)


def test_what_has_been_due_longest_comes_first(tmp_path):
    register = in_order(tmp_path)
    other = [
        replace(act, case="C-4", persons=("P-8", "P-9"), effective=act.effective - timedelta(3))
        for act in done(SUBMITTED)
    ]
    found = alerts(
        caseload(register, [*done(SUBMITTED), *other], date(2027, 6, 1), date(2027, 6, 1)).situation
    )
    assert [one.case for one in found if one.kind is Due.OVERDUE] == ["C-1", "C-4"]
    assert [one.due for one in found] == sorted(one.due for one in found)
