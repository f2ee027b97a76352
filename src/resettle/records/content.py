"""What entries say: JSON of one form, and the digest by which an entry holds it."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from resettle.engine.errors import Fault, RequestRefused, Where

SALT = 16
"""Bytes that go before what is said, so that nobody finds it again by trying."""


def canonical(content: Mapping[str, Any]) -> str:
    """
    JSON of one form: keys in order, no blanks, letters as they are; days as ``{"day": "2016-11-14"}``.

    Raises RequestRefused if a text in it holds what is no sign.
    """
    text = _canonical(content)
    if _HALF_SIGN.search(text):
        named = (name for name, said in content.items() if _HALF_SIGN.search(_canonical([name, said])))
        raise RequestRefused([Fault("text_wrong", Where(key=next(named, "")))])
    return text


_HALF_SIGN = re.compile(r"[\ud800-\udfff]")
"""What stands for bytes that could not be read as text; no encoding has it."""


def _day(value: object) -> Mapping[str, str]:
    if isinstance(value, date):
        return {"day": value.isoformat()}
    raise TypeError(f"{type(value).__name__} has no place in an entry")


_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_day).encode


def _from_day(found: dict[str, Any]) -> Any:
    return date.fromisoformat(found["day"]) if found.keys() == {"day"} else found


_read = json.JSONDecoder(object_hook=_from_day).decode
"""One for all: to make one takes longer than most entries do."""


def parsed(text: str) -> Any:
    """What ``canonical`` wrote; where an SQLite file was tampered with, perhaps as bytes."""
    return _read(text) if isinstance(text, str) else json.loads(text, object_hook=_from_day)


def digest(salt: bytes, content: str) -> bytes:
    return hashlib.sha256(salt + content.encode()).digest()
