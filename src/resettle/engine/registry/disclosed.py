"""What of a register is shown to whom: every field of every table has a class, and each class its readers, in one table."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from resettle.engine.registry.papers import On
from resettle.engine.registry.permissions import Use
from resettle.engine.registry.roles import Role


class FieldClass(StrEnum):
    """Of what a field is, as it is shown or withheld."""

    IDENTITY = "identity"
    BIO_DATA = "bio_data"
    TRAVEL = "travel"
    FAMILY = "family"
    SETTLING = "settling"
    NEEDS = "needs"
    CLAIM = "claim"
    CASE = "case"
    CONSENT = "consent"
    SUBMISSION = "submission"
    ELSEWHERE = "elsewhere"
    INTERNAL = "internal"
    SCORE = "score"
    SOURCE = "source"
    CONFIDENTIAL = "confidential"
    PLACES = "places"
    RIGHTS = "rights"
    INTEGRITY = "integrity"
    LOG = "log"


C = FieldClass


class Audience(StrEnum):
    """Who reads, by what they are to a case: several roles of an office are one."""

    OFFICE = "office"
    STATE = "state"
    AGENCY = "agency"
    MOVEMENT = "movement"
    INTERPRETER = "interpreter"
    ANALYST = "analyst"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


_OWN: Mapping[Role, Audience] = MappingProxyType(
    {
        Role.STATE_SELECTOR: Audience.STATE,
        Role.PLACEMENT: Audience.AGENCY,
        Role.MOVEMENT: Audience.MOVEMENT,
        Role.INTERPRETER: Audience.INTERPRETER,
        Role.ANALYST: Audience.ANALYST,
        Role.AUDITOR: Audience.AUDITOR,
        Role.ACCOUNTABLE_OFFICER: Audience.AUDITOR,
        Role.ADMINISTRATOR: Audience.ADMINISTRATOR,
    }
)
AUDIENCE: Mapping[Role, Audience] = MappingProxyType({role: _OWN.get(role, Audience.OFFICE) for role in Role})
OUTSIDE = frozenset({Audience.STATE, Audience.AGENCY, Audience.MOVEMENT})
"""Other houses: each knows of the cases that have come to it, and of no others."""
INSIDE = frozenset({Audience.OFFICE, Audience.AUDITOR})
"""Those who see every case, as far as their scope goes."""
SCOPED = frozenset({Audience.STATE, Audience.AGENCY})
"""Those who see what is of the arrangements that their account names, and nothing if it names none."""

UNTOLD = frozenset({C.ELSEWHERE})
"""What is not even shown as withheld: that there is any would tell of another State's submission."""

_ANY = frozenset(FieldClass)
_OF_CASES = _ANY - {C.RIGHTS, C.INTEGRITY, C.LOG}
SEES: Mapping[Audience, frozenset[FieldClass]] = MappingProxyType(
    {
        Audience.OFFICE: _OF_CASES,
        Audience.STATE: frozenset(
            {C.IDENTITY, C.BIO_DATA, C.TRAVEL, C.FAMILY, C.SETTLING, C.NEEDS, C.CLAIM, C.CASE, C.CONSENT, C.SUBMISSION}
        ),
        Audience.AGENCY: frozenset(
            {C.IDENTITY, C.BIO_DATA, C.FAMILY, C.SETTLING, C.NEEDS, C.SUBMISSION}
        ),
        Audience.MOVEMENT: frozenset({C.IDENTITY, C.BIO_DATA, C.TRAVEL, C.SUBMISSION}),
        Audience.INTERPRETER: frozenset(),
        Audience.ANALYST: frozenset({C.PLACES}),
        Audience.AUDITOR: _ANY,
        Audience.ADMINISTRATOR: frozenset({C.PLACES, C.RIGHTS}),
    }
)  # fmt: skip
"""
Audience → what it may be shown.

Source: a State sees the case that was submitted to it, enough to judge and no more (UNHCR Resettlement Handbook 4.6), and
may pass specific needs to who will serve them (Welcome to Europe, p. 82); the rest is ours.
"""

_DATED = {"effective": C.CASE, "known": C.INTERNAL, "source": C.SOURCE}
"""Beside the fields of any table: when it holds, when the office learned it, who says so."""


