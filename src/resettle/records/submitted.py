"""Which cases have an act in which arrangements."""

import json
from collections.abc import Sequence

from resettle.records.content import parsed
from resettle.records.database import Database
from resettle.records.subjects import ACTS


def cases_in(database: Database, arrangements: Sequence[str] | None) -> set[tuple[str, str]]:
    """(case, arrangement) of every act on a submission, in some arrangements (None: in any); others may be among them."""
    names = [None] if arrangements is None else arrangements
    wanted = [f'%"arrangement":{json.dumps(name, ensure_ascii=False) if name else ""}%' for name in names]
    like = " OR ".join(["p.content LIKE %s"] * len(wanted))
    rows = database.rows(
        "SELECT p.content FROM records_entry e JOIN records_payload p ON p.entry_id = e.id "
        f"WHERE e.\"table\" = '{ACTS}' AND ({like})",
        wanted,
    )
    said = (parsed(content) for (content,) in rows)
    return {(one["case"], one.get("arrangement", "")) for one in said}
