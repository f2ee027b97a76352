"""DuckDB: the SQL that one would write by hand for the same outcomes and reasons. Prints one line of JSON."""

import statistics
import sys
import time
from pathlib import Path

import duckdb
import numpy as np
from measured import told
from screening.certain import FAILS, born_by
from screening.questions import ELIGIBLE, INELIGIBLE, NEEDS_A_FACT, Findings, Question, questions, same_as
from screening.register import read_from

from resettle.engine.registry import facts
from resettle.engine.registry.criteria import AppliesTo
from resettle.engine.registry.language import (
    Age,
    And,
    CodeLiteral,
    Compare,
    DateLiteral,
    FactValue,
    Has,
    IsNone,
    Not,
    NumberLiteral,
    OneOf,
    Op,
    Or,
    ScreeningDay,
    Test,
)
from resettle.engine.registry.situation import Situation

RUNS = 3
_OUTCOME = (
    f"(CASE WHEN not_met_{{0}} <> 0 THEN {INELIGIBLE} WHEN open_{{0}} <> 0 THEN {NEEDS_A_FACT} "
    f"ELSE {ELIGIBLE} END)::UTINYINT"
)


def main(folder: Path) -> None:
    situation = read_from(folder, "parquet")
    asked = questions(situation)
    database = duckdb.connect(config={"threads": 2})
    _load(database, situation, folder)
    sql = _sql(asked)
    runs = []
    for _ in range(RUNS + 1):
        began = time.perf_counter()
        database.execute(sql)
        runs.append(time.perf_counter() - began)
    rows = database.sql("SELECT * FROM found ORDER BY case_number").fetchnumpy()
    told(statistics.median(runs[1:]), best=min(runs))
    found = Findings(*(np.array([rows[f"{what}_{place}"] for place in range(len(asked))])
                       for what in ("outcome", "not_met", "unknown")))  # fmt: skip
    same_as(found, Findings.saved(folder))


def _load(database: duckdb.DuckDBPyConnection, situation: Situation, folder: Path) -> None:
    """
    Facts in memory: typed columns, members in the order of their cases, whose number they carry beside their facts.

    Codes are text: as ENUM, whatever DuckDB does with them takes as long.
    """
    members, cases = folder / "members-typed.parquet", folder / "cases-typed.parquet"
    numbered = situation.cases.with_row_index("case_number")
    joined = situation.members.join(situation.people, on="person", how="left", maintain_order="left")
    joined.join(
        numbered.select("case", "case_number"), on="case", how="left", maintain_order="left"
    ).write_parquet(members)
    numbered.write_parquet(cases)
    database.execute(f"CREATE TABLE members AS FROM '{members}'")
    database.execute(f"CREATE TABLE cases AS FROM '{cases}'")


def _sql(asked: dict[str, list[Question]]) -> str:
    """Each test once per member, masks of bits per programme, bit_or per case, then the outcome."""
    tests = list(dict.fromkeys(one.test for each in asked.values() for one in each))
    of_case = {one.test for each in asked.values() for one in each if one.applies_to is AppliesTo.CASE}
    names = {test: f"t{place}" for place, test in enumerate(tests)}
    said = ",\n".join(f"{_expression(test)} AS {names[test]}" for test in tests if test not in of_case)
    said_of_case = ",\n".join(f"{_expression(test)} AS {names[test]}" for test in tests if test in of_case)
    masks, whole, outcomes = [], [], []
    for place, each in enumerate(asked.values()):
        bits = {reach: [(1 << bit, names[one.test]) for bit, one in enumerate(each) if one.applies_to is reach]
                for reach in AppliesTo}  # fmt: skip
        every, any_of, case = (
            bits[one] for one in (AppliesTo.EACH_MEMBER, AppliesTo.ANY_MEMBER, AppliesTo.CASE)
        )
        applicant = bits[AppliesTo.PRINCIPAL_APPLICANT]
        masks += [
            f"bit_or({_mask(every, 'NOT {}')}) AS no_{place}",
            f"bit_or({_mask(every, '{} IS NULL')}) AS unknown_{place}",
            f"bit_or({_mask(any_of, '{}')}) AS any_{place}",
            f"bit_or({_mask(any_of, '{} IS NULL')}) AS any_unknown_{place}",
            f"bit_or({_mask(applicant, 'NOT {}')}) FILTER (pa) AS pa_no_{place}",
            f"bit_or({_mask(applicant, '{} IS NULL')}) FILTER (pa) AS pa_unknown_{place}",
        ]
        of_any, of_applicant = (sum(bit for bit, _ in some) for some in (any_of, applicant))
        no = (
            f"no_{place} | ({of_any} & ~any_{place} & ~any_unknown_{place}) | coalesce(pa_no_{place}, 0)"
            f" | {_mask(case, 'NOT {}')}"
        )
        unknown = (
            f"(unknown_{place} | (any_unknown_{place} & ~any_{place}) | coalesce(pa_unknown_{place}, {of_applicant})"
            f" | {_mask(case, '{} IS NULL')})"
        )
        whole += [f"({no})::USMALLINT AS not_met_{place}", f"{unknown}::USMALLINT AS open_{place}"]
        outcomes += [
            f"not_met_{place}, (open_{place} & ~not_met_{place})::USMALLINT AS unknown_{place}",
            f"{_OUTCOME.format(place)} AS outcome_{place}",
        ]
    return f"""
        CREATE OR REPLACE TABLE found AS
        WITH said AS (SELECT case_number, coalesce(relationship_to_pa = 'PA', false) AS pa, {said} FROM members),
        reduced AS (SELECT case_number, {", ".join(masks)} FROM said GROUP BY case_number),
        said_of_case AS (SELECT case_number, {said_of_case} FROM cases),
        whole AS (SELECT case_number, {", ".join(whole)} FROM reduced JOIN said_of_case USING (case_number))
        SELECT case_number, {", ".join(outcomes)} FROM whole
    """


