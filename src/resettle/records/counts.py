"""What acts propose, hold and use of every limit, as sums in the database: a projection of the acts."""

import operator
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from resettle.engine.registry.courses import Change, Claims, Course
from resettle.records.database import Database

_COUNTED = "proposed, held, used, accepted"
_SUMS = "sum(proposed), sum(held), sum(used), sum(accepted)"


def add(database: Database, changes: Iterable[Change], entry: int) -> None:
    """Adds what became known by an act, to be asked as known on any day, and to the counts that acts are admitted by."""
    rows = [(entry, one.limit, one.day.isoformat(), one.known.isoformat(), *one.by) for one in changes]
    columns = ("entry", '"limit"', "day", "known", "proposed", "held", "used", "accepted")
    database.insert("records_change", columns, rows)
    summed: dict[tuple[str, str], list[int]] = {}
    for _, limit, day, _, *by in rows:
        counted = summed.setdefault((limit, day), [0, 0, 0, 0])
        counted[:] = map(operator.add, counted, by)
    database.run_each(
        f'INSERT INTO records_count ("limit", day, {_COUNTED}) VALUES (%s, %s, %s, %s, %s, %s) '
        'ON CONFLICT ("limit", day) DO UPDATE SET proposed = records_count.proposed + excluded.proposed, '
        "held = records_count.held + excluded.held, used = records_count.used + excluded.used, "
        "accepted = records_count.accepted + excluded.accepted",
        [(*key, *by) for key, by in sorted(summed.items())],
    )


def replace(database: Database, changes: Iterable[Change]) -> None:
    """Throws all counts away and makes them anew."""
    database.run("DELETE FROM records_change")
    database.run("DELETE FROM records_count")
    add(database, changes, 0)


def kept(database: Database) -> Iterator[Change]:
    """All changes as they are kept, by limit, by the day on which they became known, and by day."""
    for limit, day, known, *by in database.rows(
        f'SELECT "limit", CAST(day AS text), CAST(known AS text), {_SUMS} FROM records_change '
        'GROUP BY "limit", known, day ORDER BY "limit", known, day'
    ):
        numbers = Claims(*map(int, by))
        if any(numbers):
            yield Change(limit, date.fromisoformat(day), date.fromisoformat(known), *numbers)


def latest(database: Database, limit: str) -> Course:
    """The counts that acts are admitted by."""
    return _course(database, limit, date.max)


class Counted:
    """Counts of limits by the database's sums (``courses.Courses``); each limit is asked for once."""

    def __init__(self, database: Database, latest: bool = False) -> None:
        """latest: only ever asked as known now, as to admit an act."""
        self._database, self._latest = database, latest
        self._found: dict[tuple[str, date], Course] = {}

    def claims(self, limit: str, on: date, known: date) -> Claims:
        return self._course(limit, known).on(on)

    def days(self, limit: str, known: date) -> Sequence[date]:
        return self._course(limit, known).days

    def _course(self, limit: str, known: date) -> Course:
        key = (limit, date.max if self._latest else known)
        if key not in self._found:
            self._found[key] = _course(self._database, *key)
        return self._found[key]


def _course(database: Database, limit: str, known: date) -> Course:
    if known == date.max:
        sql = f'SELECT CAST(day AS text), {_COUNTED} FROM records_count WHERE "limit" = %s'
        rows = database.rows(sql, [limit])
    else:
        sql = f'SELECT CAST(day AS text), {_SUMS} FROM records_change WHERE "limit" = %s AND known <= %s GROUP BY day'
        rows = database.rows(sql, [limit, known])
    return Course({date.fromisoformat(row[0]): Claims(*map(int, row[1:])) for row in rows})
