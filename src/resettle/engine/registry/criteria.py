"""A criterion: the sentence that was published, the test or the judgement it comes to, its source and its days."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum

from resettle.engine.errors import Fault, Where
from resettle.engine.registry import facts
from resettle.engine.registry.facts import Of
from resettle.engine.registry.language import Test, facts_used


class CriterionKind(StrEnum):
    """What a criterion does to a case."""

    ELIGIBILITY = "eligibility"
    BAR = "bar"
    EXEMPTION = "exemption"
    PRIORITY = "priority"


class AppliesTo(StrEnum):
    """Whom its test is asked of."""

    EACH_MEMBER = "each_member"
    ANY_MEMBER = "any_member"
    PRINCIPAL_APPLICANT = "principal_applicant"
    CASE = "case"

    @property
    def asks_of(self) -> Of:
        """Whose facts a test with this reach may use."""
        return Of.CASE if self is AppliesTo.CASE else Of.PERSON


class DecidedBy(StrEnum):
    """Who judges a point that no test can decide."""

    RECEIVING_STATE = "receiving_state"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Criterion:
    """
    One criterion of an arrangement or a bar: it has either a test or someone who decides it.

    A bar's test says who is barred; every other test says who meets it. ``unless`` names the exemptions that switch
    it off. ``until`` is the first day on which it is no longer in force.
    """

    id: str
    kind: CriterionKind
    sentence: str
    applies_to: AppliesTo
    source: str
    effective: date
    known: date
    until: date | None = None
    test: Test | None = None
    text: str | None = None
    decided_by: DecidedBy | None = None
    unless: tuple[str, ...] = ()
    waivable_by: str | None = None

    def in_force(self, on: date, known: date) -> bool:
        """Whether it applies on a day, as known on another."""
        return self.effective <= on and self.known <= known and (self.until is None or on < self.until)

    @property
    def excludes(self) -> bool:
        """Whether a case that does not meet it is ineligible; priorities and exemptions never exclude."""
        return self.kind in (CriterionKind.ELIGIBILITY, CriterionKind.BAR)


def faults(of: str, criteria: Sequence[Criterion]) -> list[Fault]:
    """Everything wrong with the criteria of one arrangement or bar, taken together."""
    return [*_repeated(of, criteria), *(one for each in criteria for one in _faults(of, each, criteria))]


def _repeated(of: str, criteria: Sequence[Criterion]) -> Iterator[Fault]:
    """An id may come again for a later version, never for two in force on one day."""
    for place, later in enumerate(criteria):
        for earlier in criteria[:place]:
            if earlier.id == later.id and _overlap(earlier, later):
                yield _fault("criterion_repeated", of, later)


def _overlap(one: Criterion, other: Criterion) -> bool:
    return (other.until is None or one.effective < other.until) and (
        one.until is None or other.effective < one.until
    )


def _faults(of: str, criterion: Criterion, others: Sequence[Criterion]) -> Iterator[Fault]:
    if (criterion.test is None) == (criterion.decided_by is None):
        yield _fault("criterion_needs_test_or_decided_by", of, criterion, both=criterion.test is not None)
    if criterion.until is not None and criterion.until <= criterion.effective:
        yield _fault("criterion_ends_before_it_begins", of, criterion, until=criterion.until)
    if criterion.waivable_by and not criterion.excludes:
        yield _fault("criterion_has_nothing_to_waive", of, criterion, kind=criterion.kind.value)
    for name in sorted(facts_used(criterion.test)) if criterion.test else ():
        if facts.dictionary()[name].of is not criterion.applies_to.asks_of:
            yield _fault(
                "criterion_asks_the_wrong_one",
                of,
                criterion,
                fact=name,
                applies_to=criterion.applies_to.value,
            )
    if criterion.kind is CriterionKind.EXEMPTION:
        yield from _exemption_faults(of, criterion, others)
    else:
        yield from _unless_faults(of, criterion, others)


def _exemption_faults(of: str, exemption: Criterion, others: Iterable[Criterion]) -> Iterator[Fault]:
    if exemption.unless:
        yield _fault("exemption_has_unless", of, exemption, unless=exemption.unless)
    if exemption.decided_by is not None:  # an exemption that somebody grants is a waiver: `waivable_by`
        yield _fault("exemption_is_judged", of, exemption, decided_by=exemption.decided_by.value)
    if not any(exemption.id in other.unless for other in others):
        yield _fault("exemption_is_not_used", of, exemption, warning=True)


def _unless_faults(of: str, criterion: Criterion, others: Iterable[Criterion]) -> Iterator[Fault]:
    kinds = {other.id: other.kind for other in others}
    exemptions = [name for name, kind in kinds.items() if kind is CriterionKind.EXEMPTION]
    for name in criterion.unless:
        if name not in kinds:
            near = next(iter(get_close_matches(name, exemptions, n=1)), "")
            yield _fault(
                "unless_is_unknown", of, criterion, unless=name, suggestion=near, exemptions=exemptions
            )
        elif kinds[name] is not CriterionKind.EXEMPTION:
            yield _fault("unless_is_not_an_exemption", of, criterion, unless=name, kind=kinds[name].value)


def _fault(code: str, of: str, criterion: Criterion, *, warning: bool = False, **more: object) -> Fault:
    where = Where(key=f"criterion.{criterion.id}")
    return Fault(
        code, where, {"of": of, "criterion": criterion.id, **more}, "warning" if warning else "error"
    )
