"""Resettle: facts in memory, or from files; everybody, or one person. Prints one line of JSON."""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from screening.measured import told
from screening.programmes import programmes
from screening.questions import Findings, questions
from screening.recorded import Recorded, first_single, from_files, written

from resettle.engine.screening.casefile import case_file
from resettle.engine.screening.reference import Finding, findings
from resettle.engine.screening.screen import Screening, screen

RUNS, SINGLE_RUNS = 5, 200


def main(folder: Path, how: str) -> None:
    terms = programmes()
    if how in ("parquet", "csv"):
        began = time.perf_counter()
        screening = screen(from_files(folder, how, terms))
        told(time.perf_counter() - began)
        same = _findings(screening).differ_from(Findings.saved(folder), slice(None)) == 0
        assert same, "from a file it must say the same as from memory"
        return
    if how == "one":
        case, alone = first_single(written(folder, "parquet"), terms)
        runs = _runs(lambda: _of_one(alone, case), SINGLE_RUNS)
        told(statistics.median(runs), worst=max(runs))
        return
    situation = from_files(folder, "parquet", terms)
    runs = _runs(lambda: screen(situation), RUNS)
    told(statistics.median(runs), best=min(runs))
    _findings(screen(situation)).save(folder)


def _of_one(situation: Recorded, case: str) -> list[tuple[Finding, ...]]:
    """Every criterion of every programme, with the facts used."""
    first, *_ = situation.screened_arrangements
    file = case_file(situation, case, first)
    return [
        findings(replace(file, criteria=situation.criteria(name))) for name in situation.screened_arrangements
    ]


def _runs(work: Callable[[], object], many: int) -> list[float]:
    """Seconds of each run after one that is not counted."""
    work()
    runs = []
    for _ in range(many):
        began = time.perf_counter()
        work()
        runs.append(time.perf_counter() - began)
    return runs


def _findings(screening: Screening) -> Findings:
    asked = questions(programmes())
    found = [screening.found[name] for name in asked]
    masks = [
        [
            sum(
                (one.answers[each.criterion] == answer).astype(np.uint16) << np.uint16(bit)
                for bit, each in enumerate(asked[name])
            )
            for name, one in zip(asked, found, strict=True)
        ]
        for answer in (-1, 0)
    ]
    return Findings(np.array([one.outcome for one in found]), np.array(masks[0]), np.array(masks[1]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
