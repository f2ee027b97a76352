"""The workflow: whether an act may be done, by whom, and which may come next; software says so, a person does it."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date

from resettle.engine.errors import Fault
from resettle.engine.referrals.asked import Asked
from resettle.engine.referrals.caseload import Caseload
from resettle.engine.referrals.guards import of_ground, of_role, of_turn, unmet
from resettle.engine.registry import casework
from resettle.engine.registry.acts import Act
from resettle.engine.registry.grounds import HAPPENED
from resettle.engine.registry.roles import Role
from resettle.engine.registry.stages import CASEWORK, ActKind, Guard


def faults(asked: Asked, roles: AbstractSet[Role]) -> list[Fault]:
    """
    Everything that stands against an act: done by whom it may not be, out of turn, or a guard that is not satisfied.

    Of an act of ours these are errors. What a State decided and what happened is recorded whatever the guards say, and
    the same are warnings; but whoever records it needs the role, and a departure without its clearances has to be recorded as one
    that happened all the same. Whether a submission's act is in turn, and whether
    there is a place, is for ``registry.admission``.
    """
    found = [*of_role(asked, roles)]
    wrong: list[tuple[Guard | None, Fault]] = [
        (None, fault) for fault in (*of_turn(asked), *of_ground(asked))
    ]
    wrong += unmet(asked)
    return found + [
        fault if _stops(asked, guard) else replace(fault, severity="warning") for guard, fault in wrong
    ]


_OF_WHO_JOINS = (Guard.NOBODY_REFUSES, Guard.EVERYBODY_REVIEWED)


def _stops(asked: Asked, guard: Guard | None) -> bool:
    """
    Whether what is wrong stops an act: one that the office decides on; a departure that has still to happen; and that
    somebody joins a submission whom nobody reviewed, or who said no.
    """
    if guard is Guard.NOT_WITH_ANOTHER:
        return False
    if guard is Guard.WAS_READY or (guard is Guard.NOT_PAUSED and asked.act.kind is not ActKind.RESUME):
        return False
    if asked.act.kind is ActKind.JOIN and guard in _OF_WHO_JOINS:
        return True
    yet_to_come = guard is Guard.CLEARED and asked.act.ground != HAPPENED
    return casework.is_ours(asked.act.kind) or yet_to_come


@dataclass(frozen=True, slots=True)
class Next:
    """An act that the table lists next for a case: by which roles, and what is not so yet."""

    kind: ActKind
    roles: tuple[Role, ...]
    unmet: tuple[Fault, ...]


def next_acts(
    caseload: Caseload, case: str, by: str = "", roles: AbstractSet[Role] | None = None
) -> list[Next]:
    """
    Which acts on a case may come next, in the order of the table, and what still stands in the way of each.

    by, roles: who asks, and as what; without, nobody in particular. What the act itself would have to say (a reason, a
    ground) is not told as missing.
    """
    standing = caseload.standing(case)
    day: date = caseload.agreed.on
    found = []
    for kind, line in CASEWORK.items():
        if standing.leads(kind):
            act = Act("", kind, case, "", caseload.members(case), day, day, by, "")
            asked = Asked(act, caseload)
            said = {Guard.REASON, Guard.GROUND, Guard.REVIEW_DAY}
            wrong = [] if roles is None else [*of_role(asked, roles)]
            wrong += [fault for guard, fault in unmet(asked) if guard not in said]
            found.append(Next(kind, line.roles, tuple(wrong)))
    return found
