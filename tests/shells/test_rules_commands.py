"""``resettle rules``: what it prints and what it refuses."""

import json

import pytest
from builders import SMALL, a_register_folder
from spec.screening.test_rule_changes import changing

TABLE = "about,refugee_status,relationship_to_pa,finding\nan adult,recognised,PA,met\na child,refused,child,exempt\n"
WRONG = TABLE + "a spouse,refused,spouse,met\n"


@pytest.fixture
def folder(tmp_path):
    """The small register with rules that change, and worked tables."""
    return a_register_folder(tmp_path / "register", changing(**{"tests/nor-2026/recognised.csv": TABLE}))


# rules list, show


def test_list_names_arrangements_and_bars_with_their_status_and_how_many_rules(run, folder):
    code, out, err = run("rules", "list", folder)
    assert (code, err) == (0, "")
    assert all(
        one in out for one in ("nor-2026", "Norway's programme of 2026", "can-2026", "no-entry", "proposed")
    )
    code, out, _ = run("rules", "list", folder, "--json")
    found = {one["id"]: one for one in json.loads(out)["rules"]}
    assert code == 0
    assert {name: (one["kind"], one["status"], len(one["criteria"]), len(one["not_in_force"]), one["worked_tables"])
            for name, one in found.items()} == {
        "can-2026": ("arrangement", "in_force", 1, 0, 0), "nor-2026": ("arrangement", "in_force", 6, 2, 1),
        "no-entry": ("bar", "proposed", 1, 0, 0),
    }  # fmt: skip


def test_list_is_as_of_the_day_and_as_known_on_another(run, folder):
    def ids(*options):
        return {
            one["id"]: one for one in json.loads(run("rules", "list", folder, "--json", *options)[1])["rules"]
        }

    assert "no-entry" not in ids("--on", "2026-01-20")
    early = ("--on", "2026-01-03", "--known", "2026-01-20")
    assert ids(*early)["nor-2026"]["status"] is None
    assert "not yet announced" in run("rules", "list", folder, *early)[1]
    assert ids("--known", "2026-01-04") == {}
    by_then = ids("--on", "2026-03-02", "--known", "2026-01-20")["nor-2026"]
    assert {one["id"] for one in by_then["criteria"]} >= {"adult", "woman", "size"}


def test_show_says_every_rule_with_its_test_its_source_and_its_days(run, folder):
    code, out, err = run("rules", "show", folder, "nor-2026")
    assert (code, err) == (0, "")
    said = [
        "Norway's programme of 2026 (nor-2026): in force",
        "recognised (eligibility, each member) Each member is a recognised refugee.",
        "asks: refugee_status = 'recognised'",
        "unless: derived",
        "judged by the receiving State",
        "in force since 5 January 2026 (Agreement of 5 January 2026)",
        "Only small cases. asks: case_size <= 2 in force since 10 February 2026",
        "Not in force that day",
        "ended on 20 February 2026 (Agreement of 5 January 2026): Nobody was helped by it.",
        "to be in force from 1 April 2026",
    ]
    assert [one for one in said if one not in out] == []
    assert "asks: case_size <= 4" not in out


def test_show_as_json_has_every_version_of_each_rule(run, folder):
    code, out, _ = run("rules", "show", folder, "nor-2026", "--json")
    [found] = json.loads(out)["rules"]
    assert code == 0
    assert [one["test"] for one in found["history"]["size"]] == ["case_size <= 4", "case_size <= 2"]
    assert [(one["effective"], one["repealed"]) for one in found["history"]["adult"]] == [
        ("2026-01-05", False), ("2026-02-20", True),
    ]  # fmt: skip
    assert {one["id"] for one in found["not_in_force"]} == {"adult", "late"}


def test_show_says_how_each_rule_was_amended_and_which_lists_it_names(run, folder):
    out = run("rules", "show", folder, "nor-2026")[1]
    assert (
        "amended on 10 February 2026 (Agreement of 5 January 2026): sentence was “The sentence of size.”; "
        "is “Only small cases.”; test was “case_size <= 4”; is “case_size <= 2”" in out
    )
    assert "east (East), edition of 1 February 2026 (Agreement of 5 January 2026): Kenya and Uganda" in out
    before = ("--on", "2026-01-20", "--known", "2026-03-02")
    out = run("rules", "show", folder, "nor-2026", *before)[1]
    assert "to be amended on 10 February 2026" in out and "to end on 20 February 2026" in out
    assert "edition of 5 January 2026 (Agreement of 5 January 2026): Kenya" in out and "Uganda" not in out
    out = run("rules", "show", folder, "nor-2026", "--on", "2026-01-20")[1]
    assert "to be amended" not in out and "to end" not in out
    [found] = json.loads(run("rules", "show", folder, "nor-2026", "--json")[1])["rules"]
    assert [(one["id"], one["edition"]["codes"]) for one in found["lists"]] == [("east", ["KEN", "UGA"])]


