"""The commands: read the request, ask the service, show the answer. Exit codes are in ``docs/reference/commands.md``."""

import importlib.metadata
import io
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console, RenderableType

from resettle import service
from resettle.cli import options
from resettle.cli.out import write
from resettle.cli.progress import steps
from resettle.engine.errors import Fault, RegisterRefused, RequestRefused
from resettle.render import explanation, optional, results, terminal
from resettle.service import Asked, Opened

REGISTER_REFUSED = 3
REQUEST_REFUSED = 4
PLAN_REFUSED = 5
NOT_WRITTEN = 6

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


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
def check(folder: options.Folder, as_json: options.Json = False) -> None:
    """Say everything that is wrong with a register; nothing else runs on one with errors."""
    reading = service.examined(folder)
    if as_json:
        _print_json(results.checked(reading.faults))
    else:
        console().print(terminal.checked(reading.register, reading.faults))
    if reading.register is None:
        raise typer.Exit(REGISTER_REFUSED)


@app.command()
def screen(
    folder: options.Folder,
    on: options.On = None,
    known: options.Known = None,
    what_if: options.WhatIf = None,
    assume: options.Assume = None,
    out: options.Out = None,
    as_json: options.Json = False,
    with_cases: options.WithCases = False,
) -> None:
    """Say who qualifies for what."""
    asked = _asked(on, known, what_if, assume)
    with steps() as step:
        opened = _open(folder, step)
        step("Screening")
        answer = service.screened(opened.register, asked)
    _show(
        as_json,
        lambda: {**results.screened(answer, cases=with_cases), **results.checked(opened.warnings)},
        lambda: [
            terminal.heading(answer.shown.situation, asked.what_ifs),
            terminal.screened(answer, cases=with_cases),
        ],
        opened.warnings,
    )
    _write(out, results.screened_of(answer.shown, cases=with_cases) if out else {}, quiet=as_json)


@app.command()
def plan(
    folder: options.Folder,
    on: options.On = None,
    known: options.Known = None,
    what_if: options.WhatIf = None,
    assume: options.Assume = None,
    tiers: options.Tiers = None,
    out: options.Out = None,
    as_json: options.Json = False,
    with_cases: options.WithCases = False,
) -> None:
    """Plan the best lawful use of the places free that day; with a what-if, base beside scenario."""
    asked = _asked(on, known, what_if, assume, tiers)
    with steps() as step:
        opened = _open(folder, step)
        answer = service.planned(opened.register, asked, step)
        written = {}
        if out:
            step("Writing the report")
            written = results.files_of(answer, cases=with_cases) | optional.report(
                answer, opened.warnings, cases=with_cases, digest=opened.digest
            )
    _show(
        as_json,
        lambda: results.planned(answer, opened.warnings, cases=with_cases),
        lambda: [
            terminal.heading(answer.shown.situation, asked.what_ifs),
            terminal.planned(answer, cases=with_cases),
        ],
        opened.warnings,
    )
    _write(out, written, quiet=as_json)
    if out and optional.REPORT not in written and not as_json:
        console().print(
            "No report was written: it needs the extra 'report' (pip install 'resettle[report]')."
        )


@app.command()
def explain(
    folder: options.Folder,
    case: options.Case,
    on: options.On = None,
    known: options.Known = None,
    what_if: options.WhatIf = None,
    assume: options.Assume = None,
    tiers: options.Tiers = None,
    out: options.Out = None,
    as_json: options.Json = False,
) -> None:
    """Say why one case, or the case a person is in, is where it is, and what would settle it."""
    asked = _asked(on, known, what_if, assume, tiers)
    with steps() as step:
        opened = _open(folder, step)
        answer, situation = service.explained(opened.register, asked, case, step)
    content = {**results.explained(answer, situation), **results.checked(opened.warnings)}
    _show(
        as_json,
        lambda: content,
        lambda: [terminal.heading(situation, asked.what_ifs), explanation.explained(answer, situation)],
        opened.warnings,
    )
    _write(out, {f"explanation-{answer.case}.json": _json(content)}, quiet=as_json)


@app.command()
def compare(
    folder: options.Folder,
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
    asked = _asked(on, known, what_if, assume, tiers)
    with steps() as step:
        opened = _open(folder, step)
        answer = service.planned(opened.register, asked, step)
    _show(
        as_json,
        lambda: results.planned(answer, opened.warnings, cases=with_cases),
        lambda: [
            terminal.heading(answer.shown.situation, asked.what_ifs),
            terminal.compared(answer, cases=with_cases),
        ],
        opened.warnings,
    )
    _write(out, results.differences_of(answer, cases=with_cases) if out else {}, quiet=as_json)


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
        sys.exit(f"The solver gave no answer: {failed}. This is a defect of Resettle: please report it.")


def console() -> Console:
    """Where answers go; as wide as the terminal, or 120 columns into a file."""
    return Console(width=None if sys.stdout.isatty() else 120, highlight=False, markup=False)


def _asked(
    on: Any, known: Any, what_if: list[str] | None, assume: list[str] | None, tiers: str | None = None
) -> Asked:
    chosen = tuple(tier.strip() for tier in tiers.split(",")) if tiers else None
    return Asked(on, known, tuple(what_if or ()), options.assumptions(assume), chosen)


def _open(folder: Path, step: Callable[[str], None]) -> Opened:
    step("Reading the register")
    return service.open_folder(folder)


def _show(
    as_json: bool,
    data: Callable[[], dict[str, Any]],
    shown: Callable[[], Sequence[RenderableType]],
    warnings: Sequence[Fault],
) -> None:
    if as_json:
        _print_json(data())
        return
    out = console()
    for part in shown():
        out.print(part)
    if warnings:
        out.print(terminal.faults(warnings))


def _write(out: Path | None, contents: dict[str, str], *, quiet: bool) -> None:
    if out is None:
        return
    try:
        written = write(out, contents)
    except OSError as error:
        Console(stderr=True, highlight=False, markup=False).print(
            f"Nothing was written to {out}: {error.strerror}. Name another --out folder."
        )
        raise typer.Exit(NOT_WRITTEN) from None
    for path in written:
        if not quiet:
            console().print(f"Written: {path}", soft_wrap=True)


def _refuse(faults: Sequence[Fault], code: int) -> None:
    Console(stderr=True, highlight=False, markup=False).print(terminal.faults(faults))
    sys.exit(code)


def _print_json(content: dict[str, Any]) -> None:
    sys.stdout.write(_json(content))


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
