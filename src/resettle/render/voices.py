"""One case as its reader hears it, for people at a terminal and as data."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from resettle.engine.registry.criteria import CriterionKind
from resettle.engine.screening.reference import Answer
from resettle.engine.screening.screen import Outcome
from resettle.engine.screening.told import Told, Voice
from resettle.render import words
from resettle.render.explanation import beneath, settling_lines
from resettle.render.results import plain
from resettle.render.rules import criterion_data
from resettle.render.words import rules as said
from resettle.render.words import voices
from resettle.service.voices import Heard, HeardCase

_PLAIN = (CriterionKind.ELIGIBILITY, CriterionKind.BAR)
"""Kinds of criteria of which the facts are told; what orders, counts or lifts is told in a word."""


def heard(answer: HeardCase) -> RenderableType:
    """What the reader hears, arrangement by arrangement."""
    head = voices.head(answer.voice, answer.case, answer.person)
    parts: list[RenderableType] = [Text(head, style="bold")]
    parts += [Padding(Group(*lines(one, answer)), (1, 0, 0, 0)) for one in answer.heard]
    if answer.voice is Voice.OFFICER:
        parts.append(Padding(Text(voices.BEYOND_THE_RULES, style="dim"), (1, 0, 0, 0)))
    return Group(*parts)


def lines(one: Heard, answer: HeardCase) -> list[Text]:
    """What the reader hears of one arrangement, a line each: the first says which it is."""
    name = answer.situation.arrangements[one.arrangement].name
    if answer.voice is Voice.PERSON:
        found = [Text(name, style="bold"), Text(f"  {voices.TO_PERSON[one.outcome]}")]
    else:
        outcome = words.outcome(one.outcome, one.conditional)
        found = [Text(said.title(name, one.arrangement, outcome), style="bold")]
    if not one.in_force:
        found.append(Text(f"  {voices.status(one.status, answer.voice)}"))
    found += [Text(f"  {voices.stands(person, at, answer.voice)}") for person, at in one.standing]
    sentences = {each.criterion.id: each.criterion.sentence for each in one.told}
    for each in (each for each in one.told if not _is_idle(each)):
        found += [
            Text(f"  {line}", style="" if place == 0 else "dim")
            for place, line in enumerate(_told(each, answer, sentences))
        ]
        found += [Text(f"  {line}", style="dim") for line in _released(each, one, answer)]
    found += [Text(f"  {line}") for line in _steps(one)]
    return found


def _is_idle(one: Told) -> bool:
    """An exemption that does not apply, and a sub-quota that the case does not count under."""
    return (
        one.criterion.kind in (CriterionKind.EXEMPTION, CriterionKind.QUOTA) and one.answer is Answer.NOT_MET
    )


def _told(one: Told, answer: HeardCase, sentences: Mapping[str, str]) -> Iterator[str]:
    """The rule and the answer; the facts behind what is not a plain yes; to the officer, exemptions, rulings, parts."""
    if answer.voice is Voice.PERSON:
        yield f"• {one.criterion.sentence} {voices.answer(one, answer.voice)}"
    else:
        yield f"• {voices.answer(one, answer.voice)}: {one.criterion.sentence}"
    if one.criterion.kind in _PLAIN and one.answer not in (Answer.MET, Answer.NOT_IN_FORCE, None):
        for fact in one.facts:
            yield f"    {voices.fact(fact, answer.voice)}"
    if one.found is not None and one.criterion.kind is not CriterionKind.PRIORITY:
        yield from (f"    {line}" for line in beneath(one.found, sentences))


def _released(each: Told, one: Heard, answer: HeardCase) -> Iterator[str]:
    if each.criterion.id in one.releases:
        yield f"    {said.released(one.releases[each.criterion.id], answer.situation.on)}"


def _steps(one: Heard) -> Iterator[str]:
    """What would settle it, until when it holds, and, if that was asked, what could lift a no."""
    if one.settling:
        yield from settling_lines(one.settling)
    for turn in one.turns:
        yield f"{turn.criterion.sentence} {said.turn(turn)}"
    if one.lifts is None or one.outcome is not Outcome.INELIGIBLE:
        return
    for lift in one.lifts:
        yield f"{lift.criterion.sentence} {said.lift(lift)}"
    for consent in one.consents:
        yield voices.consent(consent.party)


def heard_data(answer: HeardCase) -> dict[str, Any]:
    """What the reader hears as data; nothing that the reader may not hear."""
    return {
        "voice": answer.voice.value,
        "case": answer.case,
        "person": answer.person or None,
        "on": answer.situation.on.isoformat(),
        "known": answer.situation.known.isoformat(),
        "arrangements": [_data(one, answer) for one in answer.heard],
    }


def _data(one: Heard, answer: HeardCase) -> dict[str, Any]:
    sentences = {each.criterion.id: each.criterion.sentence for each in one.told}
    found: dict[str, Any] = {
        "arrangement": one.arrangement,
        "outcome": one.outcome.value,
        "conditional": one.conditional,
        "status": one.status.status.value if one.status else None,
        "in_force": one.in_force,
        "standing": [
            {"person": person, "stage": at.stage.value, "since": at.since.isoformat()}
            for person, at in one.standing
        ],
        "findings": [
            {
                "criterion": each.criterion.id,
                "sentence": each.criterion.sentence,
                "answer": each.answer.value if each.answer else None,
                "withheld": each.withheld.value if each.withheld else None,
                "subjects": [{"subject": subject, "answer": found.value} for subject, found in each.subjects],
                "facts": [plain(fact) for fact in each.facts],
                "words": list(_told(each, answer, sentences)),
            }
            for each in one.told
        ],
    }
    if answer.voice is Voice.OFFICER:
        found |= {
            "settling": plain(one.settling),
            "releases": plain(one.releases),
            "turns": [{**plain(turn), "words": said.turn(turn)} for turn in one.turns],
            "rules": [criterion_data(each.criterion) for each in one.told],
            "found": [plain(each.found) for each in one.told],
        }
    if one.lifts is not None:
        found["lifts"] = [{**plain(lift), "words": said.lift(lift)} for lift in one.lifts]
        found["consents_missing"] = [consent.party for consent in one.consents]
    return found
