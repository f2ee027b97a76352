"""What could lift a *no* of a group: ways through its parts, and through the parts of those."""

from spec.screening.small_situation import a_criterion
from spec.screening.ways_of_lifting import A_CASE, NO_CRIME, RECOGNISED, lifts_of, ways

from resettle.engine.registry.criteria import Group
from resettle.engine.screening.steps import MOST
from resettle.render.words import rules as said

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


def test_a_way_that_counts_on_a_judgement_nobody_gave_yet_names_it():
    three = group(2, "recognised", "no-crime", "judged")
    assert ways([*PARTS, three]) == {
        "group": [
            "refugee_status of P-2 and judgement of C-1 by office",
            "grounds_found of P-2 and judgement of C-1 by office",
        ]
    }
    [lift] = lifts_of([*PARTS, three]).values()
    assert said.step(lift.ways[0][-1]) == "a judgement by the office, not given yet"
    state = a_criterion("state", None, "case", "part", decided_by="receiving_state")
    inner = a_criterion("inner", None, "case", "part", group=Group(2, ("judged", "state")))
    assert ways([*PARTS, state, inner, group(2, "recognised", "inner")])["group"] == [
        "refugee_status of P-2 and judgement of C-1 by office and judgement of C-1 by receiving_state"
    ]


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
    assert found.cut_short
    assert said.lift(found).endswith("; and other ways of the same kinds, too many to tell.")


def test_of_a_group_with_a_few_ways_all_are_named():
    found = lifts_of([*PARTS, group(1, "recognised", waivable_by="NZL")])["group"]
    assert not found.cut_short
    assert "too many" not in said.lift(found)


def recognised(times):
    return [a_criterion(f"r{place}", RECOGNISED, kind="part") for place in range(times)]


def test_many_parts_that_ask_for_the_same_are_one_way_and_nothing_more_is_said_of_others():
    parts = recognised(MOST + 1)
    for least in (1, 2, MOST // 2, MOST + 1):
        found = lifts_of([*parts, group(least, *(one.id for one in parts))])["group"]
        assert (len(found.ways), found.cut_short) == (1, False)
        assert "too many" not in said.lift(found)


def test_a_part_after_many_that_ask_for_the_same_has_its_ways_named_too():
    parts = [*recognised(MOST + 1), *PARTS[2:]]
    found = ways([*parts, group(1, *(one.id for one in parts))], rulings=JUDGED_NOT_SO)
    waived = "waiver of P-1 by PNG and waiver of P-2 by PNG and waiver of P-3 by PNG"
    assert found == {"group": ["refugee_status of P-2", waived, "review of C-1 by office"]}


def test_groups_among_the_parts_that_come_to_the_same_ways_are_named_once():
    parts = [*recognised(MOST + 1), *PARTS[2:]]
    ids = [one.id for one in parts]
    inner = [
        a_criterion(f"g{place}", None, "case", "part", group=Group(1, of))
        for place, of in enumerate([ids[:-2], ids[:-2], ids[:-1], ids])
    ]
    every = [*parts, *inner, group(3, *(one.id for one in inner))]
    found = lifts_of(every, rulings=JUDGED_NOT_SO)["group"]
    named = ways(every, rulings=JUDGED_NOT_SO)["group"]
    waived = "waiver of P-1 by PNG and waiver of P-2 by PNG and waiver of P-3 by PNG"
    assert named[0] == "refugee_status of P-2"
    assert f"refugee_status of P-2 and {waived}" in named
    assert "refugee_status of P-2 and review of C-1 by office" in named
    assert len({frozenset(way) for way in found.ways}) == len(found.ways)
    assert not found.cut_short


def test_the_same_steps_in_another_order_are_one_way():
    either = f"{RECOGNISED} OR NOT {NO_CRIME}"
    parts = [a_criterion(f"e{place}", either, kind="part") for place in range(2)]
    assert ways([*parts, group(2, "e0", "e1")]) == {
        "group": [
            "refugee_status of P-2",
            "refugee_status of P-2 and grounds_found of P-2",
            "grounds_found of P-2",
        ]
    }


def test_of_parts_with_more_ways_together_than_can_be_looked_at_the_first_are_named():
    states = [f"{first}{second}A" for first in "ABCDEF" for second in "ABCDE"]
    parts = [
        a_criterion(f"in-{state}", "location = 'PNG'", "any_member", "part", waivable_by=state)
        for state in states
    ]
    found = lifts_of([*parts, group(15, *(one.id for one in parts))])["group"]
    assert (len(found.ways), found.cut_short) == (MOST, True)
    assert all(len(way) == 15 for way in found.ways)
