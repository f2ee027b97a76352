"""The caseload: where each case stands by its acts, and what its members have said and allowed, on one day."""

from collections.abc import Iterable, Mapping
from functools import cached_property

import polars as pl

from resettle.engine.registry import casework
from resettle.engine.registry.acts import Act, known_by
from resettle.engine.registry.casework import CaseStanding
from resettle.engine.registry.history import as_of
from resettle.engine.registry.register import KEYS
from resettle.engine.registry.situation import Situation

RESETTLEMENT, SHARING = "resettlement", "share_with_state"
"""What a consent is for."""


class Caseload:
    """A situation as those see it who work on its cases."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation

    def standing(self, case: str) -> CaseStanding:
        """Where a case stands that day, by the acts on it and on its submissions."""
        acts = [*self._casework.get(case, ()), *self._submissions.get(case, ())]
        return casework.stands(case, acts, self.situation.on, self.situation.register.begins)

    def later(self, case: str) -> Act | None:
        """The last act on a case that is known and dated after that day; none, as a rule."""
        acts = [act for act in self._casework.get(case, ()) if act.effective > self.situation.on]
        return max(acts, key=lambda act: (act.effective, act.known, act.order), default=None)

    def members(self, case: str) -> tuple[str, ...]:
        return self.situation.persons_of.get(case, ())

    def consent(self, person: str, consent_for: str) -> str:
        """What a person last said: ``yes``, ``no``, ``withdrawn``; empty if that is unknown."""
        return self._consents.get((person, consent_for), "")

    def willing(self, person: str, arrangement: str = "") -> str:
        """Whether a person is willing, of an arrangement or (else) of any: ``yes``, ``no``; empty if that is unknown."""
        said = self._willing.get(person, {})
        if arrangement:
            return said.get(arrangement, "")
        return "yes" if "yes" in said.values() else "no" if "no" in said.values() else ""

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
        said = said.filter(pl.col("given").is_in(["yes", "no", "withdrawn"])).sort(
            "effective", "known", "row", maintain_order=True
        )
        return {
            (person, what): given
            for person, what, given in said.select("person", "consent_for", "given").iter_rows()
        }

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
