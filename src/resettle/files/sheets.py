"""Sheets: a CSV, XLSX or Parquet file as rows of text, numbered as a spreadsheet counts them."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import polars as pl
import python_calamine

from resettle.engine.errors import Fault, Where
from resettle.files import hxl, parquet, quick_csv

BLANKS = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace())
"""All that ``str.strip`` takes off; polars alone would leave four of them."""

Lines = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    The first row's cells as ``header``, without empty ones at its end, and the ``rows`` below it.

    rows: [row, 0, 1, …] a row's number, then a column of text for each of the header's, stripped, null where blank;
    rows that are blank throughout are left out. ``faults``: what could not be read of the rows.
    """

    header: list[str]
    rows: pl.DataFrame
    faults: tuple[Fault, ...] = ()


def read(path: Path, name: str, faults: list[Fault]) -> Sheet | None:
    """A file's sheet. None, and a fault more, if the file as a whole cannot be read."""
    return _untagged(READERS[path.suffix](path, name, faults))


def _untagged(sheet: Sheet | None) -> Sheet | None:
    """The sheet without a row of hashtags under its heading; the others keep their numbers."""
    if sheet is None or not sheet.rows.height:
        return sheet
    number, *cells = sheet.rows.row(0)
    return replace(sheet, rows=sheet.rows[1:]) if number == 2 and hxl.is_tag_row(cells) else sheet


def text_of(path: Path, name: str, faults: list[Fault]) -> str | None:
    """A file as the text of a CSV, its rows numbered as in the file. None, and a fault more, if it cannot be had."""
    if path.suffix == ".csv":
        content = _content(path, name, faults)
        return None if content is None else _decoded(content, name, faults)
    sheet = read(path, name, faults)
    if sheet is None:
        return None
    faults.extend(sheet.faults)
    text = io.StringIO(newline="")
    writer, last = csv.writer(text, lineterminator="\n"), 1
    writer.writerow(sheet.header)
    for number, *cells in sheet.rows.iter_rows():
        text.write("\n" * (number - last - 1))
        writer.writerow(cells)
        last = number
    return text.getvalue()


def of_text(text: str, name: str, faults: list[Fault]) -> Sheet | None:
    """The sheet of a CSV's text. None, and a fault more, if it as a whole cannot be read."""
    return _untagged(_of_csv(text.encode(), text, name, faults))


def _csv(path: Path, name: str, faults: list[Fault]) -> Sheet | None:
    content = _content(path, name, faults)
    text = None if content is None else _decoded(content, name, faults)
    return None if content is None or text is None else _of_csv(content, text, name, faults)


def of_rows(rows: Sequence[Mapping[str, str]]) -> Sheet:
    """The sheet of some rows, each column → cell, numbered from 1."""
    header = list(dict.fromkeys(column for row in rows for column in row))
    columns = {str(at): [row.get(column, "") for row in rows] for at, column in enumerate(header)}
    frame = pl.DataFrame(
        {"row": list(range(1, len(rows) + 1)), **columns},
        {"row": pl.Int64, **dict.fromkeys(columns, pl.String)},
    )
    return Sheet(header, _stripped(frame))


def _decoded(content: bytes, name: str, faults: list[Fault]) -> str | None:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        faults.append(Fault("file_not_utf8", Where(name)))
        return None


def _of_csv(content: bytes, text: str, name: str, faults: list[Fault]) -> Sheet | None:
    if "\x00" in text:
        faults.append(Fault("file_not_csv", Where(name), {"detail": "it contains a NUL byte"}))
        return None
    found: list[Fault] = []
    return _csv_at_once(content) or _gathered(_csv_lines(text, name, found), name, found, faults)


def _csv_at_once(content: bytes) -> Sheet | None:
    """The sheet, if it can be had without looking at each row; it then has no faults."""
    lines = quick_csv.read(content)
    if lines is None:
        return None
    header = _header(lines.row(0))
    rows = lines.with_row_index("row", 1).slice(1)
    if not _all_blank(rows[:, len(header) + 1 :]):
        return None
    return Sheet(header, _stripped(rows[:, : len(header) + 1], quick_csv.may_have_blanks(content)))


