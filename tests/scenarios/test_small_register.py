"""A small register, end to end: who is proposed, who is left, and what ties, wills, consents and dates do to it."""

from datetime import date

import builders
import polars as pl
import pytest
import xlsxwriter
from builders import ON, SMALL, a_register, a_situation, more, row, swapped, without_row

from resettle import files
from resettle.engine.errors import RequestRefused
from resettle.engine.placement.check import check
from resettle.engine.placement.explain import explain
from resettle.engine.placement.recommend import plan
from resettle.engine.registry.situation import Situation
from resettle.engine.screening.screen import Outcome, screen


def planned(situation, **options):
    screening = screen(situation)
    proposed = plan(situation, screening, **options)
    assert check(situation, proposed) == []
    return proposed


def offers(proposed):
    return {placing.case: placing.offer for placing in proposed.placings}


def why(proposed, case, arrangement):
    [left] = [one for one in proposed.left if one.case == case]
    return [one.code for one in left.why[arrangement]]


def test_cases_that_travel_together_are_proposed_together(tmp_path):
    proposed = planned(a_situation(tmp_path))
    assert offers(proposed) == {"C-2": "nor-2026/2026", "C-3": "nor-2026/2026"}
    assert proposed.placing("C-2").with_cases == ("C-3",)


def test_a_case_under_way_is_not_proposed_again_and_its_places_are_taken(tmp_path):
    proposed = planned(a_situation(tmp_path))
    assert proposed.under_way == ("C-4",)
    [offer] = [use for use in proposed.limits if use.ledger.limit == "nor-2026/2026"]
    assert (offer.ledger.held, offer.proposed, offer.free_after) == (2, 3, 5)


def test_a_case_kept_apart_from_one_under_way_is_left(tmp_path):
    proposed = planned(a_situation(tmp_path))
    assert why(proposed, "C-1", "nor-2026") == ["tied_to_under_way"]


def test_without_that_tie_it_is_proposed_on_the_terms_of_its_children(tmp_path):
    proposed = planned(a_situation(tmp_path, {"links.csv": without_row("links.csv", 3)}))
    assert offers(proposed)["C-1"] == "nor-2026/2026"
    assert proposed.placing("C-1").conditional_on == ("security",)


def test_one_member_who_is_not_willing_keeps_the_bundle_back(tmp_path):
    unwilling = row("willingness.csv", "P-7,nor-2026,no,2026-02-20,2026-02-21,office")
    proposed = planned(a_situation(tmp_path, {"willingness.csv": unwilling}))
    assert offers(proposed) == {}
    assert why(proposed, "C-3", "nor-2026") == ["not_willing"]
    assert why(proposed, "C-2", "nor-2026") == ["travels_with_blocked"]


def test_willingness_taken_back_is_unknown_again(tmp_path):
    taken_back = row("willingness.csv", "P-7,nor-2026,unknown,2026-02-20,2026-02-21,office")
    proposed = planned(a_situation(tmp_path, {"willingness.csv": taken_back}))
    assert why(proposed, "C-3", "nor-2026") == ["will_unknown"]


def test_too_few_places_for_a_bundle_leave_it_whole(tmp_path):
    proposed = planned(
        a_situation(
            tmp_path,
            {
                "arrangements/nor-2026.toml": swapped(
                    "arrangements/nor-2026.toml", "places = 10", "places = 4"
                )
            },
        )
    )
    assert offers(proposed) == {}
    assert why(proposed, "C-2", "nor-2026") == ["places_taken"]


def test_the_quota_above_limits_the_offer(tmp_path):
    proposed = planned(
        a_situation(
            tmp_path, {"quotas/nor-quota.toml": swapped("quotas/nor-quota.toml", "places = 5", "places = 16")}
        )
    )
    assert offers(proposed) == {}
    assert why(proposed, "C-2", "nor-2026") == ["places_taken"]


def test_unknown_places_propose_nobody_until_an_assumption_is_stated(tmp_path):
    unknown = planned(a_situation(tmp_path))
    assert why(unknown, "C-1", "can-2026") == ["places_unknown", "needs_a_fact"]
    assumed = planned(a_situation(tmp_path / "again", assumptions={"can-2026/2026": 3}))
    assert set(offers(assumed).values()) <= {"nor-2026/2026", "can-2026/2026"}


def test_a_relative_rejoined_is_told_and_one_left_behind_is_flagged(tmp_path):
    proposed = planned(a_situation(tmp_path))
    assert [one.relative for one in proposed.placing("C-3").rejoins] == ["R-1"]
    assert [(one.relative, one.country) for one in proposed.placing("C-2").partings] == [("R-2", "SSD")]


def test_a_what_if_changes_the_plan_and_not_the_register(tmp_path):
    register = a_register(tmp_path)
    scenario = register.supposing(["canada-offers"])
    assert offers(planned(Situation(register, ON))) == {"C-2": "nor-2026/2026", "C-3": "nor-2026/2026"}
    assert offers(planned(Situation(scenario, ON))) == {"C-2": "can-2026/2026", "C-3": "can-2026/2026"}
    assert register.arrangements["can-2026"].offers[0].places[-1].places.number is None
    assert Situation(scenario, date(2026, 2, 28)).ledger("can-2026/2026").size is None


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


