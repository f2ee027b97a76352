"""Where in a text a part of it stands, so that a fault can point at it, and what may have been meant there."""

from collections.abc import Iterable

from sqlglot import exp
from sqlglot.errors import SqlglotError

from resettle.engine.errors import Fault, nearest_name
from resettle.engine.registry.language.bounds import fault, words_like


def written(node: exp.Expr, text: str) -> tuple[str, int]:
    """The part of the text a node was read from, and where it begins (the first character is 1; 0 if not known)."""
    spots = [part.meta for part in node.walk() if "start" in part.meta]
    if not spots:  # NULL, TRUE, CURRENT_DATE: the parser keeps no place of a word it knows
        found = words_like(node.sql(), text)
        return (found[0][0], found[0][1] + 1) if len(found) == 1 else (node.sql(), 0)
    start, end = min(spot["start"] for spot in spots), max(spot["end"] for spot in spots) + 1
    while end < len(text) and text[start:end].count("(") > text[start:end].count(")"):
        end += 1
    return text[start:end], start + 1


def syntax(error: SqlglotError, text: str) -> Fault:
    """What the parser could not read, and where; it tells the line, and the column in which it ends."""
    details = (getattr(error, "errors", None) or [{}])[0]
    part = str(details.get("highlight") or "")
    before = sum(len(line) for line in text.splitlines(keepends=True)[: (details.get("line") or 1) - 1])
    start = before + (details.get("col") or 0) - len(part)
    return fault("test_syntax", part, start + 1 if part and text[max(start, 0) :].startswith(part) else 0)


def place(one: Fault) -> tuple[int, str]:
    """Sorts faults as they stand in the text."""
    at = one.params.get("at", 0)
    return (at if isinstance(at, int) else 0), one.code


def closest(words: Iterable[str], known: Iterable[str]) -> str:
    """The known name nearest to one of several spellings; else nothing."""
    known = list(known)
    return next((near for word in words if (near := nearest_name(word, known))), "")
