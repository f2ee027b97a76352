"""A person's letter as a page: in their language, with the English beside it."""

from markupsafe import Markup

from resettle.engine.referrals.requests import Letter
from resettle.render.report.page import TEMPLATES, environment, policy
from resettle.render.report.rrf import full_name, is_rtl
from resettle.render.words import letters as said
from resettle.render.words.names import SYNTHETIC, day


def html(letter: Letter) -> str:
    """
    The letter as a page of its own, which asks nothing of the network.

    How the person may be reached is not on it: others may see it on the way.
    """
    one = letter.request
    style = (TEMPLATES / "letter.css").read_text(encoding="utf-8")
    theirs = one.translation["text"] if one.translation else ""
    names = letter.names
    return environment().get_template("letter.html").render(
        title=said.TITLE, style=Markup(style), policy=policy(style), marks=_marks(letter), person=one.person,
        written=full_name(names.get("given_names"), names.get("family_name")),
        latin=full_name(names.get("given_names_latin"), names.get("family_name_latin")),
        request=one.request, received=day(one.received),
        answered=day(one.answer["effective"]) if one.answer else "",
        language=said.language(one), code=one.language or "", theirs=_paragraphs(theirs), rtl=is_rtl(theirs),
        english=_paragraphs(one.answer["text"] if one.answer else ""), beside=said.ENGLISH_BESIDE, is_rtl=is_rtl,
    )  # fmt: skip


def _marks(letter: Letter) -> str:
    one = letter.request
    lacking = ""
    if one.answer is None:
        lacking = said.NO_ANSWER
    elif not one.is_read:
        lacking = said.NOT_CHECKED if one.translation else said.NOT_TRANSLATED
    return " · ".join(mark for mark in (SYNTHETIC if letter.synthetic else "", lacking) if mark)


def _paragraphs(text: str) -> list[list[str]]:
    """Blocks of lines, parted by blank ones."""
    return [block.splitlines() for block in text.split("\n\n") if block.strip()]
