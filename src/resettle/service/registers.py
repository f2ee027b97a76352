"""Registers: one kept in a folder or in a database is opened alike; a database is founded, and filled from a folder."""

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from resettle import files
from resettle.engine.errors import Fault, RegisterRefused, RequestRefused, Where, refuse
from resettle.engine.registry.courses import changes
from resettle.engine.registry.register import Register
from resettle.engine.registry.roles import Role, incompatible
from resettle.engine.registry.stages import CaseStage
from resettle.files.tables import TABLES
from resettle.records import (
    chain,
    counts,
    database,
    documents,
    entries,
    guards,
    histories,
    keys,
    mentions,
    snapshots,
    standings,
)
from resettle.records.database import Database
from resettle.records.entries import New, Recording
from resettle.records.subjects import ACCOUNTS, ACTS, ERASURES, FOUNDING
from resettle.service import kept, opening, standing
from resettle.service.opening import Opened

EVERYTHING = "everything"
"""What those who record share, and who makes all counts anew holds alone."""
TERMS = (kept.HEAD, kept.SOURCES, *documents.TABLES)
"""The tables of entries that terms are made of."""
_NO_PEOPLE = (ACTS, "published")


@dataclass(frozen=True)
class Founding:
    """What a database was founded with: the register's own id, the key that signs for it, and the office's time zone."""

    id: str
    key: str
    timezone: str

    def day(self, moment: datetime) -> date:
        """The day in the office at a moment."""
        return moment.astimezone(ZoneInfo(self.timezone)).date()


@dataclass(frozen=True)
class Head:
    """What a new register is called, whether its people are invented, and where its cases begin (None: to be referred)."""

    name: str
    synthetic: bool
    about: str = ""
    cases_begin: CaseStage | None = None


def opened(address: str, known: date | None = None) -> Opened:
    """The register in a database, with terms as known on a day. Raises RegisterRefused if there is none."""
    found = reached(address)
    with found.reading(), histories.legible(found):
        loaded = snapshots.read(found, kept.COLUMNS)
        written = kept.with_tables(found, loaded.tables, known)
        summed = _digest(found)
    if loaded.is_worth_keeping:
        snapshots.keep(found, loaded, EVERYTHING)
    register = files.assembled(written)
    register = replace(register, on=own_day(found, register.on))
    return Opened(register, tuple(guards.faults(found)), summed)


def own_day(found: Database, founded_for: date) -> date:
    """The day from which it is viewed unless another is asked for: today, once anything has been learned since."""
    now = entries.now_if_recorded_but(found, entries.QUIET)
    return founding(found).day(now) if now else founded_for


def examined(address: str) -> files.Reading:
    """Everything that is wrong with the register in a database, looked at as if it had just been written."""
    found = reached(address)
    with found.reading(), histories.legible(found):
        reading = files.examined(kept.as_written(found))
    tables = reading.written.tables if reading.written else {}
    erased = {one.key for one in entries.of(found, [ERASURES])}
    faults = kept.by_keys(_without(reading.faults, erased), tables)
    return replace(reading, faults=(*faults, *guards.faults(found)))


def _without(faults: Iterable[Fault], erased: AbstractSet[str]) -> Iterator[Fault]:
    """What people had said before they were erased is not known: that they had not is told of others alone."""
    for fault in faults:
        if fault.code != "act_without_will":
            yield fault
        elif persons := [person for person in _listed(fault.params["persons"]) if person not in erased]:
            yield replace(fault, params={**fault.params, "persons": persons})


def _listed(persons: object) -> Sequence[str]:
    return persons if isinstance(persons, list) else []


def reached(address: str) -> Database:
    """The database at an address, with a register in it. Raises RegisterRefused."""
    found = database.connect(address)
    if found.alias not in _founded:
        database.reach(found)
        founding(found)
    return found


def founding(found: Database) -> Founding:
    """What the register was founded with. Raises RegisterRefused if there is none in the database."""
    if found.alias not in _founded:
        is_there = "records_entry" in database.tables_of(found)
        try:
            said = entries.of(found, [FOUNDING])[:1] if is_there else []
            about = [Founding(**dict(one.content or {})) for one in said]
        except (ValueError, TypeError):
            raise RegisterRefused([Fault("founding_unreadable", Where(), {"database": found.name})]) from None
        if not about:
            raise RegisterRefused([Fault("database_without_register", Where(), {"database": found.name})])
        _founded[found.alias] = about[0]
    return _founded[found.alias]


_founded: dict[str, Founding] = {}
"""By the database's alias: what a register was founded with never changes."""


def founded(
    address: str,
    by: str,
    key: Path,
    *,
    folder: Path | None = None,
    head: Head | None = None,
    timezone: str = "UTC",
    role: str = "",
    holds: Sequence[Role] = (Role.ADMINISTRATOR,),
) -> Database:
    """
    A new register in a database, filled from a folder or empty, with a new signing key in a file.

    role: on PostgreSQL, whom to give the rights to read and to add, and no more. holds: the roles of whoever founds it;
    without an administrator no other account is ever opened. Raises RegisterRefused if the folder
    has errors, RequestRefused if there is a register already; nothing is left behind then.
    """
    _check_timezone(timezone)
    opening.check_id(by)
    check_roles(holds)
    reading = files.examine(folder) if folder else None
    if reading and reading.register is None:
        raise RegisterRefused(reading.faults)
    found = database.connect(address)
    is_file = not found.is_postgresql
    if is_file and Path(address).exists():
        raise refuse("database_exists", database=address)
    if not is_file:
        database.reach(found)
        if "records_entry" in database.tables_of(found):
            raise refuse("database_exists", database=found.name)
    public = keys.make(key)
    try:
        database.migrate(found)
        guards.install(found)
        if role:
            guards.grant(found, role)
        with found.writing():
            about = {"id": str(uuid.uuid4()), "key": public, "timezone": timezone}
            _found(found, by, about, reading, head, holds)
    except BaseException:
        found.close()
        key.unlink(missing_ok=True)
        if is_file:
            for ending in ("", "-wal", "-shm"):
                Path(f"{address}{ending}").unlink(missing_ok=True)
        raise
    chain.seal(found)
    found.count_anew()
    return found


