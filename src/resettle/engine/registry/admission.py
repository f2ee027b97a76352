"""
Admission: an act of ours that would exceed a limit on any day is refused; what is reality is recorded, and flagged.

It looks at the acts concerned and at the counts of the limits above, never at everything that was recorded. What
needs no count is told first (``consider``), so that whoever stores acts locks the limits as late as can be.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from resettle.engine.errors import Fault, Where
from resettle.engine.registry import acts as replaying
from resettle.engine.registry.acts import Act, Replay
from resettle.engine.registry.courses import Change, Claims, Course, Courses, changes_of
from resettle.engine.registry.limits import Limits, turns
from resettle.engine.registry.places import Assumptions, ledger, room
from resettle.engine.registry.stages import OPEN, OURS, TRANSITIONS, Stage


@dataclass(frozen=True, slots=True)
class Admission:
    """What is wrong with recording an act, and what it changes; the changes are appended if it is recorded."""

    faults: tuple[Fault, ...]
    changes: tuple[Change, ...]

    @property
    def admitted(self) -> bool:
        return not any(fault.is_error for fault in self.faults)


def admit(
    limits: Limits,
    courses: Courses,
    related: Iterable[Act],
    act: Act,
    last_known: date,
    assumptions: Assumptions | None = None,
) -> Admission:
    """
    Whether an act may be recorded, and what it changes.

    ``related``: the recorded acts ``concerned``, every one; ``last_known``: the latest day on which any recorded act
    was learned (``date.min`` if there is none). One of ours is refused if the table does not list it, if it follows
    what was learned out of order, if anyone in it has a way open elsewhere, or if it would exceed any limit *on any
    day*, whatever order acts were recorded in. Anything else is reality: the same faults come back as warnings.
    """
    considered = consider(limits, related, act, last_known)
    over = exceeded(limits, courses, act, considered.changes, assumptions)
    return replace(considered, faults=(*considered.faults, *over))


def consider(limits: Limits, related: Iterable[Act], act: Act, last_known: date) -> Admission:
    """As ``admit``, save whether a limit would be exceeded: all that needs no count of a limit."""
    before = list(related)
    misplaced = [*_misplaced(limits, act, last_known)]
    if any(fault.code == "act_unknown_offer" for fault in misplaced):
        return Admission(tuple(misplaced), ())
    faults = [*misplaced, *_unlisted(before, act), *_elsewhere(limits, before, act)]
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
    """What happened is recorded whatever is wrong, if only there is an offer to record it in."""
    return (
        fault if act.kind in OURS or fault.code == "act_unknown_offer" else replace(fault, severity="warning")
    )


def _misplaced(limits: Limits, act: Act, last: date) -> Iterator[Fault]:
    offer = limits.by_id.get(act.offer)
    if offer is None or not offer.is_offer:
        yield _fault("act_unknown_offer", act, offer=act.offer)
    if act.effective > act.known:
        yield _fault("act_known_before_done", act, effective=act.effective, known=act.known)
    if act.kind in OURS and act.known < last:
        yield _fault("act_learned_out_of_order", act, known=act.known, last=last)


def _unlisted(before: list[Act], act: Act) -> Iterator[Fault]:
    """Steps that the table does not list, of this act or, once it is recorded, of those after it."""
    already = {(wrong.act.id, wrong.person) for wrong in replaying.unlisted(before)}
    for wrong in replaying.unlisted([*before, act]):
        if (wrong.act.id, wrong.person) not in already:
            begins = [stage or "not yet proposed" for stage in TRANSITIONS[wrong.act.kind].begins]
            yield _fault(
                "act_not_listed",
                wrong.act,
                person=wrong.person,
                stage=wrong.stage or "not yet proposed",
                begins=begins,
            )


def _elsewhere(limits: Limits, before: list[Act], act: Act) -> Iterator[Fault]:
    """At most one way open per person: nobody is proposed or submitted twice, on any day from this act's on."""
    was = _ways(limits, before, act)
    for day, ways in _ways(limits, [*before, act], act).items():
        for person in act.persons:
            open_now = ways.get(person, ())
            if len(open_now) > 1 and len(_last(was, day).get(person, ())) < len(open_now):
                yield _fault("act_way_open_elsewhere", act, person=person, day=day, offers=sorted(open_now))
                return


_Ways = Mapping[str, Sequence[str]]
"""person → offers of resettlement in which the person has a way open, or has arrived."""


def _ways(limits: Limits, acts: Iterable[Act], act: Act) -> dict[date, _Ways]:
    """day → the ways of the people of an act at its end, for every day, from the act's on, on which they may change."""
    told = Replay()
    ways: dict[str, tuple[str, ...]] = {}
    found: dict[date, _Ways] = {act.effective: ways}
    for one in replaying.in_order(acts):
        for person, _, now in told.tell(one) if one.offer in limits.resettling else ():
            if person in act.persons:
                others = tuple(offer for offer in ways.get(person, ()) if offer != one.offer)
                is_open = now.stage in OPEN or now.stage is Stage.ARRIVED
                ways = {**ways, person: (*others, one.offer) if is_open else others}
        found[max(one.effective, act.effective)] = ways
    return found


def _last(ways: Mapping[date, _Ways], day: date) -> _Ways:
    """Those of the last day, by a day, on which they changed."""
    return ways[max(one for one in ways if one <= day)]


def _first_excess(
    limits: Limits, limit: str, after: "_After", act: Act, assumptions: Assumptions
) -> Fault | None:
    one = limits.by_id[limit]
    first = after.added[limit].days[0]
    for day in sorted({*after.days(limit, date.max), *turns(one)}):
        needed = after.added[limit].on(day).claimed
        if day < first or needed <= 0:
            continue
        left = room(ledger(limits, limit, after, day, date.max, assumptions))
        if left is not None and left < 0:
            return _fault("act_exceeds_limit", act, limit=limit, day=day, needed=needed,
                          over=min(-left, needed), unit=one.unit)  # fmt: skip
    return None


class _After:
    """Courses once an act is recorded: as they were, and what it changes. All that is known, whenever it was learned."""

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
        return sorted({*self._before.days(limit, known), *self.added[limit].days})


def _fault(code: str, act: Act, **params: object) -> Fault:
    return Fault(code, Where(file="acts", key=act.id), {"case": act.case, "act": act.kind.value, **params})
