"""Worked tables on the pages of programmes: people in, the expected finding out, as documentation."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from resettle.engine.registry import facts
from resettle.engine.registry.criteria import Criterion, CriterionKind
from resettle.engine.registry.language import EVENT_DAYS
from resettle.engine.registry.register import Register
from resettle.engine.registry.worked import OUTCOME, RULING, RULING_ON, WorkedTable, tried_together
from resettle.engine.screening.reference import Answer
from resettle.render import words
from resettle.render.words import rules as said
from resettle.render.words.fill import Worded, fill
from resettle.render.words.names import form

HEADS = (
    "Worked table, of made-up people ({files})[, as of {days}]:|"
    "Worked tables, of made-up people ({files})[, as of {days}]:"
)


def worked(
    register: Register, folder: str, tables: Sequence[WorkedTable], one: Criterion | None
) -> Iterator[str]:
    """
    Worked tables of one criterion (None: of an outcome), or of sub-quotas that are nearly alike, as one table.

    ``folder``: the register's, as seen from the page. Cases that differ only in their day are told once, with all
    their days.
    """
    cases: dict[tuple[tuple[tuple[str, str], ...], ...], dict[str, None]] = {}
    for each in tables:
        for rows in tried_together(each.rows):
            day = next((row.cells["on"] for row in rows if "on" in row.cells), str(register.on))
            what = tuple(tuple((key, cell) for key, cell in row.cells.items() if key != "on") for row in rows)
            cases.setdefault(what, {})[day] = None
    if not cases:
        return
    days = {tuple(each) for each in cases.values()}
    files = ", ".join(f"[{each.file.rpartition('/')[2]}]({folder}/{each.file})" for each in tables)
    same = ", ".join(next(iter(days))) if len(days) == 1 else ""
    yield f"\n{fill(form(len(tables), HEADS), {'files': Worded(files), 'days': Worded(same)})}\n"
    shown = [dict(row) for what in cases for row in what]
    if len(days) > 1:
        whole = [(place, days) for what, days in cases.items() for place, _ in enumerate(what)]
        for row, (place, on) in zip(shown, whole, strict=True):
            row["on"] = ", ".join(on) if place == 0 else ""
    heads = [name for name in _columns(shown) if any(name in row for row in shown)]
    yield from table(
        heads,
        ([_cell(name, row.get(name, ""), one) for name in heads] for row in shown),
    )


def _columns(rows: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    rulings = sorted({name for row in rows for name in row if name.startswith(RULING_ON)})
    return ("about", "on", "case", "person", "group", *facts.dictionary(), *EVENT_DAYS, RULING, *rulings, "finding",
            OUTCOME)  # fmt: skip


def _cell(name: str, cell: str, one: Criterion | None) -> str:
    if not cell:
        return ""
    if name == OUTCOME:
        return f"**{words.outcome(cell)}**"
    if name != "finding":
        return cell if name == "about" else cell.replace(";", "; ")
    found = said.found(one, Answer(cell)) if one and one.kind is not CriterionKind.PART else words.code(cell)
    return f"**{found.rpartition(', ')[2]}**"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table in Markdown."""
    yield f"| {' | '.join(heads)} |\n{'|---' * len(heads)}|"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
