"""The record itself: whether it is whole, erasures, plans that were kept, and the register as an encrypted archive."""

import tempfile
from pathlib import Path
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema, Status

from resettle.api.auth import asker
from resettle.api.given import Id
from resettle.api.shapes import Flag
from resettle.engine.errors import refuse
from resettle.render import record as told
from resettle.render import results
from resettle.service import exports, record, runs

router = Router(tags=["The record"])


class Verified(Schema):
    """Whether anything on record was altered, put in, moved or taken away."""

    whole: bool = Field(description="Nothing is wrong.")
    head: dict[str, Any] = Field(description="The head of the chain: its position and hash.")
    erased: int = Field(description="How many entries were erased.")
    unsealed: int = Field(description="How many wait to be sealed.")
    unsealed_since: str | None = Field(description="Since when the oldest of them waits.")
    errors: list[Flag] = Field(description="What is wrong.")
    warnings: list[Flag] = Field(description="What is to be looked at.")


class Erasure(Schema, extra="forbid"):
    """What is to be erased."""

    person: Annotated[str, Field(max_length=200)] = Field(description="The person.")
    under: Annotated[str, Field(max_length=1000)] = Field(
        description="The rule of retention under which it is done."
    )


class Erased(Schema):
    """What was erased of a person."""

    person: str = Field(description="The person.")
    entries: int = Field(description="How many entries.")
    under: str = Field(description="Under which rule of retention.")
    day: str = Field(description="The day.")
    lingers: bool = Field(
        description="It may still stand beside the database's file until the next checkpoint."
    )


class Run(Schema):
    """A plan that was kept, with all that it was asked and made from."""

    id: str = Field(description="Its id.")
    by: str = Field(description="Who kept it.")
    recorded: str = Field(description="When.")
    known: str = Field(description="As known on which day.")
    question: str = Field(description="What was asked for.")
    digest: str = Field(description="Of what it was made from.")
    asked: dict[str, Any] = Field(description="How it was asked.")
    seed: int | None = Field(description="A plan draws no random numbers: null.")
    version: str = Field(description="By which version of Resettle.")
    result: dict[str, Any] = Field(description="Placings, cases left, and what each tier reached.")


class Runs(Schema):
    runs: list[Run] = Field(description="In the order in which they were kept.")


class Export(Schema, extra="forbid"):
    """How the register leaves the house."""

    passphrase: Annotated[str, Field(max_length=1000)] = Field(description="What opens the archive.")
    hxl: bool = Field(False, description="With a row of HXL tags under each table's header.")


@router.get("/verification", response=Verified, summary="Verify the record", operation_id="verify")
def verify(
    request: HttpRequest,
    projections: Annotated[
        bool, Query(description="Compare what is made from the record, too: counts, the snapshot.")
    ] = False,
) -> Any:
    """Goes through every entry and its chain: of a large record it takes seconds."""
    found = told.verified_data(
        record.verified(settings.RESETTLE_DATABASE, (), asker(request), projections=projections)
    )
    return {"whole": not found["errors"], **found}


@router.post("/erasures", response={201: Erased}, summary="Erase a person", operation_id="erase")
def erase(request: HttpRequest, asked: Erasure) -> Any:
    """Takes away all that is recorded of a person but that acts were done. The server must hold the signing key."""
    if not settings.RESETTLE_KEY_FILE:
        raise refuse("not_offered_here", command="resettle erase")
    key = Path(settings.RESETTLE_KEY_FILE)
    done = record.erased(settings.RESETTLE_DATABASE, asked.person, asked.under, asker(request), key)
    return Status(201, results.plain(done))


@router.get("/runs", response=Runs, summary="List plans that were kept", operation_id="list_runs")
def list_runs(request: HttpRequest) -> Any:
    """Plans that were kept on the record."""
    return {"runs": [_run(one) for one in runs.runs(settings.RESETTLE_DATABASE, asker(request))]}


@router.get("/runs/{run}", response=Run, summary="Show a plan that was kept", operation_id="show_run")
def show_run(request: HttpRequest, run: Id) -> Any:
    """One plan, with what it was asked and made from."""
    return _run(runs.run(settings.RESETTLE_DATABASE, run, asker(request)))


def _run(one: runs.Run) -> dict[str, Any]:
    return {**results.plain(one), "recorded": one.recorded.isoformat()}


@router.post("/exports", summary="Export the register", operation_id="export",
             openapi_extra={"responses": {200: {"description": "An archive that the passphrase opens (age).", "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}})  # fmt: skip
def export(request: HttpRequest, asked: Export) -> HttpResponse:
    """The register as one encrypted archive (`resettle unseal` opens it). That it left, by whom, is recorded before it does."""
    with tempfile.TemporaryDirectory(prefix="resettle-") as folder:
        out = Path(folder) / "register.age"
        exports.exported(settings.RESETTLE_DATABASE, asker(request), out, asked.passphrase, hxl=asked.hxl)
        content = out.read_bytes()
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = 'attachment; filename="register.age"'
    return response