def _all(of: FieldClass, *names: str) -> dict[str, FieldClass]:
    return dict.fromkeys(names, of)


_NAMES = _all(
    C.IDENTITY, "family_name", "given_names", "aliases", "individual_no", "registration_no", "family_name_latin",
    "given_names_latin",
)  # fmt: skip

FIELDS: Mapping[str, Mapping[str, FieldClass]] = MappingProxyType(
    {
        "people": {
            "person": C.IDENTITY, **_NAMES,
            **_all(C.BIO_DATA, "sex", "date_of_birth", "birth_place", "birth_country", "nationality"),
            **_all(C.FAMILY, "father_name", "mother_name", "marital_status", "dependent", "relatives_listed"),
            **_all(C.SETTLING, "education", "languages"),
            **_all(C.TRAVEL, "location", "documents"),
            "specific_needs": C.NEEDS,
            **_all(C.CLAIM, "refugee_status", "status_basis", "status_date", "status_authority", "accommodation", "fled_on",
                   "asylum_since", "registered_on", "arrived_on", "transferred_on", "transferred_to",
                   "brought_for_treatment_on"),
            "declaration_signed_on": C.CONSENT,
            **_all(C.INTERNAL, "grounds_found", "firmly_resettled"),
            "pathways_listed": C.ELSEWHERE,
        },
        "cases": {
            "case": C.IDENTITY,
            **_all(C.CASE, "priority", "waiting_since", "referred_by", "selection_modality", "designated_group",
                   "one_year_window"),
            **_all(C.CLAIM, "category_primary", "category_secondary", "other_solutions"),
            **_all(C.FAMILY, "sponsorship", "proposer", "proposed_on", "proposer_unauthorised_arrival"),
            "vulnerable": C.NEEDS,
            "office": C.INTERNAL,
        },
        "members": {"case": C.IDENTITY, "person": C.IDENTITY, "relationship_to_pa": C.FAMILY, "state": C.FAMILY},
        "links": _all(C.CONFIDENTIAL, "case", "other_case", "link", "state"),
        "relatives": _all(C.FAMILY, "person", "relative", "relationship", "country", "status_there", "status_since",
                          "willing_to_receive", "declared_on_form", "relative_person", "relative_name", "state"),
        "pathways": _all(C.ELSEWHERE, "person", "pathway", "pathway_kind", "pathway_country", "pathway_stage",
                         "pathway_since", "state"),
        "willingness": _all(C.ELSEWHERE, "person", "arrangement", "willing"),
        "scores": _all(C.SCORE, "case", "arrangement", "score"),
        "rulings": _all(C.INTERNAL, "subject", "arrangement", "criterion", "ruling", "by"),
        "registration_groups": _all(C.FAMILY, "group", "person", "state"),
        "documents": _all(C.TRAVEL, "person", "document", "document_kind", "number", "issued_by", "issued_on",
                          "valid_until", "state"),
        "consents": _all(C.CONSENT, "person", "consent", "consent_for", "given", "to", "signed_on", "caseworker",
                         "interpreter"),
        "statements": {**_all(C.CLAIM, "subject", "statement", "on", "text", "confidential_from"),
                       "change": C.INTERNAL, "state": C.INTERNAL},
        "interviews": _all(C.INTERNAL, "person", "interview", "held_on", "interviewer", "interpreter", "language", "state"),
        "missions": _all(C.INTERNAL, "mission", "arrangement", "place", "starts_on", "ends_on", "state"),
        "appointments": _all(C.INTERNAL, "person", "appointment", "purpose", "mission", "planned_for", "seen_by", "interpreter",
                             "language", "outcome", "state"),
        "requests": {**_all(C.INTERNAL, "request", "person", "asks", "arrangement", "language", "text", "state"),
                     "safe_contact": C.CONFIDENTIAL},
        "answers": _all(C.INTERNAL, "request", "person", "text", "by", "drafted_from", "drafted_on"),
        "translations": _all(C.INTERNAL, "request", "person", "language", "text", "translated_by", "checked_by"),
        "served": _all(C.INTERNAL, "request", "person", "service", "way", "by", "language", "read_by"),
        "published": _all(C.PLACES, "limit", "measure", "figure"),
        "acts": {
            **_all(C.SUBMISSION, "act_id", "act", "case", "arrangement", "offer", "persons"),
            **_all(C.INTERNAL, "reason", "ground", "review_on"), "by": C.SOURCE,
        },
    }
)  # fmt: skip
"""
Table → field → its class.

An act is a submission's own to those whose arrangement it is in; in another it is *elsewhere*, and on a case alone, *internal*
(``of_act``). What is stated goes by what it is on (``STATED``).
"""

