"""``resettle rules``: what rules say on a day, what they do, what changed, whether their worked tables hold."""

from collections.abc import Callable, Iterable, Sequence

import typer
from rich.console import RenderableType

from resettle import service
from resettle.cli import options
from resettle.cli.answering import asked_for, opened_at, print_json, show
from resettle.cli.progress import steps
from resettle.render import results, rules, terminal

TABLES_FAIL = 3

app = typer.Typer(no_args_is_help=True, help="The rules: list, show, effect, diff, test.")


@app.command("list")
def list_(
    register: options.Register,
    on: options.On = None,
    known: options.Known = None,
    what_if: options.WhatIf = None,
    as_json: options.Json = False,
) -> None:
    """List arrangements and bars, with how many criteria are in force."""
    _agreed(
        register, None, asked_for(on, known, what_if), lambda found: [rules.listed(found)], as_json=as_json
    )


@app.command("show")
def show_(
    register: options.Register,
    arrangement: options.Arrangement,
    on: options.On = None,
    known: options.Known = None,
    what_if: options.WhatIf = None,
    as_json: options.Json = False,
) -> None:
    """Show every criterion of an arrangement or bar: sentence, test, source, days, who may waive it."""
    asked = asked_for(on, known, what_if)
    _agreed(register, arrangement, asked, lambda found: map(rules.shown, found), as_json=as_json)


def _agreed(
    register: str,
    of: str | None,
    asked: service.Asked,
    told: Callable[[Sequence[service.Rules]], Iterable[RenderableType]],
    *,
    as_json: bool,
) -> None:
    """What the rules say, of everything or of one arrangement or bar."""
    with steps() as step:
        opened = opened_at(register, step, asked.known or asked.on)
        found, seen = service.rules(opened.register, asked, of)
    show(
        as_json,
        lambda: {**rules.rules_data(found), **results.checked(opened.warnings)},
        lambda: [terminal.heading(seen, asked.what_ifs), *told(found)],
        (),
    )


@app.command()
def effect(
    register: options.Register,
    arrangement: options.SomeArrangement = None,
    criterion: options.Criterion = None,
    on: options.On = None,
    known: options.Known = None,
    what_if: options.WhatIf = None,
    as_json: options.Json = False,
    with_cases: options.WithCases = False,
) -> None:
    """Say what each criterion does: who does not meet it, who fails only because of it."""
    asked = asked_for(on, known, what_if)
    with steps() as step:
        opened = opened_at(register, step, asked.known or asked.on)
        step("Screening")
        found, seen = service.effects(opened.register, asked, arrangement, criterion)
    show(
        as_json,
        lambda: {**rules.effects_data(found, cases=with_cases), **results.checked(opened.warnings)},
        lambda: [terminal.heading(seen, asked.what_ifs), rules.effects(found, cases=with_cases)],
        (),
    )


@app.command()
def diff(
    register: options.Register,
    arrangement: options.OneArrangement,
    first: options.From = None,
    last: options.To = None,
    on: options.On = None,
    known: options.Known = None,
    what_if: options.WhatIf = None,
    as_json: options.Json = False,
    with_cases: options.WithCases = False,
) -> None:
    """Say what changed in the rules from one day to another, or by a what-if, in words and in people."""
    asked = asked_for(on, known, what_if)
    with steps() as step:
        opened = opened_at(register, step, asked.known)
        step("Screening under both")
        found = service.compared(opened.register, asked, arrangement, first, last)
    show(
        as_json,
        lambda: {**rules.compared_data(found, cases=with_cases), **results.checked(opened.warnings)},
        lambda: [terminal.heading(found.people, asked.what_ifs), rules.compared(found, cases=with_cases)],
        (),
    )


@app.command()
def test(
    register: options.Register,
    arrangement: options.AnyArrangement = None,
    criterion: options.Criterion = None,
    as_json: options.Json = False,
) -> None:
    """Run the worked tables: what an officer expects of a rule, beside what is found."""
    with steps() as step:
        opened = opened_at(register, step)
        step("Working the tables")
        found = service.tried(opened.register, arrangement, criterion)
    if as_json:
        print_json({**rules.tried_data(found), **results.checked(opened.warnings)})
    else:
        show(False, dict, lambda: [rules.tried(found)], ())
    if not all(one.holds for one in found):
        raise typer.Exit(TABLES_FAIL)
