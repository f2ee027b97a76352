"""Casework in a database: where a case stands, and which acts on it may come next."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date

from resettle.engine.errors import Fault, refuse
from resettle.engine.referrals import workflow
from resettle.engine.registry.permissions import PERMITTED, Use
from resettle.engine.registry.roles import Role
from resettle.engine.registry.stages import CaseStage, Stage
from resettle.records import entries
from resettle.records.subjects import ACTS, CASE, MEMBERS, PERSON, SEPARATOR
from resettle.service import offices, permissions, registers
from resettle.service.caseloads import RecordedCaseload, act_said


@dataclass(frozen=True)
class CaseNext:
    """
    Where a case stands today and since when, offer → person → their open stage in its submissions, and the acts on it that
    may come next.
    """

    case: str
    stage: CaseStage | None
    since: date | None
    on_the_way: Mapping[str, Mapping[str, Stage]]
    acts: tuple[workflow.Next, ...]


def next_acts(place: str, case: str, by: str | None = None) -> CaseNext:
    """
    Which acts on a case may come next, by which roles, and what still stands in the way of each.

    by: who asks, so that it is told what they may not do. Raises RequestRefused if no such case is recorded, or ``by`` may
    not ask.
    """
    found = registers.reached(place)
    account, today = None, registers.founding(found).day(entries.now(found))
    if by is not None:
        account = permissions.account_asking(found, by)
        permissions.check_permitted(account, by, Use.NEXT, today)
        offices.check_read(found, account, by, Use.NEXT, case, today)
    with found.reading():
        told = entries.told(found, {"cases": [case]}, {CASE: [case]})
        if not any(said.table == "cases" for said in told):
            raise refuse("nothing_recorded", name=case)
        persons = sorted({said.key.split(SEPARATOR)[1] for said in told if said.table == MEMBERS})
        told = entries.told(found, {"cases": [case], "people": persons}, {CASE: [case], PERSON: persons})
        terms, last = registers.terms_and_last_known(found)
        day = max(today, last)
        roles, scope = None, tuple[Fault, ...]()
        if by is not None and account is not None:
            roles, scope = permissions.roles_of(account), tuple(permissions.out_of_scope(account, by, ""))
    every = [act_said(said) for said in told if said.table == ACTS]
    caseload = RecordedCaseload(terms, day, day, told, every)
    standing = caseload.standing(case)
    ways: dict[str, dict[str, Stage]] = {}
    for (person, offer), stage in sorted(standing.on_the_way.items()):
        ways.setdefault(offer, {})[person] = stage
    following = tuple(
        replace(one, unmet=(*scope, *(fault for fault in one.unmet if _is_told(fault, roles))))
        for one in workflow.next_acts(caseload, case, by or "", roles)
    )
    return CaseNext(case, standing.stage, standing.since, ways, following)


def _is_told(fault: Fault, roles: AbstractSet[Role] | None) -> bool:
    """What people wish, and what their form lacks, is for those who may see their cases; others are told what they may not do."""
    return roles is None or bool(roles & {*PERMITTED[Use.CASES]}) or fault.code == "act_not_of_role"
