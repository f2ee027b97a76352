"""Commands of a register in a database: found it, record in it, look into it, prove that it is whole."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from resettle.cli import imports, options
from resettle.cli.answering import console, print_json, show, write_text, writing
from resettle.cli.passphrases import passphrase
from resettle.cli.progress import steps
from resettle.engine.registry import roles as duties
from resettle.engine.registry.stages import BEGINNINGS, ActKind, CaseStage
from resettle.render import record as told
from resettle.render import results
from resettle.service import accounts, acts, archives, casework, exports, opening, record, registers, runs

NOT_WHOLE = 7
ALL, NO_END = "all", "none"
ALL_STANDS = f"; {ALL} stands for every one"

app = typer.Typer()
app.command("import")(imports.import_)

Holds = Annotated[
    list[duties.Role] | None,
    typer.Option(
        "--holds",
        metavar="ROLE",
        help=f"As what they record; may be given several times: {', '.join(duties.Role)}.",
    ),
]

KeyFile = Annotated[
    Path | None,
    typer.Option("--key-file", metavar="FILE", help="The register's signing key (else DATABASE.key)."),
]


Role = Annotated[
    str,
    typer.Option(
        "--role", help="PostgreSQL: the role that the office works under; gets the rights it needs."
    ),
]


def _key_file(database: str, given: Path | None) -> Path:
    if given is None and database.startswith(opening.POSTGRESQL):
        raise typer.BadParameter("name the file of the signing key.", param_hint="--key-file")
    return given or Path(f"{database}.key")


@app.command()
def init(
    database: options.Database,
    by: options.Recorder,
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
    role: Role = "",
    holds: Holds = None,
    cases_begin: Annotated[
        CaseStage | None,
        typer.Option(
            "--cases-begin",
            metavar="STAGE",
            help=f"Where its cases begin, if not unreferred: {', '.join(BEGINNINGS)}.",
        ),
    ] = None,
) -> None:
    """Found a register in a database, empty or from a folder."""
    if bool(folder) == bool(name):
        raise typer.BadParameter("say either --from FOLDER or --name NAME.", param_hint="--from")
    key = _key_file(database, key_file)
    if cases_begin and (folder or cases_begin not in BEGINNINGS):
        raise typer.BadParameter(
            f"a folder says it itself (register.toml); else one of {', '.join(BEGINNINGS)}.",
            param_hint="--cases-begin",
        )
    head = registers.Head(name, synthetic, cases_begin=cases_begin) if name else None
    with steps() as step:
        step("Founding the register")
        registers.founded(
            database, by, key, folder=folder, head=head, timezone=timezone, role=role,
            holds=holds or [duties.Role.ADMINISTRATOR],
        )  # fmt: skip
    out = console()
    out.print(f"Founded. Its signing key is in {key}: keep it where the database is not.", soft_wrap=True)


@app.command()
def upgrade(
    database: options.Database,
    role: Role = "",
) -> None:
    """Bring the tables up to date with this version, and put every guard in place."""
    gone = registers.upgraded(database, role)
    out = console()
    out.print("The tables are up to date, and every guard is in place.")
    if gone:
        out.print(
            f"These were not, until now: {', '.join(gone)}. If no upgrade brought them, see who took them away."
        )


@app.command()
def rebuild(database: options.Database) -> None:
    """Throw away all that is made from the entries (counts, whom they speak of, snapshots), and make it again."""
    with steps() as step:
        step("Counting again")
        registers.rebuilt(database)
    console().print("Made again from the entries.")


@app.command()
def export(
    database: options.Database,
    out: Annotated[
        Path,
        typer.Argument(
            help="A folder that is empty or not there yet, or a new archive (NAME.age).", show_default=False
        ),
    ],
    by: options.Recorder,
    passphrase_file: options.PassphraseFile = None,
    hxl: Annotated[
        bool, typer.Option("--hxl", help="Put a row of HXL tags under each table's header.")
    ] = False,
) -> None:
    """Write the register in a database as one in files, or as one encrypted archive."""
    archived = out.suffix == archives.ENDING
    if passphrase_file and not archived:
        raise typer.BadParameter(
            f"a passphrase is for an archive: name it OUT{archives.ENDING}.", param_hint="OUT"
        )
    secret = passphrase(passphrase_file, new=True) if archived else None
    with writing(out):
        exports.exported(database, by, out, secret, hxl=hxl)


@app.command()
def unseal(
    archive: Annotated[Path, typer.Argument(help="An archive that export wrote.", show_default=False)],
    folder: Annotated[
        Path, typer.Argument(help="A folder that is empty or not there yet.", show_default=False)
    ],
    passphrase_file: options.PassphraseFile = None,
) -> None:
    """Open an encrypted archive into a folder, as a register in files."""
    with writing(folder):
        archives.opened(archive, passphrase(passphrase_file), folder)


@app.command()
def act(
    database: options.Database,
    kind: Annotated[
        ActKind, typer.Argument(metavar="ACT", help=f"{', '.join(ActKind)}.", show_default=False)
    ],
    case: Annotated[str, typer.Argument(help="The case.", show_default=False)],
    arrangement: Annotated[
        str,
        typer.Argument(
            help="The arrangement, or its offer: nz-150 or nz-150/2016-17. Left out where the act is on the case alone.",
            show_default=False,
        ),
    ] = "",
    *,
    by: options.Recorder,
    source: Annotated[
        str, typer.Option("--source", metavar="ID", help="Who says so: a source of the register.")
    ],
    person: Annotated[
        list[str] | None,
        options.several("--person", "Whom it is about, if not every member"),
    ] = None,
    effective: Annotated[
        date | None,
        typer.Option("--effective", parser=options.day, metavar="DAY", help="When it was done (else today)."),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why, in words.")] = "",
    ground: Annotated[
        str,
        typer.Option(
            "--ground", metavar="CODE", help="Why, as a code: of a withdrawal, a closing, an attempt …"
        ),
    ] = "",
    review_on: Annotated[
        date | None,
        typer.Option(
            "--review-on", parser=options.day, metavar="DAY", help="When a pause is looked at again."
        ),
    ] = None,
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
    requested = acts.Requested(
        kind, case, named, source, offer, tuple(person or ()), effective, reason, ground, review_on
    )
    one = acts.act(database, requested, by, key)
    show(as_json, lambda: told.recorded_data(one), lambda: [told.recorded(one)], ())
    record.sealed(database)


@app.command("next")
def next_(
    database: options.Database,
    case: Annotated[str, typer.Argument(help="The case.", show_default=False)],
    by: Annotated[
        str | None, typer.Option("--by", metavar="ID", help="Who asks: whether they may do it is told too.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Show where a case stands, which acts on it may come next, by whom, and what still stands in the way."""
    found = casework.next_acts(database, case, by)
    show(as_json, lambda: told.next_data(found), lambda: [told.next_acts(found)], ())


