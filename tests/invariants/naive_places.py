"""
The slow model of places and of admission: every act is told anew for every day and every limit, and all are looked at.

``courses``, ``places`` and ``admission`` must agree with it.
"""

from collections import Counter
from dataclasses import replace
from datetime import date

from resettle.engine.errors import Fault, Where
from resettle.engine.registry.acts import Standing, Unlisted, in_order
from resettle.engine.registry.arrangements import CountsAt, Fate, Unit
from resettle.engine.registry.courses import Claims
from resettle.engine.registry.history import visible
from resettle.engine.registry.limits import places_on, turns
from resettle.engine.registry.places import Ledger
from resettle.engine.registry.stages import OPEN, OURS, TRANSITIONS, ActKind, Claim, Stage, claim

STRENGTH = [Claim.NOTHING, Claim.PROPOSED, Claim.HELD, Claim.USED]
MOVE_NOBODY = {*OURS, ActKind.JOIN, ActKind.LEAVE, ActKind.RECONSIDER, ActKind.CONFIRM}
"""Acts that move nobody from where the table does not list them."""
ACCEPTED = {Stage.ACCEPTED, Stage.PRE_DEPARTURE, Stage.DEPARTED, Stage.ARRIVED}


def told(acts, on):
    """Where everybody stands at the end of a day; every step by then that the table does not list."""
    standing, wrong = {}, []
    for act in in_order(act for act in acts if act.effective <= on):
        line, standing_before = TRANSITIONS[act.kind], dict(standing)
        for person in act.persons:
            was = standing.get((person, act.offer))
            stage = was.stage if was else None
            ends = beside_others(standing_before, act) if act.kind is ActKind.JOIN else line.ends
            listed = stage in line.begins
            if ends is None:
                wrong.append(Unlisted(act, person, stage, listed))
            elif not listed:
                wrong.append(Unlisted(act, person, stage))
            stays = listed and stage is ends
            if ends is not None and not stays and (listed or act.kind not in MOVE_NOBODY):
                standing[person, act.offer] = Standing(ends, act.effective, act.case)
    return standing, wrong


def beside_others(standing, act):
    """
    Where somebody joins: as the others of the case who have a way open in the offer stand, by the strongest claim, then the
    latest stage; but no further than submitted, for no State has accepted who comes late.
    """
    stages = [
        at.stage
        for (person, offer), at in standing.items()
        if offer == act.offer and at.case == act.case and person not in act.persons and at.stage in OPEN
    ]
    latest = [
        Stage.PROPOSED,
        Stage.SUBMITTED,
        Stage.DEFERRED,
        Stage.ACCEPTED,
        Stage.PRE_DEPARTURE,
        Stage.DEPARTED,
    ]
    strength = [STRENGTH.index(claim(stage, CountsAt.DEPARTURE)) for stage in latest]
    reached = max(
        stages, key=lambda stage: (strength[latest.index(stage)], latest.index(stage)), default=None
    )
    return Stage.SUBMITTED if reached in {*ACCEPTED, Stage.DEPARTED} else reached


def counts(limits, limit, acts, on, known):
    """Persons, or cases by their strongest claim, that propose, hold and use places; how many a State has accepted."""
    one = limits.by_id[limit]
    offers = [name for name in limits.by_id if one in limits.above(name) and limits.by_id[name].is_offer]
    standing, _ = told((act for act in acts if act.offer in offers and act.known <= known), on)
    strongest, accepted = {}, set()
    for (person, offer), at in standing.items():
        holder = (person if one.unit is Unit.PERSONS else at.case, offer)
        kind = claim(at.stage, limits.by_id[offer].counts_at)
        strongest[holder] = max(strongest.get(holder, Claim.NOTHING), kind, key=STRENGTH.index)
        if at.stage in ACCEPTED:
            accepted.add(holder)
    kinds = Counter(strongest.values())
    return Claims(*(kinds[kind] for kind in STRENGTH[1:]), len(accepted))


def ledger(limits, limit, acts, on, known, assumptions=None):
    one, assumed = limits.by_id[limit], assumptions or {}
    counted = counts(limits, limit, acts, on, known)
    fates = fates_of(limits, one, acts, on, known, assumed)
    return Ledger(
        limit=limit,
        on=on,
        unit=one.unit,
        offered=places_on(one.places, on, known),
        assumed=assumed.get(limit),
        others={taken.id: taken_by(taken, on, known, assumed) for taken in one.others},
        proposed=counted.proposed,
        held=counted.held,
        used=counted.used,
        reallocated=fates[Fate.REALLOCATED],
        lapsed=fates[Fate.LAPSED],
        over=one.until is not None and one.until < on,
        accepted=counted.accepted,
        over_submission=planned_over(limits, one, on, known),
    )


def planned_over(limits, limit, on, known):
    """What the offer plans, or those in the quota that count in its unit."""
    offers = [one for one in limits.by_id.values() if one.is_offer and limit in limits.above(one.id)]
    entries = [one.over_submission[0] for one in offers if one.over_submission and one.unit is limit.unit]
    return sum(places_on(one, on, known).number or 0 for one in entries)


def tightest(limits, limit, acts, on, known, assumptions=None):
    days = days_from(acts, turns(limits.by_id[limit]), on)
    ledgers = [ledger(limits, limit, acts, day, known, assumptions) for day in days]
    return min(ledgers, key=lambda one: (one.free is not None, one.free or 0, one.on))


