"""The caseload: where each case stands by its acts, and what its members have said and allowed, on one day."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Protocol

import polars as pl

from resettle.engine.registry import casework
from resettle.engine.registry.acts import Act, known_by
from resettle.engine.registry.agreed import Agreed
from resettle.engine.registry.casework import CaseStanding
from resettle.engine.registry.history import as_of
from resettle.engine.registry.people import KnownFact
from resettle.engine.registry.register import KEYS
from resettle.engine.registry.situation import Situation

RESETTLEMENT, SHARING = "resettlement", "share_with_state"
"""What a consent is for."""


class Caseload(Protocol):
    """What guards ask, of one day, as known on another."""

    @property
    def agreed(self) -> Agreed:
        """What is agreed that day: whether an arrangement is open, and who must consent to it."""

    @property
    def situation(self) -> Situation:
        """All that is recorded of its cases and people by then, acts perhaps left out."""

    def standing(self, case: str) -> CaseStanding:
        """Where a case stands, by the acts on it and on its submissions."""

    def later(self, case: str) -> Act | None:
        """The last act on a case that is known and dated after that day; none, as a rule."""

    def members(self, case: str) -> tuple[str, ...]:
        """Who is in a case."""

    def cases_of(self, person: str) -> tuple[str, ...]:
        """The cases that a person is in."""

    def consent(self, person: str, consent_for: str) -> str:
        """What a person last said: ``yes``, ``no``, ``withdrawn``; empty if that is unknown."""

    def willing(self, person: str, arrangement: str = "") -> str:
        """Whether a person is willing, of an arrangement or (else) of any: ``yes``, ``no``; empty if that is unknown."""

    def facts_of(self, person: str) -> Mapping[str, KnownFact]:
        """Every fact of a person."""

    def facts_of_case(self, case: str) -> Mapping[str, KnownFact]:
        """Every fact of a case."""


class Seen:
    """A situation as those see it who work on its cases (``Caseload``)."""

    def __init__(self, situation: Situation) -> None:
        self._seen = situation

    @property
    def situation(self) -> Situation:
        return self._seen

    @property
    def agreed(self) -> Agreed:
        return self._seen

    def standing(self, case: str) -> CaseStanding:
        acts = [*self._casework.get(case, ()), *self._submissions.get(case, ())]
        return casework.stands(case, acts, self.situation.on, self.situation.register.begins)

    def later(self, case: str) -> Act | None:
        return casework.last_after(self._casework.get(case, ()), self.situation.on)

    def members(self, case: str) -> tuple[str, ...]:
        return self.situation.persons_of.get(case, ())

    def cases_of(self, person: str) -> tuple[str, ...]:
        return self.situation.cases_of.get(person, ())

    def consent(self, person: str, consent_for: str) -> str:
        return self._consents.get((person, consent_for), "")

    def willing(self, person: str, arrangement: str = "") -> str:
        return of_any(self._willing.get(person, {}), arrangement)

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
    def _consents(self) -> Mapping[tuple[str, str], str]:
        """The last of several of a person for one purpose."""
        seen = self.situation
        said = as_of(seen.register.tables.consents, KEYS["consents"], seen.on, seen.known)
        said = said.filter(pl.col("given").is_in(SAID)).sort("effective", "known", "row", maintain_order=True)
        columns = said.select("person", "consent_for", "given")
        return {(person, what): given for person, what, given in columns.iter_rows()}

    @cached_property
    def _willing(self) -> Mapping[str, Mapping[str, str]]:
        found: dict[str, dict[str, str]] = {}
        columns = self.situation.willingness.select("person", "arrangement", "willing")
        for person, arrangement, willing in columns.drop_nulls("willing").iter_rows():
            found.setdefault(person, {})[arrangement] = "yes" if willing else "no"
        return found


SAID = ("yes", "no", "withdrawn")
"""What may be said of a consent; *unknown* is no answer."""


def of_any(said: Mapping[str, str], arrangement: str = "") -> str:
    """What was said of an arrangement (arrangement → yes or no); of any: yes if it is yes anywhere, else no if it is no."""
    if arrangement:
        return said.get(arrangement, "")
    return next((answer for answer in ("yes", "no") if answer in said.values()), "")


def _by_case(acts: Iterable[Act]) -> Mapping[str, list[Act]]:
    found: dict[str, list[Act]] = {}
    for act in acts:
        found.setdefault(act.case, []).append(act)
    return found
