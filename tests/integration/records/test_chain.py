"""Whoever tampers with the record is found out by verify, which says which row: on both databases, by the owner himself."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from integration.records.tampering import (
    Owner,
    chained_anew,
    cut,
    faults,
    founded,
    proposed,
    put_in,
    said_anew,
    sealed,
    taken_away,
    waiting,
)

from resettle import service
from resettle.engine.errors import RegisterRefused, ResettleError
from resettle.records import chain
from resettle.records.database import connect
from resettle.service import record


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A register on SQLite, sealed but for its last entries, to be copied."""
    folder = tmp_path_factory.mktemp("template")
    address = str(folder / "register.sqlite")
    key = founded(address, folder)
    proposed(address, "C-3")
    connect(address).close()
    return Path(address), key


@pytest.fixture(scope="module")
def emptied(request, tmp_path_factory):
    """The same on PostgreSQL: the name of a database that is the template of others."""
    server = request.getfixturevalue("server")
    server.run("CREATE DATABASE untampered")
    key = founded(server.address("untampered"), tmp_path_factory.mktemp("untampered"))
    proposed(server.address("untampered"), "C-3")
    connect(server.address("untampered")).close()
    yield "untampered", key
    server.run("DROP DATABASE untampered WITH (FORCE)")


@pytest.fixture
def register(address, request, tmp_path):
    """A register to tamper with, and its key: three cases, two acts that are sealed and one that waits, one person erased."""
    if address.startswith("postgresql:"):
        name, key = request.getfixturevalue("emptied")
        server = request.getfixturevalue("server")
        mine = address.partition("?")[0].rpartition("/")[2]
        server.run(f"DROP DATABASE {mine}")
        server.run(f"CREATE DATABASE {mine} TEMPLATE {name}")
    else:
        path, key = request.getfixturevalue("template")
        shutil.copy(path, address)
    yield address, key
    connect(address).close()


def payload(owner, entry):
    owner.run("UPDATE records_payload SET content = content || ' ' WHERE entry_id = %s", [entry])


def salt(owner, entry):
    owner.run("UPDATE records_payload SET salt = %s WHERE entry_id = %s", [bytes(16), entry])


def salt_and_content_shifted(owner, entry):
    """The salt's last byte goes over to what is said: their digest is as it was."""
    found, content = owner.run("SELECT salt, content FROM records_payload WHERE entry_id = %s", [entry])[0]
    owner.run(
        "UPDATE records_payload SET salt = %s, content = %s WHERE entry_id = %s",
        [bytes(found) + content[:1].encode(), content[1:], entry],
    )


def erased_by_hand(owner, entry):
    owner.run("DELETE FROM records_payload WHERE entry_id = %s", [entry])


def erasure_made_up(owner, entry):
    """As an erasure would, but for the signature: the entry of another person's erasure is said to name it."""
    erasure = owner.one("SELECT max(id) FROM records_entry WHERE \"table\" = 'erasures'")
    owner.run("INSERT INTO records_erasure (entry_id, erased_by_id) VALUES (%s, %s)", [entry, erasure])
    erased_by_hand(owner, entry)


SAYS = {
    payload: {"payload_altered"},
    salt: {"payload_altered"},
    salt_and_content_shifted: {"payload_altered"},
    erased_by_hand: {"payload_missing"},
    erasure_made_up: {"payload_missing", "erasure_unmatched"},
}
"""What is done to what an entry says → what is told of it, sealed or not."""


def consistently(owner, entry):
    said_anew(owner, entry, '{"family_name":"Another"}')


def field(name, value):
    def done(owner, entry):
        owner.run(f'UPDATE records_entry SET "{name}" = %s WHERE id = %s', [value, entry])

    done.__name__ = f"the_entry_s_{name}"
    return done


def recording(name, value):
    def done(owner, entry):
        owner.run(
            f'UPDATE records_recording SET "{name}" = %s WHERE id = (SELECT recording_id FROM records_entry WHERE id = %s)',
            [value, entry],
        )

    done.__name__ = f"the_recording_s_{name}"
    return done


HEADERS = [
    consistently, field("table", "scores"), field("key", "P-77"), field("effective", "2001-01-01"),
    field("known", "2001-01-01"), field("source", "hearsay"),
]  # fmt: skip
RECORDINGS = [
    recording("by", "mallory"), recording("at", "2001-01-01 00:00:00.000"), recording("kind", "act:hold"),
    recording("key", "another"), recording("request", bytes(32)),
]  # fmt: skip


