"""Tables of people and cases as entries, one a row; and back into the frames that a register keeps."""

import io
from collections.abc import Iterator, Sequence

import polars as pl

from resettle.records import entries
from resettle.records.database import Database
from resettle.records.entries import New
from resettle.records.subjects import ACTS, SEPARATOR, keys_of

REASONS = "reasons"
"""Why an act was done stands in an entry of its own: it may speak of people, and can be erased while the act stays."""

_NEEDED = {"relatives": "relationship", "willingness": "willing", "scores": "score", "rulings": "ruling"}
"""A row of these tables says nothing without this cell: one whose payload was erased is left out."""


def written(table: str, history: pl.DataFrame) -> Iterator[New]:
    """A table's rows as entries, in the order in which they were written."""
    keys = keys_of(table)
    dated = {"effective", "known", "source", "row"}
    for row in history.sort("row", maintain_order=True).iter_rows(named=True):
        key = SEPARATOR.join(row[name] for name in keys)
        cells = {name: cell for name, cell in row.items() if cell is not None and name not in (*keys, *dated)}
        reason = cells.pop("reason", None) if table == ACTS else None
        yield New(table, key, row["effective"], row["known"], row["source"], cells)
        if reason is not None:
            yield New(REASONS, key, row["effective"], row["known"], row["source"], {"reason": reason})


def read(database: Database, table: str, columns: Sequence[str]) -> pl.DataFrame:
    """
    A table's history as a register keeps it: keys, effective, known, source, the other columns as text, row.

    Rows are numbered as a spreadsheet would that held them in the order in which they were written. What was erased
    is blank.
    """
    keys = list(keys_of(table))
    rows = [row for piece in entries.in_pieces(database, table) for row in piece]
    cells = [name for name in columns if name not in (*keys, "effective", "known", "source", "row")]
    frame = pl.DataFrame(
        {
            "key": [row[0] for row in rows],
            "effective": [row[1] for row in rows],
            "known": [row[2] for row in rows],
            "source": [row[3] for row in rows],
        },
        schema=dict.fromkeys(("key", "effective", "known", "source"), pl.String),
    )
    parts = frame["key"].str.split_exact(SEPARATOR, len(keys) - 1).struct.rename_fields(keys).struct.unnest()
    frame = pl.concat(
        [parts, frame.drop("key").with_columns(pl.col("effective", "known").str.to_date("%Y-%m-%d")),
         _cells([row[4] for row in rows], cells)],
        how="horizontal",
    ).with_row_index("row", 2)  # fmt: skip
    if table == ACTS:
        frame = _with_reasons(database, frame)
    if table in _NEEDED and any(row[4] is None for row in rows):
        frame = frame.filter(pl.col(_NEEDED[table]).is_not_null())
    frame = frame.select(*columns, pl.col("row").cast(pl.Int64))
    return frame if table == ACTS else frame.sort(*keys, "effective", "known", "row")


def _with_reasons(database: Database, acts: pl.DataFrame) -> pl.DataFrame:
    said = {one.key: one.content["reason"] for one in entries.of(database, [REASONS]) if one.content}
    reasons = pl.DataFrame(
        {"act_id": list(said), "reason": list(said.values())},
        schema={"act_id": pl.String, "reason": pl.String},
    )
    return acts.drop("reason").join(reasons, on="act_id", how="left", maintain_order="left")


def _cells(contents: Sequence[str | None], columns: Sequence[str]) -> pl.DataFrame:
    schema = dict.fromkeys(columns, pl.String)
    if not contents or not columns:
        blank = pl.Series([None] * len(contents), dtype=pl.String)
        return pl.DataFrame({name: blank for name in columns}, schema=schema)
    lines = "\n".join("{}" if text is None else text for text in contents)
    return pl.read_ndjson(io.BytesIO(lines.encode()), schema=schema)
