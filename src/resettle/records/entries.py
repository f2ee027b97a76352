"""Entries: what is written, in one order, each in a recording by somebody; read back as rows and histories."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.db.utils import IntegrityError

from resettle.engine.errors import refuse
from resettle.records import mentions
from resettle.records.content import SALT, canonical, digest, parsed
from resettle.records.database import Database
from resettle.records.subjects import SEPARATOR, VIEWS

OPENING, ACCOUNT = "opening", "account"
FOUNDING_KINDS = ("founding", ACCOUNT)
"""Kinds of recordings that may come before an opening: the register is still empty."""
QUIET = (*FOUNDING_KINDS, OPENING, "export", "view", "search", "access", "run", "erasure")
"""Kinds of recordings by which nothing is learned of people, places or terms."""
ERASED = "erased"
_GONE = '{"erased":"yes"}'
"""What stands in the place of what was erased, when entries are read as columns: an entry may say nothing otherwise too."""
AT_ONCE = 50_000
"""Entries that the database puts together at a time."""
LONGEST_KEY = 200
FEW = 100
"""So many entries at most are written in one statement."""


@dataclass(frozen=True, slots=True)
class New:
    """An entry to be written; ``content`` is what it says."""

    table: str
    key: str
    effective: date
    known: date
    source: str
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """An entry as it was written; ``content`` None if it has been erased."""

    id: int
    table: str
    key: str
    effective: date
    known: date
    source: str
    content: Mapping[str, Any] | None
    recorded: datetime
    by: str
    work: str


@dataclass(frozen=True, slots=True)
class Recording:
    """A transaction; ``again``: the same was asked before under its key, and stands."""

    id: int
    at: datetime
    again: bool = False


def begin(database: Database, by: str, kind: str, key: str | None, request: Mapping[str, Any]) -> Recording:
    """
    A recording, first thing in its transaction; or, if its key was used before for the same, that one.

    A key is of whoever chose it: nobody learns, or takes, another's. Raises RequestRefused if it was used for something else,
    or is none.
    """
    if key is not None and not (key.isprintable() and 0 < len(key) <= LONGEST_KEY):
        raise refuse("key_wrong", most=LONGEST_KEY)
    asked = hashlib.sha256(canonical({"by": by, "kind": kind, **request}).encode()).digest()
    if kind == OPENING and key is not None and (before := _asked_before(database, by, key, asked)):
        return before  # the guard of openings would refuse it before its key is looked at
    row = database.one(
        f"INSERT INTO records_recording (at, by, kind, key, request) VALUES ({_now(database)}, %s, %s, %s, %s) "
        "ON CONFLICT (key) DO NOTHING RETURNING id, at",
        [by, kind, key and _own(by, key), asked],
    )
    if row is None:
        found = _asked_before(database, by, key or "", asked)
        if found is None:
            raise refuse("not_kept", database=database.name)
        return found
    return Recording(row[0], moment(row[1]))


def _own(by: str, key: str) -> str:
    return f"{by}{SEPARATOR}{key}"


def _asked_before(database: Database, by: str, key: str, asked: bytes) -> Recording | None:
    row = database.one("SELECT id, at, request FROM records_recording WHERE key = %s", [_own(by, key)])
    if row is None:
        return None
    if bytes(row[2]) != asked:
        raise refuse("key_used_otherwise", key=key)
    return Recording(row[0], moment(row[1]), again=True)


def now(database: Database) -> datetime:
    """By the database's clock."""
    ((value,),) = database.rows(f"SELECT {_now(database)}", [])
    return moment(value)


def _now(database: Database) -> str:
    return "clock_timestamp()" if database.is_postgresql else "strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now')"


