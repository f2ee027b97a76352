"""What several operations are asked with: days, ids and names, and headers."""

from datetime import date
from typing import Annotated

from ninja import Field, Header, Path, Query

Id = Annotated[str, Path(description="An id of the register's own.", min_length=1, max_length=200)]
Name = Annotated[str, Field(max_length=200)]
On = Annotated[date | None, Query(description="As of this day (else today).")]
Known = Annotated[date | None, Query(description="Use only what was known on this day (else the `on` day).")]
IfNoneMatch = Annotated[
    str | None,
    Header(
        alias="If-None-Match",
        description="The ETag of the answer that the asker has: if it still stands, the answer is 304.",
    ),
]
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="A name of your own for this request: sent again, nothing is done twice.",
        max_length=200,
    ),
]
