"""
Courses: how many places of a limit are proposed, held and used from day to day, as known on any day.

What becomes known changes counts from a day on and rewrites nothing: the sum of all changes *effective by* a day and
*known by* another is what a replay of the acts known by then comes to on that day.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise
from operator import add, sub
from typing import NamedTuple, Protocol

from resettle.engine.registry.acts import Act, Replay, Standing, in_order
from resettle.engine.registry.arrangements import CountsAt, Unit
from resettle.engine.registry.limits import Limits
from resettle.engine.registry.stages import FIRM, Claim, Stage, claim


class Claims(NamedTuple):
    """
    Places of a limit that somebody has a claim to, in its unit.

    ``accepted``: how many of those held or used a State has accepted: they are firm.
    """

    proposed: int = 0
    held: int = 0
    used: int = 0
    accepted: int = 0

    @property
    def claimed(self) -> int:
        return self.proposed + self.held + self.used

    def plus(self, more: "Claims") -> "Claims":
        return Claims(*map(add, self, more))

    def less(self, fewer: "Claims") -> "Claims":
        return Claims(*map(sub, self, fewer))


NONE = Claims()


@dataclass(frozen=True, slots=True)
class Change:
    """What became known on ``known``: by so much the counts of a limit are more, or fewer, from ``day`` on."""

    limit: str
    day: date
    known: date
    proposed: int
    held: int
    used: int
    accepted: int

    @property
    def by(self) -> Claims:
        return Claims(self.proposed, self.held, self.used, self.accepted)


class Courses(Protocol):
    """What the counts of every limit are on any day, as known on any other."""

    def claims(self, limit: str, on: date, known: date) -> Claims:
        """The counts of a limit on a day."""

    def days(self, limit: str, known: date) -> Sequence[date]:
        """The days on which the counts of a limit change, in order."""


class Course:
    """The counts of one limit from day to day."""

    def __init__(self, changes: Mapping[date, Claims]) -> None:
        """From what changes on each day."""
        self.days: Sequence[date] = sorted(day for day, by in changes.items() if any(by))
        self._counts = list(accumulate((changes[day] for day in self.days), Claims.plus, initial=NONE))

    def on(self, day: date) -> Claims:
        return self._counts[bisect_right(self.days, day)]


class Replayed:
    """Courses made from acts, each in one pass over the acts of its limit."""

    def __init__(self, limits: Limits, acts: Iterable[Act]) -> None:
        """Of all acts that were recorded; those of offers that are not there count for nothing."""
        self._limits = limits
        self._acts: dict[str, list[Act]] = {}
        for act in in_order(acts):
            self._acts.setdefault(act.offer, []).append(act)
        self._by_unit: dict[tuple[str, Unit, date], Mapping[date, Claims]] = {}
        self._courses: dict[tuple[str, date], Course] = {}

    def claims(self, limit: str, on: date, known: date) -> Claims:
        return self._course(limit, known).on(on)

    def days(self, limit: str, known: date) -> Sequence[date]:
        return self._course(limit, known).days

    def _course(self, limit: str, known: date) -> Course:
        if (limit, known) not in self._courses:
            unit, offers = self._limits.by_id[limit].unit, self._limits.offers_in(limit)
            self._courses[limit, known] = Course(
                _summed(self._counts(offer, unit, known) for offer in offers)
            )
        return self._courses[limit, known]

    def _counts(self, offer: str, unit: Unit, known: date) -> Mapping[date, Claims]:
        if (offer, unit, known) not in self._by_unit:
            seen = [act for act in self._acts.get(offer, ()) if act.known <= known]
            self._by_unit[offer, unit, known] = _counts(self._limits, offer, unit, seen)
        return self._by_unit[offer, unit, known]


def changes(limits: Limits, acts: Iterable[Act]) -> list[Change]:
    """
    All changes that acts bring, by the day on which they became known, then by limit and day.

    The acts are complete: whoever is in one is there with all acts ``concerned``.
    """
    found: dict[tuple[date, str, date], Claims] = defaultdict(Claims)
    for together in _apart(act for act in acts if act.offer in limits.by_id):
        offer = together[0].offer
        for unit, above in _units(limits, offer).items():
            for known, day, by in _as_learned(limits, offer, unit, together):
                for limit in above:
                    found[known, limit, day] = found[known, limit, day].plus(by)
    return [Change(limit, day, known, *by) for (known, limit, day), by in sorted(found.items()) if any(by)]


def _as_learned(
    limits: Limits, offer: str, unit: Unit, acts: Sequence[Act]
) -> Iterator[tuple[date, date, Claims]]:
    """(known, day, by) what acts of one offer, in order, change as each becomes known."""
    if all(
        one.known <= after.known for one, after in pairwise(acts)
    ):  # none comes between others known before
        for act, row in _moved(limits, offer, unit, acts):
            yield act.known, act.effective, Claims(*row)
        return
    was: Mapping[date, Claims] = {}
    for known in sorted({act.known for act in acts}):
        now = _counts(limits, offer, unit, [act for act in acts if act.known <= known])
        for day, by in _difference(was, now).items():
            yield known, day, by
        was = now


def changes_of(limits: Limits, before: Iterable[Act], act: Act) -> list[Change]:
    """
    The changes that one more act brings; ``before``: all acts ``concerned``, recorded before it.

    An act known before others that are recorded changes what was known on their days too.
    """
    earlier = [one for one in in_order(before) if one.offer == act.offer]
    found = []
    for unit, above in _units(limits, act.offer).items():
        was: Mapping[date, Claims] = {}
        for known in sorted({act.known, *(one.known for one in earlier if one.known > act.known)}):
            without = [one for one in earlier if one.known <= known]
            counted = (
                _counts(limits, act.offer, unit, acts) for acts in (without, in_order([*without, act]))
            )
            now = _difference(*counted)
            for day, by in sorted(_difference(was, now).items()):
                found += [Change(limit, day, known, *by) for limit in above]
            was = now
    return found


def concerned(
    act: Act, of_person: Callable[[str], Iterable[Act]], of_case: Callable[[str], Iterable[Act]]
) -> list[Act]:
    """
    The recorded acts that one act can have anything to do with, as they happened.

    Those of its people and its case, in any offer, and of whoever shares a case or an act with any of them.
    """
    found: dict[Act, None] = {}
    ahead = [*(("person", person) for person in act.persons), ("case", act.case)]
    seen = set(ahead)
    while ahead:
        kind, name = ahead.pop()
        for one in of_person(name) if kind == "person" else of_case(name):
            found[one] = None
            met = {*(("person", person) for person in one.persons), ("case", one.case)} - seen
            seen |= met
            ahead += sorted(met)
    return in_order(found)


def _apart(acts: Iterable[Act]) -> Iterator[list[Act]]:
    """Acts of one offer that have people or a case in common, directly or through others, as they happened."""
    head: dict[tuple[str, ...], tuple[str, ...]] = {}

    def find(one: tuple[str, ...]) -> tuple[str, ...]:
        while (up := head.setdefault(one, one)) != one:
            head[one] = one = head[up]
        return one

    ordered = in_order(acts)
    for act in ordered:
        top = find((act.offer, act.case))
        for person in act.persons:
            head[find((act.offer, person, ""))] = top
    found: dict[tuple[str, ...], list[Act]] = {}
    for act in ordered:
        found.setdefault(find((act.offer, act.case)), []).append(act)
    yield from found.values()


def _units(limits: Limits, offer: str) -> Mapping[Unit, list[str]]:
    """The units in which an offer's places are counted, each with the limits that count in it."""
    found: dict[Unit, list[str]] = {}
    for limit in limits.above(offer):
        found.setdefault(limit.unit, []).append(limit.id)
    return found


