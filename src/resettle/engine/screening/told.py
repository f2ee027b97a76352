"""Who may be told what of a finding: the officer all of it, the State what its own rule asks, the person what is theirs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from resettle.engine.registry import facts
from resettle.engine.registry.criteria import Criterion, CriterionKind, DecidedBy
from resettle.engine.registry.facts import Of, Sensitivity
from resettle.engine.registry.language import AnyRecord, facts_used, quantified
from resettle.engine.registry.people import KnownFact
from resettle.engine.screening.reference import Answer, Finding, SubjectFinding


class Voice(StrEnum):
    """Who reads it."""

    OFFICER = "officer"
    STATE = "state"
    PERSON = "person"


class Whose(StrEnum):
    """
    From whose facts an answer follows, as a person is told.

    OWN: from theirs, or from nobody's: a judgement, a fact of the case as a whole. ANOTHER: from another member's.
    CASE: from those of the members, whosever they are.
    """

    OWN = "own"
    ANOTHER = "another"
    CASE = "case"


class Withheld(StrEnum):
    """Why something is not told. It is shown as withheld, never as missing."""

    CONFIDENTIAL = "confidential"
    OF_ANOTHER = "of_another"
    ELSEWHERE = "elsewhere"
    NOT_SUBMITTED = "not_submitted"


@dataclass(frozen=True, slots=True)
class ToldFact:
    """A fact as one reader sees it; without its value if ``withheld``. States are never told who the source was."""

    subject: str
    fact: str
    known: KnownFact | None
    withheld: Withheld | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """
    What one reader is told of one criterion.

    ``answer`` None: not even that; ``withheld`` says why. ``subjects`` are those of whom the reader may know that
    the answer is theirs; ``whose`` facts decide is said for a person. ``found``: all of it, for the officer.
    """

    criterion: Criterion
    answer: Answer | None
    subjects: tuple[tuple[str, Answer], ...]
    facts: tuple[ToldFact, ...]
    withheld: Withheld | None = None
    whose: Whose = Whose.OWN
    found: Finding | None = None


_TO_OTHERS = (CriterionKind.ELIGIBILITY, CriterionKind.BAR)
"""What a State or a person hears of; what orders or counts cases, and what only lifts or joins, is the office's."""


_COUNTED = frozenset(name for name, fact in facts.dictionary().items() if fact.recorded_in == "counted")


def told(
    found: Iterable[Finding],
    voice: Voice,
    *,
    person: str = "",
    country: str = "",
    not_submitted: frozenset[str] = frozenset(),
) -> tuple[Told, ...]:
    """
    The findings as one reader may see them, in their order.

    ``person``: the member who reads; ``country``: the State that reads, to which the case has been submitted;
    ``not_submitted``: people of the case and of linked ones of whom that State has not heard; the numbers in which
    they are counted are withheld as well.
    """
    every = tuple(found)
    if voice is Voice.OFFICER:
        return tuple(_to_officer(one) for one in every)
    heard = [
        one for one in every if one.criterion.kind in _TO_OTHERS and one.answer is not Answer.NOT_IN_FORCE
    ]
    exempting = frozenset(one.criterion.id for one in every if _asks_restricted(one.criterion))
    if voice is Voice.STATE:
        return tuple(
            _to_state(one, country, not_submitted, exempting)
            for one in heard
            if one.criterion.decided_by is not DecidedBy.OFFICE
        )
    return tuple(_to_person(one, person, exempting) for one in heard)


def _to_officer(found: Finding) -> Told:
    subjects = tuple((one.subject, one.answer) for one in found.subjects)
    return Told(found.criterion, found.answer, subjects, tuple(_facts(found)), found=found)


def _to_state(found: Finding, country: str, not_submitted: frozenset[str], exempting: frozenset[str]) -> Told:
    """
    Enough to judge and no more: no restricted fact and not whose it is, no source, no way to another State, nobody not
    submitted.
    """
    elsewhere = _pathways_elsewhere(found, country)
    shown = []
    for one in _facts(found):
        assert one.known is not None
        whose = one.subject.partition("/")[0]  # what a pathway is called may say where it leads
        if whose in not_submitted or (not_submitted and one.fact in _COUNTED):
            shown.append(ToldFact("", one.fact, None, Withheld.NOT_SUBMITTED))
        elif facts.dictionary()[one.fact].sensitivity is Sensitivity.RESTRICTED:
            shown.append(ToldFact(one.subject, one.fact, None, Withheld.CONFIDENTIAL))
        elif one.subject in elsewhere:
            shown.append(ToldFact(whose, one.fact, None, Withheld.ELSEWHERE))
        else:
            shown.append(ToldFact(one.subject, one.fact, _without_source(one.known)))
    submitted = [one for one in found.subjects if one.subject not in not_submitted]
    answered = () if _is_confidential(found, exempting) else submitted
    subjects = tuple((one.subject, one.answer) for one in answered)
    return Told(found.criterion, found.answer, subjects, tuple(dict.fromkeys(shown)))


