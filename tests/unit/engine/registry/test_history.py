from datetime import date, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from resettle.engine.registry.history import Index, as_of, places

FIRST = date(2024, 1, 1)
DAYS = st.integers(0, 4).map(lambda days: FIRST + timedelta(days))
CELLS = st.one_of(st.none(), st.sampled_from("xyz"))
ENTRIES = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("cd"), DAYS, DAYS, CELLS, CELLS))
NAMES = st.sampled_from(["a", "b", "c", "née", "d"])


def _history(entries):
    schema = {"case": pl.String, "person": pl.String, "effective": pl.Date, "known": pl.Date, "one": pl.String,
              "other": pl.String}  # fmt: skip
    return pl.DataFrame(entries, schema=schema, orient="row").with_row_index("row")


@given(ENTRIES, DAYS, DAYS, st.booleans())
def test_of_every_column_the_last_cell_that_says_something_stands(entries, on, known, in_order):
    history = _history(entries)
    if in_order:
        history = history.sort("case", "person", "effective", "known", "row")

    found = as_of(history, ("case", "person"), on, known)

    stands = {}
    for row in history.sort("effective", "known", "row").iter_rows(named=True):
        if row["effective"] <= on and row["known"] <= known:
            said = {name: cell for name, cell in row.items() if cell is not None}
            key = row["case"], row["person"]
            stands[key] = {**dict.fromkeys(row), **stands.get(key, {}), **said}
    assert found.to_dicts() == [stands[key] for key in sorted(stands)]


@given(st.lists(st.one_of(st.none(), NAMES)), st.lists(NAMES))
def test_a_place_is_the_first_row_of_the_name_among_others_that_rise(names, others):
    others.sort()
    found = places(pl.Series(names, dtype=pl.String), pl.Series(others, dtype=pl.String))
    assert found.to_list() == [others.index(name) if name in others else None for name in names]


@given(st.lists(NAMES))
def test_names_in_the_order_of_the_others_have_their_places_too(others):
    others.sort()
    column = pl.Series(others, dtype=pl.String)
    assert places(column, column).to_list() == [others.index(name) for name in others]


@given(st.lists(NAMES), NAMES)
def test_an_index_finds_the_rows_of_a_name_in_order(names, name):
    frame = pl.DataFrame({"name": pl.Series(names, dtype=pl.String)}).with_row_index()
    assert Index(frame, "name").rows(name) == frame.filter(pl.col("name") == name).to_dicts()
