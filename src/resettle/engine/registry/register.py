"""The register: people, arrangements and acts with their whole history, and what is wrong with them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from resettle.engine.errors import refuse
from resettle.engine.registry import whatif
from resettle.engine.registry.acts import Act
from resettle.engine.registry.arrangements import Arrangement, Bar, NamedList, Quota, Source
from resettle.engine.registry.history import as_of
from resettle.engine.registry.places import Limits
from resettle.engine.registry.whatif import Terms, WhatIf
from resettle.engine.registry.worked import WorkedTable


@dataclass(frozen=True)
class Tables:
    """
    Histories of people and cases, one row an entry; cells are text as written, blank is null.

    Each frame: its key columns, ``effective`` and ``known`` (Date), ``source``, ``row`` (as a spreadsheet counts),
    then its own columns; sorted by keys, ``effective``, ``known`` and ``row``. Keys: people [person], cases [case], members [case, person], links [case, other_case, link] (the pair in order),
    relatives [person, relative], pathways [person, pathway], willingness [person, arrangement],
    scores [case, arrangement], rulings [subject (a person or a case), arrangement (or a bar), criterion].
    """

    people: pl.DataFrame
    cases: pl.DataFrame
    members: pl.DataFrame
    links: pl.DataFrame
    relatives: pl.DataFrame
    pathways: pl.DataFrame
    willingness: pl.DataFrame
    scores: pl.DataFrame
    rulings: pl.DataFrame


KEYS: Mapping[str, tuple[str, ...]] = {
    "people": ("person",),
    "cases": ("case",),
    "members": ("case", "person"),
    "links": ("case", "other_case", "link"),
    "relatives": ("person", "relative"),
    "pathways": ("person", "pathway"),
    "willingness": ("person", "arrangement"),
    "scores": ("case", "arrangement"),
    "rulings": ("subject", "arrangement", "criterion"),
}


@dataclass(frozen=True)
class Register:
    """Everything ever recorded. Ask it anything through a ``Situation``. ``supposed``: what-ifs laid over it."""

    name: str
    about: str
    synthetic: bool
    on: date
    sources: Mapping[str, Source]
    terms: Terms
    tables: Tables
    acts: tuple[Act, ...] = ()
    what_ifs: Mapping[str, WhatIf] = field(default_factory=dict)
    supposed: tuple[str, ...] = ()
    worked: tuple[WorkedTable, ...] = ()

    @property
    def arrangements(self) -> Mapping[str, Arrangement]:
        return self.terms.arrangements

    @property
    def quotas(self) -> Mapping[str, Quota]:
        return self.terms.quotas

    @property
    def bars(self) -> Mapping[str, Bar]:
        return self.terms.bars

    @property
    def lists(self) -> Mapping[str, NamedList]:
        return self.terms.lists

    def limits(self, known: date = date.max) -> Limits:
        """Every limit of which anything was known by a day."""
        return Limits(self.arrangements.values(), self.quotas.values(), known)

    def supposing(self, names: Iterable[str]) -> "Register":
        """This register with what-ifs laid over it; itself untouched. Raises RequestRefused for an unknown name."""
        chosen = list(names)
        for name in chosen:
            if name not in self.what_ifs:
                raise refuse("what_if_unknown", name=name, known=sorted(self.what_ifs))
        terms = self.terms
        for one in whatif.in_turn(chosen, self.what_ifs):
            terms = whatif.apply(one, terms)
        return replace(self, terms=terms, supposed=(*self.supposed, *chosen))


def with_acts_completed(register: Register) -> Register:
    """
    Acts with what they leave out filled in: the one offer they can mean, and every member of the case that day.

    What cannot be filled in stays as it is, for ``faults_of`` to report.
    """
    return replace(register, acts=tuple(_completed(register, act) for act in register.acts))


def _completed(register: Register, act: Act) -> Act:
    arrangement = register.arrangements.get(act.offer)
    if arrangement is not None:
        running = [name for name, offer in arrangement.limits() if offer.begins <= act.effective]
        running = [name for name in running if _runs(arrangement, name, act.effective)]
        act = replace(act, offer=running[0]) if len(running) == 1 else act
    if not act.persons:
        held = as_of(register.tables.members, KEYS["members"], act.effective, act.known)
        held = held.filter((pl.col("case") == act.case) & (pl.col("state").fill_null("holds") == "holds"))
        act = replace(act, persons=tuple(held.get_column("person")))
    return act


def _runs(arrangement: Arrangement, name: str, on: date) -> bool:
    until = dict(arrangement.limits())[name].until
    return until is None or on <= until
