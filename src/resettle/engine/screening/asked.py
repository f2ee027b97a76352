"""Criteria as questions: which test is asked of whom, each once however many criteria share it, and what is said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from resettle.engine.registry.criteria import AppliesTo, Criterion, CriterionKind
from resettle.engine.registry.facts import Kind, Of
from resettle.engine.registry.language import (
    Age,
    Compare,
    FactValue,
    Not,
    NumberLiteral,
    Op,
    Or,
    ScreeningDay,
    Test,
    Waived,
)
from resettle.engine.registry.rulings import RulingKind, Rulings
from resettle.engine.screening.answers import Answers, answered, answered_of_cases, classified
from resettle.engine.screening.coded import Truths
from resettle.engine.screening.prepared import prepared
from resettle.engine.screening.screenable import Screenable

ADULT = Compare(Age(FactValue("date_of_birth", Kind.DATE), ScreeningDay()), Op.GE, NumberLiteral(18))
"""Eighteen completed years: a child is younger (UNHCR Resettlement Handbook 3.5)."""


@dataclass(frozen=True, slots=True)
class Question:
    """A test and of whom it must hold: each member, any member, the principal applicant or the case."""

    test: Test
    applies_to: AppliesTo


def formula(
    criterion: Criterion, criteria: Iterable[Criterion], arrangement: str, rulings: Rulings
) -> list[Question]:
    """
    A criterion as questions of which one must be answered yes; those of its exemptions only, if it has no test.

    An exemption of each member acts member by member on a criterion of each member; every other acts on the case.
    A waiver of a person acts on that person's answer.
    """
    exemptions = [
        one for one in criteria if one.id in criterion.unless and one.kind is CriterionKind.EXEMPTION
    ]
    if criterion.test is None:
        return [_asked(one.test, one) for one in exemptions if one.test is not None]
    own = [one for one in exemptions if one.applies_to is criterion.applies_to is AppliesTo.EACH_MEMBER]
    also = [one.test for one in own if one.test is not None]
    if criterion.applies_to.asks_of is Of.PERSON and _any_waived(rulings.get(criterion.id, {})):
        also.append(Waived(arrangement, criterion.id))
    asked = _asked(criterion.test, criterion)
    asked = Question(Or((asked.test, *also)), asked.applies_to) if also else asked
    return [asked, *(_asked(one.test, one) for one in exemptions if one not in own and one.test is not None)]


def _asked(test: Test, criterion: Criterion) -> Question:
    """A bar is met by not being barred, and one barred member bars the case; a rule for adults by not being one."""
    applies_to = criterion.applies_to
    if criterion.kind is CriterionKind.BAR:
        test = Not(test)
        applies_to = AppliesTo.EACH_MEMBER if applies_to is AppliesTo.ANY_MEMBER else applies_to
    if applies_to is AppliesTo.EVERY_ADULT:
        return Question(Or((Not(ADULT), test)), AppliesTo.EACH_MEMBER)
    return Question(test, AppliesTo.CASE if applies_to.asks_of is Of.CASE else applies_to)


def _any_waived(rulings: Mapping[str, Any]) -> bool:
    return any(one.ruling is RulingKind.WAIVED for one in rulings.values())


@dataclass(frozen=True)
class Said:
    """
    What every case says to every question.

    members  [case]  how many there are; nobody is there to ask where there are none
    """

    members: np.ndarray[Any, np.dtype[np.int64]]
    answers: Mapping[AppliesTo, tuple[Answers, Mapping[Test, int]]]

    def of(self, asked: Question) -> Truths:
        """[case] yes 1, no -1, unknown 0."""
        answers, places = self.answers[asked.applies_to]
        return answers.of_test(places[asked.test])


def said(situation: Screenable, asked: Iterable[Question]) -> Said:
    """Each question put to every case: of each and any member reduced to the case, unknown where nobody can be asked."""
    tests: dict[AppliesTo, dict[Test, None]] = {}
    for one in asked:
        tests.setdefault(one.applies_to, {})[one.test] = None
    ready = prepared(situation, dict.fromkeys(test for each in tests.values() for test in each))
    of_people = [test for reach, each in tests.items() if reach is not AppliesTo.CASE for test in each]
    known = ready.of_members(dict.fromkeys(of_people))
    cases, case = ready.cases.height, ready.case
    answers = {}
    for reach, each in tests.items():
        asked_of = list(each)
        if reach is AppliesTo.CASE:
            found = answered(classified(ready.cases, asked_of, situation.on), asked_of)
        else:
            found = answered_of_cases(
                known,
                asked_of,
                case,
                cases,
                any_of=reach is AppliesTo.ANY_MEMBER,
                among=ready.applicants if reach is AppliesTo.PRINCIPAL_APPLICANT else None,
            )
        answers[reach] = found, {test: place for place, test in enumerate(each)}
    return Said(np.bincount(case, minlength=cases), answers)
