"""A register in a database is reached, founded, signed for and asked; what cannot be done is refused by its own code."""

import contextlib
import importlib.util
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from unittest import mock

import pytest
from integration.records.offices import LEARNED, office

from resettle import service
from resettle.engine.errors import RequestRefused, ResettleError
from resettle.engine.registry.roles import Role
from resettle.engine.registry.stages import ActKind
from resettle.records.database import connect
from resettle.service import accounts, acts, permissions, record, registers, writing
from resettle.service.acts import Requested

HEAD = registers.Head("Office", synthetic=True)


def refused(work):
    with pytest.raises(ResettleError) as error:
        work()
    return [fault.code for fault in error.value.faults]


def test_what_is_no_register_says_why(tmp_path):
    assert refused(lambda: service.opened(tmp_path / "none.sqlite")) == ["database_missing"]
    sqlite3.connect(tmp_path / "empty.sqlite").execute(
        "CREATE TABLE django_migrations (app TEXT)"
    ).connection.close()
    assert refused(lambda: service.opened(tmp_path / "empty.sqlite")) == ["database_without_register"]
    assert refused(lambda: service.opened("postgresql://host/office?sslmood=require")) == ["database_address"]
    assert refused(lambda: service.opened(f"postgresql://eva@/office?host={tmp_path}")) == [
        "database_unreachable"
    ]


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_a_database_of_others_is_left_as_it_is(tmp_path, mode):
    others = tmp_path / "others.sqlite"
    with contextlib.closing(sqlite3.connect(others)) as made:
        made.execute(f"PRAGMA journal_mode={mode}")
        made.executescript("CREATE TABLE loans (book TEXT); INSERT INTO loans VALUES ('Emma')")
    (tmp_path / "nothing.sqlite").touch()
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    for file in sorted(tmp_path.iterdir()):
        assert refused(lambda file=file: service.opened(file)) == ["database_without_register"]
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_a_server_without_a_register(server):
    server.run("CREATE DATABASE nothing_in_it")
    assert refused(lambda: service.opened(server.address("nothing_in_it"))) == ["database_without_register"]
    registers.database.connect(server.address("nothing_in_it")).close()


def test_nothing_is_founded_twice_and_no_key_written_over(address, tmp_path):
    key = tmp_path / "office.key"
    assert refused(lambda: registers.founded(address, "eva", key, head=HEAD, timezone="Auckland")) == [
        "timezone_unknown"
    ]
    key.write_text("another's")
    assert refused(lambda: registers.founded(address, "eva", key, head=HEAD)) == ["key_not_written"]
    assert key.read_text() == "another's"
    registers.founded(address, "eva", tmp_path / "own.key", head=HEAD)
    assert refused(lambda: registers.founded(address, "eva", tmp_path / "k", head=HEAD)) == [
        "database_exists"
    ]
    assert not (tmp_path / "k").exists()
    assert refused(lambda: record.checkpoint(address, key)) == ["key_unreadable"]


def test_who_was_never_heard_of(address, tmp_path):
    registers.founded(address, "eva", tmp_path / "k", folder=office(tmp_path / "office", [1]))
    assert refused(lambda: record.history(address, "P-9")) == ["nothing_recorded"]
    register = service.opened(address).register
    before = service.Asked(LEARNED, date(2000, 1, 1))
    assert refused(lambda: service.as_of(register, before, "P-1")) == ["not_known_then"]
    assert refused(lambda: accounts.opened(address, "ana", "Ana", "ben")) == ["account_unknown"]


def test_an_account_is_opened_once_and_closed_once(address, tmp_path):
    registers.founded(address, "eva", tmp_path / "k", head=HEAD)
    assert refused(lambda: accounts.closed(address, "ben", "eva")) == ["account_not_open"]
    accounts.opened(address, "ben", "Ben", "eva")
    assert refused(lambda: accounts.opened(address, "ben", "Another", "eva")) == ["account_open"]
    assert not accounts.closed(address, "ben", "eva").is_open
    assert refused(lambda: accounts.closed(address, "ben", "eva")) == ["account_not_open"]
    accounts.opened(address, "ben", "Benedict", "eva")
    assert [(one.id, one.name) for one in accounts.accounts(address)] == [("ben", "Benedict"), ("eva", "eva")]


@pytest.mark.parametrize("id", ["", "eva b", "eva;ben", "eva/ben", "e" * 101, "e\0a", "e\udcffa"])
def test_an_account_has_an_id_that_acts_can_be_written_by(address, tmp_path, id):
    assert refused(lambda: registers.founded(address, id, tmp_path / "k", head=HEAD)) == ["account_id_wrong"]
    registers.founded(address, "eva", tmp_path / "k", head=HEAD)
    assert refused(lambda: accounts.opened(address, id, "Somebody", "eva")) == ["account_id_wrong"]
    assert [one.id for one in accounts.accounts(address)] == ["eva"]


