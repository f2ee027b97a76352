"""What the API says of its refusals: every status that an operation can answer with, declared in one place."""

from collections.abc import Iterator
from typing import Any

from ninja.openapi.schema import OpenAPISchema

from resettle.api.problems import MEDIA_TYPE, Problem

_WHEN = {
    400: "What was sent cannot be read.",
    401: "Nobody is named who asks, or nobody may ask so.",
    403: "Whoever asks may not do this.",
    404: "There is nothing of that name.",
    405: "The address does not take this method.",
    409: "Something else is so by now, or was asked before under the same key.",
    413: "What was sent is larger than is taken.",
    415: "What was sent is of a kind that is not taken.",
    422: "The request is understood, and does not fit the register: every reason is told.",
    429: "More was asked in a minute than may be; Retry-After says how long to wait.",
    503: "The register cannot be reached, or others keep it waiting; Retry-After says how long to wait.",
}
_REF = {"$ref": "#/components/schemas/Problem"}


def with_problems(schema: OpenAPISchema) -> OpenAPISchema:
    """The same, with every refusal declared, and the kind of content that each is."""
    components = schema["components"].setdefault("schemas", {})
    described = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    components |= described.pop("$defs", {})
    components["Problem"] = described
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            responses = operation["responses"]
            for status in sorted({*_statuses(path, method, operation)}):
                responses[str(status)] = {
                    "description": _WHEN[status],
                    "content": {MEDIA_TYPE: {"schema": _REF}},
                }
            operation["responses"] = {str(status): one for status, one in responses.items()}
            _more(operation)
    return schema


def _statuses(path: str, method: str, operation: dict[str, Any]) -> Iterator[int]:
    yield from (400, 401, 403, 422, 429, 503)
    if "{" in path or method in ("post", "put", "delete") or "limit" in str(operation.get("parameters")):
        yield 404
    if method in ("post", "put", "delete"):
        yield 409
    if "requestBody" in operation:
        yield from (413, 415)


def _more(operation: dict[str, Any]) -> None:
    """Headers of answers, and what an answer without content is."""
    for status, one in operation["responses"].items():
        if status in ("204", "304"):
            one.pop("content", None)
            one["description"] = "Nothing changed." if status == "304" else "Done."
        if status == "304" or (status == "200" and "304" in operation["responses"]):
            one["headers"] = {
                "ETag": {"description": "The version of the case.", "schema": {"type": "string"}}
            }
        if status in ("429", "503"):
            one["headers"] = {
                "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "string"}}
            }
