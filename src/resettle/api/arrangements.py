"""Arrangements: where they stand, their rules, and how many of their places are free; and what is due in the register."""

from datetime import date
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from resettle.api.auth import asker
from resettle.api.given import Id, Known, On
from resettle.api.shapes import Alerts, Flag, Places
from resettle.render import alerts as told_alerts
from resettle.render import as_of as told_as_of
from resettle.render import ledgers as told_ledgers
from resettle.render import results
from resettle.render import rules as told_rules
from resettle.service import arranged, ledgers, opening, questions
from resettle.service.questions import Asked

router = Router(tags=["Arrangements and places"])


class Ledgers(Schema):
    """Places of limits on a day, as known on another."""

    synthetic: bool = Field(description="Its people are invented.")
    on: date = Field(description="The day.")
    known: date = Field(description="As known on this day.")
    ledgers: list[Places] = Field(
        description="One a limit; of one limit from day to day, one a day on which it changes."
    )
    warnings: list[Flag] = Field(description="What the register is warned of.")


class Arranged(Schema):
    """Arrangements on a day: status, consents, and places."""

    asked: dict[str, Any] = Field(description="As of which day, as known on which.")
    arrangements: list[dict[str, Any]] = Field(
        description="Each with its status, its parties' consents, and its places."
    )


class Rules(Schema):
    """The rules of an arrangement, or of a bar."""

    rules: list[dict[str, Any]] = Field(
        description="Every criterion: sentence, test, source, days; every version of each."
    )


@router.get("/arrangements", response=Arranged, summary="List arrangements", operation_id="list_arrangements")
def list_arrangements(request: HttpRequest, on: On = None, known: Known = None) -> Any:
    """Every arrangement of which anything was known by then: status, consents, places."""
    return _arranged(request, on, known, "")


@router.get(
    "/arrangements/{arrangement}",
    response=Arranged,
    summary="Show one arrangement",
    operation_id="show_arrangement",
)
def show_arrangement(request: HttpRequest, arrangement: Id, on: On = None, known: Known = None) -> Any:
    """One arrangement as of a day: status, consents, places."""
    return _arranged(request, on, known, arrangement)


@router.get(
    "/arrangements/{arrangement}/rules",
    response=Rules,
    summary="Show an arrangement's rules",
    operation_id="show_rules",
)
def show_rules(request: HttpRequest, arrangement: Id, on: On = None, known: Known = None) -> Any:
    """Every criterion of an arrangement, or of a bar, as it stands on a day."""
    found, _ = arranged.rules(settings.RESETTLE_DATABASE, Asked(on, known), arrangement, asker(request))
    return told_rules.rules_data(found)


@router.get(
    "/arrangements/{arrangement}/ledgers",
    response=Ledgers,
    summary="Count an arrangement's places",
    operation_id="arrangement_ledgers",
)
def arrangement_ledgers(request: HttpRequest, arrangement: Id, on: On = None, known: Known = None) -> Any:
    """Places of each offer of an arrangement, or of a quota: offered, proposed, held, used and free."""
    return told_ledgers.data(
        ledgers.ledgers(settings.RESETTLE_DATABASE, [arrangement], on, known, by=asker(request))
    )


@router.get("/ledgers", response=Ledgers, summary="Count places", operation_id="all_ledgers")
def all_ledgers(request: HttpRequest, on: On = None, known: Known = None) -> Any:
    """Places of every limit: offered, proposed, held, used and free."""
    return told_ledgers.data(ledgers.ledgers(settings.RESETTLE_DATABASE, (), on, known, by=asker(request)))


@router.get(
    "/course", response=Ledgers, summary="Count places from day to day", operation_id="course_of_limit"
)
def course_of_limit(
    request: HttpRequest,
    limit: Annotated[str, Query(description="One limit: `nz-150/2016-17`.", min_length=1, max_length=400)],
    first: Annotated[date, Query(alias="from", description="The first day.")],
    last: Annotated[date, Query(alias="until", description="The last day.")],
    known: Known = None,
) -> Any:
    """Places of one limit on the first day, and on every later one on which anything in it changes."""
    return told_ledgers.data(
        ledgers.course(settings.RESETTLE_DATABASE, limit, first, last, known, by=asker(request))
    )


@router.get("/alerts", response=Alerts, summary="Show what is due", operation_id="all_alerts")
def all_alerts(request: HttpRequest, on: On = None, known: Known = None) -> Any:
    """What is due in the whole register. It reads everything: ask for one case where that is what you need."""
    opened = opening.opened(settings.RESETTLE_DATABASE, known or on, asker(request))
    return told_alerts.data(questions.alerted(opened.register, Asked(on, known)), opened.warnings)


def _arranged(request: HttpRequest, on: date | None, known: date | None, id: str) -> Any:
    seen, found = arranged.arranged(settings.RESETTLE_DATABASE, on, known, id, asker(request))
    return {"asked": results.asked(seen), "arrangements": told_as_of.arranged_data(found)}
