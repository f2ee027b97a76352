"""Maximises a 0/1 program with HiGHS and checks each of its answers: the only file that knows the solver."""

from dataclasses import dataclass

import highspy
import numpy as np
from highspy import HighsModelStatus, HighsStatus
from numpy.typing import NDArray

WITHIN = 1e-6
"""How far the solver's numbers may lie from the whole numbers they stand for."""

OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,  # two threads may find a different plan of equal value
    "parallel": "off",
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.99,  # values are whole numbers: a bound less than 1 above the value proves it
    "mip_feasibility_tolerance": WITHIN,
    # These searches solve a program within the program. Each tier but the first starts from a good choice, and
    # on 1,100 units the worst times fell from 38 s to 10 s without them (easy ones rose from 3 s to at most 7 s).
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False,
}
# No time limit: a plan must not depend on the machine's mood. Long runs stop on nodes.


class SolverFailed(Exception):
    """The solver gave no answer that can be used; the message says in its words why."""


@dataclass(frozen=True)
class Program:
    """
    A 0/1 program without its objective: columns to choose or not, and rows that limit the choice.

        lower[r] <= sum_k factor[k] * x[column[k]] <= upper[r]     for starts[r] <= k < starts[r+1],  x in {0, 1}

    starts [row + 1]; column, factor [non-zero]; lower, upper [row], whole numbers or infinite.
    """

    columns: int
    starts: NDArray[np.int32]
    column: NDArray[np.int32]
    factor: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]

    def admits(self, chosen: NDArray[np.bool_]) -> bool:
        """Whether every row holds for these columns, counted in whole numbers. chosen [column]"""
        taken = np.where(chosen[self.column], self.factor, 0.0)
        sums = np.add.reduceat(np.append(taken, 0.0), self.starts[:-1])
        sums[self.starts[:-1] == self.starts[1:]] = 0.0  # reduceat gives an empty row its successor's first
        return bool(((self.lower <= sums) & (sums <= self.upper)).all())


@dataclass(frozen=True)
class Solved:
    """
    What the solver found: columns chosen [column], their value, and a bound that no choice exceeds.

    proven: nothing better exists (bound == value). Otherwise it stopped at its limit of nodes.
    """

    chosen: NDArray[np.bool_]
    value: int
    bound: int
    nodes: int

    @property
    def proven(self) -> bool:
        return self.bound == self.value


def maximise(
    program: Program, gain: NDArray[np.int64], *, start: NDArray[np.bool_], node_limit: int
) -> Solved:
    """
    Choose columns of the largest total gain.

    gain [column]   whole numbers >= 0, any unit
    start [column]  a choice that keeps every row; the answer is never worse
    node_limit      branch-and-bound nodes after which the best choice so far is returned, with its bound
    Raises SolverFailed.
    """
    assert program.admits(start)
    scale = int(np.gcd.reduce(gain, initial=0))
    if scale == 0:
        return Solved(start, value=0, bound=0, nodes=0)
    gain = gain // scale
    highs = _load(program, gain, start, node_limit)
    _demand(highs.run(), "run")
    found = _found(highs, program, start)
    chosen = max(found, start, key=lambda choice: int(gain[choice].sum()))
    value = int(gain[chosen].sum())
    bound = max(value, _bound(highs, most=int(gain.sum())))
    nodes = max(0, int(highs.getInfo().mip_node_count))
    return Solved(chosen, value * scale, bound * scale, nodes)


def _load(
    program: Program, gain: NDArray[np.int64], start: NDArray[np.bool_], node_limit: int
) -> highspy.Highs:
    highs = highspy.Highs()
    for name, value in (OPTIONS | {"mip_max_nodes": node_limit}).items():
        _demand(highs.setOptionValue(name, value), f"take the option {name} = {value}")
    _demand(highs.passModel(_model(program, gain)), "take the program")
    every = np.arange(program.columns, dtype=np.int32)
    _demand(highs.setSolution(program.columns, every, start.astype(np.float64)), "take a choice to start")
    return highs


def _model(program: Program, gain: NDArray[np.int64]) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.sense_ = highspy.ObjSense.kMaximize
    model.num_col_, model.num_row_ = program.columns, len(program.lower)
    model.col_cost_ = gain.astype(np.float64)
    model.col_lower_, model.col_upper_ = np.zeros(program.columns), np.ones(program.columns)
    model.row_lower_, model.row_upper_ = program.lower, program.upper
    model.integrality_ = [highspy.HighsVarType.kInteger] * program.columns
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.num_col_, matrix.num_row_ = model.num_col_, model.num_row_
    matrix.start_, matrix.index_, matrix.value_ = program.starts, program.column, program.factor
    return model


def _found(highs: highspy.Highs, program: Program, start: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The solver's choice, every row counted again in whole numbers; `start` if it stopped before finding any."""
    status = highs.getModelStatus()
    if status not in (HighsModelStatus.kOptimal, HighsModelStatus.kSolutionLimit):
        raise SolverFailed(f"The solver stopped without an answer: {highs.modelStatusToString(status)}.")
    feasible = highs.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    if not feasible and status == HighsModelStatus.kSolutionLimit:
        return start
    # An array of zeros can come back without any error: only a solution called feasible is read.
    chosen = np.asarray(highs.getSolution().col_value) > 0.5
    if not feasible or not program.admits(chosen):
        raise SolverFailed("The solver's choice breaks a row when it is counted in whole numbers.")
    return chosen


def _bound(highs: highspy.Highs, most: int) -> int:
    """The largest whole number that the solver has not excluded; `most` if it stopped before it had any bound."""
    bound = float(highs.getInfo().mip_dual_bound)
    return min(most, int(np.floor(bound + WITHIN))) if np.isfinite(bound) else most


def _demand(status: HighsStatus, act: str) -> None:
    if status == HighsStatus.kError:
        raise SolverFailed(f"The solver refused to {act}.")
