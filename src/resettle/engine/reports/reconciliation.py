"""Reconciliation: whether the acts, the counts that are kept, the ledgers and published figures agree, limit by limit."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from resettle.engine.registry.courses import Change, Claims, Course, Courses
from resettle.engine.registry.places import Ledger


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
class Reconciled:
    """One limit: kept counts that are wrong, its balance on each day on which it changes, and what became of the rest."""

    limit: str
    miscounted: tuple[Miscounted, ...]
    balances: tuple[Balance, ...]
    untaken: Untaken | None

    @property
    def agrees(self) -> bool:
        return not self.miscounted and not any(one.left for one in self.balances)


def reconciled(
    limit: str,
    ledgers: Iterable[Ledger],
    known: date,
    acts: Courses,
    told: Sequence[Change],
    kept: Sequence[Change],
    latest: Course | None,
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
    return Reconciled(limit, tuple(wrong), balances, _untaken(over.ledger) if over else None)


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
