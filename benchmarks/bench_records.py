"""
A register in a database: 100,000 cases, 300,000 people and 1,000,000 acts in twenty arrangements.

Claims, on two cores, on SQLite and on PostgreSQL: the ledger of one arrangement within 100 ms and one person's whole
history within 20 ms, once the process is warm, the slowest of all that are asked for; the whole office as of a day into
the engine within 8 s from its entries and 1 s from the snapshot; 100,000 people brought in from spreadsheets, checked
and compared with everybody recorded, within 60 s; the whole record verified at 150,000 entries a second; on PostgreSQL
at least 200 acts a second from 16 clients, each on the disk before it is acknowledged. Every step runs in a process of
its own; those that only read are run three times, and the median is told. Prints a table and exits 1 if a claim does
not hold. The cases are made up and seeded. PostgreSQL is started for the purpose, on a socket in a folder that is thrown
away; where it is not installed that is said, and SQLite is measured alone.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TESTS = HERE.parent / "tests"
sys.path.append(str(TESTS))

from measured import asked
from postgresql import Server, programs

CASES, PEOPLE_BROUGHT_IN = 100_000, 100_000
Claim = tuple[str, bool]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--cases", type=int, default=CASES)
    options.add_argument("--database", choices=("sqlite", "postgresql"), help="one of the two alone")
    chosen = options.parse_args()
    kept: list[Claim] = []
    with tempfile.TemporaryDirectory() as folder:
        office, people = Path(folder) / "office", Path(folder) / "people"
        brought_in = min(PEOPLE_BROUGHT_IN, chosen.cases)
        _told("write", office, chosen.cases)
        _told("write_spreadsheets", people, -(-brought_in // 3), chosen.cases)
        print(f"{chosen.cases:,} cases, {3 * chosen.cases:,} people, {10 * chosen.cases:,} acts\n")
        print(f"{'':<12} {'':<46} {'measured':>14} {'processor':>11} {'peak MB':>8}")
        if chosen.database != "postgresql":
            where = str(Path(folder) / "office.sqlite")
            kept += _measured("sqlite", where, office, people, chosen.cases)
        if chosen.database != "sqlite" and programs() is None:
            print("PostgreSQL is not installed here (apt install postgresql): it is not measured")
        elif chosen.database != "sqlite":
            server = Server()
            try:
                server.run("CREATE DATABASE office")
                kept += _measured("postgresql", server.address("office"), office, people, chosen.cases)
            finally:
                server.stop()
    print()
    for claim, holds in kept:
        print(f"{claim:<60} {'yes' if holds else 'NO'}")
    return 0 if all(holds for _, holds in kept) else 1


def _measured(kind: str, office: str, folder: Path, others: Path, cases: int) -> Iterator[Claim]:
    def claim(what: str, holds: bool) -> Claim:
        return f"{kind}: {what}", holds

    founded = _told("found", office, folder)
    _shown(kind, f"the register founded: {founded['entries']:,.0f} entries", founded)
    one = _shown(kind, "ledger of one arrangement, the slowest", _of_three("ledgers", office), "ms")
    yield claim("ledger of one arrangement: 100 ms", one["seconds"] <= 0.100)
    one = _shown(kind, "history of one person, the slowest", _of_three("history", office, cases), "ms")
    yield claim("history of one person: 20 ms", one["seconds"] <= 0.020)
    cold = _shown(kind, "the whole office, from its entries", _of_three("cold", office))
    yield claim("the whole office from its entries: 8 s", cold["seconds"] <= 8)
    warm = _shown(kind, "the whole office, from the snapshot", _of_three("warm", office))
    yield claim("the whole office from the snapshot: 1 s", warm["seconds"] <= 1)
    verified = _of_three("verify", office)
    rate = verified["rows"] / verified["seconds"]
    _shown(kind, f"verified, {rate:,.0f} entries a second", verified)
    yield claim("verified: 150,000 entries a second", rate >= 150_000)
    many = _told("brought", office, others)
    _shown(kind, f"{many['people']:,.0f} people brought in, {many['pairs']:,.0f} pairs settled", many)
    yield claim("100,000 people brought in: 60 s", many["seconds"] <= 60)
    acts = _told("act", office, kind)
    rate = acts["acts"] / acts["seconds"]
    _shown(kind, f"{acts['acts']:,.0f} acts by {acts['clients']:.0f} at once, {rate:,.0f} a second", acts)
    if kind == "postgresql":
        yield claim("acts of 16 clients: 200 a second", rate >= 200)


def _shown(kind: str, name: str, told: dict[str, Any], unit: str = "s") -> dict[str, Any]:
    scale = 1000 if unit == "ms" else 1
    cpu = f"{told['cpu'] * scale:>8,.2f} {unit:<2}" if "cpu" in told else ""
    line = f"{kind:<12} {name:<46} {told['seconds'] * scale:>11,.2f} {unit:<2} {cpu:>11} {told['megabytes']:>8,.0f}"
    print(line, flush=True)
    return told


def _of_three(step: str, *arguments: object) -> dict[str, Any]:
    """The median of three runs, by seconds."""
    return sorted((_told(step, *arguments) for _ in range(3)), key=lambda told: float(told["seconds"]))[1]


def _told(step: str, *arguments: object) -> dict[str, Any]:
    return asked("records.steps", step, *arguments)


if __name__ == "__main__":
    sys.exit(main())
