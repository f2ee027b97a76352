"""
The chain: every entry's SHA-256 hangs on the one before, so that no row can be altered, put in or taken out unseen.

Entries are sealed after they are committed, many at a time, by whoever comes first: nobody who records waits for it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from resettle.engine.errors import Fault, RegisterRefused, Where
from resettle.records import strays
from resettle.records.database import Database
from resettle.records.entries import SALT, as_bytes

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
    """
    SQL for all that is hashed of an entry but the digest of its payload: the same text on both databases.

    The lengths at its end keep a sign that stands in somebody's words from being taken for the one between the parts.
    """
    if database.is_postgresql:
        at, sign, request = (
            "to_char(r.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
            "chr(31)",
            "encode(r.request, 'hex')",
        )
    else:
        at, sign, request = "r.at || '000'", "char(31)", "lower(hex(r.request))"
    lengths = "length(e.key) || ',' || length(e.source) || ',' || length(r.by)"
    parts = (
        "e.id", 'e."table"', "e.key", "CAST(e.effective AS text)", "CAST(e.known AS text)", "e.source", "r.id", at,
        "r.by", "r.kind", request, "coalesce('=' || r.key, '')", lengths,
    )  # fmt: skip
    return as_bytes(database, f" || {sign} || ".join(parts))


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
            f"SELECT u.entry, e.digest, {line} FROM records_unsealed u JOIN records_entry e ON e.id = u.entry "
            "JOIN records_recording r ON r.id = e.recording_id "
            "WHERE NOT EXISTS (SELECT 1 FROM records_link l WHERE l.entry_id = u.entry) ORDER BY u.entry LIMIT %s",
            [AT_ONCE],
        )
        links = []
        position, hashed = end.position, end.hash
        for entry, digested, text in found:
            position, hashed = position + 1, linked(hashed, digested, text)
            links.append((position, entry, hashed))
        if links:
            database.insert("records_link", ("position", "entry_id", "hash"), links)
            new = "SELECT entry_id FROM records_link WHERE position > %s"
            database.run(f"DELETE FROM records_unsealed WHERE entry IN ({new})", [end.position])
    return len(found)


def linked(before: bytes, digested: bytes, line: bytes) -> bytes:
    return hashlib.sha256(before + digested + line).digest()


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
    gone, at, before, there = 0, 0, BEGINNING, 0
    new = faults.append
    unsealed, since = 0, None
    with ThreadPoolExecutor(1) as beside:
        checked = beside.submit(_of_the_file, database)
        try:
            for rows in database.stream(_chain(database), size=2_000):
                for position, entry, stored, digested, line, salt, content in rows:
                    if position != at + 1:
                        before = b""
                        new(_gap(at, position, entry))
                    if line is None:
                        new(_unrecorded(entry, position, digested))
                    elif before and not _fits(before, digested, line, stored):
                        new(_fault("entry_altered", entry=entry, position=position))
                    if digested is not None:
                        there += 1
                        if content is None:
                            gone += 1
                            if entry not in erased:
                                new(_fault("payload_missing", entry=entry))
                        elif not _is_as_digested(salt, content, digested):
                            new(_fault("payload_altered", entry=entry))
                    if position in known_heads and known_heads[position] != stored:
                        new(_fault("chain_rewritten", position=position))
                    at, before = position, stored
            if cut := [position for position in known_heads if position > at]:
                new(_fault("chain_cut", position=max(cut), last=at))
            faults += _of_the_tail(database, erased)
            faults += strays.faults(database, there)
            unsealed, since = _waiting(database)
        except RegisterRefused as damaged:
            faults += damaged.faults
        faults += checked.result()
    return Verified(Head(at, before), gone, unsealed, since, tuple(faults))


def _of_the_file(database: Database) -> list[Fault]:
    """In a thread, and so by a connection, of its own: it takes as long as the rest."""
    try:
        return strays.of_the_file(database)
    except RegisterRefused as damaged:
        return list(damaged.faults)
    finally:
        database.close()


def _fits(before: bytes, digested: bytes, line: bytes, stored: bytes) -> bool:
    try:
        return hashlib.sha256(before + digested + line).digest() == stored
    except TypeError:  # SQLite keeps text in a column of bytes if it is told to
        return False


def _is_as_digested(salt: object, content: object, digested: bytes) -> bool:
    """A salt of another length would let signs go over from it to what is said."""
    if not (isinstance(salt, bytes) and isinstance(content, bytes) and len(salt) == SALT):
        return False
    return hashlib.sha256(salt + content).digest() == digested


def _gap(at: int, position: int, entry: int) -> Fault:
    if position <= at:  # the database's own constraint was taken away
        return _fault("entry_altered", entry=entry, position=position)
    return _fault("links_missing", first=at + 1, last=position - 1)


def _unrecorded(entry: int, position: int, digested: bytes | None) -> Fault:
    """The entry is gone, or the recording that it was made in."""
    code = "entry_missing" if digested is None else "entry_altered"
    return _fault(code, entry=entry, position=position)


def _chain(database: Database) -> str:
    """Every link with its entry: (position, entry, hash, digest, line, salt, content)."""
    return (
        f"SELECT l.position, l.entry_id, l.hash, e.digest, {_line(database)}, p.salt, "
        f"{as_bytes(database, 'p.content')} FROM records_link l "
        "LEFT JOIN records_entry e ON e.id = l.entry_id LEFT JOIN records_recording r ON r.id = e.recording_id "
        "LEFT JOIN records_payload p ON p.entry_id = l.entry_id ORDER BY l.position"
    )


def _of_the_tail(database: Database, erased: AbstractSet[int]) -> Iterator[Fault]:
    """What is wrong with what entries say that are not sealed yet; of the rest of them nothing can be told."""
    found = database.rows(
        f"SELECT e.id, e.digest, p.salt, {as_bytes(database, 'p.content')} FROM records_unsealed u "
        "JOIN records_entry e ON e.id = u.entry LEFT JOIN records_payload p ON p.entry_id = e.id "
        "WHERE NOT EXISTS (SELECT 1 FROM records_link l WHERE l.entry_id = u.entry) ORDER BY e.id"
    )
    for entry, digested, salt, content in found:
        if content is None:
            if entry not in erased:
                yield _fault("payload_missing", entry=entry)
        elif not _is_as_digested(salt, content, digested):
            yield _fault("payload_altered", entry=entry)


def _fault(code: str, /, **params: object) -> Fault:
    return Fault(code, Where(), params)


def _waiting(database: Database) -> tuple[int, datetime | None]:
    found = database.rows(
        "SELECT count(*), min(r.at) FROM records_unsealed u JOIN records_entry e ON e.id = u.entry "
        "JOIN records_recording r ON r.id = e.recording_id"
    )
    number, since = found[0]
    return number, since if since is None or isinstance(since, datetime) else datetime.fromisoformat(
        f"{since}+00:00"
    )
