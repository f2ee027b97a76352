"""Which cases have an act in which arrangements."""

from collections.abc import Sequence

from resettle.records.database import Database
from resettle.records.subjects import SEPARATOR


def cases_in(database: Database, arrangements: Sequence[str] | None) -> set[tuple[str, str]]:
    """(case, arrangement) of every act on a submission, in some arrangements (None: in any): by where cases stand."""
    where, wanted = "1 = 1", list[str]()
    if arrangements is not None:
        found = "strpos" if database.is_postgresql else "instr"
        where = " OR ".join([f"{found}(arrangements, %s) > 0"] * len(arrangements)) or "1 = 0"
        wanted = [f"{SEPARATOR}{name}{SEPARATOR}" for name in arrangements]
    rows = database.rows(f"SELECT name, arrangements FROM records_standing WHERE {where}", wanted)
    every = ((name, one) for name, among in rows for one in among.split(SEPARATOR) if one)
    return {(name, one) for name, one in every if arrangements is None or one in arrangements}