BESIDE: Mapping[str, FieldClass] = MappingProxyType(
    {
        "flags": C.INTERNAL, "reasons": C.INTERNAL, "settlements": C.INTERNAL, "runs": C.INTERNAL,
        "accounts": C.RIGHTS, "tokens": C.RIGHTS, "founding": C.LOG, "erasures": C.LOG, "views": C.LOG, "accesses": C.LOG,
        "searches": C.LOG, "exports": C.LOG,
        "assignments": C.INTERNAL, "conflicts": C.INTEGRITY, "complaints": C.INTEGRITY, "spot_checks": C.INTEGRITY,
        "spot_findings": C.INTEGRITY,
    }
)  # fmt: skip
"""What else the record of a database holds, by its table."""

STATED: Mapping[On, FieldClass] = MappingProxyType(
    {on: C.NEEDS if on is On.SPECIFIC_NEEDS else C.CLAIM for on in On}
)
COUNTED: Mapping[str, FieldClass] = MappingProxyType(_all(C.FAMILY, "case_size", "group_size"))
"""Facts that are counted, and stand in no table."""

SHOWS: Mapping[Use, frozenset[FieldClass]] = MappingProxyType(
    {
        Use.NEXT: frozenset({C.IDENTITY, C.CASE, C.SUBMISSION, C.ELSEWHERE, C.INTERNAL}),
        Use.CASES: _OF_CASES,
        Use.PLACES: frozenset({C.PLACES}),
        Use.HISTORY: _OF_CASES,
        Use.LETTERS: _OF_CASES,
        Use.RECEIVE: frozenset(),
        Use.ANSWER: frozenset(),
        Use.ASSIGN: frozenset({C.INTERNAL}),
        Use.INTEGRITY: frozenset({C.INTEGRITY}),
        Use.PLAN: _OF_CASES,
        Use.IMPORT: frozenset(),
        Use.EXPORT: _OF_CASES,
        Use.ERASE: frozenset(),
        Use.ACCOUNTS: frozenset({C.RIGHTS}),
        Use.GIVE_RIGHTS: frozenset({C.RIGHTS}),
        Use.VERIFY: frozenset(),
        Use.SUBMISSIONS: frozenset({C.IDENTITY, C.SUBMISSION}),
        Use.MANIFEST: frozenset({C.IDENTITY, C.BIO_DATA, C.TRAVEL, C.SUBMISSION}),
        Use.READERS: frozenset({C.LOG}),
        Use.ACCESS: frozenset(),
        Use.RECORD: frozenset(),
    }
)
"""
Use → what its answers may hold; a use of submissions shows each reader what that reader sees, and at least this.

What is brought in is shown to whoever brings it, beside what it may repeat; what is erased, to nobody.
"""


def audience(roles: Iterable[Role]) -> Audience:
    """Who somebody of some roles reads as: the one that sees most of cases; of no role, as an interpreter, who sees nothing."""
    found = {AUDIENCE[role] for role in roles}
    return max(found, key=lambda one: (len(SEES[one]), one), default=Audience.INTERPRETER)


def is_shown(field: FieldClass, to: Audience) -> bool:
    return field in SEES[to]


def withheld(reader: Audience) -> tuple[FieldClass, ...]:
    """What is told to a reader as withheld, in order: all that is of a case and not shown, but what is untold."""
    of_cases = _OF_CASES - {C.PLACES} - UNTOLD
    return tuple(one for one in FieldClass if one in of_cases and one not in SEES[reader])


def of_act(arrangement: str, own: Iterable[str]) -> FieldClass:
    """The class of an act for those whose arrangements are named: their submission's own, another's, or casework."""
    if not arrangement:
        return C.INTERNAL
    return C.SUBMISSION if arrangement in set(own) else C.ELSEWHERE


def dated(field: str) -> FieldClass | None:
    """The class of what any table has beside its own fields."""
    return _DATED.get(field)
