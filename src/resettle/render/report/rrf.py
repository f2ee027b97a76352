"""The Resettlement Registration Form as a page: names in their own script and in Latin letters."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from markupsafe import Markup

from resettle.engine.referrals.rrf import Field, Part, Reader, Rrf, Said, Section
from resettle.engine.registry.facts import NONE, UNKNOWN
from resettle.render.report.page import TEMPLATES, environment, policy
from resettle.render.words import forms
from resettle.render.words.names import SYNTHETIC, day

TABLED = frozenset({"link", "submission", "relatives", "relative", "needs", "document", "declaration"})
"""Parts that are rows of a table."""
TITLES = {"link": "Cases that belong with this one", "submission": "Submitted before"}
DRAFT = "Draft: not complete"


@dataclass(frozen=True)
class Cell:
    """What one field says: its label, its value, how it is set, and from whom it is kept."""

    label: str
    value: str
    said: Said
    text: bool = False
    rtl: bool = False
    hidden_from: tuple[str, ...] = ()


@dataclass(frozen=True)
class Name:
    """A person: in Latin letters, as written, and what else tells who it is."""

    id: str
    latin: str
    written: str = ""
    rtl: bool = False
    role: str = ""


@dataclass(frozen=True)
class Block:
    """Fields under a person's name, or a table of them."""

    kind: str
    name: Name | None = None
    title: str = ""
    cells: tuple[Cell, ...] = ()
    rows: tuple[tuple[Name, tuple[Cell, ...]], ...] = ()


@dataclass(frozen=True)
class Titled:
    """A section of the page."""

    number: int
    title: str
    blocks: tuple[Block, ...] = field(default=())
    note: str = ""


def html(form: Rrf, *, synthetic: bool, draft: bool = False) -> str:
    """The form as a page of its own, which asks nothing of the network."""
    names = _names(form)
    style = (TEMPLATES / "rrf.css").read_text(encoding="utf-8")
    marks = " · ".join(mark for mark in (SYNTHETIC if synthetic else "", DRAFT if draft else "") if mark)
    return environment().get_template("rrf.html").render(
        form=form, title=forms.TITLE, kind=forms.KINDS[form.kind], reader=_reader(form.reader, names),
        day=day(form.on), sections=[_section(one, names, form.reader) for one in form.sections], marks=marks, style=Markup(style),
        policy=policy(style), declaration=forms.DECLARATION, signing=_signing(form, names), hidden=forms.HIDDEN,
        names=names, draft=draft,
    )  # fmt: skip


def _reader(one: Reader, names: dict[str, Name]) -> str:
    told = forms.reader(one)
    return f"{told}, {names[one.person].latin}" if one.person in names else told


def _section(one: Section, names: dict[str, Name], reader: Reader) -> Titled:
    title = forms.SECTIONS[one.number]
    if one.left_out:
        return Titled(one.number, title, note=forms.LEFT_OUT)
    blocks = tuple(_blocks(one, names))
    note = "" if blocks else forms.empty(one.number, reader)
    return Titled(one.number, title, blocks, note)


def _blocks(one: Section, names: dict[str, Name]) -> Iterator[Block]:
    for kind, parts in groupby(one.parts, lambda part: "rows" if part.of in TABLED else part.of):
        if kind == "rows":
            for of, rows in groupby(parts, lambda part: part.of):
                yield _table(of, [*rows], names)
        else:
            for part in parts:
                name = names.get(part.about)
                yield Block(part.of, name, "", tuple(_cells(part.fields, names)))


def _table(of: str, rows: Sequence[Part], names: dict[str, Name]) -> Block:
    """Rows of one kind; a column in which no row says anything is left out."""
    said = {one.name for part in rows for one in part.fields if one.said is not Said.MISSING}
    said |= {one.name for part in rows for one in part.fields if part.of == "declaration"}
    rows = [replace(part, fields=tuple(one for one in part.fields if one.name in said)) for part in rows]
    widest = max((len(one.fields) for one in rows), default=0)
    told = []
    for one in rows:
        name = names.get(one.about, Name(one.about, one.about))
        cells = tuple(_cells(one.fields, names))
        told.append(
            (name, cells + tuple(Cell(cell.label, "", cell.said) for cell in _empty(cells, rows, widest)))
        )
    head = next(one for one in rows if len(one.fields) == widest)
    return Block("table", None, TITLES.get(of, ""), tuple(_cells(head.fields, names)), tuple(told))


def _empty(cells: Sequence[Cell], rows: Sequence[Part], widest: int) -> Iterator[Cell]:
    """What fills a row that says less than the others: of somebody whose papers are not in this copy."""
    yield from (cells[0] for _ in range(widest - len(cells)))


def _cells(fields: Iterable[Field], names: dict[str, Name]) -> Iterator[Cell]:
    for one in fields:
        value = forms.value(one)
        hidden = tuple(_called(names.get(person), person) for person in one.hidden_from)
        yield Cell(forms.label(one.name), value, one.said, forms.is_text(one), is_rtl(value), hidden)


def _called(name: Name | None, person: str) -> str:
    return f"{name.latin} ({person})" if name else person


def _names(form: Rrf) -> dict[str, Name]:
    return {part.about: _name(part) for part in form.sections[1].parts}


def _name(part: Part) -> Name:
    said = {one.name: one.cell for one in part.fields if one.cell not in (NONE, UNKNOWN)}
    written = full_name(said.get("given_names"), said.get("family_name"))
    latin = full_name(said.get("given_names_latin"), said.get("family_name_latin"))
    role = next(
        (forms.value(one) for one in part.fields if one.name == "relationship_to_pa" and one.cell), ""
    )
    if not latin:
        return Name(part.about, written or part.about, "", False, role)
    return Name(part.about, latin, written, is_rtl(written), role)


def full_name(given: str | None, family: str | None) -> str:
    return " ".join(name for name in (given, family) if name)


def is_rtl(text: str) -> bool:
    """Whether the first letter of a text is of a script that is written from the right."""
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


def _signing(form: Rrf, names: dict[str, Name]) -> list[tuple[Name, str, str, str]]:
    """Who signs the declaration: each adult, with the day that is recorded, the caseworker and the interpreter."""
    found: dict[str, tuple[Name, str, str, str]] = {}
    for part in form.sections[7].parts:
        said = {one.name: forms.value(one) if one.said is Said.VALUE else "" for one in part.fields}
        name = names.get(part.about, Name(part.about, part.about))
        found.setdefault(part.about, (name, said["signed_on"], said["caseworker"], said["interpreter"]))
    return [*found.values()]
