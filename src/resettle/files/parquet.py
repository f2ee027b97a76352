"""Parquet as rows of text: what a column of each type would be in CSV."""

import io

import polars as pl

from resettle.engine.errors import Fault, Where

_PLAIN = (pl.String, pl.Null, pl.Categorical, pl.Enum, pl.Date, pl.Decimal)
"""Types whose text, as polars writes it, is a cell."""


def read(content: bytes, name: str, faults: list[Fault]) -> pl.DataFrame | None:
    """The file's columns as text. None, and faults more, if it or the type of a column cannot be read."""
    try:
        frame = pl.read_parquet(io.BytesIO(content))
        cells = {column: _as_text(pl.col(column), kind) for column, kind in frame.schema.items()}
        wrong = [column for column, text in cells.items() if text is None]
        for column in wrong:
            params = {"column": column, "type": str(frame.schema[column])}
            faults.append(Fault("column_type", Where(name, 1, column), params))
        return None if wrong else frame.select(text for text in cells.values() if text is not None)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
        detail = str(error).partition("\n")[0]
        faults.append(Fault("file_not_parquet", Where(name), {"detail": detail}))
        return None


def _as_text(cell: pl.Expr, kind: pl.DataType) -> pl.Expr | None:
    """A column's cells as they would be written in CSV; None for a type that none of them has."""
    if kind.is_integer() or isinstance(kind, _PLAIN):
        return cell.cast(pl.String)
    if kind.is_float():
        whole = (cell == cell.round()) & (cell.abs() < 1e15)
        text = cell.cast(pl.Int64, strict=False).cast(pl.String)
        return pl.when(whole).then(text).otherwise(cell.cast(pl.String))
    if isinstance(kind, pl.Datetime) and kind.time_zone is None:
        midnight = cell.dt.time() == pl.time(0, 0, 0)
        day, moment = cell.dt.date().cast(pl.String), cell.dt.strftime("%Y-%m-%dT%H:%M:%S")
        return pl.when(midnight).then(day).otherwise(moment)
    if isinstance(kind, pl.List) and isinstance(kind.inner, pl.String):
        return cell.list.eval(pl.element().fill_null("")).list.join(";")
    return None
