"""What every command does around its one question: open the register, show the answer, write the files."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import typer
from rich.console import Console, RenderableType

from resettle import files, service
from resettle.cli import options
from resettle.cli.out import write
from resettle.engine.errors import Fault, Where
from resettle.render import terminal, words
from resettle.service import Asked, Opened

NOT_WRITTEN = 6


def console() -> Console:
    """Where answers go; as wide as the terminal, or 120 columns into a file."""
    return Console(width=None if sys.stdout.isatty() else 120, highlight=False, markup=False)


def asked_for(
    on: date | None,
    known: date | None,
    what_if: list[str] | None = None,
    assume: list[str] | None = None,
    tiers: str | None = None,
) -> Asked:
    """What a command line asks, as the service takes it."""
    chosen = tuple(tier.strip() for tier in tiers.split(",")) if tiers else None
    return Asked(on, known, tuple(what_if or ()), options.assumptions(assume), chosen)


def opened_at(register: str, step: Callable[[str], None], known: date | None = None) -> Opened:
    """The register in a folder or a database, its terms as known on a day. Raises RegisterRefused."""
    step("Reading the register")
    return service.opened(register, known)


def show(
    as_json: bool,
    data: Callable[[], dict[str, Any]],
    shown: Callable[[], Sequence[RenderableType]],
    warnings: Sequence[Fault],
) -> None:
    """The answer as JSON, or for people at a terminal, with the register's warnings."""
    if as_json:
        print_json(data())
        return
    out = console()
    for part in shown():
        out.print(part)
    if warnings:
        out.print(terminal.faults(warnings))


def write_out(out: Path | None, contents: dict[str, str], *, quiet: bool) -> None:
    """The files asked for, all or none; ends the command if they cannot be written."""
    if out is None:
        return
    with _or_stop(out):
        written = write(out, contents)
    for path in written:
        if not quiet:
            console().print(f"Written: {path}", soft_wrap=True)


def write_text(out: Path, text: str, *, quiet: bool = False) -> None:
    """One file, whole or not at all; ends the command if it cannot be written."""
    with writing(out, quiet=quiet), files.whole(out) as aside:
        aside.write_text(text, encoding="utf-8")


@contextmanager
def writing(out: Path, *, quiet: bool = False) -> Iterator[None]:
    """Says what was written, once it is; ends the command if it cannot be."""
    with _or_stop(out):
        yield
    if not quiet:
        console().print(f"Written: {out}", soft_wrap=True)


@contextmanager
def _or_stop(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        stop(Fault("results_not_written", Where(), {"folder": str(out), "why": error.strerror}))


def stop(fault: Fault) -> NoReturn:
    """Says what could not be written, and ends the command."""
    Console(stderr=True, highlight=False, markup=False).print(words.fault(fault))
    raise typer.Exit(NOT_WRITTEN) from None


def print_json(content: dict[str, Any]) -> None:
    """Data on the standard output, and nothing else."""
    sys.stdout.write(as_text(content))


def as_text(content: dict[str, Any]) -> str:
    """Data as JSON text."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def text_in(path: Path | None) -> str:
    """What stands in a file; nothing if none is named."""
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        unreadable(path, error)


def unreadable(path: Path, error: OSError | UnicodeDecodeError) -> NoReturn:
    """Ends the command, for a text cannot be read."""
    why = getattr(error, "strerror", None) or "it is no UTF-8"
    stop(Fault("texts_unreadable", Where(str(path)), {"why": why}))
