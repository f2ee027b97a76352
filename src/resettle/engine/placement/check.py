"""Finds what is wrong with a plan without the solver, the problem, or anything that made it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

import polars as pl

from resettle.engine.dates import PartialDate
from resettle.engine.errors import Fault, Where
from resettle.engine.placement.plan import Placing, Plan
from resettle.engine.registry.arrangements import Solution
from resettle.engine.registry.codes import CLOSE_RELATIVES
from resettle.engine.registry.criteria import DecidedBy
from resettle.engine.registry.limits import places_on, turns
from resettle.engine.registry.places import ledger
from resettle.engine.registry.situation import Situation
from resettle.engine.registry.stages import Stage
from resettle.engine.screening.reference import Answer, findings_of


def check(situation: Situation, plan: Plan) -> list[Fault]:
    """Every fault of a plan; empty if it is lawful and says what is so. Asks the register afresh, row by row."""
    return [fault for one in CHECKS for fault in one(situation, plan)]


def each_case_once(situation: Situation, plan: Plan) -> Iterator[Fault]:
    """Every case with members is placed, left or under way: once, and whole."""
    told = Counter(
        [*(placing.case for placing in plan.placings), *(left.case for left in plan.left), *plan.under_way]
    )
    for case, times in sorted(told.items()):
        if times > 1:
            yield _fault("plan_case_twice", case, times=times)
        if case not in situation.persons_of:
            yield _fault("plan_case_unknown", case)
    for case in situation.persons_of:
        if case not in told:
            yield _fault("plan_case_missing", case)
    for placing in plan.placings:
        size = len(situation.persons_of.get(placing.case, ()))
        if placing.people != size:
            yield _fault("plan_case_not_whole", placing.case, people=placing.people, members=size)


def only_where_open(situation: Situation, plan: Plan) -> Iterator[Fault]:
    """Only resettlement, in force, with every consent, in an offer that is running."""
    for placing in plan.placings:
        one = situation.register.arrangements.get(placing.arrangement)
        if (
            one is None
            or placing.offer not in {name for name, _ in one.limits()}
            or placing.country != one.country
        ):
            yield _fault("plan_offer_unknown", placing.case, offer=placing.offer)
            continue
        status = situation.status_of(one.id)
        if one.solution is not Solution.RESETTLEMENT:
            yield _fault("plan_not_resettlement", placing.case, solution=one.solution.value)
        if status is None or not status.status.open:
            yield _fault("plan_not_in_force", placing.case, arrangement=one.id)
        for consent in situation.consents_of(one.id):
            if not consent.satisfied:
                yield _fault("plan_without_consent", placing.case, party=consent.party)
        offer = dict(one.limits())[placing.offer]
        if offer.begins > situation.on or (offer.until and offer.until < situation.on):
            yield _fault("plan_offer_not_running", placing.case, offer=placing.offer)


def only_the_willing(situation: Situation, plan: Plan) -> Iterator[Fault]:
    """Each member has said yes to that arrangement."""
    said = situation.willingness.filter(pl.col("willing")).select("person", "arrangement")
    willing = set(said.iter_rows())
    for placing in plan.placings:
        for person in situation.persons_of.get(placing.case, ()):
            if (person, placing.arrangement) not in willing:
                yield _fault("plan_not_willing", placing.case, person=person, arrangement=placing.arrangement)


def only_the_eligible(situation: Situation, plan: Plan) -> Iterator[Fault]:
    """Each criterion is met, row by row; only the receiving State's judgement may be open, and the plan says so."""
    for placing in plan.placings:
        if placing.arrangement not in situation.arrangements or placing.case not in situation.persons_of:
            continue
        if situation.rules_not_in_force(placing.arrangement):
            yield _fault("plan_rules_not_in_force", placing.case, arrangement=placing.arrangement)
        open_points = []
        for finding in findings_of(situation, placing.case, placing.arrangement):
            if not finding.criterion.excludes or finding.answer is Answer.NOT_IN_FORCE:
                continue
            if finding.answer in (Answer.NOT_MET, Answer.UNKNOWN):
                yield _fault(
                    "plan_not_eligible",
                    placing.case,
                    criterion=finding.criterion.id,
                    answer=finding.answer.value,
                )
            elif finding.judged_by - {DecidedBy.RECEIVING_STATE}:
                yield _fault("plan_not_settled", placing.case, criterion=finding.criterion.id)
            elif finding.answer is Answer.JUDGEMENT:
                open_points.append(finding.criterion.id)
        if sorted(open_points) != sorted(placing.conditional_on):
            yield _fault(
                "plan_conditions_wrong", placing.case, expected=open_points, told=list(placing.conditional_on)
            )


