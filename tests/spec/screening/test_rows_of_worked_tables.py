"""The rows of a worked table: who is in them, and on which day they are tried."""

from datetime import date

import pytest
from builders import BAR
from spec.screening.rules_and_tables import RECOGNISED, a_folder, a_rule, amended, hold, opened, tried

from resettle.engine.screening.worked import faults, worked
from resettle.render import words

# Who is in a row


def test_several_people_in_a_case_are_asked_together(tmp_path):
    assert hold(
        tmp_path,
        RECOGNISED,
        {
            "recognised": """
        case | person | relationship_to_pa | refugee_status | finding
        A    | 1      | PA                 | recognised     | met
        A    | 2      | spouse             | recognised     |
        B    |        | PA                 | recognised     | not_met
        B    |        | spouse             | refused        |
        C    |        | PA                 | recognised     | exempt
        C    |        | child              | refused        |
        D    |        | PA                 | recognised     |
        D    |        | spouse             | pending        | unknown
    """
        },
    )


def test_a_row_that_names_nobody_is_about_nobody_that_another_row_names(tmp_path):
    table = "case | person | refugee_status | finding\nA | 1 | recognised | not_met\nA | | refused |\nA | 3 | recognised |"
    assert hold(tmp_path, a_rule("all", "refugee_status = 'recognised'"), {"all": table})
    size = a_rule("size", "case_size = 3", applies_to="case")
    assert hold(tmp_path / "size", size, {"size": "case | person | finding\nA | 1 | met\nA | |\nA | 3 |"})


def test_facts_of_the_case_may_stand_on_any_of_its_rows_and_its_size_is_counted(tmp_path):
    rules = a_rule("size", "case_size = 3 AND priority = 'urgent'", applies_to="case")
    assert hold(
        tmp_path,
        rules,
        {
            "size": """
        case | sex | priority | finding
        A    | F   |          | met
        A    | M   | urgent   |
        A    | F   |          |
        B    | F   | urgent   | not_met
        B    | M   |          |
        C    | F   |          | unknown
        C    | M   |          |
        C    | F   |          |
    """
        },
    )


def test_further_rows_of_a_person_add_relatives_and_pathways(tmp_path):
    test = (
        "ANY_RELATIVE(relationship = 'sibling' AND country = 'NOR') OR ANY_PATHWAY(pathway_country = 'CAN')"
    )
    assert hold(
        tmp_path,
        a_rule("kin", test),
        {
            "kin": """
        case | person | relatives_listed | pathways_listed | relationship | country | pathway_country | finding
        A    | 1      | all              | all             | sibling      | SWE     |                 | met
        A    | 1      |                  |                 | sibling      | NOR     |                 |
        B    | 1      | all              | all             | sibling      | SWE     |                 | not_met
        B    | 1      |                  |                 | parent       | NOR     |                 |
        C    | 1      | all              | all             | sibling      |         |                 | unknown
        D    | 1      | some             | all             | parent       | NOR     |                 | unknown
        E    | 1      | none             | none            |              |         |                 | not_met
        F    | 1      | none             | some            |              |         | USA             | unknown
        F    | 1      |                  |                 |              |         | CAN             |
    """.replace("USA             | unknown", "USA             | met")
        },
    )


def test_cases_with_the_same_word_travel_together(tmp_path):
    rules = a_rule("tied", "group_size = 3 AND EACH_MEMBER(location = 'KEN')", applies_to="linked_group")
    assert hold(
        tmp_path,
        rules,
        {
            "tied": """
        case | group | location | finding
        A    | one   | KEN      | met
        B    | one   | KEN      | met
        B    | one   | KEN      |
        C    | two   | KEN      | not_met
        D    | two   | KEN      | not_met
        D    | two   | UGA      |
        E    |       | KEN      | not_met
    """
        },
    )


