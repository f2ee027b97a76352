"""
What can never be true, or never be false, whatever is recorded: found before anybody is asked.

Each question depends on few values: what a fact's code is, whether there is one, on which side of the days and numbers
that are named something lies. Of each only so many cases differ as the questions tell apart; all combinations of them
are gone through. What is not told apart here (two facts of one person, what is asked of members or relatives) may be
any way together, so that nothing is called impossible that could be. Unknown needs no case: whoever is found to meet a
test though something is unknown would meet it too if that came to be known.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import reduce
from math import inf, prod
from operator import and_, or_

from resettle.engine.registry import facts
from resettle.engine.registry.facts import Kind
from resettle.engine.registry.language.expressions import (
    Age,
    And,
    AtLeast,
    Atom,
    CodeLiteral,
    Compare,
    DateLiteral,
    FactValue,
    Has,
    HowMany,
    IsNone,
    Not,
    NumberLiteral,
    OfMembers,
    OneOf,
    Op,
    Or,
    ScreeningDay,
    Term,
    Test,
    atoms,
    facts_of,
    kind_of,
)

MOST_WORK = 1 << 17
"""Combinations times questions that are gone through for one test, with all its parts; beyond that, nothing is claimed."""

Value = object
"""What a question depends on: a fact's code, a value that is compared, two that are compared with each other."""
Needed = tuple[Test, bool]
"""A part of a test, and what it has to be."""
Case = Mapping[Atom, bool]
"""What some questions answer in one of the cases of a value."""


class Budget:
    """How much may still be gone through, counted and not timed: the same test is always read in the same way."""

    def __init__(self, most: int = MOST_WORK) -> None:
        self.left = most

    def allows(self, work: int) -> bool:
        return work <= self.left

    def spend(self, work: int) -> None:
        self.left -= work


def never_true(test: Test, budget: Budget | None = None) -> bool:
    """Whether a test can be true of nobody, as far as the budget goes; by default it has one of its own."""
    return not _can_be(test, True, budget or Budget())


def never_false(test: Test, budget: Budget | None = None) -> bool:
    """Whether a test is true of everybody of whom it is known, as far as the budget goes."""
    return not _can_be(test, False, budget or Budget())


def _can_be(test: Test, answer: bool, budget: Budget) -> bool:
    """What has to be so at once falls into parts that have no value in common: each can be so, or not, by itself."""
    if not budget.allows(1):
        return True
    return all(_can_be_together(group, budget) for group in _groups(list(_needed(test, answer))))


def _needed(test: Test, answer: bool) -> Iterator[Needed]:
    """What has to be so at once for a test to have an answer."""
    match test:
        case Not(part):
            yield from _needed(part, not answer)
        case And(parts) if answer:
            for part in parts:
                yield from _needed(part, True)
        case Or(parts) if not answer:
            for part in parts:
                yield from _needed(part, False)
        case _:
            yield test, answer


def _groups(needed: Sequence[Needed]) -> list[list[Needed]]:
    """Put together are parts that depend on the same value, directly or through others."""
    found: list[tuple[set[Value], list[Needed]]] = []
    for one in needed:
        values, group = set(_values(one[0])), [one]
        for other in [each for each in found if values & each[0]]:
            found.remove(other)
            values, group = values | other[0], other[1] + group
        found.append((values, group))
    return [group for _, group in found]


def _can_be_together(group: Sequence[Needed], budget: Budget) -> bool:
    test, answer = group[0]
    if len(group) == 1 and isinstance(test, And | Or):  # one of its parts is enough
        return any(_can_be(part, answer, budget) for part in test.parts)
    asked = [atom for part, _ in group for atom in atoms(part)]
    budget.spend(len(asked))
    cases = _all_cases(dict.fromkeys(asked), budget)
    work = prod(map(len, cases)) * len(asked)
    if not cases or not budget.allows(work):
        simple = [one for one in group if len(set(_values(one[0]))) == 1]
        return len(simple) == len(group) or all(_can_be_together(each, budget) for each in _groups(simple))
    budget.spend(work)
    worlds = _Worlds(cases)
    return bool(reduce(and_, (worlds.where(part, answer) for part, answer in group)))


