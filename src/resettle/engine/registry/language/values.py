"""Reads the values in a test, facts, codes, days and numbers, and refuses what the language does not have."""

from collections.abc import Callable, Iterable
from typing import NoReturn, TypeVar

from sqlglot import exp

from resettle.engine.dates import parse_day
from resettle.engine.errors import ResettleError
from resettle.engine.registry import codes, facts
from resettle.engine.registry.facts import Fact, Kind, Of
from resettle.engine.registry.language.bounds import A_DAY, a_day, fault
from resettle.engine.registry.language.expressions import (
    Age,
    CodeLiteral,
    DateLiteral,
    EventDay,
    FactValue,
    NumberLiteral,
    Quantifier,
    ScreeningDay,
    Term,
    kind_of,
)
from resettle.engine.registry.language.spots import closest, written
from resettle.engine.registry.synonyms import meant

SCREENING_DAY = "screening_day"
AN_AGE = "AGE(date_of_birth, screening_day)"
EVENT_DAYS = ("submission_day", "decision_day", "arrival_day")
MEMBERS = tuple(one.value for one in Quantifier)
COUNTS = {"COUNT_MEMBERS": False, "SHARE_OF_MEMBERS": True}
RECORDS = {"ANY_RELATIVE": Of.RELATIVE, "ANY_PATHWAY": Of.PATHWAY}
FUNCTIONS = ("AGE", "HAS", "NONE", "IN_LIST", "AT_LEAST", *MEMBERS, *COUNTS, *RECORDS)
_MAKES_UNKNOWN_YES_OR_NO = (
    exp.Is, exp.Null, exp.Coalesce, exp.Case, exp.If, exp.NullSafeEQ, exp.NullSafeNEQ, exp.Nullif,
)  # fmt: skip
_SIGNS = (exp.Collate, exp.Concat)  # which the parser takes for functions
_ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.Neg, exp.Interval)
T = TypeVar("T")
R = TypeVar("R")


class ExpressionRefused(ResettleError):
    """A test that is not in the language; holds every fault found."""


