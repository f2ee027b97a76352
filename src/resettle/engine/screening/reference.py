"""The same answers slowly and plainly, one case at a time, with every fact used: the check on ``screen``, and the reasons."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from resettle.engine.registry import facts
from resettle.engine.registry.criteria import AppliesTo, Criterion, CriterionKind, DecidedBy
from resettle.engine.registry.language import (
    AnyRecord,
    OfMembers,
    Quantified,
    Quantifier,
    asked_of_others,
    facts_used,
)
from resettle.engine.registry.people import KnownFact
from resettle.engine.registry.rulings import Ruling, RulingKind
from resettle.engine.screening.asked import ADULT
from resettle.engine.screening.casefile import LISTED, CaseFile, Facts, case_file, fact_of, record_name
from resettle.engine.screening.evaluate import (
    Kleene,
    Subject,
    all_of,
    any_of,
    at_least,
    evaluate,
    negated,
)
from resettle.engine.screening.screen import Outcome
from resettle.engine.screening.screenable import Screenable

_EACH, _ANY, _ADULTS = AppliesTo.EACH_MEMBER, AppliesTo.ANY_MEMBER, AppliesTo.EVERY_ADULT
_APPLICANT, _OF_CASE = AppliesTo.PRINCIPAL_APPLICANT, (AppliesTo.CASE, AppliesTo.LINKED_GROUP)
_BAR, _PART, _EXEMPTION = CriterionKind.BAR, CriterionKind.PART, CriterionKind.EXEMPTION
"""Named once: to ask an enumeration for a member is slow in Python 3.11, and these are asked for at every step."""


class Answer(StrEnum):
    """What is found of one criterion. A bar is met by not being barred."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    JUDGEMENT = "judgement"
    EXEMPT = "exempt"
    WAIVED = "waived"
    NOT_IN_FORCE = "not_in_force"


class SubjectFinding(NamedTuple):
    """
    What is found of one member, or of the case, with the facts that were used and of whom they are.

    ``exempt_by``: the exemptions that hold for that member.
    """

    subject: str
    answer: Answer
    facts: tuple[tuple[str, KnownFact], ...]
    ruling: Ruling | None = None
    exempt_by: tuple[str, ...] = ()


class Finding(NamedTuple):
    """What is found of one criterion of an arrangement for one case; of a group, with what is found of its parts."""

    criterion: Criterion
    answer: Answer
    subjects: tuple[SubjectFinding, ...] = ()
    parts: tuple["Finding", ...] = ()
    ruling: Ruling | None = None

    @property
    def judged_by(self) -> frozenset[DecidedBy]:
        """Who has still to judge, itself or among its parts."""
        if self.answer is not Answer.JUDGEMENT:
            return frozenset()
        own = {self.criterion.decided_by} if self.criterion.decided_by else set()
        return frozenset(own).union(*(part.judged_by for part in self.parts))


def findings_of(situation: Screenable, case: str, arrangement: str) -> tuple[Finding, ...]:
    """
    Every criterion of the arrangement as it stands for one case, exemptions that could act among them; then those
    that are not in force that day.
    """
    return every_finding(situation, case_file(situation, case, arrangement), arrangement)


def every_finding(situation: Screenable, file: CaseFile, arrangement: str) -> tuple[Finding, ...]:
    """The same of a case file there is already."""
    gone = situation.criteria_out_of_force(arrangement)
    return findings(file) + tuple(Finding(one, Answer.NOT_IN_FORCE) for one in gone if one.excludes)


def findings(file: CaseFile) -> tuple[Finding, ...]:
    """Every criterion in its order; an exemption is listed if some criterion names it, a part with its group."""
    named = {name for one in file.criteria for name in one.unless}
    known: dict[str, Finding] = {}
    return tuple(
        finding(file, one, known)
        for one in file.criteria
        if one.kind is not _PART and (one.kind is not _EXEMPTION or one.id in named)
    )


def outcome(file: CaseFile, found: Sequence[Finding] | None = None) -> tuple[Outcome, bool]:
    """
    The outcome, and whether it is conditional: all that is open is for the receiving State to judge.

    found: its findings, if there are any already.
    """
    excluding = [one for one in (findings(file) if found is None else found) if one.criterion.excludes]
    answers = {one.answer for one in excluding}
    if file.not_in_force:
        return Outcome.RULES_NOT_IN_FORCE, False
    if not file.members:
        return Outcome.NEEDS_A_FACT, False
    if Answer.NOT_MET in answers:
        return Outcome.INELIGIBLE, False
    if Answer.UNKNOWN in answers:
        return Outcome.NEEDS_A_FACT, False
    deciders = frozenset[DecidedBy]().union(*(one.judged_by for one in excluding))
    if deciders:
        return Outcome.NEEDS_A_PERSON, deciders == {DecidedBy.RECEIVING_STATE}
    return Outcome.ELIGIBLE, False


