"""A made-up population and made-up programmes to screen it for: seeded, with gaps everywhere, nobody's data."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

ON = date(2026, 1, 1)
PEOPLE_PER_CASE = 2.3
COUNTRIES = "SYR AFG COD SSD SDN ERI SOM MMR IRN IRQ VEN STA".split()
LOCATIONS = "TUR LBN JOR KEN UGA ETH TZA BGD PAK IRN EGY RWA COL MYS".split()
NEEDS = "SV SV-VF SV-GM WR WR-SF WR-UW CR-CP CR-AF SM SM-MI DS DS-PM ER FU-TR TR-PI LP-DA SP-PT SC-SC".split()
Days = np.ndarray[Any, np.dtype[np.int64]]
RELATIONSHIPS = "spouse sibling sibling uncle_aunt cousin nephew_niece other_dependant".split()
"""None of which one must be older than the other."""


@dataclass(frozen=True, slots=True)
class Population:
    """
    Tables of cells as an office would write them.

    people   [person, a column for each fact]
    members  [case, person, relationship_to_pa]  by case, then person
    cases    [case, a column for each fact]      by case
    """

    people: pl.DataFrame
    members: pl.DataFrame
    cases: pl.DataFrame


def population(people: int, seed: int) -> Population:
    """So many people in two fifths as many cases, the same for the same seed."""
    rng = np.random.default_rng(seed)
    case = np.sort(rng.integers(0, max(1, int(people / PEOPLE_PER_CASE)), people))
    _, case = np.unique(case, return_inverse=True)
    person = pl.Series("person", rng.permutation(people)).cast(pl.String).str.zfill(7)
    ids = pl.select(pl.lit("P-") + person).to_series()
    related = _gaps(rng, pl.Series(_drawn(rng, RELATIONSHIPS, people)), unknown=0.01, empty=0.01)
    first = pl.Series(np.diff(case, prepend=-1) > 0)
    members = pl.DataFrame(
        {
            "case": _case_ids(case),
            "person": ids,
            "relationship_to_pa": pl.select(pl.when(first).then(pl.lit("PA")).otherwise(related)).to_series(),
        }
    ).sort("case", "person")
    return Population(_people(rng, ids.sort(), people), members, _cases(rng, int(case[-1]) + 1))


def _people(rng: np.random.Generator, ids: pl.Series, many: int) -> pl.DataFrame:
    refugee = _drawn(rng, ["recognised", "recognised", "recognised", "pending", "refused"], many)
    born = rng.integers(_day("1935-01-01"), _day("2025-01-01"), many)
    arrived = rng.integers(np.maximum(born, _day("2008-01-01")), _day("2025-06-01"))
    transferred = rng.integers(arrived, np.minimum(arrived + 730, _day("2025-12-31")))
    columns = {
        "sex": _gaps(rng, pl.Series(_drawn(rng, ["F", "M"], many)), unknown=0.01),
        "date_of_birth": _dates(rng, born, unknown=0.03),
        "nationality": _lists(rng, COUNTRIES, many, second=0.03),
        "refugee_status": _gaps(rng, pl.Series(refugee), none=0.05, unknown=0.05),
        "status_basis": _gaps(
            rng, pl.Series(_drawn(rng, ["mandate_1951", "prima_facie", "state"], many)), none=0.2, unknown=0.1
        ),
        "marital_status": _gaps(
            rng, pl.Series(_drawn(rng, ["single", "married", "widowed", "divorced"], many)), unknown=0.05
        ),
        "location": _gaps(rng, pl.Series(_drawn(rng, LOCATIONS, many)), unknown=0.02),
        "accommodation": _gaps(
            rng, pl.Series(_drawn(rng, ["community", "community", "transit_centre"], many)), unknown=0.1
        ),
        "arrived_on": _dates(rng, arrived, none=0.3),
        "transferred_on": _dates(rng, transferred, none=0.5),
        "transferred_to": _gaps(rng, pl.Series(_drawn(rng, LOCATIONS[:6], many)), none=0.5),
        "specific_needs": _lists(rng, NEEDS, many, second=0.35, none=0.4),
    }
    return pl.DataFrame({"person": ids, **columns})


def _cases(rng: np.random.Generator, many: int) -> pl.DataFrame:
    categories = np.array("LPPN WGR CAR SVT MED FR".split())
    primary = rng.integers(0, len(categories), many)
    other = (primary + rng.integers(1, len(categories), many)) % len(categories)
    return pl.DataFrame(
        {
            "case": _case_ids(np.arange(many)),
            "category_primary": _gaps(rng, pl.Series(categories[primary]), unknown=0.05),
            "category_secondary": _gaps(rng, pl.Series(categories[other]), none=0.6),
            "priority": _gaps(
                rng, pl.Series(_drawn(rng, ["normal", "normal", "normal", "urgent", "emergency"], many))
            ),
            "waiting_since": _dates(rng, rng.integers(_day("2012-01-01"), _day("2025-12-31"), many)),
        }
    )


def _day(written: str) -> int:
    return int(np.datetime64(written, "D").astype(int))


def _case_ids(number: np.ndarray) -> pl.Series:
    return pl.select(pl.lit("C-") + pl.Series(number).cast(pl.String).str.zfill(7)).to_series()


def _drawn(rng: np.random.Generator, values: list[str], many: int) -> np.ndarray:
    return np.array(values)[rng.integers(0, len(values), many)]


def _gaps(
    rng: np.random.Generator, cells: pl.Series, none: float = 0.0, unknown: float = 0.02, empty: float = 0.02
) -> pl.Series:
    """Some cells say ``none`` or ``unknown`` instead, and some say nothing."""
    drawn = pl.Series(rng.random(len(cells)))
    return pl.select(
        pl.when(drawn < none).then(pl.lit("none"))
        .when(drawn < none + unknown).then(pl.lit("unknown"))
        .when(drawn < none + unknown + empty).then(None)
        .otherwise(cells)
    ).to_series()  # fmt: skip


def _dates(rng: np.random.Generator, days: Days, none: float = 0.0, unknown: float = 0.02) -> pl.Series:
    """Days counted from 1970; of one in eight only the year is known, of one in sixteen the month."""
    day = pl.Series(days.astype(np.int32)).cast(pl.Date)
    cut = pl.Series(np.array([4, 4, 7] + [10] * 13)[rng.integers(0, 16, len(days))])
    text = pl.select(day.cast(pl.String).str.slice(0, cut)).to_series()
    return _gaps(rng, text, none, unknown)


def _lists(
    rng: np.random.Generator, codes: list[str], many: int, second: float, none: float = 0.0
) -> pl.Series:
    """One code or two, of which one in twenty may not be all."""
    one, other, more = (pl.Series(_drawn(rng, codes, many)) for _ in range(3))
    drawn, open_ended = pl.Series(rng.random(many)), pl.Series(rng.random(many))
    cells = pl.select(
        one
        + pl.when(drawn < second).then(pl.lit(";") + other).otherwise(pl.lit(""))
        + pl.when(drawn < second / 4).then(pl.lit(";") + more).otherwise(pl.lit(""))
        + pl.when(open_ended < 0.05).then(pl.lit(";unknown")).otherwise(pl.lit(""))
    ).to_series()
    return _gaps(rng, cells, none)
