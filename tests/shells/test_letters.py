"""The commands of letters: what is written is not written over, and what cannot be read is told."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def office(run, tmp_path):
    database = str(tmp_path / "office.sqlite")
    assert run("init", database, "--from", str(ROOT / "examples" / "nauru-manus-2016"), "--by", "eva")[0] == 0
    assert run("account", database, "cara", "--holds", "caseworker", "--by", "eva")[0] == 0
    rows = ["request,person,effective,source,asks,language", "Q-1,P-0001,2016-12-01,synthetic,standing,eng"]
    (tmp_path / "requests.csv").write_text("\n".join([*rows, ""]))
    assert run("import", database, str(tmp_path / "requests.csv"), "--by", "cara")[0] == 0
    return database


def test_a_draft_is_never_written_over_what_an_officer_changed(run, office, tmp_path):
    out = tmp_path / "drafts"
    assert run("drafts", office, "Q-1", "--out", str(out), "--by", "cara")[0] == 0
    (out / "P-0001.txt").write_text("As an officer wrote it.")
    code, _, err = run("drafts", office, "Q-1", "--out", str(out), "--by", "cara")  # texts_there
    assert code == 6
    assert "P-0001.txt" in err
    assert (out / "drafted.json").exists()
    assert (out / "P-0001.txt").read_text() == "As an officer wrote it."
    assert run("answer", office, "Q-1", "--from", str(out), "--by", "cara")[0] == 0
    assert run("served", office, "Q-1", "P-0001", "--way", "post", "--by", "cara")[0] == 0
    again = tmp_path / "again"
    assert run("drafts", office, "Q-1", "--out", str(again), "--as-answered")[0] == 0
    assert "Your request came" in (again / "P-0001.txt").read_text()
    assert not (again / "drafted.json").exists()
    shown = run("letter", office, "Q-1", "P-0001", "--by", "cara")[1]
    assert "As an officer wrote it." in shown
    assert "ask before anything is sent" in shown
    assert '"waits": null' in run("requests", office, "--json")[1]
    assert run("letter", office, "Q-1", "P-0001", "--by", "cara", "--out", "letter.odt")[0] == 2
    assert run("served", office, "Q-1", "P-0001", "--way", "owl", "--by", "cara")[0] == 2


def test_texts_that_are_not_there_or_cannot_be_read_are_told(run, office, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    code, _, err = run("answer", office, "Q-1", "--from", str(empty), "--by", "cara")  # texts_missing
    assert (code, ".txt" in err) == (6, True)
    (empty / "P-0001.txt").write_bytes(b"\xff\xfe")
    code, _, err = run("answer", office, "Q-1", "--from", str(empty), "--by", "cara")  # texts_unreadable
    assert (code, "UTF-8" in err) == (6, True)
    (empty / "P-0001.txt").write_text(" \u200b", encoding="utf-8-sig")
    code, _, err = run("answer", office, "Q-1", "--from", str(empty), "--by", "cara")  # answer_empty
    assert (code, "is empty" in err) == (4, True)
    (empty / "P-0001.txt").write_text("So.", encoding="utf-8-sig")
    for wrong in ("{}", "[]", "what", '{"upto": "x", "on": "2026-01-01"}'):
        (empty / "drafted.json").write_text(wrong)
        code, _, err = run("answer", office, "Q-1", "--from", str(empty), "--by", "cara")
        assert (code, "asresettledraftswroteit" in "".join(err.split())) == (6, True)
    assert '"waits": "answer"' in run("requests", office, "--json")[1]


def test_what_somebody_asks_is_put_on_record_and_their_contact_in_no_shells_history(run, office, tmp_path):
    contact, text = tmp_path / "contact.txt", tmp_path / "text.txt"
    contact.write_text("at the clinic")
    text.write_text("Where is my case?")
    one = ("request", office, "Q-2", "P-0001", "--by", "cara")
    said = ("--asks", "standing", "--in", "eng", "--text", str(text), "--safe-contact", str(contact))
    code, out, _ = run(*one, *said, "--on", "2016-12-02")
    assert (code, "1 request recorded." in out) == (0, True)
    shown = run("letter", office, "Q-2", "P-0001", "--by", "cara")[1]
    assert "at the clinic" in shown
    assert "Where is my case?" in shown
    code, _, err = run("request", office, "Q-3", "P-0001", "--by", "cara")  # asks_nothing
    assert (code, "--asks" in err) == (4, True)
    code, _, err = run(*one, "--text", str(tmp_path / "none.txt"))
    assert code == 6
    assert run(*one, "--withdrawn")[0] == 0
    shown = json.loads(run("requests", office, "Q-2", "--json")[1])["requests"]
    assert [(one["waits"], one["withdrawn"] is not None) for one in shown] == [(None, True)]
    assert "taken back" in run("letter", office, "Q-2", "P-0001", "--by", "cara")[1]
