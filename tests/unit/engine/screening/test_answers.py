from contextlib import contextmanager
from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resettle.engine.registry import facts
from resettle.engine.registry.facts import Of
from resettle.engine.registry.language import And, AtLeast, Not, Or, parse
from resettle.engine.registry.people import typed
from resettle.engine.screening import answers, chunks
from resettle.engine.screening.answers import answered, answered_of_cases, classified
from resettle.engine.screening.compiled import expression

ON = date(2016, 11, 14)
CELLS = {
    "sex": ["F", "M"],
    "location": ["NRU", "PNG"],
    "transferred_to": ["NRU", "AUS", "none"],
    "date_of_birth": ["1998", "1998-07", "1998-11-14", "1998-11-15", "1950-02-28"],
    "transferred_on": ["2013", "2013-07-19", "2014-07-01", "none"],
    "nationality": ["IRN", "AFG", "IRN;AFG", "AFG;IRN", "IRN;unknown", "unknown;AFG;STA"],
    "specific_needs": ["SV", "SV-VF;WR", "WR;SV-VF", "SM;unknown", "none", "WR"],
}
ATOMS = [
    parse(text, Of.PERSON)
    for text in [
        "sex = 'F'", "location IN ('NRU', 'AUS')", "location = transferred_to", "NONE(transferred_to)",
        "AGE(date_of_birth, screening_day) >= 18", "date_of_birth < DATE '1998-07-15'",
        "AGE(date_of_birth, transferred_on) < 15", "transferred_on > DATE '2013-07-18'", "NONE(transferred_on)",
        "HAS(nationality, 'IRN')", "HAS(nationality, 'AFG', 'STA')", "HAS(specific_needs, 'SV-VF')",
        "HAS(specific_needs, 'WR', 'SM')",
    ]
]  # fmt: skip
ROWS = st.lists(
    st.fixed_dictionaries(
        {name: st.sampled_from([None, "unknown", *cells]) for name, cells in CELLS.items()}
    ),
    min_size=1,
    max_size=12,
)
TESTS = st.lists(
    st.recursive(
        st.sampled_from(ATOMS),
        lambda parts: st.one_of(
            parts.map(Not),
            st.builds(And, st.tuples(parts, parts)),
            st.builds(Or, st.tuples(parts, parts, parts)),
            st.builds(AtLeast, st.integers(1, 3), st.tuples(parts, parts, parts)),
        ),
        max_leaves=6,
    ),
    min_size=1,
    max_size=12,
)
SIZES = st.sampled_from([{}, {"CHUNK": 3}, {"_TABLE": 1}, {"_LARGEST_TABLE": 1, "CHUNK": 3}])
"""Of chunks and tables: as they are, or so small that a few rows need several."""


@given(rows=ROWS, tests=TESTS, sizes=SIZES)
def test_many_rows_and_tests_at_once_are_answered_as_one_by_one(rows, tests, sizes):
    frame = people(rows)
    with of_size(sizes):
        said = by_test(classified(frame, tests, ON), tests)

    assert said == one_by_one(frame, tests)


@given(rows=ROWS, tests=TESTS, data=st.data())
def test_facts_may_stand_in_another_frame_in_another_order(rows, tests, data):
    frame = people(rows)
    at = data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=1))
    here = [name for name in frame.columns if name.split("__")[0] in ("sex", "transferred_on")]

    known = classified(frame[at].select(here), tests, ON, frame.drop(here), np.array(at))

    assert by_test(known, tests) == one_by_one(frame[at], tests)


@given(rows=ROWS, tests=TESTS, sizes=SIZES, data=st.data())
def test_a_case_is_answered_from_its_rows(rows, tests, sizes, data):
    frame, many = people(rows), len(rows)
    case = np.array(sorted(data.draw(st.lists(st.integers(0, 5), min_size=many, max_size=many))))
    principal = np.flatnonzero(data.draw(st.lists(st.booleans(), min_size=many, max_size=many)))
    with of_size(sizes):
        known = classified(frame, tests, ON)
        each = answered_of_cases(known, tests, case, 6)
        of_any = answered_of_cases(known, tests, case, 6, any_of=True)
        of_few = answered_of_cases(known, tests, case, 6, among=principal)

    for place, numbers in enumerate(one_by_one(frame, tests)):
        assert each.of_test(place).tolist() == reduced(min, numbers, case, range(many))
        assert of_any.of_test(place).tolist() == reduced(max, numbers, case, range(many))
        assert of_few.of_test(place).tolist() == reduced(min, numbers, case, principal)


def test_more_tests_than_a_word_has_bits_keep_their_order():
    frame = people([{"date_of_birth": f"{year}"} for year in range(1940, 2010)])
    tests = [parse(f"AGE(date_of_birth, screening_day) >= {age}", Of.PERSON) for age in range(1, 151)]

    assert by_test(classified(frame, tests, ON), tests) == one_by_one(frame, tests)


def test_tests_of_few_facts_share_the_table_of_those_of_many():
    frame = people([{"sex": "F", "location": "NRU"}, {"sex": "M"}, {"location": "PNG"}, {}])
    few = [parse(text, Of.PERSON) for text in ["sex = 'F'", "location = 'NRU'", "NONE(transferred_on)"]]
    tests = [*few, *(And(pair) for pair in pairwise(few)), And(tuple(few))]

    said = answered(classified(frame, tests, ON), tests)

    assert len(said.blocks) == 1
    assert by_test(classified(frame, tests, ON), tests) == one_by_one(frame, tests)


def test_nobody_is_asked():
    test = parse("sex = 'F'", Of.PERSON)

    known = classified(people([]), [test], ON)

    assert by_test(known, [test]) == [[]]
    assert answered_of_cases(known, [test], np.zeros(0, np.int64), 2).of_test(0).tolist() == [0, 0]


def test_no_test_is_asked():
    assert answered(classified(people([{}]), [], ON), []).height == 1


def people(rows):
    """The facts of CELLS as criteria are asked of them."""
    written = pl.DataFrame([[row.get(name) for name in CELLS] for row in rows],
                           schema=dict.fromkeys(CELLS, pl.String), orient="row")  # fmt: skip
    return written.select(typed([facts.dictionary()[name] for name in CELLS], written))


def by_test(known, tests):
    said = answered(known, tests)
    return [said.of_test(place).tolist() for place in range(len(tests))]


def one_by_one(frame, tests):
    """What each test's expression says of each row."""
    numbers = {True: 1, False: -1, None: 0}
    return [[numbers[said] for said in frame.select(x=expression(test, ON))["x"]] for test in tests]


def reduced(of, numbers, case, rows):
    """Over some rows of each of six cases; 0 where there is none."""
    return [of([numbers[row] for row in rows if case[row] == one], default=0) for one in range(6)]


@contextmanager
def of_size(sizes):
    with pytest.MonkeyPatch.context() as patch:
        for name, size in sizes.items():
            patch.setattr(chunks if name == "CHUNK" else answers, name, size)
        yield
