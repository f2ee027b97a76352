"""What is wrong with the cells of a table: each distinct cell of a column is looked at once."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from resettle.engine.dates import parse_day
from resettle.engine.errors import Fault, Where
from resettle.engine.registry import codes, facts
from resettle.engine.registry.facts import Fact, Kind
from resettle.files.columns import MAY_BE_UNKNOWN, Table

MAX_CELL = 10_000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_ID = re.compile(r"[^\s;/,]{1,100}")
_PLAIN_ID = r"^[^\s\p{C};/,]+$"
"""What polars can tell to be an id without a fault, if it is short enough; the rest are looked at one by one."""
_COUNT = re.compile(r"[0-9]{1,9}|unknown")
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")


def faults_in(rows: pl.DataFrame, table: Table, name: str) -> list[Fault]:
    """Every fault of a table's rows ([row, columns …], text as written, blank is null), row by row."""
    wrong = {column: _wrong(rows.get_column(column), table) for column in rows.columns if column != "row"}
    wrong = {column: found for column, found in wrong.items() if found}
    suspect = [pl.col(column).is_null() for column in table.filled]
    for conditions, is_wrong in (
        (table.filled_where, pl.Expr.is_null),
        (table.blank_where, pl.Expr.is_not_null),
    ):
        suspect += [
            pl.col(other).is_in(list(where)) & is_wrong(pl.col(column))
            for column, (other, where) in conditions.items()
        ]
    suspect += [pl.col(column).is_in(list(found)) for column, found in wrong.items()]
    at_fault = rows.filter(pl.any_horizontal(suspect)) if suspect else rows.clear()
    return [
        replace(fault, where=Where(name, row["row"], fault.where.key))
        for row in at_fault.iter_rows(named=True)
        for fault in _row_faults(row, table, wrong)
    ]


def _row_faults(
    row: Mapping[str, str | None], table: Table, wrong: Mapping[str, Mapping[str, Sequence[Fault]]]
) -> Iterator[Fault]:
    for column in table.filled:
        if row[column] is None:
            yield Fault("cell_missing", Where(key=column), {"column": column})
    for column, (other, codes_of) in table.filled_where.items():
        if row[other] in codes_of and row[column] is None:
            yield Fault("cell_missing", Where(key=column), {"column": column})
    for column, (other, codes_of) in table.blank_where.items():
        if row[other] in codes_of and row[column] is not None:
            yield Fault(
                "cell_not_blank", Where(key=column), {"column": column, "of": other, "value": row[other]}
            )
    for column, found in wrong.items():
        yield from found.get(row[column] or "", ())


def faults_of(row: Mapping[str, str], table: Table) -> Iterator[Fault]:
    """What is wrong with some cells, each by its column alone; of a private one it is not said what stands there."""
    for column, cell in row.items():
        yield from (_private_faults if column in table.private else _cell_faults)(cell, column, table)


def _wrong(column: pl.Series, table: Table) -> dict[str, list[Fault]]:
    """The distinct cells of a column that have faults, with these."""
    if column.null_count() == len(column):
        return {}
    cells = column.drop_nulls()
    if column.name in table.ids and not table.others.get(column.name):
        cells = cells.filter(~cells.str.contains(_PLAIN_ID) | (cells.str.len_chars() > 100))
    look = _private_faults if column.name in table.private else _cell_faults
    found = {cell: list(look(cell, column.name, table)) for cell in cells.unique()}
    return {cell: faults for cell, faults in found.items() if faults}


def is_readable(text: str) -> bool:
    """Whether a cell can hold a text, so that it comes back as it was."""
    return len(text) <= MAX_CELL and not _CONTROL.search(text)


def _private_faults(cell: str, column: str, table: Table) -> Iterator[Fault]:
    """The same faults, without what stands in the cell."""
    an_id = "an id without blanks, commas, semicolons and slashes, in at most 100 characters"
    for fault in _cell_faults(cell, column, table):
        shown = "value" in fault.params
        params = {"expected": fault.params.get("expected", an_id)}
        yield Fault("cell_private", fault.where, params) if shown else fault


def _cell_faults(cell: str, column: str, table: Table) -> Iterator[Fault]:
    where = Where(key=column)
    if not is_readable(cell):
        yield Fault("cell_unreadable", where, {"limit": MAX_CELL})
    elif column in table.ids and not _ID.fullmatch(cell):
        yield Fault("id_wrong", where, {"value": cell})
    elif (column in table.days or column in table.plain_days) and not _is_day(cell):
        yield Fault("day_wrong", where, {"value": cell})
    elif column in table.others:
        yield from _code_faults(cell, table.others[column], where)
    if fact := table.facts.get(column) or table.dates.get(column):
        yield from _fact_faults(fact, cell, where)


def _code_faults(cell: str, allowed: codes.CodeList | None, where: Where) -> Iterator[Fault]:
    unknown = cell == facts.UNKNOWN and where.key in MAY_BE_UNKNOWN
    if allowed is not None and cell not in allowed and not unknown:
        near = codes.nearest(cell, allowed)
        yield Fault("code_unknown", where, {"value": cell, "allowed": _some(allowed.meaning), "near": near})
    if where.key == "score" and not _NUMBER.fullmatch(cell):
        yield Fault(
            "value_wrong",
            where,
            {"value": cell, "expected": "a number that is not below 0, such as 12 or 0.75"},
        )

    if where.key == "figure" and not _COUNT.fullmatch(cell):
        yield Fault("value_wrong", where, {"value": cell, "expected": "a whole number or unknown"})


def _fact_faults(fact: Fact, cell: str, where: Where) -> Iterator[Fault]:
    if cell == facts.NONE and not fact.may_be_none:
        yield Fault("none_impossible", where, {"label": fact.label})
    try:
        facts.parse(fact, cell)
    except ValueError as error:
        if fact.kind in (Kind.CODE, Kind.CODES):
            allowed = list(facts.allowed_codes(fact))
            near = codes.nearest(str(error), fact.codes) if fact.codes else ""
            yield Fault("code_unknown", where, {"value": str(error), "allowed": _some(allowed), "near": near})
        else:
            expected = "a date (2016-11-14, 2016-11 or 2016)" if fact.kind is Kind.DATE else "a whole number"
            yield Fault(
                "value_wrong",
                where,
                {"value": cell, "expected": f"{expected}{', none' if fact.may_be_none else ''} or unknown"},
            )


def _some(allowed: Mapping[str, str] | Sequence[str]) -> str:
    listed = list(allowed)
    return ", ".join(listed) if len(listed) <= 20 else f"{', '.join(listed[:3])} … ({len(listed)} codes)"


def _is_day(cell: str) -> bool:
    try:
        parse_day(cell)
    except ValueError:
        return False
    return True
