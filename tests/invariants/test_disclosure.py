"""No small count can be worked out from what a report tells."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from resettle.engine.reports.disclosure import UNDER, Hidden, line, small, told

LINES = st.lists(st.integers(0, 9), min_size=1, max_size=4).map(lambda counts: dict(enumerate(counts)))
MOST = 14  # a reader who is told nothing tries counts up to this


def what_agrees(shown):
    """Every way to fill in what is hidden that agrees with all that is told, as a reader would try it."""
    tried = {Hidden.UNDER_5: range(1, UNDER), Hidden.WITHHELD: range(MOST)}
    ways = product(*(tried.get(cell, (cell,)) for cell in shown.cells.values()))
    totals = tried.get(shown.total, (shown.total,))
    return [way for way in ways if sum(way) in totals]


@given(LINES)
def test_each_small_count_could_be_another(counts):
    shown = line(counts)
    ways = what_agrees(shown)
    assert tuple(counts.values()) in ways
    for place, count in enumerate(counts.values()):
        if small(count):
            assert shown.cells[place] in tuple(Hidden)
            assert len({way[place] for way in ways}) > 1


@given(LINES, st.integers(0, 3))
def test_a_count_withheld_for_another_reason_could_be_another(counts, place):
    counts = {**counts, 10: 8, 11: 12}  # a total that may itself be told
    place %= len(counts) - 2
    ways = what_agrees(line(counts, withhold={place}))
    assert len({way[place] for way in ways}) > 1


@given(LINES, st.integers(5, 20))
def test_a_count_that_is_told_elsewhere_gives_nothing_back(counts, elsewhere):
    counts = {**counts, "elsewhere": elsewhere, "none": 0}
    shown = line(counts, known={"elsewhere"})
    assert shown.cells["elsewhere"] == elsewhere
    ways = what_agrees(shown)
    assert all(len({way[at] for way in ways}) > 1 for at, count in enumerate(counts.values()) if small(count))


@given(LINES)
def test_what_is_told_is_true_and_a_small_total_is_not_told(counts):
    shown = line(counts)
    total = sum(counts.values())
    assert shown.total == total or (small(total) and shown.total in tuple(Hidden))
    for place, cell in shown.cells.items():
        assert (
            cell == counts[place]
            or (cell is Hidden.UNDER_5 and small(counts[place]))
            or cell is Hidden.WITHHELD
        )


@given(LINES.filter(lambda counts: not any(small(count) for count in counts.values())))
def test_nothing_is_withheld_without_need(counts):
    assert line(counts).cells == counts


def test_a_total_does_not_give_a_small_count_back():
    assert line({"in": 3, "out": 40, "unknown": 12}).cells == {
        "in": Hidden.UNDER_5,
        "out": 40,
        "unknown": Hidden.WITHHELD,
    }


def test_two_counts_of_four_are_not_given_back_by_their_sum():
    assert line({"a": 4, "b": 4, "c": 0}).cells == {"a": Hidden.WITHHELD, "b": Hidden.WITHHELD, "c": 0}


def test_a_count_that_belongs_to_no_total_is_hidden_only_if_small():
    assert [told(count) for count in (0, 1, 4, 5)] == [0, Hidden.UNDER_5, Hidden.UNDER_5, 5]
