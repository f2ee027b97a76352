"""An import at a terminal and as data: what is new, what is there already, who may be recorded twice, what is wrong."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from resettle.engine.errors import Fault
from resettle.render import results, words
from resettle.render.words.names import counted

if TYPE_CHECKING:  # what it shows needs an extra, which its words do not
    from resettle.service.imports import Imported
    from resettle.service.previews import Preview

FIRST = 5
"""Of faults of one kind in one column, so many are told; the rest are counted."""
LISTED = 20


def previewed(preview: "Preview") -> RenderableType:
    """What an import would record, and all that speaks against it."""
    parts: list[RenderableType] = [_tables(preview)] if preview.tables else []
    parts += [Text(line) for line in _new(preview)]
    if preview.candidates:
        parts.append(Text("Who may be recorded twice", style="bold"))
        parts += [_line(words.candidate(one)) for one in preview.candidates[:LISTED]]
        if (more := len(preview.candidates) - LISTED) > 0:
            parts.append(_line(f"… and {words.number(more)} more; --out FILE writes them all."))
    for severity, style in (("error", "red"), ("warning", "yellow")):
        these = [one for one in preview.faults if one.severity == severity]
        if these:
            parts.append(Text(words.count(len(these), severity), style=f"bold {style}"))
            parts += [_line(line) for line in _told(these)]
    if preview.is_refused:
        parts.append(Text("Nothing was recorded.", style="bold"))
    return Group(*parts)


def _tables(preview: "Preview") -> RenderableType:
    table = Table(title="Rows", title_justify="left", title_style="bold")
    table.add_column("table")
    for heading in ("new", "there already", "refused"):
        table.add_column(heading, justify="right")
    for name, rows in preview.tables.items():
        table.add_row(name, *(words.number(one) for one in (rows.new, rows.there, rows.refused)))
    return table


def _new(preview: "Preview") -> Iterator[str]:
    new = f"{words.count(preview.people, 'person')}, {words.count(preview.cases, 'case')}"
    yield f"New, were nothing refused or to be settled: {new}." if preview.is_refused else f"New: {new}."
    for what, named in (
        ("Sources", preview.sources),
        ("Terms", preview.terms),
        ("Worked tables", preview.worked),
    ):
        if named:
            more = f", … ({words.number(len(named))} in all)" if len(named) > LISTED else ""
            yield f"{what} that are new or changed: {', '.join(named[:LISTED])}{more}."
    if preview.settled:
        yield f"Settled as two people each: {counted(len(preview.settled), 'pair|pairs')}."


def _line(text: str) -> RenderableType:
    return Padding(Text(f"• {text}", overflow="fold"), (0, 0, 0, 2))


def _told(found: list[Fault]) -> Iterator[str]:
    """Each in words; of a kind in one column that comes often the first, and how many more there are."""
    kinds = [(one.code, one.where.file, one.where.key) for one in found]
    times, told = Counter(kinds), Counter[tuple[str, str, str]]()
    for one, kind in zip(found, kinds, strict=True):
        told[kind] += 1
        if told[kind] <= FIRST:
            yield words.fault(one)
        if told[kind] == times[kind] > FIRST:
            yield f"… and {words.number(times[kind] - FIRST)} more like it; --json lists them all."


def imported(done: "Imported") -> str:
    """What was recorded, in a sentence."""
    if done.again:
        return "This was recorded before under the same key; nothing was recorded again."
    if not done.entries:
        return "Nothing was recorded: all of it is there already."
    return f"Recorded: {counted(done.entries, 'entry|entries')}."


def data(preview: "Preview", done: "Imported | None" = None) -> dict[str, Any]:
    """The same as data, with every fault and candidate."""
    return {
        "recorded": done.entries if done and not done.again else 0,
        "again": bool(done and done.again),
        "tables": results.plain(dict(preview.tables)),
        "new": {"people": preview.people, "cases": preview.cases},
        "sources": list(preview.sources),
        "terms": list(preview.terms),
        "worked": list(preview.worked),
        "settled": [list(pair) for pair in preview.settled],
        "candidates": [
            {"person": one.person, "other": one.other, "strength": one.strength,
             "of": preview.totals[one.person], "reasons": results.plain(one.reasons)}
            for one in preview.candidates
        ],
        **results.checked(preview.faults),
    }  # fmt: skip


def pairs(preview: "Preview") -> str:
    """The candidates as a file to be settled: a pair a line."""
    return "".join(f"{one.person},{one.other}\n" for one in preview.candidates)
