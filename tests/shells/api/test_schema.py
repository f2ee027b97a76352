"""What the API says of itself is what it does: every status declared, none of 500, and its page up to date."""

from pathlib import Path

import pytest
from django.core.wsgi import get_wsgi_application
from shells.api import fuzzing

from resettle.api import reference
from resettle.render import words

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "api.md"
CALLS = 200


def test_whatever_is_asked_the_answer_is_declared(served):
    found = fuzzing.asked(get_wsgi_application(), served.secrets["ion"], CALLS)
    assert not found.wrong
    assert found.statuses[200] > CALLS / 10
    assert found.statuses[422] > CALLS / 10


@pytest.fixture(scope="module")
def schema():
    return reference.schema()


def operations(schema):
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def test_every_operation_says_what_it_does_and_how_it_refuses(schema):
    assert schema["openapi"] == "3.1.0"
    for name, one in operations(schema):
        assert one["summary"] and one["description"], name
        assert {"400", "401", "403", "422", "429", "503"} <= one["responses"].keys(), name
        assert all(each["description"] for each in one["responses"].values()), name
        assert all(
            each.get("description") or each.get("schema", {}).get("description")
            for each in one.get("parameters", [])
        ), name


def test_every_field_is_told_in_words(schema):
    for name, shape in schema["components"]["schemas"].items():
        for field, said in shape.get("properties", {}).items():
            assert said.get("description"), f"{name}.{field}"


def test_the_page_is_current(schema):
    assert PAGE.read_text(encoding="utf-8") == reference.page(schema), (
        "python -m resettle.api.reference > docs/reference/api.md"
    )


def test_every_refusal_that_is_declared_has_words():
    assert words.FAULTS.keys() >= {"defect", "steps_for_officers"}
