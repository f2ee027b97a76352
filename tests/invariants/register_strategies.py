"""Made-up registers: the small one with other rows in its tables, any fact of any kind, and a criterion or two more."""

import csv
import io
from collections.abc import Mapping
from itertools import product

from builders import SMALL
from hypothesis import strategies as st

from resettle.engine.registry import facts
from resettle.engine.registry.facts import Fact, Kind
from resettle.files.columns import TABLES, Table

DAYS = ["2024-06-01", "2024-06-02", "2025-12-31"]
KNOWN = "2026-01-01"
PARTIAL = ["1990-05-01", "1999-12", "2001", "2013-01"]
NAMES = {
    "person": [f"P-{number}" for number in range(1, 10)],
    "case": [f"C-{number}" for number in range(1, 5)],
    "arrangement": ["nor-2026", "can-2026"],
}
TEXTS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs", "S"]), max_size=12)
AWKWARD = st.sampled_from(['"', "a,b", "one\ntwo", " x ", "\ttab", "#tag", "=1+1", "é", "unknown", "'"])
KEYS = {
    "people": [(name,) for name in NAMES["person"]],
    "cases": [(name,) for name in NAMES["case"]],
    "relatives": list(product(NAMES["person"], ["R-1", "R-2", "ü"])),
    "pathways": list(product(NAMES["person"], ["W-1", "W-2"])),
    "willingness": list(product(NAMES["person"], NAMES["arrangement"])),
    "scores": list(product(NAMES["case"], NAMES["arrangement"])),
    "registration_groups": list(product(["G-1", "G-2"], NAMES["person"])),
    "documents": list(product(NAMES["person"], ["D-1", "D-2"])),
    "interviews": list(product(NAMES["person"], ["I-1", "I-2"])),
    "consents": list(product(NAMES["person"], ["N-1", "N-2"])),
}
"""Tables whose rows may be anything that its columns allow; in others, rows must fit one another."""


@st.composite
def registers(draw: st.DrawFn) -> dict[str, str]:
    """Files that replace, or are added to, those of the small register; it can be read."""
    chosen = draw(st.lists(st.sampled_from(sorted(KEYS)), min_size=1, max_size=3, unique=True))
    return {
        f"{name}.csv": draw(_table(table)) for table in TABLES if (name := table.name) in chosen
    } | {"arrangements/nor-2026.toml": SMALL["arrangements/nor-2026.toml"] + draw(_amendments())}  # fmt: skip


@st.composite
def _table(draw: st.DrawFn, table: Table) -> str:
    """Rows for some keys; the people and cases of the small register are all there before them."""
    held = list(csv.DictReader(io.StringIO(SMALL.get(f"{table.name}.csv", ""))))
    held = held if table.name in ("people", "cases") else []
    drawn = draw(st.lists(st.tuples(st.sampled_from(KEYS[table.name]), st.sampled_from(DAYS)),
                          min_size=1, max_size=8, unique=True))  # fmt: skip
    rows = [
        {**dict(zip(table.keys, key, strict=True)), "effective": day, "known": KNOWN, "source": "office",
         **draw(_cells(table))}
        for key, day in drawn
    ]  # fmt: skip
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, draw(st.permutations(table.columns)), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows([*held, *draw(st.permutations(rows))])
    return written.getvalue()


@st.composite
def _cells(draw: st.DrawFn, table: Table) -> Mapping[str, str]:
    said = {name: draw(_fact(fact)) for name, fact in table.facts.items() if fact.kind is not Kind.DATE}
    dates = [*table.dates, *(name for name, fact in table.facts.items() if fact.kind is Kind.DATE)]
    if dates and table.name != "people":  # of a person they must follow one another
        said[draw(st.sampled_from(dates))] = draw(st.sampled_from([*PARTIAL, "unknown"]))
    for column, allowed in table.others.items():
        if column == "relative_person":
            said[column] = draw(st.sampled_from(["", *NAMES["person"]]))
        elif column == "score":
            said[column] = draw(st.sampled_from(["0", "12", "0.75"]))
        elif allowed is not None:
            said[column] = draw(st.sampled_from(sorted(allowed.meaning)))
        elif column not in table.keys:
            said[column] = draw(st.one_of(TEXTS, AWKWARD))
    return {name: cell for name, cell in said.items() if cell or name in table.required}


@st.composite
def _fact(draw: st.DrawFn, fact: Fact) -> str:
    if fact.kind in (Kind.CODE, Kind.CODES):
        allowed = [*list(facts.allowed_codes(fact))[:12], facts.UNKNOWN]
        some = draw(st.lists(st.sampled_from(allowed), min_size=1, max_size=2, unique=True))
        several = fact.kind is Kind.CODES and facts.NONE not in some
        return ";".join(some) if several else some[0]
    return draw(st.sampled_from(["0", "3", "unknown"]))


@st.composite
def _amendments(draw: st.DrawFn) -> str:
    """A later version of the last criterion, with text of every kind."""
    sentence = draw(st.one_of(TEXTS, st.just("It is\n'so'."))).replace('"', "'").replace("\\", "/")
    if not sentence.strip():
        return ""
    return (
        '[[criterion.amended]]\neffective = 2026-02-01\nknown = 2026-02-01\nsource = "treaty"\n'
        f'sentence = """{sentence}"""\n'
    )
