"""A criterion: the sentence that was published, the test, group or judgement it comes to, its source and its days."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from resettle.engine.registry import facts
from resettle.engine.registry.facts import Of
from resettle.engine.registry.history import standing, visible
from resettle.engine.registry.language import Quantified, Test, asked_of_others, facts_used


class CriterionKind(StrEnum):
    """What a criterion does to a case. A part only counts in a group; a quota says who counts under a sub-quota."""

    ELIGIBILITY = "eligibility"
    BAR = "bar"
    EXEMPTION = "exemption"
    PRIORITY = "priority"
    PART = "part"
    QUOTA = "quota"

    @property
    def answers(self) -> bool:
        """Whether its own answer is told; exemptions and parts are told in what they act on."""
        return self not in (CriterionKind.EXEMPTION, CriterionKind.PART)


class AppliesTo(StrEnum):
    """Whom its test is asked of."""

    EACH_MEMBER = "each_member"
    ANY_MEMBER = "any_member"
    EVERY_ADULT = "every_adult"
    PRINCIPAL_APPLICANT = "principal_applicant"
    CASE = "case"
    LINKED_GROUP = "linked_group"

    @property
    def asks_of(self) -> Of:
        """Whose facts a test with this reach may use."""
        return Of.CASE if self in (AppliesTo.CASE, AppliesTo.LINKED_GROUP) else Of.PERSON


class DecidedBy(StrEnum):
    """Who judges a point that no test can decide."""

    RECEIVING_STATE = "receiving_state"
    OFFICE = "office"


NOBODY = "none"
"""In ``waivable_by``: the criterion is absolute. An empty ``waivable_by`` says that it is not known."""


@dataclass(frozen=True, slots=True)
class Group:
    """Criteria joined: at least so many of them must be met."""

    least: int
    of: tuple[str, ...]


@dataclass(frozen=True)
class Criterion:
    """
    One criterion of an arrangement or a bar, as one version of it says: a test, a group, or someone who decides it.

    A bar's test says who is barred; every other test says who meets it. ``unless`` names the exemptions that switch
    it off. ``until`` is the first day on which it is no longer in force, known from the start; a later version may
    say otherwise, or that it is ``repealed``. ``rules`` are the numbers of published rules that it encodes.
    ``written_at`` is the key at which its file has this version, for faults to name.
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
    waivable_for: str = ""
    group: Group | None = None
    rules: tuple[str, ...] = ()
    note: str = ""
    repealed: bool = False
    amends: bool = False
    supposed: bool = False
    written_at: str = field(default="", compare=False)

    @property
    def excludes(self) -> bool:
        """Whether a case that does not meet it is ineligible; only eligibility criteria and bars exclude."""
        return self.kind in (CriterionKind.ELIGIBILITY, CriterionKind.BAR)

    @cached_property
    def facts_asked(self) -> tuple[str, ...]:
        """The facts it asks for of whom it is asked, in the dictionary's order; of every adult, who is one."""
        used = facts_used(self.test) if self.test else frozenset()
        if self.applies_to is AppliesTo.EVERY_ADULT:
            used |= {"date_of_birth"}
        return tuple(name for name in facts.dictionary() if name in used)

    @cached_property
    def others_asked(self) -> tuple[Quantified, ...]:
        """What its test asks of members, relatives and pathways."""
        return tuple(asked_of_others(self.test)) if self.test else ()

    @property
    def asks_persons(self) -> bool:
        """Whether its test is asked of persons; if not, a ruling can only be on the case as a whole."""
        return self.test is not None and self.applies_to.asks_of is Of.PERSON

    @property
    def waivable(self) -> bool:
        return bool(self.waivable_by) and self.waivable_by != NOBODY


def versions(criteria: Iterable[Criterion]) -> dict[str, list[Criterion]]:
    """Every version by the criterion's id, both as they are written."""
    found: dict[str, list[Criterion]] = {}
    for one in criteria:
        found.setdefault(one.id, []).append(one)
    return found


def in_force(criteria: Iterable[Criterion], on: date, known: date) -> list[Criterion]:
    """The version of each criterion that applies on a day, as known on another."""
    stands = [standing(each, on, known) for each in versions(criteria).values()]
    return [one for one in stands if one is not None and _applies(one, on)]


def out_of_force(criteria: Iterable[Criterion], on: date, known: date) -> list[Criterion]:
    """Criteria that applied before, or are to apply later: the version that ended them, or else the first to come."""
    found = []
    for each in versions(criteria).values():
        stands = standing(each, on, known)
        if stands is None:
            first = min((one.effective for one in visible(each, known)), default=on)
            stands = standing(each, first, known)
        if stands is not None and not (stands.effective <= on and _applies(stands, on)):
            found.append(stands)
    return found


def _applies(one: Criterion, on: date) -> bool:
    return not one.repealed and (one.until is None or on < one.until)
