"""Admission: an act of ours that would exceed a limit on any day is refused; what is reality is recorded, and flagged."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from resettle.engine.errors import Fault, Where
from resettle.engine.registry import acts as replaying
from resettle.engine.registry.acts import Act, Standing
from resettle.engine.registry.limits import Limits, turns
from resettle.engine.registry.places import Assumptions, days_from, ledger, room
from resettle.engine.registry.stages import OPEN, OURS, TRANSITIONS, Stage


def admit(
    limits: Limits, recorded: Iterable[Act], act: Act, assumptions: Assumptions | None = None
) -> list[Fault]:
    """
    What is wrong with recording an act; nothing if it may be recorded.

    One of ours is refused if the table does not list it, if it follows what was learned
    out of order, if anyone in it has a way open elsewhere, or if it would exceed any limit *on any day*, whatever
    order acts were recorded in. Anything else is reality: the same faults come back as warnings.
    """
    before = list(recorded)
    after = [*before, act]
    faults = [*_misplaced(limits, before, act)]
    if not faults:
        faults = [*_unlisted(before, after), *_elsewhere(limits, before, after, act)]
        faults += _exceeded(limits, before, after, act, assumptions or {})
    if act.kind in OURS:
        return faults
    return [
        fault if fault.code == "act_unknown_offer" else replace(fault, severity="warning") for fault in faults
    ]


def _misplaced(limits: Limits, recorded: list[Act], act: Act) -> Iterator[Fault]:
    offer = limits.by_id.get(act.offer)
    if offer is None or not offer.is_offer:
        yield _fault("act_unknown_offer", act, offer=act.offer)
    if act.effective > act.known:
        yield _fault("act_known_before_done", act, effective=act.effective, known=act.known)
    last = max((earlier.known for earlier in recorded), default=date.min)
    if act.kind in OURS and act.known < last:
        yield _fault("act_learned_out_of_order", act, known=act.known, last=last)


def _unlisted(before: list[Act], after: list[Act]) -> Iterator[Fault]:
    already = {(wrong.act.id, wrong.person) for wrong in replaying.unlisted(before)}
    for wrong in replaying.unlisted(after):
        if (wrong.act.id, wrong.person) not in already:
            begins = [stage or "not yet proposed" for stage in TRANSITIONS[wrong.act.kind].begins]
            yield _fault(
                "act_not_listed",
                wrong.act,
                person=wrong.person,
                stage=wrong.stage or "not yet proposed",
                begins=begins,
            )


def _elsewhere(limits: Limits, before: list[Act], after: list[Act], act: Act) -> Iterator[Fault]:
    """At most one way open per person: nobody is proposed or submitted twice, on any day from this act's on."""
    theirs = [one for one in after if set(one.persons) & set(act.persons)]
    for day in days_from(theirs, [], act.effective):
        stands = replaying.replay(theirs, day)
        was = replaying.replay([one for one in before if one in theirs], day)
        for person in act.persons:
            ways = _ways(limits, stands, person)
            if len(ways) > 1 and len(_ways(limits, was, person)) < len(ways):
                yield _fault("act_way_open_elsewhere", act, person=person, day=day, offers=sorted(ways))
                return


def _ways(limits: Limits, stands: Mapping[tuple[str, str], Standing], person: str) -> list[str]:
    """Offers of resettlement in which a person has a way open, or has arrived."""
    mine = [(offer, at.stage) for (who, offer), at in stands.items() if who == person]
    resettling = {name for name, limit in limits.by_id.items() if limit.resettles}
    return [offer for offer, stage in mine if stage in {*OPEN, Stage.ARRIVED} and offer in resettling]


def _exceeded(
    limits: Limits, before: list[Act], after: list[Act], act: Act, assumptions: Assumptions
) -> Iterator[Fault]:
    for limit in limits.above(act.offer):
        for day in days_from(after, turns(limit), act.effective):
            was = ledger(limits, limit.id, before, day, date.max, assumptions)
            now = ledger(limits, limit.id, after, day, date.max, assumptions)
            left = room(now)
            if left is not None and left < 0 and now.claimed > was.claimed:
                over = min(-left, now.claimed - was.claimed)
                yield _fault("act_exceeds_limit", act, limit=limit.id, day=day, needed=now.claimed - was.claimed,
                             over=over, unit=limit.unit)  # fmt: skip
                break


def _fault(code: str, act: Act, **params: object) -> Fault:
    return Fault(code, Where(file="acts", key=act.id), {"case": act.case, "act": act.kind.value, **params})
