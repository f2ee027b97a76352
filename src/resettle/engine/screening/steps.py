"""What could lift a *no*: lawful steps of the office or a State, never what a person would have to claim."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice, pairwise, product
from typing import NamedTuple

from resettle.engine.registry import facts
from resettle.engine.registry.codes import STILL_OPEN
from resettle.engine.registry.criteria import AppliesTo, Criterion, CriterionKind
from resettle.engine.registry.facts import Of
from resettle.engine.registry.language import AnyRecord, Test, facts_used, quantified
from resettle.engine.registry.people import KnownFact
from resettle.engine.registry.rulings import RulingKind
from resettle.engine.screening.casefile import LISTED, CaseFile, record_name
from resettle.engine.screening.reference import Answer, Finding, finding, findings


class StepKind(StrEnum):
    """What is done: a waiver, a judgement that nobody gave yet, a new one, or whatever may change one fact."""

    WAIVER = "waiver"
    JUDGEMENT = "judgement"
    REVIEW = "review"
    FACT = "fact"


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One step; ``by`` is who may waive or judges, ``fact`` what may come out otherwise, ``subject`` of whom."""

    kind: StepKind
    subject: str
    fact: str = ""
    by: str = ""

    @property
    def what(self) -> str:
        """The step that may change the fact, in the dictionary's words; empty for the other kinds."""
        return facts.dictionary()[self.fact].lift if self.fact else ""


Way = tuple[Step, ...]
"""Steps that go together."""
MOST = 50
"""Ways told of one criterion, each different."""
LOOKED_AT = 300
"""Ways looked at, different or not, of one criterion, and of so many parts of a group together."""


@dataclass(frozen=True, slots=True)
class Lift:
    """
    A criterion that is not met, and what could lift it: any one of ``ways``, each of steps that go together.

    No ways: no lawful step is known. ``absolute``: the rule says that nobody may waive it. ``cut_short``: there may be
    more ways than these.
    """

    criterion: Criterion
    ways: tuple[Way, ...]
    cut_short: bool = False

    @property
    def absolute(self) -> bool:
        return self.criterion.waivable_by is not None and not self.criterion.waivable


def lifts(file: CaseFile) -> tuple[Lift, ...]:
    """What could lift each excluding criterion that the case does not meet; the case needs one way for each."""
    failed = [one for one in findings(file) if one.criterion.excludes and one.answer is Answer.NOT_MET]
    return tuple(_lift(file, one) for one in failed)


def _lift(file: CaseFile, found: Finding) -> Lift:
    some = _ways(file, found)
    return Lift(found.criterion, some.ways[:MOST], some.cut_short or len(some.ways) > MOST)


class _Ways(NamedTuple):
    """Different ways, and whether there may be more that were not looked at."""

    ways: tuple[Way, ...]
    cut_short: bool = False


def _ways(file: CaseFile, found: Finding) -> _Ways:
    by_parts = _by_parts(file, found, found.criterion.group.least) if found.criterion.group else _Ways(())
    return _different(chain(_of_its_own(file, found), by_parts.ways), by_parts.cut_short)


def _different(ways: Iterator[Way], cut_short: bool) -> _Ways:
    """The first of those that have the same steps, in whatever order."""
    different: dict[frozenset[Step], Way] = {}
    for way in islice(ways, LOOKED_AT):
        different.setdefault(frozenset(way), way)
    return _Ways(tuple(different.values()), cut_short or next(ways, None) is not None)


def _of_its_own(file: CaseFile, found: Finding) -> Iterator[Way]:
    criterion = found.criterion
    yield from _waivers(file, found)
    judged_so = found.ruling is not None and found.ruling.ruling is RulingKind.NOT_SATISFIED
    if criterion.decided_by is not None and judged_so:
        yield (Step(StepKind.REVIEW, file.case, by=criterion.decided_by.value),)
    yield from _by_facts(file, criterion)


