"""What could lift a *no*: steps of the office or a State, and never what a person would have to claim."""

from dataclasses import replace

import pytest
from spec.screening.small_situation import a_criterion
from spec.screening.ways_of_lifting import A_CASE, FAMILY, NO_CRIME, RECOGNISED, lifts_of, ways

from resettle.engine.registry.criteria import Group
from resettle.render.words import rules as said


def test_what_is_met_unknown_exempt_or_for_a_person_to_judge_needs_no_lift():
    criteria = [
        a_criterion("somebody", RECOGNISED, "any_member"),
        a_criterion("sexes", "sex = 'F'"),
        a_criterion("recognised", RECOGNISED, unless=("spouse",)),
        a_criterion("spouse", "relationship_to_pa = 'spouse'", kind="exemption"),
        a_criterion("security", None, "case", decided_by="receiving_state"),
        a_criterion("first", "location = 'FRA'", "any_member", "priority"),
    ]
    assert ways(criteria) == {}


# What may be named


@pytest.mark.parametrize(
    "test",
    [
        "location = 'PNG'",
        "HAS(nationality, 'SYR')",
        "NOT HAS(nationality, 'IRN')",
        "NOT HAS(nationality, location) AND location <> 'NRU'",
        "relationship_to_pa IN ('PA')",
        "sex = 'F'",
        "date_of_birth < DATE '1990-01-01'",
        "birth_country = 'AUS'",
        "marital_status = 'widowed'",
        "arrived_on < DATE '2013-07-19'",
        "NONE(transferred_on)",
        "fled_on < DATE '2011-01-01'",
        "ANY_RELATIVE(relationship = 'parent')",
        "ANY_RELATIVE(country = 'NZL')",
        "ANY_RELATIVE(willing_to_receive = 'no')",
        "relatives_listed = 'some'",
        "pathways_listed = 'some'",
        "AGE(date_of_birth, screening_day) < 18",
    ],
)
def test_nothing_that_a_person_would_have_to_claim_is_ever_named(test):
    table = """
    person | relationship_to_pa | location | nationality | sex | date_of_birth | birth_country | marital_status | arrived_on | transferred_on | fled_on | relatives_listed | pathways_listed
    P-1    | spouse             | NRU      | IRN         | M   | 1990-05-01    | IRN           | married        | 2013-08-02 | 2013-09-18     | 2013    | all              | all
    """
    relatives = {"P-1": [{"relationship": "sibling", "country": "AUS", "willing_to_receive": "yes"}]}
    assert ways([a_criterion("c", test)], table, relatives=relatives) == {"c": []}


@pytest.mark.parametrize(
    "test, expected",
    [
        (RECOGNISED, ["refugee_status of P-1"]),
        ("status_basis = 'mandate_1951'", ["status_basis of P-1"]),
        ("status_date < DATE '2014-01-01'", ["status_date of P-1"]),
        ("HAS(specific_needs, 'WR')", ["specific_needs of P-1"]),
        ("NOT HAS(grounds_found, 'security')", ["grounds_found of P-1"]),
        ("HAS(documents, 'police_certificate')", ["documents of P-1"]),
        ("declaration_signed_on < screening_day", ["declaration_signed_on of P-1"]),
        ("dependent = 'yes'", ["dependent of P-1"]),
        ("firmly_resettled = 'no'", ["firmly_resettled of P-1"]),
        ("ANY_RELATIVE(status_there = 'citizen')", ["status_there of P-1/relative/1"]),
        (
            "NOT ANY_PATHWAY(pathway_country = 'USA' AND pathway_stage = 'open')",
            ["pathway_stage of P-1/pathway/1"],
        ),
        ("location = 'PNG' OR refugee_status = 'recognised'", ["refugee_status of P-1"]),
        ("location = 'PNG' AND refugee_status = 'recognised'", []),
    ],
)
def test_of_a_person_what_the_office_or_a_state_may_settle_anew_is_named(test, expected):
    table = """
    person | relationship_to_pa | refugee_status | status_basis | status_date | location | specific_needs | grounds_found | documents | declaration_signed_on | dependent | firmly_resettled | relatives_listed | pathways_listed
    P-1    | PA                 | refused        | prima_facie  | 2015        | NRU      | none           | security      | none      | none                  | no        | yes              | all              | all
    """
    found = ways(
        [a_criterion("c", test)],
        table,
        relatives={"P-1": [{"relationship": "sibling", "country": "NZL", "status_there": "asylum_seeker"}]},
        pathways={"P-1": [{"pathway_country": "USA", "pathway_stage": "open"}]},
    )
    assert found == {"c": expected}


