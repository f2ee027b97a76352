"""The same answers slowly and plainly, one case at a time, with every fact used: the check on ``screen``, and the reasons."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import polars as pl

from resettle.engine.dates import PartialDate, completed_years
from resettle.engine.registry import facts
from resettle.engine.registry.criteria import AppliesTo, Criterion, CriterionKind, DecidedBy
from resettle.engine.registry.facts import Codes
from resettle.engine.registry.language import (
    Age,
    And,
    CodeLiteral,
    Compare,
    DateLiteral,
    FactValue,
    Has,
    IsNone,
    Not,
    NumberLiteral,
    OneOf,
    Op,
    Or,
    ScreeningDay,
    Term,
    Test,
    facts_used,
)
from resettle.engine.registry.people import KnownFact
from resettle.engine.screening.screen import Outcome
from resettle.engine.screening.screened import Screened

Facts = Mapping[str, KnownFact]
Kleene = bool | None
"""True, false, or None for unknown."""


class Answer(StrEnum):
    """What is found of one criterion. A bar is met by not being barred."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    JUDGEMENT = "judgement"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True)
class SubjectFinding:
    """What is found of one member, or of the case, with the facts that were used."""

    subject: str
    answer: Answer
    facts: tuple[KnownFact, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is found of one criterion of an arrangement for one case."""

    criterion: Criterion
    answer: Answer
    subjects: tuple[SubjectFinding, ...]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """All that screening needs to know of one case: whose facts, and the criteria they are held against."""

    case: str
    on: date
    facts: Facts
    members: Mapping[str, Facts]
    criteria: tuple[Criterion, ...]

    def supposing(self, subject: str, fact: KnownFact) -> "CaseFile":
        """The same case if one fact were as given."""
        if subject == self.case:
            return replace(self, facts={**self.facts, fact.fact: fact})
        members = {**self.members, subject: {**self.members[subject], fact.fact: fact}}
        return replace(self, members=members)

    @property
    def principal_applicants(self) -> dict[str, Facts]:
        return {
            person: known
            for person, known in self.members.items()
            if fact_of(known, "relationship_to_pa").value == "PA"
        }


def case_file(situation: Screened, case: str, arrangement: str) -> CaseFile:
    """What a situation knows of one case, and asks of it in one arrangement."""
    members = {}
    for row in situation.members.filter(pl.col("case") == case).iter_rows(named=True):
        known = dict(situation.facts_of(row["person"]))
        relationship = (row["relationship_to_pa"], row["relationship_to_pa__none"] is True)
        stated = fact_of(known, "relationship_to_pa")
        if (stated.value, stated.none) != relationship:  # recorded for another case of the same person
            value, none = relationship
            known["relationship_to_pa"] = KnownFact(
                "relationship_to_pa", value or (facts.NONE if none else None), value, none
            )
        members[row["person"]] = known
    return CaseFile(
        case, situation.on, situation.facts_of_case(case), members, situation.criteria(arrangement)
    )


def findings_of(situation: Screened, case: str, arrangement: str) -> tuple[Finding, ...]:
    """Every criterion of the arrangement as it stands for one case, exemptions that could act among them."""
    return findings(case_file(situation, case, arrangement))


def findings(file: CaseFile) -> tuple[Finding, ...]:
    """Every criterion in its order; an exemption is listed if some criterion names it."""
    named = {name for one in file.criteria for name in one.unless}
    return tuple(
        _finding(file, one)
        for one in file.criteria
        if one.kind is not CriterionKind.EXEMPTION or one.id in named
    )


def outcome(file: CaseFile) -> tuple[Outcome, bool]:
    """The outcome, and whether it is conditional: all that is open is for the receiving State to judge."""
    excluding = [one for one in findings(file) if one.criterion.excludes]
    answers = {one.answer for one in excluding}
    if not file.members:
        return Outcome.NEEDS_A_FACT, False
    if Answer.NOT_MET in answers:
        return Outcome.INELIGIBLE, False
    if Answer.UNKNOWN in answers:
        return Outcome.NEEDS_A_FACT, False
    deciders = {one.criterion.decided_by for one in excluding if one.answer is Answer.JUDGEMENT}
    if deciders:
        return Outcome.NEEDS_A_PERSON, deciders == {DecidedBy.RECEIVING_STATE}
    return Outcome.ELIGIBLE, False


def _finding(file: CaseFile, criterion: Criterion) -> Finding:
    exemptions = [
        one for one in file.criteria if one.id in criterion.unless and one.kind is CriterionKind.EXEMPTION
    ]
    if criterion.test is None:
        exempt = _any([_met(file, one) for one in exemptions])
        return Finding(criterion, Answer.EXEMPT if exempt else Answer.JUDGEMENT, ())
    per_member = [
        one for one in exemptions if one.applies_to is criterion.applies_to is AppliesTo.EACH_MEMBER
    ]
    asked = _asked(file, criterion.applies_to)
    subjects = tuple(_subject(name, known, criterion, per_member, file.on) for name, known in asked.items())
    by_itself = _quantified(criterion, [_as_kleene(one.answer) for one in subjects])
    exempt = _any([_met(file, one) for one in exemptions if one not in per_member])
    all_exempt = bool(subjects) and all(one.answer is Answer.EXEMPT for one in subjects)
    if all_exempt or (by_itself is not True and exempt):
        return Finding(criterion, Answer.EXEMPT, subjects)
    return Finding(criterion, _ANSWERS[_any([by_itself, exempt])], subjects)


def _subject(
    name: str, known: Facts, criterion: Criterion, exemptions: list[Criterion], on: date
) -> SubjectFinding:
    assert criterion.test is not None
    said = evaluate(criterion.test, known, on)
    met = _not(said) if criterion.kind is CriterionKind.BAR else said
    exempt = _any([evaluate(one.test, known, on) for one in exemptions if one.test])
    names = facts_used(criterion.test).union(*(facts_used(one.test) for one in exemptions if one.test))
    used = tuple(fact_of(known, name) for name in facts.dictionary() if name in names)
    if met is not True and exempt is True:
        return SubjectFinding(name, Answer.EXEMPT, used)
    return SubjectFinding(name, _ANSWERS[_any([met, exempt])], used)


def _met(file: CaseFile, exemption: Criterion) -> Kleene:
    """Whether an exemption holds for the case as a whole."""
    if exemption.test is None:
        return None
    asked = _asked(file, exemption.applies_to).values()
    return _quantified(exemption, [evaluate(exemption.test, known, file.on) for known in asked])


def _asked(file: CaseFile, applies_to: AppliesTo) -> Mapping[str, Facts]:
    if applies_to is AppliesTo.CASE:
        return {file.case: file.facts}
    return file.principal_applicants if applies_to is AppliesTo.PRINCIPAL_APPLICANT else file.members


def _quantified(criterion: Criterion, answers: list[Kleene]) -> Kleene:
    """One answer from those of each asked; unknown where there is nobody to ask. One barred member bars the case."""
    if not answers:
        return None
    if criterion.applies_to is AppliesTo.ANY_MEMBER and criterion.kind is not CriterionKind.BAR:
        return _any(answers)
    return _all(answers)


_ANSWERS: dict[Kleene, Answer] = {True: Answer.MET, False: Answer.NOT_MET, None: Answer.UNKNOWN}


def _as_kleene(answer: Answer) -> Kleene:
    return {Answer.MET: True, Answer.EXEMPT: True, Answer.NOT_MET: False}.get(answer)


def fact_of(known: Facts, name: str) -> KnownFact:
    return known.get(name, KnownFact(name))


# One test, one row


def evaluate(test: Test, known: Facts, on: date) -> Kleene:
    """Whether a test holds of one person's or one case's facts."""
    match test:
        case And(parts):
            return _all([evaluate(part, known, on) for part in parts])
        case Or(parts):
            return _any([evaluate(part, known, on) for part in parts])
        case Not(part):
            return _not(evaluate(part, known, on))
        case IsNone(name):
            fact = fact_of(known, name)
            return True if fact.none else False if fact.value is not None or fact.undetermined else None
        case OneOf(name, codes):
            return _of_value(fact_of(known, name), lambda value: value in codes)
        case Has(name, codes):
            return _of_value(
                fact_of(known, name), lambda value: _any([holds(name, value, code) for code in codes])
            )
        case Compare(left, op, right):
            if any(fact_of(known, name).none for name in facts_used(test)):
                return False
            return _compare(value_of(left, known, on), op, value_of(right, known, on))


def _of_value(fact: KnownFact, answer: Callable[[object], Kleene]) -> Kleene:
    if fact.none:
        return False
    return None if fact.value is None else answer(fact.value)


def holds(name: str, value: object, code: str) -> Kleene:
    assert isinstance(value, Codes)
    by_group = facts.dictionary()[name].codes is None
    if code in value.members or (by_group and any(held[:2] == code for held in value.members)):
        return True
    may_be_it = by_group and code[:2] in value.members
    return None if may_be_it or not value.complete else False


Bounds = tuple[date, date] | tuple[int, int]


def value_of(term: Term, known: Facts, on: date) -> str | Bounds | None:
    """A code, or the first and last of the range a date or number lies in; None if unknown."""
    match term:
        case CodeLiteral(code):
            return code
        case NumberLiteral(number):
            return number, number
        case DateLiteral(day):
            return day, day
        case ScreeningDay():
            return on, on
        case FactValue(name, _):
            value = fact_of(known, name).value
            if isinstance(value, PartialDate):
                return value.earliest, value.latest
            return (value, value) if isinstance(value, int) else value if isinstance(value, str) else None
        case Age(born, at):
            return _age(value_of(born, known, on), value_of(at, known, on))


def _age(born: object, at: object) -> tuple[int, int] | None:
    match born, at:
        case (date() as first_born, date() as last_born), (date() as first, date() as last):
            return completed_years(last_born, first), completed_years(first_born, last)
    return None


def _compare(left: str | Bounds | None, op: Op, right: str | Bounds | None) -> Kleene:
    if left is None or right is None:
        return None
    if isinstance(left, str) or isinstance(right, str):
        return (left == right) is (op is Op.EQ)
    answers: dict[Op, Kleene] = {
        Op.LT: _before(left, right),
        Op.GT: _before(right, left),
        Op.LE: _not(_before(right, left)),
        Op.GE: _not(_before(left, right)),
        Op.EQ: _same(left, right),
        Op.NE: _not(_same(left, right)),
    }
    return answers[op]


def _before(a: Bounds, b: Bounds) -> Kleene:
    if a[1] < b[0]:  # type: ignore[operator]  # both are dates or both numbers: the language has checked it
        return True
    return False if a[0] >= b[1] else None  # type: ignore[operator]  # as above


def _same(a: Bounds, b: Bounds) -> Kleene:
    if _before(a, b) or _before(b, a):
        return False
    return True if a[0] == a[1] == b[0] == b[1] else None


# Kleene's three values


def _not(answer: Kleene) -> Kleene:
    return None if answer is None else not answer


def _all(answers: Iterable[Kleene]) -> Kleene:
    said = list(answers)
    return False if False in said else None if None in said else True


def _any(answers: Iterable[Kleene]) -> Kleene:
    said = list(answers)
    return True if True in said else None if None in said else False