def _to_person(found: Finding, person: str, exempting: frozenset[str]) -> Told:
    """
    Their own answer and facts; of another member no fact, and nothing at all where a restricted one was asked.

    ``exempting``: criteria that ask for a restricted one; an exemption among them says it by the answer alone.
    """
    if _is_confidential(found, exempting):
        return Told(found.criterion, None, (), (), Withheld.CONFIDENTIAL)
    answer, own, whose = _of_person(found, person)
    shown = tuple(
        ToldFact(one.subject, one.fact, _without_source(one.known))
        if one.known is not None and _is_theirs(one.subject, person)
        else ToldFact("", one.fact, None, Withheld.OF_ANOTHER)
        for one in _facts(found)
    )
    subjects = tuple((person, one) for one in own)
    return Told(found.criterion, answer, subjects, tuple(dict.fromkeys(shown)), whose=whose)


def _of_person(found: Finding, person: str) -> tuple[Answer, tuple[Answer, ...], Whose]:
    """The answer a person is told, what of it is their own, and from whose facts it is said to follow."""
    criterion = found.criterion
    if _asks_members(criterion):
        return _their_answer(found.answer, ()), (), Whose.CASE
    if criterion.test is None or criterion.applies_to.asks_of is Of.CASE:
        return found.answer, (), Whose.OWN
    own = tuple(one.answer for one in found.subjects if one.subject == person)
    answer = _their_answer(found.answer, own)
    if answer in own:
        return answer, own, Whose.OWN
    return answer, own, Whose.ANOTHER if answer is Answer.NOT_MET else Whose.CASE


def _asks_members(criterion: Criterion) -> bool:
    """Whether one answer is asked of several members, the reader perhaps among them; a group may ask anything."""
    if criterion.test is None:
        return criterion.group is not None
    return any(not isinstance(part, AnyRecord) for part in quantified(criterion.test))


def _their_answer(answer: Answer, own: tuple[Answer, ...]) -> Answer:
    """Who meets a rule, or is not asked, is not told that somebody else did not have to."""
    lifted = (Answer.EXEMPT, Answer.WAIVED)
    if answer not in lifted:
        return answer
    return next((one for one in own if one is Answer.MET or one in lifted), Answer.MET)


def _is_confidential(found: Finding, exempting: frozenset[str]) -> bool:
    asks = _asks_restricted(found.criterion) or not exempting.isdisjoint(found.criterion.unless)
    return asks or any(_is_confidential(part, exempting) for part in found.parts)


def _asks_restricted(criterion: Criterion) -> bool:
    if criterion.test is None:
        return False
    tests = (criterion.test, *(part.test for part in quantified(criterion.test)))
    used = {name for test in tests for name in facts_used(test)}
    return any(facts.dictionary()[name].sensitivity is Sensitivity.RESTRICTED for name in used)


def _is_theirs(subject: str, person: str) -> bool:
    return subject.partition("/")[0] == person


def _facts(found: Finding) -> Iterator[ToldFact]:
    """The facts of a finding and of its parts, each once."""
    seen: dict[tuple[str, str], ToldFact] = {}
    for one in _subjects(found):
        for subject, fact in one.facts:
            seen.setdefault((subject, fact.fact), ToldFact(subject, fact.fact, fact))
    yield from seen.values()


def _subjects(found: Finding) -> Iterator[SubjectFinding]:
    yield from found.subjects
    for part in found.parts:
        yield from _subjects(part)


def _pathways_elsewhere(found: Finding, country: str) -> frozenset[str]:
    """Pathways of which it is not stated that they lead to the State itself."""
    of_pathways = {
        subject
        for one in _subjects(found)
        for subject, fact in one.facts
        if facts.dictionary()[fact.fact].of is Of.PATHWAY
    }
    own = {
        subject
        for one in _subjects(found)
        for subject, fact in one.facts
        if fact.fact == "pathway_country" and fact.value == country
    }
    return frozenset(of_pathways - own)


def _without_source(known: KnownFact) -> KnownFact:
    return KnownFact(known.fact, known.cell, known.value, known.none, known.effective)
