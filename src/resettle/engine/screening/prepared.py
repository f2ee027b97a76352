"""What tests ask of others, worked out once: columns on people and cases for relatives, pathways, members and events."""

from collections.abc import Iterable, Iterator

import polars as pl

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
from resettle.engine.screening.casefile import LISTED
from resettle.engine.screening.compiled import column, expression
from resettle.engine.screening.screened import Screened


def prepared(situation: Screened, tests: Iterable[Test]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """
    Members and cases with every column that the tests need.

    members  [case, person, facts of the person, answers of relatives and pathways, days of events, answers of members]
    cases    [case, facts of the case, answers of members]  in the situation's order
    """
    asked = list(dict.fromkeys(part for test in tests for part in quantified(test)))
    events = dict.fromkeys(day for test in tests for day in events_named(test))
    people = situation.people
    for part in asked:
        if isinstance(part, AnyRecord):
            found = _of_records(situation, part)
            people = people.join(found, on="person", how="left", maintain_order="left")
            people = people.with_columns(_unless_listed(part)).drop("__found")
    for waiver in dict.fromkeys(atom for test in tests for atom in atoms(test) if isinstance(atom, Waived)):
        people = people.with_columns(_waived(situation, waiver).alias(column(waiver)))
    for day in events:
        people = people.with_columns(_day(situation, day).alias(column(day)))
    relationship = [name for name in situation.members.columns if name.startswith("relationship_to_pa")]
    members = situation.members.select("case", "person", *relationship).join(
        people, on="person", how="left", maintain_order="left"
    )
    cases = situation.cases
    for part in asked:
        if isinstance(part, OfMembers | HowMany):
            found = _of_members(situation, members, part)
            cases = cases.join(found, on="case", how="left", maintain_order="left")
            members = members.join(found, on="case", how="left", maintain_order="left")
    return members, cases


def _of_records(situation: Screened, part: AnyRecord) -> pl.DataFrame:
    """[person, __found] the best answer of any record: yes 1, unknown 0, no -1."""
    records = situation.records(part.of)
    days = dict.fromkeys(events_named(part.test))
    records = records.with_columns(_day(situation, day).alias(column(day)) for day in days)
    said = records.select("person", _number(expression(part.test, situation.on)).alias("__found"))
    return said.group_by("person").agg(pl.col("__found").max())


def _unless_listed(part: AnyRecord) -> pl.Expr:
    """Nobody found means no only where all are known to be listed; nothing on the list is none of them."""
    listed = LISTED[part.of]
    complete = pl.col(f"{listed}__none").fill_null(False) | (pl.col(listed) == "all").fill_null(False)
    found = pl.col("__found").fill_null(-1)
    return (
        pl.when(found == 1)
        .then(True)
        .when((found == -1) & complete)
        .then(False)
        .otherwise(None)
        .alias(column(part))
    )


def _waived(situation: Screened, waiver: Waived) -> pl.Expr:
    rulings = situation.rulings(waiver.arrangement).get(waiver.criterion, {})
    return pl.col("person").is_in([name for name, one in rulings.items() if one.ruling is RulingKind.WAIVED])


def _day(situation: Screened, day: EventDay) -> pl.Expr:
    """The day on which it happened to each person; while it has not, the screening day."""
    days = situation.event_days(day.arrangement)
    known = {person: events[day.event] for person, events in days.items() if day.event in events}
    if not known:
        return pl.lit(situation.on)
    return pl.col("person").replace_strict(
        list(known), list(known.values()), default=situation.on, return_dtype=pl.Date
    )


def _of_members(situation: Screened, members: pl.DataFrame, part: OfMembers | HowMany) -> pl.DataFrame:
    """[case, answer] for every case, or the lowest and highest it can be for what is counted."""
    said = members.select(
        "case",
        (pl.col("relationship_to_pa") == "PA").fill_null(False).alias("pa"),
        _number(expression(part.test, situation.on)).alias("said"),
    )
    if isinstance(part, OfMembers) and part.quantifier is Quantifier.APPLICANT:
        said = said.filter("pa")
    if not part.group:
        return said.group_by("case").agg(_columns(part))
    said = said.join(situation.groups, on="case", how="left").with_columns(
        pl.col("group").fill_null(pl.col("case"))
    )
    found = said.group_by("group").agg(_columns(part))
    of_case = situation.cases.select("case").join(situation.groups, on="case", how="left")
    of_case = of_case.with_columns(pl.col("group").fill_null(pl.col("case")))
    return of_case.join(found, on="group", how="left").drop("group")


def _columns(part: OfMembers | HowMany) -> Iterator[pl.Expr]:
    said = pl.col("said")
    if isinstance(part, OfMembers):
        answer = said.max() if part.quantifier is Quantifier.ANY else said.min()
        yield pl.when(answer > 0).then(True).when(answer < 0).then(False).otherwise(None).alias(column(part))
        return
    for end, count in (("lo", (said == 1).sum()), ("hi", (said >= 0).sum())):
        number = count.cast(pl.Float64) * 100 / pl.len() if part.share else count.cast(pl.Int64)
        yield number.alias(f"{column(part)}__{end}")


def _number(answer: pl.Expr) -> pl.Expr:
    """As numbers the quantifiers are a minimum and a maximum: no -1, unknown 0, yes 1."""
    return pl.when(answer).then(1).when(~answer).then(-1).otherwise(0).cast(pl.Int8)
