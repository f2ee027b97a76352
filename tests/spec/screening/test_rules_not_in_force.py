"""An arrangement whose rules applied before, or are to apply later: nobody qualifies by no rule at all."""

from datetime import date

import pytest
from builders import NORWAY, a_register
from spec.screening.rules_and_tables import ARRANGEMENT, BEGAN, a_rule, hold

from resettle import service
from resettle.engine.placement.check import check
from resettle.engine.placement.obstacles import Obstacles
from resettle.engine.registry.situation import Situation
from resettle.engine.screening.reference import case_file, outcome
from resettle.engine.screening.screen import screen
from resettle.render import words
from resettle.service import Asked

LAST = date(2026, 2, 15)
ENDS = ARRANGEMENT + a_rule("recognised", "refugee_status = 'recognised'", until=date(2026, 2, 16))
AFTER = date(2026, 3, 2)


def a_situation(tmp_path, rules, on, known=AFTER):
    return Situation(a_register(tmp_path, {NORWAY_FILE: rules}), on, known)


NORWAY_FILE = "arrangements/nor-2026.toml"


def outcomes_of(situation):
    """What both evaluators say of every case."""
    fast = screen(situation).outcomes.filter(arrangement="nor-2026")
    for case, said, conditional in fast.select("case", "outcome", "conditional").iter_rows():
        assert outcome(case_file(situation, case, "nor-2026")) == (said, conditional)
    return set(fast["outcome"])


@pytest.mark.parametrize(
    ("on", "in_force"),
    [(date(2026, 1, 4), False), (BEGAN, True), (LAST, True), (date(2026, 2, 16), False), (AFTER, False)],
)
def test_before_its_first_day_and_after_its_last_criterion_nobody_is_said_to_qualify(tmp_path, on, in_force):
    found = outcomes_of(a_situation(tmp_path, ENDS, on))
    assert ("rules_not_in_force" not in found) if in_force else (found == {"rules_not_in_force"})


def test_a_bar_in_force_does_not_stand_for_the_arrangements_own_rules(tmp_path):
    bar = 'id = "nor-bar"\nname = "A bar"\ncountry = "NOR"\nsource = "treaty"\n\n[[status]]\neffective = 2026-01-05\n'
    bar += 'known = 2026-01-05\nstatus = "in_force"\nsource = "treaty"\n\n'
    bar += a_rule("men", "sex = 'M'", kind="bar")
    register = a_register(tmp_path, {NORWAY_FILE: ENDS, "bars/nor-bar.toml": bar})
    assert outcomes_of(Situation(register, LAST, AFTER)) != {"rules_not_in_force"}
    assert outcomes_of(Situation(register, AFTER)) == {"rules_not_in_force"}


def test_what_orders_only_does_not_make_an_arrangement_be_in_force(tmp_path):
    rules = ENDS + a_rule("women", "sex = 'F'", kind="priority")
    assert outcomes_of(a_situation(tmp_path, rules, AFTER)) == {"rules_not_in_force"}


def test_where_no_criterion_was_ever_known_none_is_missing(tmp_path):
    assert outcomes_of(a_situation(tmp_path, ARRANGEMENT, AFTER)) == {"eligible"}
    later = ARRANGEMENT + a_rule("recognised", "refugee_status = 'recognised'", known=date(2026, 4, 1))
    assert outcomes_of(a_situation(tmp_path / "later", later, AFTER)) == {"eligible"}


def test_a_plan_proposes_nobody_and_says_why_and_its_check_refuses_one_that_does(tmp_path):
    register = a_register(tmp_path, {NORWAY_FILE: ENDS})
    then, now = (service.planned(register, Asked(on=on, known=AFTER)).base for on in (LAST, AFTER))
    assert then.plan.placings
    assert not [one for one in now.plan.placings if one.arrangement == "nor-2026"]
    obstacles = Obstacles(now.situation, now.screening).of("C-1", "nor-2026")
    assert [one.code for one in obstacles] == ["rules_not_in_force"]
    assert words.obstacle(obstacles[0], now.situation, "nor-2026", "C-1") == (
        "None of the criteria of Norway's programme of 2026 is in force on 2 March 2026, "
        "so nobody can be said to qualify."
    )
    carried = then.plan
    assert "plan_rules_not_in_force" in {one.code for one in check(now.situation, carried)}


