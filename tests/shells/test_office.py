"""The commands of a register in a database, as an officer meets them."""

import importlib.util
import json
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from builders import a_register_folder
from integration.records.offices import founded_at_a_desk

from resettle import files, service
from resettle.cli import office
from resettle.render import words

EXAMPLE = Path(__file__).parents[2] / "examples" / "nauru-manus-2016"
PROPOSAL = ("propose", "C-0126", "nz-150/2016-17", "--effective", "2016-11-14", "--source", "synthetic")


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """The worked example in a database file, made once: a test that writes takes a copy."""
    path = tmp_path_factory.mktemp("office") / "office.sqlite"
    founded_at_a_desk(str(path), "eva", Path(f"{path}.key"), folder=EXAMPLE)
    return path


@pytest.fixture
def database(filled, tmp_path):
    for ending in ("", ".key"):
        (tmp_path / f"office.sqlite{ending}").write_bytes(Path(f"{filled}{ending}").read_bytes())
    return tmp_path / "office.sqlite"


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


def test_a_plan_of_a_database_is_the_plan_of_its_folder(run, database):
    scenario = ("--what-if", "nz-consent", "--assume", "nz-750.others=600")
    assert run("compare", database, *scenario) == run("compare", EXAMPLE, *scenario)


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


def test_an_act_is_recorded_once_and_shows_from_its_day_on(run, database):
    code, out, _ = run("act", database, *PROPOSAL, "--by", "eva", "--key", "one")
    assert code == 0
    assert "Recorded as A-3: proposal of case C-0126 (5 people) in nz-150/2016-17" in out
    assert "nothing was added" in run("act", database, *PROPOSAL, "--by", "eva", "--key", "one")[1]
    known = ("--on", "2016-11-14", "--known", service.opened(database).register.acts[-1].known)
    assert "P-0165 │ nz-150/2016-17 │ proposed" in run("as-of", database, "C-0126", *known)[1]
    assert "proposed" not in run("as-of", database, "C-0126", "--on", "2016-11-14")[1]


def test_an_act_that_may_not_be_recorded_says_why_and_leaves_nothing(run, database):
    before = len(service.opened(database).register.acts)
    code, _, err = run("act", database, *PROPOSAL, "--by", "eva", "--person", "P-0001")
    assert code == 4
    assert "P-0001" in err
    assert "A-3" not in err  # nothing has that id
    assert len(service.opened(database).register.acts) == before


def test_an_act_as_json(run, database):
    _, out, _ = run("act", database, *PROPOSAL, "--by", "eva", "--json")
    found = json.loads(out)
    assert (found["act"]["case"], found["again"]) == ("C-0126", False)
    assert [one["code"] for one in found["flagged"]] == ["act_without_will"]


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


def test_an_arrangement_as_of_a_day_in_a_folder_or_a_database(run, database):
    asked = ("nz-150", "--on", "2015-06-30")
    assert run("as-of", EXAMPLE, *asked) == run("as-of", database, *asked)
    assert "withheld" in run("as-of", database, *asked)[1]


def test_what_was_not_known_then_is_told(run, database):
    code, _, err = run("as-of", database, "P-0169", "--on", "2014-01-01")
    assert code == 4
    assert "P-0169" in err


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


def test_counts_are_made_again_and_tables_upgraded_without_a_trace(run, database):
    run("act", database, *PROPOSAL, "--by", "eva")
    before = run("as-of", database, "nz-150", "--on", "2016-11-14", "--known", "2026-12-31")
    assert run("rebuild", database)[0] == run("upgrade", database)[0] == 0
    assert run("as-of", database, "nz-150", "--on", "2016-11-14", "--known", "2026-12-31") == before
    assert run("verify", database)[0] == 0


def test_a_register_is_viewed_from_its_own_day_until_something_is_learned(run, database):
    assert "As of 14 November 2016" in run("as-of", database)[1]
    run("export", database, database.parent / "out", "--by", "eva")
    assert "As of 14 November 2016" in run("as-of", database)[1]
    run("act", database, *PROPOSAL, "--by", "eva")
    assert "As of 14 November 2016" not in run("as-of", database)[1]


