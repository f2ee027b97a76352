"""Counts of people as bars: what may be told, in its colours, and the rest of the total as one empty piece."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from resettle.engine.placement.compare import Planned
from resettle.engine.reports.disclosure import Line
from resettle.render.report import charts
from resettle.render.report.charts import Bar, Segment
from resettle.render.report.parts import Figure
from resettle.render.report.tables import Table, number
from resettle.render.words.names import country

NOT_TOLD = "not told (small counts)"
WHITE = "#FFFFFF"

Named = Mapping[str, tuple[str, str]]
"""Key of a count → its name, and its colour."""


class Drawn(NamedTuple):
    """One row: its label, its counts as they may be told, and the total that is told elsewhere or here."""

    label: str
    line: Line[str]
    total: int


def figure(name: str, caption: str, rows: Sequence[Drawn], named: Named, data: Table) -> Figure:
    """A figure of counts of people."""
    colours = {key: colour for key, (_, colour) in named.items()} | {NOT_TOLD: WHITE}
    drawn = [_bar(row, named) for row in rows]
    wide, narrow = (_spec(drawn, colours, width) for width in (charts.WIDE, charts.NARROW))
    return Figure(
        name, caption, f"Bars of people: {_said(rows, named)}", wide, narrow, _legend(rows, named), data
    )


def label(planned: Planned, arrangement: str) -> str:
    """Country and id of an arrangement, on two lines."""
    return f"{country(planned.situation.arrangements[arrangement].country)}\n{arrangement}"


def _spec(drawn: Sequence[Bar], colours: Mapping[str, str], width: int) -> dict[str, Any]:
    return charts.bars(drawn, colours, "people", width=width)


def _bar(row: Drawn, named: Named) -> Bar:
    known = [Segment(key, cell) for key in named if isinstance(cell := row.line.cells.get(key, 0), int)]
    rest = row.total - sum(part.size or 0 for part in known)
    return Bar(row.label, (*known, Segment(NOT_TOLD, rest, told=False)), end=number(row.line.total))


def _legend(rows: Sequence[Drawn], named: Named) -> dict[str, str]:
    legend = {
        name: colour for key, (name, colour) in named.items() if any(row.line.cells[key] != 0 for row in rows)
    }
    return {**legend, NOT_TOLD: WHITE} if any(row.line.hidden for row in rows) else legend


def _said(rows: Sequence[Drawn], named: Named) -> str:
    return "; ".join(f"{row.label.replace(chr(10), ', ')}: {_counts(row, named)}" for row in rows)


def _counts(row: Drawn, named: Named) -> str:
    told = [f"{number(cell)} {named[key][0]}" for key, cell in row.line.cells.items() if cell != 0]
    return ", ".join(told) or "nobody"