class Values:
    """Turns what stands for a value in a parsed tree into ours. What it does not list is not in the language."""

    def __init__(self, text: str, of: Of | None) -> None:
        self.text, self.of = text, of

    def term(self, node: exp.Expr) -> Term:
        """A value: a fact, a literal, the screening day, an age."""
        match node:
            case exp.Paren():
                return self.term(node.this)
            case exp.Column() if node.name == SCREENING_DAY:
                return ScreeningDay()
            case exp.Column() if node.name in EVENT_DAYS:
                return self._event_day(node)
            case exp.Column():
                fact = self.fact(node)
                return FactValue(fact.name, fact.kind)
            case exp.Literal() if node.is_string:
                return CodeLiteral(node.name)
            case exp.Literal():
                return self.number(node)
            case exp.Cast():
                return self._date(node)
            case exp.Anonymous() if node.name.upper() == "AGE":
                return self._age(node)
        self._refuse_part(node)

    def _event_day(self, node: exp.Column) -> EventDay:
        """Things happen to people: a case as such has no day of arrival; asked of a relative, the person's is meant."""
        if self.of is Of.CASE:
            self.refuse("test_fact_of_another", node, of=Of.PERSON.value, expected=Of.CASE.value)
        return EventDay(node.name)

    def number(self, node: exp.Literal) -> NumberLiteral:
        if not node.name.isdecimal() or len(node.name) > 9:
            self.refuse("test_bad_number", node)
        return NumberLiteral(int(node.name))

    def _date(self, node: exp.Cast) -> DateLiteral:
        """``DATE '…'`` and a cast are one and the same to sqlglot; only the first is in the language."""
        before = self.text[: node.this.meta.get("start", 0)].rstrip().lower()
        if not node.this.is_string or node.to.this is not exp.DType.DATE or not before.endswith("date"):
            self.refuse("test_cast_refused", node, write=A_DAY)
        try:
            return DateLiteral(parse_day(node.this.name))
        except ValueError:
            self.refuse("test_bad_date", node, write=A_DAY)

    def _age(self, node: exp.Anonymous) -> Age:
        if len(node.expressions) != 2:
            self.refuse("test_wrong_arguments", node, write=AN_AGE)
        terms = each(self.term, node.expressions)
        days = [term for term in terms if isinstance(term, DateLiteral | ScreeningDay | EventDay | FactValue)]
        if len(days) < 2 or any(kind_of(day) is not Kind.DATE for day in days):
            said = next((one.code for one in terms if isinstance(one, CodeLiteral)), None)
            self.refuse(
                "test_wrong_type", node, expected="date", write=AN_AGE if said is None else a_day(said)
            )
        if days[0] == days[1]:
            self.refuse("test_same_on_both_sides", node)
        return Age(days[0], days[1])

    def fact(self, node: exp.Column) -> Fact:
        known = facts.dictionary()
        if node.name not in known:
            names = [*known, SCREENING_DAY, *EVENT_DAYS]
            near = AN_AGE if node.name.lower() == "age" else meant(node.name, self._of_these(names))
            self.refuse("test_unknown_fact", node, suggestion=near or closest([node.name.lower()], names))
        fact = known[node.name]
        if fact.of is not self.of if self.of is not None else fact.of not in (Of.PERSON, Of.CASE):
            expected = self.of.value if self.of else Of.PERSON.value
            self.refuse("test_fact_of_another", node, of=fact.of.value, expected=expected)
        return fact

    def _of_these(self, names: Iterable[str]) -> list[str]:
        """Those that may be asked for here first."""
        of = (self.of,) if self.of else (Of.PERSON, Of.CASE)
        known = facts.dictionary()
        return sorted(names, key=lambda name: name in known and known[name].of not in of)

    def code(self, fact: Fact, node: exp.Expr) -> str:
        if isinstance(node, exp.Null):
            self._refuse_part(node)
        if not (isinstance(node, exp.Literal) and node.is_string):
            self.refuse("test_wrong_type", node, fact=fact.name, expected=Kind.CODE.value)
        code: str = node.name
        if not facts.known_code(fact, code):
            near = (
                codes.nearest(code, fact.codes) if fact.codes else closest([code.upper()], codes.NEEDS_GROUPS)
            )
            self.refuse("test_unknown_code", node, fact=fact.name, suggestion=near)
        if fact.codes and code in fact.codes.undetermined:
            settled = sorted(set(fact.codes.meaning) - fact.codes.undetermined)
            self.refuse("test_code_undetermined", node, fact=fact.name, settled=settled)
        return code

    def _refuse_part(self, node: exp.Expr) -> NoReturn:
        if isinstance(node, _MAKES_UNKNOWN_YES_OR_NO):
            self.refuse("test_null_refused", node, write="NONE(fact)")
        if isinstance(node, exp.Query | exp.Exists):
            self.refuse("test_subquery_refused", node)
        if isinstance(node, _ARITHMETIC):
            self.refuse("test_arithmetic_refused", node, write=AN_AGE)
        if isinstance(node, exp.Func) and not isinstance(node, _SIGNS):
            name = node.name if isinstance(node, exp.Anonymous) else node.sql_name()
            self.refuse("test_function_refused", node, suggestion=closest([name.upper()], FUNCTIONS))
        self.refuse("test_part_refused", node)

    def refuse(self, code: str, node: exp.Expr, **more: object) -> NoReturn:
        part, at = written(node, self.text)
        raise ExpressionRefused([fault(code, part, at, **more)])


def each(read: Callable[[T], R], parts: Iterable[T]) -> list[R]:
    """Every part read; or the faults of all of them."""
    done, found = [], []
    for part in parts:
        try:
            done.append(read(part))
        except ExpressionRefused as refused:
            found += [one for one in refused.faults if one not in found]
    if found:
        raise ExpressionRefused(found)
    return done
