"""Whom a legal bar bars, or would bar: each person, before it is law."""

from functools import reduce

import polars as pl

from resettle.engine.registry.criteria import Criterion, CriterionKind, in_force, out_of_force
from resettle.engine.registry.situation import Situation
from resettle.engine.screening.compiled import expression
from resettle.engine.screening.prepared import prepared


def barred(situation: Situation, bar: str) -> pl.DataFrame:
    """
    [person, barred] true, false, or null where a fact is missing, for everybody the register knows that day.

    Asked of the bar's criteria as known by then and not yet ended, whether or not it is in force; its exemptions
    count. A bar's criteria are asked of each member, so that the answer is the person's own.
    """
    criteria = [situation.bound(one, bar) for one in _standing(situation, bar)]
    tests = {one.id: one.test for one in criteria if one.test is not None}
    asked = {name: expression(test, situation.on) for name, test in tests.items()}
    found = pl.lit(False)
    for one in criteria:
        if one.kind is CriterionKind.BAR and one.id in asked:
            exempt = [asked[name] for name in one.unless if name in asked]
            found = found | reduce(lambda bites, exemption: bites & ~exemption, exempt, asked[one.id])
    ready = prepared(situation, tests.values())
    people = ready.members.join(ready.people, on="person", how="left", maintain_order="left")
    outside = ready.people.join(ready.members, on="person", how="anti")
    everybody = pl.concat([people, outside], how="diagonal")
    answers = everybody.select("person", found.alias("barred")).unique(
        "person", keep="first", maintain_order=True
    )
    return situation.people.select("person").join(answers, on="person", how="left", maintain_order="left")


def _standing(situation: Situation, bar: str) -> list[Criterion]:
    """The criteria in force that day, and those that are to come."""
    every = situation.register.bars[bar].criteria
    later = out_of_force(every, situation.on, situation.known)
    to_come = [one for one in later if one.effective > situation.on and not one.repealed]
    return [*in_force(every, situation.on, situation.known), *to_come]
