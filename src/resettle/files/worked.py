"""Reads worked tables: ``tests/ARRANGEMENT/CRITERION.csv``, people in and finding out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from resettle.engine.errors import Fault, Where
from resettle.engine.registry import codes, facts
from resettle.engine.registry.codes import CodeList
from resettle.engine.registry.facts import Fact
from resettle.engine.registry.language import EVENT_DAYS
from resettle.engine.registry.worked import COLUMNS, OUTCOME, RULING, RULING_ON, WorkedRow, WorkedTable
from resettle.engine.screening.reference import Answer
from resettle.engine.screening.screen import Outcome
from resettle.files import cells, sheets, tables
from resettle.files.columns import Table

FOLDER = "tests"
FINDING = CodeList("finding", {one.value: one.value for one in Answer}, "Resettle")
OUTCOMES = CodeList("outcome", {one.value: one.value for one in Outcome}, "Resettle")


@dataclass(frozen=True)
class _Columns(Table):
    """Any facts, of anybody; no keys, and nothing that must be filled."""

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        return {name: fact for name, fact in facts.dictionary().items() if fact.recorded_in != "counted"}

    @property
    def ids(self) -> tuple[str, ...]:
        return ("case", "person", "group")

    @property
    def days(self) -> tuple[str, ...]:
        return ("on", *EVENT_DAYS)

    @property
    def filled(self) -> tuple[str, ...]:
        return ()

    @cached_property
    def columns(self) -> list[str]:
        return [*self.others, *self.facts]


_CODES = {RULING: codes.RULING, "finding": FINDING, "outcome": OUTCOMES}


def read(folder: Path, faults: list[Fault]) -> tuple[WorkedTable, ...]:
    """Every worked table of a register's folder. Faults are added, all of them; a table with one is left out."""
    return of_texts(texts(folder, faults), faults)


def texts(folder: Path, faults: list[Fault]) -> dict[str, str]:
    """The path in the folder and the text of every worked table that can be read at all."""
    faults += _twice(folder)
    named = {path.relative_to(folder).as_posix(): path for path in paths(folder)}
    found = {name: sheets.text_of(path, name, faults) for name, path in named.items()}
    return {name: text for name, text in found.items() if text is not None}


def of_texts(texts: Mapping[str, str], faults: list[Fault]) -> tuple[WorkedTable, ...]:
    """The worked tables from their texts. Faults are added, all of them; a table with one is left out."""
    named = sorted((PurePosixPath(name), text) for name, text in texts.items())
    return tuple(table for path, text in named for table in _table(path, text, faults))


def paths(folder: Path) -> list[Path]:
    """The files that are worked tables, in order."""
    return sorted(
        path
        for path in (folder / FOLDER).glob("*/*")
        if path.suffix in tables.ENDINGS and path.is_file() and not tables.is_lock(path)
    )


def _twice(folder: Path) -> Iterator[Fault]:
    named: dict[str, list[str]] = {}
    for path in paths(folder):
        name = path.relative_to(folder).as_posix()
        named.setdefault(name.removesuffix(path.suffix), []).append(name)
    for table, files in named.items():
        if len(files) > 1:
            yield Fault("file_twice", Where(files[0]), {"table": table, "files": files})


def _table(path: PurePosixPath, text: str, faults: list[Fault]) -> Iterator[WorkedTable]:
    found: list[Fault] = []
    name = str(path)
    sheet = sheets.of_text(text, name, found)
    other = "finding" if path.stem == OUTCOME else OUTCOME
    named = {column: _CODES.get(column) for column in COLUMNS if column != other}
    on_others = [column for column in sheet.header if column.startswith(RULING_ON)] if sheet else []
    columns = _Columns("worked", (), named | dict.fromkeys(on_others, codes.RULING))
    rows = tables.rows_of(sheet, name, columns, found)
    found += cells.faults_in(rows, columns, name)
    faults += found
    if not found:
        yield WorkedTable(
            path.parent.name, path.stem, name, tuple(_row(row) for row in rows.iter_rows(named=True))
        )


def _row(row: Mapping[str, object]) -> WorkedRow:
    said = {column: str(cell) for column, cell in row.items() if column != "row" and cell is not None}
    return WorkedRow(int(str(row["row"])), said)
