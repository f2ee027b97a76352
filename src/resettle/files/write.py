"""Write a register into a folder: what is read from there is what was written; all of it, or nothing."""

import os
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, get_origin

import polars as pl
import tomli_w
from pydantic import BaseModel

from resettle.engine.errors import refuse
from resettle.files import shapes, tables, toml
from resettle.files.columns import Table
from resettle.files.hxl import hxl_tags
from resettle.files.shapes_of_criteria import ListShape
from resettle.files.written import HEAD, Written

SHAPES: Mapping[str, type[BaseModel]] = {
    "arrangements": shapes.ArrangementShape,
    "quotas": shapes.QuotaShape,
    "bars": shapes.BarShape,
    "lists": ListShape,
    "what-ifs": shapes.WhatIfShape,
}
"""Kind of document → its shape, in whose order its keys are written."""


def write(folder: Path, written: Written, *, hxl: bool = False) -> None:
    """
    Writes the files of a register: TOML, and tables as CSV, each table's rows in the order of their numbers.

    Rows are numbered anew. ``hxl``: with a row of hashtags under the heading of each table. Raises RequestRefused if the folder holds anything already, and OSError.
    """
    with filling(folder) as whole:
        for name, content in contents(written, hxl=hxl):
            path = whole / name
            if ".." in path.parts or not path.is_relative_to(whole):
                raise ValueError(f"a name that leads out of the folder: {name}")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


@contextmanager
def filling(folder: Path) -> Iterator[Path]:
    """A folder beside ``folder`` that takes its place once it is whole. Raises RequestRefused as ``check_empty``; OSError."""
    check_empty(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".writing-") as waiting:
        whole = Path(waiting) / "register"
        whole.mkdir()
        yield whole
        if folder.exists():
            folder.rmdir()
        os.replace(whole, folder)


@contextmanager
def whole(file: Path) -> Iterator[Path]:
    """A file beside ``file`` that takes its place once it is whole; what is no file (a pipe) is written to. Raises OSError."""
    if file.exists() and not file.is_file():
        yield file
        return
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".writing-") as waiting:
        yield Path(waiting) / file.name
        os.replace(Path(waiting) / file.name, file)


def check_empty(folder: Path) -> None:
    """Raises RequestRefused unless a folder is empty or not there yet."""
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise refuse("folder_not_empty", folder=str(folder))


def contents(written: Written, *, hxl: bool = False) -> Iterator[tuple[str, bytes]]:
    """The path in the folder of each file of a register, and what it holds."""
    if written.head is not None:
        yield HEAD, _toml(written.head, shapes.RegisterShape)
    for kind, documents in written.documents.items():
        for name, content in documents.items():
            yield f"{kind}/{name}.toml", _toml(content, SHAPES[kind])
    for table in tables.TABLES:
        if table.name in written.tables and written.tables[table.name].height:
            yield f"{table.name}.csv", _csv(written.tables[table.name], table, hxl)
    for name, text in written.worked.items():
        yield str(PurePosixPath(name).with_suffix(".csv")), text.encode()


def _toml(content: Mapping[str, Any], shape: type[BaseModel]) -> bytes:
    ordered = _ordered(content, shape)
    text = tomli_w.dumps(ordered, multiline_strings=True)
    if tomllib.loads(text) != ordered:  # strings over several lines do not keep a carriage return
        text = tomli_w.dumps(ordered)
    return text.encode()


def _ordered(content: Mapping[str, Any], shape: type[BaseModel] | None) -> dict[str, Any]:
    """The same content, its keys in the order of the shape after the id."""
    if shape is None:
        return dict(content)
    fields = {field.alias or name: field.annotation for name, field in shape.model_fields.items()}
    keys = [*(key for key in ("id", *fields) if key in content), *content]
    return {key: _value(content[key], fields.get(key)) for key in keys}


def _value(value: Any, annotation: Any) -> Any:
    shape = toml.model_in(annotation)
    if isinstance(value, list):
        return [_ordered(one, shape) if isinstance(one, Mapping) else one for one in value]
    if not isinstance(value, Mapping):
        return value
    if get_origin(annotation) is dict:
        return {name: _ordered(one, shape) for name, one in value.items()}
    return _ordered(value, shape)


def _csv(frame: pl.DataFrame, table: Table, hxl: bool) -> bytes:
    """The rows by number, in the columns that must be filled and those in which something stands."""
    frame = tables.completed(frame, table).sort("row", maintain_order=True)
    said = [name for name in table.columns if name in table.filled or _says(frame.get_column(name))]
    tags = hxl_tags(table.name)
    tagged = ",".join(tags[name] for name in said) + "\n" if hxl else ""
    return f"{','.join(said)}\n{tagged}{frame.select(said).write_csv(include_header=False)}".encode()


def _says(cells: pl.Series) -> bool:
    """Whether anything stands in a column; a state that holds is meant where nothing does."""
    said = cells.drop_nulls()
    return bool((said != "holds").any()) if cells.name == "state" else len(said) > 0