def moment(value: object) -> datetime:
    """A moment as either database tells it; SQLite keeps it without its zone, which is UTC."""
    found = datetime.fromisoformat(str(value))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def append(database: Database, recording: Recording, entries: Sequence[New]) -> list[int]:
    """Writes entries, with what they say and whom they speak of; their numbers, in order."""
    said = [canonical(one.content) for one in entries]
    random = os.urandom(SALT * len(entries))
    salts = [random[at : at + SALT] for at in range(0, len(random), SALT)]
    write = _few if database.is_postgresql and len(entries) <= FEW else _many
    try:
        return write(database, recording.id, entries, salts, said)
    except IntegrityError as error:
        if "act_once" in str(error) or "records_entry.key" in str(error):
            acts = sorted(one.key for one in entries if one.table == "acts")
            raise refuse("act_recorded_before", ids=acts[:20]) from None
        raise


def _many(
    database: Database, recording: int, entries: Sequence[New], salts: Sequence[bytes], said: Sequence[str]
) -> list[int]:
    ids = _numbers(database, len(entries))
    database.insert(
        "records_entry",
        ("id", "recording_id", '"table"', "key", "effective", "known", "source", "digest"),
        [(id, recording, one.table, one.key, _text(one.effective), _text(one.known), one.source, digest(salt, text))
         for id, one, salt, text in zip(ids, entries, salts, said, strict=True)],
    )  # fmt: skip
    payloads = list(zip(ids, salts, said, strict=True))
    database.insert("records_payload", ("entry_id", "salt", "content"), payloads)
    database.insert("records_unsealed", ("entry",), [(id,) for id in ids])
    mentions.write(
        database, [(id, one.table, one.key, one.content) for id, one in zip(ids, entries, strict=True)]
    )
    return ids


_IN_ONE = """
WITH new AS (
    SELECT nextval(pg_get_serial_sequence('records_entry', 'id')) AS id, given.* FROM unnest(
        %s::text[], %s::text[], %s::date[], %s::date[], %s::text[], %s::bytea[], %s::bytea[], %s::text[]
    ) WITH ORDINALITY AS given ("table", key, effective, known, source, digest, salt, content, number)
), entry AS (
    INSERT INTO records_entry (id, recording_id, "table", key, effective, known, source, digest)
    SELECT id, %s, "table", key, effective, known, source, digest FROM new ORDER BY number
), payload AS (
    INSERT INTO records_payload (entry_id, salt, content) SELECT id, salt, content FROM new
), unsealed AS (
    INSERT INTO records_unsealed (entry) SELECT id FROM new
), about AS (
    INSERT INTO records_about (kind, name, entry, "table")
    SELECT of.kind, of.name, new.id, new."table"
    FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS of (kind, name, number) JOIN new USING (number)
)
SELECT id FROM new ORDER BY number
"""
"""What ``_many`` does, in one statement of PostgreSQL: an act is asked for and told over a network."""


def _few(
    database: Database, recording: int, entries: Sequence[New], salts: Sequence[bytes], said: Sequence[str]
) -> list[int]:
    rows = ((number, one.table, one.key, one.content) for number, one in enumerate(entries, 1))
    about = [*mentions.of(rows)]
    given = (
        [one.table for one in entries], [one.key for one in entries], [one.effective for one in entries],
        [one.known for one in entries], [one.source for one in entries],
        [digest(salt, text) for salt, text in zip(salts, said, strict=True)], [*salts], [*said], recording,
        *([one[at] for one in about] for at in range(3)),
    )  # fmt: skip
    return [id for (id,) in database.rows(_IN_ONE, given)]


_text = lru_cache(1 << 16)(date.isoformat)


def _numbers(database: Database, count: int) -> list[int]:
    """The next numbers of entries. SQLite has one writer; PostgreSQL's sequence never gives one twice."""
    if database.is_postgresql:
        sequence = "pg_get_serial_sequence('records_entry', 'id')"
        found = database.rows(f"SELECT nextval({sequence}) FROM generate_series(1, %s)", [count])
        return [number for (number,) in found]
    found = database.rows("SELECT seq FROM sqlite_sequence WHERE name = 'records_entry'")
    first = (found[0][0] if found else 0) + 1
    return list(range(first, first + count))


