"""The API as a whole: its operations, and what it says of itself (OpenAPI 3.1)."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from resettle.api import (
    accounts,
    acts,
    appointments,
    arrangements,
    cases,
    facts,
    imports,
    integrity,
    letters,
    plans,
    problems,
    record,
    sessions,
    submissions,
)
from resettle.api.auth import EITHER
from resettle.api.described import with_problems

ABOUT = """\
A register of third-country resettlement over HTTP: what officers record, and what can be asked of it. Ids, days and
codes are those of the command line and of files. Every refusal is a problem (RFC 9457) with all that is wrong at once."""


class Api(NinjaAPI):
    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        return with_problems(super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params))


api = Api(
    title="Resettle",
    version="1",
    description=ABOUT,
    docs_url=None,
    urls_namespace="resettle-api",
    auth=EITHER,
)
problems.handle(api)
api.add_router("/acts", acts.router)
api.add_router("/cases", cases.router)
api.add_router("/people", cases.people)
api.add_router("", submissions.router)
api.add_router("", arrangements.router)
api.add_router("", appointments.router)
api.add_router("", plans.router)
api.add_router("", accounts.router)
api.add_router("", record.router)
api.add_router("", integrity.router)
api.add_router("/requests", letters.router)
api.add_router("/facts", facts.router)
api.add_router("/imports", imports.router)
api.add_router("/session", sessions.router)
