"""Writes results: all of them or none, so that a failure leaves no half-written output."""

import errno
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

CASE_BY_CASE = ("plan.csv", "left.csv", "criteria.csv", "outcomes-by-case.csv", "changes.csv", "barred.csv")
"""Files of ours that name cases: an earlier answer's do not stay beside an answer that was asked without them."""


def write(folder: Path, contents: Mapping[str, str]) -> list[Path]:
    """Every file, each put in place only when all have been written whole. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in contents:
        if (folder / name).is_dir():
            raise IsADirectoryError(errno.EISDIR, f"{name} there is a folder")
    with tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as waiting:
        for name, text in contents.items():
            (Path(waiting) / name).write_text(text, encoding="utf-8", newline="\n")
        for name in contents:
            os.replace(Path(waiting) / name, folder / name)
    for name in CASE_BY_CASE:
        if name not in contents:
            (folder / name).unlink(missing_ok=True)
    return [folder / name for name in contents]
