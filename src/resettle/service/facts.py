"""What officers learn of people and cases, row by row: judged with their cases alone, and recorded all of it or nothing."""

from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date

import polars as pl

from resettle.engine.errors import Fault, RequestRefused, Where
from resettle.engine.registry.acts import people_of
from resettle.engine.registry.faults import faults_of_people_and_acts
from resettle.engine.registry.faults_of_people import rows_twice
from resettle.engine.registry.history import one_a_day
from resettle.engine.registry.permissions import RECORDED_BY, Use
from resettle.engine.registry.register import OFFICE, Register, Tables
from resettle.engine.registry.roles import Role
from resettle.files import tables
from resettle.files.assemble import in_order
from resettle.files.following import only_follows
from resettle.records import chain, entries, histories
from resettle.records.database import Database
from resettle.records.entries import Said
from resettle.records.subjects import ACTS, CASE, ERASURES, PERSON, SEPARATOR, keys_of, subjects
from resettle.service import casefiles, conflicts, imports, kept, offices, permissions, registers, writing
from resettle.service.imports import Imported, Wanted
from resettle.service.incoming import Incoming, Rows, digest_of, of_rows
from resettle.service.incoming_rows import faults_of_erased, faults_of_known, unrecorded
from resettle.service.previews import Pair, Preview, as_told, counted

_TABLES = [table for table in tables.TABLES if table.name != ACTS]
_HOME = {PERSON: "people", CASE: "cases"}


def recorded(
    place: str,
    rows: Rows,
    by: str,
    key: str | None = None,
    source: str = OFFICE,
    not_one: Collection[Pair] = (),
    clock: writing.Clock = writing.office_day,
) -> Imported:
    """
    Records rows of some tables, all of them or none; a row that is recorded already adds nothing.

    rows: table → rows, each column → cell; one without a source says ``source`` (else the office), one without a day holds from
    today. not_one: pairs of people who are settled to be two. They are judged by what is recorded of those they speak of; if
    any of them is not on record yet, by everything, so that nobody is taken up twice. What speaks against them is in the preview.
    Raises RequestRefused if ``by`` may not record in a table, or of somebody.
    """
    found = registers.reached(place)
    names = _names(rows)
    wanted = Wanted(rows=rows, source=source, not_one=frozenset(not_one))

    def may(account: Said, day: date) -> None:
        permissions.check_permitted(account, by, Use.RECORD, day)
        _check_tables(account, by, rows)
        if outside := [*permissions.out_of_scope(account, by, "")]:
            raise RequestRefused(outside)
        offices.check_record(found, account, by, sorted(name for _, name in names), day)
        conflicts.check_recorded(found, by, (name for _, name in names))

    if not _are_there(found, names):
        return imports.imported(place, wanted, by, key, clock, may)
    try:
        done = found.until_done(lambda: _record(found, wanted, by, key, names, clock, may))
    except imports.Stopped as stopped:
        return Imported(stopped.preview, 0)
    chain.seal(found)
    return done


def _names(rows: Rows) -> AbstractSet[tuple[str, str]]:
    """(kind, name) of every person and case that rows speak of."""
    found: set[tuple[str, str]] = set()
    for table, given in rows.items():
        if table not in RECORDED_BY:
            continue
        for row in given:
            key = SEPARATOR.join(row.get(name, "") for name in keys_of(table))
            if len(key.split(SEPARATOR)) == len(keys_of(table)):
                found |= {(kind, name) for kind, name in subjects(table, key, row) if name}
            found |= {(PERSON, one) for one in people_of(row.get("confidential_from") or "")}
    return found


def _check_tables(account: Said, by: str, rows: Rows) -> None:
    """Raises RequestRefused, of every table in which no role of theirs records."""
    roles = permissions.roles_of(account)
    wrong = []
    for table in rows:
        if table not in RECORDED_BY:
            wrong.append(
                Fault("table_not_recorded", Where(table), {"value": table, "allowed": list(RECORDED_BY)})
            )
        elif not roles & {*RECORDED_BY[table]}:
            held, may = (
                [role.value for role in Role if role in some] for some in (roles, RECORDED_BY[table])
            )
            wrong.append(
                Fault(
                    "table_not_of_role", Where(table), {"by": by, "value": table, "held": held, "roles": may}
                )
            )
    if wrong:
        raise RequestRefused(wrong)


