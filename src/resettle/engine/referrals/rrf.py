"""The Resettlement Registration Form of a case, section by section, as one reader may see it. Codes and cells, no words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from resettle.engine.errors import Fault
from resettle.engine.referrals.caseload import RESETTLEMENT, SHARING
from resettle.engine.referrals.papers import Papers, Statement, day_of
from resettle.engine.referrals.rrf_faults import LATIN, faults_of, needs_latin
from resettle.engine.registry.facts import NONE, UNKNOWN, Sensitivity, dictionary
from resettle.engine.registry.papers import On
from resettle.engine.registry.situation import Situation


class FormKind(StrEnum):
    """A form abridged, for groups, is without individual claims and the texts on need (Welcome to Europe, p. 82)."""

    FULL = "full"
    ABRIDGED = "abridged"


class ReaderKind(StrEnum):
    """For whom a copy is made."""

    OFFICE = "office"
    STATE = "state"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a copy is made; ``person``: which member."""

    kind: ReaderKind = ReaderKind.OFFICE
    person: str = ""


class Said(StrEnum):
    """What a field says: a value; that there is none; that it is unknown; nothing; or what is not in this copy."""

    VALUE = "value"
    NONE = "none"
    UNKNOWN = "unknown"
    MISSING = "missing"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, what it says, the cell as written, and the members who must not learn of it."""

    name: str
    said: Said
    cell: str = ""
    hidden_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Fields that stand together: of what (``case``, ``person``, ``relative`` …), and of which person or case."""

    of: str
    about: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section by its number in the form; ``left_out``: an abridged form does without it."""

    number: int
    parts: tuple[Part, ...]
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Rrf:
    """A form: of which case and kind, for whom, of which day, its sections, and what keeps it from being complete."""

    case: str
    kind: FormKind
    reader: Reader
    on: date
    known: date
    members: tuple[str, ...]
    sections: tuple[Section, ...]
    faults: tuple[Fault, ...]

    @property
    def complete(self) -> bool:
        return not any(fault.is_error for fault in self.faults)


OF_CASE = ("priority", "category_primary", "category_secondary", "selection_modality", "waiting_since")
NAMES = ("individual_no", "family_name", "given_names", "family_name_latin", "given_names_latin", "aliases")
OF_PERSON = (
    "relationship_to_pa", "sex", "date_of_birth", "birth_place", "birth_country", "nationality", "marital_status",
    "father_name", "mother_name", "refugee_status", "status_basis", "status_date", "status_authority", "asylum_since",
    "registered_on", "dependent", "education", "languages",
)  # fmt: skip
OPTIONAL = frozenset({"aliases", "status_authority", "dependent", "education", "languages"})
"""Fields that are shown where they were answered: not every case needs one."""
OF_RELATIVE = ("relative_name", "relationship", "country", "status_there")
OF_DOCUMENT = ("document_kind", "number", "issued_by", "issued_on", "valid_until")
OF_DECLARATION = ("given", "signed_on", "caseworker", "interpreter")


def rrf(situation: Situation, case: str, kind: FormKind = FormKind.FULL, reader: Reader | None = None) -> Rrf:
    """
    The form of a case as of the situation's day, in a copy for one reader (else the office's own).

    A State sees everything of the case but where else it was submitted, and flagged what a member must not learn of. A
    member sees what is said of them and of the case; of the others their bio-data alone, so that what is kept from one
    looks like everything else that is not in their copy. Source: UNHCR Resettlement Handbook 4.6.
    """
    papers, abridged = Papers(situation, case), kind is FormKind.ABRIDGED
    copy = _Copy(papers, reader or Reader())
    sections = (
        Section(1, (*copy.case(), *copy.links(), *copy.submissions())),
        Section(2, tuple(copy.person(person) for person in papers.members)),
        Section(3, tuple(copy.relatives())),
        Section(4, () if abridged else tuple(copy.claims()), abridged),
        Section(5, () if abridged else (copy.texts(),), abridged),
        Section(6, tuple(copy.needs())),
        Section(7, tuple(copy.remarks())),
        Section(8, tuple(copy.declarations())),
        Section(9, tuple(copy.documents())),
    )
    found = tuple(faults_of(papers, abridged=abridged))
    return Rrf(case, kind, copy.reader, situation.on, situation.known, papers.members, sections, found)


class _Copy:
    """The parts of a form in a copy for one reader."""

    def __init__(self, papers: Papers, reader: Reader) -> None:
        self.papers, self.reader = papers, reader

    def case(self) -> Iterator[Part]:
        papers, known = self.papers, self.papers.facts
        applicant = papers.facts_of(papers.members[0])["location"].cell if papers.members else None
        seen = [one for one in papers.members if not self._others(one)]
        held = sorted(
            {str(day) for one in seen for row in papers.interviews(one) if (day := day_of(row["held_on"]))}
        )
        spoken = {row["language"] for one in seen for row in papers.interviews(one)} - {None}
        yield Part("case", papers.case, (
            _field("case_no", papers.case),
            _field("registration_groups", ";".join(papers.groups()) or None),
            *(self._fact(name, known[name].cell, papers.case) for name in OF_CASE),
            _field("case_size", str(len(papers.members))),
            _field("country_asylum", applicant),
            _field("rrf_date", str(papers.on)),
            _field("interview_dates", ";".join(held) or None),
            _field("interview_languages", ";".join(sorted(spoken)) or None),
        ))  # fmt: skip

    def links(self) -> Iterator[Part]:
        for case, link in self.papers.links():
            yield Part("link", case, (_field("link", link),))

    def submissions(self) -> Iterator[Part]:
        """Where the case was submitted before: a State hears nothing of other States, nor of what no State was told."""
        if self.reader.kind is ReaderKind.STATE:
            return
        for offer, stage, since in self.papers.submissions:
            country = self.papers.situation.country_of(offer)
            yield Part(
                "submission",
                offer,
                (_field("country", country), _field("stage", stage), _field("since", str(since))),
            )

    def person(self, person: str) -> Part:
        said, known = self.papers.names(person), self.papers.facts_of(person)
        fields = [_field(name, said.get(name)) for name in NAMES]
        for name in OF_PERSON:
            fields.append(self._fact(name, known[name].cell if name in known else said.get(name), person))
        optional = OPTIONAL | {*LATIN.values()} - {*needs_latin(said)}
        asked = (one for one in fields if one.name not in optional or one.said is not Said.MISSING)
        return Part("person", person, tuple(asked))

    def relatives(self) -> Iterator[Part]:
        """Of each member whether all are listed, then those that are."""
        for person in self.papers.members:
            listed = _field("relatives_listed", self.papers.facts_of(person)["relatives_listed"].cell)
            withheld = Field("relatives_listed", Said.WITHHELD)
            yield Part("relatives", person, (withheld if self._others(person) else listed,))
        for person in self.papers.members:
            for row in () if self._others(person) else self.papers.relatives(person):
                registered = () if self.reader.kind is ReaderKind.MEMBER else ("relative_person",)
                yield Part("relative", person, _fields((*OF_RELATIVE, *registered), row))

    def claims(self) -> Iterator[Part]:
        for person in self.papers.members:
            stated = not self._others(person) and self.papers.statements(person, On.REFUGEE_CLAIM)
            if self.papers.speaks(person) is not False or stated:
                service = self._texts(person, On.MILITARY_SERVICE, blank=False)
                yield Part("claim", person, (*self._texts(person, On.REFUGEE_CLAIM), *service))

    def texts(self) -> Part:
        case = self.papers.case
        solutions = self._fact("other_solutions", self.papers.facts["other_solutions"].cell, case)
        texts = self._texts(case, On.NEED, On.PROTECTION_ENVIRONMENT, On.OTHER_SOLUTIONS)
        return Part("texts", case, (solutions, *texts))

    def needs(self) -> Iterator[Part]:
        """Of each member which there are, then what is stated of them."""
        for person in self.papers.members:
            needs = self.papers.facts_of(person)["specific_needs"].cell
            yield Part("needs", person, (self._fact("specific_needs", needs, person),))
        yield from self._stated(On.SPECIFIC_NEEDS)

    def remarks(self) -> Iterator[Part]:
        yield from self._stated(On.REMARKS, On.NOT_INTERVIEWED)

    def _stated(self, *kinds: On) -> Iterator[Part]:
        for subject in (self.papers.case, *self.papers.members):
            if fields := self._texts(subject, *kinds, blank=False):
                yield Part("texts", subject, fields)

    def declarations(self) -> Iterator[Part]:
        """Each signs for themselves: what others said is not in a member's copy."""
        for person in (one for one in self.papers.members if not self._others(one)):
            for purpose in (RESETTLEMENT, SHARING):
                said = self.papers.declaration(person, purpose)
                if said is not None or self.papers.speaks(person) is not False:
                    fields = _fields(OF_DECLARATION, said or {})
                    yield Part("declaration", person, (_field("consent_for", purpose), *fields))

    def documents(self) -> Iterator[Part]:
        for person in self.papers.members:
            if self._others(person):
                yield Part("document", person, (Field("document_kind", Said.WITHHELD),))
                continue
            for row in self.papers.documents(person):
                yield Part("document", person, _fields(OF_DOCUMENT, row))

    def _fact(self, name: str, cell: str | None, about: str) -> Field:
        """A restricted fact of the case or of others is not in a member's copy, whatever it says."""
        fact = dictionary().get(name)
        restricted = fact is not None and fact.sensitivity is Sensitivity.RESTRICTED
        if restricted and self.reader.kind is ReaderKind.MEMBER and about != self.reader.person:
            return Field(name, Said.WITHHELD)
        return _field(name, cell)

    def _others(self, subject: str) -> bool:
        """Whether it is another member than the one for whom the copy is."""
        return (
            self.reader.kind is ReaderKind.MEMBER
            and subject in self.papers.members
            and subject != self.reader.person
        )

    def _texts(self, subject: str, *kinds: On, blank: bool = True) -> tuple[Field, ...]:
        """Every statement of a subject; where there is none, a field that says nothing (unless not ``blank``)."""
        if self._others(subject):
            return tuple(Field(on, Said.WITHHELD) for on in kinds) if blank else ()
        found: list[Field] = []
        for on in kinds:
            stated = [one for one in self.papers.statements(subject, on) if self._may_read(one)]
            found += [Field(on, _said(one.text), one.text, self._flag(one)) for one in stated]
            if not stated and blank:
                found.append(
                    Field(on, Said.WITHHELD if self.reader.kind is ReaderKind.MEMBER else Said.MISSING)
                )
        return tuple(found)

    def _may_read(self, one: Statement) -> bool:
        return self.reader.kind is not ReaderKind.MEMBER or self.reader.person not in one.hidden_from

    def _flag(self, one: Statement) -> tuple[str, ...]:
        """A member is not told that others must not learn of what they may read, unless they said it themselves."""
        own = self.reader.kind is not ReaderKind.MEMBER or one.subject == self.reader.person
        return one.hidden_from if own else ()


def _said(cell: str | None) -> Said:
    if cell is None:
        return Said.MISSING
    return {NONE: Said.NONE, UNKNOWN: Said.UNKNOWN}.get(cell, Said.VALUE)


def _field(name: str, cell: str | None) -> Field:
    return Field(name, _said(cell), cell or "")


def _fields(names: Sequence[str], row: Mapping[str, Any]) -> tuple[Field, ...]:
    return tuple(_field(name, row.get(name)) for name in names)
