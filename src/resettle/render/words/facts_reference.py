"""The reference of facts, made from the dictionary: ``python -m resettle.render.words.facts_reference > docs/reference/facts.md``."""

import sys
from collections.abc import Iterator

from resettle.engine.registry.codes import CodeList
from resettle.engine.registry.facts import Fact, Kind, dictionary

HEAD = """\
# Facts

The columns of `people.csv`, `cases.csv` and `members.csv`, and the names that criteria may use. Any cell may be blank (this
row says nothing) or `unknown`; where the table says so, also `none` (it is known that there is none).

*This page is made from the fact dictionary by `python -m resettle.render.words.facts_reference > docs/reference/facts.md`; a test
fails while it is not current.*
"""
KINDS = {
    Kind.CODE: "one code",
    Kind.CODES: "codes, `;` between them; `;unknown` at the end if there may be more",
    Kind.DATE: "a date: `2016-11-14`, `2016-11` or `2016`",
    Kind.NUMBER: "a whole number",
}
LONGEST = 20
"""Codes listed one by one; longer lists are named."""


def reference() -> str:
    """The whole page."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield HEAD
    tables = {"people": "People", "members": "Members", "cases": "Cases", "counted": "Counted, never written"}
    for table, title in tables.items():
        yield f"## {title}\n"
        yield "| fact | meaning | values | what settles it | who sees it | source |\n|---|---|---|---|---|---|"
        yield from (_row(fact) for fact in dictionary().values() if fact.recorded_in == table)
        yield ""
    yield "## Code lists\n"
    for codes in _lists():
        yield f"### {codes.name}\n\nSource: {codes.source}.\n"
        yield from (f"* `{code}`: {meaning}{_note(codes, code)}" for code, meaning in codes.meaning.items())
        yield ""


def _row(fact: Fact) -> str:
    values = KINDS[fact.kind] + (f" ({fact.codes.name})" if fact.codes else "")
    values += ", or `none`" if fact.may_be_none else ""
    return f"| `{fact.name}` | {fact.label} | {values} | {fact.mend} | {fact.sensitivity.value} | {fact.source} |"


def _lists() -> list[CodeList]:
    found = {fact.codes.name: fact.codes for fact in dictionary().values() if fact.codes}
    return [codes for codes in found.values() if len(codes.meaning) <= LONGEST]


def _note(codes: CodeList, code: str) -> str:
    return " (undetermined: recorded, but it answers no criterion)" if code in codes.undetermined else ""


if __name__ == "__main__":
    sys.stdout.write(reference())
