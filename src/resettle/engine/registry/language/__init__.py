"""The language of tests: SQL boolean expressions over the fact dictionary, read, checked and kept as a small tree."""

from resettle.engine.registry.language.expressions import (
    Age,
    And,
    Atom,
    CodeLiteral,
    Compare,
    DateLiteral,
    Day,
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
    atoms,
    facts_used,
)
from resettle.engine.registry.language.reader import ExpressionRefused, parse

__all__ = [
    "Age", "And", "Atom", "CodeLiteral", "Compare", "DateLiteral", "Day", "ExpressionRefused", "FactValue", "Has",
    "IsNone", "Not", "NumberLiteral", "OneOf", "Op", "Or", "ScreeningDay", "Term", "Test", "atoms", "facts_used",
    "parse",
]  # fmt: skip
