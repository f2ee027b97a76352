"""Which cases meet which arrangement's criteria: every case at once, in arrays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, reduce
from itertools import chain
from typing import Any

import numpy as np
import polars as pl

from resettle.engine.errors import refuse
from resettle.engine.registry.criteria import Criterion, CriterionKind, DecidedBy
from resettle.engine.registry.history import places
from resettle.engine.registry.rulings import RulingKind, Rulings
from resettle.engine.screening.asked import Question, Said, formula, said
from resettle.engine.screening.chunks import in_threads
from resettle.engine.screening.coded import Truths
from resettle.engine.screening.screenable import Screenable


class Outcome(StrEnum):
    """
    What screening says of a case and an arrangement; the first that applies, in this order.

    *Rules not in force*: the arrangement's criteria applied before the day, or are to apply later; nobody qualifies by none.
    """

    RULES_NOT_IN_FORCE = "rules_not_in_force"
    INELIGIBLE = "ineligible"
    NEEDS_A_FACT = "needs_a_fact"
    NEEDS_A_PERSON = "needs_a_person"
    ELIGIBLE = "eligible"


OUTCOMES = tuple(Outcome)
_OUTCOME = pl.Enum([one.value for one in Outcome])
_RULES_NOT_IN_FORCE, _INELIGIBLE, _NEEDS_A_FACT, _NEEDS_A_PERSON, _ELIGIBLE = range(len(OUTCOMES))
JUDGEMENT = np.int8(2)
"""Beside yes 1, unknown 0 and no -1: for a person to judge."""

Bools = np.ndarray[Any, np.dtype[np.bool_]]
Outcomes = np.ndarray[Any, np.dtype[np.uint8]]


@dataclass(frozen=True, slots=True)
class Found:
    """
    What is found in one arrangement.

    outcome      [case]  the place of the outcome in ``OUTCOMES``
    conditional  [case]  all that is open is for the receiving State to judge
    answers      criterion → [case]  met 1, not met -1, unknown 0, for judgement 2. A bar is met by not being barred;
                 exemptions and waivers are counted into what they lift
    """

    outcome: Outcomes
    conditional: Bools
    answers: Mapping[str, Truths]


@dataclass(frozen=True)
class Screening:
    """
    The answers for every case and arrangement. Frames are made when they are asked for.

    cases           [case]  in the situation's order
    found           arrangement → what is found there
    conditional_on  arrangement → the criteria that only the receiving State can judge
    """

    cases: pl.Series
    found: Mapping[str, Found]
    conditional_on: Mapping[str, tuple[str, ...]]

    @cached_property
    def outcomes(self) -> pl.DataFrame:
        """[case, arrangement, outcome, conditional] by case, then arrangements in the situation's order."""
        frames = [
            pl.DataFrame(
                {
                    "case": self.cases,
                    "place": pl.Series([place], dtype=pl.Int32).new_from_index(0, len(self.cases)),
                    "arrangement": pl.Series([name], dtype=pl.String).new_from_index(0, len(self.cases)),
                    "outcome": _WORDS.gather(one.outcome),
                    "conditional": pl.Series(one.conditional, dtype=pl.Boolean),
                }
            )
            for place, (name, one) in enumerate(self.found.items())
        ]
        if not frames:
            return pl.DataFrame(schema=_SCHEMA)
        return pl.concat(frames).sort("case", "place").drop("place")

    def outcome(self, case: str, arrangement: str) -> Outcome:
        """The outcome of one case in one arrangement. Raises RequestRefused if it was not screened."""
        place = self.cases.index_of(case)
        if place is None or arrangement not in self.found:
            raise refuse("not_screened", case=case, arrangement=arrangement)
        return OUTCOMES[int(self.found[arrangement].outcome[place])]


_WORDS = pl.Series([one.value for one in Outcome], dtype=_OUTCOME)
_SCHEMA = {"case": pl.String(), "arrangement": pl.String(), "outcome": _OUTCOME, "conditional": pl.Boolean()}


def screen(situation: Screenable, only: Sequence[str] | None = None) -> Screening:
    """Every case against every arrangement the situation screens, or only against some of these, on its day."""
    names = situation.screened_arrangements if only is None else only
    terms = {name: _Terms.of(situation, name) for name in names}
    answers = said(situation, chain.from_iterable(one.questions for one in terms.values()))
    cases = situation.cases.get_column("case")
    found = in_threads(lambda one: _Arrangement(one, answers, cases).found(), terms.values(), len(cases))
    return Screening(
        cases,
        dict(zip(terms, found, strict=True)),
        {name: _judged_by_state(one.criteria) for name, one in terms.items()},
    )


@dataclass(frozen=True, slots=True)
class _Terms:
    """One arrangement's criteria, whether its own are not in force, the questions that each comes to, and rulings."""

    criteria: Sequence[Criterion]
    not_in_force: bool
    asked: Mapping[str, list[Question]]
    rulings: Rulings

    @classmethod
    def of(cls, situation: Screenable, name: str) -> "_Terms":
        criteria, rulings = situation.criteria(name), situation.rulings(name)
        answering = [
            one for one in criteria if one.kind is not CriterionKind.EXEMPTION
        ]  # which act on others
        asked = {one.id: formula(one, criteria, name, rulings) for one in answering}
        return cls(criteria, situation.rules_not_in_force(name), asked, rulings)

    @property
    def questions(self) -> Iterable[Question]:
        return chain.from_iterable(self.asked.values())


