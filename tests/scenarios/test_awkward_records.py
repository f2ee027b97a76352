"""A small register whose record is late, taken back, doubled or tied: what is then proposed, and what is left."""

from datetime import date

import builders
import pytest
from builders import ON, SMALL, a_register, a_situation, more, offers, planned, row, swapped, why

from resettle import files
from resettle.engine.errors import RequestRefused
from resettle.engine.registry.situation import Situation

CONSENT = """
[[consent]]
party = "KEN"
effective = 2026-02-15
known = 2026-02-15
consent = "{consent}"
source = "treaty"
event = {{ of = "no-entry", status = "in_force" }}
"""
IN_FORCE = """
[[status]]
effective = {day}
known = {day}
status = "{status}"
source = "treaty"
"""


def test_a_person_recorded_in_two_cases_is_proposed_in_neither(tmp_path):
    """The leaving is learned after the joining: on the day between, nobody can say which case holds."""
    joins = "C-3,P-6,other_dependant,,2026-02-20,2026-02-20,office\n"
    leaves = "C-2,P-6,,ended,2026-02-20,2026-03-01,office\n"
    register = a_register(tmp_path, {"members.csv": SMALL["members.csv"] + joins + leaves, "links.csv": None})
    between = planned(Situation(register, date(2026, 2, 25)))
    assert why(between, "C-2", "nor-2026") == why(between, "C-3", "nor-2026") == ["in_two_cases"]
    assert offers(planned(Situation(register, ON)))["C-3"] == "nor-2026/2026"


def test_who_moves_from_a_case_to_another_keeps_what_the_new_one_says_of_them(tmp_path):
    moves = (
        "C-3,P-6,other_dependant,,2026-02-20,2026-02-20,office\nC-2,P-6,,ended,2026-02-20,2026-02-20,office\n"
    )
    register = a_register(tmp_path, {"members.csv": SMALL["members.csv"] + moves, "links.csv": None})
    tie = Situation(register, ON).facts_of("P-6")["relationship_to_pa"]
    assert (tie.value, tie.effective, tie.source) == ("other_dependant", date(2026, 2, 20), "office")


LATER = """
[[offer.places]]
effective = {day}
known = 2026-01-05
places = {places}
source = "treaty"
"""


@pytest.mark.parametrize(("places", "proposed"), [(5, True), (4, False), ('"unknown"', False)])
def test_places_cut_later_are_not_proposed_now(tmp_path, places, proposed):
    cut = swapped(
        "arrangements/nor-2026.toml",
        "[[criterion]]",
        LATER.format(day="2026-06-01", places=places) + "\n[[criterion]]",
    )
    found = planned(a_situation(tmp_path, {"arrangements/nor-2026.toml": cut}))
    assert ("C-2" in offers(found)) is proposed


def test_a_case_known_to_be_submitted_later_is_not_proposed_now(tmp_path):
    later = row("acts.csv", "A-3,submit,C-3,nor-2026,,officer-1,,,2026-03-10,2026-03-10,office")
    register = a_register(tmp_path, {"acts.csv": later, "links.csv": None})
    assert "C-3" in offers(planned(Situation(register, ON)))
    hindsight = planned(Situation(register, ON, date(2026, 3, 11)))
    assert "C-3" in hindsight.under_way


def test_a_case_that_a_state_denied_is_not_put_to_it_again_by_a_plan(tmp_path):
    denied = row("acts.csv", "A-3,deny,C-4,nor-2026,,NOR,security,,2026-02-20,2026-02-21,office")
    found = planned(a_situation(tmp_path, {"acts.csv": denied}))
    assert why(found, "C-4", "nor-2026") == ["denied_here"]
    again = denied + "A-4,propose,C-4,nor-2026,,officer-2,reviewed,,2026-02-25,2026-02-25,office\n"
    assert "C-4" in planned(a_situation(tmp_path / "again", {"acts.csv": again})).under_way


@pytest.mark.parametrize("link", ["same_country", "same_town"])
def test_cases_meant_for_one_country_or_town_never_go_to_two(tmp_path, link):
    tied = (
        f"case,other_case,link,state,effective,known,source\nC-2,C-3,{link},,2024-06-01,2024-06-02,office\n"
    )
    few = swapped("arrangements/nor-2026.toml", "places = 10", "places = 4")
    changes = {"links.csv": tied, "arrangements/nor-2026.toml": few}
    found = planned(a_situation(tmp_path, changes, assumptions={"can-2026/2026": 1}))
    countries = {placing.country for placing in found.placings if placing.case in ("C-2", "C-3")}
    assert len(countries) == 1
    untied = planned(
        a_situation(tmp_path / "untied", {**changes, "links.csv": None}, assumptions={"can-2026/2026": 1})
    )
    assert {placing.country for placing in untied.placings} == {"NOR", "CAN"}