def test_a_ruling_in_a_row_is_on_this_criterion(tmp_path):
    rules = a_rule("judged", decided_by="office", applies_to="case") + a_rule(
        "bar", "HAS(grounds_found, 'crime')", kind="bar", waivable_by="NOR"
    )
    assert hold(tmp_path, rules, {
        "judged": """
            ruling        | finding
                          | judgement
            satisfied     | met
            not_satisfied | not_met
        """,
        "bar": """
            case | grounds_found | ruling     | finding
            A    | crime         | waived     | waived
            B    | crime         | not_waived | not_met
            C    | crime         | waived     | not_met
            C    | crime         |            |
            D    | none          | waived     | met
        """,
    })  # fmt: skip


EITHER = (
    a_rule("either", any_of=["tie", "risk"])
    + a_rule("tie", "HAS(specific_needs, 'WR')", kind="part", waivable_by="NOR")
    + a_rule("risk", decided_by="office", kind="part", applies_to="case")
    + a_rule("settles", decided_by="receiving_state", applies_to="case")
)


def test_a_ruling_on_a_part_stands_in_a_column_called_after_it(tmp_path):
    assert hold(tmp_path, EITHER, {
        "either": """
            case | person | specific_needs | ruling:risk   | ruling:tie | finding
            A    | p      | none           |               |            | judgement
            B    | p      | none           | satisfied     |            | met
            C    | p      | none           | not_satisfied |            | not_met
            D    | p      | none           | not_satisfied | waived     | met
            E    | p      | none           |               | waived     | not_met
            E    | q      | none           | not_satisfied |            |
            F    | p      |                | satisfied     |            | met
            G    | p      |                | not_satisfied |            | unknown
        """,
        "risk": "ruling | ruling:risk | finding\nsatisfied | | met\n | not_satisfied | not_met\n | | judgement",
    })  # fmt: skip


def test_rulings_in_a_table_of_the_outcome_are_on_any_of_its_criteria_and_of_bars(tmp_path):
    table = """
        specific_needs | arrived_on | ruling:risk | ruling:settles | ruling:no-entry/came-late | outcome
        WR             | none       |             |                |                           | needs_a_person
        WR             | none       |             | satisfied      |                           | eligible
        none           | none       | satisfied   | satisfied      |                           | eligible
        none           | none       | satisfied   | not_satisfied  |                           | ineligible
        WR             | 2026-01-01 |             | satisfied      |                           | ineligible
        WR             | 2026-01-01 |             | satisfied      | waived                    | eligible
    """
    law = BAR.replace('"CAN"', '"NOR"').replace('"proposed"', '"in_force"')
    law = law.replace('id = "came-late"', 'id = "came-late"\nwaivable_by = "NOR"')
    assert hold(tmp_path, EITHER, {"outcome": table}, **{"bars/no-entry.toml": law})


@pytest.mark.parametrize(
    ("name", "column", "near"),
    [
        ("either", "ruling:rsik", "risk"),
        ("either", "ruling:settles", ""),
        ("either", "ruling:", ""),
        ("outcome", "ruling", ""),
        ("outcome", "ruling:secuirty", ""),
    ],
)
def test_rulings_on_what_is_not_tried_are_told(tmp_path, name, column, near):
    answer = "outcome" if name == "outcome" else "finding"
    table = f"{column} | {answer}\nwaived | {'eligible' if name == 'outcome' else 'met'}"
    [fault] = faults(opened(a_folder(tmp_path, EITHER, {name: table})))
    assert (fault.code, fault.where.row, fault.where.key) == ("worked_ruling_on_nothing", 1, column)
    assert fault.params["near"] == near


def test_rulings_on_parts_are_only_those_that_can_be(tmp_path):
    table = "ruling:tie | ruling:risk | finding\nsatisfied | | met\n | waived | met"
    found = faults(opened(a_folder(tmp_path, EITHER, {"either": table})))
    assert [(one.code, one.where.row, one.where.key) for one in found] == [
        ("ruling_on_what_is_tested", 2, "ruling:tie"),
    ]


def test_two_columns_of_rulings_on_one_criterion_may_not_contradict_one_another(tmp_path):
    rules = a_rule("recognised", "refugee_status = 'recognised'", waivable_by="NOR")
    table = "ruling | ruling:recognised | refugee_status | finding\nwaived | not_waived | refused | met"
    assert contradicted(tmp_path, table, rules) == [(2, "ruling:recognised", "not_waived", "waived", 2)]


