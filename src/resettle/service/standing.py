"""Where cases stand, told from their acts, to be kept and to be compared with what is kept (``records.standings``)."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from resettle.engine.registry import casework, membership
from resettle.engine.registry.acts import Act
from resettle.engine.registry.casework import Case, CaseStanding
from resettle.engine.registry.membership import Entry, Membership
from resettle.engine.registry.register import Register
from resettle.engine.registry.stages import CaseStage, Stage
from resettle.records import entries, standings
from resettle.records.database import Database
from resettle.records.standings import Stood
from resettle.records.subjects import ACTS, CASE, MEMBERS, SEPARATOR
from resettle.service.caseloads import act_said, as_held, entry_said

TABLES = frozenset({ACTS, "cases", MEMBERS})
"""What is recorded in these may lead a case elsewhere."""
_AT_ONCE = 500


def stood(name: str, begins: CaseStage | None, members: Membership, acts: Iterable[Act], day: date) -> Stood:
    """Where a case stands on a day, by all that is known of it; acts: those on it, and perhaps on others."""
    theirs = [act for act in acts if act.case == name]
    stands = casework.stands(Case(name, begins, members), theirs, day)
    return Stood(
        name, stands.stage and stands.stage.value, stands.since, json.dumps(ways(stands), sort_keys=True, ensure_ascii=False),
        tuple(sorted({act.arrangement for act in theirs} - {""})),
        min((act.effective for act in theirs if act.effective > day), default=None),
    )  # fmt: skip


def ways(stands: CaseStanding) -> dict[str, dict[str, Stage]]:
    """offer → person → their open stage in a case's submissions."""
    found: dict[str, dict[str, Stage]] = {}
    for (person, offer), stage in sorted(stands.on_the_way.items()):
        found.setdefault(offer, {})[person] = stage
    return found


def of_register(register: Register, day: date, days: Mapping[str, date] | None = None) -> Iterator[Stood]:
    """Where every case stands on a day; days: of some cases on another."""
    acts: dict[str, list[Act]] = {}
    for act in (*register.acts, *register.casework):
        acts.setdefault(act.case, []).append(act)
    names = register.tables.cases.get_column("case").unique().sort().to_list()
    members = membership.of_cases(register.tables.members, names)
    for name in names:
        on = (days or {}).get(name, day)
        yield stood(name, register.begins, members[name], acts.get(name, ()), on)


def told(found: Database, names: Sequence[str], begins: CaseStage | None, day: date) -> Iterator[Stood]:
    """Where some cases stand on a day, from their entries."""
    for at in range(0, len(names), _AT_ONCE):
        some = names[at : at + _AT_ONCE]
        members: dict[str, list[Entry]] = {name: [] for name in some}
        acts: dict[str, list[Act]] = {name: [] for name in some}
        for said in sorted(entries.told(found, {}, {CASE: some}, [ACTS, MEMBERS]), key=as_held):
            if said.table == MEMBERS:
                members.setdefault(said.key.split(SEPARATOR)[0], []).append(entry_said(said))
            elif (act := act_said(said)).case in acts:
                acts[act.case].append(act)
        yield from (stood(name, begins, members[name], acts[name], day) for name in some)


def agrees(found: Database, register: Register, day: date) -> bool:
    """Whether where cases are kept to stand is what their acts come to."""
    kept = {one.name: one for one in standings.kept(found)}
    until = {name: one.turns - timedelta(1) for name, one in kept.items() if one.turns and one.turns <= day}
    return {one.name: one for one in of_register(register, day, until)} == kept
