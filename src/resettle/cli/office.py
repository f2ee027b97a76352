"""Commands of a register in a database: found it, record in it, look into it, prove that it is whole."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from resettle.cli import options
from resettle.cli.answering import console, show, stop
from resettle.cli.progress import steps
from resettle.engine.errors import Fault, Where
from resettle.engine.registry.stages import ActKind
from resettle.render import record as told
from resettle.service import acts, record, registers

NOT_WHOLE = 7

app = typer.Typer()

Database = Annotated[
    str,
    typer.Argument(
        metavar="DATABASE",
        help="The database: a file (office.sqlite), or an address (postgresql://…).",
        show_default=False,
    ),
]
By = Annotated[
    str, typer.Option("--by", parser=options.name, metavar="ID", help="Who does it, for the record.")
]
KeyFile = Annotated[
    Path | None,
    typer.Option("--key-file", metavar="FILE", help="The register's signing key (else DATABASE.key)."),
]


def _key_file(database: str, given: Path | None) -> Path:
    if given is None and database.startswith(("postgresql://", "postgres://")):
        raise typer.BadParameter("name the file of the signing key.", param_hint="--key-file")
    return given or Path(f"{database}.key")


@app.command()
def init(
    database: Database,
    by: By,
    folder: Annotated[
        Path | None, typer.Option("--from", metavar="FOLDER", help="Fill it from a register in files.")
    ] = None,
    name: Annotated[
        str, typer.Option("--name", help="What the register is called, if it begins empty.")
    ] = "",
    synthetic: Annotated[
        bool, typer.Option("--synthetic", help="Its people are invented: every page and file says so.")
    ] = False,
    key_file: KeyFile = None,
    timezone: Annotated[
        str,
        typer.Option(
            "--timezone", metavar="ZONE", help="Where the office's day begins, as Pacific/Auckland."
        ),
    ] = "UTC",
    role: Annotated[
        str,
        typer.Option(
            "--role", help="PostgreSQL: the role that the office works under; gets the rights it needs."
        ),
    ] = "",
) -> None:
    """Found a register in a database, empty or from a folder."""
    if bool(folder) == bool(name):
        raise typer.BadParameter("say either --from FOLDER or --name NAME.", param_hint="--from")
    key = _key_file(database, key_file)
    head = registers.Head(name, synthetic) if name else None
    with steps() as step:
        step("Founding the register")
        registers.founded(database, by, key, folder=folder, head=head, timezone=timezone, role=role)
    out = console()
    out.print(f"Founded. Its signing key is in {key}: keep it where the database is not.", soft_wrap=True)


@app.command()
def export(
    database: Database,
    folder: Annotated[
        Path, typer.Argument(help="A folder that is not there yet, or empty.", show_default=False)
    ],
    hxl: Annotated[
        bool, typer.Option("--hxl", help="Put a row of HXL tags under each table's header.")
    ] = False,
) -> None:
    """Write everything that is recorded as a register in files."""
    try:
        registers.exported(database, folder, hxl=hxl)
    except OSError as error:
        stop(Fault("results_not_written", Where(), {"folder": str(folder), "why": error.strerror}))
    console().print(f"Written: {folder}", soft_wrap=True)


@app.command()
def act(
    database: Database,
    kind: Annotated[
        ActKind, typer.Argument(metavar="ACT", help=f"{', '.join(ActKind)}.", show_default=False)
    ],
    case: Annotated[str, typer.Argument(help="The case.", show_default=False)],
    arrangement: Annotated[
        str,
        typer.Argument(help="The arrangement, or its offer: nz-150 or nz-150/2016-17.", show_default=False),
    ],
    by: By,
    source: Annotated[
        str, typer.Option("--source", metavar="ID", help="Who says so: a source of the register.")
    ],
    person: Annotated[
        list[str] | None,
        typer.Option(
            "--person",
            metavar="ID",
            help="Whom it is about, if not every member; may be given several times.",
        ),
    ] = None,
    effective: Annotated[
        date | None,
        typer.Option("--effective", parser=options.day, metavar="DAY", help="When it was done (else today)."),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why, in words.")] = "",
    key: Annotated[
        str | None,
        typer.Option(
            "--key",
            metavar="TEXT",
            help="A name of your own for this request: sent again, nothing is done twice.",
        ),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Record one act; or say every reason why it may not be recorded."""
    named, _, offer = arrangement.partition("/")
    requested = acts.Requested(kind, case, named, source, offer, tuple(person or ()), effective, reason)
    one = acts.act(database, requested, by, key)
    show(as_json, lambda: told.recorded_data(one), lambda: [told.recorded(one)], ())
    record.sealed(database)


@app.command()
def verify(
    database: Database,
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option(
            "--checkpoint", metavar="FILE", help="A checkpoint kept elsewhere; may be given several times."
        ),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Say whether anything on record was altered, put in, moved or taken away."""
    with steps() as step:
        step("Going through the record")
        found = record.verified(database, checkpoint or ())
    show(as_json, lambda: told.verified_data(found), lambda: [told.verified(found)], ())
    if any(one.is_error for one in found.faults):
        raise typer.Exit(NOT_WHOLE)


@app.command()
def checkpoint(
    database: Database,
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="Where to write it; keep a copy elsewhere.")
    ],
    key_file: KeyFile = None,
) -> None:
    """Seal the record and write its head, signed, into a file."""
    text = record.checkpoint(database, _key_file(database, key_file))
    try:
        out.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        stop(Fault("results_not_written", Where(), {"folder": str(out), "why": error.strerror}))
    console().print(f"Written: {out}", soft_wrap=True)


@app.command()
def history(
    database: Database,
    name: Annotated[str, typer.Argument(help="The id of a person or a case.", show_default=False)],
    as_json: options.Json = False,
) -> None:
    """Show everything that was ever recorded of a person or a case, by whom and when."""
    found = record.history(database, name)
    show(as_json, lambda: told.history_data(found), lambda: [told.history(found)], ())


@app.command()
def erase(
    database: Database,
    person: Annotated[str, typer.Argument(help="The id of the person.", show_default=False)],
    under: Annotated[str, typer.Option("--under", help="The rule of retention under which it is done.")],
    by: By,
    key_file: KeyFile = None,
) -> None:
    """Erase what is recorded of a person, under a rule of retention; that acts were done stays."""
    found = record.erased(database, person, under, by, _key_file(database, key_file))
    console().print(told.erased(found))