_COLUMNS = (
    'e.id, e."table", e.key, CAST(e.effective AS text), CAST(e.known AS text), e.source, p.content, '
    "r.at, r.by, r.kind"
)
_FROM = (
    "FROM records_entry e JOIN records_recording r ON r.id = e.recording_id "
    "LEFT JOIN records_payload p ON p.entry_id = e.id"
)


def recorded_in(database: Database, recording: int) -> list[Said]:
    """The entries of one recording, in order."""
    return _said(
        database.rows(f"SELECT {_COLUMNS} {_FROM} WHERE e.recording_id = %s ORDER BY e.id", [recording])
    )


def numbered(database: Database, ids: Sequence[int]) -> list[Said]:
    """The entries of some numbers, in order."""
    if not ids:
        return []
    return _said(sorted(database.rows(f"SELECT {_COLUMNS} {_FROM} WHERE e.id IN ({_marks(ids)})", ids)))


def of(database: Database, tables: Sequence[str], key: str | None = None) -> list[Said]:
    """The entries of some tables, perhaps of one key, in order."""
    where = f'WHERE e."table" IN ({_quoted(tables)})' + (" AND e.key = %s" if key is not None else "")
    params = [key] if key is not None else []
    return _said(database.rows(f"SELECT {_COLUMNS} {_FROM} {where} ORDER BY e.id", params))


def told(
    database: Database,
    keys: Mapping[str, Sequence[str]],
    about: Mapping[str, Sequence[str]] | None = None,
    tables: Sequence[str] = (),
) -> list[Said]:
    """
    The entries with any of some keys, by table, and those that speak of any of some people and cases; in order.

    about: names by kind (person, case); tables: of these alone what speaks of them, else of all but who read it.
    """
    parts: list[str] = []
    params: list[str] = []
    for table, found in keys.items():
        if found:
            parts.append(
                f'SELECT id FROM records_entry WHERE "table" = {_quoted([table])} AND key IN ({_marks(found)})'
            )
            params += found
    among = f' AND "table" IN ({_quoted(tables)})' if tables else f" AND \"table\" <> '{VIEWS}'"
    for kind, names in (about or {}).items():
        if names:
            parts.append(
                f"SELECT entry FROM records_about WHERE kind = %s AND name IN ({_marks(names)}){among}"
            )
            params += [kind, *names]
    if not parts:
        return []
    # Not ordered by the database: SQLite would go through the whole table in order, and not by the keys.
    where = f"WHERE e.id IN ({' UNION ALL '.join(parts)})"
    return _said(sorted(database.rows(f"SELECT {_COLUMNS} {_FROM} {where}", params)))


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))


def _quoted(tables: Sequence[str]) -> str:
    """Names of tables, which are ours, as they stand in SQL: PostgreSQL plans by how many entries each has."""
    return ", ".join(f"'{table}'" for table in tables)


