"""``decision``: what an act of a register in a database was decided on."""

from typing import Annotated

import typer

from resettle.cli import options
from resettle.cli.answering import show
from resettle.render import decisions as rendered
from resettle.service import decisions

app = typer.Typer()


@app.command()
def decision(
    database: options.Database,
    act: Annotated[str, typer.Argument(help="The id of the act, as A-17.", show_default=False)],
    by: options.By = None,
    as_json: options.Json = False,
) -> None:
    """Show a decision as it was made: what was on record then, for what the case qualified, appeals, what came since."""
    found = decisions.decided(database, act, by)
    show(as_json, lambda: rendered.data(found), lambda: [rendered.shown(found)], ())
