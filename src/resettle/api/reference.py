"""The page of the API, made from its own schema: ``python -m resettle.api.reference > docs/reference/api.md``."""

import sys
from collections.abc import Iterator, Mapping
from typing import Any

import django

HEAD = """\
# The API

What can be asked of a register over HTTP, under `/api/v1`; [how to serve and ask one](../how-to/ask-over-http.md). The same, for programs:
`/api/v1/openapi.json` (OpenAPI 3.1).

Every operation but *Begin a session* is asked with a token (`Authorization: Bearer TOKEN`) or in a session. Every answer is JSON unless said.
A refusal is a problem (RFC 9457, `application/problem+json`) with every fault at once: its `code`, as [the error reference](errors.md)
lists it, what is wrong in words, how to mend it, and its place in the request. Any operation may answer

{statuses}

*This page is made from the operations by `python -m resettle.api.reference > docs/reference/api.md`; a test fails while it is not
current.*
"""
COMMON = ("400", "401", "403", "404", "409", "413", "415", "422", "429", "503")
Schema = Mapping[str, Any]


def schema() -> Schema:
    """What the API says of itself."""
    django.setup()
    from resettle.api.app import api  # noqa: PLC0415  its operations look at settings

    return api.get_openapi_schema()


def page(schema: Schema) -> str:
    """The whole page."""
    return "\n".join(_lines(schema))


def _lines(schema: Schema) -> Iterator[str]:
    every = [
        (path, method, one) for path, methods in schema["paths"].items() for method, one in methods.items()
    ]
    told = {status: said["description"] for _, _, one in every for status, said in one["responses"].items()}
    yield HEAD.format(statuses="\n".join(f"- **{status}** {told[status]}" for status in COMMON))
    for tag in dict.fromkeys(one["tags"][0] for _, _, one in every):
        yield f"## {tag}\n"
        for path, method, one in every:
            if one["tags"][0] == tag:
                yield from _operation(path, method, one)
    yield "## What is sent and answered\n"
    for name, shape in sorted(schema["components"]["schemas"].items()):
        yield from _shape(name, shape)


def _operation(path: str, method: str, one: Schema) -> Iterator[str]:
    yield f"### {one['summary']}\n"
    yield f"`{method.upper()} {path}`\n"
    yield f"{one['description']}\n"
    parameters = one.get("parameters", [])
    for each in parameters:
        where = "" if each["in"] in ("path", "query") else f" ({each['in']})"
        must = "" if not each["required"] else ", needed"
        yield f"- `{each['name']}`{where}: {_kind(each['schema']).removesuffix(' or null')}{must}. {each.get('description') or each['schema'].get('description')}"
    if parameters:
        yield ""
    for kind, body in one.get("requestBody", {}).get("content", {}).items():
        yield f"Sent: {_kind(body['schema'])} (`{kind}`).\n"
    for status, answer in one["responses"].items():
        if status not in COMMON:
            content = answer.get("content", {})
            shapes = [f"{_kind(each['schema'])} (`{kind}`)" for kind, each in content.items()]
            yield f"**{status}**: {', '.join(shapes) or answer['description'].rstrip('.')}.\n"


def _shape(name: str, shape: Schema) -> Iterator[str]:
    yield f"### {name}\n"
    if shape.get("description"):
        yield f"{shape['description']}\n"
    if "properties" not in shape:
        yield f"{_kind(shape)}.\n"
        return
    yield "| field | | |"
    yield "|---|---|---|"
    for field, said in shape["properties"].items():
        yield f"| `{field}` | {_kind(said)} | {said.get('description', '')} |"
    yield ""


def _kind(said: Schema) -> str:
    """What a value is, in a few words."""
    if "$ref" in said:
        name = said["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in said:
        return " or ".join(_kind(one) for one in said["anyOf"])
    if "allOf" in said:
        return _kind(said["allOf"][0])
    if "enum" in said:
        return ", ".join(f"`{one}`" for one in said["enum"])
    if said.get("type") == "array":
        return f"list of {_kind(said.get('items', {}))}"
    if said.get("format") in ("date", "binary"):
        return {"date": "day", "binary": "file"}[said["format"]]
    if said.get("type") == "object" and isinstance(said.get("additionalProperties"), dict):
        return f"by name: {_kind(said['additionalProperties'])}"
    return _WORDS.get(str(said.get("type")), "value")


_WORDS = {
    "string": "text",
    "integer": "number",
    "boolean": "true or false",
    "null": "null",
    "object": "object",
    "number": "number",
}

if __name__ == "__main__":
    sys.stdout.write(page(schema()))
