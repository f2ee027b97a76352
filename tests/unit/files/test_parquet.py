"""Parquet: the same cells as CSV, whatever type their columns have; and what is none is told."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from builders import SMALL, a_register_folder

from resettle import files
from resettle.engine.errors import Fault
from resettle.files import parquet, tables
from resettle.render import words

TABLES = {table.name: table for table in tables.TABLES}
DAY = date(2024, 1, 1)


def a_parquet(columns: dict[str, object]) -> bytes:
    written = io.BytesIO()
    pl.DataFrame(columns).write_parquet(written)
    return written.getvalue()


def cells(column: pl.Series) -> list[str | None]:
    """A column, as it is read."""
    found: list[Fault] = []
    frame = parquet.read(a_parquet({"x": column}), "people.parquet", found)
    assert found == [] and frame is not None
    return frame["x"].to_list()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (pl.Series(["P-1", None]), ["P-1", None]),
        (pl.Series(["F"], dtype=pl.Categorical), ["F"]),
        (pl.Series([DAY, None]), ["2024-01-01", None]),
        (
            pl.Series(["2024-01-01 00:00", "2024-01-01 08:00"]).str.to_datetime(),
            ["2024-01-01", "2024-01-01T08:00:00"],
        ),
        (pl.Series([1990, None]), ["1990", None]),
        (pl.Series([7.0, 0.75]), ["7", "0.75"]),
        (pl.Series([Decimal("0.75")]), ["0.75"]),
        (pl.Series([["SOM", "unknown"], ["IRN"], None]), ["SOM;unknown", "IRN", None]),
        (pl.Series([None, None]), [None, None]),
    ],
    ids=lambda value: str(value.dtype) if isinstance(value, pl.Series) else "",
)
def test_a_cell_is_the_text_it_would_be_in_csv(written: pl.Series, read: list[str | None]) -> None:
    assert cells(written) == read


@pytest.mark.parametrize(
    "wrong", [pl.Series([True]), pl.Series([b"x"]), pl.Series([[1]]), pl.Series([{"a": 1}])]
)
def test_a_column_of_a_type_that_no_cell_has_is_told(wrong: pl.Series, tmp_path: Path) -> None:
    columns = {"person": ["P-1"], "sex": wrong, "effective": [DAY], "known": [DAY], "source": ["s"]}
    (tmp_path / "people.parquet").write_bytes(a_parquet(columns))
    found: list[Fault] = []
    answer = tables.read(tmp_path, TABLES["people"], found)
    assert [(fault.code, fault.where.key) for fault in found] == [("column_type", "sex")]
    assert answer.frame.is_empty() and not answer.readable and not answer.whole


@pytest.mark.parametrize("content", [b"", b"no", b"PAR1" + bytes(40) + b"PAR1"])
def test_a_file_that_is_not_parquet_is_told_once(content: bytes, tmp_path: Path) -> None:
    folder = a_register_folder(tmp_path, {"scores.csv": None, "scores.parquet": content})
    told = [words.fault(fault) for fault in files.examine(folder).faults]
    assert len(told) == 1 and told[0].startswith("scores.parquet: it is not Parquet")


def test_a_register_in_parquet_is_the_same_as_in_csv(tmp_path: Path) -> None:
    names = [name for name in SMALL if name.endswith(".csv")]
    as_csv, _ = files.read(a_register_folder(tmp_path / "csv"))
    written = {}
    for name in names:
        frame = pl.read_csv(io.StringIO(SMALL[name]), infer_schema=False)
        days = frame.with_columns(pl.col("effective", "known").str.to_date())
        written[f"{Path(name).stem}.parquet"] = a_parquet(days.to_dict())
    folder = a_register_folder(tmp_path / "parquet", {**dict.fromkeys(names), **written})
    as_parquet, warnings = files.read(folder)
    assert warnings == ()
    assert all(getattr(as_parquet.tables, name).equals(frame) for name, frame in vars(as_csv.tables).items())
    assert as_parquet.acts == as_csv.acts


def test_a_fault_of_parquet_names_the_file_and_the_row_it_would_have_in_csv(tmp_path: Path) -> None:
    columns = {"person": ["P-1", "P 2"], "effective": [DAY] * 2, "known": [DAY] * 2, "source": ["s"] * 2}
    (tmp_path / "people.parquet").write_bytes(a_parquet(columns))
    found: list[Fault] = []
    tables.read(tmp_path, TABLES["people"], found)
    assert [(fault.code, fault.where.file, fault.where.row) for fault in found] == [
        ("id_wrong", "people.parquet", 3)
    ]
