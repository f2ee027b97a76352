"""The office's acts on a register in a database: asked for, admitted or refused with every reason, recorded once."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from resettle.engine.errors import Fault, RequestRefused, Where, refuse
from resettle.engine.referrals import workflow
from resettle.engine.referrals.asked import Asked
from resettle.engine.registry import admission, courses
from resettle.engine.registry.acts import Act
from resettle.engine.registry.admission import Admission
from resettle.engine.registry.courses import Change, Courses
from resettle.engine.registry.faults_of_acts import unwilling
from resettle.engine.registry.limits import Limits
from resettle.engine.registry.membership import Entry, Membership, held
from resettle.engine.registry.register import Register, completed
from resettle.engine.registry.roles import Role
from resettle.engine.registry.stages import ASKS, CASEWORK, NAMES_PEOPLE, ActKind, Guard
from resettle.records import counts, entries, histories, standings
from resettle.records.database import Database
from resettle.records.entries import New, Recording, Said
from resettle.records.subjects import (
    ACCOUNTS,
    ACTS,
    ASSIGNMENTS,
    CASE,
    CONFLICTS,
    CONSENTS,
    DOCUMENTS,
    MEMBERS,
    PERSON,
    SEPARATOR,
    WILLINGNESS,
)
from resettle.service import (
    assignments,
    conflicts,
    naming,
    offices,
    outside,
    permissions,
    qualifying,
    registers,
    standing,
    versions,
    writing,
)
from resettle.service.caseloads import RecordedCaseload, act_said, as_held, entry_said
from resettle.service.versions import Version

FLAGS = "flags"
"""
What was wrong with an act that was recorded all the same stands in an entry beside it, as a code and its parameters: their names
may be added to and never changed, for what was recorded is put into words again.
"""

_ASKS_PEOPLE = ASKS | {ActKind.JOIN}
"""Acts before which people's wills and consents are asked for, and whose people are in the case that day."""

LAST = sys.maxsize
"""An act comes after all that are recorded of its day, until it has a number of its own."""


@dataclass(frozen=True)
class Requested:
    """
    An act to be recorded. ``arrangement``: empty if it is on the case alone; ``offer``: its short id, if the arrangement
    has several that day; ``persons``: all members of the case that day unless named; ``effective``: today unless said;
    ``ground``: a code, of an act that has grounds; ``review_on``: of a pause.
    """

    kind: ActKind
    case: str
    arrangement: str
    source: str
    offer: str = ""
    persons: tuple[str, ...] = ()
    effective: date | None = None
    reason: str = ""
    ground: str = ""
    review_on: date | None = None


@dataclass(frozen=True)
class Recorded:
    """An act that stands, with what is flagged; ``again``: it had been recorded before under the same key."""

    act: Act
    flagged: tuple[Fault, ...]
    again: bool = False


def act(
    place: str,
    requested: Requested,
    by: str,
    key: str | None = None,
    clock: writing.Clock = writing.office_day,
    seen: Version | None = None,
) -> Recorded:
    """
    Records one act, whole or not at all; on the disk before this returns.

    seen: the version of the case that the asker saw; of another nothing is recorded (``versions.CaseChanged``).
    key: chosen by the asker; the same request sent again under it, whatever its reason, is not recorded twice. It is sealed by whoever asks
    for that (``record.sealed``) once it is answered. Raises RequestRefused with every reason if it may not be recorded.
    """
    if not by.strip():
        raise refuse("by_missing")
    writing.check_text(reason=requested.reason)
    found = registers.reached(place)
    registers.read_ahead(found)
    names = {f"{CASE}:{requested.case}"}
    recorded = None
    while recorded is None:
        with suppress(_Wider):
            recorded = found.until_done(lambda: _act(found, requested, by, key, clock, names, seen))
    return recorded


