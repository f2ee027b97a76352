"""Commands that let others ask a register over HTTP: tokens, and the server."""

import importlib.util
import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from resettle.cli import options
from resettle.cli.answering import console, show
from resettle.engine.errors import Fault, RegisterRefused, Where
from resettle.render import record as told
from resettle.render import results
from resettle.service import serving, tokens

EXTRA = "api"
APPLICATION = "resettle.project.wsgi:application"

app = typer.Typer()


@app.command()
def token(
    database: options.Database,
    by: options.Recorder,
    account: Annotated[
        str, typer.Option("--for", metavar="ACCOUNT", help="The account for which whoever holds it asks.")
    ] = "",
    until: Annotated[
        date | None, typer.Option("--until", parser=options.day, metavar="DAY", help="Its last day.")
    ] = None,
    close: Annotated[str, typer.Option("--close", metavar="TOKEN", help="End this token, by its id.")] = "",
) -> None:
    """Give a token, with which a program or a session asks over HTTP for an account; or close one."""
    if bool(account) == bool(close):
        raise typer.BadParameter("say either --for ACCOUNT or --close TOKEN.", param_hint="--for")
    if close:
        tokens.closed(database, close, by)
        console().print(f"Closed: nobody asks with {close} any more.")
        return
    given = tokens.issued(database, account, by, until)
    console().print(f"Token {given.token.id} for {account}. It is shown this once, and kept nowhere:")
    sys.stdout.write(f"{given.secret}\n")


@app.command("tokens")
def tokens_(database: options.Database, as_json: options.Json = False) -> None:
    """List the tokens that were given, without what proves them."""
    found = tokens.tokens(database)
    show(as_json, lambda: {"tokens": results.plain(found)}, lambda: [told.tokens(found)], ())


@app.command()
def serve(
    database: options.Database,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Where it listens.")] = 8000,
    host: Annotated[
        str, typer.Option("--host", help="On which of this machine's addresses it listens.")
    ] = "127.0.0.1",
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="How many processes answer.")] = 2,
    threads: Annotated[
        int, typer.Option("--threads", min=1, max=64, help="… with how many threads each.")
    ] = 4,
    secret_file: Annotated[
        Path | None,
        typer.Option(
            "--secret-file",
            metavar="FILE",
            help="What sessions are signed with: 32 characters or more (else RESETTLE_SECRET_KEY_FILE or "
            "RESETTLE_SECRET_KEY of the environment).",
        ),
    ] = None,
    key_file: Annotated[
        Path | None,
        typer.Option(
            "--key-file",
            metavar="FILE",
            help="The register's signing key, if people may be erased over HTTP.",
        ),
    ] = None,
) -> None:
    """Serve the register over HTTP until it is stopped; a proxy before it brings TLS."""
    if not all(importlib.util.find_spec(name) for name in ("gunicorn", "ninja")):
        params = {"extra": EXTRA, "install": f"pip install '.[{EXTRA}]'"}
        raise RegisterRefused([Fault("extra_not_installed", Where(), params)])
    os.environ["RESETTLE_DATABASE"] = database
    if secret_file:
        os.environ["RESETTLE_SECRET_KEY_FILE"] = str(secret_file)
    if key_file:
        os.environ["RESETTLE_KEY_FILE"] = str(key_file)
    serving.check()
    os.execv(sys.executable, command(f"{host}:{port}", workers, threads))


def command(bind: str, workers: int, threads: int) -> list[str]:
    """What starts the server: processes with threads, since most of an answer is waiting for the database."""
    return [
        sys.executable, "-m", "gunicorn", APPLICATION, "--worker-class", "gthread", "--bind", bind,
        "--workers", str(workers), "--threads", str(threads), "--keep-alive", "30", "--log-level", "warning",
    ]  # fmt: skip
