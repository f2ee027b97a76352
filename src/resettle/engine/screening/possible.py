"""What a missing fact could turn out to be, as far as it matters to the tests that ask for it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations

from resettle.engine.dates import PartialDate
from resettle.engine.registry import facts
from resettle.engine.registry.criteria import AppliesTo, Criterion
from resettle.engine.registry.facts import NONE, Codes, Fact, Kind, Of
from resettle.engine.registry.language import (
    Age,
    AnyRecord,
    Atom,
    CodeLiteral,
    Compare,
    FactValue,
    Has,
    HasValue,
    OfMembers,
    OneOf,
    Quantifier,
    Term,
    Test,
    atoms,
    facts_used,
    lists_named,
    quantified,
)
from resettle.engine.registry.people import KnownFact
from resettle.engine.screening.asked import ADULT
from resettle.engine.screening.casefile import LISTED, CaseFile, Facts, fact_of
from resettle.engine.screening.evaluate import Subject, holds, value_of

MOST_GROUPS_OF_CODES = 10
"""Of a list fact, all combinations of so many groups of codes are tried; of more the search is cut short."""
_DAY = timedelta(days=1)
_WITHIN = (date.min + 7 * _DAY, date.max - 7 * _DAY)
"""Days around which there is room to look."""


class CutShort(Exception):
    """The search has used up its screens, or has too much to try."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """
    Answers to one missing fact from which the same follows.

    ``codes`` any of these; ``other`` any code the tests do not name; ``none`` that there is none; ``ranges`` a day
    in one of these, both included (None: open). For a list fact ``A;B`` means both, each for any code that the tests treat alike;
    ``other`` means that nothing the tests name is on the list, or nothing more. ``found`` is said of a list of relatives
    or pathways: whether it names one as asked, for each question asked of it.
    """

    subject: str
    fact: str
    codes: tuple[str, ...] = ()
    other: bool = False
    none: bool = False
    ranges: tuple[tuple[date | None, date | None], ...] = ()
    found: tuple[tuple[bool, ...], ...] = ()

    def __or__(self, more: "Learnt") -> "Learnt":
        return Learnt(
            self.subject,
            self.fact,
            (*self.codes, *(code for code in more.codes if code not in self.codes)),
            self.other or more.other,
            self.none or more.none,
            _adjoined((*self.ranges, *more.ranges)),
            (*self.found, *more.found),
        )


@dataclass(frozen=True, slots=True)
class Possibility:
    """One answer to try, as a case file in which it were so, and how to speak of it."""

    suppose: Callable[[CaseFile], CaseFile]
    learnt: Learnt


def is_missing(fact: KnownFact) -> bool:
    """Whether there is still something to learn: unknown, undetermined, a partial date, a list not whole, a group of needs."""
    match fact.value:
        case "some" if fact.fact in LISTED.values():  # a full list is still to be made
            return True
        case PartialDate() as day:
            return not day.exact
        case Codes(members, complete):
            return not complete or any(_is_group(fact.fact, one) for one in members)
        case _:
            return fact.value is None and not fact.none


def _is_group(fact: str, code: str) -> bool:
    """Whether a code is a whole group of specific needs, of which it is not said which code it is."""
    return facts.dictionary()[fact].codes is None and len(code) == 2


def tests_of(file: CaseFile, of: Of) -> Iterator[Test]:
    """Every test the criteria ask of persons, the case, relatives or pathways, directly or through others."""
    for one in file.criteria:
        if one.test is None:
            continue
        if one.applies_to.asks_of is of:
            yield one.test
        if one.applies_to is AppliesTo.EVERY_ADULT and of is Of.PERSON:
            yield ADULT
        for part in quantified(one.test):
            if of is (part.of if isinstance(part, AnyRecord) else Of.PERSON):
                yield part.test


def questions(file: CaseFile, subject: str, fact: Fact) -> list[Atom]:
    """Every question the criteria ask that names a fact of a subject."""
    return [atom for test in tests_of(file, fact.of) for atom in atoms(test) if fact.name in facts_used(atom)]


def possibilities(file: CaseFile, subject: str, name: str) -> list[Possibility]:
    """
    Answers of which one is bound to be like the true one, to the tests of this case; in a stated order.

    Raises CutShort if there are too many.
    """
    listed = next((of for of, fact in LISTED.items() if fact == name), None)
    if listed:
        return _listings(file, subject, listed)
    known = file.facts_of(subject)
    fact = facts.dictionary()[name]
    asking = questions(file, subject, fact)
    match fact.kind:
        case Kind.CODE:
            found = _codes(fact, known, asking, pa_matters(file) and name == "relationship_to_pa")
        case Kind.CODES:
            found = _lists(fact, known, asking)
        case Kind.DATE:
            found = _days(fact, Subject(subject, known, file), asking)
        case Kind.NUMBER:
            found = []  # counted, never missing
    answers = [
        _of_fact(subject, KnownFact(name, str(value), value), learnt(subject)) for value, learnt in found
    ]
    now = fact_of(known, name)
    if now.value is None and not now.undetermined and facts.dictionary()[name].may_be_none:
        answers.append(_of_fact(subject, KnownFact(name, NONE, None, True), Learnt(subject, name, none=True)))
    return answers


def _of_fact(subject: str, fact: KnownFact, learnt: Learnt) -> Possibility:
    return Possibility(lambda file: file.supposing(subject, fact), learnt)


def _listings(file: CaseFile, person: str, of: Of) -> list[Possibility]:
    """A full list of relatives or pathways: for each question asked of it, one as asked is on it or not."""
    asked = list(
        dict.fromkeys(
            part.test
            for one in file.criteria
            if one.test is not None
            for part in quantified(one.test)
            if isinstance(part, AnyRecord) and part.of is of
        )
    )
    found = []
    for some in _subsets([str(place) for place in range(len(asked))]):
        answers = tuple(str(place) in some for place in range(len(asked)))
        found.append(_of_list(person, of, dict(zip(asked, answers, strict=True)), answers))
    if any(True for test in asked for _ in lists_named(test)):  # lists without an edition: nobody can say
        found.append(_of_list(person, of, dict[Test, bool | None].fromkeys(asked), (False,) * len(asked)))
    # Whether there are none at all may be asked as well.
    if questions(file, person, facts.dictionary()[LISTED[of]]):
        found.append(
            _of_list(
                person, of, dict[Test, bool | None].fromkeys(asked, False), (False,) * len(asked), none=True
            )
        )
    return found


def _of_list(
    person: str, of: Of, answers: Mapping[Test, bool | None], told: tuple[bool, ...], *, none: bool = False
) -> Possibility:
    full = KnownFact(LISTED[of], NONE, None, True) if none else KnownFact(LISTED[of], "all", "all")

    def suppose(file: CaseFile) -> CaseFile:
        file = file.supposing(person, full)
        for test, answer in answers.items():
            file = file.supposing_found(person, of, test, answer)
        return file

    return Possibility(
        suppose, Learnt(person, LISTED[of], none=none, found=(told,) if told and not none else ())
    )


def pa_matters(file: CaseFile) -> bool:
    """Whether it is not recorded who the principal applicant is, and a criterion asks."""
    return not file.principal_applicants and any(map(_asks_the_applicant, file.criteria))


def _asks_the_applicant(criterion: Criterion) -> bool:
    if criterion.test is None:
        return False
    within = (part for part in quantified(criterion.test) if isinstance(part, OfMembers))
    return criterion.applies_to is AppliesTo.PRINCIPAL_APPLICANT or any(
        part.quantifier is Quantifier.APPLICANT for part in within
    )


@dataclass(frozen=True, slots=True)
class _Speak:
    """Makes a ``Learnt`` once the subject is known."""

    fact: str
    codes: tuple[str, ...] = ()
    other: bool = False
    ranges: tuple[tuple[date | None, date | None], ...] = ()

    def __call__(self, subject: str) -> Learnt:
        return Learnt(subject, self.fact, self.codes, self.other, False, self.ranges)


Found = list[tuple[str | Codes | PartialDate, _Speak]]


def _codes(fact: Fact, known: Facts, asking: list[Atom], pa: bool) -> Found:
    named = ["PA"] if pa else []
    for atom in asking:
        match atom:
            case OneOf(_, codes):
                named += codes
            case Compare(FactValue(one, _), _, CodeLiteral(code)) if one == fact.name:
                named.append(code)
            case Compare(FactValue(one, _), _, FactValue(two, _)):
                counterpart = fact_of(known, two if one == fact.name else one).value
                named += [counterpart] if isinstance(counterpart, str) else []
            case HasValue(held, _):
                there = fact_of(known, held).value
                named += sorted(there.members) if isinstance(there, Codes) else []
    named = list(dict.fromkeys(named))
    settled = [
        code for code in facts.allowed_codes(fact) if not (fact.codes and code in fact.codes.undetermined)
    ]
    rest = [code for code in settled if code not in named]
    return [
        *((code, _Speak(fact.name, codes=(code,))) for code in named),
        *((code, _other(fact.name, rest)) for code in rest[:1]),
    ]


def _other(name: str, rest: list[str]) -> _Speak:
    """A code no test names is called by its own name if it is the only one."""
    return _Speak(name, codes=(rest[0],)) if len(rest) == 1 else _Speak(name, other=True)


def _lists(fact: Fact, known: Facts, asking: list[Atom]) -> Found:
    """
    Codes that no question tells apart go together; then which of those groups are on the list.

    A bare group of needs that is on it turns out to be codes of the group: those asked for, or the rest, ``SV-*``.
    """
    asked = [atom.codes for atom in asking if isinstance(atom, Has)]
    others = [fact_of(known, atom.other).value for atom in asking if isinstance(atom, HasValue)]
    asked += [(other,) for other in others if isinstance(other, str)]
    named = dict.fromkeys(code for codes in asked for code in codes)
    if fact.codes is None:  # a bare group beside one of its codes: stand for the rest of the group
        named = dict.fromkeys(
            f"{one}-*" if any(two[:3] == f"{one}-" for two in named) else one for one in named
        )
    now = fact_of(known, fact.name).value
    stated = now.members if isinstance(now, Codes) else frozenset()
    bare = {one for one in stated if _is_group(fact.name, one)}
    whole = isinstance(now, Codes) and now.complete  # nothing to add but what its groups turn out to be
    named = dict.fromkeys(one for one in named if one not in bare and (one[:2] in bare or not whole))
    stated = frozenset(f"{one}-*" if one in bare else one for one in stated)
    alike: dict[tuple[bool, ...], list[str]] = {}
    for code in named:
        alike.setdefault(tuple(_held(fact.name, code, codes) for codes in asked), []).append(code)
    groups = {each[0]: tuple(each) for each in alike.values() if not stated.intersection(each)}
    found: Found = []
    for some in _subsets(list(groups)):
        value = Codes(stated | set(some) or frozenset({"*"}), complete=True)
        spoken = groups[some[0]] if len(some) == 1 else (";".join(some),) if some else ()
        found.append((value, _Speak(fact.name, codes=spoken, other=not some)))
    return found


def _held(name: str, code: str, codes: tuple[str, ...]) -> bool:
    return holds(name, Codes(frozenset({code}), complete=True), codes) is True


def _subsets(codes: list[str]) -> Iterator[tuple[str, ...]]:
    """Every combination, large ones first. Raises CutShort if there are too many."""
    if len(codes) > MOST_GROUPS_OF_CODES:
        raise CutShort
    return (some for size in range(len(codes), -1, -1) for some in combinations(codes, size))


def _days(fact: Fact, subject: Subject, asking: list[Atom]) -> Found:
    """One day of each stretch that no question tells apart; nothing after ``on``, since all of these lie behind us."""
    known, on = subject.known, subject.file.on
    now = fact_of(known, fact.name).value
    first, last = (now.earliest, now.latest) if isinstance(now, PartialDate) else (None, on)
    if first is not None and last is not None and first <= on:
        last = min(last, on)
    cuts = {day for atom in asking if isinstance(atom, Compare) for day in _cuts(atom, fact.name, subject)}
    begins = sorted(day for day in cuts if (first is None or day > first) and (last is None or day <= last))
    starts: list[date | None] = [first, *begins]
    ends: list[date | None] = [*(day - _DAY for day in begins), last]
    found: Found = []
    for start, end in zip(starts, ends, strict=True):
        day = start or end or on
        shown = None if end == on and not isinstance(now, PartialDate) else end
        found.append((PartialDate(day, day), _Speak(fact.name, ranges=((start, shown),))))
    return found


def _cuts(atom: Compare, name: str, subject: Subject) -> Iterator[date]:
    """Days from which an answer may differ from that of the day before."""
    for side, other in ((atom.left, atom.right), (atom.right, atom.left)):
        bounds = value_of(other, subject)
        if bounds is None or isinstance(bounds, str):
            continue
        for day in _turning_days(side, name, bounds, subject):
            yield from (day + step * _DAY for step in (-1, 0, 1, 2) if _WITHIN[0] < day < _WITHIN[1])


def _turning_days(side: Term, name: str, bounds: Iterable[object], subject: Subject) -> Iterator[date]:
    match side:
        case FactValue(fact, _) if fact == name:
            yield from (day for day in bounds if isinstance(day, date))
        case Age(FactValue(fact, _), at) if fact == name:
            yield from _shifted(value_of(at, subject), bounds, -1)
        case Age(born, FactValue(fact, _)) if fact == name:
            yield from _shifted(value_of(born, subject), bounds, 1)


def _shifted(days: object, years: Iterable[object], sign: int) -> Iterator[date]:
    ages = {int(age) + more for age in years if isinstance(age, int | Fraction) for more in (-1, 0, 1)}
    for day in dict.fromkeys(days) if isinstance(days, tuple) else ():
        for age in sorted(ages):
            year = day.year + sign * age
            if date.min.year < year < date.max.year:
                yield date(year, day.month, min(day.day, 28) if day.month == 2 else day.day)


def _adjoined(
    ranges: tuple[tuple[date | None, date | None], ...],
) -> tuple[tuple[date | None, date | None], ...]:
    joined: list[tuple[date | None, date | None]] = []
    for start, end in sorted(ranges, key=lambda one: one[0] or date.min):
        before = joined[-1][1] if joined else None
        if joined and before is not None and start == before + _DAY:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)
