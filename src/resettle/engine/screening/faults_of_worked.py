"""What is wrong with a worked table before it is run: it is about what is not there, or says nothing."""

from collections.abc import Iterator, Mapping, Sequence

from resettle.engine.errors import Fault, Where, nearest_name
from resettle.engine.registry import facts
from resettle.engine.registry.criteria import Criterion, versions
from resettle.engine.registry.facts import Of
from resettle.engine.registry.faults_of_criteria import absolute, excludes_nobody
from resettle.engine.registry.language import EVENT_DAYS
from resettle.engine.registry.register import Register
from resettle.engine.registry.rulings import RulingKind
from resettle.engine.registry.worked import OUTCOME, RULING_ON, WorkedRow, WorkedTable, tried_together

_Versions = Mapping[str, Sequence[Criterion]]
"""By the criterion's id."""


def faults_of(register: Register, table: WorkedTable) -> Iterator[Fault]:
    """Everything for which a table cannot be run."""
    where = Where(table.file)
    if table.of not in register.arrangements and table.of not in register.bars:
        known = [*register.arrangements, *register.bars]
        yield Fault("worked_table_of_nothing", where, {"value": table.of, "allowed": known})
    elif table.criterion != OUTCOME and table.criterion not in _versions(register, table.of):
        allowed = sorted(_versions(register, table.of))
        yield Fault("worked_table_of_nothing", where, {"value": table.criterion, "allowed": allowed})
    elif not any(table.expected(row) for row in table.rows):
        yield Fault("worked_table_expects_nothing", where, {"column": table.column})
    else:
        ruled = _ruled(register, table)
        yield from _rows_for_nothing(table)
        yield from _contradictions(table, ruled)
        yield from _rulings(table, ruled)


def _rows_for_nothing(table: WorkedTable) -> Iterator[Fault]:
    """Cases of which no row says what is expected, nor any of a case they travel with: nobody would look at them."""
    for rows in tried_together(table.rows):
        if not any(table.expected(row) for row in rows):
            where = Where(table.file, rows[0].number, table.column)
            params = {"case": rows[0].cells.get("case", ""), "column": table.column}
            yield Fault("worked_row_expects_nothing", where, params)


def _contradictions(table: WorkedTable, ruled: _Versions) -> Iterator[Fault]:
    """Two values where there can be one: for a person, a case, or cases that travel together."""
    for rows in tried_together(table.rows):
        said: dict[tuple[str, str], tuple[str, int]] = {}
        for row in rows:
            for column, cell in row.cells.items():
                criterion = table.ruled(column)
                subject = _subject(row, column, ruled.get(criterion or ""))
                if subject is None:
                    continue
                what = (subject, column if criterion is None else RULING_ON + criterion)
                other, earlier = said.setdefault(what, (cell, row.number))
                if cell != other:
                    yield Fault(
                        "worked_rows_contradict",
                        Where(table.file, row.number, column),
                        {"value": cell, "other": other, "row": earlier, "case": row.case,
                         "person": row.cells.get("person", "") if subject == row.person else "",
                         "group": row.cells.get("group", "") if subject == _TOGETHER else ""},
                    )  # fmt: skip


def _subject(row: WorkedRow, column: str, ruled: Sequence[Criterion] | None) -> str | None:
    """Of whom a cell is, who can have only one; None where every row may say something else."""
    fact = facts.dictionary().get(column)
    if column == "on":
        return _TOGETHER
    if ruled is not None:
        return row.person if all(one.asks_persons for one in ruled) else row.case
    if column in EVENT_DAYS or (fact is not None and fact.of is Of.PERSON):
        return row.person
    if column in ("group", "finding", OUTCOME) or (fact is not None and fact.of is Of.CASE):
        return row.case
    return None  # a relative or a pathway, of which there may be more, or a remark


_TOGETHER = ""


def _rulings(table: WorkedTable, ruled: _Versions) -> Iterator[Fault]:
    """Columns of rulings on what is not asked, and rulings that could not be."""
    for column in dict.fromkeys(column for row in table.rows for column in row.cells):
        name = table.ruled(column)
        if name is None:
            continue
        if name not in ruled:
            params = {"allowed": sorted(ruled), "near": nearest_name(name, ruled)}
            yield Fault("worked_ruling_on_nothing", Where(table.file, 1, column), params)
            continue
        judged = any(one.decided_by for one in ruled[name])
        params = {"of": table.of, "criterion": name}
        for row in table.rows:
            ruling, at = row.cells.get(column, ""), Where(table.file, row.number, column)
            if excludes_nobody(ruling, ruled[name]):
                kind = ruled[name][0].kind.value
                yield Fault("ruling_on_what_excludes_nobody", at, {**params, "kind": kind})
            elif absolute(ruling, ruled[name]):
                yield Fault("ruling_nothing_to_waive", at, params)
            elif ruling in (RulingKind.SATISFIED, RulingKind.NOT_SATISFIED) and not judged:
                yield Fault("ruling_on_what_is_tested", at, params)


def _ruled(register: Register, table: WorkedTable) -> _Versions:
    """What a table may have rulings on: of an outcome, every criterion; of one criterion, that and its parts."""
    every = dict(_versions(register, table.of))
    if table.criterion == OUTCOME:
        one = register.arrangements.get(table.of)
        for bar in [bar for bar in register.bars.values() if one and bar.country == one.country]:
            every |= {f"{bar.id}/{name}": there for name, there in versions(bar.criteria).items()}
        return every
    found: dict[str, Sequence[Criterion]] = {}
    wait = [table.criterion]
    while wait:
        name = wait.pop()
        if name in every and name not in found:
            found[name] = every[name]
            wait += [part for one in every[name] if one.group for part in one.group.of]
    return found


def _versions(register: Register, of: str) -> _Versions:
    """Every version of every criterion of an arrangement or bar, those of its sub-quotas included."""
    if of in register.bars:
        return versions(register.bars[of].criteria)
    one = register.arrangements[of]
    return versions([*one.criteria, *(each.whom for each in one.sub_quotas)])
