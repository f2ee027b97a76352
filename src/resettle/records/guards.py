"""Guards in the database itself: what is recorded is never changed or taken away, and days of knowledge only rise."""

from dataclasses import dataclass

from resettle.engine.errors import Fault, Where, refuse
from resettle.records.database import KNOWN_RISES, Database
from resettle.records.entries import FOUNDING_KINDS

NEVER_CHANGED = ("recording", "entry", "payload", "erasure", "link", "checkpoint")
NEVER_DELETED = ("recording", "entry", "erasure", "link", "checkpoint")
PROJECTIONS = ("about", "change", "count", "standing", "snapshot", "unsealed")

_ERASED = (
    "SELECT 1 FROM records_erasure x JOIN records_entry e ON e.id = x.erased_by_id "
    "WHERE x.entry_id = OLD.entry_id AND e.\"table\" = 'erasures'"
)
_OPENING = "SELECT 1 FROM records_recording WHERE id = NEW.recording_id AND kind = 'opening'"
_LAST = "SELECT max(known) FROM records_entry"
"""By the index of days, whatever PostgreSQL believes of how many rows there are."""
_OTHERS = f"SELECT 1 FROM records_recording WHERE kind NOT IN ({', '.join(map(repr, FOUNDING_KINDS))})"


@dataclass(frozen=True, slots=True)
class _Guard:
    """One trigger: its name, on which event of which table; on SQLite under which condition it refuses, on PostgreSQL
    by which function."""

    name: str
    event: str
    table: str
    does: str
    why: str = ""


def install(database: Database) -> None:
    """Puts every guard in place, anew if it is there already: a migration may have dropped some."""
    if database.is_postgresql:
        for name in _BODIES:
            database.run(_made_function(name).replace("%", "%%"))
    for guard in _guards(database):
        on = f" ON records_{guard.table}" if database.is_postgresql else ""
        database.run(f"DROP TRIGGER IF EXISTS {guard.name}{on}")
        database.run(_made(database, guard).replace("%", "%%"))


def missing(database: Database) -> list[str]:
    """The names of guards that are not in place as they were put there."""
    return sorted({guard.name for guard in _guards(database)} - _in_place(database))


def _in_place(database: Database) -> set[str]:
    if not database.is_postgresql:
        made = {guard.name: _made(database, guard) for guard in _guards(database)}
        found = database.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name for name, sql in found if made.get(name) == sql}
    found = database.rows(
        "SELECT t.tgname, c.relname, t.tgtype, p.proname, p.prosrc FROM pg_catalog.pg_trigger t "
        "JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid "
        "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL AND t.tgattr = ''"
    )
    as_put = {
        (guard.name, f"records_{guard.table}", _KINDS[guard.event], f"records_{guard.does}", _source(guard.does))
        for guard in _guards(database)
    }  # fmt: skip
    return {row[0] for row in found if row in as_put}


def faults(database: Database) -> list[Fault]:
    """Warnings: each guard that is not in place, each trigger of others, and rights of the role that it need not have."""
    told = [Fault("guard_missing", Where(), {"guard": name}, "warning") for name in missing(database)]
    told += [
        Fault("trigger_unknown", Where(), {"trigger": name, "table": table}, "warning")
        for name, table in _of_others(database)
    ]
    if database.is_postgresql:
        told += [
            Fault("role_may_change", Where(), {"role": role, "table": f"records_{table}"}, "warning")
            for role, table in _who_may_change(database)
        ]
    return told


def _of_others(database: Database) -> list[tuple[str, str]]:
    """(name, table) of triggers, and of PostgreSQL's rules, on the register's tables that are not its own."""
    sql = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    if database.is_postgresql:
        sql = (
            "SELECT t.tgname::text, c.relname::text FROM pg_catalog.pg_trigger t "
            "JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND c.relname LIKE 'records@_%%' ESCAPE '@' "
            "UNION SELECT rulename::text, tablename::text FROM pg_catalog.pg_rules "
            "WHERE tablename LIKE 'records@_%%' ESCAPE '@' ORDER BY 1"
        )
    ours = {guard.name for guard in _guards(database)}
    return [(name, table) for name, table in database.rows(sql, []) if name not in ours]


def _who_may_change(database: Database) -> list[tuple[str, str]]:
    """(role, table) of each table that the role which asks may change."""
    lasting = {table: ", DELETE" if table in NEVER_DELETED else "" for table in NEVER_CHANGED}
    given = ", ".join(
        f"({at}, '{table}', 'UPDATE, TRUNCATE{more}')" for at, (table, more) in enumerate(lasting.items())
    )
    return database.rows(
        f"SELECT current_user, named FROM (VALUES {given}) AS given (at, named, rights) "
        "WHERE has_table_privilege(current_user, 'records_' || named, rights) ORDER BY at"
    )


