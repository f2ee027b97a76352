"""Every code has words, every word has a code, and the sentences say what an officer needs and no more."""

import re
from datetime import date
from pathlib import Path

import pytest
from builders import SMALL, a_situation, cell, swapped
from unit.render.codes_in_source import Given, faults, obstacles

from resettle.engine.errors import Fault, Where
from resettle.engine.placement.objectives import OBJECTIVES
from resettle.engine.placement.obstacles import Obstacle, Obstacles
from resettle.engine.placement.plan import CloseRelative, Placing
from resettle.engine.placement.recommend import plan
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
from resettle.engine.screening.screen import Outcome, screen
from resettle.render import words
from resettle.render.words import names as words_names
from resettle.render.words import reference as words_reference
from resettle.render.words.fill import fill, names, shown
from resettle.render.words.template import Words

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "errors.md"
GIVEN = faults()
NORWAY, CANADA = "arrangements/nor-2026.toml", "arrangements/can-2026.toml"


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
        assert not re.search(r"[\[\]]|\{\w", text), text
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


# Obstacles


def told(situation, arrangement: str, case: str) -> dict[str, str]:
    """Code → sentence of everything in the way of a case."""
    found = Obstacles(situation, screen(situation)).of(case, arrangement)
    return {one.code: words.obstacle(one, situation, arrangement, case) for one in found}


def test_every_obstacle_has_a_sentence() -> None:
    assert obstacles() == set(words.OBSTACLES)


def test_a_withheld_consent_names_the_country_the_day_and_the_source(tmp_path: Path) -> None:
    situation = a_situation(tmp_path, {NORWAY: swapped(NORWAY, '"given"', '"withheld"')})
    assert told(situation, "nor-2026", "C-1")["consent_withheld"] == (
        "The consent of Kenya is needed, and has been withheld since 5 January 2026 (Agreement of 5 January 2026)."
    )


def test_a_consent_withheld_in_a_what_if_is_supposed_by_it(tmp_path: Path) -> None:
    base = a_situation(tmp_path)
    situation = type(base)(base.register.supposing(["canada-offers"]), base.on)
    assert "(supposed: Canada says how many)" in told(situation, "nor-2026", "C-1")["consent_withheld"]


def test_a_consent_that_was_never_recorded_is_unknown(tmp_path: Path) -> None:
    situation = a_situation(tmp_path, {NORWAY: swapped(NORWAY, "[[consent]]\nparty", "[[consent]]\nparty").replace(
        "effective = 2026-01-05\nknown = 2026-01-05\nconsent", "effective = 2027-01-05\nknown = 2027-01-05\nconsent")})  # fmt: skip
    assert told(situation, "nor-2026", "C-1")["consent_unknown"] == (
        "The consent of Kenya is needed, and it is not recorded what Kenya says."
    )


@pytest.mark.parametrize(
    ("consent", "condition"),
    [
        ("given_if", "while A bill on entry is in force"),
        ("given_after", "once A bill on entry has been in force"),
    ],
)
def test_a_consent_on_an_event_names_it(consent: str, condition: str, tmp_path: Path) -> None:
    event = f'"{consent}"\nevent = {{ of = "no-entry", status = "in_force" }}'
    situation = a_situation(tmp_path, {NORWAY: swapped(NORWAY, '"given"', event)})
    assert told(situation, "nor-2026", "C-1")["consent_waits"] == (
        f"The consent of Kenya is needed, and holds only {condition} (Agreement of 5 January 2026)."
    )


def test_unknown_places_say_how_to_state_an_assumption(tmp_path: Path) -> None:
    assert told(a_situation(tmp_path), "can-2026", "C-1")["places_unknown"] == (
        "How many places there are is unknown: Canada's programme of 2026 (can-2026/2026). "
        "To see a plan under an assumption, state it: --assume can-2026=PLACES."
    )


def test_what_others_take_may_be_what_is_unknown(tmp_path: Path) -> None:
    situation = a_situation(
        tmp_path,
        {"quotas/nor-quota.toml": swapped("quotas/nor-quota.toml", "places = 5", 'places = "unknown"')},
    )
    sentence = told(situation, "nor-2026", "C-1")["places_unknown"]
    assert "what others take of Norway's refugee quota (nor-quota/2026.others)" in sentence
    assert "--assume nor-quota.others=PLACES" in sentence


def test_an_arrangement_out_of_force_says_since_when_and_who_says_so(tmp_path: Path) -> None:
    situation = a_situation(tmp_path, {NORWAY: swapped(NORWAY, '"in_force"', '"scrapped"')})
    assert told(situation, "nor-2026", "C-1")["not_in_force"] == (
        "Norway's programme of 2026 is not in force: it is scrapped, since 5 January 2026 (Agreement of 5 January 2026)."
    )


def test_an_arrangement_not_yet_announced_says_so(tmp_path: Path) -> None:
    obstacle = Obstacle("not_in_force", {"status": "not yet announced", "since": None, "source": None})
    sentence = words.obstacle(obstacle, a_situation(tmp_path), "nor-2026", "C-1")
    assert sentence == "Norway's programme of 2026 is not in force: it is not yet announced."


def test_a_criterion_that_is_not_met_is_told_in_its_own_words(tmp_path: Path) -> None:
    situation = a_situation(tmp_path, {"people.csv": cell("people.csv", 2, "refugee_status", "refused")})
    assert told(situation, "nor-2026", "C-1")["ineligible"] == (
        "C-1 does not meet the criteria: “Each member is a recognised refugee”."
    )


