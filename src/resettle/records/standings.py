"""Where cases stand, kept so that they are listed without telling their acts again: a projection of acts and membership."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from resettle.records.database import Database
from resettle.records.subjects import SEPARATOR

_COLUMNS = ("name", "stage", "since", "ways", "arrangements", "turns")
_NAMED = ", ".join(_COLUMNS)
_READ = "name, stage, CAST(since AS text), ways, arrangements, CAST(turns AS text)"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Stood:
    """
    Where a case stands from the day on which it was told until ``turns``, the day of its first act after that (None: there is none).

    stage, since: None if it has still to be referred, or no act led there. ways: offer → person → open stage, as JSON.
    arrangements: of all its acts, in order.
    """

    name: str
    stage: str | None
    since: date | None
    ways: str
    arrangements: tuple[str, ...]
    turns: date | None


def write(database: Database, stood: Iterable[Stood]) -> None:
    """Keeps where cases stand, in place of where they stood."""
    rows = [_row(one) for one in stood]
    set_ = ", ".join(f"{column} = excluded.{column}" for column in _COLUMNS[1:])
    one = f"({', '.join(['%s'] * len(_COLUMNS))})"
    for at in range(0, len(rows), _AT_ONCE):
        part = rows[at : at + _AT_ONCE]
        database.run(
            f"INSERT INTO records_standing ({_NAMED}) VALUES {', '.join([one] * len(part))} "
            f"ON CONFLICT (name) DO UPDATE SET {set_}",
            [cell for row in part for cell in row],
        )


def replace(database: Database, stood: Iterable[Stood]) -> None:
    """Throws away where cases stand, and keeps it anew."""
    database.run("DELETE FROM records_standing")
    database.insert("records_standing", _COLUMNS, [_row(one) for one in stood])


def _row(one: Stood) -> tuple[str | None, ...]:
    among = SEPARATOR.join(("", *one.arrangements, ""))
    return one.name, one.stage, _text(one.since), one.ways, among, _text(one.turns)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def kept(database: Database) -> Iterator[Stood]:
    """Where every case stands, as it is kept."""
    return map(_stood, database.rows(f"SELECT {_READ} FROM records_standing"))


def _stood(row: Sequence[str]) -> Stood:
    name, stage, since, ways, among, turns = row
    arrangements = tuple(one for one in among.split(SEPARATOR) if one)
    return Stood(name, stage, _day(since), ways, arrangements, _day(turns))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def listed(
    database: Database, after: str, day: date, stage: str | None, arrangement: str, look_at: int, limit: int
) -> tuple[list[Stood], str]:
    """
    Cases by id after one, and after which the list goes on (empty: there are no more); at a stage, with an act in an arrangement.

    One that turns by the day is among them whatever its stage: where it stands is told from its acts. look_at: so many at
    most are looked at.
    """
    looked = "SELECT * FROM records_standing WHERE name > %s ORDER BY name LIMIT %s"
    where, params = ["1 = 1"], list[object]()
    if stage is not None:
        where.append("(stage = %s OR turns <= %s)")
        params += [stage, day.isoformat()]
    if arrangement:
        # Not LIKE: to SQLite a letter is the same in either case.
        where.append(f"{'strpos' if database.is_postgresql else 'instr'}(arrangements, %s) > 0")
        params.append(f"{SEPARATOR}{arrangement}{SEPARATOR}")
    rows = database.rows(
        f"SELECT {_READ} FROM ({looked}) AS looked WHERE {' AND '.join(where)} ORDER BY name LIMIT %s",
        [after, look_at, *params, limit],
    )
    if len(rows) == limit:
        return [_stood(row) for row in rows], str(rows[-1][0])
    end = database.one(f"SELECT max(name), count(*) FROM ({looked}) AS looked", [after, look_at])
    return [_stood(row) for row in rows], str(end[0]) if end and end[1] == look_at else ""
