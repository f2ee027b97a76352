"""Forms: the Resettlement Registration Form of a case, and a record of who had it made."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from resettle import files
from resettle.engine.errors import refuse
from resettle.engine.referrals.rrf import FormKind, Reader, ReaderKind, Rrf, rrf
from resettle.engine.registry.register import Register
from resettle.engine.registry.situation import Situation
from resettle.service.opening import is_database
from resettle.service.questions import Asked, situation
from resettle.service.voices import case_named

STATE = "state"


@dataclass(frozen=True)
class Formed:
    """A situation and a form of it."""

    situation: Situation
    form: Rrf


def formed(
    register: Register, asked: Asked, name: str, kind: FormKind = FormKind.FULL, reader: str = ""
) -> Formed:
    """
    The form of a case, or of the case a person is in, for one reader: ``state``, a member's id, else the office.

    Raises RequestRefused if there is no such case, or the reader is not in it.
    """
    seen = situation(register, asked)
    case, _ = case_named(seen, name)
    return Formed(seen, rrf(seen, case, kind, _reader(seen, case, reader)))


def _reader(seen: Situation, case: str, name: str) -> Reader:
    if name in ("", STATE):
        return Reader(ReaderKind.STATE if name else ReaderKind.OFFICE)
    if name not in seen.persons_of.get(case, ()):
        raise refuse("form_reader_unknown", value=name, case=case)
    return Reader(ReaderKind.MEMBER, name)


def made(place: str | Path, answer: Formed, by: str, now: Callable[[], datetime]) -> None:
    """
    Puts on the register's record who had a form made, for which reader, and when (a database: by its own clock).

    Raises OSError, and RequestRefused without an open account.
    """
    seen, form = answer.situation, answer.form
    what = f"rrf {form.kind.value} for {form.reader.person or form.reader.kind.value}"
    if is_database(place):
        writing = importlib.import_module("resettle.service.writing")
        writing.viewed(str(place), by, form.case, seen.on, seen.known, what)
    else:
        files.record_view(Path(place), by, form.case, seen.on, seen.known, now(), what)
