"""
Whom an entry speaks of: people and cases, by its table, its key, and what it says; of an act also what it is, and in which
arrangement.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from resettle.engine.registry.acts import people_of
from resettle.engine.registry.register import KEYS

ACTS, MEMBERS, CONSENTS, WILLINGNESS = "acts", "members", "consents", "willingness"
STATEMENTS, DOCUMENTS = "statements", "documents"
ACCOUNTS = "accounts"
ERASURES = "erasures"
FOUNDING = "founding"
SETTLEMENTS = "settlements"
"""That two people are not one stands in an entry, so that it is not asked again; its key is their ids."""
VIEWS = "views"
"""Who read what of a case, and when; its key is the case."""
SEARCHES = "searches"
"""Who looked for cases or acts, and how; its key is what was asked for."""
ACCESSES = "accesses"
"""Who opened a case of another office, why, and until when; its key is the case."""
CONFLICTS, ASSIGNMENTS = "conflicts", "assignments"
"""What an officer declared to be to somebody (account, person or case); whose work a case is (case, role)."""
COMPLAINTS, SPOT_CHECKS, SPOT_FINDINGS = "complaints", "spot_checks", "spot_findings"
SEPARATOR = ";"
"""Between the parts of a key; no id of ours has one."""

PERSON, CASE = "person", "case"
ARRANGEMENT, ACT = "arrangement", "act"
"""In which an act is, and of what kind it is: acts are listed by them."""
_KIND = {"person": PERSON, "relative_person": PERSON, "case": CASE, "other_case": CASE}


def keys_of(table: str) -> tuple[str, ...]:
    """The names of the parts of a key."""
    return ("act_id",) if table == ACTS else KEYS[table]


def subjects(table: str, key: str, content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(kind, name) of each person and case that an entry speaks of; of an act, also its arrangement and kind."""
    if table == ERASURES:
        yield PERSON, key
    elif table == VIEWS:
        yield CASE, key
    elif table == ASSIGNMENTS:
        yield CASE, key.split(SEPARATOR)[0]
    elif table == SETTLEMENTS:
        yield from ((PERSON, person) for person in people_of(key))
    if table != ACTS and table not in KEYS:
        return
    if table == ACTS:
        yield from ((kind, content[kind]) for kind in (ARRANGEMENT, ACT) if content.get(kind))
    for column, name in {**dict(zip(keys_of(table), key.split(SEPARATOR), strict=True)), **content}.items():
        if column in _KIND:
            yield _KIND[column], name
        elif column == "subject":  # of a ruling: a person or a case, and their ids may be the same
            yield from ((PERSON, name), (CASE, name))
        elif column == "persons" and table == ACTS:
            yield from ((PERSON, person) for person in people_of(name))
