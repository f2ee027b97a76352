"""A test as a tree: comparisons of facts, and what joins them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from resettle.engine.registry.facts import Kind


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


Day = FactValue | DateLiteral | ScreeningDay


@dataclass(frozen=True, slots=True)
class Age:
    """Completed years from one day to another."""

    born: Day
    at: Day


Term = FactValue | CodeLiteral | DateLiteral | NumberLiteral | ScreeningDay | Age


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


Atom = Compare | OneOf | Has | IsNone
Test = And | Or | Not | Atom


def atoms(test: Test) -> Iterator[Atom]:
    """The questions a test is made of, in order."""
    match test:
        case And(parts) | Or(parts):
            for part in parts:
                yield from atoms(part)
        case Not(part):
            yield from atoms(part)
        case _:
            yield test


@lru_cache(maxsize=4096)
def facts_used(test: Test) -> frozenset[str]:
    """Names of the facts a test asks for."""
    return frozenset().union(*(facts_of(atom) for atom in atoms(test)))


def facts_of(part: Atom | Term) -> frozenset[str]:
    """Names of the facts in one question or value."""
    match part:
        case Compare(left, _, right):
            return facts_of(left) | facts_of(right)
        case Age(born, at):
            return facts_of(born) | facts_of(at)
        case FactValue(fact, _) | OneOf(fact, _) | Has(fact, _) | IsNone(fact):
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
        case DateLiteral() | ScreeningDay():
            return Kind.DATE
        case _:
            return Kind.NUMBER