def by_name(way):
    return way.__name__


def ends_and_middle(rows):
    return [rows[0], rows[len(rows) // 2], rows[-1]]


def test_what_nobody_tampered_with_is_whole(register):
    address, key = register
    assert faults(address) == set()
    found = record.verified(address)
    assert (found.unsealed > 0, found.erased > 0) == (True, True)
    record.checkpoint(address, key)
    assert faults(address) == set()


@pytest.mark.parametrize("way", SAYS, ids=by_name)
def test_what_an_entry_says_is_altered(register, way):
    address, _ = register
    with Owner(address) as owner:
        rows = [*ends_and_middle(sealed(owner)), *waiting(owner)[:1]]
        for row in rows:
            way(owner, row)
    assert faults(address) - {("founding_unreadable", None)} >= {
        (code, row) for code in SAYS[way] for row in rows
    }
    assert {row for _, row in faults(address)} - {None} == set(rows) or way is not payload


@pytest.mark.parametrize("way", HEADERS, ids=by_name)
def test_an_entry_is_altered(register, way):
    address, _ = register
    with Owner(address) as owner:
        rows = ends_and_middle(sealed(owner)[1:])
        places = {
            owner.one("SELECT position FROM records_link WHERE entry_id = %s", [row]): row for row in rows
        }
        for row in rows:
            way(owner, row)
    found = faults(address)
    assert {("entry_altered", row) for row in places.values()} <= found
    assert all(
        code in ("entry_altered", "erasure_not_signed", "erasure_unmatched", "payload_missing")
        for code, _ in found
    )


@pytest.mark.parametrize("way", RECORDINGS, ids=by_name)
def test_who_recorded_an_entry_or_when_is_altered(register, way):
    address, _ = register
    with Owner(address) as owner:
        row = sealed(owner)[-1]
        way(owner, row)
        all_of_it = owner.run(
            "SELECT l.entry_id FROM records_link l JOIN records_entry e ON e.id = l.entry_id "
            "WHERE e.recording_id = (SELECT recording_id FROM records_entry WHERE id = %s)", [row],
        )  # fmt: skip
    assert faults(address) == {("entry_altered", entry) for (entry,) in all_of_it}


def test_a_recording_is_taken_away_or_put_in(register):
    address, _ = register
    with Owner(address) as owner:
        row = sealed(owner)[-1]
        owner.run(
            "DELETE FROM records_recording WHERE id = (SELECT recording_id FROM records_entry WHERE id = %s)",
            [row],
        )
        owner.run(
            "INSERT INTO records_recording (id, at, by, kind, request) VALUES (99, '2030-01-01', 'm', 'act:hold', %s)",
            [bytes(32)],
        )
    found = record.verified(address).faults
    assert ("entry_altered", row) in {(one.code, one.params.get("entry")) for one in found}
    assert [one.params["recording"] for one in found if one.code == "recording_empty"] == [99]


def test_entries_change_places(register):
    address, _ = register
    with Owner(address) as owner:
        one, two = sealed(owner)[4:6]
        owner.run("UPDATE records_link SET entry_id = -1 WHERE entry_id = %s", [one])
        owner.run("UPDATE records_link SET entry_id = %s WHERE entry_id = %s", [one, two])
        owner.run("UPDATE records_link SET entry_id = %s WHERE entry_id = -1", [two])
    assert faults(address) == {("entry_altered", one), ("entry_altered", two)}


def test_entries_exchange_what_they_say(register):
    address, _ = register
    with Owner(address) as owner:
        one, two = sealed(owner)[4:6]
        for before, after in ((one, -1), (two, one), (-1, two)):
            owner.run("UPDATE records_payload SET entry_id = %s WHERE entry_id = %s", [after, before])
    assert faults(address) == {("payload_altered", one), ("payload_altered", two)}


@pytest.mark.parametrize("at", [1, 5])
def test_an_entry_is_taken_away(register, at):
    address, _ = register
    with Owner(address) as owner:
        row = sealed(owner)[at]
        taken_away(owner, row)
    assert ("entry_missing", row) in faults(address)


@pytest.mark.parametrize("at", [1, 5])
def test_an_entry_is_taken_away_with_its_link(register, at):
    address, _ = register
    with Owner(address) as owner:
        row = sealed(owner)[at]
        place = owner.one("SELECT position FROM records_link WHERE entry_id = %s", [row])
        taken_away(owner, row, "link")
    found = [one for one in record.verified(address).faults if one.code == "links_missing"]
    assert [(one.params["first"], one.params["last"]) for one in found] == [(place, place)]


def test_an_entry_is_taken_away_and_the_links_numbered_anew(register):
    address, _ = register
    with Owner(address) as owner:
        row, after = sealed(owner)[4:6]
        place = owner.one("SELECT position FROM records_link WHERE entry_id = %s", [row])
        taken_away(owner, row, "link")
        owner.run("UPDATE records_link SET position = position + 1000 WHERE position > %s", [place])
        owner.run("UPDATE records_link SET position = position - 1001 WHERE position > 1000")
    assert ("entry_altered", after) in faults(address)


def test_the_newest_entry_is_taken_away_before_it_is_sealed(register):
    address, _ = register
    with Owner(address) as owner:
        row = waiting(owner)[-1]
        taken_away(owner, row)
    assert ("entry_missing", row) in faults(address)


def test_an_entry_is_put_in(register):
    address, _ = register
    with Owner(address) as owner:
        row = put_in(owner, waits=False)
    assert ("entry_unlinked", row) in faults(address)


def test_an_entry_is_put_in_with_a_link(register):
    address, _ = register
    with Owner(address) as owner:
        row = put_in(owner, waits=False)
        place = owner.one("SELECT max(position) FROM records_link") + 1
        owner.run(
            "INSERT INTO records_link (position, entry_id, hash) VALUES (%s, %s, %s)", [place, row, bytes(32)]
        )
    assert ("entry_altered", row) in faults(address)


def test_the_sealer_s_queue_is_tampered_with(register):
    address, _ = register
    with Owner(address) as owner:
        unqueued, twice = waiting(owner)[0], sealed(owner)[3]
        owner.run("DELETE FROM records_unsealed WHERE entry = %s", [unqueued])
        owner.run("INSERT INTO records_unsealed (entry) VALUES (%s)", [twice])
    assert faults(address) == {("entry_unlinked", unqueued), ("entry_sealed_and_waiting", twice)}
    record.sealed(address)
    assert faults(address) == {("entry_unlinked", unqueued), ("entry_sealed_and_waiting", twice)}


def test_a_second_founding_would_bring_another_key(register):
    address, _ = register
    with Owner(address) as owner:
        content = '{"id":"x","key":"%s","timezone":"UTC"}' % ("00" * 32)
        row = put_in(owner, "founding", "founding", content, id=-5)
    assert ("founded_twice", row) in faults(address)
    record.sealed(address)
    assert ("founded_twice", row) in faults(address)


@pytest.mark.parametrize("content", ["no JSON", '["another"]', '{"id":"x"}'])
def test_what_the_register_was_founded_with_is_altered(register, content):
    address, _ = register
    with Owner(address) as owner:
        row = sealed(owner)[0]
        owner.run("UPDATE records_payload SET content = %s WHERE entry_id = %s", [content, row])
    assert {("founding_unreadable", None), ("payload_altered", row)} <= faults(address)


def test_a_chain_made_anew_is_found_against_a_checkpoint(register, tmp_path):
    address, key = register
    head = tmp_path / "head.json"
    head.write_text(record.checkpoint(address, key))
    with Owner(address) as owner:
        owner.run("DELETE FROM records_checkpoint")
        if not owner.is_postgresql:
            owner.run("UPDATE sqlite_sequence SET seq = 0 WHERE name = 'records_checkpoint'")
        row = sealed(owner)[4]
        said_anew(owner, row, '{"family_name":"Another"}')
        last = owner.one("SELECT max(position) FROM records_link")
        chained_anew(
            address, owner, owner.one("SELECT position FROM records_link WHERE entry_id = %s", [row])
        )
    assert faults(address) == set()  # nobody can tell without a checkpoint
    assert faults(address, head) == {("chain_rewritten", last)}


def test_a_chain_made_anew_is_found_against_the_checkpoints_in_the_database(register):
    address, key = register
    record.checkpoint(address, key)
    with Owner(address) as owner:
        row = sealed(owner)[4]
        said_anew(owner, row, '{"family_name":"Another"}')
        last = owner.one("SELECT max(position) FROM records_link")
        chained_anew(address, owner, 1)
    assert faults(address) == {("chain_rewritten", last)}


def test_a_checkpoint_in_the_database_is_altered(register):
    address, key = register
    record.checkpoint(address, key)
    with Owner(address) as owner:
        owner.run("UPDATE records_checkpoint SET text = replace(text, '\"position\":', '\"position\":1')")
    assert {code for code, _ in faults(address)} == {"checkpoint_not_signed"}
    with Owner(address) as owner:
        owner.run("UPDATE records_checkpoint SET text = 'nothing'")
    assert {code for code, _ in faults(address)} == {"checkpoint_unreadable"}


@pytest.mark.parametrize("rows", [1, 2])
def test_the_newest_rows_are_cut_off(register, tmp_path, rows):
    address, key = register
    head = tmp_path / "head.json"
    head.write_text(record.checkpoint(address, key))
    with Owner(address) as owner:
        last = owner.one("SELECT max(position) FROM records_link")
        cut(owner, last - rows)
    assert faults(address) == set()  # every trace is gone: nobody can tell without a checkpoint
    assert faults(address, head) == {("chain_cut", last)}


def test_the_newest_rows_are_cut_off_and_their_numbers_tell(template, tmp_path):
    address = str(shutil.copy(template[0], tmp_path / "register.sqlite"))
    record.sealed(address)
    with Owner(address) as owner:
        given = owner.one("SELECT seq FROM sqlite_sequence WHERE name = 'records_entry'")
        cut(owner, owner.one("SELECT max(position) FROM records_link") - 2)
        owner.run("UPDATE sqlite_sequence SET seq = %s WHERE name = 'records_entry'", [given])
    assert {code for code, _ in faults(address)} == {"rows_missing"}


def test_an_older_copy_is_found_against_a_checkpoint(template, tmp_path):
    path, key = template
    now = str(shutil.copy(path, tmp_path / "now.sqlite"))
    record.sealed(now)
    head = tmp_path / "head.json"
    head.write_text(record.checkpoint(now, key))
    connect(now).close()
    old = str(shutil.copy(path, tmp_path / "old.sqlite"))
    assert faults(old) == set()
    assert {code for code, _ in faults(old, head)} == {"chain_cut"}


def test_a_checkpoint_of_another_register_or_key_is_told(register, tmp_path):
    address, _ = register
    other = tmp_path / "other"
    other.mkdir()
    key = founded(str(other / "other.sqlite"), other)
    head = tmp_path / "head.json"
    head.write_text(record.checkpoint(str(other / "other.sqlite"), key))
    assert {code for code, _ in faults(address, head)} == {"checkpoint_of_another", "checkpoint_by_another"}


@pytest.mark.parametrize(
    ("table", "column"), [("entry", "table"), ("entry", "known"), ("recording", "by"), ("payload", "content")]
)
def test_bytes_that_look_like_text_are_told_on_sqlite(template, tmp_path, table, column):
    """No question by that text finds such a row."""
    address = str(shutil.copy(template[0], tmp_path / "register.sqlite"))
    with Owner(address) as owner:
        id = "entry_id" if table == "payload" else "id"
        row = owner.one(f"SELECT max({id}) FROM records_{table}")
        owner.run(f'UPDATE records_{table} SET "{column}" = CAST("{column}" AS blob) WHERE {id} = %s', [row])
    found = [one for one in record.verified(address).faults if one.code == "cell_of_another_kind"]
    assert [(one.params["table"], one.params["row"]) for one in found] == [(f"records_{table}", row)]


def test_an_index_that_hides_a_row_is_told_on_sqlite(template, tmp_path):
    address = str(shutil.copy(template[0], tmp_path / "register.sqlite"))
    with Owner(address) as owner:
        owner.run("PRAGMA writable_schema = ON")
        sql = 'CREATE INDEX entry_of ON records_entry ("table", key)'
        owner.run("UPDATE sqlite_master SET sql = %s WHERE name = 'entry_of'", [f"{sql} WHERE key <> 'C-1'"])
    with Owner(address) as owner:
        owner.run("REINDEX entry_of")
        owner.run("PRAGMA writable_schema = ON")
        owner.run("UPDATE sqlite_master SET sql = %s WHERE name = 'entry_of'", [sql])
    assert "index_damaged" in {code for code, _ in faults(address)}


RECORDED = ("recording", "entry", "payload", "erasure", "link", "checkpoint")


@pytest.fixture(scope="module")
def all_sealed(template, tmp_path_factory):
    path = shutil.copy(template[0], tmp_path_factory.mktemp("sealed") / "register.sqlite")
    record.sealed(str(path))
    connect(str(path)).close()
    return path


def all_recorded(path):
    with sqlite3.connect(path) as connection:
        connection.text_factory = bytes
        return [connection.execute(f"SELECT * FROM records_{table}").fetchall() for table in RECORDED]


@settings(max_examples=60, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), length=st.integers(1, 40), mask=st.integers(1, 255))
def test_bytes_of_the_file_are_altered(all_sealed, tmp_path_factory, place, length, mask):
    """Verify tells it, in words and not by breaking; or nothing that is recorded reads otherwise than before."""
    path = all_sealed
    altered = tmp_path_factory.mktemp("flipped") / "register.sqlite"
    content = bytearray(path.read_bytes())
    at = int(place * len(content))
    content[at : at + length] = bytes(one ^ mask for one in content[at : at + length])
    altered.write_bytes(content)
    try:
        found = faults(str(altered))
    except ResettleError as refused:
        found = {fault.code for fault in refused.faults}
    finally:
        connect(str(altered)).close()
    assert found or all_recorded(altered) == all_recorded(path)


@pytest.mark.parametrize("content", ["no JSON", '{"sex":'])
def test_what_cannot_be_read_any_more_is_said_in_words(register, content):
    address, _ = register
    with Owner(address) as owner:
        row = owner.one("SELECT id FROM records_entry WHERE \"table\" = 'people' AND key = 'P-1'")
        owner.run("UPDATE records_payload SET content = %s WHERE entry_id = %s", [content, row])
    for ask in (service.opened, service.examined, lambda address: record.history(address, "P-1")):
        with pytest.raises(RegisterRefused) as refused:
            ask(address)
        assert [one.code for one in refused.value.faults] == ["record_unreadable"]
    assert ("payload_altered", row) in faults(address)


def test_a_damaged_file_is_said_in_words(template, tmp_path):
    content = bytearray(template[0].read_bytes())
    content[5000:] = bytes(len(content) - 5000)
    damaged = tmp_path / "register.sqlite"
    damaged.write_bytes(content)
    for ask in (service.opened, service.examined, record.sealed, record.verified):
        with pytest.raises(RegisterRefused) as refused:
            ask(str(damaged))
        assert {one.code for one in refused.value.faults} <= {"database_damaged", "database_unreachable"}


@pytest.fixture
def long(monkeypatch):
    """As if every chain were a long one, which two processes go through; which of their halves were gone through here."""
    walked, calls = chain.walked, []

    def noted(database, erased, after, upto=None):
        calls.append((after.position, upto))
        return walked(database, erased, after, upto)

    monkeypatch.setattr(chain, "LONG", 4)
    monkeypatch.setattr(chain, "walked", noted)
    return calls


def test_a_long_chain_is_gone_through_by_two_processes(register, long, tmp_path):
    address, key = register
    before = record.verified(address)
    middle = before.head.position // 2
    assert (before.faults if address.endswith("sqlite") else faults(address)) in ((), set())
    assert long[:1] == [(0, middle)]
    assert all(after == 0 for after, _ in long)  # the other half was whole, and not gone through again
    long.clear()
    head = tmp_path / "head.json"
    head.write_text(record.checkpoint(address, key))
    with Owner(address) as owner:
        first, last = sealed(owner)[1], sealed(owner)[-1]
        for row in (first, last):
            payload(owner, row)
    assert faults(address, head) == {("payload_altered", first), ("payload_altered", last)}
    assert len(long) == 2


@pytest.mark.parametrize("at", [-1, 0, 1])
def test_a_long_chain_is_tampered_with_at_its_middle(register, long, at):
    address, _ = register
    middle = record.verified(address).head.position // 2
    with Owner(address) as owner:
        row = owner.one("SELECT entry_id FROM records_link WHERE position = %s", [middle + at])
        taken_away(owner, row, "link")
    assert record.verified(address).head.position > middle
    assert "links_missing" in {code for code, _ in faults(address)}
