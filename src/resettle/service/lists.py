"""Lists of a register in a database, a page at a time: cases by where they stand, acts by what they are about."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Generic, TypeVar

from resettle.engine.errors import refuse
from resettle.engine.registry.acts import Act
from resettle.engine.registry.permissions import Use
from resettle.engine.registry.stages import ActKind, CaseStage, Stage
from resettle.records import entries, standings
from resettle.records.database import Database
from resettle.records.histories import REASONS
from resettle.records.standings import Stood
from resettle.records.subjects import ACT, ACTS, ARRANGEMENT, CASE, MEMBERS
from resettle.service import offices, permissions, registers, standing, writing
from resettle.service.acts import FLAGS, Recorded, flagged_in
from resettle.service.caseloads import act_said, as_held, entry_said

MOST = 100
"""Of a page."""
LOOKED_AT = {"cases": 20_000, "acts": 20_000}
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
    """Cases as they stand today, by id, after one. Raises RequestRefused if ``by`` may not see them."""
    found = registers.reached(place)
    theirs = permissions.check_listing(found, by, Use.CASES)
    stage = asked.stage and asked.stage.value
    writing.searched(found, by, "cases", {"stage": stage, "arrangement": asked.arrangement})
    kept: list[CaseLine] = []
    with found.reading():
        terms, last = registers.terms_and_last_known(found)
        day = max(last, registers.founding(found).day(datetime.now(UTC)))
        while True:  # to somebody of one office no page ends at a case of another
            some, goes_on = standings.listed(
                found, after, day, stage, asked.arrangement, LOOKED_AT["cases"], limit
            )
            turned = [one.name for one in some if one.turns and one.turns <= day]
            now = {one.name: one for one in standing.told(found, turned, terms.begins, day)}
            stood = [now.get(one.name, one) for one in some]
            of = offices.of(found, [one.name for one in some], day) if theirs else {}
            for one in (one for one in stood if stage in (None, one.stage)):
                if not theirs or of.get(one.name) in theirs:
                    kept.append(_line(one))
                    if theirs and len(kept) == limit:
                        return Page(kept, one.name)
            if not theirs or not goes_on:
                return Page(kept, goes_on)
            after = goes_on


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
    members = [entry_said(said) for said in sorted(told, key=as_held) if said.table == MEMBERS]
    return _line(standing.stood(name, terms.begins, members, acts, day))


def _line(one: Stood) -> CaseLine:
    ways = {
        offer: {person: Stage(stage) for person, stage in theirs.items()}
        for offer, theirs in json.loads(one.ways).items()
    }
    return CaseLine(one.name, CaseStage(one.stage) if one.stage else None, one.since, ways)


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

    Those in an arrangement, or of a kind, are looked at as they are mentioned (``records.mentions``); else every act.
    """
    named = [
        (name, value)
        for name, value in ((ARRANGEMENT, asked.arrangement), (ACT, asked.kind and asked.kind.value))
        if value
    ]
    where, params, join = [], list[object](), ""
    for name, value in named[1:]:
        join += " JOIN records_about a ON a.kind = %s AND a.name = %s AND a.entry = looked.id"
        params += [name, value]
    for sign, day in ((">=", asked.first), ("<=", asked.last)):
        if day:
            where.append(f"effective {sign} %s")
            params.append(day.isoformat())
    if named:
        looked = "SELECT entry AS id FROM records_about WHERE kind = %s AND name = %s AND entry < %s ORDER BY entry DESC LIMIT %s"
        among: list[object] = [*named[0], before, LOOKED_AT["acts"]]
        join += " JOIN records_entry e ON e.id = looked.id" if where else ""
    else:
        known, since = (" AND known >= %s", [asked.first.isoformat()]) if asked.first else ("", [])
        looked = f"SELECT id, effective FROM records_entry WHERE \"table\" = '{ACTS}' AND id < %s{known} ORDER BY id DESC LIMIT %s"
        among = [before, *since, LOOKED_AT["acts"]]
    rows = found.rows(
        f"SELECT looked.id FROM ({looked}) AS looked{join} WHERE {' AND '.join(where) or '1 = 1'} "
        "ORDER BY looked.id DESC LIMIT %s",
        [*among, *params, limit],
    )
    ids = [id for (id,) in rows]
    if len(ids) == limit:
        return ids, str(ids[-1])
    end = found.one(f"SELECT min(id), count(*) FROM ({looked}) AS looked", among)
    assert end is not None
    return ids, str(end[0]) if end[1] == LOOKED_AT["acts"] else ""


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
