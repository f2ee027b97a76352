"""Acts: what was done, to whom, by whom, effective when, known when. Every stage is replayed from them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple, overload

import polars as pl

from resettle.engine.dates import parse_day
from resettle.engine.registry.stages import STANDS, TRANSITIONS, ActKind, Stage, joined


@dataclass(frozen=True, slots=True)
class Act:
    """
    One act on a case, or on its submission to an arrangement.

    ``offer`` is the whole id (``nz-150/2016-17``), empty if the act is on the case alone; ``persons`` are those it was
    about, so that a split decision is two acts. ``order`` is its place in the record, which settles acts of one day.
    ``ground`` is a code (``grounds``); ``review_on``: when a pause is looked at again.
    """

    id: str
    kind: ActKind
    case: str
    offer: str
    persons: tuple[str, ...]
    effective: date
    known: date
    by: str
    source: str
    reason: str = ""
    order: int = 0
    ground: str = ""
    review_on: date | None = None

    @property
    def arrangement(self) -> str:
        return self.offer.partition("/")[0]


class Acts(Sequence[Act]):
    """
    Acts as the table that they are written in; they become objects when first asked for, which of a million takes long.

    frame: [act_id, act, case, arrangement, offer, persons, effective, known, by, source, reason, row, ground, review_on];
    persons are parted by semicolons, and blank is null.
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame

    def __len__(self) -> int:
        return self.frame.height

    @overload
    def __getitem__(self, at: int) -> Act: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Act]: ...
    def __getitem__(self, at: int | slice) -> Act | Sequence[Act]:
        return self._each[at]

    def __iter__(self) -> Iterator[Act]:
        return iter(self._each)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Sequence) and self._each == tuple(other))

    def __repr__(self) -> str:
        return f"Acts({len(self)})"

    @property
    def complete(self) -> bool:
        """Whether every act names its offer and its people."""
        named = pl.col("offer").is_not_null() & pl.col("persons").str.contains(r"[^;\s]")
        return bool(self.frame.select(named.fill_null(False).all()).item())

    def known_by(self, day: date) -> "Acts":
        known = self.frame.filter(pl.col("known") <= day)
        return self if known.height == self.frame.height else Acts(known)

    @cached_property
    def _each(self) -> tuple[Act, ...]:
        return tuple(act_of(*row) for row in self.frame.select(_COLUMNS).iter_rows())


_COLUMNS = (
    "act_id",
    "act",
    "case",
    "arrangement",
    "offer",
    "persons",
    "effective",
    "known",
    "by",
    "source",
    "reason",
    "row",
    "ground",
    "review_on",
)
_KINDS = {kind.value: kind for kind in ActKind}


def act_of(
    id: str, kind: str, case: str, arrangement: str | None, offer: str | None, persons: str | None, effective: date, known: date,
    by: str, source: str, reason: str | None, order: int, ground: str | None = None, review_on: str | None = None,
) -> Act:  # fmt: skip
    """An act from the cells of its row."""
    named = f"{arrangement}/{offer}" if arrangement and offer else arrangement or ""
    people = people_of(persons or "")
    day = parse_day(review_on) if review_on else None
    return Act(
        id,
        _KINDS[kind],
        case,
        named,
        people,
        effective,
        known,
        by,
        source,
        reason or "",
        order,
        ground or "",
        day,
    )


def people_of(cell: str) -> tuple[str, ...]:
    """``P-1;P-2``"""
    return tuple(part for one in cell.split(";") if (part := one.strip()))


def known_by(acts: Sequence[Act], day: date) -> Sequence[Act]:
    """The acts that were known by a day."""
    return acts.known_by(day) if isinstance(acts, Acts) else tuple(act for act in acts if act.known <= day)


@dataclass(frozen=True, slots=True)
class Unlisted:
    """
    An act that the transition table does not list from where the person stood.

    ``alone``: it lists it, but nobody else of the case is on the way, whom the person would join.
    """

    act: Act
    person: str
    stage: Stage | None
    alone: bool = False


