"""Maximises a 0/1 program with HiGHS and checks each of its answers: the only file that knows the solver."""

from dataclasses import dataclass, replace

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
}
# No time limit: a plan must not depend on the machine's mood. Long runs stop on nodes.


class SolverFailed(Exception):
    """The solver gave no answer that can be used; the message says in its words why."""


@dataclass(frozen=True)
class Program:
    """
    A 0/1 program without its objective: columns to choose or not, and rows that limit the choice.

        least[k] <= x[k] <= most[k]    0, 1 while the column is open; equal once it is known to be in or out

        lower[r] <= sum_k factor[k] * x[column[k]] <= upper[r]     for starts[r] <= k < starts[r+1],  x in {0, 1}

    least, most [column]; starts [row + 1]; column, factor [non-zero]; lower, upper [row], whole or infinite.
    """

    least: NDArray[np.bool_]
    most: NDArray[np.bool_]
    starts: NDArray[np.int32]
    column: NDArray[np.int32]
    factor: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]

    @property
    def columns(self) -> int:
        return len(self.least)

    def admits(self, chosen: NDArray[np.bool_]) -> bool:
        """Whether every row holds for these columns, counted in whole numbers. chosen [column]"""
        taken = np.where(chosen[self.column], self.factor, 0.0)
        sums = np.add.reduceat(np.append(taken, 0.0), self.starts[:-1])
        sums[self.starts[:-1] == self.starts[1:]] = 0.0  # reduceat gives an empty row its successor's first
        rows_hold = ((self.lower <= sums) & (sums <= self.upper)).all()
        return bool(rows_hold and (self.least <= chosen).all() and (chosen <= self.most).all())


@dataclass(frozen=True)
class Answer:
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
) -> Answer:
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
        return Answer(start, value=0, bound=0, nodes=0)
    gain = gain // scale
    highs = _load(program, gain, start, node_limit)
    _demand(highs.run(), "run")
    found = _found(highs, program, start)
    chosen = max(found, start, key=lambda choice: int(gain[choice].sum()))
    value = int(gain[chosen].sum())
    bound = max(value, _bound(highs, most=int(gain.sum())))
    nodes = max(0, int(highs.getInfo().mip_node_count))
    return Answer(chosen, value * scale, bound * scale, nodes)


def settle(program: Program, gain: NDArray[np.int64], value: int) -> Program:
    """
    The program with every column closed that cannot change without the total gain falling below `value`.

    Any prices y of the rows bound the total gain from above (weak duality), with r = gain - y A:

        gain x  <=  B  =  sum_r y[r] * limit[r] + sum_k max(r[k] * least[k], r[k] * most[k])

    and turning column k away from its better side costs |r[k]|: if B - |r[k]| < value, it has to stay there. The
    prices come from the relaxed program; B and r are worked out anew, so that poor prices close less, not wrongly.
    """
    prices = _prices(program, gain)
    limit = np.where(prices > 0, program.upper, program.lower)
    priced = prices != 0  # an infinite side has price 0
    row = np.repeat(np.arange(len(prices)), np.diff(program.starts))
    cost = np.bincount(program.column, weights=prices[row] * program.factor, minlength=program.columns)
    left = gain - cost
    bound = prices[priced] @ limit[priced] + np.maximum(left * program.least, left * program.most).sum()
    slack = bound - value + WITHIN * max(1.0, abs(value) * WITHIN)
    return replace(program, least=program.least | (left > slack) & program.most, most=program.most & ((left >= -slack) | program.least))


def _prices(program: Program, gain: NDArray[np.int64]) -> NDArray[np.float64]:
    """prices [row] of the relaxed program: > 0 for an upper limit, < 0 for a lower one; 0 if there are none."""
    highs = _load(program, gain, None, node_limit=0)
    _demand(highs.run(), "run")
    prices = np.asarray(highs.getSolution().row_dual, dtype=np.float64)
    if prices.shape != program.lower.shape or not np.isfinite(prices).all():
        return np.zeros(len(program.lower))
    prices[(prices > 0) & np.isinf(program.upper) | (prices < 0) & np.isinf(program.lower)] = 0.0
    return prices


def _load(
    program: Program, gain: NDArray[np.int64], start: NDArray[np.bool_] | None, node_limit: int
) -> highspy.Highs:
    highs = highspy.Highs()  # type: ignore[no-untyped-call]  # its constructor has no annotations
    for name, value in (OPTIONS | {"mip_max_nodes": node_limit}).items():
        _demand(highs.setOptionValue(name, value), f"take the option {name} = {value}")
    model = _model(program, gain)
    if start is None:
        model.integrality_ = []
    _demand(highs.passModel(model), "take the program")
    if start is None:
        return highs
    every = np.arange(program.columns, dtype=np.int32)
    _demand(highs.setSolution(program.columns, every, start.astype(np.float64)), "take a choice to start")
    return highs


def _model(program: Program, gain: NDArray[np.int64]) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.sense_ = highspy.ObjSense.kMaximize
    model.num_col_, model.num_row_ = program.columns, len(program.lower)
    model.col_cost_ = gain.astype(np.float64)
    model.col_lower_, model.col_upper_ = program.least.astype(np.float64), program.most.astype(np.float64)
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