class _Arrangement:
    """The answers to questions put together to those of one arrangement's criteria."""

    def __init__(self, terms: _Terms, answers: Said, cases: pl.Series) -> None:
        self.terms, self.answers, self.cases = terms, answers, cases
        self.by_id = {one.id: one for one in terms.criteria}
        self.known: dict[str, Truths] = {}

    def found(self) -> Found:
        wanted = [one for one in self.terms.criteria if _is_tested(one) or one.excludes]
        excluding = [one for one in wanted if one.excludes]
        nobody = np.zeros(len(self.cases), bool)
        worst = reduce(np.minimum, [self.of(one) for one in excluding], np.full(len(self.cases), JUDGEMENT))
        may_wait = [one for one in excluding if one.test is None]
        judged = reduce(np.logical_or, [self.of(one) == JUDGEMENT for one in may_wait], nobody)
        outcome = (np.minimum(worst, np.int8(1)) + np.int8(1 + _INELIGIBLE)).view(np.uint8)  # in their order
        outcome[(outcome == _NEEDS_A_PERSON) & ~judged] = _ELIGIBLE
        outcome[self.answers.members == 0] = _NEEDS_A_FACT
        if self.terms.not_in_force:
            outcome[:] = _RULES_NOT_IN_FORCE
        by_office = reduce(np.logical_or, [self.open_by_office(one) for one in may_wait], nobody)
        conditional = (outcome == _NEEDS_A_PERSON) & ~by_office
        return Found(outcome, conditional, {one.id: self.of(one) for one in wanted})

    def of(self, criterion: Criterion) -> Truths:
        """[case] what is found of one criterion."""
        if criterion.id not in self.known:
            if criterion.group is not None:
                answer = self._of_group(criterion)
            elif criterion.test is None:
                answer = self._of_judgement(criterion)
            else:
                answer = self._lifted(criterion)
            self.known[criterion.id] = answer
        return self.known[criterion.id]

    def open_by_office(self, criterion: Criterion) -> Bools:
        """[case] whether the office has still to judge it, itself or among its parts."""
        waits: Bools = self.of(criterion) == JUDGEMENT
        if criterion.group is None:
            return waits & (criterion.decided_by is DecidedBy.OFFICE)
        parts = [self.open_by_office(one) for one in self._parts(criterion)]
        return waits & reduce(np.logical_or, parts, np.zeros(len(self.cases), bool))

    def _parts(self, criterion: Criterion) -> list[Criterion]:
        assert criterion.group is not None
        return [self.by_id[name] for name in criterion.group.of if name in self.by_id]

    def _lifted(self, criterion: Criterion, by_itself: Truths | None = None) -> Truths:
        """The best of what it is by itself, of its exemptions, and of waivers of whole cases."""
        answers = [] if by_itself is None else [by_itself]
        answers += [self.answers.of(one) for one in self.terms.asked[criterion.id]]
        best = reduce(np.maximum, answers)
        return self._ruled(criterion, best, {RulingKind.WAIVED: 1})

    def _of_judgement(self, criterion: Criterion) -> Truths:
        """As it was ruled; exempt by what is known, and not a *no* while that may be."""
        ruled = self._ruled(criterion, np.full(len(self.cases), JUDGEMENT), _RULED)
        for one in self.terms.asked[criterion.id]:
            exempt = self.answers.of(one)
            open_ = np.where((ruled == -1) & (exempt == 0), np.int8(0), ruled)
            ruled = np.where(exempt == 1, np.int8(1), open_)
        return ruled

    def _of_group(self, criterion: Criterion) -> Truths:
        """At least so many parts; a judgement only if it is what decides, however it may be judged."""
        assert criterion.group is not None
        parts = [self.of(one) for one in self._parts(criterion)]
        none = np.zeros(len(self.cases), np.int16)
        if_yes = _at_least(criterion.group.least, [np.minimum(each, 1) for each in parts], none)
        judged_no = [np.where(each == JUDGEMENT, np.int8(-1), each) for each in parts]
        if_no = _at_least(criterion.group.least, judged_no, none)
        settled = np.where(if_yes == if_no, if_no, np.int8(0))
        lifted = self._lifted(criterion, settled)
        return np.where((if_yes == 1) & (if_no == -1) & (lifted != 1), JUDGEMENT, lifted)

    def _ruled(self, criterion: Criterion, answer: Truths, meaning: Mapping[RulingKind, int]) -> Truths:
        """The answer with rulings on whole cases put in their place."""
        rulings = [one for one in self.terms.rulings.get(criterion.id, {}).values() if one.ruling in meaning]
        if not rulings:
            return answer
        at = places(pl.Series([one.subject for one in rulings], dtype=pl.String), self.cases)
        found = answer.copy()
        for place, one in zip(at, rulings, strict=True):
            if place is not None:  # a ruling on a person, or on a case that is not there that day
                found[place] = meaning[one.ruling]
        return found


_RULED = {RulingKind.SATISFIED: 1, RulingKind.WAIVED: 1, RulingKind.NOT_SATISFIED: -1}


def _at_least(least: int, parts: list[Truths], none: np.ndarray[Any, np.dtype[np.int16]]) -> Truths:
    """Whether so many parts are met, beginning to count at ``none``."""
    yes = reduce(np.add, [(each == 1).astype(np.int16) for each in parts], none)
    possible = reduce(np.add, [(each >= 0).astype(np.int16) for each in parts], none)
    return np.where(yes >= least, np.int8(1), np.where(possible < least, np.int8(-1), np.int8(0)))


def _is_tested(criterion: Criterion) -> bool:
    return criterion.kind.answers and (criterion.test is not None or criterion.group is not None)


def _judged_by_state(criteria: Sequence[Criterion]) -> tuple[str, ...]:
    return tuple(one.id for one in criteria if one.excludes and one.decided_by is DecidedBy.RECEIVING_STATE)
