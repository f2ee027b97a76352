"""Places of limits, on a day or from day to day, and whether acts, counts and ledgers agree: for a terminal, and as data."""

from collections.abc import Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from resettle.engine.reports.reconciliation import Miscounted, Reconciled
from resettle.render import as_of, results, words
from resettle.render.words.names import SYNTHETIC
from resettle.service import Ledgers, Reconciliation


def shown(answer: Ledgers, *, from_day_to_day: bool) -> RenderableType:
    """A line for each limit, or for each day on which one limit changes."""
    title = f"{answer.ledgers[0].limit}, from day to day" if from_day_to_day else "Places"
    rows = [
        (words.day(one.on) if from_day_to_day else one.limit, *as_of.places_of(one)) for one in answer.ledgers
    ]
    return Group(_heading(answer), as_of.table(title, ("", *as_of.LEDGER), rows))


def _heading(answer: Ledgers | Reconciliation) -> RenderableType:
    lines = [
        Text(answer.name, style="bold"),
        Text(f"As of {words.day(answer.on)}, as known on {words.day(answer.known)}."),
    ]
    if answer.synthetic:
        lines.append(Text(f"{SYNTHETIC}.", style="bold magenta"))
    return Panel(Group(*lines), expand=False)


def data(answer: Ledgers) -> dict[str, Any]:
    return {
        **_head(answer),
        "ledgers": as_of.ledgers_data(answer.ledgers),
        **results.checked(answer.warnings),
    }


def _head(answer: Ledgers | Reconciliation) -> dict[str, Any]:
    return {
        "register": answer.name,
        "synthetic": answer.synthetic,
        "on": answer.on.isoformat(),
        "known": answer.known.isoformat(),
    }


def reconciled(answer: Reconciliation) -> RenderableType:
    """Limit by limit: whether it adds up, and what became of places that nobody took."""
    parts: list[RenderableType] = [_heading(answer)]
    head = "Acts, counts and ledgers agree." if answer.agrees else "Acts, counts and ledgers do not agree."
    parts.append(Text(head, style="bold green" if answer.agrees else "bold red"))
    for one in answer.limits:
        parts += [Text(line) for line in _told(one)]
    return Group(*parts)


def _told(one: Reconciled) -> Iterator[str]:
    days = words.count(len(one.balances), "day")
    yield f"{one.limit}: {'adds up' if one.agrees else 'does not add up'}, looked at on {days}."
    for each in one.balances:
        if each.left:
            yield f"  {words.day(each.ledger.on)}: {each.left} of what is offered is not accounted for."
    for wrong in one.miscounted:
        yield f"  {_miscounted(wrong)}"
    if one.untaken:
        parts = [
            f"{words.number(number)} {what}"
            for what, number in (
                ("reallocated", one.untaken.reallocated),
                ("lapsed", one.untaken.lapsed),
                ("of which nothing is told", one.untaken.left),
            )
            if number
        ]
        taken = "unknown" if one.untaken.untaken is None else words.number(one.untaken.untaken)
        yield f"  Untaken: {taken}{f', {words.listed(parts)}' if parts else ''}."


def _miscounted(one: Miscounted) -> str:
    known = f"as known on {words.day(one.known)}" if one.known else "by the counts that acts are admitted by"
    told, kept = (
        f"{each.proposed} proposed, {each.held} held, {each.used} used, {each.accepted} accepted"
        for each in (one.told, one.kept)
    )
    return f"From {words.day(one.day)}, {known}: kept are {kept}; the acts come to {told}. Run resettle rebuild, and verify."


def reconciled_data(answer: Reconciliation) -> dict[str, Any]:
    limits = [
        {
            "limit": one.limit,
            "agrees": one.agrees,
            "miscounted": results.plain(one.miscounted),
            "balances": [{**results.plain(each), "left": each.left} for each in one.balances],
            "untaken": {**results.plain(one.untaken), "left": one.untaken.left} if one.untaken else None,
        }
        for one in answer.limits
    ]
    told = results.checked(answer.warnings)
    return {**_head(answer), "agrees": answer.agrees, "limits": limits, **told}
