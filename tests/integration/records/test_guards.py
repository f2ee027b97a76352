"""What is recorded is never changed or taken away: the databases refuse it, and who works has no right to it."""

import pytest
from django.db.utils import DatabaseError, ProgrammingError
from integration.records.offices import founded_at_a_desk, office
from integration.records.tampering import Owner, faults, proposed

from resettle import service
from resettle.engine.errors import RequestRefused
from resettle.records.database import connect
from resettle.service import record, registers, writing

RECORDED = ("recording", "entry", "payload", "erasure", "link", "checkpoint")


@pytest.fixture
def register(address, tmp_path):
    key = tmp_path / "office.key"
    founded_at_a_desk(address, "eva", key, folder=office(tmp_path / "office", [1, 1]))
    record.erased(address, "P-2", "retention 4.2", "eva", key)
    record.checkpoint(address, key)
    yield address
    connect(address).close()


def statements(database):
    """Each table of the record, and what would change it."""
    for table in RECORDED:
        column, value = {"recording": ("by", "'mallory'"), "entry": ("source", "'hearsay'"), "payload": ("content", "'{}'"),
                         "erasure": ("erased_by_id", "1"), "link": ("position", "position + 1"),
                         "checkpoint": ("text", "''")}[table]  # fmt: skip
        yield table, f"UPDATE records_{table} SET {column} = {value}"
        yield table, f"DELETE FROM records_{table}"
        if database.is_postgresql:
            yield table, f"TRUNCATE records_{table} CASCADE"
        else:
            yield table, f"INSERT OR REPLACE INTO records_{table} SELECT * FROM records_{table}"


def test_nothing_that_is_recorded_is_changed_or_taken_away(register):
    database = connect(register)
    for table, statement in statements(database):
        before = everything(database, table)
        assert before
        with pytest.raises(DatabaseError, match="never|only"):
            database.run(statement)
        assert everything(database, table) == before
    assert faults(register) == set()


def everything(database, table):
    return sorted(database.rows(f"SELECT * FROM records_{table}"), key=repr)


def test_a_payload_goes_only_by_an_entry_of_an_erasure(register):
    """A row that says so by itself is not enough, though whoever may erase may write it."""
    database = connect(register)
    database.run("INSERT INTO records_erasure (entry_id, erased_by_id) VALUES (2, 1)")
    with pytest.raises(DatabaseError, match="only by an erasure"):
        database.run("DELETE FROM records_payload WHERE entry_id = 2")


RECORDING = (
    "INSERT INTO records_recording (id, at, by, kind, request) "
    "SELECT 999, {at}, 'eva', '{kind}', request FROM records_recording WHERE id = 1"
)


def now(database):
    return "clock_timestamp()" if database.is_postgresql else "strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now')"


def test_days_of_knowledge_only_rise(register):
    database = connect(register)
    database.run(RECORDING.format(at=now(database), kind="act"))
    with pytest.raises(DatabaseError, match="only rise"):
        database.run(
            'INSERT INTO records_entry (id, recording_id, "table", key, effective, known, source, digest) '
            "SELECT 999, 999, 'people', 'P-9', known, min_known, 'office', digest FROM records_entry, "
            "(SELECT min(known) AS min_known FROM records_entry) AS first WHERE id = 1"
        )


def test_the_time_of_a_recording_is_that_of_the_clock(register):
    """Whoever says that it was earlier is refused, or not heard."""
    database = connect(register)
    old = RECORDING.format(at="'2016-01-01 12:00:00'", kind="act")
    if not database.is_postgresql:
        before = everything(database, "recording")
        with pytest.raises(DatabaseError, match="the clock tells the time of recording"):
            database.run(old)
        assert everything(database, "recording") == before
        return
    earliest = database.rows("SELECT clock_timestamp()")
    database.run(old)
    latest = database.rows("SELECT clock_timestamp()")
    assert earliest < database.rows("SELECT at FROM records_recording WHERE id = 999") < latest


@pytest.mark.parametrize("kind", ["opening", "view"])
def test_only_a_register_that_was_founded_and_no_more_is_opened(address, tmp_path, kind):
    """With an opening come days of long ago: another recording but the founding shuts the door."""
    key = tmp_path / "office.key"
    founded_at_a_desk(address, "eva", key, head=registers.Head("New", synthetic=True))
    database = connect(address)
    database.run(RECORDING.format(at=now(database), kind=kind))  # this may be the first to come
    before = everything(database, "recording")
    with pytest.raises(DatabaseError, match="only an empty register is opened"):
        database.run(RECORDING.format(at=now(database), kind="opening").replace("999", "1000"))
    assert everything(database, "recording") == before


def missing(address):
    return [one.params["guard"] for one in service.opened(address).warnings if one.code == "guard_missing"]


