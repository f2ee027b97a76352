"""The rows of a worked table: who is in them, and on which day they are tried."""

from datetime import date

import pytest
from spec.screening.rules_and_tables import RECOGNISED, a_rule, amended, hold, tried

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


# On which day


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
