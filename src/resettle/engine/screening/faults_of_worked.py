"""What is wrong with a worked table before it is run: it is about what is not there, or says nothing."""

from collections.abc import Iterator

from resettle.engine.errors import Fault, Where
from resettle.engine.registry.criteria import Criterion
from resettle.engine.registry.faults_of_criteria import nothing_to_waive
from resettle.engine.registry.register import Register
from resettle.engine.registry.rulings import RulingKind
from resettle.engine.registry.worked import OUTCOME, WorkedTable


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
    elif table.criterion != OUTCOME:
        yield from _rulings(register, table)


def _rulings(register: Register, table: WorkedTable) -> Iterator[Fault]:
    there = [one for one in _versions(register, table.of) if one.id == table.criterion]
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