def _act(
    found: Database, requested: Requested, by: str, key: str | None, clock: writing.Clock, names: set[str],
    seen: Version | None,
) -> Recorded:  # fmt: skip
    with found.writing():
        recording = entries.begin(found, by, f"act:{requested.kind.value}", key, _as_asked(requested))
        if recording.again:
            permissions.check_account(found, by)
            return _stands(found, recording, by)
        found.lock(names, sharing=registers.EVERYTHING)
        accounts, members = _begun_with(found, requested, by)
        account = permissions.account_in(accounts, found, by)
        day = clock(found, recording)
        terms, last = registers.terms_and_last_known(found)
        known = writing.known_day(found, day, last)
        permissions.check_open_on(account, by, known)
        offices.check_act(found, account, by, requested.case, known)
        asks = outside.house(account, by, known)
        one = _completed(terms, requested, () if asks else members, Act(
            f"A-{recording.id}", requested.kind, requested.case, requested.arrangement, requested.persons,
            requested.effective or known, known, by, requested.source, requested.reason, LAST, requested.ground,
            requested.review_on,
        ))  # fmt: skip
        if asks:
            one = outside.check_act(found, asks, permissions.roles_of(account), one)
        beside = _beside(found, one, names)
        versions.check(found, requested.case, seen)
        one = _with_its_own_id(found, one, beside)
        ever = {entry.person for entry in members}
        asked = set(held(members, one.effective, known)) if one.kind in _ASKS_PEOPLE else ever
        misnamed = [*naming.faults(terms, one, beside.there, asked)]
        misnamed += [*permissions.out_of_scope(account, by, one.arrangement), *_of_part(requested)]
        misnamed += conflicts.faults(one, beside.said)
        unqualified = tuple(qualifying.besides(found, terms, one))
        considered = _considered(found, terms, one, beside, permissions.roles_of(account))
        faults = considered.faults
        _refuse_errors(one, outside.told(asks, [*misnamed, *naming.besides(misnamed, faults)]))
        entry = _write(found, recording, one)
        one = replace(one, order=entry)
        counts.add(found, considered.changes, entry)
        stood = standing.stood(one.case, terms.begins, members, (*beside.every_act, one), known)
        standings.write(found, [stood])
        flagged = (*faults, *_against_will(one, beside.said), *unqualified)
        flagged += (*assignments.besides(one, beside.said, permissions.roles_of(account)),)
        if flagged:
            entries.append(found, recording, [_flags(one, flagged)])
    return Recorded(one, tuple(outside.told(asks, flagged)))


def _as_asked(requested: Requested) -> Mapping[str, Any]:
    """Without the reason: its digest stays when the reason is erased, and would tell whoever guesses that they are right."""
    more = {"ground": requested.ground, "review_on": requested.review_on}
    return {
        "act": requested.kind.value, "case": requested.case, "arrangement": requested.arrangement,
        "source": requested.source, "offer": requested.offer, "persons": list(requested.persons),
        "effective": requested.effective, **{name: said for name, said in more.items() if said},
    }  # fmt: skip


def _refuse_errors(one: Act, faults: Iterable[Fault]) -> None:
    """Nobody knows the id of an act that is not recorded: what is wrong with it is told without."""
    if wrong := [fault for fault in faults if fault.is_error]:
        raise RequestRefused(
            replace(fault, where=Where()) if fault.where.key == one.id else fault for fault in wrong
        )


def _counted(found: Database, limits: Limits, changes: Sequence[Change]) -> Courses:
    """What is counted of the limits that an act changes; from here on others wait until it is recorded, or refused."""
    found.lock(f"limit:{change.limit}" for change in changes)
    since: dict[str, date] = {}
    for change in changes:
        looks_back = [entry.effective for entry in limits.by_id[change.limit].not_taken]
        since[change.limit] = min(change.day, since.get(change.limit, date.max), *looks_back)
    return counts.to_admit_by(found, since)


class _Wider(Exception):
    """Others than those named have to do with an act, and are to be locked before anything is asked of them."""


@dataclass(frozen=True)
class _Beside:
    """
    What is recorded that an act is judged by.

    acts: those on submissions that it has to do with; every_act: all of its case and people; there: its case and people
    as far as they are in the register, by table, and those acts that have its id; said: all that was asked for.
    """

    acts: list[Act]
    every_act: list[Act]
    there: AbstractSet[tuple[str, str]]
    said: list[Said]