def test_a_name_or_a_rule_that_no_export_could_carry_is_refused(address, tmp_path):
    registers.founded(address, "eva", tmp_path / "k", head=HEAD)
    assert refused(lambda: accounts.opened(address, "ben", "Ben \x07", "eva")) == ["cell_unreadable"]
    assert refused(lambda: record.erased(address, "P-1", "rule \x07", "eva", tmp_path / "k")) == [
        "cell_unreadable"
    ]


@pytest.mark.parametrize("name", ["P\0-1", "P-\udcff"])
def test_what_is_no_text_is_refused_and_is_no_damage(address, tmp_path, name):
    registers.founded(address, "eva", tmp_path / "k", folder=office(tmp_path / "office", [1]))
    unknown = {"nothing_recorded", "nothing_to_erase"} if "\0" in name else set()  # SQLite looks for it
    for asked_for in (
        lambda: record.history(address, name),
        lambda: record.erased(address, name, "rule 4", "eva", tmp_path / "k"),
        lambda: accounts.opened(address, "ben", "Ben \udcff", "eva"),
    ):
        assert set(refused(asked_for)) <= {"text_wrong", *unknown}
    assert [one.id for one in accounts.accounts(address)] == ["eva"]


@pytest.mark.parametrize("address", ["postgresql"], indirect=True)
def test_days_are_read_whatever_way_of_writing_them_is_set_for_the_database(address, server, tmp_path):
    registers.founded(address, "eva", tmp_path / "k", folder=office(tmp_path / "office", [1]))
    before, viewed = record.history(address, "C-1").said, service.opened(address).register.on
    name = address.partition("@/")[2].partition("?")[0]
    server.run(f"ALTER DATABASE {name} SET datestyle = 'German'")
    connect(address).close()  # it is set for who comes next
    assert record.history(address, "C-1").said == before
    assert service.opened(address).register.on == viewed


@pytest.mark.parametrize("address", ["postgresql"], indirect=True)
def test_whoever_s_account_is_closed_records_before_it_or_not_at_all(address, tmp_path):
    """Who is recording when their account is closed ends first."""
    registers.founded(address, "eva", tmp_path / "k", folder=office(tmp_path / "office", [1]))
    accounts.opened(address, "ben", "Ben", "eva", accounts.Rights([Role.COORDINATOR]))
    is_asked, closed = threading.Event(), []
    known_day = writing.known_day

    def close():
        closed.append(accounts.closed(address, "ben", "eva"))
        connect(address).close()

    closing = threading.Thread(target=close)

    def slowly(found, *day):
        if not is_asked.is_set():
            is_asked.set()
            closing.start()
            closing.join(1)
            assert not closed
        return known_day(found, *day)

    with mock.patch.object(writing, "known_day", slowly):
        one = acts.act(address, Requested(ActKind.SUBMIT, "C-1", "nor", "office"), "ben")
    closing.join()
    assert (one.act.by, closed[0].is_open) == ("ben", False)
    asked = Requested(ActKind.WITHDRAW, "C-1", "nor", "office")
    assert refused(lambda: acts.act(address, asked, "ben")) == ["account_unknown"]


def test_two_who_close_each_other_s_accounts_are_not_both_gone(address, tmp_path):
    """Each is asked whether they still have an account once nobody else is changing any."""
    registers.founded(address, "eva", tmp_path / "k", head=HEAD)
    accounts.opened(address, "ben", "Ben", "eva", accounts.Rights([Role.ADMINISTRATOR]))
    asked = threading.Barrier(2)
    check = permissions.check_account

    def checked(found, by):
        with contextlib.suppress(threading.BrokenBarrierError):
            asked.wait(1)  # both have begun, unless one waits for the other
        return check(found, by)

    def close(id, by):
        try:
            return accounts.closed(address, id, by)
        except RequestRefused as wrong:
            return [one.code for one in wrong.faults]
        finally:
            connect(address).close()

    with mock.patch.object(permissions, "check_account", checked), ThreadPoolExecutor(2) as both:
        done = list(both.map(close, ("ben", "eva"), ("eva", "ben")))
    assert ["account_unknown"] in done
    assert len([one for one in accounts.accounts(address) if one.is_open]) == 1


def test_an_act_is_in_a_register_once(address, tmp_path):
    folder = office(tmp_path / "office", [1])
    row = f"A-1,{LEARNED},{LEARNED},office,propose,C-1,nor,eva\n"
    (folder / "acts.csv").write_text(f"act_id,effective,known,source,act,case,arrangement,by\n{row}")
    found = registers.founded(address, "eva", tmp_path / "k", folder=folder)
    said = registers.entries.of(found, ["acts"])[0]
    again = registers.New(
        "acts", said.key, said.effective, registers.entries.last_known(found), "office", said.content
    )

    def write():
        with found.writing():
            recording = registers.entries.begin(found, "eva", "import", None, {})
            registers.entries.append(found, recording, [again])

    assert refused(write) == ["act_recorded_before"]
    assert len(service.opened(address).register.acts) == 1


def test_a_database_needs_what_it_needs(tmp_path, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert refused(lambda: service.opened(Path("office.sqlite"))) == ["extra_not_installed"]
