"""The commands by which other houses read what came to them, and those who watch see who read what."""

import json

import pytest
from integration.records.marked import marked

from resettle.records.database import connect
from resettle.service import accounts


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    address = marked(str(folder / "register.sqlite"), folder)
    accounts.opened(address, "pre", "Pre", "eva", accounts.Rights(["pre_departure_focal_point"]))
    yield address
    connect(address).close()


def test_a_state_lists_and_reads_what_was_submitted_to_it(run, database):
    code, out, _ = run("submissions", database, "--by", "nor")
    assert (code, "C-2" in out, "C-4" in out) == (0, True, False)
    code, out, _ = run("submissions", database, "--by", "nor", "--limit", "1", "--json")
    assert (json.loads(out)["after"], [one["case"] for one in json.loads(out)["submissions"]]) == (
        "C-1",
        ["C-1"],
    )
    assert "Nothing was submitted" in run("submissions", database, "--by", "blank")[1]
    code, out, _ = run("submission", database, "C-1", "--by", "nor")
    assert code == 0
    for part in (
        "1. ",
        "Qfamilyq",
        "qclaimq",
        "not to be told to P-2",
        "Withheld: ",
        "about somebody who was not submitted",
    ):
        assert part in out
    assert "qsourceq" not in out
    assert json.loads(run("submission", database, "C-1", "--by", "nor", "--json")[1])["reader"] == "state"
    assert run("submission", database, "C-4", "--by", "nor")[0] == 4
    agency = run("submission", database, "C-1", "--by", "nor-agency")[1]
    assert "qclaimq" not in agency
    assert "withheld, why somebody is a refugee" in agency


def test_movement_reads_who_travels(run, database):
    code, out, _ = run("manifest", database, "--by", "nor-travel")
    assert (code, "qnumberq" in out, "qclaimq" in out) == (0, True, False)
    told = json.loads(run("manifest", database, "--by", "pre", "--arrangement", "qnzlq", "--json")[1])
    assert [one["case"] for one in told["cases"]] == ["C-4"]
    assert "Nobody is to travel" in run("manifest", database, "--by", "nor-travel", "--after", "C-1")[1]


def test_who_read_is_listed(run, database):
    run("submission", database, "C-2", "--by", "nor")
    code, out, _ = run("readings", database, "C-2")
    assert (code, "nor" in out, "submission" in out) == (0, True, True)
    told = json.loads(run("readings", database, "--account", "nor", "--by", "auditor", "--json")[1])[
        "readings"
    ]
    assert told[0]["case"] == "C-2"
    assert run("readings", database, "--by", "coordinator")[0] == 4