def _until(text: str) -> date | str:
    return "" if text == NO_END else options.day(text)


@app.command()
def account(
    database: options.Database,
    id: Annotated[str, typer.Argument(help="The id under which they record.", show_default=False)],
    by: options.Recorder,
    name: Annotated[str, typer.Option("--name", help="Their name (else the id).")] = "",
    holds: Holds = None,
    until: Annotated[
        Any,
        typer.Option(
            "--until",
            parser=_until,
            metavar="DAY",
            help="The last day on which they may record; with --change, none takes the end away.",
        ),
    ] = None,
    arrangement: Annotated[
        list[str] | None,
        options.several("--arrangement", "They act on its submissions alone", ALL_STANDS),
    ] = None,
    office: Annotated[
        list[str] | None,
        options.several("--office", "They see and act on its cases alone", ALL_STANDS),
    ] = None,
    change: Annotated[
        bool, typer.Option("--change", help="Give an open account what is named; the rest stays as it is.")
    ] = False,
    close: Annotated[
        bool, typer.Option("--close", help="End the account; what was recorded under it stays.")
    ] = False,
) -> None:
    """Open an account for somebody who is to record, change what it may do, or close it."""
    if close:
        accounts.closed(database, id, by)
    elif change:
        anew = accounts.NewRights(holds, until, _all_or_some(arrangement), _all_or_some(office))
        accounts.changed(database, id, by, anew, name)
    else:
        if until == "":
            raise typer.BadParameter(
                "it is for --change: an account opens without an end.", param_hint="--until"
            )
        theirs = (_all_or_some(arrangement) or (), _all_or_some(office) or ())
        given = accounts.Rights(tuple(holds or ()), until, *theirs)
        accounts.opened(database, id, name or id, by, given)
    console().print(told.accounts(accounts.accounts(database)))


