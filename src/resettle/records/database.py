"""A register's database: where it is, opening it, one writing transaction at a time, and its locks and clock."""

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import django
from django.core.management import call_command
from django.db import connections, transaction
from django.db.utils import DatabaseError, OperationalError
from psycopg import Error as PostgreSQLError
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from resettle.engine.errors import Fault, RegisterRefused, Where, refuse

_POSTGRESQL = ("postgresql://", "postgres://")
_TRIES = 5
_MANY = 200
"""More rows than so many are copied into PostgreSQL."""
_DAMAGED = (
    "malformed", "is not a database", "disk I/O error", "Could not decode", "unsupported file format", "no such column",
    "no such table", "too big", "row_cast_map",
)  # fmt: skip
"""Of what SQLite says of a damaged file: only so much is told on, for it may show what stands there."""
_NO_TEXT = "cannot contain NUL"
T = TypeVar("T")
WAIT = 60
"""Seconds to wait for others who write."""

_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": WAIT,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON; "
    "PRAGMA secure_delete=ON; PRAGMA cache_size=-64000; PRAGMA mmap_size=2147418112; PRAGMA temp_store=MEMORY;",
}
"""An act is on the disk before it is acknowledged; REPLACE does not slip past the triggers; what is erased is gone."""


_POSTGRESQL_OPTIONS = {
    "server_side_binding": True,
    "prepare_threshold": 3,
    "options": f"-c lock_timeout={WAIT}s -c plan_cache_mode=force_generic_plan "
    "-c max_parallel_workers_per_gather=0 -c jit=off -c DateStyle=ISO",
}
"""
Statements are planned once for each connection (but see ``reading``) and never compiled, which takes longer than most do;
each is done by one process, so that what is put together stays in its order; days are written one way, whatever is set for the
database; nobody waits for ever for one who does not go on.
"""

KNOWN_RISES = "days of knowledge only rise"
"""What the guard of this name (``guards``) says."""