@pytest.mark.parametrize(
    ("consent", "statuses", "open_"),
    [
        ("given_if", [], False),
        ("given_if", [("in_force", "2026-02-20")], True),
        ("given_if", [("in_force", "2026-02-20"), ("rejected", "2026-02-25")], False),
        ("given_after", [("in_force", "2026-02-20"), ("rejected", "2026-02-25")], True),
        ("given_after", [], False),
    ],
)
def test_consent_given_if_holds_while_the_event_does_and_given_after_from_then_on(
    tmp_path, consent, statuses, open_
):
    changes = {
        "arrangements/nor-2026.toml": more("arrangements/nor-2026.toml", CONSENT.format(consent=consent)),
        "bars/no-entry.toml": more(
            "bars/no-entry.toml", "".join(IN_FORCE.format(status=s, day=d) for s, d in statuses)
        ),
    }
    proposed = planned(a_situation(tmp_path, changes))
    assert bool(offers(proposed)) is open_
    if not open_:
        assert "consent_waits" in why(proposed, "C-2", "nor-2026")


def test_a_bar_in_force_applies_to_every_arrangement_of_its_country(tmp_path):
    in_force = IN_FORCE.format(status="in_force", day="2026-02-20")
    late = row("people.csv", "P-7,,,,,,2026-01-15,2026-01-20,2026-01-20,office")
    changes = {
        "bars/no-entry.toml": more("bars/no-entry.toml", in_force),
        "people.csv": late,
        "acts.csv": None,
    }
    screening = screen(a_situation(tmp_path, changes))
    assert screening.outcome("C-3", "can-2026") is Outcome.INELIGIBLE
    assert screening.outcome("C-3", "nor-2026") is not Outcome.INELIGIBLE
    proposed_only = screen(
        a_situation(
            tmp_path / "again", {**changes, "bars/no-entry.toml": None, "what-ifs/canada-offers.toml": None}
        )
    )
    assert proposed_only.outcome("C-3", "can-2026") is Outcome.ELIGIBLE


def test_what_was_known_then_is_not_altered_by_what_is_learned_later(tmp_path):
    later = row("people.csv", "P-5,,,,refused,,,2025-01-01,2026-02-25,office")
    then = Situation(a_register(tmp_path, {"people.csv": later}), ON, date(2026, 2, 24))
    since = Situation(then.register, ON)
    assert then.facts_of("P-5")["refugee_status"].value == "recognised"
    assert since.facts_of("P-5")["refugee_status"].value == "refused"
    assert (
        Situation(then.register, date(2024, 12, 31), ON).facts_of("P-5")["refugee_status"].value
        == "recognised"
    )


def test_a_later_row_says_only_what_it_says(tmp_path):
    facts = a_situation(tmp_path).facts_of("P-7")
    assert facts["location"].effective == date(2025, 2, 1)
    assert (facts["sex"].value, facts["sex"].effective) == ("M", date(2024, 6, 1))


def test_none_unknown_and_never_said_are_three_things(tmp_path):
    situation = a_situation(tmp_path)
    assert situation.facts_of("P-4")["arrived_on"].none
    assert situation.facts_of("P-4")["refugee_status"].cell == "unknown"
    assert situation.facts_of("P-4")["nationality"].cell is None
    typed = situation.people.row(by_predicate=pl.col("person") == "P-4", named=True)
    assert (typed["arrived_on__none"], typed["refugee_status__none"], typed["nationality__none"]) == (
        True,
        None,
        None,
    )


def test_tables_may_be_workbooks(tmp_path):
    as_csv = a_register(tmp_path / "csv")
    folder = builders.a_register_folder(
        tmp_path / "xlsx", {f"{name}.csv": None for name in ("people", "willingness")}
    )
    for name in ("people", "willingness"):
        with xlsxwriter.Workbook(folder / f"{name}.xlsx") as book:
            sheet = book.add_worksheet()
            for number, line in enumerate(SMALL[f"{name}.csv"].splitlines()):
                for place, text in enumerate(line.split(",")):
                    if text.isdigit():
                        sheet.write_number(number, place, int(text))
                    elif place and text[:2] == "20" and len(text) == 10:
                        sheet.write_datetime(
                            number,
                            place,
                            date.fromisoformat(text),
                            book.add_format({"num_format": "yyyy-mm-dd"}),
                        )
                    else:
                        sheet.write_string(number, place, text)
    as_xlsx, warnings = files.read(folder)
    assert warnings == files.read(tmp_path / "csv")[1]
    assert as_xlsx.tables.people.equals(as_csv.tables.people)
    assert as_xlsx.tables.willingness.equals(as_csv.tables.willingness)


def test_the_users_score_comes_last_and_only_if_there_is_one(tmp_path):
    with_score = planned(a_situation(tmp_path))
    without = planned(a_situation(tmp_path / "again", {"scores.csv": None}))
    assert [tier.name for tier in with_score.tiers][-1] == "score"
    assert "score" not in [tier.name for tier in without.tiers]


def test_a_case_left_open_by_one_missing_fact_is_told_which(tmp_path):
    situation = a_situation(tmp_path)
    screening = screen(situation)
    found = explain(situation, screening, plan(situation, screening), "P-4")
    [canada] = [door for door in found.doors if door.arrangement == "can-2026"]
    assert found.case == "C-1"
    assert [(one.subject, one.fact) for one in canada.settling.missing] == [("P-4", "refugee_status")]


def test_a_person_recorded_in_two_cases_is_proposed_in_neither(tmp_path):
    """The leaving is learned after the joining: on the day between, nobody can say which case holds."""
    joins = "C-3,P-6,other_dependant,,2026-02-20,2026-02-20,office\n"
    leaves = "C-2,P-6,,ended,2026-02-20,2026-03-01,office\n"
    register = a_register(tmp_path, {"members.csv": SMALL["members.csv"] + joins + leaves, "links.csv": None})
    between = planned(Situation(register, date(2026, 2, 25)))
    assert why(between, "C-2", "nor-2026") == why(between, "C-3", "nor-2026") == ["in_two_cases"]
    assert offers(planned(Situation(register, ON)))["C-3"] == "nor-2026/2026"


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
