"""What a test must pass before a parser sees it: its length, its depth, and a scan that knows every sign it may use."""

import re
from collections.abc import Sequence
from decimal import Decimal

from resettle.engine.dates import parse_day
from resettle.engine.errors import Fault, Where
from resettle.engine.registry import facts
from resettle.engine.registry.language.expressions import Test, atoms, quantified

LONGEST = 2_000
MOST_TOKENS = 400
DEEPEST = 20
MOST_ASKED = 1_000
A_DAY = "DATE 'YYYY-MM-DD'"

_TOKEN = re.compile(
    r"(?P<space>[ \t\r\n]+)|(?P<word>[A-Za-z_][A-Za-z0-9_]*)|(?P<day>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![A-Za-z0-9]))"
    r"|(?P<portion>[0-9]*\.[0-9]+ *%?|[0-9]+ *%(?! *[0-9(]))|(?P<number>[0-9]+)|(?P<string>'[^']*')|(?P<quoted>\"[^\"]*\"|`[^`]*`|‘[^‘’']*’|[“„][^“”\"]*[“”])"
    r"|(?P<null_safe><=>)|(?P<compared>[<>=!&|](?:[ \t\r\n]*[<>=!&|])*|[≤≥≠])|(?P<open>\()|(?P<close>\))|(?P<comma>,)"
    r"|(?P<comment>--|/\*)|(?P<arithmetic>[-+*/%])|(?P<mark>')|(?P<other>.)",
    re.ASCII | re.DOTALL,
)
_SIGNS = {
    "null_safe": "test_null_refused",
    "comment": "test_part_refused",
    "arithmetic": "test_arithmetic_refused",
    "day": "test_part_refused",
    "portion": "test_bad_number",
    "quoted": "test_character_refused",
    "mark": "test_syntax",  # a quotation mark that nothing closes
    "other": "test_character_refused",
}
_COMPARES = {"=", "<>", "!=", "<", "<=", ">", ">="}
_MEANT = {
    "==": "=", "===": "=", "=<": "<=", "=>": ">=", "<=": "<=", ">=": ">=", "≤": "<=", "≥": ">=",
    "!==": "<>", "=!": "<>", "><": "<>", "<>": "<>", "!=": "<>", "≠": "<>",
    "&": "AND", "&&": "AND", "|": "OR", "||": "OR", "!": "NOT",
}  # fmt: skip
"""Signs of other languages, or with a space in them → how they are written here."""
_BRACKETS = {"[": "]", "{": "}"}
"""What encloses a list in other languages."""
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
    tokens = [token for token in _TOKEN.finditer(text) if token.lastgroup != "space"]
    found, before, done = [], "", 0
    for place, token in enumerate(tokens):
        if token.start() < done:  # told already, as a part of a list
            continue
        kind, written = token.lastgroup or "", token.group()
        word = written.lower() if kind == "word" else ""
        code, write = _WORDS.get(word) or _SIGNS.get(kind), _instead(kind, written)
        if kind == "portion" and ("%" in written or "share_of_members" in text.lower()):
            write = _percent(written)
        if kind == "compared" and written not in _COMPARES:
            code = (
                "test_part_refused"
                if set("".join(written.split())) <= set("<>=")
                else "test_character_refused"
            )
        if word == before == "not":  # NOT NOT NOT … would nest as deep as parentheses
            code = "test_part_refused"
        if word == "in" and (listed := _listed(tokens[place + 1 :])):
            done, write = listed
            code, written = "test_part_refused", text[token.start() : done]
        if code:
            found.append(fault(code, written, token.start() + 1, write=write))
        before = word
    return found


def _instead(kind: str, written: str) -> str:
    """How a sign of another language, a day or a name in other quotation marks is written here."""
    if kind == "quoted":
        name = written[1:-1]
        return name if name in facts.dictionary() else "" if "'" in name else f"'{name}'"
    if kind == "day":
        return a_day(written)
    return _MEANT.get("".join(written.split()), "") if kind == "compared" else ""


def _percent(written: str) -> str:
    """A percentage as it is written here, a whole number of percent; empty text if it is none."""
    number = Decimal(written.rstrip("% "))
    percent = number * 100 if "%" not in written and number < 1 else number
    return str(int(percent)) if percent == int(percent) <= 100 else ""


def _listed(tokens: Sequence[re.Match[str]]) -> tuple[int, str] | None:
    """Codes that follow IN without parentheses, or within other signs: where they end, and how they are written."""
    within = bool(tokens) and tokens[0].group() in _BRACKETS
    codes, end = list[str](), 0
    for place, token in enumerate(tokens[within:]):
        if token.lastgroup == ("comma" if place % 2 else "string"):
            codes += [] if place % 2 else [token.group()]
        elif not (within and token.group() == _BRACKETS[tokens[0].group()]):
            break
        end = token.end()
    return (end, f"IN ({', '.join(codes)})") if codes else None


def a_day(written: str) -> str:
    """How a day is written in a test; as a pattern, if it is none."""
    try:
        return f"DATE '{parse_day(written)}'"
    except ValueError:
        return A_DAY
