"""Duplicate candidates in words: which two ids, and why; never what anybody is called, or when they were born."""

from collections.abc import Mapping

from resettle.engine.registry.duplicates import Candidate, ReasonCode
from resettle.render.words.fill import Worded, fill

REASONS: Mapping[ReasonCode, str] = {
    ReasonCode.SAME_INDIVIDUAL_NUMBER: "same individual number",
    ReasonCode.SAME_REGISTRATION_NUMBER: "same registration number",
    ReasonCode.NAMES_ALIKE: "names alike ({score} of 100)",
    ReasonCode.SAME_BIRTH_DATE: "same date of birth",
    ReasonCode.BIRTH_DATE_SWAPPED: "same date of birth with day and month swapped",
    ReasonCode.BIRTH_DATE_AGREES: "what is known of the dates of birth agrees",
    ReasonCode.BIRTH_DATE_CLOSE: "dates of birth close",
    ReasonCode.SAME_SEX: "same sex",
    ReasonCode.SHARED_NATIONALITY: "a nationality in common",
    ReasonCode.OTHER_BIRTH_DATE: "but dates of birth that do not agree",
    ReasonCode.OTHER_SEX: "but another sex",
}
PAIR = "{person} and {other}: {reasons}"
MORE = "{person} has {total:candidate|candidates} in all; the strongest {given} are given."


def candidate(one: Candidate) -> str:
    """``P-17 and P-4031: names alike (94 of 100), same date of birth``"""
    reasons = ", ".join(fill(REASONS[reason.code], reason.params) for reason in one.reasons)
    return fill(PAIR, {"person": one.person, "other": one.other, "reasons": Worded(reasons)})


def more_candidates(person: str, total: int, given: int) -> str:
    """That a person has more candidates than are given; else nothing."""
    return fill(MORE, {"person": person, "total": total, "given": given}) if total > given else ""
