"""
The reference of facts, made from the dictionary:
``python -m resettle.render.words.facts_reference > docs/reference/facts.md``.
"""

import sys
from collections.abc import Iterator

from resettle.engine.registry import codes, papers
from resettle.engine.registry.codes import CodeList
from resettle.engine.registry.facts import Fact, Kind, dictionary

HEAD = """\
# Facts

The columns of `people.csv`, `members.csv`, `cases.csv`, `relatives.csv` and `pathways.csv`, and the names that criteria may use.
Any cell may be blank (this row says nothing) or `unknown`; where the table says so, also `none` (it is known that there is none).
Facts of relatives and of pathways are asked for within `ANY_RELATIVE(…)` and `ANY_PATHWAY(…)` only. What each code means stands
below, under *Code lists*.

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
NEEDS = {
    "CR": "child at risk",
    "SC": "unaccompanied or separated child",
    "WR": "woman or girl at risk",
    "ER": "older person at risk",
    "SP": "single parent or caregiver",
    "DS": "disability",
    "SM": "serious medical condition",
    "FU": "family unity",
    "TR": "torture",
    "LP": "specific legal and physical protection needs",
    "SV": "sexual or gender-based violence",
}
"""The groups of specific needs; the need within a group goes by the office's own list."""
OF_NEEDS = """\
A code is one of these groups, or a group, a hyphen and two more capital letters for the need within it (`SV-VF`). Which needs there
are within a group goes by the office's own list: any two letters are read.
"""
WRITTEN_OUT = {
    "country": """\
Three capital letters: `KEN`, `ISL`, `COD`. They are not listed here; `resettle check` names the nearest to one that is not there.
""",
    "language": """\
Three small letters of ISO 639-3: `ara`, `prs`, `som`. They are not listed here; `resettle check` names the nearest to one that is not
there.
""",
    "nationality": """\
The codes of countries, and `STA`: stateless. Who was found to have no nationality is written `STA`, never `none`; of whom nobody knows
it, `unknown`; who has two, `SYR;LBN`.
""",
}
"""Of code lists that are too long to list."""
BESIDE = {
    "`link` of `links.csv`": codes.LINK,
    "`state` of `members.csv`, `links.csv`, `relatives.csv` and `pathways.csv`": codes.STATE,
    "`willing` of `willingness.csv`": codes.WILLING,
    "`ruling` of `rulings.csv` and of worked tables": codes.RULING,
    "`on` of `statements.csv`": papers.STATEMENT,
    "`change` of `statements.csv`": papers.CHANGE,
}
"""Code lists of columns that are no facts."""


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
    for name, (source, asked) in _used().items():
        yield f"### {name}\n\nOf {', '.join(f'`{fact}`' for fact in asked)}. Source: {source}.\n"
        yield from _meanings(name)
    yield "## Code lists of columns that are no facts\n"
    for where, listed in BESIDE.items():
        yield f"### {listed.name}\n\nOf {where}. Source: {listed.source}.\n"
        yield from _codes(listed)


def _row(fact: Fact, *, lifts: bool) -> str:
    values = KINDS[fact.kind] + (f" ({_list_of(fact)})" if _list_of(fact) else "")
    values += ", or `none`" if fact.may_be_none else ""
    steps = [fact.mend, fact.lift] if lifts else [fact.mend]
    return _line([f"`{fact.name}`", fact.label, values, *steps, fact.sensitivity.value, fact.source])


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _list_of(fact: Fact) -> str:
    """The name of the code list of a fact; specific needs have none in the dictionary, and are called as the fact is."""
    if fact.codes:
        return fact.codes.name
    return fact.label if fact.kind is Kind.CODES else ""


def _used() -> dict[str, tuple[str, list[str]]]:
    """Each code list by name: its source, and the facts that take its codes."""
    found: dict[str, tuple[str, list[str]]] = {}
    for fact in dictionary().values():
        if name := _list_of(fact):
            source = fact.codes.source if fact.codes else f"{fact.source} (meanings: memory)"
            found.setdefault(name, (source, []))[1].append(fact.name)
    return found


def _meanings(name: str) -> Iterator[str]:
    lists = {fact.codes.name: fact.codes for fact in dictionary().values() if fact.codes}
    if name in WRITTEN_OUT:
        yield WRITTEN_OUT[name]
    elif name in lists:
        yield from _codes(lists[name])
    else:
        yield from (f"* `{code}`: {meaning}" for code, meaning in NEEDS.items())
        yield f"\n{OF_NEEDS}"


def _codes(listed: CodeList) -> Iterator[str]:
    yield from (f"* `{code}`: {meaning}{_note(listed, code)}" for code, meaning in listed.meaning.items())
    yield ""


def _note(listed: CodeList, code: str) -> str:
    return " (undetermined: recorded, but it answers no criterion)" if code in listed.undetermined else ""


if __name__ == "__main__":
    sys.stdout.write(reference())
