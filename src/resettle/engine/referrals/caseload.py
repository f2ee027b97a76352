"""The caseload: where each case stands by its acts, and what its members have said and allowed, on one day."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import polars as pl

from resettle.engine.registry import casework, membership
from resettle.engine.registry.acts import Act, known_by
from resettle.engine.registry.agreed import Agreed
from resettle.engine.registry.casework import Case, CaseStanding
from resettle.engine.registry.history import as_of
from resettle.engine.registry.membership import Membership, held
from resettle.engine.registry.people import KnownFact
from resettle.engine.registry.register import KEYS
from resettle.engine.registry.situation import Situation

RESETTLEMENT, SHARING = "resettlement", "share_with_state"
"""What a consent is for."""
SAID = ("yes", "no", "withdrawn")
"""What may be said of a consent; *unknown* is no answer."""


class Consent(NamedTuple):
    """What a person last said of one consent; ``to``: the country or organisation, empty if that is not said."""

    consent_for: str
    to: str
    given: str


class Caseload(ABC):
    """What guards ask, of one day, as known on another."""

    agreed: Agreed
    """What is agreed that day: whether an arrangement is open, and who must consent to it."""

    @property
    @abstractmethod
    def situation(self) -> Situation:
        """All that is recorded of its cases and people by then, acts perhaps left out."""

    @abstractmethod
    def acts_on(self, case: str) -> Sequence[Act]:
        """Every act that is known of a case and of its submissions, on whatever day."""

    @abstractmethod
    def membership(self, case: str) -> Membership:
        """Everything known of who is in a case."""

    @abstractmethod
    def cases_of(self, person: str) -> tuple[str, ...]:
        """The cases that a person is in."""

    @abstractmethod
    def consents_of(self, person: str) -> Sequence[Consent]:
        """What a person said of each consent, as far as it is an answer; what was said last comes last."""

    @abstractmethod
    def willingness_of(self, person: str) -> Mapping[str, str]:
        """arrangement → whether the person is willing: ``yes``, ``no``; empty if that is unknown."""

    @abstractmethod
    def facts_of(self, person: str) -> Mapping[str, KnownFact]:
        """Every fact of a person."""

    @abstractmethod
    def facts_of_case(self, case: str) -> Mapping[str, KnownFact]:
        """Every fact of a case."""

    def case(self, case: str) -> Case:
        return Case(case, self.agreed.register.begins, self.membership(case))

    def standing(self, case: str) -> CaseStanding:
        """Where a case stands, by the acts on it and on its submissions."""
        return casework.stands(self.case(case), self.acts_on(case), self.agreed.on)

    def members(self, case: str) -> tuple[str, ...]:
        """Who is in a case."""
        return held(self.membership(case), self.agreed.on, self.agreed.known)

    def consent(self, person: str, consent_for: str, to: Iterable[str] = ()) -> str:
        """What a person last said for a purpose, to any of those named or to whomever: one of ``SAID``, empty if nothing."""
        asked = {"", *to}
        said = [
            one.given
            for one in self.consents_of(person)
            if one.consent_for == consent_for and one.to in asked
        ]
        return said[-1] if said else ""

    def willing(self, person: str, arrangement: str = "") -> str:
        """
        Whether a person is willing, of an arrangement: ``yes``, ``no``; empty if that is unknown.

        Of any, if none is named: yes if they said so of one, else no if they said so of one.
        """
        said = self.willingness_of(person)
        if arrangement:
            return said.get(arrangement, "")
        return next((answer for answer in ("yes", "no") if answer in said.values()), "")


class Seen(Caseload):
    """A situation as those see it who work on its cases."""

    def __init__(self, situation: Situation) -> None:
        self._seen = situation
        self.agreed = situation

    @property
    def situation(self) -> Situation:
        return self._seen

    def acts_on(self, case: str) -> Sequence[Act]:
        return [*self._casework.get(case, ()), *self._submissions.get(case, ())]

    def membership(self, case: str) -> Membership:
        return self._membership.get(case, ())

    def cases_of(self, person: str) -> tuple[str, ...]:
        return self.situation.cases_of.get(person, ())

    def consents_of(self, person: str) -> Sequence[Consent]:
        return self._consents.get(person, ())

    def willingness_of(self, person: str) -> Mapping[str, str]:
        return self._willing.get(person, {})

    def facts_of(self, person: str) -> Mapping[str, KnownFact]:
        return self.situation.facts_of(person)

    def facts_of_case(self, case: str) -> Mapping[str, KnownFact]:
        return self.situation.facts_of_case(case)

    @cached_property
    def _casework(self) -> Mapping[str, list[Act]]:
        return _by_case(known_by(self.situation.register.casework, self.situation.known))

    @cached_property
    def _submissions(self) -> Mapping[str, list[Act]]:
        return _by_case(self.situation.acts)

    @cached_property
    def _membership(self) -> Mapping[str, Membership]:
        members = self.situation.register.tables.members
        return membership.of_cases(members, members.get_column("case").unique().to_list())

    @cached_property
    def _consents(self) -> Mapping[str, list[Consent]]:
        seen, found = self.situation, dict[str, list[Consent]]()
        said = as_of(seen.register.tables.consents, KEYS["consents"], seen.on, seen.known)
        said = said.filter(pl.col("given").is_in(SAID)).sort("effective", "known", "row", maintain_order=True)
        for person, *one in said.select(
            "person", "consent_for", pl.col("to").fill_null(""), "given"
        ).iter_rows():
            found.setdefault(person, []).append(Consent(*one))
        return found

    @cached_property
    def _willing(self) -> Mapping[str, Mapping[str, str]]:
        found: dict[str, dict[str, str]] = {}
        columns = self.situation.willingness.select("person", "arrangement", "willing")
        for person, arrangement, willing in columns.drop_nulls("willing").iter_rows():
            found.setdefault(person, {})[arrangement] = "yes" if willing else "no"
        return found


def _by_case(acts: Iterable[Act]) -> Mapping[str, list[Act]]:
    found: dict[str, list[Act]] = {}
    for act in acts:
        found.setdefault(act.case, []).append(act)
    return found
