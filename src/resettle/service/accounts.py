"""Accounts: who may record in a register in a database. Whoever founds it is the first; each next is opened by one before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from resettle.engine.errors import nearest_name, refuse
from resettle.records import entries
from resettle.records.database import Database
from resettle.records.entries import New
from resettle.records.subjects import ACCOUNTS
from resettle.service import opening, registers, writing


@dataclass(frozen=True)
class Account:
    """Somebody who records: their id, name, since when, opened or last changed by whom; ``is_open``: whether they still may."""

    id: str
    name: str
    is_open: bool
    since: date
    by: str


def opened(address: str, id: str, name: str, by: str) -> Account:
    """
    Opens an account, or one that was closed again.

    Raises RequestRefused if it is open, ``by`` has none, or the id is none that a record can hold.
    """
    opening.check_id(id)
    writing.check_text(name=name)
    found = registers.reached(address)

    def begun() -> Mapping[str, str]:
        if there := _open(found).get(id):
            raise refuse("account_open", id=id, name=there.name)
        return {"name": name, "state": "holds"}

    return _recorded(found, id, by, begun)


def closed(address: str, id: str, by: str) -> Account:
    """
    Ends an account; what was recorded under it stays.

    Raises RequestRefused if ``by`` has no open account, or it is their own, or it is not open.
    """
    if id == by:
        raise refuse("account_own", id=id)
    found = registers.reached(address)

    def ended() -> Mapping[str, str]:
        there = _open(found)
        if id not in there:
            raise refuse("account_not_open", id=id, near=nearest_name(id, there))
        return {"name": there[id].name, "state": "ended"}

    return _recorded(found, id, by, ended)


def _recorded(found: Database, id: str, by: str, says: Callable[[], Mapping[str, str]]) -> Account:
    one = writing.note(
        found,
        by,
        entries.ACCOUNT,
        {"id": id},
        lambda _, day: New(ACCOUNTS, id, day, day, "office", says()),
        alone=True,  # whoever's account is closed is done recording, or has not begun
    )
    return Account(id, one.content["name"], one.content["state"] == "holds", one.known, by)


def accounts(address: str) -> list[Account]:
    """Every account as it stands, by id."""
    return sorted(_all(registers.reached(address)).values(), key=lambda one: one.id)


def _open(found: Database) -> dict[str, Account]:
    return {id: one for id, one in _all(found).items() if one.is_open}


def _all(found: Database) -> dict[str, Account]:
    return {
        said.key: Account(
            said.key, said.content["name"], said.content["state"] == "holds", said.effective, said.by
        )
        for said in entries.of(found, [ACCOUNTS])
        if said.content is not None
    }
