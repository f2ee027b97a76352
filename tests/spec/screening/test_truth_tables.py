"""Yes, no and unknown: nine rows each, by the fast screen and by the reference."""

import pytest
from spec.screening.small_situation import a_criterion, a_situation

from resettle.engine.screening.reference import case_file, findings_of
from resettle.engine.screening.screen import screen

TABLE = """
a       | b       | a AND b | a OR b  | NOT a
yes     | yes     | yes     | yes     | no
yes     | no      | no      | yes     | no
yes     | unknown | unknown | yes     | no
no      | yes     | no      | yes     | yes
no      | no      | no      | no      | yes
no      | unknown | no      | unknown | yes
unknown | yes     | unknown | yes     | unknown
unknown | no      | no      | unknown | unknown
unknown | unknown | unknown | unknown | unknown
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()[1:]]
SEX = {"yes": "F", "no": "M", "unknown": "unknown"}
STATUS = {"yes": "recognised", "no": "refused", "unknown": "pending"}
VALUES = {"yes": True, "no": False, "unknown": None}
A, B = "sex = 'F'", "refugee_status = 'recognised'"


@pytest.mark.parametrize("a, b, conjunction, disjunction, negation", ROWS)
def test_and_or_and_not_are_kleenes(a, b, conjunction, disjunction, negation):
    table = f"person | sex | refugee_status\nP-1 | {SEX[a]} | {STATUS[b]}"
    for text, expected in [
        (f"{A} AND {B}", conjunction),
        (f"{A} OR {B}", disjunction),
        (f"NOT {A}", negation),
    ]:
        assert found(table, text) == expected


@pytest.mark.parametrize("a, b, conjunction, disjunction, _", ROWS)
def test_each_member_is_and_any_member_is_or(a, b, conjunction, disjunction, _):
    table = f"person | sex\nP-1 | {SEX[a]}\nP-2 | {SEX[b]}"
    assert found(table, A, "each_member") == conjunction
    assert found(table, A, "any_member") == disjunction


@pytest.mark.parametrize("a, b, _, disjunction, __", ROWS)
def test_unless_is_or(a, b, _, disjunction, __):
    table = f"person | sex | refugee_status\nP-1 | {SEX[a]} | {STATUS[b]}"
    exemption = a_criterion("x", B, kind="exemption")
    assert found(table, A, unless=("x",), exemptions=[exemption]) == disjunction


def found(table, text, applies_to="each_member", exemptions=(), **more):
    """What both evaluators find; they must agree."""
    situation = a_situation(table, [a_criterion("c", text, applies_to, **more), *exemptions])
    [fast] = screen(situation).findings["there"]["c"]
    slow = findings_of(situation, "C-1", "there")[0].answer.value
    assert {"met": True, "exempt": True, "not_met": False, "unknown": None}[slow] is fast
    assert case_file(situation, "C-1", "there").members
    return next(word for word, value in VALUES.items() if value is fast)
