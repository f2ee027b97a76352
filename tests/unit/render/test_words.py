"""Every code has words, every word has a code; values are shown as people read them."""

import re
from datetime import date
from pathlib import Path

import pytest
from unit.render.codes_in_source import Given, faults

from resettle.engine.errors import Fault, Where
from resettle.engine.placement.objectives import OBJECTIVES
from resettle.engine.registry.arrangements import (
    ConsentState,
    CountsAt,
    Fate,
    Places,
    Promise,
    Solution,
    Status,
    Unit,
)
from resettle.engine.registry.criteria import AppliesTo, CriterionKind, DecidedBy
from resettle.engine.registry.stages import ActKind, Claim, Stage
from resettle.engine.screening.reference import Answer
from resettle.engine.screening.screen import Outcome
from resettle.render import words
from resettle.render.words import names as words_names
from resettle.render.words import reference as words_reference
from resettle.render.words.fill import fill, names, shown
from resettle.render.words.template import Words

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "errors.md"
GIVEN = faults()


# Faults


def test_every_code_has_words_and_all_words_have_a_code() -> None:
    codes = {one.code for one in GIVEN}
    assert codes - set(words.FAULTS) == set(), "write their words in src/resettle/render/words/of_*.py"
    assert set(words.FAULTS) - codes == set(), "no fault has these codes any more"


@pytest.mark.parametrize("given", GIVEN, ids=lambda given: f"{given.code}-{given.at}")
def test_every_fault_brings_what_its_sentence_needs(given: Given) -> None:
    words_of = words.FAULTS[given.code]
    if given.params is not None:
        assert names(words_of.sentence) | names(words_of.mend) <= given.params | {"criterion"}


@pytest.mark.parametrize(("code", "one"), words.FAULTS.items(), ids=list(words.FAULTS))
def test_each_sentence_is_whole_with_its_example(code: str, one: Words) -> None:
    message = words.fault(Fault(code, one.where, one.example))
    assert message.isprintable()
    for text in (one.cause, fill(one.sentence, one.example), fill(one.mend, one.example)):
        assert text.endswith((".", ":")) and "  " not in text, text
        assert not re.search(r"(?<!'\.)\[|\](?!')|\{\w", text), text
    assert one.cause[0].isupper()
    assert one.mend[0].isupper() or one.mend[0] == "["


def test_no_message_blames_anybody() -> None:
    for one in words.FAULTS.values():
        text = f" {one.cause} {one.sentence} {one.mend} ".lower()
        assert not any(
            word in text for word in (" you must", "invalid", "illegal", "your fault", "failed to", "error")
        )


def test_a_message_says_what_is_wrong_where_and_how_to_mend_it() -> None:
    params = {"value": "recognized", "allowed": "recognised, refused, pending", "near": "recognised"}
    assert words.fault(Fault("code_unknown", Where("people.csv", 12, "refugee_status"), params)) == (
        "people.csv, row 12, refugee_status: “recognized” is not one of the codes for this. Did you mean “recognised”? "
        "Write one of these: recognised, refused, pending."
    )


def test_a_message_without_a_place_begins_with_a_capital() -> None:
    params = {"name": "us", "places": 5, "meanings": [], "unknown": ["us-2016/one-off"]}
    assert words.fault(Fault("assumption_unclear", Where(), params)) == (
        "“us” does not name one number that is unknown on that day. Name one of those that are unknown: us-2016/one-off."
    )


def test_a_fault_of_a_test_says_where_in_the_test() -> None:
    where = Where("arrangements/nz-150.toml", 0, "criterion[1].test")
    params = {"criterion": "recognised", "part": "religion", "at": 1}
    assert words.fault(Fault("test_unknown_fact", where, params)).startswith(
        "arrangements/nz-150.toml, criterion[1].test: criterion “recognised”, at “religion”, character 1: there is no such fact."
    )


def test_an_act_that_exceeds_a_limit_is_told_in_the_singular_and_the_plural() -> None:
    where = Where("acts", 0, "A-1")
    params = {
        "case": "C-1",
        "act": "submit",
        "limit": "nor-2026/2026",
        "day": date(2026, 3, 2),
        "over": 1,
        "needed": 4,
    }
    assert (
        "4 places are needed in nor-2026/2026; on 2 March 2026 that is 1 more than are free"
        in words.fault(Fault("act_exceeds_limit", where, params))
    )
    assert "1 place is needed" in words.fault(Fault("act_exceeds_limit", where, {**params, "needed": 1}))


