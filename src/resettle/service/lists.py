"""Lists of a register in a database, a page at a time: cases by where they stand, acts by what they are about."""

import json
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Generic, TypeVar

from resettle.engine.errors import refuse
from resettle.engine.registry import casework
from resettle.engine.registry.acts import Act
from resettle.engine.registry.casework import Case
from resettle.engine.registry.membership import Entry
from resettle.engine.registry.permissions import Use
from resettle.engine.registry.stages import ActKind, CaseStage, Stage
from resettle.records import entries
from resettle.records.database import Database
from resettle.records.entries import Said
from resettle.records.histories import REASONS
from resettle.records.subjects import ACTS, CASE, MEMBERS, SEPARATOR
from resettle.service import offices, permissions, registers, writing
from resettle.service.acts import FLAGS, Recorded, flagged_in
from resettle.service.caseloads import act_said, entry_said

MOST = 100
"""Of a page."""
LOOKED_AT = {"cases": 400, "acts": 20_000}
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

    def holds(self, line: CaseLine, arrangements: Container[str]) -> bool:
        return self.stage in (None, line.stage) and (not self.arrangement or self.arrangement in arrangements)


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
    """Cases as they stand today, by id, after one. Raises RequestRefused if ``by`` may not see them."""
    found = registers.reached(place)
    theirs = permissions.check_listing(found, by, Use.CASES)
    says = {"stage": asked.stage and asked.stage.value, "arrangement": asked.arrangement}
    writing.searched(found, by, "cases", says)
    kept: list[CaseLine] = []
    with found.reading():
        terms, last = registers.terms_and_last_known(found)
        day = max(last, registers.founding(found).day(datetime.now(UTC)))
        looked = 0
        while (
            looked < LOOKED_AT["cases"] or theirs
        ):  # where a page ends, a case of another office would be named
            names = _names(found, after, limit)
            of = offices.of(found, names, day) if theirs else {}
            for one in _standing(found, names, day, terms.begins):
                after = one.line.case
                if theirs and of.get(after) not in theirs:
                    continue
                if asked.holds(one.line, one.arrangements):
                    kept.append(one.line)
                    if len(kept) == limit:
                        return Page(kept, after)
            if len(names) < limit:
                return Page(kept, "")
            looked += len(names)
    return Page(kept, after)


def case(place: str, name: str, by: str) -> CaseLine:
    """Where one case stands today. Raises RequestRefused if it is not recorded, or ``by`` may not ask."""
    found = registers.reached(place)
    permissions.check(found, by, Use.NEXT, name)
    told = entries.told(found, {"cases": [name]}, {CASE: [name]}, [ACTS, MEMBERS])
    if not any(said.table == "cases" for said in told):
        raise refuse("nothing_recorded", name=name)
    terms, last = registers.terms_and_last_known(found)
    day = max(last, registers.founding(found).day(datetime.now(UTC)))
    acts = [act_said(said) for said in told if said.table == ACTS]
    members = [entry_said(said) for said in sorted(told, key=_as_held) if said.table == MEMBERS]
    return _line(name, casework.stands(Case(name, terms.begins, members), acts, day))


def _as_held(said: Said) -> tuple[date, date, int]:
    return said.effective, said.known, said.id


def _names(found: Database, after: str, limit: int) -> list[str]:
    rows = found.rows(
        "SELECT DISTINCT key FROM records_entry WHERE \"table\" = 'cases' AND key > %s ORDER BY key LIMIT %s",
        [after, limit],
    )
    return [key for (key,) in rows]


@dataclass(frozen=True, slots=True)
class _Stood:
    """Where a case stood by so many acts, the last of which has a number; and in which arrangements it had any."""

    upto: tuple[int, int, date]
    line: CaseLine
    arrangements: frozenset[str]


_stood: dict[str, dict[str, _Stood]] = {}
"""By register and case: told again only once another act speaks of the case, or another day begins."""
_MOST_KEPT = 250_000


def _standing(found: Database, names: Sequence[str], day: date, begins: CaseStage | None) -> list[_Stood]:
    """Where cases stand, in their order."""
    if not names:
        return []
    kept = _stood.setdefault(found.alias, {})
    if len(kept) > _MOST_KEPT:
        kept.clear()
    marks = ", ".join(["%s"] * len(names))
    rows = found.rows(
        f"SELECT name, max(entry), count(*) FROM records_about WHERE kind = '{CASE}' AND name IN ({marks}) "
        f"AND \"table\" IN ('{ACTS}', '{MEMBERS}') GROUP BY name",
        names,
    )
    upto = {name: (int(last), int(number), day) for name, last, number in rows}
    none = (0, 0, day)
    now = {name: kept.get(name) for name in names}
    new = [name for name in names if (one := now[name]) is None or one.upto != upto.get(name, none)]
    acts: dict[str, list[Act]] = {name: [] for name in new}
    members: dict[str, list[Entry]] = {name: [] for name in new}
    for said in sorted(entries.told(found, {}, {CASE: new}, [ACTS, MEMBERS]), key=_as_held):
        if said.table == MEMBERS:
            members.setdefault(said.key.split(SEPARATOR)[0], []).append(entry_said(said))
        elif (act := act_said(said)).case in acts:
            acts[act.case].append(act)
    for name in new:
        line = _line(name, casework.stands(Case(name, begins, members[name]), acts[name], day))
        kept[name] = now[name] = _Stood(
            upto.get(name, none), line, frozenset(act.arrangement for act in acts[name])
        )
    return [one for one in now.values() if one]


