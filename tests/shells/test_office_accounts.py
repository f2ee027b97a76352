"""The commands by which an administrator says who may do what."""

import json

from shells.conftest import EXAMPLE


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
