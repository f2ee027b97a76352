"""The commands by which a record is verified, told, erased from, taken out and made again."""

import json
import sqlite3
from datetime import date

import pytest
from shells.conftest import EXAMPLE, PROPOSAL

from resettle import files
from resettle.cli import office
from resettle.render import words


def test_a_checkpoint_is_verified_and_one_of_another_register_is_told(run, database, tmp_path):
    assert run("checkpoint", database, "--out", tmp_path / "head.json")[0] == 0
    code, out, _ = run("verify", database, "--checkpoint", tmp_path / "head.json")
    assert (code, "The record is whole." in out) == (0, True)
    run("init", tmp_path / "other.sqlite", "--name", "Other", "--by", "eva")
    code, out, _ = run("verify", tmp_path / "other.sqlite", "--checkpoint", tmp_path / "head.json")
    assert code == office.NOT_WHOLE
    assert "of the register" in out


def test_a_history_holds_everything_and_an_erasure_takes_it_away(run, database):
    assert "nationality IRQ" in run("history", database, "P-0169")[1]
    code, out, _ = run("erase", database, "P-0169", "--under", "ten years", "--by", "eva")
    assert (code, "under ten years" in out) == (0, True)
    _, out, _ = run("history", database, "P-0169")
    told = run("history", database, "P-0169", "--json")[1]
    assert "IRQ" not in out + told
    by = next(one["erased"] for one in json.loads(told)["entries"] if one["content"] is None)
    assert (by["by"], by["under"]) == ("eva", "ten years")
    day = words.day(date.fromisoformat(by["day"]))
    assert f"erased on {day}, by eva, under ten years" in out
    assert {one["erased"] for one in json.loads(told)["entries"] if one["content"] is not None} == {None}
    assert run("verify", database)[0] == 0


def test_what_was_exported_is_the_register_again_and_that_it_was_is_recorded(run, database, tmp_path):
    assert run("export", database, tmp_path / "out", "--by", "eva")[0] == 0
    assert files.read(tmp_path / "out")[0].terms == files.read(EXAMPLE)[0].terms
    code, _, err = run("export", database, tmp_path / "out", "--by", "eva")
    assert (code, "holds something" in err) == (4, True)


def test_an_archive_opens_with_its_passphrase_only(run, database, tmp_path):
    (tmp_path / "pass").write_text("seven quiet rivers\n")
    (tmp_path / "wrong").write_text("seven loud rivers\n")
    given = ("--passphrase-file", tmp_path / "pass")
    assert run("export", database, tmp_path / "out.age", "--by", "eva", *given)[0] == 0
    assert b"Australia" not in (tmp_path / "out.age").read_bytes()
    code, _, err = run(
        "unseal", tmp_path / "out.age", tmp_path / "out", "--passphrase-file", tmp_path / "wrong"
    )
    assert (code, "does not open" in err, (tmp_path / "out").exists()) == (4, True, False)
    assert run("unseal", tmp_path / "out.age", tmp_path / "out", *given)[0] == 0
    assert files.read(tmp_path / "out")[0].terms == files.read(EXAMPLE)[0].terms
    code, _, err = run("export", database, tmp_path / "out.age", "--by", "eva", *given)
    assert (code, "Name an archive that is not there yet." in err) == (4, True)


def test_a_passphrase_that_could_be_guessed_seals_nothing(run, database, tmp_path):
    (tmp_path / "pass").write_text("secret")
    code, _, err = run(
        "export", database, tmp_path / "out.age", "--by", "eva", "--passphrase-file", tmp_path / "pass"
    )
    assert (code, "fewer than 12" in err, (tmp_path / "out.age").exists()) == (4, True, False)


def test_counts_are_made_again_and_tables_upgraded_without_a_trace(run, database):
    run("act", database, *PROPOSAL, "--by", "eva")
    before = run("as-of", database, "nz-150", "--on", "2016-11-14", "--known", "2026-12-31")
    assert run("rebuild", database)[0] == run("upgrade", database)[0] == 0
    assert run("as-of", database, "nz-150", "--on", "2016-11-14", "--known", "2026-12-31") == before
    assert run("verify", database)[0] == 0


@pytest.mark.parametrize(
    "asked",
    [
        ("ledger", "nz-150"),
        ("ledger", "nz-150", "--reconcile"),
        ("ledger", "nz-150/2016-17", "--from", "2016-07-01", "--on", "2016-12-31"),
        ("as-of", "nz-150"),
    ],
    ids=" ".join,
)
def test_a_guard_that_is_not_in_place_is_told_by_every_look(run, database, asked):
    command, *rest = asked
    code, data, _ = run(command, database, *rest, "--json")
    assert (code, json.loads(data)["warnings"], json.loads(data)["errors"]) == (0, [], [])
    with sqlite3.connect(database) as tampered:
        tampered.execute("DROP TRIGGER guard_entry_never_changed")
    tampered.close()
    assert "the guard guard_entry_never_changed is not in place" in run(command, database, *rest)[1].lower()
    [warning] = json.loads(run(command, database, *rest, "--json")[1])["warnings"]
    assert (warning["code"], warning["params"]) == ("guard_missing", {"guard": "guard_entry_never_changed"})
