"""Lists a page at a time: a cursor that says where the next begins, and its address."""

import base64
import binascii
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Schema

from resettle.engine.errors import Fault, RequestRefused, Where
from resettle.service.lists import MOST, Page

Cursor = Annotated[
    str,
    Query(
        description="Where the page begins: from the address that the page before gave as next.",
        max_length=400,
    ),
]
Limit = Annotated[int, Query(description="How many at most.", ge=1, le=MOST)]
USUAL = 50


class Paged(Schema):
    next: str | None = Field(
        description="The address of the next page; null on the last. A page may be shorter than asked for, and yet not be the last."
    )


def begins(cursor: str) -> str:
    """What a cursor says. Raises RequestRefused if it is none of ours."""
    try:
        return base64.b64decode(cursor.encode("ascii"), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeError):
        raise RequestRefused([Fault("cursor_wrong", Where(key="query:cursor"))]) from None


def cursor_of(after: str) -> str:
    return base64.urlsafe_b64encode(after.encode()).decode()


def address(request: HttpRequest, after: str) -> str | None:
    """The same question, from there on."""
    if not after:
        return None
    asked = request.GET.copy()
    asked["cursor"] = cursor_of(after)
    return f"{request.path}?{asked.urlencode()}"


def paged(request: HttpRequest, page: Page[Any], items: list[Any]) -> dict[str, Any]:
    return {"items": items, "next": address(request, page.after)}
