"""Read a register kept in a folder: the whole of it, or every reason why not."""

from pathlib import Path
from typing import Any

from resettle.engine.errors import Fault, RegisterRefused, Where
from resettle.engine.registry.register import Register
from resettle.files import folder as folders
from resettle.files import tables, toml, worked
from resettle.files.assemble import Found, Reading, judged
from resettle.files.written import HEAD, KINDS, Written


def read(folder: Path) -> tuple[Register, tuple[Fault, ...]]:
    """The register and its warnings. Raises RegisterRefused with every fault if there is an error."""
    reading = examine(folder)
    if reading.register is None:
        raise RegisterRefused(reading.faults)
    return reading.register, reading.warnings


def examine(folder: Path) -> Reading:
    """Read all there is and find all that is wrong, without stopping at the first."""
    return judged(found(folder))


def found(folder: Path) -> Found:
    """All that stands in a folder, before it is judged as a whole."""
    faults = folders.strangers(folder)
    head = _head(folder, faults)
    documents: dict[str, dict[str, dict[str, Any]]] = {}
    unread = set()
    for kind in KINDS:
        said = {
            name: toml.read(path, f"{kind}/{path.name}", faults)
            for name, path in folders.documents(folder, kind)
        }
        documents[kind] = {name: content for name, content in said.items() if content is not None}
        unread |= said.keys() - documents[kind].keys()
    read = {table.name: tables.read(folder, table, faults) for table in tables.TABLES}
    frames = {name: one.frame for name, one in read.items()}
    written = Written(head, documents, frames, worked.texts(folder, faults))
    names = {table: tables.find(folder, table)[1] for table in read}
    return Found(written, tuple(faults), read, frozenset(unread), names)


def _head(folder: Path, faults: list[Fault]) -> dict[str, Any] | None:
    path = folder / HEAD
    if not path.is_file():
        faults.append(Fault("file_missing", Where(HEAD), {"folder": folder.name}))
        return None
    return toml.read(path, HEAD, faults)