@dataclass(frozen=True)
class Database:
    """A database by its address; every query names its placeholders ``%s``, on SQLite and PostgreSQL alike."""

    address: str
    alias: str

    @property
    def connection(self) -> Any:
        return connections[self.alias]

    @property
    def is_postgresql(self) -> bool:
        return self.address.startswith(_POSTGRESQL)

    @property
    def name(self) -> str:
        """What to call it in messages: never with a password."""
        if self.is_postgresql:
            return f"database {self.connection.settings_dict['NAME']}"
        return self.address

    @contextmanager
    def _cursor(self) -> Iterator[Any]:
        """Raises RegisterRefused if the database's file is damaged, RequestRefused if what is asked with is no text."""
        try:
            with self.connection.cursor() as cursor:
                yield cursor
        except UnicodeDecodeError:
            raise RegisterRefused([self.damage("Could not decode")]) from None
        except UnicodeEncodeError:
            raise refuse("text_wrong") from None
        except DatabaseError as error:
            if _NO_TEXT in str(error):
                raise refuse("text_wrong") from None
            if not (why := next((one for one in _DAMAGED if one in str(error)), "")):
                raise
            raise RegisterRefused([self.damage(why)]) from None

    def damage(self, why: str) -> Fault:
        return Fault("database_damaged", Where(), {"database": self.name, "why": why})

    def rows(self, sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with self._cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall())

    def one(self, sql: str, params: Sequence[object] = ()) -> tuple[Any, ...] | None:
        with self._cursor() as cursor:
            cursor.execute(sql, params)
            found: tuple[Any, ...] | None = cursor.fetchone()
            return found

    def one_in_bytes(self, sql: str) -> tuple[Any, ...] | None:
        """As ``one``; bytes come as bytes, and not as a text twice as long that PostgreSQL writes for them."""
        if not self.is_postgresql:
            return self.one(sql)
        database = self.connection
        database.ensure_connection()
        with database.wrap_database_errors, database.connection.cursor(binary=True) as cursor:
            cursor.execute(sql)
            found: tuple[Any, ...] | None = cursor.fetchone()
            return found

    @contextmanager
    def asking(self) -> Iterator[Callable[[str, Sequence[object]], tuple[Any, ...] | None]]:
        """Lets another thread ask for one row at a time by this connection, while this thread asks for nothing."""
        with self._cursor() as cursor:

            def ask(sql: str, params: Sequence[object]) -> tuple[Any, ...] | None:
                cursor.execute(sql, params)
                found: tuple[Any, ...] | None = cursor.fetchone()
                return found

            yield ask

    def run(self, sql: str, params: Sequence[object] = ()) -> int:
        """The number of rows that it changed."""
        with self._cursor() as cursor:
            cursor.execute(sql, params)
            return int(cursor.rowcount)

    def run_each(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        if rows:
            with self.connection.cursor() as cursor:
                cursor.executemany(sql, rows)

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Adds rows, few or a million, in the way that is quickest for so many. Days are given as text."""
        named = f"{table} ({', '.join(columns)})"
        one = f"({', '.join(['%s'] * len(columns))})"
        if not self.is_postgresql:
            self.run_each(f"INSERT INTO {named} VALUES {one}", rows)
        elif len(rows) > _MANY:
            database = self.connection
            with (
                database.wrap_database_errors,
                database.cursor() as cursor,
                cursor.copy(f"COPY {named} FROM STDIN") as copy,
            ):
                for row in rows:
                    copy.write_row(row)
        elif rows:
            given = ", ".join([one] * len(rows))
            self.run(f"INSERT INTO {named} VALUES {given}", [value for row in rows for value in row])

    @contextmanager
    def writing(self) -> Iterator[None]:
        """
        One transaction: everything in it is recorded, or nothing is.

        Raises RequestRefused if others keep it waiting too long, or the connection is lost.
        """
        try:
            with transaction.atomic(using=self.alias, durable=True):
                yield
        except OperationalError as error:
            if _waited(error):
                raise refuse("database_busy", seconds=WAIT) from None
            if not _given_up(error) and _is_lost(error):
                self.close()
                raise refuse("database_lost", database=self.name) from None
            raise

    @contextmanager
    def writing_at_once(self) -> Iterator[None]:
        """One transaction that waits for nobody. Raises RequestRefused if anybody is in its way."""
        if self.is_postgresql:
            with self.writing():
                self.run("SET LOCAL lock_timeout = '1ms'")
                yield
            return
        self.run("PRAGMA busy_timeout = 0")
        try:
            with self.writing():
                yield
        finally:
            self.run(f"PRAGMA busy_timeout = {WAIT * 1000}")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Everything read in it is of one moment."""
        if not self.is_postgresql:
            with _deferred(self.connection):
                yield
            return
        with transaction.atomic(using=self.alias):
            self.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            # How much is read depends on what is asked for.
            self.run("SET LOCAL plan_cache_mode = force_custom_plan")
            yield

    def until_done(self, work: Callable[[], T]) -> T:
        """
        What work, a whole transaction, comes to; begun again if the database gave it up for another's sake.

        Raises RequestRefused if that happens again and again.
        """
        for _ in range(_TRIES):
            try:
                return work()
            except DatabaseError as error:
                if not _given_up(error):
                    raise
        raise refuse("database_busy", seconds=WAIT)

    def lock(self, names: Iterable[str], sharing: str = "") -> None:
        """
        Waits until no other transaction holds any of the names, and holds them to its end; ``sharing``: shares one first.

        In the order of the names, so that nobody waits for one who waits for them; who locks more than once does so in
        the same stages as everybody (``service.acts``). SQLite has one writer at a time anyway.
        """
        if self.is_postgresql and (numbers := [_number(name) for name in sorted(set(names))]):
            shared = "SELECT pg_advisory_xact_lock_shared(%s) UNION ALL " if sharing else ""
            held = "SELECT pg_advisory_xact_lock(one) FROM unnest(%s::bigint[]) one"
            self.run(shared + held, [*([_number(sharing)] if sharing else []), numbers])

    def share(self, name: str) -> None:
        """Waits until nobody holds the name alone (``lock``); others may share it at the same time."""
        if self.is_postgresql:
            self.run("SELECT pg_advisory_xact_lock_shared(%s)", [_number(name)])

    def try_lock(self, name: str) -> bool:
        """Whether nobody else held the name; if so it is held to the transaction's end."""
        if not self.is_postgresql:
            return True
        found = self.one("SELECT pg_try_advisory_xact_lock(%s)", [_number(name)])
        return bool(found and found[0])

    def forget_erased(self) -> bool:
        """Overwrites what was deleted on the disk too, as far as the database does that itself; False: others were reading."""
        if self.is_postgresql:
            return True
        ((busy, *_),) = self.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        return not busy

    def count_anew(self) -> None:
        """PostgreSQL plans by how much it believes is there: after many rows it is told, not left to find out."""
        if self.is_postgresql:
            self.run("ANALYZE")

    def close(self) -> None:
        self.connection.close()


@contextmanager
def _deferred(connection: Any) -> Iterator[None]:
    """A transaction of SQLite that only reads, and so waits for no writer."""
    connection.ensure_connection()
    if connection.in_atomic_block:
        yield
        return
    raw = connection.connection
    raw.execute("BEGIN DEFERRED")
    try:
        yield
    finally:
        raw.execute("ROLLBACK")


def _given_up(error: Exception) -> bool:
    """
    Whether a transaction was ended because it stood in another's way; or another, begun after midnight, came before it.
    """
    return _state(error) in ("40P01", "40001") or KNOWN_RISES in str(error)


def _waited(error: Exception) -> bool:
    """Whether a transaction was ended because it waited too long for those of others."""
    return _state(error) == "55P03" or "database is locked" in str(error)


def _is_lost(error: Exception) -> bool:
    """Whether PostgreSQL is gone; it is then unknown whether what was being committed stands."""
    return isinstance(error.__cause__, PostgreSQLError) and (_state(error) or "57P0").startswith(
        ("57P0", "08")
    )


def _state(error: Exception) -> str:
    return getattr(error.__cause__, "sqlstate", None) or ""


def _number(name: str) -> int:
    """A lock's number on PostgreSQL: 64 bits of its name."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)


@cache
def set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "resettle.project.settings")
    django.setup()


def connect(address: str) -> Database:
    """The database at an address, whether or not there is a register in it. Raises RequestRefused."""
    set_up()
    alias = hashlib.sha256(address.encode()).hexdigest()[:16]
    if alias not in connections.databases:
        given = {"default": connections.databases["default"], alias: _settings(address)}
        connections.configure_settings(given)
        connections.databases[alias] = given[alias]
    return Database(address, alias)


def _settings(address: str) -> dict[str, Any]:
    kept = {
        "CONN_MAX_AGE": None
    }  # by a server, from one request to the next, until an error shows that it is lost
    if not address.startswith(_POSTGRESQL):
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": address, "OPTIONS": dict(_SQLITE), **kept}
    try:
        parts = dict(conninfo_to_dict(address))
    except ProgrammingError as error:
        raise refuse("database_address", why=str(error).strip()) from None
    named = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    found: dict[str, Any] = {ours: str(parts.pop(theirs, "") or "") for ours, theirs in named.items()}
    options = {"connect_timeout": 10, **_POSTGRESQL_OPTIONS, **parts}
    return {"ENGINE": "django.db.backends.postgresql", "OPTIONS": options, **found, **kept}


def reach(database: Database) -> None:
    """Raises RegisterRefused if nobody answers at the address, or no file is there; a file of others is left as it is."""
    try:
        if not database.is_postgresql:
            _look_at(database)
        with database.connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except UnicodeDecodeError:  # a message of SQLite's that quotes what stands in the file
        raise RegisterRefused([database.damage("Could not decode")]) from None
    except (DatabaseError, sqlite3.Error) as error:
        raise RegisterRefused([_unreachable(database, error)]) from None


def _look_at(database: Database) -> None:
    """To open a file as ours changes it: first it is looked at as it is."""
    file = Path(database.address)
    if not file.is_file():
        raise RegisterRefused([Fault("database_missing", Where(), {"database": database.address})])
    is_open = Path(f"{database.address}-wal").exists()  # else nobody writes, and to look leaves no trace
    how = "mode=ro" if is_open else "immutable=1"
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?{how}", uri=True)) as looking:
        found = looking.execute("SELECT 1 FROM sqlite_master WHERE name = 'records_entry'").fetchone()
    if found is None:
        raise RegisterRefused([Fault("database_without_register", Where(), {"database": database.name})])


def _unreachable(database: Database, error: Exception) -> Fault:
    why = str(error).strip().partition("\n")[0].rstrip(".")
    return Fault("database_unreachable", Where(), {"database": database.name, "why": why})


def as_bytes(database: Database, text: str) -> str:
    """
    SQL for text as the bytes that it is kept as: an SQLite file that was tampered with may hold what is no text.

    On PostgreSQL an owner may make functions and operators of the same names, for other kinds of values: those of its own
    are named, and the kinds said.
    """
    if database.is_postgresql:
        return f"pg_catalog.convert_to(CAST({text} AS text), CAST('UTF8' AS name))"
    return f"CAST({text} AS blob)"


def tables_of(database: Database) -> list[str]:
    """The names of the tables that are there."""
    with database.connection.cursor() as cursor:
        return list(database.connection.introspection.table_names(cursor))


def migrate(database: Database) -> None:
    """Makes the tables, or brings them up to date."""
    call_command("migrate", database=database.alias, verbosity=0, interactive=False)