def grant(database: Database, role: str) -> None:
    """What an office's role on PostgreSQL needs, and no more: to read and add; to change projections only. Raises RequestRefused."""
    if not database.one("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = %s", [role]):
        raise refuse("role_unknown", role=role)
    name = database.connection.ops.quote_name(role)
    statements = [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}",
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {name}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}",
        *(f"GRANT INSERT ON records_{table} TO {name}" for table in NEVER_CHANGED),
        f"GRANT DELETE ON records_payload TO {name}",
        *(f"GRANT INSERT, UPDATE, DELETE ON records_{table} TO {name}" for table in PROJECTIONS),
    ]
    for statement in statements:
        database.run(statement)


def _guards(database: Database) -> list[_Guard]:
    if database.is_postgresql:
        return [
            *(_Guard(f"guard_{one}_never_changed", "UPDATE", one, "never_changed") for one in NEVER_CHANGED),
            *(_Guard(f"guard_{one}_never_deleted", "DELETE", one, "never_deleted") for one in NEVER_DELETED),
            *(
                _Guard(f"guard_{one}_never_emptied", "TRUNCATE", one, "never_deleted")
                for one in NEVER_CHANGED
            ),
            _Guard("guard_payload_erased", "DELETE", "payload", "payload_erased"),
            _Guard("guard_known_rises", "INSERT", "entry", "known_rises"),
            _Guard("guard_recorded_now", "INSERT", "recording", "recorded_now"),
            _Guard("guard_opening_first", "INSERT", "recording", "opening_first"),
        ]
    now = "strftime('%s', NEW.at) - strftime('%s', 'now')"
    rises = f"(({_LAST}) > NEW.known OR NEW.known > date('now', '+1 day')) AND NOT EXISTS ({_OPENING})"
    opening = f"NEW.kind = 'opening' AND EXISTS ({_OTHERS})"
    return [
        *(_Guard(f"guard_{one}_never_changed", "UPDATE", one, "1", f"records_{one} is never changed")
          for one in NEVER_CHANGED),
        *(_Guard(f"guard_{one}_never_deleted", "DELETE", one, "1", f"records_{one} is never deleted")
          for one in NEVER_DELETED),
        _Guard("guard_payload_erased", "DELETE", "payload", f"NOT EXISTS ({_ERASED})", _ONLY_ERASED),
        _Guard("guard_known_rises", "INSERT", "entry", rises, KNOWN_RISES),
        _Guard("guard_recorded_now", "INSERT", "recording", f"abs({now}) > 5", "the clock tells the time of recording"),
        _Guard("guard_opening_first", "INSERT", "recording", opening, _EMPTY),
    ]  # fmt: skip


def _made(database: Database, guard: _Guard) -> str:
    before = f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON records_{guard.table} FOR EACH"
    if database.is_postgresql:
        each = "STATEMENT" if guard.event == "TRUNCATE" else "ROW"
        return f"{before} {each} EXECUTE FUNCTION records_{guard.does}()"
    return f"{before} ROW WHEN {guard.does} BEGIN SELECT RAISE(ABORT, '{guard.why}'); END"


_ONLY_ERASED = "a payload is deleted only by an erasure that names it"
_EMPTY = "only an empty register is opened"
_BODIES = {
    "never_changed": "RAISE EXCEPTION '% is never changed', TG_TABLE_NAME;",
    "never_deleted": "RAISE EXCEPTION '% is never deleted', TG_TABLE_NAME;",
    "payload_erased": f"IF NOT EXISTS ({_ERASED}) THEN RAISE EXCEPTION '{_ONLY_ERASED}'; END IF; RETURN OLD;",
    "known_rises": f"IF (({_LAST}) > NEW.known OR NEW.known > current_date + 1) AND NOT EXISTS ({_OPENING}) "
    f"THEN RAISE EXCEPTION '{KNOWN_RISES}'; END IF; RETURN NEW;",
    "recorded_now": "NEW.at := clock_timestamp(); RETURN NEW;",
    "opening_first": f"IF NEW.kind = 'opening' AND EXISTS ({_OTHERS}) THEN RAISE EXCEPTION '{_EMPTY}'; END IF; RETURN NEW;",
}
"""What a guard on PostgreSQL does, by its function."""

_KINDS = {"UPDATE": 1 + 2 + 16, "DELETE": 1 + 2 + 8, "TRUNCATE": 2 + 32, "INSERT": 1 + 2 + 4}
"""PostgreSQL's number for a trigger before an event, for each row (a TRUNCATE: for each statement)."""


def _made_function(name: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION records_{name}() RETURNS trigger LANGUAGE plpgsql AS $${_source(name)}$$"
    )


def _source(name: str) -> str:
    return f" BEGIN {_BODIES[name]} END "