class Standing(NamedTuple):
    """Where one person stands in one offer since a day."""

    stage: Stage
    since: date
    case: str


def in_order(acts: Iterable[Act]) -> list[Act]:
    """Acts as they happened: by the day, then by when they were learned and written."""
    return sorted(acts, key=lambda act: (act.effective, act.known, act.order, act.id))


class Replay:
    """
    Where everybody stands as acts are told, one after another as they happened.

    An act of ours that the table does not list is left out. What a State decided, or what happened, stands even so
    (``STANDS``): the acts before it may only be learned later. Where who joins stands hangs on where the others of the
    case stand, by the acts told before (``joined``).
    """

    def __init__(self) -> None:
        self.standing: dict[tuple[str, str], Standing] = {}
        """(person, offer) → where the person stands."""
        self.wrong: list[Unlisted] = []
        self._been: dict[tuple[str, str], set[str]] = {}

    def tell(self, act: Act) -> list[tuple[str, Standing | None, Standing]]:
        """Those whom the act moves, each with where they stood and where they stand now."""
        line = TRANSITIONS[act.kind]
        ends = line.ends or self._beside_others(act)
        been = self._been.setdefault((act.case, act.offer), set())
        moved = []
        for person in act.persons:
            was = self.standing.get((person, act.offer))
            listed = (was.stage if was else None) in line.begins
            if not listed or not ends:
                self.wrong.append(Unlisted(act, person, was.stage if was else None, listed))
            if listed and was and ends is was.stage:
                continue  # it stands as it stood, and since when
            if ends and (listed or act.kind in STANDS):
                now = Standing(ends, act.effective, act.case)
                self.standing[person, act.offer] = now
                been.add(person)
                moved.append((person, was, now))
        return moved

    def _beside_others(self, act: Act) -> Stage | None:
        """Where somebody stands who joins the others of the case."""
        others = self._been.get((act.case, act.offer), set()) - {*act.persons}
        stands = (self.standing[person, act.offer] for person in others)
        return joined(at.stage for at in stands if at.case == act.case)


def replay(acts: Iterable[Act], on: date) -> dict[tuple[str, str], Standing]:
    """(person, offer) → where the person stands at the end of a day."""
    told = Replay()
    for act in in_order(acts):
        if act.effective > on:
            break
        told.tell(act)
    return told.standing


EVENTS = {
    ActKind.SUBMIT: "submission_day",
    ActKind.ACCEPT: "decision_day",
    ActKind.DENY: "decision_day",
    ActKind.ARRIVE: "arrival_day",
}


def event_days(acts: Iterable[Act], arrangement: str, on: date) -> dict[str, dict[str, date]]:
    """
    person → event → the day on which it happened in the arrangement, by a day.

    A new submission begins anew; a denial that the State takes up again is no decision any more.
    """
    found: dict[str, dict[str, date]] = {}
    for act in in_order(one for one in acts if one.arrangement == arrangement and one.effective <= on):
        for person in act.persons if act.kind in EVENTS else ():
            before = {} if act.kind is ActKind.SUBMIT else found.get(person, {})
            found[person] = {**before, EVENTS[act.kind]: act.effective}
        for person in act.persons if act.kind is ActKind.RECONSIDER else ():
            found.get(person, {}).pop("decision_day", None)
    return found


def unlisted(acts: Iterable[Act]) -> list[Unlisted]:
    """Every act that the table does not list, from the first day to the last."""
    told = Replay()
    for act in in_order(acts):
        told.tell(act)
    return told.wrong


def told_once(wrong: Iterable[Unlisted]) -> list[tuple[Unlisted, list[str]]]:
    """Steps that the table does not list, each once with everybody of its act who stands where it does not begin from."""
    found: dict[tuple[str, int, Stage | None, bool], tuple[Unlisted, list[str]]] = {}
    for one in wrong:
        alike = (one.act.id, one.act.order, one.stage, one.alone)
        found.setdefault(alike, (one, []))[1].append(one.person)
    return list(found.values())
