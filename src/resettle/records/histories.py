"""Tables of people and cases as entries, one a row; and back into the frames that a register keeps."""

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import polars as pl

from resettle.engine.errors import Fault, RegisterRefused, Where
from resettle.engine.registry.history import one_a_day, rising
from resettle.records import entries
from resettle.records.database import Database
from resettle.records.entries import New, Piece, Said
from resettle.records.subjects import ACTS, MEMBERS, SEPARATOR, keys_of

REASONS = "reasons"
"""Why an act was done stands in an entry of its own: it may speak of people, and can be erased while the act stays."""

_STAY = (ACTS, "people", "cases", MEMBERS)
"""Rows of these tables stand when what they say was erased, and are blank; rows of others are left out."""


def written(table: str, history: pl.DataFrame) -> Iterator[New]:
    """A table's rows as entries, in the order in which they were written."""
    keys, dated = keys_of(table), ("effective", "known", "source")
    filled = [one.name for one in history if one.null_count() < history.height]
    cells = [name for name in filled if name not in (*keys, *dated, "row")]
    named = pl.concat_str(keys, separator=SEPARATOR).alias("key")
    rows = history.sort("row", maintain_order=True).select(named, *dated, *cells)
    for key, effective, known, source, *said in rows.iter_rows():
        content = {name: cell for name, cell in zip(cells, said, strict=True) if cell is not None}
        reason = content.pop("reason", None) if table == ACTS else None
        yield from with_reason(New(table, key, effective, known, source, content), reason)


def with_reason(new: New, reason: str | None) -> Iterator[New]:
    """An entry, and beside it why, if that is said."""
    yield new
    if reason:
        yield replace(new, table=REASONS, content={"reason": reason})


@contextmanager
def legible(database: Database) -> Iterator[None]:
    """Raises RegisterRefused if what was recorded cannot be read any more, because somebody altered it."""
    try:
        yield
    except (ValueError, pl.exceptions.PolarsError):  # not said on: it may show what stands there
        raise RegisterRefused([Fault("record_unreadable", Where(), {"database": database.name})]) from None


@dataclass(frozen=True, slots=True)
class Read:
    """A table's history, and how many entries it was read from: rows that were erased may be left out."""

    frame: pl.DataFrame
    entries: int


def read(
    database: Database, table: str, columns: Sequence[str], before: Read | None = None, after: int = 0
) -> Read:
    """
    A table's history as a register keeps it: keys, effective, known, source, the other columns as text, row.

    Rows are numbered as a spreadsheet would that held them in the order in which they were written; what was said twice of
    one thing for one day, on one day, is one row. What was erased is blank, or left out where a row says nothing else. before:
    what was read up to the entry ``after``, which only what was written since is added to.
    """
    keys = list(keys_of(table))
    cells = [name for name in columns if name not in (*keys, "effective", "known", "source", "reason")]
    cells += ["reason"] if "reason" in columns and table != ACTS else []
    number = before.entries if before else 0
    may_go = table not in _STAY
    new = _frame(entries.in_pieces(database, table, after), [*cells, entries.ERASED] if may_go else cells)
    parts = new["key"].str.split_exact(SEPARATOR, len(keys) - 1).struct.rename_fields(keys).struct.unnest()
    frame = pl.concat([parts, new.drop("key")], how="horizontal").with_row_index("row", number + 2)
    if table == ACTS:
        frame = _with_reasons(database, frame, after)
    if may_go:
        frame = frame.filter(pl.col(entries.ERASED).is_null())
    frame = frame.select(*columns, pl.col("row").cast(pl.Int64))
    read = Read(pl.concat([before.frame, frame]) if before else frame, number + new.height)
    in_order = () if table == ACTS else (*keys, "effective", "known", "row")
    if not in_order or (before and not frame.height):
        return read
    ordered = read.frame if rising(read.frame, in_order) else read.frame.sort(in_order)
    return replace(read, frame=one_a_day(ordered, keys))


def of_said(table: str, columns: Sequence[str], said: Iterable[Said]) -> pl.DataFrame:
    """The same, of a few entries, numbered as they are: rows that were erased are blank or left out; reasons of acts are not in it."""
    keys = keys_of(table)
    kept = [(one.key.split(SEPARATOR), one) for one in said if one.content is not None or table in _STAY]
    if table != ACTS:
        kept.sort(key=lambda held: (held[0], held[1].effective, held[1].known, held[1].id))
    rows = [
        {**dict(zip(keys, key, strict=True)), **(one.content or {}), "effective": one.effective,
         "known": one.known, "source": one.source, "row": one.id}
        for key, one in kept
    ]  # fmt: skip
    days = {"effective": pl.Date, "known": pl.Date, "row": pl.Int64}
    schema = {name: days.get(name, pl.String) for name in (*columns, "row")}
    frame = pl.DataFrame(rows, schema=schema)
    return frame if table == ACTS else one_a_day(frame, keys)


def _with_reasons(database: Database, acts: pl.DataFrame, after: int) -> pl.DataFrame:
    """An act and its reason are recorded together, so that both come after an entry or neither does."""
    reasons = _frame(entries.in_pieces(database, REASONS, after), ["reason"])
    said = reasons.select(pl.col("key").alias("act_id"), "reason")
    return acts.join(said, on="act_id", how="left", maintain_order="left")


def _frame(pieces: Iterable[Piece], cells: Sequence[str]) -> pl.DataFrame:
    """[key, effective, known, source, cells …] entries in order."""
    dated = ("key", "effective", "known", "source")
    none = pl.DataFrame(schema=dict.fromkeys((*dated, *cells), pl.String))
    found = [none]
    for piece in pieces:
        lists = (piece.keys, piece.effective, piece.known, piece.sources)
        lines = {name: text.split("\n") for name, text in zip(dated, lists, strict=True)}
        said = pl.DataFrame(lines, schema=dict.fromkeys(dated, pl.String))
        told = _cells(piece, cells) if cells else said.select()
        if told.height != said.height:
            raise ValueError("what stands in a line is none")
        found.append(pl.concat([said, told], how="horizontal"))
    return pl.concat(found).with_columns(pl.col("effective", "known").str.to_date("%Y-%m-%d"))


def _cells(piece: Piece, cells: Sequence[str]) -> pl.DataFrame:
    return pl.read_ndjson(io.BytesIO(piece.contents.encode()), schema=dict.fromkeys(cells, pl.String))
