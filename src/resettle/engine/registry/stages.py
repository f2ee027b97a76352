"""The one transition table: which act moves a person's submission from where to where, and what it does to a place."""

from collections.abc import Iterable, Mapping
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
    LEFT = "left"


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
    JOIN = "join"
    LEAVE = "leave"


OURS = frozenset({ActKind.PROPOSE, ActKind.SUBMIT, ActKind.RESUME, ActKind.WITHDRAW})
"""Acts of the office, refused if they are out of turn or would break a limit. All others record reality, flagged."""


ASKS = frozenset({ActKind.PROPOSE, ActKind.SUBMIT})
"""Acts that ask for a place: an offer that is over has none to give."""


STANDS = frozenset(ActKind) - OURS - {ActKind.JOIN, ActKind.LEAVE}
"""What a State decided and how people travelled stands though the table does not list it. Nobody joins where nobody is
on the way, or leaves where they are not: such acts are flagged and move nobody."""


class Claim(StrEnum):
    """What a stage does to a place."""

    PROPOSED = "proposed"
    HELD = "held"
    USED = "used"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Transition:
    """
    One line of the table; ``begins`` None is a person not yet in the arrangement.

    ``ends`` None: where whoever in the case is furthest on the way stands.
    """

    begins: tuple[Stage | None, ...]
    ends: Stage | None
    source: str = "UNHCR Resettlement Handbook 4.7-4.11"


_OUT = (None, Stage.DENIED, Stage.WITHDRAWN, Stage.LEFT)
_ON_THE_WAY = (Stage.PROPOSED, Stage.SUBMITTED, Stage.DEFERRED, Stage.ACCEPTED, Stage.DEPARTED)
_CHANGES = "UNHCR Resettlement Handbook: changes in family composition, births and deaths after submission"

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
        ActKind.JOIN: Transition(_OUT, None, _CHANGES),
        ActKind.LEAVE: Transition(_ON_THE_WAY, Stage.LEFT, _CHANGES),
    }
)

_REACHED = (Stage.SUBMITTED, Stage.ACCEPTED, Stage.DEPARTED, Stage.ARRIVED)
_USES_FROM = {
    CountsAt.SUBMISSION: Stage.SUBMITTED,
    CountsAt.DECISION: Stage.ACCEPTED,
    CountsAt.DEPARTURE: Stage.DEPARTED,
    CountsAt.ARRIVAL: Stage.ARRIVED,
}

OPEN = frozenset(_ON_THE_WAY)
"""Stages in which a person has a way open and is not proposed elsewhere."""


def furthest(stages: Iterable[Stage]) -> Stage | None:
    """The open stage that is furthest on the way, and so has the strongest claim; None if none is open."""
    return max((stage for stage in stages if stage in OPEN), key=_ON_THE_WAY.index, default=None)


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
