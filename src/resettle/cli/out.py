"""Writes results: all of them or none, so that a failure leaves no half-written output."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write(folder: Path, contents: Mapping[str, str]) -> list[Path]:
    """Every file, each put in place only when all have been written whole. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as waiting:
        for name, text in contents.items():
            (Path(waiting) / name).write_text(text, encoding="utf-8", newline="\n")
        for name in contents:
            os.replace(Path(waiting) / name, folder / name)
    return [folder / name for name in contents]