def test_a_guard_that_is_gone_is_told_and_put_in_place_again(register):
    with Owner(register) as owner:
        if owner.is_postgresql:
            owner.run("DROP TRIGGER guard_entry_never_changed ON records_entry")
            owner.run("ALTER TABLE records_link DISABLE TRIGGER guard_link_never_deleted")
            owner.run("DROP TRIGGER guard_payload_never_emptied ON records_payload")
    gone = missing(register)
    if connect(register).is_postgresql:
        assert gone == [
            "guard_entry_never_changed",
            "guard_link_never_deleted",
            "guard_payload_never_emptied",
        ]
    else:
        assert len(gone) > 10
    assert set(gone) <= {one.params.get("guard") for one in record.verified(register).faults}
    assert registers.upgraded(register) == gone
    assert missing(register) == registers.upgraded(register) == []


def test_a_guard_that_was_made_toothless_is_told(register):
    with Owner(register) as owner:
        if owner.is_postgresql:
            owner.run(
                "CREATE OR REPLACE FUNCTION records_never_deleted() RETURNS trigger LANGUAGE plpgsql "
                "AS 'BEGIN RETURN OLD; END'"
            )
            toothless = {f"guard_{table}_never_deleted" for table in RECORDED if table != "payload"}
            toothless |= {f"guard_{table}_never_emptied" for table in RECORDED}
        else:
            registers.upgraded(register)
            owner.run("DROP TRIGGER guard_entry_never_changed")
            owner.run(
                "CREATE TRIGGER guard_entry_never_changed BEFORE UPDATE ON records_entry BEGIN SELECT 1; END"
            )
            toothless = {"guard_entry_never_changed"}
    assert set(missing(register)) == toothless


@pytest.fixture
def officers(server):
    """A role that may log in, and nothing else."""
    server.run("CREATE ROLE officers LOGIN")
    yield "officers"
    server.run("DROP OWNED BY officers")
    server.run("DROP ROLE officers")


def test_the_office_works_under_a_role_that_may_not_change_the_record(server, officers, tmp_path):
    server.run("CREATE DATABASE guarded")
    owner, key = server.address("guarded"), tmp_path / "office.key"
    try:
        founded_at_a_desk(owner, "eva", key, folder=office(tmp_path / "office", [1, 1]), role=officers)
        address = server.address("guarded", officers)
        works(address, key)
        database = connect(address)
        changing = [statement for _, statement in statements(database)]
        for statement in [*changing, "DROP TRIGGER guard_entry_never_changed ON records_entry"]:
            if statement != "DELETE FROM records_payload":
                with pytest.raises(ProgrammingError, match="permission denied|must be owner"):
                    database.run(statement)
        with pytest.raises(DatabaseError, match="only by an erasure"):
            database.run("DELETE FROM records_payload")
        assert {one.code for one in service.opened(owner).warnings} == {"role_may_change"}
    finally:
        connect(owner).close()
        connect(server.address("guarded", officers)).close()
        server.run("DROP OWNED BY officers", "guarded")
        server.run("DROP DATABASE guarded WITH (FORCE)")


def works(address, key):
    """Every kind of work of an office."""
    proposed(address, "C-1")
    assert service.opened(address).warnings == ()
    record.sealed(address)
    record.erased(address, "P-2", "retention 4.2", "eva", key)
    record.checkpoint(address, key)
    writing.viewed(address, "eva", "C-1", *[service.opened(address).register.on] * 2)
    registers.rebuilt(address)
    found = record.verified(address)
    assert found.faults == ()
    database = connect(address)
    database.run("INSERT INTO records_snapshot (upto, content) VALUES (1, %s)", [b"x"])
    database.run("UPDATE records_snapshot SET content = %s", [b"y"])
    database.run("DELETE FROM records_snapshot")


def test_a_role_that_is_not_there_is_told(server, tmp_path):
    server.run("CREATE DATABASE roleless")
    address = server.address("roleless")
    try:
        founded_at_a_desk(address, "eva", tmp_path / "office.key", head=registers.Head("New", True))
        with pytest.raises(RequestRefused) as refused:
            registers.upgraded(address, role="nobody")
        assert [one.code for one in refused.value.faults] == ["role_unknown"]
    finally:
        connect(address).close()
        server.run("DROP DATABASE roleless WITH (FORCE)")


def test_a_trigger_of_others_is_told(register):
    database = connect(register)
    assert strangers(register) == []
    if database.is_postgresql:
        database.run("CREATE FUNCTION copied() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'")
        database.run(
            "CREATE TRIGGER keep_copy BEFORE DELETE ON records_payload FOR EACH ROW EXECUTE FUNCTION copied()"
        )
        database.run("CREATE RULE lost AS ON INSERT TO records_checkpoint DO INSTEAD NOTHING")
    else:
        database.run("CREATE TRIGGER keep_copy AFTER DELETE ON records_payload BEGIN SELECT 1; END")
        database.run(
            "CREATE TRIGGER lost BEFORE INSERT ON records_checkpoint BEGIN SELECT RAISE(IGNORE); END"
        )
    assert strangers(register) == [("keep_copy", "records_payload"), ("lost", "records_checkpoint")]


def strangers(address):
    told = service.opened(address).warnings
    return [(one.params["trigger"], one.params["table"]) for one in told if one.code == "trigger_unknown"]
