"""Who read what: case by case, and every search and export; for those who watch over the office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from resettle.engine.registry.permissions import Use
from resettle.records import entries
from resettle.records.database import Database
from resettle.records.entries import Said
from resettle.records.subjects import ACCESSES, SEARCHES, VIEWS
from resettle.service import permissions, registers, writing
from resettle.service.lists import MOST, Page, number_after

EXPORTS = "exports"


@dataclass(frozen=True)
class Reading:
    """
    That somebody read: when, who, what (``history``, ``submission``, ``cases``, ``export`` …), of which case (empty: of none alone).

    why: the reason of an exceptional access under which it was; else empty. said: what else was asked for.
    """

    at: datetime
    by: str
    what: str
    case: str
    why: str = ""
    said: Mapping[str, Any] = field(default_factory=dict[str, Any])


def readings(
    place: str, by: str | None, case: str = "", account: str = "", after: str = "", limit: int = MOST
) -> Page[Reading]:
    """
    Who read, the last first, before one; of one case, or by one account, if these are named.

    Raises RequestRefused if ``by`` may not ask. That they did is recorded, too.
    """
    found = registers.reached(place)
    permissions.check(found, by, Use.READERS, case)
    before = number_after(after)
    if by is not None:
        writing.searched(found, by, "readings", {"case": case, "account": account})
    ids = _ids(found, case, account, before, limit + 1)
    said = entries.numbered(found, ids[:limit])
    accesses = entries.told(found, {ACCESSES: sorted({one.key for one in said if one.table == VIEWS})})
    return Page(
        [_reading(one, accesses) for one in reversed(said)], str(ids[limit - 1]) if len(ids) > limit else ""
    )


def _ids(found: Database, case: str, account: str, before: int, limit: int) -> list[int]:
    tables = _OF_CASE if case else (*_OF_CASE, SEARCHES, EXPORTS)
    where = [f'e."table" IN ({", ".join(repr(one) for one in tables)})', "e.id < %s"]
    params: list[object] = [before]
    for column, value in (("e.key", case), ("r.by", account)):
        if value:
            where.append(f"{column} = %s")
            params.append(value)
    rows = found.rows(
        "SELECT e.id FROM records_entry e JOIN records_recording r ON r.id = e.recording_id "
        f"WHERE {' AND '.join(where)} ORDER BY e.id DESC LIMIT %s",
        [*params, limit],
    )
    return [id for (id,) in rows]


_OWN = frozenset({"what", "why"})
_OF_CASE = (VIEWS, ACCESSES)


def _reading(one: Said, accesses: Sequence[Said]) -> Reading:
    """A reading of a case that was opened to its reader then has the reason why it was."""
    content = one.content or {}
    what = str(content.get("what", "exceptional access" if one.table == ACCESSES else "export"))
    case = one.key if one.table in _OF_CASE else ""
    own = _OWN | ({"case"} if case else set())
    said = {name: _plain(value) for name, value in content.items() if name not in own}
    why = content.get("why") or next((_why(each) for each in accesses if _is_under(one, each)), "")
    return Reading(one.recorded, one.by, what, case, str(why), said)


def _is_under(one: Said, access: Said) -> bool:
    until = datetime.fromisoformat((access.content or {})["until"])
    is_same = (one.table, one.key, one.by) == (VIEWS, access.key, access.by)
    return is_same and access.recorded <= one.recorded < until


def _why(access: Said) -> str:
    return str((access.content or {})["why"])


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
