"""Appointments: what somebody is asked to come for, by the office or on a State's selection mission, and what came of it."""

from resettle.engine.registry.codes import CodeList

SELECTION, COUNSELLING = "selection", "counselling"
PURPOSES = CodeList(
    "what an appointment is for",
    {
        "interview": "the office's resettlement interview",
        SELECTION: "a State's own interview, on a selection mission or at a distance",
        "medical": "a medical assessment",
        COUNSELLING: "counselling: on options, on a decision, on what comes next",
        "orientation": "orientation before departure",
        "other": "something else",
    },
    "UNHCR Resettlement Handbook 4.3-4.11",
)

ATTENDED, NO_SHOW = "attended", "no_show"
OUTCOMES = CodeList(
    "what came of an appointment",
    {
        ATTENDED: "they came, and were seen",
        NO_SHOW: "they did not come",
        "excused": "they said that they could not come",
        "put_off": "it was put off by whoever had called it",
    },
    "Resettle",
)
HAPPENED = frozenset({ATTENDED, NO_SHOW})
"""What can be told of an appointment only once its day has come."""
