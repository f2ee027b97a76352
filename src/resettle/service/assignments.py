"""Assignments: who is to do a case's work of one role, drawn by lot among those who may; each draw is on record."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from resettle.engine.errors import Fault, Where, refuse
from resettle.engine.registry import separation
from resettle.engine.registry.acts import Act
from resettle.engine.registry.permissions import Use
from resettle.engine.registry.roles import Role
from resettle.engine.registry.stages import ActKind, line_of
from resettle.records import entries
from resettle.records.database import Database
from resettle.records.entries import New, Said
from resettle.records.subjects import ACTS, ASSIGNMENTS, CASE, MEMBERS, SEPARATOR
from resettle.service import accounts, conflicts, offices, permissions, registers, writing
from resettle.service.caseloads import act_said


@dataclass(frozen=True)
class Assignment:
    """
    Who is to do the work of a role on a case, since when, assigned by whom.

    drawn: by lot, among those in ``pool``; else somebody was named, for a reason.
    """

    case: str
    role: Role
    to: str
    since: date
    by: str
    drawn: bool
    pool: tuple[str, ...]
    reason: str


def assigned(place: str, case: str, role: Role, by: str, to: str = "", reason: str = "") -> Assignment:
    """
    Assigns a case's work of a role: by lot, unless somebody is named.

    The lot is drawn among the open accounts that hold the role, see the case, have declared no conflict with it or anybody in it,
    and did nothing on it that keeps them from the role's acts; nobody with such a conflict assigns it, either. Naming somebody, and
    assigning anew, need a reason. Raises RequestRefused.
    """
    writing.check_text(reason=reason)
    found = registers.reached(place)

    def new(by_whom: str, day: date) -> New:
        offices.check_act(found, permissions.check_account(found, by_whom), by_whom, case, day)
        before = _of_case(found, case).get(role)
        pool = _pool(found, case, role, day, by_whom)
        if (to or before) and not reason.strip():
            raise refuse(
                "assignment_without_reason", case=case, role=role.value, to=before.to if before else to
            )
        if to and to not in pool:
            raise refuse("assignment_not_in_pool", case=case, role=role.value, to=to, pool=list(pool))
        if not pool:
            raise refuse("nobody_to_assign", case=case, role=role.value)
        says = {
            "to": to or secrets.choice(pool),
            "drawn": "no" if to else "yes",
            "pool": list(pool),
            "by": by_whom,
        }
        says |= {"reason": reason.strip()} if reason.strip() else {}
        return New(ASSIGNMENTS, f"{case}{SEPARATOR}{role.value}", day, day, "office", says)

    permissions.check(found, by, Use.ASSIGN, case)
    asked = {"case": case, "role": role.value, "to": to}
    one = writing.note(found, by, Use.ASSIGN, "assignment", asked, lambda _, day: new(by, day), alone=True)
    return _assignment(one.key, one.content, one.known)


def assignments(place: str, case: str, by: str | None) -> list[Assignment]:
    """Who is to do what on a case. Raises RequestRefused if ``by`` may not see the case, or there is none."""
    found = registers.reached(place)
    permissions.check(found, by, Use.CASES, case)
    if not entries.told(found, {"cases": [case]}):
        raise refuse("nothing_recorded", name=case)
    return [*_of_case(found, case).values()]


def keys(act: Act) -> list[str]:
    """Under which keys it would stand whose work an act is."""
    return [f"{act.case}{SEPARATOR}{role.value}" for role in line_of(act.kind).roles]


def besides(act: Act, told: Iterable[Said], roles: Iterable[Role]) -> Iterator[Fault]:
    """
    That the work of the role by which an act is done is somebody else's; flagged, for somebody may have to stand in.

    told: all that is said of the case's assignments; roles: those of whoever asks.
    """
    theirs = [role for role in roles if role in line_of(act.kind).roles]
    latest = {said.key: said.content or {} for said in told if said.table == ASSIGNMENTS}
    for role in theirs:
        says = latest.get(f"{act.case}{SEPARATOR}{role.value}")
        if says and says["to"] != act.by:
            params = {
                "by": act.by,
                "to": says["to"],
                "role": role.value,
                "case": act.case,
                "act": act.kind.value,
            }
            yield Fault("assigned_to_another", Where(ACTS, 0, act.id), params, "warning")


def _pool(found: Database, case: str, role: Role, day: date, by: str) -> tuple[str, ...]:
    told = entries.told(found, {"cases": [case]}, {CASE: [case]})
    if not told:
        raise refuse("nothing_recorded", name=case)
    members = sorted({one.key.split(SEPARATOR)[1] for one in told if one.table == MEMBERS})
    conflicts.check(found, by, [case, *members])
    done: dict[ActKind, set[str]] = {}
    for one in (act_said(said) for said in told if said.table == ACTS):
        done.setdefault(one.kind, set()).add(one.by)
    kept_apart = {who for kind in separation.apart_from(role) for who in done.get(kind, ())}
    office = offices.of(found, [case], day).get(case)
    holders = [
        one.id for one in accounts.every(found)
        if one.is_open and role in one.roles and not one.arrangements and (one.until is None or one.until >= day)
        and (not one.offices or office in one.offices)
    ]  # fmt: skip
    declared = {one.account for one in conflicts.open_with(found, holders, (case, *members))}
    return tuple(one for one in holders if one not in kept_apart | declared)


def _of_case(found: Database, case: str) -> dict[Role, Assignment]:
    told = entries.told(found, {}, {CASE: [case]}, [ASSIGNMENTS])
    return {one.role: one for one in (_assignment(said.key, said.content or {}, said.known) for said in told)}


def _assignment(key: str, content: object, since: date) -> Assignment:
    case, role = key.split(SEPARATOR)
    assert isinstance(content, dict)
    return Assignment(
        case, Role(role), content["to"], since, content["by"], content["drawn"] == "yes", tuple(content["pool"]),
        content.get("reason", ""),
    )  # fmt: skip
