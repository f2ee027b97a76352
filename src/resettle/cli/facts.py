"""``resettle record``: what is learned of people and cases, a row at a time, into a register in a database."""

from typing import Annotated

import typer

from resettle.cli import options
from resettle.cli.answering import console, print_json
from resettle.cli.imports import REFUSED
from resettle.engine.registry.permissions import RECORDED_BY
from resettle.engine.registry.register import OFFICE
from resettle.render import imports as rendered
from resettle.service import facts, imports

app = typer.Typer()


@app.command()
def record(
    database: options.Database,
    table: Annotated[
        str, typer.Argument(help=f"Of which table: {', '.join(RECORDED_BY)}.", show_default=False)
    ],
    cells: Annotated[
        list[str],
        typer.Argument(
            metavar="COLUMN=CELL…",
            help="What the row says: person=P-1 arrangement=nz-150 willing=no. Without effective=DAY it holds from today.",
            show_default=False,
        ),
    ],
    by: options.Recorder,
    source: Annotated[
        str, typer.Option("--source", metavar="ID", help="Who says so (else the office itself).")
    ] = OFFICE,
    not_duplicate: Annotated[
        list[str] | None,
        typer.Option(
            "--not-duplicate", metavar="A=B", help="These two are not one person; may be given several times."
        ),
    ] = None,
    key: Annotated[
        str | None, typer.Option("--key", help="A name of your own: sent again, nothing is recorded twice.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Record what was learned of a person or a case: one row of a table; or say everything that speaks against it."""
    rows = {table: [_row(cells)]}
    done = facts.recorded(database, rows, by, key, source, imports.settled(None, not_duplicate or ()))
    if as_json:
        print_json(rendered.data(done.preview, done))
    else:
        console().print(rendered.previewed(done.preview))
        if not done.preview.is_refused:
            console().print(rendered.imported(done))
    if done.preview.is_refused:
        raise typer.Exit(REFUSED)


def _row(cells: list[str]) -> dict[str, str]:
    """``person=P-1`` and the like as a row. Raises typer.BadParameter with everything that cannot be read."""
    row: dict[str, str] = {}
    wrong = []
    for text in cells:
        column, equals, cell = text.partition("=")
        if not equals or not column:
            wrong.append(f"{text!r} is not COLUMN=CELL, such as willing=no")
        elif column in row:
            wrong.append(f"{column} is given twice")
        else:
            row[column] = cell
    if wrong:
        raise typer.BadParameter("; ".join(wrong) + ".", param_hint="COLUMN=CELL")
    return row
