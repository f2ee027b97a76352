"""A register as it is written: what its files say, before it is read as one; wherever it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

KINDS = ("arrangements", "quotas", "bars", "lists", "what-ifs")
"""The kinds of documents; in a folder, each has a folder of its own."""

HEAD = "register.toml"


@dataclass(frozen=True)
class Written:
    """
    A register as it is written, wherever it is kept.

    head: what register.toml says, as TOML gives it (None: there is none that can be read).
    documents: kind → name → what the document says, as TOML gives it.
    tables: table → its history as ``register.Tables`` keeps it ("acts" too); one that is not there has no rows.
    worked: ``tests/ARRANGEMENT/CRITERION.csv`` → its text; a workbook keeps its name, and its text is that of a CSV.
    """

    head: Mapping[str, Any] | None
    documents: Mapping[str, Mapping[str, Mapping[str, Any]]]
    tables: Mapping[str, pl.DataFrame]
    worked: Mapping[str, str]
