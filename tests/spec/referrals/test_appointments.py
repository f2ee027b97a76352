"""Appointments and missions: who is asked to come and when, who did not, who was forgotten, and what is wrong with a schedule."""

from datetime import date, timedelta

import pytest
from builders import a_register_folder, a_situation
from spec.referrals.cases import CASE, MEMBERS, OFFER, SUBMITTED, WAYS, A, caseload, done, in_order

from resettle import files
from resettle.engine.referrals.appointments import Schedule
from resettle.engine.referrals.deadlines import Due, alerts
from resettle.engine.registry.stages import CaseStage

ON = date(2026, 3, 2)
HEAD = "person,appointment,purpose,mission,planned_for,seen_by,interpreter,outcome,effective,known,source\n"
MISSIONS = (
    "mission,arrangement,place,starts_on,ends_on,effective,known,source\n"
    "M-1,nor-2026,Dadaab,2026-03-09,2026-03-13,2026-02-01,2026-02-01,office\n"
)


def row(
    person="P-1",
    appointment="X-1",
    purpose="interview",
    mission="",
    day="2026-02-20",
    outcome="",
    said="2026-02-10",
    who=("", ""),
):
    return (
        f"{person},{appointment},{purpose},{mission},{day},{who[0]},{who[1]},{outcome},{said},{said},office\n"
    )


def tables(*rows, missions=MISSIONS):
    return {"appointments.csv": HEAD + "".join(rows), "missions.csv": missions}


def due(situation, *kinds):
    return [(one.kind, one.case, one.persons) for one in alerts(situation) if one.kind in kinds]


def test_what_came_of_an_appointment_is_said_later_and_another_day_is_another_appointment(tmp_path):
    told = row(purpose="", day="", outcome="no_show", said="2026-02-21")
    situation = a_situation(tmp_path, tables(row(), told, row(appointment="X-2", day="2026-03-05")), on=ON)
    one, other = Schedule(situation).appointments
    assert (one.purpose, one.planned_for, one.outcome, one.cases) == (
        "interview",
        date(2026, 2, 20),
        "no_show",
        ("C-1",),
    )
    assert (other.id, other.planned_for, other.outcome) == ("X-2", date(2026, 3, 5), "")
    before = Schedule(a_situation(tmp_path / "before", tables(row(), told), on=date(2026, 2, 20)))
    assert [one.outcome for one in before.appointments] == [""]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([row()], [Due.APPOINTMENT_TO_TELL]),
        ([row(day="2026-03-02")], []),
        ([row(day="2026-03-20")], []),
        ([row(outcome="attended", said="2026-02-21")], []),
        ([row(outcome="excused")], []),
        ([row(outcome="no_show", said="2026-02-21")], [Due.APPOINTMENT_MISSED]),
        ([row(outcome="no_show", said="2026-02-21"), row(appointment="X-2", day="2026-03-20")], []),
        ([row(outcome="no_show", said="2026-02-21"), row(appointment="X-2", purpose="medical", day="2026-03-20")], [Due.APPOINTMENT_MISSED]),
    ],
)  # fmt: skip
def test_what_is_due_of_an_appointment(tmp_path, rows, found):
    situation = a_situation(tmp_path, tables(*rows), on=ON)
    assert due(situation, Due.APPOINTMENT_TO_TELL, Due.APPOINTMENT_MISSED) == [
        (one, "C-1", ("P-1",)) for one in found
    ]


def on_mission(folder, more):
    """The case in order, to be selected on a mission, submitted."""
    in_order(folder / "base")
    head, *rows = (folder / "base" / "cases.csv").read_text().splitlines()
    cases = [
        f"{head},selection_modality",
        *(f"{one},{'mission' if one.startswith(CASE) else ''}" for one in rows),
        "",
    ]
    register = in_order(folder / "changed", {"cases.csv": "\n".join(cases), **more})
    return lambda on: caseload(register, done(SUBMITTED), on, on + timedelta(1)).situation


