"""A word of somebody else's is taken for a name of ours only where both mean the same."""

import pytest

from resettle.engine.errors import nearest_name
from resettle.engine.registry import facts
from resettle.engine.registry.synonyms import meant


@pytest.mark.parametrize(
    ("word", "name"),
    [("dob", "date_of_birth"), ("Country of birth", "birth_country"), ("size", "case_size"), ("case_no", "case")],
)  # fmt: skip
def test_a_word_for_the_same_thing_is_understood(word, name):
    assert meant(word, [*facts.dictionary(), "case"]) == name


@pytest.mark.parametrize(
    "word",
    [
        "departure_date",  # of the transfer to the receiving State
        "registration_date",  # a case may have waited since another day
        "household_size", "family_size", "family_id",  # a case is neither
        "country_of_origin", "country_of_residence", "legal_status", "age",
    ],
)  # fmt: skip
def test_a_word_for_something_else_is_not(word):
    known = [*facts.dictionary(), "case", "person"]
    assert (meant(word, known), nearest_name(word, known)) == ("", "")
