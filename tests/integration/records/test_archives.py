"""What leaves the house is encrypted: nothing of it can be read without its passphrase, and nothing is left behind."""

import io
import tarfile
import tempfile
from pathlib import Path

import pyrage
import pytest
from integration.records.offices import founded_at_a_desk, office

from resettle import files, service
from resettle.engine.errors import RequestRefused
from resettle.engine.registry.stages import CaseStage
from resettle.records.database import connect
from resettle.service import archives, exports, imports, registers

PHRASE = "correct horse battery staple"
HEAD = registers.Head("Office", synthetic=True, cases_begin=CaseStage.READY)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """An archive of a register, and its folder."""
    folder = office(tmp_path_factory.mktemp("archived") / "office", [1, 2])
    path = folder.parent / "office.age"
    archives.write(path, files.examine(folder).written, PHRASE)
    return path, folder


def test_an_archive_comes_into_a_register_and_leaves_nothing_behind(archive, tmp_path, monkeypatch):
    path, folder = archive
    assert b"P-1" not in path.read_bytes()
    monkeypatch.setattr(archives, "_MEMORY", tmp_path / "none")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "meanwhile"))
    (tmp_path / "meanwhile").mkdir()
    address = str(tmp_path / "office.sqlite")
    founded_at_a_desk(address, "eva", tmp_path / "k", head=HEAD)
    imports.imported(address, imports.Wanted((path,), passphrase=PHRASE), "eva")
    people = service.opened(address).register.tables.people
    assert people.equals(files.read(folder)[0].tables.people)
    assert list((tmp_path / "meanwhile").iterdir()) == []


@pytest.mark.parametrize("phrase, code", [("wrong", "passphrase_wrong"), (" ", "passphrase_blank")])
def test_another_passphrase_opens_nothing(archive, tmp_path, phrase, code):
    assert refused(archive[0], phrase) == code


def test_a_new_archive_is_checked_before_anything_is_recorded(archive, address, tmp_path):
    """Its passphrase is not one that could be guessed, and nothing is written over."""
    founded_at_a_desk(address, "eva", tmp_path / "k", folder=archive[1])
    database, there = connect(address), archive[0].read_bytes()
    before = database.rows("SELECT count(*) FROM records_entry")
    for out, phrase, codes in [
        (tmp_path / "new.age", "secret      ", ["passphrase_short"]),
        (tmp_path / "none" / "new.age", PHRASE, ["archive_without_folder"]),
        (archive[0], PHRASE, ["archive_exists"]),
        (archive[0], "secret", ["archive_exists", "passphrase_short"]),
    ]:
        with pytest.raises(RequestRefused) as error:
            exports.exported(address, "eva", out, phrase)
        assert [one.code for one in error.value.faults] == codes
    assert database.rows("SELECT count(*) FROM records_entry") == before
    assert not (tmp_path / "new.age").exists()
    assert archive[0].read_bytes() == there


def test_an_empty_folder_is_filled_and_one_that_holds_something_is_left_alone(archive, address, tmp_path):
    founded_at_a_desk(address, "eva", tmp_path / "k", folder=archive[1])
    for name in ("exported", "opened", "full"):
        (tmp_path / name).mkdir()
    exports.exported(address, "eva", tmp_path / "exported")
    archives.opened(archive[0], PHRASE, tmp_path / "opened")
    assert files.digest(tmp_path / "exported") == files.digest(tmp_path / "opened")
    (tmp_path / "full/notes.txt").write_text("mine")
    before = connect(address).rows("SELECT count(*) FROM records_entry")
    for write in (
        lambda: exports.exported(address, "eva", tmp_path / "full"),
        lambda: archives.opened(archive[0], PHRASE, tmp_path / "full"),
    ):
        with pytest.raises(RequestRefused) as error:
            write()
        assert [one.code for one in error.value.faults] == ["folder_not_empty"]
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["notes.txt"]
    assert connect(address).rows("SELECT count(*) FROM records_entry") == before


def test_what_is_no_archive_is_said(archive, tmp_path):
    (tmp_path / "cut.age").write_bytes(archive[0].read_bytes()[:-5])
    (tmp_path / "text.age").write_bytes(b"no archive")
    (tmp_path / "other.age").write_bytes(pyrage.passphrase.encrypt(b"no tar", PHRASE))
    for name in ("cut.age", "text.age", "other.age", "gone.age"):
        assert refused(tmp_path / name, PHRASE) == "archive_unreadable", name


def test_an_archive_writes_nowhere_but_in_its_folder(tmp_path):
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as tar:
        tar.addfile(tarfile.TarInfo("../../escaped.csv"))
    (tmp_path / "bad.age").write_bytes(pyrage.passphrase.encrypt(content.getvalue(), PHRASE))
    assert refused(tmp_path / "bad.age", PHRASE) == "archive_unreadable"


def refused(path, phrase):
    with pytest.raises(RequestRefused) as error, archives.unsealed(Path(path), phrase):
        pass
    return error.value.faults[0].code


def test_a_passphrase_is_the_first_line_of_its_file(tmp_path):
    (tmp_path / "phrase.txt").write_text(f"{PHRASE}\r\nnot this\n")
    assert archives.passphrase_in(tmp_path / "phrase.txt") == PHRASE
    with pytest.raises(RequestRefused) as error:
        archives.passphrase_in(tmp_path / "none.txt")
    assert error.value.faults[0].code == "passphrase_unreadable"
