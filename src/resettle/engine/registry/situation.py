"""A register as of one day, as known on another: frames for screening, objects on demand. Every step takes one."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Any

import numpy as np
import polars as pl

from resettle.engine.registry import facts, pathways
from resettle.engine.registry.acts import Act, Replay, Standing, event_days, in_order, known_by, replay
from resettle.engine.registry.agreed import Agreed
from resettle.engine.registry.codes import TOGETHER
from resettle.engine.registry.courses import Courses, Replayed
from resettle.engine.registry.criteria import Criterion
from resettle.engine.registry.facts import UNKNOWN, Of
from resettle.engine.registry.history import Index, as_of, holding, places
from resettle.engine.registry.limits import Limits
from resettle.engine.registry.links import groups
from resettle.engine.registry.people import KnownFact, counted, facts_said, last_said, member_rows, typed
from resettle.engine.registry.places import Assumptions, Ledger, ledger, tightest
from resettle.engine.registry.register import KEYS, Register
from resettle.engine.registry.rulings import Ruling, RulingKind, Rulings
from resettle.engine.registry.stages import OPEN, Stage

_RECORDS = {Of.RELATIVE: ("relatives", "relative"), Of.PATHWAY: ("pathways", "pathway")}
_KEPT = 1 << 16
"""Facts of so many people and cases are kept, in case they are asked for again."""


class Situation(Agreed):
    """
    The register viewed as of ``on``, as known on ``known``, under stated assumptions about unknown places.

    ``rules``: criteria as they are agreed there, on another day or under a what-if, asked of the people of this day.
    """

    def __init__(
        self,
        register: Register,
        on: date,
        known: date | None = None,
        assumptions: Assumptions | None = None,
        rules: Agreed | None = None,
    ) -> None:
        super().__init__(register, on, known)
        self.assumptions: Assumptions = dict(assumptions or {})
        self.rules = rules

    # People, cases and what ties them

    @cached_property
    def people(self) -> pl.DataFrame:
        """One row a person known by then, facts as criteria are asked of them (see ``people.typed``)."""
        return self._typed("people", "person")

    @cached_property
    def cases(self) -> pl.DataFrame:
        """One row a case known by then, with its facts and its size."""
        cases = self._typed("cases", "case")
        at = places(self.members["case"], cases["case"])
        size = pl.Series(np.bincount(at.to_numpy(), minlength=cases.height), dtype=pl.Int64)
        tied = self._with_tied(cases["case"], size, at)
        return cases.with_columns(*counted("case_size", size), *counted("group_size", tied))

    def _with_tied(self, cases: pl.Series, size: pl.Series, at: pl.Series) -> pl.Series:
        """[case] how many people are in each case and those tied to it, each once, from how many are in it alone."""
        tied = self.groups.with_columns(at=places(self.groups["case"], cases)).drop_nulls("at")
        if not tied.height:
            return size
        held = pl.DataFrame({"person": self.members["person"], "at": at})
        number = tied.join(held, on="at").group_by("group").agg(pl.col("person").n_unique().alias("size"))
        together = tied.join(number, on="group", how="left", maintain_order="left")["size"].fill_null(0)
        return size.clone().scatter(tied["at"], together)

    @cached_property
    def groups(self) -> pl.DataFrame:
        """[case, group] cases tied to others that day, and the first case of their linked group; no others."""
        tied = [(case, other) for case, other, link in self.links.iter_rows() if link in TOGETHER]
        found = groups(sorted(tied))
        return pl.DataFrame(list(found.items()), schema={"case": pl.String, "group": pl.String}, orient="row")

    @cached_property
    def members(self) -> pl.DataFrame:
        """[case, person, relationship_to_pa, …] who is in which case that day."""
        held = self._held("members")
        at = places(held["case"], self._as_of("cases")["case"])
        held = held.filter(at.is_not_null()) if at.null_count() else held
        return held.select("case", "person", *typed(facts.recorded_in("members"), held))

    @cached_property
    def member_rows(self) -> tuple[pl.Series, pl.Series]:
        """[member] the row of the person among ``people``, null if nothing is recorded; that of the case."""
        return member_rows(self.members, self.people, self.cases)

    @cached_property
    def links(self) -> pl.DataFrame:
        """[case, other_case, link] ties that hold."""
        return self._held("links").select("case", "other_case", "link")

    @cached_property
    def relatives(self) -> pl.DataFrame:
        """[person, relative, relationship, country (null if unknown), relative_person, source] relatives outside the case."""
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
        runs = self.members["case"].rle().struct
        persons, cases, lengths = self.members["person"].to_list(), runs.field("value"), runs.field("len")
        ends = lengths.cum_sum()
        return {
            case: tuple(persons[end - length : end])
            for case, length, end in zip(cases, lengths, ends, strict=True)
        }

    def members_of(self, case: str) -> pl.DataFrame:
        """The rows of ``members`` of one case; quick, as its place is searched for and not every row looked at."""
        cases = self.members.get_column("case")
        return self.members[bisect_left(cases, case) : bisect_right(cases, case)]

    def facts_of(self, person: str) -> dict[str, KnownFact]:
        """Every fact of a person, each with what was written, since when and who says so."""
        return dict(self._facts_of(person))

    def facts_of_case(self, case: str) -> dict[str, KnownFact]:
        """Every fact of a case; its size is counted from its members."""
        return dict(self._facts_of_case(case))

    @cached_property
    def _facts_of(self) -> Callable[[str], Mapping[str, KnownFact]]:
        return lru_cache(_KEPT)(
            lambda person: {**self._known_facts("people", person), **self._known_facts("members", person)}
        )

    @cached_property
    def _facts_of_case(self) -> Callable[[str], Mapping[str, KnownFact]]:
        return lru_cache(_KEPT)(self._known_of_case)

    def _known_of_case(self, case: str) -> Mapping[str, KnownFact]:
        size = self.members_of(case).height
        alone = KnownFact(
            "case_size", str(size), size, False, self.on, self.known, "counted from the members"
        )
        tied = len({person for one in self.cases_linked(case) for person in self.members_of(one)["person"]})
        group = replace(alone, fact="group_size", cell=str(tied), value=tied)
        return {**self._known_facts("cases", case), "case_size": alone, "group_size": group}

    def cases_linked(self, case: str) -> tuple[str, ...]:
        """The cases of a case's linked group, itself among them."""
        return self._linked.get(case, (case,))

    @cached_property
    def _linked(self) -> Mapping[str, tuple[str, ...]]:
        heads = dict(self.groups.iter_rows())
        found: dict[str, tuple[str, ...]] = {}
        for case, head in heads.items():
            found[head] = (*found.get(head, ()), case)
        return {case: found[head] for case, head in heads.items()}

    # What a person has elsewhere: relatives outside the case, and other pathways

    def records(self, of: Of) -> pl.DataFrame:
        """[person, facts] one row a relative or pathway of a person, as criteria are asked of them."""
        written = self._written[of]
        return written.select("person", *typed(facts.recorded_in(_RECORDS[of][0]), written))

    def records_of(self, of: Of, person: str) -> dict[str, dict[str, KnownFact]]:
        """relative or pathway → its facts, each with what was written, since when and who says so."""
        table, key = _RECORDS[of]
        entries = facts.recorded_in(table)
        return {
            str(row[key]): {fact.name: last_said(fact, [row]) for fact in entries}
            for row in self._records_of[of].rows(person)
        }

    def _records(self, of: Of) -> pl.DataFrame:
        held = self._held(_RECORDS[of][0])
        if of is Of.RELATIVE:
            return held
        rows = list(pathways.from_acts(self.stands, self.register.arrangements))
        schema = {name: kind for name, kind in held.schema.items() if rows and name in rows[0]}
        return pl.concat([held, pl.DataFrame(rows, schema=schema)], how="diagonal") if rows else held

    @cached_property
    def _written(self) -> Mapping[Of, pl.DataFrame]:
        return {of: self._records(of) for of in _RECORDS}

    @cached_property
    def _records_of(self) -> Mapping[Of, Index]:
        return {of: Index(written, "person") for of, written in self._written.items()}

    # Arrangements

    def criteria(self, arrangement: str) -> tuple[Criterion, ...]:
        return self.rules.criteria(arrangement) if self.rules else super().criteria(arrangement)

    def criteria_out_of_force(self, arrangement: str) -> tuple[Criterion, ...]:
        rules = self.rules
        return (
            rules.criteria_out_of_force(arrangement) if rules else super().criteria_out_of_force(arrangement)
        )

    def rules_not_in_force(self, arrangement: str) -> bool:
        return (
            self.rules.rules_not_in_force(arrangement)
            if self.rules
            else super().rules_not_in_force(arrangement)
        )

    @property
    def screened_arrangements(self) -> tuple[str, ...]:
        return tuple(self.arrangements)

    def rulings(self, arrangement: str) -> Rulings:
        """Rulings that stand that day on criteria of an arrangement, bars' criteria by their name with the bar's."""
        return self._rulings_on(arrangement)

    @cached_property
    def _rulings_on(self) -> Callable[[str], Rulings]:
        return lru_cache(maxsize=None)(self._find_rulings)

    def _find_rulings(self, arrangement: str) -> Rulings:
        found: dict[str, dict[str, Ruling]] = {}
        for row in (one for of in (arrangement, *self.register.bars) for one in self._rulings.get(of, ())):
            of, criterion = row["arrangement"], row["criterion"]
            name = criterion if of == arrangement else f"{of}/{criterion}"
            found.setdefault(name, {})[row["subject"]] = Ruling(
                row["subject"], RulingKind(row["ruling"]), row["by"], row["effective"], row["known"], row["source"]
            )  # fmt: skip
        return found

    @cached_property
    def _rulings(self) -> Mapping[str, list[dict[str, Any]]]:
        """arrangement or bar → what was ruled in it."""
        found: dict[str, list[dict[str, Any]]] = {}
        kinds = {one.value for one in RulingKind}
        for row in self._as_of("rulings").iter_rows(named=True):
            if row["ruling"] in kinds:
                found.setdefault(row["arrangement"], []).append(row)
        return found

    def event_days(self, arrangement: str) -> Mapping[str, Mapping[str, date]]:
        """person → submission_day, decision_day, arrival_day in the arrangement, where they have come."""
        return self._event_days_in(arrangement)

    @cached_property
    def _event_days_in(self) -> Callable[[str], Mapping[str, Mapping[str, date]]]:
        return lru_cache(maxsize=None)(
            lambda arrangement: event_days(self._acts_in.get(arrangement, ()), arrangement, self.on)
        )

    @cached_property
    def _acts_in(self) -> Mapping[str, list[Act]]:
        """arrangement → acts known by then."""
        found: dict[str, list[Act]] = {}
        for act in self.acts:
            found.setdefault(act.arrangement, []).append(act)
        return found

    # Acts and places

    @cached_property
    def limits(self) -> Limits:
        """Every limit of which anything was known by then."""
        return self.register.limits(self.known)

    @cached_property
    def acts(self) -> Sequence[Act]:
        """Acts known by then, whenever they were done."""
        return known_by(self.register.acts, self.known)

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

    @cached_property
    def courses(self) -> Courses:
        """The counts of every limit on any day, by the acts known by then."""
        return Replayed(self.limits, self.acts)

    def ledger(self, limit: str) -> Ledger:
        return ledger(self.limits, limit, self.courses, self.on, self.known, self.assumptions)

    def tightest(self, limit: str) -> Ledger:
        """The ledger of the day, from this one, on which fewest places are free."""
        return tightest(self.limits, limit, self.courses, self.on, self.known, self.assumptions)

    @cached_property
    def ways(self) -> Mapping[str, Mapping[str, Standing]]:
        """
        person → offer of resettlement → where the person has a way open or has arrived, that day or, as known by
        then, later.

        Nobody with a way is proposed again. Local settlement and temporary stays close no way to resettlement.
        """
        told = Replay()
        found: dict[str, dict[str, Standing]] = {}
        for _, acts in groupby(in_order(self.acts), lambda act: max(act.effective, self.on)):
            moved = {(person, act.offer): None for act in acts for person, _, _ in told.tell(act)}
            for person, offer in moved:
                at = told.standing[person, offer]
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

    def offers_open(self, arrangement: str) -> list[str]:
        """Offers known by then whose period contains the day, or has no end."""
        return [
            name
            for name, one in self.limits.by_id.items()
            if one.is_offer and name.partition("/")[0] == arrangement
            if one.begins <= self.on and (not one.until or self.on <= one.until)
        ]

    # How it is found

    def _as_of(self, table: str) -> pl.DataFrame:
        return as_of(getattr(self.register.tables, table), KEYS[table], self.on, self.known)

    def _held(self, table: str) -> pl.DataFrame:
        return holding(self._as_of(table))

    def _typed(self, table: str, key: str) -> pl.DataFrame:
        """The facts, and nothing else that stands in the table: names and numbers of people come no further."""
        entries = facts.recorded_in(table)
        history: pl.DataFrame = getattr(self.register.tables, table)
        history = history.select(key, "effective", "known", "row", *(fact.name for fact in entries))
        written = as_of(history, KEYS[table], self.on, self.known)
        return written.select(key, *typed(entries, written))

    def _known_facts(self, table: str, name: str) -> Mapping[str, KnownFact]:
        """Every fact in a table of a person or case, from the rows that were known and hold by then."""
        rows = self.register.tables.rows(table, name)
        rows = [row for row in rows if row["effective"] <= self.on and row["known"] <= self.known]
        rows.sort(key=lambda row: (row["effective"], row["known"], row["row"]))
        return facts_said(table, rows)
