"""Every draw, from one seed, and the days for which totals were published."""

from bisect import bisect_left
from datetime import date, timedelta

import numpy as np

SEED = 20161114
ANNOUNCED, TODAY = date(2016, 11, 13), date(2016, 11, 14)
RSA, BOATS_END = date(2013, 7, 19), date(2013, 12, 19)
JAN, MAR, JUN, JUL, AUG, OCT = (
    date(2016, 1, 31), date(2016, 3, 31), date(2016, 6, 30), date(2016, 7, 31), date(2016, 8, 31), date(2016, 10, 31),
)  # fmt: skip
FIRST_13, FEB_2015, YEAR_END = date(2014, 5, 22), date(2015, 2, 19), date(2015, 12, 31)
# No fact about such a day is learned after it, so the totals hold both as of it and as known on it.
CUTS = [FIRST_13, FEB_2015, YEAR_END, JAN, date(2016, 2, 4), MAR, JUN, JUL, AUG, OCT, ANNOUNCED, TODAY]

rng = np.random.default_rng(SEED)


def begin() -> None:
    """Start from the seed, so that a second run in one process writes the same."""
    rng.bit_generator.state = np.random.default_rng(SEED).bit_generator.state


def between(first: date, last: date) -> date:
    return first + timedelta(days=int(rng.integers(0, max((last - first).days, 0) + 1)))


def chance(share: float) -> bool:
    return bool(rng.random() < share)


def pick(options: list, weights: list[float] | None = None):
    share = np.array(weights, float) / sum(weights) if weights else None
    return options[int(rng.choice(len(options), p=share))]


def shuffled(items: list) -> list:
    return [items[i] for i in rng.permutation(len(items))]


def known(day: date) -> date:
    """A few days after it happened, but never across a day for which a total was published."""
    cut = bisect_left(CUTS, day)
    return min(day + timedelta(days=int(rng.integers(0, 9))), CUTS[cut] if cut < len(CUTS) else date.max)
