"""What is wrong with a worked table before it is run: it is about what is not there, or says nothing."""

from collections.abc import Iterator, Sequence

from resettle.engine.errors import Fault, Where
from resettle.engine.registry import facts
from resettle.engine.registry.criteria import Criterion
from resettle.engine.registry.facts import Of
from resettle.engine.registry.faults_of_criteria import nothing_to_waive
from resettle.engine.registry.language import EVENT_DAYS
from resettle.engine.registry.register import Register
from resettle.engine.registry.rulings import RulingKind
from resettle.engine.registry.worked import OUTCOME, WorkedRow, WorkedTable, tried_together


def faults_of(register: Register, table: WorkedTable) -> Iterator[Fault]:
    """Everything for which a table cannot be run."""
    where = Where(table.file)
    if table.of not in register.arrangements and table.of not in register.bars:
        known = [*register.arrangements, *register.bars]
        yield Fault("worked_table_of_nothing", where, {"value": table.of, "allowed": known})
    elif table.criterion != OUTCOME and table.criterion not in _ids(register, table.of):
        allowed = sorted(_ids(register, table.of))
        yield Fault("worked_table_of_nothing", where, {"value": table.criterion, "allowed": allowed})
    elif not any(table.expected(row) for row in table.rows):
        yield Fault("worked_table_expects_nothing", where, {"column": table.column})
    else:
        there = [one for one in _versions(register, table.of) if one.id == table.criterion]
        yield from _rows_for_nothing(table)
        yield from _contradictions(table, there)
        yield from _rulings(table, there)


def _rows_for_nothing(table: WorkedTable) -> Iterator[Fault]:
    """Cases of which no row says what is expected, nor any of a case they travel with: nobody would look at them."""
    for rows in tried_together(table.rows):
        if not any(table.expected(row) for row in rows):
            where = Where(table.file, rows[0].number, table.column)
            params = {"case": rows[0].cells.get("case", ""), "column": table.column}
            yield Fault("worked_row_expects_nothing", where, params)


def _contradictions(table: WorkedTable, there: Sequence[Criterion]) -> Iterator[Fault]:
    """Two values where there can be one: for a person, a case, or cases that travel together."""
    for rows in tried_together(table.rows):
        said: dict[tuple[str, str], tuple[str, int]] = {}
        for row in rows:
            for column, cell in row.cells.items():
                subject = _subject(row, column, there)
                if subject is None:
                    continue
                other, earlier = said.setdefault((subject, column), (cell, row.number))
                if cell != other:
                    yield Fault(
                        "worked_rows_contradict",
                        Where(table.file, row.number, column),
                        {"value": cell, "other": other, "row": earlier, "case": row.case,
                         "person": row.cells["person"] if subject == row.person else "",
                         "group": row.cells.get("group", "") if subject == _TOGETHER else ""},
                    )  # fmt: skip


def _subject(row: WorkedRow, column: str, there: Sequence[Criterion]) -> str | None:
    """Of whom a cell is, who can have only one; None where every row may say something else."""
    fact = facts.dictionary().get(column)
    if column == "on":
        return _TOGETHER
    if column == "ruling":
        return row.person if there and all(one.asks_persons for one in there) else row.case
    if column in EVENT_DAYS or (fact is not None and fact.of is Of.PERSON):
        return row.person
    if column in ("group", "finding", OUTCOME) or (fact is not None and fact.of is Of.CASE):
        return row.case
    return None  # a relative or a pathway, of which there may be more, or a remark


_TOGETHER = ""


def _rulings(table: WorkedTable, there: Sequence[Criterion]) -> Iterator[Fault]:
    judged = any(one.decided_by for one in there)
    params = {"of": table.of, "criterion": table.criterion}
    for row in table.rows:
        ruling, at = row.cells.get("ruling", ""), Where(table.file, row.number, "ruling")
        if nothing_to_waive(ruling, there):
            yield Fault("ruling_nothing_to_waive", at, params)
        elif ruling in (RulingKind.SATISFIED, RulingKind.NOT_SATISFIED) and not judged:
            yield Fault("ruling_on_what_is_tested", at, params)


def _ids(register: Register, of: str) -> set[str]:
    return {one.id for one in _versions(register, of)}


def _versions(register: Register, of: str) -> list[Criterion]:
    """Every version of every criterion of an arrangement or bar, those of its sub-quotas included."""
    if of in register.bars:
        return list(register.bars[of].criteria)
    one = register.arrangements[of]
    return [*one.criteria, *(each.whom for each in one.sub_quotas)]
