"""The workflow: whether an act may be done, by whom, and which may come next; software says so, a person does it."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date

from resettle.engine.errors import Fault
from resettle.engine.referrals.caseload import Caseload
from resettle.engine.referrals.guards import Asked, of_ground, of_role, of_turn, unmet
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


def _stops(asked: Asked, guard: Guard | None) -> bool:
    """Whether what is wrong stops an act: one that the office decides on; and a departure that has still to happen."""
    if guard is Guard.NOT_WITH_ANOTHER:
        return False
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
