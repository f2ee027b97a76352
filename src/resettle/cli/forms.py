"""``rrf``: the Resettlement Registration Form of a case, checked, and written as a page or a PDF."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from resettle import files, service
from resettle.cli import options
from resettle.cli.answering import asked_for, show, stop, writing
from resettle.cli.progress import steps
from resettle.engine.errors import Fault, Where
from resettle.engine.referrals.rrf import FormKind
from resettle.render import forms as rendered
from resettle.render import optional, terminal

NOT_COMPLETE = 8
ENDINGS = (".pdf", ".html")

app = typer.Typer()


@app.command()
def rrf(
    register: options.Register,
    case: options.Case,
    abridged: Annotated[
        bool,
        typer.Option("--abridged", help="As for groups: without individual claims and the text on need."),
    ] = False,
    reader: Annotated[
        str,
        typer.Option(
            "--for", metavar="state|ID", help="A copy for a State, or for a member (else the office's own)."
        ),
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write it there: NAME.pdf or NAME.html.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Say what it lacks, and write nothing.")] = False,
    draft: Annotated[
        bool, typer.Option("--draft", help="Write it though it is not complete, marked as a draft.")
    ] = False,
    by: options.By = None,
    on: options.On = None,
    known: options.Known = None,
    as_json: options.Json = False,
) -> None:
    """Write the Resettlement Registration Form of a case, or say exactly what it lacks."""
    asked = asked_for(on, known)
    _fit(register, out, by, check=check)
    kind = FormKind.ABRIDGED if abridged else FormKind.FULL
    with steps() as step:
        step("Reading the register")
        opened = service.opened(
            register, asked.known or asked.on, by if service.is_database(register) else None
        )
        answer = service.formed(opened.register, asked, case, kind, reader)
    show(
        as_json,
        lambda: rendered.data(answer),
        lambda: [terminal.heading(answer.situation), rendered.shown(answer.form)],
        (),
    )
    if out and (answer.form.complete or draft):
        _write(register, answer, out, by, quiet=as_json)
    elif out and not as_json:
        show(False, dict, lambda: [terminal.faults([_unwritten(answer)])], ())
    if not answer.form.complete and not (out and draft):
        raise typer.Exit(NOT_COMPLETE)


def _fit(register: str, out: Path | None, by: str | None, *, check: bool) -> None:
    if out and check:
        raise typer.BadParameter("--check writes nothing.", param_hint="--out")
    if out and out.suffix not in ENDINGS:
        raise typer.BadParameter("name a file that ends in .pdf or .html.", param_hint="--out")
    if out and service.is_database(register) and not by:
        raise typer.BadParameter("say who has it made, for the record: --by ID.", param_hint="--by")


def _unwritten(answer: service.Formed) -> Fault:
    return Fault("form_not_complete", Where(), {"case": answer.form.case})


def _write(register: str, answer: service.Formed, out: Path, by: str | None, *, quiet: bool) -> None:
    """The page or the PDF is made first, then who had it made is recorded, and only then it is written."""
    synthetic = answer.situation.register.synthetic
    page = optional.form_page(answer.form, synthetic=synthetic, draft=not answer.form.complete)
    content = optional.form_pdf(page) if out.suffix == ".pdf" else page.encode()
    if by:
        try:
            service.made(register, answer, by, lambda: datetime.now(UTC))
        except OSError as error:
            stop(Fault("view_not_recorded", Where(), {"why": error.strerror}))
    with writing(out, quiet=quiet), files.whole(out) as aside:
        aside.write_bytes(content)
