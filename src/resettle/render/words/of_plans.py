"""Words for a plan that the solver did not give, or that the check finds wrong: each is a defect of the software."""

from collections.abc import Mapping
from datetime import date

from resettle.engine.errors import Where
from resettle.render.words.template import Words

REPORT = "This is a defect of Resettle, and the plan is not shown: please report it with the register or a small copy of it."
_CASE = Where("plan", 0, "C-0100")
_PLAN = Where("plan")


def _words(cause: str, sentence: str, **example: object) -> Words:
    return Words(cause, sentence, REPORT, _CASE if "case" in example else _PLAN, example)


PLANS: Mapping[str, Words] = {
    "solver_failed": Words(
        "The solver stopped without a plan that can be used.",
        "there is no plan. {why:long}.",
        "This is a defect of Resettle: please report it.",
        Where(),
        {"why": "The solver stopped without an answer: Unknown"},
    ),
    "plan_case_twice": _words(
        "A case is told of more than once.",
        "case {case} is told of {times:time|times}.",
        case="C-0100", times=2,
    ),
    "plan_case_unknown": _words(
        "A case is told of that has no members.",
        "case {case} has no members on that day.",
        case="C-0100",
    ),
    "plan_case_missing": _words(
        "A case is not told of.",
        "case {case} is neither placed, left nor under way.",
        case="C-0100",
    ),
    "plan_case_not_whole": _words(
        "A case is not placed whole.",
        "case {case} has {members:member|members}, and {people} are placed.",
        case="C-0100", people=3, members=4,
    ),
    "plan_offer_unknown": _words(
        "A case is placed in an offer that is not there.",
        "there is no offer {offer:q} as it is told for case {case}.",
        case="C-0100", offer="nz-150/2026",
    ),
    "plan_not_resettlement": _words(
        "A case is placed where there is no resettlement.",
        "case {case} is placed where the solution is {solution}.",
        case="C-0100", solution="local_settlement",
    ),
    "plan_not_in_force": _words(
        "A case is placed in an arrangement that is not in force.",
        "case {case} is placed in {arrangement:q}, which is not in force.",
        case="C-0100", arrangement="us-2016",
    ),
    "plan_rules_not_in_force": _words(
        "A case is placed in an arrangement none of whose criteria is in force.",
        "case {case} is placed in {arrangement:q}, none of whose criteria is in force that day.",
        case="C-0100", arrangement="us-2016",
    ),
    "plan_without_consent": _words(
        "A case is placed without a consent that is needed.",
        "case {case} is placed without the consent of {party}.",
        case="C-0100", party="AUS",
    ),
    "plan_offer_not_running": _words(
        "A case is placed in an offer that does not run that day.",
        "case {case} is placed in {offer:q}, which does not run that day.",
        case="C-0100", offer="nz-150/2014-15",
    ),
    "plan_not_willing": _words(
        "Someone is placed who has not said yes.",
        "case {case} is placed in {arrangement:q} and not every member has said yes.",
        case="C-0100", person="P-0412", arrangement="nz-150",
    ),
    "plan_not_eligible": _words(
        "A case is placed that does not meet a criterion, or of which that is not known.",
        "case {case} is placed, and criterion {criterion:q} is {answer}.",
        case="C-0100", criterion="recognised", answer="not_met",
    ),
    "plan_not_settled": _words(
        "A case is placed before the office has judged a point.",
        "case {case} is placed, and the office has still to judge {criterion:q}.",
        case="C-0100", criterion="best-interests",
    ),
    "plan_conditions_wrong": _words(
        "A placing does not say on what it is conditional.",
        "case {case} is conditional on {expected}, and the plan says {told}.",
        case="C-0100", expected=["security"], told=[],
    ),
    "plan_way_open": _words(
        "Someone is placed who has a way open already.",
        "person {person} of case {case} has a way open, or has arrived.",
        case="C-0100", person="P-0412",
    ),
    "plan_person_twice": _words(
        "Somebody is placed twice.",
        "person {person} of case {case} is in another placing too.",
        case="C-0100", person="P-0412",
    ),
    "plan_denied_there": _words(
        "A case is placed where it was denied.",
        "person {person} of case {case} was denied there on {on}.",
        case="C-0100", person="P-0412", on=date(2016, 11, 14),
    ),
    "plan_rejoins_wrong": _words(
        "The relatives whom a placing rejoins are not told as they are.",
        "case {case} rejoins {counted} and {told} are told.",
        case="C-0100", counted=2, told=0,
    ),
    "plan_partings_wrong": _words(
        "The relatives from whom a placing parts somebody are not told as they are.",
        "case {case} parts from {counted} and {told} are told.",
        case="C-0100", counted=2, told=0,
    ),
    "plan_without_reason": _words(
        "A case is left without a reason.",
        "case {case} is left, and nothing is said of {arrangement:q}.",
        case="C-0100", arrangement="us-2016",
    ),
    "plan_not_under_way": _words(
        "A case is told of as under way that is not.",
        "case {case} has no way open.",
        case="C-0100",
    ),
    "plan_ledger_wrong": _words(
        "The places of a limit are not told as the acts come to.",
        "the ledger of {limit:q} is not what its acts come to.",
        limit="nz-150/2016-17",
    ),
    "plan_places_unknown": _words(
        "Cases are placed where the places are unknown.",
        "cases are placed in {limit:q}, where {unknown} is unknown.",
        limit="us-2016/one-off", unknown=["us-2016/one-off"],
    ),
    "plan_over_limit": _words(
        "More are placed than there are places.",
        "on {day}, {over:place|places} more than there are in {limit:q} would be taken.",
        limit="nz-150/2016-17", day=date(2026, 3, 2), over=1,
    ),
    "plan_not_kept_apart": _words(
        "Cases that must be kept apart are placed in one country.",
        "case {case} is not kept apart from another as its link demands.",
        case="C-0100", other="C-0101",
    ),
    "plan_not_same_country": _words(
        "Cases that go to the same country do not.",
        "cases {case} and {other} do not go to the same country.",
        case="C-0100", other="C-0101",
    ),
    "plan_not_together": _words(
        "Cases that travel together do not.",
        "cases {case} and {other} do not travel together.",
        case="C-0100", other="C-0101",
    ),
    "plan_value_wrong": _words(
        "What a plan says it reaches is not what its placings add up to.",
        "tier {tier:q} is told as {told}, and comes to {counted}.",
        tier="people", told=10, counted=9,
    ),
    "plan_bound_wrong": _words(
        "A bound is below what is reached.",
        "tier {tier:q} reaches {value}, above its bound, {told}.",
        tier="people", told=9, value=10,
    ),
    "plan_use_wrong": _words(
        "What a plan says it proposes of a limit is not what its placings take.",
        "of {limit:q} the plan is told to propose {told}, and its placings take {counted}.",
        limit="nz-150/2016-17", told=10, counted=9,
    ),
}  # fmt: skip
