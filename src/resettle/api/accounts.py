"""Accounts and tokens: who may record, as what; and what they prove it with."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from resettle.api.auth import asker, place
from resettle.api.given import Id, Name
from resettle.engine.registry.roles import Role
from resettle.render import results
from resettle.service import accounts, tokens

router = Router(tags=["Accounts"])


class Rights(Schema, extra="forbid"):
    """What an account may do."""

    roles: list[Role] = Field(
        [], description="As what they record; some roles no one person may hold.", max_length=20
    )
    until: date | None = Field(None, description="The last day on which they may record.")
    arrangements: list[Name] = Field(
        [], description="They act on the submissions of these alone; none named: of all.", max_length=200
    )
    offices: list[Name] = Field(
        [], description="They see and act on the cases of these alone; none named: on all.", max_length=200
    )


class NewAccount(Rights):
    """An account to be opened."""

    id: Name = Field(description="The id under which they record.")
    name: Name = Field("", description="Their name; else the id.")


class Account(Schema):
    """Somebody who may record."""

    id: str = Field(description="The id under which they record.")
    name: str = Field(description="Their name.")
    is_open: bool = Field(description="Whether they still may.")
    since: date = Field(description="Since when it stands so.")
    by: str = Field(description="Who opened or last changed it.")
    roles: list[Role] = Field(description="As what they record.")
    until: date | None = Field(description="The last day on which they may.")
    arrangements: list[str] = Field(description="On whose submissions alone they act; none: on all.")
    offices: list[str] = Field(description="Whose cases alone they see and act on; none: all.")


class Accounts(Schema):
    accounts: list[Account] = Field(description="Every account, by id.")


class NewToken(Schema, extra="forbid"):
    """A token to be given."""

    account: Name = Field(description="For which account it asks.")
    until: date | None = Field(None, description="Its last day.")


class Token(Schema):
    """That a program may ask for an account."""

    id: str = Field(description="Its id: no secret.")
    account: str = Field(description="For which account it asks.")
    is_open: bool = Field(description="Whether it has not been closed.")
    since: date = Field(description="Since when it stands so.")
    by: str = Field(description="Who gave or closed it.")
    until: date | None = Field(description="Its last day.")


class Tokens(Schema):
    tokens: list[Token] = Field(description="In the order in which they were given.")


class Issued(Schema):
    """A new token."""

    token: Token = Field(description="The token.")
    secret: str = Field(
        description="What to ask with. It is told once: the record keeps a digest of it alone."
    )


@router.get("/accounts", response=Accounts, summary="List accounts", operation_id="list_accounts")
def list_accounts(request: HttpRequest) -> Any:
    """Who may record, and as what."""
    return {"accounts": results.plain(accounts.accounts(place(), asker(request)))}


@router.post("/accounts", response={201: Account}, summary="Open an account", operation_id="open_account")
def open_account(request: HttpRequest, asked: NewAccount) -> Any:
    """Opens an account for somebody who is to record."""
    one = accounts.opened(place(), asked.id, asked.name or asked.id, asker(request), _rights(asked))
    return Status(201, results.plain(one))


@router.put(
    "/accounts/{account}", response=Account, summary="Change an account", operation_id="change_account"
)
def change_account(request: HttpRequest, account: Id, asked: Rights) -> Any:
    """Gives an open account other rights, in place of those it has."""
    given = accounts.NewRights(
        tuple(asked.roles), asked.until or "", tuple(asked.arrangements), tuple(asked.offices)
    )
    return results.plain(accounts.changed(place(), account, asker(request), given))


@router.delete(
    "/accounts/{account}", response=Account, summary="Close an account", operation_id="close_account"
)
def close_account(request: HttpRequest, account: Id) -> Any:
    """Ends an account; what was recorded under it stays, and its tokens are of no use."""
    return results.plain(accounts.closed(place(), account, asker(request)))


@router.get("/tokens", response=Tokens, summary="List tokens", operation_id="list_tokens")
def list_tokens(request: HttpRequest) -> Any:
    """Every token that was given, without what proves it."""
    return {"tokens": results.plain(tokens.tokens(place(), asker(request)))}


@router.post("/tokens", response={201: Issued}, summary="Give a token", operation_id="give_token")
def give_token(request: HttpRequest, asked: NewToken) -> Any:
    """Gives a token for an open account; what proves it is told once."""
    return Status(201, results.plain(tokens.issued(place(), asked.account, asker(request), asked.until)))


@router.delete("/tokens/{token}", response=Token, summary="Close a token", operation_id="close_token")
def close_token(request: HttpRequest, token: Id) -> Any:
    """Ends a token, one's own or as an administrator: nobody asks by it any more."""
    return results.plain(tokens.closed(place(), token, asker(request)))


def _rights(asked: Rights) -> accounts.Rights:
    return accounts.Rights(tuple(asked.roles), asked.until, tuple(asked.arrangements), tuple(asked.offices))
