"""Imports: spreadsheets, or an archive, previewed and then recorded as a whole, or not at all."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, File, Form, Header, Router, Schema, Status
from ninja.files import UploadedFile

from resettle.api import problems
from resettle.api.auth import asker
from resettle.api.shapes import Flag
from resettle.render import imports as told
from resettle.service import imports, previews
from resettle.service.imports import Wanted

router = Router(tags=["Imports"])
Short = Annotated[str, Field(max_length=200)]


class ImportAsked(Schema):
    """How files are to be read."""

    table: Short = Field(
        "", description="Which table the spreadsheets hold; else each is named for its table: people.csv."
    )
    source: Short = Field("", description="Who says so, where a spreadsheet has no column source.")
    not_duplicate: list[Short] = Field([], description="Pairs of people who are two: P-1=P-2.")
    passphrase: Annotated[str, Field(max_length=1000)] = Field("", description="Of an archive.")


class Rows(Schema):
    """Rows of one table."""

    new: int = Field(description="New.")
    there: int = Field(description="Recorded already.")
    refused: int = Field(description="Refused for a fault.")


class Preview(Schema):
    """What would be recorded, or was, and all that speaks against it."""

    recorded: int = Field(description="How many entries were recorded now.")
    again: bool = Field(description="It had been recorded before under the same key.")
    tables: dict[str, Rows] = Field(description="By table: its rows.")
    new: dict[str, int] = Field(description="How many people and cases are new.")
    sources: list[str] = Field(description="Sources that are new.")
    terms: list[str] = Field(description="Terms that are new.")
    worked: list[str] = Field(description="Worked tables that are new.")
    settled: list[list[str]] = Field(description="Pairs of people that are settled to be two.")
    candidates: list[dict[str, Any]] = Field(
        description="People who may be recorded twice, to be settled first."
    )
    errors: list[Flag] = Field(description="What speaks against it.")
    warnings: list[Flag] = Field(description="What is to be looked at.")


Files = Annotated[
    list[UploadedFile], File(description="Spreadsheets (CSV, XLSX, Parquet), or one archive (.age).")
]


@router.post("/preview", response=Preview, summary="Preview an import", operation_id="preview_import")
def preview_import(request: HttpRequest, files: Files, asked: Form[ImportAsked]) -> Any:
    """What an import would record, and all that speaks against it; writes nothing."""
    with _kept(files) as sources:
        return told.data(
            imports.previewed(settings.RESETTLE_DATABASE, _wanted(sources, asked), asker(request))
        )


@router.post("", response={200: Preview, 201: Preview}, summary="Import", operation_id="import")
def import_(
    request: HttpRequest,
    files: Files,
    asked: Form[ImportAsked],
    key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            description="The same import sent again under it is not recorded twice.",
            max_length=200,
        ),
    ] = None,
) -> Any:
    """Records what is new, all of it or nothing. 422: something is refused, or is to be settled first; 200: nothing was new."""
    with _kept(files) as sources:
        done = imports.imported(settings.RESETTLE_DATABASE, _wanted(sources, asked), asker(request), key)
    if done.preview.is_refused:
        return refused(done.preview)
    return Status(201 if done.entries and not done.again else 200, told.data(done.preview, done))


def refused(preview: previews.Preview) -> HttpResponse:
    """The problem of an import that is refused, with the whole preview."""
    return problems.answer(
        [fault for fault in preview.faults if fault.is_error], problems.OTHERWISE, preview=told.data(preview)
    )


def _wanted(sources: tuple[Path, ...], asked: ImportAsked) -> Wanted:
    return Wanted(
        sources, asked.table, asked.source, imports.settled(None, asked.not_duplicate), asked.passphrase
    )


@contextmanager
def _kept(files: list[UploadedFile]) -> Iterator[tuple[Path, ...]]:
    """In a folder of their own, under the names they were sent with as far as these are names of files."""
    with tempfile.TemporaryDirectory(prefix="resettle-") as folder:
        found = []
        for number, file in enumerate(files):
            name = re.sub(r"[^\w.-]", "_", Path(file.name or "").name)[-100:].lstrip(".") or "file"
            path = Path(folder, str(number), name)
            path.parent.mkdir()
            with path.open("wb") as out:
                for chunk in file.chunks():
                    out.write(chunk)
            found.append(path)
        yield tuple(found)
