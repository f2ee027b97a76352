"""
A three-valued test as two formulas of two values, so that engines without an unknown can give the same answers.

One formula says when the test certainly holds, the other when it certainly fails; where neither says so, it is
unknown. Facts come as plain values: ``f`` with ``f_known`` and ``f_none``, lists also with ``f_complete`` and
``f_heads``, days and numbers as ``f_lo`` and ``f_hi``.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl
from screening.population import ON

from resettle.engine.registry import facts
from resettle.engine.registry.facts import Kind
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
    Test,
)

Formula = tuple[Any, ...]
"""("all" | "any", parts) · ("not", part) · ("true", name) · ("in", name, codes) · ("holds", name, code) ·
("<" | "<=" | ">" | ">=", name, name or number)"""

SIDES = {Op.LT: ("hi", "lo"), Op.LE: ("hi", "lo"), Op.GT: ("lo", "hi"), Op.GE: ("lo", "hi")}
FAILS = {Op.LT: Op.GE, Op.LE: Op.GT, Op.GT: Op.LE, Op.GE: Op.LT}


def born_by(op: Op, years: int) -> tuple[Op, date]:
    """An age that day as a day of birth: years are completed on a birthday, by those born on that day or before it."""
    return Op.LE if op in (Op.GE, Op.GT) else Op.GT, ON.replace(year=ON.year - years - (op in (Op.LE, Op.GT)))


def certain(test: Test) -> tuple[Formula, Formula]:
    """When it certainly holds, and when it certainly fails."""
    match test:
        case And(parts):
            each = [certain(part) for part in parts]
            return ("all", [yes for yes, _ in each]), ("any", [no for _, no in each])
        case Or(parts):
            each = [certain(part) for part in parts]
            return ("any", [yes for yes, _ in each]), ("all", [no for _, no in each])
        case Not(part):
            yes, no = certain(part)
            return no, yes
        case IsNone(fact):
            return ("true", f"{fact}_none"), ("true", f"{fact}_some")
        case OneOf(fact, codes):
            return _known([fact], ("in", fact, list(codes)), ("not", ("in", fact, list(codes))))
        case Compare(FactValue(fact), Op.EQ | Op.NE as op, CodeLiteral(code)):
            same, other = ("in", fact, [code]), ("not", ("in", fact, [code]))
            return _known([fact], *((same, other) if op is Op.EQ else (other, same)))
        case Has(fact, codes):
            return _has(fact, codes)
        case Compare(Age(FactValue(fact), ScreeningDay()), op, NumberLiteral(years)):
            op, last = born_by(op, years)
            return _range(fact, op, _number(last))
        case Compare(FactValue(fact), op, DateLiteral(day)):
            return _range(fact, op, _number(day))
        case Compare(FactValue(fact), op, NumberLiteral(number)):
            return _range(fact, op, number)
        case Compare(FactValue(fact), op, FactValue(other)):
            return _range(fact, op, other)
    raise ValueError(f"The benchmark's programmes ask nothing like this: {test}")


def _known(names: Iterable[str], yes: Formula, no: Formula) -> tuple[Formula, Formula]:
    """What is known not to be is no; what is unknown is neither."""
    known = [("true", f"{name}_known") for name in names]
    none = [("true", f"{name}_none") for name in names]
    return ("all", [*known, yes]), ("any", [*none, ("all", [*known, no])])


def _has(fact: str, codes: tuple[str, ...]) -> tuple[Formula, Formula]:
    by_group = facts.dictionary()[fact].codes is None
    found: list[Formula] = [
        ("holds", f"{fact}_heads" if by_group and len(code) == 2 else fact, code) for code in codes
    ]
    bare = dict.fromkeys(code[:2] for code in codes if by_group and len(code) > 2)
    maybe: list[Formula] = [("holds", fact, group) for group in bare]
    neither = ("all", [("true", f"{fact}_complete"), *(("not", one) for one in [*found, *maybe])])
    return ("any", found), ("any", [("true", f"{fact}_none"), neither])


def _range(fact: str, op: Op, other: str | int) -> tuple[Formula, Formula]:
    """Certain if it holds, or fails, whichever days of the two ranges are the true ones."""
    mine, theirs = SIDES[op]
    far, near = (other, other) if isinstance(other, int) else (f"{other}_{theirs}", f"{other}_{mine}")
    yes, no = (op.value, f"{fact}_{mine}", far), (FAILS[op].value, f"{fact}_{theirs}", near)
    return _known([fact, *([other] if isinstance(other, str) else [])], yes, no)


def plain(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows of typed facts as plain values; what is unknown has a value of its type that says nothing."""
    names = [name for name in facts.dictionary() if f"{name}__none" in frame.columns]
    return [_plain(row, names) for row in frame.iter_rows(named=True)]


def _plain(row: Mapping[str, Any], names: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in names:
        found[f"{name}_none"], found[f"{name}_some"] = (
            row[f"{name}__none"] is True,
            row[f"{name}__none"] is False,
        )
        match facts.dictionary()[name].kind:
            case Kind.CODE:
                found[name], known = row[name] or "", row[name] is not None
            case Kind.CODES:
                found[name], known = row[name] or [], row[name] is not None
                found[f"{name}_heads"] = [code[:2] for code in found[name]]
                found[f"{name}_complete"] = row[f"{name}__complete"] is True
            case _:
                known = row[f"{name}__lo"] is not None
                found |= {f"{name}_{end}": _number(row[f"{name}__{end}"]) for end in ("lo", "hi")}
        found[f"{name}_known"] = known
    return found


def _number(value: date | int | None) -> int:
    return 0 if value is None else value.toordinal() if isinstance(value, date) else value
