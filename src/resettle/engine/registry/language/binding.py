"""A test as it stands on a day: named lists replaced by their codes, days of events tied to an arrangement."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

from resettle.engine.registry.facts import Kind
from resettle.engine.registry.language.expressions import (
    Age,
    And,
    AnyRecord,
    AtLeast,
    Compare,
    Day,
    EventDay,
    Has,
    HowMany,
    InList,
    Not,
    OfMembers,
    OneOf,
    Or,
    Term,
    Test,
    atoms,
    quantified,
)

Lists = Callable[[str], tuple[str, ...] | None]
"""The codes of a named list on the day; None if it has no edition then, and every question about it is unknown."""


def bound(test: Test, arrangement: str, lists: Lists) -> Test:
    """The test with its lists and its event days filled in; the same object where there are none."""
    return _bound(test, arrangement, lists) if _needs_binding(test) else test


def lists_named(test: Test) -> Iterator[InList]:
    """Every question about a named list, also of members, relatives and pathways."""
    for each in (test, *(part.test for part in quantified(test))):
        yield from (atom for atom in atoms(each) if isinstance(atom, InList))


def events_named(test: Test) -> Iterator[EventDay]:
    """Every day of an event that a test measures by."""
    for each in (test, *(part.test for part in quantified(test))):
        for atom in atoms(each):
            if isinstance(atom, Compare):
                for term in (atom.left, atom.right):
                    days = (term.born, term.at) if isinstance(term, Age) else (term,)
                    yield from (day for day in days if isinstance(day, EventDay))


@lru_cache(maxsize=4096)
def _needs_binding(test: Test) -> bool:
    return any(True for _ in lists_named(test)) or any(True for _ in events_named(test))


def _bound(test: Test, arrangement: str, lists: Lists) -> Test:
    def again(part: Test) -> Test:
        return _bound(part, arrangement, lists)

    match test:
        case And(parts) | Or(parts):
            return type(test)(tuple(again(part) for part in parts))
        case AtLeast(least, parts):
            return AtLeast(least, tuple(again(part) for part in parts))
        case Not(part):
            return Not(again(part))
        case OfMembers() | AnyRecord():
            return replace(test, test=again(test.test))
        case InList(fact, kind, name):
            codes = lists(name)
            if codes is None:
                return test
            return OneOf(fact, codes) if kind is Kind.CODE else Has(fact, codes)
        case Compare(left, op, right):
            return Compare(_term(left, arrangement, again), op, _term(right, arrangement, again))
        case _:
            return test


def _term(term: Term, arrangement: str, again: Callable[[Test], Test]) -> Term:
    match term:
        case HowMany():
            return replace(term, test=again(term.test))
        case EventDay(event, _):
            return EventDay(event, arrangement)
        case Age(born, at):
            return Age(_day(born, arrangement), _day(at, arrangement))
        case _:
            return term


def _day(day: Day, arrangement: str) -> Day:
    return EventDay(day.event, arrangement) if isinstance(day, EventDay) else day
