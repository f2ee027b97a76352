"""The record itself: whether it is whole, signed copies of its head, what it holds of one person, and erasure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from resettle.engine.errors import Fault, RegisterRefused, Where, refuse
from resettle.engine.registry.courses import changes
from resettle.engine.registry.permissions import Use
from resettle.files.columns import PRIVATE
from resettle.records import (
    chain,
    checkpoints,
    counts,
    database,
    entries,
    erasures,
    guards,
    histories,
    keys,
    mentions,
    snapshots,
)
from resettle.records.chain import Head, Verified
from resettle.records.database import Database
from resettle.records.entries import Said
from resettle.records.erasures import Erasure
from resettle.records.histories import REASONS
from resettle.records.subjects import (
    ACTS,
    CASE,
    ERASURES,
    MEMBERS,
    PERSON,
    SEPARATOR,
    SETTLEMENTS,
    STATEMENTS,
    keys_of,
)
from resettle.service import kept, permissions, registers, standing, writing
from resettle.service.acts import FLAGS

__all__ = [
    "ERASURES", "Erased", "Erasure", "History", "Said", "Verified", "checkpoint", "erased", "history", "sealed", "verified",
]  # fmt: skip

KEPT = frozenset({ACTS, ERASURES, SETTLEMENTS, MEMBERS})
"""
What stays of a person whose entries are erased, by their id alone: that places were held and used, in which case they
were, as whom, and until when, so that the case is as large as it was and has its applicant; the erasure; and that they
are not one with somebody else, which names two people by their ids and is not to be asked again. Who looked at a case, and
what was flagged of an act, name cases and acts, and stay with them.
"""


NOT_SHOWN = "recorded, not shown"
"""What stands in a history in place of a name or a number: they are kept, and no answer shows them."""


@dataclass(frozen=True)
class History:
    """
    Everything that is recorded of a person or a case, in the order in which it was recorded; names and numbers withheld.

    erased: by which erasure each entry was erased that says nothing any more.
    """

    name: str
    said: tuple[Said, ...]
    erased: Mapping[int, Erasure]


@dataclass(frozen=True)
class Erased:
    """
    What was erased of a person: how many entries, under what, on which day.

    lingers: it may still stand beside the database's file, for others were reading; the next ``checkpoint`` at which
    nobody reads takes it away.
    """

    person: str
    entries: int
    under: str
    day: date
    lingers: bool = False


def verified(
    place: str, checkpoint_files: Sequence[Path] = (), by: str | None = None, *, projections: bool = False
) -> Verified:
    """
    Goes through every entry, its chain, and the checkpoints that are kept elsewhere.

    projections: if the record is whole, whether all that is made from it is what it comes to, too. Raises RequestRefused
    for a file that is no checkpoint, and if ``by`` may not ask.
    """
    found = database.connect(place)
    database.reach(found)
    permissions.check(found, by, Use.VERIFY)
    about, told = _founding(found)
    signed: list[tuple[Mapping[str, Any], str]] = [
        (checkpoints.read(_text_of(file), str(file)), str(file)) for file in checkpoint_files
    ]
    with found.reading():
        try:
            told += guards.faults(found)
            kept, wrong = checkpoints.kept(found)
            told += wrong
            heads, wrong = checkpoints.heads([*signed, *kept], about.id, about.key)
            told += wrong
            erased, wrong = erasures.looked_through(found, about.key)
            told += wrong
        except RegisterRefused as damaged:
            return Verified(Head(0, chain.BEGINNING), 0, 0, None, (*told, *damaged.faults))
        verified = chain.verify(found, erased, heads, told)
        if not projections or any(fault.is_error for fault in verified.faults):
            return verified
        return replace(verified, faults=(*verified.faults, *_of_projections(found)))


def _of_projections(found: Database) -> Iterator[Fault]:
    register = registers.without_people(found, ("cases", MEMBERS))
    agree = {
        "counts of places": counts.agree(found, changes(register.limits(), register.acts)),
        "where cases stand": standing.agrees(found, register, registers.today(found)),
        "names of whom entries speak of": mentions.agree(found),
        "tables of the snapshot": snapshots.agrees(found, kept.COLUMNS),
    }
    for name, agrees in agree.items():
        if not agrees:
            yield Fault("projection_altered", Where(), {"projection": name})


def _founding(found: Database) -> tuple[registers.Founding, list[Fault]]:
    """What the register was founded with; if that cannot be read, the rest is looked through all the same."""
    try:
        return registers.founding(found), []
    except RegisterRefused as refused:
        if any(fault.code != "founding_unreadable" for fault in refused.faults):
            raise
        return registers.Founding("", "", "UTC"), list(refused.faults)


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise refuse("checkpoint_unreadable", file=str(file)) from None


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
    found.forget_erased()
    return checkpoints.make(found, about.id, signing, datetime.now(UTC).isoformat(timespec="seconds"))


def history(place: str, name: str, by: str | None = None) -> History:
    """
    Everything recorded of a person or a case, and that members of it were erased; who read it, ``readers`` says.

    Raises RequestRefused if nothing is, or ``by`` may not see it.
    """
    found = registers.reached(place)
    permissions.check(found, by, Use.HISTORY, name)
    with found.reading(), histories.legible(found):
        about = entries.told(found, {}, {PERSON: [name], CASE: [name]})
        acts = [one.key for one in about if one.table == ACTS]
        members = sorted({one.key.split(SEPARATOR)[1] for one in about if one.table == MEMBERS})
        beside = entries.told(found, {REASONS: acts, FLAGS: acts, ERASURES: members})
        said = {one.id: one for one in (*about, *beside)}
        gone = erasures.of(found, [one.id for one in said.values() if one.content is None])
        shown = tuple(without_private(said[id]) for id in sorted(said))
    if not said:
        raise refuse("nothing_recorded", name=name)
    if by is not None:
        cases = {one.key.split(SEPARATOR)[0] for one in about if one.table == MEMBERS} or {name}
        what = {"what": "history", "of": name}
        writing.read(found, by, {case: {**what} for case in sorted(cases)})
    return History(name, shown, gone)


def without_private(one: Said) -> Said:
    """An entry as it may be shown: names and numbers withheld."""
    private = PRIVATE.get(one.table, frozenset())
    if not private:
        return one
    parts = zip(keys_of(one.table), one.key.split(SEPARATOR), strict=True)
    key = SEPARATOR.join(NOT_SHOWN if name in private else part for name, part in parts)
    content = one.content and {
        name: NOT_SHOWN if name in private else cell for name, cell in one.content.items()
    }
    return replace(one, key=key, content=content)


def _of_their_cases(found: Database, said: Sequence[Said]) -> list[Said]:
    """What is stated of cases that a person was in speaks of them, too: it is stated again of those who stay."""
    cases = sorted({one.key.split(SEPARATOR)[0] for one in said if one.table == MEMBERS})
    told = entries.told(found, {}, {CASE: cases}, [STATEMENTS])
    return [one for one in told if one.key.split(SEPARATOR)[0] in cases]


def erased(place: str, person: str, under: str, by: str, key: Path) -> Erased:
    """
    Takes away all that is recorded of a person but that acts were done; the entries stay, and say that they were erased.

    under: the rule of retention. Raises RequestRefused if nothing is recorded of the person, or the key is another's.
    """
    if not under.strip():
        raise refuse("rule_missing")
    writing.check_text(under=under)
    found = registers.reached(place)
    about, signing = registers.founding(found), keys.read(key)
    if keys.public(signing) != about.key:
        raise refuse("key_of_another", file=str(key))

    def erase() -> tuple[int, date]:
        with found.writing():
            found.lock([registers.EVERYTHING])
            recording = entries.begin(found, by, "erasure", None, {"person": person, "under": under})
            account = permissions.check_account(found, by)
            day = writing.known_day(found, about.day(recording.at))
            permissions.check_permitted(account, by, Use.ERASE, day)
            said = entries.told(found, {}, {PERSON: [person]})
            reasons = entries.told(found, {REASONS: [one.key for one in said if one.table == ACTS]})
            theirs = [one for one in said if one.table not in KEPT] + reasons + _of_their_cases(found, said)
            ids = [one.id for one in theirs if one.content is not None]
            if not ids:
                raise refuse("nothing_to_erase", name=person)
            erasures.erase(found, recording, person, ids, under, day, signing)
            return len(ids), day

    many, day = found.until_done(erase)
    chain.seal(found)
    return Erased(person, many, under, day, lingers=not found.forget_erased())
