"""Runs worked tables: what an officer expects of a criterion, beside what both evaluators find."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from resettle.engine.dates import parse_day
from resettle.engine.errors import Fault, Where
from resettle.engine.registry.agreed import Agreed
from resettle.engine.registry.criteria import Criterion, in_force
from resettle.engine.registry.register import Register
from resettle.engine.registry.worked import OUTCOME, WorkedRow, WorkedTable, tried_together
from resettle.engine.screening import reference
from resettle.engine.screening.casefile import case_file
from resettle.engine.screening.faults_of_worked import faults_of
from resettle.engine.screening.reference import Answer
from resettle.engine.screening.rows import Rows
from resettle.engine.screening.screen import JUDGEMENT, OUTCOMES, screen


@dataclass(frozen=True, slots=True)
class Worked:
    """One expectation and what came of it; ``fast`` is what the fast screen says where it tells that answer apart."""

    table: WorkedTable
    row: WorkedRow
    expected: str
    found: str
    fast: str

    @property
    def holds(self) -> bool:
        return self.expected == self.found and self.fast in (self.found, _FAST.get(self.found, self.found))


_FAST = {Answer.EXEMPT.value: "met", Answer.WAIVED.value: "met"}
"""The fast screen counts exemptions and waivers into what they lift."""


def worked(register: Register) -> list[Worked]:
    """Every expectation of every table, in the tables' order."""
    return [one for table in register.worked for one in _run(register, table)]


def faults(register: Register) -> list[Fault]:
    """The expectations that do not hold, and tables that say nothing or are about what is not there."""
    done = worked(register)
    return misplaced(register) + [
        Fault(
            "worked_table_differs" if one.expected != one.found else "worked_evaluators_differ",
            Where(one.table.file, one.row.number, one.table.column),
            {"of": one.table.of, "criterion": one.table.criterion, "expected": one.expected, "found": one.found,
             "fast": one.fast, "case": one.row.case, "about": one.row.cells.get("about", "")},
        )
        for one in done
        if not one.holds
    ]  # fmt: skip


def misplaced(register: Register) -> list[Fault]:
    """Tables that say nothing or are about what is not there; they are not run."""
    return [fault for table in register.worked for fault in faults_of(register, table)]


def _run(register: Register, table: WorkedTable) -> Iterator[Worked]:
    if any(True for _ in faults_of(register, table)):
        return
    days: dict[date, list[WorkedRow]] = {}
    for rows in tried_together(table.rows):
        day = next((row.cells["on"] for row in rows if "on" in row.cells), None)
        days.setdefault(parse_day(day) if day else register.on, []).extend(rows)
    for on, rows in days.items():
        yield from _on_a_day(register, table, on, rows)


def _on_a_day(register: Register, table: WorkedTable, on: date, rows: list[WorkedRow]) -> Iterator[Worked]:
    criteria = _criteria(register, table.of, on)
    one = next((each for each in criteria if each.id == table.criterion), None)
    expecting = [(row, expected) for row in rows if (expected := table.expected(row))]
    if one is None and table.criterion != OUTCOME:
        for row, expected in expecting:
            gone = Answer.NOT_IN_FORCE.value
            yield Worked(table, row, expected, gone, gone)
        return
    asked = criteria if one is None else _with_what_it_needs(one, criteria)
    not_in_force = one is None and _rules_not_in_force(register, table.of, on)
    people = Rows(table, on, rows, asked, rules_not_in_force=not_in_force)
    found = screen(people).found[table.of]
    places = {case: place for place, case in enumerate(people.cases.get_column("case"))}
    for row, expected in expecting:
        file, place = case_file(people, row.case, table.of), places[row.case]
        if one is None:
            said, fast = reference.outcome(file)[0].value, OUTCOMES[found.outcome[place]].value
        else:
            said = reference.finding(file, one).answer.value
            fast = _SAID[int(found.answers[one.id][place])] if one.id in found.answers else said
        yield Worked(table, row, expected, said, fast)


_SAID = {1: "met", -1: "not_met", 0: "unknown", int(JUDGEMENT): "judgement"}


def _criteria(register: Register, of: str, on: date) -> tuple[Criterion, ...]:
    """As in force on the day, by all that has become known since."""
    agreed = Agreed(register, on, date.max)
    if of in register.bars:
        return tuple(agreed.bound(one, of) for one in in_force(register.bars[of].criteria, on, date.max))
    return agreed.criteria(of)


def _rules_not_in_force(register: Register, of: str, on: date) -> bool:
    return of in register.arrangements and Agreed(register, on, date.max).rules_not_in_force(of)


def _with_what_it_needs(one: Criterion, criteria: Iterable[Criterion]) -> list[Criterion]:
    """The criterion, its exemptions and its parts, in their order; the part of a group shows by itself."""
    by_id = {each.id: each for each in criteria}
    wanted: set[str] = set()
    wait = [one.id]
    while wait:
        name = wait.pop()
        if name in by_id and name not in wanted:
            wanted.add(name)
            group = by_id[name].group
            wait += [*by_id[name].unless, *(group.of if group else ())]
    return [each for each in criteria if each.id in wanted]
