"""Erasures: what entries say of a person is taken away under a rule of retention, and the entries stay in the chain."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from resettle.records import entries, keys
from resettle.records.database import Database
from resettle.records.entries import New, Recording, canonical
from resettle.records.subjects import ERASURES


def erase(
    database: Database, recording: Recording, person: str, ids: Sequence[int], under: str, day: date,
    key: Ed25519PrivateKey,
) -> int:  # fmt: skip
    """Records the erasure, signed, and takes the payloads away; also every snapshot. The entry of the erasure."""
    says = {"person": person, "entries": list(ids), "under": under, "day": day}
    signature = key.sign(canonical(says).encode()).hex()
    new = New(ERASURES, person, day, day, "office", {**says, "signature": signature})
    (entry,) = entries.append(database, recording, [new])
    rows = [(id, entry) for id in ids]
    database.run_each("INSERT INTO records_erasure (entry_id, erased_by_id) VALUES (%s, %s)", rows)
    database.run_each("DELETE FROM records_payload WHERE entry_id = %s", [(id,) for id in ids])
    database.run("DELETE FROM records_snapshot")
    return entry


def valid(database: Database, key: str) -> set[int]:
    """Entries that an erasure names and that the register's key has signed for."""
    found: set[int] = set()
    for said in entries.of(database, [ERASURES]):
        if said.content is not None and _is_signed(said.content, key):
            found.update(said.content["entries"])
    return found


def _is_signed(content: Mapping[str, Any], key: str) -> bool:
    says = {name: value for name, value in content.items() if name != "signature"}
    return keys.is_signed(key, str(content.get("signature", "")), canonical(says))