def _begun_with(found: Database, requested: Requested, by: str) -> tuple[list[Said], list[Entry]]:
    """All that is said of whoever records, and who was in the case."""
    told = entries.told(found, {ACCOUNTS: [by]}, {CASE: [requested.case]}, [MEMBERS])
    members = [one for one in told if one.table == MEMBERS]
    members.sort(key=as_held)
    return [one for one in told if one.table == ACCOUNTS], [entry_said(one) for one in members]


def _beside(found: Database, one: Act, names: set[str]) -> _Beside:
    """
    What an act is judged by; whoever is in the acts it has to do with is locked, so that they stay all.

    Locks are taken in stages, so that nobody waits for one who waits for them: cases, then people, then limits. names: who
    is locked. Raises _Wider, with more names in them, if that is not everybody: locks are taken in one order.
    """
    persons = _names([one]) - names
    names |= persons
    found.lock(persons)
    keys = {"cases": [one.case], "people": [*one.persons], ACTS: [one.id]}
    keys[CONFLICTS] = conflicts.keys(one.by, one.case, one.persons)
    keys[ASSIGNMENTS] = assignments.keys(one)
    if one.kind in _ASKS_PEOPLE:
        keys[WILLINGNESS] = [f"{person}{SEPARATOR}{one.arrangement}" for person in one.persons]
    more = {ActKind.DEPART: (DOCUMENTS,), **dict.fromkeys(_ASKS_PEOPLE, (CONSENTS,))}.get(one.kind, ())
    asked = () if one.kind in CASEWORK else (ACTS, MEMBERS, *more)
    told = entries.told(found, keys, _by_kind(names), asked)
    if one.kind in CASEWORK and Guard.NO_OPEN_CASE in CASEWORK[one.kind].guards:
        told += _of_other_cases(found, one, told)
    every = [act_said(said) for said in told if said.table == ACTS]
    acts: dict[str, list[Act]] = {}
    for act in every:
        for name in _names([act]) if act.kind not in CASEWORK else ():
            acts.setdefault(name, []).append(act)
    related = (
        []
        if one.kind in CASEWORK
        else courses.concerned(
            one, lambda name: acts.get(f"{PERSON}:{name}", ()), lambda name: acts.get(f"{CASE}:{name}", ())
        )
    )
    if not (met := _names(related)) <= names:
        names |= met
        raise _Wider
    there = {(said.table, said.key) for said in told}
    return _Beside(related, every, there, told)


def _of_other_cases(found: Database, one: Act, told: Iterable[Said]) -> list[Said]:
    """Acts on the other cases that its people are in, that do not speak of them: whoever came to a case later."""
    known = {said.id for said in told}
    cases = {said.key.split(SEPARATOR)[0] for said in told if said.table == MEMBERS} - {one.case}
    more = entries.told(found, {}, {CASE: sorted(cases)}, [ACTS])
    return [said for said in more if said.id not in known]


def _names(acts: Iterable[Act]) -> set[str]:
    """Everybody in acts, cases before people."""
    return {f"{CASE}:{one.case}" for one in acts} | {
        f"{PERSON}:{person}" for one in acts for person in one.persons
    }


