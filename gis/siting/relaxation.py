"""The linear relaxation of maximal covering, solved again and again as candidates are fixed."""

import highspy
import numpy as np
from numpy.typing import NDArray

from gis.discs import Floats
from gis.siting.answers import Clock
from gis.siting.models import Model
from gis.siting.patterns import Patterns
from gis.siting.solve import as_highs, opened_solver, require_ok


class Relaxation:
    """One linear program in HiGHS, which starts each time from where it was.

    Parameters
    ----------
    model
        The maximal covering model of the patterns.
    patterns
        The demand.
    clock
        The time; when it is up, :meth:`solve` returns the prices at hand.

    Attributes
    ----------
    prices
        The prices at hand: of the last relaxation solved, at first the weights.
    """

    def __init__(self, model: Model, patterns: Patterns, clock: Clock) -> None:
        self._model, self._patterns, self._clock = model, patterns, clock
        self._solver = opened_solver(max(clock.left(), 1e-3), 0.0)
        lp = as_highs(model)
        lp.integrality_ = []
        require_ok(self._solver.passModel(lp))
        self._shared = model.shared
        # Whoever covers a pattern alone earns all of it; so do patterns too light to model.
        self.prices: Floats = patterns.weights.copy()

    def solve(self, fixed: NDArray[np.int8]) -> tuple[Floats, Floats]:
        """Return the share of each candidate, and the price of each pattern.

        Parameters
        ----------
        fixed
            1 for candidates that are in, -1 for those that are out, 0 for the others.
        """
        number = self._patterns.candidates
        low, high = (fixed > 0).astype(np.float64), (fixed >= 0).astype(np.float64)
        self._solver.changeColsBounds(number, np.arange(number, dtype=np.int32), low, high)
        left = max(self._clock.left(), 1e-3)
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + left)
        self._solver.run()
        shares = np.where(fixed == 0, 0.5, low)
        if self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            solution = self._solver.getSolution()
            shares = np.array(solution.col_value[:number])
            duals = np.abs(np.array(solution.row_dual[: len(self._shared)]))
            self.prices[self._shared] = duals * self._model.scale
        return shares, self.prices

    def covered(self, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which patterns a choice covers."""
        rows = self._patterns.pattern_of_pair()[chosen[self._patterns.covering]]
        found: NDArray[np.bool_] = np.bincount(rows, minlength=len(self._patterns)) > 0
        return found