@pytest.mark.parametrize("event", ["submission_day", "decision_day", "arrival_day"])
def test_days_of_events_are_those_of_the_person(tmp_path, event):
    other = "arrival_day" if event == "submission_day" else "submission_day"
    table = f"""
        date_of_birth | {event}    | {other}    | finding
        2008-03-01    |            |            | not_met
        2008-03-01    | 2026-02-28 |            | met
        2008-03-01    | 2026-03-01 |            | not_met
        2008-03-01    |            | 2026-02-01 | not_met
        2008-03-03    |            |            | met
    """
    assert hold(tmp_path, a_rule("minor", f"AGE(date_of_birth, {event}) < 18"), {"minor": table})


# What another row has said


def contradicted(tmp_path, table, rules=None):
    """(row, column, value, value of the earlier row, that row) of each contradiction; the table is then not run."""
    register = opened(a_folder(tmp_path, rules or RECOGNISED, {"recognised": table}))
    found = faults(register)
    assert {one.code for one in found} == {"worked_rows_contradict"}
    assert worked(register) == []
    return [
        (one.where.row, one.where.key, one.params["value"], one.params["other"], one.params["row"])
        for one in found
    ]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            "case | person | date_of_birth | refugee_status | finding\nA | p | 1990 | recognised | met\nA | p | 1991 | refused |\nA | q | 1992 | recognised |",
            [(3, "date_of_birth", "1991", "1990", 2), (3, "refugee_status", "refused", "recognised", 2)],
        ),
        ("case | person | sex | finding\nA | p | F | met\nA | p | unknown |", [(3, "sex", "unknown", "F", 2)]),
        ("case | person | arrival_day | finding\nA | p | 2026-01-06 | met\nA | p | 2026-01-07 |",
         [(3, "arrival_day", "2026-01-07", "2026-01-06", 2)]),
        ("case | priority | finding\nA | | met\nA | urgent |\nA | normal |", [(4, "priority", "normal", "urgent", 3)]),
        ("case | on | finding\nA | 2026-02-01 | met\nA | 2020-01-01 |", [(3, "on", "2020-01-01", "2026-02-01", 2)]),
        ("case | group | on | finding\nA | g | 2026-02-01 | met\nB | g | 2020-01-01 | met",
         [(3, "on", "2020-01-01", "2026-02-01", 2)]),
        ("case | group | finding\nA | g | met\nA | h |", [(3, "group", "h", "g", 2)]),
        ("case | finding\nA | met\nA | not_met", [(3, "finding", "not_met", "met", 2)]),
    ],
)  # fmt: skip
def test_two_rows_that_say_different_things_of_one_are_told_with_both(tmp_path, table, expected):
    assert contradicted(tmp_path, table) == expected


def test_two_rulings_are_told_where_only_one_can_act(tmp_path):
    of_persons = a_rule("recognised", "refugee_status = 'recognised'", waivable_by="NOR")
    of_cases = a_rule("recognised", decided_by="office", applies_to="case")
    of_one = "case | person | ruling | finding\nA | p | waived | waived\nA | p | not_waived |"
    assert contradicted(tmp_path / "person", of_one, of_persons) == [(3, "ruling", "not_waived", "waived", 2)]
    of_two = "case | person | ruling | finding\nA | p | satisfied | met\nA | q | not_satisfied |"
    assert contradicted(tmp_path / "case", of_two, of_cases) == [
        (3, "ruling", "not_satisfied", "satisfied", 2)
    ]
    of_each = "case | person | refugee_status | ruling | finding\nA | p | refused | waived | not_met\nA | q | refused | not_waived |"
    assert hold(tmp_path / "each", of_persons, {"recognised": of_each})


def test_a_contradiction_names_file_row_column_case_person_and_both_values(tmp_path):
    table = "case | person | sex | finding\nA | p | F | met\nA | p | M |"
    [fault] = faults(opened(a_folder(tmp_path, RECOGNISED, {"recognised": table})))
    assert words.fault(fault).startswith(
        "tests/nor-2026/recognised.csv, row 3, sex: for case “A”, person “p”, “M” is said here, and “F” in row 2. "
        "Mend one of the two"
    )


