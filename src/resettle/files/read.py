"""Read a register kept in a folder: the whole of it, or every reason why not."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import polars as pl

from resettle.engine.errors import Fault, RegisterRefused, Where, nearest_name
from resettle.engine.registry.acts import Act
from resettle.engine.registry.arrangements import Source
from resettle.engine.registry.faults import faults_of
from resettle.engine.registry.register import Register, Tables, with_acts_completed
from resettle.engine.registry.stages import ActKind
from resettle.engine.registry.whatif import Terms
from resettle.files import shapes, tables, toml, views, worked
from resettle.files.convert import Converter
from resettle.files.shapes_of_criteria import ListShape
from resettle.files.values import Shape

FOLDERS = ("arrangements", "quotas", "bars", "lists", "what-ifs")
DATA = (".csv", ".tsv", ".xlsx", ".xls", ".ods", ".parquet", ".toml")
"""Endings of files that someone may mean to be read."""

T = TypeVar("T")
S = TypeVar("S", bound=Shape)


@dataclass(frozen=True)
class Reading:
    """What was read: the register, if it has no errors, and everything found wrong, errors first."""

    register: Register | None
    faults: tuple[Fault, ...]

    @property
    def warnings(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if not fault.is_error)


def read(folder: Path) -> tuple[Register, tuple[Fault, ...]]:
    """The register and its warnings. Raises RegisterRefused with every fault if there is an error."""
    reading = examine(folder)
    if reading.register is None:
        raise RegisterRefused(reading.faults)
    return reading.register, reading.warnings


def examine(folder: Path) -> Reading:
    """Read all there is and find all that is wrong, without stopping at the first."""
    faults: list[Fault] = list(_strangers(folder))
    head = _head(folder, faults)
    terms = Terms(
        _folder(folder, "arrangements", shapes.ArrangementShape, Converter.arrangement, faults),
        _folder(folder, "quotas", shapes.QuotaShape, Converter.quota, faults),
        _folder(folder, "bars", shapes.BarShape, Converter.bar, faults),
        _folder(folder, "lists", ListShape, Converter.named_list, faults),
    )
    what_ifs = {}
    for name, path in _toml_files(folder, "what-ifs"):
        shape = toml.load(path, shapes.WhatIfShape, f"what-ifs/{path.name}", faults)
        if shape:
            what_ifs[name] = Converter(f"what-ifs/{path.name}", faults).what_if(name, shape)
    read = {table.name: tables.read(folder, table, faults) for table in tables.TABLES}
    frames = {name: one.frame for name, one in read.items()}
    acts = _acts(frames.pop("acts"))
    if head is None:
        return Reading(None, _sorted(faults))
    register = Register(
        name=head.name,
        about=head.about,
        synthetic=head.synthetic,
        on=head.on,
        sources={key: Source(key, one.title, one.url) for key, one in head.sources.items()},
        terms=terms,
        tables=Tables(**frames),
        acts=acts,
        what_ifs=what_ifs,
        worked=worked.read(folder, faults),
    )
    register = with_acts_completed(register)
    unread = {name for kind in FOLDERS for name, _ in _toml_files(folder, kind)} - {
        *terms.arrangements, *terms.quotas, *terms.bars, *terms.lists, *what_ifs,
    }  # fmt: skip
    untold = {fault.where.file for fault in faults if fault.code.startswith("test_")}
    found = [fault for fault in faults_of(register) if not _only_follows(fault, read, unread, untold)]
    faults += [_in_files(fault, folder) for fault in found]
    refused = any(fault.is_error for fault in faults)
    return Reading(None if refused else register, _sorted(faults))


_NEEDS_WHOLE = {
    "person_in_no_case": "members",
    "act_person_not_member": "members",
    "act_without_will": "willingness",
    "member_not_in_submission": "acts",
    "case_no_applicant": "members",
    "case_applicant_unknown": "members",
    "case_without_members": "members",
    "act_without_people": "members",
    "act_not_listed": "acts",
}
"""Faults that a row left out elsewhere may be the only reason for."""

_NEEDS_ALL_CRITERIA = (
    "unless_is_unknown", "exemption_is_not_used", "group_part_unknown", "part_is_not_used", "group_lacks_parts",
)  # fmt: skip
"""Faults that a criterion left out of the same file may be the only reason for."""


def _only_follows(fault: Fault, read: Mapping[str, tables.Read], unread: set[str], untold: set[str]) -> bool:
    """
    Whether a fault may only follow from another that is told already: from a row, a file (``unread``) or a criterion
    (of the files ``untold``) that was left out. It is told when the first is mended, if it still stands then.
    """
    if fault.code in _NEEDS_WHOLE:
        return not read[_NEEDS_WHOLE[fault.code]].whole
    if fault.code in _NEEDS_ALL_CRITERIA:
        return f"{fault.where.file}.toml" in untold
    if fault.code == "ruling_criterion_unknown":
        return any(f"{kind}/{fault.params['of']}.toml" in untold for kind in ("arrangements", "bars"))
    if fault.code != "name_unknown":
        return False
    value = str(fault.params["value"])
    homes = _homes(fault.where.key)
    if fault.where.file in read and homes:
        return any(value in read[home].refused or not read[home].readable for home in homes)
    return value.partition("/")[0] in unread


def _homes(column: str) -> list[str]:
    """The tables in which a name in this column must stand, one or the other."""
    if column == "subject":
        return ["people", "cases"]
    return ["people"] if "person" in column else ["cases"] if "case" in column else []


def _head(folder: Path, faults: list[Fault]) -> shapes.RegisterShape | None:
    path = folder / "register.toml"
    if not path.is_file():
        faults.append(Fault("file_missing", Where("register.toml"), {"folder": folder.name}))
        return None
    return toml.load(path, shapes.RegisterShape, "register.toml", faults)


def _folder(
    folder: Path, kind: str, shape: type[S], convert: Callable[[Converter, S], T], faults: list[Fault]
) -> Mapping[str, T]:
    found: dict[str, T] = {}
    for name, path in _toml_files(folder, kind):
        file = f"{kind}/{path.name}"
        content = toml.load(path, shape, file, faults)
        if content is None:
            continue
        written = getattr(content, "id", name)
        if written != name:
            faults.append(Fault("id_not_file", Where(file, 0, "id"), {"id": written, "file": path.name}))
        found[name] = convert(Converter(file, faults), content)
    return found


def _toml_files(folder: Path, kind: str) -> list[tuple[str, Path]]:
    return [(path.stem, path) for path in sorted((folder / kind).glob("*.toml")) if path.is_file()]


def _strangers(folder: Path) -> list[Fault]:
    """What looks like part of a register and is not: a misspelt table would otherwise be silently left out."""
    if not folder.is_dir():
        raise RegisterRefused([Fault("folder_missing", Where(), {"folder": str(folder)})])
    names = [table.name for table in tables.TABLES]
    expected = ["register.toml", views.NAME, *(f"{name}{end}" for name in names for end in tables.ENDINGS)]
    faults = []
    for path in sorted(folder.iterdir()):
        if path.name in expected and path.is_dir():
            faults.append(Fault("file_unreadable", Where(path.name), {"detail": "it is a folder"}))
        elif path.name in expected:
            continue
        elif path.is_dir() and path.name == worked.FOLDER:
            faults += [_stranger(f"{one.relative_to(folder)}", []) for one in _unread_tests(folder)]
        elif path.is_dir():
            faults += _strangers_in(path)
        elif _is_data(path) or path.name.partition(".")[0].lower() in (*names, *FOLDERS):
            faults.append(_stranger(path.name, [*expected, *(f"{kind}/" for kind in FOLDERS)]))
    return [*faults, *_links_to_nothing(folder), *_tables_twice(folder, names)]


def _links_to_nothing(folder: Path) -> Iterator[Fault]:
    """A rule or a table that is linked from elsewhere, and gone there, would otherwise be silently left out."""
    for path in sorted([*folder.iterdir(), *folder.glob("*/*")]):
        is_read = path.name != views.NAME and not path.name.startswith(".")
        if is_read and path.is_symlink() and not path.exists():
            name = path.relative_to(folder).as_posix()
            yield Fault("file_unreadable", Where(name), {"detail": "it is a link to nothing"})


def _tables_twice(folder: Path, names: list[str]) -> Iterator[Fault]:
    for name in names:
        found = [f"{name}{end}" for end in tables.ENDINGS if (folder / f"{name}{end}").is_file()]
        if len(found) > 1:
            yield Fault("file_twice", Where(found[0]), {"table": name, "files": found})


def _strangers_in(path: Path) -> list[Fault]:
    """A folder of data that is none of ours, by its files or its name; in ours, anything that holds data and is not read."""
    if path.name not in FOLDERS:
        ours = [*FOLDERS, worked.FOLDER]
        meant = nearest_name(path.name.lower(), ours) and any(map(_is_data, path.rglob("*")))
        strange = meant or any(path.glob("*.toml"))
        return [_stranger(f"{path.name}/", [f"{kind}/" for kind in ours])] if strange else []
    unread = [
        one
        for one in sorted(path.rglob("*"))
        if _is_data(one) and (one.parent != path or one.suffix != ".toml")
    ]
    faults = [_stranger(f"{path.name}/{one.relative_to(path)}", []) for one in unread]
    folders = [one for one in sorted(path.glob("*.toml")) if one.is_dir()]
    return faults + [
        Fault("file_unreadable", Where(f"{path.name}/{one.name}"), {"detail": "it is a folder"})
        for one in folders
    ]


def _unread_tests(folder: Path) -> list[Path]:
    """Data among the worked tables that is not one: at another depth, or in another form."""
    read_ = set(worked.paths(folder))
    found = sorted((folder / worked.FOLDER).rglob("*"))
    return [one for one in found if one.is_file() and _is_data(one) and one not in read_]


def _is_data(path: Path) -> bool:
    """By its ending; an editor may have put ``.txt`` behind it. What says that another is open holds none."""
    named = Path(path.stem) if path.suffix.lower() == ".txt" else path
    return named.suffix.lower() in DATA and not tables.is_lock(path)


def _stranger(name: str, expected: list[str]) -> Fault:
    params = {"allowed": expected, "near": nearest_name(name, expected)}
    return Fault("file_unknown", Where(name), params)


def _acts(frame: pl.DataFrame) -> tuple[Act, ...]:
    acts = []
    for row in frame.iter_rows(named=True):
        persons = tuple(part.strip() for part in (row["persons"] or "").split(";") if part.strip())
        offer = f"{row['arrangement']}/{row['offer']}" if row["offer"] else row["arrangement"]
        acts.append(
            Act(row["act_id"], ActKind(row["act"]), row["case"], offer, persons, row["effective"], row["known"],
                row["by"], row["source"], row["reason"] or "", row["row"])
        )  # fmt: skip
    return tuple(acts)


def _in_files(fault: Fault, folder: Path) -> Fault:
    """The engine names tables and arrangements; users know files."""
    head, _, rest = fault.where.file.partition("/")
    if rest:
        name = f"{head}/{rest}.toml"
    elif head in {table.name for table in tables.TABLES}:
        name = tables.find(folder, head)[1]
    else:
        name = f"{head}.toml" if head == "register" else head
    return replace(fault, where=replace(fault.where, file=name))


def _sorted(faults: list[Fault]) -> tuple[Fault, ...]:
    unique = list(
        {
            (fault.code, fault.where, str(sorted(fault.params.items(), key=str))): fault for fault in faults
        }.values()
    )
    return tuple(sorted(unique, key=lambda fault: (not fault.is_error, fault.where, fault.code)))
