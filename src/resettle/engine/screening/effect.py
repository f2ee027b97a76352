"""The effect of one criterion: the cases that are ineligible because of it and of nothing else."""

import polars as pl

from resettle.engine.screening.screen import Outcome, Screening
from resettle.engine.screening.screened import Screened


def fails_only_because(
    situation: Screened, screening: Screening, arrangement: str
) -> dict[str, tuple[str, ...]]:
    """
    Criterion → the ineligible cases that fail no other, in order; every criterion that can exclude has its entry.

    Without it such a case would no longer be ineligible; it might still need a fact or a person.
    """
    excluding = [
        one.id for one in situation.criteria(arrangement) if one.excludes and (one.test or one.group)
    ]
    ineligible = screening.outcomes.filter(
        (pl.col("arrangement") == arrangement) & (pl.col("outcome") == Outcome.INELIGIBLE.value)
    )
    failed = screening.findings(arrangement).join(ineligible, on="case", how="semi").sort("case").select(
        "case", *(~pl.col(name).fill_null(True) for name in excluding)
    )  # fmt: skip
    if not excluding:
        return {}
    alone = failed.filter(pl.sum_horizontal(excluding) == 1)
    return {name: tuple(alone.filter(pl.col(name))["case"]) for name in excluding}
