"""Letters: what people ask for of their own accord, and by which way an answer reaches them."""

import unicodedata
from collections.abc import Collection

from resettle.engine.registry.codes import CodeList

ENGLISH = "eng"
"""The language in which an answer is drafted (ISO 639-3)."""

ASKS = CodeList(
    "what somebody asks for",
    {
        "resettlement": "to be resettled",
        "family": "to be resettled with, or to, members of the family",
        "decision": "why something was decided, or that it be looked at again",
        "standing": "where their case stands",
        "record": "what is recorded of them",
        "correction": "that what is recorded of them be corrected",
        "other": "something else",
    },
    "Resettle",
)

READ_ALOUD = "read_aloud"
NOT_REACHED = "not_reached"
WAYS = CodeList(
    "way in which an answer was served",
    {
        "handed_over": "handed over",
        READ_ALOUD: "read aloud, and left with the person",
        "post": "by post",
        "message": "by message",
        "telephone": "told by telephone",
        "partner": "through a partner whom the person named",
        NOT_REACHED: "not served: the person was not reached",
    },
    "Resettle",
)


def is_named(name: str | None, names: Collection[str | None]) -> bool:
    """Whether a name is among others, however it is spaced or its letters are put together, and in capitals or not."""
    return bool(name) and _plain(name) in {_plain(other) for other in names}


def _plain(name: str | None) -> str:
    return " ".join(_visible(unicodedata.normalize("NFKC", name or "")).split()).casefold()


def says_something(text: str) -> bool:
    """Whether anything is to be seen in a text: blanks and marks that show nothing say nothing."""
    return bool(_visible(text).strip())


def _visible(text: str) -> str:
    return "".join(one for one in text if unicodedata.category(one) != "Cf")