def test_a_case_tied_to_one_whom_two_states_split_may_join_either(tmp_path):
    tied = "case,other_case,link,state,effective,known,source\nC-2,C-4,same_country,,2024-06-01,2024-06-02,office\n"
    split = SMALL["acts.csv"] + (
        "A-3,accept,C-4,nor-2026,,NOR,,P-8,2026-02-14,2026-02-14,office\n"
        "A-4,deny,C-4,nor-2026,,NOR,,P-9,2026-02-14,2026-02-14,office\n"
        "A-5,submit,C-4,can-2026,,officer-1,,P-9,2026-02-15,2026-02-15,office\n"
    )
    found = planned(a_situation(tmp_path, {"links.csv": tied, "acts.csv": split}))
    assert found.placing("C-2").country == "NOR"


def test_a_relative_on_the_way_to_the_same_country_is_not_a_parting(tmp_path):
    relative = row("relatives.csv", "P-7,R-3,parent,KEN,P-8,,2024-06-01,2024-06-02,office")
    found = planned(a_situation(tmp_path, {"relatives.csv": relative}))
    assert found.placing("C-3").partings == ()
    apart = planned(a_situation(tmp_path / "apart", {"relatives.csv": relative, "acts.csv": None, "links.csv": None,
                                                     "willingness.csv": row("willingness.csv", "P-8,nor-2026,no,2026-02-20,2026-02-20,office")}))  # fmt: skip
    assert [one.relative for one in apart.placing("C-3").partings] == ["R-3"]


@pytest.mark.parametrize("tiers", [("people", "people"), ("luck",)])
def test_tiers_that_cannot_be_meant_are_refused(tmp_path, tiers):
    with pytest.raises(RequestRefused):
        planned(a_situation(tmp_path), tiers=tiers)


def test_an_acceptance_stands_though_its_submission_was_learned_later(tmp_path):
    late = SMALL["acts.csv"] + (
        "A-3,submit,C-3,can-2026,,officer-1,,,2026-01-10,2026-03-20,office\n"
        "A-4,accept,C-3,can-2026,,CAN,,,2026-02-01,2026-02-01,office\n"
    )
    found = planned(Situation(a_register(tmp_path, {"acts.csv": late, "links.csv": None}), ON))
    assert "C-3" in found.under_way


def test_a_blank_state_after_ended_holds_again(tmp_path):
    back = SMALL["members.csv"] + (
        "C-2,P-6,,ended,2025-01-01,2025-01-02,office\nC-2,P-6,spouse,,2025-06-01,2025-06-02,office\n"
    )
    situation = a_situation(tmp_path, {"members.csv": back})
    assert situation.persons_of["C-2"] == ("P-5", "P-6")
    assert situation.facts_of("P-6")["relationship_to_pa"].value == "spouse"


def test_two_kinds_of_tie_between_two_cases_both_hold_whichever_is_named_first(tmp_path):
    ties = SMALL["links.csv"] + "C-4,C-1,same_town,,2025-06-01,2025-06-02,office\n"
    reading = files.examine(builders.a_register_folder(tmp_path, {"links.csv": ties}))
    assert {fault.code for fault in reading.faults} == {"link_contradicts"}
    ended = SMALL["links.csv"] + "C-4,C-1,keep_apart,ended,2025-06-01,2025-06-02,office\n"
    found = planned(a_situation(tmp_path / "ended", {"links.csv": ended}))
    assert offers(found)["C-1"] == "nor-2026/2026"


def test_consent_given_after_an_event_that_was_taken_back_is_not_given(tmp_path):
    changes = {
        "arrangements/nor-2026.toml": more(
            "arrangements/nor-2026.toml", CONSENT.format(consent="given_after")
        ),
        "bars/no-entry.toml": more(
            "bars/no-entry.toml",
            IN_FORCE.format(status="in_force", day="2026-02-10")
            + IN_FORCE.format(status="rejected", day="2026-02-10").replace(
                "known = 2026-02-10", "known = 2026-02-12"
            ),
        ),
    }
    assert "consent_waits" in why(planned(a_situation(tmp_path, changes)), "C-2", "nor-2026")


