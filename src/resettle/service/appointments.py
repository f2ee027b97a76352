"""Appointments and missions of a register in a database, read without all the rest."""

from resettle.engine.registry.permissions import Use
from resettle.records import entries, histories
from resettle.records.subjects import MEMBERS, PERSON, SEPARATOR
from resettle.service import casefiles, permissions, registers, writing
from resettle.service.casefiles import APPOINTMENTS, MISSIONS
from resettle.service.questions import Asked, Scheduled, Wanted
from resettle.service.questions import scheduled as _scheduled


def scheduled(place: str, asked: Asked, wanted: Wanted, by: str | None = None) -> Scheduled:
    """
    Missions and appointments as of a day; that ``by`` asked is on record.

    Raises RequestRefused for a mission that is none, or if ``by`` may not ask.
    """
    found = registers.reached(place)
    permissions.check(found, by, Use.CASES)
    with found.reading(), histories.legible(found):
        told = entries.of(found, [MISSIONS, APPOINTMENTS])
        persons = {one.key.split(SEPARATOR)[0] for one in told if one.table == APPOINTMENTS}
        told += entries.told(found, {"people": sorted(persons)}, {PERSON: sorted(persons)}, [MEMBERS])
        cases = {one.key.split(SEPARATOR)[0] for one in told if one.table == MEMBERS}
        told += entries.told(found, {"cases": sorted(cases)})
        terms = registers.terms(found)
        register = casefiles.dated(found, terms, casefiles.register(terms, told))
    if by is not None:
        writing.searched(found, by, "appointments", {"mission": wanted.mission})
    return _scheduled(register, asked, wanted)
