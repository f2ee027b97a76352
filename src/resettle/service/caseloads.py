"""The caseload of one case in a database: what its guards ask, from the entries about it and its people alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from resettle.engine.referrals.caseload import SAID, of_any
from resettle.engine.registry import casework
from resettle.engine.registry.acts import Act, act_of
from resettle.engine.registry.agreed import Agreed
from resettle.engine.registry.casework import CaseStanding
from resettle.engine.registry.people import KnownFact
from resettle.engine.registry.register import Register, Tables
from resettle.engine.registry.situation import Situation
from resettle.engine.registry.stages import CASEWORK
from resettle.files import tables
from resettle.records import histories
from resettle.records.entries import Said
from resettle.records.subjects import ACTS, CONSENTS, MEMBERS, SEPARATOR, WILLINGNESS


def act_said(said: Said) -> Act:
    """An act from its entry; what it is has not been erased, why it was done stands elsewhere."""
    content = said.content or {}
    return act_of(
        said.key, content["act"], content["case"], content.get("arrangement"), content.get("offer"),
        content.get("persons"), said.effective, said.known, content["by"], said.source, None, said.id,
        content.get("ground"), content.get("review_on"),
    )  # fmt: skip


class Recorded:
    """
    What is recorded of a case and its people (``referrals.caseload.Caseload``), on a day, by all that is known.

    said: every entry that speaks of them, of the tables that will be asked; acts: those among them. They are read into a
    situation when a fact is first asked for.
    """

    def __init__(
        self, terms: Register, on: date, known: date, said: Iterable[Said], acts: Iterable[Act]
    ) -> None:
        self.agreed = Agreed(terms, on, known)
        self._said = sorted(said, key=lambda one: (one.effective, one.known, one.id))
        self._acts: dict[str, list[Act]] = {}
        for act in acts:
            self._acts.setdefault(act.case, []).append(act)

    def standing(self, case: str) -> CaseStanding:
        return casework.stands(case, self._acts.get(case, ()), self.agreed.on, self.agreed.register.begins)

    def later(self, case: str) -> Act | None:
        return casework.last_after(
            (act for act in self._acts.get(case, ()) if act.kind in CASEWORK), self.agreed.on
        )

    def members(self, case: str) -> tuple[str, ...]:
        return tuple(sorted(person for (one, person), held in self._members.items() if one == case and held))

    def cases_of(self, person: str) -> tuple[str, ...]:
        return tuple(sorted(case for (case, one), held in self._members.items() if one == person and held))

    def consent(self, person: str, consent_for: str) -> str:
        return self._consents.get((person, consent_for), "")

    def willing(self, person: str, arrangement: str = "") -> str:
        return of_any(self._willing.get(person, {}), arrangement)

    def facts_of(self, person: str) -> Mapping[str, KnownFact]:
        return self.situation.facts_of(person)

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
    def _members(self) -> Mapping[tuple[str, str], bool]:
        """(case, person) → whether they are in it."""
        held: dict[tuple[str, str], bool] = {}
        for one in self._of(MEMBERS):
            case, person = one.key.split(SEPARATOR)
            held[case, person] = (one.content or {}).get("state", "holds") == "holds"
        return held

    @cached_property
    def _consents(self) -> Mapping[tuple[str, str], str]:
        """(person, purpose) → the last of several for one purpose; of each the last that was said, if that is an answer."""
        last = {one.key: one for one in self._of(CONSENTS)}
        found: dict[tuple[str, str], str] = {}
        for one in sorted(last.values(), key=lambda one: (one.effective, one.known, one.id)):
            content = one.content or {}
            if content.get("given") in SAID:
                found[one.key.split(SEPARATOR)[0], content["consent_for"]] = content["given"]
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
        by_table: dict[str, list[Said]] = {}
        for one in self._said:
            by_table.setdefault(one.table, []).append(one)
        frames = {
            table.name: tables.completed(
                histories.of_said(table.name, table.columns, by_table.get(table.name, ())), table
            )
            for table in tables.TABLES
            if table.name != ACTS
        }
        register = replace(self.agreed.register, tables=Tables(**frames))
        return Situation(register, self.agreed.on, self.agreed.known)
