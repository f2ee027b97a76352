"""What an import would record, and why it may not: what comes, compared with what is recorded, and judged with it."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from resettle import files
from resettle.engine.errors import Fault, Where
from resettle.engine.registry import duplicates
from resettle.engine.registry.duplicates import Candidate
from resettle.engine.registry.register import Register
from resettle.files import Written, tables
from resettle.files.assemble import Found, in_order, judged
from resettle.files.columns import NAMES
from resettle.files.tables import TABLES, Table
from resettle.files.written import HEAD
from resettle.records import documents, entries, snapshots
from resettle.records.database import Database
from resettle.records.subjects import ACTS, ERASURES, SEPARATOR, SETTLEMENTS
from resettle.service import kept
from resettle.service.incoming import Incoming
from resettle.service.incoming_rows import (
    acts_of,
    faults_of_acts,
    faults_of_erased,
    faults_of_known,
    faults_of_letters,
    unrecorded,
    unrecorded_acts,
)
from resettle.service.incoming_terms import Terms, new_terms

COMPARED = ("person", *NAMES, "date_of_birth", "sex", "nationality")

Pair = tuple[str, str]
"""Two ids of people, the lesser first."""


@dataclass(frozen=True)
class Rows:
    """How many rows of a table are new, already recorded, or refused for a fault."""

    new: int
    there: int
    refused: int


@dataclass(frozen=True)
class Preview:
    """
    What an import would record.

    people, cases: how many were not recorded at all. terms: where the new parts of documents stand
    (``arrangements/nz-150/status``). candidates: people who may be one, and are not settled; totals: of each new person,
    how many there are. faults: of what comes, each in its file; with an error nothing is recorded, and candidates are one.
    """

    tables: Mapping[str, Rows]
    people: int
    cases: int
    sources: tuple[str, ...]
    terms: tuple[str, ...]
    worked: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    totals: Mapping[str, int]
    settled: tuple[Pair, ...]
    faults: tuple[Fault, ...]

    @property
    def is_refused(self) -> bool:
        """Whether nothing may be recorded as it is."""
        return any(fault.is_error for fault in self.faults)


@dataclass(frozen=True)
class Judged:
    """A preview, and what is to be recorded if nothing speaks against it; ``says_head``: the register has no head yet, or another."""

    preview: Preview
    rows: Mapping[str, pl.DataFrame]
    terms: Terms
    sources: Mapping[str, Mapping[str, Any]]
    worked: Mapping[str, str]
    merged: Written
    opening: bool
    says_head: bool

    @cached_property
    def register(self) -> Register:
        """The register as it would be."""
        return files.assembled(self.merged)


def judge(found: Database, coming: Incoming, today: date, settled: Collection[Pair]) -> Judged:
    """What of ``coming`` is new in a database, and all that is wrong with it. ``settled``: pairs that are not one person."""
    opening = entries.now_if_recorded_but(found, entries.FOUNDING_KINDS) is None
    recorded = kept.with_tables(found, snapshots.read(found, kept.COLUMNS).tables)
    said = entries.of(found, documents.TABLES)
    before = {pair_of(one.key) for one in entries.of(found, [SETTLEMENTS])}
    not_one = {*before, *settled}
    rows, faults = _new_rows(recorded, coming, today, opening=opening)
    erased = {one.key for one in entries.of(found, [ERASURES])}
    faults += faults_of_erased(rows, erased, coming)
    terms = new_terms(coming.documents, said, today, opening=opening)
    head, sources, wrong = _head(recorded, coming)
    worked = {path: text for path, text in coming.worked.items() if recorded.worked.get(path) != text}
    parts = [(one.key, one.known, one.content or {}) for one in said]
    parts += [(one.key, one.known, one.content) for one in terms.new]
    merged = Written(
        head,
        documents.together(parts, date.max),
        {table.name: _merged(recorded, rows, table) for table in TABLES},
        {**recorded.worked, **worked},
    )
    acts = merged.tables[ACTS] if opening or terms.new else acts_of(rows, recorded.tables[ACTS])
    people = _not_among(rows["people"], recorded.tables["people"], "person")
    told = [*coming.faults, *faults, *terms.faults, *wrong, *_as_whole(recorded, merged, coming, acts)]
    candidates = _candidates(rows["people"], recorded.tables["people"], people, not_one)
    unsettled = tuple(one for one in candidates.candidates if _pair(one) not in not_one)
    if unsettled:
        told.append(Fault("duplicates_to_settle", Where(), {"pairs": len(unsettled)}))
    preview = Preview(
        counted(rows, told, coming),
        len(people),
        len(_not_among(rows["cases"], recorded.tables["cases"], "case")),
        tuple(sources),
        tuple(dict.fromkeys(one.key for one in terms.new)),
        tuple(worked),
        unsettled,
        candidates.totals,
        tuple(sorted({_pair(one) for one in candidates.candidates} & not_one - before)),
        in_order(told),
    )
    return Judged(
        preview,
        rows,
        terms,
        sources,
        worked,
        merged,
        opening,
        _without_sources(recorded.head) != _without_sources(head),
    )


def pair_of(text: str) -> Pair:
    """``P-2;P-1`` as the pair of P-1 and P-2."""
    one, _, other = text.partition(SEPARATOR)
    return (one, other) if one < other else (other, one)


def _pair(one: Candidate) -> Pair:
    return pair_of(f"{one.person}{SEPARATOR}{one.other}")


def _new_rows(
    recorded: Written, coming: Incoming, today: date, *, opening: bool
) -> tuple[Mapping[str, pl.DataFrame], list[Fault]]:
    """Of each table the rows that are new, and why some of them may not come."""
    rows: dict[str, pl.DataFrame] = {}
    faults: list[Fault] = []
    for table in TABLES:
        frame, there = coming.reads[table.name].frame, recorded.tables[table.name]
        if table.name == ACTS and not opening:
            new, other = unrecorded_acts(frame, there)
            faults += faults_of_acts(new, other, coming)
            rows[table.name] = new.clear()
            continue
        rows[table.name] = unrecorded(frame, there, table)
        faults += faults_of_known(rows[table.name], coming, today, opening=opening)
        if not opening:
            faults += faults_of_letters(rows[table.name], there, table, coming)
    return rows, faults


def _head(
    recorded: Written, coming: Incoming
) -> tuple[Mapping[str, Any] | None, Mapping[str, Mapping[str, Any]], list[Fault]]:
    """What the register's head would be, with the sources that are new or say more; and those that say something else."""
    if coming.head is None:
        return recorded.head, {}, []
    sources = coming.head.get("sources")
    named = sources if isinstance(sources, Mapping) else {}
    if recorded.head is None:
        return coming.head, named, []
    there = recorded.head.get("sources", {})
    new = {id: said for id, said in named.items() if there.get(id) != said}
    faults = [
        Fault("import_source_otherwise", Where(HEAD, 0, f"sources.{id}"), {"source": id})
        for id, said in new.items()
        if id in there and there[id].get("title") != said.get("title")
    ]
    faults += [
        Fault(
            "import_head_otherwise",
            Where(HEAD, 0, key),
            {"key": key, "here": _plainly(here), "comes": _plainly(comes)},
        )
        for key in ("synthetic", "cases_begin")
        if (here := recorded.head.get(key)) != (comes := coming.head.get(key))
    ]
    within = {name: said for name, said in coming.head.items() if name == "answer_within"}
    return {**recorded.head, **within, "sources": {**there, **new}}, new, faults


