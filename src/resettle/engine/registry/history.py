"""Dated histories: which entry stands as of one day, as known on another."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol, TypeVar

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
    said = history.filter((pl.col("effective") <= on) & (pl.col("known") <= known))
    stated = [name for name in history.columns if name not in keys]
    if rising(said, keys):
        return said.select(*keys, *stated)
    again = said.select(keys).is_duplicated()  # most have one entry: only the others need putting together
    together = (
        said.filter(again)
        .sort("effective", "known", "row", maintain_order=True)
        .group_by(keys, maintain_order=True)
        .agg(pl.col(name).drop_nulls().last() for name in stated)
    )
    return pl.concat([said.filter(~again).select(*keys, *stated), together]).sort(keys)


def rising(history: pl.DataFrame, keys: Sequence[str]) -> bool:
    """Whether every row comes after the one before by its keys: in order, and none twice. Cheaper than to sort."""
    later, same = pl.lit(False), pl.lit(True)
    for key in keys:
        before = pl.col(key).shift()
        later, same = later | (same & (pl.col(key) > before)), same & (pl.col(key) == before)
    return bool(history.select(later.slice(1).all()).item())
