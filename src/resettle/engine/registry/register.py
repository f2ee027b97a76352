"""The register: people, arrangements and acts with their whole history, and what is wrong with them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from resettle.engine.errors import Fault, RequestRefused, Where, refuse
from resettle.engine.registry import membership, whatif
from resettle.engine.registry.acts import Act, Acts
from resettle.engine.registry.arrangements import Arrangement, Bar, NamedList, Quota, Source
from resettle.engine.registry.history import Index, places
from resettle.engine.registry.limits import Limits
from resettle.engine.registry.membership import Membership, held
from resettle.engine.registry.stages import NAMES_PEOPLE, CaseStage
from resettle.engine.registry.whatif import Terms, WhatIf
from resettle.engine.registry.worked import WorkedTable


@dataclass(frozen=True)
class Tables:
    """
    Histories of people and cases, one row an entry; cells are text as written, blank is null.

    Each frame: its key columns, ``effective`` and ``known`` (Date), ``source``, ``row`` (as a spreadsheet counts),
    then its own columns; sorted by keys, ``effective``, ``known`` and ``row``. ``KEYS`` names the keys of each: the pair of a
    link is in order; a subject is a person or a case; a ruling's arrangement may be a bar. From the registration groups on, and
    names and numbers among the people, they are kept and asked by no criterion: a ``Situation`` does not have them.
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
    registration_groups: pl.DataFrame
    documents: pl.DataFrame
    consents: pl.DataFrame
    statements: pl.DataFrame
    interviews: pl.DataFrame
    missions: pl.DataFrame
    appointments: pl.DataFrame
    requests: pl.DataFrame
    answers: pl.DataFrame
    translations: pl.DataFrame
    served: pl.DataFrame
    published: pl.DataFrame

    @cached_property
    def persons(self) -> pl.Series:
        """[row of members] the first row of the person among the people; null where there is none."""
        return places(self.members.get_column("person"), self.people.get_column("person"))

    def rows(self, table: str, name: str) -> list[dict[str, Any]]:
        """The rows of people, or members, about a person, or of cases about a case, in the table's order."""
        return self._indices[table].rows(name)

    @cached_property
    def _indices(self) -> Mapping[str, Index]:
        return {
            "people": Index(self.people, "person"),
            "members": Index(self.members, "person"),
            "cases": Index(self.cases, "case"),
        }


OFFICE = "office"
"""The source of what an office records itself: every register has it, whether its file lists it or not."""

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
    "registration_groups": ("group", "person"),
    "documents": ("person", "document"),
    "consents": ("person", "consent"),
    "statements": ("subject", "statement"),
    "interviews": ("person", "interview"),
    "missions": ("mission",),
    "appointments": ("person", "appointment"),
    "requests": ("request", "person"),
    "answers": ("request", "person"),
    "translations": ("request", "person", "language"),
    "served": ("request", "person", "service"),
    "published": ("limit", "measure"),
}


@dataclass(frozen=True)
class Register:
    """
    Everything ever recorded. Ask it anything through a ``Situation``.

    acts: those on submissions; casework: those on cases alone. begins: where a case stands of which nothing is recorded
    (None: it has still to be referred). answer_within: so many days after a request came its answer is due (None: the office has
    not said). supposed: what-ifs laid over it.
    """

    name: str
    about: str
    synthetic: bool
    on: date
    sources: Mapping[str, Source]
    terms: Terms
    tables: Tables
    acts: Sequence[Act] = ()
    casework: Sequence[Act] = ()
    what_ifs: Mapping[str, WhatIf] = field(default_factory=dict)
    supposed: tuple[str, ...] = ()
    worked: tuple[WorkedTable, ...] = ()
    begins: CaseStage | None = None
    answer_within: int | None = None

    def may_cite(self, source: str) -> bool:
        """Whether a row may name a source: one that is listed, or the office itself."""
        return source == OFFICE or source in self.sources

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
        if known == date.max:
            return self._limits
        return Limits(self.arrangements.values(), self.quotas.values(), known)

    @cached_property
    def _limits(self) -> Limits:
        return Limits(self.arrangements.values(), self.quotas.values())

    def supposing(self, names: Iterable[str]) -> "Register":
        """
        This register with what-ifs laid over it; itself untouched.

        Raises RequestRefused for an unknown name, and if two of them add one criterion.
        """
        chosen = list(names)
        for name in chosen:
            if name not in self.what_ifs:
                raise refuse("what_if_unknown", name=name, known=sorted(self.what_ifs))
        terms, laid = self.terms, whatif.in_turn(chosen, self.what_ifs)
        if clashes := whatif.clashes(laid):
            raise RequestRefused(
                Fault("what_ifs_clash", Where(), {"of": of, "criterion": name, "what_ifs": by})
                for (of, name), by in clashes.items()
            )
        for one in laid:
            terms = whatif.apply(one, terms)
        return replace(self, terms=terms, supposed=(*self.supposed, *chosen))


def with_acts_completed(register: Register) -> Register:
    """
    Acts with what they leave out filled in: the one offer they can mean, and every member of the case that day.

    What cannot be filled in stays as it is, for ``faults_of`` to report.
    """
    unnamed = {act.case for act in register.casework if not act.persons}
    if not unnamed and isinstance(register.acts, Acts) and register.acts.complete:
        return register
    cases = unnamed | {act.case for act in register.acts if not act.persons}
    members = membership.of_cases(register.tables.members, cases)
    acts, casework = (
        tuple(completed(register, act, members) for act in told)
        for told in (register.acts, register.casework)
    )
    return replace(register, acts=acts, casework=casework)


def completed(register: Register, act: Act, members: Mapping[str, Membership]) -> Act:
    """
    An act with the one offer that it can mean, and with every member of its case that day, where it leaves them out.

    members: case → its membership. Of an act that names its people (``NAMES_PEOPLE``) the case does not say who they are.
    """
    arrangement = register.arrangements.get(act.offer)
    if arrangement is not None:
        running = [name for name, offer in arrangement.limits() if offer.begins <= act.effective]
        running = [name for name in running if _runs(arrangement, name, act.effective)]
        act = replace(act, offer=running[0]) if len(running) == 1 else act
    if not act.persons and act.kind not in NAMES_PEOPLE:
        act = replace(act, persons=held(members.get(act.case, ()), act.effective, act.known))
    return act


def _runs(arrangement: Arrangement, name: str, on: date) -> bool:
    until = dict(arrangement.limits())[name].until
    return until is None or on <= until
