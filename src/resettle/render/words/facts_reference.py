"""The reference of facts, made from the dictionary: ``python -m resettle.render.words.facts_reference > docs/reference/facts.md``."""

import sys
from collections.abc import Iterator

from resettle.engine.registry.codes import CodeList
from resettle.engine.registry.facts import Fact, Kind, dictionary

HEAD = """\
# Facts

The columns of `people.csv`, `members.csv`, `cases.csv`, `relatives.csv` and `pathways.csv`, and the names that criteria may use.
Any cell may be blank (this row says nothing) or `unknown`; where the table says so, also `none` (it is known that there is none).
Facts of relatives and of pathways are asked for within `ANY_RELATIVE(…)` and `ANY_PATHWAY(…)` only.

*What settles it* is the step that makes an unknown fact known; *what may change it*, a step of the office or of a State by which
a known one may come to be otherwise, if there is one.

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
    tables = {
        "people": "People", "members": "Members", "cases": "Cases", "relatives": "Relatives outside the case",
        "pathways": "Other pathways", "counted": "Counted, never written",
    }  # fmt: skip
    for table, title in tables.items():
        told = [fact for fact in dictionary().values() if fact.recorded_in == table]
        heads = ["fact", "meaning", "values", "what settles it", "who sees it", "source"]
        heads[4:4] = ["what may change it"] if any(fact.lift for fact in told) else []
        yield f"## {title}\n"
        yield f"{_line(heads)}\n{'|---' * len(heads)}|"
        yield from (_row(fact, lifts="what may change it" in heads) for fact in told)
        yield ""
    yield "## Code lists\n"
    for codes in _lists():
        yield f"### {codes.name}\n\nSource: {codes.source}.\n"
        yield from (f"* `{code}`: {meaning}{_note(codes, code)}" for code, meaning in codes.meaning.items())
        yield ""


def _row(fact: Fact, *, lifts: bool) -> str:
    values = KINDS[fact.kind] + (f" ({fact.codes.name})" if fact.codes else "")
    values += ", or `none`" if fact.may_be_none else ""
    steps = [fact.mend, fact.lift] if lifts else [fact.mend]
    return _line([f"`{fact.name}`", fact.label, values, *steps, fact.sensitivity.value, fact.source])


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _lists() -> list[CodeList]:
    found = {fact.codes.name: fact.codes for fact in dictionary().values() if fact.codes}
    return [codes for codes in found.values() if len(codes.meaning) <= LONGEST]


def _note(codes: CodeList, code: str) -> str:
    return " (undetermined: recorded, but it answers no criterion)" if code in codes.undetermined else ""


if __name__ == "__main__":
    sys.stdout.write(reference())
