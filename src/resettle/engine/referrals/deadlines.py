"""Deadlines: what has waited longer than its priority allows, and what an act is due of. An alert changes nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from resettle.engine.referrals.appointments import Appointment, Schedule
from resettle.engine.referrals.caseload import Seen
from resettle.engine.referrals.clearances import Clears, clearances
from resettle.engine.referrals.papers import Papers
from resettle.engine.referrals.requests import Request, Waits, requests_of
from resettle.engine.registry import appeals
from resettle.engine.registry.acts import in_order
from resettle.engine.registry.facts import UNKNOWN
from resettle.engine.registry.situation import Situation
from resettle.engine.registry.stages import ENDED, WITH_A_STATE, ActKind, CaseStage, Stage

CLOCK: Mapping[str, timedelta] = MappingProxyType(
    {"emergency": timedelta(7), "urgent": timedelta(42), "normal": timedelta(365)}
)
"""submission priority → from submission to arrival. Source: ICMC, Welcome to Europe (2013), p. 221: seven days, six weeks,
twelve months. Targets, not rights."""

SOON = timedelta(30)
"""So long before its last day an alert says that a clearance ends (ours)."""
_NOT_TAKEN = frozenset({Stage.DENIED, Stage.WITHDRAWN, Stage.CANCELLED})


class Due(StrEnum):
    """Of what an alert is."""

    OVERDUE = "overdue"
    NO_PRIORITY = "no_priority"
    ARRANGEMENT_NOT_OPEN = "arrangement_not_open"
    SPLIT = "split"
    DENIAL_TO_REVIEW = "denial_to_review"
    PAUSE_TO_REVIEW = "pause_to_review"
    APPEAL_TO_ANSWER = "appeal_to_answer"
    REQUEST_TO_ANSWER = "request_to_answer"
    OPEN_THOUGH_CLOSED = "open_though_closed"
    NOT_CLEARED = "not_cleared"
    CLEARANCE_ENDS = "clearance_ends"
    COUNSELLING_DUE = "counselling_due"
    SELECTION_TO_PLAN = "selection_to_plan"
    APPOINTMENT_MISSED = "appointment_missed"
    APPOINTMENT_TO_TELL = "appointment_to_tell"


@dataclass(frozen=True, slots=True)
class Alert:
    """
    What is due of a case: since when it has been so, and, of what has a deadline, by when it was due.

    offer: empty if it is of the case alone. persons: those it is of. said: what else there is to say of it, by name: the
    submission priority, whether the clock is flagged for a deferral, the arrangement's status.
    """

    kind: Due
    case: str
    offer: str
    persons: tuple[str, ...]
    since: date | None
    due: date | None
    said: Mapping[str, str]


def alerts(situation: Situation) -> list[Alert]:
    """
    Everything that is due on the day, as known then, by kind, then by what has been due longest.

    Of submissions that are open: those whose clock has run out or that have no priority, and every one in an arrangement that
    is not open, for a person to act on: nothing closes by itself, and a deferral stops no clock. Of cases: members decided
    apart, denials that nobody has reviewed, pauses whose day has come, and those that are over though somebody in them is on
    the way, which only what was learned late can bring about. Of people's own requests: those without an answer, and answers
    that have not reached them, by when they are due if the office has said so. Of appointments: those past of which nobody said
    what came of them, those at which somebody did not come and is asked for no other day, who is forgotten on a mission, and
    members of a case that was not recommended whom nobody has counselled since.
    """
    schedule, seen = Schedule(situation), Seen(situation)
    found = [
        *_of_submissions(situation),
        *_of_cases(seen, schedule),
        *_of_requests(situation),
        *_of_appointments(seen, schedule),
    ]
    order = list(Due)
    return sorted(
        found, key=lambda one: (order.index(one.kind), one.due or one.since or date.max, one.case, one.offer)
    )


def _of_submissions(situation: Situation) -> Iterator[Alert]:
    submitted = _submitted_on(situation)
    groups: dict[tuple[str, str], dict[str, Stage]] = {}
    for (person, offer), at in situation.stands.items():
        groups.setdefault((at.case, offer), {})[person] = at.stage
    for (case, offer), stages in groups.items():
        there = tuple(sorted(person for person, stage in stages.items() if stage in WITH_A_STATE))
        if not there:
            continue
        since = min(
            (submitted[person, offer] for person in there if (person, offer) in submitted), default=None
        )
        yield from _of_clock(
            situation, case, offer, there, since, any(stages[one] is Stage.DEFERRED for one in there)
        )
        arrangement = offer.partition("/")[0]
        if not situation.is_open(arrangement):
            status = situation.status_of(arrangement)
            said = {"status": status.status.value if status else UNKNOWN}
            yield Alert(
                Due.ARRANGEMENT_NOT_OPEN, case, offer, there, situation.status_since(arrangement), None, said
            )
        yield from _of_clearances(situation, case, offer, stages)
        apart = tuple(sorted(person for person, stage in stages.items() if stage in _NOT_TAKEN))
        if apart and any(stages[one] not in (Stage.SUBMITTED, Stage.DEFERRED) for one in there):
            yield Alert(Due.SPLIT, case, offer, apart, since, None, {})


def _of_clock(
    situation: Situation, case: str, offer: str, persons: tuple[str, ...], since: date | None, deferred: bool
) -> Iterator[Alert]:
    priority = situation.facts_of_case(case)["priority"].value
    said = {"deferred": "yes"} if deferred else {}
    if not isinstance(priority, str):
        yield Alert(Due.NO_PRIORITY, case, offer, persons, since, None, said)
    elif since and (due := since + CLOCK[priority]) < situation.on:
        yield Alert(Due.OVERDUE, case, offer, persons, since, due, {"priority": priority, **said})


def _of_clearances(
    situation: Situation, case: str, offer: str, stages: Mapping[str, Stage]
) -> Iterator[Alert]:
    """Of those whom a State has accepted and who have not left: clearances that ran out, and those that soon will."""
    arrangement = situation.register.arrangements.get(offer.partition("/")[0])
    waiting = [person for person, stage in stages.items() if stage in (Stage.ACCEPTED, Stage.PRE_DEPARTURE)]
    if not waiting or arrangement is None or not arrangement.clearances:
        return
    for one in clearances(Papers(situation, case), arrangement, sorted(waiting)):
        last = one.until.earliest if one.until else None
        said = {"clearance": one.clearance}
        if one.stands in (Clears.RAN_OUT, Clears.RESTS_ON_ANOTHER):
            more = {"because_of": one.because_of} if one.because_of else {}
            yield Alert(Due.NOT_CLEARED, case, offer, (one.person,), None, last, said | more)
        elif one.stands is Clears.VALID and last and last - situation.on <= SOON:
            yield Alert(Due.CLEARANCE_ENDS, case, offer, (one.person,), None, last, said)


def _submitted_on(situation: Situation) -> Mapping[tuple[str, str], date]:
    """(person, offer) → the day of the last submission, by the day."""
    found: dict[tuple[str, str], date] = {}
    for act in in_order(
        act for act in situation.acts if act.kind is ActKind.SUBMIT and act.effective <= situation.on
    ):
        found |= {(person, act.offer): act.effective for person in act.persons}
    return found


def _of_cases(seen: Seen, schedule: Schedule) -> Iterator[Alert]:
    situation = seen.situation
    worked_on = {act.case for act in situation.register.casework}
    for case in sorted(worked_on | {act.case for act in situation.acts if act.kind is ActKind.DENY}):
        standing = seen.standing(case)
        by_then = (act for act in seen.acts_on(case) if act.effective <= situation.on)
        for appeal in appeals.waiting(by_then):
            offer, since = appeal.lodged.offer, appeal.lodged.effective
            yield Alert(Due.APPEAL_TO_ANSWER, case, offer, appeal.waiting, since, None, {})
        if standing.stage in ENDED and standing.on_the_way:
            offers = ", ".join(sorted({offer for _, offer in standing.on_the_way}))
            persons = tuple(sorted({person for person, _ in standing.on_the_way}))
            yield Alert(Due.OPEN_THOUGH_CLOSED, case, offers, persons, standing.since, None, {})
        elif standing.stage is CaseStage.NOT_RECOMMENDED and (rejected := standing.since):
            told = (one for one in seen.members(case) if not schedule.counselled_since(one, rejected))
            if persons := tuple(told):
                yield Alert(Due.COUNSELLING_DUE, case, "", persons, rejected, None, {})
        elif standing.stage is CaseStage.DENIED:
            yield Alert(Due.DENIAL_TO_REVIEW, case, "", seen.members(case), standing.since, None, {})
        elif standing.stage is CaseStage.ON_HOLD:
            pause = standing.last(ActKind.PAUSE)
            if pause and pause.review_on and pause.review_on <= situation.on:
                yield Alert(
                    Due.PAUSE_TO_REVIEW, case, "", seen.members(case), pause.effective, pause.review_on, {}
                )


def _of_requests(situation: Situation) -> Iterator[Alert]:
    """One for each case of those who wait, or for those in none."""
    waiting: dict[tuple[str, str, Waits], list[Request]] = {}
    for one in requests_of(situation):
        if one.waits:
            for case in situation.cases_of.get(one.person, ("",)):
                waiting.setdefault((one.request, case, one.waits), []).append(one)
    for (request, case, waits), theirs in waiting.items():
        persons = tuple(sorted(one.person for one in theirs))
        since = min(one.received for one in theirs)
        said = {"request": request, "waits": waits.value}
        if any(one.overdue for one in theirs):
            said["overdue"] = "yes"
        due = min((one.due for one in theirs if one.due), default=None)
        yield Alert(Due.REQUEST_TO_ANSWER, case, "", persons, since, due, said)


def _of_appointments(seen: Seen, schedule: Schedule) -> Iterator[Alert]:
    for mission, case, offer, persons in schedule.forgotten():
        yield Alert(
            Due.SELECTION_TO_PLAN, case, offer, persons, None, mission.starts, {"mission": mission.id}
        )
    for kind, found in (
        (Due.APPOINTMENT_MISSED, schedule.missed()),
        (Due.APPOINTMENT_TO_TELL, schedule.untold()),
    ):
        for one in found:
            for case in _open_cases(seen, one):
                said = {"purpose": one.purpose, "mission": one.mission}
                shown = {name: cell for name, cell in said.items() if cell}
                yield Alert(kind, case, "", (one.person,), one.planned_for, None, shown)


def _open_cases(seen: Seen, one: Appointment) -> tuple[str, ...]:
    """The cases of whoever is asked to come on which work goes on; or none, if they are in none."""
    return tuple(case for case in one.cases if seen.standing(case).stage not in ENDED) if one.cases else ("",)
