"""The commands: read the request, ask the service, show the answer. Exit codes: ``docs/reference/commands.md``."""

import importlib
import importlib.metadata
import io
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from resettle import service
from resettle.cli import forms, looking, options, rules
from resettle.cli.answering import (
    as_text,
    asked_for,
    console,
    opened_at,
    print_json,
    show,
    stop,
    write_out,
)
from resettle.cli.progress import steps
from resettle.engine.errors import Fault, RegisterRefused, RequestRefused, Where
from resettle.engine.screening.told import Voice
from resettle.render import explanation, optional, results, terminal, voices, words

REGISTER_REFUSED = 3
REQUEST_REFUSED = 4
PLAN_REFUSED = 5

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(rules.app, name="rules")
app.add_typer(looking.app)
app.add_typer(forms.app)
OFFICE = (
    "init", "import", "export", "unseal", "act", "verify", "history", "account", "accounts", "runs", "erase",
    "upgrade", "rebuild", "token", "tokens", "serve", "next", "checkpoint", "submissions", "submission", "manifest",
    "readings", "access", "decision", "requests", "request", "drafts", "answer", "translate", "served", "letter", "conflict",
    "conflicts", "assign", "assignments", "complain", "complaints", "spot-check", "spot-checks", "record",
)  # fmt: skip
OF_OFFICE = ("office", "decisions", "letters", "integrity", "serving", "submissions", "facts")
"""The modules of these commands: what they need is not always installed, so that they are named beside them."""


def _add_office() -> None:
    """The commands of a register in a database; without what they need, each says so."""
    if service.databases_are_installed():
        for module in OF_OFFICE:
            app.add_typer(importlib.import_module(f"resettle.cli.{module}").app)
        return
    rest = {"allow_extra_args": True, "ignore_unknown_options": True}
    for name in OFFICE:
        app.command(name, hidden=True, context_settings=rest)(lambda: service.databases() and None)


_add_office()


def _version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"resettle {importlib.metadata.version('resettle')}\n")
        raise typer.Exit


