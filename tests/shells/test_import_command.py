"""``resettle import``: a preview is always shown, nothing is written on a dry run, and refusals end in 4."""

import json

import pytest
from integration.records.offices import LEARNED, founded_at_a_desk, office

from resettle import files
from resettle.service import archives

HEADER = "person,effective,sex,individual_no"


@pytest.fixture
def database(tmp_path):
    address = str(tmp_path / "office.sqlite")
    founded_at_a_desk(address, "eva", tmp_path / "k", folder=office(tmp_path / "office", [1]))
    return address


def people(tmp_path, *rows):
    path = tmp_path / "people.csv"
    path.write_text("\n".join([HEADER, *rows, ""]))
    return path


def test_an_import_is_shown_recorded_and_not_recorded_again(run, database, tmp_path):
    path = people(tmp_path, f"P-9,{LEARNED},F,")
    ask = ("import", database, path, "--by", "eva", "--source", "office", "--key", "k-1")
    code, out, _ = run(*ask, "--dry-run")
    assert (code, "New: 1 person, 0 cases." in out, "Recorded" in out) == (0, True, False)
    code, out, _ = run(*ask)
    assert (code, "Recorded: 1 entry." in out) == (0, True)
    assert "recorded before under the same key" in run(*ask)[1]
    assert "all of it is there already" in run(*ask[:-2])[1]


def test_of_many_faults_of_a_kind_the_first_are_shown_and_all_in_json(run, database, tmp_path):
    path = people(tmp_path, *(f"P-{at},{LEARNED},woman," for at in range(100, 140)))
    ask = ("import", database, path, "--by", "eva", "--source", "office")
    code, out, err = run(*ask)
    assert (code, err) == (4, "")
    assert "people.csv, row 2, sex: “woman” is not one of the codes" in out
    assert out.count("woman") == 5 and "… and 35 more like it" in out
    code, out, _ = run(*ask, "--json")
    found = json.loads(out)
    assert (code, len(found["errors"]), found["recorded"]) == (4, 40, 0)
    assert found["tables"] == {"people": {"new": 0, "there": 0, "refused": 40}}


def test_who_may_be_one_is_shown_by_ids_and_settled_by_a_file(run, database, tmp_path):
    path = people(tmp_path, f"P-8,{LEARNED},F,ZAYTUNA-1", f"P-9,{LEARNED},F,ZAYTUNA-1")
    pairs = tmp_path / "pairs.csv"
    ask = ("import", database, path, "--by", "eva", "--source", "office")
    code, out, _ = run(*ask, "--out", pairs)
    assert (code, pairs.read_text()) == (4, "P-8,P-9\n")
    assert "P-8 and P-9: same individual number" in out and "ZAYTUNA" not in out
    assert "New, were nothing refused or to be settled: 2 people, 0 cases." in out
    code, out, _ = run(*ask, "--accept-duplicates", pairs)
    assert (code, "Settled as two people each: 1 pair." in out, "Recorded: 3 entries." in out) == (
        0,
        True,
        True,
    )


def test_an_archive_is_opened_with_its_passphrase(run, database, tmp_path):
    archive, phrase = tmp_path / "office.age", tmp_path / "phrase.txt"
    archives.write(archive, files.examine(tmp_path / "office").written, "five quiet words")
    phrase.write_text("four words\n")
    ask = ("import", database, archive, "--by", "eva", "--passphrase-file", phrase)
    code, out, err = run(*ask)
    assert (code, "the passphrase does not open" in err.lower(), out) == (4, True, "")
    phrase.write_text("five quiet words\n")
    code, out, _ = run(*ask)
    assert (code, "all of it is there already" in out) == (0, True)


def test_what_cannot_be_written_or_read_is_said(run, database, tmp_path):
    path = people(tmp_path, f"P-9,{LEARNED},F,")
    ask = ("import", database, path, "--by", "eva", "--source", "office")
    assert run(*ask, "--dry-run", "--out", tmp_path)[0] == 6
    code, _, err = run(*ask, "--not-duplicate", "P-1")
    assert (code, "pair is two different ids of people" in err) == (4, True)
    code, _, err = run("import", tmp_path / "none.sqlite", path, "--by", "eva")
    assert (code, "here is no database" in err) == (3, True)
    assert run("import", database, path)[0] == 2
