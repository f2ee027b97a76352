"""What one criterion does: whom it excludes, and whom it alone excludes."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from resettle.engine.registry.criteria import Criterion
from resettle.engine.screening.screen import JUDGEMENT, OUTCOMES, Outcome, Screening
from resettle.engine.screening.screenable import Screenable


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """
    What one criterion does to the cases that day: their ids, in the screening's order.

    not_met  [id]  that do not meet it
    unknown  [id]  of which it is not known
    judged   [id]  of which somebody has still to judge it
    only     the ineligible cases that fail no other: without it they might still need a fact or a person
    """

    arrangement: str
    criterion: Criterion
    not_met: pl.Series
    unknown: pl.Series
    judged: pl.Series
    only: tuple[str, ...]

    @property
    def only_judged(self) -> bool:
        """Whether it is for somebody to judge, and has been judged against nobody."""
        return self.criterion.decided_by is not None and not len(self.not_met)


def effects(situation: Screenable, screening: Screening, arrangement: str) -> tuple[Effect, ...]:
    """Of each criterion in force that can exclude, in their order."""
    found = screening.found[arrangement]
    excluding = [one for one in situation.criteria(arrangement) if one.excludes]
    failed = np.zeros(len(screening.cases), np.int64)
    for one in excluding:
        failed += found.answers[one.id] == -1
    alone = (failed == 1) & (found.outcome == OUTCOMES.index(Outcome.INELIGIBLE))

    def effect(one: Criterion) -> Effect:
        answers = found.answers[one.id]
        not_met, unknown, judged, only = (
            screening.cases.filter(pl.Series(each, dtype=pl.Boolean))
            for each in (answers == -1, answers == 0, answers == JUDGEMENT, alone & (answers == -1))
        )
        return Effect(arrangement, one, not_met, unknown, judged, tuple(only))

    return tuple(map(effect, excluding))
