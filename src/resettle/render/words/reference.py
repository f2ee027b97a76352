"""
The error reference, made from the words:
``python -m resettle.render.words.reference > docs/reference/errors.md``.
"""

import sys
from collections.abc import Iterator

from resettle.engine.errors import Fault
from resettle.render import words
from resettle.render.words.fill import fill
from resettle.render.words.template import Words

HEAD = """\
# Error reference

Everything that Resettle can find wrong, by its code. A message says what is wrong, where, and how to mend it. Where
the cure begins with *Nothing stops*, it is a warning: work goes on, and every output lists it. All else is an error,
and nothing runs on a register that has one. All faults are reported at once.

A place is written `file, row, column` for a table, where the row is counted as a spreadsheet does (the header is
row 1), and `file, key` for TOML, where `offer.2026.places[1]` is the first entry of places of the offer whose id is 2026.
An entry without an id, or with that of another, is counted: `status[2]`, `offer[2]`.

*This page is made from `src/resettle/render/words/of_*.py` by
`python -m resettle.render.words.reference > docs/reference/errors.md`; a test fails while it is not current.*
"""


def reference() -> str:
    """The whole page."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield HEAD
    for title, group in words.GROUPS.items():
        yield f"## {title}\n"
        for code, one in group.items():
            yield f"### `{code}`\n"
            yield f"{one.cause}\n"
            yield f"> {_escaped(words.said(_example(code, one)))}\n"
            cure = " ".join(
                part for part in (words.near(_example(code, one)), fill(one.mend, one.example)) if part
            )
            yield f"**Cure.** {_escaped(cure)}\n"


def _example(code: str, one: Words) -> Fault:
    return Fault(code, one.where, one.example)


def _escaped(text: str) -> str:
    return text.replace("<", "\\<").replace("*", "\\*")


if __name__ == "__main__":
    sys.stdout.write(reference())
