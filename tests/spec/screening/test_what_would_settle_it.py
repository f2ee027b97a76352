"""Which missing facts would settle a case, and what would follow from each answer."""

from itertools import chain, combinations, product

import pytest
from spec.screening.small_situation import SmallSituation, a_criterion, a_situation

from resettle.engine.registry.facts import Codes
from resettle.engine.registry.people import KnownFact
from resettle.engine.screening.missing import Missing, settling
from resettle.engine.screening.reference import case_file, outcome

SECURITY = a_criterion("security", None, "case", decided_by="receiving_state")
NEW_ZEALAND = [
    a_criterion("recognised", "refugee_status = 'recognised'", unless=("derived",)),
    a_criterion(
        "derived", "relationship_to_pa = 'child' AND AGE(date_of_birth, screening_day) < 18", kind="exemption"
    ),
    SECURITY,
]
A_BABY = """
person | relationship_to_pa | refugee_status | date_of_birth
P-1    | PA                 | pending        | 1985-03-02
P-2    | spouse             | recognised     | 1988
P-3    | child              |                | 2016-02-20
"""


def test_a_baby_whose_parents_status_is_pending_waits_for_the_parents_determination():
    found = settling(a_situation(A_BABY, NEW_ZEALAND), "C-1", "there")
    assert found.missing == (Missing("P-1", "refugee_status"),)
    assert found.missing[0].mend == "a refugee status determination"
    assert consequences(found) == [
        ("P-1.refugee_status recognised", "needs_a_person", True),
        ("P-1.refugee_status refused", "ineligible", False),
    ]
    assert found.settles and not found.bounded


def test_what_is_settled_has_nothing_missing():
    assert settling(a_situation(A_BABY.replace("pending", "refused"), NEW_ZEALAND), "C-1", "there") is None
    assert settling(a_situation(A_BABY.replace("pending", "recognised"), NEW_ZEALAND), "C-1", "there") is None


def test_a_status_that_was_never_recorded_may_also_turn_out_to_be_none():
    found = settling(a_situation(A_BABY.replace("pending", "       "), NEW_ZEALAND), "C-1", "there")
    assert consequences(found) == [
        ("P-1.refugee_status recognised", "needs_a_person", True),
        ("P-1.refugee_status refused or none", "ineligible", False),
    ]


IN_AUS = "location = 'AUS'"
BAR = [
    a_criterion(
        "ban", "transferred_on >= DATE '2013-07-19' AND AGE(date_of_birth, transferred_on) >= 18", kind="bar"
    )
]


def test_a_year_of_birth_is_settled_by_the_days_that_matter():
    table = "person | date_of_birth | transferred_on\nP-1 | 1996 | 2014-06-01"
    found = settling(a_situation(table, BAR), "C-1", "there")
    assert found.missing == (Missing("P-1", "date_of_birth"),)
    assert consequences(found) == [
        ("P-1.date_of_birth 1996-01-01..1996-06-01", "ineligible", False),
        ("P-1.date_of_birth 1996-06-02..1996-12-31", "eligible", False),
    ]


def test_a_day_of_transfer_is_settled_by_the_days_that_matter_and_by_there_having_been_none():
    table = "person | date_of_birth | transferred_on\nP-1 | 1996-02-29 | unknown"
    found = settling(a_situation(table, BAR), "C-1", "there")
    assert found.missing == (Missing("P-1", "transferred_on"),)
    assert consequences(found) == [
        ("P-1.transferred_on ..2014-02-28 or none", "eligible", False),
        ("P-1.transferred_on 2014-03-01..", "ineligible", False),
    ]


def test_two_facts_that_are_compared_with_each_other_are_named_without_a_table_of_consequences():
    table = "person | date_of_birth | transferred_on\nP-1 | unknown | unknown"
    found = settling(a_situation(table, BAR), "C-1", "there")
    assert found.missing == (Missing("P-1", "date_of_birth"), Missing("P-1", "transferred_on"))
    assert found.settles and found.consequences == ()


def test_a_list_that_is_not_complete():
    criteria = [a_criterion("from", "HAS(nationality, 'AFG', 'IRN')")]
    found = settling(a_situation("person | nationality\nP-1 | PAK;unknown", criteria), "C-1", "there")
    assert consequences(found) == [
        ("P-1.nationality AFG/IRN", "eligible", False),
        ("P-1.nationality (any other)", "ineligible", False),
    ]


