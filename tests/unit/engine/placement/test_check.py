"""`check` refuses a plan that was tampered with, whatever way; it passes the plan as it was."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from resettle import service
from resettle.engine.placement.check import check
from resettle.engine.placement.plan import Left
from resettle.engine.registry.acts import Act
from resettle.engine.registry.criteria import DecidedBy
from resettle.engine.registry.situation import Situation
from resettle.engine.registry.stages import ActKind
from resettle.render import words
from resettle.service import Asked

EXAMPLE = Path(__file__).parents[4] / "examples" / "nauru-manus-2016"


@cache
def planned():
    """A plan with room for 100 people in New Zealand and 100 in the United States."""
    asked = Asked(what_ifs=("nz-consent",), assume={"nz-750.others": 650, "us-2016": 100})
    return service.planned(service.opened(EXAMPLE).register, asked).scenario


def with_placings(plan, placings):
    """The plan with other placings, and everything it says of itself told to match them."""
    here = {one.case for one in placings}
    left = [one for one in plan.left if one.case not in here]
    left += [Left(one.case, one.people, {}) for one in plan.placings if one.case not in here]
    uses = tuple(
        replace(use, proposed=sum(one.people for one in placings if use.ledger.limit in above(one.offer)))
        for use in plan.limits
    )
    return replace(plan, placings=tuple(placings), left=tuple(left), limits=uses, tiers=())


def above(offer):
    return [limit.id for limit in planned().situation.limits.above(offer)]


def first(plan, arrangement, *, people=None):
    return next(
        one
        for one in plan.placings
        if one.arrangement == arrangement and people in (None, one.people) and not one.with_cases
    )


def instead(plan, placing, **changes):
    return with_placings(
        plan, [*(one for one in plan.placings if one is not placing), replace(placing, **changes)]
    )


def left_with(plan, arrangement, code):
    """A case left for one reason alone in an arrangement."""
    return next(one for one in plan.left if [obstacle.code for obstacle in one.why[arrangement]] == [code])


def add(plan, left, like):
    return with_placings(
        plan, [*plan.placings, replace(like, case=left.case, people=left.people, with_cases=())]
    )


def swap(plan, left, like):
    """Somebody else in the place of one who was placed: the numbers still add up."""
    others = [one for one in plan.placings if one is not like]
    return with_placings(plan, [*others, replace(like, case=left.case, people=left.people)])


def a_case_forgotten(plan):
    return replace(plan, left=plan.left[1:]), "plan_case_missing"


def a_case_twice(plan):
    one = first(plan, "nz-150")
    return with_placings(
        plan, [*plan.placings, replace(one, offer="us-2016/one-off", arrangement="us-2016", country="USA")]
    ), "plan_case_twice"


def a_case_placed_and_left(plan):
    one = first(plan, "nz-150")
    return replace(plan, left=(*plan.left, Left(one.case, one.people, {}))), "plan_case_twice"


def a_case_that_is_not_there(plan):
    return instead(plan, first(plan, "nz-150"), case="C-9999"), "plan_case_unknown"


def a_family_split(plan):
    one = next(one for one in plan.placings if one.people > 1)
    return instead(plan, one, people=one.people - 1), "plan_case_not_whole"


def local_settlement_counted_as_resettlement(plan):
    one = first(plan, "us-2016")
    there = {"arrangement": "nauru-settlement", "offer": "nauru-settlement/open", "country": "NRU"}
    return instead(plan, one, **there), "plan_not_resettlement"


def an_offer_of_last_year(plan):
    return instead(plan, first(plan, "nz-150"), offer="nz-150/2015-16"), "plan_offer_not_running"


def an_offer_that_is_not_there(plan):
    return instead(plan, first(plan, "nz-150"), offer="nz-150/2099"), "plan_offer_unknown"


def places_that_nobody_knows(plan):
    one = first(plan, "us-2016")
    there = {"arrangement": "cambodia", "offer": "cambodia/open", "country": "KHM"}
    return instead(plan, one, **there), "plan_places_unknown"


def somebody_who_said_no(plan):
    return swap(plan, left_with(plan, "nz-150", "not_willing"), first(plan, "nz-150")), "plan_not_willing"


def somebody_who_never_said(plan):
    return swap(plan, left_with(plan, "nz-150", "will_unknown"), first(plan, "nz-150")), "plan_not_willing"


def somebody_ineligible(plan):
    return swap(plan, left_with(plan, "nz-150", "ineligible"), first(plan, "nz-150")), "plan_not_eligible"


def somebody_of_whom_a_fact_is_missing(plan):
    return swap(plan, left_with(plan, "nz-150", "needs_a_fact"), first(plan, "nz-150")), "plan_not_eligible"


def conditions_left_out(plan):
    return instead(plan, first(plan, "nz-150"), conditional_on=()), "plan_conditions_wrong"


def one_more_than_there_are_places(plan):
    return add(plan, left_with(plan, "nz-150", "places_taken"), first(plan, "nz-150")), "plan_over_limit"


def a_value_made_up(plan):
    tiers = tuple(replace(tier, value=tier.value + 1, bound=tier.bound + 1) for tier in plan.tiers)
    return replace(plan, tiers=tiers), "plan_value_wrong"


def a_proof_made_up(plan):
    return replace(
        plan, tiers=tuple(replace(tier, bound=tier.value - 1) for tier in plan.tiers)
    ), "plan_bound_wrong"


def a_quota_made_to_look_emptier(plan):
    return replace(plan, limits=tuple(replace(use, proposed=0) for use in plan.limits)), "plan_use_wrong"


def relatives_rejoined_left_out(plan):
    return instead(plan, next(one for one in plan.placings if one.rejoins), rejoins=()), "plan_rejoins_wrong"


def partings_left_out(plan):
    return instead(
        plan, next(one for one in plan.placings if one.partings), partings=()
    ), "plan_partings_wrong"


def a_case_left_without_a_reason(plan):
    one = replace(plan.left[0], why={**plan.left[0].why, "nz-150": ()})
    return replace(plan, left=(one, *plan.left[1:])), "plan_without_reason"


def a_case_under_way_that_is_not(plan):
    return replace(plan, left=plan.left[1:], under_way=(plan.left[0].case,)), "plan_not_under_way"


def places_told_as_taken(plan):
    one = plan.limits[0]
    used = replace(one, ledger=replace(one.ledger, used=one.ledger.used + 1))
    return replace(plan, limits=(used, *plan.limits[1:])), "plan_ledger_wrong"


TAMPERED = [
    a_case_forgotten, a_case_twice, a_case_placed_and_left, a_case_that_is_not_there, a_family_split,
    local_settlement_counted_as_resettlement, an_offer_of_last_year, an_offer_that_is_not_there, places_that_nobody_knows,
    somebody_who_said_no, somebody_who_never_said, somebody_ineligible, somebody_of_whom_a_fact_is_missing,
    conditions_left_out, one_more_than_there_are_places, a_value_made_up, a_proof_made_up, a_quota_made_to_look_emptier,
    relatives_rejoined_left_out, partings_left_out, a_case_left_without_a_reason, a_case_under_way_that_is_not,
    places_told_as_taken,
]  # fmt: skip


def codes(situation, plan):
    return {fault.code for fault in check(situation, plan)}


def test_the_plan_as_it_was_has_no_faults():
    plan = planned().plan
    assert plan.people == 200
    assert codes(planned().situation, plan) == set()
    assert codes(planned().situation, with_placings(plan, plan.placings)) == set()


@pytest.mark.parametrize("tamper", TAMPERED, ids=lambda tamper: tamper.__name__)
def test_a_tampered_plan_is_refused(tamper):
    plan, code = tamper(planned().plan)
    assert code in codes(planned().situation, plan)


def test_a_plan_made_with_consent_is_refused_without_it():
    seen = planned().situation
    register = service.opened(EXAMPLE).register
    without = Situation(register, seen.on, seen.known, seen.assumptions)
    assert "plan_without_consent" in codes(without, planned().plan)


def test_a_plan_is_refused_once_its_arrangement_is_overturned():
    seen = planned().situation
    overturned = Situation(seen.register.supposing(["us-overturned"]), seen.on, seen.known, seen.assumptions)
    assert "plan_not_in_force" in codes(overturned, planned().plan)


def with_acts(*kinds):
    """The same situation with acts on one case of the plan, in New Zealand's offer."""
    seen, one = planned().situation, first(planned().plan, "nz-150")
    acts = tuple(
        Act(
            f"A-{number}",
            kind,
            one.case,
            one.offer,
            seen.persons_of[one.case],
            seen.on,
            seen.on,
            "o",
            "s",
            order=number,
        )
        for number, kind in enumerate(kinds, 1)
    )
    return Situation(replace(seen.register, acts=acts), seen.on, seen.known, seen.assumptions), one.case


