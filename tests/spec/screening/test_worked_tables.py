"""Worked tables: people in, finding out; what an officer expects of a rule, tried on both evaluators."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from builders import BAR, a_register
from spec.screening.rules_and_tables import RECOGNISED, a_folder, a_rule, hold, opened, tried

from resettle import service
from resettle.engine.errors import RegisterRefused, RequestRefused
from resettle.engine.screening import worked as working
from resettle.engine.screening.reference import Answer, Finding
from resettle.engine.screening.worked import faults, worked
from resettle.files import examine
from resettle.render import words


def test_a_row_by_itself_is_a_case_of_one_person(tmp_path):
    assert tried(tmp_path, RECOGNISED, {"recognised": """
        about    | refugee_status | relationship_to_pa | finding
        yes      | recognised     | PA                 | met
        no       | refused        | PA                 | not_met
        none     | none           | PA                 | not_met
        pending  | pending        | PA                 | unknown
        blank    |                | PA                 | unknown
        unknown  | unknown        | PA                 | unknown
        a child  | refused        | child              | exempt
        both     | recognised     | child              | met
    """}) == [
        "2 met → met", "3 not_met → not_met", "4 not_met → not_met", "5 unknown → unknown", "6 unknown → unknown",
        "7 unknown → unknown", "8 exempt → exempt by met", "9 met → met",
    ]  # fmt: skip


def test_an_expectation_that_does_not_hold_is_told_with_file_row_and_case(tmp_path):
    table = """
        case | refugee_status | finding
             | recognised     | met
             | recognised     | not_met
        B    | refused        |
        B    | recognised     | met
    """
    register = opened(a_folder(tmp_path, RECOGNISED, {"recognised": table}))
    found = faults(register)
    assert [(one.code, one.where.file, one.where.row, one.where.key, one.is_error) for one in found] == [
        ("worked_table_differs", "tests/nor-2026/recognised.csv", 3, "finding", True),
        ("worked_table_differs", "tests/nor-2026/recognised.csv", 5, "finding", True),
    ]
    assert [(one.params["case"], one.params["expected"], one.params["found"]) for one in found] == [
        ("row 3", "not_met", "met"), ("B", "met", "unknown"),
    ]  # fmt: skip
    assert words.fault(found[0]).startswith(
        "tests/nor-2026/recognised.csv, row 3, finding: of “recognised” in nor-2026"
    )


def test_where_the_two_evaluators_disagree_it_is_a_defect_of_ours(tmp_path, monkeypatch):
    register = a_register(
        a_folder(tmp_path, RECOGNISED, {"recognised": "refugee_status | finding\nrecognised | unknown"})
    )
    doubtful = SimpleNamespace(finding=lambda file, one: Finding(one, Answer.UNKNOWN))
    monkeypatch.setattr(working, "reference", doubtful)
    [fault] = faults(register)
    assert (fault.code, fault.params["found"], fault.params["fast"]) == (
        "worked_evaluators_differ",
        "unknown",
        "met",
    )
    assert "report it" in words.fault(fault)
    [one] = service.tried(register)
    assert not one.holds


def test_the_fast_screen_says_exempt_and_waived_as_met_and_as_nothing_else(tmp_path):
    register = a_register(
        a_folder(tmp_path, RECOGNISED, {"recognised": "relationship_to_pa | finding\nchild | exempt"})
    )
    [one] = worked(register)
    assert (one.found, one.fast, one.holds) == ("exempt", "met", True)
    for fast in ("not_met", "unknown", "judgement"):
        assert not replace(one, fast=fast).holds
    assert not replace(one, expected="met").holds


# Of what a table is


def test_a_table_of_a_bars_criterion_is_tried_whether_or_not_the_bar_is_law(tmp_path):
    named = 'id = "far"\nname = "Far"\nof = "country"\nsource = "treaty"\n[[edition]]\neffective = 2026-01-01\nknown = 2026-01-01\ncodes = ["KEN"]\nsource = "treaty"\n'
    listed = a_rule("far", "IN_LIST(location, 'far')", kind="bar", effective=date(2026, 2, 1))
    table = "arrived_on | finding\n2026-01-01 | not_met\n2025-12-31 | met\n2025 | met\nnone | met\nunknown | unknown"
    far = "location | finding\nKEN | not_met\nUGA | met\n | unknown"
    changes = {"bars/no-entry.toml": BAR + listed, "lists/far.toml": named}
    assert hold(tmp_path, RECOGNISED, {"no-entry/came-late": table, "no-entry/far": far}, **changes)


def test_a_table_of_a_sub_quota_says_who_counts_under_it(tmp_path):
    rules = RECOGNISED + a_rule(
        "women", "sex = 'F'", table="sub_quota", of="2026", kind="floor", number=5, counts="matching", applies_to="any_member"
    )  # fmt: skip
    table = "case | sex | on | finding\nA | F | | met\nA | M | |\nB | M | | not_met\nC | F | 2027-01-01 | not_in_force"
    assert hold(tmp_path, rules, {"women": table})


def test_a_group_is_tried_with_its_parts_and_a_part_by_itself(tmp_path):
    rules = (
        a_rule("either", any_of=["woman", "near"])
        + a_rule("woman", "sex = 'F'", kind="part")
        + a_rule("near", "location = 'KEN'", kind="part", unless=["child"])
        + a_rule("child", "relationship_to_pa = 'child'", kind="exemption")
    )
    assert hold(tmp_path, rules, {
        "either": "sex | location | relationship_to_pa | finding\nF | UGA | PA | met\nM | UGA | PA | not_met\nM | UGA | child | met\nM | | PA | unknown",
        "near": "location | relationship_to_pa | finding\nKEN | PA | met\nUGA | PA | not_met\nUGA | child | exempt",
    })  # fmt: skip


def test_a_table_of_the_outcome_is_about_the_arrangement_as_a_whole(tmp_path):
    rules = RECOGNISED + a_rule("security", decided_by="receiving_state", applies_to="case", unless=["small"])
    rules += a_rule("small", "case_size = 1", kind="exemption", applies_to="case")
    assert hold(
        tmp_path,
        rules,
        {
            "outcome": """
        case | refugee_status | relationship_to_pa | outcome
        A    | recognised     | PA                 | eligible
        B    | refused        | PA                 | ineligible
        C    | pending        | PA                 | needs_a_fact
        D    | recognised     | PA                 | needs_a_person
        D    | refused        | child              |
    """
        },
    )


@pytest.mark.parametrize(
    ("name", "table", "value", "allowed"),
    [
        ("nor-2026/recognized", "sex | finding\nF | met", "recognized", {"recognised", "child"}),
        ("nor-2062/recognised", "sex | finding\nF | met", "nor-2062", {"nor-2026", "can-2026", "no-entry"}),
        ("no-entry/recognised", "sex | finding\nF | met", "recognised", {"came-late"}),
    ],
)
def test_a_table_of_what_is_not_there_is_told_and_not_run(tmp_path, name, table, value, allowed):
    folder = a_folder(tmp_path, RECOGNISED, {name: table})
    register = opened(folder)
    assert worked(register) == []
    [fault] = faults(register)
    assert (fault.code, fault.where.file, fault.params["value"], set(fault.params["allowed"])) == (
        "worked_table_of_nothing", f"tests/{name}.csv", value, allowed,
    )  # fmt: skip
    assert [one for one in service.examined(folder).faults if one.is_error] == [fault]
    with pytest.raises(RegisterRefused) as refused:
        service.tried(register)
    assert [one.code for one in refused.value.faults] == ["worked_table_of_nothing"]


@pytest.mark.parametrize(
    ("keys", "ruling", "code"),
    [
        ({"test": "sex = 'F'", "waivable_by": "none"}, "waived", "ruling_nothing_to_waive"),
        ({"test": "sex = 'F'", "kind": "priority"}, "waived", "ruling_on_what_excludes_nobody"),
        ({"test": "sex = 'F'", "waivable_by": "NOR"}, "satisfied", "ruling_on_what_is_tested"),
        ({"test": "sex = 'F'", "waivable_by": "NOR"}, "waived", None),
        ({"decided_by": "office", "applies_to": "case"}, "not_satisfied", None),
    ],
)
def test_nobody_rules_in_a_table_on_what_cannot_be_ruled_on(tmp_path, keys, ruling, code):
    table = {"c": f"sex | ruling | finding\nM | {ruling} | {'waived' if ruling == 'waived' else 'not_met'}"}
    register = opened(a_folder(tmp_path, a_rule("c", **keys), table))
    assert [(one.code, one.where.row, one.where.key) for one in faults(register)] == (
        [(code, 2, "ruling")] if code else []
    )


@pytest.mark.parametrize(("name", "column"), [("recognised", "finding"), ("outcome", "outcome")])
def test_a_table_that_expects_nothing_is_told(tmp_path, name, column):
    register = opened(a_folder(tmp_path, RECOGNISED, {name: f"sex | {column}\nF |\nM |"}))
    [fault] = faults(register)
    assert (fault.code, fault.params["column"]) == ("worked_table_expects_nothing", column)
    assert worked(register) == []


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("sex | finding\nF | unknown\nM |", [3]),
        ("person | relationship | finding\np | sibling | unknown\np | parent |", [3]),
        ("case | sex | finding\nA | F | unknown\nB | M |\nB | F |\nC | F |", [3, 5]),
        ("about | sex | finding\nthe women | |\na woman | F | unknown", [2]),
        ("case | group | finding\nA | g | unknown\nB | h |\nC | h |", [3]),
    ],
)
def test_a_row_of_whom_nothing_is_expected_is_told(tmp_path, table, rows):
    register = opened(a_folder(tmp_path, RECOGNISED, {"recognised": table}))
    assert [(one.code, one.where.row, one.where.key) for one in faults(register)] == [
        ("worked_row_expects_nothing", row, "finding") for row in rows
    ]
    assert worked(register) == []


def test_further_members_and_cases_that_travel_along_need_no_expectation(tmp_path):
    table = "case | person | group | relationship | finding\nA | p | g | sibling | unknown\nA | p | | parent |\nA | | | |\nB | | g | |"
    assert hold(tmp_path, RECOGNISED, {"recognised": table})


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("sex | favourite | finding\nF | x | met", {"column_unknown"}),
        ("sex | finding\nQ | met", {"code_unknown"}),
        ("sex | finding\nF | perhaps", {"code_unknown"}),
        ("date_of_birth | finding\n1990-13-01 | met", {"value_wrong"}),
        ("on | finding\n2026 | met", {"day_wrong"}),
    ],
)
def test_a_table_with_an_error_is_told_by_its_row_and_none_is_run(tmp_path, table, codes):
    folder = a_folder(
        tmp_path, RECOGNISED, {"recognised": table, "child": "relationship_to_pa | finding\nPA | met"}
    )
    reading = examine(folder)
    wrong = [one for one in reading.faults if one.where.file == "tests/nor-2026/recognised.csv"]
    assert {one.code for one in wrong} == codes
    assert reading.register is None
    assert [one.code for one in service.examined(folder).faults if one.is_error] == [
        one.code for one in wrong
    ]


# Through the service


def test_a_table_that_does_not_hold_is_an_error_of_check_and_the_register_can_be_read(tmp_path):
    folder = a_folder(
        tmp_path,
        RECOGNISED,
        {"recognised": "refugee_status | relationship_to_pa | finding\nrefused | PA | met"},
    )
    assert [one.code for one in service.examined(folder).faults if one.is_error] == ["worked_table_differs"]
    register = opened(folder)
    assert [one.holds for one in service.tried(register)] == [False]


def test_some_of_the_tables_can_be_tried(tmp_path):
    tables = {"recognised": "refugee_status | relationship_to_pa | finding\nrefused | PA | not_met", "outcome": "refugee_status | relationship_to_pa | outcome\nrefused | PA | ineligible",
              "no-entry/came-late": "arrived_on | finding\nnone | met"}  # fmt: skip
    register = opened(a_folder(tmp_path, RECOGNISED, tables))
    assert [one.table.criterion for one in service.tried(register)] == ["came-late", "outcome", "recognised"]
    assert [one.table.criterion for one in service.tried(register, "nor-2026")] == ["outcome", "recognised"]
    assert [one.table.criterion for one in service.tried(register, "nor-2026", "outcome")] == ["outcome"]
    for of, criterion, code in (
        ("nor-2062", None, "rules_of_nothing"), ("can-2026", None, "no_worked_tables"), ("nor-2026", "security", "no_worked_tables"),
    ):  # fmt: skip
        with pytest.raises(RequestRefused) as refused:
            service.tried(register, of, criterion)
        assert [one.code for one in refused.value.faults] == [code]


def test_a_register_without_worked_tables_has_none_to_try(tmp_path):
    register = a_register(tmp_path)
    assert (worked(register), faults(register)) == ([], [])
    with pytest.raises(RequestRefused):
        service.tried(register)
