"""What tests ask of others, worked out once: columns on people, members and cases for records, events and members."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from resettle.engine.registry.history import places
from resettle.engine.registry.language import (
    AnyRecord,
    EventDay,
    HowMany,
    OfMembers,
    Quantifier,
    Test,
    Waived,
    atoms,
    events_named,
    quantified,
)
from resettle.engine.registry.rulings import RulingKind
from resettle.engine.screening.answers import Answers, Classified, answered, classified
from resettle.engine.screening.casefile import LISTED
from resettle.engine.screening.compiled import column, expression
from resettle.engine.screening.screenable import Screenable

Places = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Prepared:
    """
    A situation's people with every column that some tests need.

    people   [person, facts, answers of relatives and pathways, days of events, waivers]
    members  [case, person, relationship_to_pa …, answers of members]  by case
    cases    [case, facts, answers of members]
    at       [member]  the row of the person among the people
    case     [member]  the row of the case among the cases; it ascends
    """

    people: pl.DataFrame
    members: pl.DataFrame
    cases: pl.DataFrame
    at: Places
    case: Places
    on: date

    def of_members(self, tests: Iterable[Test]) -> Classified:
        """Members ready to be asked tests of persons."""
        return classified(self.members, tests, self.on, self.people, self.at)

    @property
    def applicants(self) -> Places:
        """The members who are principal applicants."""
        return np.flatnonzero((self.members["relationship_to_pa"] == "PA").fill_null(False).to_numpy())


def prepared(situation: Screenable, tests: Iterable[Test]) -> Prepared:
    """People, members and cases with what the tests ask of others."""
    tests = list(tests)
    asked = list(dict.fromkeys(part for test in tests for part in quantified(test)))
    relationship = [name for name in situation.members.columns if name.startswith("relationship_to_pa")]
    members = situation.members.select("case", "person", *relationship)
    person, case = situation.member_rows
    everybody, at = _everybody(situation.people, members["person"], person)
    people = _of_people(situation, everybody, tests, [part for part in asked if isinstance(part, AnyRecord)])
    ready = Prepared(people, members, situation.cases, _rows(at), _rows(case), situation.on)
    of_members = [part for part in asked if isinstance(part, OfMembers | HowMany)]
    return _with_answers(situation, ready, of_members) if of_members else ready


def _everybody(people: pl.DataFrame, persons: pl.Series, at: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
    """People and, of members of whom nothing was recorded, a row that says nothing; and where each member's row is."""
    if not at.null_count():
        return people, at
    strangers = persons.filter(at.is_null()).unique().sort()
    unsaid = people.clear(len(strangers)).with_columns(strangers.alias("person"))
    number = places(persons, strangers) + people.height
    return pl.concat([people, unsaid.select(people.columns)]), at.fill_null(number)


def _rows(numbers: pl.Series) -> Places:
    return numbers.cast(pl.Int64).to_numpy()


def _of_people(
    situation: Screenable, people: pl.DataFrame, tests: list[Test], records: list[AnyRecord]
) -> pl.DataFrame:
    for part in records:
        found = _of_records(situation, part)
        people = people.join(found, on="person", how="left", maintain_order="left")
        people = people.with_columns(_unless_listed(part)).drop("__found")
    every = [*tests, *(part.test for test in tests for part in quantified(test))]
    waivers = dict.fromkeys(atom for test in every for atom in atoms(test) if isinstance(atom, Waived))
    events = dict.fromkeys(day for test in tests for day in events_named(test))
    return people.with_columns(
        *(_waived(situation, one).alias(column(one)) for one in waivers),
        *(_day(situation, one).alias(column(one)) for one in events),
    )


def _of_records(situation: Screenable, part: AnyRecord) -> pl.DataFrame:
    """[person, __found] the best answer of any record: yes 1, unknown 0, no -1."""
    records = situation.records(part.of)
    days = dict.fromkeys(events_named(part.test))
    records = records.with_columns(_day(situation, day).alias(column(day)) for day in days)
    said = expression(part.test, situation.on)
    number = pl.when(said).then(1).when(~said).then(-1).otherwise(0).cast(pl.Int8).alias("__found")
    return records.select("person", number).group_by("person").agg(pl.col("__found").max())


def _unless_listed(part: AnyRecord) -> pl.Expr:
    """Nobody found means no only where all are known to be listed; nothing on the list is none of them."""
    listed = LISTED[part.of]
    complete = pl.col(f"{listed}__none").fill_null(False) | (pl.col(listed) == "all").fill_null(False)
    found = pl.col("__found").fill_null(-1)
    answer = pl.when(found == 1).then(True).when((found == -1) & complete).then(False)
    return answer.otherwise(None).alias(column(part))


