"""A program's linear relaxation in HiGHS, solved again and again as candidates are fixed."""

from collections.abc import Callable

import highspy
import numpy as np
from numpy.typing import NDArray

from gis.discs import Floats
from gis.siting.answers import Clock
from gis.siting.program import Program, as_highs
from gis.siting.solve import opened_solver, require_ok


class Linear:
    """One linear program, which starts each time from where it was.

    Parameters
    ----------
    program
        The program; its first ``binaries`` variables are the candidates.
    binaries
        How many candidates there are.
    read
        Makes prices out of the dual values of the rows.
    first
        The prices to begin with.
    clock
        The time; when it is up, the prices at hand stay.

    Attributes
    ----------
    prices
        The prices at hand.
    """

    def __init__(
        self,
        program: Program,
        binaries: int,
        read: Callable[[Floats], Floats],
        first: Floats,
        clock: Clock,
    ) -> None:
        self.binaries, self.prices = binaries, first
        self._read, self._clock = read, clock
        self._solver = opened_solver(max(clock.left(), 1e-3), 0.0)
        lp = as_highs(program)
        lp.integrality_ = []
        require_ok(self._solver.passModel(lp))

    def solve(self, fixed: NDArray[np.int8]) -> Floats:
        """Return what the relaxation builds of each candidate; ``prices`` are then its own.

        Parameters
        ----------
        fixed
            1 for candidates that are in, -1 for those that are out, 0 for the others.
        """
        low, high = (fixed > 0).astype(np.float64), (fixed >= 0).astype(np.float64)
        every = np.arange(self.binaries, dtype=np.int32)
        self._solver.changeColsBounds(self.binaries, every, low, high)
        left = max(self._clock.left(), 1e-3)
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + left)
        self._solver.run()
        shares = np.where(fixed == 0, 0.5, low)
        if self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            solution = self._solver.getSolution()
            shares = np.array(solution.col_value[: self.binaries])
            self.prices = self._read(np.array(solution.row_dual))
        return shares
