"""The effect of one criterion: the cases that are ineligible because of it and of nothing else."""

import numpy as np
import polars as pl

from resettle.engine.screening.screen import OUTCOMES, Outcome, Screening
from resettle.engine.screening.screened import Screened


def fails_only_because(
    situation: Screened, screening: Screening, arrangement: str
) -> dict[str, tuple[str, ...]]:
    """
    Criterion → the ineligible cases that fail no other, in order; every one with a test or a group has its entry.

    Without it such a case would no longer be ineligible; it might still need a fact or a person.
    """
    found = screening.found[arrangement]
    excluding = [one for one in situation.criteria(arrangement) if one.excludes]
    failed = np.zeros(len(screening.cases), np.int64)
    for one in excluding:
        failed += found.answers[one.id] == -1
    alone = (failed == 1) & (found.outcome == OUTCOMES.index(Outcome.INELIGIBLE))
    return {
        one.id: tuple(screening.cases.filter(pl.Series(alone & (found.answers[one.id] == -1))).sort())
        for one in excluding
        if one.test is not None or one.group is not None
    }
