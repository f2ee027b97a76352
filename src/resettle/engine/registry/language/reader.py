"""Reads a test: parsed by sqlglot, held against a whitelist and the fact dictionary, kept as a tree of our own."""

import re
from collections.abc import Callable, Iterable
from typing import NoReturn, TypeVar

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from resettle.engine.dates import parse_day
from resettle.engine.errors import ResettleError
from resettle.engine.registry import facts
from resettle.engine.registry.facts import Fact, Kind, Of
from resettle.engine.registry.language.bounds import (
    DEEPEST,
    MAY_BE_READ_ON,
    fault,
    out_of_bounds,
    refused_signs,
    too_large,
)
from resettle.engine.registry.language.contradictions import never_true
from resettle.engine.registry.language.expressions import (
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
    facts_of,
    kind_of,
)
from resettle.engine.registry.language.spots import closest, place, syntax, written

SCREENING_DAY = "screening_day"
_AN_AGE = "AGE(date_of_birth, screening_day)"
_A_DAY = "DATE 'YYYY-MM-DD'"
EVENT_DAYS = ("submission_day", "decision_day", "arrival_day")
_MEMBERS = tuple(one.value for one in Quantifier)
_COUNTS = {"COUNT_MEMBERS": False, "SHARE_OF_MEMBERS": True}
_RECORDS = {"ANY_RELATIVE": Of.RELATIVE, "ANY_PATHWAY": Of.PATHWAY}
FUNCTIONS = ("AGE", "HAS", "NONE", "IN_LIST", "AT_LEAST", *_MEMBERS, *_COUNTS, *_RECORDS)
_LIST_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,99}", re.ASCII)
_OPS: dict[type[exp.Expr], Op] = {
    exp.EQ: Op.EQ, exp.NEQ: Op.NE, exp.LT: Op.LT, exp.LTE: Op.LE, exp.GT: Op.GT, exp.GTE: Op.GE,
}  # fmt: skip
_MAKES_UNKNOWN_YES_OR_NO = (
    exp.Is, exp.Null, exp.Coalesce, exp.Case, exp.If, exp.NullSafeEQ, exp.NullSafeNEQ, exp.Nullif,
)  # fmt: skip
_SIGNS = (exp.Collate, exp.Concat)  # which the parser takes for functions
_ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.Neg, exp.Interval)
T = TypeVar("T")
R = TypeVar("R")


class ExpressionRefused(ResettleError):
    """A test that is not in the language; holds every fault found."""


def parse(text: str, of: Of | None = None, *, group: bool = False) -> Test:
    """
    The tree of a test over person facts, case facts, or (``of`` None) both; ``group``: of the linked group's members.

    The text is bounded before it is parsed, is never executed, and goes no further than this package.
    Raises ExpressionRefused with every fault.
    """
    if too_much := out_of_bounds(text):
        raise ExpressionRefused(too_much)
    found = refused_signs(text)
    if all(one.code in MAY_BE_READ_ON for one in found):
        try:
            test = _Reader(text, of, group).test(sqlglot.parse_one(text, into=exp.Condition))
            found += too_large(test)
            if not found:
                return test
        except ExpressionRefused as refused:
            found += [one for one in refused.faults if one not in found]
        except SqlglotError as error:
            found.append(syntax(error, text))
        except RecursionError:
            found.append(fault("test_too_deep", most=DEEPEST))
    raise ExpressionRefused(sorted(found, key=place))


