"""The smallest set of missing facts that would settle a case, whatever they turn out to be, and what would follow."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations

from resettle.engine.registry import facts
from resettle.engine.registry.criteria import CriterionKind
from resettle.engine.registry.facts import Of
from resettle.engine.registry.language import And, Not, Or, Test, facts_used
from resettle.engine.screening.possible import Learnt, is_missing, pa_matters, possibilities, questions
from resettle.engine.screening.reference import (
    Answer,
    CaseFile,
    Facts,
    Finding,
    case_file,
    evaluate,
    fact_of,
    findings,
    outcome,
)
from resettle.engine.screening.screen import Outcome
from resettle.engine.screening.screened import Screened

MOST_SCREENS = 2_000
"""How often a case may be screened in the search; beyond that the answer says that it is bounded."""
MOST_CONSEQUENCES = 60


@dataclass(frozen=True, slots=True, order=True)
class Missing:
    """A fact of a member, or of the case, that is not known well enough."""

    subject: str
    fact: str

    @property
    def mend(self) -> str:
        """The lawful step of the office or the State that would settle it; never what to claim."""
        return facts.dictionary()[self.fact].mend


@dataclass(frozen=True, slots=True)
class Consequence:
    """What would follow from answers to the missing facts."""

    if_learnt: tuple[Learnt, ...]
    outcome: Outcome
    conditional: bool


@dataclass(frozen=True, slots=True)
class Settling:
    """
    What would settle a case that needs a fact.

    ``settles`` is false if even all that is missing would leave it open (nobody in the case; no principal applicant).
    ``bounded``: the search was cut short, so a smaller set or more consequences may exist.
    ``consequences`` are empty where two missing facts are compared with each other: learn one, then ask again.
    """

    case: str
    arrangement: str
    missing: tuple[Missing, ...]
    consequences: tuple[Consequence, ...]
    settles: bool
    bounded: bool


class _CutShort(Exception):
    """The search has used up its screens."""


@dataclass
class _Screens:
    """Counts the screens of a search."""

    left: int = field(default=MOST_SCREENS)

    def outcome(self, file: CaseFile) -> tuple[Outcome, bool]:
        if self.left <= 0:
            raise _CutShort
        self.left -= 1
        return outcome(file)


def settling(situation: Screened, case: str, arrangement: str) -> Settling | None:
    """What would settle a case in an arrangement; None unless the outcome is that it needs a fact."""
    whole = case_file(situation, case, arrangement)
    if outcome(whole)[0] is not Outcome.NEEDS_A_FACT:
        return None
    file = _what_is_open(whole)
    every = _missing(file)
    screens = _Screens()
    try:
        settles = _settles(file, every, screens)
        chosen, bounded = _smallest(file, every, screens) if settles else (every, False)
    except _CutShort:
        chosen, settles, bounded = every, True, True
    consequences, cut_short = ((), False) if _entangled(file, chosen) else _consequences(file, chosen)
    return Settling(case, arrangement, chosen, consequences if settles else (), settles, bounded or cut_short)


def _what_is_open(file: CaseFile) -> CaseFile:
    """The case with only the criteria that are unknown or for judgement: one that is met stays met."""
    undecided = [one for one in findings(file) if one.criterion.excludes and _is_open(one)]
    kept = {one.criterion.id for one in undecided} | {
        name for one in undecided for name in one.criterion.unless
    }
    wanted = [one for one in file.criteria if one.id in kept]
    return replace(
        file, criteria=tuple(one for one in wanted if one.excludes or one.kind is CriterionKind.EXEMPTION)
    )


def _is_open(finding: Finding) -> bool:
    return finding.answer in (Answer.UNKNOWN, Answer.JUDGEMENT)


def _missing(file: CaseFile) -> tuple[Missing, ...]:
    """What could still matter and is not known: members in order, then the case; facts in the dictionary's order."""
    undecided = [one for one in findings(file) if one.answer is Answer.UNKNOWN and one.criterion.excludes]
    exemptions = {name for one in undecided for name in one.criterion.unless}
    found = []
    for subject, known in [*file.members.items(), (file.case, file.facts)]:
        of = Of.CASE if subject == file.case else Of.PERSON
        ids = exemptions | {one.criterion.id for one in undecided if not _is_decided(one, subject)}
        asked = [
            one.test for one in file.criteria if one.id in ids and one.applies_to.asks_of is of and one.test
        ]
        names = {name for test in asked for name in _left_open(test, known, file.on)}
        if subject != file.case and pa_matters(file):
            names.add("relationship_to_pa")
        found += [
            Missing(subject, name)
            for name in facts.dictionary()
            if name in names and is_missing(fact_of(known, name))
        ]
    return tuple(found)


