"""A made-up register of an office with many years behind it, as a folder of files: seeded, nobody's data."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

SEED = 7
PEOPLE_PER_CASE, ACTS_PER_CASE = 3, 10
ARRANGEMENTS = tuple(f"programme-{number:02}" for number in range(1, 21))
BEGINS, MOVED, ON = date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 1)
LEARNED = date(2023, 12, 1)
"""What is said of people was known before anything was done."""

COUNTRIES = "AUS BEL BRA CAN CHE DEU DNK ESP FIN FRA GBR IRL ISL ITA LUX NLD NOR NZL SWE USA".split()
COURSES = (
    "propose submit defer resume deny | propose submit accept depart arrive",
    "propose submit defer resume withdraw | propose submit accept depart arrive",
    "propose submit defer resume withdraw | propose submit defer resume accept",
    "propose withdraw propose submit deny | propose submit defer resume accept",
    "submit withdraw propose submit deny | propose withdraw propose submit defer",
)
"""What becomes of a case: five acts in an arrangement's offer of one year, five in that of the next."""


GIVEN = """Ali Ahmed Hussein Hassan Ibrahim Yusuf Omar Khaled Mustafa Abdullah Karim Jamal Reza Mahdi Ismail Tesfay Yonas
Dawit Kannan Sergey Aung Kyaw Jean Emmanuel Jose Fatima Zeinab Maryam Aisha Khadija Leila Zahra Amina Nour Hawa Halima
Rahel Selam Oksana Parwin""".split()
FAMILY = """Karimi Hosseini Rezai Ahmadi Haidari Nazari Sultani Jafari Hamdan Najjar Haddad Warsame Farah Jama Osman Abdi
Tekle Haile Berhane Mengistu Rajan Pillai Selvam Bondarenko Shevchenko Koval Mugisha Nkunda Bahati Uwimana Tran Perez
Garcia Celik Yilmaz Khatib Masri Hersi Niyonzima Rahimi""".split()


