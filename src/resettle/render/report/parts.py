"""What a report is made of: sections of paragraphs, lists, tables and figures. No HTML here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from resettle.render.report.tables import Table


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph; ``tone`` lifts it: ``lead`` opens a section, ``note`` is an aside."""

    text: str
    tone: str = ""
    kind: str = "prose"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list: what it says, and beside it a head, an aside and a link."""

    text: str
    head: str = ""
    aside: str = ""
    link: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list with its own heading."""

    title: str
    items: tuple[Item, ...]
    kind: str = "listing"


@dataclass(frozen=True, slots=True)
class Tabled:
    """A table on its own."""

    table: Table
    kind: str = "tabled"


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart, wide and narrow, with its caption and the same figures as a table. ``label`` says what it shows."""

    name: str
    caption: str
    label: str
    wide: Mapping[str, Any]
    narrow: Mapping[str, Any]
    legend: Mapping[str, str]
    table: Table
    unknown: bool = False
    marks: tuple[str, ...] = ()
    kind: str = "figure"


Block = Prose | Listing | Tabled | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a report, with its place in the contents."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    short: str = ""

    @property
    def in_contents(self) -> str:
        return self.short or self.title


@dataclass(frozen=True)
class Facts:
    """A few numbers that stand out, each with what it counts."""

    of: str
    figures: tuple[tuple[str, str], ...] = field(default=())


def blocks(*parts: Block | None) -> tuple[Block, ...]:
    """Those that are there."""
    return tuple(part for part in parts if part is not None)


def some(title: str, entries: Sequence[Item]) -> Listing | None:
    """A list, unless it is empty."""
    return Listing(title, tuple(entries)) if entries else None
