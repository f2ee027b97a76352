"""Resettle: facts in memory, or from files; everybody, or one person. Prints one line of JSON."""

import statistics
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from measured import told
from screening.questions import Findings, questions, same_as
from screening.register import ENDINGS, read_from

from resettle.engine.registry.situation import Situation
from resettle.engine.screening.casefile import case_files
from resettle.engine.screening.reference import Finding, findings
from resettle.engine.screening.screen import Screening, screen

RUNS, SINGLE_RUNS = 5, 200


def main(folder: Path, how: str) -> None:
    if how in ENDINGS:
        began = time.perf_counter()
        situation = read_from(folder, how)
        screening = screen(situation)
        told(time.perf_counter() - began)
        same_as(_findings(situation, screening), Findings.saved(folder))
        return
    situation = read_from(folder, "parquet")
    if how == "one":
        alone = situation.members.filter(pl.len().over("case") == 1).get_column("case")
        runs = _runs(lambda case: _of_one(situation, case), alone.head(SINGLE_RUNS + 1))
        told(statistics.median(runs), worst=max(runs))
        return
    runs = _runs(lambda _: screen(situation), range(RUNS + 1))
    told(statistics.median(runs), best=min(runs))
    _findings(situation, screen(situation)).save(folder)


def _of_one(situation: Situation, case: str) -> list[tuple[Finding, ...]]:
    """Every criterion of every programme, with the facts used."""
    return [findings(file) for file in case_files(situation, case, situation.screened_arrangements).values()]


def _runs(work: Callable[[Any], object], asked: Iterable[object]) -> list[float]:
    """Seconds for each that is asked for, after a first that is not counted."""
    runs = []
    for one in asked:
        began = time.perf_counter()
        work(one)
        runs.append(time.perf_counter() - began)
    return runs[1:]


def _findings(situation: Situation, screening: Screening) -> Findings:
    asked = questions(situation)
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
