"""Rulings: what someone entitled decided on one criterion for one person or case, a judgement or a waiver."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class RulingKind(StrEnum):
    """What was decided: a point of judgement, or a waiver of a criterion that is not met."""

    SATISFIED = "satisfied"
    NOT_SATISFIED = "not_satisfied"
    WAIVED = "waived"
    NOT_WAIVED = "not_waived"


@dataclass(frozen=True, slots=True)
class Ruling:
    """A ruling as it stands: on whom, what, by whom, since when and who says so."""

    subject: str
    ruling: RulingKind
    by: str
    effective: date
    known: date
    source: str


Rulings = Mapping[str, Mapping[str, Ruling]]
"""criterion → subject → the ruling that stands."""
