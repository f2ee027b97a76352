"""The commands that found a register in a database, and what is said of one that cannot be reached."""

import importlib.util

import pytest
from shells.conftest import EXAMPLE

from resettle import service


def test_a_register_is_founded_from_a_folder_and_can_be_asked_like_one(run, tmp_path):
    database = tmp_path / "office.sqlite"
    code, out, _ = run("init", database, "--from", EXAMPLE, "--by", "eva")
    assert code == 0
    assert f"{database}.key" in out
    assert (tmp_path / "office.sqlite.key").stat().st_mode & 0o077 == 0  # nobody else may read it
    assert (
        run("screen", database)[1].split("Who qualifies")[1]
        == run("screen", EXAMPLE)[1].split("Who qualifies")[1]
    )


def test_an_empty_register_is_founded_by_name(run, tmp_path):
    database = tmp_path / "office.sqlite"
    assert run("init", database, "--name", "Our office", "--by", "eva")[0] == 0
    assert "0 people, 0 cases" in run("as-of", database)[1]


@pytest.mark.parametrize("how", [(), ("--from", EXAMPLE, "--name", "Both")])
def test_a_register_begins_either_empty_or_from_a_folder(run, tmp_path, how):
    code, _, err = run("init", tmp_path / "office.sqlite", *how, "--by", "eva")
    assert code == 2
    assert "--from FOLDER or --name NAME" in err
    assert not any(tmp_path.iterdir())


def test_an_empty_register_says_where_its_cases_begin(run, tmp_path):
    begin = ("--by", "eva", "--cases-begin")
    assert run("init", tmp_path / "new.sqlite", "--name", "New", *begin, "ready")[0] == 0
    assert service.opened(tmp_path / "new.sqlite").register.begins == "ready"
    assert run("init", tmp_path / "held.sqlite", "--name", "Held", *begin, "on_hold")[0] == 2
    assert run("init", tmp_path / "two.sqlite", "--from", EXAMPLE, *begin, "ready")[0] == 2


def test_nothing_is_founded_over_what_is_there(run, database):
    before = database.read_bytes()
    code, _, err = run("init", database, "--name", "Another", "--by", "eva")
    assert code == 4
    assert "already" in err
    assert database.read_bytes() == before


def test_a_folder_with_errors_founds_nothing(run, tmp_path):
    (tmp_path / "register").mkdir()
    code, _, err = run("init", tmp_path / "office.sqlite", "--from", tmp_path / "register", "--by", "eva")
    assert code == 3
    assert "register.toml" in err
    assert [path.name for path in tmp_path.iterdir()] == ["register"]


def test_a_time_zone_that_is_none_founds_nothing(run, tmp_path):
    code, _, err = run("init", tmp_path / "o.sqlite", "--name", "X", "--by", "eva", "--timezone", "Auckland")
    assert (code, "is not a time zone" in err) == (4, True)
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("command", [("verify",), ("screen",), ("history", "P-1")])
def test_a_database_that_is_not_there(run, tmp_path, command):
    code, _, err = run(command[0], tmp_path / "none.sqlite", *command[1:])
    assert code == 3
    assert "There is no database" in err


def test_a_file_that_is_no_database(run, tmp_path):
    (tmp_path / "notes.sqlite").write_text("not a database, but notes")
    code, _, err = run("verify", tmp_path / "notes.sqlite")
    assert code == 3
    assert "cannot be reached: file is not a database." in " ".join(err.split())


def test_a_server_that_does_not_answer(run, tmp_path):
    code, _, err = run("verify", f"postgresql://nobody:secret@/office?host={tmp_path}")
    assert (code, "cannot be reached" in err) == (3, True)
    assert "secret" not in err


def test_an_address_that_cannot_be_read(run):
    code, _, err = run("verify", "postgresql://host/office?sslmood=require")
    assert (code, "address of the database" in err) == (4, True)


def test_without_the_extra_a_database_says_what_to_install(run, database, monkeypatch):
    absent = {"django", "psycopg", "cryptography"}
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name in absent else found(name))
    code, _, err = run("screen", database)
    assert code == 3
    assert "pip install '.[records]'" in err
    assert run("screen", EXAMPLE)[0] == 0
