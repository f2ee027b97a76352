"""What always holds of duplicate candidates, whatever is written in the columns."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resettle.engine.registry import meetings
from resettle.engine.registry.duplicates import candidates
from resettle.engine.registry.identities import NOT_STATED
from resettle.engine.registry.likeness import distinct
from resettle.engine.registry.spellings import Speller

PARTS = "Mohammed Muhamad محمد Ali علی Hassan Hussein حسین Abd al-Rahman عبدالرحمن Rahim Ullah Karimi کریمی கண்ணன் M. bin".split()
COLUMNS = (
    "given_names family_name aliases individual_no registration_no date_of_birth sex nationality".split()
)
NAMES = st.lists(st.sampled_from(PARTS), max_size=4).map(" ".join)
DATES = st.sampled_from(
    [
        "1990-05-03",
        "1990-03-05",
        "1990-05",
        "1990",
        "1990-01-01",
        "1991",
        "2001-02-03",
        "none",
        "unknown",
        "x",
        None,
    ]
)
NUMBERS = st.sampled_from(["A-1", "a1", "B-2", "0", None, None, None])
CODES = st.sampled_from(["M", "F", "X", "unknown", None])
TEXT = st.none() | st.text(max_size=12)


def rows(name=NAMES, date=DATES, number=NUMBERS, code=CODES):
    return st.fixed_dictionaries(
        {
            "given_names": name, "family_name": name, "aliases": st.none() | name, "individual_no": number,
            "registration_no": number, "date_of_birth": date, "sex": code, "nationality": code,
        }
    )  # fmt: skip


def people(found, letter):
    named = [{"person": f"{letter}-{at}", **row} for at, row in enumerate(found)]
    return pl.DataFrame(named, schema=dict.fromkeys(["person", *COLUMNS], pl.String))


FEW = st.lists(rows(), max_size=5)


@given(rows(), rows())
def test_two_people_are_candidates_whichever_is_the_new_one(one, other):
    there = candidates(people([one], "A"), people([other], "B")).candidates
    back = candidates(people([other], "B"), people([one], "A")).candidates
    both = candidates(pl.concat([people([one], "A"), people([other], "B")]), pl.DataFrame()).candidates
    assert [(found.strength, found.reasons) for found in there] == [
        (found.strength, found.reasons) for found in back
    ]
    assert there == both


@given(FEW, FEW, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(new, recorded, shuffle):
    frames = [people(new, "N"), people(recorded, "R")]
    turned = [frame[shuffle.sample(range(frame.height), frame.height)] for frame in frames]
    assert candidates(*frames) == candidates(*turned)


@given(FEW, FEW, rows())
def test_another_person_changes_nothing_for_others(new, recorded, another):
    before = candidates(people(new, "N"), people(recorded, "R"), most=100)
    frames = people([*new, another], "N"), people(recorded, "R")
    after = candidates(*frames, most=100).candidates
    added = f"N-{len(new)}"
    assert [one for one in after if added not in (one.person, one.other)] == before.candidates


@given(FEW, FEW)
def test_what_is_given_is_the_strongest_of_all_and_all_are_counted(new, recorded):
    frames = people(new, "N"), people(recorded, "R")
    every, given_ones = candidates(*frames, most=100), candidates(*frames, most=1)
    assert every.totals == given_ones.totals
    assert set(map(str, given_ones.candidates)) <= set(map(str, every.candidates))
    for person, total in every.totals.items():
        mine = [one for one in every.candidates if person in (one.person, one.other)]
        assert len(mine) == total
        assert max(one.strength for one in mine) == max(
            one.strength for one in given_ones.candidates if person in (one.person, one.other)
        )


@given(rows(name=st.text(max_size=12) | NAMES, date=TEXT, number=TEXT, code=TEXT))
def test_the_same_row_twice_is_a_candidate_if_it_has_a_name(row):
    found = candidates(people([row], "N"), people([row], "R")).candidates
    stated = [row[part] or "" for part in ("given_names", "family_name")]
    name = " ".join(part for part in stated if part.strip().casefold() not in NOT_STATED)
    if any(Speller().parts(one) for one in name.split(";")):
        assert [(one.person, one.other) for one in found] == [("N-0", "R-0")]


@given(st.lists(rows(TEXT, TEXT, TEXT, TEXT), max_size=4), st.lists(rows(TEXT, TEXT, TEXT, TEXT), max_size=4))
def test_no_text_is_too_strange(new, recorded):
    found = candidates(people(new, "N"), people(recorded, "R"))
    assert all(one.strength == int(one.strength) and one.person.startswith("N") for one in found.candidates)


WHOLE = st.builds(
    "{}-{}-{}".format, *map(st.sampled_from, (["1990", "1992", "1993"], ["03", "05"], ["03", "05"]))
)
FEW_NAMES = st.sampled_from(["Mohammed Ali", "Muhamad Ali", "محمد علی", "M. Ali", "Rahim"])
NEAR = st.lists(rows(FEW_NAMES, WHOLE | DATES, st.none(), st.none()), max_size=6)


def by_name_alone(looking, found, people):
    yield looking, found


@given(NEAR, NEAR)
def test_dates_keep_apart_only_those_who_are_not_reported(new, recorded):
    """Who shares a key of names and may not meet for the dates would not have been a candidate either."""
    frames = people(new, "N"), people(recorded, "R")
    met = candidates(*frames, most=100)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(meetings, "_by_name_and_birth", by_name_alone)
        assert candidates(*frames, most=100) == met


@given(st.lists(st.integers(0, 9) | st.integers(0, 10**12), max_size=12))
def test_the_different_ones_are_found_by_place_as_by_sorting(codes):
    once, back = distinct(np.array(codes, np.int64))
    assert once.tolist() == sorted(set(codes))
    assert once[back].tolist() == codes
