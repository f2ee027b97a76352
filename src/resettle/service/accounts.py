"""Accounts: who may record in a register in a database, and as what. Whoever founds it is the first; each next is opened by one."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from resettle.engine.errors import Fault, RequestRefused, Where, nearest_name, refuse
from resettle.engine.registry.permissions import Use
from resettle.engine.registry.roles import Role
from resettle.records import entries
from resettle.records.database import Database
from resettle.records.entries import New
from resettle.records.subjects import ACCOUNTS
from resettle.service import opening, permissions, registers, writing


@dataclass(frozen=True)
class Account:
    """
    Somebody who records: their id, name, since when, opened or last changed by whom; ``is_open``: whether they still may.

    roles: as what; until: the last day on which they may (None: no end is set); arrangements: those on whose submissions
    they may act (none named: all); offices: those whose cases they see and act on (none named: all).
    """

    id: str
    name: str
    is_open: bool
    since: date
    by: str
    roles: tuple[Role, ...] = ()
    until: date | None = None
    arrangements: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rights:
    """What an account is given: roles, until when, on which arrangements' submissions and which offices' cases (none named: all)."""

    roles: Sequence[Role] = ()
    until: date | None = None
    arrangements: Sequence[str] = ()
    offices: Sequence[str] = ()


@dataclass(frozen=True)
class NewRights:
    """
    What becomes of an account's rights: what is None stays as it is. until: a day, or ``""`` for no end; arrangements,
    offices: empty for all.
    """

    roles: Sequence[Role] | None = None
    until: date | Literal[""] | None = None
    arrangements: Sequence[str] | None = None
    offices: Sequence[str] | None = None

    def after(self, there: Account) -> Rights:
        """The rights of an account once these are given."""
        return Rights(
            there.roles if self.roles is None else self.roles,
            there.until if self.until is None else self.until or None,
            there.arrangements if self.arrangements is None else self.arrangements,
            there.offices if self.offices is None else self.offices,
        )


def opened(address: str, id: str, name: str, by: str, rights: Rights = Rights()) -> Account:
    """
    Opens an account, or one that was closed again.

    Raises RequestRefused if it is open, the id is none that a record can hold, no one person may hold the roles, an
    arrangement is not there, or ``by`` is no administrator.
    """
    opening.check_id(id)
    writing.check_text(name=name)
    found = registers.reached(address)
    _check(found, rights)

    def begun() -> Mapping[str, Any]:
        if there := _open(found).get(id):
            raise refuse("account_open", id=id, name=there.name)
        if alike := [one for one in _all(found) if one != id and one.casefold() == id.casefold()]:
            raise refuse("account_alike", id=id, alike=alike[0])
        return {"name": name, "state": "holds", **_said(rights)}

    return _recorded(found, id, by, begun)


def changed(address: str, id: str, by: str, rights: NewRights, name: str = "") -> Account:
    """
    Gives an open account other rights, and another name if one is said; what was recorded under it stays.

    Raises RequestRefused as ``opened`` does, and if it is their own or not open.
    """
    if id == by:
        raise refuse("account_own", id=id)
    writing.check_text(name=name)
    found = registers.reached(address)

    def anew() -> Mapping[str, Any]:
        there = _there(found, id)
        given = rights.after(there)
        _check(found, given)
        return {"name": name or there.name, "state": "holds", **_said(given)}

    return _recorded(found, id, by, anew)


def closed(address: str, id: str, by: str) -> Account:
    """
    Ends an account; what was recorded under it stays.

    Raises RequestRefused if ``by`` is no administrator, or it is their own, or it is not open.
    """
    if id == by:
        raise refuse("account_own", id=id)
    found = registers.reached(address)
    return _recorded(found, id, by, lambda: {"name": _there(found, id).name, "state": "ended"})


def _there(found: Database, id: str) -> Account:
    there = _open(found)
    if id not in there:
        raise refuse("account_not_open", id=id, near=nearest_name(id, there))
    return there[id]


def _check(found: Database, rights: Rights) -> None:
    registers.check_roles(rights.roles)
    for office in rights.offices:
        opening.check_id(office)
    known = registers.terms(found).arrangements
    for name in rights.arrangements:
        if name not in known:
            params = {"value": name, "allowed": sorted(known), "near": nearest_name(name, known)}
            raise RequestRefused([Fault("name_unknown", Where(key="arrangements"), params)])


def _said(rights: Rights) -> Mapping[str, Any]:
    return {
        **registers.roles_said(rights.roles),
        **({"until": rights.until} if rights.until else {}),
        **({"arrangements": sorted(set(rights.arrangements))} if rights.arrangements else {}),
        **({"offices": sorted(set(rights.offices))} if rights.offices else {}),
    }


def _recorded(found: Database, id: str, by: str, says: Callable[[], Mapping[str, Any]]) -> Account:
    def new(day: date) -> New:
        return New(ACCOUNTS, id, day, day, "office", says())

    one = writing.note(
        found,
        by,
        Use.GIVE_RIGHTS,
        entries.ACCOUNT,
        {"id": id},
        lambda _, day: new(day),
        alone=True,  # whoever's account is closed is done recording, or has not begun
    )
    return _account(id, one.content or {}, one.known, by, permissions.roles_said(one.content))


def accounts(address: str, by: str | None = None) -> list[Account]:
    """Every account as it stands, by id. Raises RequestRefused if ``by`` may not see them."""
    found = registers.reached(address)
    permissions.check(found, by, Use.ACCOUNTS)
    return sorted(_all(found).values(), key=lambda one: one.id)


def every(found: Database) -> list[Account]:
    """As ``accounts``, for what draws among them; whoever draws is not told of them."""
    return sorted(_all(found).values(), key=lambda one: one.id)


def _open(found: Database) -> dict[str, Account]:
    return {id: one for id, one in _all(found).items() if one.is_open}


def _all(found: Database) -> dict[str, Account]:
    return {
        said.key: _account(said.key, said.content, said.effective, said.by, permissions.roles_of(said))
        for said in entries.of(found, [ACCOUNTS])
        if said.content is not None
    }


def _account(id: str, content: Mapping[str, Any], since: date, by: str, roles: Collection[Role]) -> Account:
    return Account(
        id, content["name"], content["state"] == "holds", since, by,
        tuple(role for role in Role if role in roles), content.get("until"),
        tuple(content.get("arrangements", ())), tuple(content.get("offices", ())),
    )  # fmt: skip
