"""
Which pairs of people are worth comparing: those who share a key. Nobody compares everybody with everybody.

Two people meet by the same individual or registration number; by the same day of birth, or with day and month swapped;
by the consonants of two parts of the name, or of one and the letter of an initial, if their dates of birth can be of one
person: whole ones with two of year, month and day the same, others in years at most ``YEARS_APART`` apart, or one of them
unknown; and, if each has one name only, by its consonants, under the same rule of dates. So a slip of the finger in a name
is met on the same day of birth only.
"""

from collections.abc import Iterator
from itertools import combinations, permutations

import numpy as np
import numpy.typing as npt

from resettle.engine.registry.identities import Identities

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Keyed = tuple[Ints, Ints]
"""Entries, and a key of each."""
YEARS_APART = 2
LETTERS = 128
YEARS = 10_001  # a place for each year, 0 for unknown
AT_ONCE = 3_000_000
"""Pairs that are looked at together, beyond those of one person: bounds memory, changes no answer."""


def meetings(people: Identities) -> Iterator[tuple[Ints, Ints]]:
    """
    Pairs of entries (a name of a person) that share a key, each once, in chunks; all of one new person in one chunk.

    The first is of a new person; of two new people, of the one whose row comes first.
    """
    keys = [_Key(left, right) for left, right in _keys(people)]
    counts = sum(
        (key.counts(len(people.entry_row)) for key in keys), np.zeros(len(people.entry_row), np.int64)
    )
    entries = int((people.entry_row < people.new).sum())
    by_row = np.bincount(people.entry_row[:entries], counts[:entries], minlength=people.new).cumsum()
    start = 0
    while start < people.new:
        done = by_row[start - 1] if start else 0
        end = max(start + 1, int(np.searchsorted(by_row, done + AT_ONCE, side="right")))
        low, high = np.searchsorted(people.entry_row[:entries], [start, end])
        codes = [key.pairs(int(low), int(high), len(people.entry_row)) for key in keys]
        met = np.sort(np.concatenate(codes))
        met = met[np.diff(met, prepend=-1) != 0]
        one, other = met // len(people.entry_row), met % len(people.entry_row)
        first, second = people.entry_row[one], people.entry_row[other]
        once = (second >= people.new) | (first < second)
        apart = once & (people.person[first] != people.person[second])
        yield one[apart], other[apart]
        start = end


class _Key:
    """One kind of key: entries with the keys they look for, and entries with the keys they are found by."""

    def __init__(self, looking: Keyed, found: Keyed) -> None:
        order = np.argsort(looking[0], kind="stable")
        self.entries, keys = looking[0][order], looking[1][order]
        by_key = np.argsort(found[1], kind="stable")
        self.found, found_keys = found[0][by_key], found[1][by_key]
        self.low = np.searchsorted(found_keys, keys, side="left")
        self.many = np.searchsorted(found_keys, keys, side="right") - self.low

    def counts(self, entries: int) -> Ints:
        return np.bincount(self.entries, self.many, minlength=entries).astype(np.int64)

    def pairs(self, low: int, high: int, entries: int) -> Ints:
        """Pairs of the entries from one to another, as ``one * entries + other``."""
        part = slice(*np.searchsorted(self.entries, [low, high]))
        many = self.many[part]
        first = np.repeat(self.low[part] - (many.cumsum() - many), many)
        others = self.found[first + np.arange(len(first))]
        return np.repeat(self.entries[part], many) * np.int64(entries) + others