def test_facts_of_the_case_are_among_the_missing():
    criteria = [a_criterion("urgent", "priority IN ('urgent', 'emergency')", "case")]
    found = settling(a_situation("person | relationship_to_pa\nP-1 | PA", criteria), "C-1", "there")
    assert found.missing == (Missing("C-1", "priority"),)
    assert consequences(found)[0] == ("C-1.priority urgent/emergency", "eligible", False)


def test_the_smallest_set_leaves_out_what_another_fact_makes_needless():
    criteria = [
        a_criterion("one-in-aus", IN_AUS, "any_member"),
        a_criterion(
            "one-recognised", f"{IN_AUS} AND refugee_status = 'recognised' OR {IN_AUS}", "any_member"
        ),
    ]
    table = "person | location | refugee_status\nP-1 | unknown | pending\nP-2 | NRU | recognised"
    found = settling(a_situation(table, criteria), "C-1", "there")
    assert found.missing == (Missing("P-1", "location"),)


def test_a_large_family_each_waiting_is_answered_in_full():
    rows = "\n".join(f"P-{place} | {'PA' if place == 1 else 'sibling'} | pending" for place in range(1, 10))
    found = settling(
        a_situation(f"person | relationship_to_pa | refugee_status\n{rows}", NEW_ZEALAND), "C-1", "there"
    )
    assert len(found.missing) == 9 and found.settles and not found.bounded
    assert [one.outcome for one in found.consequences].count("ineligible") == 9


def test_a_search_that_is_cut_short_says_so():
    rows = "\n".join(f"P-{place} | sibling" for place in range(1, 16))
    any_of = "refugee_status = 'recognised' AND location = 'NRU' AND sex = 'F' AND NOT HAS(specific_needs, 'SV', 'WR')"
    criteria = [a_criterion("c", any_of, "any_member")]
    found = settling(a_situation(f"person | relationship_to_pa\n{rows}", criteria), "C-1", "there")
    assert found.bounded and found.missing


def test_where_facts_alone_cannot_settle_it_it_says_so():
    nobody = SmallSituation({}, [], {"C-1": {}}, {"there": NEW_ZEALAND})
    assert not settling(nobody, "C-1", "there").settles
    no_pa = a_situation(
        "person | relationship_to_pa\nP-1 | child", [a_criterion("c", "sex = 'F'", "principal_applicant")]
    )
    assert not settling(no_pa, "C-1", "there").settles


def consequences(found):
    return [
        (" and ".join(map(spoken, one.if_learnt)), one.outcome.value, one.conditional)
        for one in found.consequences
    ]


def spoken(learnt):
    ranges = [f"{first or ''}..{last or ''}" for first, last in learnt.ranges]
    said = ["/".join(learnt.codes), *ranges, "(any other)" * learnt.other, "none" * learnt.none]
    merged = [each for each in said if each]
    if learnt.fact == "refugee_status" and learnt.codes and learnt.none:
        merged = [*learnt.codes, "none"]
    return f"{learnt.subject}.{learnt.fact} " + " or ".join(merged)


def test_every_set_that_would_do_is_told_and_none_with_a_fact_too_many():
    either = "sex = 'F' OR sex <> 'F' OR location = 'NRU' OR location <> 'NRU'"
    found = settling(
        a_situation("person | refugee_status\nP-1 | pending", [a_criterion("c", either)]), "C-1", "there"
    )
    assert found is not None
    assert found.missing == (Missing("P-1", "sex"),)
    assert found.others == ((Missing("P-1", "location"),),)


def test_every_combination_of_five_codes_is_foretold_as_it_is():
    texts = [
        "HAS(nationality, 'SYR') AND HAS(nationality, 'IRQ') AND NOT HAS(nationality, 'IRN')",
        "NOT (HAS(nationality, 'SOM') AND HAS(nationality, 'ERI'))",
    ]
    criteria = [a_criterion(f"c{place}", text) for place, text in enumerate(texts)]
    found = settling(a_situation("person | nationality\nP-1 | unknown", criteria), "C-1", "there")
    assert found.settles and not found.bounded
    eligible = next(one for one in found.consequences if one.outcome == "eligible")
    assert set(eligible.if_learnt[0].codes) == {"SYR;IRQ", "SYR;IRQ;SOM", "SYR;IRQ;ERI"}


