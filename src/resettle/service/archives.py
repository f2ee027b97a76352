"""Encrypted archives: a register in files, as one file that only a passphrase opens (age, with a tar in it)."""

import gzip
import io
import tarfile
from pathlib import Path, PurePosixPath

import pyrage

from resettle import files
from resettle.engine.errors import refuse
from resettle.files import Written

SHORTEST = 12
"""Characters of a passphrase: what protects people's lives is not to be guessed."""


def check(passphrase: str) -> None:
    """Raises RequestRefused for one that is too short."""
    if len(passphrase) < SHORTEST:
        raise refuse("passphrase_short", shortest=SHORTEST)


def sealed(written: Written, passphrase: str, *, hxl: bool = False) -> bytes:
    """A register as an archive; it is never on the disk in the clear."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name, content in files.contents(written, hxl=hxl):
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(content), 0o600
            tar.addfile(member, io.BytesIO(content))
    archive: bytes = pyrage.passphrase.encrypt(gzip.compress(packed.getvalue(), mtime=0), passphrase)
    return archive


def unsealed(archive: bytes, passphrase: str, folder: Path) -> None:
    """
    Writes what an archive holds into a folder that is not there yet.

    Raises RequestRefused if the folder is there, the passphrase is another, or the archive is none; OSError.
    """
    if folder.exists():
        raise refuse("folder_not_empty", folder=str(folder))
    try:
        packed = gzip.decompress(pyrage.passphrase.decrypt(archive, passphrase))
        with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
            found = {one.name: tar.extractfile(one) for one in tar.getmembers()}
            contents = {name: member.read() for name, member in found.items() if member}
    except (pyrage.DecryptError, OSError, EOFError, tarfile.TarError):
        raise refuse("archive_not_opened") from None
    if any(PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts for name in contents):
        raise refuse("archive_not_opened")
    folder.mkdir(parents=True)
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
