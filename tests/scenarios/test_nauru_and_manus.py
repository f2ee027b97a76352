"""The worked example, asked the questions it was built for: what an officer could have been told in November 2016."""

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from invariants.recorded import admit, breaches

from resettle import service
from resettle.engine.errors import RequestRefused
from resettle.engine.registry.acts import Act
from resettle.engine.registry.situation import Situation
from resettle.engine.registry.stages import ActKind
from resettle.engine.screening.bars import barred
from resettle.engine.screening.screen import Outcome
from resettle.render import words
from resettle.service import Asked

EXAMPLE = Path(__file__).parents[2] / "examples" / "nauru-manus-2016"
ANNOUNCED = date(2016, 11, 14)
ROOM = {"nz-750.others": 600}


@cache
def register():
    opened = service.opened(EXAMPLE)
    assert opened.warnings == ()
    return opened.register


@cache
def planned(*what_ifs, **assume):
    named = {name.replace("_", "-", 1).replace("_", "."): places for name, places in assume.items()}
    return service.planned(register(), Asked(what_ifs=what_ifs, assume=named))


def door(case, arrangement, *what_ifs):
    answer, _ = service.explained(register(), Asked(what_ifs=what_ifs), case)
    return next(one for one in answer.doors if one.arrangement == arrangement)


def an_eligible_case():
    return planned("nz-consent", nz_750_others=600).scenario.plan.placings[0].case


def test_as_the_register_stands_nobody_is_proposed_in_new_zealand():
    base = planned().base
    assert base.situation.on == ANNOUNCED
    assert base.plan.placings == ()


def test_an_eligible_case_is_told_that_australias_consent_is_withheld_since_when_and_who_says_so():
    found = door(an_eligible_case(), "nz-150")
    [consent] = [one for one in found.obstacles if one.code == "consent_withheld"]
    assert (consent.params["party"], consent.params["since"], consent.params["source"]) == (
        "AUS",
        date(2013, 10, 2),
        "rnz-2013-10-02",
    )
    assert "RNZ" in register().sources["rnz-2013-10-02"].title


def test_for_the_united_states_places_are_unknown_and_an_assumption_is_asked_for():
    found = door(an_eligible_case(), "us-2016")
    [places] = [one for one in found.obstacles if one.code == "places_unknown"]
    assert places.params["unknown"] == ["us-2016/one-off"]


def test_one_number_of_places_is_not_assumed_twice_under_two_names():
    with pytest.raises(RequestRefused) as refused:
        service.situation(register(), Asked(assume={"us-2016": 1000, "us-2016/one-off": 1250}))
    [fault] = refused.value.faults
    assert fault.code == "assumption_stated_twice"
    assert "“us-2016” and “us-2016/one-off” both mean “us-2016/one-off”: 1,000 and 1,250" in words.fault(
        fault
    )


def test_if_australia_agrees_exactly_150_people_are_proposed_each_willing_each_conditional():
    answer = planned("nz-consent", nz_750_others=600)
    assert answer.base.plan.people == 0
    plan, situation = answer.scenario.plan, answer.scenario.situation
    assert {placing.offer for placing in plan.placings} == {"nz-150/2016-17"}
    assert plan.people == 150
    willing = set(situation.willingness.filter(pl.col("willing")).select("person", "arrangement").iter_rows())
    for placing in plan.placings:
        assert placing.conditional_on
        assert all((person, "nz-150") in willing for person in situation.persons_of[placing.case])


def test_a_proposal_holds_and_uses_nothing_and_shows_beside_the_quotas_other_claims():
    plan = planned("nz-consent", nz_750_others=600).scenario.plan
    [quota] = [use for use in plan.limits if use.ledger.limit == "nz-750/2016-17"]
    assert (quota.ledger.offered.number, quota.ledger.others, quota.proposed, quota.free_after) == (
        750,
        {"nz-750/2016-17.others": 600},
        150,
        0,
    )
    assert all(use.ledger.held == use.ledger.used == 0 for use in plan.limits)


def test_without_an_assumption_on_the_others_in_the_quota_one_is_asked_for():
    plan = planned("nz-consent").scenario.plan
    assert plan.people == 0
    asked = {
        tuple(one.params["unknown"])
        for left in plan.left
        for one in left.why["nz-150"]
        if one.code == "places_unknown"
    }
    assert asked == {("nz-750/2016-17.others",)}


def test_others_in_the_quota_take_their_places_first():
    assert planned("nz-consent", nz_750_others=700).scenario.plan.people == 50


def test_all_together_nobody_is_placed_twice_and_local_settlement_counts_for_nobody():
    plan = planned("all-together").scenario.plan
    situation = planned("all-together").scenario.situation
    people = Counter(person for placing in plan.placings for person in situation.persons_of[placing.case])
    assert set(people.values()) == {1}
    assert {placing.arrangement for placing in plan.placings} == {"nz-150", "us-2016"}
    assert plan.people == people.total() == 150 + 1250
    assert plan.proven


