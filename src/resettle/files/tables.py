"""Tables: files into histories of people and cases, or everything that is wrong, row by row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from resettle.engine.errors import Fault, Where, nearest_name
from resettle.engine.registry.history import rising
from resettle.engine.registry.synonyms import meant
from resettle.files import cells, sheets
from resettle.files.columns import TABLES, Table

__all__ = [
    "ENDINGS", "TABLES", "Read", "Table", "completed", "examined", "find", "is_lock", "judged", "none", "read", "rows_of",
]  # fmt: skip

ENDINGS = tuple(sheets.READERS)
"""How the name of a table's file may end; an earlier one is read if there are several."""


@dataclass(frozen=True, slots=True)
class Read:
    """
    A table's history, and what became of the rest: ``refused`` are the ids in rows that were left out for a fault,
    ``whole`` is false where any row, or all of the file, was.
    """

    frame: pl.DataFrame
    refused: frozenset[str]
    whole: bool
    readable: bool


def read(folder: Path, table: Table, faults: list[Fault]) -> Read:
    """The table's history; empty if there is no such file. Faults are added, all of them."""
    path, name = find(folder, table.name)
    found: list[Fault] = []
    rows = rows_of(sheets.read(path, name, found), name, table, found) if path else _none(table)
    return judged(rows, table, name, found, faults)


def examined(frame: pl.DataFrame, table: Table, name: str, faults: list[Fault]) -> Read:
    """The history of which a frame like those of a register consists. Faults are added, all of them."""
    said = [column for column in frame.columns if column != "row"]
    found = list(_header_faults(said, name, table))
    rows = (
        _none(table) if found else completed(frame, table).with_columns(pl.col(*table.days).cast(pl.String))
    )
    return judged(rows, table, name, found, faults)


def judged(rows: pl.DataFrame, table: Table, name: str, found: list[Fault], faults: list[Fault]) -> Read:
    """What is right of rows of text; ``found`` is what is wrong with the file as a whole."""
    readable = not any(fault.where.row <= 1 or fault.code == "file_not_csv" for fault in found)
    wrong = cells.faults_in(rows, table, name)
    faults.extend([*found, *wrong])
    left_out = pl.col("row").is_in(list({fault.where.row for fault in wrong}))
    refused = rows.filter(left_out).select(table.keys) if wrong else rows.clear()
    dated = pl.col(*table.days).str.to_date("%Y-%m-%d")
    return Read(
        completed((rows.filter(~left_out) if wrong else rows).with_columns(dated), table),
        frozenset(one for key in table.keys for one in refused.get_column(key).drop_nulls()),
        not found and not wrong,
        readable,
    )


def completed(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """A table's frame as the register keeps it, from rows without a fault: every column, by key, and for each by its days."""
    lacking = [
        pl.lit(None, pl.String).alias(column) for column in table.columns if column not in frame.columns
    ]
    history = frame.with_columns(lacking) if lacking else frame
    columns = [*table.columns, "row"]
    history = history if history.columns == columns else history.select(columns)
    if "state" in table.columns and history["state"].null_count():
        history = history.with_columns(pl.col("state").fill_null("holds"))
    history = _in_pairs(history) if table.name == "links" else history
    order = ("row",) if table.name == "acts" else (*table.keys, "effective", "known", "row")
    return history if rising(history, order) else history.sort(order)


def none(table: Table) -> pl.DataFrame:
    """The frame of a table without a row."""
    columns = {name: pl.Date if name in table.days else pl.String for name in table.columns}
    return pl.DataFrame(schema={**columns, "row": pl.Int64})


def find(folder: Path, table: str) -> tuple[Path | None, str]:
    """The table's file, CSV before XLSX before Parquet, and the name to call it by."""
    for ending in ENDINGS:
        if (folder / f"{table}{ending}").is_file():
            return folder / f"{table}{ending}", f"{table}{ending}"
    return None, f"{table}.csv"


def is_lock(path: Path) -> bool:
    """Whether it only says that somebody has a table open: Excel puts ``~$people.xlsx`` beside it, others ``.~lock…#``."""
    return path.name.startswith(("~$", ".~lock."))


def rows_of(sheet: sheets.Sheet | None, name: str, table: Table, faults: list[Fault]) -> pl.DataFrame:
    """[row, columns …] all rows that could be read, text as written."""
    if sheet is None:  # the file as a whole cannot be read: its columns are not missing
        return _none(table)
    bad = list(_header_faults(sheet.header, name, table))
    faults.extend(bad or sheet.faults)
    if bad:
        return _none(table)
    named = sheet.rows.rename({str(at): column for at, column in enumerate(sheet.header)})
    return pl.concat([_none(table), named], how="diagonal").select("row", *table.columns)


def _none(table: Table) -> pl.DataFrame:
    return pl.DataFrame(schema={"row": pl.Int64, **dict.fromkeys(table.columns, pl.String)})


def _header_faults(columns: Sequence[str], name: str, table: Table) -> Iterator[Fault]:
    if by := _separated(columns, table):
        yield Fault("file_separated", Where(name, 1), {"by": by})
        return
    for column in columns:
        if column not in table.columns:
            near = meant(column, table.columns) or nearest_name(column, table.columns)
            params = {"column": column, "allowed": table.columns, "near": near}
            yield Fault("column_unknown", Where(name, 1, column), params)
    for column in sorted({column for column in columns if columns.count(column) > 1}):
        yield Fault("column_twice", Where(name, 1, column), {"column": column})
    for column in table.filled:
        if column not in columns:
            yield Fault("column_missing", Where(name, 1, column), {"column": column})


def _separated(columns: Sequence[str], table: Table) -> str:
    """What separates the columns of a heading that has none of ours because of it; else nothing."""
    heading = columns[0] if columns else ""
    for sign, by in ((";", "semicolons"), ("\t", "tabs")):
        parts = [part.strip() for part in heading.split(sign)]
        if len(parts) > 1 and (parts[0] == "sep=" or not {*table.columns}.isdisjoint(parts)):
            return by
    return ""


def _in_pairs(links: pl.DataFrame) -> pl.DataFrame:
    """A tie between two cases is the same whichever is named first."""
    turned = pl.col("case") > pl.col("other_case")
    return links.with_columns(
        pl.when(turned).then("other_case").otherwise("case").alias("case"),
        pl.when(turned).then("case").otherwise("other_case").alias("other_case"),
    )
