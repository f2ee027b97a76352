"""Before and after every operation: how much one address asks, what is sent, and what Django itself refuses."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from resettle.api import limits, problems
from resettle.engine.errors import Fault, Where

ROOT = "/api/"
_WRITES = ("POST", "PUT", "PATCH")
Answer = Callable[[HttpRequest], HttpResponseBase]


def front(answer: Answer) -> Answer:
    """Django's middleware."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(ROOT):
            return answer(request)
        response = _refused(request) or _told(request, answer(request))
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.headers.setdefault("Content-Language", "en")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        return response

    return answered


def _refused(request: HttpRequest) -> HttpResponse | None:
    if error := limits.refused("address", limits.address_of(request)):
        return problems.answer(error.faults)
    wanted = "multipart/form-data" if request.path.startswith(f"{ROOT}v1/imports") else "application/json"
    has_body = request.META.get("CONTENT_LENGTH") not in (None, "", "0")
    if request.method in _WRITES and has_body and request.content_type != wanted:
        return problems.answer([Fault("content_type_wrong", Where(), {"wanted": wanted})])
    try:
        if has_body and wanted == "application/json":
            _ = request.body
    except RequestDataTooBig:
        return problems.answer([Fault("body_too_large")])
    return None


def _told(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """What Django refuses by itself, as a problem."""
    if response.headers.get("Content-Type") == problems.MEDIA_TYPE:
        return response
    if response.status_code == 405:
        return problems.method_wrong(str(request.method), response.headers.get("Allow", ""))
    if response.status_code == 404:
        return problems.page_unknown(request)
    if response.status_code == 400:
        return problems.unreadable(request)
    return response
