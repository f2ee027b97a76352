"""What stands between a case and an arrangement, other than places running out: each with what would have to change."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from resettle.engine.registry.agreed import Consent
from resettle.engine.registry.arrangements import ConsentState, Solution
from resettle.engine.registry.places import Ledger
from resettle.engine.registry.situation import Situation
from resettle.engine.registry.stages import OPEN, Stage
from resettle.engine.screening.reference import Answer, findings_of
from resettle.engine.screening.screen import Outcome, Screening


@dataclass(frozen=True)
class Obstacle:
    """One reason why a case cannot be proposed somewhere: a code, and what fills its sentence."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


class Obstacles:
    """Asks a situation and its screening what stands in the way, arrangement by arrangement and case by case."""

    def __init__(self, situation: Situation, screening: Screening) -> None:
        self.situation = situation
        self.screening = screening

    def of(self, case: str, arrangement: str) -> tuple[Obstacle, ...]:
        """Everything in the way of one case in one arrangement; empty if it may be proposed there."""
        return (*self.of_arrangement(arrangement), *self.of_case(case, arrangement))

    def of_arrangement(self, arrangement: str) -> tuple[Obstacle, ...]:
        """What is in the way of everybody: its status, a consent, its places."""
        if arrangement not in self._of_arrangements:
            self._of_arrangements[arrangement] = tuple(self._arrangement(arrangement))
        return self._of_arrangements[arrangement]

    @cached_property
    def _of_arrangements(self) -> dict[str, tuple[Obstacle, ...]]:
        return {}

    def of_case(self, case: str, arrangement: str) -> tuple[Obstacle, ...]:
        """What is in the way of this case: an act under way, its screening, its members' will."""
        return (
            *self._under_way(case), *self._denied(case, arrangement), *self._screened(case, arrangement),
            *self._will(case, arrangement),
        )  # fmt: skip

    def offers(self, arrangement: str) -> list[str]:
        """Offers of an arrangement that can take proposals: running, and of a size known or assumed."""
        return [name for name in self.situation.offers_open(arrangement) if not self._sizes_unknown(name)]

    def _arrangement(self, arrangement: str) -> Iterator[Obstacle]:
        one = self.situation.register.arrangements[arrangement]
        if one.solution is not Solution.RESETTLEMENT:
            yield Obstacle("not_resettlement", {"solution": one.solution.value})
        status = self.situation.status_of(arrangement)
        if status is None or not status.status.open:
            entry = (
                {"status": status.status.value, "since": status.effective, "source": status.source}
                if status
                else {}
            )
            yield Obstacle(
                "not_in_force", {"status": "not yet announced", "since": None, "source": None, **entry}
            )
        for consent in self.situation.consents_of(arrangement):
            yield from _consent(consent)
        running = self.situation.offers_open(arrangement)
        if not running:
            yield Obstacle("no_offer_running")
        elif not self.offers(arrangement):
            unknown = sorted({name for offer in running for name in self._sizes_unknown(offer)})
            yield Obstacle("places_unknown", {"unknown": unknown})

    def _sizes_unknown(self, offer: str) -> tuple[str, ...]:
        return tuple(name for one in self.tightest_above(offer) for name in one.unknown)

    def tightest_above(self, offer: str) -> list[Ledger]:
        """Of an offer and every quota it is part of, innermost first: the day on which fewest places are free."""
        return [self._tightest(limit.id) for limit in self.situation.limits.above(offer)]

    def _tightest(self, limit: str) -> Ledger:
        if limit not in self._ledgers:
            self._ledgers[limit] = self.situation.tightest(limit)
        return self._ledgers[limit]

    @cached_property
    def _ledgers(self) -> dict[str, Ledger]:
        return {}

    def _under_way(self, case: str) -> Iterator[Obstacle]:
        for offer, stage in self.ways(case):
            yield Obstacle("way_open" if stage in OPEN else "arrived", {"offer": offer, "stage": stage.value})
        twice = sum(
            len(self.situation.cases_of[person]) > 1 for person in self.situation.persons_of.get(case, ())
        )
        if twice:
            yield Obstacle("in_two_cases", {"members": twice})
        unmanned = sorted(
            other for other in self._travels_with.get(case, ()) if other not in self.situation.persons_of
        )
        if unmanned:
            yield Obstacle("travels_with_blocked", {"cases": unmanned})

    @cached_property
    def _travels_with(self) -> dict[str, set[str]]:
        together = self.situation.links.filter(pl.col("link") == "travel_together")
        found: dict[str, set[str]] = {}
        for one, other in together.select("case", "other_case").iter_rows():
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
        return found

    def _denied(self, case: str, arrangement: str) -> Iterator[Obstacle]:
        """A State that has denied a case is not asked again by a plan; a person may, after review, by an act."""
        days = [
            at.since
            for person in self.situation.persons_of.get(case, ())
            for offer, at in self.situation.stands_of(person)
            if at.stage is Stage.DENIED and offer.partition("/")[0] == arrangement
        ]
        if days:
            yield Obstacle("denied_here", {"on": max(days)})

    def ways(self, case: str) -> list[tuple[str, Stage]]:
        """Where members of a case have a way open already, or have arrived."""
        persons = self.situation.persons_of.get(case, ())
        ways = [way for person in persons for way in self.situation.ways.get(person, {}).items()]
        return sorted({(offer, at.stage) for offer, at in ways})

    def _screened(self, case: str, arrangement: str) -> Iterator[Obstacle]:
        outcome, conditional = self._outcomes[case, arrangement]
        if outcome == Outcome.RULES_NOT_IN_FORCE:
            yield Obstacle("rules_not_in_force")
        elif outcome == Outcome.INELIGIBLE:
            yield Obstacle("ineligible", {"criteria": self._criteria(case, arrangement, -1)})
        elif outcome == Outcome.NEEDS_A_FACT:
            yield Obstacle("needs_a_fact", {"criteria": self._criteria(case, arrangement, 0)})
        elif outcome == Outcome.NEEDS_A_PERSON and not conditional:
            yield Obstacle("needs_the_office")

    def conditional(self, case: str, arrangement: str) -> bool:
        """Whether all that is open is for the receiving State to judge."""
        return self._outcomes[case, arrangement][1]

    def conditional_on(self, case: str, arrangement: str) -> tuple[str, ...]:
        """The criteria on which a proposal would be conditional: those open that only the receiving State can judge."""
        if not self.conditional(case, arrangement):
            return ()
        if not self._judged_case_by_case(arrangement):
            return self.screening.conditional_on[arrangement]
        findings = findings_of(self.situation, case, arrangement)
        return tuple(
            one.criterion.id for one in findings if one.answer is Answer.JUDGEMENT and one.criterion.excludes
        )

    def _judged_case_by_case(self, arrangement: str) -> bool:
        """Whether what is left to judge may differ from one case to another."""
        criteria = self.situation.criteria(arrangement)
        lifted = any(one.unless for one in criteria if one.decided_by)
        return lifted or any(one.group for one in criteria) or bool(self.situation.rulings(arrangement))

    @cached_property
    def _outcomes(self) -> dict[tuple[str, str], tuple[str, bool]]:
        return {
            (case, to): (outcome, open_) for case, to, outcome, open_ in self.screening.outcomes.iter_rows()
        }

    def _criteria(self, case: str, arrangement: str, found: int) -> list[str]:
        """The criteria of which this is found of the case: not met -1, unknown 0; those that were judged included."""
        answers, place = self.screening.found[arrangement].answers, self._places[case]
        return [
            one.id
            for one in self.situation.criteria(arrangement)
            if one.excludes and answers[one.id][place] == found
        ]

    @cached_property
    def _places(self) -> dict[str, int]:
        """case → its place in the screening."""
        return {case: place for place, case in enumerate(self.screening.cases)}

    def _will(self, case: str, arrangement: str) -> Iterator[Obstacle]:
        said = [
            self._willing.get((person, arrangement)) for person in self.situation.persons_of.get(case, ())
        ]
        if any(will is False for will in said):
            yield Obstacle("not_willing", {"members": sum(will is False for will in said)})
        elif any(will is None for will in said):
            yield Obstacle("will_unknown", {"members": sum(will is None for will in said)})

    @cached_property
    def _willing(self) -> dict[tuple[str, str], bool]:
        known = self.situation.willingness.filter(pl.col("willing").is_not_null())
        return {
            (person, to): willing
            for person, to, willing in known.select("person", "arrangement", "willing").iter_rows()
        }


def _consent(consent: Consent) -> Iterator[Obstacle]:
    if consent.satisfied:
        return
    if consent.entry is None:
        yield Obstacle("consent_unknown", {"party": consent.party})
    elif consent.entry.consent is ConsentState.WITHHELD:
        yield Obstacle(
            "consent_withheld",
            {"party": consent.party, "since": consent.since, "source": consent.entry.source},
        )
    else:
        event = consent.entry.event
        assert event is not None
        yield Obstacle(
            "consent_waits",
            {"party": consent.party, "since": consent.since, "source": consent.entry.source,
             "consent": consent.entry.consent.value, "of": event.of, "status": event.status.value},
        )  # fmt: skip
