"""What is said of a case that is placed: where, with whom, on what condition, and whom it would rejoin or leave."""

from collections.abc import Iterable, Iterator

from resettle.engine.placement.plan import CloseRelative, Placing
from resettle.engine.registry.arrangements import Promise
from resettle.engine.registry.situation import Situation
from resettle.render.words.fill import Worded, fill
from resettle.render.words.names import country, listed, people, relationship
from resettle.render.words.obstacles import arrangement_name, sentences

PLACED = (
    "{case} ({people}) is proposed for {arrangement} ({offer}), in {country}[, together with {with_cases}]."
)
CONSIDERED = "The arrangement promises consideration, not a place."
CONDITIONAL = "It is conditional on what {country} judges: {criteria}."
REJOINS = "There {relatives} live, or are proposed for it too."
REJOINS_ONE = "There {relatives} lives, or is proposed for it too."
PARTS = (
    "It would part the case, perhaps for good, from {relatives}: ask first, and say so to those concerned."
)


def placing(one: Placing, situation: Situation) -> str:
    """Where a case is proposed and what that brings with it, in sentences."""
    return " ".join(_said(one, situation))


def _said(one: Placing, situation: Situation) -> Iterator[str]:
    there = country(one.country, article=True)
    yield fill(
        PLACED,
        {"case": one.case, "people": people(one.people), "arrangement": Worded(arrangement_name(situation, one.arrangement)),
         "offer": one.offer, "country": there, "with_cases": one.with_cases},
    )  # fmt: skip
    arrangement = situation.register.arrangements.get(one.arrangement)
    if arrangement and arrangement.promises is Promise.CONSIDERATION:
        yield fill(CONSIDERED, {})
    if one.conditional_on:
        criteria = sentences(situation, one.arrangement, one.conditional_on)
        yield fill(CONDITIONAL, {"country": there, "criteria": Worded(criteria)})
    if one.rejoins:
        relatives = listed(_relatives(one.rejoins, where=False))
        yield fill(REJOINS_ONE if len(one.rejoins) == 1 else REJOINS, {"relatives": Worded(relatives)})
    if one.partings:
        yield fill(PARTS, {"relatives": Worded(listed(_relatives(one.partings, where=True)))})


def _relatives(relatives: Iterable[CloseRelative], *, where: bool) -> Iterator[str]:
    for one in relatives:
        known = one.country not in (None, "unknown")
        at = f"in {country(str(one.country), article=True)}" if known else "whose country is not known"
        yield f"{relationship(one.relationship)} {one.relative} of {one.person}{f', {at}' if where else ''}"
