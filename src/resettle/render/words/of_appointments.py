"""Words for what is wrong with appointments and missions."""

from collections.abc import Mapping
from datetime import date

from resettle.engine.errors import Where
from resettle.render.words.template import Words


def _in(column: str) -> Where:
    return Where("appointments.csv", 3, column)


APPOINTMENTS: Mapping[str, Words] = {
    "appointment_incomplete": Words(
        "It was never said what an appointment is for, or for which day; or for which arrangement a mission is.",
        "no row says its {column}.",
        "Fill it in.",
        _in("planned_for"),
        {"column": "planned_for"},
    ),
    "appointment_moved": Words(
        "An appointment gets another day, though it was said what came of it.",
        "on {planned_for} it ended as {outcome}.",
        "Make another appointment, with an id of its own, for the new day.",
        _in("planned_for"),
        {"planned_for": "2016-11-14", "outcome": "no_show"},
    ),
    "appointment_told_before": Words(
        "It is told that somebody came to an appointment, or did not, before its day.",
        "{outcome} was known on {known}, and the appointment is on {planned_for}.",
        "Record it once the day has come; whoever said before that they could not come is excused.",
        _in("outcome"),
        {"outcome": "attended", "planned_for": "2016-11-14", "known": date(2016, 11, 10)},
    ),
    "appointment_outside_mission": Words(
        "An appointment on a mission is on a day on which the mission is not there.",
        "it is on {planned_for}, and mission {mission} is there[ from {starts_on}][ until {ends_on}].",
        "Give it another day, or mend the days of the mission.",
        _in("planned_for"),
        {"planned_for": "2016-11-14", "mission": "M-1", "starts_on": "2016-11-20", "ends_on": "2016-11-25"},
    ),
    "mission_days_wrong": Words(
        "A mission ends before it begins.",
        "it is there from {starts_on}, and until {ends_on}.",
        "Mend one of the days.",
        Where("missions.csv", 3, "ends_on"),
        {"starts_on": "2016-11-20", "ends_on": "2016-11-02"},
    ),
    "mission_unknown": Words(
        "Appointments are asked for of a mission that is not in the register.",
        "no mission {value:q} is known[; {near:q} is].",
        "Write its id as missions.csv has it.",
        Where(),
        {"value": "M-7", "near": "M-1"},
    ),
    "interpreter_alone": Words(
        "Whoever asked the questions is said to have interpreted them, too.",
        "{value:q} asked and interpreted: nobody else would have heard a mistake.",
        "Say who interpreted; or, if the language is the officer's own, write none.",
        _in("interpreter"),
        {"value": "cara"},
    ),
}