def _all_or_some(named: list[str] | None) -> tuple[str, ...] | None:
    """``all`` stands for every arrangement, so that a change can take a limit away."""
    return None if named is None else () if named == [ALL] else tuple(named)


@app.command("accounts")
def accounts_(database: options.Database, as_json: options.Json = False) -> None:
    """List who may record."""
    found = accounts.accounts(database)
    show(as_json, lambda: {"accounts": results.plain(found)}, lambda: [told.accounts(found)], ())


@app.command("runs")
def runs_(
    database: options.Database,
    run: Annotated[
        str, typer.Argument(help="The id of one, to be printed as JSON (else all are listed).")
    ] = "",
    as_json: options.Json = False,
) -> None:
    """List the plans that are kept, or print one with what it was asked and made from."""
    if run:
        print_json(results.plain(runs.run(database, run)))
        return
    found = runs.runs(database)
    show(as_json, lambda: {"runs": results.plain(found)}, lambda: [told.runs(found)], ())


@app.command()
def verify(
    database: options.Database,
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option(
            "--checkpoint", metavar="FILE", help="A checkpoint kept elsewhere; may be given several times."
        ),
    ] = None,
    projections: Annotated[
        bool,
        typer.Option(
            "--projections",
            help="Compare what is made from the record too: counts, snapshot, whom it speaks of.",
        ),
    ] = False,
    as_json: options.Json = False,
) -> None:
    """Say whether anything on record was altered, put in, moved or taken away."""
    with steps() as step:
        step("Going through the record")
        found = record.verified(database, checkpoint or (), projections=projections)
    show(as_json, lambda: told.verified_data(found), lambda: [told.verified(found)], ())
    if any(one.is_error for one in found.faults):
        raise typer.Exit(NOT_WHOLE)


@app.command()
def checkpoint(
    database: options.Database,
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="Where to write it; keep a copy elsewhere.")
    ],
    key_file: KeyFile = None,
) -> None:
    """Seal the record and write its head, signed, into a file."""
    write_text(out, record.checkpoint(database, _key_file(database, key_file)) + "\n")


@app.command()
def history(
    database: options.Database,
    name: Annotated[str, typer.Argument(help="The id of a person or a case.", show_default=False)],
    as_json: options.Json = False,
) -> None:
    """Show everything that was ever recorded of a person or a case, by whom and when."""
    found = record.history(database, name)
    show(as_json, lambda: told.history_data(found), lambda: [told.history(found)], ())


@app.command()
def erase(
    database: options.Database,
    person: Annotated[str, typer.Argument(help="The id of the person.", show_default=False)],
    under: Annotated[str, typer.Option("--under", help="The rule of retention under which it is done.")],
    by: options.Recorder,
    key_file: KeyFile = None,
) -> None:
    """Erase what is recorded of a person, under a rule of retention; that acts were done stays."""
    found = record.erased(database, person, under, by, _key_file(database, key_file))
    console().print(told.erased(found))
