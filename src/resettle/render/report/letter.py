"""A person's letter as a page: in their language, with the English beside it."""

from typing import NamedTuple

from markupsafe import Markup

from resettle.engine.referrals.requests import Letter
from resettle.render.report.page import TEMPLATES, environment, policy
from resettle.render.report.rrf import full_name, is_rtl
from resettle.render.words import letters as said
from resettle.render.words.names import SYNTHETIC, day


class Line(NamedTuple):
    """A line of a letter, and as what it stands there: ``of`` of the style."""

    of: str
    text: str


Block = list[Line]
_SET_IN = (("    ", "deep"), ("  •", "bullet"), ("  ", "under"))


def html(letter: Letter) -> str:
    """
    The letter as a page of its own, which asks nothing of the network.

    How the person may be reached is not on it: others may see it on the way.
    """
    one = letter.request
    style = (TEMPLATES / "letter.css").read_text(encoding="utf-8")
    theirs = one.translation["text"] if one.translation else ""
    english = _blocks(one.answer["text"] if one.answer else "")
    names = letter.names
    return environment().get_template("letter.html").render(
        title=said.TITLE, style=Markup(style), policy=policy(style), marks=_marks(letter), person=one.person,
        written=full_name(names.get("given_names"), names.get("family_name")),
        latin=full_name(names.get("given_names_latin"), names.get("family_name_latin")),
        request=one.request, received=day(one.received),
        answered=day(one.answer["effective"]) if one.answer else "",
        language=said.language(one), code=one.language or "", theirs=_blocks(theirs), rtl=is_rtl(theirs),
        english=english, beside=_beside(_blocks(theirs), english), heading=said.IN_ENGLISH,
        is_rtl=is_rtl,
    )  # fmt: skip


def _marks(letter: Letter) -> str:
    one = letter.request
    lacking = ""
    if one.withdrawn:
        lacking = said.waits(one)
    elif one.answer is None:
        lacking = said.NO_ANSWER
    elif not one.is_read:
        lacking = said.NOT_CHECKED if one.translation else said.NOT_TRANSLATED
    return " · ".join(mark for mark in (SYNTHETIC if letter.synthetic else "", lacking) if mark)


def _beside(theirs: list[Block], english: list[Block]) -> list[list[tuple[Line, Line]]]:
    """Their lines with the English of each, so that whoever checks, or reads aloud, follows; none if they are not line by line."""
    if not theirs or [len(block) for block in theirs] != [len(block) for block in english]:
        return []
    return [[*zip(ours, lines, strict=True)] for ours, lines in zip(theirs, english, strict=True)]


def _blocks(text: str) -> list[Block]:
    """Blocks of lines, parted by blank ones."""
    return [_lines(block.splitlines()) for block in text.split("\n\n") if block.strip()]


def _lines(block: list[str]) -> Block:
    """As what each stands there: by how far it is set in; the first of several is what they are of."""
    found = []
    for number, line in enumerate(block):
        of = next((name for lead, name in _SET_IN if line.startswith(lead)), "")
        found.append(Line("of" if not (of or number) and len(block) > 1 else of, line.strip()))
    return found
