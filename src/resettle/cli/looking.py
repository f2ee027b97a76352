"""``resettle as-of``: what was so on one day, as known on another, of a register in a folder or a database."""

from typing import Annotated

import typer

from resettle import service
from resettle.cli import options
from resettle.cli.answering import asked_for, opened_at, show
from resettle.cli.progress import steps
from resettle.render import as_of as rendered
from resettle.render import terminal

app = typer.Typer()


@app.command("as-of")
def as_of(
    register: options.Register,
    name: Annotated[
        str,
        typer.Argument(
            help="A person, a case or an arrangement (else the whole register).", show_default=False
        ),
    ] = "",
    on: options.On = None,
    known: options.Known = None,
    as_json: options.Json = False,
) -> None:
    """Say what was so on one day, as known on another."""
    asked = asked_for(on, known)
    with steps() as step:
        opened = opened_at(register, step, asked.known or asked.on)
        answer = service.as_of(opened.register, asked, name)
    show(
        as_json,
        lambda: rendered.data(answer),
        lambda: [terminal.heading(answer.situation), rendered.shown(answer)],
        opened.warnings,
    )