def test_only_whoever_has_an_open_account_records(run, tmp_path):
    database = tmp_path / "new.sqlite"
    run("init", database, "--name", "New", "--by", "eva")
    code, _, err = run("account", database, "ana", "--by", "nobody")
    assert (code, "no open account" in err) == (4, True)
    assert (
        run("account", database, "ana", "--name", "Ana B.", "--holds", "administrator", "--by", "eva")[0] == 0
    )
    assert run("account", database, "eva", "--close", "--by", "ana")[0] == 0
    assert run("account", database, "ana", "--close", "--by", "ana")[0] == 4  # account_own
    assert run("account", database, "ben", "--by", "eva")[0] == 4
    found = {one["id"]: one for one in json.loads(run("accounts", database, "--json")[1])["accounts"]}
    assert {id: (one["name"], one["is_open"]) for id, one in found.items()} == {
        "ana": ("Ana B.", True),
        "eva": ("eva", False),
    }


def test_an_account_holds_roles_for_a_time_and_for_some_arrangements(run, tmp_path):
    database = tmp_path / "new.sqlite"
    run("init", database, "--from", EXAMPLE, "--by", "eva")
    rights = ("--holds", "state_selector", "--until", "2030-01-31", "--arrangement", "nz-150")
    out = run("account", database, "nzl", *rights, "--by", "eva")[1]
    assert "State selector │ nz-150 │ all │ 2030-01-31" in " ".join(out.split())
    two = ("--holds", "caseworker", "--holds", "reviewing_officer")
    code, _, err = run("account", database, "ben", *two, "--by", "eva")
    assert (code, "caseworker and reviewing_officer at once" in " ".join(err.split())) == (4, True)
    code, _, err = run("account", database, "ben", "--arrangement", "nz-15", "--by", "eva")
    assert (code, "Did you mean “nz-150”?" in " ".join(err.split())) == (4, True)
    assert run("account", database, "nzl", "--change", "--holds", "auditor", "--by", "eva")[0] == 0
    found = {one["id"]: one for one in json.loads(run("accounts", database, "--json")[1])["accounts"]}
    assert (found["nzl"]["roles"], found["nzl"]["until"], found["eva"]["roles"]) == (
        ["auditor"],
        "2030-01-31",
        ["administrator"],
    )
    taken = ("--change", "--until", "none", "--arrangement", "all", "--name", "Quota office", "--by", "eva")
    assert run("account", database, "nzl", *taken)[0] == 0
    found = {one["id"]: one for one in json.loads(run("accounts", database, "--json")[1])["accounts"]}
    assert (
        found["nzl"] | {"roles": ["auditor"], "until": None, "arrangements": [], "name": "Quota office"}
        == found["nzl"]
    )
    assert run("account", database, "new", "--until", "none", "--by", "eva")[0] == 2
    assert (
        run("account", database, "eva", "--change", "--holds", "auditor", "--by", "eva")[0] == 4
    )  # account_own


def test_what_may_come_next_is_shown(run, database):
    code, out, _ = run("next", database, "C-0126")
    assert (code, "Case C-0126: ready to be submitted." in out) == (0, True)
    assert (
        run("act", database, "close", "C-0126", "--source", "synthetic", "--ground", "died", "--by", "eva")[0]
        == 4
    )
    found = json.loads(run("next", database, "C-0126", "--json")[1])
    assert (found["stage"], [one["act"] for one in found["next"]]) == ("ready", ["review", "pause", "close"])
    assert run("next", database, "C-9999")[0] == 4


def test_a_plan_is_kept_with_what_it_was_made_from(run, database):
    scenario = ("--what-if", "nz-consent", "--assume", "nz-750.others=600")
    code, _, err = run("plan", database, *scenario, "--record", "--by", "eva")
    assert (code, "Kept as run R-" in err) == (0, True)
    id = err.rpartition(" ")[2].rstrip(".")
    kept = json.loads(run("runs", database, id)[1])
    assert sum(one["people"] for one in kept["result"]["scenario"]["placings"]) == 150
    assert kept["result"]["base"]["placings"] == []
    assert (kept["asked"]["what_ifs"], kept["asked"]["assume"]) == (["nz-consent"], {"nz-750.others": 600})
    assert (kept["by"], kept["seed"], len(kept["digest"])) == ("eva", None, 64)
    assert id in run("runs", database)[1]
    assert run("runs", database, "R-99")[0] == 4  # run_unknown


@pytest.mark.parametrize("how", [("--record",), ("--by", "eva")])
def test_a_plan_is_kept_by_somebody(run, database, how):
    code, _, err = run("plan", database, *how)
    assert (code, "a plan of a database is kept" in err) == (2, True)


def test_a_plan_of_a_folder_has_no_record_to_be_kept_on(run):
    assert run("plan", EXAMPLE, "--record", "--by", "eva")[0] == 2


