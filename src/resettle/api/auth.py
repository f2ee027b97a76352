"""Who asks: by a token in the header, or in a session that was begun with one."""

import hashlib
from typing import cast

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from resettle.api import limits
from resettle.engine.errors import refuse
from resettle.service import tokens
from resettle.service.permissions import Asker
from resettle.service.tokens import Holder

COOKIE = "resettle_session"
_SALT = "resettle.api.session"


class Token(HttpBearer):
    """An administrator makes one: ``resettle token``."""

    openapi_description = "A token that an administrator made: resettle token."

    def authenticate(self, request: HttpRequest, token: str) -> Holder:
        _count(hashlib.sha256(token.encode(errors="replace")).hexdigest())
        return tokens.holder(settings.RESETTLE_DATABASE, token)


class Session(APIKeyCookie):
    """The cookie that POST /session gave; whoever changes something shows the session's csrf_token too."""

    param_name = COOKIE

    def __init__(self) -> None:
        super().__init__(csrf=False)  # looked at below, once there is a session

    def authenticate(self, request: HttpRequest, key: str | None) -> Holder:
        if not key:
            raise refuse("token_missing")
        try:
            id = str(signing.loads(key, salt=_SALT, max_age=settings.SESSION_COOKIE_AGE))
        except signing.BadSignature:
            raise refuse("token_unknown") from None
        if check_csrf(request):
            raise refuse("csrf_wrong")
        _count(id)
        return tokens.held(settings.RESETTLE_DATABASE, id)


EITHER = [Token(), Session()]


class _Authenticated(HttpRequest):
    """What a request is once one of them has said who asks."""

    auth: Holder


def _count(name: str) -> None:
    if error := limits.refused("token", name):
        raise error


def begin(response: HttpResponse, holder: Holder) -> None:
    """The cookie of a session: signed, out of reach of scripts, sent to this site alone."""
    response.set_cookie(
        COOKIE,
        signing.dumps(holder.token, salt=_SALT),
        max_age=settings.SESSION_COOKIE_AGE,
        path="/api/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def end(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, path="/api/", samesite="Strict")


def place() -> str:
    """Where the one register is kept that is served."""
    return str(settings.RESETTLE_DATABASE)


def holder(request: HttpRequest) -> Holder:
    """The token by which it is asked."""
    return cast(_Authenticated, request).auth


def asker(request: HttpRequest) -> Asker:
    """The account under which it is asked."""
    return holder(request).account
