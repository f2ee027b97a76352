"""Rows of the record that are where none should be, or are of another kind than was ever written; and numbers without rows."""

from resettle.engine.errors import Fault, Where
from resettle.records.database import Database
from resettle.records.subjects import FOUNDING

_TEXTS = {
    "entry": ("id", ("table", "key", "effective", "known", "source")),
    "recording": ("id", ("at", "by", "kind", "key")),
    "payload": ("entry_id", ("content",)),
}
_NUMBERS = {
    "entry": ("id", ("recording_id",)),
    "erasure": ("entry_id", ("erased_by_id",)),
    "link": ("position", ("entry_id",)),
}
"""table → its key, which can be nothing but a number, and columns that hold nothing but text, or numbers."""
_NO_TEXT = "\"{0}\" < '' OR \"{0}\" >= x''"
_NO_NUMBER = "\"{0}\" >= ''"
"""As SQLite orders values: numbers before text, text before bytes; no function is called for a row, which would take long."""
_KEPT_WHOLE = ("entry", "checkpoint")
"""Tables of which SQLite's own count of the numbers given says how many rows there are."""


def faults(database: Database, linked: int) -> list[Fault]:
    """linked: how many entries the chain holds that are there."""
    told = [
        *_before_the_first(database),
        *_unlinked(database, linked),
        *_queued(database),
        *_without_entries(database),
        *_founded(database),
    ]
    if not database.is_postgresql:
        told += _numbers_without_rows(database)
    return told


def _fault(code: str, /, **params: object) -> Fault:
    return Fault(code, Where(), params)


def _before_the_first(database: Database) -> list[Fault]:
    """Entries in links where the chain has none, which nobody goes through: they are in no hash."""
    found = database.rows("SELECT entry_id FROM records_link WHERE position < 1 ORDER BY position")
    return [_fault("entry_unlinked", entry=id) for (id,) in found]


def _unlinked(database: Database, linked: int) -> list[Fault]:
    """Entries that are in no link, and that nobody is to seal: they were put in past the register's own door."""
    counted = database.one(
        "SELECT (SELECT count(*) FROM records_entry), (SELECT count(*) FROM records_unsealed)"
    )
    if counted and counted[0] == linked + counted[1]:
        waiting = database.one(
            "SELECT count(*) FROM records_unsealed u JOIN records_entry e ON e.id = u.entry "
            "WHERE NOT EXISTS (SELECT 1 FROM records_link l WHERE l.entry_id = u.entry)"
        )
        if waiting and waiting[0] == counted[1]:
            return []
    found = database.rows(
        "SELECT e.id FROM records_entry e LEFT JOIN records_link l ON l.entry_id = e.id AND l.position >= 1 "
        "LEFT JOIN records_unsealed u ON u.entry = e.id WHERE l.entry_id IS NULL AND u.entry IS NULL ORDER BY e.id"
    )
    return [_fault("entry_unlinked", entry=id) for (id,) in found]


def _queued(database: Database) -> list[Fault]:
    """What waits for the sealer and is not there, or is sealed."""
    gone = database.rows(
        "SELECT u.entry FROM records_unsealed u LEFT JOIN records_entry e ON e.id = u.entry "
        "WHERE e.id IS NULL ORDER BY u.entry"
    )
    twice = database.rows(
        "SELECT u.entry FROM records_unsealed u JOIN records_link l ON l.entry_id = u.entry ORDER BY u.entry"
    )
    told = [_fault("entry_missing", entry=id) for (id,) in gone]
    return [*told, *(_fault("entry_sealed_and_waiting", entry=id) for (id,) in twice)]


def _without_entries(database: Database) -> list[Fault]:
    """Every recording records something, and nothing is said that no entry says."""
    found = database.rows(
        "SELECT r.id FROM records_recording r WHERE NOT EXISTS "
        "(SELECT 1 FROM records_entry e WHERE e.recording_id = r.id) ORDER BY r.id"
    )
    told = [_fault("recording_empty", recording=id) for (id,) in found]
    found = database.rows(
        "SELECT p.entry_id FROM records_payload p LEFT JOIN records_entry e ON e.id = p.entry_id "
        "WHERE e.id IS NULL ORDER BY p.entry_id"
    )
    return [*told, *(_fault("entry_missing", entry=id) for (id,) in found)]


def _founded(database: Database) -> list[Fault]:
    """A second founding would bring another key to sign with."""
    found = database.rows('SELECT id FROM records_entry WHERE "table" = %s ORDER BY id', [FOUNDING])
    first = database.one("SELECT entry_id FROM records_link WHERE position >= 1 ORDER BY position LIMIT 1")
    told = [_fault("founded_twice", entry=id) for (id,) in found if first and id != first[0]]
    return told


def _of_another_kind(database: Database) -> list[Fault]:
    """SQLite keeps bytes in a column of text, or text in one of numbers: they look alike, and no query finds them."""
    told = []
    for is_wrong, tables in ((_NO_TEXT, _TEXTS), (_NO_NUMBER, _NUMBERS)):
        for table, (id, columns) in tables.items():
            wrong = " OR ".join(is_wrong.format(column) for column in columns)
            found = database.rows(f"SELECT {id} FROM records_{table} WHERE {wrong} ORDER BY {id}")
            told += [_fault("cell_of_another_kind", table=f"records_{table}", row=row) for (row,) in found]
    return told


def of_the_file(database: Database) -> list[Fault]:
    """
    What can only be wrong in a file of SQLite: its pages, by its own check; cells of another kind than was ever
    written; and indexes that have fewer rows than their table, or more.
    """
    if database.is_postgresql:
        return []
    told = _of_another_kind(database)
    told += [
        _fault("index_damaged", why=str(why))
        for (why,) in database.rows("PRAGMA quick_check(20)")
        if why != "ok"
    ]
    for table, index in database.rows(_WHOLE_INDEXES):
        row = database.one(
            f"SELECT (SELECT count(*) FROM {table} NOT INDEXED), (SELECT coalesce(sum(1), 0) FROM {table} INDEXED BY {index})"
        )
        if row and row[0] != row[1]:
            told.append(_fault("index_damaged", why=f"{row[1]} of {row[0]} rows of {table} are in {index}"))
    return told


_WHOLE_INDEXES = (
    "SELECT t.name, i.name FROM sqlite_master t JOIN pragma_index_list(t.name) i "
    "WHERE t.type = 'table' AND t.name LIKE 'records_%%' AND NOT i.partial"
)


def _numbers_without_rows(database: Database) -> list[Fault]:
    """SQLite gives numbers one after another, and none is lost with what is given up: fewer rows were taken away."""
    told = []
    for table in _KEPT_WHOLE:
        row = database.one(
            f"SELECT (SELECT seq FROM sqlite_sequence WHERE name = 'records_{table}'), count(*) FROM records_{table}"
        )
        given, there = (row[0] or 0, row[1]) if row else (0, 0)
        if given != there:
            told.append(_fault("rows_missing", table=f"records_{table}", given=given, there=there))
    return told
