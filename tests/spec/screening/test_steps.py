"""What could lift a *no*: steps of the office or a State, and never what a person would have to claim."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from invariants.criteria_strategies import situations
from spec.screening.small_situation import a_criterion, a_situation

from resettle.engine.registry import facts
from resettle.engine.registry.criteria import Group
from resettle.engine.registry.people import KnownFact
from resettle.engine.registry.rulings import Ruling, RulingKind
from resettle.engine.screening.casefile import case_file
from resettle.engine.screening.reference import Answer, finding, findings
from resettle.engine.screening.steps import MOST, StepKind, lifts, without_others
from resettle.render.words import rules as said

FAMILY = """
person | relationship_to_pa | refugee_status | location | nationality | documents          | grounds_found
P-1    | PA                 | recognised     | NRU      | IRN         | medical_certificate | none
P-2    | spouse             | refused        | NRU      | IRN         | none               | crime
P-3    | child              | recognised     | AUS      | IRN;AFG     | none               | health
"""
RECOGNISED = "refugee_status = 'recognised'"
NO_CRIME = "HAS(grounds_found, 'crime')"
DAY = date(2016, 1, 1)


def lifts_of(criteria, table=FAMILY, **more):
    return {
        one.criterion.id: one
        for one in lifts(case_file(a_situation(table, criteria, **more), "C-1", "there"))
    }


def ways(criteria, table=FAMILY, **more):
    """criterion → its ways as text: ``refugee_status of P-2``, ``waiver of P-2 by USA``, ``review of C-1 by office``."""
    found = lifts_of(criteria, table, **more)
    return {name: [" and ".join(map(spoken, way)) for way in one.ways] for name, one in found.items()}


def spoken(step):
    by = f" by {step.by}" if step.by else ""
    return f"{step.fact or step.kind.value} of {step.subject}{by}"


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
        ("ANY_RELATIVE(status_there = 'citizen')", ["status_there of P-1/R-1"]),
        ("NOT ANY_PATHWAY(pathway_country = 'USA' AND pathway_stage = 'open')", ["pathway_stage of P-1/W-1"]),
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
        ("PRINCIPAL_APPLICANT(ANY_RELATIVE(status_there = 'citizen'))", ["status_there of P-1/R-1"]),
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


A_CASE = {
    "category_primary": "MED", "priority": "normal", "referred_by": "ngo", "selection_modality": "mission",
    "other_solutions": "return", "sponsorship": "government", "designated_group": "no", "vulnerable": "no",
    "one_year_window": "no", "waiting_since": "2015", "proposer": "citizen", "proposer_unauthorised_arrival": "yes",
}  # fmt: skip


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
    assert ways([bar], listed, pathways=pathways) == {"elsewhere": ["pathway_stage of P-2/W-2"]}
    two = {"P-2": pathways["P-2"][1:], "P-3": [{"pathway_country": "CAN", "pathway_stage": "accepted"}]}
    assert ways([bar], listed, pathways=two) == {
        "elsewhere": ["pathway_stage of P-2/W-1 and pathway_stage of P-3/W-1"]
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


# Waivers and reviews


def test_a_waiver_is_named_for_each_member_who_needs_one_together():
    health = a_criterion("health", "HAS(grounds_found, 'health', 'crime')", kind="bar", waivable_by="AUS")
    assert ways([health])["health"][0] == "waiver of P-2 by AUS and waiver of P-3 by AUS"


def test_where_one_member_is_enough_a_waiver_for_any_one_is():
    one = a_criterion("one", "location = 'PNG'", "any_member", waivable_by="NZL")
    assert ways([one]) == {"one": [f"waiver of P-{number} by NZL" for number in (1, 2, 3)]}
    refused = {"one": {"P-1": "not_waived"}}
    assert ways([one], rulings=refused) == {"one": [f"waiver of P-{number} by NZL" for number in (2, 3)]}


def test_a_barred_member_bars_the_case_so_each_needs_the_waiver():
    bar = a_criterion("bar", "location IN ('NRU')", "any_member", "bar", waivable_by="NZL")
    assert ways([bar]) == {"bar": ["waiver of P-1 by NZL and waiver of P-2 by NZL"]}


def test_a_criterion_of_the_case_is_waived_for_the_case():
    small = a_criterion("small", "case_size <= 2", "case", waivable_by="office")
    assert ways([small]) == {"small": ["waiver of C-1 by office"]}
    assert said.lift(lifts_of([small])["small"]) == "What could lift it: a waiver by the office for C-1."


@pytest.mark.parametrize("waivable_by", [None, "none"])
def test_no_waiver_is_named_where_it_is_absolute_or_not_known(waivable_by):
    bar = a_criterion("bar", "location = 'AUS'", kind="bar", waivable_by=waivable_by)
    found = lifts_of([bar])["bar"]
    assert found.ways == ()
    assert found.absolute is (waivable_by == "none")
    nobody = "Nobody may waive it, and no other step" if found.absolute else "No step"
    assert said.lift(found) == f"{nobody} of the office or a State is known that could lift it."


@pytest.mark.parametrize("subject", ["P-2", "C-1"])
def test_no_waiver_is_named_that_was_asked_for_and_refused(subject):
    bar = a_criterion("bar", NO_CRIME, kind="bar", waivable_by="USA")
    assert ways([bar])["bar"] == ["waiver of P-2 by USA", "grounds_found of P-2"]
    assert ways([bar], rulings={"bar": {subject: "not_waived"}})["bar"] == ["grounds_found of P-2"]


def test_a_refusal_for_somebody_who_needs_none_does_not_stand_in_the_way():
    bar = a_criterion("bar", NO_CRIME, kind="bar", waivable_by="USA")
    assert ways([bar], rulings={"bar": {"P-3": "not_waived"}})["bar"][0] == "waiver of P-2 by USA"


def test_what_was_waived_for_one_is_asked_for_the_other_only():
    bar = a_criterion("bar", "HAS(grounds_found, 'crime', 'health')", kind="bar", waivable_by="USA")
    found = ways([bar], rulings={"bar": {"P-3": "waived"}})["bar"]
    assert found == ["waiver of P-2 by USA", "grounds_found of P-2"]


@pytest.mark.parametrize("by", ["office", "receiving_state"])
def test_what_was_judged_not_so_may_be_judged_anew_by_the_same(by):
    judged = a_criterion("security", None, "case", decided_by=by)
    assert ways([judged]) == {}
    assert ways([judged], rulings={"security": {"C-1": "not_satisfied"}}) == {
        "security": [f"review of C-1 by {by}"]
    }


def test_where_a_test_decides_no_review_is_named_whatever_was_ruled():
    tested = a_criterion("in-png", "location = 'PNG'")
    assert ways([tested], rulings={"in-png": {"C-1": "not_satisfied"}}) == {"in-png": []}


# Groups


PARTS = [
    a_criterion("recognised", RECOGNISED, kind="part"),
    a_criterion("no-crime", f"NOT {NO_CRIME}", kind="part"),
    a_criterion("in-png", "location = 'PNG'", kind="part", waivable_by="PNG"),
    a_criterion("judged", None, "case", "part", decided_by="office"),
]
JUDGED_NOT_SO = {"judged": {"C-1": "not_satisfied"}}


def group(least, *of, **more):
    return a_criterion("group", None, "case", group=Group(least, of), **more)


def test_of_any_of_several_parts_each_is_a_way():
    found = ways([*PARTS, group(1, "recognised", "no-crime", "judged")], rulings=JUDGED_NOT_SO)
    assert found == {"group": ["refugee_status of P-2", "grounds_found of P-2", "review of C-1 by office"]}


def test_of_all_of_several_parts_a_way_lifts_every_one_that_is_not_met():
    found = ways([*PARTS, group(2, "recognised", "no-crime")])
    assert found == {"group": ["refugee_status of P-2 and grounds_found of P-2"]}
    waived = "waiver of P-1 by PNG and waiver of P-2 by PNG and waiver of P-3 by PNG"
    assert ways([*PARTS, group(2, "recognised", "in-png")]) == {
        "group": [f"refugee_status of P-2 and {waived}"]
    }


def test_of_two_of_three_parts_every_pair_is_a_way_and_what_is_met_or_open_already_counts():
    three = group(2, "recognised", "no-crime", "judged")
    assert ways([*PARTS, three], rulings=JUDGED_NOT_SO) == {
        "group": [
            "refugee_status of P-2 and grounds_found of P-2",
            "refugee_status of P-2 and review of C-1 by office",
            "grounds_found of P-2 and review of C-1 by office",
        ]
    }
    assert ways([*PARTS, three], rulings={"judged": {"C-1": "satisfied"}}) == {
        "group": ["refugee_status of P-2", "grounds_found of P-2"]
    }


def test_a_group_with_a_part_that_nothing_can_lift_has_no_way_if_all_are_needed():
    parts = [*PARTS[:2], a_criterion("in-fra", "location = 'FRA'", kind="part")]
    assert ways([*parts, group(2, "recognised", "in-fra")]) == {"group": []}
    assert ways([*parts, group(1, "recognised", "in-fra")]) == {"group": ["refugee_status of P-2"]}


def test_a_group_among_the_parts_is_lifted_through_its_own():
    inner = a_criterion("inner", None, "case", "part", group=Group(2, ("recognised", "no-crime")))
    assert ways([*PARTS, inner, group(1, "inner", "in-png")])["group"][0] == (
        "refugee_status of P-2 and grounds_found of P-2"
    )


def test_a_waivable_group_is_waived_for_the_case():
    assert ways([*PARTS, group(1, "recognised", waivable_by="NZL")]) == {
        "group": ["waiver of C-1 by NZL", "refugee_status of P-2"]
    }


def test_of_a_group_with_very_many_ways_the_first_are_named():
    either = [
        "category_primary = 'WGR' OR category_secondary = 'WGR'",
        "priority = 'urgent' OR referred_by = 'unhcr'",
        "selection_modality = 'dossier' OR sponsorship = 'private'",
        "designated_group = 'yes' OR vulnerable = 'yes'",
        "proposer = 'relative' OR proposer_unauthorised_arrival = 'no'",
        "NONE(other_solutions) OR EACH_MEMBER(refugee_status = 'recognised')",
    ]
    parts = [a_criterion(f"p{place}", test, "case", "part") for place, test in enumerate(either)]
    cases = {"C-1": {**A_CASE, "category_secondary": "none"}}
    found = lifts_of([*parts, group(6, *(one.id for one in parts))], cases=cases)["group"]
    assert len(found.ways) == MOST < 2**6


# For a reader who may not hear of others


def test_ways_that_concern_others_can_be_left_out():
    found = lifts_of([a_criterion("c", f"{RECOGNISED} OR NOT {NO_CRIME}", waivable_by="NZL")])["c"]
    assert without_others(found, frozenset({"P-2"})).ways == found.ways != ()
    assert without_others(found, frozenset({"P-1", "C-1"})).ways == ()


# Whatever the rules and the records are


@settings(max_examples=100)
@given(situations())
def test_every_way_names_lawful_steps_only_and_opens_the_criterion(situation):
    for case in situation.cases["case"]:
        for arrangement in situation.screened_arrangements:
            file = _some_waivable(case_file(situation, case, arrangement))
            for lift in lifts(file):
                assert finding(file, lift.criterion).answer is Answer.NOT_MET
                for way in lift.ways:
                    assert way
                    assert all(_is_lawful(file, step) for step in way)
                    assert (
                        finding(_taken(file, lift.criterion, way), lift.criterion).answer
                        is not Answer.NOT_MET
                    )


@given(situations())
def test_every_criterion_that_excludes_the_case_is_spoken_of_once(situation):
    for case in situation.cases["case"]:
        for arrangement in situation.screened_arrangements:
            file = case_file(situation, case, arrangement)
            failed = [
                one.criterion
                for one in findings(file)
                if one.criterion.excludes and one.answer is Answer.NOT_MET
            ]
            found = lifts(file)
            assert [one.criterion for one in found] == failed
            assert all(len(set(one.ways)) == len(one.ways) for one in found)


def _some_waivable(file):
    """Every second criterion that may be waived at all, by New Zealand."""
    may_be = [one.excludes or one.kind.value == "part" for one in file.criteria]
    return replace(
        file,
        criteria=tuple(
            replace(one, waivable_by="NZL") if may and place % 2 else one
            for place, (one, may) in enumerate(zip(file.criteria, may_be, strict=True))
        ),
    )


def _is_lawful(file, step):
    if step.kind is not StepKind.FACT:
        return bool(step.by) and step.subject in {file.case, *file.members}
    known = file.facts_of(step.subject).get(step.fact)
    return known is not None and bool(facts.dictionary()[step.fact].lift) and step.what != ""


def _taken(file, criterion, way):
    """The case if what a way names were open again, and its waivers and new judgements had been given."""
    within = _below(file, criterion)
    for step in way:
        if step.kind is StepKind.FACT:
            file = file.supposing(step.subject, KnownFact(step.fact))
        elif step.kind is StepKind.WAIVER:
            for one in within:
                file = _ruled(file, one, step, RulingKind.WAIVED) if one.waivable_by == step.by else file
        else:
            for one in within:
                file = _ruled(file, one, step, RulingKind.SATISFIED) if one.decided_by else file
    return file


def _ruled(file, criterion, step, kind):
    said = {
        **file.rulings.get(criterion.id, {}),
        step.subject: Ruling(step.subject, kind, step.by, DAY, DAY, "s"),
    }
    return replace(file, rulings={**file.rulings, criterion.id: said})


def _below(file, criterion):
    """A criterion, and everything that it is made of."""
    by_id = {one.id: one for one in file.criteria}
    parts = [by_id[name] for name in (criterion.group.of if criterion.group else ()) if name in by_id]
    return [criterion, *(one for part in parts for one in _below(file, part))]