def test_a_bar_is_told_as_one(tmp_path: Path) -> None:
    bar = SMALL["bars/no-entry.toml"].replace('"proposed"', '"in_force"').replace("2025-12-31", "2014-12-31")
    situation = a_situation(tmp_path, {"bars/no-entry.toml": bar})
    assert "barred: “Whoever came after 2025 is barred”" in told(situation, "can-2026", "C-2")["ineligible"]


def test_a_missing_fact_names_the_criterion_it_is_missing_for(tmp_path: Path) -> None:
    sentence = told(a_situation(tmp_path), "can-2026", "C-1")["needs_a_fact"]
    assert sentence == (
        "It cannot be said yet whether C-1 meets the criteria; a fact is missing for: “Each member is a recognised refugee”."
    )


def test_a_point_for_the_office_is_named(tmp_path: Path) -> None:
    situation = a_situation(tmp_path, {NORWAY: swapped(NORWAY, '"receiving_state"', '"office"')})
    assert told(situation, "nor-2026", "C-1")["needs_the_office"] == (
        "The office has a point to judge before C-1 can be proposed: “Norway is satisfied on security”."
    )


def test_who_of_a_family_does_not_wish_to_go_is_not_told(tmp_path: Path) -> None:
    situation = a_situation(tmp_path, {"willingness.csv": cell("willingness.csv", 3, "willing", "no")})
    sentence = told(situation, "nor-2026", "C-1")["not_willing"]
    assert sentence == (
        "Not every member of the case wishes to go, and nobody is placed without their own will; declining costs nothing."
    )


def test_will_that_is_not_recorded_is_asked_of_each_alone(tmp_path: Path) -> None:
    situation = a_situation(tmp_path, {"willingness.csv": cell("willingness.csv", 8, "willing", "unknown")})
    assert told(situation, "nor-2026", "C-3")["will_unknown"] == (
        "It is not recorded whether the person is willing. Ask, and record the answer."
    )


def test_a_way_that_is_open_is_named(tmp_path: Path) -> None:
    assert told(a_situation(tmp_path), "can-2026", "C-4")["way_open"] == (
        "C-4 has a way open already: submitted, in Norway's programme of 2026 (nor-2026/2026). Nobody is proposed twice."
    )


def test_taken_places_name_the_limit_and_not_who_holds_them(tmp_path: Path) -> None:
    situation = a_situation(
        tmp_path, {NORWAY: swapped(NORWAY, "places = 10", "places = 5"), "links.csv": None}
    )
    left = {one.case: one for one in plan(situation, screen(situation)).left}
    sentence = words.obstacle(left["C-1"].why["nor-2026"][0], situation, "nor-2026", "C-1")
    assert sentence == (
        "4 places are needed, and beside the plan's other proposals none is free in Norway's programme of 2026 (nor-2026/2026)."
    )
    assert not any(case in sentence for case in ("C-2", "C-3", "C-4"))


@pytest.mark.parametrize(
    ("obstacle", "sentence"),
    [
        (
            Obstacle("not_resettlement", {"solution": "temporary_stay"}),
            "Norway's programme of 2026 offers temporary stay;",
        ),
        (
            Obstacle("no_offer_running"),
            "Norway's programme of 2026 has no offer of places that runs on 2 March 2026.",
        ),
        (
            Obstacle("arrived", {"offer": "nor-2026/2026", "stage": "arrived"}),
            "C-1, or someone in it, has arrived already",
        ),
        (
            Obstacle("travels_with_blocked", {"cases": ["C-2", "C-3"]}),
            "C-1 travels together with C-2 and C-3, who cannot",
        ),
        (Obstacle("tie_in_the_way"), "There are places, but a proposal of C-1 here does not fit"),
    ],
    ids=lambda value: getattr(value, "code", ""),
)
def test_other_obstacles_have_their_sentences(obstacle: Obstacle, sentence: str, tmp_path: Path) -> None:
    assert words.obstacle(obstacle, a_situation(tmp_path), "nor-2026", "C-1").startswith(sentence)


def test_why_two_cases_are_not_proposed_together_is_not_told(tmp_path: Path) -> None:
    sentence = words.obstacle(Obstacle("tie_in_the_way"), a_situation(tmp_path), "nor-2026", "C-1")
    assert not any(word in sentence.lower() for word in ("apart", "tie", "link", "c-4"))


# Placings


def test_a_placing_says_where_on_what_condition_and_whom_it_rejoins(tmp_path: Path) -> None:
    situation = a_situation(tmp_path)
    placed = plan(situation, screen(situation)).placing("C-3")
    assert placed is not None
    assert words.placing(placed, situation) == (
        "C-3 (1 person) is proposed for Norway's programme of 2026 (nor-2026/2026), in Norway, together with C-2. "
        "It is conditional on what Norway judges: “Norway is satisfied on security”. "
        "There sibling R-1 of P-7 lives, or is proposed for it too."
    )


def test_a_permanent_parting_is_flagged(tmp_path: Path) -> None:
    partings = (CloseRelative("P-5", "R-2", "parent", "SSD"), CloseRelative("P-6", "R-9", "child", None))
    placing = Placing("C-2", 2, "can-2026", "can-2026/2026", "CAN", (), (), (), partings)
    said = words.placing(placing, a_situation(tmp_path))
    assert "The arrangement promises consideration, not a place." in said
    assert said.endswith(
        "It would part the case, perhaps for good, from parent R-2 of P-5, in South Sudan and child R-9 of P-6, "
        "whose country is not known: ask first, and say so to those concerned."
    )
