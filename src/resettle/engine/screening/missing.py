"""The smallest set of missing facts that would settle a case, whatever they turn out to be, and what would follow."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations

from resettle.engine.registry import facts
from resettle.engine.registry.criteria import AppliesTo, Criterion, CriterionKind
from resettle.engine.registry.facts import Of
from resettle.engine.registry.language import (
    And,
    AnyRecord,
    AtLeast,
    Compare,
    HowMany,
    Not,
    OfMembers,
    Or,
    Quantifier,
    Test,
    atoms,
    facts_used,
)
from resettle.engine.screening.asked import ADULT
from resettle.engine.screening.casefile import LISTED, CaseFile, case_file, fact_of, record_name
from resettle.engine.screening.evaluate import Subject, evaluate, is_listed
from resettle.engine.screening.possible import (
    CutShort,
    Learnt,
    is_missing,
    pa_matters,
    possibilities,
    tests_of,
)
from resettle.engine.screening.reference import Answer, Finding, asked_of, findings, outcome
from resettle.engine.screening.screen import Outcome
from resettle.engine.screening.screenable import Screenable

MOST_SCREENS = 2_000
"""How often a case may be screened in the search; beyond that the answer says that it is bounded."""
MOST_SETS = 20_000
"""How many sets of facts may be looked at in the search; beyond that the answer says so too."""
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
    ``others`` are further sets that would settle it as well, none of which can do with less; ``missing`` is a smallest.
    ``bounded``: the search was cut short, so a smaller set, further sets or more consequences may exist.
    ``consequences`` are empty where two missing facts are compared with each other: learn one, then ask again.
    """

    case: str
    arrangement: str
    missing: tuple[Missing, ...]
    consequences: tuple[Consequence, ...]
    settles: bool
    bounded: bool
    others: tuple[tuple[Missing, ...], ...] = ()


@dataclass
class _Screens:
    """Counts the screens of a search."""

    left: int = field(default=MOST_SCREENS)
    sets: int = field(default=MOST_SETS)

    def outcome(self, file: CaseFile) -> tuple[Outcome, bool]:
        if self.left <= 0:
            raise CutShort
        self.left -= 1
        return outcome(file)

    def look_at_a_set(self) -> None:
        if self.sets <= 0:
            raise CutShort
        self.sets -= 1


def settling(situation: Screenable, case: str, arrangement: str) -> Settling | None:
    """What would settle a case in an arrangement; None unless the outcome is that it needs a fact."""
    return settling_of(case_file(situation, case, arrangement), arrangement)


def settling_of(whole: CaseFile, arrangement: str) -> Settling | None:
    """The same of a case file there is already."""
    found = findings(whole)
    if outcome(whole, found)[0] is not Outcome.NEEDS_A_FACT:
        return None
    file = _what_is_open(whole, found)
    every = _missing(file)
    screens = _Screens()
    try:
        settles = _settles(file, every, screens)
        (chosen, *others), bounded = _minimal(file, every, screens) if settles else ([every], False)
    except CutShort:
        chosen, others, settles, bounded = every, [], True, True
    consequences, cut_short = ((), False) if _entangled(file, chosen) else _consequences(file, chosen)
    return Settling(
        whole.case,
        arrangement,
        chosen,
        consequences if settles else (),
        settles,
        bounded or cut_short,
        tuple(others),
    )


def _what_is_open(file: CaseFile, found: tuple[Finding, ...]) -> CaseFile:
    """The case with only the criteria that are unknown or for judgement: one that is met stays met."""
    undecided = [one.criterion for one in found if one.criterion.excludes and _is_open(one)]
    kept = {one.id for one in undecided}
    kept |= {name for one in (*undecided, *_parts(file, undecided)) for name in (one.id, *one.unless)}
    wanted = [one for one in file.criteria if one.id in kept]
    lifting = (CriterionKind.EXEMPTION, CriterionKind.PART)
    return replace(file, criteria=tuple(one for one in wanted if one.excludes or one.kind in lifting))


def _parts(file: CaseFile, criteria: list[Criterion]) -> list[Criterion]:
    """Every part of groups, and of groups within them."""
    by_id = {one.id: one for one in file.criteria}
    found: list[Criterion] = []
    wait = list(criteria)
    while wait:
        one = wait.pop()
        parts = [by_id[name] for name in (one.group.of if one.group else ()) if name in by_id]
        found += parts
        wait += parts
    return found


def _is_open(finding: Finding) -> bool:
    return finding.answer in (Answer.UNKNOWN, Answer.JUDGEMENT)


def _missing(file: CaseFile) -> tuple[Missing, ...]:
    """What could still matter and is not known: by subject, facts in the dictionary's order."""
    by_id = {one.id: one for one in file.criteria}
    found: set[Missing] = set()
    for one in _undecided(findings(file)):
        for criterion in (one.criterion, *(by_id[name] for name in one.criterion.unless if name in by_id)):
            decided = {each.subject for each in one.subjects if each.answer is not Answer.UNKNOWN}
            skipped = decided if criterion is one.criterion else set()
            found |= set(_open_facts(file, criterion, skipped))
    if pa_matters(file):
        found |= {Missing(person, "relationship_to_pa") for person in file.members}
    subjects, names = list(_subjects(file)), list(facts.dictionary())
    known = {one for one in found if is_missing(fact_of(file.facts_of(one.subject), one.fact))}
    return tuple(sorted(known, key=lambda one: (subjects.index(one.subject), names.index(one.fact))))


