"""Reconciliation: whether the acts, the counts that are kept, the ledgers and published figures agree, limit by limit."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import polars as pl

from resettle.engine.errors import Fault, Where
from resettle.engine.registry.acts import Act, replay
from resettle.engine.registry.arrangements import Unit
from resettle.engine.registry.courses import Change, Claims, Course, Courses
from resettle.engine.registry.facts import UNKNOWN
from resettle.engine.registry.limits import Limits
from resettle.engine.registry.places import Ledger
from resettle.engine.registry.stages import Stage


@dataclass(frozen=True, slots=True)
class Miscounted:
    """
    As known on a day, from ``day`` on, kept counts that are not what the acts come to.

    ``known`` None: the counts that acts are admitted by. ``days``: on how many of the days on which either changes.
    """

    known: date | None
    day: date
    days: int
    told: Claims
    kept: Claims


@dataclass(frozen=True, slots=True)
class Balance:
    """
    A limit's ledger on a day, beside what the acts come to: offered is others, proposed, held, used, free,
    reallocated and lapsed. ``left`` is what remains of offered when these are taken away: 0, or something is wrong.
    None if it is not known how many are offered or what others take.
    """

    ledger: Ledger
    told: Claims

    @property
    def left(self) -> int | None:
        one = self.ledger
        if one.size is None or one.free is None:
            return None
        others = sum(number or 0 for number in one.others.values())
        return one.size - others - self.told.claimed - one.free - one.reallocated - one.lapsed


@dataclass(frozen=True, slots=True)
class Untaken:
    """
    What became of the places that nobody took of a period that is over; None is unknown.

    ``untaken`` is all of them; of these, ``reallocated`` and ``lapsed`` are told, and ``left`` is what nothing is told of.
    """

    offered: int | None
    others: int | None
    used: int
    held: int
    untaken: int | None
    reallocated: int
    lapsed: int

    @property
    def left(self) -> int | None:
        return None if self.untaken is None else max(0, self.untaken - self.reallocated - self.lapsed)


@dataclass(frozen=True, slots=True)
class Published:
    """What was published of a limit as of a day; ``figure`` None: it is said to be unknown. ``measure``: ``codes.MEASURE``."""

    limit: str
    measure: str
    on: date
    known: date
    figure: int | None
    source: str


class Verdict(StrEnum):
    """How a published figure compares with ours; unknown if either is."""

    EQUAL = "equal"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Compared:
    """A published figure beside what the register comes to on the same day."""

    published: Published
    ours: int | None

    @property
    def by(self) -> int | None:
        """How many more were published than are ours; None if either is unknown."""
        figure = self.published.figure
        return None if figure is None or self.ours is None else figure - self.ours

    @property
    def verdict(self) -> Verdict:
        if self.by is None:
            return Verdict.UNKNOWN
        return Verdict.DIFFERS if self.by else Verdict.EQUAL


@dataclass(frozen=True, slots=True)
class Reconciled:
    """
    One limit: kept counts that are wrong, its balance on each day on which it changes, what became of the rest, and
    what was published of it. What others published proves nothing wrong with the register, so ``agrees`` passes it by.
    """

    limit: str
    miscounted: tuple[Miscounted, ...]
    balances: tuple[Balance, ...]
    untaken: Untaken | None
    published: tuple[Compared, ...] = ()

    @property
    def agrees(self) -> bool:
        return not self.faults

    @property
    def faults(self) -> list[Fault]:
        """What is wrong, the first day of each kind: counts that the acts do not come to, and a ledger that is not right."""
        where, found = Where(key=self.limit), []
        if self.miscounted:
            one = self.miscounted[0]
            params = {
                "day": one.day,
                "known": one.known,
                "told": one.told._asdict(),
                "kept": one.kept._asdict(),
            }
            found.append(Fault("counts_not_of_acts", where, params))
        if wrong := [one for one in self.balances if one.left]:
            found.append(
                Fault("ledger_unbalanced", where, {"day": wrong[0].ledger.on, "left": wrong[0].left})
            )
        return found


def reconciled(
    limit: str,
    ledgers: Iterable[Ledger],
    known: date,
    acts: Courses,
    told: Sequence[Change],
    kept: Sequence[Change],
    latest: Course | None,
    figures: Iterable[Compared] = (),
) -> Reconciled:
    """
    One limit's conservation report.

    ledgers: on each day on which anything in it changes, as known on ``known``. acts: told anew, as known then. told: all that the acts
    change in the limit, from the acts themselves; kept: what is on record that they change; latest: the counts that
    acts are admitted by. In a folder nothing is kept: told is given for both, and no latest.
    """
    balances = tuple(Balance(one, acts.claims(limit, one.on, known)) for one in ledgers)
    over = next((one for one in reversed(balances) if one.ledger.over), None)
    wrong = [*_miscounted(told, kept)]
    if latest is not None and (found := _differing(None, _as_known(told, date.max), latest)):
        wrong.append(found)
    return Reconciled(limit, tuple(wrong), balances, _untaken(over.ledger) if over else None, tuple(figures))


def published(history: pl.DataFrame, known: date) -> list[Published]:
    """What was published, as known on a day, by limit, day and measure; of two figures for one the one learned last."""
    found: dict[tuple[str, date, str], Published] = {}
    for row in history.filter(pl.col("known") <= known).sort("known", "row").iter_rows(named=True):
        figure = None if row["figure"] == UNKNOWN else int(row["figure"])
        key = row["limit"], row["effective"], row["measure"]
        found[key] = Published(
            row["limit"], row["measure"], row["effective"], row["known"], figure, row["source"]
        )
    return [found[key] for key in sorted(found)]


def compared(one: Published, limits: Limits, acts: Iterable[Act], ledger: Ledger) -> Compared:
    """
    A published figure beside ours. acts: those known by then; ledger: of the day it was published of.

    Whoever stands where is counted in the limit's unit: a case where anybody in it does.
    """
    if one.measure in _BY_LEDGER:
        return Compared(one, _BY_LEDGER[one.measure](ledger))
    offers = set(limits.offers_in(one.limit))
    stands = replay((act for act in acts if act.offer in offers), one.on)
    reached = [
        (at.case if ledger.unit is Unit.CASES else person, offer)
        for (person, offer), at in stands.items()
        if at.stage in _BY_STAGE[one.measure]
    ]
    return Compared(one, len(set(reached)))


_BY_LEDGER: Mapping[str, Callable[[Ledger], int | None]] = {
    "offered": lambda ledger: ledger.offered.number,
    "used": lambda ledger: ledger.used,
    "accepted": lambda ledger: ledger.accepted,
}
_BY_STAGE = {
    "departed": frozenset({Stage.DEPARTED, Stage.ARRIVED}),
    "arrived": frozenset({Stage.ARRIVED}),
}


def _untaken(one: Ledger) -> Untaken:
    others = list(one.others.values())
    taken = None if None in others else sum(number or 0 for number in others)
    return Untaken(one.offered.number, taken, one.used, one.held, one.untaken, one.reallocated, one.lapsed)


def _miscounted(told: Sequence[Change], kept: Sequence[Change]) -> Iterator[Miscounted]:
    """The first day, as known on each day, on which the two come to something else."""
    if list(told) == list(kept):
        return
    for known in sorted({one.known for one in (*told, *kept)}):
        if found := _differing(known, _as_known(told, known), _as_known(kept, known)):
            yield found


def _differing(known: date | None, told: Course, kept: Course) -> Miscounted | None:
    days = [day for day in sorted({*told.days, *kept.days}) if told.on(day) != kept.on(day)]
    return Miscounted(known, days[0], len(days), told.on(days[0]), kept.on(days[0])) if days else None


def _as_known(changes: Iterable[Change], known: date) -> Course:
    days: dict[date, Claims] = {}
    for one in changes:
        if one.known <= known:
            days[one.day] = days.get(one.day, Claims()).plus(one.by)
    return Course(days)
