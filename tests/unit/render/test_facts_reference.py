"""The reference of facts is what the dictionary says."""

from pathlib import Path

from resettle.engine.registry.facts import dictionary
from resettle.render.words.facts_reference import reference

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "facts.md"


def test_the_page_is_current():
    assert PAGE.read_text() == reference(), (
        "python -m resettle.render.words.facts_reference > docs/reference/facts.md"
    )


def test_every_fact_is_on_it():
    assert all(f"| `{name}` |" in reference() for name in dictionary())