def _without_sources(head: Mapping[str, Any] | None) -> Mapping[str, Any]:
    return {name: said for name, said in (head or {}).items() if name != "sources"}


def _plainly(said: object) -> str:
    """A value of the head as register.toml has it."""
    return "left out" if said is None else str(said).lower()


def _merged(recorded: Written, rows: Mapping[str, pl.DataFrame], table: Table) -> pl.DataFrame:
    return tables.completed(pl.concat([recorded.tables[table.name], rows[table.name]]), table)


def _as_whole(recorded: Written, merged: Written, coming: Incoming, acts: pl.DataFrame) -> Iterator[Fault]:
    """
    What is wrong with the register as it would be, and is not wrong with it now.

    acts: those that what comes may bear on. Where it is people and cases alone, no others are looked at again, for
    what is wrong with an act hangs on those in it, and on the terms.
    """
    if merged.head is None:
        yield Fault("file_missing", Where(HEAD), {"folder": "the register"})
    elsewhere = []
    for fault in _judged(_with_acts(merged, acts), coming):
        if placed := coming.placed(fault):
            yield placed
        else:
            elsewhere.append(fault)
    if elsewhere:
        there = acts.filter(pl.col("row").is_in(recorded.tables[ACTS].get_column("row").implode()))
        before = {as_told(fault) for fault in _judged(_with_acts(recorded, there), coming)}
        new = [fault for fault in elsewhere if as_told(fault) not in before]
        yield from kept.by_keys(new, recorded.tables, "{}, as recorded")


