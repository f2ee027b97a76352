"""Erasures: what entries say of a person is taken away under a rule of retention, and the entries stay in the chain."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from resettle.engine.errors import Fault, Where
from resettle.records import entries, keys, mentions
from resettle.records.content import canonical, parsed
from resettle.records.database import Database, as_bytes
from resettle.records.entries import New, Recording
from resettle.records.subjects import ERASURES

_SAYS = {"person", "entries", "under", "day", "signature"}


@dataclass(frozen=True, slots=True)
class Erasure:
    """Why an entry says nothing any more: the entry of the erasure, its day, who erased, under what rule."""

    entry: int
    day: date
    by: str
    under: str


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
    mentions.forget(database, ids)
    database.run_each("DELETE FROM records_payload WHERE entry_id = %s", [(id,) for id in ids])
    database.run("DELETE FROM records_snapshot")
    return entry


def of(database: Database, ids: Sequence[int]) -> dict[int, Erasure]:
    """By which erasure each of some entries was erased, of those that were."""
    if not ids:
        return {}
    marks = ", ".join(["%s"] * len(ids))
    rows = database.rows(
        "SELECT x.entry_id, e.id, CAST(e.effective AS text), r.by, p.content FROM records_erasure x "
        "JOIN records_entry e ON e.id = x.erased_by_id JOIN records_recording r ON r.id = e.recording_id "
        f'JOIN records_payload p ON p.entry_id = e.id WHERE x.entry_id IN ({marks}) AND e."table" = %s',
        [*ids, ERASURES],
    )
    return {
        gone: Erasure(entry, date.fromisoformat(day), by, str(parsed(said).get("under", "")))
        for gone, entry, day, by, said in rows
    }


def looked_through(database: Database, key: str) -> tuple[AbstractSet[int], list[Fault]]:
    """The entries that an erasure names which the register's key has signed; and what is wrong with erasures."""
    signed: dict[int, set[int]] = defaultdict(set)
    told = []
    for entry, text in database.rows(
        f"SELECT e.id, {as_bytes(database, 'p.content')} FROM records_entry e "
        'JOIN records_payload p ON p.entry_id = e.id WHERE e."table" = %s ORDER BY e.id',
        [ERASURES],
    ):
        named = _signed(text, key)
        if named is None:
            told.append(_fault("erasure_not_signed", entry=entry))
        for one in named or ():
            signed[one].add(entry)
    told += _unmatched(database, signed)
    return signed.keys(), told


def _signed(text: bytes, key: str) -> Sequence[int] | None:
    """What an erasure names; None if the register's key has not signed it."""
    try:
        said = parsed(text.decode())
        if said.keys() == _SAYS and _is_signed(said, key):
            return tuple(said["entries"])
    except (ValueError, AttributeError, TypeError):  # it is no erasure at all
        pass
    return None


def _is_signed(content: Mapping[str, Any], key: str) -> bool:
    says = {name: value for name, value in content.items() if name != "signature"}
    return keys.is_signed(key, str(content["signature"]), canonical(says))


def _unmatched(database: Database, signed: Mapping[int, set[int]]) -> Iterator[Fault]:
    """What is marked as erased and is not by any that is signed, or the other way round; what is there again."""
    marked = dict(database.rows("SELECT entry_id, erased_by_id FROM records_erasure ORDER BY entry_id"))
    for entry in sorted(marked.keys() | signed.keys()):
        if marked.get(entry) not in signed.get(entry, ()):
            yield _fault("erasure_unmatched", entry=entry)
    there = database.rows(
        "SELECT x.entry_id FROM records_erasure x JOIN records_payload p ON p.entry_id = x.entry_id ORDER BY x.entry_id"
    )
    for (entry,) in there:
        yield _fault("erased_is_there", entry=entry)


def _fault(code: str, /, **params: object) -> Fault:
    return Fault(code, Where(), params)
