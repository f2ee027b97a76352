import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resettle.engine.registry import facts
from resettle.engine.registry.people import typed
from resettle.engine.screening import coded
from resettle.engine.screening.coded import fact_coded, together

CELLS = {
    "location": ["NRU", "PNG"],
    "date_of_birth": ["1998", "1998-07", "1998-07-19", "0001-01-01", "9999-12-31"],
    "transferred_on": ["none", "2013"],
    "nationality": ["IRN", "IRN;AFG", "AFG;IRN", "AFG", "AFG;unknown", "STA;IRN;AFG"],
    "specific_needs": ["none", "SV", "WR;SV", "SV;unknown"],
    "case_size": ["0", "3", "-7", "9223372036854775806"],
}
LIMITS = st.sampled_from([{}, {"_LARGEST_TABLE": 1}, {"_LARGEST_TABLE": 8}, {"CHUNK": 2}])


@given(st.sampled_from(sorted(CELLS)).flatmap(lambda name: st.tuples(st.just(name), st.lists(
    st.sampled_from([None, "unknown", *CELLS[name]])))), LIMITS)  # fmt: skip
def test_rows_have_the_same_code_if_and_only_if_their_value_is_the_same(named, limits):
    name, cells = named
    fact = facts.dictionary()[name]
    written = pl.DataFrame({name: pl.Series(cells, dtype=pl.String)})
    with pytest.MonkeyPatch.context() as patch:
        for limit, size in limits.items():
            patch.setattr(coded, limit, size)
        found = fact_coded(written.select(typed([fact], written)), name)

    values = [cell and frozenset(cell.split(";")) for cell in cells]
    of = dict(zip(values, found.codes.tolist(), strict=True))
    assert found.codes.tolist() == [of[value] for value in values]
    assert len(set(of.values())) == len(of) - ({None, frozenset(["unknown"])} <= of.keys())
    assert [found.codes[row] for row in found.sample] == list(range(len(found.sample)))


@given(st.lists(st.tuples(*(st.integers(0, 1 << 40) | st.integers(0, 2),) * 3)), LIMITS)
def test_several_numbers_are_one(rows, limits):
    with pytest.MonkeyPatch.context() as patch:
        for limit, size in limits.items():
            patch.setattr(coded, limit, size)
        found = together(list(np.array(rows, np.int64).reshape(-1, 3).T))

    of = dict(zip(rows, found.codes.tolist(), strict=True))
    assert found.codes.tolist() == [of[row] for row in rows]
    assert sorted(of.values()) == list(range(len(found.sample)))
    assert [found.codes[row] for row in found.sample] == list(range(len(found.sample)))