def _waived(situation: Screenable, waiver: Waived) -> pl.Expr:
    rulings = situation.rulings(waiver.arrangement).get(waiver.criterion, {})
    return pl.col("person").is_in([name for name, one in rulings.items() if one.ruling is RulingKind.WAIVED])


def _day(situation: Screenable, day: EventDay) -> pl.Expr:
    """The day on which it happened to each person; while it has not, the screening day."""
    days = situation.event_days(day.arrangement)
    known = {person: events[day.event] for person, events in days.items() if day.event in events}
    if not known:
        return pl.lit(situation.on)
    return pl.col("person").replace_strict(
        list(known), list(known.values()), default=situation.on, return_dtype=pl.Date
    )


def _with_answers(situation: Screenable, ready: Prepared, asked: list[OfMembers | HowMany]) -> Prepared:
    """What is asked of the members of each case, or of its linked group, beside the case and beside each member."""
    tests = list(dict.fromkeys(part.test for part in asked))
    said = answered(ready.of_members(tests), tests)
    tied = _tied(situation, ready) if any(part.group for part in asked) else None
    columns = [
        one
        for part in asked
        for one in _columns(part, ready, said, tests.index(part.test), tied if part.group else None)
    ]
    return replace(
        ready,
        members=ready.members.with_columns(one.gather(ready.case) for one in columns),
        cases=ready.cases.with_columns(columns),
    )


@dataclass(frozen=True, slots=True)
class _Tied:
    """
    Linked groups.

    group  [case]   a number, the same for all cases tied together
    again  [place]  the rows of members who are in a case before it in the same group, where they are counted
    first  [place]  the row in which each of them is the first time
    """

    group: Places
    again: Places
    first: Places


def _tied(situation: Screenable, ready: Prepared) -> _Tied:
    named = ready.cases.select("case").join(situation.groups, on="case", how="left", maintain_order="left")
    names = named.get_column("group").fill_null(named.get_column("case"))
    group = names.rank("dense").cast(pl.Int64).to_numpy() - 1 if len(names) else np.zeros(0, np.int64)
    several = np.flatnonzero((np.bincount(ready.at, minlength=1) > 1)[ready.at])
    of = group[ready.case[several]] * ready.people.height + ready.at[several]
    _, first, which = np.unique(of, return_index=True, return_inverse=True)
    again = first[which] != np.arange(len(several))
    return _Tied(group, several[again], several[first[which[again]]])


def _columns(
    part: OfMembers | HowMany, ready: Prepared, said: Answers, test: int, tied: _Tied | None
) -> Iterator[pl.Series]:
    """[case] the answer of its members or, of what is counted, the fewest and the most it can be."""
    answers, of = said.of_test(test), ready.case
    if isinstance(part, OfMembers) and part.quantifier is Quantifier.APPLICANT:
        rows, tied = ready.applicants, None  # the case's own, whoever it is linked with
        answers, of = answers[rows], of[rows]
    if tied:
        asked = (answers == 1, answers == -1, np.ones(len(answers), bool))
        yes, no, everybody = (_of_group(kept, ready, tied) for kept in asked)
    else:
        of_some = (of[answers == 1], of[answers == -1], of)
        yes, no, everybody = (np.bincount(rows, minlength=ready.cases.height) for rows in of_some)
    if isinstance(part, HowMany):
        for end, number in (("lo", yes), ("hi", everybody - no)):
            yield _counted(part, number, everybody).alias(f"{column(part)}__{end}")
    else:
        any_of = part.quantifier is Quantifier.ANY
        holds, fails = (yes > 0, no == everybody) if any_of else (yes == everybody, no > 0)
        answer = np.where(everybody == 0, 0, np.where(holds, 1, np.where(fails, -1, 0)))
        known = pl.Series(answer)
        yield pl.select(pl.when(known != 0).then(known > 0)).to_series().alias(column(part))


def _of_group(kept: np.ndarray[Any, np.dtype[np.bool_]], ready: Prepared, tied: _Tied) -> Places:
    """
    [case] how many people of its linked group are kept, each once.

    Who is in several of these cases is asked as a member of the case itself, or else of the first of them.
    """
    once = kept.copy()
    once[tied.again] = False
    number = np.bincount(tied.group[ready.case[once]], minlength=ready.cases.height)[tied.group]
    own = kept[tied.again].astype(np.int64) - kept[tied.first]
    np.add.at(number, ready.case[tied.again], own)
    return number


def _counted(part: HowMany, number: Places, everybody: Places) -> pl.Series:
    """A number, or percent of everybody; unknown where nobody is there to be counted."""
    counted = (
        pl.Series(number).cast(pl.Float64) * 100 / pl.Series(everybody) if part.share else pl.Series(number)
    )
    return pl.select(pl.when(pl.Series(everybody) > 0).then(counted)).to_series()
