"""People made of a worked table's rows: as much of a situation as screening asks for."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache, cached_property

import polars as pl

from resettle.engine.dates import parse_day
from resettle.engine.registry import facts
from resettle.engine.registry.criteria import Criterion
from resettle.engine.registry.facts import NONE, UNKNOWN, Of
from resettle.engine.registry.language import EVENT_DAYS
from resettle.engine.registry.people import KnownFact, counted, member_rows, typed
from resettle.engine.registry.rulings import Ruling, RulingKind, Rulings
from resettle.engine.registry.worked import WorkedRow, WorkedTable

SOURCE = "worked table"
_RECORDS = {Of.RELATIVE: "relatives", Of.PATHWAY: "pathways"}
Cells = dict[str, str]


class Rows:
    """
    What a table is about, and the people in some of its rows.

    A row without a case is a case of its own; further rows of a person add a relative or a pathway. A ruling is of
    the person where its criterion is asked of persons, else of the case.
    """

    def __init__(
        self,
        table: WorkedTable,
        on: date,
        rows: Iterable[WorkedRow],
        criteria: Sequence[Criterion],
        *,
        rules_not_in_force: bool,
    ) -> None:
        self.table, self.on, self._criteria = table, on, tuple(criteria)
        self._rules_not_in_force = rules_not_in_force
        self._persons: dict[str, Cells] = {}
        self._case_cells: dict[str, Cells] = {}
        self._of_case: dict[str, list[str]] = {}
        self._found: dict[Of, dict[str, list[Cells]]] = {each: {} for each in _RECORDS}
        for row in rows:
            self._take(row)

    def _take(self, row: WorkedRow) -> None:
        case, person = row.case, row.person
        of_case = self._case_cells.setdefault(case, {})
        if person not in self._persons:
            self._of_case.setdefault(case, []).append(person)
        for name, cell in row.cells.items():
            fact = facts.dictionary().get(name)
            if fact is None or fact.of is Of.PERSON:
                self._persons.setdefault(person, {}).setdefault(name, cell)
            if fact is None or fact.of is Of.CASE:
                of_case.setdefault(name, cell)
        for of in _RECORDS:
            record = {name: cell for name, cell in row.cells.items() if _is_of(name, of)}
            if record:
                self._found[of].setdefault(person, []).append(record)

    # What screening asks for

    @property
    def screened_arrangements(self) -> tuple[str, ...]:
        return (self.table.of,)

    def criteria(self, arrangement: str) -> tuple[Criterion, ...]:
        return self._criteria

    def criteria_out_of_force(self, arrangement: str) -> tuple[Criterion, ...]:
        return ()

    def rules_not_in_force(self, arrangement: str) -> bool:
        return self._rules_not_in_force

    @cached_property
    def people(self) -> pl.DataFrame:
        return _typed("people", "person", sorted(self._persons.items()))

    @cached_property
    def members(self) -> pl.DataFrame:
        held = [(case, person) for case in sorted(self._of_case) for person in sorted(self._of_case[case])]
        cells = [(person, self._persons[person]) for _, person in held]
        return _typed("members", "person", cells).select(
            pl.Series("case", [case for case, _ in held], dtype=pl.String), pl.all()
        )

    @cached_property
    def member_rows(self) -> tuple[pl.Series, pl.Series]:
        return member_rows(self.members, self.people, self.cases)

    def members_of(self, case: str) -> pl.DataFrame:
        return self.members.filter(pl.col("case") == case)

    @cached_property
    def cases(self) -> pl.DataFrame:
        names = sorted(self._case_cells)
        told = _typed("cases", "case", [(case, self._case_cells[case]) for case in names])
        sizes = {"case_size": map(self._size, names), "group_size": map(self._group_size, names)}
        return told.with_columns(
            column
            for fact, size in sizes.items()
            for column in counted(fact, pl.Series(list(size), dtype=pl.Int64))
        )

    @cached_property
    def groups(self) -> pl.DataFrame:
        """A group is called by its first case, as everywhere: its word may be another case's name."""
        first: dict[str, str] = {}
        for case, cells in sorted(self._case_cells.items()):
            if "group" in cells:
                first.setdefault(cells["group"], case)
        named = [
            (case, first[cells["group"]]) for case, cells in self._case_cells.items() if "group" in cells
        ]
        return pl.DataFrame(named, schema={"case": pl.String, "group": pl.String}, orient="row")

    def cases_linked(self, case: str) -> tuple[str, ...]:
        group = self._case_cells[case].get("group")
        linked = [one for one, cells in self._case_cells.items() if group and cells.get("group") == group]
        return tuple(sorted(linked)) or (case,)

    def records(self, of: Of) -> pl.DataFrame:
        rows = [(person, cells) for person, found in self._found[of].items() for cells in found]
        return _typed(_RECORDS[of], "person", rows)

    def records_of(self, of: Of, person: str) -> Mapping[str, Mapping[str, KnownFact]]:
        found = self._found[of].get(person, ())
        return {str(number): self._known(cells) for number, cells in enumerate(found, 1)}

    def facts_of(self, person: str) -> Mapping[str, KnownFact]:
        return self._known(self._persons[person])

    def facts_of_case(self, case: str) -> Mapping[str, KnownFact]:
        counted = {"case_size": str(self._size(case)), "group_size": str(self._group_size(case))}
        return self._known({**self._case_cells[case], **counted})

    def rulings(self, arrangement: str) -> Rulings:
        found: dict[str, dict[str, Ruling]] = {}
        for one in self._criteria:
            for subject, cells in (self._persons if one.asks_persons else self._case_cells).items():
                for column, cell in cells.items():
                    if self.table.ruled(column) == one.id:
                        ruling = Ruling(subject, RulingKind(cell), SOURCE, self.on, self.on, SOURCE)
                        found.setdefault(one.id, {})[subject] = ruling
        return found

    def event_days(self, arrangement: str) -> Mapping[str, Mapping[str, date]]:
        return {
            person: {event: parse_day(cells[event]) for event in EVENT_DAYS if event in cells}
            for person, cells in self._persons.items()
        }

    def _known(self, cells: Mapping[str, str]) -> dict[str, KnownFact]:
        return {name: self._fact(name, cell) for name, cell in cells.items() if name in facts.dictionary()}

    def _fact(self, name: str, cell: str) -> KnownFact:
        value = None if cell in (NONE, UNKNOWN) else facts.parse(facts.dictionary()[name], cell)
        return KnownFact(name, cell, value, cell == NONE, self.on, self.on, SOURCE)

    def _size(self, case: str) -> int:
        return len(self._of_case.get(case, ()))

    def _group_size(self, case: str) -> int:
        return sum(self._size(one) for one in self.cases_linked(case))


def _is_of(name: str, of: Of) -> bool:
    fact = facts.dictionary().get(name)
    return fact is not None and fact.of is of


def _typed(table: str, key: str, rows: Sequence[tuple[str, Mapping[str, str]]]) -> pl.DataFrame:
    """The facts of a table as criteria are asked of them; those that no row states are unknown of everybody."""
    stated = [fact for fact in facts.recorded_in(table) if any(fact.name in cells for _, cells in rows)]
    written = pl.DataFrame(
        [[name, *(cells.get(fact.name) for fact in stated)] for name, cells in rows],
        schema={key: pl.String, **{fact.name: pl.String for fact in stated}},
        orient="row",
    )
    told = written.select(key, *typed(stated, written))
    unknown = _nothing_stated(table)
    return pl.concat([told, unknown.drop(told.columns, strict=False).clear(len(rows))], how="horizontal")


@cache
def _nothing_stated(table: str) -> pl.DataFrame:
    return pl.DataFrame(schema={"of": pl.String}).select(typed(facts.recorded_in(table), pl.DataFrame()))