def _by_parts(file: CaseFile, found: Finding, least: int) -> _Ways:
    """A way for each of as many parts as are wanting, together; and the judgements still open, which are counted on."""
    failed = [part for part in found.parts if part.answer is Answer.NOT_MET]
    wanting = least - (len(found.parts) - len(failed))
    together = [_Ways(((),)), *[_Ways(())] * wanting]  # for 0, 1 … of the parts from the last to this one
    for part in reversed([_ways(file, part) for part in failed]):
        with_one_more = [_different(*_with(part, *two)) for two in pairwise(together)]
        together = [together[0], *with_one_more]
    judges = sorted({by.value for part in found.parts for by in part.judged_by})
    still_open = [Step(StepKind.JUDGEMENT, file.case, by=by) for by in judges]
    ways = (tuple(dict.fromkeys((*way, *still_open))) for way in together[wanting].ways)
    return _Ways(tuple(ways), together[wanting].cut_short)


def _with(part: _Ways, fewer: _Ways, without: _Ways) -> tuple[Iterator[Way], bool]:
    """Ways for this part and one fewer of the others, then those without this part."""
    joined = (tuple(dict.fromkeys(one + other)) for one, other in product(part.ways, fewer.ways))
    return chain(joined, without.ways), part.cut_short or fewer.cut_short or without.cut_short


def _waivers(file: CaseFile, found: Finding) -> Iterator[Way]:
    """A waiver for each member who needs one, together, or for any one if one is enough; none that was refused."""
    criterion = found.criterion
    if not criterion.waivable:
        return
    ruled = file.rulings.get(criterion.id, {}).values()
    refused = {one.subject for one in ruled if one.ruling is RulingKind.NOT_WAIVED}
    subjects = [one.subject for one in found.subjects if one.answer is Answer.NOT_MET] or [file.case]
    one_is_enough = criterion.applies_to is AppliesTo.ANY_MEMBER and criterion.kind is not CriterionKind.BAR
    for waived in [[one] for one in subjects] if one_is_enough else [subjects]:
        if not refused & {*waived, file.case}:
            yield tuple(Step(StepKind.WAIVER, one, by=criterion.waivable_by or "") for one in waived)


def _by_facts(file: CaseFile, criterion: Criterion) -> Iterator[Way]:
    """Each fact without which it would not be a no; else all of them together, if they do."""
    steps = list(dict.fromkeys(_liftable(file, criterion)))
    alone = [step for step in steps if _opens(file, criterion, [step])]
    for step in alone:
        yield (step,)
    if not alone and len(steps) > 1 and _opens(file, criterion, steps):
        yield tuple(_needed(file, criterion, steps))


def _needed(file: CaseFile, criterion: Criterion, steps: list[Step]) -> list[Step]:
    """The same steps without what can be left out one by one."""
    for step in list(steps):
        fewer = [one for one in steps if one != step]
        if fewer and _opens(file, criterion, fewer):
            steps = fewer
    return steps


def _opens(file: CaseFile, criterion: Criterion, steps: list[Step]) -> bool:
    """Whether it would no longer be a no if these facts were still to be settled."""
    for step in steps:
        file = file.supposing(step.subject, KnownFact(step.fact))
    return finding(file, criterion).answer is not Answer.NOT_MET


def _liftable(file: CaseFile, criterion: Criterion) -> Iterator[Step]:
    """Known facts that the criterion or its exemptions ask for and that a step of the office or a State may change."""
    by_id = {one.id: one for one in file.criteria}
    for one in (criterion, *(by_id[name] for name in criterion.unless if name in by_id)):
        if one.test is None:
            continue
        subjects = [file.case] if one.applies_to.asks_of is Of.CASE else list(file.members)
        yield from _of_subjects(file, one.test, subjects)
        for part in quantified(one.test):
            of_person = one.applies_to.asks_of is Of.PERSON
            people = list(file.group if getattr(part, "group", False) or not of_person else file.members)
            if isinstance(part, AnyRecord):
                records = [
                    record_name(person, part.of, record)
                    for person in people
                    for record in file.records.get((person, part.of), {})
                ]
                yield from _of_subjects(file, part.test, records)
            else:
                yield from _of_subjects(file, part.test, people)


def _of_subjects(file: CaseFile, test: Test, subjects: list[str]) -> Iterator[Step]:
    for subject in subjects:
        known = file.facts_of(subject)
        for name in facts.dictionary():
            settled = name in facts_used(test) and name in known and name not in LISTED.values()
            over = name == "pathway_stage" and settled and known[name].value not in STILL_OPEN
            if settled and not over and facts.dictionary()[name].lift:
                yield Step(StepKind.FACT, subject, name)