def _are_there(found: Database, names: AbstractSet[tuple[str, str]]) -> bool:
    """Whether every person and case is on record. What may be either, as what is stated of, needs to be one of them."""
    said = entries.told(found, {table: sorted({name for _, name in names}) for table in _HOME.values()})
    there = {one.key for one in said}
    return all(name in there for _, name in names)


def _record(
    found: Database,
    wanted: Wanted,
    by: str,
    key: str | None,
    names: AbstractSet[tuple[str, str]],
    clock: writing.Clock,
    may: imports.May,
) -> Imported:
    with found.writing():
        work = (entries.kind_under(found, by, key) if key else "") or imports.IMPORT
        digest = digest_of(wanted.rows, wanted.source)
        recording = entries.begin(found, by, work, key, imports.asked_for(digest, wanted))
        found.lock({f"{kind}:{name}" for kind, name in names}, sharing=registers.EVERYTHING)
        account = permissions.check_account(found, by)
        day = writing.known_day(found, clock(found, recording))
        may(account, day)
        coming = of_rows(wanted.rows, wanted.source, day)
        if recording.again:
            return Imported(_preview({}, [], coming), entries.number_in(found, recording.id), again=True)
        terms = registers.terms(found)
        said = casefiles.said_of_all(found, names)
        if {casefiles.MISSIONS, casefiles.APPOINTMENTS} & wanted.rows.keys():
            said += entries.of(found, [casefiles.MISSIONS])
        before = replace(casefiles.register(terms, said), on=day)
        frames = {
            table.name: unrecorded(coming.reads[table.name].frame, getattr(before.tables, table.name), table)
            for table in _TABLES
        }
        preview = _preview(frames, [*coming.faults, *_faults(found, before, frames, coming, day)], coming)
        if preview.is_refused:
            raise imports.Stopped(preview)
        new = [one for table in _TABLES for one in histories.written(table.name, frames[table.name])]
        if not new:
            raise imports.Stopped(preview)
        entries.append(found, recording, new)
        imports.stand_again(found, new, terms.begins, day)
    return Imported(preview, len(new))


def _faults(
    found: Database, before: Register, frames: dict[str, pl.DataFrame], coming: Incoming, day: date
) -> Iterator[Fault]:
    """Everything that is wrong with rows, or with what is recorded once they are."""
    for frame in frames.values():
        yield from faults_of_known(frame, coming, day, opening=False)
    erased = {
        one.key for one in entries.told(found, {ERASURES: sorted({name for _, name in _names_in(frames)})})
    }
    yield from faults_of_erased(frames, erased, coming)
    alone = replace(before, tables=Tables(**frames))
    twice = [fault for fault in rows_twice(alone)]
    after = replace(before, tables=Tables(**{
        table.name: one_a_day(tables.completed(pl.concat([getattr(before.tables, table.name), frames[table.name]]), table),
                              table.keys)
        for table in _TABLES
    }))  # fmt: skip
    elsewhere = []
    for fault in (*twice, *faults_of_people_and_acts(after)):
        if only_follows(fault, coming.reads, (), ()):
            continue
        if placed := coming.placed(fault):
            yield placed
        else:
            elsewhere.append(fault)
    if elsewhere:
        was = {as_told(fault) for fault in faults_of_people_and_acts(before)}
        there = {table.name: getattr(before.tables, table.name) for table in _TABLES}
        yield from kept.by_keys(
            [fault for fault in elsewhere if as_told(fault) not in was], there, "{}, as recorded"
        )


def _names_in(frames: dict[str, pl.DataFrame]) -> Iterator[tuple[str, str]]:
    for table, frame in frames.items():
        for one in histories.written(table, frame):
            yield from subjects(table, one.key, one.content)


def _preview(frames: dict[str, pl.DataFrame], faults: list[Fault], coming: Incoming) -> Preview:
    rows = counted(frames, faults, coming) if frames else {}
    return Preview(rows, 0, 0, (), (), (), (), {}, (), in_order(faults))
