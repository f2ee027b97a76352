"""Versions of a case: up to which entry it is told, so that whoever acts on what they saw learns what came since."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from resettle.engine.errors import RequestRefused, refuse
from resettle.engine.registry.permissions import Use
from resettle.records import entries
from resettle.records.database import Database
from resettle.records.subjects import CASE, MEMBERS, PERSON, SEPARATOR, VIEWS
from resettle.service import permissions, registers


@dataclass(frozen=True, order=True)
class Version:
    """
    How much is recorded of a case and everybody who was ever in it: the number of the last entry, and how many there are.

    That somebody looked at the case changes nothing of it, and is not counted.
    """

    last: int
    entries: int

    def __str__(self) -> str:
        return f"{self.last}.{self.entries}"


@dataclass(frozen=True)
class Seen:
    """What an answer about a case was made from: its version, the terms up to an entry, the day, and the asker's rights."""

    case: Version
    terms: int
    day: date
    rights: int

    def __str__(self) -> str:
        return f"{self.case}-{self.terms}-{self.day}-{self.rights}"


def seen(place: str, case: str, by: str) -> Seen:
    """
    What an answer about a case would be made from now.

    Raises RequestRefused if nothing is recorded of it, or ``by`` may not ask where cases stand.
    """
    found = registers.reached(place)
    permissions.check(found, by, Use.NEXT, case)
    sql = f"SELECT told.last, told.number, {entries.newest(registers.TERMS)} FROM ({_OF}) AS told"
    ((last_entry, number, terms, known),) = found.rows(sql, _params(case))
    version, last = Version(int(last_entry), int(number)), date.fromisoformat(known)
    if not version.entries:
        raise refuse("nothing_recorded", name=case)
    rights = permissions.account_asking(found, by).id
    return Seen(version, terms, max(last, registers.founding(found).day(datetime.now(UTC))), rights)


_OF = f"""
SELECT coalesce(max(entry), 0) AS last, count(*) AS number FROM (
    SELECT entry FROM records_about WHERE kind = '{CASE}' AND name = %s AND "table" <> '{VIEWS}'
    UNION
    SELECT theirs.entry FROM records_about member JOIN records_entry e ON e.id = member.entry
    JOIN records_about theirs ON theirs.kind = '{PERSON}' AND theirs.name = substr(e.key, CAST(%s AS integer))
    WHERE member.kind = '{CASE}' AND member.name = %s AND member."table" = '{MEMBERS}' AND theirs."table" <> '{VIEWS}'
) AS entries
"""


def of(found: Database, case: str) -> Version:
    """The version of a case that is recorded: by what speaks of it, and of everybody whom a member's key names after it."""
    last, number = found.one(_OF, _params(case)) or (0, 0)
    return Version(int(last), int(number))


def _params(case: str) -> list[object]:
    return [case, len(case) + len(SEPARATOR) + 1, case]


def persons_of(found: Database, case: str) -> list[str]:
    """Everybody who was ever in a case."""
    rows = found.rows(
        "SELECT DISTINCT e.key FROM records_about a JOIN records_entry e ON e.id = a.entry "
        f"WHERE a.kind = '{CASE}' AND a.name = %s AND a.\"table\" = '{MEMBERS}'",
        [case],
    )
    return [key.split(SEPARATOR)[1] for (key,) in rows]


class CaseChanged(RequestRefused):
    """Whoever asked had seen a case as it is no more."""


def check(found: Database, case: str, seen: Version | None) -> None:
    """Raises CaseChanged if a case is not at the version that was seen; for whoever holds its lock."""
    if seen is not None and (now := of(found, case)) != seen:
        raise CaseChanged(refuse("case_changed", case=case, seen=str(seen), now=str(now)).faults)
