"""Until when an answer holds: the days on which people age into or out of a rule, and on which rules are known to change."""

from calendar import isleap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from resettle.engine.registry.criteria import AppliesTo, Criterion
from resettle.engine.registry.language import (
    Age,
    AnyRecord,
    Compare,
    EventDay,
    ScreeningDay,
    Term,
    Test,
    atoms,
    quantified,
)
from resettle.engine.screening.asked import ADULT
from resettle.engine.screening.casefile import CaseFile, record_name
from resettle.engine.screening.evaluate import Subject, value_of
from resettle.engine.screening.reference import Answer, asked_of, finding

_DAY = timedelta(days=1)
_LIFE = 120
"""Years ahead in which two days that both move are followed."""


@dataclass(frozen=True, slots=True)
class Turn:
    """
    The first day on which a criterion would be answered otherwise, everything recorded staying as it is.

    ``amended``: because the rules change that day; what is not in force on either side has that for its answer.
    ``ends``: because it runs only until that day, or its offer does, and nothing is changed.
    """

    criterion: Criterion
    on: date
    before: Answer
    after: Answer
    amended: bool = False
    ends: bool = False


def turns(file: CaseFile, to_come: Mapping[date, tuple[Criterion, ...]] | None = None) -> tuple[Turn, ...]:
    """
    The next turn of each criterion that excludes or orders, by day; each version is asked on its own days only.

    ``to_come``: later days on which rules change, and the criteria in force from then on (``Agreed.rules_to_come``).
    """
    begins = {file.on: file.criteria, **dict(sorted((to_come or {}).items()))}
    ends = [*list(begins)[1:], date.max]
    spells = [_Spell(file, *each) for each in zip(begins, ends, begins.values(), strict=True)]
    names = dict.fromkeys(name for one in spells for name in one.by_id if one.by_id[name].kind.answers)
    found = [turn for name in names if (turn := _next(name, spells))]
    return tuple(sorted(found, key=lambda one: one.on))


class _Spell:
    """Days, from one until before another, in which the same rules are in force; and a case asked in them."""

    def __init__(self, file: CaseFile, begins: date, until: date, criteria: tuple[Criterion, ...]) -> None:
        self.begins, self.until = begins, until
        self.file = replace(file, on=begins, criteria=criteria)
        self.by_id = {one.id: one for one in criteria}

    def answer(self, name: str, on: date) -> Answer:
        """What these rules say on a day, whether or not it is one of theirs."""
        if name not in self.by_id:
            return Answer.NOT_IN_FORCE
        file = self.file if on == self.begins else replace(self.file, on=on)
        return finding(file, self.by_id[name]).answer

    def days(self, name: str) -> list[date]:
        """Its days after the first on which the answer may differ from that of the day before."""
        found = set(_days(self.file, self.by_id[name])) if name in self.by_id else set()
        return sorted(day for day in found if self.begins < day < self.until)


def _next(name: str, spells: list[_Spell]) -> Turn | None:
    if len(spells) == 1 and not spells[0].days(name):
        return None  # nothing of it moves with the day: it need not be asked
    before = spells[0].answer(name, spells[0].begins)
    for earlier, spell in pairwise([spells[0], *spells]):
        after = before if spell is earlier else spell.answer(name, spell.begins)
        if after is not before:
            return _as_rules_change(name, earlier, spell, before, after)
        for day in spell.days(name):
            after = spell.answer(name, day)
            if after is not before:
                return Turn(spell.by_id[name], day, before, after)
    return None


def _as_rules_change(name: str, earlier: _Spell, spell: _Spell, before: Answer, after: Answer) -> Turn:
    """A turn on the day on which rules change: by what changed, or by the day alone if it would have come anyway."""
    was, now = earlier.by_id.get(name), spell.by_id.get(name)
    one = now or was
    assert one is not None  # what neither has cannot turn
    ends = now is None and was is not None and was.until == spell.begins
    anyway = now is not None and earlier.answer(name, spell.begins) is after
    return Turn(one, spell.begins, before, after, amended=not (ends or anyway), ends=ends)


