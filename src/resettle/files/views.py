"""The record of views: who looked at what could lift a *no*, or had a form made, appended to ``views.csv`` and never rewritten."""

import csv
import io
import os
from datetime import date, datetime
from pathlib import Path

NAME = "views.csv"
COLUMNS = ("viewed_at", "by", "what", "case", "on", "known")


def record_view(
    folder: Path, by: str, case: str, on: date, known: date, now: datetime, what: str = "steps"
) -> None:
    """Appends one line, on the disk before this returns; the header first if there is no record yet. Raises OSError."""
    line = (now.isoformat(timespec="seconds"), by, what, case, on.isoformat(), known.isoformat())
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerow(line)
    handle = os.open(folder / NAME, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        head = ",".join(COLUMNS) + "\n" if os.fstat(handle).st_size == 0 else ""
        os.write(handle, (head + written.getvalue()).encode())
        os.fsync(handle)
    finally:
        os.close(handle)
