"""Fills a sentence with its values as people read them: days, numbers, plural forms, lists, nothing unprintable."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum

from resettle.render.words.names import counted, day, listed, number

LONGEST = 80
LONGEST_LIST = 400
MOST = 20
LARGEST = 10**15

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_PARAM = re.compile(r"\{(\w+)(?::([^{}]*))?\}")


class Worded(str):
    """Text that is made of words of ours already, and is shown whole."""


def fill(sentence: str, params: Mapping[str, object]) -> str:
    """
    A sentence with its parameters: ``{value}``; ``{value:q}`` in quotation marks; ``{over:place|places}`` counted;
    ``{codes:or}`` as a choice; ``{allowed:long}`` at more length. A part in ``[…]`` is left out where one of its
    parameters is missing or empty.

    Raises KeyError for a parameter that is missing elsewhere.
    """
    kept = _OPTIONAL.sub(lambda part: part[1] if _all_there(part[1], params) else "", sentence)
    return _PARAM.sub(lambda one: shown(params[one[1]], one[2] or ""), kept)


def names(sentence: str) -> set[str]:
    """The parameters that a sentence cannot do without."""
    return {found[1] for found in _PARAM.finditer(_OPTIONAL.sub("", sentence))}


def shown(value: object, style: str = "") -> str:
    """A value as people read it: a day in words, a list joined, text without anything that cannot be printed."""
    if "|" in style and isinstance(value, int):
        return counted(value, style)
    if style == "q":
        return f"“{_plain(str(value) if isinstance(value, int) and abs(value) < LARGEST else value)}”"
    if isinstance(value, Worded):
        return _text(value, len(value))
    if isinstance(value, str):
        return _text(value, LONGEST_LIST if style == "long" else LONGEST)
    if isinstance(value, Mapping):
        return _list([f"{_plain(key)} ({shown(one)})" for key, one in value.items()], style)
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return _list([_plain(one) for one in value], style)
    return _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number(value) if abs(value) < LARGEST else "a number out of bounds"
    return day(value) if isinstance(value, date) else _text(str(value), LONGEST)


def _text(text: str, longest: int) -> str:
    """Text cut to length, with what cannot be printed (a line's end, a terminal's command) written as its code."""
    plain = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text[: longest + 1])
    return plain if len(text) <= longest else f"{plain[:longest]}…"


def _list(parts: list[str], style: str) -> str:
    if len(parts) > MOST:
        return f"{', '.join(parts[:MOST])}, … ({number(len(parts))} in all)"
    return listed(parts, style) if parts else "none"


def _all_there(part: str, params: Mapping[str, object]) -> bool:
    return all(params.get(found[1]) not in (None, "", (), []) for found in _PARAM.finditer(part))
