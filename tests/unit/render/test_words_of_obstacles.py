"""What is in the way of a case, in sentences that say what an officer needs and no more."""

from pathlib import Path

import pytest
from builders import SMALL, a_situation, cell, swapped
from unit.render.codes_in_source import obstacles

from resettle.engine.placement.obstacles import Obstacle, Obstacles
from resettle.engine.placement.recommend import plan
from resettle.engine.screening.screen import screen
from resettle.render import words

NORWAY = "arrangements/nor-2026.toml"


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
