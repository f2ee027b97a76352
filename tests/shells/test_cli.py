"""The command line as a user meets it: what it prints, what it writes, how it ends."""

import csv
import importlib
import json
import shutil
from pathlib import Path

import pytest
from typer.main import get_command

from resettle import service
from resettle.cli.app import OF_OFFICE, OFFICE, app
from resettle.engine.errors import Fault, Where
from resettle.render import optional, words

EXAMPLE = Path(__file__).parents[2] / "examples" / "nauru-manus-2016"
SCENARIO = ("--what-if", "nz-consent", "--assume", "nz-750.others=600")


@pytest.fixture
def broken(tmp_path):
    """The worked example with two faults in two files."""
    folder = tmp_path / "register"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("making", "*.py"))
    arrangement = folder / "arrangements" / "us-2016.toml"
    arrangement.write_text(arrangement.read_text().replace('country = "USA"', 'country = "UAS"'))
    acts = folder / "acts.csv"
    acts.write_text(acts.read_text() + "A-1,submit,C-9999,us-2016,,office,,,2016-11-13,2016-11-12,nobody\n")
    return folder


def test_check_passes_the_worked_example(run):
    code, out, _ = run("check", EXAMPLE)
    assert code == 0
    assert "no errors. 2,458 people, 1,882 cases" in out


def test_check_says_everything_that_is_wrong_and_ends_with_3(run, broken):
    code, out, _ = run("check", broken)
    assert code == 3
    assert "arrangements/us-2016.toml" in out and "UAS" in out
    assert "acts.csv, row 2" in out and "C-9999" in out and "nobody" in out


def test_check_says_the_same_as_json(run, broken):
    code, out, _ = run("check", broken, "--json")
    found = json.loads(out)
    assert code == 3
    assert {fault["code"] for fault in found["errors"]} >= {"code_unknown", "name_unknown", "source_unknown"}
    assert all(fault["message"] for fault in found["errors"])


@pytest.mark.parametrize(
    "command", [("screen",), ("plan",), ("explain", "C-0001"), ("compare", "--what-if", "nz-consent")]
)
def test_nothing_runs_on_a_register_with_errors_and_nothing_is_written(run, broken, tmp_path, command):
    name, *rest = command
    code, out, err = run(name, broken, *rest, "--out", tmp_path / "out")
    assert (code, out) == (3, "")
    assert "UAS" in err
    assert not (tmp_path / "out").exists()


def test_plan_shows_base_beside_scenario_and_writes_its_results(run, tmp_path):
    code, out, _ = run("plan", EXAMPLE, *SCENARIO, "--out", tmp_path / "out")
    assert code == 0
    assert "As the register stands, nobody is proposed" in out
    assert "In the scenario, 150 people" in out
    assert "Synthetic people" in out
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {"places.csv", "outcomes.csv", "difference.csv", "report.html"}
    rows = {
        row["limit"]: row
        for row in csv.DictReader((tmp_path / "out" / "places.csv").read_text().splitlines())
    }
    assert rows["nz-150/2016-17"]["proposed_by_plan"] == "150"
    assert rows["us-2016/one-off"]["offered"] == "unknown"
    assert "C-0" not in (tmp_path / "out" / "report.html").read_text()


def test_case_by_case_lists_are_written_only_if_asked_for(run, tmp_path):
    code, _, _ = run("plan", EXAMPLE, *SCENARIO, "--with-cases", "--out", tmp_path / "out")
    assert code == 0
    placed = list(csv.DictReader((tmp_path / "out" / "plan.csv").read_text().splitlines()))
    assert sum(int(row["people"]) for row in placed) == 150
    assert all(row["why"] for row in placed)


