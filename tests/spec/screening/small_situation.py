"""A situation small enough to read in a test: people as a table of cells, criteria as text."""

from datetime import date
from functools import cached_property

import polars as pl

from resettle.engine.registry import facts
from resettle.engine.registry.criteria import AppliesTo, Criterion, CriterionKind, DecidedBy
from resettle.engine.registry.facts import NONE, UNKNOWN
from resettle.engine.registry.language import parse
from resettle.engine.registry.people import KnownFact, typed

LONG_AGO = date(2000, 1, 1)


def a_criterion(id, test=None, applies_to="each_member", kind="eligibility", decided_by=None, **more):
    """A criterion with a test as written, or with someone who decides it."""
    reach = AppliesTo(applies_to)
    return Criterion(
        id=id,
        kind=CriterionKind(kind),
        sentence=f"The sentence of {id}.",
        applies_to=reach,
        source="s",
        effective=LONG_AGO,
        known=LONG_AGO,
        test=parse(test, reach.asks_of) if test else None,
        text=test,
        decided_by=DecidedBy(decided_by) if decided_by else None,
        **more,
    )


class SmallSituation:
    """``people`` and ``cases`` are {id: {fact: cell}}, ``members`` [(case, person, relationship cell)]."""

    def __init__(self, people, members, cases=None, criteria=None, on=date(2016, 11, 14)):
        self.on = on
        self._people = people
        self._members = sorted(members)
        self._cases = {case: {} for case, *_ in self._members} | (cases or {})
        self._criteria = criteria or {}

    @cached_property
    def people(self):
        return self._typed("people", "person", self._people)

    @cached_property
    def cases(self):
        size = [len(self._of(case)) for case in sorted(self._cases)]
        numbers = pl.Series("case_size__lo", size, pl.Int64)
        return self._typed("cases", "case", self._cases).with_columns(
            numbers, numbers.alias("case_size__hi"), pl.lit(False).alias("case_size__none")
        )

    @cached_property
    def members(self):
        schema = {"case": pl.String, "person": pl.String, "relationship_to_pa": pl.String}
        written = pl.DataFrame(self._members, schema=schema, orient="row")
        return written.select("case", "person", *typed(facts.recorded_in("members"), written))

    @property
    def screened_arrangements(self):
        return tuple(self._criteria)

    def criteria(self, arrangement):
        return tuple(self._criteria[arrangement])

    def __repr__(self):
        terms = {name: [(one.id, one.kind.value, one.applies_to.value, one.text, one.unless) for one in each]
                 for name, each in self._criteria.items()}  # fmt: skip
        return f"SmallSituation({self._people}, {self._members}, {self._cases}, {terms}, {self.on})"

    def facts_of(self, person):
        relationship = {
            fact: cell for _, one, cell in self._members if one == person for fact in ["relationship_to_pa"]
        }
        return self._known({**self._people.get(person, {}), **relationship})

    def facts_of_case(self, case):
        return self._known({**self._cases[case], "case_size": str(len(self._of(case)))})

    def _of(self, case):
        return [person for one, person, _ in self._members if one == case]

    def _typed(self, table, key, rows):
        entries = facts.recorded_in(table)
        written = pl.DataFrame(
            [[id, *(rows[id].get(fact.name) for fact in entries)] for id in sorted(rows)],
            schema={key: pl.String, **{fact.name: pl.String for fact in entries}},
            orient="row",
        )
        return written.select(key, *typed(entries, written))

    def _known(self, cells):
        return {name: _known_fact(name, cell) for name, cell in cells.items()}


def _known_fact(name, cell):
    if cell is None:
        return KnownFact(name)
    value = None if cell in (NONE, UNKNOWN) else facts.parse(facts.dictionary()[name], cell)
    return KnownFact(name, cell, value, cell == NONE, LONG_AGO, LONG_AGO, "s")


def a_situation(table, criteria, on=date(2016, 11, 14), cases=None):
    """
    From a table of people: ``person | case | relationship_to_pa | …facts``; a cell left empty says nothing.

    ``criteria`` of one arrangement, called "there".
    """
    header, *rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    people, members = {}, []
    for cells in rows:
        row = {name: cell for name, cell in zip(header, cells, strict=True) if cell}
        people[row.pop("person")] = row
        members.append((row.pop("case", "C-1"), list(people)[-1], row.pop("relationship_to_pa", None)))
    return SmallSituation(people, members, cases, {"there": criteria}, on)
