"""Thirty made-up programmes of ten criteria each, of every kind and reach, each with lists and numbers of its own."""

from datetime import date

import numpy as np
from screening.population import COUNTRIES, LOCATIONS, NEEDS

LONG_AGO = date(2000, 1, 1)
Written = dict[str, str | list[str]]
"""A criterion as it is written in a file."""


def programmes(many: int = 30, seed: int = 1) -> dict[str, tuple[Written, ...]]:
    """Arrangement → its ten criteria: nine that are held against people or cases, and an exemption from one."""
    rng = np.random.default_rng(seed)
    return {f"programme-{place + 1:02}": _criteria(rng) for place in range(many)}


def _criteria(rng: np.random.Generator) -> tuple[Written, ...]:
    def some(codes: list[str], number: int) -> str:
        return ", ".join(f"'{one}'" for one in sorted(rng.choice(codes, number, replace=False)))

    year, month = int(rng.integers(2012, 2023)), int(rng.integers(1, 13))
    age, older = int(rng.choice([16, 18, 21, 25])), int(rng.choice([60, 65, 70]))
    size = int(rng.integers(5, 9))
    return (
        _criterion("status", f"refugee_status = 'recognised' AND status_basis IN ({some(BASES, 2)})"),
        _criterion("nationality", f"HAS(nationality, {some(COUNTRIES, 9)})"),
        _criterion("location", f"location IN ({some(LOCATIONS, 10)}) AND accommodation = 'community'"),
        _criterion(
            "arrived", f"NONE(arrived_on) OR arrived_on < DATE '{year}-{month:02}-01' OR arrived_on > transferred_on"
        ),
        _criterion(
            "family",
            f"(AGE(date_of_birth, screening_day) < {age} AND marital_status = 'single') OR relationship_to_pa IN "
            f"('PA', 'spouse', 'parent') OR AGE(date_of_birth, screening_day) >= {older}",
        ),
        _criterion("returned", f"transferred_to IN ({some(LOCATIONS[:6], 2)}) AND transferred_on >= DATE '{year}-01-01'",
                   kind="bar", unless=("treated",)),
        _criterion("applicant", f"AGE(date_of_birth, screening_day) BETWEEN {age} AND {older} AND sex IN ('F', 'M')",
                   "principal_applicant"),
        _criterion("at-risk", f"HAS(specific_needs, {some(NEEDS, 7)}) OR (sex = 'F' AND marital_status = 'widowed')",
                   "any_member"),
        _criterion("size", f"case_size <= {size} AND category_primary IN ({some(CATEGORIES, 5)})", "case"),
        _criterion("treated", f"HAS(specific_needs, {some(['SM', 'DS', 'SV'], 2)})", kind="exemption"),
    )  # fmt: skip


BASES = "mandate_1951 prima_facie state".split()
CATEGORIES = "LPPN WGR CAR SVT MED FR LFADS".split()


def _criterion(
    name: str,
    test: str,
    applies_to: str = "each_member",
    kind: str = "eligibility",
    unless: tuple[str, ...] = (),
) -> Written:
    return {
        "id": name,
        "kind": kind,
        "sentence": f"Made up: {name}.",
        "test": test,
        "applies_to": applies_to,
        "unless": list(unless),
        "source": "made-up",
    }