def _undecided(found: tuple[Finding, ...]) -> Iterator[Finding]:
    """What is unknown and could exclude, down to the parts of groups."""
    for one in found:
        excludes = one.criterion.excludes or one.criterion.kind is CriterionKind.PART
        if excludes and one.answer is Answer.UNKNOWN:
            yield one
            yield from _undecided(one.parts)


def _subjects(file: CaseFile) -> Iterator[str]:
    """Members, each with relatives and pathways, then others in the linked group, then the case."""
    for person in file.group:
        yield person
        for of in LISTED:
            yield from (record_name(person, of, record) for record in file.records.get((person, of), {}))
    yield file.case


def _open_facts(file: CaseFile, criterion: Criterion, skipped: set[str]) -> Iterator[Missing]:
    for name, known in asked_of(file, criterion.applies_to).items():
        subject = Subject(name, known, file)
        if criterion.test is not None and name not in skipped:
            yield from _left_open(criterion.test, subject)
            if criterion.applies_to is AppliesTo.EVERY_ADULT:
                yield from _left_open(ADULT, subject)


def _left_open(test: Test, subject: Subject) -> Iterator[Missing]:
    """The facts in those parts of a test that are unknown; what the other parts ask no longer matters."""
    if evaluate(test, subject) is not None:
        return
    match test:
        case And(parts) | Or(parts) | AtLeast(_, parts):
            for part in parts:
                yield from _left_open(part, subject)
        case Not(part):
            yield from _left_open(part, subject)
        case OfMembers(quantifier, inner, group):
            yield from _open_of_members(
                inner, subject.file, group, applicant=quantifier is Quantifier.APPLICANT
            )
        case AnyRecord(of, inner):
            yield from _open_of_records(of, inner, subject)
        case _:
            yield from (Missing(subject.name, name) for name in facts_used(test))
            for side in (test.left, test.right) if isinstance(test, Compare) else ():
                if isinstance(side, HowMany):
                    yield from _open_of_members(side.test, subject.file, side.group)


def _open_of_members(
    inner: Test, file: CaseFile, group: bool, *, applicant: bool = False
) -> Iterator[Missing]:
    members = file.principal_applicants if applicant else file.group if group else file.members
    for person, known in members.items():
        yield from _left_open(inner, Subject(person, known, file))


def _open_of_records(of: Of, inner: Test, subject: Subject) -> Iterator[Missing]:
    for record, known in subject.file.records.get((subject.name, of), {}).items():
        yield from _left_open(inner, Subject(record_name(subject.name, of, record), known, subject.file))
    if not is_listed(of, subject.known):
        yield Missing(subject.name, LISTED[of])


def _settles(file: CaseFile, some: tuple[Missing, ...], screens: _Screens) -> bool:
    """Whether every answer to these facts settles it; what is settled early stays so, whatever else is learnt."""
    if screens.outcome(file)[0] is not Outcome.NEEDS_A_FACT:
        return True
    if not some:
        return False
    first, rest = some[0], some[1:]
    answers = possibilities(file, first.subject, first.fact)
    return all(_settles(one.suppose(file), rest, screens) for one in answers)


def _minimal(
    file: CaseFile, every: tuple[Missing, ...], screens: _Screens
) -> tuple[list[tuple[Missing, ...]], bool]:
    """
    The sets that settle and of which nothing can be left out, smallest first, and whether the search was cut short.

    A fact without which all others do not settle is in every such set; if those alone are enough, there is no other.
    """
    found: list[tuple[Missing, ...]] = []
    try:
        needed = [
            one for one in every if not _settles(file, tuple(two for two in every if two != one), screens)
        ]
        for size in range(len(needed), len(every) + 1):
            for more in combinations([one for one in every if one not in needed], size - len(needed)):
                some = tuple(one for one in every if one in needed or one in more)
                screens.look_at_a_set()
                if any(set(fewer) <= set(some) for fewer in found):
                    continue
                if _settles(file, some, screens):
                    found.append(some)
                if found and len(found[0]) == len(needed):
                    return found, False
    except CutShort:
        return found or [_thinned(file, every)], True
    return found, False


def _thinned(file: CaseFile, some: tuple[Missing, ...]) -> tuple[Missing, ...]:
    """The same set without what can be left out one by one, as far as a second search gets."""
    screens = _Screens()
    for one in some:
        fewer = tuple(two for two in some if two != one)
        try:
            some = fewer if _settles(file, fewer, screens) else some
        except CutShort:
            break
    return some


def _entangled(file: CaseFile, some: tuple[Missing, ...]) -> bool:
    """Whether one question compares two of these facts with each other."""
    return any(
        sum(one.subject == subject and one.fact in facts_used(atom) for one in some) > 1
        for subject in {one.subject for one in some}
        for of in Of
        for test in tests_of(file, of)
        for atom in atoms(test)
    )


Branch = tuple[tuple[Learnt, ...], Outcome, bool]


def _consequences(file: CaseFile, some: tuple[Missing, ...]) -> tuple[tuple[Consequence, ...], bool]:
    """Each answer, or group of answers from which the same follows, and whether the list was cut short."""
    branches: list[Branch] = []
    try:
        for branch in _branches(file, some, _Screens()):
            if len(branches) == MOST_CONSEQUENCES:
                raise CutShort
            branches.append(branch)
    except CutShort:
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
        after = tuple(_branches(one.suppose(file), rest, screens))
        grouped[after] = grouped[after] | one.learnt if after in grouped else one.learnt
    for after, learnt in grouped.items():
        for path, then, conditionally in after:
            yield (learnt, *path), then, conditionally
