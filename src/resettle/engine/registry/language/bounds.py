"""What a test must pass before a parser sees it: its length, its depth, and a scan that knows every sign it may use."""

import re

from resettle.engine.errors import Fault, Where
from resettle.engine.registry.language.expressions import Test, atoms, quantified

LONGEST = 2_000
MOST_TOKENS = 400
DEEPEST = 20
MOST_ASKED = 1_000

_TOKEN = re.compile(
    r"(?P<space>[ \t\r\n]+)|(?P<word>[A-Za-z_][A-Za-z0-9_]*)|(?P<number>[0-9]+)|(?P<string>'[^']*')"
    r"|(?P<null_safe><=>)|(?P<doubled>==)|(?P<op><=|>=|<>|!=|[=<>])|(?P<open>\()|(?P<close>\))|(?P<comma>,)"
    r"|(?P<comment>--|/\*)|(?P<arithmetic>[-+*/%])|(?P<other>.)",
    re.ASCII | re.DOTALL,
)
_SIGNS = {
    "null_safe": "test_null_refused",
    "doubled": "test_part_refused",
    "comment": "test_part_refused",
    "arithmetic": "test_arithmetic_refused",
    "other": "test_character_refused",
}
_WORDS = {
    "cast": "test_cast_refused",
    "try_cast": "test_cast_refused",
    "select": "test_subquery_refused",
    "if": "test_null_refused",  # sqlglot reads it as a statement, and writes the text to the log
}

MAY_BE_READ_ON = frozenset({"test_arithmetic_refused", "test_cast_refused", "test_subquery_refused"})
"""Refused signs and words after which the rest can still be parsed, to report all faults at once."""


def fault(code: str, part: str = "", at: int = 0, **more: object) -> Fault:
    """A fault of a test: ``part`` is what was written, ``at`` where it begins (the first character is 1)."""
    place = {"part": part, "at": at} if part else {}
    return Fault(code, Where(), {**place, **{key: value for key, value in more.items() if value != ""}})


def out_of_bounds(text: str) -> list[Fault]:
    """Why a text is too long or too deep to be looked at any further."""
    if len(text) > LONGEST:
        return [fault("test_too_long", length=len(text), most=LONGEST)]
    tokens = [token.lastgroup for token in _TOKEN.finditer(text) if token.lastgroup != "space"]
    if not tokens:
        return [fault("test_empty")]
    if len(tokens) > MOST_TOKENS:
        return [fault("test_too_many_parts", parts=len(tokens), most=MOST_TOKENS)]
    depth = deepest = 0
    for token in tokens:
        depth += (token == "open") - (token == "close")
        deepest = max(depth, deepest)
    return [fault("test_too_deep", depth=deepest, most=DEEPEST)] if deepest > DEEPEST else []


def too_large(test: Test) -> list[Fault]:
    """Whether a test asks too much once what it asks of members for each of several numbers is written out."""
    within = (part.test for part in quantified(test))
    asked = sum(1 for each in (test, *within) for _ in atoms(each))
    return [fault("test_too_large", asked=asked, most=MOST_ASKED)] if asked > MOST_ASKED else []


def words_like(word: str, text: str) -> list[tuple[str, int]]:
    """Where a word stands in a text, as it is written there, however it is spelt; not within quotation marks."""
    tokens = (token for token in _TOKEN.finditer(text) if token.lastgroup == "word")
    return [(token.group(), token.start()) for token in tokens if token.group().lower() == word.lower()]


def refused_signs(text: str) -> list[Fault]:
    """Signs and words that no test may hold, each where it stands."""
    found, before = [], ""
    for token in _TOKEN.finditer(text):
        kind, written = token.lastgroup or "", token.group()
        if kind == "space":
            continue
        word = written.lower() if kind == "word" else ""
        code = _WORDS.get(word) or _SIGNS.get(kind)
        if word == before == "not":  # NOT NOT NOT … would nest as deep as parentheses
            code = "test_part_refused"
        if code:
            found.append(fault(code, written, token.start() + 1))
        before = word
    return found
