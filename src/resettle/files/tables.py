"""Tables: CSV or XLSX into histories of people and cases, or everything that is wrong, row by row."""

import csv
import difflib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl
import python_calamine

from resettle.engine.dates import parse_day
from resettle.engine.errors import Fault, Where
from resettle.engine.registry import codes, facts
from resettle.engine.registry.facts import Fact, Kind
from resettle.engine.registry.register import KEYS
from resettle.engine.registry.stages import ActKind

MAX_CELL = 10_000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_ID = re.compile(r"[^\s;/,]{1,100}")
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")
DATED = ("effective", "known", "source")


@dataclass(frozen=True, slots=True)
class Table:
    """What a table's columns are: keys, facts, other columns with their code lists."""

    name: str
    keys: tuple[str, ...]
    others: Mapping[str, codes.CodeList | None]
    required: tuple[str, ...] = ()

    @property
    def facts(self) -> list[Fact]:
        return facts.recorded_in(self.name)

    @property
    def ids(self) -> tuple[str, ...]:
        return (*self.keys, *(name for name in self.others if name in ("case", "relative_person")))

    @property
    def columns(self) -> list[str]:
        return [
            *self.keys,
            *DATED,
            *(name for name in self.others if name not in self.keys),
            *(fact.name for fact in self.facts),
        ]


ACT = codes.CodeList("act", {kind.value: kind.value for kind in ActKind}, "Resettle")
MAY_BE_UNKNOWN = frozenset({"willing", "relationship", "country"})
"""Columns, beside the facts, of which *unknown* may be said; an act or a tie that is unknown is not recorded."""

