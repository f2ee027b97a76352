# ruff: noqa: F811 (a fixture is named again by each test that asks for it)
"""What officers learn is recorded row by row, on both databases: judged with its case, by whom it is theirs to record."""

from datetime import timedelta

import pytest
from integration.records.offices import TODAY
from integration.records.test_casework import TO_READY, A, R, do, done, place, refused  # noqa: F401

from resettle import files
from resettle.engine.referrals.deadlines import Due
from resettle.engine.registry.permissions import RECORDED_BY
from resettle.engine.registry.roles import Role
from resettle.engine.registry.situation import Situation
from resettle.files.tables import TABLES
from resettle.records import database
from resettle.service import (
    accounts,
    appointments,
    casefiles,
    conflicts,
    exports,
    facts,
    record,
    registers,
    versions,
)
from resettle.service.accounts import NewRights, Rights
from resettle.service.questions import Asked, Wanted, scheduled

YES = {"willingness": [{"person": "P-1", "arrangement": "nor", "willing": "yes"}]}


def codes(done):
    return [fault.code for fault in done.preview.faults if fault.is_error]


def said(place, name, table):
    return [one for one in record.history(place, name).said if one.table == table]


def test_every_table_but_those_with_functions_of_their_own_is_recorded_by_some_role():
    elsewhere = {"acts", "requests", "answers", "translations", "served", "scores", "published"}
    assert {table.name for table in TABLES} - elsewhere == set(RECORDED_BY)


def test_a_row_is_recorded_once_and_a_retry_adds_nothing(place):
    assert facts.recorded(place, YES, "cas", "k-1").entries == 1
    again = facts.recorded(place, YES, "cas", "k-1")
    assert (again.again, again.entries) == (True, 1)
    assert facts.recorded(place, YES, "cas").entries == 0  # it is there already
    [one] = said(place, "P-1", "willingness")[-1:]
    assert (one.effective, one.known, one.source, one.by) == (TODAY, TODAY, "office", "cas")
    no = {"willingness": [{**YES["willingness"][0], "willing": "no"}]}
    refused(lambda: facts.recorded(place, no, "cas", "k-1"), "key_used_otherwise")


def test_what_is_said_twice_on_one_day_is_corrected_and_both_stay_on_record(place, tmp_path):
    for willing in ("yes", "no"):
        facts.recorded(place, {"willingness": [{**YES["willingness"][0], "willing": willing}]}, "cas")
    assert [one.content["willing"] for one in said(place, "P-1", "willingness")][-2:] == ["yes", "no"]
    facts.recorded(place, {"people": [{"person": "P-1", "nationality": "ERI"}]}, "cas")
    facts.recorded(place, {"people": [{"person": "P-1", "sex": "F"}]}, "cas")
    exports.exported(place, "cor", tmp_path / "out")
    register, faults = files.read(tmp_path / "out")
    assert not [fault for fault in faults if fault.is_error]
    for seen in (registers.opened(place).register, register):
        rows = seen.tables.willingness.rows(named=True)
        assert [row["willing"] for row in rows if row["person"] == "P-1"][-1] == "no"
        *_, last = seen.tables.rows("people", "P-1")
        assert (last["nationality"], last["sex"]) == ("ERI", "F")
    assert not [fault for fault in registers.examined(place).faults if fault.is_error]


def test_what_ended_and_holds_again_on_one_day_holds(place):
    tie = {"case": "C-1", "other_case": "C-2", "link": "travel_together"}
    for state in ({}, {"state": "ended"}, {}):
        facts.recorded(place, {"links": [{**tie, **state}]}, "cas")
    seen = casefiles.of_case(place, "C-1")
    assert Situation(seen, TODAY).links.height == 1
    facts.recorded(place, {"links": [{**tie, "state": "ended"}]}, "cas")
    assert not Situation(casefiles.of_case(place, "C-1"), TODAY).links.height
    assert not Situation(registers.opened(place).register, TODAY).links.height


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_recorded(place):
    rows = {
        "people": [{"person": "P-1", "sex": "woman", "height": "tall"}],
        "willingness": [{"person": "P-1", "arrangement": "nowhere", "willing": "yes"}],
        "registration_groups": [{"group": "G-1", "person": "P-1", "known": str(TODAY - timedelta(1))}],
    }  # fmt: skip
    before = len(record.history(place, "P-1").said)
    done = facts.recorded(place, rows, "cas")
    assert done.entries == 0
    assert {(one.code, one.where.file, one.where.row) for one in done.preview.faults if one.is_error} >= {
        ("column_unknown", "people", 1), ("name_unknown", "willingness", 1), ("import_known", "registration_groups", 1),
    }  # fmt: skip
    assert len(record.history(place, "P-1").said) == before


def test_a_row_that_breaks_what_is_recorded_is_refused_and_says_where(place):
    stranger = {"members": [{"case": "C-1", "person": "P-2", "relationship_to_pa": "child"}]}
    done = facts.recorded(place, stranger, "cas")
    assert "person_in_two_cases" in codes(done)
    twice = {"willingness": [YES["willingness"][0], {**YES["willingness"][0], "willing": "no"}]}
    assert codes(facts.recorded(place, twice, "cas")) == ["row_twice"] * 2


