"""Tables as people read them: a caption, columns and cells of text; how counts, and counts not told, are written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from resettle.engine.reports.disclosure import Hidden, Told

UNKNOWN = "unknown"
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column; ``number`` sets it to the end of its line, in figures of one width."""

    head: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of text, the first of which names the row. ``depth`` sets it in, under the row it is part of."""

    cells: tuple[str, ...]
    depth: int = 0
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table. ``note`` says what a reader needs to read it right."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""


def table(caption: str, heads: Iterable[str], rows: Iterable[Row | Sequence[str]], note: str = "") -> Table:
    """A table from heads, of which those ending in ``#`` are of numbers, and rows."""
    columns = tuple(Column(head.rstrip("#"), head.endswith("#")) for head in heads)
    return Table(
        caption, columns, tuple(row if isinstance(row, Row) else Row(tuple(row)) for row in rows), note
    )


def number(count: Told | None) -> str:
    """A count in figures; unknown is a word, never 0 nor a blank."""
    match count:
        case None:
            return UNKNOWN
        case Hidden():
            return count.value
        case _:
            return f"{count:,}".replace("-", "−")


def signed(count: Told | None) -> str:
    """A difference in figures, with its sign."""
    return f"+{count:,}" if isinstance(count, int) and count > 0 else number(count)


def share(part: int, whole: int) -> str:
    """A share in per cent, rounded to a whole one; nothing of nothing is no share."""
    return f"{part / whole:.0%}" if whole else NOTHING