def test_nobody_who_is_submitted_to_a_state_that_comes_is_forgotten(tmp_path):
    asked = row(purpose="selection", mission="M-1", day="2026-03-10")
    on = on_mission(tmp_path, tables(asked))
    [(kind, case, persons)] = due(on(ON), Due.SELECTION_TO_PLAN)
    assert (kind, case, persons) == (Due.SELECTION_TO_PLAN, CASE, MEMBERS[1:])
    assert not due(on(date(2026, 3, 14)), Due.SELECTION_TO_PLAN)
    register = in_order(tmp_path / "dossier", tables(asked))
    assert not due(caseload(register, done(SUBMITTED), ON, ON).situation, Due.SELECTION_TO_PLAN)
    assert OFFER.startswith("nor-2026")


def test_members_of_a_case_that_was_not_recommended_are_counselled_each(tmp_path):
    acts = done(WAYS[CaseStage.NOT_RECOMMENDED])
    rejected = acts[-1].effective
    assert acts[-1].kind is A.REJECT
    too_early = row(
        purpose="counselling", day=str(rejected - timedelta(1)), outcome="attended", said=str(rejected)
    )
    told = [
        row(
            one,
            "X-9",
            "counselling",
            "",
            str(rejected + timedelta(1)),
            "attended",
            str(rejected + timedelta(2)),
        )
        for one in MEMBERS
    ]
    for rows, waiting in (([], MEMBERS), ([too_early], MEMBERS), (told[:1], MEMBERS[1:]), (told, ())):
        register = in_order(tmp_path / f"{len(rows)}-{len(waiting)}", tables(*rows))
        situation = caseload(register, acts, date(2026, 6, 1)).situation
        found = due(situation, Due.COUNSELLING_DUE)
        assert found == ([(Due.COUNSELLING_DUE, CASE, waiting)] if waiting else [])


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        (tables(row(day="")), "appointment_incomplete", ("appointments.csv", 2, "planned_for")),
        (tables(row(purpose="")), "appointment_incomplete", ("appointments.csv", 2, "purpose")),
        (tables(row(), missions=MISSIONS.replace("nor-2026", "")), "appointment_incomplete", ("missions.csv", 2, "arrangement")),
        (tables(row(outcome="no_show", said="2026-02-21"), row(day="2026-03-20", said="2026-02-22")),
         "appointment_moved", ("appointments.csv", 3, "planned_for")),
        (tables(row(outcome="attended", said="2026-02-19")), "appointment_told_before", ("appointments.csv", 2, "outcome")),
        (tables(row(mission="M-1")), "appointment_outside_mission", ("appointments.csv", 2, "planned_for")),
        (tables(row(mission="M-2")), "name_unknown", ("appointments.csv", 2, "mission")),
        (tables(row("P-77")), "name_unknown", ("appointments.csv", 2, "person")),
        (tables(missions=MISSIONS.replace("2026-03-13", "2026-03-08")), "mission_days_wrong", ("missions.csv", 2, "ends_on")),
        (tables(missions=MISSIONS.replace("nor-2026", "nor-2062")), "name_unknown", ("missions.csv", 2, "arrangement")),
        (tables(missions=MISSIONS.replace("2026-03-13", "March")), "day_wrong", ("missions.csv", 2, "ends_on")),
        (tables(row(outcome="came")), "code_unknown", ("appointments.csv", 2, "outcome")),
        (tables(row(who=("cara", " Cara"))), "interpreter_alone", ("appointments.csv", 2, "interpreter")),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_schedule(tmp_path, changes, code, where):
    faults = files.examine(a_register_folder(tmp_path, changes)).faults
    assert (code, *where) in {(one.code, one.where.file, one.where.row, one.where.key) for one in faults}


def test_a_schedule_in_order_has_no_faults(tmp_path):
    rows = [
        row(who=("cara", "none"), outcome="attended", said="2026-02-21"),
        row("P-2", purpose="selection", mission="M-1", day="2026-03-10", who=("unknown", "unknown")),
    ]
    assert files.examine(a_register_folder(tmp_path, tables(*rows))).faults == ()
