"""Refusals as problem details (RFC 9457): every fault at once, in words, each with its place in the request."""

import json
import logging
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.utils import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from ninja import Field, NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from resettle.engine.errors import Fault, RegisterRefused, ResettleError, Where
from resettle.render import words
from resettle.service import SolverFailed

MEDIA_TYPE = "application/problem+json"
REFERENCE = "docs/reference/errors.md"

STATUSES: Mapping[int, str] = {
    400: "body_unreadable cursor_wrong version_wrong key_wrong text_wrong",
    401: "token_missing token_unknown",
    403: "csrf_wrong use_not_of_role use_not_of_office case_of_another_office act_not_of_role table_not_of_role "
    "conflict_of_own conflict_own own_act_checked act_out_of_scope account_expired account_unknown account_own not_offered_here",
    404: "page_unknown nothing_recorded submission_unknown not_known_then run_unknown case_unknown limit_unknown rules_of_nothing "
    "account_not_open token_not_open nothing_to_erase",
    405: "method_wrong",
    409: "case_changed key_used_otherwise account_open act_recorded_before",
    413: "body_too_large",
    415: "content_type_wrong",
    429: "too_many_requests",
    500: "defect",
    503: "database_busy database_lost database_unreachable database_missing database_damaged database_without_register "
    "clock_behind_record founding_unreadable record_unreadable key_unreadable key_of_another solver_failed not_kept",
}
"""Of a fault whose code stands here; any other is 422: the request is understood, and does not fit the register."""
OTHERWISE = 422
_STATUS_OF = {code: status for status, codes in STATUSES.items() for code in codes.split()}
_FIRST = (500, 503, 401, 403, 404, 409, 429, 415, 413, 405, 400, OTHERWISE)
"""Of several faults the status that comes first here is the answer's."""

log = logging.getLogger("resettle.api")


class Wrong(Schema):
    """One thing wrong."""

    code: str = Field(description="What is wrong, as the error reference lists it.")
    detail: str = Field(description="What is wrong, in a sentence.")
    mend: str = Field(description="How to mend it.")
    pointer: str | None = Field(None, description="Where in the body it is (JSON pointer).")
    parameter: str | None = Field(None, description="Which parameter or header it is of.")


class Problem(Schema):
    """Why a request was refused (RFC 9457): everything that is wrong with it, and not the first thing only."""

    type: str = Field(description="The first fault's place in the error reference.")
    title: str = Field(description="What such a fault is in general.")
    status: int = Field(description="The status of the answer.")
    detail: str = Field(description="What is wrong, in words.")
    errors: list[Wrong] = Field(description="Every fault.")
    seen: dict[str, Any] | None = Field(
        None, description="Of a case that was changed: the version that was seen, and the entries since."
    )
    now: dict[str, Any] | None = Field(
        None, description="Of a case that was changed: its version now, and where it stands."
    )


def status_of(faults: Sequence[Fault]) -> int:
    """The status of an answer that tells some faults."""
    found = {_STATUS_OF.get(fault.code, OTHERWISE) for fault in faults}
    return next(status for status in _FIRST if status in found)


