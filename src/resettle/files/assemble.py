"""From what is written to a register: everything that makes one, or finds what is wrong with it, comes by here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from resettle.engine.errors import Fault, RegisterRefused, Where
from resettle.engine.registry.acts import Acts
from resettle.engine.registry.arrangements import Source
from resettle.engine.registry.faults import faults_of
from resettle.engine.registry.register import Register, Tables, with_acts_completed
from resettle.engine.registry.stages import CASEWORK
from resettle.engine.registry.whatif import Terms, WhatIf
from resettle.files import shapes, tables, toml, worked
from resettle.files.convert import Converter
from resettle.files.following import only_follows
from resettle.files.shapes_of_criteria import ListShape
from resettle.files.values import Shape
from resettle.files.written import HEAD, KINDS, Written

T = TypeVar("T")
S = TypeVar("S", bound=Shape)


@dataclass(frozen=True)
class Reading:
    """
    What was read: the register, if it has no errors, and everything found wrong, errors first.

    written: what it was read from, less what could not be read and the rows that were left out for a fault.
    """

    register: Register | None
    faults: tuple[Fault, ...]
    written: Written | None = None

    @property
    def warnings(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if not fault.is_error)


@dataclass(frozen=True)
class Found:
    """
    What could be read of a register, and what was left out.

    faults: why. read: what became of each table. unread: the names of documents that are no TOML.
    names: table → the name of its file, for faults to say.
    """

    written: Written
    faults: tuple[Fault, ...]
    read: Mapping[str, tables.Read]
    unread: frozenset[str]
    names: Mapping[str, str]


def assembled(written: Written) -> Register:
    """
    The register, of what is known to be right: its cells are not looked at, nor what is wrong with it as a whole.

    Raises RegisterRefused if a document does not fit its shape.
    """
    faults: list[Fault] = []
    there = [table for table in tables.TABLES if table.name in written.tables]
    frames = {table.name: tables.completed(written.tables[table.name], table) for table in there}
    register = _assembled(replace(written, tables=frames), faults)
    if register is None or faults:
        raise RegisterRefused(in_order(faults))
    return register


def examined(written: Written) -> Reading:
    """The register, if it has no errors, and all that is wrong: with each document and cell, and with the whole of it."""
    faults: list[Fault] = []
    names = {table.name: f"{table.name}.csv" for table in tables.TABLES}
    read = {
        table.name: tables.examined(written.tables[table.name], table, names[table.name], faults)
        for table in tables.TABLES
        if table.name in written.tables
    }
    if written.head is None:
        faults.append(Fault("file_missing", Where(HEAD), {"folder": "the register"}))
    sound = replace(written, tables={name: one.frame for name, one in read.items()})
    return judged(Found(sound, tuple(faults), read, frozenset(), names))


def judged(found: Found) -> Reading:
    """The register of what was found, if nothing is wrong, and all that is wrong with it."""
    faults = list(found.faults)
    written = found.written
    register = _assembled(written, faults)
    if register is None:
        return Reading(None, in_order(faults), written)
    unread = found.unread.union(*written.documents.values()) - {
        *register.arrangements, *register.quotas, *register.bars, *register.lists, *register.what_ifs,
    }  # fmt: skip
    untold = {fault.where.file for fault in faults if fault.code.startswith("test_")}
    whole = [fault for fault in faults_of(register) if not only_follows(fault, found.read, unread, untold)]
    faults += [_in_files(fault, found.names) for fault in whole]
    refused = any(fault.is_error for fault in faults)
    return Reading(None if refused else register, in_order(faults), written)


def _assembled(written: Written, faults: list[Fault]) -> Register | None:
    """
    A register, less what does not fit its shape; None if its head does not. Faults are added, all of them.

    The tables are complete.
    """
    fits = None if written.head is None else toml.fit(written.head, shapes.RegisterShape, HEAD, faults)
    terms = Terms(
        _each(written, "arrangements", shapes.ArrangementShape, Converter.arrangement, faults),
        _each(written, "quotas", shapes.QuotaShape, Converter.quota, faults),
        _each(written, "bars", shapes.BarShape, Converter.bar, faults),
        _each(written, "lists", ListShape, Converter.named_list, faults),
    )
    what_ifs = _what_ifs(written, faults)
    worked_tables = worked.of_texts(written.worked, faults) if fits else ()
    if fits is None:
        return None
    frames = {table.name: tables.none(table) for table in tables.TABLES} | dict(written.tables)
    acts = frames.pop("acts")
    on_case = acts.get_column("act").is_in(list(CASEWORK))
    register = Register(
        name=fits.name,
        about=fits.about,
        synthetic=fits.synthetic,
        on=fits.on,
        sources={key: Source(key, one.title, one.url) for key, one in fits.sources.items()},
        terms=terms,
        acts=Acts(acts.filter(~on_case) if on_case.any() else acts),
        casework=Acts(acts.filter(on_case)),
        tables=Tables(**frames),
        what_ifs=what_ifs,
        worked=worked_tables,
        begins=fits.cases_begin,
        answer_within=fits.answer_within,
    )
    return with_acts_completed(register)


def _each(
    written: Written, kind: str, shape: type[S], convert: Callable[[Converter, S], T], faults: list[Fault]
) -> Mapping[str, T]:
    """The documents of one kind that fit their shape."""
    found: dict[str, T] = {}
    for name, file, content in _documents(written, kind):
        fits = toml.fit(content, shape, file, faults)
        if fits is None:
            continue
        id = getattr(fits, "id", name)
        if id != name:
            faults.append(Fault("id_not_file", Where(file, 0, "id"), {"id": id, "file": f"{name}.toml"}))
        found[name] = convert(Converter(file, faults), fits)
    return found


def _what_ifs(written: Written, faults: list[Fault]) -> Mapping[str, WhatIf]:
    found = {}
    for name, file, content in _documents(written, "what-ifs"):
        fits = toml.fit(content, shapes.WhatIfShape, file, faults)
        if fits:
            found[name] = Converter(file, faults).what_if(name, fits)
    return found


def _documents(written: Written, kind: str) -> list[tuple[str, str, Mapping[str, Any]]]:
    """The documents of one kind in the order of their files, each with its name and its file's."""
    assert kind in KINDS
    named = sorted((f"{name}.toml", name) for name in written.documents.get(kind, ()))
    return [(name, f"{kind}/{file}", written.documents[kind][name]) for file, name in named]


def _in_files(fault: Fault, names: Mapping[str, str]) -> Fault:
    """The engine names tables and arrangements; users know files."""
    head, _, rest = fault.where.file.partition("/")
    if rest:
        name = f"{head}/{rest}.toml"
    elif head in names:
        name = names[head]
    else:
        name = HEAD if head == "register" else head
    return replace(fault, where=replace(fault.where, file=name))


def in_order(faults: list[Fault]) -> tuple[Fault, ...]:
    """Each fault once, errors first, by where they are."""
    unique = list(
        {
            (fault.code, fault.where, str(sorted(fault.params.items(), key=str))): fault for fault in faults
        }.values()
    )
    return tuple(sorted(unique, key=lambda fault: (not fault.is_error, fault.where, fault.code)))
