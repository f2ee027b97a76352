"""The solver's answers are counted again before they are believed."""

import highspy
import numpy as np
import pytest

from resettle.engine.placement import solver
from resettle.engine.placement.solver import Program, SolverFailed, maximise

NOTHING = np.zeros(3, dtype=np.bool_)


def a_program(rows, lower, upper):
    """Three columns; rows as lists of (column, factor)."""
    return Program(
        columns=3,
        starts=np.cumsum([0] + [len(row) for row in rows], dtype=np.int32),
        column=np.array([column for row in rows for column, _ in row], dtype=np.int32),
        factor=np.array([factor for row in rows for _, factor in row], dtype=np.float64),
        lower=np.array(lower, dtype=np.float64),
        upper=np.array(upper, dtype=np.float64),
    )


def two_of_three():
    return a_program([[(0, 1), (1, 1), (2, 1)]], lower=[-np.inf], upper=[2])


def choose(program, gain, start=NOTHING):
    return maximise(program, np.array(gain), start=start, node_limit=100)


def test_the_best_columns_are_chosen():
    answer = choose(two_of_three(), [4, 6, 10])
    assert answer.chosen.tolist() == [False, True, True]
    assert (answer.value, answer.bound, answer.proven) == (16, 16, True)


def test_a_program_without_rows_takes_every_gain():
    assert choose(a_program([], [], []), [1, 2, 3]).value == 6


def test_rows_are_counted_exactly_and_empty_rows_hold():
    program = a_program([[], [(0, 3), (2, 4)], []], lower=[-np.inf, 1, 0], upper=[0, 6, 0])
    admitted = [
        program.admits(np.array(chosen)) for chosen in np.ndindex(2, 2, 2) for chosen in [np.bool_(chosen)]
    ]
    assert admitted == [False, True, False, True, True, False, True, False]


def test_nothing_to_gain_keeps_the_start():
    start = np.array([True, False, True])
    answer = choose(two_of_three(), [0, 0, 0], start)
    assert np.array_equal(answer.chosen, start)
    assert answer.proven


@pytest.mark.parametrize("status", ["kInfeasible", "kTimeLimit", "kSolveError", "kNotset"])
def test_any_other_status_is_an_error_in_words(monkeypatch, status):
    stopped = getattr(highspy.HighsModelStatus, status)
    monkeypatch.setattr(highspy.Highs, "getModelStatus", lambda self: stopped)
    with pytest.raises(SolverFailed, match="stopped without an answer: [A-Z]"):
        choose(two_of_three(), [1, 1, 1])


def test_a_choice_that_breaks_a_row_is_refused(monkeypatch):
    class Everything:
        col_value = (1.0, 1.0, 1.0)

    monkeypatch.setattr(highspy.Highs, "getSolution", lambda self: Everything)
    with pytest.raises(SolverFailed, match="breaks a row"):
        choose(two_of_three(), [1, 1, 1])


def test_an_option_that_the_solver_does_not_take_is_an_error(monkeypatch):
    monkeypatch.setitem(solver.OPTIONS, "threads", -1)
    with pytest.raises(SolverFailed, match="refused to take the option threads = -1"):
        choose(two_of_three(), [1, 1, 1])


def test_nothing_is_printed(capfd):
    choose(two_of_three(), [4, 6, 10])
    assert capfd.readouterr() == ("", "")