def _by_kind(names: Iterable[str]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {CASE: [], PERSON: []}
    for name in sorted(names):
        kind, _, name = name.partition(":")
        found[kind].append(name)
    return found


def _considered(
    found: Database, terms: Register, one: Act, beside: _Beside, roles: AbstractSet[Role]
) -> Admission:
    """All that limits and guards say of an act, and what it changes of what is counted; limits are locked last."""
    caseload = RecordedCaseload(terms, one.effective, one.known, beside.said, beside.every_act)
    against = workflow.faults(Asked(one, caseload), roles)
    if one.kind in CASEWORK:
        return Admission(tuple(against), ())
    limits = terms.limits()
    admitted = admission.admit(
        limits, lambda changes: _counted(found, limits, changes), beside.acts, one, one.known
    )
    return replace(admitted, faults=(*admitted.faults, *against))


def _with_its_own_id(found: Database, one: Act, beside: _Beside) -> Act:
    """One that came with an import may look like ours."""
    there = beside.there
    while (ACTS, one.id) in there:
        one = replace(one, id=f"{one.id}-1")
        there = {(ACTS, said.key) for said in entries.told(found, {ACTS: [one.id]})}
    return one


def _completed(terms: Register, requested: Requested, members: Membership, one: Act) -> Act:
    """With its offer and people."""
    if requested.offer:
        one = replace(one, offer=f"{one.offer}/{requested.offer}")
    return completed(terms, one, {one.case: members})


def _of_part(requested: Requested) -> Iterator[Fault]:
    """What is done of a case is done of all of it: one that names people says who was seen."""
    if requested.persons and requested.kind in CASEWORK and requested.kind not in NAMES_PEOPLE:
        params = {"act": requested.kind.value, "case": requested.case}
        yield Fault("act_of_whole_case", Where(key="persons"), params)


def _against_will(one: Act, told: Iterable[Said]) -> Iterator[Fault]:
    """Whoever a place is asked for and has not said yes: nothing stops, and it is flagged."""
    if one.kind not in ASKS:
        return
    said: dict[tuple[str, str], list[tuple[date, date, str]]] = {}
    erased: set[str] = set()
    heard_of = (entry for entry in told if entry.table == WILLINGNESS)
    for heard in sorted(heard_of, key=as_held):
        person, arrangement = heard.key.split(SEPARATOR)
        if heard.content is None:
            erased.add(person)
        elif willing := heard.content.get("willing"):
            said.setdefault((person, arrangement), []).append((heard.effective, heard.known, willing))
    yield from unwilling(one, set(one.persons) - erased, said, Where(ACTS, 0, one.id))


def _write(found: Database, recording: Recording, one: Act) -> int:
    """The act as an entry, and why it was done as another; the number of the first."""
    arrangement, _, offer = one.offer.partition("/")
    content = {"act": one.kind.value, "case": one.case, "by": one.by, "persons": SEPARATOR.join(one.persons)}
    if one.kind not in CASEWORK:
        content |= {"arrangement": arrangement, "offer": offer}
    if one.ground:
        content["ground"] = one.ground
    if one.review_on:
        content["review_on"] = one.review_on.isoformat()
    new = New(ACTS, one.id, one.effective, one.known, one.source, content)
    return entries.append(found, recording, [*histories.with_reason(new, one.reason)])[0]


def _flags(one: Act, flagged: Iterable[Fault]) -> New:
    """What is flagged of an act, as it was told when the act was recorded."""
    told = [{"code": fault.code, "params": _plain(fault.params)} for fault in flagged]
    return New(FLAGS, one.id, one.effective, one.known, one.source, {"flags": told})


def _plain(params: Mapping[str, object]) -> Mapping[str, Any]:
    """Parameters of a fault as an entry can hold them."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in params.items()}


def _stands(found: Database, recording: Recording, by: str) -> Recorded:
    """What was recorded before under the same key."""
    account = entries.of(found, [ACCOUNTS], by)
    asks = outside.house(account[-1], by, recording.at.date()) if account else None
    said = {one.table: one for one in entries.recorded_in(found, recording.id)}
    reason = said.get(histories.REASONS)
    one = replace(act_said(said[ACTS]), reason=(reason and reason.content or {}).get("reason", ""))
    flagged = flagged_in(said[FLAGS]) if FLAGS in said else ()
    return Recorded(one, tuple(outside.told(asks, flagged)), again=True)


def flagged_in(said: Said) -> tuple[Fault, ...]:
    """What an entry says was flagged of its act."""
    where, flags = Where(ACTS, 0, said.key), (said.content or {}).get("flags", ())
    return tuple(Fault(flag["code"], where, flag["params"], "warning") for flag in flags)
