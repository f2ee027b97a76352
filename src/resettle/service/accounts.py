"""Accounts: who may record in a register in a database. Whoever founds it is the first; each next is opened by one before."""

from dataclasses import dataclass
from datetime import date

from resettle.engine.errors import refuse
from resettle.records import entries
from resettle.records.database import Database
from resettle.records.entries import New
from resettle.service import registers


@dataclass(frozen=True)
class Account:
    """Somebody who records: their id, name, since when, opened or last changed by whom; ``is_open``: whether they still may."""

    id: str
    name: str
    is_open: bool
    since: date
    by: str


def opened(address: str, id: str, name: str, by: str, *, closed: bool = False) -> Account:
    """
    Opens an account, or, ``closed``, ends it; what was recorded under it stays.

    Raises RequestRefused if ``by`` has no open account, or would close their own.
    """
    found = registers.reached(address)
    says = {"name": name, "state": "ended" if closed else "holds"}
    if closed and id == by:
        raise refuse("account_own", id=id)
    with found.writing():
        recording = entries.begin(found, by, "account", None, {"id": id, **says})
        registers.check_account(found, by)
        if closed:
            says["name"] = (registers.check_account(found, id).content or {})["name"]
        day = registers.known_day(found, registers.office_day(found, recording))
        entries.append(found, recording, [New(registers.ACCOUNTS, id, day, day, "office", says)])
    return Account(id, says["name"], not closed, day, by)


def accounts(address: str) -> list[Account]:
    """Every account as it stands, by id."""
    return sorted(_all(registers.reached(address)).values(), key=lambda one: one.id)


def _all(found: Database) -> dict[str, Account]:
    return {
        said.key: Account(
            said.key, said.content["name"], said.content["state"] == "holds", said.effective, said.by
        )
        for said in entries.of(found, [registers.ACCOUNTS])
        if said.content is not None
    }
