"""Base beside scenario: what a what-if changes, in numbers and in the cases it touches."""

from dataclasses import dataclass

import polars as pl

from resettle.engine.placement.plan import Plan
from resettle.engine.registry.situation import Situation
from resettle.engine.screening.amended import OutcomeChange, changed_outcomes
from resettle.engine.screening.bars import barred
from resettle.engine.screening.screen import Outcome, Screening


@dataclass(frozen=True)
class Planned:
    """A situation with its screening and its plan."""

    situation: Situation
    screening: Screening
    plan: Plan


@dataclass(frozen=True, slots=True)
class Line:
    """One number in base and scenario, and their difference."""

    what: str
    of: str
    base: int
    scenario: int

    @property
    def difference(self) -> int:
        return self.scenario - self.base


@dataclass(frozen=True, slots=True)
class Change:
    """A case that the scenario touches: where it was proposed (None: nowhere) and where it would be."""

    case: str
    people: int
    base: str | None
    scenario: str | None


@dataclass(frozen=True, slots=True)
class NewlyBarred:
    """A person whom a bar in force in the scenario bars and in the base does not (or of whom a fact is missing)."""

    person: str
    bar: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """What a scenario changes, and whom."""

    lines: tuple[Line, ...]
    changes: tuple[Change, ...]
    outcomes: tuple[OutcomeChange, ...]
    barred: tuple[NewlyBarred, ...]

    @property
    def cases(self) -> list[str]:
        """Every case that is touched, once."""
        return sorted({*(one.case for one in self.changes), *(one.case for one in self.outcomes)})


def compare(base: Planned, scenario: Planned) -> Difference:
    """The difference of two views of one register."""
    return Difference(
        _lines(base, scenario),
        _changes(base, scenario),
        changed_outcomes(base.screening, scenario.screening),
        _barred(base, scenario),
    )


def _lines(base: Planned, scenario: Planned) -> tuple[Line, ...]:
    arrangements = list(dict.fromkeys([*base.situation.arrangements, *scenario.situation.arrangements]))
    lines = [Line("people_proposed", "", base.plan.people, scenario.plan.people)]
    lines.append(Line("cases_proposed", "", len(base.plan.placings), len(scenario.plan.placings)))
    for name in arrangements:
        lines.append(
            Line("people_proposed", name, _people_to(base.plan, name), _people_to(scenario.plan, name))
        )
    for outcome in reversed(Outcome):
        for name in arrangements:
            lines.append(
                Line(
                    outcome,
                    name,
                    _with(base.screening, name, outcome),
                    _with(scenario.screening, name, outcome),
                )
            )
    for bar in base.situation.register.bars:
        lines.append(
            Line("people_barred", bar, sum(_bites(base, bar).values()), sum(_bites(scenario, bar).values()))
        )
    return tuple(lines)


def _people_to(plan: Plan, arrangement: str) -> int:
    return sum(placing.people for placing in plan.placings if placing.arrangement == arrangement)


def _with(screening: Screening, arrangement: str, outcome: str) -> int:
    asked = (pl.col("arrangement") == arrangement) & (pl.col("outcome").cast(pl.String) == outcome)
    return screening.outcomes.filter(asked).height


def _changes(base: Planned, scenario: Planned) -> tuple[Change, ...]:
    was = {placing.case: placing for placing in base.plan.placings}
    now = {placing.case: placing for placing in scenario.plan.placings}
    return tuple(
        Change(case, (now.get(case) or was[case]).people, was[case].offer if case in was else None,
               now[case].offer if case in now else None)
        for case in sorted(was.keys() | now.keys())
        if (case in was) != (case in now) or was[case].offer != now[case].offer
    )  # fmt: skip


def _barred(base: Planned, scenario: Planned) -> tuple[NewlyBarred, ...]:
    """Those of whom a bar in force says more than before: barred, or a fact missing to say so."""
    found = []
    for bar in scenario.situation.register.bars:
        was, now = _bites(base, bar), _bites(scenario, bar)
        found += [
            NewlyBarred(person, bar, sure) for person, sure in now.items() if was.get(person) is not sure
        ]
    return tuple(found)


def _bites(planned: Planned, bar: str) -> dict[str, bool]:
    """person → True whom a bar in force bars, False of whom a fact is missing to say so."""
    if not planned.situation.is_open(bar):
        return {}
    rows = barred(planned.situation, bar).iter_rows()
    return {person: bool(answer) for person, answer in rows if answer is not False}