def test_twenty_people_of_whom_any_would_do_are_searched_no_longer_than_they_need():
    people = {f"P-{number:02}": {} for number in range(20)}
    members = [("C-1", person, "PA" if person == "P-00" else "child") for person in people]
    rule = a_criterion("c", "dependent IN ('yes', 'no')", "any_member")
    found = settling(SmallSituation(people, members, None, {"there": [rule]}), "C-1", "there")
    assert (len(found.missing), len(found.others), found.bounded) == (1, 19, True)


SURVIVOR = "HAS(specific_needs, 'SV-VF')"


def test_a_group_of_needs_is_settled_by_which_of_its_codes_it_is():
    table = "person | specific_needs\nP-1 | SV"
    found = settling(a_situation(table, [a_criterion("survivor", SURVIVOR)]), "C-1", "there")
    assert found.missing == (Missing("P-1", "specific_needs"),)
    assert consequences(found) == [
        ("P-1.specific_needs SV-VF", "eligible", False),
        ("P-1.specific_needs (any other)", "ineligible", False),
    ]
    assert found.settles and not found.bounded


@pytest.mark.parametrize(
    "cell", ["SV", "SV;unknown", "SV;WR", "SV;WR-AB", "SV;WR;unknown", "WR", "WR;unknown"]
)
@pytest.mark.parametrize(
    "test",
    [
        SURVIVOR,
        "HAS(specific_needs, 'SV-VF', 'WR-AB')",
        "HAS(specific_needs, 'SV-VF') AND NOT HAS(specific_needs, 'WR-AB')",
        "HAS(specific_needs, 'SV-VF', 'WR') OR NOT HAS(specific_needs, 'SV', 'WR-AB')",
        "AT_LEAST(2, HAS(specific_needs, 'SV-VF'), HAS(specific_needs, 'WR'), HAS(specific_needs, 'TR'))",
    ],
)
def test_whatever_the_needs_of_a_group_turn_out_to_be_it_is_settled_as_foretold(cell, test):
    situation = a_situation(f"person | specific_needs\nP-1 | {cell}", [a_criterion("needs", test)])
    found, file = settling(situation, "C-1", "there"), case_file(situation, "C-1", "there")
    if found is None:
        assert outcome(file)[0] != "needs_a_fact"
        return
    assert (found.missing, found.settles) == ((Missing("P-1", "specific_needs"),), True)
    for needs in _may_be(cell):
        said = outcome(file.supposing("P-1", KnownFact("specific_needs", "", Codes(needs, True))))
        assert said in [(one.outcome, one.conditional) for one in found.consequences]


def _may_be(cell):
    """Every list of codes, none of them a bare group, that agrees with what is recorded."""
    codes, whole = [one for one in cell.split(";") if one != "unknown"], "unknown" not in cell
    finer = {"SV": ["SV-VF", "SV-XX"], "WR": ["WR-AB", "WR-XX"]}
    each = [list(_some(finer[one], 1)) if one in finer else [(one,)] for one in codes]
    others = [()] if whole else _some(["SV-VF", "WR-AB", "WR-XX", "TR-XX", "ER-XX"], 0)
    return {frozenset(chain(*some)) for some in product(*each, others)}


def _some(codes, least):
    return [some for size in range(least, len(codes) + 1) for some in combinations(codes, size)]


def test_a_relative_and_a_pathway_of_one_name_are_told_apart():
    table = "person | relatives_listed | pathways_listed\nP-1 | all | all"
    rule = a_criterion("c", "ANY_RELATIVE(country = 'NZL') AND ANY_PATHWAY(pathway_country = 'NZL')")
    records = {
        "relatives": {"P-1": [{"relationship": "sibling"}]},
        "pathways": {"P-1": [{"pathway_kind": "resettlement"}]},
    }
    found = settling(a_situation(table, [rule], **records), "C-1", "there")
    assert found.missing == (
        Missing("P-1/relative/1", "country"),
        Missing("P-1/pathway/1", "pathway_country"),
    )
    assert found.settles and not found.bounded
