"""What changed in the rules between two days, or under a what-if: in words to be, and in people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from resettle.engine.registry.criteria import Criterion
from resettle.engine.screening.screen import OUTCOME, Screening


class ChangeKind(StrEnum):
    """What became of a criterion."""

    ADDED = "added"
    AMENDED = "amended"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class RuleChange:
    """
    One criterion before and after; ``ended`` is the version by which it is no longer in force. ``what`` names what is said otherwise: sentence, test, applies_to, unless,
    waivable_by, waivable_for, group, decided_by, kind, until; or lists, where only the codes of a named list have changed.
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
class Moved:
    """How many cases, and which, a change of rules takes from one outcome to another."""

    before: str
    after: str
    cases: tuple[str, ...]


def moved(before: Screening, after: Screening, arrangement: str) -> tuple[Moved, ...]:
    """The cases whose outcome in an arrangement differs, by what it was and is; the same people on both sides."""
    both = _of(before, arrangement).join(
        _of(after, arrangement), on="case", suffix="_after", maintain_order="left"
    )
    differs = both.filter(pl.col("outcome") != pl.col("outcome_after"))
    grouped = (
        differs.group_by("outcome", "outcome_after")
        .agg(pl.col("case").sort())
        .sort("outcome", "outcome_after")
    )
    return tuple(Moved(was, now, tuple(cases)) for was, now, cases in grouped.iter_rows())


def _of(screening: Screening, arrangement: str) -> pl.DataFrame:
    found = screening.found[arrangement]
    words = pl.Series(OUTCOME.categories, dtype=OUTCOME)
    return pl.DataFrame({"case": screening.cases, "outcome": words.gather(found.outcome)})
