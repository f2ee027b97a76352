"""Clearances: which checks a State asks for before anybody departs, and how each of them stands for whom on a day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from resettle.engine.dates import PartialDate
from resettle.engine.referrals.papers import Papers, day_of
from resettle.engine.registry.arrangements import Arrangement, Clearance
from resettle.engine.registry.facts import NONE


class Clears(StrEnum):
    """How a clearance stands."""

    VALID = "valid"
    RAN_OUT = "ran_out"
    MISSING = "missing"
    UNKNOWN = "unknown"
    RESTS_ON_ANOTHER = "rests_on_another"


@dataclass(frozen=True, slots=True)
class Cleared:
    """
    How one clearance stands for one person. until: the last day of the document that is valid longest (None: it does not end,
    or that is not known). because_of: the one on which it rests, of those that do not hold.
    """

    person: str
    clearance: str
    kind: str
    stands: Clears
    until: PartialDate | None
    because_of: str = ""


def asked_for(arrangement: Arrangement, on: date, known: date) -> list[Clearance]:
    """The clearances that an arrangement asks for on a day, as known on another."""
    return [
        one for one in arrangement.clearances
        if one.effective <= on and one.known <= known and (one.until is None or on <= one.until)
    ]  # fmt: skip


def clearances(papers: Papers, arrangement: Arrangement, persons: Iterable[str]) -> Iterator[Cleared]:
    """How each clearance that an arrangement asks for stands for each person, on the day of the papers."""
    wanted = asked_for(arrangement, papers.on, papers.known)
    for person in persons:
        by_id = {one.id: _of_document(papers, person, one) for one in wanted}
        for one in wanted:
            cause = _knocked_out(one, wanted, by_id, {one.id})
            found = by_id[one.id]
            if found.stands is Clears.VALID and cause:
                yield Cleared(person, one.id, one.kind, Clears.RESTS_ON_ANOTHER, found.until, cause)
            else:
                yield found


def _of_document(papers: Papers, person: str, wanted: Clearance) -> Cleared:
    """By the document of its kind that is valid longest."""
    rows = [row for row in papers.documents(person) if row["document_kind"] == wanted.kind]
    stands = [(_stands(row["valid_until"], papers.on), day_of(row["valid_until"])) for row in rows]
    for answer in (Clears.VALID, Clears.UNKNOWN, Clears.RAN_OUT):
        if days := [until for stand, until in stands if stand is answer]:
            last = None if None in days else max((day for day in days if day), key=lambda day: day.latest)
            return Cleared(person, wanted.id, wanted.kind, answer, last)
    return Cleared(person, wanted.id, wanted.kind, Clears.MISSING, None)


def _stands(valid_until: str | None, on: date) -> Clears:
    """A month or a year is a range: whether a document is valid within its last one is not known."""
    last = day_of(valid_until)
    if last is None:
        return Clears.VALID if valid_until == NONE else Clears.UNKNOWN
    if on <= last.earliest:
        return Clears.VALID
    return Clears.RAN_OUT if on > last.latest else Clears.UNKNOWN


def _knocked_out(
    one: Clearance, wanted: Iterable[Clearance], by_id: dict[str, Cleared], been: set[str]
) -> str:
    """The first clearance on which one rests, itself or through others, that does not hold; empty if all do."""
    for name in one.rests_on:
        if name not in by_id or name in been:
            continue  # not asked for that day, or looked at already
        if by_id[name].stands is not Clears.VALID:
            return name
        under = next(other for other in wanted if other.id == name)
        if _knocked_out(under, wanted, by_id, been | {name}):
            return name
    return ""
