"""Membership: who is in a case on a day, as known on another."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import polars as pl


class Entry(NamedTuple):
    """What was said of a person in a case. state: ``holds`` or ``ended``; None says nothing new of it."""

    person: str
    effective: date
    known: date
    state: str | None


Membership = Sequence[Entry]
"""Everything said of who is in one case, in the order in which it holds, was learned and was written."""


def held(entries: Membership, on: date, known: date) -> tuple[str, ...]:
    """Who is in the case on a day, as known on another, by id."""
    states: dict[str, str] = {}
    for entry in entries:
        if entry.effective <= on and entry.known <= known:
            states[entry.person] = entry.state or states.get(entry.person, "holds")
    return tuple(sorted(person for person, state in states.items() if state == "holds"))


def of_cases(members: pl.DataFrame, cases: Iterable[str]) -> Mapping[str, Membership]:
    """case → its membership; members: [case, person, effective, known, row, state]."""
    found: dict[str, list[Entry]] = {case: [] for case in cases}
    if found:
        theirs = members.filter(pl.col("case").is_in(list(found)))
        theirs = theirs.sort("effective", "known", "row", maintain_order=True)
        for case, *entry in theirs.select("case", "person", "effective", "known", "state").iter_rows():
            found[case].append(Entry(*entry))
    return found