def test_nobody_with_a_way_open_is_proposed_again():
    busy, _ = with_acts(ActKind.SUBMIT)
    assert "plan_way_open" in codes(busy, planned().plan)


def test_nobody_is_proposed_again_where_they_were_denied():
    denied, case = with_acts(ActKind.SUBMIT, ActKind.DENY)
    found = [one for one in check(denied, planned().plan) if one.code == "plan_denied_there"]
    assert {one.params["case"] for one in found} == {case}
    assert "was denied there on 14 November 2016" in words.fault(found[0])


def test_nobody_is_proposed_twice_as_a_member_of_two_cases():
    seen, plan = planned().situation, planned().plan
    one, other = [each for each in plan.placings if each.people == 1][:2]
    tables = seen.register.tables
    [person] = seen.persons_of[one.case]
    joins = tables.members.filter(pl.col("case") == one.case).with_columns(case=pl.lit(other.case))
    members = pl.concat([tables.members, joins]).sort("case", "person", maintain_order=True)
    register = replace(seen.register, tables=replace(tables, members=members))
    found = check(Situation(register, seen.on, seen.known, seen.assumptions), plan)
    twice = [each for each in found if each.code == "plan_person_twice"]
    assert {each.params["case"] for each in twice} == {one.case, other.case}
    assert {each.params["person"] for each in twice} == {person}


