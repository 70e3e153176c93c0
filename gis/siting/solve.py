"""HiGHS, called directly: a model in; the best choice found, its bound and the time out."""

from dataclasses import dataclass

import highspy
import numpy as np

from gis.discs import Indices
from gis.errors import SolverError
from gis.progress import Progress
from gis.siting.models import Model


@dataclass(frozen=True, slots=True)
class Solution:
    """What the solver found.

    Attributes
    ----------
    chosen
        The candidates chosen, ascending.
    bound
        No choice covers more demand than this.
    """

    chosen: Indices
    bound: float


def solve(
    model: Model,
    start: Indices,
    *,
    time_limit_s: float,
    gap_tolerance: float,
    on_progress: Progress | None = None,
) -> Solution:
    """Solve a model from a first choice, until it is proven or the time is up.

    Parameters
    ----------
    model
        What to maximise.
    start
        Candidates of a first choice, which the answer is never worse than.
    time_limit_s
        Seconds after which the best choice found so far is returned with its bound.
    gap_tolerance
        Relative gap at which a choice counts as proven.
    on_progress
        Called while solving. What it raises stops the solver and is raised again.

    Raises
    ------
    SolverError
        If HiGHS ends without a choice.
    """
    solver = opened_solver(time_limit_s, gap_tolerance)
    require_ok(solver.passModel(as_highs(model)))
    first = highspy.HighsSolution()
    first.col_value = model.point(start).tolist()
    require_ok(solver.setSolution(first))
    raised = watch(solver, time_limit_s, on_progress)
    solver.run()
    if raised:
        raise raised[0]
    status = solver.getModelStatus()
    if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kTimeLimit):
        raise SolverError(
            f"the solver ended with {solver.modelStatusToString(status)!r} and no answer",
            remedy="offer fewer candidates",
        )
    values = np.array(solver.getSolution().col_value[: model.binaries])
    bound = float(solver.getInfo().mip_dual_bound)
    return Solution(np.flatnonzero(values > 0.5), bound * model.scale + model.dust)


def opened_solver(time_limit_s: float, gap_tolerance: float) -> highspy.Highs:
    """Return a silent HiGHS of one thread and a fixed seed: the same question, the same answer."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy leaves it bare
    for option, value in (
        ("output_flag", False),
        ("time_limit", time_limit_s),
        ("mip_rel_gap", gap_tolerance),
        ("mip_abs_gap", 0.0),
        ("threads", 1),
        ("random_seed", 0),
    ):
        solver.setOptionValue(option, value)
    return solver


def as_highs(model: Model) -> highspy.HighsLp:
    """Return a model as HiGHS takes it."""
    lp = highspy.HighsLp()
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.num_col_ = len(model.cost)
    lp.num_row_ = len(model.row_upper)
    lp.col_cost_ = model.cost
    lp.col_lower_ = np.zeros(len(model.cost))
    lp.col_upper_ = np.ones(len(model.cost))
    lp.row_lower_ = model.row_lower
    lp.row_upper_ = model.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = model.starts.astype(np.int32)
    lp.a_matrix_.index_ = model.columns.astype(np.int32)
    lp.a_matrix_.value_ = model.values
    kinds = (highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous)
    lp.integrality_ = [kinds[column >= model.binaries] for column in range(len(model.cost))]
    return lp


def watch(
    solver: highspy.Highs, time_limit_s: float, on_progress: Progress | None
) -> list[BaseException]:
    """Report progress from the solver; the list receives what the report raised, if it did."""
    raised: list[BaseException] = []
    if on_progress is None:
        return raised

    def report(event: highspy.highs.HighsCallbackEvent) -> None:
        if not raised:
            try:
                on_progress(min(1.0, event.data_out.running_time / time_limit_s))
            except BaseException as error:  # noqa: BLE001 - must not cross the solver's C++ frames
                raised.append(error)
        if raised:
            event.interrupt()

    solver.cbMipInterrupt += report
    return raised


def require_ok(status: highspy.HighsStatus) -> None:
    """Raise if the solver did not take what it was given."""
    if status == highspy.HighsStatus.kError:
        raise SolverError("the solver refused the model")
