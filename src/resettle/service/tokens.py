"""Tokens: what a program, or somebody's session, proves with that it asks for an account; the record keeps a digest alone."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from resettle.engine.errors import nearest_name, refuse
from resettle.engine.registry.permissions import Use
from resettle.records import entries
from resettle.records.database import Database
from resettle.records.entries import New, Said
from resettle.records.subjects import ACCOUNTS
from resettle.service import permissions, registers, writing

TOKENS = "tokens"
_BYTES = 32
"""Of a secret: too many to be guessed, so that one round of SHA-256 keeps it."""
_LONGEST = 200


@dataclass(frozen=True)
class Token:
    """
    That somebody may ask for an account: id, account, since when, given by whom; until: its last day (None: no end is
    set); ``is_open``: whether it has not been closed.
    """

    id: str
    account: str
    is_open: bool
    since: date
    by: str
    until: date | None = None


@dataclass(frozen=True)
class Issued:
    """A new token, and what proves it: told once, and kept by nobody but whoever asks with it."""

    token: Token
    secret: str


@dataclass(frozen=True)
class Holder:
    """For which account somebody asks, and by which token."""

    account: permissions.Asker
    token: str


def issued(address: str, account: str, by: str, until: date | None = None) -> Issued:
    """
    A new token for an open account.

    Raises RequestRefused if ``by`` is no administrator, or no such account is open.
    """
    found = registers.reached(address)
    secret = secrets.token_urlsafe(_BYTES)

    def new(id: int, day: date) -> New:
        _check_open(found, account)
        more = {"until": until} if until else {}
        says = {"account": account, "state": "holds", "digest": _digest(secret), **more}
        return New(TOKENS, f"T-{id}", day, day, "office", says)

    one = writing.note(
        found,
        by,
        Use.GIVE_RIGHTS,
        entries.ACCOUNT,
        {"token": "new", "for": account},
        lambda recording, day: new(recording.id, day),
        alone=True,
    )
    return Issued(_token(one.key, one.content, one.known, by), f"{one.key}.{secret}")


def _check_open(found: Database, account: str) -> None:
    said = _latest(entries.of(found, [ACCOUNTS]))
    names = [one.key for one in said if (one.content or {}).get("state") == "holds"]
    if account not in names:
        raise refuse("account_not_open", id=account, near=nearest_name(account, names))


def _latest(said: list[Said]) -> list[Said]:
    return list({one.key: one for one in said}.values())


def closed(address: str, id: str, by: str) -> Token:
    """
    Ends a token: nobody asks by it any more. Whose it is may end it, and an administrator.

    Raises RequestRefused if ``by`` may not, or it is not open.
    """
    found = registers.reached(address)

    def new(day: date) -> New:
        there = _latest(entries.of(found, [TOKENS], id))
        says = dict(there[0].content or {}) if there else {}
        if says.get("account") != by:
            permissions.check_permitted(permissions.check_account(found, by), by, Use.GIVE_RIGHTS, day)
        if says.get("state") != "holds":
            raise refuse("token_not_open", id=id)
        return New(TOKENS, id, day, day, "office", {**says, "state": "ended"})

    one = writing.note(
        found, by, None, entries.ACCOUNT, {"token": id, "state": "ended"}, lambda _, day: new(day), alone=True
    )
    return _token(one.key, one.content, one.known, by)


def tokens(address: str, by: str | None = None) -> list[Token]:
    """Every token as it stands, in the order in which they were given. Raises RequestRefused if ``by`` may not see them."""
    found = registers.reached(address)
    permissions.check(found, by, Use.ACCOUNTS)
    said = _latest(entries.of(found, [TOKENS]))
    return [_token(one.key, one.content, one.effective, one.by) for one in said if one.content is not None]


def holder(address: str, text: str) -> Holder:
    """Who asks with a token. Raises RequestRefused, and says not why, if nobody may."""
    id, _, secret = text.partition(".")
    found = registers.reached(address)
    if len(text) > _LONGEST or not text.isprintable():
        raise refuse("token_unknown")
    said, accounts = _said(found, id)
    digest = str((said[-1].content or {}).get("digest", "")) if said else ""
    if not hmac.compare_digest(digest, _digest(secret)):
        raise refuse("token_unknown")
    return _holder(found, said[-1], accounts)


def held(address: str, id: str) -> Holder:
    """Who asks in a session that was begun with a token. Raises RequestRefused if that is closed or over by now."""
    found = registers.reached(address)
    said, accounts = _said(found, id)
    if not said:
        raise refuse("token_unknown")
    return _holder(found, said[-1], accounts)


_accounts: dict[tuple[str, str], str] = {}
"""By register and token its account, once it was asked for: which that is never changes, and what stands of both is asked at once."""


def _said(found: Database, id: str) -> tuple[list[Said], list[Said]]:
    """All that is said of a token, and of its account."""
    guess = _accounts.get((found.alias, id))
    told = entries.told(found, {TOKENS: [id], **({ACCOUNTS: [guess]} if guess else {})})
    said = [one for one in told if one.table == TOKENS]
    account = str((said[-1].content or {}).get("account", "")) if said else ""
    if account == guess or not said:
        return said, [one for one in told if one.table == ACCOUNTS]
    _accounts[found.alias, id] = account
    return said, entries.of(found, [ACCOUNTS], account)


def _holder(found: Database, said: Said, accounts: Sequence[Said]) -> Holder:
    content = said.content or {}
    if any(one.id > said.id and (one.content or {}).get("state") == "ended" for one in accounts):
        raise refuse("token_unknown")  # it ended with the account, whoever has that id now
    day = registers.founding(found).day(datetime.now(UTC))
    theirs = accounts[-1].content or {} if accounts else {}
    for one in (content, theirs):
        if one.get("state") != "holds" or (until := one.get("until")) and until < day:
            raise refuse("token_unknown")
    return Holder(permissions.Asker.of(accounts[-1]), said.key)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def _token(id: str, content: Mapping[str, Any], since: date, by: str) -> Token:
    return Token(id, content["account"], content["state"] == "holds", since, by, content.get("until"))
