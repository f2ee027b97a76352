"""The file itself is damaged or tampered with: it is told, in words."""

import shutil
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from integration.records.tampering import Owner, faults

from resettle import service
from resettle.engine.errors import RegisterRefused, ResettleError
from resettle.records.database import connect
from resettle.service import record


@pytest.mark.parametrize("kind", ["text", "blob"])
@pytest.mark.parametrize(
    ("table", "others", "column"),
    [
        ("erasure", {"entry_id": 1}, "erased_by_id"),
        ("link", {"position": 999_999, "hash": b"h" * 32}, "entry_id"),
    ],
)
def test_what_is_no_number_is_told_on_sqlite(template, tmp_path, table, others, column, kind):
    address = str(shutil.copy(template[0], tmp_path / "register.sqlite"))
    marks = ", ".join([f"CAST('all' AS {kind})", *["%s"] * len(others)])
    with Owner(address) as owner:
        owner.run(
            f"INSERT INTO records_{table} ({', '.join([column, *others])}) VALUES ({marks})",
            [*others.values()],
        )
    (told,) = (one for one in record.verified(address).faults if one.code == "cell_of_another_kind")
    assert told.params == {"table": f"records_{table}", "row": next(iter(others.values()))}


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("entry", "table"),
        ("entry", "known"),
        ("recording", "by"),
        ("recording", "key"),
        ("payload", "content"),
    ],
)
def test_bytes_that_look_like_text_are_told_on_sqlite(template, tmp_path, table, column):
    """No question by that text finds such a row."""
    address = str(shutil.copy(template[0], tmp_path / "register.sqlite"))
    with Owner(address) as owner:
        id = "entry_id" if table == "payload" else "id"
        row = owner.one(f'SELECT max({id}) FROM records_{table} WHERE "{column}" IS NOT NULL')
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
