"""A register in a database as files: a folder, or an encrypted archive."""

from dataclasses import replace
from pathlib import Path

from resettle import files
from resettle.engine.registry.permissions import Use
from resettle.records import histories
from resettle.records.entries import New
from resettle.service import archives, kept, registers, writing


def exported(address: str, by: str, out: Path, passphrase: str | None = None, *, hxl: bool = False) -> None:
    """
    Writes the register in a database into a folder, or, with a passphrase, into an encrypted archive.

    All that ``kept.as_written`` holds; not what is of the record itself (accounts, settlements, runs, the chain …).
    That it left the house, by whom, is on record before it does. hxl: with a row of tags in each table. Raises
    RequestRefused if there is something already, no folder to hold an archive, or the passphrase is too short; OSError if
    it cannot be written.
    """
    found = registers.reached(address)
    if passphrase is None:
        files.check_empty(out)
    else:
        archives.check(out, passphrase)
    says = {"to": out.name, "encrypted": passphrase is not None}
    writing.note(
        found, by, Use.EXPORT, "export", says, lambda _, day: New("exports", by, day, day, "office", says)
    )
    with found.reading(), histories.legible(found):
        written = kept.as_written(found)
        if written.head and "on" in written.head:
            # Viewed from the day it is first written for, an export would not show what was learned since.
            own = registers.own_day(found, written.head["on"])
            written = replace(written, head={**written.head, "on": own})
    if passphrase is None:
        files.write(out, written, hxl=hxl)
    else:
        archives.write(out, written, passphrase, hxl=hxl)
