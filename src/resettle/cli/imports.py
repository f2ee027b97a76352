"""``resettle import``: a folder or spreadsheets into a register in a database, previewed first."""

from pathlib import Path
from typing import Annotated

import typer

from resettle.cli import options
from resettle.cli.answering import console, print_json, write_text
from resettle.cli.passphrases import passphrase
from resettle.cli.progress import steps
from resettle.render import imports
from resettle.service import archives
from resettle.service import imports as service

REFUSED = 4

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


def import_(
    database: options.Database,
    sources: Sources,
    by: options.Recorder,
    table: TableName = "",
    source: Source = "",
    dry_run: DryRun = False,
    key: Key = None,
    accept_duplicates: Accepted = None,
    not_duplicate: NotDuplicate = None,
    out: Pairs = None,
    passphrase_file: options.PassphraseFile = None,
    as_json: options.Json = False,
) -> None:
    """Import a folder or spreadsheets into a database: all of it, or nothing."""
    not_one = service.settled(accept_duplicates, not_duplicate or ())
    secret = passphrase(passphrase_file) if any(one.suffix == archives.ENDING for one in sources) else ""
    wanted = service.Wanted(tuple(sources), table, source, not_one, secret)
    done = None
    with steps() as step:
        step("Reading what comes, and comparing it with what is recorded")
        if dry_run:
            preview = service.previewed(database, wanted, by)
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
        write_text(out, imports.pairs(preview), quiet=as_json)
    if preview.is_refused:
        raise typer.Exit(REFUSED)
