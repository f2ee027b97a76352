"""Tests compiled to polars expressions: null is unknown, and & | ~ follow Kleene as they are."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from resettle.engine.registry import facts
from resettle.engine.registry.facts import Kind
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
    Quantified,
    ScreeningDay,
    Term,
    Test,
    Waived,
)

_UNKNOWN = pl.lit(None, pl.Boolean)


@dataclass(frozen=True, slots=True)
class _Range:
    """A date or number as the range it is known to lie in; ``none`` lists what must not be *none* for it to be."""

    lo: pl.Expr
    hi: pl.Expr
    none: tuple[pl.Expr, ...] = ()


def expression(test: Test, on: date) -> pl.Expr:
    """
    True, false or null (unknown) per row of a frame with the columns of ``people.typed`` and, for what a test asks
    of others and for days of events, the columns that ``prepared`` adds.
    """
    match test:
        case And(parts):
            return pl.all_horizontal([expression(part, on) for part in parts])
        case Or(parts):
            return pl.any_horizontal([expression(part, on) for part in parts])
        case Not(part):
            return ~expression(part, on)
        case AtLeast(least, parts):
            return _at_least(least, [expression(part, on) for part in parts])
        case Compare(left, op, right):
            return _compare(left, op, right, on)
        case OfMembers() | AnyRecord() | Waived():
            return pl.col(column(test))
        case InList(fact, _, _):  # no edition of the list on this day
            return _unless_none([_none(fact)], _UNKNOWN)
        case HasValue(fact, other):
            return _unless_none([_none(fact), _none(other)], _has_value(fact, other))
        case OneOf(fact, codes):
            return _unless_none([_none(fact)], pl.col(fact).is_in(list(codes)))
        case Has(fact, codes):
            return _unless_none([_none(fact)], _has(fact, codes))
        case IsNone(fact):
            return _none(fact)


def column(asked: Quantified | EventDay | Waived) -> str:
    """The name of the column with what is asked of others, the day of an event, or who has a waiver."""
    return repr(asked)


def _none(fact: str) -> pl.Expr:
    return pl.col(f"{fact}__none")


def _unless_none(nones: list[pl.Expr], answer: pl.Expr) -> pl.Expr:
    """Nothing can be said of what is known not to be: the answer is false, whatever else is unknown."""
    return pl.when(pl.any_horizontal(nones)).then(False).otherwise(answer) if nones else answer


def _has(fact: str, codes: tuple[str, ...]) -> pl.Expr:
    """One look at each list, for the most that any of its codes says: 2 it is held, 1 it may be, 0 it is not."""
    code = pl.element()
    if facts.dictionary()[fact].codes is not None:
        is_held, may_be = code.is_in(list(codes)), pl.lit(False)
    else:  # kept by group (specific needs): a group holds its codes, and a bare group may or may not be the code
        groups, exact = [one for one in codes if len(one) == 2], [one for one in codes if len(one) > 2]
        is_held = code.is_in(exact) | code.str.head(2).is_in(groups)
        may_be = code.is_in(sorted({one[:2] for one in exact}))
    says = pl.when(is_held).then(2).when(may_be).then(1).otherwise(0).cast(pl.UInt8)
    most = pl.col(fact).list.eval(says).list.max()
    complete = pl.col(f"{fact}__complete")
    return pl.when(most == 2).then(True).when(complete & (most == 0)).then(False).otherwise(_UNKNOWN)


def _has_value(fact: str, other: str) -> pl.Expr:
    found = pl.when(pl.col(other).is_null()).then(None).otherwise(pl.col(fact).list.contains(pl.col(other)))
    return (
        pl.when(found).then(True).when(pl.col(f"{fact}__complete") & ~found).then(False).otherwise(_UNKNOWN)
    )


def _at_least(least: int, parts: list[pl.Expr]) -> pl.Expr:
    true = pl.sum_horizontal(part.fill_null(False).cast(pl.Int32) for part in parts)
    possible = pl.sum_horizontal(part.fill_null(True).cast(pl.Int32) for part in parts)
    return pl.when(true >= least).then(True).when(possible < least).then(False).otherwise(_UNKNOWN)


def _compare(left: Term, op: Op, right: Term, on: date) -> pl.Expr:
    if isinstance(left, FactValue) and left.kind is Kind.CODE:
        return _compare_codes(left.fact, op, right)
    a, b = _range(left, on), _range(right, on)
    match op:
        case Op.LT:
            answer = _before(a, b)
        case Op.GT:
            answer = _before(b, a)
        case Op.LE:
            answer = ~_before(b, a)
        case Op.GE:
            answer = ~_before(a, b)
        case Op.EQ:
            answer = _same(a, b)
        case Op.NE:
            answer = ~_same(a, b)
    return _unless_none([*a.none, *b.none], answer)


def _compare_codes(fact: str, op: Op, right: Term) -> pl.Expr:
    nones = [_none(fact)]
    if isinstance(right, FactValue):
        other = pl.col(right.fact)
        nones.append(_none(right.fact))
    else:
        assert isinstance(right, CodeLiteral)
        other = pl.lit(right.code)
    same = pl.col(fact) == other
    return _unless_none(nones, same if op is Op.EQ else ~same)


def _before(a: _Range, b: _Range) -> pl.Expr:
    return pl.when(a.hi < b.lo).then(True).when(a.lo >= b.hi).then(False).otherwise(_UNKNOWN)


def _same(a: _Range, b: _Range) -> pl.Expr:
    apart = (a.hi < b.lo) | (b.hi < a.lo)
    exact = (a.lo == a.hi) & (b.lo == b.hi)
    return pl.when(apart).then(False).when(exact & ~apart).then(True).otherwise(_UNKNOWN)


def _range(term: Term, on: date) -> _Range:
    match term:
        case FactValue(fact, _):
            return _Range(pl.col(f"{fact}__lo"), pl.col(f"{fact}__hi"), (_none(fact),))
        case DateLiteral(day):
            return _Range(pl.lit(day), pl.lit(day))
        case NumberLiteral(number):
            return _Range(pl.lit(number, pl.Int64), pl.lit(number, pl.Int64))
        case ScreeningDay():
            return _Range(pl.lit(on), pl.lit(on))
        case EventDay():
            return _Range(pl.col(column(term)), pl.col(column(term)))
        case HowMany():
            return _Range(pl.col(f"{column(term)}__lo"), pl.col(f"{column(term)}__hi"))
        case Age(born_on, at_day):
            born, at = _range(born_on, on), _range(at_day, on)
            return _Range(_years(born.hi, at.lo), _years(born.lo, at.hi), born.none + at.none)
        case CodeLiteral():
            raise AssertionError("a code is compared with codes only")


def _years(born: pl.Expr, at: pl.Expr) -> pl.Expr:
    """Completed years; 29 February completes one on 1 March of a common year, as in ``dates.completed_years``."""
    return (at.dt.year() - born.dt.year()).cast(pl.Int64) - (_of_year(at) < _of_year(born)).cast(pl.Int64)


def _of_year(day: pl.Expr) -> pl.Expr:
    return day.dt.month().cast(pl.Int32) * 100 + day.dt.day().cast(pl.Int32)
