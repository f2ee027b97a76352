"""Integrity: what an officer may be to somebody, what a spot check looks at and finds, how a complaint ends."""

from resettle.engine.registry.codes import CodeList
from resettle.engine.registry.stages import ActKind

NATURE = CodeList(
    "what somebody is to a person or a case",
    {
        "family": "a relative",
        "friend": "a friend, or an acquaintance",
        "business": "money or business between them",
        "opponent": "a quarrel, or sides taken against them",
        "other": "something else that could sway them",
    },
    "Resettle",
)

INTERVIEWS, OVERRIDES = "interviews", "overrides"
LOOKED_AT = CodeList(
    "what a spot check looks at",
    {
        INTERVIEWS: "interviews that were completed, or not attended",
        OVERRIDES: "acts that were recorded though something stood against them",
    },
    "OIOS report on resettlement in Nairobi (2002): spot checks of interviews; of overrides, ours",
)
INTERVIEWED = (ActKind.COMPLETE, ActKind.NO_SHOW)

FINDING = CodeList(
    "what a spot check found",
    {"in_order": "in order", "to_mend": "something to mend", "allegation": "something to be looked into"},
    "Resettle",
)

OUTCOME = CodeList(
    "how a complaint ended",
    {
        "upheld": "found to be so",
        "not_upheld": "not found to be so",
        "passed_on": "passed on to others who look into it",
    },
    "Resettle",
)
