"""Rows by small numbers: those of which no question can tell two apart get the same one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from resettle.engine.screening.chunks import spans

Truths = np.ndarray[Any, np.dtype[np.int8]]
"""Yes 1, no -1, unknown 0: And is the least, Or the greatest, Not the negative."""
Ints = np.ndarray[Any, np.dtype[np.integer[Any]]]

_TABLE = 1 << 14
"""A table this long is made in no time; from here on it is made no longer than it must be."""


@dataclass(frozen=True, slots=True)
class Coded:
    """
    A number for each row, from 0, the same where the values are the same.

    codes    [row]   from 0, below the length of ``sample``
    sample   [code]  a row with that value
    """

    codes: Ints
    sample: Ints


def together(rows: int, answers: Iterable[Truths]) -> Coded:
    """Rows by several answers at once: the same code where all are the same."""
    number, many = np.zeros(rows, np.int64), 1
    for answer in answers:
        if many * 3 > max(_TABLE, rows):
            dense = _dense(number, many)
            number, many = dense.codes.astype(np.int64), len(dense.sample)
        number *= 3
        number += answer + np.int8(1)
        many *= 3
    return _dense(number, many)


def _dense(numbers: Ints, many: int) -> Coded:
    held, sample = distinct(numbers, many)
    table: Ints = np.zeros(many, np.min_scalar_type(len(held)))
    table[held] = np.arange(len(held))
    return Coded(looked_up(table, numbers), sample)


def distinct(numbers: Ints, many: int) -> tuple[Ints, Ints]:
    """Each number below ``many`` that is there, and a row that has it."""
    last = np.full(many, -1, np.int64)
    for span in spans(len(numbers)):
        last[numbers[span]] = np.arange(span.start, span.stop)
        if last.min() >= 0:  # all are there
            break
    held = np.flatnonzero(last >= 0)
    return held, last[held]


def looked_up(table: Ints, numbers: Ints) -> Ints:
    """What a table says of each number."""
    found = np.empty(len(numbers), table.dtype)
    for span in spans(len(numbers)):
        table.take(numbers[span], out=found[span], mode="clip")  # quicker: a table has every number
    return found
