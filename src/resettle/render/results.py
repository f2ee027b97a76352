"""Answers as data: JSON for other programs, tables for spreadsheets. Case by case only if asked for."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

import polars as pl

from resettle.engine.dates import PartialDate
from resettle.engine.errors import Fault
from resettle.engine.placement.compare import Difference, Planned
from resettle.engine.placement.explain import Explanation
from resettle.engine.placement.plan import LimitUse
from resettle.engine.registry.criteria import Criterion
from resettle.engine.registry.situation import Situation
from resettle.engine.reports.disclosure import Hidden, Told
from resettle.engine.screening.effect import effects
from resettle.render import words
from resettle.render.report import told as report_told
from resettle.render.report.counts import Size
from resettle.render.words.names import SYNTHETIC
from resettle.service import PlanAnswer, ScreenAnswer, Screened

Table = tuple[Sequence[str], Sequence[Sequence[object]]]
"""Column names and rows."""


def checked(faults: Iterable[Fault]) -> dict[str, Any]:
    """Everything wrong with a register."""
    listed = [{**plain(fault), "message": words.fault(fault)} for fault in faults]
    return {"errors": [f for f in listed if f["severity"] == "error"],
            "warnings": [f for f in listed if f["severity"] == "warning"]}  # fmt: skip


def screened(answer: ScreenAnswer, *, cases: bool) -> dict[str, Any]:
    """Base, and scenario and whose outcome differs if there is one."""
    found: dict[str, Any] = {"base": _screen(answer.base, cases=cases)}
    if answer.scenario:
        found |= {"scenario": _screen(answer.scenario, cases=cases), "outcomes_changed": len(answer.changes)}
        found |= {"changes": plain(answer.changes)} if cases else {}
    return found


def _screen(answer: Screened, *, cases: bool) -> dict[str, Any]:
    """Outcomes by arrangement, and of every case if asked."""
    found: dict[str, Any] = {
        "asked": asked(answer.situation),
        "outcomes": rows(outcomes(answer)),
        "criteria": rows(criteria(answer)),
    }
    if cases:
        found["cases"] = rows(outcomes_of_cases(answer))
    return found


def planned(answer: PlanAnswer, warnings: Sequence[Fault], *, cases: bool) -> dict[str, Any]:
    """Base, and scenario and difference if there is one."""
    found: dict[str, Any] = {"base": _plan(answer.base, cases=cases)}
    if answer.scenario and answer.difference:
        found |= {
            "scenario": _plan(answer.scenario, cases=cases),
            "difference": _difference(answer.difference, cases=cases),
        }
    return {**found, **checked(warnings)}


def explained(answer: Explanation, situation: Situation) -> dict[str, Any]:
    """All of one case, with the sentences an officer reads."""
    doors = [
        {
            **plain(door),
            "reasons": [
                words.obstacle(one, situation, door.arrangement, answer.case) for one in door.obstacles
            ],
        }
        for door in answer.doors
    ]
    return {"asked": asked(situation), **plain(answer), "doors": doors}


def asked(situation: Situation) -> dict[str, Any]:
    """What an answer is as of, as known on, and supposes."""
    return {
        "register": situation.register.name,
        "synthetic": situation.register.synthetic,
        "on": situation.on.isoformat(),
        "known": situation.known.isoformat(),
        "what_ifs": list(situation.register.supposed),
        "assumptions": dict(situation.assumptions),
    }


def _plan(planned: Planned, *, cases: bool) -> dict[str, Any]:
    plan = planned.plan
    found = {
        "asked": asked(planned.situation),
        "people_proposed": plan.people,
        "cases_proposed": len(plan.placings),
        "cases_left": len(plan.left),
        "cases_under_way": len(plan.under_way),
        "proven": plan.proven,
        "tiers": [{**plain(tier), "proven": tier.proven, "gap": tier.gap} for tier in plan.tiers],
        "places": rows(places(planned)),
    }
    if cases:
        found |= {"placings": plain(plan.placings), "left": plain(plan.left)}
    return found


def _difference(difference: Difference, *, cases: bool) -> dict[str, Any]:
    lines = [{**plain(line), "difference": line.difference} for line in difference.lines]
    found: dict[str, Any] = {
        "lines": lines,
        "cases_touched": len(difference.cases),
        "people_barred": sum(one.certain for one in difference.barred),
        "people_barred_unknown": sum(not one.certain for one in difference.barred),
    }
    if cases:
        found |= {
            "changes": plain(difference.changes),
            "outcomes": plain(difference.outcomes),
            "barred": plain(difference.barred),
        }
    return found


# Tables


def places(planned: Planned) -> Table:
    """One row a limit: offered, what others take, used, held, proposed before, proposed by the plan, free after."""
    names = ("limit", "unit", "offered", "up_to", "assumed", "others", "others_assumed", "used", "held", "proposed_before",
             "proposed_by_plan", "free_after", "no_place_promised", "untaken", "reallocated", "lapsed")  # fmt: skip
    rows = [_limit(use, planned.situation) for use in planned.plan.limits]
    if not planned.situation.limits.plan_over_submission:
        return names, rows
    over = [[use.ledger.over_submission, _known(use.ledger.over_submitted)] for use in planned.plan.limits]
    return (*names, "over_submission", "over_submitted"), [
        [*row, *more] for row, more in zip(rows, over, strict=True)
    ]


def _limit(use: LimitUse, situation: Situation) -> list[object]:
    one = use.ledger
    others = None if None in one.others.values() else sum(number or 0 for number in one.others.values())
    return [
        one.limit, one.unit.value, _known(one.offered.number), one.offered.up_to, one.assumed, _known(others), bool(situation.assumptions.keys() & one.others.keys()), one.used,
        one.held, one.proposed, use.proposed, _known(use.free_after), one.no_place_promised,
        one.untaken if one.over else None, one.reallocated, one.lapsed,
    ]  # fmt: skip


def outcomes(answer: Screened | Planned) -> Table:
    """Cases and people by arrangement and outcome."""
    sizes = answer.situation.cases.select("case", pl.col("case_size__lo").alias("people"))
    counted = (
        answer.screening.outcomes.join(sizes, on="case")
        .group_by("arrangement", "outcome", maintain_order=True)
        .agg(pl.len().alias("cases"), pl.col("people").sum())
        .sort("arrangement", "outcome")
    )
    return ("arrangement", "outcome", "cases", "people"), counted.rows()


def outcomes_told(answer: Screened | Planned) -> Table:
    """The same as it may leave the house: small counts hidden, with others, so that no total gives one back."""
    names, exact = outcomes(answer)
    found: dict[str, dict[str, Size]] = {}
    for arrangement, outcome, cases, people in exact:
        found.setdefault(str(arrangement), {})[str(outcome)] = Size(int(str(cases)), int(str(people)))
    told = [
        [arrangement, outcome, _told(of_cases.cells[outcome]), _told(of_people.cells[outcome])]
        for arrangement, sizes in found.items()
        for of_people, of_cases in [(report_told.outcomes(sizes), report_told.outcomes_of_cases(sizes))]
        for outcome in sizes
    ]
    return names, told


def _told(count: Told) -> int | str:
    return count.value if isinstance(count, Hidden) else count


def criteria(answer: Screened | Planned) -> Table:
    """Cases that do not meet each criterion, of which it is unknown, and that fail only because of it."""
    names = ("arrangement", "criterion", "not_met", "unknown", "fails_only_because")
    rows_ = []
    for arrangement in answer.screening.found:
        for one in effects(answer.situation, answer.screening, arrangement):
            numbers = (len(one.not_met), len(one.unknown), len(one.only))
            if not one.only_judged:
                rows_.append([arrangement, one.criterion.sentence, *numbers])
    return names, rows_


def outcomes_of_cases(answer: Screened | Planned) -> Table:
    """One row a case and arrangement."""
    return ("case", "arrangement", "outcome", "conditional"), answer.screening.outcomes.rows()


def placings(planned: Planned) -> Table:
    """One row a case placed, with its sentence."""
    names = (
        "case",
        "people",
        "arrangement",
        "offer",
        "country",
        "conditional_on",
        "travels_with",
        "rejoins",
        "partings",
        "why",
    )
    return names, [
        [one.case, one.people, one.arrangement, one.offer, one.country, "; ".join(one.conditional_on),
         "; ".join(one.with_cases), len(one.rejoins), len(one.partings), words.placing(one, planned.situation)]
        for one in planned.plan.placings
    ]  # fmt: skip


def left(planned: Planned) -> Table:
    """One row a case left and an arrangement, with the sentences."""
    return ("case", "people", "arrangement", "why"), [
        [one.case, one.people, arrangement, " ".join(words.obstacle(each, planned.situation, arrangement, one.case) for each in why)]
        for one in planned.plan.left
        for arrangement, why in one.why.items()
    ]  # fmt: skip


def changes(difference: Difference) -> Table:
    """One row a case whose proposal differs."""
    return ("case", "people", "base", "scenario"), [
        [c.case, c.people, c.base, c.scenario] for c in difference.changes
    ]


def differences(difference: Difference, *, every: bool) -> Table:
    """One row a number in base and scenario: those of places and proposals, or every one."""
    return ("what", "of", "base", "scenario", "difference"), [
        [line.what, line.of, line.base, line.scenario, line.difference]
        for line in difference.lines
        if every or line.what in ("people_proposed", "cases_proposed")
    ]


def files_of(answer: PlanAnswer, *, cases: bool) -> dict[str, str]:
    """File name → CSV: what a plan leaves behind. Small counts are hidden, unless lists case by case are asked for."""
    shown = answer.shown
    tables = {"places": places(shown), "outcomes": outcomes(shown) if cases else outcomes_told(shown)}
    if cases:
        tables |= {"criteria": criteria(shown), "plan": placings(shown), "left": left(shown)}
        tables |= {"outcomes-by-case": outcomes_of_cases(shown)}
    written = as_files(tables, shown.situation)
    return written | (differences_of(answer, cases=cases) if answer.difference else {})


def differences_of(answer: PlanAnswer, *, cases: bool) -> dict[str, str]:
    """File name → CSV: base beside scenario. Only counts of places and proposals, unless all is asked for."""
    assert answer.difference is not None
    tables = {"difference": differences(answer.difference, every=cases)}
    if cases:
        tables |= {"changes": changes(answer.difference), "barred": barred(answer.difference)}
    return as_files(tables, answer.shown.situation)


def screened_of(answer: Screened, *, cases: bool) -> dict[str, str]:
    """File name → CSV: who qualifies for what. Small counts are hidden, unless lists case by case are asked for."""
    tables = {"outcomes": outcomes(answer) if cases else outcomes_told(answer)}
    if cases:
        tables |= {"criteria": criteria(answer), "outcomes-by-case": outcomes_of_cases(answer)}
    return as_files(tables, answer.situation)


def as_files(tables: Mapping[str, Table], situation: Situation) -> dict[str, str]:
    """File name → CSV; every row says what it is as of, what it supposes, and whether the people are invented."""
    about = asked(situation)
    names = ("as_of", "known_on", "what_ifs", "assumptions", "about_people")
    assumed = "; ".join(f"{name}={number}" for name, number in situation.assumptions.items())
    mark = SYNTHETIC if situation.register.synthetic else ""
    told = [about["on"], about["known"], "; ".join(about["what_ifs"]), assumed, mark]
    return {
        f"{name}.csv": as_csv(((*table[0], *names), [[*row, *told] for row in table[1]]))
        for name, table in tables.items()
    }


def barred(difference: Difference) -> Table:
    """One row a person newly barred, or of whom a fact is missing to say so (these first)."""
    listed = sorted(difference.barred, key=lambda one: one.certain)
    return ("person", "bar", "certain"), [[one.person, one.bar, one.certain] for one in listed]


def rows(table: Table) -> list[dict[str, Any]]:
    """A table as objects."""
    return [{name: plain(value) for name, value in zip(table[0], row, strict=True)} for row in table[1]]


def as_csv(table: Table) -> str:
    """A table as CSV; a cell that a spreadsheet would run as a formula is quoted by an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table[0])
    writer.writerows([_safe(value) for value in row] for row in table[1])
    return text.getvalue()


def _safe(value: object) -> object:
    """A cell on one line that no spreadsheet takes for a formula."""
    if not isinstance(value, str):
        return value
    line = " ".join(value.split())
    return f"'{line}" if line[:1] in ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20") else line


_AS_IT_IS = frozenset({str, int, float, bool, type(None)})
"""Types of what is told as it is; asked first, for most is."""


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _known(number: int | None) -> int | str:
    return "unknown" if number is None else number


def plain(value: Any) -> Any:
    """Dataclasses, dates, codes and mappings as what JSON knows. A criterion is told by id, sentence and source."""
    if type(value) in _AS_IT_IS:
        return value
    match value:
        case Criterion():
            return {
                "id": value.id,
                "kind": value.kind.value,
                "sentence": value.sentence,
                "source": value.source,
            }
        case Enum():
            return value.value
        case PartialDate():
            return str(value)
        case date():
            return value.isoformat()
        case int() | float() | str():
            return value
        case Mapping():
            return {str(plain(key)): plain(each) for key, each in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            return {name: plain(getattr(value, name)) for name in _names(type(value))}
        case frozenset() | set():
            return sorted(plain(each) for each in value)
        case tuple() | list():
            return [plain(each) for each in value]
        case _:
            return str(value)
