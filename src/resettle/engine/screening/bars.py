"""Whom a legal bar bars, or would bar: each person, before it is law."""

from functools import reduce

import polars as pl

from resettle.engine.registry.criteria import Criterion, CriterionKind
from resettle.engine.registry.situation import Situation
from resettle.engine.screening.compiled import expression


def barred(situation: Situation, bar: str) -> pl.DataFrame:
    """
    [person, barred] true, false, or null where a fact is missing, for everybody the register knows that day.

    Asked of the bar's criteria as known by then and not yet ended, whether or not it is in force; its exemptions
    count. A bar's criteria are asked of each member, so that the answer is the person's own.
    """
    criteria = [one for one in situation.register.bars[bar].criteria if _stands(one, situation)]
    tests = {one.id: expression(one.test, situation.on) for one in criteria if one.test is not None}
    found = pl.lit(False)
    for one in criteria:
        if one.kind is CriterionKind.BAR and one.id in tests:
            exempt = [tests[name] for name in one.unless if name in tests]
            found = found | reduce(lambda bites, exemption: bites & ~exemption, exempt, tests[one.id])
    people = situation.people.join(situation.members, on="person", how="left", maintain_order="left")
    return people.select("person", found.alias("barred")).unique("person", keep="first", maintain_order=True)


def _stands(criterion: Criterion, situation: Situation) -> bool:
    ended = criterion.until is not None and criterion.until <= situation.on
    return criterion.known <= situation.known and not ended