def test_plan_as_json_is_only_json(run):
    code, out, err = run("plan", EXAMPLE, *SCENARIO, "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert (found["base"]["people_proposed"], found["scenario"]["people_proposed"]) == (0, 150)
    assert found["scenario"]["asked"]["synthetic"] is True
    assert "placings" not in found["scenario"]


def test_explain_tells_an_eligible_case_about_consent_and_asks_for_an_assumption(run):
    code, out, _ = run("explain", EXAMPLE, "C-0080")
    assert code == 0
    assert "consent of Australia is needed, and has been withheld since 2 October 2013" in out
    assert "RNZ" in out
    assert "--assume us-2016=PLACES" in out
    assert "--assume nz-750.others=PLACES" in out


def test_explain_finds_the_case_of_a_person(run):
    assert "Case C-0080" in run("explain", EXAMPLE, "P-0103")[1]


def test_explain_a_baby_says_what_would_follow_either_way(run):
    _, out, _ = run("explain", EXAMPLE, "C-0126")
    assert "day of first transfer to a regional processing country none" in out
    assert "Needs a fact: refugee status of P-0165" in out
    assert "a recognised refugee: eligible, if the receiving State agrees" in out
    assert "found not to be a refugee: ineligible" in out


def test_compare_lists_whom_it_touches(run):
    code, out, _ = run("compare", EXAMPLE, "--what-if", "lifetime-ban", "--with-cases")
    assert code == 0
    assert (
        "Touched: 0 cases proposed or screened otherwise; 2,026 people newly barred, and a fact is missing to say so of 18"
        in out
    )
    assert "P-0165: barred (lifetime-ban)" in out
    assert "P-0151: a fact is missing to say whether" in out


def test_known_in_september_there_is_no_us_arrangement(run):
    code, out, _ = run("screen", EXAMPLE, "--known", "2016-09-30", "--json")
    named = {row["arrangement"] for row in json.loads(out)["base"]["outcomes"]}
    assert code == 0
    assert "us-2016" not in named and "nz-150" in named


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("plan", EXAMPLE, "--what-if", "nz-konsent"), 4, "nz-konsent"),
        (("plan", EXAMPLE, "--assume", "nz-150=9"), 4, "nz-150"),
        (("plan", EXAMPLE, "--assume", "nowhere=9"), 4, "nowhere"),
        (("plan", EXAMPLE, "--tiers", "people,luck"), 4, "luck"),
        (("plan", EXAMPLE, "--tiers", "score"), 4, "score"),
        (("explain", EXAMPLE, "C-9999"), 4, "C-9999"),
        (("plan", EXAMPLE, "--assume", "us-2016=many"), 2, "us-2016=many"),
        (("plan", EXAMPLE, "--on", "2016-13-01"), 2, "2016-13-01"),
        (("plan", EXAMPLE, "--on", "2016-11"), 2, "2016-11"),
        (("compare", EXAMPLE), 2, "what-if"),
        (("plan", EXAMPLE / "nowhere"), 3, "nowhere"),
        (("plan", EXAMPLE, "--luck"), 2, "--luck"),
    ],
)
def test_what_cannot_be_done_is_said_and_has_its_exit_code(run, arguments, code, said):
    ended, out, err = run(*arguments)
    assert (ended, out) == (code, "")
    assert said in err


def test_a_folder_that_cannot_be_written_to_is_said(run, tmp_path):
    (tmp_path / "file").write_text("")
    code, _, err = run("screen", EXAMPLE, "--out", tmp_path / "file")
    assert code == 6
    params = {"folder": str(tmp_path / "file"), "why": "File exists"}
    assert err == words.fault(Fault("results_not_written", Where(), params))


def test_every_command_of_an_office_is_named_for_whoever_lacks_what_it_needs():
    modules = [importlib.import_module(f"resettle.cli.{name}") for name in OF_OFFICE]
    named = [
        one.name or one.callback.__name__.replace("_", "-")
        for module in modules
        for one in module.app.registered_commands
    ]
    assert sorted(named) == sorted(OFFICE)


def test_without_the_extra_a_plan_says_why_there_is_no_report_and_how_to_have_one(
    run, told, tmp_path, monkeypatch
):
    monkeypatch.setattr(optional.importlib.util, "find_spec", lambda _: None)
    code, out, _ = run("plan", told, "--out", tmp_path / "out")
    assert code == 0
    params = {"extra": "report", "install": "pip install '.[report]'"}
    assert words.fault(Fault("report_not_written", Where(), params)) in out
    assert (tmp_path / "out" / "places.csv").exists()


def test_a_solver_without_an_answer_is_a_defect_of_ours(run, told, monkeypatch):
    def fails(*_):
        raise service.SolverFailed("The solver refused to begin.")

    monkeypatch.setattr(service, "planned", fails)
    ended, out, _ = run("plan", told)
    params = {"why": "The solver refused to begin"}
    assert ended == words.fault(Fault("solver_failed", Where(), params))
    assert out == ""


def test_every_command_and_option_is_in_the_reference():
    page = (Path(__file__).parents[2] / "docs" / "reference" / "commands.md").read_text()
    for name, command in get_command(app).commands.items():
        assert f"resettle {name}" in page
        for option in command.params:
            for written in option.opts:
                assert not written.startswith("--") or f"`{written}" in page or written == "--help", written


def test_screen_shows_base_beside_scenario(run):
    code, out, _ = run("screen", EXAMPLE, "--what-if", "lifetime-ban", "--json")
    found = json.loads(out)
    assert (code, found["outcomes_changed"], found["scenario"]["asked"]["what_ifs"]) == (
        0,
        0,
        ["lifetime-ban"],
    )
    assert "Who qualifies, as the register stands" in run("screen", EXAMPLE, "--what-if", "lifetime-ban")[1]


def test_the_version_is_told(run):
    code, out, _ = run("--version")
    assert (code, out.split()[0]) == (0, "resettle")
