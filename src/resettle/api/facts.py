"""Facts: what is learned of people and cases, recorded row by row, all of it or nothing."""

from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Header, Router, Schema, Status

from resettle.api.auth import asker
from resettle.api.imports import Preview, refused
from resettle.engine.registry.register import OFFICE
from resettle.render import imports as told
from resettle.service import facts, imports

router = Router(tags=["Facts"])
Name = Annotated[str, Field(max_length=200)]
Cell = Annotated[str, Field(max_length=10_000)]
Row = Annotated[dict[Name, Cell], Field(max_length=100)]


class FactsAsked(Schema, extra="forbid"):
    """Rows to be recorded."""

    rows: Annotated[dict[Name, Annotated[list[Row], Field(max_length=200)]], Field(max_length=50)] = Field(
        description="By table: its rows, each column with its cell, as files have them. A row without effective holds from "
        "today; known is always today."
    )
    source: Name = Field(OFFICE, description="Who says so, where a row does not; else the office itself.")
    not_duplicate: list[Name] = Field([], description="Pairs of people who are two: P-1=P-2.", max_length=200)


@router.post("", response={200: Preview, 201: Preview}, summary="Record facts", operation_id="record_facts")
def record_facts(
    request: HttpRequest,
    asked: FactsAsked,
    key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            description="A name of your own for this request: sent again, nothing is recorded twice.",
            max_length=200,
        ),
    ] = None,
) -> Any:
    """Records rows, all of them or none. 422: something is refused, or is to be settled first; 200: nothing was new."""
    done = facts.recorded(
        settings.RESETTLE_DATABASE,
        asked.rows,
        asker(request),
        key,
        asked.source,
        imports.settled(None, asked.not_duplicate),
    )
    if done.preview.is_refused:
        return refused(done.preview)
    return Status(201 if done.entries and not done.again else 200, told.data(done.preview, done))
