"""
Admission: an act of ours that would exceed a limit on any day is refused; what is reality is recorded, and flagged.

It looks at the acts concerned and at the counts of the limits above, never at everything that was recorded. What
needs no count is told first (``consider``), so that the limits are locked as late as can be.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from resettle.engine.errors import Fault, Where
from resettle.engine.registry.acts import Act, Replay, Unlisted, in_order, told_once
from resettle.engine.registry.courses import Change, Claims, Course, Courses, changes_of
from resettle.engine.registry.limits import Limits, turns
from resettle.engine.registry.places import Assumptions, Ledger, days_from, ledgers
from resettle.engine.registry.stages import ASKS, OPEN, OURS, TRANSITIONS, Stage


@dataclass(frozen=True, slots=True)
class Admission:
    """What is wrong with recording an act, and what it changes; the changes are appended if it is recorded."""

    faults: tuple[Fault, ...]
    changes: tuple[Change, ...]


def admit(
    limits: Limits,
    counted: Callable[[Sequence[Change]], Courses],
    related: Iterable[Act],
    act: Act,
    last_known: date,
    assumptions: Assumptions | None = None,
) -> Admission:
    """
    Whether an act may be recorded, and what it changes.

    ``counted``: gives the counts of the limits that changes are of; asked last, and only if there are any, so that
    whoever stores acts locks these limits then. ``related``: the recorded acts ``concerned``, every one; ``last_known``:
    the latest day on which any recorded act was learned (``date.min`` if there is none). One of ours is refused if the
    table does not list it, if it asks for a place of an offer that is over, if it follows what was learned out of order,
    if anyone in it has a way open elsewhere, or if it would exceed any limit *on any day*, whatever order acts were
    recorded in. Anything else is reality: the same faults come back as warnings.
    """
    considered = consider(limits, related, act, last_known)
    if not considered.changes:
        return considered
    over = exceeded(limits, counted(considered.changes), act, considered.changes, assumptions)
    return replace(considered, faults=(*considered.faults, *over))


def consider(limits: Limits, related: Iterable[Act], act: Act, last_known: date) -> Admission:
    """As ``admit``, save whether a limit would be exceeded: all that needs no count of a limit."""
    before = list(related)
    misplaced = [*_misplaced(limits, act, last_known)]
    if any(fault.code == "act_unknown_offer" for fault in misplaced):
        return Admission(tuple(misplaced), ())
    was, now = _told(limits, before, act), _told(limits, [*before, act], act)
    faults = [*misplaced, *_unlisted(was, now), *_elsewhere(was, now, act)]
    return Admission(
        tuple(_by_reality(act, fault) for fault in faults), tuple(changes_of(limits, before, act))
    )


def exceeded(
    limits: Limits,
    courses: Courses,
    act: Act,
    changes: Iterable[Change],
    assumptions: Assumptions | None = None,
) -> list[Fault]:
    """Every limit that the changes of an act would exceed on some day, with the first such day, by all we know."""
    after = _After(courses, changes)
    found = (_first_excess(limits, limit, after, act, assumptions or {}) for limit in after.limits)
    return [_by_reality(act, fault) for fault in found if fault]


def _by_reality(act: Act, fault: Fault) -> Fault:
    """What happened is recorded whatever is wrong, if only it has happened, and there is an offer to record it in."""
    stops = act.kind in OURS or fault.code in ("act_unknown_offer", "act_known_before_done")
    return fault if stops else replace(fault, severity="warning")


def _misplaced(limits: Limits, act: Act, last: date) -> Iterator[Fault]:
    offer = limits.by_id.get(act.offer)
    if offer is None or not offer.is_offer:
        yield _fault("act_unknown_offer", act, offer=act.offer)
    elif act.kind in ASKS and offer.until and act.effective > offer.until:
        yield _fault("act_offer_over", act, offer=act.offer, until=offer.until, effective=act.effective)
    if act.effective > act.known:
        yield _fault("act_known_before_done", act, effective=act.effective, known=act.known)
    if act.kind in OURS and act.known < last:
        yield _fault("act_learned_out_of_order", act, known=act.known, last=last)


@dataclass(frozen=True, slots=True)
class _Told:
    """What acts come to for the people of one: steps not listed; and their ways, from its day on, day by day."""

    wrong: list[Unlisted]
    ways: Mapping[date, "_Ways"]


_Ways = Mapping[str, Sequence[str]]
"""person → offers of resettlement in which the person has a way open, or has arrived."""


def _told(limits: Limits, acts: Iterable[Act], act: Act) -> _Told:
    told = Replay()
    ways: dict[str, tuple[str, ...]] = {}
    found: dict[date, _Ways] = {act.effective: ways}
    for one in in_order(acts):
        moved = told.tell(one)
        for person, _, now in moved if one.offer in limits.resettling else ():
            if person in act.persons:
                others = tuple(offer for offer in ways.get(person, ()) if offer != one.offer)
                is_open = now.stage in OPEN or now.stage is Stage.ARRIVED
                ways = {**ways, person: (*others, one.offer) if is_open else others}
        found[max(one.effective, act.effective)] = ways
    return _Told(told.wrong, found)


def _unlisted(was: _Told, now: _Told) -> Iterator[Fault]:
    """Steps that the table does not list, of this act or, once it is recorded, of those after it."""
    already = {(wrong.act.id, wrong.person) for wrong in was.wrong}
    new = [wrong for wrong in now.wrong if (wrong.act.id, wrong.person) not in already]
    for wrong, persons in told_once(new):
        if wrong.alone:
            yield _fault("act_joins_nobody", wrong.act, persons=persons, offer=wrong.act.offer)
        else:
            begins = [stage or "not yet proposed" for stage in TRANSITIONS[wrong.act.kind].begins]
            yield _fault(
                "act_not_listed",
                wrong.act,
                persons=persons,
                stage=wrong.stage or "not yet proposed",
                begins=begins,
            )


def _elsewhere(was: _Told, now: _Told, act: Act) -> Iterator[Fault]:
    """At most one way open per person: nobody is proposed or submitted twice, on any day from this act's on."""
    for day, ways in now.ways.items():
        for person in act.persons:
            open_now = ways.get(person, ())
            if len(open_now) > 1 and len(_last(was.ways, day).get(person, ())) < len(open_now):
                yield _fault("act_way_open_elsewhere", act, person=person, day=day, offers=sorted(open_now))
                return