def _said(rows: Iterable[tuple[Any, ...]]) -> list[Said]:
    return [
        Said(id, table, key, date.fromisoformat(effective), date.fromisoformat(known), source,
             None if content is None else parsed(content), moment(at), by, work)
        for id, table, key, effective, known, source, content, at, by, work in rows
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """Entries of a table, in order, a line each; ``contents``: what they say as JSON, ``ERASED`` alone of those erased."""

    keys: str
    effective: str
    known: str
    sources: str
    contents: str


def in_pieces(database: Database, table: str, after: int = 0) -> Iterator[Piece]:
    """
    Every entry of a table after one, put together by the database, so that no row of them is an object.

    They are put together in the order in which they are selected, by one process.
    """
    sign, together = ("chr", "string_agg") if database.is_postgresql else ("char", "group_concat")
    said = f"coalesce(content, '{_GONE}')"
    columns = ("key", "CAST(effective AS text)", "CAST(known AS text)", "source", said)
    lines = ", ".join(f"{together}({column}, {sign}(10))" for column in columns)
    ends = (
        "SELECT min(id), max(id) FROM "
        f'(SELECT id FROM records_entry WHERE "table" = {_quoted([table])} AND id > %s ORDER BY id LIMIT %s) AS piece'
    )
    entries = (  # what they say is looked for in the piece alone: PostgreSQL would begin with the first entry of all
        "SELECT e.key, e.effective, e.known, e.source, p.content FROM records_entry e "
        "LEFT JOIN records_payload p ON p.entry_id = e.id AND p.entry_id BETWEEN %s AND %s "
        f'WHERE e."table" = {_quoted([table])} AND e.id BETWEEN %s AND %s ORDER BY e.id'
    )
    sql = f"SELECT {lines} FROM ({entries}) AS ordered"
    with database.asking() as ask, ThreadPoolExecutor(1) as beside:

        def come(after: int) -> tuple[int, Piece] | None:
            first, last = ask(ends, [after, AT_ONCE]) or (None, None)
            found = None if last is None else ask(sql, [first, last, first, last])
            return found and (last, Piece(*found))

        coming = beside.submit(come, after)
        while found := coming.result():
            after, piece = found
            coming = beside.submit(come, after)  # while this one is made into a frame
            yield piece


def kind_under(database: Database, by: str, key: str) -> str:
    """As what was recorded that had somebody's key; empty if nothing had."""
    row = database.one("SELECT kind FROM records_recording WHERE key = %s", [_own(by, key)])
    return str(row[0]) if row else ""


def number_in(database: Database, recording: int) -> int:
    """How many entries a recording holds."""
    ((number,),) = database.rows("SELECT count(*) FROM records_entry WHERE recording_id = %s", [recording])
    return int(number)


def now_if_recorded_but(database: Database, kinds: Sequence[str]) -> datetime | None:
    """By the database's clock, if anything was recorded of another kind."""
    others = f"SELECT 1 FROM records_recording WHERE kind NOT IN ({_marks(kinds)})"
    row = database.one(f"SELECT {_now(database)} WHERE EXISTS ({others})", kinds)
    return moment(row[0]) if row else None


def last(database: Database) -> int:
    """The number of the newest entry; 0 if there is none."""
    found = database.one("SELECT max(id) FROM records_entry")
    return int(found[0] or 0) if found else 0


def last_known(database: Database, tables: Sequence[str] = ()) -> date:
    """The last day on which anything was known, or anything of some tables."""
    if (
        tables
    ):  # by text: PostgreSQL would look for the last day from the newest entry back, through every act since
        found = database.one(
            f'SELECT max(CAST(known AS text)) FROM records_entry WHERE "table" IN ({_quoted(tables)})'
        )
    else:
        found = database.one("SELECT CAST(max(known) AS text) FROM records_entry")
    return date.fromisoformat(found[0]) if found and found[0] else date.min


def last_of(database: Database, tables: Sequence[str]) -> tuple[int, date]:
    """The number of the newest entry of some tables, and the last day on which anything was known, of any."""
    ((number, day),) = database.rows(f"SELECT {newest(tables)}")
    return number, date.fromisoformat(day)


def newest(tables: Sequence[str]) -> str:
    """SQL for what ``last_of`` tells, as two columns."""
    # Not max(id): PostgreSQL would look for it from the newest entry back, through every act since.
    number = f'SELECT max(id + 0) FROM records_entry WHERE "table" IN ({_quoted(tables)})'
    return f"({number}), (SELECT CAST(max(known) AS text) FROM records_entry)"


def number(database: Database, after: int = 0) -> int:
    """How many entries there are after one: every entry is in the chain or waits to be."""
    waiting = "SELECT count(*) FROM records_unsealed"
    every = f"SELECT (SELECT coalesce(max(position), 0) FROM records_link) + ({waiting})"
    since = "SELECT count(*) FROM records_entry WHERE id > %s"
    found = database.one(since, [after]) if after else database.one(every)
    return int(found[0]) if found else 0
