"""Appeals: what was asked to be looked at again, which decision it is against, and what was answered, to whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from resettle.engine.registry.acts import Act, in_order
from resettle.engine.registry.stages import CASEWORK, ActKind

AGAINST: Mapping[ActKind, tuple[ActKind, ...]] = MappingProxyType(
    {
        ActKind.APPEAL: (ActKind.STOP, ActKind.REJECT, ActKind.CLOSE),
        ActKind.REQUEST_REVIEW: (ActKind.DENY,),
    }
)
"""What asks for another look → the decisions that it may be against: those of the office on a case, those of a State."""

ANSWERS: Mapping[ActKind, ActKind] = MappingProxyType(
    {
        ActKind.UPHOLD: ActKind.APPEAL,
        ActKind.DISMISS: ActKind.APPEAL,
        ActKind.RECONSIDER: ActKind.REQUEST_REVIEW,
        ActKind.CONFIRM: ActKind.REQUEST_REVIEW,
    }
)
"""An answer → what it answers."""
_OVERTAKES: Mapping[ActKind, ActKind] = MappingProxyType(
    {ActKind.REOPEN: ActKind.APPEAL, ActKind.SUBMIT: ActKind.REQUEST_REVIEW}
)
"""An act after which nothing is to be answered any more → what."""


@dataclass(frozen=True, slots=True)
class Appeal:
    """
    One appeal to the office, or request to a State for a review of its denial.

    against: the decision, None if none is recorded. answers: the acts that answered it, each perhaps of some people alone.
    waiting: those whom no act has answered, and no other act overtaken: a case that was reopened, or submitted there anew.
    """

    lodged: Act
    against: Act | None
    answers: tuple[Act, ...]
    waiting: tuple[str, ...]


def appeals(acts: Iterable[Act]) -> Sequence[Appeal]:
    """
    The appeals and requests for review of one case, as they were lodged, from its acts and those on its submissions.

    An answer belongs to the last that was lodged before it and that somebody whom it names waits for.
    """
    found: list[Appeal] = []
    decided: dict[tuple[str, str], Act] = {}
    """(person, offer, empty of the case alone) → the decision that stands."""
    for act in in_order(acts):
        for lodges, decisions in AGAINST.items():
            if act.kind in decisions:
                decided |= {(person, act.offer): act for person in act.persons}
            elif act.kind is lodges:
                against = (decided.get((person, act.offer)) for person in act.persons)
                found.append(Appeal(act, next(filter(None, against), None), (), act.persons))
        if answered := ANSWERS.get(act.kind) or _OVERTAKES.get(act.kind):
            at = next((at for at in reversed(range(len(found))) if _concerns(found[at], answered, act)), None)
            if at is not None:
                found[at] = _without(found[at], act)
    return tuple(found)


def _concerns(appeal: Appeal, kind: ActKind, act: Act) -> bool:
    same = appeal.lodged.kind is kind and appeal.lodged.offer == act.offer
    return same and not set(appeal.waiting).isdisjoint(act.persons)


def _without(appeal: Appeal, act: Act) -> Appeal:
    """Once an act has answered it, or overtaken it; what is answered of a case is answered to all of it."""
    still = () if act.kind in CASEWORK else tuple(one for one in appeal.waiting if one not in act.persons)
    answers = (*appeal.answers, act) if act.kind in ANSWERS else appeal.answers
    return replace(appeal, answers=answers, waiting=still)


def waiting(acts: Iterable[Act]) -> Sequence[Appeal]:
    """Those that somebody still waits for."""
    return tuple(one for one in appeals(acts) if one.waiting)
