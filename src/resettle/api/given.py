"""What several operations are asked with: days, ids, and headers."""

from datetime import date
from typing import Annotated

from ninja import Header, Path, Query

Id = Annotated[str, Path(description="An id of the register's own.", min_length=1, max_length=200)]
On = Annotated[date | None, Query(description="As of this day (else today).")]
Known = Annotated[date | None, Query(description="Use only what was known on this day (else the `on` day).")]
IfNoneMatch = Annotated[
    str | None,
    Header(
        alias="If-None-Match",
        description="The ETag of the answer that the asker has: if it still stands, the answer is 304.",
    ),
]
