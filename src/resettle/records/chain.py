"""
The chain: every entry's SHA-256 hangs on the one before, so that no row can be altered, put in or taken out unseen.

Entries are sealed after they are committed, many at a time, by whoever comes first: nobody who records waits for it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from resettle.engine.errors import Fault, RegisterRefused, Where
from resettle.records import halves, strays
from resettle.records.database import Database
from resettle.records.entries import SALT, as_bytes

BEGINNING = bytes(32)
AT_ONCE = 50_000
_SEALER = "the sealer"
LONG = 300_000
"""A chain of more links is gone through by two processes; of fewer, starting the other takes longer than it saves."""
_LAST = 2**63 - 1


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


def _header(database: Database) -> str:
    """
    SQL for all that is hashed of an entry but its payload: its digest, then the rest as ``line`` takes it.

    PostgreSQL puts the line together itself; SQLite is quicker at telling its parts.
    """
    if not database.is_postgresql:
        parts = (
            'e."table"',
            "e.key",
            "e.effective",
            "e.known",
            "e.source",
            "r.id",
            "r.at",
            "r.by",
            "r.kind",
            "r.key",
        )
        return f"e.digest, r.request, {', '.join(as_bytes(database, part) for part in parts)}"
    at = "to_char(r.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    asked = "coalesce('=' || r.key, '')"
    lengths = ", ".join(f"octet_length({part})" for part in ("e.key", "e.source", "r.by", asked, "r.request"))
    joined = (
        "e.id", 'e."table"', "e.key", "e.effective", "e.known", "e.source", "r.id", at, "r.by", "r.kind", asked,
        f"concat_ws(',', {lengths})",
    )  # fmt: skip
    line = f"r.request || convert_to(concat_ws(chr(31), {', '.join(joined)}), 'UTF8')"
    return f"e.digest, CASE WHEN r.id IS NOT NULL THEN {line} END"


def line(entry: int, header: Sequence[Any]) -> bytes:
    """
    What is hashed of an entry beside its digest, from what ``_header`` tells: the same bytes from both databases.

    The lengths at its end keep a sign that stands in somebody's words from being taken for the one between the parts.
    Raises TypeError if its recording is not there, or holds what the register never wrote.
    """
    if len(header) == 1:
        made: bytes = header[0]
        return made
    request, table, key, effective, known, source, recording, at, by, kind, asked = header
    asked = b"" if asked is None else b"=" + asked
    return b"%b%d\x1f%b\x1f%b\x1f%b\x1f%b\x1f%b\x1f%b\x1f%b000\x1f%b\x1f%b\x1f%b\x1f%d,%d,%d,%d,%d" % (
        request, entry, table, key, effective, known, source, recording, at, by, kind, asked,
        len(key), len(source), len(by), len(asked), len(request),
    )  # fmt: skip


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
    with database.writing():
        if not database.try_lock(_SEALER):
            return 0
        end = head(database)
        found = database.rows(
            f"SELECT u.entry, {_header(database)} FROM records_unsealed u JOIN records_entry e ON e.id = u.entry "
            "JOIN records_recording r ON r.id = e.recording_id "
            "WHERE NOT EXISTS (SELECT 1 FROM records_link l WHERE l.entry_id = u.entry) ORDER BY u.entry LIMIT %s",
            [AT_ONCE],
        )
        links = []
        position, hashed = end.position, end.hash
        for entry, digested, *header in found:
            position, hashed = position + 1, linked(hashed, digested, line(entry, header))
            links.append((position, entry, hashed))
        if links:
            database.insert("records_link", ("position", "entry_id", "hash"), links)
            new = "SELECT entry_id FROM records_link WHERE position > %s"
            database.run(f"DELETE FROM records_unsealed WHERE entry IN ({new})", [end.position])
    return len(found)


def linked(before: bytes, digested: bytes, line: bytes) -> bytes:
    return hashlib.sha256(before + digested + line).digest()


@dataclass(frozen=True, slots=True)
class Walked:
    """A part of the chain, gone through: its last place and hash; entries that are there, and that were erased."""

    head: Head
    there: int = 0
    gone: int = 0
    faults: tuple[Fault, ...] = ()


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
    such row is told and not the first only. Of a long chain another process looks through the second half; if it finds
    anything wrong, that half is gone through here again, as of the same moment as the rest.
    """
    faults = list(told)
    found, unsealed, since = Walked(Head(0, BEGINNING)), 0, None
    with ThreadPoolExecutor(1) as beside:
        checked = beside.submit(_of_the_file, database)
        try:
            middle = _middle(database)
            with halves.second(database.address, middle, erased) as other:
                found = walked(database, erased, found.head, middle)
                theirs = other() if found.head.position == middle else None
            if middle is not None:
                faults += found.faults
                second = _whole(theirs) if theirs else walked(database, erased, found.head)
                found = replace(second, there=found.there + second.there, gone=found.gone + second.gone)
            faults += found.faults
            faults += _against(database, known_heads, found.head.position)
            faults += _of_the_tail(database, erased)
            faults += strays.faults(database, found.there)
            unsealed, since = _waiting(database)
        except RegisterRefused as damaged:
            faults += damaged.faults
        faults += checked.result()
    return Verified(found.head, found.gone, unsealed, since, tuple(faults))


