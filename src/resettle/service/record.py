"""The record itself: whether it is whole, signed copies of its head, what it holds of one person, and erasure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from resettle.engine.errors import Fault, refuse
from resettle.records import chain, checkpoints, entries, erasures, guards, keys
from resettle.records.chain import Verified
from resettle.records.entries import Said
from resettle.records.histories import REASONS
from resettle.records.subjects import ACTS, CASE, ERASURES, PERSON
from resettle.service import registers

__all__ = [
    "Erased", "History", "Said", "Verified", "checkpoint", "erased", "history", "sealed", "verified",
]  # fmt: skip

KEPT = frozenset({ACTS, ERASURES})
"""What stays of a person whose entries are erased: that places were held and used, by whose id; and the erasure."""


@dataclass(frozen=True)
class History:
    """Everything that is recorded of a person or a case, in the order in which it was recorded."""

    name: str
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Erased:
    """What was erased of a person: how many entries, under what, on which day."""

    person: str
    entries: int
    under: str
    day: date


def verified(place: str, checkpoint_files: Sequence[Path] = ()) -> Verified:
    """
    Goes through every entry, its chain, and the checkpoints that are kept elsewhere.

    Raises RequestRefused for a file that is no checkpoint.
    """
    found = registers.reached(place)
    about = registers.founding(found)
    heads: dict[int, bytes] = {}
    told: list[Fault] = list(guards.faults(found))
    for file in checkpoint_files:
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise refuse("checkpoint_unreadable", file=str(file)) from None
        said = checkpoints.read(text, str(file))
        wrong = checkpoints.faults(said, str(file), about.id, about.key)
        told += wrong
        if not wrong:
            heads[said["position"]] = bytes.fromhex(said["hash"])
    with found.reading():
        return chain.verify(found, erasures.valid(found, about.key), heads, told)


def sealed(place: str) -> int:
    """Seals what is recorded and not sealed yet; how many entries."""
    return chain.seal(registers.reached(place))


def checkpoint(place: str, key: Path) -> str:
    """The head of the chain, signed, as text to be kept elsewhere. Raises RequestRefused for another's key."""
    found = registers.reached(place)
    about, signing = registers.founding(found), keys.read(key)
    if keys.public(signing) != about.key:
        raise refuse("key_of_another", file=str(key))
    chain.seal(found)
    return checkpoints.make(found, about.id, signing, datetime.now(UTC).isoformat(timespec="seconds"))


def history(place: str, name: str) -> History:
    """Everything recorded of a person or a case. Raises RequestRefused if nothing is."""
    found = registers.reached(place)
    with found.reading():
        said = {one.id: one for kind in (PERSON, CASE) for one in entries.about(found, kind, [name])}
        acts = [one.key for one in said.values() if one.table == ACTS]
        said |= {one.id: one for one in entries.of_keys(found, REASONS, acts)}
    if not said:
        raise refuse("nothing_recorded", name=name)
    return History(name, tuple(said[id] for id in sorted(said)))


def erased(place: str, person: str, under: str, by: str, key: Path) -> Erased:
    """
    Takes away all that is recorded of a person but that acts were done; the entries stay, and say that they were erased.

    under: the rule of retention. Raises RequestRefused if nothing is recorded of the person, or the key is another's.
    """
    found = registers.reached(place)
    about, signing = registers.founding(found), keys.read(key)
    if keys.public(signing) != about.key:
        raise refuse("key_of_another", file=str(key))
    with found.writing():
        found.lock([registers.EVERYTHING])
        recording = entries.begin(found, by, "erasure", None, {"person": person, "under": under})
        day = registers.known_day(found, about.day(recording.at))
        said = entries.about(found, PERSON, [person])
        acts = [one.key for one in said if one.table == ACTS]
        theirs = [one for one in said if one.table not in KEPT] + entries.of_keys(found, REASONS, acts)
        ids = [one.id for one in theirs if one.content is not None]
        if not ids:
            raise refuse("nothing_to_erase", name=person)
        erasures.erase(found, recording, person, ids, under, day, signing)
    chain.seal(found)
    found.forget_erased()
    return Erased(person, len(ids), under, day)