def test_nobody_is_proposed_before_the_office_has_judged():
    seen, plan = planned().situation, planned().plan
    nz = seen.register.arrangements["nz-150"]
    judged = replace(nz.criteria[0], id="best-interests", test=None, text=None, decided_by=DecidedBy.OFFICE)
    changed = seen.register.arrangements | {"nz-150": replace(nz, criteria=(*nz.criteria, judged))}
    register = replace(seen.register, terms=replace(seen.register.terms, arrangements=changed))
    found = check(Situation(register, seen.on, seen.known, seen.assumptions), plan)
    open_still = [each for each in found if each.code == "plan_not_settled"]
    assert {each.params["case"] for each in open_still} == {
        one.case for one in plan.placings if one.arrangement == "nz-150"
    }
    assert "has still to judge “best-interests”" in words.fault(open_still[0])


def linked(case, other, link):
    """The same situation with one more tie."""
    seen = planned().situation
    tables = seen.register.tables
    row = {"case": case, "other_case": other, "link": link, "effective": date(2016, 1, 1), "known": date(2016, 1, 1),
           "source": "synthetic", "row": 9999}  # fmt: skip
    links = pl.concat(
        [tables.links, pl.DataFrame([row], schema_overrides=tables.links.schema)], how="diagonal_relaxed"
    )
    register = replace(seen.register, tables=replace(tables, links=links))
    return Situation(register, seen.on, seen.known, seen.assumptions)


@pytest.mark.parametrize(
    ("link", "to", "code"),
    [
        ("keep_apart", "nz-150", "plan_not_kept_apart"),
        ("same_country", "us-2016", "plan_not_same_country"),
        ("travel_together", "us-2016", "plan_not_together"),
    ],
)
def test_ties_are_kept(link, to, code):
    plan = planned().plan
    one = first(plan, "nz-150")
    other = next(each for each in plan.placings if each.arrangement == to and each.case != one.case)
    assert code in codes(linked(one.case, other.case, link), plan)


def test_a_case_that_travels_with_another_is_not_placed_alone():
    plan = planned().plan
    assert "plan_not_together" in codes(
        linked(first(plan, "nz-150").case, plan.left[0].case, "travel_together"), plan
    )
