"""What changed in the rules between two days, or under a what-if: in words to be, and in people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from resettle.engine.registry.criteria import Criterion
from resettle.engine.screening.screen import OUTCOMES, Screening


class ChangeKind(StrEnum):
    """What became of a criterion."""

    ADDED = "added"
    AMENDED = "amended"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class RuleChange:
    """
    One criterion before and after; ``ended`` is the version by which it is no longer in force.

    ``what`` names what is said otherwise: sentence, test, applies_to, unless, waivable_by, waivable_for, group,
    decided_by, kind, until; or lists, where only the codes of a named list have changed.
    """

    id: str
    kind: ChangeKind
    before: Criterion | None
    after: Criterion | None
    what: tuple[str, ...] = ()
    ended: Criterion | None = None


_COMPARED: Mapping[str, str] = {
    "kind": "kind", "sentence": "sentence", "text": "test", "applies_to": "applies_to", "unless": "unless",
    "waivable_by": "waivable_by", "waivable_for": "waivable_for", "group": "group", "decided_by": "decided_by",
    "until": "until",
}  # fmt: skip
"""Fields of a criterion that a change may be in, and what they are called in its file."""


def rule_changes(
    before: Sequence[Criterion], after: Sequence[Criterion], gone: Sequence[Criterion] = ()
) -> tuple[RuleChange, ...]:
    """
    Every criterion in force on one side only, or not the same on both; in the order of their files.

    ``gone``: what is out of force on the later side.
    """
    ends = {one.id: one for one in gone}
    old, new = {one.id: one for one in before}, {one.id: one for one in after}
    found = []
    for name in dict.fromkeys((*old, *new)):
        was, now = old.get(name), new.get(name)
        if was is None or now is None:
            kind = ChangeKind.ADDED if was is None else ChangeKind.ENDED
            found.append(RuleChange(name, kind, was, now, (), ends.get(name) if now is None else None))
        elif what := _differs(was, now):
            found.append(RuleChange(name, ChangeKind.AMENDED, was, now, what))
    return tuple(found)


def _differs(was: Criterion, now: Criterion) -> tuple[str, ...]:
    what = tuple(name for field, name in _COMPARED.items() if getattr(was, field) != getattr(now, field))
    return what or (("lists",) if was.test != now.test else ())


@dataclass(frozen=True, slots=True)
class OutcomeChange:
    """A case whose screening differs."""

    case: str
    arrangement: str
    base: str
    scenario: str


def changed_outcomes(base: Screening, scenario: Screening) -> tuple[OutcomeChange, ...]:
    """Cases whose outcome differs in an arrangement that both have."""
    both = base.outcomes.join(
        scenario.outcomes, on=["case", "arrangement"], suffix="_now", maintain_order="left"
    )
    differ = both.filter(pl.col("outcome") != pl.col("outcome_now"))
    return tuple(
        OutcomeChange(*row)
        for row in differ.select("case", "arrangement", "outcome", "outcome_now").iter_rows()
    )


@dataclass(frozen=True, slots=True)
class Moved:
    """How many cases, and which, a change of rules takes from one outcome to another."""

    before: str
    after: str
    cases: tuple[str, ...]


def moved(changes: Iterable[OutcomeChange]) -> tuple[Moved, ...]:
    """The cases whose outcome in one arrangement differs, by what it was and is, in the order of outcomes."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in changes:
        found.setdefault((one.base, one.scenario), []).append(one.case)
    order = [one.value for one in OUTCOMES]
    pairs = sorted(found, key=lambda pair: [order.index(one) for one in pair])
    return tuple(Moved(was, now, tuple(sorted(found[was, now]))) for was, now in pairs)
