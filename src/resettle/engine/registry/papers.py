"""What is written of a case beside its facts: what a statement is on, whether a change to it is substantial, languages."""

from enum import StrEnum
from functools import cache

import pycountry

from resettle.engine.registry.codes import CodeList


class On(StrEnum):
    """What a statement is on: the texts of the Resettlement Registration Form (UNHCR Resettlement Handbook 4.6)."""

    REFUGEE_CLAIM = "refugee_claim"
    MILITARY_SERVICE = "military_service"
    NEED = "need"
    PROTECTION_ENVIRONMENT = "protection_environment"
    OTHER_SOLUTIONS = "other_solutions"
    SPECIFIC_NEEDS = "specific_needs"
    REMARKS = "remarks"
    NOT_INTERVIEWED = "not_interviewed"


OF_PERSONS = frozenset({On.REFUGEE_CLAIM, On.MILITARY_SERVICE, On.NOT_INTERVIEWED})
OF_CASES = frozenset({On.NEED, On.PROTECTION_ENVIRONMENT, On.OTHER_SOLUTIONS})
"""What is stated of persons, and of cases, alone; the rest of either."""

STATEMENT = CodeList(
    "what a statement is on",
    {
        On.REFUGEE_CLAIM.value: "why a person is a refugee",
        On.MILITARY_SERVICE.value: "military service",
        On.NEED.value: "why resettlement is needed",
        On.PROTECTION_ENVIRONMENT.value: "how people are protected in the country of asylum",
        On.OTHER_SOLUTIONS.value: "other durable solutions, and why they are out of reach",
        On.SPECIFIC_NEEDS.value: "specific needs and how they are met",
        On.REMARKS.value: "anything else",
        On.NOT_INTERVIEWED.value: "why a member was not interviewed",
    },
    "RRF sections 4-7; UNHCR Resettlement Handbook 4.4",
)

CHANGE = CodeList(
    "how far a statement was changed",
    {"substantial": "what is declared is another", "minor": "corrected, and what is declared is the same"},
    "UNHCR Resettlement Handbook 4.7",
)


@cache
def languages() -> CodeList:
    """Languages, three letters. Source: ISO 639-3 as packaged by pycountry."""
    return CodeList(
        "language", {language.alpha_3: language.name for language in pycountry.languages}, "ISO 639-3"
    )


EDUCATION = CodeList(
    "highest education",
    {
        "primary": "primary school",
        "secondary": "secondary school",
        "vocational": "vocational training",
        "university": "university",
    },
    "RRF section 2 (memory)",
)