def _counts(limits: Limits, offer: str, unit: Unit, acts: Iterable[Act]) -> dict[date, Claims]:
    """By how much the counts of one offer change on each day; the acts are in order."""
    found: dict[date, list[int]] = {}
    for act, row in _moved(limits, offer, unit, acts):
        found[act.effective] = list(map(add, found.get(act.effective, NONE), row))
    return {day: Claims(*row) for day, row in found.items() if any(row)}


def _moved(
    limits: Limits, offer: str, unit: Unit, acts: Iterable[Act]
) -> Iterator[tuple[Act, Sequence[int]]]:
    """Each act that changes the counts of its offer, and by how much; the acts are in order."""
    counts_at = limits.by_id[offer].counts_at
    if counts_at is None:
        return
    told, move = Replay(), _by_case(counts_at) if unit is Unit.CASES else _by_person(counts_at)
    for act in acts:
        row = [0, 0, 0, 0]
        for person, was, now in told.tell(act):
            move(row, person, was, now)
        if any(row):
            yield act, row


_Move = Callable[[list[int], str, Standing | None, Standing], None]
"""Adds to a row of counts what it changes that a person, who stood somewhere, stands somewhere else now."""


def _by_person(counts_at: CountsAt) -> _Move:
    """Where a place is a person's."""
    worth = _WORTH[counts_at]

    def move(row: list[int], person: str, was: Standing | None, now: Standing) -> None:
        if was:
            _add(row, worth[was.stage], -1)
        _add(row, worth[now.stage], 1)

    return move


def _by_case(counts_at: CountsAt) -> _Move:
    """Where a place is a case's, by the strongest claim of anybody in it; it is firm if anybody's is."""
    worth = _WORTH[counts_at]
    people: dict[str, dict[str, Stage]] = {}

    def count(row: list[int], case: str, sign: int) -> None:
        strongest, accepted = (0, 0, 0), 0
        for stage in people.get(case, {}).values():
            one = worth[stage]
            strongest = max(strongest, one[2::-1])  # used, held, proposed
            accepted = max(accepted, one.accepted)
        _add(row, (*strongest[::-1], accepted), sign)

    def move(row: list[int], person: str, was: Standing | None, now: Standing) -> None:
        cases = {now.case} if was is None else {was.case, now.case}
        for case in cases:
            count(row, case, -1)
        if was:
            del people[was.case][person]
        people.setdefault(now.case, {})[person] = now.stage
        for case in cases:
            count(row, case, 1)

    return move


def _add(row: list[int], counts: tuple[int, ...], sign: int) -> None:
    for at, number in enumerate(counts):
        if number:
            row[at] += sign * number


def _worth(stage: Stage, counts_at: CountsAt) -> Claims:
    """What one place is to a person in a stage."""
    kind = claim(stage, counts_at)
    return Claims(kind is Claim.PROPOSED, kind is Claim.HELD, kind is Claim.USED, stage in FIRM)


_WORTH = {
    counts_at: {stage: Claims(*map(int, _worth(stage, counts_at))) for stage in Stage}
    for counts_at in CountsAt
}


def _summed(courses: Iterable[Mapping[date, Claims]]) -> Mapping[date, Claims]:
    found: dict[date, Claims] = {}
    for course in courses:
        for day, by in course.items():
            found[day] = found.get(day, NONE).plus(by)
    return found


def _difference(was: Mapping[date, Claims], now: Mapping[date, Claims]) -> dict[date, Claims]:
    """day → by how much ``now`` is more; days on which they are the same are left out."""
    found = {day: now.get(day, NONE).less(was.get(day, NONE)) for day in {*was, *now}}
    return {day: by for day, by in found.items() if by != NONE}