@app.callback()
def resettle(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Third-country refugee resettlement: who qualifies for what and why, and the best lawful use of every place."""


@app.command()
def check(register: options.Register, as_json: options.Json = False) -> None:
    """Say everything that is wrong with a register; nothing else runs on one with errors."""
    reading = service.examined(register)
    if as_json:
        print_json(results.checked(reading.faults))
    else:
        console().print(terminal.checked(reading.register, reading.faults))
    if any(one.is_error for one in reading.faults):
        raise typer.Exit(REGISTER_REFUSED)


@app.command()
def screen(
    register: options.Register,
    on: options.On = None,
    known: options.Known = None,
    what_if: options.WhatIf = None,
    assume: options.Assume = None,
    out: options.Out = None,
    as_json: options.Json = False,
    with_cases: options.WithCases = False,
) -> None:
    """Say who qualifies for what."""
    asked = asked_for(on, known, what_if, assume)
    with steps() as step:
        opened = opened_at(register, step, asked.known or asked.on)
        step("Screening")
        answer = service.screened(opened.register, asked)
    show(
        as_json,
        lambda: {**results.screened(answer, cases=with_cases), **results.checked(opened.warnings)},
        lambda: [
            terminal.heading(answer.shown.situation, asked.what_ifs),
            terminal.screened(answer, cases=with_cases),
        ],
        opened.warnings,
    )
    write_out(out, results.screened_of(answer.shown, cases=with_cases) if out else {}, quiet=as_json)


@app.command()
def plan(
    register: options.Register,
    on: options.On = None,
    known: options.Known = None,
    what_if: options.WhatIf = None,
    assume: options.Assume = None,
    tiers: options.Tiers = None,
    out: options.Out = None,
    as_json: options.Json = False,
    with_cases: options.WithCases = False,
    record: options.Record = False,
    by: options.By = None,
) -> None:
    """Plan the best lawful use of the places free that day; with a what-if, base beside scenario."""
    asked = asked_for(on, known, what_if, assume, tiers)
    if record != bool(by) or (record and not service.is_database(register)):
        raise typer.BadParameter("a plan of a database is kept with --record --by ID.", param_hint="--record")
    with steps() as step:
        opened = opened_at(register, step, asked.known or asked.on)
        answer = service.planned(opened.register, asked, step)
        written = {}
        if out:
            step("Writing the report")
            written = results.files_of(answer, cases=with_cases) | optional.report(
                answer, opened.warnings, cases=with_cases, digest=opened.digest
            )
    show(
        as_json,
        lambda: results.planned(answer, opened.warnings, cases=with_cases),
        lambda: [
            terminal.heading(answer.shown.situation, asked.what_ifs),
            terminal.planned(answer, cases=with_cases),
        ],
        opened.warnings,
    )
    write_out(out, written, quiet=as_json)
    if by:
        id = service.plan_kept(register, by, asked, opened.digest, answer)
        Console(stderr=True, highlight=False).print(f"Kept as run {id}.")
    if out and optional.REPORT not in written and not as_json:
        console().print(words.fault(optional.not_installed()))


@app.command()
def explain(
    register: options.Register,
    case: options.Case,
    on: options.On = None,
    known: options.Known = None,
    what_if: options.WhatIf = None,
    assume: options.Assume = None,
    tiers: options.Tiers = None,
    voice: options.Voices = None,
    state: options.State = None,
    steps_asked: options.Steps = False,
    by: options.By = None,
    out: options.Out = None,
    as_json: options.Json = False,
) -> None:
    """Say why one case, or the case a person is in, is where it is, and what would settle it."""
    asked = asked_for(on, known, what_if, assume, tiers)
    if state and voice is not Voice.STATE:
        raise typer.BadParameter("--state says which State reads: add --voice state.", param_hint="--state")
    if by and not steps_asked:
        raise typer.BadParameter("--by says who asks for steps: add --steps.", param_hint="--by")
    if voice or steps_asked:
        reader = voice or Voice.OFFICER
        _tell(register, case, asked, reader, state or "", by if steps_asked else "", out, as_json=as_json)
        return
    with steps() as step:
        opened = opened_at(register, step, asked.known or asked.on)
        answer, situation = service.explained(opened.register, asked, case, step)
    content = {**results.explained(answer, situation), **results.checked(opened.warnings)}
    show(
        as_json,
        lambda: content,
        lambda: [terminal.heading(situation, asked.what_ifs), explanation.explained(answer, situation)],
        opened.warnings,
    )
    write_out(out, {f"explanation-{answer.case}.json": as_text(content)}, quiet=as_json)


def _tell(
    register: str,
    name: str,
    asked: service.Asked,
    voice: Voice,
    state: str,
    by: str | None,
    out: Path | None,
    *,
    as_json: bool,
) -> None:
    """A case in one reader's voice; ``by``: who asks for lawful steps (empty: nobody does), recorded first."""
    if by is None or (by and voice is not Voice.OFFICER):
        raise typer.BadParameter(
            "--steps is for an officer, who says who asks: --by ID.", param_hint="--steps"
        )
    with steps() as step:
        opened = opened_at(register, step, asked.known or asked.on)
        answer = service.heard(opened.register, asked, name, voice, state=state, steps=bool(by))
        if by:
            _record(register, answer, by)
    warnings = (
        results.checked(opened.warnings) if voice is Voice.OFFICER else {}
    )  # they name files and other cases
    content = {**voices.heard_data(answer), **warnings}
    show(
        as_json,
        lambda: content,
        lambda: [terminal.heading(answer.situation, asked.what_ifs), voices.heard(answer)],
        opened.warnings if voice is Voice.OFFICER else (),
    )
    write_out(out, {f"{voice.value}-{name}.json": as_text(content)}, quiet=as_json)


def _record(register: str, answer: service.HeardCase, by: str) -> None:
    """No view without its record."""
    try:
        service.recorded(register, answer, by, lambda: datetime.now(UTC))
    except OSError as error:
        stop(Fault("view_not_recorded", Where(), {"why": error.strerror}))


@app.command()
def compare(
    register: options.Register,
    on: options.On = None,
    known: options.Known = None,
    what_if: options.WhatIf = None,
    assume: options.Assume = None,
    tiers: options.Tiers = None,
    out: options.Out = None,
    as_json: options.Json = False,
    with_cases: options.WithCases = False,
) -> None:
    """Say what a what-if changes, and for whom."""
    if not what_if:
        raise typer.BadParameter(
            "name at least one what-if of the folder to compare with.", param_hint="--what-if"
        )
    asked = asked_for(on, known, what_if, assume, tiers)
    with steps() as step:
        opened = opened_at(register, step, asked.known or asked.on)
        answer = service.planned(opened.register, asked, step)
    show(
        as_json,
        lambda: results.planned(answer, opened.warnings, cases=with_cases),
        lambda: [
            terminal.heading(answer.shown.situation, asked.what_ifs),
            terminal.compared(answer, cases=with_cases),
        ],
        opened.warnings,
    )
    write_out(out, results.differences_of(answer, cases=with_cases) if out else {}, quiet=as_json)


def main() -> None:
    """Run a command. What the user can mend is said without a traceback, and ends in its own exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter shows its code
    try:
        app()
    except RegisterRefused as refused:
        _refuse(refused.faults, REGISTER_REFUSED)
    except RequestRefused as refused:
        _refuse(refused.faults, REQUEST_REFUSED)
    except service.PlanRefused as refused:
        _refuse(refused.faults, PLAN_REFUSED)
    except service.SolverFailed as failed:
        sys.exit(words.fault(Fault("solver_failed", Where(), {"why": str(failed).rstrip(".")})))


def _refuse(faults: Sequence[Fault], code: int) -> None:
    Console(stderr=True, highlight=False, markup=False).print(terminal.faults(faults))
    sys.exit(code)
