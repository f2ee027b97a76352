"""Who people say they are, in columns that can be compared: names, numbers, dates of birth, sex and nationalities."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from resettle.engine.dates import parse_partial
from resettle.engine.registry.facts import NONE, UNKNOWN
from resettle.engine.registry.likeness import Names
from resettle.engine.registry.likeness import distinct as distinct_numbers
from resettle.engine.registry.people import distinct
from resettle.engine.registry.spellings import Part, Speller

Ints = npt.NDArray[np.int64]
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
        (ids, person), (forms, spelt) = _column(frames, "person"), _forms(frames)
        numbers = _numbered(*_column(frames, "individual_no"))
        has_id, has_name = (np.array([bool(one) for one in each], bool) for each in (ids, forms))
        at = np.flatnonzero(has_id[person] & ((numbers > 0) | has_name[spelt]))
        self.new = int((at < new.height).sum())
        self.ids = sorted(ids[one] for one in np.unique(person[at]))
        place = {one: number for number, one in enumerate(self.ids)}
        self.person: Ints = np.array([place.get(one, -1) for one in ids], np.int64)[person[at]]
        self.numbers: Ints = numbers[at]
        self.registrations: Ints = _numbered(*_column(frames, "registration_no"))[at]
        dates, born = _column(frames, "date_of_birth")
        self.year, self.month, self.day = _numbers(map(_date, dates), 3)[born[at]].T
        codes, sex = _column(frames, "sex")
        self.sex: Ints = _numbers(map(_sex, codes), 1)[sex[at], 0]
        stated, national = _column(frames, "nationality")
        self.nationalities: Ints = _nationalities(stated)[national[at]]
        self.names = Names(list({form for one in np.unique(spelt[at]) for form in forms[one]}))
        named = [[self.names.number.get(form, -1) for form in one] or [-1] for one in forms]
        entries = [(row, name) for row, one in enumerate(spelt[at].tolist()) for name in named[one]]
        self.entry_row, self.entry_name = _numbers(entries, 2).T


def _column(frames: Sequence[pl.DataFrame], name: str) -> tuple[list[str], Ints]:
    """What a column of both frames says, each once, blank for nothing; and the place of each cell among these."""
    columns = [
        frame[name].cast(pl.String)
        if name in frame.columns
        else pl.repeat(None, frame.height, dtype=pl.String, eager=True)
        for frame in frames
    ]
    once, at = distinct(pl.concat(columns))
    stated = [_stated(cell) for cell in once]
    place = {cell: number for number, cell in enumerate(dict.fromkeys(stated))}
    return list(place), np.array([place[cell] for cell in stated], np.int64)[at.to_numpy()]


def _stated(cell: str | None) -> str:
    text = (cell or "").strip()
    return "" if text.casefold() in NOT_STATED else text


def _numbers(rows: Iterable[object], columns: int) -> Ints:
    return np.array([*rows], np.int64).reshape(-1, columns)


def _numbered(cells: Sequence[str], at: Ints) -> Ints:
    """[row] equal where the numbers are, from 1; 0 for none."""
    values = [_number(cell) for cell in cells]
    known = {value: place for place, value in enumerate(dict.fromkeys(filter(None, values)), 1)}
    return np.array([known.get(value, 0) for value in values], np.int64)[at]


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
    """[cell, up to 3] a number for each of its codes."""
    found = [sorted({code.strip().upper() for code in cell.split(";") if _stated(code)}) for cell in cells]
    known = {code: at for at, code in enumerate(sorted({code for codes in found for code in codes}), 1)}
    numbers = np.zeros((len(cells), NATIONALITIES_COMPARED), np.int64)
    for cell, codes in enumerate(found):
        for at, code in enumerate(codes[:NATIONALITIES_COMPARED]):
            numbers[cell, at] = known[code]
    return numbers


def _forms(frames: Sequence[pl.DataFrame]) -> tuple[list[list[tuple[Part, ...]]], Ints]:
    """The names of a row, in parts: given names and family name together, then aliases; and which each row has."""
    columns = [_column(frames, name) for name in ("given_names", "family_name", "aliases")]
    (given, ours), (family, theirs), (aliases, others) = columns
    speller = Speller()
    together, at = distinct_numbers((ours * len(family) + theirs) * len(aliases) + others)
    rows = zip(*np.unravel_index(together, (len(given), len(family), len(aliases))), strict=True)
    return [_names(speller, f"{given[one]} {family[two]};{aliases[three]}") for one, two, three in rows], at


def _names(speller: Speller, row: str) -> list[tuple[Part, ...]]:
    """Distinct names of a row that have a letter in them."""
    found = (speller.parts(one) for one in re.split("[;؛]", row) if _stated(one))
    return list(dict.fromkeys(parts for parts in found if parts))
