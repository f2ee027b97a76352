"""Commands by which other houses read what came to them, and those who watch see who read what."""

from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

import typer
from rich.console import RenderableType

from resettle.cli import options
from resettle.cli.answering import console, show
from resettle.render import results
from resettle.render import submissions as told
from resettle.service import accesses, readers, submissions
from resettle.service.lists import MOST, Page

app = typer.Typer()
T = TypeVar("T")

Case = Annotated[str, typer.Argument(help="The case.", show_default=False)]
Reader = Annotated[str, typer.Option("--by", metavar="ID", help="Who asks; that they did is recorded.")]
Arrangement = Annotated[str, typer.Option("--arrangement", metavar="ID", help="In this arrangement alone.")]
After = Annotated[str, typer.Option("--after", metavar="CASE", help="Go on after this case.")]
Most = Annotated[int, typer.Option("--limit", min=1, max=MOST, help="So many at most.")]


@app.command("submissions")
def submissions_(
    database: options.Database,
    by: Reader,
    arrangement: Arrangement = "",
    after: After = "",
    limit: Most = MOST,
    as_json: options.Json = False,
) -> None:
    """List the cases that came to a State or a placement agency."""
    page = submissions.submissions(database, by, after, limit, arrangement)
    _show(as_json, "submissions", page, results.plain, told.lines)


@app.command()
def submission(database: options.Database, case: Case, by: Reader, as_json: options.Json = False) -> None:
    """Show a case as the State or the placement agency that it came to may read it."""
    found = submissions.submission(database, case, by)
    show(as_json, lambda: told.submission_data(found), lambda: [told.submission(found)], ())


@app.command()
def manifest(
    database: options.Database,
    by: Reader,
    arrangement: Arrangement = "",
    after: After = "",
    limit: Most = MOST,
    as_json: options.Json = False,
) -> None:
    """List who is to travel, with their documents and clearances."""
    page = submissions.manifest(database, by, after, limit, arrangement)
    _show(as_json, "cases", page, told.manifest_data, told.manifest)


@app.command()
def access(
    database: options.Database,
    case: Case,
    by: options.Recorder,
    reason: Annotated[str, typer.Option("--reason", help="Why, in words.")],
    hours: Annotated[int, typer.Option("--hours", help="For how many hours.")] = accesses.USUAL,
) -> None:
    """Open a case of another office, to be read for some hours; who watches over the office sees it."""
    found = accesses.opened(database, case, by, reason, hours)
    console().print(f"Case {found.case} is open to {found.by} until {found.until:%Y-%m-%d %H:%M} UTC.")


@app.command()
def readings(
    database: options.Database,
    case: Annotated[str, typer.Argument(help="Of this case alone.", show_default=False)] = "",
    account: Annotated[str, typer.Option("--account", metavar="ID", help="By this account alone.")] = "",
    by: options.By = None,
    after: Annotated[
        str, typer.Option("--after", metavar="NUMBER", help="Go on where the list before ended.")
    ] = "",
    limit: Most = MOST,
    as_json: options.Json = False,
) -> None:
    """List who read what of a case, or of any, and every search and export; the last first."""
    page = readers.readings(database, by, case, account, after, limit)
    _show(as_json, "readings", page, told.readings_data, told.readings)


def _show(
    as_json: bool,
    name: str,
    page: Page[T],
    data: Callable[[Sequence[T]], object],
    shown: Callable[[Sequence[T]], RenderableType],
) -> None:
    """A page, and as data with what the next begins after."""
    show(
        as_json,
        lambda: {name: data(page.items), "after": page.after or None},
        lambda: [shown(page.items)],
        (),
    )
