"""Sessions: begun with a token, kept in a signed cookie, for whoever asks from a browser."""

from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from ninja import Field, Router, Schema, Status

from resettle.api import auth
from resettle.service import tokens

router = Router(tags=["Sessions"])


class Begun(Schema, extra="forbid"):
    """With what a session is begun."""

    token: Annotated[str, Field(max_length=200)] = Field(description="A token that an administrator made.")


class Who(Schema):
    """Who asks."""

    account: str = Field(description="The account.")
    token: str = Field(description="The id of the token by which it is asked.")
    csrf_token: str = Field(
        description="In a session: what to send as X-CSRFToken with whatever changes something."
    )


@router.post("", response={201: Who}, auth=None, summary="Begin a session", operation_id="begin_session")
def begin_session(request: HttpRequest, response: HttpResponse, asked: Begun) -> Any:
    """Begins a session with a token: the answer sets a cookie that scripts cannot read."""
    holder = tokens.holder(settings.RESETTLE_DATABASE, asked.token)
    auth.begin(response, holder)
    return Status(201, _who(request, holder))


@router.get("", response=Who, summary="Say who asks", operation_id="show_session")
def show_session(request: HttpRequest) -> Any:
    """For which account it is asked."""
    return _who(request, auth.holder(request))


@router.delete("", response={204: None}, summary="End a session", operation_id="end_session")
def end_session(request: HttpRequest, response: HttpResponse) -> Any:
    """Takes the cookie back; the token it was begun with stays open."""
    auth.end(response)
    return Status(204, None)


def _who(request: HttpRequest, holder: tokens.Holder) -> dict[str, str]:
    return {"account": holder.account, "token": holder.token, "csrf_token": get_token(request)}
