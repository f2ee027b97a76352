"""One test, one subject: the answer found slowly and plainly, as the check on the fast screen and for the reasons."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from resettle.engine.dates import PartialDate, completed_years
from resettle.engine.registry import facts
from resettle.engine.registry.facts import Codes, Of
from resettle.engine.registry.language import (
    Age,
    And,
    AnyRecord,
    AtLeast,
    CodeLiteral,
    Compare,
    DateLiteral,
    EventDay,
    FactValue,
    Has,
    HasValue,
    HowMany,
    InList,
    IsNone,
    Not,
    NumberLiteral,
    OfMembers,
    OneOf,
    Op,
    Or,
    Quantifier,
    ScreeningDay,
    Term,
    Test,
    Waived,
)
from resettle.engine.registry.people import KnownFact
from resettle.engine.registry.rulings import RulingKind
from resettle.engine.screening.casefile import LISTED, CaseFile, Facts, fact_of, record_name

Kleene = bool | None
"""True, false, or None for unknown."""


class Subject(NamedTuple):
    """Whom a test is asked of: the case, a person, or a relative or pathway; the file has everybody else."""

    name: str
    known: Facts
    file: CaseFile

    @property
    def person(self) -> str:
        """The person, or whose relative or pathway it is."""
        return self.name.partition("/")[0]


def evaluate(test: Test, subject: Subject) -> Kleene:
    """Whether a test holds of a subject."""
    known = subject.known
    match test:
        case Compare(left, op, right):
            if _is_none(left, known) or _is_none(right, known):
                return False
            return _compare(value_of(left, subject), op, value_of(right, subject))
        case OneOf(name, codes):
            fact = fact_of(known, name)
            return False if fact.none else None if fact.value is None else fact.value in codes
        case Has(name, codes):
            fact = fact_of(known, name)
            if fact.none or fact.value is None:
                return False if fact.none else None
            return holds(name, fact.value, codes)
        case And(parts):
            return all_of(evaluate(part, subject) for part in parts)
        case Or(parts):
            return any_of(evaluate(part, subject) for part in parts)
        case Not(part):
            return negated(evaluate(part, subject))
        case AtLeast(least, parts):
            return at_least(least, [evaluate(part, subject) for part in parts])
        case IsNone(name):
            fact = fact_of(known, name)
            return True if fact.none else False if fact.value is not None or fact.undetermined else None
        case HasValue(name, other):
            return _has_value(fact_of(known, name), fact_of(known, other))
        case InList(name, _, _):  # no edition of the list on this day
            return False if fact_of(known, name).none else None
        case Waived(_, criterion):
            ruling = subject.file.rulings.get(criterion, {}).get(subject.name)
            return ruling is not None and ruling.ruling is RulingKind.WAIVED
        case OfMembers(quantifier, inner, group):
            return _of_members(quantifier, _asked(inner, subject.file, quantifier, group))
        case AnyRecord(of, inner):
            return _any_record(of, inner, subject)


def _asked(inner: Test, file: CaseFile, quantifier: Quantifier | None, group: bool) -> list[Kleene]:
    """What the members of the case, or of its linked group, answer, one by one."""
    members: Mapping[str, Facts]
    if quantifier is Quantifier.APPLICANT:
        members = file.principal_applicants
    else:
        members = file.group if group else file.members
    return [evaluate(inner, Subject(person, known, file)) for person, known in members.items()]


def _of_members(quantifier: Quantifier, answers: list[Kleene]) -> Kleene:
    if not answers:
        return None
    return any_of(answers) if quantifier is Quantifier.ANY else all_of(answers)


def _any_record(of: Of, inner: Test, subject: Subject) -> Kleene:
    supposed = (subject.name, of, inner)
    records = subject.file.records.get((subject.name, of), {})
    answers = [
        evaluate(inner, Subject(record_name(subject.name, of, record), known, subject.file))
        for record, known in records.items()
    ]
    if supposed in subject.file.found:
        answers.append(subject.file.found[supposed])
    elif not is_listed(of, subject.known):
        answers.append(None)  # there may be another of whom nobody has asked
    return any_of(answers)


def is_listed(of: Of, known: Facts) -> bool:
    """Whether it is known that all of a person's relatives, or pathways, are recorded."""
    listed = fact_of(known, LISTED[of])
    return listed.none or listed.value == "all"


