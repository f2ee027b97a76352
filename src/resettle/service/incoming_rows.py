"""Rows that are to be imported, beside those that are recorded: which are new, and which may not come at all."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

import polars as pl

from resettle.engine.errors import Fault, Where
from resettle.engine.registry.acts import people_of
from resettle.files.tables import Table
from resettle.records.subjects import ACTS, SEPARATOR
from resettle.service.incoming import Incoming

MAY_BE_LEFT_OUT = ("offer", "persons")
"""What an act's row may leave to be understood, and an act that is recorded says."""
CASES, PEOPLE = ("case", "other_case", "subject"), ("person", "relative_person", "subject")
"""Columns in which rows speak of cases, and of people; a ruling is on either."""

ANSWERED = ("answers", "translations", "served")
"""What officers do about people's own requests, each in their own name."""


def unrecorded(coming: pl.DataFrame, recorded: pl.DataFrame, table: Table) -> pl.DataFrame:
    """
    The rows that are not recorded yet.

    A row is if one of the same key, effective day, source and cells is that was known on the same day; or earlier, and
    nothing else was recorded of that key and effective day since.
    """
    if coming.is_empty() or recorded.is_empty():
        return coming
    said = [name for name in table.columns if name not in (*table.keys, "effective", "known")]
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_right")) for name in said)
    pairs = coming.join(recorded, on=[*table.keys, "effective"], suffix="_right").filter(
        pl.col("known_right") <= pl.col("known")
    )
    pairs = pairs.sort("row", "known_right", "row_right")
    last = (pl.col("row") != pl.col("row").shift(-1)).fill_null(True)
    there = pairs.filter(same & (last | (pl.col("known_right") == pl.col("known"))))
    return coming.filter(~pl.col("row").is_in(there.get_column("row").unique().implode()))


def unrecorded_acts(coming: pl.DataFrame, recorded: pl.DataFrame) -> tuple[pl.DataFrame, list[int]]:
    """The acts whose ids are not recorded yet; and the rows of those that are, and say something else."""
    met = recorded.filter(pl.col("act_id").is_in(coming.get_column("act_id").implode()))
    there = {row["act_id"]: row for row in met.iter_rows(named=True)}
    other = [
        row["row"]
        for row in coming.iter_rows(named=True)
        if row["act_id"] in there and not _is_same(row, there[row["act_id"]])
    ]
    return coming.filter(~pl.col("act_id").is_in(list(there))), other


def _is_same(act: dict[str, object], recorded: dict[str, object]) -> bool:
    return all(
        _cell(name, said) == _cell(name, recorded[name]) or (said is None and name in MAY_BE_LEFT_OUT)
        for name, said in act.items()
        if name != "row"
    )


def _cell(name: str, said: object) -> object:
    return SEPARATOR.join(sorted(people_of(str(said)))) if name == "persons" and said else said or None


def acts_of(rows: Mapping[str, pl.DataFrame], recorded: pl.DataFrame) -> pl.DataFrame:
    """The recorded acts that are about any of the people and cases whom rows speak of."""
    cases, people = (
        pl.concat(
            [one.get_column(column) for one in rows.values() for column in columns if column in one.columns]
        )
        for columns in (CASES, PEOPLE)
    )
    persons = recorded.select("row", pl.col("persons").str.split(SEPARATOR)).explode("persons")
    about = persons.filter(pl.col("persons").is_in(people.unique().implode())).get_column("row").unique()
    return recorded.filter(
        pl.col("case").is_in(cases.unique().implode()) | pl.col("row").is_in(about.implode())
    )


def faults_of_erased(
    rows: Mapping[str, pl.DataFrame], erased: Collection[str], coming: Incoming
) -> Iterator[Fault]:
    """Rows that would put on record again what was erased of a person."""
    for frame in rows.values():
        for column in PEOPLE:
            if column in frame.columns:
                again = frame.filter(pl.col(column).is_in(list(erased)))
                for row, person in again.select("row", column).iter_rows():
                    file, number = coming.place(row) or ("", 0)
                    yield Fault("import_erased", Where(file, number, column), {"person": person})


def faults_of_known(rows: pl.DataFrame, coming: Incoming, today: date, *, opening: bool) -> Iterator[Fault]:
    """Rows that were not learned today: a register that is under way learns nothing in hindsight, and none ahead."""
    wrong = pl.col("known") > today if opening else pl.col("known") != today
    for row, known in rows.filter(wrong).select("row", "known").iter_rows():
        file, number = coming.place(row) or ("", 0)
        where, params = Where(file, number, "known"), {"known": known, "today": today}
        yield Fault("import_known_ahead", where, params) if opening else Fault("import_known", where, params)


def faults_of_acts(rows: pl.DataFrame, other: list[int], coming: Incoming) -> Iterator[Fault]:
    """Acts that come into a register under way: they are to be admitted one by one; and ids of others."""
    for row in rows.get_column("row"):
        file, number = coming.place(row) or (ACTS, 0)
        yield Fault("import_acts", Where(file, number, "act_id"))
    for row in other:
        file, number = coming.place(row) or (ACTS, 0)
        yield Fault("import_act_otherwise", Where(file, number, "act_id"))


def faults_of_letters(
    rows: pl.DataFrame, recorded: pl.DataFrame, table: Table, coming: Incoming
) -> Iterator[Fault]:
    """
    What officers did about a request that comes into a register under way, under whatever name its row says; and what is
    learned of a request that is on record already: each is recorded by itself, by whoever does it.
    """
    if table.name == "requests":
        rows = rows.join(recorded, on=table.keys, how="semi")
    elif table.name not in ANSWERED:
        return
    for row in rows.get_column("row"):
        file, number = coming.place(row) or (table.name, 0)
        yield Fault("import_letters", Where(file, number, "request"))
