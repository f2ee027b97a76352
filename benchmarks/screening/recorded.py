"""A made-up population as screening asks for it, from tables of cells in memory or in files."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import polars as pl
from screening.population import ON, Population

from resettle.engine.registry import facts
from resettle.engine.registry.criteria import Criterion
from resettle.engine.registry.facts import Of
from resettle.engine.registry.people import KnownFact, counted, member_rows, typed


@dataclass(frozen=True)
class Recorded:
    """What ``screened.Screened`` asks for; nobody is linked, and there are no relatives, rulings or events."""

    people: pl.DataFrame
    members: pl.DataFrame
    cases: pl.DataFrame
    member_rows: tuple[pl.Series, pl.Series]
    terms: Mapping[str, tuple[Criterion, ...]]
    known: Mapping[str, Mapping[str, KnownFact]] = field(default_factory=dict)
    on: date = ON

    def members_of(self, case: str, /) -> pl.DataFrame:
        return self.members.filter(pl.col("case") == case)

    @property
    def screened_arrangements(self) -> tuple[str, ...]:
        return tuple(self.terms)

    def criteria(self, arrangement: str, /) -> tuple[Criterion, ...]:
        return self.terms[arrangement]

    def criteria_out_of_force(self, _: str, /) -> tuple[Criterion, ...]:
        return ()

    @property
    def groups(self) -> pl.DataFrame:
        return pl.DataFrame(schema={"case": pl.String, "group": pl.String})

    def cases_linked(self, case: str, /) -> tuple[str, ...]:
        return (case,)

    def records(self, of: Of, /) -> pl.DataFrame:
        names = facts.recorded_in("relatives" if of is Of.RELATIVE else "pathways")
        return pl.DataFrame(schema={"person": pl.String}).with_columns(typed(names, pl.DataFrame()))

    def records_of(self, _: Of, __: str, /) -> Mapping[str, Mapping[str, KnownFact]]:
        return {}

    def rulings(self, _: str, /) -> Mapping[str, Mapping[str, object]]:
        return {}

    def event_days(self, _: str, /) -> Mapping[str, Mapping[str, date]]:
        return {}

    def facts_of(self, person: str, /) -> Mapping[str, KnownFact]:
        return self.known[person]

    def facts_of_case(self, case: str, /) -> Mapping[str, KnownFact]:
        return self.known[case]


def first_single(tables: Population, terms: Mapping[str, tuple[Criterion, ...]]) -> tuple[str, Recorded]:
    """The first case of one person, alone, with the facts of both as they stand in a history."""
    (case,) = tables.members.filter(pl.len().over("case") == 1).get_column("case").head(1)
    members = tables.members.filter(pl.col("case") == case)
    people = tables.people.join(members.select("person"), on="person", how="semi")
    alone = Population(people, members, tables.cases.filter(pl.col("case") == case))
    (person,), (of_case,) = alone.people.to_dicts(), alone.cases.to_dicts()
    relationship = alone.members.select("relationship_to_pa").row(0, named=True)
    known = {
        person.pop("person"): _known({**person, **relationship}),
        of_case.pop("case"): _known({**of_case, "case_size": "1", "group_size": "1"}),
    }
    return case, replace(recorded(alone, terms), known=known)


def _known(cells: Mapping[str, str | None]) -> dict[str, KnownFact]:
    found = {}
    for name, cell in cells.items():
        value = None if cell is None else facts.parse(facts.dictionary()[name], cell)
        found[name] = KnownFact(name, cell, value, cell == facts.NONE)
    return found


def recorded(tables: Population, terms: Mapping[str, tuple[Criterion, ...]]) -> Recorded:
    """Facts in memory: cells read once, as a situation reads them."""
    sizes = tables.members.group_by("case").agg(pl.len().cast(pl.Int64).alias("case_size__lo"))
    cases = _read("cases", tables.cases, ["case"]).join(sizes, on="case", how="left", maintain_order="left")
    size = cases.get_column("case_size__lo").fill_null(0)
    cases = cases.with_columns(*counted("case_size", size), *counted("group_size", size)).rechunk()
    people = _read("people", tables.people, ["person"]).rechunk()
    members = _read("members", tables.members, ["case", "person"]).rechunk()
    return Recorded(people, members, cases, member_rows(members, people, cases), terms)


def _read(table: str, written: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """The facts that are written somewhere."""
    names = [fact for fact in facts.recorded_in(table) if fact.name in written.columns]
    return written.lazy().select(*keys, *typed(names, written)).collect()


def from_files(folder: Path, ending: str, terms: Mapping[str, tuple[Criterion, ...]]) -> Recorded:
    """The same, read from files: ``parquet`` or ``csv``."""
    return recorded(written(folder, ending), terms)


def written(folder: Path, ending: str) -> Population:
    """The tables as they stand in files."""
    read = {"parquet": pl.read_parquet, "csv": lambda path: pl.read_csv(path, infer_schema=False)}[ending]
    return Population(*(read(folder / f"{name}.{ending}") for name in ("people", "members", "cases")))


def to_files(tables: Population, folder: Path) -> None:
    """The tables as Parquet and as CSV."""
    for name in ("people", "members", "cases"):
        table = getattr(tables, name)
        table.write_parquet(folder / f"{name}.parquet")
        table.write_csv(folder / f"{name}.csv")
