"""Versions of answers about one case: an ETag, and what becomes of who acts on one that is no more."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Status

from resettle.api import problems
from resettle.api.auth import asker
from resettle.engine.errors import Fault, RequestRefused, Where
from resettle.render import record as told
from resettle.service import versions
from resettle.service.changed import since as changed_since
from resettle.service.versions import CaseChanged, Seen, Version

_TAG = re.compile(r'\s*(?:W/)?"(\d{1,18})\.(\d{1,18})(?:-[^"]*)?"\s*')


def tag(seen: Seen) -> str:
    return f'"{seen}"'


def unless_seen(request: HttpRequest, response: HttpResponse, case: str, answer: Callable[[], Any]) -> Any:
    """An answer about a case with its version; only that nothing changed (304), if that is the version the asker has."""
    mark = tag(versions.seen(settings.RESETTLE_DATABASE, case, asker(request)))
    response["ETag"] = mark
    if mark in [
        one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")
    ]:
        return Status(304, None)
    return answer()


def asked_of(text: str | None) -> Version | None:
    """The version of a case that the asker saw. Raises RequestRefused if it is none that an answer gave."""
    if text is None or text.strip() == "*":
        return None
    found = _TAG.fullmatch(text)
    if not found:
        raise RequestRefused([Fault("version_wrong", Where(key="header:If-Match"))])
    return Version(int(found[1]), int(found[2]))


def changed(error: CaseChanged, case: str, seen: Version, by: str) -> HttpResponse:
    """Both versions: what was recorded since the one that was seen, and where the case stands now; else that it was changed."""
    place = settings.RESETTLE_DATABASE
    try:
        since = changed_since(place, case, seen, by)
    except RequestRefused:  # who may act on a case, and not see all that is recorded of it
        return problems.answer(error.faults)
    return problems.answer(
        error.faults,
        seen={"version": str(seen), "since": told.entries_data(since.entries, {})},
        now={
            "version": str(since.now), "etag": tag(versions.seen(place, case, by)),
            "standing": told.next_data(since.stands),
        },
    )  # fmt: skip
