"""What stands in a register's folder: the files that are read, and what looks like one and is not."""

from collections.abc import Iterator
from pathlib import Path

from resettle.engine.errors import Fault, RegisterRefused, Where, nearest_name
from resettle.files import tables, views, worked
from resettle.files.written import HEAD, KINDS

DATA = (".csv", ".tsv", ".xlsx", ".xls", ".ods", ".parquet", ".toml")
"""Endings of files that someone may mean to be read."""


def documents(folder: Path, kind: str) -> list[tuple[str, Path]]:
    """The documents of one kind, each with its name, in the order of their files."""
    return [(path.stem, path) for path in sorted((folder / kind).glob("*.toml")) if path.is_file()]


def strangers(folder: Path) -> list[Fault]:
    """What looks like part of a register and is not: a misspelt table would otherwise be silently left out."""
    if not folder.is_dir():
        raise RegisterRefused([Fault("folder_missing", Where(), {"folder": str(folder)})])
    names = [table.name for table in tables.TABLES]
    expected = [HEAD, views.NAME, *(f"{name}{end}" for name in names for end in tables.ENDINGS)]
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
        elif _is_data(path) or path.name.partition(".")[0].lower() in (*names, *KINDS):
            faults.append(_stranger(path.name, [*expected, *(f"{kind}/" for kind in KINDS)]))
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
    if path.name not in KINDS:
        ours = [*KINDS, worked.FOLDER]
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
