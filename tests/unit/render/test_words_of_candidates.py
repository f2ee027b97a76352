"""Duplicate candidates are told by their ids and the reasons, without anything about the people themselves."""

import polars as pl

from resettle.engine.registry.duplicates import Candidate, Reason, ReasonCode, candidates
from resettle.render import words
from resettle.render.words.candidates import REASONS


def test_a_candidate_is_told_by_ids_and_reasons():
    reasons = (Reason(ReasonCode.NAMES_ALIKE, {"score": 94}), Reason(ReasonCode.SAME_BIRTH_DATE))
    assert words.candidate(Candidate("P-17", "P-4031", 77, reasons)) == (
        "P-17 and P-4031: names alike (94 of 100), same date of birth"
    )


def test_every_reason_has_words():
    assert set(REASONS) == set(ReasonCode)


def test_nothing_of_the_people_is_told():
    new = pl.DataFrame({"person": ["P-1"], "given_names": ["Zeinab"], "family_name": ["Karimi"],
                        "date_of_birth": ["1990-05-23"], "registration_no": ["G-77"]})  # fmt: skip
    said = words.candidate(candidates(new, new.with_columns(person=pl.lit("P-2"))).candidates[0])
    assert not any(private in said for private in ("Zeinab", "Karimi", "1990", "77"))


def test_that_there_are_more_is_told():
    assert words.more_candidates("P-17", 12, 5) == "P-17 has 12 candidates in all; the strongest 5 are given."
    assert not words.more_candidates("P-17", 5, 5)