def answer(faults: Iterable[Fault], status: int | None = None, **more: object) -> HttpResponse:
    """The problem that some faults are."""
    told = [_outside(fault) for fault in faults] or [Fault("defect")]
    status = status or status_of(told)
    first = told[0].code
    problem = {
        "type": f"{REFERENCE}#{first}",
        "title": words.FAULTS[first].cause,
        "status": status,
        "detail": " ".join(words.fault(fault) for fault in told[:20]),
        "errors": [_wrong(fault) for fault in told],
        **more,
    }
    response = HttpResponse(json.dumps(problem, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="resettle"'
    if status in (429, 503):
        seconds = next((fault.params["seconds"] for fault in told if "seconds" in fault.params), 5)
        response["Retry-After"] = str(seconds)
    return response


def _outside(fault: Fault) -> Fault:
    """Where the server keeps its register is not told to whoever asks."""
    if "database" not in fault.params and "file" not in fault.params:
        return fault
    hidden = {"database": "of this server", "file": "of this server", "why": ""}
    told = {name: hidden.get(name, value) for name, value in fault.params.items()}
    return replace(fault, params=told)


def _wrong(fault: Fault) -> dict[str, Any]:
    """``where.key`` names a field of the body, or with a colon a parameter: ``query:limit``."""
    kind, colon, name = fault.where.key.partition(":")
    there: dict[str, Any] = {}
    if colon and kind in ("query", "path", "header"):
        there = {"parameter": name}
        fault = replace(fault, where=replace(fault.where, key=name))
    elif fault.where.key and not fault.where.file:
        there = {"pointer": "/" + fault.where.key.replace(".", "/")}
    detail = " ".join(part for part in (words.said(fault), words.near(fault)) if part)
    return {"code": fault.code, "detail": detail, "mend": words.mend(fault), **there}


def handle(api: NinjaAPI) -> None:
    """Every error of an operation becomes a problem."""

    @api.exception_handler(ResettleError)
    def refused(request: HttpRequest, error: ResettleError) -> HttpResponse:
        stops = [fault for fault in error.faults if fault.is_error] or list(error.faults)
        is_register = isinstance(error, RegisterRefused) and status_of(stops) == OTHERWISE
        return answer(stops, 503 if is_register else None)

    @api.exception_handler(ValidationError)
    def unfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return answer([_of_field(one) for one in error.errors])

    @api.exception_handler(HttpError)
    def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
        code = {400: "body_unreadable", 401: "token_missing", 403: "csrf_wrong", 429: "too_many_requests"}
        return answer([Fault(code.get(error.status_code, "body_unreadable"))])

    @api.exception_handler(OperationalError)
    def lost(request: HttpRequest, error: OperationalError) -> HttpResponse:
        return answer([Fault("database_lost", Where(), {"database": ""})])

    @api.exception_handler(InterfaceError)
    def closed(request: HttpRequest, error: InterfaceError) -> HttpResponse:
        return answer([Fault("database_lost", Where(), {"database": ""})])

    @api.exception_handler(SolverFailed)
    def unsolved(request: HttpRequest, error: SolverFailed) -> HttpResponse:
        return answer([Fault("solver_failed", Where(), {"why": str(error).rstrip(".")})])

    @api.exception_handler(Exception)
    def broken(request: HttpRequest, error: Exception) -> HttpResponse:
        tell_of(error)
        return defect(request)


def _of_field(error: Mapping[str, Any]) -> Fault:
    """What pydantic says of a field; never the value, which may be anybody's name."""
    kind, *loc = error["loc"]
    path = [str(part) for part in loc]
    if kind == "body":
        path = path[1:]  # what the operation calls its body
    key = ".".join(path) if kind in ("body", "form", "file") else f"{kind}:{'.'.join(path)}"
    why = str(error["msg"])
    return Fault("field_wrong", Where(key=key), {"why": why[:1].lower() + why[1:]})


def tell_of(error: BaseException) -> None:
    """A defect in the log: its kind and where it was, and no value."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    where = " < ".join(f"{frame.name} ({frame.lineno})" for frame in reversed(frames))
    log.error("%s in %s", type(error).__name__, where)


def quietly(work: Callable[[], object]) -> None:
    """Does what is done once somebody is answered, and tells nobody but the log if it fails."""
    try:
        work()
    except (ResettleError, DatabaseError) as error:
        tell_of(error)


def defect(request: HttpRequest) -> HttpResponse:
    return answer([Fault("defect")])


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer([Fault("body_unreadable")])


def page_unknown(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer([Fault("page_unknown")])


def method_wrong(method: str, allowed: str) -> HttpResponse:
    params = {"method": method, "allowed": [one.strip() for one in allowed.split(",")]}
    response = answer([Fault("method_wrong", Where(), params)])
    response["Allow"] = allowed
    return response