def test_the_error_reference_is_current() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == words_reference.reference(), (
        "run: python -m resettle.render.words.reference > docs/reference/errors.md"
    )


# Filling


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (date(2013, 10, 2), "", "2 October 2013"),
        (1, "place|places", "1 place"),
        (-1, "place|places", "-1 place"),
        (0, "place|places", "0 places"),
        (1250, "place|places", "1,250 places"),
        (["a", "b", "c"], "", "a, b and c"),
        (["a", "b"], "or", "a or b"),
        ([], "", "none"),
        ({"nz-150/2016-17": 150}, "", "nz-150/2016-17 (150)"),
        ("x" * 100, "", "x" * 80 + "…"),
        ("a\x1b[31m\u202eb\n", "q", "“a\\u001b[31m\\u202eb\\u000a”"),
        (2016, "q", "“2016”"),
        (10**40, "q", "“a number out of bounds”"),
        (Status.IN_FORCE, "", "in_force"),
        (True, "", "true"),
        (None, "", "None"),
    ],
)
def test_values_are_shown_as_people_read_them(value: object, style: str, text: str) -> None:
    assert shown(value, style) == text


def test_a_part_in_brackets_is_left_out_without_its_parameter() -> None:
    assert fill("a[, {b}][ or {c:q}].", {"b": "x"}) == "a, x."
    assert fill("a[, {b}].", {"b": ""}) == "a."
    with pytest.raises(KeyError):
        fill("{b}", {})


def test_values_are_never_read_as_sentences() -> None:
    assert fill("{a}", {"a": "{b} [c]"}) == "{b} [c]"


# Names


@pytest.mark.parametrize(
    ("codes", "known"),
    [
        (Outcome, words_names.OUTCOMES),
        (Answer, words_names.ANSWERS),
        (Stage, words_names.STAGES),
        (ActKind, words_names.ACTS),
        (Status, words_names.STATUSES),
        (Solution, words_names.SOLUTIONS),
        (Promise, words_names.PROMISES),
        (ConsentState, words_names.CONSENTS),
        (Unit, words_names.UNITS),
        (Claim, words_names.CLAIMS),
        (Fate, words_names.FATES),
        (CountsAt, words_names.COUNTS_AT),
        (CriterionKind, words_names.CRITERION_KINDS),
        (AppliesTo, words_names.APPLIES_TO),
        (DecidedBy, words_names.DECIDERS),
        (OBJECTIVES, words_names.TIERS),
        (words.OBSTACLES, words_names.REASONS),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_every_code_has_a_name(codes: type, known: dict[str, object]) -> None:
    assert {str(code) for code in codes} == set(known)


def test_countries_have_names_with_an_article_where_it_belongs() -> None:
    assert words.country("NZL") == "New Zealand"
    assert words.country("USA") == "United States"
    assert words.country("USA", article=True) == "the United States"
    assert words.country("AUS", article=True) == "Australia"
    assert words.country("UNHCR") == "UNHCR"


@pytest.mark.parametrize(
    ("places", "text"),
    [
        (Places(None), "unknown"),
        (Places(0), "none"),
        (Places(150), "150"),
        (Places(1250, up_to=True), "up to 1,250"),
    ],
)
def test_unknown_none_and_up_to_are_three_things(places: Places, text: str) -> None:
    assert words.places(places) == text


def test_a_tier_is_told_with_its_unit() -> None:
    assert words.tier("people", 1) == "people placed: 1 person"
    assert words.tier("emergency", 12) == "cases of emergency priority placed: 12 cases"
    assert words.tier("score", 750) == "the user's own score: 0.75 points"


def test_unknown_places_say_how_to_assume_some() -> None:
    assert words.unknown_places([]) == ""
    assert words.unknown_places(["us-2016/one-off", "nz-750/2016-17.others"]) == (
        "Unknown places: us-2016/one-off and nz-750/2016-17.others. To see a plan under an assumption, state it: "
        "--assume us-2016=PLACES and --assume nz-750.others=PLACES."
    )
    assert "--assume a/1=PLACES and --assume a/2=PLACES" in words.unknown_places(["a/1", "a/2"])