class _Worlds:
    """Every combination of the cases of several values. A set of them is a number, with a bit for each."""

    def __init__(self, cases: Sequence[Sequence[Case]]) -> None:
        self.all = (1 << prod(map(len, cases))) - 1
        self.true: dict[Atom, int] = {}
        step = 1
        for several in cases:
            # wherever the first case holds: the first `step` bits of every `step * len(several)`
            first = ((1 << step) - 1) * (self.all // ((1 << step * len(several)) - 1))
            for place, case in enumerate(several):
                here = first << step * place
                for atom, answer in case.items():
                    # a question of several values is true where each of them lets it be
                    self.true[atom] = self.true.get(atom, self.all) & (self.all if answer else ~here)
            step *= len(several)

    def where(self, test: Test, answer: bool = True) -> int:
        """The combinations in which a test has an answer."""
        found = self._true(test)
        return found if answer else self.all & ~found

    def _true(self, test: Test) -> int:
        match test:
            case And(parts):
                return reduce(and_, map(self._true, parts))
            case Or(parts):
                return reduce(or_, map(self._true, parts))
            case Not(part):
                return self.where(part, False)
            case AtLeast(least, parts):
                return self._at_least(least, parts)
            case _:
                return self.true[test]

    def _at_least(self, least: int, parts: Sequence[Test]) -> int:
        """By how many have been true so far, part by part."""
        if least > len(parts):
            return 0
        so_many = [self.all, *[0] * least]
        for found in map(self._true, parts):
            for number in range(least, 0, -1):
                so_many[number] |= so_many[number - 1] & found
        return so_many[least]


# What a question depends on, and the cases of it


def _values(test: Test) -> Iterator[Value]:
    return (value for atom in atoms(test) for value in _of(atom))


def _of(atom: Atom) -> tuple[Value, ...]:
    """Whether there is what it asks for, where there may be none; and what that is."""
    nones = tuple(IsNone(fact) for fact in sorted(facts_of(atom)) if facts.dictionary()[fact].may_be_none)
    match atom:
        case IsNone():
            return nones or (atom,)
        case OneOf(fact, _) | Has(fact, _) | Compare(FactValue(fact), _, CodeLiteral()):
            return (*nones, fact)
        case Compare(term, _, NumberLiteral() | DateLiteral()):
            return (*nones, term)
        case Compare(left, _, right):
            return (*nones, frozenset((left, right)))
        case _:
            return (*nones, atom)


def _all_cases(asked: Iterable[Atom], budget: Budget) -> list[list[Case]]:
    """The cases of every value that the questions depend on; none if those of one value alone are too many."""
    by_value: dict[Value, list[Atom]] = {}
    for atom in asked:
        for value in _of(atom):
            by_value.setdefault(value, []).append(atom)
    if not all(budget.allows(_most_cases(here) * len(here)) for here in by_value.values()):
        return []
    return [_cases(value, here, budget) for value, here in by_value.items()]


def _most_cases(here: Sequence[Atom]) -> int:
    """How many cases a list can have at most, by the questions that find each code."""
    return 1 << len(set(_found_by([atom.codes for atom in here if isinstance(atom, Has)])))


def _cases(value: Value, here: Sequence[Atom], budget: Budget) -> list[Case]:
    """The cases of a value that the questions tell apart, each with what it makes of those that depend on it."""
    told_apart = dict.fromkeys(tuple(says) for says in _answers(value, here, budget))
    budget.spend(len(told_apart) * len(here))
    return [dict(zip(here, says, strict=True)) for says in told_apart]


def _answers(value: Value, here: Sequence[Atom], budget: Budget) -> Iterator[Iterator[bool]]:
    """What the questions that depend on a value answer, for each thing it may be."""
    match value, here[0]:
        case IsNone(fact), _:
            for none in (True, False) if facts.dictionary()[fact].may_be_none else (False,):
                yield (isinstance(atom, IsNone) is none for atom in here)
        case str(fact), _ if facts.dictionary()[fact].kind is Kind.CODES:
            for held in _lists([atom.codes for atom in here if isinstance(atom, Has)]):
                yield (place in held for place, _ in enumerate(here))
        case str(), _:
            for code in _codes(here):
                yield (_is(atom, code) for atom in here)
        case frozenset(), Compare(left, _, right):
            for sign in _signs(left, right):
                yield (_compares(atom, sign if atom.left == left else -sign) for atom in _comparisons(here))
        case _, Compare(term, _, _):
            for number in _numbers(term, [_number(atom.right) for atom in _comparisons(here)]):
                yield (_compares(atom, number - _number(atom.right)) for atom in _comparisons(here))
        case OfMembers(_, inner), _ if never_false(inner, budget):
            yield iter((True,))
        case _:
            yield from (iter((answer,)) for answer in (True, False))


def _codes(here: Sequence[Atom]) -> list[str]:
    """The codes that are named, and one that is not: who names all there are today asks only that it be known."""
    return [*dict.fromkeys(code for atom in here for code in _named(atom)), ""]


def _named(atom: Atom) -> tuple[str, ...]:
    match atom:
        case OneOf(_, codes):
            return codes
        case Compare(_, _, CodeLiteral(code)):
            return (code,)
    raise AssertionError(atom)


def _is(atom: Atom, code: str) -> bool:
    return (code in _named(atom)) is not (isinstance(atom, Compare) and atom.op is Op.NE)


def _lists(asked: Sequence[tuple[str, ...]]) -> Iterable[frozenset[int]]:
    """Which of several questions a list may answer with yes: it may hold any of the codes, or none of them."""
    found = {frozenset[int]()}
    for by in dict.fromkeys(_found_by(asked)):
        found |= {held | by for held in found}
    return sorted(found, key=sorted)


def _found_by(asked: Sequence[tuple[str, ...]]) -> Iterator[frozenset[int]]:
    """For each code, the questions that find it. A group of specific needs is found by the codes of it too."""
    for code in dict.fromkeys(code for codes in asked for code in codes):
        yield frozenset(place for place, codes in enumerate(asked) if code in codes or code[:2] in codes)


def _comparisons(here: Sequence[Atom]) -> list[Compare]:
    return [atom for atom in here if isinstance(atom, Compare)]


def _compares(atom: Compare, difference: float) -> bool:
    """Whether a comparison is true of two values so far apart: left less right."""
    return {
        Op.EQ: difference == 0, Op.NE: difference != 0, Op.LT: difference < 0, Op.LE: difference <= 0,
        Op.GT: difference > 0, Op.GE: difference >= 0,
    }[atom.op]  # fmt: skip


_CASE_SIZE, _GROUP_SIZE = (FactValue(name, Kind.NUMBER) for name in ("case_size", "group_size"))
_BIRTH = FactValue("date_of_birth", Kind.DATE)


def _signs(left: Term, right: Term) -> tuple[int, ...]:
    """Whether one value may be below, the same as, or above another."""
    if _within(left, right):
        return (-1, 0)
    return (0, 1) if _within(right, left) else (-1, 0, 1) if kind_of(left) is not Kind.CODE else (0, 1)


def _within(part: Term, whole: Term) -> bool:
    """Whether one number counts some of those that the other counts."""
    match part, whole:
        case HowMany(_, False, group), _ if whole in (_CASE_SIZE, _GROUP_SIZE):
            return not group or whole == _GROUP_SIZE
    return (part, whole) == (_CASE_SIZE, _GROUP_SIZE)


def _number(term: Term) -> int:
    match term:
        case NumberLiteral(number):
            return number
        case DateLiteral(day):
            return day.toordinal()
    raise AssertionError(term)


def _numbers(term: Term, named: Iterable[int]) -> list[float]:
    """The days or numbers that are named, one between any two, and the ends, as far as the value may be such."""
    low, high = _bounds(term)
    step = 0.5 if isinstance(term, HowMany) and term.share else 1
    near = {number + way for number in named for way in (-step, 0, step)} | {low, high}
    return [number for number in sorted(near) if low <= number <= high]


def _bounds(term: Term) -> tuple[float, float]:
    match term:
        case HowMany(_, share):
            return 0, 100 if share else inf
        case Age(born, ScreeningDay()) if born == _BIRTH:  # nobody is recorded before being born
            return 0, inf
        case Age(ScreeningDay(), at) if at == _BIRTH:
            return -inf, 0
        case FactValue(_, Kind.NUMBER):
            return 0, inf
    return (date.min.toordinal(), date.max.toordinal()) if kind_of(term) is Kind.DATE else (-inf, inf)
