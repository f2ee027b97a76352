"""Worked tables: people in, finding out; what an officer expects of one criterion, kept beside it and run by ``check``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from resettle.engine.registry.language import EVENT_DAYS

OUTCOME = "outcome"
"""In place of a criterion's id: the table is about the arrangement as a whole."""

RULING, RULING_ON = "ruling", "ruling:"
"""A ruling on the table's own criterion; before a criterion's id, one on that."""

COLUMNS = ("about", "on", "case", "person", "group", *EVENT_DAYS, RULING, "finding", "outcome")
"""What a row may say beside facts."""


@dataclass(frozen=True, slots=True)
class WorkedRow:
    """A person, or one more relative or pathway of one: facts and other columns by name; a blank cell is not there."""

    number: int
    cells: Mapping[str, str]

    @property
    def case(self) -> str:
        """The case it is about; a row that names none is one by itself."""
        return self.cells.get("case") or f"row {self.number}"

    @property
    def person(self) -> str:
        """The person it is about, in every case another; a row that names nobody is about somebody else."""
        within = self.cells.get("person") or f"row {self.number}"
        return f"{self.case}\x00{within}"  # a sign that no cell holds: no two people have one name


@dataclass(frozen=True, slots=True)
class WorkedTable:
    """The rows of one criterion of an arrangement or a bar (``of``), or of the arrangement's outcome."""

    of: str
    criterion: str
    file: str
    rows: tuple[WorkedRow, ...]

    @property
    def column(self) -> str:
        """The column that says what is expected."""
        return OUTCOME if self.criterion == OUTCOME else "finding"

    def expected(self, row: WorkedRow) -> str:
        """What a row says is expected; empty text if it says nothing."""
        return row.cells.get(self.column, "")

    def ruled(self, column: str) -> str | None:
        """The criterion on which a column has rulings; None for any other column."""
        if column == RULING:
            return self.criterion
        return column.removeprefix(RULING_ON) if column.startswith(RULING_ON) else None


def tried_together(rows: Iterable[WorkedRow]) -> list[list[WorkedRow]]:
    """The rows of each case, with those of the cases that travel with it."""
    rows = list(rows)
    groups = {row.case: row.cells["group"] for row in rows if "group" in row.cells}
    found: dict[tuple[str, str], list[WorkedRow]] = {}
    for row in rows:
        group = groups.get(row.case, "")
        found.setdefault((group, "" if group else row.case), []).append(row)
    return list(found.values())
