import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resettle.engine.registry import facts, people
from resettle.engine.registry.people import typed

CELLS = {
    "sex": ["F", "unknown"],
    "refugee_status": ["recognised", "pending", "none"],
    "date_of_birth": ["1998", "1996-02", "2000-12", "1996-02-29", "0001", "9999", "unknown"],
    "nationality": ["IRN", "IRN; AFG", "AFG;unknown", "unknown"],
    "specific_needs": ["none", "WR", "SM-DP;WR"],
    "case_size": ["0", "12"],
    "dependent": [],
}


@given(st.lists(st.fixed_dictionaries(
    {name: st.sampled_from([None, *cells]) for name, cells in CELLS.items()}), min_size=1))  # fmt: skip
def test_many_rows_mean_what_each_means_by_itself(rows):
    written = pl.DataFrame(rows, schema=dict.fromkeys(CELLS, pl.String))
    asked = [facts.dictionary()[name] for name in (*CELLS, "location")]  # the last is not a column

    each = pl.concat(
        row.select(pl.lit(True).alias("row"), *typed(asked, row)) for row in written.iter_slices(1)
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people, "_MANY", 1)
        together = written.select(pl.lit(True).alias("row"), *typed(asked, written))

    numbers = [name for name in each.columns if name.endswith("__cell")]
    assert together.drop(numbers).equals(each.drop(numbers))
    assert together.schema == each.schema


@given(st.lists(st.sampled_from([None, *CELLS["nationality"]])), st.booleans())
def test_the_same_number_means_that_the_same_was_written(cells, many):
    written = pl.DataFrame({"nationality": cells}, schema={"nationality": pl.String})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people, "_MANY", 1 if many else len(cells) + 1)
        found = written.select(typed([facts.dictionary()["nationality"]], written))

    numbers = found["nationality__cell"].to_list()
    for number, cell in zip(numbers, cells, strict=True):
        assert (number is None and cell is None) or number >= 0
        assert {other for same, other in zip(numbers, cells, strict=True) if same == number} == {cell}


def test_a_year_or_a_month_is_the_range_it_is():
    written = pl.DataFrame({"date_of_birth": ["1996", "1996-02", "2000-12-31"]})
    found = written.select(typed([facts.dictionary()["date_of_birth"]], written))
    assert found["date_of_birth__lo"].cast(pl.String).to_list() == ["1996-01-01", "1996-02-01", "2000-12-31"]
    assert found["date_of_birth__hi"].cast(pl.String).to_list() == ["1996-12-31", "1996-02-29", "2000-12-31"]
