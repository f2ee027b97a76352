"""Guards of appeals: that there is a decision to look at again, that somebody asked, that one State is asked at a time."""

from collections.abc import Iterator

from resettle.engine.errors import Fault
from resettle.engine.referrals.asked import Asked
from resettle.engine.registry import appeals
from resettle.engine.registry.appeals import AGAINST, ANSWERS, Appeal
from resettle.engine.registry.stages import ENDED, ActKind, CaseTransition, Transition


def decision_stands(asked: Asked) -> Iterator[Fault]:
    """There is a decision to look at again, and nobody has asked for that already. What is out of turn is told by that."""
    if asked.act.kind is ActKind.APPEAL and asked.standing.stage in ENDED:
        ended = asked.standing.last(*AGAINST[ActKind.APPEAL], ActKind.REOPEN, ActKind.UPHOLD)
        if ended is None or ended.kind not in AGAINST[ActKind.APPEAL]:
            yield asked.fault(
                "no_decision_to_appeal", decisions=[kind.value for kind in AGAINST[ActKind.APPEAL]]
            )
    for one in _waiting(asked, asked.act.kind):
        if one.lodged.offer == asked.act.offer and not set(one.waiting).isdisjoint(asked.act.persons):
            yield asked.fault("appeal_already_lodged", lodged=one.lodged.kind, on=one.lodged.effective)


def appeal_lodged(asked: Asked) -> Iterator[Fault]:
    if isinstance(asked.line, CaseTransition) and asked.standing.stage not in ENDED:
        return
    asks = ANSWERS[asked.act.kind]
    there = (one for one in _waiting(asked, asks) if one.lodged.offer == asked.act.offer)
    heard = {person for one in there for person in one.waiting}
    if not heard:
        yield asked.fault("no_appeal_lodged", lodges=asks)
    elif isinstance(asked.line, Transition) and (silent := sorted(set(asked.act.persons) - heard)):
        yield asked.fault("appeal_of_others", lodges=asks, persons=silent)


def not_with_another(asked: Asked) -> Iterator[Fault]:
    """One country at a time: a State that was asked to look at its denial again may still take whoever is submitted elsewhere."""
    for one in _waiting(asked, ActKind.REQUEST_REVIEW):
        persons = sorted(set(one.waiting) & set(asked.act.persons))
        if persons and one.lodged.offer != asked.act.offer:
            yield asked.fault(
                "review_waits_elsewhere", persons=persons, offer=one.lodged.offer, on=one.lodged.effective
            )


def _waiting(asked: Asked, kind: ActKind) -> Iterator[Appeal]:
    by_then = (act for act in asked.acts if act.effective <= asked.act.effective)
    return (one for one in appeals.waiting(by_then) if one.lodged.kind is kind)
