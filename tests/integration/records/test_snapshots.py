"""A snapshot changes no answer: what is read from it and the entries since is what all entries give."""

import sqlite3

import psycopg
import pytest
from integration.records.offices import TODAY, founded_at_a_desk, office
from integration.records.test_round_trip import same

from resettle.engine.registry.stages import ActKind
from resettle.records import entries, snapshots
from resettle.records.entries import New
from resettle.service import acts, record, registers


@pytest.fixture
def kept(address, tmp_path, monkeypatch):
    """A register whose snapshot is made as soon as it is opened, and made anew whenever anything was recorded."""
    monkeypatch.setattr(snapshots, "OUTDATED", 0)
    return founded_at_a_desk(
        address, "eva", tmp_path / "office.key", folder=office(tmp_path / "off", [1, 2, 3])
    )


def cold(database):
    snapshots.drop(database)
    return registers.opened(database.address).register


def upto(database):
    return [row[0] for row in database.rows("SELECT upto FROM records_snapshot")]


def record_of_every_kind(database):
    """People, cases, ties, answers, a reason, terms: some new, some about what was recorded before."""
    with database.writing():
        recording = entries.begin(database, "eva", "import", None, {})
        told = [
            ("people", "P-2", {"sex": "M"}), ("people", "P-0", {"sex": "F"}), ("cases", "C-0", {"priority": "urgent"}),
            ("members", "C-0;P-0", {"relationship_to_pa": "PA"}), ("members", "C-2;P-2", {"state": "ended"}),
            ("links", "C-0;C-1;same_town", {}), ("relatives", "P-0;R-1", {"relationship": "sibling"}),
            ("willingness", "P-0;nor", {"willing": "no"}), ("scores", "C-0;nor", {"score": "3"}),
            ("registration_groups", "G-1;P-0", {}), ("documents", "P-0;D-1", {"document_kind": "passport"}),
            ("consents", "P-0;K-1", {"consent_for": "sharing", "given": "yes"}), ("pathways", "P-0;W-1", {}),
            ("rulings", "C-0;nor;age", {"ruling": "met", "by": "eva"}),
            ("over_submissions", "arrangements/nor/offer/year/over_submission",
             {"effective": TODAY, "known": TODAY, "places": 3, "source": "office"}),
        ]  # fmt: skip
        entries.append(
            database, recording, [New(table, key, TODAY, TODAY, "office", says) for table, key, says in told]
        )


def submit(database, case, reason=""):
    return acts.act(
        database.address, acts.Requested(ActKind.SUBMIT, case, "nor", "office", reason=reason), "eva"
    )


def test_what_was_recorded_since_joins_what_is_in_the_snapshot(kept, monkeypatch):
    registers.opened(kept.address)
    [first] = upto(kept)
    monkeypatch.setattr(snapshots, "OUTDATED", 1_000)
    submit(kept, "C-1", reason="Her leave ends.")
    record_of_every_kind(kept)
    submit(kept, "C-3")
    warm = registers.opened(kept.address).register
    assert upto(kept) == [first]
    same(warm, cold(kept))
    assert warm.acts[0].reason == "Her leave ends."
    assert registers.opened(kept.address).digest == registers.opened(kept.address).digest


def test_terms_are_those_known_on_the_day_whatever_the_snapshot(kept):
    registers.opened(kept.address)
    record_of_every_kind(kept)
    for known in (TODAY, None):
        warm = registers.opened(kept.address, known).register
        same(warm, cold(kept))


def test_an_outdated_snapshot_is_made_anew_and_one_is_kept(kept):
    registers.opened(kept.address)
    [first] = upto(kept)
    submit(kept, "C-1")
    registers.opened(kept.address)
    assert upto(kept) == [first]  # a tenth of all is worth it
    record_of_every_kind(kept)
    registers.opened(kept.address)
    assert upto(kept) == [entries.last(kept)]


def test_few_entries_need_no_snapshot(kept, monkeypatch):
    monkeypatch.setattr(snapshots, "OUTDATED", 1_000)
    registers.opened(kept.address)
    assert upto(kept) == []


def test_an_entry_that_was_committed_late_under_an_earlier_number_is_not_missed(kept):
    registers.opened(kept.address)
    kept.run(
        "UPDATE records_snapshot SET upto = upto + 100"
    )  # as if the number of the next came before the last's
    submit(kept, "C-1")
    assert len(registers.opened(kept.address).register.acts) == 1


def test_a_snapshot_that_is_not_whole_is_not_read(kept):
    whole = registers.opened(kept.address).register
    kept.run(
        "UPDATE records_snapshot SET content = %s", [kept.one("SELECT content FROM records_snapshot")[0][:-9]]
    )
    same(registers.opened(kept.address).register, whole)


def test_what_is_erased_is_in_no_snapshot(kept, tmp_path):
    registers.opened(kept.address)
    record.erased(kept.address, "P-2", "office/2", "eva", tmp_path / "office.key")
    assert upto(kept) == []
    warm = registers.opened(kept.address).register
    assert upto(kept) != []
    same(warm, cold(kept))


def test_what_was_read_before_an_erasure_is_not_kept_after_it(kept, tmp_path):
    with kept.reading():
        loaded = snapshots.read(kept, registers.kept.COLUMNS)
    record.erased(kept.address, "P-2", "office/2", "eva", tmp_path / "office.key")
    snapshots.keep(kept, loaded, registers.EVERYTHING)
    assert upto(kept) == []


def test_reading_waits_for_nobody_who_writes(kept):
    other = psycopg.connect(kept.address) if kept.is_postgresql else sqlite3.connect(kept.address)
    if kept.is_postgresql:
        other.execute("LOCK TABLE records_snapshot IN SHARE MODE")
    else:
        other.execute("BEGIN IMMEDIATE")
    assert len(registers.opened(kept.address).register.tables.people) == 6
    assert upto(kept) == []
    other.rollback()
    other.close()
    registers.opened(kept.address)
    assert upto(kept) == [entries.last(kept)]


def test_whoever_may_only_read_goes_without(address, tmp_path, monkeypatch, request):
    monkeypatch.setattr(snapshots, "OUTDATED", 0)
    database = founded_at_a_desk(address, "eva", tmp_path / "k", folder=office(tmp_path / "off", [1, 2]))
    if not database.is_postgresql:
        database.close()
        monkeypatch.setitem(
            database.connection.settings_dict["OPTIONS"], "init_command", "PRAGMA query_only=ON;"
        )
    else:
        server = request.getfixturevalue("server")
        name = database.connection.settings_dict["NAME"]
        server.run("CREATE ROLE reader LOGIN")
        server.run("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader", name)
        address = server.address(name, "reader")
    assert len(registers.opened(address).register.tables.people) == 3
    assert upto(database) == []
