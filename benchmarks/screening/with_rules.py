"""json-logic, rule-engine and cel-python: a sample, with reasons, checked against Resettle. Prints a line of JSON."""

import importlib
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from measured import told
from screening.certain import Formula, certain, plain
from screening.questions import ELIGIBLE, INELIGIBLE, NEEDS_A_FACT, Findings, questions, same_as
from screening.register import read_from

from resettle.engine.registry.criteria import AppliesTo

Row = dict[str, Any]
Rule = Callable[[Any], bool]


def main(folder: Path, engine: str, cases: int) -> None:
    rule, facts_of = ENGINES[engine]()
    situation = read_from(folder, "parquet")
    asked = questions(situation)
    rules = {
        one.test: tuple(rule(part) for part in certain(one.test)) for each in asked.values() for one in each
    }
    some = situation.cases.head(cases)
    members = (
        some.select("case").join(situation.members, on="case").join(situation.people, on="person", how="left")
    )
    people: dict[str, list[tuple[bool, Any]]] = {case: [] for case in some["case"]}
    for case, row in zip(members["case"], plain(members), strict=True):
        people[case].append((row["relationship_to_pa"] == "PA", facts_of(row)))
    of_cases = [facts_of(row) for row in plain(some)]

    def said(test: Any, known: Any) -> int:
        yes, no = rules[test]
        return 1 if yes(known) else -1 if no(known) else 0

    began = time.perf_counter()
    found = np.zeros((3, len(asked), len(of_cases)), np.uint16)
    for place, (known, members_of) in enumerate(zip(of_cases, people.values(), strict=True)):
        for programme, each in enumerate(asked.values()):
            not_met = unknown = 0
            for bit, one in enumerate(each):
                match one.applies_to:
                    case AppliesTo.CASE:
                        answers = [said(one.test, known)]
                    case AppliesTo.PRINCIPAL_APPLICANT:
                        answers = [said(one.test, member) for applicant, member in members_of if applicant]
                    case _:
                        answers = [said(one.test, member) for _, member in members_of]
                best = max if one.applies_to is AppliesTo.ANY_MEMBER else min
                answer = best(answers, default=0)
                not_met |= (answer < 0) << bit
                unknown |= (answer == 0) << bit
            outcome = INELIGIBLE if not_met else NEEDS_A_FACT if unknown else ELIGIBLE
            found[:, programme, place] = outcome, not_met, unknown
    seconds = time.perf_counter() - began
    told(seconds, people=members.height)
    same_as(Findings(*found), Findings.saved(folder).first(len(of_cases)))


def json_logic() -> tuple[Callable[[Formula], Rule], Callable[[Row], Any]]:
    logic = importlib.import_module("json_logic").jsonLogic

    def written(formula: Formula) -> Any:
        match formula:
            case ("all" | "any" as join, parts):
                return {"and" if join == "all" else "or": [written(part) for part in parts]}
            case ("not", part):
                return {"!": [written(part)]}
            case ("true", name):
                return {"var": name}
            case ("in", name, codes):
                return {"in": [{"var": name}, codes]}
            case ("holds", name, code):
                return {"in": [code, {"var": name}]}
            case (op, name, other):
                return {op: [{"var": name}, {"var": other} if isinstance(other, str) else other]}

    def rule(formula: Formula) -> Rule:
        document = written(formula)
        return lambda known: logic(document, known)

    return rule, lambda row: row


def rule_engine() -> tuple[Callable[[Formula], Rule], Callable[[Row], Any]]:
    engine = importlib.import_module("rule_engine")

    def rule(formula: Formula) -> Rule:
        matches: Rule = engine.Rule(_text(formula, "and", "or", "not ")).matches
        return matches

    return rule, lambda row: row


def cel() -> tuple[Callable[[Formula], Rule], Callable[[Row], Any]]:
    celpy = importlib.import_module("celpy")
    environment = celpy.Environment()

    def rule(formula: Formula) -> Rule:
        program = environment.program(environment.compile(_text(formula, "&&", "||", "!")))
        return lambda known: bool(program.evaluate(known))

    return rule, lambda row: {name: celpy.json_to_cel(value) for name, value in row.items()}


def _text(formula: Formula, and_: str, or_: str, not_: str) -> str:
    match formula:
        case ("all" | "any" as join, parts):
            word = f" {and_ if join == 'all' else or_} "
            return f"({word.join(_text(part, and_, or_, not_) for part in parts)})"
        case ("not", part):
            return f"{not_}({_text(part, and_, or_, not_)})"
        case ("true", name):
            return str(name)
        case ("in", name, codes):
            quoted = ", ".join(f'"{code}"' for code in codes)
            return f"({name} in [{quoted}])"
        case ("holds", name, code):
            return f'("{code}" in {name})'
        case (op, name, other):
            return f"({name} {op} {other})"
    raise ValueError(f"Not a formula: {formula}")


ENGINES = {"json-logic": json_logic, "rule-engine": rule_engine, "cel-python": cel}

if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
