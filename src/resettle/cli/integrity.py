"""Against favour and corruption: conflicts of interest, work assigned by lot, complaints, spot checks."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from resettle.cli import options
from resettle.cli.answering import show, text_in
from resettle.engine.registry.integrity import FINDING, LOOKED_AT, NATURE, OUTCOME
from resettle.engine.registry.roles import Role
from resettle.render import integrity as told
from resettle.service import assignments, complaints, conflicts, spot_checks

app = typer.Typer()


@app.command()
def conflict(
    database: options.Database,
    about: Annotated[str, typer.Argument(help="A person or a case.", show_default=False)],
    by: options.Recorder,
    nature: Annotated[
        str, typer.Option("--nature", help=f"What you are to them: {', '.join(NATURE.meaning)}.")
    ] = "",
    end: Annotated[
        str,
        typer.Option(
            "--end",
            metavar="ID",
            help="End the conflict of this account, as one who watches over the office.",
        ),
    ] = "",
) -> None:
    """Declare a conflict of interest of your own: acts on them are refused to you from then on."""
    if end:
        found = conflicts.ended(database, end, about, by)
    elif nature not in NATURE.meaning:
        raise typer.BadParameter(f"one of {', '.join(NATURE.meaning)}.", param_hint="--nature")
    else:
        found = conflicts.declared(database, about, nature, by)
    show(False, dict, lambda: [told.conflicts([found])], ())


@app.command("conflicts")
def conflicts_(database: options.Database, by: options.By = None, as_json: options.Json = False) -> None:
    """List the conflicts of interest that were declared; your own, if you do not watch over the office."""
    found = conflicts.conflicts(database, by)
    show(as_json, lambda: told.data("conflicts", found), lambda: [told.conflicts(found)], ())


@app.command()
def assign(
    database: options.Database,
    case: options.Case,
    role: Annotated[Role, typer.Argument(help="As what.", show_default=False)],
    by: options.Recorder,
    to: Annotated[
        str, typer.Option("--to", metavar="ID", help="To this account (else by lot); needs a reason.")
    ] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why them, or why anew.")] = "",
) -> None:
    """Assign a case's work of a role: by lot among those who may do it, unless you name somebody and say why."""
    found = assignments.assigned(database, case, role, by, to, reason)
    show(False, dict, lambda: [told.assignments([found])], ())


@app.command("assignments")
def assignments_(
    database: options.Database, case: options.Case, by: options.By = None, as_json: options.Json = False
) -> None:
    """Show whose work a case is, role by role."""
    found = assignments.assignments(database, case, by)
    show(as_json, lambda: told.data("assignments", found), lambda: [told.assignments(found)], ())


@app.command()
def complain(
    database: options.Database,
    text: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="What happened, as plain text: it stays in no shell's history.",
            show_default=False,
        ),
    ],
    by: options.Recorder,
    about: Annotated[
        list[str] | None,
        options.several("--about", "Of this account, which never sees it"),
    ] = None,
    case: Annotated[str, typer.Option("--case", metavar="ID", help="Of this case.")] = "",
) -> None:
    """Put a complaint or an allegation on record; whoever is named in it never sees it."""
    found = complaints.lodged(database, text_in(text), by, tuple(about or ()), case)
    show(False, dict, lambda: [told.complaints([found])], ())


@app.command("complaints")
def complaints_(
    database: options.Database,
    by: options.By = None,
    end: Annotated[str, typer.Option("--end", metavar="ID", help="Say how this one ended.")] = "",
    outcome: Annotated[str, typer.Option("--outcome", help=f"How: {', '.join(OUTCOME.meaning)}.")] = "",
    answer: Annotated[str, typer.Option("--answer", help="Why, in words.")] = "",
    as_json: options.Json = False,
) -> None:
    """List complaints: all that do not name you, if you watch over the office; else your own."""
    if end:
        if outcome not in OUTCOME.meaning or not by:
            raise typer.BadParameter(
                f"say --by, and one of {', '.join(OUTCOME.meaning)}.", param_hint="--outcome"
            )
        found = [complaints.ended(database, end, outcome, answer, by)]
    else:
        found = complaints.complaints(database, by)
    show(as_json, lambda: told.data("complaints", found), lambda: [told.complaints(found)], ())


@app.command("spot-check")
def spot_check(
    database: options.Database,
    by: options.Recorder,
    of: Annotated[str, typer.Option("--of", help=f"What: {', '.join(LOOKED_AT.meaning)}.")] = "",
    number: Annotated[int, typer.Option("--number", min=1, max=1000, help="So many, drawn by lot.")] = 10,
    since: Annotated[
        date | None,
        typer.Option("--since", parser=options.day, metavar="DAY", help="Done on this day or later."),
    ] = None,
    check: Annotated[
        str, typer.Option("--check", metavar="ID", help="Say what was found of an act in this one.")
    ] = "",
    act: Annotated[str, typer.Option("--act", metavar="ID", help="The act.")] = "",
    found: Annotated[str, typer.Option("--found", help=f"What: {', '.join(FINDING.meaning)}.")] = "",
    note: Annotated[str, typer.Option("--note", help="In words.")] = "",
) -> None:
    """Draw a sample of interviews or overrides by lot, or say what was found of one of them."""
    if check:
        if found not in FINDING.meaning:
            raise typer.BadParameter(f"one of {', '.join(FINDING.meaning)}.", param_hint="--found")
        one = spot_checks.found_of(database, check, act, found, note, by)
    elif of not in LOOKED_AT.meaning:
        raise typer.BadParameter(f"one of {', '.join(LOOKED_AT.meaning)}.", param_hint="--of")
    else:
        one = spot_checks.drawn(database, of, number, since or date.min, by)
    show(False, dict, lambda: [told.spot_checks([one])], ())


@app.command("spot-checks")
def spot_checks_(database: options.Database, by: options.By = None, as_json: options.Json = False) -> None:
    """List the spot checks, and what was found."""
    found = spot_checks.spot_checks(database, by)
    show(as_json, lambda: told.data("spot_checks", found), lambda: [told.spot_checks(found)], ())
