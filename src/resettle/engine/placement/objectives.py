"""The objectives a user may choose and order, each with its unit. None looks at origin, faith or tongue."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
import polars as pl
from numpy.typing import NDArray

from resettle.engine.errors import refuse
from resettle.engine.placement.problem import Destination, Tier, Unit
from resettle.engine.registry.codes import CLOSE_RELATIVES
from resettle.engine.registry.situation import Situation

Gain = NDArray[np.int64]
SCORE_STEPS = 1000
"""A user's score counts in thousandths, so that what a tier has reached can be kept exactly."""


def tier(
    name: str,
    situation: Situation,
    units: Sequence[Unit],
    destinations: Sequence[Destination],
    allowed: NDArray[np.bool_],
) -> Tier:
    """One objective as whole-number gains [unit, destination], 0 where a unit may not go. Raises RequestRefused."""
    if name not in OBJECTIVES:
        raise refuse("objective_unknown", name=name, known=list(OBJECTIVES))
    if name == "score" and situation.scores.is_empty():
        raise refuse("no_scores")
    unit, gain = OBJECTIVES[name]
    return Tier(name, unit, np.where(allowed, gain(situation, units, destinations), 0).astype(np.int64))


def emergency(situation: Situation, units: Sequence[Unit], destinations: Sequence[Destination]) -> Gain:
    return _by_priority("emergency", situation, units, destinations)


def urgent(situation: Situation, units: Sequence[Unit], destinations: Sequence[Destination]) -> Gain:
    return _by_priority("urgent", situation, units, destinations)


def people(_: Situation, units: Sequence[Unit], destinations: Sequence[Destination]) -> Gain:
    return _per_unit([unit.people for unit in units], destinations)


def families_rejoined(
    situation: Situation, units: Sequence[Unit], destinations: Sequence[Destination]
) -> Gain:
    """Cases placed in a country where a close relative of a member lives."""
    there = countries_of_relatives(situation)
    return np.array(
        [
            [sum(to.country in there.get(case, ()) for case in unit.cases) for to in destinations]
            for unit in units
        ],
        dtype=np.int64,
    ).reshape(len(units), len(destinations))


def waiting(situation: Situation, units: Sequence[Unit], destinations: Sequence[Destination]) -> Gain:
    """Days waited × people; where only a year is known, the days that are sure; where nothing is known, none."""
    days = days_waited(situation)
    sizes = {case: len(persons) for case, persons in situation.persons_of.items()}
    return _per_unit(
        [sum((days.get(case) or 0) * sizes[case] for case in unit.cases) for unit in units], destinations
    )


def score(situation: Situation, units: Sequence[Unit], destinations: Sequence[Destination]) -> Gain:
    """The user's own score, in thousandths; a pair without one adds nothing."""
    rows = situation.scores.drop_nulls("score").select("case", "arrangement", "score").iter_rows()
    given = {(case, to): round(value * SCORE_STEPS) for case, to, value in rows}
    return np.array(
        [
            [sum(given.get((case, to.arrangement), 0) for case in unit.cases) for to in destinations]
            for unit in units
        ],
        dtype=np.int64,
    ).reshape(len(units), len(destinations))


Objective = Callable[[Situation, Sequence[Unit], Sequence[Destination]], Gain]
OBJECTIVES: Mapping[str, tuple[str, Objective]] = MappingProxyType(
    {
        "emergency": ("cases", emergency),
        "urgent": ("cases", urgent),
        "people": ("people", people),
        "families_rejoined": ("cases", families_rejoined),
        "waiting": ("days × people", waiting),
        "score": ("thousandths of the user's score", score),
    }
)


def days_waited(situation: Situation) -> dict[str, int | None]:
    """case → days it has surely waited; None if unknown."""
    since = pl.col("waiting_since__hi")
    return dict(
        situation.cases.select("case", (pl.lit(situation.on) - since).dt.total_days().clip(0)).iter_rows()
    )


def countries_of_relatives(situation: Situation) -> dict[str, set[str]]:
    """case → countries in which close relatives outside the case live, as far as known."""
    case_of = {person: case for case, persons in situation.persons_of.items() for person in persons}
    found: dict[str, set[str]] = {}
    close = situation.relatives.filter(pl.col("relationship").is_in(sorted(CLOSE_RELATIVES)))
    for person, country in close.drop_nulls("country").select("person", "country").iter_rows():
        if person in case_of:
            found.setdefault(case_of[person], set()).add(country)
    return found


def _by_priority(
    priority: str, situation: Situation, units: Sequence[Unit], destinations: Sequence[Destination]
) -> Gain:
    cases = set(situation.cases.filter(pl.col("priority") == priority).get_column("case"))
    return _per_unit([len(cases.intersection(unit.cases)) for unit in units], destinations)


def _per_unit(worth: Sequence[int], destinations: Sequence[Destination]) -> Gain:
    """The same gain wherever a unit goes: [unit, destination]."""
    return np.tile(np.array(worth, dtype=np.int64)[:, None], (1, len(destinations)))
