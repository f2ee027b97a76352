from contextlib import contextmanager

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resettle.engine.screening import chunks, coded
from resettle.engine.screening.coded import distinct, looked_up, together

SIZES = st.sampled_from([{}, {"CHUNK": 2}, {"_TABLE": 1}, {"CHUNK": 2, "_TABLE": 1}])
"""Of chunks and tables: as they are, or so small that a few rows need several."""


@given(st.integers(0, 9).flatmap(lambda rows: st.tuples(
    st.just(rows), st.lists(st.lists(st.sampled_from([-1, 0, 1]), min_size=rows, max_size=rows), max_size=6))), SIZES)  # fmt: skip
def test_rows_have_the_same_code_if_and_only_if_all_their_answers_are_the_same(answers, sizes):
    rows, each = answers
    with of_size(sizes):
        found = together(rows, [np.array(one, np.int8) for one in each])

    said = list(zip(*each, strict=True)) if each else [()] * rows
    of = dict(zip(said, found.codes.tolist(), strict=True))
    assert found.codes.tolist() == [of[row] for row in said]
    assert sorted(of.values()) == list(range(len(found.sample)))
    assert [found.codes[row] for row in found.sample] == list(range(len(found.sample)))


@given(st.lists(st.integers(0, 7)), SIZES)
def test_each_number_that_is_there_is_named_with_a_row_that_has_it(numbers, sizes):
    with of_size(sizes):
        held, rows = distinct(np.array(numbers, np.uint32), 8)

    assert held.tolist() == sorted(set(numbers))
    assert [numbers[row] for row in rows] == held.tolist()


@given(st.lists(st.integers(0, 3)), SIZES)
def test_a_table_is_read_row_by_row(numbers, sizes):
    table = np.array([7, 5, 3, 2], np.uint8)
    with of_size(sizes):
        found = looked_up(table, np.array(numbers, np.uint32))

    assert found.tolist() == [[7, 5, 3, 2][number] for number in numbers]


@contextmanager
def of_size(sizes):
    with pytest.MonkeyPatch.context() as patch:
        for name, size in sizes.items():
            patch.setattr(chunks if name == "CHUNK" else coded, name, size)
        yield
