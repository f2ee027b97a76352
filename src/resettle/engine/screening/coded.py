"""Facts as small numbers: rows of which no question can tell two apart get the same one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import polars as pl

from resettle.engine.registry import facts
from resettle.engine.registry.facts import Kind

Ints = np.ndarray[Any, np.dtype[np.integer[Any]]]

CHUNK = 1 << 15
"""Rows at once: what is made of them on the way stays in the cache."""
_LARGEST_TABLE = 1 << 22
"""Numbers below this are looked up; above it they are sorted, which is ten times slower."""


@dataclass(frozen=True, slots=True)
class Coded:
    """
    A number for each row, from 0, the same where the values are the same.

    codes    [row]   from 0 to the length of ``sample``
    sample   [code]  a row with that value
    """

    codes: Ints
    sample: Ints

    def of_rows(self, rows: Ints | None) -> "Coded":
        """The same of other rows, each of which has the value of one of these; the sample stays among these."""
        return self if rows is None else Coded(self.codes[rows], self.sample)


@dataclass(frozen=True, slots=True)
class _Digit:
    """Whole numbers from ``lowest`` up, and how many there can be."""

    numbers: Ints
    lowest: int
    many: int


def fact_coded(frame: pl.DataFrame, fact: str) -> Coded:
    """The values of one fact in a frame with the columns of ``people.typed``; unknown and none are values too."""
    none = _three_valued(frame[f"{fact}__none"])
    match facts.dictionary()[fact].kind:
        case Kind.CODE:
            return _together([_numbered(_physical(frame[fact])), none])
        case Kind.CODES:
            complete = _three_valued(frame[f"{fact}__complete"])
            return _sets(frame[fact], [none, complete, _three_valued(frame[fact].is_null())])
        case _:
            lo, hi = frame[f"{fact}__lo"].to_physical(), frame[f"{fact}__hi"].to_physical()
            return _together([_numbered(lo), _numbered(hi - lo), none])


def together(parts: Sequence[Ints]) -> Coded:
    """Rows by several numbers at once, none of them negative: the same code where all are the same."""
    return _together([_digit(part) for part in parts])


def _together(digits: Sequence[_Digit]) -> Coded:
    size = prod(digit.many for digit in digits)
    if size <= _LARGEST_TABLE:
        return _looked_up(digits, size)
    if len(digits) > 2:
        return _together([digits[0], _digit(_together(digits[1:]).codes)])
    if size > np.iinfo(np.int64).max:
        return _together([_digit(_sorted(digit.numbers).codes) for digit in digits])
    return _sorted(_number(digits, slice(None)))


def _sorted(number: Ints) -> Coded:
    _, sample, codes = np.unique(number, return_index=True, return_inverse=True)
    return Coded(codes.astype(np.min_scalar_type(len(sample))), sample)


def _looked_up(digits: Sequence[_Digit], size: int) -> Coded:
    rows = len(digits[0].numbers)
    last = np.full(size, -1, np.int64)
    for span in _spans(rows):
        last[_number(digits, span)] = np.arange(span.start, span.stop)
    held = np.flatnonzero(last >= 0)
    code: Ints = np.zeros(size, np.min_scalar_type(len(held)))
    code[held] = np.arange(len(held))
    codes = np.empty_like(code, shape=rows)
    for span in _spans(rows):
        code.take(_number(digits, span), out=codes[span], mode="clip")
    return Coded(codes, last[held])


def _number(digits: Sequence[_Digit], span: slice) -> Ints:
    """The number that has these digits, from 0."""
    number = digits[0].numbers[span].astype(np.int64)
    number -= digits[0].lowest
    for digit in digits[1:]:
        number *= digit.many
        number += digit.numbers[span]
        number -= digit.lowest
    return number


def _spans(rows: int) -> Iterator[slice]:
    return (slice(first, min(first + CHUNK, rows)) for first in range(0, rows, CHUNK))


def _digit(numbers: Ints) -> _Digit:
    return _Digit(numbers, 0, int(numbers.max()) + 1 if len(numbers) else 1)


def _three_valued(column: pl.Series) -> _Digit:
    return _Digit(column.cast(pl.UInt8).fill_null(2).to_numpy(), 0, 3)


def _numbered(column: pl.Series) -> _Digit:
    """Whole numbers as they are; unknown is the one above the highest."""
    if column.dtype not in (pl.Int32, pl.UInt32):
        column = column.cast(pl.Int64)
    lowest, highest = column.min(), column.max()
    if lowest is None or highest is None:
        return _Digit(np.zeros(len(column), np.uint8), 0, 1)
    assert isinstance(lowest, int) and isinstance(highest, int)
    return _Digit(column.fill_null(highest + 1).to_numpy(), lowest, highest - lowest + 2)


def _physical(column: pl.Series) -> pl.Series:
    """Codes as polars numbers them, those that are kept as text after one pass."""
    return (column.cast(pl.Categorical) if column.dtype == pl.String else column).to_physical()


def _sets(column: pl.Series, rest: Sequence[_Digit]) -> Coded:
    """Lists, told apart by what they hold whatever its order, and by what else is said of them."""
    length = column.list.len().cast(pl.Int64).fill_null(0).to_numpy()
    elements = together([_numbered(_physical(column.explode(empty_as_null=False, keep_nulls=False))).numbers])
    other = _together(rest).codes
    written = _sequences(elements.codes, length, other)
    owner = np.repeat(np.arange(len(written.sample)), length[written.sample])
    first, begins = (np.cumsum(each) - each for each in (length, length[written.sample]))
    held = elements.codes[first[written.sample][owner] + np.arange(len(owner)) - begins[owner]]
    wide = len(elements.sample)
    ordered = np.unique(owner * wide + held)
    lengths = np.bincount(ordered // max(wide, 1), minlength=len(written.sample))
    sets = _sequences(ordered % max(wide, 1), lengths, other[written.sample])
    return Coded(sets.codes[written.codes], written.sample[sets.sample])


def _sequences(elements: Ints, length: Ints, codes: Ints) -> Coded:
    """Lists element by element: rows that have a further one are told apart by it."""
    first = np.cumsum(length) - length
    found, many = codes.astype(np.int64), int(codes.max(initial=0)) + 1
    rows, place = np.flatnonzero(length > 0), 0
    while len(rows):
        more = together([found[rows], elements[first[rows] + place]])
        found[rows] = more.codes + np.int64(many)
        many += len(more.sample)
        place += 1
        rows = rows[length[rows] > place]
    return together([found])
