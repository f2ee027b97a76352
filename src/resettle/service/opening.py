"""A register is opened alike wherever it is kept: in a folder, or in a database if the extra ``records`` is installed."""

import importlib
import importlib.util
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType

from resettle import files
from resettle.engine.errors import Fault, RegisterRefused, Where, refuse
from resettle.engine.registry.permissions import Use
from resettle.engine.registry.register import Register
from resettle.engine.screening import worked

SQLITE = (".sqlite", ".sqlite3", ".db")
POSTGRESQL = ("postgresql://", "postgres://")
EXTRA = "records"


@dataclass(frozen=True)
class Opened:
    """A register without errors, its warnings, which every output lists, and the digest of what it was read from."""

    register: Register
    warnings: tuple[Fault, ...]
    digest: str


def check_id(account: str) -> None:
    """Raises RequestRefused for what no account can be called: exported acts could not say by whom they were done."""
    if not can_record(account):
        raise refuse("account_id_wrong", value=account)


def can_record(id: str) -> bool:
    """Whether something can be recorded under an id: no table and no list takes it for several, and it can be read aloud."""
    return bool(_WHO.fullmatch(id))


_WHO = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
"""Letters without accents alone: of two scripts some letters look alike, and a record says who did what by the id."""


def is_database(place: str | Path) -> bool:
    """Whether a place is a database: an address of PostgreSQL, or a file with an ending of SQLite's; else a folder."""
    return str(place).startswith(POSTGRESQL) or (Path(place).suffix in SQLITE and not Path(place).is_dir())


def opened(
    place: str | Path, known: date | None = None, by: str | None = None, use: Use = Use.CASES
) -> Opened:
    """
    The register in a folder or a database, its terms as known on a day.

    by, use: of a database, who asks it for what; None is whoever holds the database itself. That somebody read all of its cases is
    on its record. Raises RegisterRefused with
    everything that is wrong, and RequestRefused if they may not.
    """
    if is_database(place):
        check(place, by, use)
        if by is not None and use is Use.CASES:
            databases()
            importlib.import_module("resettle.service.writing").opened(str(place), by)
        found: Opened = databases().opened(str(place), known)
        return found
    register, warnings = files.read(Path(place))
    return Opened(register, warnings, files.digest(Path(place)))


def examined(place: str | Path) -> files.Reading:
    """Everything that is wrong with a register, with what its worked tables expect and is not found.

    A register whose tables do not hold can be read, and everything runs on it.
    """
    reading: files.Reading = (
        databases().examined(str(place)) if is_database(place) else files.examine(Path(place))
    )
    if reading.register is None:
        return reading
    return files.Reading(
        reading.register, (*worked.faults(reading.register), *reading.faults), reading.written
    )


def check(place: str | Path, by: str | None, use: Use, case: str = "") -> None:
    """Of a database, whether whoever asks may use it so, of one case or of all; a folder asks nobody. Raises RequestRefused."""
    if by is not None and is_database(place):
        found = databases().reached(str(place))
        importlib.import_module("resettle.service.permissions").check(found, by, use, case)


def databases() -> ModuleType:
    """The service of registers in databases. Raises RegisterRefused if what it needs is not installed."""
    if not databases_are_installed():
        params = {"extra": EXTRA, "install": f"pip install '.[{EXTRA}]'"}
        raise RegisterRefused([Fault("extra_not_installed", Where(), params)])
    return importlib.import_module("resettle.service.registers")


def databases_are_installed() -> bool:
    """Whether what a register in a database needs is installed."""
    return all(importlib.util.find_spec(name) for name in ("django", "psycopg", "cryptography"))
