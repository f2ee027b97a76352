"""What stands against an answer to somebody's own request, its translation, and that it was served."""

from datetime import date

import pytest
from builders import a_situation
from spec.referrals.test_requests import ANSWER, CHECKED, REQUEST, TRANSLATED, UNCHECKED, served, tables

from resettle.engine.referrals.answers import (
    Drafted,
    Service,
    Translation,
    faults_of_answer,
    faults_of_service,
    faults_of_translation,
)
from resettle.engine.referrals.requests import requests_of
from resettle.render import words

ON = date(2026, 3, 2)
EVA = ("eva", "Eva Officer")
"""Whoever answered: by their account, and its name."""


@pytest.fixture
def asked(tmp_path):
    """The one request, once as much of it is on record as is given."""

    def one(*texts):
        [found] = requests_of(a_situation(tmp_path, tables(*texts), on=ON))
        return found

    return one


def told(faults):
    faults = [*faults]
    assert all(words.fault(fault) and fault.where.key == "P-1" for fault in faults)
    return [fault.code for fault in faults]


@pytest.mark.parametrize(
    ("texts", "text", "codes"),
    [
        ((REQUEST,), "It is under review.", []),
        ((REQUEST,), "  ", ["answer_empty"]),
        ((REQUEST, ANSWER), "It was decided.", []),
        ((REQUEST, ANSWER.replace("2026-01-20", "2026-03-02")), "It was decided.", ["answered_before"]),
        ((REQUEST, ANSWER, TRANSLATED + CHECKED, served()), "It was decided.", ["answered_before"]),
    ],
)
def test_an_answer_says_something_and_replaces_none_that_was_served(asked, texts, text, codes):
    assert told(faults_of_answer(asked(*texts), text, ON, None, 9, has_changed=False)) == codes


@pytest.mark.parametrize(
    ("drafted", "has_changed", "codes"),
    [
        (Drafted(9, ON), False, []),
        (Drafted(9, ON), True, ["drafted_before_a_change"]),
        (Drafted(10, ON), False, ["drafted_from_nothing"]),
        (Drafted(9, date(2026, 3, 3)), True, ["drafted_from_nothing"]),
    ],
)
def test_an_answer_follows_from_what_is_on_record_now(asked, drafted, has_changed, codes):
    assert told(faults_of_answer(asked(REQUEST), "So.", ON, drafted, 9, has_changed=has_changed)) == codes


@pytest.mark.parametrize(
    ("texts", "given", "codes"),
    [
        ((REQUEST, ANSWER), Translation("Waa.", "ayaan", "hodan"), []),
        ((REQUEST, ANSWER), Translation("Waa.", "ayaan"), []),
        ((REQUEST, ANSWER), Translation(" ", "ayaan"), ["translation_empty"]),
        ((REQUEST, ANSWER), Translation("Waa.", " "), ["translation_empty"]),
        ((REQUEST,), Translation("Waa.", "ayaan"), ["served_without_answer"]),
        ((REQUEST, ANSWER), Translation("Waa.", "eva  OFFICER"), ["interpreted_by_whoever_answered"]),
        ((REQUEST, ANSWER), Translation("Waa.", "ayaan", "Ayaan"), ["translation_checked_by_translator"]),
        ((REQUEST.replace("som", "eng"), ANSWER), Translation("So.", "ayaan"), ["translation_into_nothing"]),
        ((REQUEST, ANSWER, TRANSLATED + CHECKED), Translation("Waa.", "ayaan"), []),
        ((REQUEST, ANSWER, TRANSLATED + CHECKED.replace("2026-01-22", "2026-03-02")), Translation("Waa.", "ayaan"),
         ["translated_before"]),
    ],
)  # fmt: skip
def test_a_translation_is_into_their_language_by_somebody_else_than_who_answered(asked, texts, given, codes):
    assert told(faults_of_translation(asked(*texts), given, EVA, ON)) == codes


@pytest.mark.parametrize(
    ("texts", "given", "codes"),
    [
        ((REQUEST, ANSWER, TRANSLATED + CHECKED), Service("post"), []),
        ((REQUEST, ANSWER, TRANSLATED + CHECKED), Service("owl"), ["code_unknown"]),
        ((REQUEST, ANSWER, TRANSLATED + CHECKED), Service("post", language="somali"), ["code_unknown"]),
        ((REQUEST, ANSWER, TRANSLATED + UNCHECKED), Service("post"), ["answer_not_in_their_language"]),
        ((REQUEST,), Service("post"), ["served_without_answer"]),
        ((REQUEST, ANSWER), Service("read_aloud", read_by="ayaan"), []),
        ((REQUEST, ANSWER), Service("read_aloud", read_by="Eva"), ["interpreted_by_whoever_answered"]),
        ((REQUEST, ANSWER), Service("not_reached"), []),
        ((REQUEST, ANSWER, TRANSLATED + CHECKED), Service("post", date(2026, 1, 21)), ["served_on_another_day"]),
        ((REQUEST, ANSWER, TRANSLATED + CHECKED), Service("post", date(2026, 3, 3)), ["served_on_another_day"]),
    ],
)  # fmt: skip
def test_an_answer_is_served_in_their_language_once_there_is_one(asked, texts, given, codes):
    assert told(faults_of_service(asked(*texts), given, EVA, ON)) == codes
