"""
A snapshot: the tables of people, cases and acts up to an entry, ready to load.

It is a projection: what is read from it and from the entries since is what all entries would give, and throwing it
away changes no answer. Terms are not in it: they are few, and differ by the day as known on which they are read.
"""

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl
from django.db.utils import DatabaseError

from resettle.engine.errors import RequestRefused
from resettle.records import entries, histories
from resettle.records.database import Database
from resettle.records.histories import Read

Columns = Mapping[str, Sequence[str]]
"""table → the columns of its history."""

FORM = 1
"""Of the content; a snapshot of another is not read."""
_SUM = hashlib.sha256().digest_size
OUTDATED = 10_000
"""So many entries later, and a tenth of all, another snapshot is made."""


@dataclass(frozen=True)
class Loaded:
    """Tables as read: up to an entry, of how many entries in all, and how many were not in the snapshot."""

    tables: Mapping[str, Read]
    upto: int
    entries: int
    since: int

    @property
    def is_worth_keeping(self) -> bool:
        return self.since > OUTDATED and self.since * 10 > self.entries


def read(database: Database, columns: Columns) -> Loaded:
    """Every table: from the snapshot and the entries since, else from all entries. In one reading transaction."""
    upto, number = entries.last(database), entries.number(database)
    found = _found(database, columns, number)
    after = found.upto if found else 0
    tables = {
        table: histories.read(database, table, named, found.tables[table] if found else None, after)
        for table, named in columns.items()
    }
    return Loaded(tables, upto, number, number - (found.entries if found else 0))


def keep(database: Database, loaded: Loaded, sharing: str) -> None:
    """
    Makes a snapshot of what was read, for the next who opens the register; or does without, and never waits.

    sharing: what those who erase hold alone. Not if anything was recorded meanwhile: what was read may have been erased by now.
    """
    content = _written(loaded)
    try:
        with database.writing_at_once():
            database.share(sharing)
            if (entries.last(database), entries.number(database)) == (loaded.upto, loaded.entries):
                drop(database)
                database.insert("records_snapshot", ("upto", "content"), [(loaded.upto, content)])
    except (DatabaseError, RequestRefused):  # another writes, the file cannot be written, or the role may not
        return


def agrees(database: Database, columns: Columns) -> bool:
    """Whether what is read with the snapshot, if there is one, is what all entries give."""
    loaded = read(database, columns)
    return loaded.since == loaded.entries or all(
        histories.read(database, table, named).frame.equals(loaded.tables[table].frame)
        for table, named in columns.items()
    )


def drop(database: Database) -> None:
    """Takes every snapshot away; the next who opens the register makes another."""
    database.run("DELETE FROM records_snapshot")


def _found(database: Database, columns: Columns, number: int) -> Loaded | None:
    """The snapshot, if it is whole and holds every entry up to its last."""
    row = database.one_in_bytes("SELECT upto, content FROM records_snapshot ORDER BY upto DESC LIMIT 1")
    loaded = _parsed(row[0], bytes(row[1]), columns) if row else None
    if loaded and loaded.entries + entries.number(database, loaded.upto) == number:
        return loaded
    return None  # an entry with an earlier number was committed later


def _written(loaded: Loaded) -> bytes:
    """SHA-256 of the rest; a line of JSON that says what follows; each table as Parquet, which is a third of Arrow's size and read sooner."""
    files = []
    for read in loaded.tables.values():
        file = io.BytesIO()
        read.frame.write_parquet(file, compression="zstd", compression_level=1, statistics=False)
        files.append(file.getvalue())
    tables = [
        (table, read.frame.columns, read.entries, len(file))
        for (table, read), file in zip(loaded.tables.items(), files, strict=True)
    ]
    head = {"form": FORM, "entries": loaded.entries, "tables": tables}
    body = b"".join([json.dumps(head).encode(), b"\n", *files])
    return hashlib.sha256(body).digest() + body


def _parsed(upto: int, content: bytes, columns: Columns) -> Loaded | None:
    """None if it is not whole, of another form, or of other columns than a register has now."""
    if hashlib.sha256(memoryview(content)[_SUM:]).digest() != content[:_SUM]:
        return None
    begins = content.index(b"\n", _SUM) + 1
    head = json.loads(content[_SUM:begins])
    named = {table: sorted(columns) for table, columns, _, _ in head["tables"]}
    if head["form"] != FORM or named != {table: sorted([*names, "row"]) for table, names in columns.items()}:
        return None
    tables = {}
    for table, _, number, size in head["tables"]:
        tables[table] = Read(pl.read_parquet(io.BytesIO(content[begins : begins + size])), number)
        begins += size
    return Loaded(tables, upto, head["entries"], 0)
