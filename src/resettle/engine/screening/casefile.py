"""All that screening needs to know of one case, on demand: whose facts, and the criteria they are held against."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from resettle.engine.registry import facts
from resettle.engine.registry.criteria import Criterion
from resettle.engine.registry.facts import Of
from resettle.engine.registry.language import Test
from resettle.engine.registry.people import KnownFact
from resettle.engine.registry.rulings import Rulings
from resettle.engine.screening.screenable import Screenable

Facts = Mapping[str, KnownFact]
LISTED = {Of.RELATIVE: "relatives_listed", Of.PATHWAY: "pathways_listed"}
"""The fact of a person that says whether all of these are recorded."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """
    One case and one arrangement.

    ``others`` are the further members of its linked group, each once: as a member of the first of those cases;
    ``records`` the relatives and pathways of everybody, by (person, which) and then by their own id; ``days`` when the
    arrangement's events happened to whom; ``found`` answers supposed, not recorded: (person, which, question about
    relatives or pathways) → yes, no or unknown; ``not_in_force`` whether its criteria apply on other days only.
    """

    case: str
    on: date
    facts: Facts
    members: Mapping[str, Facts]
    criteria: tuple[Criterion, ...]
    others: Mapping[str, Facts] = field(default_factory=dict)
    records: Mapping[tuple[str, Of], Mapping[str, Facts]] = field(default_factory=dict)
    rulings: Rulings = field(default_factory=dict)
    days: Mapping[str, Mapping[str, date]] = field(default_factory=dict)
    found: Mapping[tuple[str, Of, Test], bool | None] = field(default_factory=dict)
    not_in_force: bool = False

    def supposing(self, subject: str, fact: KnownFact) -> "CaseFile":
        """The same case if one fact of a member, the case, or a relative or pathway were as given."""
        if subject == self.case:
            return replace(self, facts={**self.facts, fact.fact: fact})
        if subject in self.members:
            return replace(self, members=_changed(self.members, subject, fact))
        if subject in self.others:
            return replace(self, others=_changed(self.others, subject, fact))
        person, of, record = next(
            (person, of, record)
            for (person, of), found in self.records.items()
            for record in found
            if record_name(person, of, record) == subject
        )
        changed = {**self.records, (person, of): _changed(self.records[person, of], record, fact)}
        return replace(self, records=changed)

    def supposing_found(self, person: str, of: Of, test: Test, answer: bool | None) -> "CaseFile":
        """The same case if a relative or pathway as a question asks were found, known not to be there, or in doubt."""
        return replace(self, found={**self.found, (person, of, test): answer})

    @property
    def group(self) -> Mapping[str, Facts]:
        """Everybody in the linked group, the case's own members first."""
        return {**self.members, **self.others}

    @property
    def principal_applicants(self) -> dict[str, Facts]:
        return {
            person: known
            for person, known in self.members.items()
            if fact_of(known, "relationship_to_pa").value == "PA"
        }

    def facts_of(self, subject: str) -> Facts:
        """The facts of the case, a person, or a relative or pathway of one."""
        if subject == self.case:
            return self.facts
        if subject in self.members or subject in self.others:
            return self.group[subject]
        return next(
            known
            for (person, of), found in self.records.items()
            for record, known in found.items()
            if record_name(person, of, record) == subject
        )


def record_name(person: str, of: Of, record: str) -> str:
    """What a relative or a pathway of a person is called among the subjects of a case."""
    return f"{person}/{of.value}/{record}"


def fact_of(known: Facts, name: str) -> KnownFact:
    return known.get(name) or KnownFact(name)


def case_file(situation: Screenable, case: str, arrangement: str) -> CaseFile:
    """What a situation knows of one case, and asks of it in one arrangement."""
    return case_files(situation, case, [arrangement])[arrangement]


def case_files(situation: Screenable, case: str, arrangements: Iterable[str]) -> dict[str, CaseFile]:
    """The same for several arrangements; what is known of the case is gathered once."""
    people = {one: _members(situation, one) for one in situation.cases_linked(case)}
    members = people[case]
    others: dict[str, Facts] = {}
    for linked in sorted(people):
        for person, of_person in people[linked].items():
            if person not in members:  # who is in several of them is one person still
                others.setdefault(person, of_person)
    known = situation.facts_of_case(case)
    records = {
        (person, of): found
        for person in (*members, *others)
        for of in LISTED
        if (found := situation.records_of(of, person))
    }
    return {
        name: CaseFile(
            case,
            situation.on,
            known,
            members,
            situation.criteria(name),
            others,
            records,
            situation.rulings(name),
            situation.event_days(name),
            not_in_force=situation.rules_not_in_force(name),
        )
        for name in arrangements
    }


def _members(situation: Screenable, case: str) -> dict[str, Facts]:
    members: dict[str, Facts] = {}
    for row in situation.members_of(case).iter_rows(named=True):
        known = dict(situation.facts_of(row["person"]))
        relationship = (row["relationship_to_pa"], row["relationship_to_pa__none"] is True)
        stated = fact_of(known, "relationship_to_pa")
        if (stated.value, stated.none) != relationship:  # recorded for another case of the same person
            value, none = relationship
            known["relationship_to_pa"] = KnownFact(
                "relationship_to_pa", value or (facts.NONE if none else None), value, none
            )
        members[row["person"]] = known
    return members


def _changed(subjects: Mapping[str, Facts], name: str, fact: KnownFact) -> dict[str, Facts]:
    return {**subjects, name: {**subjects[name], fact.fact: fact}}
