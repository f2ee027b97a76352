"""Exceptional access: whoever sees the cases of some offices opens one of another for some hours, with a reason, on the record."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from resettle.engine.errors import refuse
from resettle.engine.registry.permissions import MOST_HOURS, Use
from resettle.records.entries import New, Recording
from resettle.records.subjects import ACCESSES
from resettle.service import offices, permissions, registers, writing

USUAL = 8
"""Hours, unless more or fewer are asked for."""


@dataclass(frozen=True)
class Access:
    """That somebody may read a case of another office until a moment, and why."""

    case: str
    by: str
    why: str
    until: datetime


def opened(place: str, case: str, by: str, why: str, hours: int = USUAL) -> Access:
    """
    Opens one case, or those that a person is in, to its reader alone, for reading alone; it closes by itself.

    It is recorded of each case, so that every reading has its reason, and whether there is such a case or not, so that asking
    does not tell. Raises RequestRefused without a reason, for more hours than ``MOST_HOURS``, if the account is bound to no
    office, or ``by`` may not ask.
    """
    if not why.strip():
        raise refuse("access_without_reason")
    if not 0 < hours <= MOST_HOURS:
        raise refuse("access_hours_wrong", hours=hours, most=MOST_HOURS)
    writing.check_text(why=why, case=case)
    found = registers.reached(place)
    if not offices.bound(permissions.check_account(found, by)):
        permissions.check(found, by, Use.ACCESS)
        raise refuse("access_not_needed", by=by)

    def new(name: str, recording: Recording, day: date) -> New:
        until = recording.at + timedelta(hours=hours)
        says = {"case": name, "why": why, "hours": hours, "until": until.isoformat()}
        return New(ACCESSES, name, day, day, "office", says)

    named, *of_person = offices.cases_of(found, case, registers.today(found))
    noted = [
        writing.note(found, by, Use.ACCESS, "access", {"case": name}, partial(new, name))
        for name in of_person or [named]
    ]
    return Access(case, by, why, datetime.fromisoformat(noted[-1].content["until"]))