def finding(file: CaseFile, criterion: Criterion, known: dict[str, Finding] | None = None) -> Finding:
    """
    One criterion, by its own test, group or judgement; then exemptions; then waivers.

    ``known`` has the parts of groups of which it was found already, and is given more: several groups may share one.
    """
    if criterion.group is not None:
        return _of_group(file, criterion, {} if known is None else known)
    if criterion.test is not None:
        return _of_test(file, criterion)
    if criterion.decided_by is not None:
        return _of_judgement(file, criterion)
    return Finding(criterion, Answer.NOT_MET)  # an unallocated reserve: nobody in particular counts under it


def _of_test(file: CaseFile, criterion: Criterion) -> Finding:
    asked = asked_of(file, criterion.applies_to)
    exemptions, rulings = _exemptions(file, criterion), file.rulings.get(criterion.id, {})
    own = [one for one in exemptions if one.applies_to is criterion.applies_to is _EACH] if exemptions else []
    each = [_subject(Subject(name, known, file), criterion, own, rulings) for name, known in asked.items()]
    alone = exempt = waived = _quantified(criterion, [said.alone for _, said in each])
    if exemptions or rulings:
        rest = any_of([_holds(file, one) for one in exemptions if one not in own])
        exempt = any_of([_quantified(criterion, [said.exempt for _, said in each]), rest])
        by_member = _quantified(criterion, [said.waived for _, said in each])
        waived = any_of([by_member, rest, _is_waived(rulings.get(file.case))])
    answer, ruling = _answer(_Said(alone, exempt, waived)), rulings.get(file.case)
    return Finding(criterion, answer, tuple([one for one, _ in each]), ruling=ruling)


class _Said(NamedTuple):
    """What is said by the test alone; with exemptions as well; and with a waiver as well."""

    alone: Kleene
    exempt: Kleene
    waived: Kleene


def _answer(said: _Said) -> Answer:
    if said.alone:
        return Answer.MET
    if said.exempt:
        return Answer.EXEMPT
    if said.waived:
        return Answer.WAIVED
    return Answer.UNKNOWN if said.waived is None else Answer.NOT_MET


def _subject(
    subject: Subject, criterion: Criterion, exemptions: list[Criterion], rulings: Mapping[str, Ruling]
) -> tuple[SubjectFinding, _Said]:
    """One member, or the case: what the test says, with exemptions of its own, and with a waiver."""
    ruling = rulings.get(subject.name)
    alone = exempt = waived = _said(criterion, subject)
    if exemptions or ruling:
        exempt = any_of([alone, *(evaluate(one.test, subject) for one in exemptions if one.test)])
        waived = any_of([exempt, _is_waived(ruling)])
    used = _used(criterion, subject)
    if exemptions or criterion.others_asked:  # who may ask for the same again
        more = (fact for one in exemptions for fact in _used(one, subject))
        used = list({(of, fact.fact): (of, fact) for of, fact in chain(used, more)}.values())
    said = _Said(alone, exempt, waived)
    answer = _answer(said)
    of = [
        one.id for one in exemptions if one.test and answer is Answer.EXEMPT and evaluate(one.test, subject)
    ]
    return SubjectFinding(subject.name, answer, tuple(used), ruling, tuple(of)), said


def _said(criterion: Criterion, subject: Subject) -> Kleene:
    """The test of one subject: a bar is met by not being barred, a rule for adults by not being one."""
    assert criterion.test is not None
    said = evaluate(criterion.test, subject)
    met = negated(said) if criterion.kind is _BAR else said
    if criterion.applies_to is _ADULTS:
        return any_of([negated(evaluate(ADULT, subject)), met])
    return met


def _used(criterion: Criterion, subject: Subject) -> list[tuple[str, KnownFact]]:
    """The facts a test asks for, of the subject and of those it asks through it, in the dictionary's order."""
    own = [(subject.name, fact_of(subject.known, name)) for name in criterion.facts_asked]
    if not criterion.others_asked:
        return own
    return own + [fact for part in criterion.others_asked for fact in _of_others(part, subject)]


