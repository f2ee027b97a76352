"""A made-up register of the population and the programmes, as a folder of files; and the situation read from one."""

from pathlib import Path

import polars as pl
from screening.population import ON, Population
from screening.programmes import LONG_AGO, Written, programmes

from resettle.engine.registry.situation import Situation
from resettle.files import read

ENDINGS = ("parquet", "csv")
_KEYS = {"people": ["person"], "members": ["case", "person"], "cases": ["case"]}


def read_from(folder: Path, ending: str) -> Situation:
    """Everything read and checked, as an office reads its own register. Raises RegisterRefused."""
    register, _ = read(folder / ending)
    return Situation(register, ON)


def write(population: Population, folder: Path) -> None:
    """The same register twice: its tables as Parquet and as CSV."""
    dated = [pl.lit(f"{ON}").alias(name) for name in ("effective", "known")]
    for ending in ENDINGS:
        within = folder / ending
        (within / "arrangements").mkdir(parents=True)
        (within / "register.toml").write_text(_REGISTER.format(on=ON), encoding="utf-8")
        for name, criteria in programmes().items():
            text = _ARRANGEMENT.format(name=name, day=LONG_AGO) + "".join(map(_criterion, criteria))
            (within / "arrangements" / f"{name}.toml").write_text(text, encoding="utf-8")
        for table in _KEYS:
            frame = getattr(population, table).with_columns(*dated, source=pl.lit("made-up"))
            path = within / f"{table}.{ending}"
            frame.write_parquet(path) if ending == "parquet" else frame.write_csv(path)


def _criterion(one: Written) -> str:
    lines = ["", "[[criterion]]", *(f"{key} = {_toml(value)}" for key, value in one.items())]
    return "\n".join([*lines, f"effective = {LONG_AGO}", f"known = {LONG_AGO}", ""])


def _toml(value: str | list[str]) -> str:
    return f"[{', '.join(map(_toml, value))}]" if isinstance(value, list) else f'"{value}"'


_REGISTER = """\
name = "A made-up register, to measure with"
synthetic = true
on = {on}

[sources.made-up]
title = "Made up: nobody is meant"
"""

_ARRANGEMENT = """\
id = "{name}"
name = "Made-up {name}"
solution = "resettlement"
country = "NZL"
promises = "consideration"
parties = ["NZL"]
needs_consent_of = []
source = "made-up"

[[status]]
effective = {day}
known = {day}
status = "in_force"
source = "made-up"

[[offer]]
id = "ever"
from = {day}
counts_at = "decision"
[[offer.places]]
effective = {day}
known = {day}
places = "unknown"
source = "made-up"
"""
