"""Whom entries speak of, kept so that a person or a case is found: a projection of what the entries say."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from resettle.records.content import parsed
from resettle.records.database import Database
from resettle.records.subjects import subjects

AT_ONCE = 50_000

Row = tuple[int, str, str, Mapping[str, Any]]
"""An entry: its number, table and key, and what it says."""
Mention = tuple[str, str, int, str]
"""A kind (person or case), a name, and the number and table of an entry that speaks of it."""


def write(database: Database, rows: Iterable[Row]) -> None:
    """Keeps whom entries speak of."""
    about = sorted(of(rows))  # in the order of the index, which then grows at its end
    database.insert("records_about", ("kind", "name", "entry", '"table"'), about)


def of(rows: Iterable[Row]) -> Iterator[Mention]:
    """Whom entries speak of, each once an entry."""
    for id, table, key, content in rows:
        for kind, name in dict.fromkeys(subjects(table, key, content)):
            yield kind, name, id, table


def forget(database: Database, ids: Sequence[int]) -> None:
    """What entries say is about to be erased: of whom they speak by their keys alone stays."""
    if not ids:
        return
    rows = database.rows(
        'SELECT e.id, e."table", e.key, p.content FROM records_entry e '
        f"JOIN records_payload p ON p.entry_id = e.id WHERE e.id IN ({', '.join(['%s'] * len(ids))})",
        ids,
    )
    by_key = {*of((id, table, key, {}) for id, table, key, _ in rows)}
    said = {*of((id, table, key, parsed(content)) for id, table, key, content in rows)}
    gone = [(kind, name, id) for kind, name, id, _ in sorted(said - by_key)]
    database.run_each("DELETE FROM records_about WHERE kind = %s AND name = %s AND entry = %s", gone)


def find_anew(database: Database) -> None:
    """Throws away whom entries speak of, and finds it again from what they say."""
    database.run("DELETE FROM records_about")
    for rows in _all_said(database):
        write(database, rows)


def agree(database: Database) -> bool:
    """Whether what is kept of whom entries speak of is what they say: as many rows, and the same sum of their hashes."""
    told = _summed(row for rows in _all_said(database) for row in of(rows))
    return _summed(row for rows in _all_about(database) for row in rows) == told


def _summed(rows: Iterable[Mention]) -> tuple[int, int]:
    number = total = 0
    for row in rows:
        number += 1
        total += int.from_bytes(hashlib.sha256(repr(row).encode()).digest(), "big")
    return number, total


def _all_said(database: Database) -> Iterator[list[Row]]:
    """(id, table, key, what it says) of every entry, in order, in pieces; of one that was erased nothing."""
    sql = (
        'SELECT e.id, e."table", e.key, p.content FROM records_entry e '
        "LEFT JOIN records_payload p ON p.entry_id = e.id WHERE e.id > %s ORDER BY e.id LIMIT %s"
    )
    after = 0
    while rows := database.rows(sql, [after, AT_ONCE]):
        after = rows[-1][0]
        yield [
            (id, table, key, {} if content is None else parsed(content)) for id, table, key, content in rows
        ]


def _all_about(database: Database) -> Iterator[list[Mention]]:
    sql = (
        'SELECT kind, name, entry, "table" FROM records_about WHERE (kind, name, entry) > (%s, %s, %s) '
        "ORDER BY kind, name, entry LIMIT %s"
    )
    after: tuple[str, str, int] = ("", "", 0)
    while rows := database.rows(sql, [*after, AT_ONCE]):
        after = rows[-1][:3]
        yield [(kind, name, entry, table) for kind, name, entry, table in rows]