TABLES = [
    Table("people", KEYS["people"], {}),
    Table("cases", KEYS["cases"], {}),
    Table("members", KEYS["members"], {"state": codes.STATE}),
    Table("links", KEYS["links"], {"link": codes.LINK, "state": codes.STATE}, ("link",)),
    Table(
        "relatives",
        KEYS["relatives"],
        {"relationship": codes.RELATIONSHIP, "country": codes.countries(), "relative_person": None,
         "state": codes.STATE},
        ("relationship",),
    ),
    Table("willingness", KEYS["willingness"], {"willing": codes.WILLING}, ("willing",)),
    Table("scores", KEYS["scores"], {"score": None}, ("score",)),
    Table(
        "acts",
        ("act_id",),
        {"act": ACT, "case": None, "arrangement": None, "offer": None, "by": None, "reason": None, "persons": None},
        ("act", "case", "arrangement", "by"),
    ),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet counts, and its cells that say something."""

    number: int
    cells: Mapping[str, str]


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
    rows = list(_rows(path, name, table, found)) if path else []
    readable = not any(fault.where.row <= 1 or fault.code == "file_not_csv" for fault in found)
    wrong = [row for row in rows if not _checked(row, name, table, found)]
    faults.extend(found)
    refused = frozenset(row.cells[key] for row in wrong for key in table.keys if key in row.cells)
    left_out = {row.number for row in wrong}
    return Read(
        _frame(table, [row for row in rows if row.number not in left_out]), refused, not found, readable
    )


def find(folder: Path, table: str) -> tuple[Path | None, str]:
    """The table's file, CSV before XLSX, and the name to call it by."""
    for suffix in (".csv", ".xlsx"):
        if (folder / f"{table}{suffix}").is_file():
            return folder / f"{table}{suffix}", f"{table}{suffix}"
    return None, f"{table}.csv"


def _rows(path: Path, name: str, table: Table, faults: list[Fault]) -> Iterator[Row]:
    lines = _xlsx(path, name, faults) if path.suffix == ".xlsx" else _csv(path, name, faults)
    header = next(lines, (0, []))[1]
    if faults:  # the file as a whole cannot be read: its columns are not missing
        return
    columns = [cell.strip() for cell in header]
    if len(columns) == 1 and len(columns[0].split(";")) >= len(table.keys) + len(DATED):
        detail = "its columns are separated by semicolons, not commas"
        faults.append(Fault("file_not_csv", Where(name, 1), {"detail": detail}))
        return
    while columns and not columns[-1]:  # a spreadsheet's empty columns
        columns.pop()
    bad = list(_header_faults(columns, name, table))
    faults.extend(bad)
    if bad:
        return
    for number, cells in lines:
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            faults.append(
                Fault("row_too_long", Where(name, number), {"cells": len(cells), "columns": len(columns)})
            )
        elif any(cell.strip() for cell in cells):
            said = {
                column: cell.strip() for column, cell in zip(columns, cells, strict=False) if cell.strip()
            }
            yield Row(number, said)


def _csv(path: Path, name: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """Rows, numbered as a spreadsheet does: a cell may run over several lines, and a blank line is a row."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        faults.append(Fault("file_unreadable", Where(name), {"detail": error.strerror or "no reason given"}))
        return
    except UnicodeDecodeError:
        faults.append(Fault("file_not_utf8", Where(name)))
        return
    if "\x00" in text:
        faults.append(Fault("file_not_csv", Where(name), {"detail": "it contains a NUL byte"}))
        return
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), 1):
            yield number, cells
    except csv.Error as error:
        faults.append(Fault("file_not_csv", Where(name, number + 1), {"detail": str(error)}))


def _xlsx(path: Path, name: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    try:
        sheet = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, OSError, ValueError, IndexError) as error:
        faults.append(Fault("file_not_xlsx", Where(name), {"detail": str(error)}))
        return
    for number, cells in enumerate(rows, 1):
        yield number, [_as_text(cell) for cell in cells]


def _as_text(cell: object) -> str:
    """A workbook's cell as it would be written in CSV: whole numbers without a point, dates as ISO days."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _header_faults(columns: Sequence[str], name: str, table: Table) -> Iterator[Fault]:
    for column in columns:
        if column not in table.columns:
            near = next(iter(difflib.get_close_matches(column, table.columns, 1)), "")
            params = {"column": column, "allowed": table.columns, "near": near}
            yield Fault("column_unknown", Where(name, 1, column), params)
    for column in sorted({column for column in columns if columns.count(column) > 1}):
        yield Fault("column_twice", Where(name, 1, column), {"column": column})
    for column in (*table.keys, *DATED, *table.required):
        if column not in columns:
            yield Fault("column_missing", Where(name, 1, column), {"column": column})


def _checked(row: Row, name: str, table: Table, faults: list[Fault]) -> bool:
    found = list(_row_faults(row, name, table))
    faults.extend(found)
    return not found


def _row_faults(row: Row, name: str, table: Table) -> Iterator[Fault]:
    for column in (*table.keys, *DATED, *table.required):
        if column not in row.cells:
            yield Fault("cell_missing", Where(name, row.number, column), {"column": column})
    for column, cell in row.cells.items():
        if len(cell) > MAX_CELL or _CONTROL.search(cell):
            yield Fault("cell_unreadable", Where(name, row.number, column), {"limit": MAX_CELL})
        elif column in table.ids and not _ID.fullmatch(cell):
            yield Fault("id_wrong", Where(name, row.number, column), {"value": cell})
        elif column in ("effective", "known"):
            if not _is_day(cell):
                yield Fault("day_wrong", Where(name, row.number, column), {"value": cell})
        elif column in table.others:
            yield from _code_faults(cell, table.others[column], Where(name, row.number, column))
    for fact in table.facts:
        if fact.name in row.cells:
            yield from _fact_faults(fact, row.cells[fact.name], Where(name, row.number, fact.name))


def _code_faults(cell: str, allowed: codes.CodeList | None, where: Where) -> Iterator[Fault]:
    unknown = cell == facts.UNKNOWN and where.key in MAY_BE_UNKNOWN
    if allowed is not None and cell not in allowed and not unknown:
        near = codes.nearest(cell, allowed)
        yield Fault("code_unknown", where, {"value": cell, "allowed": _some(allowed.meaning), "near": near})
    if where.key == "score" and not _is_number(cell):
        yield Fault(
            "value_wrong",
            where,
            {"value": cell, "expected": "a number that is not below 0, such as 12 or 0.75"},
        )


def _fact_faults(fact: Fact, cell: str, where: Where) -> Iterator[Fault]:
    if cell == facts.NONE and not fact.may_be_none:
        yield Fault("none_impossible", where, {"label": fact.label})
    try:
        facts.parse(fact, cell)
    except ValueError as error:
        if fact.kind in (Kind.CODE, Kind.CODES):
            allowed = list(facts.allowed_codes(fact))
            near = codes.nearest(str(error), fact.codes) if fact.codes else ""
            yield Fault("code_unknown", where, {"value": str(error), "allowed": _some(allowed), "near": near})
        else:
            expected = "a date (2016-11-14, 2016-11 or 2016)" if fact.kind is Kind.DATE else "a whole number"
            yield Fault(
                "value_wrong",
                where,
                {"value": cell, "expected": f"{expected}{', none' if fact.may_be_none else ''} or unknown"},
            )


def _some(allowed: Mapping[str, str] | Sequence[str]) -> str:
    listed = list(allowed)
    return ", ".join(listed) if len(listed) <= 20 else f"{', '.join(listed[:3])} … ({len(listed)} codes)"


def _is_day(cell: str) -> bool:
    try:
        parse_day(cell)
    except ValueError:
        return False
    return True


def _is_number(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell))


def _frame(table: Table, rows: Sequence[Row]) -> pl.DataFrame:
    columns = {name: [row.cells.get(name) for row in rows] for name in table.columns}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(table.columns, pl.String)).with_columns(
        pl.col("effective", "known").str.to_date("%Y-%m-%d"),
        pl.Series("row", [row.number for row in rows], pl.Int64),
    )
    if "state" in table.columns:
        frame = frame.with_columns(pl.col("state").fill_null("holds"))
    return _in_pairs(frame) if table.name == "links" else frame


def _in_pairs(links: pl.DataFrame) -> pl.DataFrame:
    """A tie between two cases is the same whichever is named first."""
    turned = pl.col("case") > pl.col("other_case")
    return links.with_columns(
        pl.when(turned).then("other_case").otherwise("case").alias("case"),
        pl.when(turned).then("case").otherwise("other_case").alias("other_case"),
    )