def walked(database: Database, erased: AbstractSet[int], after: Head, upto: int | None = None) -> Walked:
    """The chain from one place to another, or to its end."""
    at, before = after.position, after.hash
    there, gone = 0, 0
    faults: list[Fault] = []
    sha256 = hashlib.sha256
    if database.is_postgresql:  # which would sort on the disk
        database.run("SET LOCAL work_mem = '256MB'")
    for rows in database.stream(_chain(database), [at, _LAST if upto is None else upto], size=1_000):
        there += len(rows)
        for position, entry, stored, salt, content, digested, *header in rows:
            try:
                if (
                    sha256(before + digested + line(entry, header)).digest() == stored
                    and sha256(salt + content).digest() == digested
                    and len(salt) == SALT  # of another length, signs would go over from it to what is said
                    and position == at + 1
                ):
                    at, before = position, stored
                    continue
            except TypeError:  # something is missing, or no bytes: SQLite keeps text there if it is told to
                pass
            there -= digested is None
            gone += content is None and digested is not None
            said = position, entry, stored, salt, content, digested, header
            faults += _faults(said, Head(at, before), erased)
            at, before = position, stored
    return Walked(Head(at, before), there, gone, tuple(faults))


def _faults(said: Sequence[Any], end: Head, erased: AbstractSet[int]) -> Iterator[Fault]:
    """What is wrong with a link that is not simply whole: perhaps nothing, for what its entry said may be erased."""
    position, entry, stored, salt, content, digested, header = said
    if position <= end.position:  # the database's own constraint was taken away
        yield _fault("entry_altered", entry=entry, position=position)
    elif position > end.position + 1:
        yield _fault("links_missing", first=end.position + 1, last=position - 1)
    if digested is None:
        yield _fault("entry_missing", entry=entry, position=position)
        return
    if position == end.position + 1 and not _fits(end.hash, entry, digested, header, stored):
        yield _fault("entry_altered", entry=entry, position=position)
    yield from _payload_faults(entry, salt, content, digested, erased)


def _payload_faults(
    entry: int, salt: object, content: object, digested: bytes, erased: AbstractSet[int]
) -> Iterator[Fault]:
    if content is None:
        if entry not in erased:
            yield _fault("payload_missing", entry=entry)
        return
    if not (isinstance(salt, bytes) and isinstance(content, bytes) and len(salt) == SALT) or (
        hashlib.sha256(salt + content).digest() != digested
    ):
        yield _fault("payload_altered", entry=entry)


def _fits(before: bytes, entry: int, digested: bytes, header: Sequence[Any], stored: bytes) -> bool:
    try:
        return linked(before, digested, line(entry, header)) == stored
    except TypeError:
        return False


def _against(database: Database, known_heads: Mapping[int, bytes], last: int) -> Iterator[Fault]:
    """What does not agree with checkpoints."""
    for position, hashed in sorted(known_heads.items()):
        row = database.one("SELECT hash FROM records_link WHERE position = %s", [position])
        if row and row[0] != hashed:
            yield _fault("chain_rewritten", position=position)
    if cut := [position for position in known_heads if position > last]:
        yield _fault("chain_cut", position=max(cut), last=last)


def _middle(database: Database) -> int | None:
    """The place after which another process takes over, if the chain is long."""
    row = database.one("SELECT max(position) FROM records_link")
    last = int(row[0] or 0) if row else 0
    return last // 2 if last > LONG else None


def _whole(half: halves.Whole) -> Walked:
    position, hashed, there, gone = half
    return Walked(Head(position, hashed), there, gone)


def _of_the_file(database: Database) -> list[Fault]:
    """In a thread, and so by a connection, of its own: it takes as long as the rest."""
    try:
        return strays.of_the_file(database)
    except RegisterRefused as damaged:
        return list(damaged.faults)
    finally:
        database.close()


def _chain(database: Database) -> str:
    """Every link with its entry: (position, entry, hash, salt, content, digest, header …)."""
    return (
        f"SELECT l.position, l.entry_id, l.hash, p.salt, {as_bytes(database, 'p.content')}, {_header(database)} "
        "FROM records_link l LEFT JOIN records_entry e ON e.id = l.entry_id "
        "LEFT JOIN records_recording r ON r.id = e.recording_id "
        "LEFT JOIN records_payload p ON p.entry_id = l.entry_id WHERE l.position > %s AND l.position <= %s "
        "ORDER BY l.position"
    )


def _of_the_tail(database: Database, erased: AbstractSet[int]) -> Iterator[Fault]:
    """What is wrong with what entries say that are not sealed yet; of the rest of them nothing can be told."""
    found = database.rows(
        f"SELECT e.id, e.digest, p.salt, {as_bytes(database, 'p.content')} FROM records_unsealed u "
        "JOIN records_entry e ON e.id = u.entry LEFT JOIN records_payload p ON p.entry_id = e.id "
        "WHERE NOT EXISTS (SELECT 1 FROM records_link l WHERE l.entry_id = u.entry) ORDER BY e.id"
    )
    for entry, digested, salt, content in found:
        yield from _payload_faults(entry, salt, content, digested, erased)


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