def test_what_is_to_be_judged_has_its_effect_too(run, folder):
    [found] = json.loads(run("rules", "effect", folder, "nor-2026", "security", "--json")[1])["effects"]
    assert (found["not_met"], found["unknown"], found["to_be_judged"]) == (0, 0, 4)


def test_show_under_a_what_if_and_on_a_day(run, folder):
    _, out, _ = run("rules", "show", folder, "nor-2026", "--what-if", "no-limit")
    assert "Not in force that day size" in out
    assert "case_size <= 4" in run("rules", "show", folder, "nor-2026", "--on", "2026-02-09")[1]


def test_show_tells_a_bar_and_sub_quotas(run, told):
    assert (
        "came-late (bar, each member) Whoever came after 2025 is barred."
        in run("rules", "show", told, "no-entry")[1]
    )
    _, out, _ = run("rules", "show", told, "nor-2026")
    assert "women: at least 5 of" in out and "Half of the places are for women and girls." in out


# rules effect


def test_effect_says_who_fails_and_who_fails_because_of_nothing_else(run, folder):
    code, out, _ = run("rules", "effect", folder, "nor-2026", "--json")
    found = {one["criterion"]: one for one in json.loads(out)["effects"]}
    assert code == 0
    assert (found["size"]["not_met"], found["size"]["fails_only_because"]) == (1, 1)
    assert (found["woman"]["not_met"], found["woman"]["unknown"]) == (1, 0)
    assert not any("cases" in one for one in found.values())
    assert "Effect of each criterion, in cases" in run("rules", "effect", folder)[1]


def test_effect_names_the_cases_only_if_asked_for(run, folder):
    found = json.loads(run("rules", "effect", folder, "nor-2026", "size", "--json", "--with-cases")[1])[
        "effects"
    ]
    assert [one["cases"] for one in found] == [["C-1"]]
    assert "nor-2026, size: C-1" in run("rules", "effect", folder, "nor-2026", "--with-cases")[1]
    assert "C-1" not in run("rules", "effect", folder, "nor-2026")[1]


def test_effect_on_another_day_is_of_the_rules_of_that_day(run, folder):
    def criteria(*options):
        return {
            one["criterion"]
            for one in json.loads(run("rules", "effect", folder, "nor-2026", "--json", *options)[1])[
                "effects"
            ]
        }

    assert "adult" in criteria("--on", "2026-02-19")
    assert "adult" not in criteria("--on", "2026-02-20")
    assert "size" not in criteria("--what-if", "no-limit")


# rules diff


DAYS = ("--from", "2026-01-31", "--to", "2026-03-01")


def test_diff_says_what_changed_in_words_and_in_people(run, folder):
    code, out, err = run("rules", "diff", folder, "nor-2026", *DAYS)
    assert (code, err) == (0, "")
    said = [
        "rules of 31 January 2026, and of 1 March 2026",
        "Amended on 10 February 2026 (Agreement of 5 January 2026): size",
        "No longer in force since 20 February 2026 (Agreement of 5 January 2026): The sentence of adult. Nobody was helped by it.",
        "New: The sentence of woman.",
        "2 cases would be screened otherwise",
        "ineligible",
    ]
    assert [one for one in said if one not in out] == []
    assert "C-1" not in out
    assert "C-1, C-3" in run("rules", "diff", folder, "nor-2026", *DAYS, "--with-cases")[1]


def test_diff_as_json(run, folder):
    found = json.loads(run("rules", "diff", folder, "nor-2026", *DAYS, "--json")[1])
    assert (found["from"], found["to"], found["known"], found["people_on"]) == (
        "2026-01-31", "2026-03-01", "2026-03-01", "2026-03-02",
    )  # fmt: skip
    assert {one["criterion"]: one["kind"] for one in found["changes"]} == {
        "size": "amended", "adult": "ended", "woman": "added", "east": "amended",
    }  # fmt: skip
    by_id = {one["criterion"]: one for one in found["changes"]}
    assert (by_id["size"]["before"]["test"], by_id["size"]["after"]["test"]) == (
        "case_size <= 4",
        "case_size <= 2",
    )
    assert found["moved"] == [{"before": "needs_a_person", "after": "ineligible", "number": 2}]


def test_diff_from_a_day_alone_is_to_the_day_asked_of_and_never_backwards(run, folder):
    alone, both = (
        run("rules", "diff", folder, "nor-2026", "--from", "2026-01-20", *more, "--json")
        for more in ((), ("--to", "2026-03-02"))
    )
    assert alone == both and alone[0] == 0
    code, _, err = run("rules", "diff", folder, "nor-2026", "--from", "2026-03-02", "--to", "2026-01-20")
    assert code == 4 and "earlier day in --from" in err