def holds(name: str, value: object, codes: Collection[str]) -> Kleene:
    """Whether a list holds one of some codes; a group of specific needs holds its codes, and a bare group may be any."""
    assert isinstance(value, Codes)
    if any(held in codes for held in value.members):
        return True
    may_be_one = False
    if facts.dictionary()[name].codes is None:  # kept by group
        if any(held[:2] in codes for held in value.members):
            return True
        may_be_one = any(code[:2] in value.members for code in codes)
    return None if may_be_one or not value.complete else False


def _has_value(held: KnownFact, other: KnownFact) -> Kleene:
    if held.none or other.none:
        return False
    if held.value is None or not isinstance(other.value, str):
        return None
    return holds(held.fact, held.value, (other.value,))


Bounds = tuple[date, date] | tuple[int | Fraction, int | Fraction]


def _is_none(term: Term, known: Facts) -> bool:
    """Whether a value is known not to be."""
    match term:
        case FactValue(fact, _):
            return fact_of(known, fact).none
        case Age(born, at):
            return _is_none(born, known) or _is_none(at, known)
        case _:
            return False


def value_of(term: Term, subject: Subject) -> str | Bounds | None:
    """A code, or the first and last of the range a date or number lies in; None if unknown."""
    match term:
        case FactValue(fact, _):
            return _of_fact(fact_of(subject.known, fact).value)
        case CodeLiteral(code):
            return code
        case NumberLiteral(number):
            return number, number
        case DateLiteral(day):
            return day, day
        case ScreeningDay():
            return subject.file.on, subject.file.on
        case EventDay(event, _):
            day = subject.file.days.get(subject.person, {}).get(event, subject.file.on)
            return day, day
        case Age(born, at):
            return _age(value_of(born, subject), value_of(at, subject))
        case HowMany(inner, share, group):
            return _how_many(_asked(inner, subject.file, None, group), share)


def _of_fact(value: object) -> str | Bounds | None:
    if isinstance(value, PartialDate):
        return value.earliest, value.latest
    if isinstance(value, int):
        return value, value
    return value if isinstance(value, str) else None


def _how_many(answers: list[Kleene], share: bool) -> Bounds | None:
    if not answers:
        return None
    scale = Fraction(100, len(answers)) if share else Fraction(1)
    return scale * answers.count(True), scale * (answers.count(True) + answers.count(None))


def _age(born: object, at: object) -> Bounds | None:
    match born, at:
        case (date() as first_born, date() as last_born), (date() as first, date() as last):
            youngest, oldest = completed_years(last_born, first), completed_years(first_born, last)
            return youngest, oldest
    return None


def _compare(left: str | Bounds | None, op: Op, right: str | Bounds | None) -> Kleene:
    if left is None or right is None:
        return None
    if isinstance(left, str) or isinstance(right, str):
        return (left == right) is (op is Op.EQ)
    match op:
        case Op.LT:
            return _before(left, right)
        case Op.GT:
            return _before(right, left)
        case Op.LE:
            return negated(_before(right, left))
        case Op.GE:
            return negated(_before(left, right))
        case Op.EQ:
            return _same(left, right)
        case Op.NE:
            return negated(_same(left, right))


def _before(a: tuple[Any, Any], b: tuple[Any, Any]) -> Kleene:
    """Of two ranges of days, or of numbers: the language has checked that they are of one kind."""
    if a[1] < b[0]:
        return True
    return False if a[0] >= b[1] else None


def _same(a: Bounds, b: Bounds) -> Kleene:
    if _before(a, b) or _before(b, a):
        return False
    return True if a[0] == a[1] == b[0] == b[1] else None


# Kleene's three values


def negated(answer: Kleene) -> Kleene:
    return None if answer is None else not answer


def all_of(answers: Iterable[Kleene]) -> Kleene:
    """No as soon as one says no."""
    found: Kleene = True
    for answer in answers:
        if answer is False:
            return False
        if answer is None:
            found = None
    return found


def any_of(answers: Iterable[Kleene]) -> Kleene:
    """Yes as soon as one says yes."""
    found: Kleene = False
    for answer in answers:
        if answer is True:
            return True
        if answer is None:
            found = None
    return found


def at_least(least: int, answers: Iterable[Kleene]) -> Kleene:
    """Whether so many are true, whatever the unknown ones are."""
    said = list(answers)
    if said.count(True) >= least:
        return True
    return False if len(said) - said.count(False) < least else None
