"""A plan where an arrangement has sub-quotas, groups with judged parts, rulings and rules that have ended."""

import pytest
from builders import SMALL, a_situation, offers, planned, why

MORE_RULES = """
[[criterion]]
id = "reasons"
kind = "eligibility"
sentence = "The case is urgent, or Norway finds it in need."
any_of = ["urgent", "in-need"]
source = "treaty"
effective = 2026-01-05
known = 2026-01-05

[[criterion]]
id = "urgent"
kind = "part"
sentence = "The case is urgent."
test = "priority = 'emergency'"
applies_to = "case"
source = "treaty"
effective = 2026-01-05
known = 2026-01-05

[[criterion]]
id = "in-need"
kind = "part"
sentence = "Norway finds the case in need."
decided_by = "receiving_state"
applies_to = "case"
source = "treaty"
effective = 2026-01-05
known = 2026-01-05

[[criterion]]
id = "ended"
kind = "eligibility"
sentence = "Nobody met this."
test = "sex = 'X'"
applies_to = "each_member"
source = "treaty"
effective = 2026-01-05
known = 2026-01-05
[[criterion.amended]]
effective = 2026-02-01
known = 2026-02-01
source = "treaty"
repealed = true

[[sub_quota]]
id = "women-at-risk"
of = "2026"
kind = "floor"
number = 3
sentence = "Three places go to women at risk."
test = "HAS(specific_needs, 'WR')"
applies_to = "each_member"
source = "treaty"
effective = 2026-01-05
known = 2026-01-05
"""
RULINGS = "subject,arrangement,criterion,ruling,by,effective,known,source\n"


def a_plan(folder, rulings=""):
    arrangement = SMALL["arrangements/nor-2026.toml"] + MORE_RULES
    changes = {"arrangements/nor-2026.toml": arrangement, "rulings.csv": RULINGS + rulings, "links.csv": None}
    return planned(a_situation(folder, changes))


def test_sub_quotas_and_ended_rules_keep_nobody_out_and_a_judged_group_makes_it_conditional(tmp_path):
    plan = a_plan(tmp_path)
    assert offers(plan)["C-2"] == "nor-2026/2026"
    conditions = {one.case: set(one.conditional_on) for one in plan.placings}
    assert conditions["C-2"] == {"security", "reasons"}
    assert conditions["C-3"] == {"security"}  # an emergency: nothing is left to judge of its reasons


@pytest.mark.parametrize("criterion", ["security", "reasons"])
def test_a_case_that_a_ruling_alone_keeps_out_is_told_of_it(tmp_path, criterion):
    ruled = "in-need" if criterion == "reasons" else criterion
    plan = a_plan(tmp_path, f"C-2,nor-2026,{ruled},not_satisfied,NOR,2026-02-02,2026-02-02,office\n")
    assert "C-2" not in offers(plan)
    assert why(plan, "C-2", "nor-2026") == ["ineligible"]
    [left] = [one for one in plan.left if one.case == "C-2"]
    assert left.why["nor-2026"][0].params["criteria"] == [criterion]


def test_a_point_already_judged_is_no_condition_any_more(tmp_path):
    plan = a_plan(tmp_path, "C-2,nor-2026,security,satisfied,NOR,2026-02-02,2026-02-02,office\n")
    [placing] = [one for one in plan.placings if one.case == "C-2"]
    assert placing.conditional_on == ("reasons",)
