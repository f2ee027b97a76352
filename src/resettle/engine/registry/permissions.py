"""Permissions: which roles may use what of a register in a database, in one table."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from resettle.engine.registry.roles import OFFICE, Role


class Use(StrEnum):
    """What a function of the service is used for; each names one. Who does which act is in the table of acts (``stages``)."""

    NEXT = "next"
    CASES = "cases"
    PLACES = "places"
    HISTORY = "history"
    LETTERS = "letters"
    RECEIVE = "receive"
    ANSWER = "answer"
    ASSIGN = "assign"
    INTEGRITY = "integrity"
    PLAN = "plan"
    IMPORT = "import"
    EXPORT = "export"
    ERASE = "erase"
    ACCOUNTS = "accounts"
    GIVE_RIGHTS = "give_rights"
    VERIFY = "verify"
    SUBMISSIONS = "submissions"
    MANIFEST = "manifest"
    READERS = "readers"
    ACCESS = "access"
    RECORD = "record"


_WATCH = (Role.ACCOUNTABLE_OFFICER, Role.AUDITOR)
_ON_CASES = (*(role for role in OFFICE if role is not Role.REFERRER), Role.PRE_DEPARTURE, *_WATCH)

_ANSWERING = (Role.CASEWORKER, Role.REVIEWING_OFFICER, Role.COORDINATOR)

PERMITTED: Mapping[Use, tuple[Role, ...]] = MappingProxyType(
    {
        Use.NEXT: (*_ON_CASES, Role.REFERRER),
        Use.CASES: _ON_CASES,
        Use.PLACES: (*_ON_CASES, Role.REFERRER, Role.ANALYST, Role.ADMINISTRATOR),
        Use.HISTORY: _ON_CASES,
        Use.LETTERS: (*_ANSWERING, *_WATCH),
        Use.RECEIVE: (Role.REFERRER, Role.ASSESSOR, *_ANSWERING),
        Use.ANSWER: _ANSWERING,
        Use.ASSIGN: (Role.COORDINATOR, Role.REVIEWING_OFFICER),
        Use.INTEGRITY: _WATCH,
        Use.PLAN: (Role.COORDINATOR, Role.REVIEWING_OFFICER, *_WATCH),
        Use.IMPORT: (Role.CASEWORKER, Role.COORDINATOR, Role.ADMINISTRATOR),
        Use.EXPORT: (Role.COORDINATOR, *_WATCH),
        Use.ERASE: (
            Role.ACCOUNTABLE_OFFICER,
            Role.COORDINATOR,
            Role.ADMINISTRATOR,
        ),  # and whoever holds the key
        Use.ACCOUNTS: (Role.ADMINISTRATOR, *_WATCH),
        Use.GIVE_RIGHTS: (Role.ADMINISTRATOR,),
        Use.VERIFY: (Role.ADMINISTRATOR, *_WATCH),
        Use.SUBMISSIONS: (Role.STATE_SELECTOR, Role.PLACEMENT),
        Use.MANIFEST: (Role.MOVEMENT, Role.PRE_DEPARTURE, *_WATCH),
        Use.READERS: _WATCH,
        Use.ACCESS: _ON_CASES,
        Use.RECORD: (
            Role.ASSESSOR,
            Role.CASEWORKER,
            Role.REVIEWING_OFFICER,
            Role.COORDINATOR,
            Role.PRE_DEPARTURE,
        ),
    }
)
"""
Use → the roles that may.

An interpreter uses none of them. A State and a placement agency read what was submitted to them, and of it what is theirs
(``disclosed``). Source of the roles: UNHCR Resettlement Handbook 2.7; who sees what of a register is ours.
"""

_WITH_PEOPLE = (Role.ASSESSOR, Role.CASEWORKER)
_OF_FAMILIES = (*_WITH_PEOPLE, Role.COORDINATOR, Role.PRE_DEPARTURE)

RECORDED_BY: Mapping[str, tuple[Role, ...]] = MappingProxyType(
    {
        "people": (*_WITH_PEOPLE, Role.PRE_DEPARTURE),
        "cases": (*_WITH_PEOPLE, Role.REVIEWING_OFFICER),
        "members": _OF_FAMILIES,
        "links": (*_WITH_PEOPLE, Role.COORDINATOR),
        "relatives": _WITH_PEOPLE,
        "pathways": (*_WITH_PEOPLE, Role.COORDINATOR),
        "willingness": _OF_FAMILIES,
        "rulings": (Role.REVIEWING_OFFICER, Role.COORDINATOR),
        "registration_groups": _WITH_PEOPLE,
        "documents": _OF_FAMILIES,
        "consents": _WITH_PEOPLE,
        "statements": (Role.CASEWORKER,),
        "interviews": (Role.CASEWORKER,),
        "missions": (Role.COORDINATOR,),
        "appointments": (
            *_OF_FAMILIES,
            Role.REVIEWING_OFFICER,
        ),
    }
)
"""
Table → the roles that record its rows one by one (``RECORD``). Whoever reviews or submits a case writes nothing of what it is judged by
but its priority, its categories and rulings; scores and published figures are imported.

Source: the RRF is the caseworker's, and nobody else's (UNHCR Resettlement Handbook 4.6); the reviewing officer sets the priority (4.7);
the rest is ours.
"""

OF_CASES = frozenset({Use.NEXT, Use.CASES, Use.HISTORY, Use.ASSIGN, Use.READERS})
"""Uses that read a case: of an account that is bound to offices, one of theirs, or one that it has opened (``ACCESS``)."""
WHOLE = frozenset(
    {Use.PLAN, Use.IMPORT, Use.EXPORT, Use.ERASE, Use.MANIFEST, Use.LETTERS, Use.RECEIVE, Use.ANSWER}
)
"""Uses that read, change or erase of every case: of no account that is bound to offices. An import says whose a case is."""
MOST_HOURS = 72
"""So long at most a case of another office stays open to whoever opened it (ours)."""
