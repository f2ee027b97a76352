"""Separation of duties: which two acts on one case no one person may do, in any round of its work."""

from collections.abc import Mapping
from types import MappingProxyType

from resettle.engine.registry.roles import Role
from resettle.engine.registry.stages import CASEWORK, TRANSITIONS, ActKind, line_of

_TOOK_PART = (ActKind.ASSESS, ActKind.PROCEED, ActKind.RECOMMEND, ActKind.APPROVE, ActKind.REVIEW)
_ENDED_IT = (ActKind.CLOSE, ActKind.STOP, ActKind.REJECT)
_RECOMMENDED = (ActKind.RECOMMEND, ActKind.NO_SHOW)
_HAS_PART = (*_ENDED_IT, ActKind.ASSESS, ActKind.PROCEED, ActKind.COMPLETE, *_RECOMMENDED, ActKind.APPEAL)

PAIRS = frozenset(
    frozenset(pair)
    for pair in (
        *((ActKind.ASSESS, other) for other in (ActKind.PROCEED, ActKind.STOP)),
        *(
            (one, other)
            for one in _RECOMMENDED
            for other in (ActKind.APPROVE, ActKind.REJECT, ActKind.RETURN, ActKind.REVIEW)
        ),
        *((ActKind.SUBMIT, other) for other in _TOOK_PART),
    )
)
"""Whichever comes first, the other is done by somebody else. Source: UNHCR Resettlement Handbook 2.7, of assessment and review,
and of recommendation and review; that whoever submits took no other part is ours, so that three people at least agree to it."""

AFTER: Mapping[ActKind, tuple[ActKind, ...]] = MappingProxyType(
    {
        ActKind.REOPEN: _ENDED_IT,
        **dict.fromkeys((ActKind.UPHOLD, ActKind.DISMISS), _HAS_PART),
        **dict.fromkeys((ActKind.RECONSIDER, ActKind.CONFIRM), (ActKind.REQUEST_REVIEW,)),
    }
)
"""
An act → those after which it is done by somebody else; the other way round nothing stands against it (ours). Whoever answers
an appeal has taken no part in what it is against, and did not lodge it.
"""


def apart(kind: ActKind) -> tuple[ActKind, ...]:
    """The acts on a case that keep whoever did one of them from this one, in the order of the table."""
    others = {other for pair in PAIRS if kind in pair for other in pair - {kind}} | {*AFTER.get(kind, ())}
    return tuple(other for other in (*CASEWORK, *TRANSITIONS) if other in others)


def apart_from(role: Role) -> frozenset[ActKind]:
    """Acts after which somebody has part in none of a role's."""
    return frozenset(other for kind in ActKind if role in line_of(kind).roles for other in apart(kind))
