"""Charts: Vega-Lite specifications as plain dicts, drawn to SVG without a browser. Unknown is hatched, never 0."""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import vl_convert

VEGA_LITE = "6.4"
WIDE, NARROW = 760, 340
"""Pixels a chart is drawn for: beside text on a screen or on paper, and on a phone."""

# UNHCR's blues and what goes with them; told apart by brightness too, so in any colour vision and on grey paper.
NAVY, BLUE, SKY, PALE = "#18375F", "#0072BC", "#8EBEFF", "#DCE9FF"
TEAL, AMBER, RED, GREY, LIGHT = "#00866F", "#F2B33D", "#A8243A", "#8A96A3", "#D5DBE1"
INK, QUIET, GRID = "#1B2A3A", "#4F5F6F", "#E3E8ED"
HATCHED = "#010203"
"""Stands in a specification for the hatching of what is unknown; a browser never sees it."""
ON_DARK = frozenset({NAVY, BLUE, TEAL, RED})

_FONT = "Helvetica, Arial, sans-serif"
_BAR, _GAP = 22, 12
_END = 70  # pixels after the longest bar, for what is written there
_LETTER = 6.4  # pixels, about, of one letter at 12 px


@dataclass(frozen=True, slots=True)
class Segment:
    """Part of a bar. ``size``: in the chart's unit; None is unknown, drawn hatched. ``told``: its size is written."""

    name: str
    size: int | None
    told: bool = True


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart of bars; ``depth`` sets its label in; ``end`` is written after it."""

    label: str
    segments: tuple[Segment, ...]
    depth: int = 0
    end: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A state that holds from a day until another."""

    begins: date
    until: date
    name: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of a chart of dated histories, and the days on which an entry says something."""

    label: str
    bands: tuple[Band, ...]
    entries: tuple[date, ...] = ()
    disputed: tuple[date, ...] = ()
    supposed: tuple[tuple[date, str], ...] = ()
    depth: int = 0


Colours = Mapping[str, str]
"""Name of a segment or band → its colour, in the order of the legend."""


def bars(rows: Sequence[Bar], colours: Colours, unit: str, *, width: int = WIDE) -> dict[str, Any]:
    """Stacked horizontal bars. What is unknown takes a fixed piece of the axis, hatched and labelled."""
    longest = max((sum(part.size or 0 for part in row.segments) for row in rows), default=0) or 1
    stub = longest * (0.16 if width == WIDE else 0.28)
    label = _label_width([row.label for row in rows], width)
    domain = max([longest, *(_length(row, stub) for row in rows)])
    per_unit = (width - label - _END) / domain
    parts = [part for place, row in enumerate(rows) for part in _parts(place, row, stub, per_unit, colours)]
    ends = [
        {"row": place, "x": _length(row, stub), "text": row.end} for place, row in enumerate(rows) if row.end
    ]
    x = {
        "field": "start",
        "type": "quantitative",
        "title": unit,
        "scale": {"domain": [0, domain], "nice": False},
    }
    axis = {"grid": True, "tickCount": 5 if width == WIDE else 3, "format": ",d", "values": _ticks(longest)}
    text = {"type": "text", "fontSize": 12}
    layers = [
        _layer(parts, {"type": "bar", "height": _BAR, "stroke": "#FFFFFF", "strokeWidth": 1},
               {"x": {**x, "axis": axis}, "x2": {"field": "end"}, "color": _drawn("fill")}),
        _layer([part for part in parts if part["unknown"]],
               {"type": "bar", "height": _BAR - 1, "fillOpacity": 0, "stroke": QUIET, "strokeDash": [4, 3]},
               {"x": x, "x2": {"field": "end"}}),
        _layer([part for part in parts if part["text"]], {**text, "fontWeight": 600},
               {"x": {**x, "field": "middle"}, "text": {"field": "text"}, "color": _drawn("ink")}),
        _layer(ends, {**text, "align": "left", "dx": 6, "color": INK}, {"x": {**x, "field": "x"}, "text": {"field": "text"}}),
    ]  # fmt: skip
    return _rows([(row.label, row.depth) for row in rows], layers, label, width - label - _END, width)


def _length(row: Bar, stub: float) -> float:
    return sum(stub if part.size is None else part.size for part in row.segments)


def _parts(place: int, row: Bar, stub: float, per_unit: float, colours: Colours) -> Iterable[dict[str, Any]]:
    start = 0.0
    for part in row.segments:
        if part.size == 0:
            continue
        length = stub if part.size is None else float(part.size)
        text = "unknown" if part.size is None else f"{part.size:,}"
        fits = part.told and len(text) * 7.5 + 6 <= length * per_unit
        yield {
            "row": place, "start": start, "end": start + length, "middle": start + length / 2,
            "unknown": part.size is None, "text": text if fits else "",
            "fill": HATCHED if part.size is None else colours[part.name],
            "ink": "#FFFFFF" if part.size is not None and colours[part.name] in ON_DARK else INK,
        }  # fmt: skip
        start += length


def _ticks(longest: int) -> list[int]:
    """Round numbers from 0 up to what is known: none stand under what is unknown."""
    step = next(
        (step * 10**power for power in range(9) for step in (1, 2, 5) if step * 10**power * 5 >= longest), 1
    )
    return list(range(0, longest + 1, step))


def timeline(lanes: Sequence[Lane], on: date, colours: Colours, *, width: int = WIDE) -> dict[str, Any]:
    """Bands of what held from when until when, lane by lane, up to a rule at the day of the view."""
    begins, ends = _year(min((band.begins for lane in lanes for band in lane.bands), default=on)), _year(on)
    span = max(ends - begins, 0.5)
    domain = [begins - span * 0.01, ends + span * 0.03]
    label = _label_width([lane.label for lane in lanes], width)
    per_year = (width - label - 20) / (domain[1] - domain[0])
    bands = [band for place, lane in enumerate(lanes) for band in _bands(place, lane, per_year, colours)]
    entries = [{"row": place, "x": _year(day)} for place, lane in enumerate(lanes) for day in lane.entries]
    disputes = [{"row": place, "x": _year(day)} for place, lane in enumerate(lanes) for day in lane.disputed]
    supposed = [{"row": place, "x": _year(day), "fill": colours[name]}
                for place, lane in enumerate(lanes) for day, name in lane.supposed]  # fmt: skip
    x = {"type": "quantitative", "title": None, "scale": {"domain": domain, "nice": False}}
    years = list(range(int(begins) + (begins > int(begins)), int(ends) + 1))
    axis = {"values": years, "format": "d", "grid": True}
    at = {**x, "field": "x"}
    point = {"type": "point", "size": 120, "filled": True, "opacity": 1, "strokeWidth": 2}
    layers = [
        _layer(bands, {"type": "bar", "height": _BAR}, {"x": {**x, "field": "start", "axis": axis},
               "x2": {"field": "end"}, "color": _drawn("fill")}),
        *(_layer([band for band in bands if band["text"] and band["inside"] is inside],
                 {"type": "text", "align": "left" if inside else "right", "dx": 6 if inside else -8, "fontSize": 12},
                 {"x": {**x, "field": "start"}, "text": {"field": "text"}, "color": _drawn("ink")})
          for inside in (True, False)),
        _layer(entries, {"type": "tick", "thickness": 2, "size": _BAR + 4, "color": INK}, {"x": at}),
        _layer(supposed, {**point, "shape": "circle", "stroke": INK}, {"x": at, "color": _drawn("fill")}),
        _layer(disputes, {**point, "shape": "diamond", "color": "#FFFFFF", "stroke": RED, "yOffset": -_BAR // 2},
               {"x": at}),
    ]  # fmt: skip
    day = _layer(
        [{"x": ends}], {"type": "rule", "color": INK, "strokeWidth": 1, "strokeDash": [3, 3]}, {"x": at}
    )
    return _rows([(lane.label, lane.depth) for lane in lanes], layers, label, width - label - 20, width, day)


def _bands(place: int, lane: Lane, per_year: float, colours: Colours) -> Iterable[dict[str, Any]]:
    """What is drawn of a lane; a name that does not fit stands before its band if nothing else does."""
    for band in lane.bands:
        start, end = _year(band.begins), max(_year(band.until), _year(band.begins) + 4 / per_year)
        inside = len(band.name) * _LETTER + 12 <= (end - start) * per_year
        alone = not inside and len(lane.bands) == 1
        fill = colours[band.name]
        yield {
            "row": place, "start": start, "end": end, "fill": fill, "inside": inside,
            "text": band.name if inside or alone else "",
            "ink": "#FFFFFF" if inside and fill in ON_DARK else INK,
        }  # fmt: skip


def _layer(
    values: Sequence[Mapping[str, Any]], mark: dict[str, Any], encoding: dict[str, Any]
) -> dict[str, Any]:
    return {"data": {"values": list(values)}, "mark": mark, "encoding": encoding}


def _drawn(field: str) -> dict[str, Any]:
    """A colour as it stands in the data."""
    return {"field": field, "type": "nominal", "scale": None}


def _year(day: date) -> float:
    """A day as a number of years: 2016.87, so that no time zone can move it."""
    first = date(day.year, 1, 1)
    return day.year + (day - first).days / (date(day.year + 1, 1, 1) - first).days


def _label_width(labels: Sequence[str], width: int) -> int:
    longest = max((len(line) for label in labels for line in label.split("\n")), default=0)
    return 8 if width != WIDE else min(250, int(longest * _LETTER) + 30)


def _rows(
    labels: Sequence[tuple[str, int]],
    layers: Sequence[dict[str, Any]],
    label: int,
    plot: int,
    width: int,
    *over: dict[str, Any],
) -> dict[str, Any]:
    """Layers over common rows, whose labels stand before them, or above them where it is narrow."""
    above = width != WIDE
    y = {
        "field": "row", "type": "quantitative", "axis": None,
        "scale": {"domain": [-0.5, len(labels) - 0.5], "reverse": True, "nice": False, "zero": False},
    }  # fmt: skip
    for layer in layers:
        layer["encoding"]["y"] = y
    named = [_label(place, text, depth, above) for place, (text, depth) in enumerate(labels)]
    texts = [
        _layer(
            [one for one in named if (one["depth"], len(one["text"])) == (depth, lines)],
            {"type": "text", "align": "left", "fontSize": 12, "lineHeight": 14, "color": INK,
             "fontWeight": 400 if depth else 600, "x": (0 if above else -label) + depth * 12,
             "dy": -_BAR if above else 7 - 7 * lines},
            {"y": y, "text": {"field": "text"}},
        )
        for depth, lines in sorted({(one["depth"], len(one["text"])) for one in named})
    ]  # fmt: skip
    return {
        "width": plot,
        "height": (_BAR + _GAP + (24 if above else 4)) * len(labels),
        "padding": {"left": 2, "right": 2, "top": 12 if above else 2, "bottom": 2},
        "background": None,
        "view": {"stroke": None, "fill": None},
        "layer": [*layers, *texts, *over],
    }


def _label(place: int, text: str, depth: int, above: bool) -> dict[str, Any]:
    lines = text.split("\n")
    return {"row": place, "depth": depth, "text": [" · ".join(lines)] if above else lines}


_MARK = {
    "orient": "bottom",
    "anchor": "start",
    "fontSize": 10,
    "fontWeight": 400,
    "color": "#6B4A00",
    "offset": 6,
}
CONFIG = {
    "font": _FONT,
    "aria": False,
    "axis": {
        "labelFontSize": 12, "labelColor": QUIET, "titleColor": QUIET, "titleFontWeight": 400, "titleFontSize": 12,
        "gridColor": GRID, "domain": False, "ticks": False, "labelPadding": 6, "titlePadding": 8,
    },
}  # fmt: skip


def svg(spec: Mapping[str, Any], label: str, name: str, mark: str = "") -> str:
    """
    A specification drawn; ``label`` says in words what it shows, ``name`` keeps its ids apart from other charts'.

    ``mark`` is written under it, so that it stays with the chart wherever that is taken.
    """
    title = {"title": {"text": mark, **_MARK}} if mark else {}
    drawn: str = vl_convert.vegalite_to_svg({**spec, **title}, vl_version=VEGA_LITE, config=CONFIG)
    drawn = re.sub(r"\b(clip|gradient_)(\d+)\b", rf"{name}-\1\2", drawn)
    drawn = drawn.replace(HATCHED, "url(#hatched)").replace(HATCHED.lower(), "url(#hatched)")
    drawn = re.sub(
        r' (?:role|aria-[a-z]+|xmlns:xlink)="[^"]*"', "", drawn
    )  # the whole is one image, named below
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{html.escape(label, quote=True)}" ', 1)
