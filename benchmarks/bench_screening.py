"""
Screening a million people for thirty programmes of ten criteria, beside what else could do it.

Claims, on two cores: from facts in memory, as read and typed, with outcomes and reasons within 1 s and 2 GB; at least
5 times as fast as SQL written for DuckDB and 10,000 times json-logic, rule-engine and cel-python, all of which are
given the facts beside each other in memory, the last three a sample; from a register in Parquet or CSV, read and
checked as `resettle screen` does, within 10 s; one person, looked up in that register once the process is warm,
within 10 ms. Every contender runs in a process of its own and must give the same outcomes and reasons; those that know
no *unknown* are asked twice, whether a test certainly holds and whether it certainly fails. Prints a table and exits 1
if a claim does not hold. Peers come with ``pip install -e .[bench]``; people and programmes are made up and seeded.
"""

import argparse
import sys
import tempfile
from dataclasses import dataclass

from measured import asked

PEOPLE, SEED = 1_000_000, 7
CASES_OF = {"json-logic": 200, "rule-engine": 100, "cel-python": 10}
"""How many cases a slow peer is given; its time for everybody is reckoned from theirs."""


@dataclass(frozen=True, slots=True)
class Result:
    """Seconds for everybody, or for one; megabytes at most."""

    seconds: float
    megabytes: float
    note: str = ""


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--people", type=int, default=PEOPLE)
    options.add_argument("--seed", type=int, default=SEED)
    options.add_argument("--without-peers", action="store_true", help="Resettle alone")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _told("make", folder, str(chosen.people), str(chosen.seed))
        return _compared(folder, chosen.people, peers=not chosen.without_peers)


def _compared(folder: str, people: int, *, peers: bool) -> int:
    print(f"{people:,} people, 30 programmes of 10 criteria\n")
    print(f"{'':<44} {'seconds':>12} {'peak MB':>8} {'Resettle is':>14}")
    memory = _shown("Resettle, facts in memory", _result("with_resettle", folder, "memory"))
    kept = [("in memory: 1 s, 2 GB", memory.seconds <= 1 and memory.megabytes <= 2000)]
    for ending in ("parquet", "csv"):
        file = _shown(f"Resettle, from {ending}, read and checked", _result("with_resettle", folder, ending))
        kept.append((f"from {ending}: 10 s", file.seconds <= 10))
    one = _shown("Resettle, one person, every programme", _result("with_resettle", folder, "one"))
    kept.append(("one person: 10 ms", one.seconds < 0.010))
    if peers:
        sql = _shown("DuckDB, SQL by hand", _result("with_duckdb", folder), memory)
        kept.append(("5 times DuckDB", sql.seconds >= 5 * memory.seconds))
        for name, cases in CASES_OF.items():
            told = _told("with_rules", folder, name, str(cases))
            note = f"reckoned from {told['people']} people"
            rules = Result(told["seconds"] / told["people"] * people, told["megabytes"], note)
            _shown(name, rules, memory)
            kept.append((f"10,000 times {name}", rules.seconds >= 10_000 * memory.seconds))
    print()
    for claim, holds in kept:
        print(f"{claim:<44} {'yes' if holds else 'NO'}")
    return 0 if all(holds for _, holds in kept) else 1


def _shown(name: str, result: Result, beside: Result | None = None) -> Result:
    ratio = f"{result.seconds / beside.seconds:>10,.0f} times" if beside else ""
    print(
        f"{name:<44} {result.seconds:>12,.3f} {result.megabytes:>8,.0f} {ratio:>14}  {result.note}".rstrip(),
        flush=True,
    )
    return result


def _result(contender: str, *arguments: str) -> Result:
    told = _told(contender, *arguments)
    return Result(told["seconds"], told["megabytes"])


def _told(contender: str, *arguments: str) -> dict[str, float]:
    return asked(f"screening.{contender}", *arguments)


if __name__ == "__main__":
    sys.exit(main())