def breaches(limits, acts, known, assumptions=None):
    found = []
    for limit in limits.by_id:
        days = [*turns(limits.by_id[limit]), *(act.effective for act in acts if act.known <= known)]
        told = {day: ledger(limits, limit, acts, day, known, assumptions) for day in sorted(set(days))}
        if any(one.claimed for one in told.values()):
            over = [(limit, day, too_many(one)) for day, one in told.items() if too_many(one) > 0]
            found += over[:1]
    return found


def taken_by(others, on, known, assumptions):
    stated = places_on(others.places, on, known).number
    return assumptions.get(others.id) if stated is None else stated


def fates_of(limits, limit, acts, on, known, assumptions):
    told = Counter()
    for entry in visible(limit.not_taken, known):
        if entry.effective > on:
            continue
        number = entry.number
        if number is None:
            stated = places_on(limit.places, entry.effective, known).number
            size = assumptions.get(limit.id, 0) if stated is None else stated
            claimed = counts(limits, limit.id, acts, entry.effective, known).claimed
            number = max(0, size - claimed - told.total())
        told[entry.fate] += number
    return told


def admit(limits, before, act, assumptions=None):
    """The faults of recording an act after others."""
    after = [*before, act]
    faults = [*misplaced(limits, before, act)]
    if not any(fault.code == "act_unknown_offer" for fault in faults):
        faults += [*unlisted(before, after), *elsewhere(limits, before, after, act)]
        faults += exceeded(limits, before, after, act, assumptions or {})
    if act.kind in OURS:
        return faults
    stops = ("act_unknown_offer", "act_known_before_done")
    return [fault if fault.code in stops else replace(fault, severity="warning") for fault in faults]


def misplaced(limits, before, act):
    offer = limits.by_id.get(act.offer)
    if offer is None or not offer.is_offer:
        yield a_fault("act_unknown_offer", act, offer=act.offer)
    elif act.kind in (ActKind.PROPOSE, ActKind.SUBMIT) and act.effective > (offer.until or date.max):
        yield a_fault("act_offer_over", act, offer=act.offer, until=offer.until, effective=act.effective)
    if act.effective > act.known:
        yield a_fault("act_known_before_done", act, effective=act.effective, known=act.known)
    last = max((earlier.known for earlier in before), default=date.min)
    if act.kind in OURS and act.known < last:
        yield a_fault("act_learned_out_of_order", act, known=act.known, last=last)


def unlisted(before, after):
    already = {(wrong.act.id, wrong.person) for wrong in told(before, date.max)[1]}
    new = [wrong for wrong in told(after, date.max)[1] if (wrong.act.id, wrong.person) not in already]
    for wrong in new:
        alike = [
            one for one in new if (one.act, one.stage, one.alone) == (wrong.act, wrong.stage, wrong.alone)
        ]
        if wrong is not alike[0]:
            continue
        persons = [one.person for one in alike]
        if wrong.alone:
            yield a_fault("act_joins_nobody", wrong.act, persons=persons, offer=wrong.act.offer)
            continue
        begins = [stage or "not yet proposed" for stage in TRANSITIONS[wrong.act.kind].begins]
        stage = wrong.stage or "not yet proposed"
        yield a_fault("act_not_listed", wrong.act, persons=persons, stage=stage, begins=begins)


def elsewhere(limits, before, after, act):
    for day in days_from(after, [], act.effective):
        now, was = told(after, day)[0], told(before, day)[0]
        for person in act.persons:
            open_now = ways(limits, now, person)
            if len(open_now) > 1 and len(ways(limits, was, person)) < len(open_now):
                yield a_fault("act_way_open_elsewhere", act, person=person, day=day, offers=sorted(open_now))
                return


def ways(limits, stands, person):
    mine = [(offer, at.stage) for (who, offer), at in stands.items() if who == person]
    resettling = {name for name, limit in limits.by_id.items() if limit.resettles}
    return [offer for offer, stage in mine if stage in {*OPEN, Stage.ARRIVED} and offer in resettling]


def exceeded(limits, before, after, act, assumptions):
    for limit in limits.above(act.offer):
        for day in days_from(after, turns(limit), act.effective):
            was = ledger(limits, limit.id, before, day, date.max, assumptions)
            now = ledger(limits, limit.id, after, day, date.max, assumptions)
            needed, accepted, over = now.claimed - was.claimed, now.accepted - was.accepted, 0
            if room(now) is not None and needed > 0:
                over = min(needed, -(room(now) + now.over_submission))
                if act.kind in OURS:
                    over = max(over, min(needed, was.accepted + needed - (room(now) + now.claimed)))
            if room(now) is not None and accepted > 0:
                over = max(over, min(accepted, now.accepted - (room(now) + now.claimed)))
            if over > 0:
                code = "act_exceeds_limit" if act.kind in OURS else "limit_exceeded_by_act"
                yield a_fault(code, act, limit=limit.id, day=day, needed=needed, over=over, unit=limit.unit,
                              effective=act.effective)  # fmt: skip
                break


def room(now):
    if now.size is None:
        return None
    return now.size - sum(n or 0 for n in now.others.values()) - now.claimed - now.reallocated - now.lapsed


def too_many(now):
    """Claims beyond places and planned over-submission, or accepted beyond places."""
    left = room(now)
    return 0 if left is None else max(-(left + now.over_submission), now.accepted - (left + now.claimed))


def days_from(acts, changes, first):
    """Every day from the first on which a count or a limit can change."""
    return sorted({first, *(d for d in (*changes, *(act.effective for act in acts)) if d >= first)})


def a_fault(code, act, **params):
    return Fault(code, Where(file="acts", key=act.id), {"case": act.case, "act": act.kind.value, **params})
