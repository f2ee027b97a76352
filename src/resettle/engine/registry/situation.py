"""A register as of one day, as known on another: frames for screening, objects on demand. Every step takes one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import polars as pl

from resettle.engine.registry import facts
from resettle.engine.registry.acts import Act, Standing, replay
from resettle.engine.registry.arrangements import (
    Arrangement,
    Bar,
    ConsentEntry,
    ConsentState,
    Event,
    Solution,
    StatusEntry,
)
from resettle.engine.registry.criteria import Criterion
from resettle.engine.registry.facts import NONE, UNKNOWN
from resettle.engine.registry.history import D, as_of, standing, visible
from resettle.engine.registry.people import KnownFact, typed
from resettle.engine.registry.places import Assumptions, Ledger, Limits, ledger, tightest
from resettle.engine.registry.register import KEYS, Register
from resettle.engine.registry.stages import OPEN, Stage


@dataclass(frozen=True, slots=True)
class Consent:
    """Where one party stands. ``satisfied`` is None if it was never recorded what the party says."""

    party: str
    satisfied: bool | None
    entry: ConsentEntry | None
    since: date | None


_ROWS = {"people": "person", "members": "person", "cases": "case"}


class Situation:
    """The register viewed as of ``on``, as known on ``known``, under stated assumptions about unknown places."""

    def __init__(
        self, register: Register, on: date, known: date | None = None, assumptions: Assumptions | None = None
    ) -> None:
        self.register = register
        self.on = on
        self.known = known or on
        self.assumptions: Assumptions = dict(assumptions or {})

    # People, cases and what ties them

    @cached_property
    def people(self) -> pl.DataFrame:
        """One row a person known by then, facts as criteria are asked of them (see ``people.typed``)."""
        return self._typed("people", "person")

    @cached_property
    def cases(self) -> pl.DataFrame:
        """One row a case known by then, with its facts and its size."""
        sizes = self.members.group_by("case").agg(pl.len().cast(pl.Int64).alias("case_size__lo"))
        counted = pl.col("case_size__lo").fill_null(0)
        return (
            self._typed("cases", "case")
            .join(sizes, on="case", how="left", maintain_order="left")
            .with_columns(counted, counted.alias("case_size__hi"), pl.lit(False).alias("case_size__none"))
        )

    @cached_property
    def members(self) -> pl.DataFrame:
        """[case, person, relationship_to_pa, …] who is in which case that day."""
        held = self._held("members")
        known = self._as_of("cases").get_column("case")
        held = held.filter(pl.col("case").is_in(known.implode()))
        return held.select("case", "person", *typed(facts.recorded_in("members"), held))

    @cached_property
    def links(self) -> pl.DataFrame:
        """[case, other_case, link] ties that hold."""
        return self._held("links").select("case", "other_case", "link")

    @cached_property
    def relatives(self) -> pl.DataFrame:
        """[person, relative, relationship, country (null if unknown), relative_person] relatives outside the case."""
        country = pl.when(pl.col("country") != UNKNOWN).then("country").alias("country")
        return self._held("relatives").select(
            "person", "relative", "relationship", country, "relative_person", "source"
        )

    @cached_property
    def willingness(self) -> pl.DataFrame:
        """[person, arrangement, willing (Boolean, null if unknown), effective, source]."""
        said = self._as_of("willingness")
        willing = pl.when(pl.col("willing") == "yes").then(True).when(pl.col("willing") == "no").then(False)
        return said.select("person", "arrangement", willing.alias("willing"), "effective", "source")

    @cached_property
    def scores(self) -> pl.DataFrame:
        """[case, arrangement, score, source] the user's own, if any."""
        return self._as_of("scores").select(
            "case", "arrangement", pl.col("score").cast(pl.Float64, strict=False), "source"
        )

    @cached_property
    def persons_of(self) -> Mapping[str, tuple[str, ...]]:
        """case → its members that day, in order."""
        grouped = self.members.group_by("case", maintain_order=True).agg("person")
        return {case: tuple(persons) for case, persons in grouped.iter_rows()}

    def facts_of(self, person: str) -> dict[str, KnownFact]:
        """Every fact of a person, each with what was written, since when and who says so."""
        return {**self._known_facts("people", person), **self._known_facts("members", person)}

    def facts_of_case(self, case: str) -> dict[str, KnownFact]:
        """Every fact of a case; its size is counted from its members."""
        size = len(self.persons_of.get(case, ()))
        counted = KnownFact(
            "case_size", str(size), size, False, self.on, self.known, "counted from the members"
        )
        return {**self._known_facts("cases", case), "case_size": counted}

    # Arrangements

    @cached_property
    def arrangements(self) -> Mapping[str, Arrangement]:
        """Arrangements of which anything was known by then."""
        return {key: one for key, one in self.register.arrangements.items() if one.known <= self.known}

    @property
    def screened_arrangements(self) -> tuple[str, ...]:
        return tuple(self.arrangements)

    def status_of(self, of: str) -> StatusEntry | None:
        """The status of an arrangement or bar that day; None before the first."""
        return standing(self._statuses(of), self.on, self.known)

    def statuses_of(self, of: str) -> list[StatusEntry]:
        """Every status entry known by then, in order."""
        return sorted(
            visible(self._statuses(of), self.known), key=lambda entry: (entry.effective, entry.known)
        )

    def status_since(self, of: str) -> date | None:
        """The day since which the status has been the same without a break."""
        entry = self.status_of(of)
        return _since(self.statuses_of(of), entry, lambda one: one.status) if entry else None

    def is_open(self, arrangement: str) -> bool:
        status = self.status_of(arrangement)
        return status is not None and status.status.open

    def consents_of(self, arrangement: str) -> list[Consent]:
        """Where each party whose consent is needed stands."""
        one = self.register.arrangements[arrangement]
        return [self._consent(one, party) for party in one.needs_consent_of]

    def criteria(self, arrangement: str) -> tuple[Criterion, ...]:
        """Criteria in force that day, with those of bars in force in the arrangement's country."""
        one = self.register.arrangements[arrangement]
        bars = [
            bar for bar in self.register.bars.values() if bar.country == one.country and self.is_open(bar.id)
        ]
        every = [*one.criteria, *(_named_for(bar, criterion) for bar in bars for criterion in bar.criteria)]
        return tuple(criterion for criterion in every if criterion.in_force(self.on, self.known))

    # Acts and places

    @cached_property
    def limits(self) -> Limits:
        """Every limit of which anything was known by then."""
        return self.register.limits(self.known)

    @cached_property
    def acts(self) -> tuple[Act, ...]:
        """Acts known by then, whenever they were done."""
        return tuple(act for act in self.register.acts if act.known <= self.known)

    @cached_property
    def stands(self) -> Mapping[tuple[str, str], Standing]:
        """(person, offer) → where the person stands that day."""
        return replay(self.acts, self.on)

    def stands_of(self, person: str) -> list[tuple[str, Standing]]:
        """Offers in which a person stands anywhere that day, and where."""
        return self._stands_by_person.get(person, [])

    @cached_property
    def _stands_by_person(self) -> Mapping[str, list[tuple[str, Standing]]]:
        found: dict[str, list[tuple[str, Standing]]] = {}
        for (person, offer), at in self.stands.items():
            found.setdefault(person, []).append((offer, at))
        return found

    def ledger(self, limit: str) -> Ledger:
        return ledger(self.limits, limit, self.acts, self.on, self.known, self.assumptions)

    def tightest(self, limit: str) -> Ledger:
        """The ledger of the day, from this one, on which fewest places are free."""
        return tightest(self.limits, limit, self.acts, self.on, self.known, self.assumptions)

    @cached_property
    def ways(self) -> Mapping[str, Mapping[str, Standing]]:
        """
        person → offer of resettlement → where the person has a way open or has arrived, that day or, as known by
        then, later.

        Nobody with a way is proposed again. Local settlement and temporary stays close no way to resettlement.
        """
        later = {act.effective for act in self.acts if act.effective > self.on}
        found: dict[str, dict[str, Standing]] = {}
        for day in sorted({self.on, *later}):
            for (person, offer), at in replay(self.acts, day).items():
                if at.stage in {*OPEN, Stage.ARRIVED} and self.counts_as_placed(offer.partition("/")[0]):
                    found.setdefault(person, {}).setdefault(offer, at)
        return found

    @cached_property
    def bound_for(self) -> Mapping[str, frozenset[str]]:
        """
        case → countries to which somebody in it has a way, or has arrived.

        A person counts for the cases they are in that day, or, in none, for the case whose act it was.
        """
        found: dict[str, set[str]] = {}
        for person, ways in self.ways.items():
            for offer, at in ways.items():
                for case in self.cases_of.get(person, (at.case,)):
                    found.setdefault(case, set()).add(self.country_of(offer))
        return {case: frozenset(countries) for case, countries in found.items()}

    @cached_property
    def cases_of(self) -> Mapping[str, tuple[str, ...]]:
        """person → the cases they are recorded in that day: one, unless the record is wrong."""
        found: dict[str, tuple[str, ...]] = {}
        for case, persons in self.persons_of.items():
            for person in persons:
                found[person] = (*found.get(person, ()), case)
        return found

    def country_of(self, offer: str) -> str:
        """The country of an offer's arrangement."""
        return self.register.arrangements[offer.partition("/")[0]].country

    def offers_open(self, arrangement: str) -> list[str]:
        """Offers known by then whose period contains the day, or has no end."""
        return [
            name
            for name, one in self.limits.by_id.items()
            if one.is_offer and name.partition("/")[0] == arrangement
            if one.begins <= self.on and (not one.until or self.on <= one.until)
        ]

    def counts_as_placed(self, arrangement: str) -> bool:
        return self.register.arrangements[arrangement].solution is Solution.RESETTLEMENT

    # How it is found

    def _as_of(self, table: str) -> pl.DataFrame:
        return as_of(getattr(self.register.tables, table), KEYS[table], self.on, self.known)

    def _held(self, table: str) -> pl.DataFrame:
        return self._as_of(table).filter(pl.col("state").fill_null("holds") == "holds")

    def _typed(self, table: str, key: str) -> pl.DataFrame:
        written = self._as_of(table)
        return written.select(key, *typed(facts.recorded_in(table), written))

    def _known_facts(self, table: str, key: str) -> dict[str, KnownFact]:
        rows = self._rows_by_key[table].get(key, [])
        if table == "members" and rows and (rows[-1].get("state") or "holds") != "holds":
            rows = []
        return {fact.name: _last_said(fact, rows) for fact in facts.recorded_in(table)}

    @cached_property
    def _rows_by_key(self) -> Mapping[str, Mapping[str, list[dict[str, object]]]]:
        """table → person or case → its rows that were known and hold by then, in order."""
        return {table: self._grouped(table, key) for table, key in _ROWS.items()}

    def _grouped(self, table: str, key: str) -> Mapping[str, list[dict[str, object]]]:
        history: pl.DataFrame = getattr(self.register.tables, table)
        said = history.filter((pl.col("effective") <= self.on) & (pl.col("known") <= self.known))
        found: dict[str, list[dict[str, object]]] = {}
        for row in said.sort("effective", "known", "row", maintain_order=True).iter_rows(named=True):
            found.setdefault(row[key], []).append(row)
        return found

    def _statuses(self, of: str) -> Iterable[StatusEntry]:
        named = self.register.arrangements.get(of) or self.register.bars.get(of)
        return named.statuses if named else ()

    def _consent(self, one: Arrangement, party: str) -> Consent:
        said = [entry for entry in one.consents if entry.party == party]
        entry = standing(said, self.on, self.known)
        if entry is None:
            return Consent(party, None, None, None)
        seen = sorted(visible(said, self.known), key=lambda one: (one.effective, one.known))
        return Consent(party, self._satisfied(entry), entry, _since(seen, entry, lambda one: one.consent))

    def _satisfied(self, entry: ConsentEntry) -> bool:
        if entry.event is None or entry.consent in (ConsentState.GIVEN, ConsentState.WITHHELD):
            return entry.consent is ConsentState.GIVEN
        if entry.consent is ConsentState.GIVEN_IF:
            status = self.status_of(entry.event.of)
            return status is not None and status.status is entry.event.status
        return self._has_been(entry.event)

    def _has_been(self, event: Event) -> bool:
        days = {one.effective for one in self.statuses_of(event.of) if one.effective <= self.on}
        held = [standing(self._statuses(event.of), day, self.known) for day in days]
        return any(entry is not None and entry.status is event.status for entry in held)


def _named_for(bar: Bar, criterion: Criterion) -> Criterion:
    """A bar's criterion among an arrangement's own: its id says whose it is."""
    unless = tuple(f"{bar.id}/{name}" for name in criterion.unless)
    return replace(criterion, id=f"{bar.id}/{criterion.id}", unless=unless)


def _last_said(fact: facts.Fact, rows: list[dict[str, object]]) -> KnownFact:
    for row in reversed(rows):
        cell = row.get(fact.name)
        if isinstance(cell, str):
            value = facts.parse(fact, cell) if cell not in (NONE, UNKNOWN) else None
            effective, known = row["effective"], row["known"]
            assert isinstance(effective, date) and isinstance(known, date)
            return KnownFact(fact.name, cell, value, cell == NONE, effective, known, str(row["source"]))
    return KnownFact(fact.name)


def _since(seen: Sequence[D], entry: D, what: Callable[[D], object]) -> date:
    """The first day of the unbroken run of entries, in order, that say the same as ``entry``."""
    since = entry.effective
    for earlier in reversed([one for one in seen if one.effective <= entry.effective]):
        if what(earlier) != what(entry):
            break
        since = earlier.effective
    return since
