"""Who is in two linked cases on one day, as records may say, is one person of the linked group, however it is asked."""

from datetime import date

import polars as pl
import pytest
from builders import SMALL, a_register
from spec.screening.small_situation import SmallSituation, a_criterion

from resettle.engine.registry.situation import Situation
from resettle.engine.screening import reference
from resettle.engine.screening.casefile import case_file
from resettle.engine.screening.screen import screen

PEOPLE = {"P-1": {"sex": "M"}, "P-2": {"sex": "M"}, "P-3": {"sex": "F"}}
MEMBERS = [
    ("C-1", "P-1", "PA"),
    ("C-1", "P-2", "child"),
    ("C-2", "P-2", "PA"),
    ("C-2", "P-3", "spouse"),
    ("C-3", "P-3", "PA"),
]
LINKS = [("C-1", "C-2"), ("C-2", "C-3")]


def found(test):
    """The outcome of each case, by both ways of asking."""
    rule = a_criterion("rule", test, "linked_group")
    situation = SmallSituation(PEOPLE, MEMBERS, None, {"there": [rule]}, links=LINKS)
    fast, cases = screen(situation), ("C-1", "C-2", "C-3")
    slow = [reference.outcome(case_file(situation, case, "there"))[0] for case in cases]
    assert [fast.outcome(case, "there") for case in cases] == slow
    return [one.value for one in slow]


@pytest.mark.parametrize(
    "test", ["group_size = 3", "COUNT_MEMBERS(sex = 'M') = 2", "SHARE_OF_MEMBERS(sex = 'M') <= 67"]
)
def test_is_counted_once(test):
    assert found(test) == ["eligible"] * 3


@pytest.mark.parametrize(
    ("test", "expected"),
    [  # in C-1 P-2 is the child and P-3 the spouse of C-2; in C-2 both as there; in C-3 P-2 the child of C-1
        ("COUNT_MEMBERS(relationship_to_pa = 'PA')", [1, 2, 2]),
        ("COUNT_MEMBERS(relationship_to_pa = 'child')", [1, 0, 1]),
        ("COUNT_MEMBERS(relationship_to_pa = 'spouse')", [1, 1, 0]),
    ],
)
def test_is_asked_as_a_member_of_the_case_itself_or_else_of_the_first(test, expected):
    for number in range(4):
        assert found(f"{test} = {number}") == [
            "eligible" if one == number else "ineligible" for one in expected
        ]


def test_the_principal_applicant_is_that_of_the_case_itself():
    assert found("PRINCIPAL_APPLICANT(sex = 'F')") == ["ineligible", "ineligible", "eligible"]
    assert found("group_size = 3 AND PRINCIPAL_APPLICANT(sex = 'M')") == [
        "eligible",
        "eligible",
        "ineligible",
    ]


def test_the_size_of_a_group_counts_who_was_moved_before_it_was_known_that_they_left_once(tmp_path):
    moved = (
        SMALL["members.csv"]
        + "C-3,P-7,,ended,2026-02-01,2026-03-01,office\nC-2,P-7,sibling,,2026-02-01,2026-02-01,office\n"
    )
    register = a_register(tmp_path, {"members.csv": moved})
    before, after = (Situation(register, day, day) for day in (date(2026, 2, 15), date(2026, 3, 2)))
    assert len(before.members.filter(person="P-7")) == 2
    for situation in (before, after):
        linked = set(situation.cases_linked("C-2"))
        people = set(situation.members.filter(situation.members["case"].is_in(linked))["person"])
        row = situation.cases.row(by_predicate=pl.col("case") == "C-2", named=True)
        assert row["group_size__lo"] == situation.facts_of_case("C-2")["group_size"].value == len(people)