def test_a_blank_in_a_further_row_is_as_another_row_says(tmp_path):
    kin = a_rule("kin", "sex = 'F' AND ANY_RELATIVE(relationship = 'sibling' AND country = 'NOR')")
    assert hold(
        tmp_path,
        kin,
        {
            "kin": """
        case | person | on         | sex | relationship | country | finding
        A    | p      |            |     | parent       | NOR     | met
        A    | p      | 2026-01-05 | F   |              |         |
        A    | p      | 2026-01-05 | F   | sibling      | NOR     |
        B    | p      | 2026-01-04 | M   | sibling      | NOR     | not_in_force
    """
        },
    )


# On which day


def test_cases_that_travel_together_are_tried_on_the_day_that_one_of_them_says(tmp_path):
    rules = a_rule("two", "group_size = 2", applies_to="linked_group")
    assert hold(
        tmp_path,
        rules,
        {
            "two": """
        case | group | on         | finding
        A    | g     |            | met
        B    | g     | 2026-02-01 | met
        C    | h     | 2026-01-04 | not_in_force
        D    | h     |            | not_in_force
    """
        },
    )


CHANGING = (
    a_rule("counted", "case_size <= 4", applies_to="case")
    + amended(effective=date(2026, 2, 1), test="case_size <= 2")
    + amended(effective=date(2026, 6, 1), repealed=True)
    + a_rule("until", "sex = 'F'", until=date(2026, 3, 1))
)


def test_a_row_is_tried_on_its_day_by_the_version_then_in_force(tmp_path):
    three = "\n".join(f"{case} | {on} | {expected}\n{case} | |\n{case} | |" for case, on, expected in [
        ("A", "2026-01-04", "not_in_force"), ("B", "2026-01-05", "met"), ("C", "2026-01-31", "met"), ("D", "2026-02-01", "not_met"),
        ("E", "", "not_met"), ("F", "2026-05-31", "not_met"), ("G", "2026-06-01", "not_in_force"),
    ])  # fmt: skip
    assert hold(tmp_path, CHANGING, {
        "counted": f"case | on | finding\n{three}",
        "until": "on | sex | finding\n2026-02-28 | M | not_met\n2026-03-01 | M | not_in_force\n | M | not_in_force",
    })  # fmt: skip


def test_what_is_not_in_force_is_not_what_is_met(tmp_path):
    found = tried(
        tmp_path,
        CHANGING,
        {"until": "on | sex | finding\n2026-03-01 | F | met\n2026-02-28 | F | not_in_force"},
    )
    assert sorted(found) == ["2 met → not_in_force", "3 not_in_force → met"]


def test_the_edition_of_a_named_list_is_that_of_the_day(tmp_path):
    named = 'id = "east"\nname = "East"\nof = "country"\nsource = "treaty"\n' + "".join(
        f'[[edition]]\neffective = {day}\nknown = {day}\ncodes = {codes}\nsource = "treaty"\n'
        for day, codes in (("2026-01-05", '["KEN"]'), ("2026-02-01", '["KEN", "UGA"]'))
    )
    table = "on | location | finding\n2026-01-31 | UGA | not_met\n2026-02-01 | UGA | met\n | SDN | not_met"
    rules = a_rule("east", "IN_LIST(location, 'east')")
    assert hold(tmp_path, rules, {"east": table}, **{"lists/east.toml": named})


def test_a_group_may_be_called_as_another_case_is(tmp_path):
    assert hold(
        tmp_path,
        a_rule("women", "EACH_MEMBER(sex = 'F')", applies_to="linked_group"),
        {
            "women": """
        case | group | sex | finding
        A    | C     | F   | met
        B    | C     | F   | met
        C    |       | M   | not_met
    """
        },
    )


def test_ids_with_a_colon_do_not_make_one_person_of_two(tmp_path):
    table = """
        case | person | refugee_status | finding
        A    | B:C    | recognised     | met
        A:B  | C      | refused        | not_met
    """
    assert hold(tmp_path, a_rule("c", "refugee_status = 'recognised'"), {"c": table})
