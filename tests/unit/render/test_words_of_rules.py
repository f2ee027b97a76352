"""What is said of rules: the words for an answer that turns, for sub-quotas, and for how many hold."""

from dataclasses import replace
from datetime import date

import pytest
from spec.screening.small_situation import a_criterion

from resettle.engine.registry.arrangements import Counts, SubQuota, SubQuotaKind, Unit
from resettle.engine.registry.worked import WorkedRow, WorkedTable
from resettle.engine.screening.ageing import Turn
from resettle.engine.screening.missing import Consequence
from resettle.engine.screening.possible import Learnt
from resettle.engine.screening.reference import Answer
from resettle.engine.screening.screen import Outcome
from resettle.engine.screening.worked import Worked
from resettle.render.words import explanation, rules

ROW = WorkedRow(4, {"about": "a spouse"})
HOLDS = Worked(WorkedTable("nor-2026", "size", "tests/nor-2026/size.csv", (ROW,)), ROW, "met", "met", "met")
FAILS = replace(HOLDS, found="not_met")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("eligibility", "not met (now met)"),
        ("bar", "barred (now not barred)"),
        ("priority", "priority, does not come first (now priority, comes first)"),
    ],
)
def test_an_answer_that_turns_is_told_in_the_words_of_its_kind(kind, said):
    criterion = a_criterion("c", "location = 'NRU'", kind=kind)
    turn = Turn(criterion, date(2017, 3, 2), Answer.MET, Answer.NOT_MET)
    assert rules.turn(turn) == f"From 2 March 2017 on, if nothing else changes: {said}."


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([], "0 expectations, 0 hold."),
        ([HOLDS], "1 expectation, 1 holds."),
        ([FAILS], "1 expectation, 0 hold."),
        ([HOLDS, FAILS], "2 expectations, 1 holds."),
        ([HOLDS, HOLDS], "2 expectations, 2 hold."),
    ],
)
def test_how_many_hold_is_told_in_the_singular_and_the_plural(found, said):
    assert rules.tried(found) == said


def test_one_that_differs_is_told_by_its_file_and_row():
    assert rules.differs(FAILS) == "tests/nor-2026/size.csv, row 4 (a spouse): expected met, found not met."
    bare = replace(FAILS, row=WorkedRow(2016, {}))
    assert rules.differs(bare) == "tests/nor-2026/size.csv, row 2016: expected met, found not met."


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"percent": 40}, "s: exactly 40 percent of the offer 2026"),
        ({"number": 1200}, "s: exactly 1,200 of the offer 2026"),
        ({"number": 0}, "s: exactly 0 of the offer 2026"),
        ({}, "s: exactly an unknown number of the offer 2026"),
    ],
)
def test_a_sub_quota_is_told_with_its_number_its_percent_or_neither(more, said):
    whom = a_criterion("s", "sex = 'F'", kind="quota")
    one = SubQuota("s", "2026", SubQuotaKind.EXACT, Counts.MATCHING, Unit.PERSONS, whom, **more)
    assert rules.sub_quota(one) == said


def test_the_rest_of_a_group_of_needs_is_told_in_words():
    learnt = Learnt("P-1", "specific_needs", codes=("SV-*;SV-VF", "SV-*"))
    told = explanation.follows(Consequence((learnt,), Outcome.ELIGIBLE, False))
    assert "another need of the group SV and SV-VF or another need of the group SV" in told
    assert "*" not in told
