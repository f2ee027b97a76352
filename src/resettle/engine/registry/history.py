"""Dated histories: which entry stands as of one day, as known on another."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Protocol, TypeVar

import numpy as np
import polars as pl


class Dated(Protocol):
    """An entry with its two dates. A supposed one belongs to a what-if and is known from the start."""

    @property
    def effective(self) -> date: ...
    @property
    def known(self) -> date: ...
    @property
    def supposed(self) -> bool: ...


D = TypeVar("D", bound=Dated)
FEW = 100
"""So many rows are looked at one by one: of one case there are few, and an expression takes longer to make than to ask them."""


def standing(entries: Iterable[D], on: date, known: date) -> D | None:
    """
    The entry in force as of ``on``, as known on ``known``; None before the first.

    The latest effective day wins; for one day a what-if wins over the register, then what was learned last, then
    what was written last.
    """
    seen = [entry for entry in visible(entries, known) if entry.effective <= on]
    return max(
        enumerate(seen),
        key=lambda at: (at[1].effective, at[1].supposed, at[1].known, at[0]),
        default=(0, None),
    )[1]


def visible(entries: Iterable[D], known: date) -> list[D]:
    """The entries that were known by a day."""
    return [entry for entry in entries if entry.supposed or entry.known <= known]


def as_of(history: pl.DataFrame, keys: Sequence[str], on: date, known: date) -> pl.DataFrame:
    """
    One row per key: for each column the last cell that says something, as of ``on``, as known on ``known``.

    history: [*keys, effective, known, row, …] one row an entry; blank cells are null. Sorted by key in the answer.
    """
    said = _by_then(history, on, known)
    columns = [*keys, *(name for name in history.columns if name not in keys)]
    if not rising(said, keys):
        order = (*keys, "effective", "known", "row")
        said = said if rising(said, order) else said.sort(order, maintain_order=True)
        said = _together(said, keys)
    return said if said.columns == columns else said.select(columns)


def _by_then(history: pl.DataFrame, on: date, known: date) -> pl.DataFrame:
    """What is effective and known by two days; most often it is all, which is cheaper to see than to filter."""
    for name, day in (("effective", on), ("known", known)):
        last = history.get_column(name).max()
        if isinstance(last, date) and last > day:
            return history.filter((pl.col("effective") <= on) & (pl.col("known") <= known))
    return history


def holding(said: pl.DataFrame) -> pl.DataFrame:
    """The entries whose ``state`` says that they hold, or is blank."""
    state = said.get_column("state")
    ended = state != "holds"  # null where it is blank
    return said.filter(~ended.fill_null(False)) if ended.any() else said


def one_a_day(history: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """
    What was said of a key for one day, and known on one day, in one row: of each column the last cell that is not blank.

    history: as for ``as_of``, sorted by keys, effective, known, row. A blank state says that it holds. What is known of any day
    stays what it was.
    """
    same = (*keys, "effective", "known")
    if rising(history, same):
        return history
    if "state" in history.columns:
        history = history.with_columns(pl.col("state").fill_null("holds"))
    return _together(history, same).select(history.columns)


def _together(said: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """One row per key of entries in order: for each column the last cell that is not blank."""
    begins = said.select(
        pl.any_horizontal(pl.col(key) != pl.col(key).shift() for key in keys).fill_null(True)
    )
    first = np.flatnonzero(begins.to_series().to_numpy())
    last = np.append(first[1:], said.height) - 1

    def stated(cells: pl.Series) -> pl.Series:
        if cells.null_count() in (0, len(cells)):
            return cells.gather(last)
        filled = np.where(cells.is_not_null().to_numpy(), np.arange(len(cells)), -1)
        at = np.maximum.accumulate(filled)[last]
        return cells.gather(
            np.where(at < first, last, at)
        )  # where none of the key is filled, the last is blank

    return pl.DataFrame([stated(cells) for cells in said.iter_columns()])


def rising(history: pl.DataFrame, keys: Sequence[str]) -> bool:
    """Whether every row comes after the one before by its keys: in order, and none twice. Cheaper than to sort."""
    if history.height <= FEW and not any(history.get_column(key).null_count() for key in keys):
        rows = zip(*(history.get_column(key).to_list() for key in keys), strict=True)
        return all(before < row for before, row in pairwise(rows))
    later, same = pl.lit(False), pl.lit(True)
    for key in keys:
        before = pl.col(key).shift()
        later, same = later | (same & (pl.col(key) > before)), same & (pl.col(key) == before)
    return bool(history.select(later.slice(1).all()).item())


def places(names: pl.Series, among: pl.Series) -> pl.Series:
    """
    The row among others where each name first stands; null where it does not. The others rise, each once or more.

    Names in the order of the others, as those of a register's tables often are, are found without a search.
    """
    if len(names) + len(among) <= FEW:
        first: dict[str | None, int] = {name: at for at, name in reversed(list(enumerate(among)))} | {
            None: None
        }
        return pl.Series([first.get(name) for name in names], dtype=pl.UInt32)
    once, others = _runs(names), _runs(among)
    if once.get_column("name").equals(others.get_column("name"), check_names=False):
        found = others.get_column("at")
    else:
        if (
            once.height < others.height // 4
        ):  # quicker to search the others for a few names than the other way round
            others = others.filter(
                pl.col("name").is_in(once.get_column("name").drop_nulls().unique().implode())
            )
        found = once.join(others, on="name", how="left", maintain_order="left").get_column("at_right")
    return found.gather(names.rle_id())


def _runs(names: pl.Series) -> pl.DataFrame:
    """[name, at] a name for each run of the same, and the row where it begins."""
    rows = pl.DataFrame({"name": names}).with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).alias("at"))
    return rows.filter(pl.col("name").ne_missing(pl.col("name").shift()) | (pl.col("at") == 0))


class Index:
    """The rows of a frame by the names in one of its columns, found one name at a time: no object for all the rest."""

    def __init__(self, frame: pl.DataFrame, column: str) -> None:
        self._frame, self._column, self._names = frame, column, frame.get_column(column)
        self._rising = self._names.null_count() == 0 and self._names.is_sorted()
        if not self._rising:
            hashes = self._names.hash().to_numpy()
            self._order = np.argsort(hashes, kind="stable")
            self._hashes = hashes[self._order]

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The rows with a name, in the frame's order."""
        if self._rising:
            first, last = bisect_left(self._names, name), bisect_right(self._names, name)
            return [self._frame.row(at, named=True) for at in range(first, last)]
        hashed = pl.Series([name], dtype=pl.String).hash().to_numpy()
        first, last = (int(np.searchsorted(self._hashes, hashed, side)[0]) for side in ("left", "right"))
        found = (self._frame.row(int(at), named=True) for at in self._order[first:last])
        return [row for row in found if row[self._column] == name]  # two names may have one hash
