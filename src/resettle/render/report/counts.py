"""What a report counts: people and cases by outcome, by criterion, by what they wait for and how long."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from resettle.engine.dates import completed_years
from resettle.engine.placement.compare import Planned
from resettle.engine.placement.plan import Left
from resettle.engine.registry.criteria import Criterion
from resettle.engine.registry.situation import Situation
from resettle.engine.screening.effect import effects as effects_in
from resettle.engine.screening.screen import Outcome

OUTCOMES = ("eligible", "conditional", "needs_a_person", "needs_a_fact", "ineligible", "rules_not_in_force")
"""As screening says; ``conditional`` is what only the receiving State has still to judge."""

MAIN = (
    "arrived", "way_open", "in_two_cases", "denied_here", "ineligible", "rules_not_in_force", "not_willing", "needs_a_fact", "needs_the_office", "will_unknown",
    "not_resettlement", "not_in_force", "consent_withheld", "consent_waits", "consent_unknown", "no_offer_running",
    "places_unknown", "travels_with_blocked", "tied_to_under_way", "places_taken", "tie_in_the_way", "not_sought",
)  # fmt: skip
"""Of several obstacles the one told as the main one: what is the case's own before what is everybody's."""

BANDS = ("under 1 year", "1 to 2 years", "2 to 3 years", "3 to 4 years", "4 years or more", "unknown")
PRIORITIES = ("emergency", "urgent", "normal", "unknown")


@dataclass(frozen=True, slots=True)
class Size:
    """Cases, and the people in them."""

    cases: int
    people: int


def size(planned: Planned, cases: Iterable[str]) -> Size:
    listed = list(cases)
    return Size(len(listed), sum(len(planned.situation.persons_of.get(case, ())) for case in listed))


def arrangements(planned: Planned, *, resettlement: bool = False) -> list[str]:
    """Arrangements seen that day, those of resettlement first."""
    every = sorted(planned.situation.arrangements, key=lambda to: not planned.situation.counts_as_placed(to))
    return [to for to in every if planned.situation.counts_as_placed(to)] if resettlement else every


def outcomes(planned: Planned, arrangement: str) -> dict[str, Size]:
    """Outcome → cases and people."""
    rows = planned.screening.outcomes.filter(pl.col("arrangement") == arrangement)
    cases: dict[str, list[str]] = {name: [] for name in OUTCOMES}
    for case, outcome, conditional in rows.select("case", "outcome", "conditional").iter_rows():
        cases["conditional" if conditional else outcome].append(case)
    return {name: size(planned, found) for name, found in cases.items()}


@dataclass(frozen=True, slots=True)
class Effect:
    """One criterion: people in cases that fail it and no other, fail it among others, fail others; and not known."""

    criterion: Criterion
    only: int
    also: int
    others: int
    unknown: int


def effects(planned: Planned, arrangement: str) -> list[Effect]:
    """What each criterion does that is not only for judgement, those that exclude most first."""
    outcome = planned.screening.outcomes.filter(pl.col("arrangement") == arrangement)
    ineligible = _with(outcome, Outcome.INELIGIBLE)
    open_ = _with(outcome, Outcome.NEEDS_A_FACT)
    found = []
    for one in effects_in(planned.situation, planned.screening, arrangement):
        if one.only_judged:
            continue
        fails, unknown, only = set(one.not_met), set(one.unknown), set(one.only)
        parts = (only, fails - only, ineligible - fails, unknown & open_)
        found.append(Effect(one.criterion, *(size(planned, part).people for part in parts)))
    return sorted(found, key=lambda one: (-one.only - one.also, one.criterion.id))


def _with(outcomes: pl.DataFrame, outcome: Outcome) -> set[str]:
    return set(outcomes.filter(pl.col("outcome").cast(pl.String) == outcome.value)["case"])


def waits(situation: Situation, cases: Iterable[str]) -> dict[str, dict[str, int]]:
    """Waiting time → priority → people; *unknown* where the dates known do not settle it."""
    asked = set(cases)
    found = {band: dict.fromkeys(PRIORITIES, 0) for band in BANDS}
    rows = situation.cases.select("case", "waiting_since__lo", "waiting_since__hi", "priority")
    for case, earliest, latest, priority in rows.iter_rows():
        if case in asked:
            told = priority if priority in PRIORITIES else "unknown"
            found[_band(earliest, latest, situation.on)][told] += len(situation.persons_of.get(case, ()))
    return found


def _band(earliest: date | None, latest: date | None, on: date) -> str:
    if earliest is None or latest is None:
        return "unknown"
    last = len(BANDS) - 2
    longest, shortest = (min(max(completed_years(since, on), 0), last) for since in (earliest, latest))
    return BANDS[longest] if longest == shortest else "unknown"


def main_reason(left: Left, arrangement: str) -> str:
    """The obstacle told first of those that stood in the way of a case."""
    codes = [one.code for one in left.why[arrangement]]
    return min(codes, key=lambda code: MAIN.index(code) if code in MAIN else len(MAIN))


def doors(planned: Planned) -> tuple[list[Left], list[Left]]:
    """Those left: with a door of resettlement open that others or a tie filled, and with none."""
    placed = arrangements(planned, resettlement=True)
    with_one = [one for one in planned.plan.left if set(one.doors) & set(placed)]
    names = {one.case for one in with_one}
    return with_one, [one for one in planned.plan.left if one.case not in names]


def combinations(planned: Planned, left: Iterable[Left]) -> list[tuple[tuple[str, ...], int]]:
    """Main reasons in each arrangement of resettlement → people, the commonest first."""
    placed = arrangements(planned, resettlement=True)
    found: Counter[tuple[str, ...]] = Counter()
    for one in left:
        found[tuple(main_reason(one, to) for to in placed)] += one.people
    return sorted(found.items(), key=lambda each: (-each[1], each[0]))


def reasons(planned: Planned, left: Iterable[Left], arrangement: str) -> Mapping[str, int]:
    """Main reason in one arrangement → people left."""
    found: Counter[str] = Counter()
    for one in left:
        found[main_reason(one, arrangement)] += one.people
    return found