def test_a_ledger_of_a_folder_and_of_a_database(run, database):
    asked = ("nz-150", "--on", "2016-11-14")
    assert run("ledger", EXAMPLE, *asked) == run("ledger", database, *asked)
    assert "nz-150/2016-17 │ 150" in run("ledger", database, *asked)[1]
    code, _, err = run("ledger", database, "nz-15")
    assert (code, "no limit" in err) == (4, True)


def test_a_ledger_from_day_to_day_and_as_known_before(run, database):
    run("act", database, *PROPOSAL, "--by", "eva")
    asked = ("ledger", database, "nz-150/2016-17", "--from", "2016-07-01", "--on", "2016-12-31", "--json")
    told = json.loads(run(*asked, "--known", service.opened(database).register.on)[1])["ledgers"]
    assert [(one["on"], one["proposed"], one["free"]) for one in told] == [
        ("2016-07-01", 0, 150),
        ("2016-11-14", 5, 145),
    ]
    before = json.loads(run(*asked, "--known", "2017-01-01")[1])["ledgers"]
    assert {one["proposed"] for one in before} == {0}
    assert run("ledger", database, "--from", "2016-07-01")[0] == 2


def test_what_is_kept_is_reconciled_with_the_acts(run, database):
    run("act", database, *PROPOSAL, "--by", "eva")
    code, out, _ = run("ledger", database, "--reconcile")
    assert (code, "Acts, counts and ledgers agree." in out) == (0, True)
    with sqlite3.connect(database) as tampered:
        tampered.execute("UPDATE records_count SET proposed = proposed - 1")
    tampered.close()
    code, out, _ = run("ledger", database, "--reconcile")
    assert (code, "do not agree" in out, "kept is proposed (4), held (0)" in out) == (7, True, True)
    errors = json.loads(run("ledger", database, "--reconcile", "--json")[1])["errors"]
    assert {one["code"] for one in errors} == {"counts_not_of_acts", "ledger_unbalanced"}
    assert run("rebuild", database)[0] == 0
    assert run("ledger", database, "--reconcile")[0] == 0


def test_what_was_published_is_told_beside_what_the_register_comes_to(run, tmp_path):
    rows = ["offered,10", "accepted,3", "arrived,unknown", "used,0"]
    table = "".join(f"nor-2026/2026,{one},2026-02-20,2026-02-25,treaty\n" for one in rows)
    table = f"limit,measure,figure,effective,known,source\n{table}can-2026/2026,offered,7,2026-02-20,2026-02-25,treaty\n"
    folder = a_register_folder(tmp_path / "small", {"published.csv": table})
    code, out, _ = run("ledger", folder, "--reconcile")
    assert code == 0
    published = "Published of 20 February 2026 (treaty, known on 25 February 2026):"
    assert f"{published} offered 10; the register comes to 10: they agree." in out
    assert f"{published} accepted 3; the register comes to 0: 3 more published than recorded." in out
    assert f"{published} arrived unknown; the register comes to 0: whether they agree is unknown." in out
    assert f"{published} offered 7; the register comes to unknown: whether they agree is unknown." in out
    limits = json.loads(run("ledger", folder, "--reconcile", "--json")[1])["limits"]
    assert {(of["limit"], one["measure"], one["verdict"], one["by"]) for of in limits for one in of["published"]} == {
        ("nor-2026/2026", "offered", "equal", 0),
        ("nor-2026/2026", "accepted", "differs", 3),
        ("nor-2026/2026", "arrived", "unknown", None),
        ("nor-2026/2026", "used", "equal", 0),
        ("can-2026/2026", "offered", "unknown", None),
    }  # fmt: skip


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


def test_what_is_due_is_shown_of_a_database_as_of_a_folder(run, database):
    assert "Nothing is due." in run("alerts", EXAMPLE)[1]
    submission = ("submit", "C-0126", "us-2016", "--effective", "2016-11-14", "--source", "synthetic")
    assert run("act", database, *submission, "--by", "eva")[0] == 0
    code, out, _ = run("alerts", database)
    assert (code, "Longer with a State than its priority allows" in out, "C-0126" in out) == (0, True, True)
    found = json.loads(run("alerts", database, "--json")[1])
    assert {(one["kind"], one["case"], one["offer"]) for one in found["alerts"]} >= {
        ("overdue", "C-0126", "us-2016/one-off")
    }
    early = ("--on", "2016-11-20", "--known", "2030-01-01")
    assert "overdue" not in {
        one["kind"] for one in json.loads(run("alerts", database, "--json", *early)[1])["alerts"]
    }