def test_the_difference_of_two_days_says_so_of_people_too(tmp_path):
    register = a_register(tmp_path, {NORWAY_FILE: ENDS})
    found = service.compared(register, Asked(known=AFTER), "nor-2026", LAST, AFTER)
    assert {one.after for one in found.moved} == {"rules_not_in_force"}


def test_a_worked_table_may_expect_it(tmp_path):
    table = """
    on         | refugee_status | outcome
    2026-02-15 | recognised     | eligible
    2026-02-16 | recognised     | rules_not_in_force
    2026-01-04 | recognised     | rules_not_in_force
    """
    rules = a_rule("recognised", "refugee_status = 'recognised'", until=date(2026, 2, 16))
    assert hold(tmp_path, rules, {"outcome": table})


def what_if_ends(criterion, effective):
    ends = f'arrangement = "nor-2026"\ncriterion = "{criterion}"\neffective = {effective}\n'
    return {"what-ifs/none.toml": f'name = "No rule"\n[[criterion_ends]]\n{ends}'}


def under_a_what_if(tmp_path, rules, what_if, on):
    register = a_register(tmp_path, {NORWAY_FILE: rules, **what_if}).supposing(["none"])
    return outcomes_of(Situation(register, on, AFTER))


@pytest.mark.parametrize(
    ("on", "asks"), [(date(2026, 2, 9), True), (date(2026, 2, 10), False), (LAST, False)]
)
def test_a_what_if_without_its_only_criterion_asks_nothing_from_then_on(tmp_path, on, asks):
    found = under_a_what_if(tmp_path, ENDS, what_if_ends("recognised", date(2026, 2, 10)), on)
    assert ("eligible" in found and len(found) > 1) if asks else (found == {"eligible"})


def test_a_what_if_makes_nobody_eligible_by_ending_what_had_ended(tmp_path):
    ended_before = what_if_ends("recognised", date(2026, 2, 20))
    assert under_a_what_if(tmp_path, ENDS, ended_before, AFTER) == {"rules_not_in_force"}


def test_a_what_if_makes_nobody_eligible_by_ending_what_was_to_begin(tmp_path):
    later = ENDS + a_rule("later", "sex = 'F'", effective=date(2026, 6, 1))
    never_begins = what_if_ends("later", date(2026, 3, 1))
    assert under_a_what_if(tmp_path, later, never_begins, AFTER) == {"rules_not_in_force"}


def a_supposed_rule(effective):
    rule = a_rule("new", "sex = 'F'", effective=effective, source=None, known=None)
    placed = rule.replace("[[criterion]]", '[[criterion]]\narrangement = "nor-2026"')
    return {"what-ifs/none.toml": f'name = "A rule"\n{placed}'}


@pytest.mark.parametrize(("rules", "found"), [(ARRANGEMENT, "eligible"), (ENDS, "rules_not_in_force")])
def test_a_what_if_that_adds_a_rule_of_a_later_day_changes_nothing_before_it(tmp_path, rules, found):
    assert under_a_what_if(tmp_path, rules, a_supposed_rule(date(2026, 6, 1)), AFTER) == {found}


def test_a_what_if_that_adds_a_rule_where_none_is_in_force_is_asked(tmp_path):
    found = under_a_what_if(tmp_path, ENDS, a_supposed_rule(date(2026, 3, 1)), AFTER)
    assert found == {"ineligible"}  # in each case somebody is not a woman


def test_the_small_register_is_as_it_was(tmp_path):
    assert "rules_not_in_force" not in outcomes_of(a_situation(tmp_path, NORWAY, AFTER))
