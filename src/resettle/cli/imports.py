"""``resettle import``: a folder or spreadsheets into a register in a database, previewed first."""

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from resettle.cli import options
from resettle.cli.answering import console, print_json, stop
from resettle.cli.progress import steps
from resettle.engine.errors import Fault, Where
from resettle.render import imports
from resettle.service import opening

REFUSED = 4

Database = Annotated[
    str,
    typer.Argument(
        metavar="DATABASE",
        help="The register's database: a file (office.sqlite), or an address (postgresql://…).",
        show_default=False,
    ),
]
Sources = Annotated[
    list[Path],
    typer.Argument(
        metavar="SOURCE…",
        help="A register's folder, an encrypted archive of one (.age), or spreadsheets (CSV, XLSX, Parquet).",
        show_default=False,
    ),
]
TableName = Annotated[
    str,
    typer.Option(
        "--table", metavar="NAME", help="Which table the spreadsheets hold (else as they are named)."
    ),
]
Source = Annotated[
    str, typer.Option("--source", metavar="ID", help="Who says so, where a spreadsheet has no column source.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be recorded, and record nothing.")]
Key = Annotated[
    str | None,
    typer.Option(
        "--key", metavar="KEY", help="The same import sent again under this key is not recorded twice."
    ),
]
Accepted = Annotated[
    Path | None,
    typer.Option(
        "--accept-duplicates", metavar="FILE", help="Pairs of ids (P-1,P-2 a line) that are two people each."
    ),
]
NotDuplicate = Annotated[
    list[str] | None,
    typer.Option(
        "--not-duplicate", metavar="A=B", help="These two are not one person; may be given several times."
    ),
]
Pairs = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Write the pairs that are to be settled there, one a line."),
]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        metavar="FILE",
        help="The passphrase of an archive (.age) is its first line (else it is asked for).",
    ),
]


def import_(
    database: Database,
    sources: Sources,
    by: options.By,
    table: TableName = "",
    source: Source = "",
    dry_run: DryRun = False,
    key: Key = None,
    accept_duplicates: Accepted = None,
    not_duplicate: NotDuplicate = None,
    out: Pairs = None,
    passphrase_file: PassphraseFile = None,
    as_json: options.Json = False,
) -> None:
    """Import a folder or spreadsheets into a database: all of it, or nothing."""
    opening.databases()
    service = importlib.import_module("resettle.service.imports")
    not_one = service.settled(accept_duplicates, not_duplicate or ())
    passphrase = _passphrase(sources, passphrase_file)
    wanted = service.Wanted(tuple(sources), table, source, not_one, passphrase)
    done = None
    with steps() as step:
        step("Reading what comes, and comparing it with what is recorded")
        if dry_run:
            preview = service.previewed(database, wanted)
        else:
            done = service.imported(database, wanted, by, key)
            preview = done.preview
    if as_json:
        print_json(imports.data(preview, done))
    else:
        console().print(imports.previewed(preview))
        if done and not preview.is_refused:
            console().print(imports.imported(done))
    if out:
        _write(out, imports.pairs(preview), quiet=as_json)
    if preview.is_refused:
        raise typer.Exit(REFUSED)


def _passphrase(sources: Sequence[Path], file: Path | None) -> str:
    """Of an archive: as the file says, or whoever is at the terminal."""
    archives = importlib.import_module("resettle.service.archives")
    if not any(one.suffix == archives.ENDING for one in sources):
        return ""
    if file:
        return str(archives.passphrase_in(file))
    return str(typer.prompt("Passphrase", hide_input=True, err=True))


def _write(out: Path, text: str, *, quiet: bool) -> None:
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        stop(Fault("results_not_written", Where(), {"folder": str(out), "why": error.strerror}))
    if not quiet:
        console().print(f"Written: {out}", soft_wrap=True)
