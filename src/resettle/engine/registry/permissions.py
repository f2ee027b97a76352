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
    ANSWER = "answer"
    PLAN = "plan"
    IMPORT = "import"
    EXPORT = "export"
    ERASE = "erase"
    ACCOUNTS = "accounts"
    GIVE_RIGHTS = "give_rights"
    VERIFY = "verify"


_WATCH = (Role.ACCOUNTABLE_OFFICER, Role.AUDITOR)
_ON_CASES = (*(role for role in OFFICE if role is not Role.REFERRER), Role.PRE_DEPARTURE, *_WATCH)

_ANSWERING = (Role.CASEWORKER, Role.REVIEWING_OFFICER, Role.COORDINATOR)

PERMITTED: Mapping[Use, tuple[Role, ...]] = MappingProxyType(
    {
        Use.NEXT: (*_ON_CASES, Role.REFERRER, Role.MOVEMENT),
        Use.CASES: _ON_CASES,
        Use.PLACES: (*_ON_CASES, Role.REFERRER, Role.MOVEMENT, Role.ANALYST, Role.ADMINISTRATOR),
        Use.HISTORY: _ON_CASES,
        Use.LETTERS: (*_ANSWERING, *_WATCH),
        Use.ANSWER: _ANSWERING,
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
    }
)
"""
Use → the roles that may.

A State, a placement agency and an interpreter use none of them: they see what is told to them (``voices``). Source of
the roles: UNHCR Resettlement Handbook 2.7; who sees what of a register is ours.
"""