def test_diff_of_one_day_needs_a_what_if(run, folder):
    code, out, err = run("rules", "diff", folder, "nor-2026")
    assert (code, out) == (4, "")
    assert "Name two days, or a what-if" in err
    code, out, _ = run("rules", "diff", folder, "nor-2026", "--what-if", "no-limit")
    assert code == 0
    assert "No longer in force since 1 March 2026" in out
    assert "The same rules are in force on both days." in run("rules", "diff", folder, "can-2026", *DAYS)[1]


def test_diff_as_known_before_the_change_was_made(run, folder):
    found = json.loads(run("rules", "diff", folder, "nor-2026", *DAYS, "--known", "2026-01-31", "--json")[1])
    assert [one["criterion"] for one in found["changes"]] == ["woman"]


# rules test


def test_worked_tables_that_hold_end_with_0(run, folder):
    code, out, _ = run("rules", "test", folder)
    assert code == 0
    assert "2 expectations, 2 hold." in out
    code, out, _ = run("rules", "test", folder, "nor-2026", "recognised", "--json")
    assert (code, json.loads(out)["hold"]) == (0, 2)


def test_one_that_does_not_hold_is_told_by_its_row_and_ends_with_3(run, folder):
    (folder / "tests/nor-2026/recognised.csv").write_text(WRONG)
    code, out, _ = run("rules", "test", folder)
    assert code == 3
    assert "tests/nor-2026/recognised.csv, row 4 (a spouse): expected met, found not met." in out
    assert "3 expectations, 2 hold." in out
    code, out, _ = run("rules", "test", folder, "--json")
    assert code == 3
    assert [one["holds"] for one in json.loads(out)["worked"]] == [True, True, False]


def test_check_tells_it_as_an_error_and_the_rest_runs(run, folder):
    (folder / "tests/nor-2026/recognised.csv").write_text(WRONG)
    code, out, _ = run("check", folder)
    assert code == 3
    assert "tests/nor-2026/recognised.csv, row 4" in out
    assert run("check", folder, "--json")[0] == 3
    assert run("rules", "list", folder)[0] == 0


def test_a_table_that_cannot_be_read_is_not_run(run, folder):
    (folder / "tests/nor-2026/recognised.csv").write_text(TABLE.replace("recognised,PA", "recognized,PA"))
    code, out, err = run("rules", "test", folder)
    assert (code, out) == (3, "")
    assert "tests/nor-2026/recognised.csv, row 2" in err and "recognized" in err


def test_a_table_of_what_is_not_there_is_no_success(run, folder):
    (folder / "tests/nor-2026/recognised.csv").rename(folder / "tests/nor-2026/recognized.csv")
    code, out, err = run("rules", "test", folder)
    assert (code, out) == (3, "")
    assert "recognized" in err
    assert run("check", folder)[0] == 3


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("show", "nor-2062"), 4, "nor-2062"),
        (("show", "no-entry", "--what-if", "nothing"), 4, "nothing"),
        (("effect", "nor-2062"), 4, "nor-2062"),
        (("effect", "nor-2026", "sice"), 4, "sice"),
        (("effect", "nor-2026", "security"), 0, ""),
        (("effect", "no-entry"), 4, "is a bar; while it is in force"),
        (("diff", "no-entry", *DAYS), 4, "is a bar; while it is in force"),
        (("diff", "nor-2062", *DAYS), 4, "nor-2062"),
        (("diff", "nor-2026", "--from", "2026-13-01"), 2, "2026-13-01"),
        (("test", "nor-2062"), 4, "nor-2062"),
        (("test", "can-2026"), 4, "here is no worked table of “can-2026”"),
        (("test", "nor-2026", "size"), 4, "size"),
        (("list", "--on", "yesterday"), 2, "yesterday"),
        (("show",), 2, "arrangement"),
        (("liszt",), 2, "liszt"),
    ],
)
def test_what_cannot_be_done_is_said_and_has_its_exit_code(run, folder, arguments, code, said):
    name, *rest = arguments
    ended, out, err = run("rules", name, folder, *rest)
    assert ended == code
    assert said in err
    assert code == 0 or out == ""


def test_nothing_runs_on_a_register_with_errors(run, folder):
    (folder / "people.csv").write_text(SMALL["people.csv"].replace("SOM", "SOMALIA"))
    for command in (("list",), ("show", "nor-2026"), ("effect",), ("diff", "nor-2026", *DAYS), ("test",)):
        code, out, err = run("rules", command[0], folder, *command[1:])
        assert (code, out) == (3, "")
        assert "SOMALIA" in err