def nobody_twice(situation: Situation, plan: Plan) -> Iterator[Fault]:
    """Nobody is in two placings, and nobody is proposed who has a way open, has arrived, or was denied there."""
    times = Counter(
        person for placing in plan.placings for person in situation.persons_of.get(placing.case, ())
    )
    for placing in plan.placings:
        for person in situation.persons_of.get(placing.case, ()):
            if times[person] > 1:
                yield _fault("plan_person_twice", placing.case, person=person)
            if person in situation.ways:
                yield _fault("plan_way_open", placing.case, person=person)
            for offer, at in situation.stands_of(person):
                if at.stage is Stage.DENIED and offer.partition("/")[0] == placing.arrangement:
                    yield _fault("plan_denied_there", placing.case, person=person, on=at.since)


def limits_kept(situation: Situation, plan: Plan) -> Iterator[Fault]:
    """No offer and no quota above it is exceeded, on that day or on any later one on which it changes."""
    for name, limit in situation.limits.by_id.items():
        placed = [one for one in plan.placings if limit in situation.limits.above(one.offer)]
        needed = len(placed) if limit.unit == "cases" else sum(
            len(situation.persons_of.get(one.case, ())) for one in placed
        )  # fmt: skip
        if not needed:
            continue
        for day in _turns(situation, name):
            size = places_on(limit.places, day, situation.known).number
            size = situation.assumptions.get(name) if size is None else size
            now = ledger(
                situation.limits, name, situation.courses, day, situation.known, situation.assumptions
            )
            if size is None or now.unknown:
                yield _fault("plan_places_unknown", "", limit=name, unknown=list(now.unknown))
                break
            gone = sum(number or 0 for number in now.others.values()) + now.reallocated + now.lapsed
            if needed + now.claimed + gone > size:
                yield _fault(
                    "plan_over_limit", "", limit=name, day=day, over=needed + now.claimed + gone - size
                )
                break


def ties_kept(situation: Situation, plan: Plan) -> Iterator[Fault]:
    """Linked cases go as their link demands, together with those already under way."""
    goes = {placing.case: placing for placing in plan.placings}
    countries = {**situation.bound_for, **{case: frozenset({one.country}) for case, one in goes.items()}}
    for one, other, link in situation.links.select("case", "other_case", "link").iter_rows():
        if one not in goes and other not in goes:
            continue
        here, there = countries.get(one, frozenset()), countries.get(other, frozenset())
        meet = bool(here & there)
        if link == "keep_apart" and meet:
            yield _fault("plan_not_kept_apart", one, other=other)
        if link in ("same_country", "same_town") and here and there and not meet:
            yield _fault("plan_not_same_country", one, other=other)
        if link == "travel_together" and not _together(goes, one, other, meet, situation):
            yield _fault("plan_not_together", one, other=other)


def values_told(situation: Situation, plan: Plan) -> Iterator[Fault]:
    """What the plan says it reaches is what its placings add up to, and no bound is below it."""
    priority = dict(situation.cases.select("case", "priority").iter_rows())
    reached = {
        "emergency": sum(priority.get(one.case) == "emergency" for one in plan.placings),
        "urgent": sum(priority.get(one.case) == "urgent" for one in plan.placings),
        "people": sum(len(situation.persons_of.get(one.case, ())) for one in plan.placings),
        "families_rejoined": _rejoining(situation, plan),
        "waiting": sum(_days_waited(situation, one) for one in plan.placings),
        "score": _scored(situation, plan),
    }
    for tier in plan.tiers:
        if tier.name in reached and tier.value != reached[tier.name]:
            yield _fault("plan_value_wrong", "", tier=tier.name, told=tier.value, counted=reached[tier.name])
        if tier.bound < tier.value:
            yield _fault("plan_bound_wrong", "", tier=tier.name, told=tier.bound, value=tier.value)


def limits_told(situation: Situation, plan: Plan) -> Iterator[Fault]:
    """What the plan says of each limit is what its placings take, and what the acts recorded come to."""
    for use in plan.limits:
        limit = situation.limits.by_id[use.ledger.limit]
        placed = [one for one in plan.placings if limit in situation.limits.above(one.offer)]
        counted = len(placed) if limit.unit == "cases" else sum(one.people for one in placed)
        if use.proposed != counted:
            yield _fault("plan_use_wrong", "", limit=limit.id, told=use.proposed, counted=counted)
        if use.ledger != situation.ledger(limit.id) or use.tightest != situation.tightest(limit.id):
            yield _fault("plan_ledger_wrong", "", limit=limit.id)


