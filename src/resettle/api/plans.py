"""Questions of the whole register: who qualifies for what, the best use of places, what a what-if or a rule changes."""

from datetime import date
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from resettle import service
from resettle.api.auth import asker
from resettle.api.given import Id, Known, On
from resettle.api.shapes import Flag
from resettle.engine.registry.permissions import Use
from resettle.render import results
from resettle.render import rules as told_rules
from resettle.service import opening
from resettle.service.questions import Asked

router = Router(tags=["Plans"])
Name = Annotated[str, Field(max_length=200)]
WhatIfs = Annotated[
    list[Name] | None,
    Query(alias="what_if", description="What-ifs of the register, laid over it in turn.", max_length=20),
]
Cases = Annotated[bool, Query(description="With every case; else counts alone, of which none is hidden.")]


class Screened(Schema):
    """Who qualifies as the register stands, and in the scenario if a what-if was asked for."""

    base: dict[str, Any] = Field(description="Outcomes by arrangement, and how many fail by which criterion.")
    scenario: dict[str, Any] | None = Field(None, description="The same, under the what-ifs.")
    outcomes_changed: int | None = Field(None, description="How many outcomes differ.")
    changes: list[dict[str, Any]] | None = Field(None, description="Which, if cases were asked for.")


class PlanAsked(Schema, extra="forbid"):
    """What a plan is to be made of."""

    on: date | None = Field(None, description="As of this day (else today).")
    known: date | None = Field(None, description="Use only what was known on this day (else the `on` day).")
    what_ifs: Annotated[list[Name], Field(max_length=20)] = Field([], description="What-ifs of the register.")
    assume: Annotated[dict[Name, Annotated[int, Field(ge=0, le=999_999_999)]], Field(max_length=50)] = Field(
        {},
        description="Numbers supposed where places are unknown: an arrangement's, or what others take of a quota.",
    )
    tiers: Annotated[list[Name], Field(max_length=20)] | None = Field(
        None, description="Objectives, first to last; else the usual ones."
    )
    cases: bool = Field(False, description="With every case that is proposed or left.")
    keep: bool = Field(False, description="Keep it on the record, with all that it was made from.")


class Planned(Schema):
    """A plan, and beside it, if a what-if was asked for, the scenario's and the difference."""

    run: str | None = Field(description="Under which id it is kept; null: it is not.")
    base: dict[str, Any] = Field(description="Places, tiers with their bounds, how many are proposed.")
    scenario: dict[str, Any] | None = Field(None, description="The same, under the what-ifs.")
    difference: dict[str, Any] | None = Field(None, description="What the what-ifs change.")
    errors: list[Flag] = Field(description="None: a plan is made of a register without errors.")
    warnings: list[Flag] = Field(description="What the register is warned of.")


class Effects(Schema):
    """What criteria do."""

    asked: dict[str, Any] = Field(description="As of which day, as known on which.")
    effects: list[dict[str, Any]] = Field(
        description="By criterion: how many do not meet it, and how many fail only because of it."
    )


class RulesCompared(Schema):
    """What changed in an arrangement's rules from one day to another, in words and in people."""

    arrangement: str = Field(description="The arrangement.")
    first: date = Field(alias="from", description="The earlier day.")
    last: date = Field(alias="to", description="The later day.")
    known: date = Field(description="As known on which day.")
    changes: list[dict[str, Any]] = Field(description="Criterion by criterion, in words, before and after.")
    people_on: date = Field(description="The people are those of this day.")
    moved: list[dict[str, Any]] = Field(description="From which outcome to which, and how many cases.")


@router.get("/screening", response=Screened, summary="Screen every case", operation_id="screen")
def screen(
    request: HttpRequest,
    what_ifs: WhatIfs = None,
    on: On = None,
    known: Known = None,
    cases: Cases = False,
) -> Any:
    """Who qualifies for what, case by case against every arrangement. It reads everything."""
    asked = Asked(on, known, tuple(what_ifs or ()))
    return results.screened(service.screened(_opened(request, asked).register, asked), cases=cases)


@router.post("/plans", response={200: Planned, 201: Planned}, summary="Plan", operation_id="make_plan")
def make_plan(request: HttpRequest, asked: PlanAsked) -> Any:
    """The best lawful use of the places free that day; with what-ifs, base beside scenario. 201: it is kept as a run."""
    tiers = tuple(asked.tiers) if asked.tiers is not None else None
    question = Asked(asked.on, asked.known, tuple(asked.what_ifs), asked.assume, tiers)
    by = asker(request)
    if asked.keep:
        opening.check(settings.RESETTLE_DATABASE, by, Use.PLAN)
    opened = _opened(request, question)
    answer = service.planned(opened.register, question)
    run = (
        service.plan_kept(settings.RESETTLE_DATABASE, by, question, opened.digest, answer)
        if asked.keep
        else None
    )
    told = results.planned(answer, opened.warnings, cases=asked.cases)
    return Status(201 if run else 200, {"run": run, **told})


@router.get(
    "/arrangements/{arrangement}/effects",
    response=Effects,
    summary="Show what an arrangement's criteria do",
    operation_id="rule_effects",
)
def rule_effects(
    request: HttpRequest, arrangement: Id, on: On = None, known: Known = None, cases: Cases = False
) -> Any:
    """Of each criterion: who does not meet it, and who fails only because of it. It reads everything."""
    asked = Asked(on, known)
    found, seen = service.effects(_opened(request, asked).register, asked, arrangement, None)
    return {"asked": results.asked(seen), **told_rules.effects_data(found, cases=cases)}


@router.get(
    "/arrangements/{arrangement}/changes",
    response=RulesCompared,
    summary="Show what changed in an arrangement's rules",
    operation_id="rule_changes",
)
def rule_changes(
    request: HttpRequest,
    arrangement: Id,
    first: Annotated[date, Query(alias="from", description="The earlier day.")],
    last: Annotated[date, Query(alias="to", description="The later day.")],
    on: On = None,
    known: Known = None,
    cases: Cases = False,
) -> Any:
    """What changed in the rules from one day to another, in words and in people. It reads everything."""
    asked = Asked(on, known)
    found = service.compared(_opened(request, asked).register, asked, arrangement, first, last)
    return told_rules.compared_data(found, cases=cases)


def _opened(request: HttpRequest, asked: Asked) -> opening.Opened:
    """The whole register; that it was read, by whom, is on record."""
    return opening.opened(settings.RESETTLE_DATABASE, asked.known or asked.on, asker(request))
