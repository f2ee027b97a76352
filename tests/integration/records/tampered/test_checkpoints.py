"""What leaves no trace in the database itself is found against a checkpoint that was kept elsewhere."""

import shutil

import pytest
from integration.records.tampering import Owner, chained_anew, cut, faults, founded, said_anew, sealed

from resettle.records.database import connect
from resettle.service import record


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
