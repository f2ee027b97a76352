"""What is said of a case in three voices: all to the officer, what its own rules ask to a State, theirs to a person."""

from collections.abc import Mapping

from resettle.engine.registry.acts import Standing
from resettle.engine.registry.arrangements import StatusEntry
from resettle.engine.registry.criteria import CriterionKind
from resettle.engine.registry.facts import dictionary
from resettle.engine.screening.reference import Answer
from resettle.engine.screening.screen import Outcome
from resettle.engine.screening.told import Told, ToldFact, Voice, Whose, Withheld
from resettle.render.words import rules
from resettle.render.words.fill import Worded, fill
from resettle.render.words.names import code, country

TO_PERSON: Mapping[Outcome, str] = {
    Outcome.ELIGIBLE: "What could be checked is as the rules ask. This is not a promise of a place.",
    Outcome.NEEDS_A_PERSON: "Somebody has still to decide whether you qualify. Nothing is asked of you for that.",
    Outcome.NEEDS_A_FACT: "The office has still to find out something before it can say whether you qualify.",
    Outcome.RULES_NOT_IN_FORCE: "Its rules do not apply that day, so nothing is said of whether you qualify.",
    Outcome.INELIGIBLE: "As the rules and the records stand, you cannot be proposed there. You may ask the office to look "
    "at this again.",
}
ANSWERS_TO_PERSON: Mapping[Answer, str] = {
    Answer.MET: "This is so, by what is recorded.",
    Answer.NOT_MET: "By what is recorded, this is not so.",
    Answer.UNKNOWN: "This is not known yet.",
    Answer.JUDGEMENT: "This is for others to decide.",
    Answer.EXEMPT: "This is not asked of you.",
    Answer.WAIVED: "This has been waived.",
}
BARS_TO_PERSON: Mapping[Answer, str] = {
    **ANSWERS_TO_PERSON,
    Answer.MET: "By what is recorded, this does not concern you.",
    Answer.NOT_MET: "By what is recorded, this concerns you.",
    Answer.UNKNOWN: "Whether this concerns you is not known yet.",
}
OF_CASE_TO_PERSON: Mapping[Answer, str] = {
    **ANSWERS_TO_PERSON,
    Answer.MET: "By what is recorded, this does not stand in the way of your case.",
    Answer.NOT_MET: "By what is recorded, this stands in the way of your case. Of whom that is recorded is not told here.",
    Answer.UNKNOWN: "Whether this stands in the way of your case is not known yet.",
}
"""Of what is asked of several members: true for whom it concerns and for whom it does not."""
WITHHELD: Mapping[Withheld, str] = {
    Withheld.CONFIDENTIAL: "withheld: confidential",
    Withheld.OF_ANOTHER: "withheld: not about you alone",
    Withheld.ELSEWHERE: "withheld: about another country",
    Withheld.NOT_SUBMITTED: "withheld: about a linked case that was not submitted",
}
HEADS = {
    Voice.OFFICER: "Case {case}, for the officer",
    Voice.STATE: "Case {case}, for the State it was submitted to",
    Voice.PERSON: "For {person}",
}
NOT_IN_FORCE = "It is not in force that day: it is {status}, since {since}."
NOT_YET_IN_FORCE = "It is not in force that day: it was not yet announced."
NOT_OPEN_TO_PERSON = "It is not open that day, whatever the rules say of you."
STANDS = "{person}: {stage}, since {since}."
STANDS_TO_PERSON = "By what is recorded of you there: {stage}, since {since}."
CONSENT_BESIDE = "Beside that, the consent of {party} is needed."
IN_PERSON = "The office explains this to you in person, not in writing."
OF_ANOTHER = "It follows from what is recorded of another member of your case, which is not told here."
BEYOND_THE_RULES = "Of the rules only: who is willing, linked cases, places and the plan are told by explain without a voice."
FACT = "{label}: {value}"
FACT_OF = "{label} of {subject}: {value}"


def head(voice: Voice, case: str, person: str) -> str:
    """Of which case this is told, and to whom."""
    return fill(HEADS[voice], {"case": Worded(case), "person": Worded(person)})


def status(entry: StatusEntry | None, voice: Voice) -> str:
    """That an arrangement is not in force, whoever would qualify."""
    if voice is Voice.PERSON:
        return NOT_OPEN_TO_PERSON
    if entry is None:
        return NOT_YET_IN_FORCE
    return fill(NOT_IN_FORCE, {"status": code(entry.status), "since": entry.effective})


def stands(person: str, at: Standing, voice: Voice) -> str:
    """Where a member stands by the acts recorded."""
    template = STANDS_TO_PERSON if voice is Voice.PERSON else STANDS
    return fill(template, {"person": person, "stage": code(at.stage), "since": at.since})


def consent(party: str) -> str:
    """A consent that is needed, whatever is lifted."""
    return fill(CONSENT_BESIDE, {"party": country(party, article=True)})


def answer(one: Told, voice: Voice) -> str:
    """The answer to one criterion, in the reader's voice."""
    if voice is not Voice.PERSON:
        return rules.found(one.criterion, one.answer) if one.answer else _withheld(one.withheld)
    if one.answer is None:
        return IN_PERSON
    if one.whose is Whose.ANOTHER:
        return OF_ANOTHER
    if one.whose is Whose.CASE:
        return OF_CASE_TO_PERSON[one.answer]
    return (BARS_TO_PERSON if one.criterion.kind is CriterionKind.BAR else ANSWERS_TO_PERSON)[one.answer]


def _withheld(why: Withheld | None) -> str:
    return WITHHELD[why or Withheld.CONFIDENTIAL]


def fact(one: ToldFact, voice: Voice) -> str:
    """A fact and what is recorded, or why that is withheld."""
    label = dictionary()[one.fact].label
    known = one.known
    value = rules.value(known) if known is not None else _withheld(one.withheld)
    template = FACT if voice is Voice.PERSON or not one.subject else FACT_OF
    return fill(template, {"label": label, "subject": one.subject, "value": Worded(value)})
