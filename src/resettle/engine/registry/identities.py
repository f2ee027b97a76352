"""Who people say they are, in columns that can be compared: names, numbers, dates of birth, sex and nationalities."""

import re
import unicodedata
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

from resettle.engine.dates import parse_partial
from resettle.engine.registry.facts import NONE, UNKNOWN
from resettle.engine.registry.likeness import Names
from resettle.engine.registry.spellings import Part, Speller

Ints = npt.NDArray[np.int64]
S = TypeVar("S")
T = TypeVar("T")
NOT_STATED = frozenset({"", NONE, UNKNOWN, "n/a", "-"})
SEXES = {"F": 1, "M": 2, "X": 3}
NATIONALITIES_COMPARED = 3


class Identities:
    """
    Rows of people: first the ``new`` of one frame, then those of the other; without rows that have no id, or neither a
    name nor a number. ``0`` in a column is *unknown*.

    ``ids``, sorted, and ``person`` [row], whose row it is; ``numbers`` [row], ``registrations`` [row]: equal where the
    numbers are; ``year``, ``month``, ``day`` [row], a date of 1 January being a year; ``sex`` [row];
    ``nationalities`` [row, up to 3]. ``entry_row`` and ``entry_name`` [entry]: each name of each row, aliases too;
    name −1 where there is none.
    """

    def __init__(self, new: pl.DataFrame, recorded: pl.DataFrame) -> None:
        frames = (new, recorded)
        ids = _column(frames, "person")
        forms = _forms(frames)
        numbers = _numbered(_column(frames, "individual_no"), _number)
        known = np.array([bool(form) for form in forms], bool)
        kept = np.array([bool(one) for one in ids], bool) & ((numbers > 0) | known)
        at = np.flatnonzero(kept)
        self.new = int((at < new.height).sum())
        self.ids = sorted({ids[row] for row in at})
        number = {one: place for place, one in enumerate(self.ids)}
        self.person: Ints = np.array([number[ids[row]] for row in at], np.int64)
        self.numbers: Ints = numbers[at]
        self.registrations: Ints = _numbered(_column(frames, "registration_no"), _number)[at]
        dates = _each(_column(frames, "date_of_birth"), _date)
        self.year, self.month, self.day = np.array([dates[row] for row in at], np.int64).reshape(-1, 3).T
        self.sex: Ints = np.array(_each(_column(frames, "sex"), _sex), np.int64)[at]
        stated = _column(frames, "nationality")
        self.nationalities: Ints = _nationalities([stated[row] for row in at])
        names = list({form for row in at for form in forms[row]})
        self.names = Names(names)
        entries = [
            (place, self.names.number[form] if form else -1)
            for place, row in enumerate(at)
            for form in forms[row] or [()]
        ]
        self.entry_row, self.entry_name = np.array(entries, np.int64).reshape(-1, 2).T


def _column(frames: Sequence[pl.DataFrame], name: str) -> list[str]:
    """A column of both frames, blank where it says nothing or is not there."""
    cells: list[str | None] = []
    for frame in frames:
        cells += frame[name].cast(pl.String).to_list() if name in frame.columns else [None] * frame.height
    return _each(cells, _stated)


def _stated(cell: str | None) -> str:
    text = (cell or "").strip()
    return "" if text.casefold() in NOT_STATED else text


def _each(cells: Sequence[S], read: Callable[[S], T]) -> list[T]:
    """Each cell read, equal ones once."""
    found = {cell: read(cell) for cell in dict.fromkeys(cells)}
    return [found[cell] for cell in cells]


def _numbered(cells: Sequence[str], read: Callable[[str], Hashable]) -> Ints:
    """A number for each different value, from 1; 0 for none."""
    values = _each(cells, read)
    known = {value: at for at, value in enumerate(dict.fromkeys(value for value in values if value), 1)}
    return np.array([known.get(value, 0) for value in values], np.int64)


def _number(cell: str) -> str:
    """A number without what is written between its signs; one without a digit other than 0 is none (``N/A``, ``000``)."""
    signs = "".join(sign for sign in unicodedata.normalize("NFKC", cell).upper() if sign.isalnum())
    return signs if any(unicodedata.digit(sign, 0) for sign in signs) else ""


def _date(cell: str) -> tuple[int, int, int]:
    """Year, month, day; 0 for what is not known. 1 January stands for its year: offices write it for an estimate."""
    try:
        born = parse_partial(cell)
    except ValueError:
        return 0, 0, 0
    one_month = (born.earliest.year, born.earliest.month) == (born.latest.year, born.latest.month)
    year, month, day = (
        born.earliest.year,
        born.earliest.month if one_month else 0,
        born.earliest.day if born.exact else 0,
    )
    return (year, 0, 0) if (month, day) == (1, 1) else (year, month, day)


def _sex(cell: str) -> int:
    return SEXES.get(cell.upper(), 0)


def _nationalities(cells: Sequence[str]) -> Ints:
    found = _each(
        cells, lambda cell: sorted({code.strip().upper() for code in cell.split(";") if _stated(code)})
    )
    known = {code: at for at, code in enumerate(sorted({code for codes in found for code in codes}), 1)}
    numbers = np.zeros((len(cells), NATIONALITIES_COMPARED), np.int64)
    for person, codes in enumerate(found):
        for at, code in enumerate(codes[:NATIONALITIES_COMPARED]):
            numbers[person, at] = known[code]
    return numbers


def _forms(frames: Sequence[pl.DataFrame]) -> list[list[tuple[Part, ...]]]:
    """Every name of every row, in parts: given names and family name together, then aliases."""
    given, family, aliases = (_column(frames, name) for name in ("given_names", "family_name", "aliases"))
    speller = Speller()
    written = zip(given, family, aliases, strict=True)
    return _each([f"{one} {other};{more}" for one, other, more in written], lambda row: _names(speller, row))


def _names(speller: Speller, row: str) -> list[tuple[Part, ...]]:
    """Distinct names of a row that have a letter in them."""
    found = (speller.parts(one) for one in re.split("[;؛]", row) if _stated(one))
    return list(dict.fromkeys(parts for parts in found if parts))