def test_a_child_is_born_into_a_case_and_nobody_is_taken_up_twice(place):
    child = {
        "person": "P-9",
        "family_name": "Farah",
        "given_names": "Amina",
        "date_of_birth": str(TODAY),
        "sex": "F",
    }
    rows = {"people": [child], "members": [{"case": "C-1", "person": "P-9", "relationship_to_pa": "child"}]}
    assert facts.recorded(place, rows, "cas", "born").entries == 2
    assert facts.recorded(place, rows, "cas", "born").again
    again = {"people": [{**child, "person": "P-10"}], "members": [{**rows["members"][0], "person": "P-10"}]}
    done = facts.recorded(place, again, "cas")
    assert codes(done) == ["duplicates_to_settle"]
    assert [(one.person, one.other) for one in done.preview.candidates] == [("P-10", "P-9")]
    assert facts.recorded(place, again, "cas", not_one=[("P-10", "P-9")]).entries == 3
    assert {*versions.persons_of(database.connect(place), "C-1")} == {"P-1", "P-9", "P-10"}


@pytest.mark.parametrize("role", sorted(Role))
def test_each_table_is_recorded_by_its_roles_alone(place, role):
    accounts.opened(place, "one", "One", "eva", Rights([role]))
    for table, roles in RECORDED_BY.items():
        row = {"person": "P-1", "case": "C-1", "subject": "P-1"}
        if role not in {one for some in RECORDED_BY.values() for one in some}:
            refused(
                lambda table=table, row=row: facts.recorded(place, {table: [row]}, "one"), "use_not_of_role"
            )
        elif role not in roles:
            refused(
                lambda table=table, row=row: facts.recorded(place, {table: [row]}, "one"), "table_not_of_role"
            )
        else:
            assert codes(
                facts.recorded(place, {table: [row]}, "one")
            )  # it may, and the row lacks what it needs
    if role is R.CASEWORKER:
        refused(lambda: facts.recorded(place, {"scores": [{"case": "C-1"}]}, "one"), "table_not_recorded")
        refused(lambda: facts.recorded(place, {"scores": [], "acts": []}, "one"), *["table_not_recorded"] * 2)


def test_nobody_records_of_whom_they_declared_a_conflict_with_nor_of_another_office(place):
    conflicts.declared(place, "P-1", "family", "cas")
    fault = refused(lambda: facts.recorded(place, YES, "cas"), "conflict_of_own")
    assert fault.params["about"] == ["P-1"]
    accounts.opened(place, "ali", "Ali", "eva", Rights([R.CASEWORKER], offices=["Lae"]))
    facts.recorded(
        place, {"cases": [{"case": "C-1", "office": "Lae"}, {"case": "C-2", "office": "Nauru"}]}, "ann"
    )
    assert facts.recorded(place, YES, "ali").entries == 1
    other = {"willingness": [{"person": "P-2", "arrangement": "nor", "willing": "yes"}]}
    refused(lambda: facts.recorded(place, other, "ali"), "case_of_another_office")
    accounts.changed(place, "ali", "eva", NewRights(until=TODAY - timedelta(1)))
    refused(lambda: facts.recorded(place, YES, "ali"), "account_expired")


def test_where_a_case_stands_follows_from_who_came_into_it(place):
    do(place, "rob", A.REFER)
    facts.recorded(place, {"members": [{"case": "C-1", "person": "P-1", "state": "ended"}]}, "cas")
    assert not [
        fault for fault in record.verified(place, (), "aud", projections=True).faults if fault.is_error
    ]


MISSION = {"missions": [{"mission": "M-1", "arrangement": "nor", "place": "Lae", "starts_on": str(TODAY)}]}
ASKED = {
    "person": "P-1",
    "appointment": "X-1",
    "purpose": "selection",
    "mission": "M-1",
    "planned_for": str(TODAY),
}


def test_a_mission_is_planned_and_who_came_is_told(place):
    wrong = facts.recorded(place, {"appointments": [ASKED]}, "cor")
    assert codes(wrong) == ["name_unknown"]
    assert facts.recorded(place, MISSION, "cor").entries == 1
    assert facts.recorded(place, {"appointments": [ASKED]}, "cor").entries == 1
    told = {"person": "P-1", "appointment": "X-1", "outcome": "no_show"}
    assert facts.recorded(place, {"appointments": [told]}, "cas").entries == 1
    for schedule in (
        appointments.scheduled(place, Asked(), Wanted("M-1"), "cas"),
        scheduled(registers.opened(place).register, Asked(), Wanted("M-1")),
    ):
        [one] = schedule.appointments
        assert (one.person, one.cases, one.outcome, one.planned_for) == ("P-1", ("C-1",), "no_show", TODAY)
        assert [mission.place for mission in schedule.missions] == ["Lae"]
    refused(lambda: appointments.scheduled(place, Asked(), Wanted("M-2"), "cas"), "mission_unknown")
    do(place, "rob", A.REFER)
    [alert] = casefiles.alerted(place, Asked(), "C-1", "cas").alerts
    assert (alert.kind, alert.persons) == (Due.APPOINTMENT_MISSED, ("P-1",))
    later = appointments.scheduled(place, Asked(), Wanted(first=TODAY + timedelta(1)), "cas")
    assert later.appointments == ()


def test_who_is_to_be_selected_on_a_mission_and_is_not_on_its_list_is_told_of_the_case(place):
    done(place, [*TO_READY, ("cor", A.SUBMIT)])
    facts.recorded(place, {"cases": [{"case": "C-1", "selection_modality": "mission"}]}, "cas")
    facts.recorded(place, MISSION, "cor")
    assert [one.kind for one in casefiles.alerted(place, Asked(), "C-1", "cas").alerts] == [
        Due.SELECTION_TO_PLAN
    ]
    facts.recorded(place, {"appointments": [ASKED]}, "cor")
    assert casefiles.alerted(place, Asked(), "C-1", "cas").alerts == ()
