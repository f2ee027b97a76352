"""Lists of a register in a database, a page at a time: cases by where they stand, acts by what they are about."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Generic, TypeVar

from resettle.engine.errors import refuse
from resettle.engine.registry import casework
from resettle.engine.registry.acts import Act
from resettle.engine.registry.stages import ActKind, CaseStage, Stage
from resettle.records import entries
from resettle.records.database import Database
from resettle.records.entries import Said
from resettle.records.histories import REASONS
from resettle.records.subjects import ACTS, CASE
from resettle.service import registers
from resettle.service.acts import FLAGS, Recorded, flagged_in
from resettle.service.caseloads import act_said

MOST = 100
"""Of a page."""
LOOKED_AT = {"cases": 400, "acts": 5_000}
"""So many are looked at for one page: one that finds fewer is shorter, and the next goes on where it ended."""
T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some of a list, in its order; ``after``: with what the next page begins (empty: there is no more)."""

    items: Sequence[T]
    after: str


@dataclass(frozen=True)
class CaseLine:
    """A case, where it stands and since when, and offer → person → their open stage in its submissions."""

    case: str
    stage: CaseStage | None
    since: date | None
    on_the_way: Mapping[str, Mapping[str, Stage]] = field(default_factory=dict[str, Mapping[str, Stage]])


@dataclass(frozen=True)
class CasesAsked:
    """Which cases: at a stage; with an act in an arrangement."""

    stage: CaseStage | None = None
    arrangement: str = ""


@dataclass(frozen=True)
class ActsAsked:
    """Which acts: of a case, in an arrangement, of a kind, effective from one day to another (both included)."""

    case: str = ""
    arrangement: str = ""
    kind: ActKind | None = None
    first: date | None = None
    last: date | None = None

    def holds(self, act: Act) -> bool:
        return (
            (not self.case or act.case == self.case)
            and (not self.arrangement or act.arrangement == self.arrangement)
            and (self.kind is None or act.kind is self.kind)
            and (self.first or date.min) <= act.effective <= (self.last or date.max)
        )


def cases(place: str, asked: CasesAsked, by: str, after: str = "", limit: int = MOST) -> Page[CaseLine]:
    """Cases as they stand today, by id, after one."""
    found = registers.reached(place)
    kept: list[CaseLine] = []
    with found.reading():
        terms, last = registers.terms_and_last_known(found)
        day = max(last, registers.founding(found).day(datetime.now(UTC)))
        looked = 0
        while looked < LOOKED_AT["cases"]:
            names = _names(found, after, limit)
            for case, acts in _acts_of(found, names):
                after = case
                standing = casework.stands(case, acts, day, terms.begins)
                if asked.stage in (None, standing.stage) and _is_in(asked.arrangement, acts):
                    kept.append(_line(case, standing))
                    if len(kept) == limit:
                        return Page(kept, after)
            if len(names) < limit:
                return Page(kept, "")
            looked += len(names)
    return Page(kept, after)


def case(place: str, name: str, by: str) -> CaseLine:
    """Where one case stands today. Raises RequestRefused if it is not recorded."""
    found = registers.reached(place)
    with found.reading():
        told = entries.told(found, {"cases": [name]}, {CASE: [name]}, [ACTS])
        terms, last = registers.terms_and_last_known(found)
        day = max(last, registers.founding(found).day(datetime.now(UTC)))
    if not any(said.table == "cases" for said in told):
        raise refuse("nothing_recorded", name=name)
    acts = [act_said(said) for said in told if said.table == ACTS]
    return _line(name, casework.stands(name, acts, day, terms.begins))


def _names(found: Database, after: str, limit: int) -> list[str]:
    rows = found.rows(
        "SELECT DISTINCT key FROM records_entry WHERE \"table\" = 'cases' AND key > %s ORDER BY key LIMIT %s",
        [after, limit],
    )
    return [key for (key,) in rows]


def _acts_of(found: Database, names: Sequence[str]) -> Iterator[tuple[str, list[Act]]]:
    acts: dict[str, list[Act]] = {name: [] for name in names}
    for said in entries.told(found, {}, {CASE: names}, [ACTS]):
        act = act_said(said)
        acts.setdefault(act.case, []).append(act)
    return ((name, acts[name]) for name in names)


def _is_in(arrangement: str, acts: Sequence[Act]) -> bool:
    return not arrangement or any(act.arrangement == arrangement for act in acts)


def _line(case: str, standing: casework.CaseStanding) -> CaseLine:
    ways: dict[str, dict[str, Stage]] = {}
    for (person, offer), stage in sorted(standing.on_the_way.items()):
        ways.setdefault(offer, {})[person] = stage
    return CaseLine(case, standing.stage, standing.since, ways)


def acts(place: str, asked: ActsAsked, by: str, after: str = "", limit: int = MOST) -> Page[Act]:
    """Acts, the last recorded first, before one; without their reasons."""
    found = registers.reached(place)
    before = _number(after)
    kept: list[Act] = []
    with found.reading():
        looked = 0
        while looked < LOOKED_AT["acts"]:
            wanted = limit if not looked else 10 * limit
            said = _acts_before(found, asked, before, wanted)
            for one in said:
                before = one.id
                if asked.holds(act := act_said(one)):
                    kept.append(act)
                    if len(kept) == limit:
                        return Page(kept, str(before))
            if len(said) < wanted:
                return Page(kept, "")
            looked += len(said)
    return Page(kept, str(before))


def _number(after: str) -> int:
    if not after:
        return 1 << 62
    if not (after.isascii() and after.isdigit() and len(after) < 19):
        raise refuse("cursor_wrong")
    return int(after)


def _acts_before(found: Database, asked: ActsAsked, before: int, limit: int) -> list[Said]:
    """Some acts, last first; an act is known on the day it was done or later, and days of knowledge only rise."""
    if asked.case:
        told = entries.told(found, {}, {CASE: [asked.case]}, [ACTS])
        return sorted((one for one in told if one.id < before), key=lambda one: -one.id)[:limit]
    since = [asked.first] if asked.first else []
    known = " AND known >= %s" if since else ""
    rows = found.rows(
        f"SELECT id FROM records_entry WHERE \"table\" = '{ACTS}' AND id < %s{known} ORDER BY id DESC LIMIT %s",
        [before, *since, limit],
    )
    return sorted(entries.numbered(found, [id for (id,) in rows]), key=lambda one: -one.id)


def act(place: str, id: str, by: str) -> Recorded:
    """One act as it was recorded, with its reason and its flags. Raises RequestRefused if there is none."""
    found = registers.reached(place)
    told = {one.table: one for one in entries.told(found, {ACTS: [id], REASONS: [id], FLAGS: [id]})}
    if ACTS not in told:
        raise refuse("nothing_recorded", name=id)
    reason = told[REASONS].content if REASONS in told else None
    one = replace(act_said(told[ACTS]), reason=(reason or {}).get("reason", ""))
    return Recorded(one, flagged_in(told[FLAGS]) if FLAGS in told else ())
