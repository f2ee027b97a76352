"""Roles: who may do what, and which two of them no one person may hold."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody may do in a register (UNHCR Resettlement Handbook 2.7 and 4.1-4.11; names: domain glossary)."""

    REFERRER = "referrer"
    ASSESSOR = "needs_assessor"
    INITIAL_REVIEWER = "initial_reviewer"
    CASEWORKER = "caseworker"
    INTERPRETER = "interpreter"
    REVIEWING_OFFICER = "reviewing_officer"
    ACCOUNTABLE_OFFICER = "accountable_officer"
    COORDINATOR = "coordinator"
    STATE_SELECTOR = "state_selector"
    PRE_DEPARTURE = "pre_departure_focal_point"
    MOVEMENT = "movement_officer"
    PLACEMENT = "placement_officer"
    ANALYST = "analyst"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


OFFICE = (
    Role.REFERRER,
    Role.ASSESSOR,
    Role.INITIAL_REVIEWER,
    Role.CASEWORKER,
    Role.REVIEWING_OFFICER,
    Role.COORDINATOR,
)
"""Whoever works on cases before they are with a State. Any of them may refer."""

ALONE = (
    Role.INTERPRETER,
    Role.ACCOUNTABLE_OFFICER,
    Role.STATE_SELECTOR,
    Role.PLACEMENT,
    Role.ANALYST,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
"""Roles held with no other: an interpreter writes nothing, those who watch or give rights do not work on cases, and a State
and an agency are other houses."""

_APART = (
    frozenset({Role.ASSESSOR, Role.INITIAL_REVIEWER}),
    frozenset({Role.CASEWORKER, Role.REVIEWING_OFFICER}),
    frozenset({Role.COORDINATOR, Role.ASSESSOR}),
    frozenset({Role.COORDINATOR, Role.INITIAL_REVIEWER}),
    frozenset({Role.COORDINATOR, Role.CASEWORKER}),
    frozenset({Role.COORDINATOR, Role.REVIEWING_OFFICER}),
)
"""The two pairs of the handbook (2.7); and whoever submits has assessed, written or approved nothing (ours)."""


def incompatible(roles: frozenset[Role]) -> list[tuple[Role, Role]]:
    """Every two of some roles that no one person may hold, in order."""
    ordered = [role for role in Role if role in roles]
    return [
        (one, other)
        for at, one in enumerate(ordered)
        for other in ordered[at + 1 :]
        if one in ALONE or other in ALONE or frozenset({one, other}) in _APART
    ]
