"""What acts propose, hold and use of every limit, as sums in the database: a projection of the acts."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from resettle.engine.registry.courses import NONE, Change, Claims, Course
from resettle.records.database import Database

_COUNTED = "proposed, held, used, accepted"
_CHANGE = f'(entry, "limit", day, known, {_COUNTED})'
_AT_ONCE = 100
_SUMS = "sum(proposed), sum(held), sum(used), sum(accepted)"


def add(database: Database, changes: Sequence[Change], entry: int) -> None:
    """Adds what became known by an act, to be asked as known on any day, and to the counts that acts are admitted by."""
    if not changes:
        return
    rows = [(entry, one.limit, one.day.isoformat(), one.known.isoformat(), *one.by) for one in changes]
    summed: dict[tuple[str, str], Claims] = {}
    for one in changes:
        at = (one.limit, one.day.isoformat())
        summed[at] = summed.get(at, NONE).plus(one.by)
    counts = [(*at, *by) for at, by in sorted(summed.items())]
    if database.is_postgresql and len(rows) <= _AT_ONCE:  # in one statement
        added = f"WITH added AS (INSERT INTO records_change {_CHANGE} VALUES {_marks(rows)})"
        database.run(f"{added} {_count(counts)}", [value for row in (*rows, *counts) for value in row])
        return
    database.insert("records_change", ("entry", '"limit"', "day", "known", *_COUNTED.split(", ")), rows)
    for first in range(0, len(counts), _AT_ONCE):
        part = counts[first : first + _AT_ONCE]
        database.run(_count(part), [value for row in part for value in row])


def _count(rows: Sequence[Sequence[object]]) -> str:
    """SQL that adds so many rows to the counts."""
    return (
        f'INSERT INTO records_count ("limit", day, {_COUNTED}) VALUES {_marks(rows)} '
        'ON CONFLICT ("limit", day) DO UPDATE SET proposed = records_count.proposed + excluded.proposed, '
        "held = records_count.held + excluded.held, used = records_count.used + excluded.used, "
        "accepted = records_count.accepted + excluded.accepted"
    )


def _marks(rows: Sequence[Sequence[object]]) -> str:
    return ", ".join([f"({', '.join(['%s'] * len(rows[0]))})"] * len(rows))


def replace(database: Database, changes: Sequence[Change]) -> None:
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


def agree(database: Database, changes: Sequence[Change]) -> bool:
    """Whether the sums that are kept, as known on any day and in all, are what ``changes`` come to."""
    told = {(one.limit, one.known, one.day): one.by for one in changes if any(one.by)}
    if {(one.limit, one.known, one.day): one.by for one in kept(database)} != told:
        return False
    summed: dict[tuple[str, str], Claims] = {}
    for one in changes:
        at = (one.limit, one.day.isoformat())
        summed[at] = summed.get(at, NONE).plus(one.by)
    rows = database.rows(f'SELECT "limit", CAST(day AS text), {_COUNTED} FROM records_count')
    counted = {(limit, day): Claims(*by) for limit, day, *by in rows if any(by)}
    return counted == {at: by for at, by in summed.items() if any(by)}


def latest(database: Database, limit: str) -> Course:
    """The counts that acts are admitted by."""
    return _course(database, limit, date.max)


def to_admit_by(database: Database, since: Mapping[str, date]) -> "Counted":
    """
    The counts of some limits by all that is known, each from a day on: what an act is admitted by.

    What changed before that day is summed into it, so that little is read of a register that has run for years.
    """
    rows = []
    for day in sorted(set(since.values())):
        limits = sorted(limit for limit, one in since.items() if one == day)
        rows += database.rows(
            f'SELECT "limit", CAST(from_day AS text), {_SUMS} FROM (SELECT "limit", '
            f"CASE WHEN day < %s THEN %s ELSE day END AS from_day, {_COUNTED} FROM records_count "
            f'WHERE "limit" IN ({", ".join(["%s"] * len(limits))})) one GROUP BY "limit", from_day',
            [day, day, *limits],
        )
    found: dict[str, dict[date, Claims]] = {limit: {} for limit in since}
    for limit, from_day, *counted in rows:
        found[limit][date.fromisoformat(from_day)] = Claims(*map(int, counted))
    return Counted(database, latest=True, found={limit: Course(days) for limit, days in found.items()})


class Counted:
    """Counts of limits by the database's sums (``courses.Courses``); each limit is asked for once."""

    def __init__(
        self, database: Database, latest: bool = False, found: Mapping[str, Course] | None = None
    ) -> None:
        """latest: only ever asked as known now; found: what has been asked for already."""
        self._database, self._latest = database, latest
        self._found = {(limit, date.max): course for limit, course in (found or {}).items()}

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
