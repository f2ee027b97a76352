"""The language of tests: SQL boolean expressions over the fact dictionary, read, checked and kept as a small tree."""

from resettle.engine.registry.language.binding import bound, events_named, lists_named
from resettle.engine.registry.language.expressions import (
    Age,
    And,
    AnyRecord,
    AtLeast,
    Atom,
    CodeLiteral,
    Compare,
    DateLiteral,
    Day,
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
    Quantifier,
    ScreeningDay,
    Term,
    Test,
    Waived,
    asked_of_others,
    atoms,
    facts_used,
    quantified,
)
from resettle.engine.registry.language.reader import parse
from resettle.engine.registry.language.values import EVENT_DAYS, ExpressionRefused

__all__ = [
    "EVENT_DAYS", "Age", "And", "AnyRecord", "AtLeast", "Atom", "CodeLiteral", "Compare", "DateLiteral", "Day", "EventDay",
    "ExpressionRefused", "FactValue", "Has", "HasValue", "HowMany", "InList", "IsNone", "Not", "NumberLiteral",
    "OfMembers", "OneOf", "Op", "Or", "Quantified", "Quantifier", "ScreeningDay", "Term", "Test", "Waived", "asked_of_others", "atoms", "bound",
    "events_named", "facts_used", "lists_named", "parse", "quantified",
]  # fmt: skip