def write(folder: Path, cases: int, seed: int = SEED) -> None:
    """So many cases, three times as many people, ten times as many acts."""
    rng = np.random.default_rng(seed)
    (folder / "arrangements").mkdir(parents=True)
    (folder / "register.toml").write_text(_REGISTER.format(on=ON), encoding="utf-8")
    for name, country in zip(ARRANGEMENTS, COUNTRIES, strict=True):
        text = _ARRANGEMENT.format(
            name=name, country=country, known=LEARNED, first=BEGINS, second=MOVED,
            dated=f'source = "made-up"\neffective = {LEARNED}\nknown = {LEARNED}',
            places=max(100, cases * PEOPLE_PER_CASE // len(ARRANGEMENTS) * 2),
        )  # fmt: skip
        (folder / "arrangements" / f"{name}.toml").write_text(text, encoding="utf-8")
    arrangement = pl.Series(np.array(ARRANGEMENTS)[rng.integers(0, len(ARRANGEMENTS), cases)])
    for table, frame in _people(rng, cases, arrangement).items():
        _dated(frame).with_columns(known=pl.lit(LEARNED)).write_parquet(folder / f"{table}.parquet")
    _acts(rng, cases, arrangement).write_parquet(folder / "acts.parquet")


def write_spreadsheets(folder: Path, cases: int, after: int, seed: int = SEED + 1) -> None:
    """So many more cases, with the people in them, that nobody knew before today; numbered after so many cases."""
    rng = np.random.default_rng(seed)
    folder.mkdir(parents=True)
    arrangement = pl.Series(np.array(ARRANGEMENTS)[rng.integers(0, len(ARRANGEMENTS), cases)])
    for table, frame in _people(rng, cases, arrangement, after).items():
        _dated(frame).write_parquet(folder / f"{table}.parquet")


def _people(
    rng: np.random.Generator, cases: int, arrangement: pl.Series, after: int = 0
) -> dict[str, pl.DataFrame]:
    case = pl.Series("case", np.arange(cases) + after + 1)
    people = cases * PEOPLE_PER_CASE
    person = _ids("person", "P", np.arange(people) + after * PEOPLE_PER_CASE + 1)
    theirs = np.repeat(np.arange(cases), PEOPLE_PER_CASE)
    child = np.arange(people) % PEOPLE_PER_CASE > 0
    born = np.where(child, rng.integers(2012, 2022, people), rng.integers(1960, 1995, people))
    facts = {
        "given_names": _drawn(rng, GIVEN, people) + " " + _drawn(rng, GIVEN, people),
        "family_name": _drawn(rng, FAMILY, people),
        "sex": _drawn(rng, ["F", "M"], people),
        "date_of_birth": pl.Series(born).cast(pl.String) + _day(rng, 12, people) + _day(rng, 28, people),
        "nationality": _drawn(rng, ["SYR", "AFG", "COD", "SSD", "SOM", "MMR"], people),
        "refugee_status": _drawn(rng, ["recognised", "recognised", "pending"], people),
        "location": _drawn(rng, ["TUR", "LBN", "JOR", "KEN", "UGA"], people),
        "declaration_signed_on": [LEARNED.isoformat()] * people,
    }
    return {
        "people": pl.DataFrame({"person": person, **facts}),
        "cases": pl.DataFrame({"case": _ids("case", "C", case), "priority": _drawn(rng, ["normal", "urgent"], cases)}),
        "members": pl.DataFrame({
            "case": _ids("case", "C", theirs + after + 1), "person": person,
            "relationship_to_pa": pl.Series(np.where(child, "child", "PA")),
        }),
        "willingness": pl.DataFrame({
            "person": person, "arrangement": arrangement.gather(theirs), "willing": ["yes"] * people,
        }),
    }  # fmt: skip


def _acts(rng: np.random.Generator, cases: int, arrangement: pl.Series) -> pl.DataFrame:
    """Each act of a case after the one before, and known within five days; in the order in which they were known."""
    course = np.array([text.replace("| ", "").split() for text in COURSES])
    kinds = course[rng.integers(0, len(COURSES), cases)]
    half = ACTS_PER_CASE // 2
    days = np.sort(rng.integers(0, 350, (cases, 2, half)), axis=2).reshape(cases, ACTS_PER_CASE)
    days[:, half:] += (MOVED - BEGINS).days
    late = rng.integers(0, 6, (cases, ACTS_PER_CASE))
    known = np.maximum.accumulate(days + late, axis=1)
    each = np.repeat(np.arange(cases), ACTS_PER_CASE)
    first = pl.Series(BEGINS.toordinal() - date(1970, 1, 1).toordinal() + days.ravel(), dtype=pl.Int32)
    learned = pl.Series(BEGINS.toordinal() - date(1970, 1, 1).toordinal() + known.ravel(), dtype=pl.Int32)
    frame = pl.DataFrame({
        "act": kinds.ravel(), "case": _ids("case", "C", each + 1), "arrangement": arrangement.gather(each),
        "offer": np.tile(["first"] * half + ["second"] * half, cases),
        "effective": first.cast(pl.Date), "known": learned.cast(pl.Date),
        "by": "caseworker", "source": "made-up", "turn": np.tile(np.arange(ACTS_PER_CASE), cases),
    })  # fmt: skip
    in_turn = frame.sort("known", "case", "turn", maintain_order=True).drop("turn")
    return in_turn.with_columns(_ids("act_id", "A", np.arange(in_turn.height) + 1))


def _ids(name: str, letter: str, numbers: np.ndarray | pl.Series) -> pl.Series:
    digits = pl.Series(name, numbers).cast(pl.String).str.zfill(7)
    return pl.select((pl.lit(f"{letter}-") + digits).alias(name)).to_series()


def _day(rng: np.random.Generator, last: int, many: int) -> pl.Series:
    return "-" + pl.Series(rng.integers(1, last + 1, many)).cast(pl.String).str.zfill(2)


def _drawn(rng: np.random.Generator, among: list[str], many: int) -> pl.Series:
    return pl.Series(np.array(among)[rng.integers(0, len(among), many)])


def _dated(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(effective=pl.lit(LEARNED), source=pl.lit("made-up"))


_REGISTER = """\
name = "A made-up office, to measure with"
synthetic = true
cases_begin = "ready"
on = {on}

[sources.made-up]
title = "Made up: nobody is meant"
"""

_ARRANGEMENT = """\
id = "{name}"
name = "Made-up {name}"
solution = "resettlement"
country = "{country}"
promises = "places"
parties = ["{country}"]
referrers = ["UNHCR"]
needs_consent_of = []
source = "made-up"

[[status]]
effective = {known}
known = {known}
status = "in_force"
source = "made-up"

[[criterion]]
id = "recognised"
kind = "eligibility"
sentence = "Each member is a recognised refugee, or takes the status of one."
test = "refugee_status = 'recognised'"
applies_to = "each_member"
unless = ["derived"]
{dated}

[[criterion]]
id = "derived"
kind = "exemption"
sentence = "A close relative needs no status of their own."
test = "relationship_to_pa IN ('spouse', 'partner', 'child')"
applies_to = "each_member"
{dated}

[[criterion]]
id = "abroad"
kind = "eligibility"
sentence = "Each member is in a country of asylum that is named."
test = "location IN ('TUR', 'LBN', 'JOR', 'KEN', 'UGA')"
applies_to = "each_member"
{dated}

[[criterion]]
id = "with-a-child"
kind = "priority"
sentence = "Families with a child go first."
test = "AGE(date_of_birth, screening_day) < 18"
applies_to = "any_member"
{dated}

[[criterion]]
id = "small"
kind = "eligibility"
sentence = "At most eight go together."
test = "case_size <= 8"
applies_to = "case"
{dated}

[[criterion]]
id = "security"
kind = "eligibility"
sentence = "The State is satisfied on security."
decided_by = "receiving_state"
applies_to = "case"
{dated}

[[offer]]
id = "first"
from = {first}
until = 2024-12-31
unit = "persons"
counts_at = "arrival"
[[offer.places]]
effective = {known}
known = {known}
places = {places}
source = "made-up"

[[offer]]
id = "second"
from = {second}
unit = "persons"
counts_at = "arrival"
[[offer.places]]
effective = {known}
known = {known}
places = {places}
source = "made-up"
"""
