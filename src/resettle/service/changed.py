"""What was recorded of a case after somebody saw it, for whoever acted on what is so no more."""

from collections.abc import Sequence
from dataclasses import dataclass

from resettle.records import entries, histories
from resettle.records.entries import Said
from resettle.records.subjects import CASE, PERSON, VIEWS
from resettle.service import record, registers, versions
from resettle.service.versions import Version


@dataclass(frozen=True)
class Since:
    """What was recorded of a case after a version of it, and its version now."""

    seen: Version
    now: Version
    entries: Sequence[Said]


def since(place: str, case: str, seen: Version) -> Since:
    """What was recorded of a case after a version of it, names and numbers withheld."""
    found = registers.reached(place)
    with found.reading(), histories.legible(found):
        persons = versions.persons_of(found, case)
        told = entries.told(found, {}, {CASE: [case], PERSON: persons})
        now = versions.of(found, case)
    later = {one.id: one for one in told if one.id > seen.last and one.table != VIEWS}
    return Since(seen, now, [record.without_private(later[id]) for id in sorted(later)])
