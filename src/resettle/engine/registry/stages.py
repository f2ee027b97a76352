"""The one transition table: which act moves a person's submission from where to where, and what it does to a place."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from resettle.engine.registry.arrangements import CountsAt


class Stage(StrEnum):
    """Where one person stands in one arrangement."""

    PROPOSED = "proposed"
    SUBMITTED = "submitted"
    DEFERRED = "deferred"
    ACCEPTED = "accepted"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"
    DEPARTED = "departed"
    ARRIVED = "arrived"


class ActKind(StrEnum):
    """What can be done. The full set of the office's acts joins this table with the referrals step."""

    PROPOSE = "propose"
    SUBMIT = "submit"
    ACCEPT = "accept"
    DENY = "deny"
    DEFER = "defer"
    RESUME = "resume"
    WITHDRAW = "withdraw"
    DEPART = "depart"
    ARRIVE = "arrive"


OURS = frozenset({ActKind.PROPOSE, ActKind.SUBMIT, ActKind.RESUME, ActKind.WITHDRAW})
"""Acts of the office, refused if they are out of turn or would break a limit. All others record reality, flagged."""


class Claim(StrEnum):
    """What a stage does to a place."""

    PROPOSED = "proposed"
    HELD = "held"
    USED = "used"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of the table; ``begins`` None is a person not yet in the arrangement, or out of it again."""

    begins: tuple[Stage | None, ...]
    ends: Stage
    source: str = "UNHCR Resettlement Handbook 4.7-4.11"


_OUT = (None, Stage.DENIED, Stage.WITHDRAWN)

TRANSITIONS: Mapping[ActKind, Transition] = MappingProxyType(
    {
        ActKind.PROPOSE: Transition(_OUT, Stage.PROPOSED),
        ActKind.SUBMIT: Transition((*_OUT, Stage.PROPOSED), Stage.SUBMITTED),
        ActKind.DEFER: Transition((Stage.SUBMITTED,), Stage.DEFERRED),
        ActKind.RESUME: Transition((Stage.DEFERRED,), Stage.SUBMITTED),
        ActKind.ACCEPT: Transition((Stage.SUBMITTED, Stage.DEFERRED), Stage.ACCEPTED),
        ActKind.DENY: Transition((Stage.SUBMITTED, Stage.DEFERRED), Stage.DENIED),
        ActKind.WITHDRAW: Transition((Stage.PROPOSED, Stage.SUBMITTED, Stage.DEFERRED), Stage.WITHDRAWN),
        ActKind.DEPART: Transition((Stage.ACCEPTED,), Stage.DEPARTED),
        ActKind.ARRIVE: Transition((Stage.DEPARTED,), Stage.ARRIVED),
    }
)

_REACHED = (Stage.SUBMITTED, Stage.ACCEPTED, Stage.DEPARTED, Stage.ARRIVED)
_USES_FROM = {
    CountsAt.SUBMISSION: Stage.SUBMITTED,
    CountsAt.DECISION: Stage.ACCEPTED,
    CountsAt.DEPARTURE: Stage.DEPARTED,
    CountsAt.ARRIVAL: Stage.ARRIVED,
}

OPEN = frozenset({Stage.PROPOSED, Stage.SUBMITTED, Stage.DEFERRED, Stage.ACCEPTED, Stage.DEPARTED})
"""Stages in which a person has a way open and is not proposed elsewhere."""

FIRM = frozenset({Stage.ACCEPTED, Stage.DEPARTED, Stage.ARRIVED})
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
