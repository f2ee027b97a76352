"""Whom a legal bar bars, or would bar: each person, before it is law."""

import polars as pl

from resettle.engine.registry.criteria import AppliesTo, CriterionKind
from resettle.engine.registry.situation import Situation
from resettle.engine.screening.compiled import expression


def barred(situation: Situation, bar: str) -> pl.DataFrame:
    """
    [person, barred] true, false, or null where a fact is missing, for everybody the register knows that day.

    Asked of the bar's criteria as known by then, whether or not it is in force; its exemptions count.
    """
    criteria = [one for one in situation.register.bars[bar].criteria if one.known <= situation.known]
    tests = {one.id: expression(one.test, situation.on) for one in criteria if one.test is not None}
    found = pl.lit(False)
    for one in criteria:
        if one.kind is not CriterionKind.BAR or one.test is None or one.applies_to is AppliesTo.CASE:
            continue
        bites = tests[one.id]
        for exemption in one.unless:
            bites = bites & ~tests[exemption]
        found = found | bites
    people = situation.people.join(situation.members, on="person", how="left", maintain_order="left")
    return people.select("person", found.alias("barred")).unique("person", keep="first", maintain_order=True)