def _days(file: CaseFile, criterion: Criterion) -> Iterator[date]:
    """Days on which an answer may differ from that of the day before: of the criterion, its exemptions and parts."""
    by_id = {one.id: one for one in file.criteria}
    if criterion.test is not None:
        adult = (ADULT,) if criterion.applies_to is AppliesTo.EVERY_ADULT else ()
        for name, known in asked_of(file, criterion.applies_to).items():
            for test in (criterion.test, *adult):
                yield from _of_test(test, Subject(name, known, file))
    for name in (*criterion.unless, *(criterion.group.of if criterion.group else ())):
        if name in by_id:
            yield from _days(file, by_id[name])


def _of_test(test: Test, subject: Subject) -> Iterator[date]:
    file = subject.file
    for atom in atoms(test):
        if isinstance(atom, Compare):
            yield from _of_comparison(atom, subject)
    for part in quantified(test):
        if isinstance(part, AnyRecord):
            people = [subject.name] if subject.name in file.group else list(file.group)
            for person in people:
                for record, known in file.records.get((person, part.of), {}).items():
                    name = record_name(person, part.of, record)
                    yield from _of_test(part.test, Subject(name, known, file))
        else:
            for person, known in (file.group if part.group else file.members).items():
                yield from _of_test(part.test, Subject(person, known, file))


def _of_comparison(atom: Compare, subject: Subject) -> Iterator[date]:
    for side, other in ((atom.left, atom.right), (atom.right, atom.left)):
        bounds = value_of(other, subject)
        if bounds is None or isinstance(bounds, str):
            continue
        if _moves(side, subject):
            yield from (near for day in bounds if isinstance(day, date) for near in _and_the_next(day))
        if isinstance(side, Age) and _moves(side.at, subject) and not _any_moves(other, subject):
            yield from _birthdays(
                value_of(side.born, subject), [age for age in bounds if isinstance(age, int | Fraction)]
            )
        elif isinstance(side, Age) and _any_moves(side, subject):
            yield from _anniversaries(side, subject)


def _and_the_next(day: date) -> Iterator[date]:
    yield day
    if day < date.max:
        yield day + _DAY


def _any_moves(term: Term, subject: Subject) -> bool:
    return isinstance(term, Age) and (_moves(term.born, subject) or _moves(term.at, subject))


def _anniversaries(age: Age, subject: Subject) -> Iterator[date]:
    """Every day in a long life on which an age of which either day moves may change, whatever it is compared with."""
    ends = [value_of(term, subject) for term in (age.born, age.at)]
    days = {day for end in ends if isinstance(end, tuple) for day in end if isinstance(day, date)}
    for day in days:
        for year in range(subject.file.on.year, min(subject.file.on.year + _LIFE, date.max.year)):
            yield from _and_the_next(_in_year(day, year))


def _moves(term: Term, subject: Subject) -> bool:
    """Whether a day moves with the date: the screening day, or that of an event that has not happened."""
    if isinstance(term, EventDay):
        return term.event not in subject.file.days.get(subject.person, {})
    return isinstance(term, ScreeningDay)


def _birthdays(born: object, ages: list[int | Fraction]) -> Iterator[date]:
    """The days on which somebody born on either of two days completes so many years, or one more."""
    if not isinstance(born, tuple):
        return
    for day in born:
        for age in {int(age) + more for age in ages for more in (0, 1)}:
            if isinstance(day, date) and day.year + age <= date.max.year:
                yield _in_year(day, day.year + age)


def _in_year(day: date, year: int) -> date:
    """The same day of another year; 1 March for 29 February in a common one."""
    if (day.month, day.day) == (2, 29) and not isleap(year):
        return date(year, 3, 1)
    return day.replace(year=year)
