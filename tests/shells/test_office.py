"""The commands of a register in a database, as an officer meets them: acts, what comes next and is due, plans that are kept."""

import json

import pytest
from shells.conftest import EXAMPLE, PROPOSAL

from resettle import service


def test_a_plan_of_a_database_is_the_plan_of_its_folder(run, database):
    scenario = ("--what-if", "nz-consent", "--assume", "nz-750.others=600")
    assert run("compare", database, *scenario) == run("compare", EXAMPLE, *scenario)


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


def test_an_arrangement_as_of_a_day_in_a_folder_or_a_database(run, database):
    asked = ("nz-150", "--on", "2015-06-30")
    assert run("as-of", EXAMPLE, *asked) == run("as-of", database, *asked)
    assert "withheld" in run("as-of", database, *asked)[1]


def test_what_was_not_known_then_is_told(run, database):
    code, _, err = run("as-of", database, "P-0169", "--on", "2014-01-01")
    assert code == 4
    assert "P-0169" in err


def test_a_register_is_viewed_from_its_own_day_until_something_is_learned(run, database):
    assert "As of 14 November 2016" in run("as-of", database)[1]
    run("export", database, database.parent / "out", "--by", "eva")
    assert "As of 14 November 2016" in run("as-of", database)[1]
    run("act", database, *PROPOSAL, "--by", "eva")
    assert "As of 14 November 2016" not in run("as-of", database)[1]


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
