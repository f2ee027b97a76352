"""People and cases: their facts as recorded, and as typed columns that criteria are asked of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from resettle.engine.registry.facts import NONE, UNKNOWN, Fact, Kind, Value, parse, recorded_in
from resettle.engine.registry.history import places

_MANY = 1000
"""Rows from which it is quicker to work out each different cell once."""


@dataclass(frozen=True, slots=True)
class KnownFact:
    """
    One fact of a person or case as it stands: what was written, what it means, since when and who says so.

    ``cell`` is None when nothing was ever recorded. ``value`` is None when the fact is unknown, none, or a code
    that is still undetermined (a status *pending*).
    """

    fact: str
    cell: str | None = None
    value: Value | None = None
    none: bool = False
    effective: date | None = None
    known: date | None = None
    source: str | None = None

    @property
    def undetermined(self) -> bool:
        return self.cell not in (None, NONE, UNKNOWN) and self.value is None


def facts_said(table: str, rows: list[dict[str, Any]]) -> Mapping[str, KnownFact]:
    """Every fact in a table of one person or case, from rows in the order in which they hold, were learned and were written."""
    if table == "members":  # the last row of each case says whether the person is in it
        held = {row["case"]: (row.get("state") or "holds") == "holds" for row in rows}
        rows = [row for row in rows if held[row["case"]]]
    return {fact.name: last_said(fact, rows) for fact in recorded_in(table)}


def last_said(fact: Fact, rows: list[dict[str, Any]]) -> KnownFact:
    """One fact, by the last row that says anything of it."""
    for row in reversed(rows):
        cell = row.get(fact.name)
        if isinstance(cell, str):
            value = parse(fact, cell) if cell not in (NONE, UNKNOWN) else None
            effective, known = row["effective"], row["known"]
            return KnownFact(fact.name, cell, value, cell == NONE, effective, known, str(row["source"]))
    return KnownFact(fact.name)


def typed(facts: list[Fact], written: pl.DataFrame) -> list[pl.Expr]:
    """
    The columns criteria are asked of, from columns of cells as written; to be selected from the same frame.

    CODE ``f``; CODES ``f`` and ``f__complete``; DATE and NUMBER ``f__lo`` and ``f__hi``; each with ``f__none``: true
    when it is known that there is none, false when there is a value, null when unknown; and with ``f__cell``: a small
    number, the same only where the same was written, and perhaps null where nothing was.
    """
    return [column for fact in facts for column in _columns(fact, written)]


def counted(fact: str, number: pl.Series) -> list[pl.Series]:
    """The same columns of a NUMBER that is known of every row, from 0."""
    none = pl.Series([False]).new_from_index(0, len(number))
    ends = {"lo": number, "hi": number, "none": none, "cell": number}
    return [column.alias(f"{fact}__{end}") for end, column in ends.items()]


def member_rows(
    members: pl.DataFrame, people: pl.DataFrame, cases: pl.DataFrame
) -> tuple[pl.Series, pl.Series]:
    """[member] the row of each one's person, null if nothing is recorded of them, and that of the case."""
    return places(members["person"], people["person"]), places(members["case"], cases["case"])


def _columns(fact: Fact, written: pl.DataFrame) -> list[pl.Expr]:
    name, number = fact.name, pl.UInt32()
    if name not in written.columns:
        return [*_meant(fact, pl.lit(None, pl.String)), pl.lit(None, number).alias(f"{name}__cell")]
    if written.height < _MANY:
        cell = pl.col(name).cast(pl.String)
        return [*_meant(fact, cell), cell.rank("dense").cast(number).alias(f"{name}__cell")]
    once, at = distinct(written.get_column(name))
    meant = once.to_frame().select(_meant(fact, pl.col(name).cast(pl.String)))
    return [pl.lit(column.gather(at)) for column in meant] + [pl.lit(at.alias(f"{name}__cell"))]


def distinct(cells: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Every different cell at least once, and the place of each cell among these."""
    if not len(cells):
        return cells, pl.Series(cells.name, [], pl.UInt32)
    numbers = cells.cast(pl.String).cast(pl.Categorical).to_physical()
    numbers -= numbers.min() or 0  # polars counts on from what else it has numbered
    highest = numbers.max()
    blank = highest + 1 if isinstance(highest, int) else 0
    numbers = numbers.fill_null(blank)
    sample = np.zeros(blank + 1, np.uint32)  # of numbers that no cell has, the first cell: it does no harm
    sample[numbers.to_numpy()] = np.arange(len(cells), dtype=np.uint32)
    return cells.gather(sample), numbers


def _meant(fact: Fact, cell: pl.Expr) -> list[pl.Expr]:
    said = pl.when(cell.is_in([NONE, UNKNOWN])).then(None).otherwise(cell)
    none = pl.when(cell == UNKNOWN).then(None).otherwise(cell == NONE).alias(f"{fact.name}__none")
    return [*_VALUES[fact.kind](fact, said), none]


def _code(fact: Fact, said: pl.Expr) -> list[pl.Expr]:
    undetermined = list(fact.codes.undetermined) if fact.codes else []
    settled = pl.when(said.is_in(undetermined)).then(None).otherwise(said) if undetermined else said
    return [settled.alias(fact.name)]


def _codes(fact: Fact, said: pl.Expr) -> list[pl.Expr]:
    parts = said.str.split(";").list.eval(pl.element().str.strip_chars())
    return [
        parts.list.eval(pl.element().filter(pl.element() != UNKNOWN)).alias(fact.name),
        (~parts.list.contains(UNKNOWN)).alias(f"{fact.name}__complete"),
    ]


def _date(fact: Fact, said: pl.Expr) -> list[pl.Expr]:
    length = said.str.len_chars()
    first = said + pl.when(length == 4).then(pl.lit("-01-01")).when(length == 7).then(
        pl.lit("-01")
    ).otherwise(pl.lit(""))
    first_day = first.str.to_date("%Y-%m-%d", strict=False)
    last_day = (
        pl.when(length == 4).then(first_day.dt.offset_by("1y").dt.offset_by("-1d"))
        .when(length == 7).then(first_day.dt.month_end())
        .otherwise(first_day)
    )  # fmt: skip
    return [first_day.alias(f"{fact.name}__lo"), last_day.alias(f"{fact.name}__hi")]


def _number(fact: Fact, said: pl.Expr) -> list[pl.Expr]:
    number = said.cast(pl.Int64, strict=False)
    return [number.alias(f"{fact.name}__lo"), number.alias(f"{fact.name}__hi")]


_VALUES = {Kind.CODE: _code, Kind.CODES: _codes, Kind.DATE: _date, Kind.NUMBER: _number}
