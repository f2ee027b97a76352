"""A register kept in a database: what is written in it as entries, and the entries as what is written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from resettle.engine.errors import Fault, Where
from resettle.engine.registry.acts import Act
from resettle.engine.registry.register import Register
from resettle.files import Written
from resettle.files.columns import PRIVATE
from resettle.files.tables import TABLES
from resettle.records import documents, entries, histories
from resettle.records.database import Database
from resettle.records.entries import New, Said
from resettle.records.histories import Read
from resettle.records.subjects import ACTS, SEPARATOR, keys_of

COLUMNS = {table.name: table.columns for table in TABLES}
HEAD, SOURCES, WORKED = "register", "sources", "worked_tables"


def as_entries(written: Written, register: Register, day: date) -> list[New]:
    """
    Everything that is written, as entries. What has no date of its own is dated by the first that lies in it, else ``day``.

    register: the same, read. An act names its offer and its people there, where the file left them to be understood.
    """
    acts = {act.id: act for act in (*register.acts, *register.casework)}
    found = [*_head(written, day), *_documents(written, day)]
    for table in TABLES:
        for new in histories.written(table.name, written.tables[table.name]):
            found.append(named(new, acts[new.key]) if new.table == ACTS else new)
    found += [New(WORKED, path, day, day, "", {"text": text}) for path, text in written.worked.items()]
    return found


def named(new: New, act: Act) -> New:
    """An act's entry with its offer and its people."""
    named = {"offer": act.offer.partition("/")[2], "persons": SEPARATOR.join(act.persons)}
    return replace(new, content={**new.content, **named})


def _head(written: Written, day: date) -> Iterator[New]:
    head = dict(written.head or {})
    sources: Mapping[str, Mapping[str, Any]] = head.pop("sources", {})
    yield New(HEAD, HEAD, day, day, "", head)
    for id, said in sources.items():
        yield New(SOURCES, id, day, day, "", said)


def _documents(written: Written, day: date) -> Iterator[New]:
    for kind, found in written.documents.items():
        for name, document in found.items():
            parts = documents.parts(kind, name, document)
            first = next((part.known for part in parts if part.known), None) or day
            for part in parts:
                known = part.known or first
                yield New(part.table, part.key, part.effective or known, known, part.source, part.content)


def as_written(database: Database, known: date | None = None) -> Written:
    """What is written in a database; terms that have no date of their own as they were known on a day (else now)."""
    return with_tables(
        database, {name: histories.read(database, name, named) for name, named in COLUMNS.items()}, known
    )


def by_keys(faults: Iterable[Fault], tables: Mapping[str, pl.DataFrame], named: str = "{}") -> list[Fault]:
    """
    Faults, those of rows by their keys: what is recorded stands in no file. Of a key no more is told than may be shown.

    tables: what the rows are of; named: what to call a table.
    """
    told = list(faults)
    wanted: dict[str, set[int]] = {}
    for fault in told:
        wanted.setdefault(fault.where.file.removesuffix(".csv"), set()).add(fault.where.row)
    keys: dict[tuple[str, int], str] = {}
    for table in wanted.keys() & tables.keys():
        shown = [name for name in keys_of(table) if name not in PRIVATE.get(table, ())]
        rows = tables[table].filter(pl.col("row").is_in(list(wanted[table]))).select("row", *shown)
        keys |= {(table, row): SEPARATOR.join(key) for row, *key in rows.iter_rows()}
    return [_by_key(fault, keys, named) for fault in told]


def _by_key(fault: Fault, keys: Mapping[tuple[str, int], str], named: str) -> Fault:
    table = fault.where.file.removesuffix(".csv")
    if (key := keys.get((table, fault.where.row))) is None:
        return fault
    where = Where(named.format(table), 0, ", ".join(part for part in (key, fault.where.key) if part))
    return replace(fault, where=where)


def with_tables(database: Database, tables: Mapping[str, Read], known: date | None = None) -> Written:
    """What is written in a database, its tables read already."""
    return replace(
        terms_written(database, known),
        tables={name: read.frame for name, read in tables.items()},
        worked={one.key: str((one.content or {})["text"]) for one in entries.of(database, [WORKED])},
    )


def terms_written(database: Database, known: date | None = None, before: int | None = None) -> Written:
    """
    The head and the documents of what is written, without people and acts.

    known: the day as known on which they are read that have no day of their own; before: the entry before which they stood.
    """

    def of(*tables: str) -> list[Said]:
        return [one for one in entries.of(database, tables) if before is None or one.id < before]

    heads = {one.key: dict(one.content or {}) for one in of(HEAD)}
    sources = {one.key: one.content for one in of(SOURCES)}
    said = [(one.key, one.known, one.content or {}) for one in of(*documents.TABLES)]
    head = heads.get(HEAD)
    if head is not None and sources:
        head["sources"] = sources
    return Written(head, documents.together(said, known or date.max), {}, {})
