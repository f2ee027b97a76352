"""What is to be imported: the folder or the spreadsheets that hold it, as rows that still know their file and number."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from resettle import files
from resettle.engine.errors import Fault, RequestRefused, Where, nearest_name, refuse
from resettle.files import sheets, tables
from resettle.files.read import found as found_in
from resettle.files.tables import TABLES, Read, Table

Rows = Mapping[str, Sequence[Mapping[str, str]]]
"""table → rows, each column → cell."""
APART = 10**9
"""Rows of the first file are numbered from here, of the second from twice as many: no file has so many rows."""


@dataclass(frozen=True)
class Incoming:
    """
    What is to be imported.

    reads: what became of each table; its rows are numbered over all files (``place``). faults: of files and cells, each
    in its file. names: of the files, in order; tables: the table of each. digest: SHA-256 of all that comes.
    head: what register.toml says, if a folder comes. unread: the names of documents that are no TOML.
    """

    reads: Mapping[str, Read]
    faults: tuple[Fault, ...]
    names: tuple[str, ...]
    tables: tuple[str, ...]
    digest: str
    head: Mapping[str, Any] | None = None
    documents: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    worked: Mapping[str, str] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()

    def place(self, row: int) -> tuple[str, int] | None:
        """The file of a row and its number there; None for one that is not among those that come."""
        file, number = divmod(row, APART)
        return (self.names[file - 1], number) if file else None

    def placed(self, fault: Fault) -> Fault | None:
        """A fault of a row that comes, in its file; None for any other."""
        place = self.place(fault.where.row)
        if place is None:
            return None
        params = dict(fault.params)
        if "other_row" in params:
            other = self.place(int(str(params["other_row"])))
            params["other_row"] = other and other[1]
        return replace(fault, where=Where(*place, fault.where.key), params=params)


def incoming(sources: Sequence[Path], table: str, source: str, today: date) -> Incoming:
    """
    What stands in a folder, or in one or several spreadsheets of ``table`` (else of the table each is named for).

    A spreadsheet without the column ``known`` was known ``today``; ``source`` says who says so, where that column is
    not there. Raises RequestRefused for files of which it cannot be told what they hold.
    """
    if any(one.is_dir() for one in sources):
        if len(sources) > 1 or table or source:
            raise refuse("import_folder_alone", folder=str(next(one for one in sources if one.is_dir())))
        return _folder(sources[0])
    return _spreadsheets(_tabled(sources, table), source, today)


def _tabled(sources: Sequence[Path], table: str) -> list[tuple[Path, Table]]:
    """Each file with its table."""
    by_name = {one.name: one for one in TABLES}
    wrong: list[Fault] = []
    if table and table not in by_name:
        raise RequestRefused([_unknown_table(table, Where(), by_name)])
    for path in sources:
        if path.suffix not in tables.ENDINGS:
            wrong.append(Fault("import_ending", Where(path.name), {"allowed": list(tables.ENDINGS)}))
        elif not table and path.stem not in by_name:
            wrong.append(_unknown_table(path.stem, Where(path.name), by_name))
    if wrong:
        raise RequestRefused(wrong)
    return [(path, by_name[table or path.stem]) for path in sources]


def _spreadsheets(given: Sequence[tuple[Path, Table]], source: str, today: date) -> Incoming:
    names = [path.name for path, _ in given]
    names = [
        name if names.count(name) == 1 else str(path) for name, (path, _) in zip(names, given, strict=True)
    ]
    faults: list[Fault] = []
    reads: dict[str, list[Read]] = {}
    summed = hashlib.sha256()
    for at, ((path, table), name) in enumerate(zip(given, names, strict=True), 1):
        one = _read(path, table, name, _left_out(source, today), faults)
        reads.setdefault(table.name, []).append(replace(one, frame=_numbered(one.frame, at)))
        summed.update(f"{table.name} {source} ".encode())
        if path.is_file():
            summed.update(hashlib.sha256(path.read_bytes()).digest())
    together = {table.name: _together(reads.get(table.name, []), table) for table in TABLES}
    kinds = tuple(table.name for _, table in given)
    return Incoming(together, tuple(faults), tuple(names), kinds, summed.hexdigest())


def of_rows(rows: Rows, source: str, today: date) -> Incoming:
    """
    What some rows say that are given one by one, by table; the first of each table is its row 1.

    One that does not say so holds from ``today``, says ``source``, and was known ``today``. Raises RequestRefused for a table that
    is none.
    """
    by_name = {one.name: one for one in TABLES}
    if wrong := [name for name in rows if name not in by_name]:
        raise RequestRefused(_unknown_table(name, Where(name), by_name) for name in wrong)
    left_out = {"effective": today.isoformat(), "source": source, "known": today.isoformat()}
    faults: list[Fault] = []
    reads = {name: Read(tables.none(table), frozenset(), True, True) for name, table in by_name.items()}
    for at, (name, given) in enumerate(rows.items(), 1):
        found: list[Fault] = []
        said = [{**left_out, **{column: cell for column, cell in one.items() if cell}} for one in given]
        sheet = sheets.of_rows(said)
        read = tables.judged(
            tables.rows_of(sheet, name, by_name[name], found), by_name[name], name, found, faults
        )
        reads[name] = replace(read, frame=_numbered(read.frame, at))
    return Incoming(reads, tuple(faults), tuple(rows), tuple(rows), digest_of(rows, source))


def digest_of(rows: Rows, source: str) -> str:
    """SHA-256 of rows as they are given."""
    return hashlib.sha256(json.dumps({"rows": rows, "source": source}, sort_keys=True).encode()).hexdigest()


def _unknown_table(name: str, where: Where, by_name: Mapping[str, Table]) -> Fault:
    params = {"value": name, "allowed": list(by_name), "near": nearest_name(name, by_name)}
    return Fault("import_table_unknown", where, params)


def _left_out(source: str, today: date) -> Mapping[str, str]:
    """What a column says throughout that a spreadsheet leaves out."""
    return {"known": today.isoformat(), **({"source": source} if source else {})}


def _read(path: Path, table: Table, name: str, left_out: Mapping[str, str], faults: list[Fault]) -> Read:
    found: list[Fault] = []
    sheet = sheets.read(path, name, found)
    if sheet is not None:
        lacking = {column: cell for column, cell in left_out.items() if column not in sheet.header}
        header = [*sheet.header, *lacking]
        added = [pl.lit(cell).alias(str(header.index(column))) for column, cell in lacking.items()]
        sheet = replace(sheet, header=header, rows=sheet.rows.with_columns(added))
    return tables.judged(tables.rows_of(sheet, name, table, found), table, name, found, faults)


def _together(reads: Sequence[Read], table: Table) -> Read:
    """What became of a table that came in several files, or in none."""
    if not reads:
        return Read(tables.none(table), frozenset(), True, True)
    return Read(
        tables.completed(pl.concat([one.frame for one in reads]), table),
        frozenset().union(*(one.refused for one in reads)),
        all(one.whole for one in reads),
        all(one.readable for one in reads),
    )


def _numbered(frame: pl.DataFrame, file: int) -> pl.DataFrame:
    return frame.with_columns(pl.col("row") + file * APART)


def _folder(folder: Path) -> Incoming:
    read = found_in(folder)
    names = tuple(read.names[table.name] for table in TABLES)
    reads = {
        table.name: replace(read.read[table.name], frame=_numbered(read.read[table.name].frame, at))
        for at, table in enumerate(TABLES, 1)
    }
    return Incoming(
        reads, read.faults, names, tuple(reads), files.digest(folder),
        read.written.head, read.written.documents, read.written.worked, read.unread,
    )  # fmt: skip
