"""The tables of a register: what columns each has, which must be filled, and what may stand in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from resettle.engine.registry import appointments, codes, facts, letters, papers
from resettle.engine.registry.facts import Fact, Kind, Of
from resettle.engine.registry.register import KEYS
from resettle.engine.registry.stages import CASEWORK, TRANSITIONS, ActKind

DATED = ("effective", "known", "source")


@dataclass(frozen=True)
class Table:
    """
    What a table's columns are: keys, facts, other columns with their code lists.

    dates: other columns that hold dates, as facts do. private: columns of which no message and no answer says what stands there.
    plain_days: others that hold a day, and are kept as text. filled_where, blank_where: column → another column and
    some of its codes; where that has one of these the first is filled, or blank.
    """

    name: str
    keys: tuple[str, ...]
    others: Mapping[str, codes.CodeList | None]
    required: tuple[str, ...] = ()
    dates: Mapping[str, Fact] = field(default_factory=dict)
    private: frozenset[str] = frozenset()
    plain_days: frozenset[str] = frozenset()
    filled_where: Mapping[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    blank_where: Mapping[str, tuple[str, frozenset[str]]] = field(default_factory=dict)

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        return {fact.name: fact for fact in facts.recorded_in(self.name)}

    @property
    def ids(self) -> tuple[str, ...]:
        """The columns that hold one id; a limit's is of two, as in ``nz-150/2016-17``."""
        keys = (key for key in self.keys if key != "limit")
        return (*keys, *(name for name in self.others if name in ("case", "relative_person")))

    @property
    def days(self) -> tuple[str, ...]:
        """The columns of days, which are always known to the day."""
        return ("effective", "known")

    @property
    def filled(self) -> tuple[str, ...]:
        """The columns of which no cell may be blank."""
        return (*self.keys, *DATED, *self.required)

    @cached_property
    def columns(self) -> list[str]:
        return [
            *self.keys,
            *DATED,
            *(name for name in self.others if name not in self.keys),
            *self.dates,
            *self.facts,
        ]


ACT = codes.CodeList("act", {kind.value: kind.value for kind in ActKind}, "Resettle")
MAY_BE_UNKNOWN = frozenset({"willing", "given", "document_kind", "issued_by", "language"})
"""Columns, beside the facts, of which *unknown* may be said; an act or a tie that is unknown is not recorded."""

NAMES = ("family_name", "given_names", "aliases", "individual_no", "registration_no")
"""What tells who a person is: no fact, so that no criterion can ask for it."""
ORIGINS = ("family_name_latin", "given_names_latin", "birth_place", "father_name", "mother_name")
"""The same, as a form asks for it beside these."""


def _date(name: str, label: str, may_be_none: bool) -> Fact:
    return Fact(name, Of.PERSON, Kind.DATE, label, "a look at the document", may_be_none=may_be_none)


TABLES = [
    Table(
        "people",
        KEYS["people"],
        dict.fromkeys((*NAMES, *ORIGINS)),
        private=frozenset((*NAMES, *ORIGINS)),
    ),
    Table("cases", KEYS["cases"], {"office": None}),
    Table("members", KEYS["members"], {"state": codes.STATE}),
    Table("links", KEYS["links"], {"link": codes.LINK, "state": codes.STATE}, ("link",)),
    Table(
        "relatives",
        KEYS["relatives"],
        {"relative_person": None, "relative_name": None, "state": codes.STATE},
        ("relationship",),
        private=frozenset({"relative_name"}),
    ),
    Table("pathways", KEYS["pathways"], {"state": codes.STATE}),
    Table("willingness", KEYS["willingness"], {"willing": codes.WILLING}, ("willing",)),
    Table("scores", KEYS["scores"], {"score": None}, ("score",)),
    Table("rulings", KEYS["rulings"], {"ruling": codes.RULING, "by": None}, ("ruling", "by")),
    Table("registration_groups", KEYS["registration_groups"], {"state": codes.STATE}),
    Table(
        "documents",
        KEYS["documents"],
        {"document_kind": codes.DOCUMENTS, "number": None, "issued_by": codes.countries(), "state": codes.STATE},
        dates={
            "issued_on": _date("issued_on", "day of issue", may_be_none=False),
            "valid_until": _date("valid_until", "last day on which it is valid", may_be_none=True),
        },
        private=frozenset({"document", "number", "issued_on", "valid_until"}),
    ),
    Table(
        "consents",
        KEYS["consents"],
        {"consent_for": codes.CONSENT_FOR, "given": codes.CONSENT_GIVEN, "to": None, "caseworker": None,
         "interpreter": None},
        ("consent_for", "given"),
        dates={"signed_on": _date("signed_on", "day of the signature", may_be_none=True)},
    ),
    Table(
        "statements",
        KEYS["statements"],
        {"on": papers.STATEMENT, "text": None, "confidential_from": None, "change": papers.CHANGE,
         "state": codes.STATE},
        ("on",),
        private=frozenset({"text", "confidential_from"}),
    ),
    Table(
        "interviews",
        KEYS["interviews"],
        {"interviewer": None, "interpreter": None, "language": papers.languages(), "state": codes.STATE},
        dates={"held_on": _date("held_on", "day of the interview", may_be_none=False)},
    ),
    Table(
        "missions",
        KEYS["missions"],
        {"arrangement": None, "place": None, "starts_on": None, "ends_on": None, "state": codes.STATE},
        plain_days=frozenset({"starts_on", "ends_on"}),
    ),
    Table(
        "appointments",
        KEYS["appointments"],
        {"purpose": appointments.PURPOSES, "mission": None, "planned_for": None, "seen_by": None, "interpreter": None,
         "language": papers.languages(), "outcome": appointments.OUTCOMES, "state": codes.STATE},
        plain_days=frozenset({"planned_for"}),
    ),
    Table(
        "requests",
        KEYS["requests"],
        {"asks": letters.ASKS, "arrangement": None, "language": papers.languages(), "text": None,
         "safe_contact": None, "state": codes.STATE},
        ("asks",),
        private=frozenset({"text", "safe_contact"}),
    ),
    Table(
        "answers",
        KEYS["answers"],
        {"text": None, "by": None, "drafted_from": None},
        ("text", "by"),
        dates={"drafted_on": _date("drafted_on", "day as of which it was drafted", may_be_none=False)},
        private=frozenset({"text"}),
    ),
    Table(
        "translations",
        KEYS["translations"],
        {"language": papers.languages(), "text": None, "translated_by": None, "checked_by": None},
        ("text", "translated_by"),
        private=frozenset({"text"}),
    ),
    Table(
        "served",
        KEYS["served"],
        {"way": letters.WAYS, "by": None, "language": papers.languages(), "read_by": None},
        ("way", "by"),
    ),
    Table("published", KEYS["published"], {"measure": codes.MEASURE, "figure": None}, ("figure",)),
    Table(
        "acts",
        ("act_id",),
        {"act": ACT, "case": None, "arrangement": None, "offer": None, "by": None, "reason": None, "persons": None,
         "ground": None, "review_on": None},
        ("act", "case", "by"),
        plain_days=frozenset({"review_on"}),
        filled_where={"arrangement": ("act", frozenset(TRANSITIONS))},
        blank_where={"arrangement": ("act", frozenset(CASEWORK))},
    ),
]  # fmt: skip

PRIVATE = {table.name: table.private for table in TABLES if table.private}
"""table → its private columns: no message says what stands there, and no answer shows it."""
