"""A mixed-integer program for HiGHS, put together from blocks of rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import highspy
import numpy as np
from numpy.typing import NDArray

from gis.discs import Floats, Indices
from gis.errors import InvalidInputError, SolverError
from gis.siting.answers import Clock
from gis.siting.search import GAP_TOLERANCE
from gis.siting.solve import opened_solver, require_ok, watch

MAX_ENTRIES = 3_000_000
"""A matrix of more entries is refused: HiGHS would not look at its clock for minutes."""
_NOT_SOLVED = (highspy.HighsModelStatus.kTimeLimit, highspy.HighsModelStatus.kInterrupt)


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows ``lower <= sum of value * x[column] <= upper``.

    Attributes
    ----------
    row, column, value
        The entries; rows are numbered from 0 within the block.
    lower, upper
        Bounds of the rows, shape (rows,).
    """

    row: Indices
    column: Indices
    value: Floats
    lower: Floats
    upper: Floats


@dataclass(frozen=True, slots=True)
class Program:
    """``min`` (or ``max``) ``cost x`` over rows and ``lower <= x <= upper``.

    Attributes
    ----------
    cost, lower, upper
        Shape (variables,).
    whole
        Which variables are integers, shape (variables,).
    blocks
        The rows.
    maximise
        Whether more is better.
    """

    cost: Floats
    lower: Floats
    upper: Floats
    whole: NDArray[np.bool_]
    blocks: Sequence[Block]
    maximise: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the solver found.

    Attributes
    ----------
    values
        The variables, or ``None`` if no solution was found in time or there is none.
    bound
        Bound on the objective; infinite (on the worse side) if it is proven that there is none.
    infeasible
        Whether it is proven that there is no solution.
    """

    values: Floats | None
    bound: float
    infeasible: bool


Numbers = Sequence[float] | Floats


def block(
    entries: Sequence[tuple[Indices, Indices, float]], lower: Numbers, upper: Numbers
) -> Block:
    """Make a block from groups of entries that share one coefficient: (rows, columns, value)."""
    return Block(
        np.concatenate([np.asarray(row, dtype=np.intp) for row, _, _ in entries]),
        np.concatenate([np.asarray(column, dtype=np.intp) for _, column, _ in entries]),
        np.concatenate([np.full(len(row), value) for row, _, value in entries]),
        np.asarray(lower, dtype=np.float64),
        np.asarray(upper, dtype=np.float64),
    )


def at_most(columns: Indices, upper: float, *, lower: float = -inf) -> Block:
    """Make the one row that the sum of some variables lies between two numbers."""
    columns = np.asarray(columns, dtype=np.intp)
    row = np.zeros(len(columns), dtype=np.intp)
    return Block(row, columns, np.ones(len(row)), np.array([lower]), np.array([upper]))


def run(
    program: Program, clock: Clock, *, start: Indices | None = None, binaries: int = 0
) -> Outcome:
    """Solve a program until it is proven or the time is up.

    Parameters
    ----------
    program
        What to solve.
    clock
        The time left, and whom to tell; what it raises stops the solver and is raised again.
    start
        Of the first ``binaries`` variables, those that a known solution sets to 1.
    binaries
        How many variables ``start`` speaks of.

    Raises
    ------
    InvalidInputError
        If the program is too large.
    SolverError
        If HiGHS ends in another way than solved, infeasible or out of time.
    """
    entries = sum(len(rows.column) for rows in program.blocks)
    if entries > MAX_ENTRIES:
        raise InvalidInputError(
            f"the question has {entries:,} conditions, more than {MAX_ENTRIES:,}",
            field="candidates",
            remedy="offer fewer candidates, or merge the demand to fewer points",
        )
    if clock.left() <= 0:
        return Outcome(None, inf if program.maximise else -inf, infeasible=False)
    solver = opened_solver(clock.left(), GAP_TOLERANCE / 2)
    require_ok(solver.passModel(as_highs(program)))
    if start is not None and binaries:
        values = np.zeros(binaries)
        values[start] = 1.0
        solver.setSolution(binaries, np.arange(binaries, dtype=np.int32), values)
    raised = watch(solver, max(clock.left(), 1e-9), clock.tick)
    solver.run()
    if raised:
        raise raised[0]
    return _outcome(solver, program)


def _outcome(solver: highspy.Highs, program: Program) -> Outcome:
    status = solver.getModelStatus()
    worst = inf if program.maximise else -inf
    if status == highspy.HighsModelStatus.kInfeasible:
        return Outcome(None, -worst, infeasible=True)
    if status != highspy.HighsModelStatus.kOptimal and status not in _NOT_SOLVED:
        raise SolverError(
            f"the solver ended with {solver.modelStatusToString(status)!r} and no answer",
            remedy="offer fewer candidates",
        )
    info = solver.getInfo()
    whole = bool(program.whole.any())
    solved = status == highspy.HighsModelStatus.kOptimal
    bound = float(info.mip_dual_bound) if whole else info.objective_function_value
    if not (whole or solved):
        bound = worst
    found = solved or info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.array(solver.getSolution().col_value) if found else None
    return Outcome(values, bound, infeasible=False)


def as_highs(program: Program) -> highspy.HighsLp:
    """Return a program as HiGHS takes it."""
    firsts = np.cumsum([0, *(len(rows.lower) for rows in program.blocks)])
    numbered = zip(firsts, program.blocks, strict=False)
    row = np.concatenate([rows.row + first for first, rows in numbered])
    order = np.argsort(row, kind="stable")
    lp = highspy.HighsLp()
    lp.sense_ = highspy.ObjSense.kMaximize if program.maximise else highspy.ObjSense.kMinimize
    lp.num_col_ = len(program.cost)
    lp.num_row_ = int(firsts[-1])
    lp.col_cost_ = program.cost
    lp.col_lower_ = program.lower
    lp.col_upper_ = program.upper
    lp.row_lower_ = np.concatenate([rows.lower for rows in program.blocks])
    lp.row_upper_ = np.concatenate([rows.upper for rows in program.blocks])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    counts = np.bincount(row, minlength=int(firsts[-1]))
    lp.a_matrix_.start_ = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    columns = np.concatenate([rows.column for rows in program.blocks])
    lp.a_matrix_.index_ = columns[order].astype(np.int32)
    lp.a_matrix_.value_ = np.concatenate([rows.value for rows in program.blocks])[order]
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    lp.integrality_ = [kinds[whole] for whole in program.whole.tolist()]
    return lp
