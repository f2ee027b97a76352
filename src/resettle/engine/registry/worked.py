"""Worked tables: people in, finding out; what an officer expects of one criterion, kept beside it and run by ``check``."""

from collections.abc import Mapping
from dataclasses import dataclass

from resettle.engine.registry.language import EVENT_DAYS

OUTCOME = "outcome"
"""In place of a criterion's id: the table is about the arrangement as a whole."""

COLUMNS = ("about", "on", "case", "person", "group", *EVENT_DAYS, "ruling", "finding", "outcome")
"""What a row may say beside facts."""


@dataclass(frozen=True, slots=True)
class WorkedRow:
    """A person, or one more relative or pathway of one: facts and other columns by name; a blank cell is not there."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WorkedTable:
    """The rows of one criterion of an arrangement or a bar (``of``), or of the arrangement's outcome."""

    of: str
    criterion: str
    file: str
    rows: tuple[WorkedRow, ...]
