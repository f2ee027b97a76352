"""A situation small enough to read in a test: people as a table of cells, criteria as text."""

from dataclasses import replace
from datetime import date
from functools import cache, cached_property

import polars as pl

from resettle.engine.registry import facts
from resettle.engine.registry.criteria import AppliesTo, Criterion, CriterionKind, DecidedBy
from resettle.engine.registry.facts import NONE, UNKNOWN, Of
from resettle.engine.registry.language import bound, parse
from resettle.engine.registry.links import groups
from resettle.engine.registry.people import KnownFact, counted, member_rows, typed
from resettle.engine.registry.rulings import Ruling, RulingKind

LONG_AGO = date(2000, 1, 1)
IS_IN = {Of.RELATIVE: "relatives", Of.PATHWAY: "pathways"}


def a_criterion(id, test=None, applies_to="each_member", kind="eligibility", decided_by=None, **more):
    """
    A criterion with a test as written, with someone who decides it, or with ``group=Group(least, parts)``.

    Whatever else a criterion has is given by name: ``waivable_by="NZL"``, ``unless=("minor",)``, ``until=…``.
    """
    reach = AppliesTo(applies_to)
    return Criterion(
        id=id,
        kind=CriterionKind(kind),
        sentence=f"The sentence of {id}.",
        applies_to=reach,
        source="s",
        effective=LONG_AGO,
        known=LONG_AGO,
        test=parse(test, reach.asks_of, group=reach is AppliesTo.LINKED_GROUP) if test else None,
        text=test,
        decided_by=DecidedBy(decided_by) if decided_by else None,
        **more,
    )


