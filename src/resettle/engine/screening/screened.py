"""What screening asks of a situation, so that it can be given a small one in a test."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

import polars as pl

from resettle.engine.registry.criteria import Criterion
from resettle.engine.registry.people import KnownFact


class Screened(Protocol):
    """
    People, cases and criteria as of one day, as known on another.

    people   [person, facts as ``people.typed`` writes them]
    members  [case, person, relationship_to_pa, relationship_to_pa__none]  in force that day, by case, then person
    cases    [case, facts, case_size__lo, case_size__hi, case_size__none]  by case
    """

    @property
    def on(self) -> date: ...
    @property
    def people(self) -> pl.DataFrame: ...
    @property
    def members(self) -> pl.DataFrame: ...
    @property
    def cases(self) -> pl.DataFrame: ...
    @property
    def screened_arrangements(self) -> tuple[str, ...]: ...
    def criteria(self, arrangement: str, /) -> tuple[Criterion, ...]: ...
    def facts_of(self, person: str, /) -> Mapping[str, KnownFact]: ...
    def facts_of_case(self, case: str, /) -> Mapping[str, KnownFact]: ...