def families_told(situation: Situation, plan: Plan) -> Iterator[Fault]:
    """Every close relative whom a placing rejoins or parts from is named, and the cases that travel along."""
    bound = {
        person: {situation.country_of(offer) for offer in ways} for person, ways in situation.ways.items()
    }
    for placing in plan.placings:
        for person in situation.persons_of.get(placing.case, ()):
            bound.setdefault(person, set()).add(placing.country)
    close = situation.relatives.filter(pl.col("relationship").is_in(sorted(CLOSE_RELATIVES)))
    named = ("person", "relative", "country", "relative_person")
    told_of: dict[str, list[tuple[str, str | None, str | None]]] = {}
    for person, relative, country, registered in close.select(named).iter_rows():
        told_of.setdefault(person, []).append((relative, country, registered))
    for placing in plan.placings:
        rejoins, partings = set(), set()
        for person in situation.persons_of.get(placing.case, ()):
            for relative, country, registered in told_of.get(person, ()):
                if country == placing.country:
                    rejoins.add((person, relative))
                elif placing.country not in bound.get(registered or "", ()):
                    partings.add((person, relative))
        if rejoins != {(one.person, one.relative) for one in placing.rejoins}:
            yield _fault("plan_rejoins_wrong", placing.case, counted=len(rejoins), told=len(placing.rejoins))
        if partings != {(one.person, one.relative) for one in placing.partings}:
            yield _fault(
                "plan_partings_wrong", placing.case, counted=len(partings), told=len(placing.partings)
            )


def reasons_told(situation: Situation, plan: Plan) -> Iterator[Fault]:
    """Every case left has a reason for every arrangement; a case is under way only if somebody in it has a way."""
    for left in plan.left:
        for arrangement in situation.arrangements:
            if not left.why.get(arrangement):
                yield _fault("plan_without_reason", left.case, arrangement=arrangement)
    for case in plan.under_way:
        if case not in situation.bound_for:
            yield _fault("plan_not_under_way", case)


CHECKS: tuple[Callable[[Situation, Plan], Iterable[Fault]], ...] = (
    each_case_once,
    only_where_open,
    only_the_willing,
    only_the_eligible,
    nobody_twice,
    limits_kept,
    ties_kept,
    values_told,
    limits_told,
    families_told,
    reasons_told,
)


def _rejoining(situation: Situation, plan: Plan) -> int:
    """Placings of which some member has a close relative living in that country."""
    close = situation.relatives.filter(pl.col("relationship").is_in(sorted(CLOSE_RELATIVES)))
    lives = set(close.select("person", "country").iter_rows())
    members = situation.persons_of
    return sum(any((who, one.country) in lives for who in members.get(one.case, ())) for one in plan.placings)


def _days_waited(situation: Situation, placing: Placing) -> int:
    """Days that are sure, each member counted; none where it is unknown since when the case waits."""
    since = situation.facts_of_case(placing.case)["waiting_since"].value
    if not isinstance(since, PartialDate):
        return 0
    return max(0, (situation.on - since.latest).days) * len(situation.persons_of.get(placing.case, ()))


def _turns(situation: Situation, limit: str) -> list[date]:
    days = {*turns(situation.limits.by_id[limit]), *situation.courses.days(limit, situation.known)}
    return sorted({situation.on, *(day for day in days if day > situation.on)})


def _together(goes: Mapping[str, Placing], one: str, other: str, meet: bool, situation: Situation) -> bool:
    """Both in one offer; or, where one is under way already, both bound for one country."""
    if one in goes and other in goes:
        return goes[one].offer == goes[other].offer and other in goes[one].with_cases
    alone = other if one in goes else one
    return meet if alone in situation.persons_of else True


def _scored(situation: Situation, plan: Plan) -> int:
    """The user's own scores of the placings, in thousandths."""
    rows = situation.scores.drop_nulls("score").select("case", "arrangement", "score").iter_rows()
    given = {(case, to): round(score * 1000) for case, to, score in rows}
    return sum(given.get((one.case, one.arrangement), 0) for one in plan.placings)


def _fault(code: str, case: str, **params: object) -> Fault:
    return Fault(code, Where("plan", 0, case), {"case": case, **params} if case else params)
