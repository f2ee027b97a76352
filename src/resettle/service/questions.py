"""Questions: a register in, an answer out. Each needs the engine only, so a folder of files needs no database."""

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from resettle.engine.errors import Fault, nearest_name, refuse
from resettle.engine.placement.check import check
from resettle.engine.placement.compare import Difference, Planned, compare
from resettle.engine.placement.explain import Explanation, explain
from resettle.engine.placement.recommend import plan
from resettle.engine.placement.solver import SolverFailed
from resettle.engine.referrals.appointments import Appointment, Mission, Schedule
from resettle.engine.referrals.deadlines import Alert, alerts
from resettle.engine.registry.assumptions import resolve
from resettle.engine.registry.register import Register
from resettle.engine.registry.situation import Situation
from resettle.engine.screening.amended import OutcomeChange, changed_outcomes
from resettle.engine.screening.screen import Screening, screen
from resettle.service.opening import databases


@dataclass(frozen=True)
class Asked:
    """What is asked: as of which day, as known on which, under which what-ifs and assumptions, by which tiers
    (None: the default ones)."""

    on: date | None = None
    known: date | None = None
    what_ifs: tuple[str, ...] = ()
    assume: Mapping[str, int] = field(default_factory=dict)
    tiers: Sequence[str] | None = None


@dataclass(frozen=True)
class Screened:
    """A situation and its screening."""

    situation: Situation
    screening: Screening


@dataclass(frozen=True)
class Alerted:
    """A situation and everything that is due in it."""

    situation: Situation
    alerts: tuple[Alert, ...]


@dataclass(frozen=True)
class Scheduled:
    """A situation, and of it the missions and the appointments that were asked for."""

    situation: Situation
    missions: tuple[Mission, ...]
    appointments: tuple[Appointment, ...]


@dataclass(frozen=True)
class Wanted:
    """Which appointments: of one mission; for these days, first and last among them (None: no end)."""

    mission: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class ScreenAnswer:
    """Who qualifies as the register stands, and beside it, if a what-if was asked for, in the scenario, and who differs."""

    base: Screened
    scenario: Screened | None = None
    changes: tuple[OutcomeChange, ...] = ()

    @property
    def shown(self) -> Screened:
        return self.scenario or self.base


@dataclass(frozen=True)
class PlanAnswer:
    """A plan as the register stands, and beside it, if a what-if was asked for, the scenario's and the difference."""

    base: Planned
    scenario: Planned | None = None
    difference: Difference | None = None

    @property
    def shown(self) -> Planned:
        return self.scenario or self.base


Step = Callable[[str], None]
"""Told the name of each step as it begins, for whoever shows progress."""


def _silent(_: str) -> None:
    """Nobody watches."""


class PlanRefused(AssertionError):
    """A plan of ours that its own check refuses: a defect of the software, never shown as a result."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            f"{len(self.faults)} faults, first {self.faults[0].code} {dict(self.faults[0].params)}"
        )


def alerted(register: Register, asked: Asked) -> Alerted:
    """What is due on a day: clocks that have run out, arrangements that closed under open submissions, reviews."""
    seen = situation(register, asked)
    return Alerted(seen, tuple(alerts(seen)))


def scheduled(register: Register, asked: Asked, wanted: Wanted) -> Scheduled:
    """Missions and appointments as of a day. Raises RequestRefused for a mission that is none."""
    seen = situation(register, asked)
    schedule = Schedule(seen)
    if wanted.mission and wanted.mission not in schedule.missions:
        near = nearest_name(wanted.mission, schedule.missions)
        raise refuse("mission_unknown", value=wanted.mission, near=near)
    first, last = wanted.first or date.min, wanted.last or date.max
    return Scheduled(
        seen,
        tuple(one for one in schedule.missions.values() if wanted.mission in ("", one.id)),
        tuple(
            one
            for one in schedule.appointments
            if wanted.mission in ("", one.mission) and first <= one.planned_for <= last
        ),
    )


def situation(register: Register, asked: Asked) -> Situation:
    """The register as asked for. Raises RequestRefused for unknown what-ifs and assumptions that do not fit."""
    on = asked.on or register.on
    assumptions = resolve(Situation(register, on, asked.known), asked.assume)
    return Situation(register.supposing(asked.what_ifs), on, asked.known, assumptions)


def screened(register: Register, asked: Asked) -> ScreenAnswer:
    """Who qualifies for what; with what-ifs, base and scenario and whose outcome differs."""
    base = _screened(register, replace(asked, what_ifs=()))
    if not asked.what_ifs:
        return ScreenAnswer(base)
    scenario = _screened(register, asked)
    return ScreenAnswer(base, scenario, changed_outcomes(base.screening, scenario.screening))


def _screened(register: Register, asked: Asked) -> Screened:
    seen = situation(register, asked)
    return Screened(seen, screen(seen))


def planned(register: Register, asked: Asked, step: Step = _silent) -> PlanAnswer:
    """The plan; with what-ifs, base and scenario and what differs. Every plan has passed its check."""
    base = _planned(register, replace(asked, what_ifs=()), step)
    if not asked.what_ifs:
        return PlanAnswer(base)
    scenario = _planned(register, asked, step)
    return PlanAnswer(base, scenario, compare(base, scenario))


def plan_kept(place: str, by: str, asked: Asked, digest: str, answer: PlanAnswer) -> str:
    """Puts a plan of a database on its record; the id of the run. Raises RequestRefused without an open account."""
    databases()
    runs = importlib.import_module("resettle.service.runs")
    return str(runs.kept(place, by, asked, digest, answer.base, answer.scenario).id)


def explained(
    register: Register, asked: Asked, case: str, step: Step = _silent
) -> tuple[Explanation, Situation]:
    """Why one case, or the case a person is in, is where it is. Raises RequestRefused if it is not there."""
    one = _planned(register, asked, step)
    step("Explaining")
    return explain(one.situation, one.screening, one.plan, case), one.situation


def _planned(register: Register, asked: Asked, step: Step) -> Planned:
    step("Screening")
    seen = _screened(register, asked)
    step("Planning")
    proposed = plan(seen.situation, seen.screening, asked.tiers)
    step("Checking the plan")
    faults = check(seen.situation, proposed)
    if faults:
        raise PlanRefused(faults)
    return Planned(seen.situation, seen.screening, proposed)


__all__ = [
    "Asked",
    "PlanAnswer",
    "PlanRefused",
    "ScreenAnswer",
    "Screened",
    "SolverFailed",
    "explained",
    "plan_kept",
    "planned",
    "screened",
    "situation",
]
