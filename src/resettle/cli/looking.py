"""``as-of``, ``alerts``, ``appointments``, ``ledger``: what was so on one day, as known on another, in a folder or a database."""

from datetime import date
from typing import Annotated

import typer

from resettle import service
from resettle.cli import options
from resettle.cli.answering import asked_for, opened_at, show
from resettle.cli.progress import steps
from resettle.render import alerts as rendered_alerts
from resettle.render import appointments as rendered_appointments
from resettle.render import as_of as rendered
from resettle.render import ledgers as rendered_ledgers
from resettle.render import results, terminal
from resettle.service.questions import Wanted

NOT_AGREED = 7

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
        lambda: rendered.data(answer, opened.warnings),
        lambda: [terminal.heading(answer.situation), rendered.shown(answer)],
        opened.warnings,
    )


@app.command()
def alerts(
    register: options.Register,
    on: options.On = None,
    known: options.Known = None,
    as_json: options.Json = False,
) -> None:
    """Say what is due: clocks that ran out, submissions to what is no longer open, reviews."""
    asked = asked_for(on, known)
    with steps() as step:
        opened = opened_at(register, step, asked.known or asked.on)
        answer = service.alerted(opened.register, asked)
    show(
        as_json,
        lambda: rendered_alerts.data(answer, opened.warnings),
        lambda: [terminal.heading(answer.situation), rendered_alerts.shown(answer)],
        opened.warnings,
    )


@app.command()
def appointments(
    register: options.Register,
    mission: Annotated[
        str, typer.Option("--mission", metavar="ID", help="Of this selection mission alone.")
    ] = "",
    first: Annotated[
        date | None,
        typer.Option("--from", parser=options.day, metavar="DAY", help="For this day or later."),
    ] = None,
    last: Annotated[
        date | None,
        typer.Option("--until", parser=options.day, metavar="DAY", help="For this day or before."),
    ] = None,
    on: options.On = None,
    known: options.Known = None,
    as_json: options.Json = False,
) -> None:
    """List missions, and who is asked to come when and for what, and what came of it."""
    asked = asked_for(on, known)
    with steps() as step:
        opened = opened_at(register, step, asked.known or asked.on)
        answer = service.scheduled(opened.register, asked, Wanted(mission, first, last))
    show(
        as_json,
        lambda: {**rendered_appointments.data(answer), **results.checked(opened.warnings)},
        lambda: [terminal.heading(answer.situation), rendered_appointments.shown(answer)],
        opened.warnings,
    )


@app.command()
def ledger(
    register: options.Register,
    limits: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[LIMIT]…", help="Limits, arrangements or quotas (else all).", show_default=False
        ),
    ] = None,
    on: options.On = None,
    known: options.Known = None,
    assume: options.Assume = None,
    first: Annotated[
        date | None,
        typer.Option(
            "--from", parser=options.day, metavar="DAY", help="Of one limit: from this day to the --on day."
        ),
    ] = None,
    reconcile: Annotated[
        bool,
        typer.Option(
            "--reconcile",
            help="Tell every act anew, and say whether counts and ledgers agree with them, and what was published.",
        ),
    ] = False,
    as_json: options.Json = False,
) -> None:
    """Say how many places are offered, proposed, held, used and free; from day to day; whether it all adds up."""
    supposed = options.assumptions(assume)
    if reconcile:
        report = service.reconciled(register, limits or (), on, known, supposed)
        show(
            as_json,
            lambda: rendered_ledgers.reconciled_data(report),
            lambda: [rendered_ledgers.reconciled(report)],
            report.warnings,
        )
        if not report.agrees:
            raise typer.Exit(NOT_AGREED)
        return
    if first and (on is None or len(limits or ()) != 1):
        raise typer.BadParameter("it takes one limit and --on, the last day.", param_hint="--from")
    if first and on and limits:
        answer = service.course(register, limits[0], first, on, known, supposed)
    else:
        answer = service.ledgers_of(register, limits or (), on, known, supposed)
    show(
        as_json,
        lambda: rendered_ledgers.data(answer),
        lambda: [rendered_ledgers.shown(answer, from_day_to_day=bool(first))],
        answer.warnings,
    )