def _mask(bits: list[tuple[int, str]], condition: str) -> str:
    cases = [f"(CASE WHEN {condition.format(name)} THEN {bit} ELSE 0 END)" for bit, name in bits]
    return f"({' | '.join(cases)})::USMALLINT"


def _expression(test: Test) -> str:
    """SQL's own NULL is unknown, and its AND, OR and NOT are Kleene's."""
    match test:
        case And(parts):
            return "(" + " AND ".join(_expression(part) for part in parts) + ")"
        case Or(parts):
            return "(" + " OR ".join(_expression(part) for part in parts) + ")"
        case Not(part):
            return f"(NOT {_expression(part)})"
        case OneOf(fact, codes):
            return _unless_none([fact], f"{fact} IN ({_quoted(codes)})")
        case Compare(FactValue(fact), Op.EQ | Op.NE as op, CodeLiteral(code)):
            return _unless_none([fact], f"{fact} {op.value} '{code}'")
        case IsNone(fact):
            return f"{fact}__none"
        case Has(fact, codes):
            return _unless_none([fact], _has(fact, codes))
        case Compare(Age(FactValue(fact), ScreeningDay()), op, NumberLiteral(years)):
            op, last = born_by(op, years)
            return _range(fact, op, f"DATE '{last}'", f"DATE '{last}'")
        case Compare(FactValue(fact), op, DateLiteral(day)):
            return _unless_none([fact], _range(fact, op, f"DATE '{day}'", f"DATE '{day}'"))
        case Compare(FactValue(fact), op, FactValue(other)):
            return _unless_none([fact, other], _range(fact, op, f"{other}__lo", f"{other}__hi"))
        case Compare(FactValue(fact), op, NumberLiteral(number)):
            return f"({fact}__lo {op.value} {number})"
    raise ValueError(f"The benchmark's programmes ask nothing like this: {test}")


def _range(fact: str, op: Op, lo: str, hi: str) -> str:
    """Certain if it holds, or fails, whichever days of the two ranges are the true ones."""
    one, other, nearest, farthest = f"{fact}__lo", f"{fact}__hi", hi, lo
    if op in (Op.LT, Op.LE):
        one, other, nearest, farthest = other, one, farthest, nearest
    return f"CASE WHEN {one} {op.value} {nearest} THEN true WHEN {other} {FAILS[op].value} {farthest} THEN false END"


def _has(fact: str, codes: tuple[str, ...]) -> str:
    if facts.dictionary()[fact].codes is not None:
        found, maybe = f"list_has_any({fact}, [{_quoted(codes)}])", ""
    else:  # by group: a bare group may be any code of its own
        whole = tuple(code for code in codes if len(code) == 2)
        part = tuple(code for code in codes if len(code) > 2)
        heads = f"list_has_any(list_transform({fact}, lambda x: x[1:2]), [{_quoted(whole)}])"
        exact = f"list_has_any({fact}, [{_quoted(part)}])"
        found = f"({' OR '.join([heads] * bool(whole) + [exact] * bool(part))})"
        bare = tuple(dict.fromkeys(code[:2] for code in part))
        maybe = f"WHEN list_has_any({fact}, [{_quoted(bare)}]) THEN NULL " if bare else ""
    return f"CASE WHEN {found} THEN true {maybe}WHEN {fact}__complete THEN false END"


def _unless_none(names: list[str], answer: str) -> str:
    may_be = [f"{name}__none" for name in names if facts.dictionary()[name].may_be_none]
    return f"CASE WHEN {' OR '.join(may_be)} THEN false ELSE {answer} END" if may_be else f"({answer})"


def _quoted(codes: tuple[str, ...]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