class _Reader:
    """Turns a parsed tree into ours. What it does not list is not in the language."""

    def __init__(self, text: str, of: Of | None, group: bool, *, inside: bool = False) -> None:
        self.text, self.of, self.group, self.inside = text, of, group, inside

    def test(self, node: exp.Expr) -> Test:
        node = node.unnest()
        match node:
            case exp.And() | exp.Or():
                return self._joined(node)
            case exp.Not():
                return Not(self.test(node.this))
            case exp.Between():
                return self._between(node)
            case exp.In():
                return self._one_of(node)
            case _ if type(node) in _OPS:
                return self._compare(node, node.this, _OPS[type(node)], node.expression)
            case exp.Anonymous() if node.name.upper() in FUNCTIONS:
                return self._function(node, node.name.upper())
        self.term(node)
        self._refuse("test_not_yes_or_no", node)

    def _function(self, node: exp.Anonymous, name: str) -> Test:
        match name:
            case "HAS":
                return self._has(node)
            case "NONE":
                return self._none(node)
            case "IN_LIST":
                return self._in_list(node)
            case "AT_LEAST":
                return self._at_least(node)
            case _ if name in _MEMBERS:
                return OfMembers(Quantifier(name), self._of_members(node, f"{name}(test)"), self.group)
            case _ if name in _RECORDS:
                return self._any_record(node, name)
        self.term(node)
        self._refuse("test_not_yes_or_no", node)

    def _joined(self, node: exp.And | exp.Or) -> Test:
        parts = tuple(_each(self.test, node.flatten(unnest=False)))
        if isinstance(node, exp.Or):
            return Or(parts)
        return self._can_be_true(And(parts), node)

    def _can_be_true(self, test: Test, node: exp.Expr) -> Test:
        if never_true(test):
            self._refuse("test_never_true", node)
        return test

    def _compare(self, node: exp.Expr, left_node: exp.Expr, op: Op, right_node: exp.Expr) -> Test:
        if isinstance(left_node, (exp.Not, *_OPS)) or isinstance(right_node, (exp.Not, *_OPS)):
            self._refuse("test_chained_comparison", node)
        left, right = _each(self.term, (left_node, right_node))
        if not (_asks(left) or _asks(right)):
            self._refuse("test_no_fact", node)
        if left == right:
            self._refuse("test_same_on_both_sides", node)
        if not _asks(left):
            left, op, right, right_node = right, op.mirrored, left, left_node
        self._same_kind(node, left, right)
        if kind_of(left) is Kind.CODE:
            return self._compare_codes(node, left, op, right, right_node)
        return self._can_be_true(Compare(left, op, right), node)

    def _same_kind(self, node: exp.Expr, left: Term, right: Term) -> None:
        kinds = kind_of(left), kind_of(right)
        for term, kind in zip((left, right), kinds, strict=True):
            if isinstance(term, FactValue) and kind is Kind.CODES:
                self._refuse("test_wrong_type", node, fact=term.fact, write=f"HAS({term.fact}, '…')")
        if kinds[0] is not kinds[1]:
            write = _A_DAY if kinds == (Kind.DATE, Kind.CODE) else ""
            self._refuse("test_wrong_type", node, expected=kinds[0].value, found=kinds[1].value, write=write)

    def _compare_codes(self, node: exp.Expr, left: Term, op: Op, right: Term, right_node: exp.Expr) -> Test:
        assert isinstance(left, FactValue)
        if op not in (Op.EQ, Op.NE):
            self._refuse("test_codes_have_no_order", node, fact=left.fact)
        if isinstance(right, FactValue):
            known = facts.dictionary()
            if known[left.fact].codes != known[right.fact].codes:
                self._refuse("test_wrong_type", node, expected=left.fact, found=right.fact)
            return Compare(left, op, right)
        code = self._code(facts.dictionary()[left.fact], right_node)
        return OneOf(left.fact, (code,)) if op is Op.EQ else Compare(left, op, CodeLiteral(code))

    def _between(self, node: exp.Between) -> Test:
        if node.args.get("symmetric") is not None:
            self._refuse("test_part_refused", node)  # which end comes first would be left open

        def side(end: tuple[Op, str]) -> Test:
            return self._compare(node, node.this, end[0], node.args[end[1]])

        above, below = _each(side, [(Op.GE, "low"), (Op.LE, "high")])
        return self._can_be_true(And((above, below)), node)

    def _one_of(self, node: exp.In) -> Test:
        if node.args.get("query") is not None:
            self._refuse("test_subquery_refused", node)
        if not node.expressions or any(node.args[key] for key in node.args.keys() - {"this", "expressions"}):
            self._refuse("test_part_refused", node)
        parts = _each(lambda choice: self._compare(node, node.this, Op.EQ, choice), node.expressions)
        codes = [code for part in parts if isinstance(part, OneOf) for code in part.codes]
        if isinstance(parts[0], OneOf) and len(codes) == len(parts):
            return OneOf(parts[0].fact, tuple(dict.fromkeys(codes)))
        return Or(tuple(parts)) if len(parts) > 1 else parts[0]

    def _of_members(self, node: exp.Anonymous, write: str) -> Test:
        """What is inside a question about members: a test of persons, and no further such question."""
        if self.inside or self.of in (Of.RELATIVE, Of.PATHWAY):
            self._refuse("test_nested_question", node)
        if len(node.expressions) != 1:
            self._refuse("test_wrong_arguments", node, write=write)
        return _Reader(self.text, Of.PERSON, self.group, inside=True).test(node.expressions[0])

    def _any_record(self, node: exp.Anonymous, name: str) -> Test:
        if self.of in (Of.RELATIVE, Of.PATHWAY):
            self._refuse("test_nested_question", node)
        if self.of is Of.CASE:
            self._refuse("test_fact_of_another", node, of=Of.PERSON.value, expected=Of.CASE.value)
        if len(node.expressions) != 1:
            self._refuse("test_wrong_arguments", node, write=f"{name}(test)")
        of = _RECORDS[name]
        return AnyRecord(of, _Reader(self.text, of, self.group, inside=True).test(node.expressions[0]))

    def _at_least(self, node: exp.Anonymous) -> Test:
        least, *written = node.expressions or [None]
        write = "AT_LEAST(2, test, test, test)"
        if not (isinstance(least, exp.Literal) and not least.is_string) or len(written) < 2:
            self._refuse("test_wrong_arguments", node, write=write)
        number, parts = self._number(least).number, tuple(_each(self.test, written))
        if number > len(parts):
            self._refuse("test_never_true", node)
        if number < 1:
            self._refuse("test_wrong_arguments", node, write=write)
        return AtLeast(number, parts)

    def _in_list(self, node: exp.Anonymous) -> Test:
        named, name = node.expressions if len(node.expressions) == 2 else (None, None)
        if not isinstance(named, exp.Column) or not (isinstance(name, exp.Literal) and name.is_string):
            self._refuse("test_wrong_arguments", node, write="IN_LIST(fact, 'list')")
        fact = self._fact(named)
        if fact.kind not in (Kind.CODE, Kind.CODES):
            self._refuse(
                "test_wrong_type", node, fact=fact.name, expected=Kind.CODE.value, found=fact.kind.value
            )
        if not _LIST_NAME.fullmatch(name.name):
            self._refuse("test_wrong_arguments", node, write="IN_LIST(fact, 'list')")
        return InList(fact.name, fact.kind, name.name)

    def _has(self, node: exp.Anonymous) -> Test:
        named, *written = node.expressions or [None]
        if not isinstance(named, exp.Column) or not written:
            self._refuse("test_wrong_arguments", node, write="HAS(fact, 'CODE', …)")
        fact = self._fact(named)
        if fact.kind is not Kind.CODES:
            write = f"{fact.name} IN ('…')" if fact.kind is Kind.CODE else ""
            self._refuse("test_wrong_type", node, fact=fact.name, write=write)
        if isinstance(written[0], exp.Column) and len(written) == 1:
            return self._has_value(fact, written[0])
        return Has(fact.name, tuple(dict.fromkeys(_each(lambda code: self._code(fact, code), written))))

    def _has_value(self, fact: Fact, named: exp.Column) -> Test:
        other = self._fact(named)
        ours, theirs = (set(one.codes.meaning) if one.codes else set() for one in (fact, other))
        if other.kind is not Kind.CODE or not ours & theirs:
            self._refuse("test_wrong_type", named, expected=fact.name, found=other.name)
        return HasValue(fact.name, other.name)

    def _none(self, node: exp.Anonymous) -> Test:
        if len(node.expressions) != 1 or not isinstance(node.expressions[0], exp.Column):
            self._refuse("test_wrong_arguments", node, write="NONE(fact)")
        return IsNone(self._fact(node.expressions[0]).name)

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
                fact = self._fact(node)
                return FactValue(fact.name, fact.kind)
            case exp.Literal() if node.is_string:
                return CodeLiteral(node.name)
            case exp.Literal():
                return self._number(node)
            case exp.Cast():
                return self._date(node)
            case exp.Anonymous() if node.name.upper() == "AGE":
                return self._age(node)
            case exp.Anonymous() if node.name.upper() in _COUNTS:
                name = node.name.upper()
                return HowMany(self._of_members(node, f"{name}(test) >= 1"), _COUNTS[name], self.group)
            case exp.Anonymous() if node.name.upper() in FUNCTIONS:
                self.test(node)  # a question where a value should be: its own faults first
                self._refuse("test_chained_comparison", node)
        self._refuse_part(node)

    def _event_day(self, node: exp.Column) -> EventDay:
        """Things happen to people: a case as such has no day of arrival; asked of a relative, the person's is meant."""
        if self.of is Of.CASE:
            self._refuse("test_fact_of_another", node, of=Of.PERSON.value, expected=Of.CASE.value)
        return EventDay(node.name)

    def _number(self, node: exp.Literal) -> NumberLiteral:
        if not node.name.isdecimal() or len(node.name) > 9:
            self._refuse("test_bad_number", node)
        return NumberLiteral(int(node.name))

    def _date(self, node: exp.Cast) -> DateLiteral:
        """``DATE '…'`` and a cast are one and the same to sqlglot; only the first is in the language."""
        before = self.text[: node.this.meta.get("start", 0)].rstrip().lower()
        if not node.this.is_string or node.to.this is not exp.DType.DATE or not before.endswith("date"):
            self._refuse("test_cast_refused", node, write=_A_DAY)
        try:
            return DateLiteral(parse_day(node.this.name))
        except ValueError:
            self._refuse("test_bad_date", node, write=_A_DAY)

    def _age(self, node: exp.Anonymous) -> Age:
        if len(node.expressions) != 2:
            self._refuse("test_wrong_arguments", node, write=_AN_AGE)
        terms = _each(self.term, node.expressions)
        days = [term for term in terms if isinstance(term, DateLiteral | ScreeningDay | EventDay | FactValue)]
        if len(days) < 2 or any(kind_of(day) is not Kind.DATE for day in days):
            self._refuse("test_wrong_type", node, expected="date", write=_AN_AGE)
        if days[0] == days[1]:
            self._refuse("test_same_on_both_sides", node)
        return Age(days[0], days[1])

    def _fact(self, node: exp.Column) -> Fact:
        known = facts.dictionary()
        if node.name not in known:
            self._refuse(
                "test_unknown_fact",
                node,
                suggestion=closest([node.name.lower()], [*known, SCREENING_DAY, *EVENT_DAYS]),
            )
        fact = known[node.name]
        if fact.of is not self.of if self.of is not None else fact.of not in (Of.PERSON, Of.CASE):
            expected = self.of.value if self.of else Of.PERSON.value
            self._refuse("test_fact_of_another", node, of=fact.of.value, expected=expected)
        return fact

    def _code(self, fact: Fact, node: exp.Expr) -> str:
        if isinstance(node, exp.Null):
            self._refuse_part(node)
        if not (isinstance(node, exp.Literal) and node.is_string):
            self._refuse("test_wrong_type", node, fact=fact.name, expected=Kind.CODE.value)
        code: str = node.name
        if not facts.known_code(fact, code):
            near = closest([code, code.lower(), code.upper()], facts.allowed_codes(fact))
            self._refuse("test_unknown_code", node, fact=fact.name, suggestion=near)
        if fact.codes and code in fact.codes.undetermined:
            settled = sorted(set(fact.codes.meaning) - fact.codes.undetermined)
            self._refuse("test_code_undetermined", node, fact=fact.name, settled=settled)
        return code

    def _refuse_part(self, node: exp.Expr) -> NoReturn:
        if isinstance(node, _MAKES_UNKNOWN_YES_OR_NO):
            self._refuse("test_null_refused", node, write="NONE(fact)")
        if isinstance(node, exp.Query | exp.Exists):
            self._refuse("test_subquery_refused", node)
        if isinstance(node, _ARITHMETIC):
            self._refuse("test_arithmetic_refused", node, write=_AN_AGE)
        if isinstance(node, exp.Func) and not isinstance(node, _SIGNS):
            name = node.name if isinstance(node, exp.Anonymous) else node.sql_name()
            self._refuse("test_function_refused", node, suggestion=closest([name.upper()], FUNCTIONS))
        self._refuse("test_part_refused", node)

    def _refuse(self, code: str, node: exp.Expr, **more: object) -> NoReturn:
        part, at = written(node, self.text)
        raise ExpressionRefused([fault(code, part, at, **more)])


def _asks(term: Term) -> bool:
    """Whether the value is one of facts, so that it differs from one person or case to another."""
    return bool(facts_of(term)) or isinstance(term, HowMany | EventDay)


def _each(read: Callable[[T], R], parts: Iterable[T]) -> list[R]:
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
