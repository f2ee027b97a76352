"""Where there is nobody, nothing recorded or nothing in force, both evaluators still say the same, and it is so."""

import pytest
from spec.screening.small_situation import SmallSituation, a_criterion, a_situation

from resettle.engine.registry.criteria import Group
from resettle.engine.screening.effect import effects
from resettle.engine.screening.missing import Missing, settling
from resettle.engine.screening.reference import case_file, findings_of, outcome
from resettle.engine.screening.screen import screen

ONE = "person | relationship_to_pa | sex | relatives_listed\nP-1 | PA | M | {}"
PARENT_IN_NZL = "ANY_RELATIVE(relationship = 'parent' AND country = 'NZL')"
AS_A_NUMBER = {"met": 1, "exempt": 1, "waived": 1, "not_met": -1, "unknown": 0, "judgement": 2}


def found(situation):
    """What both find of the first criterion and the first case."""
    fast = int(screen(situation).found["there"].answers["c"][0])
    slow = findings_of(situation, "C-1", "there")[0].answer.value
    assert AS_A_NUMBER[slow] == fast
    return slow


def test_nobody_is_asked_several_things():
    criteria = [a_criterion("c", "sex = 'F'"), a_criterion("d", "location = 'NRU'", "any_member")]
    assert found(SmallSituation({}, [], {"C-1": {}}, {"there": criteria})) == "unknown"


@pytest.mark.parametrize("kind", ["eligibility", "bar", "priority", "quota"])
def test_a_group_of_which_no_part_is_in_force_is_not_met(kind):
    group = a_criterion("c", None, "case", kind, group=Group(1, ("repealed", "not-yet")))
    assert found(a_situation(ONE.format("all"), [group])) == "not_met"


@pytest.mark.parametrize(
    "text, register, finds",
    [
        (PARENT_IN_NZL, {"relatives": {"P-9": [{"relationship": "parent", "country": "NZL"}]}}, "met"),
        ("ANY_PATHWAY(pathway_stage = 'open')", {"pathways": {"P-9": [{"pathway_stage": "open"}]}}, "met"),
        ("submission_day < DATE '2016-01-01'", {"days": {"there": {"P-9": {"submission_day": "2015-01-01"}}}}, "met"),
        ("submission_day < DATE '2016-01-01'", {}, "not_met"),
        ("sex = 'F'", {"rulings": {"there": {"c": {"P-9": "waived"}}}}, "waived"),
        ("sex = 'F'", {}, "unknown"),
    ],
)  # fmt: skip
def test_a_member_with_no_facts_of_their_own_has_relatives_days_and_waivers(text, register, finds):
    criteria = {"there": [a_criterion("c", text)]}
    assert found(SmallSituation({}, [("C-1", "P-9", "PA")], None, criteria, **register)) == finds


def test_nobody_fails_only_because_of_one_criterion_if_a_judgement_has_gone_against_them_too():
    criteria = [a_criterion("c", "sex = 'F'"), a_criterion("j", None, "case", decided_by="office")]
    situation = a_situation(ONE.format("all"), criteria, rulings={"j": {"C-1": "not_satisfied"}})
    assert found(situation) == "not_met" and outcome(case_file(situation, "C-1", "there"))[0] == "ineligible"
    found_of = {one.criterion.id: one for one in effects(situation, screen(situation), "there")}
    assert {name: (list(one.not_met), one.only) for name, one in found_of.items()} == {
        "c": (["C-1"], ()),
        "j": (["C-1"], ()),
    }


def test_a_list_of_relatives_that_names_only_some_may_still_be_completed():
    found = settling(a_situation(ONE.format("some"), [a_criterion("c", PARENT_IN_NZL)]), "C-1", "there")
    assert found.settles and found.missing == (Missing("P-1", "relatives_listed"),)


def test_a_full_list_of_relatives_may_name_one_as_asked_whatever_else_asks_for_the_list():
    criteria = [a_criterion("c", PARENT_IN_NZL), a_criterion("d", "relatives_listed = 'all'")]
    found = settling(a_situation(ONE.format("unknown"), criteria), "C-1", "there")
    assert {one.outcome.value for one in found.consequences} == {"eligible", "ineligible"}