@pytest.mark.parametrize(
    "stage, expected",
    [(stage, ["pathway_stage of P-1/pathway/1"]) for stage in ("open", "accepted")]
    + [(stage, []) for stage in ("refused", "withdrawn", "ended", "arrived")],
)
def test_a_pathway_that_is_over_cannot_be_ended(stage, expected):
    test = f"NOT ANY_PATHWAY(pathway_country = 'USA' AND pathway_stage = '{stage}')"
    table = "person | relationship_to_pa | pathways_listed\nP-1 | PA | all"
    pathways = {"P-1": [{"pathway_country": "USA", "pathway_stage": stage}]}
    assert ways([a_criterion("c", test)], table, pathways=pathways) == {"c": expected}


@pytest.mark.parametrize(
    "test, expected",
    [
        ("category_primary = 'WGR'", ["category_primary of C-1"]),
        ("priority = 'urgent'", ["priority of C-1"]),
        ("referred_by = 'unhcr'", ["referred_by of C-1"]),
        ("selection_modality = 'dossier'", ["selection_modality of C-1"]),
        ("NONE(other_solutions)", ["other_solutions of C-1"]),
        ("sponsorship = 'private'", ["sponsorship of C-1"]),
        ("designated_group = 'yes'", ["designated_group of C-1"]),
        ("vulnerable = 'yes'", ["vulnerable of C-1"]),
        ("proposer = 'relative'", ["proposer of C-1"]),
        ("proposer_unauthorised_arrival = 'no'", ["proposer_unauthorised_arrival of C-1"]),
        ("one_year_window = 'yes'", []),
        ("waiting_since < DATE '2010-01-01'", []),
        ("case_size > 8", []),
        ("group_size > 8", []),
        (
            f"ANY_MEMBER({RECOGNISED}) OR EACH_MEMBER(dependent = 'yes')",
            ["refugee_status of P-1", "dependent of P-1"],
        ),
        ("COUNT_MEMBERS(dependent = 'yes') >= 1", ["dependent of P-1"]),
        ("PRINCIPAL_APPLICANT(ANY_RELATIVE(status_there = 'citizen'))", ["status_there of P-1/relative/1"]),
    ],
)
def test_of_a_case_what_the_office_or_a_state_may_settle_anew_is_named(test, expected):
    found = ways(
        [a_criterion("c", test, "case")],
        "person | relationship_to_pa | refugee_status | dependent | relatives_listed\nP-1 | PA | none | no | all",
        cases={"C-1": A_CASE},
        relatives={"P-1": [{"country": "NZL", "status_there": "asylum_seeker"}]},
    )
    assert found == {"c": expected}


def test_each_fact_is_said_with_the_step_that_may_change_it():
    found = lifts_of([a_criterion("recognised", RECOGNISED)])["recognised"]
    assert said.lift(found) == (
        "What could lift it: a refugee status determination, or an appeal against one (refugee status of P-2)."
    )


def test_two_members_who_both_stand_in_the_way_are_named_together():
    both = FAMILY.replace("recognised     | AUS", "refused        | AUS")
    assert ways([a_criterion("recognised", RECOGNISED)], both) == {
        "recognised": ["refugee_status of P-2 and refugee_status of P-3"]
    }


