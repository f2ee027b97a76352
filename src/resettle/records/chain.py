"""
The chain: every entry's SHA-256 hangs on the one before, so that no row can be altered, put in or taken out unseen.

Entries are sealed after they are committed, many at a time, by whoever comes first: nobody who records waits for it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from resettle.engine.errors import Fault, RegisterRefused, Where
from resettle.records import halves, strays
from resettle.records.content import SALT
from resettle.records.database import Database, as_bytes
from resettle.records.entries import moment

BEGINNING = bytes(32)
SEALED_AT_ONCE = 50_000
_SEALER = "the sealer"
LONG = 300_000
"""A chain of more links is gone through by two processes; of fewer, starting the other takes longer than it saves."""
_LAST = 2**63 - 1
_MOMENT = "YYYY-MM-DD HH24:MI:SS.US"
_sha256 = hashlib.sha256


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


Recorded = tuple[bytes, bytes, bytes]
"""What is hashed of a recording: its request; the rest of it; and how long its parts are."""


def said_of(database: Database) -> str:
    """
    SQL for what is hashed of an entry itself, beside its digest (``_said``): five texts, on SQLite as bytes; or, as
    PostgreSQL sooner gives one text than five, all of them together, and how many bytes key and source have.
    """
    parts = ('e."table"', "e.key", "e.effective", "e.known", "e.source")
    if database.is_postgresql:  # its own operators and functions, as in ``as_bytes``
        joined = " OPERATOR(pg_catalog.||) pg_catalog.chr(31) OPERATOR(pg_catalog.||) "
        lengths = (f"pg_catalog.octet_length(CAST({part} AS text))" for part in ("e.key", "e.source"))
        return ", ".join([joined.join(f"CAST({part} AS text)" for part in parts), *lengths])
    return ", ".join(as_bytes(database, part) for part in parts)


def _said(told: Sequence[Any]) -> tuple[bytes, int, int]:
    """All that is hashed of an entry itself together, and the lengths of key and source, from what ``said_of`` selects."""
    if len(told) == _TOGETHER:
        return told[0].encode(), told[1], told[2]
    return b"\x1f".join(told), len(told[1]), len(told[4])


_TOGETHER = 3


def recordings(database: Database, ids: AbstractSet[int]) -> dict[int, Recorded]:
    """What is hashed of some recordings; one that holds what the register never wrote is left out."""
    if not ids:
        return {}
    at, ending, among = "at", b"000", "IN (SELECT value FROM json_each(%s))"
    if database.is_postgresql:
        at, ending, among = (
            f"pg_catalog.to_char(at AT TIME ZONE 'UTC', CAST('{_MOMENT}' AS text))",
            b"",
            "= ANY(%s)",
        )
    texts = ", ".join(as_bytes(database, part) for part in (at, "by", "kind", "key"))
    found = {}
    for id, request, told_at, by, kind, key in database.rows(
        f"SELECT id, request, {texts} FROM records_recording WHERE id {among}",
        [sorted(ids) if database.is_postgresql else json.dumps(sorted(ids))],
    ):
        asked = b"" if key is None else b"=" + key
        with suppress(TypeError):
            rest = b"\x1f%d\x1f%b%b\x1f%b\x1f%b\x1f%b\x1f" % (id, told_at, ending, by, kind, asked)
            found[id] = b"%b" % request, rest, b",%d,%d,%d" % (len(by), len(asked), len(request))
    return found


def linked(before: bytes, digested: bytes, entry: int, told: Sequence[Any], recorded: Recorded) -> bytes:
    """
    The hash of a link: over the one before it, its entry's digest, the entry, and the recording; the same bytes from both
    databases. told: what ``said_of`` selects.

    The lengths at the end keep a sign that stands in somebody's words from being taken for the one between the parts.
    Raises TypeError or AttributeError if something is not there, or is no bytes.
    """
    request, rest, lengths = recorded
    said, key, source = _said(told)
    return _sha256(b"%b%b%b%d\x1f%b%b%d,%d%b" % (
        before, digested, request, entry, said, rest, key, source, lengths,
    )).digest()  # fmt: skip


def head(database: Database) -> Head:
    row = database.one("SELECT position, hash FROM records_link ORDER BY position DESC LIMIT 1")
    return Head(row[0], bytes(row[1])) if row else Head(0, BEGINNING)


def at(database: Database, entry: int) -> Head | None:
    """The chain up to an entry, which vouches for all that was recorded before it; None while it is not sealed."""
    row = database.one("SELECT position, hash FROM records_link WHERE entry_id = %s", [entry])
    return Head(row[0], bytes(row[1])) if row else None


def seal(database: Database) -> int:
    """Seals what is committed and not yet sealed; how many entries. Another who is sealing is left to it."""
    sealed = 0
    while number := _seal_some(database):
        sealed += number
        # Whoever came while this was sealing has left it to this one.
        if not database.one("SELECT 1 FROM records_unsealed LIMIT 1"):
            break
    return sealed


def _seal_some(database: Database) -> int:
    with database.writing():
        if not database.try_lock(_SEALER):
            return 0
        end = head(database)
        found = database.rows(
            f"SELECT u.entry, e.digest, e.recording_id, {said_of(database)} FROM records_unsealed u "
            "JOIN records_entry e ON e.id = u.entry "
            "WHERE NOT EXISTS (SELECT 1 FROM records_link l WHERE l.entry_id = u.entry) ORDER BY u.entry LIMIT %s",
            [SEALED_AT_ONCE],
        )
        recorded = recordings(database, {row[2] for row in found})
        links = []
        position, hashed = end.position, end.hash
        for entry, digested, recording, *told in found:
            position += 1
            hashed = linked(hashed, digested, entry, told, recorded[recording])
            links.append((position, entry, hashed))
        if links:
            database.insert("records_link", ("position", "entry_id", "hash"), links)
            new = "SELECT entry_id FROM records_link WHERE position > %s"
            database.run(f"DELETE FROM records_unsealed WHERE entry IN ({new})", [end.position])
    return len(found)


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
    recorded: dict[int, Recorded] = {}
    for rows in _rows(database, at, _LAST if upto is None else upto):
        there += len(rows)
        wanted = {row[6] for row in rows if row[6] is not None}
        recorded = {id: recorded[id] for id in wanted & recorded.keys()}
        recorded |= recordings(database, wanted - recorded.keys())
        for row in rows:
            position, entry, stored, salt, content, digested, recording, *told = row
            try:
                if (
                    linked(before, digested, entry, told, recorded[recording]) == stored
                    and (salt is _AS_DIGESTED or _is_digested(salt, content, digested))
                    and position == at + 1
                ):
                    at, before = position, stored
                    continue
            except (TypeError, AttributeError, KeyError):
                pass  # something is missing, or no bytes: SQLite keeps text if told to
            there -= digested is None
            gone += salt is None and digested is not None
            fits = position == at + 1 and _fits(before, row, recorded)
            faults += _faults((position, entry, salt, content, digested), Head(at, before), erased, fits=fits)
            at, before = position, stored
    return Walked(Head(at, before), there, gone, tuple(faults))


def _faults(found: Sequence[Any], end: Head, erased: AbstractSet[int], *, fits: bool) -> Iterator[Fault]:
    """
    What is wrong with a link that is not simply whole: perhaps nothing, for what its entry said may be erased.

    fits: whether it follows the one before, and hangs on it.
    """
    position, entry, salt, content, digested = found
    if position <= end.position:  # the database's own constraint was taken away
        yield _fault("entry_altered", entry=entry, position=position)
    elif position > end.position + 1:
        yield _fault("links_missing", first=end.position + 1, last=position - 1)
    if digested is None:
        yield _fault("entry_missing", entry=entry, position=position)
        return
    if position == end.position + 1 and not fits:
        yield _fault("entry_altered", entry=entry, position=position)
    yield from _payload_faults(entry, salt, content, digested, erased)


def _payload_faults(
    entry: int, salt: object, content: object, digested: bytes, erased: AbstractSet[int]
) -> Iterator[Fault]:
    if salt is None:
        if entry not in erased:
            yield _fault("payload_missing", entry=entry)
    elif salt is not _AS_DIGESTED and not _is_digested(salt, content, digested):
        yield _fault("payload_altered", entry=entry)


_AS_DIGESTED = True
"""What stands in the place of a salt if PostgreSQL, which has SHA-256 itself, finds the payload to be what its entry holds."""


def _is_digested(salt: object, content: object, digested: bytes) -> bool:
    """A salt of another length is none: signs would go over from it to what is said."""
    return (
        salt.__class__ is content.__class__ is bytes
        and len(salt) == SALT
        and _sha256(salt + content).digest() == digested
    )


def _fits(before: bytes, row: Sequence[Any], recorded: Mapping[int, Recorded]) -> bool:
    """Whether a link hangs on the one before, whatever became of what its entry said."""
    _, entry, stored, _, _, digested, recording, *told = row
    if recording not in recorded:
        return False
    try:
        return bool(linked(before, digested, entry, told, recorded[recording]) == stored)
    except (TypeError, AttributeError):
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


def _rows(database: Database, after: int, upto: int) -> Iterator[list[tuple[Any, ...]]]:
    """
    Links with their entries, in order: (position, entry, hash, salt, content, digest, recording, what ``said_of`` selects).

    In pieces, each of a range of entries, so that PostgreSQL reads them as they lie and sorts nothing on the disk.
    """
    piece = (
        "SELECT max(position), min(entry_id), max(entry_id) FROM (SELECT position, entry_id FROM records_link "
        "WHERE position > %s AND position <= %s ORDER BY position LIMIT %s) piece"
    )
    payload = f"p.salt, {as_bytes(database, 'p.content')}"
    if database.is_postgresql:
        salt, said = "CAST(p.salt AS bytea)", as_bytes(database, "p.content")
        payload = (
            f"pg_catalog.octet_length({salt}) OPERATOR(pg_catalog.=) {SALT} AND "
            f"pg_catalog.sha256({salt} OPERATOR(pg_catalog.||) {said}) OPERATOR(pg_catalog.=) CAST(e.digest AS bytea), NULL"
        )
    sql = (
        f"SELECT l.position, l.entry_id, l.hash, {payload}, e.digest, e.recording_id, {said_of(database)} "
        "FROM records_link l LEFT JOIN records_entry e ON e.id = l.entry_id AND e.id BETWEEN %s AND %s "
        "LEFT JOIN records_payload p ON p.entry_id = l.entry_id AND p.entry_id BETWEEN %s AND %s "
        "WHERE l.position > %s AND l.position <= %s ORDER BY l.position"
    )
    size = 20_000 if database.is_postgresql else 1_000  # so few stay where the processor finds them at once
    while (row := database.one(piece, [after, upto, size])) and row[0] is not None:
        last, low, high = row
        yield database.rows(sql, [low, high, low, high, after, last])
        after = last


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
    return number, since if since is None else moment(since)


def waiting_digests(database: Database) -> list[bytes]:
    """The digests of entries that are not sealed yet, in order."""
    found = database.rows(
        "SELECT e.digest FROM records_unsealed u JOIN records_entry e ON e.id = u.entry ORDER BY u.entry"
    )
    return [digested for (digested,) in found]
