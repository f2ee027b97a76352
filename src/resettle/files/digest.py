"""A fingerprint of the files a register was read from, so that a result can be tied to them."""

import hashlib
from pathlib import Path

from resettle.files import tables, views

ENDINGS = {".toml", ".csv", ".xlsx", ".parquet"}


def digest(folder: Path) -> str:
    """
    SHA-256 over the TOML, CSV, XLSX and Parquet files of a register: each path in the folder, its length, its bytes.

    The record of who looked is left out, and who has a table open: to look changes no register.
    """
    summed = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        unread = path == folder / views.NAME or tables.is_lock(path)
        if path.suffix in ENDINGS and path.is_file() and not unread:
            content = path.read_bytes()
            summed.update(f"{path.relative_to(folder).as_posix()}\n{len(content)}\n".encode())
            summed.update(content)
    return summed.hexdigest()