def check_roles(roles: Iterable[Role]) -> None:
    """Raises RequestRefused if no one person may hold some roles together."""
    if apart := incompatible(frozenset(roles)):
        raise RequestRefused(
            Fault("roles_incompatible", Where(), {"role": one, "other": other}) for one, other in apart
        )


def roles_said(roles: Iterable[Role]) -> Mapping[str, Any]:
    """Roles as an account's entry has them."""
    return {"roles": [role.value for role in Role if role in set(roles)]}


def _check_timezone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise refuse("timezone_unknown", value=name) from None


def _found(
    found: Database,
    by: str,
    about: Mapping[str, Any],
    reading: files.Reading | None,
    head: Head | None,
    holds: Sequence[Role],
) -> None:
    first = entries.begin(found, by, FOUNDING, None, about)
    day = Founding(**about).day(first.at)
    content = {"name": head.name, "synthetic": head.synthetic, "about": head.about, "on": day} if head else {}
    if head and head.cases_begin:
        content["cases_begin"] = head.cases_begin.value
    founder = New(ACCOUNTS, by, day, day, "office", {"name": by, "state": "holds", **roles_said(holds)})
    new = [New(FOUNDING, FOUNDING, day, day, "office", about), founder]
    entries.append(
        found, first, [*new, *([New(kept.HEAD, kept.HEAD, day, day, "", content)] if head else [])]
    )
    if reading and reading.register and reading.written:
        second = entries.begin(found, by, entries.OPENING, None, {})
        _open(found, second, reading.written, reading.register, day)


def _open(
    found: Database, recording: Recording, written: files.Written, register: Register, day: date
) -> None:
    """Records all that is written, and counts what its acts did."""
    new = kept.as_entries(written, register, day)
    ids = entries.append(found, recording, new)
    acts = {one.key: id for id, one in zip(ids, new, strict=True) if one.table == ACTS}
    counts.add(found, changes(register.limits(), register.acts), max(acts.values(), default=0))
    standings.replace(found, standing.of_register(register, day))


def upgraded(address: str, role: str = "") -> list[str]:
    """
    Brings the tables up to date and puts every guard in place; the names of guards that were not.

    role: gives it the rights it needs, anew. A projection that is new is made from the entries. Raises RequestRefused if
    there is no such role.
    """
    found = reached(address)
    is_new = "records_standing" not in database.tables_of(found)
    database.migrate(found)
    gone = guards.missing(found)
    guards.install(found)
    if role:
        guards.grant(found, role)
    if is_new:
        rebuilt(address)
    return gone


def rebuilt(place: str) -> None:
    """Throws every projection away and makes it again from the entries."""
    found = reached(place)
    with found.writing():
        found.lock([EVERYTHING])
        register = files.assembled(kept.as_written(found))
        mentions.find_anew(found)
        counts.replace(found, changes(register.limits(), register.acts))
        standings.replace(found, standing.of_register(register, today(found)))
        snapshots.drop(found)


def today(found: Database) -> date:
    """The day on which it is told where cases stand: today, or the last day on which anything was known."""
    return max(entries.last_known(found), founding(found).day(entries.now(found)))


def without_people(found: Database, more: Sequence[str] = ()) -> Register:
    """
    Terms, published figures and acts alone: an act names its offer and its people, so nothing else is needed to tell it.

    more: tables that are read, too.
    """
    tables = {
        one.name: histories.read(found, one.name, one.columns).frame
        for one in TABLES
        if one.name in (*_NO_PEOPLE, *more)
    }
    return files.assembled(replace(kept.terms_written(found), tables=tables))


def _digest(found: Database) -> str:
    """SHA-256 over the register's id, the chain's head and what is not yet sealed: what an answer was made from."""
    end = chain.head(found)
    summed = hashlib.sha256(f"{founding(found).id}\n{end.position}\n".encode() + end.hash)
    for digest in chain.waiting_digests(found):
        summed.update(digest)
    return summed.hexdigest()


_terms: dict[str, tuple[int, Register]] = {}


def read_ahead(found: Database) -> None:
    """Reads the terms, if that was never done here, before anything is locked; what changes then is read again."""
    if found.alias not in _terms:
        terms(found)


def terms(found: Database) -> Register:
    """The register's terms alone, without people or acts; read again when any has changed."""
    return terms_and_last_known(found)[0]


def terms_and_last_known(found: Database) -> tuple[Register, date]:
    """The register's terms, and the last day on which anything was known."""
    at, last_known = entries.last_of(found, TERMS)
    if found.alias not in _terms or _terms[found.alias][0] != at:
        _terms[found.alias] = at, files.assembled(kept.terms_written(found))
    return _terms[found.alias][1], last_known