def test_where_any_of_two_facts_would_do_each_is_a_way_by_itself():
    either = f"{RECOGNISED} OR NOT {NO_CRIME}"
    assert ways([a_criterion("c", either)]) == {"c": ["refugee_status of P-2", "grounds_found of P-2"]}


def test_two_facts_of_one_person_that_go_together_are_one_way_and_what_is_needless_is_left_out():
    both = f"{RECOGNISED} AND NOT {NO_CRIME} AND (HAS(documents, 'medical_certificate') OR location = 'NRU')"
    assert ways([a_criterion("c", both)], "\n".join(FAMILY.splitlines()[:4])) == {
        "c": ["refugee_status of P-2 and grounds_found of P-2"]
    }


def test_of_a_principal_applicant_nobody_else_is_named():
    refused = FAMILY.replace("recognised     | NRU", "refused        | NRU")
    assert ways([a_criterion("c", RECOGNISED, "principal_applicant")], refused) == {
        "c": ["refugee_status of P-1"]
    }


def test_of_a_linked_group_its_other_members_are_named_too():
    table = """
    person | case | relationship_to_pa | refugee_status
    P-1    | C-1  | PA                 | recognised
    P-2    | C-2  | PA                 | refused
    """
    group = a_criterion("c", f"EACH_MEMBER({RECOGNISED})", "linked_group")
    assert ways([group], table, links=[("C-1", "C-2")]) == {"c": ["refugee_status of P-2"]}
    assert ways([group], table) == {}


def test_a_pathway_that_could_end_is_named_and_one_to_nobody_else_is_not():
    bar = a_criterion(
        "elsewhere",
        "ANY_PATHWAY(pathway_country <> 'NZL' AND pathway_stage IN ('open', 'accepted'))",
        kind="bar",
    )
    pathways = {
        "P-2": [
            {"pathway_country": "NZL", "pathway_stage": "open"},
            {"pathway_country": "USA", "pathway_stage": "open"},
        ],
        "P-3": [{"pathway_country": "CAN", "pathway_stage": "refused"}],
    }
    table = FAMILY.replace("relationship_to_pa |", "relationship_to_pa | pathways_listed |").replace
    listed = table("PA                 |", "PA | all |").replace("spouse             |", "spouse | all |")
    listed = listed.replace("child              |", "child | all |")
    assert ways([bar], listed, pathways=pathways) == {"elsewhere": ["pathway_stage of P-2/pathway/2"]}
    two = {"P-2": pathways["P-2"][1:], "P-3": [{"pathway_country": "CAN", "pathway_stage": "accepted"}]}
    assert ways([bar], listed, pathways=two) == {
        "elsewhere": ["pathway_stage of P-2/pathway/1 and pathway_stage of P-3/pathway/1"]
    }


def test_a_fact_by_which_an_exemption_might_hold_is_named():
    dependent = a_criterion("dependent", "dependent = 'yes'", kind="exemption")
    table = "person | relationship_to_pa | location | dependent\nP-1 | PA | NRU | yes\nP-2 | child | NRU | no"
    in_png = a_criterion("in-png", "location = 'PNG'", unless=("dependent",))
    assert ways([in_png, dependent], table) == {"in-png": ["dependent of P-2"]}
    assert ways([replace(in_png, unless=()), dependent], table) == {"in-png": []}


def test_an_exemption_of_the_case_from_a_group_is_named():
    urgent = a_criterion("urgent", "priority = 'urgent'", "case", "exemption")
    group = a_criterion("group", None, "case", group=Group(1, ("a",)), unless=("urgent",))
    part = a_criterion("a", "location = 'PNG'", kind="part")
    assert ways([urgent, part, group], cases={"C-1": {"priority": "normal"}}) == {
        "group": ["priority of C-1"]
    }


# For a reader who may not hear of others
