"""Missions and appointments: who is asked to come where and when, and what came of it."""

from datetime import date
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from resettle.api.auth import asker
from resettle.api.given import Known, On
from resettle.render import appointments as told
from resettle.service import appointments
from resettle.service.questions import Asked, Wanted

router = Router(tags=["Cases"])


class Mission(Schema):
    """A State's officers come to interview."""

    id: str = Field(description="Its id.")
    arrangement: str = Field(description="For which arrangement.")
    place: str = Field(description="Where, if that was said.")
    starts: date | None = Field(description="From which day; null: not known.")
    ends: date | None = Field(description="Until which day; null: not known.")


class Appointment(Schema):
    """What somebody is asked to come for."""

    person: str = Field(description="Who.")
    id: str = Field(description="Its id.")
    cases: list[str] = Field(description="The cases they are in that day.")
    purpose: str = Field(description="What for, as a code.")
    mission: str = Field(description="On which mission, if any.")
    planned_for: date = Field(description="On which day.")
    seen_by: str = Field(description="By whom they are seen, if that was said.")
    interpreter: str = Field(description="Who interprets; none: nobody is needed.")
    language: str = Field(description="In which language (ISO 639-3), if that was said.")
    outcome: str = Field(description="What came of it, as a code; empty: nobody has said.")


class Appointments(Schema):
    asked: dict[str, Any] = Field(description="As of which day, as known on which.")
    missions: list[Mission] = Field(description="Missions, the first to come first.")
    appointments: list[Appointment] = Field(description="Appointments, the first to come first.")


@router.get(
    "/appointments", response=Appointments, summary="List appointments", operation_id="list_appointments"
)
def list_appointments(
    request: HttpRequest,
    mission: Annotated[str, Query(description="Of this mission alone.", max_length=200)] = "",
    first: Annotated[date | None, Query(alias="from", description="On this day or later.")] = None,
    last: Annotated[date | None, Query(alias="until", description="On this day or before.")] = None,
    on: On = None,
    known: Known = None,
) -> Any:
    """Missions, and who is asked to come when and for what, as of a day."""
    wanted = Wanted(mission, first, last)
    return told.data(
        appointments.scheduled(settings.RESETTLE_DATABASE, Asked(on, known), wanted, asker(request))
    )