def _keys(people: Identities) -> Iterator[tuple[Keyed, Keyed]]:
    """For each kind: (entries of new people, keys they look for), (entries of all, keys they are found by)."""
    row, new = people.entry_row, int((people.entry_row < people.new).sum())
    entries = np.arange(len(row))
    for numbers in (people.numbers[row], people.registrations[row]):
        known = entries[numbers > 0]
        yield (known[known < new], numbers[known[known < new]]), (known, numbers[known])
    year, month, day = people.year[row], people.month[row], people.day[row]
    dated = entries[day > 0]
    looking = dated[dated < new]
    yield (looking, _date(year, month, day)[looking]), (dated, _date(year, month, day)[dated])
    yield (looking, _date(year, day, month)[looking]), (dated, _date(year, month, day)[dated])
    two, one = _two_parts(people), _one_part(people)
    initials, spelt = _letters(people, initials=True), _letters(people, initials=False)
    for looking_by, found_by in ((two, two), (one, one), (initials, spelt), (spelt, initials)):
        if len(found_by[0]) and len(looking_by[0]):
            ours = looking_by[0] < new
            yield from _by_name_and_birth((looking_by[0][ours], looking_by[1][ours]), found_by, people)


def _date(year: Ints, month: Ints, day: Ints) -> Ints:
    return (year * 32 + month) * 32 + day


def _two_parts(people: Identities) -> Keyed:
    """The bones of two parts of a name, whichever comes first: entry, key."""
    names = people.names
    named = np.flatnonzero(people.entry_name >= 0)
    found: list[Keyed] = [(np.empty(0, np.int64), np.empty(0, np.int64))]
    for part, other in combinations(range(names.parts.shape[1]), 2):
        entry = named[names.length[people.entry_name[named]] > other]
        bones = np.sort(names.bones[people.entry_name[entry]][:, [part, other]], axis=1)
        found.append((entry, bones[:, 0] * names.distinct_bones + bones[:, 1]))
    entry, key = (np.concatenate(each) for each in zip(*found, strict=True))
    return entry, key


def _letters(people: Identities, *, initials: bool) -> Keyed:
    """The bones of one part, and the first letter of another that is, or is not, an initial: entry, key."""
    names = people.names
    named = np.flatnonzero(people.entry_name >= 0)
    found: list[Keyed] = [(np.empty(0, np.int64), np.empty(0, np.int64))]
    if names.initial_only.any():
        for part, other in permutations(range(names.parts.shape[1]), 2):
            there = named[names.length[people.entry_name[named]] > max(part, other)]
            entry = there[names.initial_only[people.entry_name[there], other] == initials]
            name = people.entry_name[entry]
            found.append((entry, names.bones[name, part] * LETTERS + names.letters[name, other]))
    entry, key = (np.concatenate(each) for each in zip(*found, strict=True))
    return entry, key


def _one_part(people: Identities) -> Keyed:
    """The bones of a name of one part: entry, key."""
    named = np.flatnonzero(people.entry_name >= 0)
    alone = named[people.names.length[people.entry_name[named]] == 1]
    return alone, people.names.bones[people.entry_name[alone], 0]


def _by_name_and_birth(looking: Keyed, found: Keyed, people: Identities) -> Iterator[tuple[Keyed, Keyed]]:
    """Whole dates by any two of year, month and day; others by the years near to them; unknown ones by the name alone."""
    year, month, day = (column[people.entry_row] for column in (people.year, people.month, people.day))
    whole, dated = day > 0, year > 0
    for two in (year * 32 + month, year * 32 + day, month * 32 + day):
        yield _with(_among(looking, whole), two), _with(_among(found, whole), two)
    for ours, theirs in ((whole, dated & ~whole), (dated & ~whole, dated)):
        years = [np.clip(year + apart, 0, YEARS - 1) for apart in range(-YEARS_APART, YEARS_APART + 1)]
        near = [_with(_among(looking, ours), one) for one in years]
        entries, keys = (np.concatenate(each) for each in zip(*near, strict=True))
        yield (entries, keys), _with(_among(found, theirs), year)
    yield _among(looking, dated), _among(found, ~dated)
    yield _among(looking, ~dated), found


def _among(keyed: Keyed, chosen: Bools) -> Keyed:
    entry, key = keyed
    return entry[chosen[entry]], key[chosen[entry]]


def _with(keyed: Keyed, number: Ints) -> Keyed:
    """Keys with a number of each entry's, below a year and a month, as part of them."""
    entry, key = keyed
    return entry, key * (YEARS * 32) + number[entry]
