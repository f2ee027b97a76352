"""
The chain: every entry's SHA-256 hangs on the one before, so that no row can be altered, put in or taken out unseen.

Entries are sealed after they are committed, many at a time, by whoever comes first: nobody who records waits for it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from resettle.engine.errors import Fault, Where
from resettle.records.database import Database
from resettle.records.entries import digest

BEGINNING = bytes(32)
AT_ONCE = 50_000
_SEALER = "the sealer"


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: how many entries it holds, and its last hash."""

    position: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found of the chain: its head, entries that nobody has sealed yet, the oldest of these, and faults."""

    head: Head
    erased: int
    unsealed: int
    unsealed_since: datetime | None
    faults: tuple[Fault, ...]


def _line(database: Database) -> str:
    """SQL for all that is hashed of an entry but its payload, of which its digest is: the same text on both databases."""
    if database.is_postgresql:
        at = "to_char(r.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
        sign, digested = "chr(31)", "encode(e.digest, 'hex')"
    else:
        at, sign, digested = "substr(r.at || '000', 1, 26)", "char(31)", "lower(hex(e.digest))"
    parts = (
        "e.id", 'e."table"', "e.key", "CAST(e.effective AS text)", "CAST(e.known AS text)", "e.source", "r.id", at,
        "r.by", "r.kind", digested,
    )  # fmt: skip
    return f" || {sign} || ".join(parts)


def head(database: Database) -> Head:
    row = database.one("SELECT position, hash FROM records_link ORDER BY position DESC LIMIT 1")
    return Head(row[0], bytes(row[1])) if row else Head(0, BEGINNING)


def seal(database: Database) -> int:
    """Seals what is committed and not yet sealed; how many entries. Another who is sealing is left to it."""
    sealed = 0
    while number := _seal_some(database):
        sealed += number
    return sealed


def _seal_some(database: Database) -> int:
    line = _line(database)
    with database.writing():
        if not database.try_lock(_SEALER):
            return 0
        end = head(database)
        found = database.rows(
            f"SELECT u.entry, {line} FROM records_unsealed u JOIN records_entry e ON e.id = u.entry "
            "JOIN records_recording r ON r.id = e.recording_id ORDER BY u.entry LIMIT %s",
            [AT_ONCE],
        )
        links = []
        position, hashed = end.position, end.hash
        for entry, text in found:
            position, hashed = position + 1, linked(hashed, text)
            links.append((position, entry, hashed))
        if links:
            database.insert("records_link", ("position", "entry_id", "hash"), links)
            new = "SELECT entry_id FROM records_link WHERE position > %s"
            database.run(f"DELETE FROM records_unsealed WHERE entry IN ({new})", [end.position])
    return len(found)


def linked(before: bytes, line: str) -> bytes:
    return hashlib.sha256(before + hashlib.sha256(line.encode()).digest()).digest()


def verify(
    database: Database,
    erased: AbstractSet[int],
    known_heads: Mapping[int, bytes],
    told: Iterable[Fault] = (),
) -> Verified:
    """
    Goes through the whole chain. ``erased``: entries that a signed erasure names; ``known_heads``: position → hash, as
    checkpoints kept elsewhere have them; ``told``: what is wrong besides.

    A row that does not fit is told with its number; the chain is then followed from what stands there, so that every
    such row is told and not the first only.
    """
    faults = list(told)
    gone, at, before = 0, 0, BEGINNING
    for position, entry, stored, line, salt, content, digested in _chain(database):
        if position != at + 1:
            faults.append(_fault("links_missing", first=at + 1, last=position - 1))
            before = b""
        if line is None:
            faults.append(_fault("entry_missing", entry=entry, position=position))
        else:
            if before and linked(before, line) != stored:
                faults.append(_fault("entry_altered", entry=entry, position=position))
            gone += content is None
            faults += _payload_faults(entry, salt, content, digested, erased)
        if position in known_heads and known_heads[position] != stored:
            faults.append(_fault("chain_rewritten", position=position))
        at, before = position, stored
    if cut := [position for position in known_heads if position > at]:
        faults.append(_fault("chain_cut", position=max(cut), last=at))
    for entry, salt, content, digested in database.rows(_UNSEALED):
        faults += _payload_faults(entry, salt, content, digested, erased)
    faults += _unlinked(database)
    return Verified(Head(at, before), gone, *_waiting(database), tuple(faults))


def _payload_faults(
    entry: int, salt: bytes, content: str | None, digested: bytes, erased: AbstractSet[int]
) -> Iterator[Fault]:
    if content is None:
        if entry not in erased:
            yield _fault("payload_missing", entry=entry)
    elif digest(salt, content) != digested:
        yield _fault("payload_altered", entry=entry)


_UNSEALED = (
    "SELECT e.id, p.salt, p.content, e.digest FROM records_unsealed u JOIN records_entry e ON e.id = u.entry "
    "LEFT JOIN records_payload p ON p.entry_id = e.id ORDER BY e.id"
)


def _fault(code: str, /, **params: object) -> Fault:
    return Fault(code, Where(), params)


def _chain(database: Database) -> Iterator[tuple[int, int, bytes, str | None, bytes, str | None, bytes]]:
    """Every link with its entry: (position, entry, hash, line, salt, content, digest)."""
    sql = (
        f"SELECT l.position, l.entry_id, l.hash, {_line(database)}, p.salt, p.content, e.digest FROM records_link l "
        "LEFT JOIN records_entry e ON e.id = l.entry_id LEFT JOIN records_recording r ON r.id = e.recording_id "
        "LEFT JOIN records_payload p ON p.entry_id = l.entry_id ORDER BY l.position"
    )
    for rows in database.stream(sql):
        yield from rows


def _unlinked(database: Database) -> list[Fault]:
    """Entries that are in no link, and that nobody is to seal: they were put in past the register's own door."""
    found = database.rows(
        "SELECT e.id FROM records_entry e LEFT JOIN records_link l ON l.entry_id = e.id "
        "LEFT JOIN records_unsealed u ON u.entry = e.id WHERE l.entry_id IS NULL AND u.entry IS NULL ORDER BY e.id"
    )
    return [_fault("entry_unlinked", entry=id) for (id,) in found]


def _waiting(database: Database) -> tuple[int, datetime | None]:
    found = database.rows(
        "SELECT count(*), min(r.at) FROM records_unsealed u JOIN records_entry e ON e.id = u.entry "
        "JOIN records_recording r ON r.id = e.recording_id"
    )
    number, since = found[0]
    return number, since if since is None or isinstance(since, datetime) else datetime.fromisoformat(
        f"{since}+00:00"
    )
