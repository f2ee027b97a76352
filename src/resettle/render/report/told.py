"""What a report may tell of the people it counts: one rule for counts that stand in several of its tables."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from resettle.engine.placement.compare import Planned
from resettle.engine.reports import disclosure
from resettle.engine.reports.disclosure import Hidden, Line, Told
from resettle.engine.screening.bars import barred
from resettle.render.report import counts
from resettle.render.report.counts import Effect, Size

DISCLOSURE = "Counts of 1 to 4 people are told as “under 5”; another count is “withheld” where a total would give one back."
SHARED = ("ineligible", "needs_a_fact")
"""Outcomes of screening that are main reasons of being left, too: told in both tables, or in neither."""

SIZES = {"1 person": (1, 1), "2 or 3 people": (2, 3), "4 people or more": (4, 10**6)}
"""Sizes of cases. Not one by one: cases and people, both told in all, would then give small counts back."""


def outcomes(found: Mapping[str, Size]) -> Line[str]:
    """People by outcome, hidden where they, or their cases, are few."""
    few = [name for name, one in found.items() if disclosure.small(one.cases)]
    return disclosure.line({name: one.people for name, one in found.items()}, withhold=few)


def outcomes_of_cases(found: Mapping[str, Size], withhold: Iterable[str] = ()) -> Line[str]:
    """Cases by outcome, hidden wherever their people are."""
    hidden = {name for name, cell in outcomes(found).cells.items() if isinstance(cell, Hidden)}
    return disclosure.line({name: one.cases for name, one in found.items()}, withhold=hidden | set(withhold))


def effect(one: Effect, outcome: Line[str]) -> tuple[Told, Told, Told]:
    """Of one criterion: people in cases that do not meet it; that fail nothing else; of whom it is not known."""
    parts = {"only": one.only, "also": one.also, "others": one.others}
    told = disclosure.line(
        parts, withhold=parts if isinstance(outcome.cells["ineligible"], Hidden) else ()
    ).cells
    fails = disclosure.told(one.only + one.also)
    if isinstance(told["others"], Hidden) and fails:
        fails = Hidden.WITHHELD
    unknown = disclosure.told(one.unknown)
    if isinstance(outcome.cells["needs_a_fact"], Hidden) and unknown:
        unknown = Hidden.WITHHELD
    return fails, told["only"], unknown


def left(planned: Planned) -> Mapping[str, Told]:
    """How many are left with a door open (``with``) and without."""
    with_one, without = counts.doors(planned)
    sizes = {"with": sum(one.people for one in with_one), "without": sum(one.people for one in without)}
    return disclosure.line(sizes).cells


def reasons(found: Mapping[str, int], outcome: Line[str]) -> Line[str]:
    """People left by main reason; what screening tells of them already is told, what it hides is hidden."""
    hidden = {name for name in SHARED if found.get(name) and isinstance(outcome.cells[name], Hidden)}
    return disclosure.line(found, withhold=hidden, known=set(SHARED) - hidden)


def barred_by(planned: Planned, bar: str) -> Line[str]:
    """People whom a bar bars, or would bar; whom not; of whom a fact is missing to say so."""
    answers = Counter(found for _, found in barred(planned.situation, bar).iter_rows())
    return disclosure.line(
        {"barred": answers[True], "not barred": answers[False], "needs a fact": answers[None]}
    )


def sizes(planned: Planned) -> Line[str]:
    """Cases proposed, by size."""
    found = dict.fromkeys(SIZES, 0)
    for placing in planned.plan.placings:
        found[next(name for name, (least, most) in SIZES.items() if least <= placing.people <= most)] += 1
    return disclosure.line(found)


@dataclass(frozen=True, slots=True)
class Judged:
    """People proposed, and how many of them on a condition."""

    people: int
    conditional: Told


def judged(planned: Planned, arrangement: str = "") -> Judged:
    """Of those proposed (for one arrangement), how many proposals wait for the receiving State's judgement."""
    placed = [one for one in planned.plan.placings if arrangement in ("", one.arrangement)]
    on_condition = sum(one.people for one in placed if one.conditional_on)
    people = sum(one.people for one in placed)
    return Judged(people, disclosure.line({"yes": on_condition, "no": people - on_condition}).cells["yes"])