def test_all_together_the_last_proposal_can_be_recorded_no_quota_is_exceeded_and_one_more_is_refused():
    scenario = planned("all-together").scenario
    situation = scenario.situation
    recorded = []
    by_need = sorted(scenario.plan.placings, key=lambda placing: (placing.offer, placing.case))
    for number, placing in enumerate(by_need):
        persons = situation.persons_of[placing.case]
        recorded.append(
            Act(f"A-{number}", ActKind.PROPOSE, placing.case, placing.offer, persons, situation.on, situation.on,
                "officer", "test", "", number)
        )  # fmt: skip
    assert breaches(situation.limits, recorded, situation.on, situation.assumptions) == []
    *others, last = recorded
    assert admit(situation.limits, others, last, situation.assumptions) == []
    one_more = replace(last, id="A-more", case="C-more", persons=("P-more",), order=len(recorded))
    assert [fault.code for fault in admit(situation.limits, recorded, one_more, situation.assumptions)] == [
        "act_exceeds_limit"
    ]


def test_conditional_consent_alone_frees_no_place_and_with_the_ban_in_force_it_does():
    alone = planned("nz-consent-if-ban", nz_750_others=600).scenario.plan
    both = planned("nz-consent-if-ban", "lifetime-ban", nz_750_others=600).scenario.plan
    assert (alone.people, both.people) == (0, 150)
    assert {one.code for left in alone.left for one in left.why["nz-150"]} >= {"consent_waits"}


def test_a_president_who_overturns_the_arrangement_takes_every_us_proposal():
    answer = planned("us-overturned", us_2016=1250)
    assert answer.base.plan.people == 1250
    assert answer.scenario.plan.people == 0
    assert all(change.scenario is None for change in answer.difference.changes)


def test_up_to_1250_is_a_limit_and_no_promise():
    answer = planned("us-1250")
    [use] = [use for use in answer.scenario.plan.limits if use.ledger.limit == "us-2016/one-off"]
    assert use.ledger.offered.up_to
    assert use.proposed == answer.scenario.plan.people == 1250


# The babies, and those born in 1996


def babies():
    people = planned().base.situation.people
    return people.filter(pl.col("transferred_on__none") & (pl.col("birth_country") == "AUS")).get_column(
        "person"
    )


def test_never_transferred_is_known_and_not_the_same_as_unknown():
    people = planned().base.situation.people
    never = people.get_column("transferred_on__none")
    assert never.sum() > 37
    assert never.null_count() > 0
    assert len(babies()) == 40


def test_a_baby_whose_parents_are_undecided_needs_a_fact_and_is_told_what_would_follow_either_way():
    situation = planned().base.situation
    case_of = {person: case for case, persons in situation.persons_of.items() for person in persons}
    undecided = [
        baby
        for baby in babies()
        if all(
            situation.facts_of(person)["refugee_status"].cell in ("pending", None)
            for person in situation.persons_of[case_of[baby]]
        )
    ]
    assert undecided
    found = door(undecided[0], "nz-150")
    assert found.outcome is Outcome.NEEDS_A_FACT
    assert found.settling.settles
    assert {missing.fact for missing in found.settling.missing} == {"refugee_status"}
    outcomes = {
        tuple(sorted(code for learnt in one.if_learnt for code in learnt.codes)): one.outcome
        for one in found.settling.consequences
    }
    assert Outcome.NEEDS_A_PERSON in outcomes.values()
    assert Outcome.INELIGIBLE in outcomes.values()


def test_born_in_1996_with_only_a_year_is_answered_where_the_year_suffices():
    situation = planned().base.situation
    year_only = situation.people.filter(
        (pl.col("date_of_birth__lo") == date(1996, 1, 1))
        & (pl.col("date_of_birth__hi") == date(1996, 12, 31))
    ).get_column("person")
    answers = dict(barred(situation, "lifetime-ban").iter_rows())
    assert {answers[person] for person in year_only} == {True, False, None}
    for person in year_only:
        sent = situation.facts_of(person)["transferred_on"].value
        expected = {2013: False, 2014: None}.get(sent.earliest.year, True)
        assert answers[person] is expected, person


def test_the_lifetime_ban_shows_whom_it_would_bar_before_it_is_law():
    answer = planned("lifetime-ban")
    [line] = [line for line in answer.difference.lines if line.what == "people_barred"]
    would_be = barred(answer.base.situation, "lifetime-ban").get_column("barred")
    assert (line.base, line.scenario) == (0, would_be.sum())
    certain = Counter(one.certain for one in answer.difference.barred)
    assert certain == {True: would_be.sum(), False: would_be.null_count()}
    assert would_be.sum() > 1000 and would_be.null_count() > 0 and (~would_be).sum() > 100


# Known on another day


def test_known_in_september_there_is_no_us_arrangement_but_new_zealands_and_people():
    september = Situation(register(), date(2016, 9, 30))
    assert "us-2016" not in september.arrangements
    assert "nz-150" in september.arrangements
    assert september.people.height > 2000
    later = Situation(register(), ANNOUNCED, date(2016, 9, 30))
    assert "us-2016" not in later.arrangements
    with pytest.raises(RequestRefused):
        service.planned(register(), Asked(known=date(2016, 9, 30), assume={"us-2016": 1250}))


def test_the_offer_is_disputed_and_both_readings_are_kept():
    status = planned().base.situation.status_of("nz-150")
    assert {reading.status.value for reading in status.readings} == {"in_force", "scrapped"}
    assert status.adopted == "stands"


def test_a_bar_that_nobody_had_proposed_yet_is_not_among_the_rules():
    then, now = (service.rules(register(), Asked(on=on))[0] for on in (date(2014, 1, 1), ANNOUNCED))
    assert "lifetime-ban" not in {one.of.id for one in then}
    assert "lifetime-ban" in {one.of.id for one in now}
