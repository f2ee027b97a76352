"""What was recorded of a case after somebody saw it, for whoever acted on what is so no more."""

from collections.abc import Sequence
from dataclasses import dataclass

from resettle.engine.registry.permissions import Use
from resettle.records import entries, histories
from resettle.records.entries import Said
from resettle.records.subjects import CASE, PERSON
from resettle.service import casework, permissions, record, registers, versions, writing
from resettle.service.casework import CaseNext
from resettle.service.versions import Version


@dataclass(frozen=True)
class Since:
    """What was recorded of a case after a version of it, its version now, and what may come next of it."""

    seen: Version
    now: Version
    entries: Sequence[Said]
    stands: CaseNext


def since(place: str, case: str, seen: Version, by: str) -> Since:
    """
    What was recorded of a case after a version of it, names and numbers withheld.

    Raises RequestRefused if ``by`` may not see what is recorded of cases.
    """
    found = registers.reached(place)
    permissions.check(found, by, Use.HISTORY, case)
    with found.reading(), histories.legible(found):
        persons = versions.persons_of(found, case)
        told = entries.told(found, {}, {CASE: [case], PERSON: persons})
        now = versions.of(found, case)
    writing.read(found, by, {case: {"what": "changes"}})
    later = {one.id: one for one in told if one.id > seen.last}
    shown = [record.without_private(later[id]) for id in sorted(later)]
    return Since(seen, now, shown, casework.next_acts(place, case, by))
