"""
How alike the names of people are, 0 to 100, for many pairs at once.

Each part of the shorter name is paired with the part of the other that is most like it. The likeness of two names is
half the mean of these pairs and half the least of them, so that one part that is plainly different tells: brothers
share all parts of their names but one. A part that only one of the names has is a name left out, not another name.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from resettle.engine.registry.spellings import MOST_PARTS, Part

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

SAME_BONES = 45.0
"""What the same consonants are worth by themselves; the rest is how alike the vowels are. Hassan and Hussein: 85."""
BARE_BONES = 92.0
"""The same consonants where one script writes no vowels: محمد and *Mohammed*."""
BARE_BONES_OTHER_VOWELS = 80.0
"""… and a long vowel that is written does not agree: حسین and *Hassan*."""
BARE_OTHER_BONES = 0.95
INITIAL = 86.0
"""An initial and a part that begins with it."""
PART_LEFT_OUT = 2.0
"""For each part that only one name has (a father's, a grandfather's), up to two."""
ONE_PART_ONLY = 12.0
"""One part alone beside a name of several says little."""
OTHER_ORDER = 1.0
CHUNK = 400_000


def distinct(codes: Ints) -> tuple[Ints, Ints]:
    """
    The different ones, sorted, and the place of each among them; by sorting, some times faster here than hashing, or, if
    they are not much larger than there are many, by a place for each.
    """
    if len(codes) and codes.min() >= 0 and codes.max() < len(codes):
        place = np.zeros(codes.max() + 1, np.int64)
        place[codes] = 1
        return np.flatnonzero(place), (place.cumsum() - 1)[codes]
    order = np.argsort(codes, kind="stable")
    ranked = codes[order]
    first = np.diff(ranked, prepend=ranked[:1] - 1) != 0
    back = np.empty(len(codes), np.int64)
    back[order] = first.cumsum() - 1
    return ranked[first], back


class Names:
    """Distinct names by number, sorted, so that numbers and answers do not depend on who came first."""

    def __init__(self, names: Sequence[tuple[Part, ...]]) -> None:
        """``names``: distinct, of one part at least, all read by one speller."""
        parts = sorted({part for name in names for part in name}, key=lambda part: (part.latin, part.bare))
        place = {part: at for at, part in enumerate(parts)}
        ordered = sorted((tuple(place[part] for part in name), name) for name in names)
        self.number = {name: at for at, (_, name) in enumerate(ordered)}
        bones = {one: at for at, one in enumerate(sorted({part.bones for part in parts}))}
        self.distinct_bones = len(bones)
        self._parts = _Parts(parts, bones)
        self.parts: Ints = np.full((len(names), MOST_PARTS), -1, np.int64)  # [name, part]
        for at, (numbers, _) in enumerate(ordered):
            self.parts[at, : len(numbers)] = numbers
        self.letters: Ints = np.append(self._parts.initials, -1)[self.parts]
        self.initial_only = np.append(self._parts.initial_only, False)[self.parts]  # [name, part]
        self.length: Ints = (self.parts >= 0).sum(axis=1)
        self.bones: Ints = np.append(self._parts.bones, -1)[self.parts]  # [name, part]

    def likeness(self, one: Ints, other: Ints) -> Floats:
        """How alike each pair of names is, 0 to 100; the same whichever of the two comes first."""
        low, high = np.minimum(one, other), np.maximum(one, other)
        pairs, back = distinct(low * np.int64(len(self.parts)) + high)
        found = np.empty(len(pairs), np.float32)
        for start in range(0, len(pairs), CHUNK):
            chunk = pairs[start : start + CHUNK]
            found[start : start + CHUNK] = self._of(chunk // len(self.parts), chunk % len(self.parts))
        return found[back]

    def _of(self, one: Ints, other: Ints) -> Floats:
        swap = self.length[one] > self.length[other]
        short, long = np.where(swap, other, one), np.where(swap, one, other)
        rows, columns = int(self.length[short].max(initial=1)), int(self.length[long].max(initial=1))
        left, right = self.parts[short, :rows], self.parts[long, :columns]
        alike = self._parts.grid(left, right)
        taken = _paired(alike)  # [pair, part of the shorter]: likeness, column
        there = left >= 0
        count = there.sum(axis=1)
        mean = np.where(there, taken[0], 0).sum(axis=1) / np.maximum(count, 1)
        least = np.where(there, taken[0], 100).min(axis=1, initial=100)
        left_out = np.minimum(self.length[long] - count, 2) * PART_LEFT_OUT
        alone = np.where((count == 1) & (self.length[long] > 1), ONE_PART_ONLY, left_out)
        turned = ((np.diff(taken[1], axis=1) < 0) & there[:, 1:]).any(axis=1)
        score: Floats = ((mean + least) / 2 - alone - turned * OTHER_ORDER).clip(0, 100).astype(np.float32)
        return score


class _Parts:
    """Distinct parts of names, and how alike two of them are."""

    def __init__(self, parts: Sequence[Part], bones: dict[str, int]) -> None:
        self.latin = np.array([part.latin for part in parts], object)
        self.bone_text = np.array([part.bones for part in parts], object)
        self.bones: Ints = np.array([bones[part.bones] for part in parts], np.int64)
        self.initials: Ints = np.array([ord(part.bones[0]) for part in parts], np.int64)
        self.initial_only = np.array([len(part.latin) == 1 for part in parts], bool)
        self.bare = np.array([part.bare for part in parts], bool)
        self.long = {
            sign: np.array([_writes(part, sign) for part in parts], bool)
            for sign in ("y", "w", "i", "u", "ai", "au")
        }

    def grid(self, left: Ints, right: Ints) -> Floats:
        """left [pair, part], right [pair, part], -1: no part → likeness [pair, part of left, part of right], -1: none"""
        pairs = left[:, :, None] * np.int64(len(self.latin)) + right[:, None, :]
        absent = (left < 0)[:, :, None] | (right < 0)[:, None, :]
        codes, back = distinct(pairs[~absent])
        grid = np.full(pairs.shape, -1, np.float32)
        grid[~absent] = self._alike(codes // len(self.latin), codes % len(self.latin))[back]
        return grid

    def _alike(self, one: Ints, other: Ints) -> Floats:
        """How alike two parts are, 0 to 100."""
        spelt = _ratio(self.latin[one], self.latin[other])
        same_bones = self.bones[one] == self.bones[other]
        either = self.bare[one] != self.bare[other]
        found = np.where(same_bones & ~self.bare[one], SAME_BONES + (1 - SAME_BONES / 100) * spelt, spelt)
        if either.any():
            bare, vowelled = (
                np.where(self.bare[one], one, other)[either],
                np.where(self.bare[one], other, one)[either],
            )
            bones = _ratio(self.bone_text[bare], self.bone_text[vowelled]) * BARE_OTHER_BONES
            agreed = np.where(self._vowels_differ(bare, vowelled), BARE_BONES_OTHER_VOWELS, BARE_BONES)
            found[either] = np.where(same_bones[either], agreed, np.minimum(bones, BARE_BONES_OTHER_VOWELS))
        initial = self.initial_only[one] != self.initial_only[other]
        found[initial] = np.where(self.initials[one] == self.initials[other], INITIAL, 0)[initial]
        same: Floats = found.astype(np.float32)
        return same

    def _vowels_differ(self, bare: Ints, vowelled: Ints) -> Bools:
        """Whether long vowels that must be written in one are missing in the other."""
        has = self.long
        differ: Bools = (
            (has["y"][bare] & ~has["i"][vowelled])
            | (has["w"][bare] & ~has["u"][vowelled] & ~has["w"][vowelled])
            | (has["ai"][vowelled] & ~has["y"][bare])
            | (has["au"][vowelled] & ~has["w"][bare])
        )
        return differ


def _writes(part: Part, sign: str) -> bool:
    """Whether a part has a vowel, or in a script without vowels the letter for a long one, after its first letter."""
    return sign in (part.latin[1:] if sign in "yw" else part.latin)


def _ratio(one: npt.NDArray[np.object_], other: npt.NDArray[np.object_]) -> Floats:
    compared: Any = process.cpdist(one, other, scorer=fuzz.ratio, dtype=np.float32, workers=1)
    return np.asarray(compared, np.float32)


def _paired(alike: Floats) -> tuple[Floats, Ints]:
    """
    Parts paired one to one, the most alike first, then the first of them.

    alike [pair, row, column] → likeness and column [pair, row]
    """
    pairs, rows, columns = alike.shape
    left = alike.copy()
    every = np.arange(pairs)
    likeness, column = np.zeros((pairs, rows), np.float32), np.full((pairs, rows), columns, np.int64)
    for _ in range(rows):
        best = left.reshape(pairs, -1).argmax(axis=1)
        row, at = best // columns, best % columns
        value = left[every, row, at]
        found = value >= 0
        likeness[every[found], row[found]] = value[found]
        column[every[found], row[found]] = at[found]
        left[every, row, :] = np.where(found[:, None], -1, left[every, row, :])
        left[every, :, at] = np.where(found[:, None], -1, left[every, :, at])
    return likeness, column
