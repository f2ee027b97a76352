"""The programmes' criteria as one question each, and where what was found of them is kept for comparison."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from resettle.engine.registry.criteria import AppliesTo, Criterion
from resettle.engine.registry.language import Test
from resettle.engine.registry.situation import Situation
from resettle.engine.screening.asked import formula
from resettle.engine.screening.screen import OUTCOMES, Outcome

INELIGIBLE, NEEDS_A_FACT, ELIGIBLE = (
    OUTCOMES.index(one) for one in (Outcome.INELIGIBLE, Outcome.NEEDS_A_FACT, Outcome.ELIGIBLE)
)


@dataclass(frozen=True, slots=True)
class Question:
    """A criterion with its exemption and its negation written into the test."""

    criterion: str
    test: Test
    applies_to: AppliesTo


def questions(situation: Situation) -> dict[str, list[Question]]:
    """Programme → the questions of which all must be answered yes, in the order of its criteria."""
    return {
        name: [_question(one, situation, name) for one in situation.criteria(name) if one.excludes]
        for name in situation.screened_arrangements
    }


def _question(criterion: Criterion, situation: Situation, name: str) -> Question:
    (asked,) = formula(criterion, situation.criteria(name), name, {})
    return Question(criterion.id, asked.test, asked.applies_to)


@dataclass(frozen=True, slots=True)
class Findings:
    """
    What was found: outcome, and which questions were answered no or could not be.

    outcome, not_met, unknown  [programme, case]  masks have a bit for each question
    """

    outcome: np.ndarray[Any, Any]
    not_met: np.ndarray[Any, Any]
    unknown: np.ndarray[Any, Any]

    def save(self, folder: Path) -> None:
        np.savez(folder / "findings.npz", outcome=self.outcome, not_met=self.not_met, unknown=self.unknown)

    def first(self, cases: int) -> "Findings":
        """Those of the first cases only."""
        return Findings(*(each[:, :cases] for each in (self.outcome, self.not_met, self.unknown)))

    @classmethod
    def saved(cls, folder: Path) -> "Findings":
        with np.load(folder / "findings.npz") as found:
            return cls(found["outcome"], found["not_met"], found["unknown"])


def same_as(found: Findings, expected: Findings) -> None:
    """Ends the process if two do not say the same of every programme and case."""
    pairs = zip((found.outcome, found.not_met, found.unknown),
                (expected.outcome, expected.not_met, expected.unknown), strict=True)  # fmt: skip
    if differ := sum(np.count_nonzero(one != other) for one, other in pairs):
        sys.exit(f"{differ} outcomes or reasons are not the same as Resettle's from memory")