def _last(ways: Mapping[date, _Ways], day: date) -> _Ways:
    """Those of the last day, by a day, on which they changed."""
    return ways[max(one for one in ways if one <= day)]


def _first_excess(
    limits: Limits, limit: str, after: "_After", act: Act, assumptions: Assumptions
) -> Fault | None:
    one, added = limits.by_id[limit], after.added[limit]
    days = days_from(added.days[0], after.days(limit, date.max), turns(one))
    for now in ledgers(limits, limit, after, days, date.max, assumptions):
        if over := _over(now, added.on(now.on), act):
            params: dict[str, object] = {
                "limit": limit,
                "day": now.on,
                "unit": one.unit,
                "effective": act.effective,
            }
            params |= {"needed": added.on(now.on).claimed, "over": over}
            if act.kind in OURS:
                return _fault("act_exceeds_limit", act, **params)
            return _fault("limit_exceeded_by_act", act, **params)
    return None


def _over(now: Ledger, added: Claims, act: Act) -> int:
    """
    How many places too many an act takes on a day, by the ledger of that day with what it adds.

    Claims may lie beyond the places by the planned over-submission; those that a State has accepted may not, nor may
    what we add beside these, as all of it may be accepted.
    """
    if now.at_most is None:
        return 0
    beyond = min(added.claimed, now.claimed - now.over_submission - now.at_most)
    firm = min(added.accepted, now.accepted - now.at_most)
    if act.kind in OURS:
        firm = min(added.claimed, now.accepted - added.accepted + added.claimed - now.at_most)
    return max(0, beyond, firm)


class _After:
    """
    Courses once an act is recorded: as they were, and what it changes, from the first day on which it does.

    All that is known counts, whenever it was learned.
    """

    def __init__(self, before: Courses, changes: Iterable[Change]) -> None:
        self._before = before
        found: dict[str, dict[date, Claims]] = {}
        for one in changes:
            days = found.setdefault(one.limit, {})
            days[one.day] = days.get(one.day, Claims()).plus(one.by)
        self.added = {limit: course for limit, days in found.items() if (course := Course(days)).days}

    @property
    def limits(self) -> Sequence[str]:
        """Those whose counts the act changes."""
        return list(self.added)

    def claims(self, limit: str, on: date, known: date) -> Claims:
        return self._before.claims(limit, on, known).plus(self.added[limit].on(on))

    def days(self, limit: str, known: date) -> Sequence[date]:
        before, added = self._before.days(limit, known), self.added[limit].days
        return days_from(added[0], before, added)


def _fault(code: str, act: Act, **params: object) -> Fault:
    return Fault(code, Where(file="acts", key=act.id), {"case": act.case, "act": act.kind.value, **params})