def _of_others(part: Quantified, subject: Subject) -> Iterator[tuple[str, KnownFact]]:
    """The facts of those whom a test asks, and of those whom it asks through them in turn."""
    file = subject.file
    if isinstance(part, AnyRecord):
        yield subject.name, fact_of(subject.known, LISTED[part.of])
        records = file.records.get((subject.name, part.of), {})
        asked = {record_name(subject.name, part.of, record): known for record, known in records.items()}
    elif isinstance(part, OfMembers) and part.quantifier is Quantifier.APPLICANT:
        asked = file.principal_applicants
    else:
        asked = dict(file.group if part.group else file.members)
    for name, known in asked.items():
        yield from _in_order(name, known, facts_used(part.test))
        for further in asked_of_others(part.test):
            yield from _of_others(further, Subject(name, known, file))


def _in_order(name: str, known: Facts, names: frozenset[str]) -> Iterator[tuple[str, KnownFact]]:
    return ((name, fact_of(known, fact)) for fact in facts.dictionary() if fact in names)


def _of_judgement(file: CaseFile, criterion: Criterion) -> Finding:
    ruling = file.rulings.get(criterion.id, {}).get(file.case)
    exempt = any_of(_holds(file, one) for one in _exemptions(file, criterion))
    answer = _RULED[ruling.ruling] if ruling else Answer.JUDGEMENT
    if exempt:
        answer = Answer.EXEMPT
    elif exempt is None and answer is Answer.NOT_MET:
        answer = Answer.UNKNOWN
    return Finding(criterion, answer, ruling=ruling)


_RULED = {
    RulingKind.SATISFIED: Answer.MET,
    RulingKind.NOT_SATISFIED: Answer.NOT_MET,
    RulingKind.WAIVED: Answer.WAIVED,
    RulingKind.NOT_WAIVED: Answer.JUDGEMENT,
}


def _of_group(file: CaseFile, criterion: Criterion, known: dict[str, Finding]) -> Finding:
    """At least so many parts; a judgement only if it is what decides, however it may be judged."""
    assert criterion.group is not None
    by_id = {one.id: one for one in file.criteria}
    named = [by_id[name] for name in criterion.group.of if name in by_id]
    for one in named:
        if one.id not in known:
            known[one.id] = finding(file, one, known)
    parts = tuple(known[one.id] for one in named)
    if_yes, if_no = (
        at_least(criterion.group.least, [_as_kleene(part.answer, judged) for part in parts])
        for judged in (True, False)
    )
    exempt = any_of(_holds(file, one) for one in _exemptions(file, criterion))
    ruling = file.rulings.get(criterion.id, {}).get(file.case)
    waived = _is_waived(ruling)
    if if_no is not True and not exempt and not waived and if_yes is True and if_no is False:
        answer = Answer.JUDGEMENT
    else:
        alone = if_no if if_no is if_yes else None
        answer = _answer(_Said(alone, any_of([alone, exempt]), any_of([alone, exempt, waived])))
    return Finding(criterion, answer, parts=parts, ruling=ruling)


def _exemptions(file: CaseFile, criterion: Criterion) -> list[Criterion]:
    if not criterion.unless:
        return []
    return [one for one in file.criteria if one.id in criterion.unless and one.kind is _EXEMPTION]


def _holds(file: CaseFile, exemption: Criterion) -> Kleene:
    """Whether an exemption holds for the case as a whole."""
    if exemption.test is None:
        return None
    asked = asked_of(file, exemption.applies_to).items()
    return _quantified(exemption, [_said(exemption, Subject(name, known, file)) for name, known in asked])


def asked_of(file: CaseFile, applies_to: AppliesTo) -> Mapping[str, Facts]:
    """Whom a test with this reach is asked of, and their facts."""
    if applies_to in _OF_CASE:
        return {file.case: file.facts}
    return file.principal_applicants if applies_to is _APPLICANT else file.members


def _quantified(criterion: Criterion, answers: list[Kleene]) -> Kleene:
    """One answer from those of each asked; unknown where there is nobody to ask. One barred member bars the case."""
    if not answers:
        return None
    if criterion.applies_to is _ANY and criterion.kind is not _BAR:
        return any_of(answers)
    return all_of(answers)


def _is_waived(ruling: Ruling | None) -> bool:
    return ruling is not None and ruling.ruling is RulingKind.WAIVED


def _as_kleene(answer: Answer, judged: bool) -> Kleene:
    if answer is Answer.JUDGEMENT:
        return judged
    return {Answer.NOT_MET: False, Answer.UNKNOWN: None}.get(answer, True)
