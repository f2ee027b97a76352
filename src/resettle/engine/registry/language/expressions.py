"""A test as a tree: comparisons of facts, what joins them, and what asks them of several people or records."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from resettle.engine.registry.facts import Kind, Of


class Op(StrEnum):
    """How two values are compared."""

    EQ = "="
    NE = "<>"
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="

    @property
    def mirrored(self) -> "Op":
        """The same comparison with its sides exchanged."""
        return {Op.LT: Op.GT, Op.LE: Op.GE, Op.GT: Op.LT, Op.GE: Op.LE}.get(self, self)


@dataclass(frozen=True, slots=True)
class FactValue:
    """What a fact is."""

    fact: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class CodeLiteral:
    code: str


@dataclass(frozen=True, slots=True)
class DateLiteral:
    day: date


@dataclass(frozen=True, slots=True)
class NumberLiteral:
    number: int


@dataclass(frozen=True, slots=True)
class ScreeningDay:
    """The day of which the screen is asked."""


@dataclass(frozen=True, slots=True)
class EventDay:
    """
    The day on which something happened to the person in an arrangement; while it has not, the screening day.

    ``event`` is submission_day, decision_day or arrival_day; ``arrangement`` is filled in by ``binding.bound``.
    """

    event: str
    arrangement: str = ""


Day = FactValue | DateLiteral | ScreeningDay | EventDay


@dataclass(frozen=True, slots=True)
class Age:
    """Completed years from one day to another."""

    born: Day
    at: Day


@dataclass(frozen=True, slots=True)
class HowMany:
    """How many members a test holds of, or (``share``) how many percent of them; of the linked group if ``group``."""

    test: "Test"
    share: bool
    group: bool = False


Term = FactValue | CodeLiteral | DateLiteral | NumberLiteral | ScreeningDay | EventDay | Age | HowMany


class Quantifier(StrEnum):
    """Of which members a test must hold."""

    EACH = "EACH_MEMBER"
    ANY = "ANY_MEMBER"
    APPLICANT = "PRINCIPAL_APPLICANT"


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["Test", ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Test", ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: "Test"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least so many of these hold."""

    least: int
    parts: tuple["Test", ...]


@dataclass(frozen=True, slots=True)
class Compare:
    left: Term
    op: Op
    right: Term


@dataclass(frozen=True, slots=True)
class OneOf:
    """The fact's code is one of these."""

    fact: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Has:
    """The fact's list holds at least one of these."""

    fact: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IsNone:
    """It is known that there is none."""

    fact: str


@dataclass(frozen=True, slots=True)
class HasValue:
    """The fact's list holds the code that another fact has."""

    fact: str
    other: str


@dataclass(frozen=True, slots=True)
class InList:
    """The fact's code, or one of them, is on a named list; ``binding.bound`` puts the list's codes in its place."""

    fact: str
    kind: Kind
    list: str


@dataclass(frozen=True, slots=True)
class OfMembers:
    """A test of persons holds of each or any member, or of the principal applicant; of the linked group if ``group``."""

    quantifier: Quantifier
    test: "Test"
    group: bool = False


@dataclass(frozen=True, slots=True)
class AnyRecord:
    """A test holds of a relative, or a pathway, of the person."""

    of: Of
    test: "Test"


@dataclass(frozen=True, slots=True)
class Waived:
    """A criterion has been waived for the person. Nobody writes it: screening adds it where rulings say so."""

    arrangement: str
    criterion: str


Atom = Compare | OneOf | Has | HasValue | IsNone | InList | OfMembers | AnyRecord | Waived
Test = And | Or | Not | AtLeast | Atom
Quantified = OfMembers | AnyRecord | HowMany


def atoms(test: Test) -> Iterator[Atom]:
    """The questions a test is made of, in order."""
    match test:
        case And(parts) | Or(parts) | AtLeast(_, parts):
            for part in parts:
                yield from atoms(part)
        case Not(part):
            yield from atoms(part)
        case _:
            yield test


def asked_of_others(test: Test) -> Iterator[Quantified]:
    """What a test itself asks of members, relatives or pathways."""
    for atom in atoms(test):
        for part in (atom.left, atom.right) if isinstance(atom, Compare) else (atom,):
            if isinstance(part, OfMembers | AnyRecord | HowMany):
                yield part


def quantified(test: Test) -> Iterator[Quantified]:
    """The same, and after each what it asks of others in turn."""
    for part in asked_of_others(test):
        yield part
        yield from quantified(part.test)


@lru_cache(maxsize=4096)
def facts_used(test: Test) -> frozenset[str]:
    """Names of the facts a test asks for of whom it is asked itself; not of those it asks through them."""
    return frozenset().union(*(facts_of(atom) for atom in atoms(test)))


def facts_of(part: Atom | Term) -> frozenset[str]:
    """Names of the facts in one question or value."""
    match part:
        case Compare(left, _, right):
            return facts_of(left) | facts_of(right)
        case Age(born, at):
            return facts_of(born) | facts_of(at)
        case HasValue(fact, other):
            return frozenset({fact, other})
        case FactValue(fact, _) | OneOf(fact, _) | Has(fact, _) | IsNone(fact) | InList(fact, _, _):
            return frozenset({fact})
        case _:
            return frozenset()


def kind_of(term: Term) -> Kind:
    """What kind of value a term is."""
    match term:
        case FactValue(_, kind):
            return kind
        case CodeLiteral():
            return Kind.CODE
        case DateLiteral() | ScreeningDay() | EventDay():
            return Kind.DATE
        case _:
            return Kind.NUMBER