def _line(case: str, standing: casework.CaseStanding) -> CaseLine:
    ways: dict[str, dict[str, Stage]] = {}
    for (person, offer), stage in sorted(standing.on_the_way.items()):
        ways.setdefault(offer, {})[person] = stage
    return CaseLine(case, standing.stage, standing.since, ways)


def acts(place: str, asked: ActsAsked, by: str, after: str = "", limit: int = MOST) -> Page[Act]:
    """Acts, the last recorded first, before one; without their reasons. Raises RequestRefused if ``by`` may not see them."""
    found = registers.reached(place)
    permissions.check(found, by, Use.CASES, asked.case)
    before = number_after(after)
    _note(found, asked, by)
    with found.reading():
        if asked.case:
            told = entries.told(found, {}, {CASE: [asked.case]}, [ACTS])
            some = [one for one in reversed(told) if one.id < before and asked.holds(act_said(one))]
            return Page(
                [act_said(one) for one in some[:limit]], str(some[limit - 1].id) if len(some) > limit else ""
            )
        ids, goes_on = _ids(found, asked, before, limit)
        said = entries.numbered(found, ids)
    return Page([act_said(one) for one in reversed(said)], goes_on)


def _note(found: Database, asked: ActsAsked, by: str) -> None:
    """Acts of one case are of its file; else they are looked for."""
    if asked.case:
        writing.read(found, by, {asked.case: {"what": "acts"}})
        return
    says = {
        "arrangement": asked.arrangement,
        "kind": asked.kind and asked.kind.value,
        "from": asked.first,
        "until": asked.last,
    }
    writing.searched(found, by, "acts", says)


def _ids(found: Database, asked: ActsAsked, before: int, limit: int) -> tuple[list[int], str]:
    """
    Acts among those that are looked at, last first, and with what the next page begins.

    What an act says is text of one form (``canonical``), in which an arrangement or a kind is found without reading it.
    """
    where, params = [], []
    for name, value in (("arrangement", asked.arrangement), ("act", asked.kind and asked.kind.value)):
        if value:
            where.append("p.content LIKE %s ESCAPE '!'")
            params.append(
                f"%{_escaped(json.dumps({name: value}, ensure_ascii=False, separators=(',', ':'))[1:-1])}%"
            )
    for sign, day in ((">=", asked.first), ("<=", asked.last)):
        if day:
            where.append(f"effective {sign} %s")
            params.append(day.isoformat())
    known, since = (" AND known >= %s", [asked.first.isoformat()]) if asked.first else ("", [])
    looked = f"SELECT id, effective FROM records_entry WHERE \"table\" = '{ACTS}' AND id < %s{known} ORDER BY id DESC LIMIT %s"
    payload = " JOIN records_payload p ON p.entry_id = looked.id" if asked.arrangement or asked.kind else ""
    rows = found.rows(
        f"SELECT id FROM ({looked}) AS looked{payload} WHERE {' AND '.join(where) or '1 = 1'} ORDER BY id DESC LIMIT %s",
        [before, *since, LOOKED_AT["acts"], *params, limit],
    )
    ids = [id for (id,) in rows]
    if len(ids) == limit:
        return ids, str(ids[-1])
    end = found.one(
        f"SELECT min(id), count(*) FROM ({looked}) AS looked", [before, *since, LOOKED_AT["acts"]]
    )
    assert end is not None
    return ids, str(end[0]) if end[1] == LOOKED_AT["acts"] else ""


def _escaped(text: str) -> str:
    """As LIKE takes it."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def number_after(after: str) -> int:
    """The number of an entry from which a list goes on; of the newest, from the beginning. Raises RequestRefused."""
    if not after:
        return 1 << 62
    if not (after.isascii() and after.isdigit() and len(after) < 19):
        raise refuse("cursor_wrong")
    return int(after)


def act(place: str, id: str, by: str) -> Recorded:
    """One act as it was recorded, with its reason and its flags. Raises RequestRefused if there is none, or ``by`` may not see it."""
    found = registers.reached(place)
    if permissions.check_listing(found, by, Use.CASES):
        of = [act_said(said).case for said in entries.told(found, {ACTS: [id]})]
        permissions.check(found, by, Use.CASES, of[0] if of else id)
    one = act_of(found, id)
    writing.read(found, by, {one.act.case: {"what": "act", "act": id}})
    return one


def act_of(found: Database, id: str) -> Recorded:
    """One act as it was recorded. Raises RequestRefused if there is none."""
    told = {one.table: one for one in entries.told(found, {ACTS: [id], REASONS: [id], FLAGS: [id]})}
    if ACTS not in told:
        raise refuse("nothing_recorded", name=id)
    reason = told[REASONS].content if REASONS in told else None
    one = replace(act_said(told[ACTS]), reason=(reason or {}).get("reason", ""))
    return Recorded(one, flagged_in(told[FLAGS]) if FLAGS in told else ())
