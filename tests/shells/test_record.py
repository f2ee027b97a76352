"""``resettle record``: what was learned of somebody, by one command."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WILLING = ("willingness", "person=P-0169", "arrangement=nz-150")


@pytest.fixture
def office(run, tmp_path):
    database = str(tmp_path / "office.sqlite")
    assert run("init", database, "--from", str(ROOT / "examples" / "nauru-manus-2016"), "--by", "eva")[0] == 0
    assert run("account", database, "cara", "--holds", "caseworker", "--by", "eva")[0] == 0
    return database


def test_a_row_is_recorded_and_seen_at_once(run, office):
    code, out, _ = run("record", office, *WILLING, "willing=no", "--by", "cara", "--key", "k", "--json")
    assert (code, json.loads(out)["recorded"]) == (0, 1)
    again = run("record", office, *WILLING, "willing=no", "--by", "cara", "--key", "k")
    assert "recorded before under the same key" in again[1]
    assert "willingness" in run("history", office, "P-0169")[1]


def test_what_speaks_against_a_row_is_told_with_how_to_mend_it(run, office):
    code, out, _ = run("record", office, *WILLING, "willing=perhaps", "--by", "cara")
    assert code == 4
    assert "willingness, row 1, willing" in " ".join(out.split())
    assert "Nothing was recorded." in out
    assert run("record", office, "scores", "case=C-0001", "score=1", "--by", "cara")[0] == 4
    code, _, err = run("record", office, "willingness", "person", "person=P-1", "person=P-2", "--by", "cara")
    assert (code, "'person' is not COLUMN=CELL" in " ".join(err.split()), "twice" in err) == (2, True, True)


def test_a_mission_and_who_is_asked_to_come_are_listed(run, office):
    assert run("account", office, "ion", "--holds", "coordinator", "--by", "eva")[0] == 0
    mission = ("missions", "mission=M-1", "arrangement=nz-150", "place=Nauru", "starts_on=2016-11-21")
    assert run("record", office, *mission, "--by", "ion")[0] == 0
    asked = (
        "appointments",
        "person=P-0169",
        "appointment=X-1",
        "purpose=selection",
        "mission=M-1",
        "planned_for=2016-11-22",
    )
    assert run("record", office, *asked, "--by", "ion")[0] == 0
    code, out, _ = run(
        "appointments", office, "--mission", "M-1", "--from", "2016-11-22", "--until", "2016-11-22", "--json"
    )
    told = json.loads(out)
    assert (code, [one["person"] for one in told["appointments"]]) == (0, ["P-0169"])
    assert [(one["place"], one["ends"]) for one in told["missions"]] == [("Nauru", None)]
    assert "P-0169" in run("appointments", office)[1]
    assert json.loads(run("appointments", office, "--from", "2016-11-23", "--json")[1])["appointments"] == []
    assert run("appointments", office, "--mission", "M-7")[0] == 4
    assert "No missions" in run("appointments", str(ROOT / "examples" / "nauru-manus-2016"))[1]
