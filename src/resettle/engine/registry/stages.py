"""The one transition table: which act moves a case, or a person's submission, from where to where, by whom, if what is so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from resettle.engine.registry.arrangements import CountsAt
from resettle.engine.registry.roles import OFFICE, Role


class Stage(StrEnum):
    """Where one person stands in one arrangement."""

    PROPOSED = "proposed"
    SUBMITTED = "submitted"
    DEFERRED = "deferred"
    ACCEPTED = "accepted"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"
    PRE_DEPARTURE = "pre_departure"
    CANCELLED = "cancelled"
    DEPARTED = "departed"
    ARRIVED = "arrived"
    LEFT = "left"


class CaseStage(StrEnum):
    """Where a case stands on its way to a submission, and after it. While it is with a State it stays ``ready``."""

    IDENTIFIED = "identified"
    NEEDS_ASSESSMENT = "needs_assessment"
    INITIAL_REVIEW = "initial_review"
    DEPRIORITISED = "deprioritised"
    INTERVIEW = "interview"
    RRF_DRAFTING = "rrf_drafting"
    RECOMMENDED = "recommended"
    RECOMMENDED_AGAINST = "recommended_against"
    NOT_RECOMMENDED = "not_recommended"
    READY = "ready"
    DENIED = "denied"
    ON_HOLD = "on_hold"
    CLOSED = "closed"


class ActKind(StrEnum):
    """What can be done: of a case first, then of its submission."""

    REFER = "refer"
    OPEN_ASSESSMENT = "open_assessment"
    ASSESS = "assess"
    PROCEED = "proceed"
    STOP = "stop"
    ATTEMPT = "attempt"
    COMPLETE = "complete"
    NO_SHOW = "no_show"
    RECOMMEND = "recommend"
    RETURN = "return"
    APPROVE = "approve"
    REJECT = "reject"
    REVIEW = "review"
    PAUSE = "pause"
    CONTINUE = "continue"
    CLOSE = "close"
    REOPEN = "reopen"
    APPEAL = "appeal"
    UPHOLD = "uphold"
    DISMISS = "dismiss"

    PROPOSE = "propose"
    SUBMIT = "submit"
    ACCEPT = "accept"
    DENY = "deny"
    REQUEST_REVIEW = "request_review"
    RECONSIDER = "reconsider"
    CONFIRM = "confirm"
    DEFER = "defer"
    RESUME = "resume"
    WITHDRAW = "withdraw"
    PREPARE = "prepare"
    CANCEL = "cancel"
    DEPART = "depart"
    ARRIVE = "arrive"
    JOIN = "join"
    LEAVE = "leave"


class Guard(StrEnum):
    """What must be so before an act; ``referrals.guards`` asks it."""

    ANOTHER_PERSON = "another_person"
    NO_OPEN_CASE = "no_open_case"
    WILL_RECORDED = "will_recorded"
    EVERYBODY_SEEN = "everybody_seen"
    ATTEMPTS_LOGGED = "attempts_logged"
    PREREQUISITES = "prerequisites"
    RRF_VALID = "rrf_valid"
    TWO_CATEGORIES = "two_categories"
    PRIORITY_SET = "priority_set"
    REASON = "reason"
    GROUND = "ground"
    REVIEW_DAY = "review_day"
    NOBODY_ON_THE_WAY = "nobody_on_the_way"
    CASE_READY = "case_ready"
    EVERYBODY_REVIEWED = "everybody_reviewed"
    OFFER_OPEN = "offer_open"
    CONSENT_VALID = "consent_valid"
    CLEARED = "cleared"
    DECISION_STANDS = "decision_stands"
    APPEAL_LODGED = "appeal_lodged"
    NOT_WITH_ANOTHER = "not_with_another"
    NOBODY_REFUSES = "nobody_refuses"
    NEWCOMERS_COMPLETE = "newcomers_complete"
    NOT_PAUSED = "not_paused"
    WAS_READY = "was_ready"


OURS = frozenset({ActKind.PROPOSE, ActKind.SUBMIT, ActKind.RESUME, ActKind.WITHDRAW, ActKind.REQUEST_REVIEW})
"""Acts of the office on a submission, refused if they are out of turn or would break a limit. All others record reality,
flagged."""


ASKS = frozenset({ActKind.PROPOSE, ActKind.SUBMIT})
"""Acts that ask for a place: an offer that is over has none to give."""


class Claim(StrEnum):
    """What a stage does to a place."""

    PROPOSED = "proposed"
    HELD = "held"
    USED = "used"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Transition:
    """
    One line of the table, of a submission: from which stages each person moves, to which, by whom, and if what is so.

    ``begins`` None is a person not yet in the arrangement. ``ends`` None: see ``joined``.
    """

    begins: tuple[Stage | None, ...]
    ends: Stage | None
    roles: tuple[Role, ...]
    guards: tuple[Guard, ...] = ()
    source: str = "UNHCR Resettlement Handbook 4.7-4.11"


@dataclass(frozen=True, slots=True)
class CaseTransition:
    """
    One line of the table, of a case. ``begins`` None is a case of which nothing is recorded; ``ends`` None: the stage from
    which it came to this one, or, of an act that ``stays``, this one.
    """

    begins: tuple[CaseStage | None, ...]
    ends: CaseStage | None
    roles: tuple[Role, ...]
    guards: tuple[Guard, ...] = ()
    source: str = "UNHCR Resettlement Handbook 4.1-4.7"
    stays: bool = False


_ON_THE_WAY = (
    Stage.PROPOSED, Stage.SUBMITTED, Stage.DEFERRED, Stage.ACCEPTED, Stage.PRE_DEPARTURE, Stage.DEPARTED,
)  # fmt: skip
_OUT = (None, Stage.DENIED, Stage.WITHDRAWN, Stage.CANCELLED, Stage.LEFT)
_CHANGES = "UNHCR Resettlement Handbook: changes in family composition, births and deaths after submission"
_COUNTRY = (Role.STATE_SELECTOR, Role.COORDINATOR)
"""A State says itself what it decided, or the office records it."""
_TRAVEL = (Role.MOVEMENT, Role.PRE_DEPARTURE)
_MEMBERS = (Role.CASEWORKER, Role.COORDINATOR, Role.PRE_DEPARTURE)
_REVIEWS = "a State's own rules: a request for review of a denial; who records it is ours"
_OFFICERS = (Role.CASEWORKER, Role.REVIEWING_OFFICER, Role.COORDINATOR)

TRANSITIONS: Mapping[ActKind, Transition] = MappingProxyType(
    {
        ActKind.PROPOSE: Transition(_OUT, Stage.PROPOSED, (Role.COORDINATOR,), (Guard.CASE_READY,)),
        ActKind.SUBMIT: Transition(
            (*_OUT, Stage.PROPOSED), Stage.SUBMITTED, (Role.COORDINATOR,),
            (Guard.CASE_READY, Guard.EVERYBODY_REVIEWED, Guard.ANOTHER_PERSON, Guard.OFFER_OPEN, Guard.CONSENT_VALID,
             Guard.NOT_WITH_ANOTHER),
        ),
        ActKind.DEFER: Transition((Stage.SUBMITTED,), Stage.DEFERRED, _COUNTRY),
        ActKind.RESUME: Transition((Stage.DEFERRED,), Stage.SUBMITTED, (Role.CASEWORKER, Role.COORDINATOR), (Guard.NOT_PAUSED,)),
        ActKind.ACCEPT: Transition((Stage.SUBMITTED, Stage.DEFERRED), Stage.ACCEPTED, _COUNTRY, (Guard.WAS_READY,)),
        ActKind.DENY: Transition((Stage.SUBMITTED, Stage.DEFERRED), Stage.DENIED, _COUNTRY, (Guard.REASON,)),
        ActKind.REQUEST_REVIEW: Transition(
            (Stage.DENIED,), Stage.DENIED, (Role.CASEWORKER, Role.COORDINATOR),
            (Guard.REASON, Guard.DECISION_STANDS), _REVIEWS,
        ),
        ActKind.RECONSIDER: Transition(
            (Stage.DENIED,), Stage.SUBMITTED, _COUNTRY, (Guard.REASON, Guard.APPEAL_LODGED, Guard.ANOTHER_PERSON), _REVIEWS
        ),
        ActKind.CONFIRM: Transition(
            (Stage.DENIED,), Stage.DENIED, _COUNTRY, (Guard.REASON, Guard.APPEAL_LODGED, Guard.ANOTHER_PERSON), _REVIEWS
        ),
        ActKind.WITHDRAW: Transition(
            (Stage.PROPOSED, Stage.SUBMITTED, Stage.DEFERRED), Stage.WITHDRAWN, (Role.COORDINATOR,), (Guard.GROUND,)
        ),
        ActKind.PREPARE: Transition((Stage.ACCEPTED,), Stage.PRE_DEPARTURE, (*_TRAVEL, Role.STATE_SELECTOR), (Guard.NOT_PAUSED,)),
        ActKind.CANCEL: Transition(
            (Stage.ACCEPTED, Stage.PRE_DEPARTURE), Stage.CANCELLED, (*_COUNTRY, Role.PRE_DEPARTURE), (Guard.GROUND,)
        ),
        ActKind.DEPART: Transition(
            (Stage.ACCEPTED, Stage.PRE_DEPARTURE), Stage.DEPARTED, _TRAVEL, (Guard.CLEARED, Guard.NOT_PAUSED, Guard.WAS_READY)
        ),
        ActKind.ARRIVE: Transition((Stage.DEPARTED,), Stage.ARRIVED, (Role.MOVEMENT, Role.STATE_SELECTOR)),
        ActKind.JOIN: Transition(
            (None, Stage.LEFT), None, _MEMBERS, (Guard.NOBODY_REFUSES, Guard.EVERYBODY_REVIEWED), _CHANGES
        ),
        ActKind.LEAVE: Transition(_ON_THE_WAY, Stage.LEFT, _MEMBERS, source=_CHANGES),
    }
)  # fmt: skip

ENDED = (CaseStage.DEPRIORITISED, CaseStage.NOT_RECOMMENDED, CaseStage.CLOSED)
"""Where the work on a case is over, unless it is reopened."""
_UNDER_WAY = tuple(stage for stage in CaseStage if stage not in (*ENDED, CaseStage.ON_HOLD))
_CASE_OPEN = (*_UNDER_WAY, CaseStage.ON_HOLD)
_APART = "UNHCR Resettlement Handbook 2.7"
_APPEALS = "Resettle"

CASEWORK: Mapping[ActKind, CaseTransition] = MappingProxyType(
    {
        ActKind.REFER: CaseTransition((None,), CaseStage.IDENTIFIED, OFFICE, (Guard.NO_OPEN_CASE,)),
        ActKind.OPEN_ASSESSMENT: CaseTransition(
            (CaseStage.IDENTIFIED,), CaseStage.NEEDS_ASSESSMENT, (Role.ASSESSOR,)
        ),
        ActKind.ASSESS: CaseTransition(
            (CaseStage.NEEDS_ASSESSMENT,), CaseStage.INITIAL_REVIEW, (Role.ASSESSOR,),
            (Guard.WILL_RECORDED, Guard.ANOTHER_PERSON),
        ),
        ActKind.PROCEED: CaseTransition(
            (CaseStage.INITIAL_REVIEW,), CaseStage.INTERVIEW, (Role.INITIAL_REVIEWER,),
            (Guard.ANOTHER_PERSON,), _APART,
        ),
        ActKind.STOP: CaseTransition(
            (CaseStage.INITIAL_REVIEW,), CaseStage.DEPRIORITISED, (Role.INITIAL_REVIEWER,),
            (Guard.REASON, Guard.ANOTHER_PERSON), _APART,
        ),
        ActKind.ATTEMPT: CaseTransition(
            (CaseStage.INTERVIEW,), CaseStage.INTERVIEW, (Role.CASEWORKER,), (Guard.GROUND,)
        ),
        ActKind.COMPLETE: CaseTransition(
            (CaseStage.INTERVIEW,), CaseStage.RRF_DRAFTING, (Role.CASEWORKER,), (Guard.EVERYBODY_SEEN,)
        ),
        ActKind.NO_SHOW: CaseTransition(
            (CaseStage.INTERVIEW,), CaseStage.RECOMMENDED_AGAINST, (Role.CASEWORKER,),
            (Guard.ATTEMPTS_LOGGED, Guard.ANOTHER_PERSON), _APART,
        ),
        ActKind.RECOMMEND: CaseTransition(
            (CaseStage.RRF_DRAFTING,), CaseStage.RECOMMENDED, (Role.CASEWORKER,),
            (Guard.PREREQUISITES, Guard.RRF_VALID, Guard.ANOTHER_PERSON), _APART,
        ),
        ActKind.RETURN: CaseTransition(
            (CaseStage.RECOMMENDED, CaseStage.RECOMMENDED_AGAINST), None, (Role.REVIEWING_OFFICER,),
            (Guard.REASON, Guard.ANOTHER_PERSON), _APART,
        ),
        ActKind.APPROVE: CaseTransition(
            (CaseStage.RECOMMENDED,), CaseStage.READY, (Role.REVIEWING_OFFICER,),
            (Guard.ANOTHER_PERSON, Guard.TWO_CATEGORIES, Guard.PRIORITY_SET), _APART,
        ),
        ActKind.REJECT: CaseTransition(
            (CaseStage.RECOMMENDED, CaseStage.RECOMMENDED_AGAINST), CaseStage.NOT_RECOMMENDED,
            (Role.REVIEWING_OFFICER,), (Guard.REASON, Guard.ANOTHER_PERSON), _APART,
        ),
        ActKind.REVIEW: CaseTransition(
            (CaseStage.DENIED, CaseStage.READY), CaseStage.READY, (Role.REVIEWING_OFFICER,),
            (Guard.REASON, Guard.ANOTHER_PERSON, Guard.NEWCOMERS_COMPLETE), _APART,
        ),
        ActKind.PAUSE: CaseTransition(
            _UNDER_WAY, CaseStage.ON_HOLD, _OFFICERS, (Guard.REASON, Guard.REVIEW_DAY)
        ),
        ActKind.CONTINUE: CaseTransition((CaseStage.ON_HOLD,), None, _OFFICERS),
        ActKind.CLOSE: CaseTransition(
            _CASE_OPEN, CaseStage.CLOSED, (Role.REVIEWING_OFFICER,), (Guard.GROUND, Guard.NOBODY_ON_THE_WAY)
        ),
        ActKind.REOPEN: CaseTransition(
            ENDED, CaseStage.NEEDS_ASSESSMENT, (Role.REVIEWING_OFFICER,),
            (Guard.REASON, Guard.ANOTHER_PERSON, Guard.NO_OPEN_CASE),
        ),
        ActKind.APPEAL: CaseTransition(
            ENDED, None, OFFICE, (Guard.REASON, Guard.DECISION_STANDS), _APPEALS, stays=True
        ),
        ActKind.UPHOLD: CaseTransition(
            ENDED, None, (Role.REVIEWING_OFFICER,),
            (Guard.REASON, Guard.APPEAL_LODGED, Guard.ANOTHER_PERSON, Guard.NO_OPEN_CASE), _APPEALS,
        ),
        ActKind.DISMISS: CaseTransition(
            ENDED, None, (Role.REVIEWING_OFFICER,),
            (Guard.REASON, Guard.APPEAL_LODGED, Guard.ANOTHER_PERSON), _APPEALS, stays=True,
        ),
    }
)  # fmt: skip
"""Acts on a case. None of them names an arrangement."""


def line_of(kind: ActKind) -> Transition | CaseTransition:
    """The line of the transition table that lists an act."""
    return CASEWORK[kind] if kind in CASEWORK else TRANSITIONS[kind]


NAMES_PEOPLE = frozenset({ActKind.JOIN, ActKind.COMPLETE})
"""Acts of which only whoever asks knows whom they are about: who joined, and who was seen. All others are about every member
that day, unless they say about whom."""

STANDS = frozenset(TRANSITIONS) - OURS - {ActKind.JOIN, ActKind.LEAVE, ActKind.RECONSIDER, ActKind.CONFIRM}
"""What a State decided and how people travelled stands though the table does not list it. Nobody joins where nobody is
on the way, leaves where they are not, or is looked at again where they were not denied: such acts are flagged and move
nobody."""

BEGINNINGS = tuple(
    stage
    for stage in CaseStage
    if not any(stage in line.begins for line in CASEWORK.values() if line.ends is None)
)
"""Where a register may say that its cases begin: none from which an act may lead back to where the case came from."""

LEADS = MappingProxyType({Stage.ARRIVED: CaseStage.CLOSED, Stage.DENIED: CaseStage.DENIED})
"""Where a case stands once nobody in it is with a State any more: closed if every member has arrived, else denied if anybody
was denied since it was last reviewed; otherwise where it stood."""


_REACHED = (Stage.SUBMITTED, Stage.ACCEPTED, Stage.PRE_DEPARTURE, Stage.DEPARTED, Stage.ARRIVED)
_USES_FROM = {
    CountsAt.SUBMISSION: Stage.SUBMITTED,
    CountsAt.DECISION: Stage.ACCEPTED,
    CountsAt.DEPARTURE: Stage.DEPARTED,
    CountsAt.ARRIVAL: Stage.ARRIVED,
}

OPEN = frozenset(_ON_THE_WAY)
"""Stages in which a person has a way open and is not proposed elsewhere."""

WITH_A_STATE = OPEN - {Stage.PROPOSED}


def furthest(stages: Iterable[Stage]) -> Stage | None:
    """The open stage that is furthest on the way, and so has the strongest claim; None if none is open."""
    return max((stage for stage in stages if stage in OPEN), key=_ON_THE_WAY.index, default=None)


def joined(stages: Iterable[Stage]) -> Stage | None:
    """
    Where somebody stands who joins people of a case that stand so; None if none of them is on the way.

    A State has still to accept whoever was born, or came, after it decided on the others; their place is held meanwhile.
    """
    there = furthest(stages)
    return there if there in (None, Stage.PROPOSED, Stage.DEFERRED) else Stage.SUBMITTED


FIRM = frozenset({Stage.ACCEPTED, Stage.PRE_DEPARTURE, Stage.DEPARTED, Stage.ARRIVED})
"""Stages of those whom a State has accepted."""


def claim(stage: Stage | None, counts_at: CountsAt) -> Claim:
    """What a place is to a person in this stage: nothing, proposed, held, or used once the counting event is reached."""
    if stage in _OUT:
        return Claim.NOTHING
    if stage is Stage.PROPOSED:
        return Claim.PROPOSED
    reached = Stage.SUBMITTED if stage is Stage.DEFERRED else stage
    assert reached is not None
    return Claim.USED if _REACHED.index(reached) >= _REACHED.index(_USES_FROM[counts_at]) else Claim.HELD
