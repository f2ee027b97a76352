"""The commands against favour and corruption."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def office(run, tmp_path):
    database = str(tmp_path / "office.sqlite")
    assert run("init", database, "--from", str(ROOT / "examples" / "nauru-manus-2016"), "--by", "eva")[0] == 0
    for who, role in (("cara", "caseworker"), ("ruth", "reviewing_officer"), ("aud", "auditor")):
        assert run("account", database, who, "--holds", role, "--by", "eva")[0] == 0
    return database


def test_a_conflict_an_assignment_and_a_complaint_are_recorded_and_listed(run, office, tmp_path):
    assert run("conflict", office, "C-0001", "--nature", "family", "--by", "cara")[0] == 0
    assert (
        json.loads(run("conflicts", office, "--by", "aud", "--json")[1])["conflicts"][0]["account"] == "cara"
    )
    assert run("conflict", office, "C-0001", "--nature", "sympathy", "--by", "cara")[0] == 2
    code, _, err = run("assign", office, "C-0001", "caseworker", "--by", "ruth")
    assert (code, "caseworker" in err) == (4, True)
    assert run("conflict", office, "C-0001", "--end", "cara", "--by", "aud")[0] == 0
    assert "cara" in run("assign", office, "C-0001", "caseworker", "--by", "ruth")[1]
    assert json.loads(run("assignments", office, "C-0001", "--json")[1])["assignments"][0]["drawn"] is True
    said = tmp_path / "said.txt"
    assert run("complain", office, str(said), "--about", "cara", "--by", "ruth")[0] == 6
    said.write_text("Money was asked for.")
    assert run("complain", office, str(said), "--about", "cara", "--by", "ruth")[0] == 0
    [one] = json.loads(run("complaints", office, "--by", "aud", "--json")[1])["complaints"]
    assert json.loads(run("complaints", office, "--by", "cara", "--json")[1])["complaints"] == []
    ended = ("--end", one["id"], "--outcome", "passed_on", "--answer", "To the inspector.")
    assert run("complaints", office, *ended)[0] == 2
    assert run("complaints", office, "--by", "aud", *ended)[0] == 0


def test_a_spot_check_is_drawn_and_answered(run, office):
    code, _, err = run("spot-check", office, "--of", "interviews", "--by", "aud")
    assert (code, "interviews" in err) == (4, True)
    assert run("spot-check", office, "--of", "luck", "--by", "aud")[0] == 2
    assert run("spot-check", office, "--check", "X-1", "--act", "A-1", "--by", "aud")[0] == 2
    assert json.loads(run("spot-checks", office, "--by", "aud", "--json")[1]) == {"spot_checks": []}
