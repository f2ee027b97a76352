"""Encrypted archives for what leaves the house: a register in files as one file that a passphrase opens (age, tar)."""

import io
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyrage

from resettle import files
from resettle.engine.errors import Fault, RequestRefused, Where, refuse
from resettle.files import Written

ENDING = ".age"
SHORTEST = 12
"""Characters of a new passphrase: what protects people's lives is not to be guessed."""
_MEMORY = Path("/dev/shm")


def check(archive: Path, passphrase: str) -> None:
    """
    Raises RequestRefused where a new archive cannot be: something is there already, there is no folder to hold it, or its
    passphrase is too short.
    """
    faults = []
    if not archive.absolute().parent.is_dir():
        faults.append(Fault("archive_without_folder", Where(), {"folder": str(archive.parent)}))
    if archive.exists():
        faults.append(Fault("archive_exists", Where(), {"file": str(archive)}))
    if len(passphrase.strip()) < SHORTEST:
        faults.append(Fault("passphrase_short", Where(), {"shortest": SHORTEST}))
    if faults:
        raise RequestRefused(faults)


def write(archive: Path, written: Written, passphrase: str, *, hxl: bool = False) -> None:
    """
    Writes a register as an archive, whole or not at all; it is never on the disk in the clear.

    What is new of it is checked before (``check``). Raises OSError.
    """
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name, content in files.contents(written, hxl=hxl):
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(content), 0o600
            tar.addfile(member, io.BytesIO(content))
    with files.whole(archive) as aside:
        aside.write_bytes(bytes(pyrage.passphrase.encrypt(packed.getvalue(), passphrase)))


def opened(archive: Path, passphrase: str, folder: Path) -> None:
    """Writes what an archive holds into a folder that is empty or not there yet. Raises RequestRefused; OSError."""
    files.check_empty(folder)
    content = _decrypted(archive, passphrase)
    with files.filling(folder) as whole:
        _unpack(content, archive, whole)


@contextmanager
def unsealed(archive: Path, passphrase: str) -> Iterator[Path]:
    """
    The folder in an archive, which is gone afterwards; in memory where the system has such a place.

    Raises RequestRefused if it cannot be opened.
    """
    where = _MEMORY if _MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="resettle-", dir=where) as folder:
        _unpack(_decrypted(archive, passphrase), archive, Path(folder))
        yield Path(folder)


def passphrase_in(file: Path) -> str:
    """The first line of a file. Raises RequestRefused if it cannot be read."""
    try:
        return file.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not text in UTF-8"
        raise refuse("passphrase_unreadable", file=str(file), why=why) from None


def _decrypted(archive: Path, passphrase: str) -> bytes:
    if not passphrase.strip():
        raise refuse("passphrase_blank")
    try:
        return bytes(pyrage.passphrase.decrypt(archive.read_bytes(), passphrase))
    except OSError as error:
        raise refuse("archive_unreadable", file=str(archive), why=error.strerror) from None
    except pyrage.DecryptError as error:
        if str(error) == "Decryption failed":
            raise refuse("passphrase_wrong", file=str(archive)) from None
        why = "it is damaged, or was not encrypted with a passphrase"
        raise refuse("archive_unreadable", file=str(archive), why=why) from None


def _unpack(content: bytes, archive: Path, folder: Path) -> None:
    try:
        with tarfile.open(fileobj=io.BytesIO(content)) as tar:
            tar.extractall(folder, filter="data")  # nothing leads out of the folder
    except (tarfile.TarError, OSError, EOFError):
        raise refuse("archive_unreadable", file=str(archive), why="it holds no register's folder") from None
