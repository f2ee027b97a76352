"""The caseload of one case in a database: what its guards ask, from the entries about it and its people alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from resettle.engine.referrals.caseload import SAID, Caseload, Consent
from resettle.engine.registry.acts import Act, act_of
from resettle.engine.registry.agreed import Agreed
from resettle.engine.registry.membership import Entry, Membership
from resettle.engine.registry.people import KnownFact, facts_said
from resettle.engine.registry.register import Register, Tables
from resettle.engine.registry.situation import Situation
from resettle.files import tables
from resettle.records import histories
from resettle.records.entries import Said
from resettle.records.subjects import ACTS, CONSENTS, MEMBERS, SEPARATOR, WILLINGNESS, keys_of

TABLES = {table.name: table for table in tables.TABLES if table.name != ACTS}
NOTHING_SAID = Tables(**{name: tables.none(table) for name, table in TABLES.items()})


def act_said(said: Said) -> Act:
    """An act from its entry; what it is has not been erased, why it was done stands elsewhere."""
    content = said.content or {}
    return act_of(
        said.key, content["act"], content["case"], content.get("arrangement"), content.get("offer"),
        content.get("persons"), said.effective, said.known, content["by"], said.source, None, said.id,
        content.get("ground"), content.get("review_on"),
    )  # fmt: skip


def entry_said(said: Said) -> Entry:
    """What an entry says of a person in a case."""
    content = said.content or {}
    return Entry(said.key.split(SEPARATOR)[1], said.effective, said.known, content.get("state"))


def as_held(said: Said) -> tuple[date, date, int]:
    """By which entries are sorted so that each comes after those that it takes the place of."""
    return said.effective, said.known, said.id


def tables_said(said: Iterable[Said]) -> Tables:
    """The tables that entries come to; one of which nothing is said is empty."""
    by_table: dict[str, list[Said]] = {}
    for one in said:
        by_table.setdefault(one.table, []).append(one)
    return replace(
        NOTHING_SAID,
        **{
            name: tables.completed(histories.of_said(name, TABLES[name].columns, of_table), TABLES[name])
            for name, of_table in by_table.items()
            if name in TABLES
        },
    )


class RecordedCaseload(Caseload):
    """
    What is recorded of a case and its people, on a day, by all that is known.

    said: every entry that speaks of them, of the tables that will be asked; acts: those among them. They are read into a
    situation when a fact is first asked for.
    """

    def __init__(
        self, terms: Register, on: date, known: date, said: Iterable[Said], acts: Iterable[Act]
    ) -> None:
        self.agreed = Agreed(terms, on, known)
        self._said = sorted(said, key=as_held)
        self._acts: dict[str, list[Act]] = {}
        for act in acts:
            self._acts.setdefault(act.case, []).append(act)

    def acts_on(self, case: str) -> Sequence[Act]:
        return self._acts.get(case, ())

    def membership(self, case: str) -> Membership:
        return self._membership.get(case, ())

    def cases_of(self, person: str) -> tuple[str, ...]:
        return tuple(sorted(case for case in self._membership if person in self.members(case)))

    def consents_of(self, person: str) -> Sequence[Consent]:
        return self._consents.get(person, ())

    def willingness_of(self, person: str) -> Mapping[str, str]:
        return self._willing.get(person, {})

    def facts_of(self, person: str) -> Mapping[str, KnownFact]:
        """Read without a situation, which takes longer to make than an act to record."""
        return {
            name: fact
            for table in ("people", MEMBERS)
            for name, fact in facts_said(table, self._rows(table, person)).items()
        }

    def _rows(self, table: str, person: str) -> list[dict[str, Any]]:
        keys = keys_of(table)
        rows = (
            {**dict(zip(keys, one.key.split(SEPARATOR), strict=True)), **(one.content or {}), "effective": one.effective,
             "known": one.known, "source": one.source}
            for one in self._of(table)
        )  # fmt: skip
        return [row for row in rows if row["person"] == person]

    def facts_of_case(self, case: str) -> Mapping[str, KnownFact]:
        return self.situation.facts_of_case(case)

    def _of(self, table: str) -> Sequence[Said]:
        """The entries of a table by then, as they followed one another; none that was erased."""
        on = self.agreed.on
        return [
            one for one in self._said
            if one.table == table and one.effective <= on and one.known <= self.agreed.known
            and one.content is not None
        ]  # fmt: skip

    @cached_property
    def _membership(self) -> Mapping[str, list[Entry]]:
        """case → its membership; who was erased stays in it."""
        found: dict[str, list[Entry]] = {}
        for one in self._said:
            if one.table == MEMBERS:
                found.setdefault(one.key.split(SEPARATOR)[0], []).append(entry_said(one))
        return found

    @cached_property
    def _consents(self) -> Mapping[str, list[Consent]]:
        """person → of each consent what was said last, if that is an answer; what was said last comes last."""
        last = {one.key: one for one in self._of(CONSENTS)}
        found: dict[str, list[Consent]] = {}
        for one in sorted(last.values(), key=as_held):
            content = one.content or {}
            if content.get("given") in SAID:
                consent = Consent(content["consent_for"], content.get("to", ""), content["given"])
                found.setdefault(one.key.split(SEPARATOR)[0], []).append(consent)
        return found

    @cached_property
    def _willing(self) -> Mapping[str, Mapping[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for one in self._of(WILLINGNESS):
            person, arrangement = one.key.split(SEPARATOR)
            if willing := (one.content or {}).get("willing"):
                found.setdefault(person, {})[arrangement] = "" if willing == "unknown" else willing
        return found

    @cached_property
    def situation(self) -> Situation:
        register = replace(self.agreed.register, tables=tables_said(self._said))
        return Situation(register, self.agreed.on, self.agreed.known)