def test_arrival_in_a_temporary_stay_closes_no_way_to_resettlement(tmp_path):
    stay = (
        builders.CANADA.replace('"can-2026"', '"ken-stay"')
        .replace('"resettlement"', '"temporary_stay"')
        .replace("CAN", "KEN")
    )
    arrived = SMALL["acts.csv"] + "".join(
        f"A-{number},{act},C-3,ken-stay,,office,,,2026-02-0{number},2026-02-0{number},office\n"
        for number, act in enumerate(("submit", "accept", "depart", "arrive"), 3)
    )
    found = planned(a_situation(tmp_path, {"arrangements/ken-stay.toml": stay, "acts.csv": arrived}))
    assert offers(found)["C-3"] == "nor-2026/2026"


def test_a_case_that_travels_with_one_whose_members_are_unknown_waits(tmp_path):
    tie = "case,other_case,link,state,effective,known,source\nC-3,C-5,travel_together,,2024-06-01,2024-06-02,office\n"
    changes = {"links.csv": tie, "cases.csv": row("cases.csv", "C-5,,,,,2024-06-01,2024-06-02,office")}
    assert why(planned(a_situation(tmp_path, changes)), "C-3", "nor-2026") == ["travels_with_blocked"]


def test_a_proposal_is_conditional_only_on_what_is_open_for_that_case(tmp_path):
    alone = """
[[criterion]]
id = "alone"
kind = "exemption"
sentence = "A person alone needs no security check."
test = "case_size = 1"
applies_to = "case"
source = "treaty"
effective = 2026-01-05
known = 2026-01-05

[[criterion]]
id = "health"
kind = "eligibility"
sentence = "Norway is satisfied on health."
decided_by = "receiving_state"
applies_to = "case"
source = "treaty"
effective = 2026-01-05
known = 2026-01-05
"""
    norway = more("arrangements/nor-2026.toml", alone).replace(
        'decided_by = "receiving_state"', 'decided_by = "receiving_state"\nunless = ["alone"]', 1
    )
    found = planned(a_situation(tmp_path, {"arrangements/nor-2026.toml": norway}))
    assert found.placing("C-3").conditional_on == ("health",)
    assert found.placing("C-2").conditional_on == ("security", "health")


def test_a_quota_learned_later_limits_nothing_before(tmp_path):
    late = (
        SMALL["quotas/nor-quota.toml"]
        .replace("known = 2026-01-05", "known = 2026-03-05")
        .replace("places = 20", "places = 2")
    )
    register = a_register(tmp_path, {"quotas/nor-quota.toml": late.replace("places = 5", "places = 0")})
    assert "C-2" in offers(planned(Situation(register, ON)))
    assert "C-2" not in offers(planned(Situation(register, date(2026, 3, 5))))


def test_all_untaken_lapsed_leaves_nothing_even_of_an_assumed_number(tmp_path):
    lapsed = builders.CANADA.replace(
        "[[criterion]]",
        '[[offer.not_taken]]\neffective = 2026-02-01\nknown = 2026-02-01\nfate = "lapsed"\n'
        'places = "all_untaken"\nsource = "treaty"\n\n[[criterion]]',
        1,
    )
    found = planned(
        a_situation(tmp_path, {"arrangements/can-2026.toml": lapsed}, assumptions={"can-2026/2026": 5})
    )
    assert not any(placing.country == "CAN" for placing in found.placings)


def test_a_state_that_several_what_ifs_end_stays_ended(tmp_path):
    ended = more(
        "arrangements/nor-2026.toml",
        '[[criterion]]\nid = "old"\nkind = "eligibility"\nsentence = "Old."\ntest = "sex = \'X\'"\n'
        'applies_to = "each_member"\nsource = "treaty"\neffective = 2020-01-01\nknown = 2020-01-01\nuntil = 2025-01-01',
    )
    ends = 'name = "End it"\n[[criterion_ends]]\narrangement = "nor-2026"\ncriterion = "old"\neffective = 2026-12-31\n'
    register = a_register(tmp_path, {"arrangements/nor-2026.toml": ended, "what-ifs/end.toml": ends})
    assert "C-2" in offers(planned(Situation(register.supposing(["end"]), ON)))
