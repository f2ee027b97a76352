"""Guards in the database itself: what is recorded is never changed or taken away, and days of knowledge only rise."""

from resettle.engine.errors import Fault, Where
from resettle.records.database import Database

NEVER_CHANGED = ("recording", "entry", "payload", "erasure", "link", "checkpoint")
NEVER_DELETED = ("recording", "entry", "erasure", "link", "checkpoint")
PROJECTIONS = ("about", "change", "count", "snapshot", "unsealed")

_ERASED = "SELECT 1 FROM records_erasure WHERE entry_id = OLD.entry_id"
_OPENING = "SELECT 1 FROM records_recording WHERE id = NEW.recording_id AND kind = 'opening'"
_EARLIER = "SELECT 1 FROM records_entry WHERE known > NEW.known"
_OTHERS = "SELECT 1 FROM records_recording WHERE kind <> 'founding'"


def install(database: Database) -> None:
    """Puts every guard in place, anew if it is there already: a migration may have dropped some."""
    for statement in _postgresql() if database.is_postgresql else _sqlite():
        database.run(statement)


def missing(database: Database) -> list[str]:
    """The names of guards that are not in place."""
    if database.is_postgresql:
        found = database.rows(
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
        )
    else:
        found = database.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    return sorted(set(_names()) - {name for (name,) in found})


def faults(database: Database) -> list[Fault]:
    """A warning for each guard that is not in place, and for rights of the role that it need not have."""
    told = [Fault("guard_missing", Where(), {"guard": name}, "warning") for name in missing(database)]
    if database.is_postgresql:
        told += [
            Fault("role_may_change", Where(), {"role": role, "table": f"records_{table}"}, "warning")
            for table in NEVER_CHANGED
            for role in _who_may_change(database, table)
        ]
    return told


def _who_may_change(database: Database, table: str) -> list[str]:
    found = database.one(
        "SELECT current_user, has_table_privilege(current_user, %s, 'UPDATE, TRUNCATE')", [f"records_{table}"]
    )
    return [found[0]] if found and found[1] else []


def grant(database: Database, role: str) -> None:
    """What an office's role on PostgreSQL needs, and no more: to read and add; to change projections only."""
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


def _names() -> list[str]:
    names = [f"guard_{table}_never_changed" for table in NEVER_CHANGED]
    names += [f"guard_{table}_never_deleted" for table in NEVER_DELETED]
    return [*names, "guard_payload_erased", "guard_known_rises", "guard_recorded_now", "guard_opening_first"]


def _sqlite() -> list[str]:
    made = [
        (
            f"guard_{table}_never_changed",
            f"UPDATE ON records_{table}",
            "",
            f"records_{table} is never changed",
        )
        for table in NEVER_CHANGED
    ]
    made += [
        (
            f"guard_{table}_never_deleted",
            f"DELETE ON records_{table}",
            "",
            f"records_{table} is never deleted",
        )
        for table in NEVER_DELETED
    ]
    now = "strftime('%%s', NEW.at) - strftime('%%s', 'now')"
    made += [
        ("guard_payload_erased", "DELETE ON records_payload", f"WHEN NOT EXISTS ({_ERASED})",
         "a payload is deleted only by an erasure that names it"),
        ("guard_known_rises", "INSERT ON records_entry",
         f"WHEN NOT EXISTS ({_OPENING}) AND (EXISTS ({_EARLIER}) OR NEW.known > date('now', '+1 day'))",
         "days of knowledge only rise"),
        ("guard_recorded_now", "INSERT ON records_recording", f"WHEN abs({now}) > 5",
         "the clock tells the time of recording"),
        ("guard_opening_first", "INSERT ON records_recording",
         f"WHEN NEW.kind = 'opening' AND EXISTS ({_OTHERS})", "only an empty register is opened"),
    ]  # fmt: skip
    statements = []
    for name, event, condition, why in made:
        statements.append(f"DROP TRIGGER IF EXISTS {name}")
        statements.append(
            f"CREATE TRIGGER {name} BEFORE {event} FOR EACH ROW {condition} BEGIN SELECT RAISE(ABORT, '{why}'); END"
        )
    return statements


def _postgresql() -> list[str]:
    statements = [_function("never_changed", "RAISE EXCEPTION '% is never changed', TG_TABLE_NAME;")]
    statements += [_function("never_deleted", "RAISE EXCEPTION '% is never deleted', TG_TABLE_NAME;")]
    erased = f"IF NOT EXISTS ({_ERASED}) THEN RAISE EXCEPTION 'a payload is deleted only by an erasure that names it'; END IF; RETURN OLD;"
    rises = (
        f"IF NOT EXISTS ({_OPENING}) AND (EXISTS ({_EARLIER}) OR NEW.known > current_date + 1) "
        "THEN RAISE EXCEPTION 'days of knowledge only rise'; END IF; RETURN NEW;"
    )
    opening = (
        f"IF NEW.kind = 'opening' AND EXISTS ({_OTHERS}) "
        "THEN RAISE EXCEPTION 'only an empty register is opened'; END IF; RETURN NEW;"
    )
    statements += [
        _function("payload_erased", erased),
        _function("known_rises", rises),
        _function("recorded_now", "NEW.at := clock_timestamp(); RETURN NEW;"),
        _function("opening_first", opening),
    ]
    made = [(f"{table}_never_changed", "UPDATE", table, "ROW", "never_changed") for table in NEVER_CHANGED]
    made += [(f"{table}_never_deleted", "DELETE", table, "ROW", "never_deleted") for table in NEVER_DELETED]
    made += [
        (f"{table}_never_emptied", "TRUNCATE", table, "STATEMENT", "never_deleted") for table in NEVER_CHANGED
    ]
    made += [
        ("payload_erased", "DELETE", "payload", "ROW", "payload_erased"),
        ("known_rises", "INSERT", "entry", "ROW", "known_rises"),
        ("recorded_now", "INSERT", "recording", "ROW", "recorded_now"),
        ("opening_first", "INSERT", "recording", "ROW", "opening_first"),
    ]
    for name, event, table, each, function in made:
        statements.append(f"DROP TRIGGER IF EXISTS guard_{name} ON records_{table}")
        statements.append(
            f"CREATE TRIGGER guard_{name} BEFORE {event} ON records_{table} FOR EACH {each} "
            f"EXECUTE FUNCTION records_{function}()"
        )
    return statements


def _function(name: str, body: str) -> str:
    body = body.replace("%", "%%")
    return f"CREATE OR REPLACE FUNCTION records_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
