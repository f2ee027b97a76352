"""
Places of limits, on a day or from day to day; whether acts, counts and ledgers agree, and published figures with
them: for a terminal, and as data.
"""

from typing import Any

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from resettle.engine.reports.reconciliation import Compared, Untaken
from resettle.render import as_of, results, terminal, words
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
    """Limit by limit: whether it adds up, what became of places that nobody took, and what was published of it."""
    parts: list[RenderableType] = [_heading(answer)]
    head = "Acts, counts and ledgers agree." if answer.agrees else "Acts, counts and ledgers do not agree."
    parts.append(Text(head, style="bold green" if answer.agrees else "bold red"))
    for one in answer.limits:
        days = words.count(len(one.balances), "day")
        parts.append(
            Text(f"{one.limit}: {'adds up' if one.agrees else 'does not add up'}, looked at on {days}.")
        )
        if one.faults:
            parts.append(terminal.faults(one.faults))
        if one.untaken:
            parts.append(Text(f"  {_untaken(one.untaken)}"))
        parts += [Text(f"  {_published(each)}") for each in one.published]
    return Group(*parts)


def _untaken(one: Untaken) -> str:
    parts = [
        f"{words.number(number)} {what}"
        for what, number in (
            ("reallocated", one.reallocated),
            ("lapsed", one.lapsed),
            ("of which nothing is told", one.left),
        )
        if number
    ]
    return f"Untaken: {_or_unknown(one.untaken)}{f', {words.listed(parts)}' if parts else ''}."


def _published(one: Compared) -> str:
    """What was published of which day, where and since when it is known, beside what the register comes to."""
    it = one.published
    told = f"Published of {words.day(it.on)} ({it.source}, known on {words.day(it.known)}): {it.measure} {_or_unknown(it.figure)}"
    if one.by is None:
        verdict = "whether they agree is unknown"
    elif one.by:
        verdict = f"{words.number(abs(one.by))} {'more' if one.by > 0 else 'fewer'} published than recorded"
    else:
        verdict = "they agree"
    return f"{told}; the register comes to {_or_unknown(one.ours)}: {verdict}."


def _or_unknown(number: int | None) -> str:
    return "unknown" if number is None else words.number(number)


def reconciled_data(answer: Reconciliation) -> dict[str, Any]:
    limits = [
        {
            "limit": one.limit,
            "agrees": one.agrees,
            "miscounted": results.plain(one.miscounted),
            "balances": [{**results.plain(each), "left": each.left} for each in one.balances],
            "untaken": {**results.plain(one.untaken), "left": one.untaken.left} if one.untaken else None,
            "published": [_compared(each) for each in one.published],
        }
        for one in answer.limits
    ]
    found = [fault for one in answer.limits for fault in one.faults]
    told = results.checked([*found, *answer.warnings])
    return {**_head(answer), "agrees": answer.agrees, "limits": limits, **told}


def _compared(one: Compared) -> dict[str, Any]:
    return {**results.plain(one.published), "ours": one.ours, "by": one.by, "verdict": one.verdict.value}