def _with_acts(written: Written, acts: pl.DataFrame) -> Written:
    return replace(written, tables={**written.tables, ACTS: acts})


def _judged(written: Written, coming: Incoming) -> tuple[Fault, ...]:
    """What is wrong with a register as a whole; cells are not looked at again."""
    names = {table.name: table.name for table in TABLES}
    return judged(Found(written, (), coming.reads, coming.unread, names)).faults


def as_told(fault: Fault) -> tuple[object, ...]:
    """A fault by what is told of it, to be compared with another."""
    return fault.code, fault.where, str(sorted(fault.params.items(), key=str))


def counted(
    rows: Mapping[str, pl.DataFrame], faults: Iterable[Fault], coming: Incoming
) -> Mapping[str, Rows]:
    """How many rows of each table that comes are new, there already, or refused."""
    refused: dict[str, set[tuple[str, int]]] = {}
    for fault in faults:
        if fault.is_error and fault.where.row > 1 and fault.where.file in coming.names:
            table = coming.tables[coming.names.index(fault.where.file)]
            refused.setdefault(table, set()).add((fault.where.file, fault.where.row))
    found = {}
    for table in dict.fromkeys(coming.tables):
        wrong = refused.get(table, set())
        new, read = set(rows[table].get_column("row")), coming.reads[table].frame.get_column("row")
        sound = [row for row in read if coming.place(row) not in wrong] if wrong else list(read)
        fresh = sum(1 for row in sound if row in new)
        if sound or wrong:
            found[table] = Rows(fresh, len(sound) - fresh, len(wrong))
    return found


def _not_among(rows: pl.DataFrame, recorded: pl.DataFrame, key: str) -> pl.Series:
    """The ids in rows that nothing is recorded of."""
    ids = rows.get_column(key).unique()
    return ids.filter(~ids.is_in(recorded.get_column(key).implode()))


def _candidates(
    rows: pl.DataFrame, recorded: pl.DataFrame, people: pl.Series, settled: Collection[Pair]
) -> duplicates.Found:
    """Who among the new people may be somebody recorded, or another of them; as many more as are settled of one."""
    said = pl.any_horizontal(pl.col(*NAMES).is_not_null())
    new = rows.filter(pl.col("person").is_in(people.implode()) & said).select(COMPARED)
    if new.is_empty():
        return duplicates.Found([], {})
    times = Counter(person for pair in settled for person in pair)
    most = duplicates.SHOWN_OF_EACH + max(times.values(), default=0)
    return duplicates.candidates(new, recorded.filter(said).select(COMPARED), most)