class SmallSituation:
    """
    Cases, people and criteria, as screening asks for them.

    people     {person: {fact: cell}}
    members    [(case, person, relationship cell)]
    cases      {case: {fact: cell}}; those of members need not be named
    criteria   {arrangement: criteria}
    relatives  {person: [{fact: cell}]} outside the case; they are called 1, 2 … of their person
    pathways   {person: [{fact: cell}]} called so too: the files let a relative and a pathway have one id
    links      [(case, other case)] that travel together
    rulings    {arrangement: {criterion: {person or case: kind}}}
    days       {arrangement: {person: {submission_day, decision_day or arrival_day: day}}}
    lists      {list: codes} for IN_LIST; another has no edition that day, and asking for it is unknown
    not_in_force  arrangements of whose own rules none applies that day
    """

    def __init__(
        self,
        people,
        members,
        cases=None,
        criteria=None,
        on=date(2016, 11, 14),
        *,
        relatives=None,
        pathways=None,
        links=(),
        rulings=None,
        days=None,
        lists=None,
        not_in_force=(),
    ):
        self.on = on
        self._people = people
        self._members = sorted(members, key=lambda row: row[:2])
        self._cases = {case: {} for case, *_ in self._members} | (cases or {})
        self._criteria = criteria or {}
        self._records = {Of.RELATIVE: relatives or {}, Of.PATHWAY: pathways or {}}
        self._links = sorted(links)
        self._rulings = rulings or {}
        self._days = days or {}
        self._lists = lists or {}
        self._not_in_force = not_in_force

    @cached_property
    def people(self):
        return self._typed("people", "person", self._people)

    def members_of(self, case):
        return self.members.filter(pl.col("case") == case)

    @cached_property
    def cases(self):
        sizes = {
            "case_size": [len(self._of(case)) for case in sorted(self._cases)],
            "group_size": [self._group_size(case) for case in sorted(self._cases)],
        }
        return self._typed("cases", "case", self._cases).with_columns(
            column
            for name, size in sizes.items()
            for column in counted(name, pl.Series(size, dtype=pl.Int64))
        )

    @cached_property
    def members(self):
        schema = {"case": pl.String, "person": pl.String, "relationship_to_pa": pl.String}
        written = pl.DataFrame(self._members, schema=schema, orient="row")
        return written.select("case", "person", *_columns("members"))

    @cached_property
    def member_rows(self):
        return member_rows(self.members, self.people, self.cases)

    @cached_property
    def groups(self):
        heads = groups(self._links)
        return pl.DataFrame(list(heads.items()), schema={"case": pl.String, "group": pl.String}, orient="row")

    def cases_linked(self, case):
        heads = groups(self._links)
        return tuple(one for one in heads if heads[one] == heads[case]) if case in heads else (case,)

    def records(self, of):
        entries = facts.recorded_in(IS_IN[of])
        rows = [
            [person, *(cells.get(fact.name) for fact in entries)]
            for person in sorted(self._records[of])
            for cells in self._records[of][person]
        ]
        schema = {"person": pl.String, **{fact.name: pl.String for fact in entries}}
        written = pl.DataFrame(rows, schema=schema, orient="row")
        return written.select("person", *_columns(IS_IN[of]))

    def records_of(self, of, person):
        found = self._records[of].get(person, [])
        return {str(place): self._known(cells) for place, cells in enumerate(found, 1)}

    @property
    def screened_arrangements(self):
        return tuple(self._criteria)

    def criteria(self, arrangement):
        return tuple(self._bound(one, arrangement) for one in self._criteria[arrangement])

    def _bound(self, one, arrangement):
        return replace(one, test=bound(one.test, arrangement, self._lists.get)) if one.test else one

    def criteria_out_of_force(self, arrangement):
        return ()

    def rules_not_in_force(self, arrangement):
        return arrangement in self._not_in_force

    def rulings(self, arrangement):
        return {
            criterion: {
                subject: Ruling(subject, RulingKind(kind), "office", LONG_AGO, LONG_AGO, "s")
                for subject, kind in said.items()
            }
            for criterion, said in self._rulings.get(arrangement, {}).items()
        }

    def event_days(self, arrangement):
        return {
            person: {event: _day(day) for event, day in events.items()}
            for person, events in self._days.get(arrangement, {}).items()
        }

    def __repr__(self):
        terms = {name: [(one.id, one.kind.value, one.applies_to.value, one.text, one.decided_by, one.unless, one.group)
                        for one in each] for name, each in self._criteria.items()}  # fmt: skip
        more = {
            "relatives": self._records[Of.RELATIVE],
            "pathways": self._records[Of.PATHWAY],
            "links": self._links,
            "rulings": self._rulings,
            "days": self._days,
            "lists": self._lists,
            "not_in_force": self._not_in_force,
        }
        said = "".join(f", {name}={value}" for name, value in more.items() if value)
        return f"SmallSituation({self._people}, {self._members}, {self._cases}, {terms}, {self.on}{said})"

    def facts_of(self, person):
        relationship = {
            fact: cell for _, one, cell in self._members if one == person for fact in ["relationship_to_pa"]
        }
        return self._known({**self._people.get(person, {}), **relationship})

    def facts_of_case(self, case):
        counted = {"case_size": str(len(self._of(case))), "group_size": str(self._group_size(case))}
        return self._known({**self._cases[case], **counted})

    def _of(self, case):
        return [person for one, person, _ in self._members if one == case]

    def _group_size(self, case):
        return len({person for one in self.cases_linked(case) for person in self._of(one)})

    def _typed(self, table, key, rows):
        entries = facts.recorded_in(table)
        written = pl.DataFrame(
            [[id, *(rows[id].get(fact.name) for fact in entries)] for id in sorted(rows)],
            schema={key: pl.String, **{fact.name: pl.String for fact in entries}},
            orient="row",
        )
        return written.select(key, *_columns(table))

    def _known(self, cells):
        return {name: _known_fact(name, cell) for name, cell in cells.items()}


@cache
def _columns(table):
    """What ``typed`` makes of a table with every column; the same for all of them."""
    entries = facts.recorded_in(table)
    return typed(entries, pl.DataFrame(schema={fact.name: pl.String for fact in entries}))


def _known_fact(name, cell):
    if cell is None:
        return KnownFact(name)
    value = None if cell in (NONE, UNKNOWN) else facts.parse(facts.dictionary()[name], cell)
    return KnownFact(name, cell, value, cell == NONE, LONG_AGO, LONG_AGO, "s")


def _day(day):
    return date.fromisoformat(day) if isinstance(day, str) else day


def a_situation(table, criteria, on=date(2016, 11, 14), cases=None, *, rulings=None, days=None, **more):
    """
    From a table of people: ``person | case | relationship_to_pa | …facts``; a cell left empty says nothing.

    ``criteria``, ``rulings`` {criterion: {subject: kind}} and ``days`` {person: {event: day}} are of one arrangement,
    called "there"; relatives, pathways, links and lists are as in ``SmallSituation``.
    """
    header, *rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    people, members = {}, []
    for cells in rows:
        row = {name: cell for name, cell in zip(header, cells, strict=True) if cell}
        people[row.pop("person")] = row
        members.append((row.pop("case", "C-1"), list(people)[-1], row.pop("relationship_to_pa", None)))
    there = {"rulings": {"there": rulings or {}}, "days": {"there": days or {}}}
    return SmallSituation(people, members, cases, {"there": criteria}, on, **there, **more)
