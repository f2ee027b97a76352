"""
Small counts of people, withheld from whatever leaves the house, and more with them so that no total gives them back.

A count of 1 to 4 could single people out: it is told as *under 5*. Where a published total would give it back, other
counts of the same line are *withheld* too. Counts of places are not counts of people and are always told.

The rule (suppress 1-4, complementary suppression): as UNHCR's public statistics do (popstats.unhcr.org).
Not guarded against: a reader who has other tables of the same people, or who knows this rule and works backwards.
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

UNDER = 5
"""Counts from 1 to below this are small."""


class Hidden(Enum):
    """What stands in the place of a count that is not told."""

    UNDER_5 = "under 5"
    WITHHELD = "withheld"


Told = int | Hidden
"""A count as it may leave the house."""

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Line(Generic[K]):
    """Counts as they may be told beside their total."""

    cells: Mapping[K, Told]
    total: Told

    @property
    def hidden(self) -> bool:
        """Whether anything of it is not told."""
        return any(isinstance(cell, Hidden) for cell in (*self.cells.values(), self.total))


def small(count: int) -> bool:
    return 0 < abs(count) < UNDER


def told(count: int) -> Told:
    """A count that is part of no published total."""
    return Hidden.UNDER_5 if small(count) else count


def line(counts: Mapping[K, int], withhold: Collection[K] = (), known: Collection[K] = ()) -> Line[K]:
    """
    Counts that add up to a published total, told so that none of the small ones can be worked out.

    Small ones are hidden, and those named in ``withhold``; then the next larger ones, until at least two values of
    each hidden count agree with all that is told. If that is not enough, small ones are not even called small; zeros
    are hidden last. Those in ``known`` are told elsewhere, so that hiding them would hide nothing: they are told here
    too, unless they are small.
    """
    total = sum(counts.values())
    if small(total):
        alone = sum(count > 0 for count in counts.values()) == 1
        cells = {key: Hidden.WITHHELD if key in withhold else told(count) for key, count in counts.items()}
        return Line(cells, Hidden.UNDER_5 if alone else Hidden.WITHHELD)
    hidden = {key: Hidden.WITHHELD for key in counts if key in withhold}
    hidden |= {key: Hidden.UNDER_5 for key, count in counts.items() if small(count) and key not in hidden}
    spare = [key for key in counts if key not in hidden and key not in known]
    spare.sort(key=lambda key: (counts[key] == 0, counts[key]))
    while not all(_open(key, hidden, counts) for key in hidden):
        if spare and counts[spare[0]]:
            hidden[spare.pop(0)] = Hidden.WITHHELD
        elif Hidden.UNDER_5 in hidden.values():
            hidden = dict.fromkeys(hidden, Hidden.WITHHELD)
        elif spare:
            hidden[spare.pop(0)] = Hidden.WITHHELD
        else:
            break  # one count alone, which is its total
    return Line({key: hidden.get(key, count) for key, count in counts.items()}, total)


def _open(key: K, hidden: Mapping[K, Hidden], counts: Mapping[K, int]) -> bool:
    """Whether a hidden count could as well be one more or one less, another hidden one making up for it."""
    return any(
        (_may_rise(key, hidden, counts) and _may_fall(other, hidden, counts))
        or (_may_fall(key, hidden, counts) and _may_rise(other, hidden, counts))
        for other in hidden
        if other != key
    )


def _may_rise(key: K, hidden: Mapping[K, Hidden], counts: Mapping[K, int]) -> bool:
    return hidden[key] is Hidden.WITHHELD or counts[key] < UNDER - 1


def _may_fall(key: K, hidden: Mapping[K, Hidden], counts: Mapping[K, int]) -> bool:
    return counts[key] > (0 if hidden[key] is Hidden.WITHHELD else 1)