def _csv_lines(text: str, name: str, found: list[Fault]) -> Lines:
    """Rows, numbered as a spreadsheet does: a cell may run over several lines, and a blank line is a row."""
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), 1):
            yield number, cells
    except csv.Error as error:
        found.append(Fault("file_not_csv", Where(name, number + 1), {"detail": str(error)}))


def _xlsx(path: Path, name: str, faults: list[Fault]) -> Sheet | None:
    try:
        sheet = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except BaseException as error:
        known = (python_calamine.CalamineError, OSError, ValueError, IndexError)
        gives_up = type(error).__name__ == "PanicException"  # what reads it has no name for that to import
        if not (gives_up or isinstance(error, known)):
            raise
        faults.append(Fault("file_not_xlsx", Where(name), {"detail": str(error)}))
        return None
    lines = ((number, [_as_text(cell) for cell in cells]) for number, cells in enumerate(rows, 1))
    return _gathered(lines, name, [], faults)


def _as_text(cell: object) -> str:
    """A workbook's cell as it would be written in CSV: whole numbers without a point, dates as ISO days."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _parquet(path: Path, name: str, faults: list[Fault]) -> Sheet | None:
    content = _content(path, name, faults)
    frame = parquet.read(content, name, faults) if content is not None else None
    if frame is None:
        return None
    header = _header(frame.columns)
    numbered = frame.select(pl.nth(at).alias(str(at)) for at in range(len(header))).with_row_index("row", 2)
    return Sheet(header, _stripped(numbered))


READERS: Mapping[str, Callable[[Path, str, list[Fault]], Sheet | None]] = {
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".parquet": _parquet,
}
"""By the ending of a file's name."""


def _content(path: Path, name: str, faults: list[Fault]) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError as error:
        faults.append(Fault("file_unreadable", Where(name), {"detail": error.strerror or "no reason given"}))
        return None


def _gathered(lines: Lines, name: str, found: list[Fault], faults: list[Fault]) -> Sheet | None:
    """A sheet from its lines; ``found`` is where they leave their faults."""
    header = _header(next(lines, (0, []))[1])
    if found:
        faults.extend(found)
        return None
    width, numbers, rows = len(header), [], []
    for number, cells in lines:
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            params = {"cells": len(cells), "columns": width}
            found.append(Fault("row_too_long", Where(name, number), params))
        else:
            numbers.append(number)
            rows.append([*cells[:width], *[""] * (width - len(cells))])
    columns = zip(*rows, strict=True) if rows else [()] * width
    frame = pl.DataFrame(
        {"row": numbers, **{str(at): column for at, column in enumerate(columns)}},
        {"row": pl.Int64, **{str(at): pl.String for at in range(width)}},
    )
    return Sheet(header, _stripped(frame), tuple(found))


def _header(cells: Sequence[str | None]) -> list[str]:
    columns = [(cell or "").strip() for cell in cells]
    while columns and not columns[-1]:  # a spreadsheet's empty columns
        columns.pop()
    return columns


def _stripped(frame: pl.DataFrame, blanks: bool = True) -> pl.DataFrame:
    """A sheet's rows from cells as they stand in the file. ``blanks``: whether any may begin or end with one."""
    if frame.width == 1:
        return frame.clear()
    cells = pl.exclude("row").str.strip_chars(BLANKS) if blanks else pl.exclude("row")
    stripped = frame.with_columns(pl.col("row").cast(pl.Int64), pl.when(cells != "").then(cells))
    return stripped.filter(~pl.all_horizontal(pl.exclude("row").is_null()))


def _all_blank(frame: pl.DataFrame) -> bool:
    return all(column.fill_null("").str.strip_chars(BLANKS).eq("").all() for column in frame)