def _is_decided(finding: Finding, subject: str) -> bool:
    """Whether nothing more need be learnt of one member for a criterion that is unknown of the case."""
    return any(one.subject == subject and one.answer is not Answer.UNKNOWN for one in finding.subjects)


def _left_open(test: Test, known: Facts, on: date) -> frozenset[str]:
    """The facts in those parts of a test that are unknown; what the other parts ask no longer matters."""
    if evaluate(test, known, on) is not None:
        return frozenset()
    match test:
        case And(parts) | Or(parts):
            return frozenset().union(*(_left_open(part, known, on) for part in parts))
        case Not(part):
            return _left_open(part, known, on)
    return facts_used(test)


def _settles(file: CaseFile, some: tuple[Missing, ...], screens: _Screens) -> bool:
    """Whether every answer to these facts settles it; what is settled early stays so, whatever else is learnt."""
    if screens.outcome(file)[0] is not Outcome.NEEDS_A_FACT:
        return True
    if not some:
        return False
    first, rest = some[0], some[1:]
    answers = possibilities(file, first.subject, first.fact)
    return all(_settles(file.supposing(first.subject, one.fact), rest, screens) for one in answers)


def _smallest(
    file: CaseFile, every: tuple[Missing, ...], screens: _Screens
) -> tuple[tuple[Missing, ...], bool]:
    """
    A smallest set that settles, the first in order, and whether the search was cut short.

    A fact without which all others do not settle is in every such set; often those alone are enough.
    """
    smallest = every
    try:
        needed = [
            one for one in every if not _settles(file, tuple(two for two in every if two != one), screens)
        ]
        for size in range(len(needed), len(every)):
            for more in combinations([one for one in every if one not in needed], size - len(needed)):
                some = tuple(one for one in every if one in needed or one in more)
                if _settles(file, some, screens):
                    return some, False
    except _CutShort:
        return _thinned(file, smallest), True
    return smallest, False


def _thinned(file: CaseFile, some: tuple[Missing, ...]) -> tuple[Missing, ...]:
    """The same set without what can be left out one by one, as far as a second search gets."""
    screens = _Screens()
    for one in some:
        fewer = tuple(two for two in some if two != one)
        try:
            some = fewer if _settles(file, fewer, screens) else some
        except _CutShort:
            break
    return some


def _entangled(file: CaseFile, some: tuple[Missing, ...]) -> bool:
    """Whether one question compares two of these facts with each other."""
    return any(
        sum(one.subject == subject and one.fact in facts_used(atom) for one in some) > 1
        for subject in {one.subject for one in some}
        for atom in questions(file, subject)
    )


Branch = tuple[tuple[Learnt, ...], Outcome, bool]


def _consequences(file: CaseFile, some: tuple[Missing, ...]) -> tuple[tuple[Consequence, ...], bool]:
    """Each answer, or group of answers from which the same follows, and whether the list was cut short."""
    branches: list[Branch] = []
    try:
        for branch in _branches(file, some, _Screens()):
            if len(branches) == MOST_CONSEQUENCES:
                raise _CutShort
            branches.append(branch)
    except _CutShort:
        return tuple(Consequence(*one) for one in branches), True
    return tuple(Consequence(*one) for one in branches), False


def _branches(file: CaseFile, some: tuple[Missing, ...], screens: _Screens) -> Iterator[Branch]:
    said, conditional = screens.outcome(file)
    if not some or said is not Outcome.NEEDS_A_FACT:
        yield (), said, conditional
        return
    first, rest = some[0], some[1:]
    grouped: dict[tuple[Branch, ...], Learnt] = {}
    for one in possibilities(file, first.subject, first.fact):
        after = tuple(_branches(file.supposing(first.subject, one.fact), rest, screens))
        grouped[after] = grouped[after] | one.learnt if after in grouped else one.learnt
    for after, learnt in grouped.items():
        for path, then, conditionally in after:
            yield (learnt, *path), then, conditionally
