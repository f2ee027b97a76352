"""The report's page on a what-if: base beside scenario, in numbers, and how many cases it touches."""

from collections.abc import Iterator

from resettle.engine.placement.compare import Line, Planned
from resettle.engine.reports import disclosure
from resettle.engine.reports.disclosure import Hidden, Told
from resettle.render.report import counts, told
from resettle.render.report.parts import Prose, Section, Tabled, blocks
from resettle.render.report.people import OUTCOMES
from resettle.render.report.supposed import seen
from resettle.render.report.tables import Row, number, signed, table
from resettle.render.words.names import LINES, country
from resettle.service import PlanAnswer

Numbers = tuple[Told, Told, Told]
"""Base, scenario, difference."""


def compared(answer: PlanAnswer) -> Section | None:
    """Base beside scenario; None without one."""
    if answer.scenario is None or answer.difference is None:
        return None
    difference = answer.difference
    proposal, outcome = len(difference.changes), len({one.case for one in difference.outcomes})
    touched = [
        f"The what-if touches {_some_cases(len(difference.cases))}.",
        f"The proposal of {_some_cases(proposal)} differs." if proposal else "No proposal differs.",
        f"The screening of {_some_cases(outcome)} differs." if outcome else "Nobody's screening differs.",
    ]
    rows = list(_rows(answer, answer.scenario))
    note = (
        f"{seen(answer.scenario.situation)} Numbers that stay as they are are not listed. {told.DISCLOSURE}"
    )
    return Section("compared", "Base beside scenario", blocks(
        Prose(" ".join(touched), "lead"),
        Tabled(table("What the what-if changes", ("", "of", "base#", "scenario#", "difference#"), rows, note))
        if rows else None,
    ), "Base and scenario")  # fmt: skip


def _some_cases(count: int) -> str:
    return f"{number(disclosure.told(count))} {'case' if count == 1 else 'cases'}"


def _rows(answer: PlanAnswer, scenario: Planned) -> Iterator[Row]:
    assert answer.difference is not None
    register = answer.base.situation.register
    for line in answer.difference.lines:
        if line.difference and line.what in ("people_proposed", "cases_proposed"):
            of = _name(scenario, line.of) if line.of else "all together"
            yield _row(LINES[line.what], of, (line.base, line.scenario, line.difference), strong=not line.of)
    for to in counts.arrangements(scenario):
        if to in answer.base.situation.arrangements:
            for name, numbers in _outcomes(answer.base, scenario, to):
                yield _row(f"cases: {OUTCOMES[name][0]}", _name(scenario, to), numbers)
    for line in answer.difference.lines:
        if line.difference and line.what == "people_barred":
            yield _row(LINES[line.what], register.bars[line.of].name, _barred(answer.base, scenario, line))


def _row(what: str, of: str, numbers: Numbers, *, strong: bool = False) -> Row:
    base, scenario, by = numbers
    return Row((what, of, number(base), number(scenario), signed(by)), strong=strong)


def _name(planned: Planned, arrangement: str) -> str:
    return f"{country(planned.situation.register.arrangements[arrangement].country)} ({arrangement})"


def _outcomes(base: Planned, scenario: Planned, arrangement: str) -> Iterator[tuple[str, Numbers]]:
    """
    Outcomes that differ: a small difference hides its base, and what would give it back.

    The scenario's outcomes stand in a table of their own, so it is the base that is hidden.
    """
    before, after = counts.outcomes(base, arrangement), counts.outcomes(scenario, arrangement)
    by = {name: after[name].cases - before[name].cases for name in OUTCOMES}
    was = told.outcomes_of_cases(
        before, [name for name, number in by.items() if disclosure.small(number)]
    ).cells
    now = told.outcomes_of_cases(after).cells
    for name, difference in by.items():
        if difference:
            yield name, (was[name], now[name], _difference(was[name], now[name], difference))


def _barred(base: Planned, scenario: Planned, line: Line) -> Numbers:
    was, now = (
        told.barred_by(planned, line.of).cells["barred"] if number else 0
        for planned, number in ((base, line.base), (scenario, line.scenario))
    )
    if disclosure.small(line.difference):
        was = Hidden.WITHHELD
    return was, now, _difference(was, now, line.difference)


def _difference(was: Told, now: Told, difference: int) -> Told:
    if disclosure.small(difference):
        return Hidden.UNDER_5
    return Hidden.WITHHELD if isinstance(was, Hidden) or isinstance(now, Hidden) else difference
