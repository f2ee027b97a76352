"""What is recorded is never changed or taken away: the databases refuse it, and who works has no right to it."""

import pytest
from django.db.utils import DatabaseError, ProgrammingError
from integration.records.offices import office
from integration.records.tampering import Owner, faults, proposed

from resettle import service
from resettle.engine.errors import RequestRefused
from resettle.records.database import connect
from resettle.service import record, registers

RECORDED = ("recording", "entry", "payload", "erasure", "link", "checkpoint")


@pytest.fixture
def register(address, tmp_path):
    key = tmp_path / "office.key"
    registers.founded(address, "eva", key, folder=office(tmp_path / "office", [1, 1]))
    record.erased(address, "P-2", "retention 4.2", "eva", key)
    record.checkpoint(address, key)
    yield address
    connect(address).close()


def statements(database):
    for table in RECORDED:
        column, value = {"recording": ("by", "'mallory'"), "entry": ("source", "'hearsay'"), "payload": ("content", "'{}'"),
                         "erasure": ("erased_by_id", "1"), "link": ("position", "position + 1"),
                         "checkpoint": ("text", "''")}[table]  # fmt: skip
        yield f"UPDATE records_{table} SET {column} = {value}"
        yield f"DELETE FROM records_{table}"
        if database.is_postgresql:
            yield f"TRUNCATE records_{table} CASCADE"
        else:
            yield f"INSERT OR REPLACE INTO records_{table} SELECT * FROM records_{table}"


def test_nothing_that_is_recorded_is_changed_or_taken_away(register):
    database = connect(register)
    for statement in statements(database):
        before = database.rows("SELECT count(*) FROM records_entry")
        with pytest.raises(DatabaseError, match="never|only"):
            database.run(statement)
        assert database.rows("SELECT count(*) FROM records_entry") == before
    assert faults(register) == set()


def test_a_payload_goes_only_by_an_entry_of_an_erasure(register):
    """A row that says so by itself is not enough, though whoever may erase may write it."""
    database = connect(register)
    database.run("INSERT INTO records_erasure (entry_id, erased_by_id) VALUES (2, 1)")
    with pytest.raises(DatabaseError, match="only by an erasure"):
        database.run("DELETE FROM records_payload WHERE entry_id = 2")


def test_days_of_knowledge_only_rise(register):
    database = connect(register)
    now = "clock_timestamp()" if database.is_postgresql else "strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now')"
    database.run(
        "INSERT INTO records_recording (id, at, by, kind, request) "
        f"SELECT 999, {now}, 'eva', 'act', request FROM records_recording WHERE id = 1"
    )
    with pytest.raises(DatabaseError, match="only rise"):
        database.run(
            'INSERT INTO records_entry (id, recording_id, "table", key, effective, known, source, digest) '
            "SELECT 999, 999, 'people', 'P-9', known, min_known, 'office', digest FROM records_entry, "
            "(SELECT min(known) AS min_known FROM records_entry) AS first WHERE id = 1"
        )


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
    registers.upgraded(register)
    assert missing(register) == []


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
        registers.founded(owner, "eva", key, folder=office(tmp_path / "office", [1, 1]), role=officers)
        address = server.address("guarded", officers)
        works(address, key)
        database = connect(address)
        for statement in [*statements(database), "DROP TRIGGER guard_entry_never_changed ON records_entry"]:
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
    registers.viewed(address, "eva", "C-1", *[service.opened(address).register.on] * 2)
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
        registers.founded(address, "eva", tmp_path / "office.key", head=registers.Head("New", True))
        with pytest.raises(RequestRefused) as refused:
            registers.upgraded(address, role="nobody")
        assert [one.code for one in refused.value.faults] == ["role_unknown"]
    finally:
        connect(address).close()
        server.run("DROP DATABASE roleless WITH (FORCE)")
