"""Prices and splits that prove bounds of capacitated covering and the p-median.

The bound is that of :mod:`gis.siting.verify_profits`, here quickly and in floating point. The
prices are the dual values of HiGHS's linear relaxation, solved again as sites are fixed; those of a
p-median, whose relaxation is large, come from subgradient steps (Polyak) first.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf

import numpy as np
from numpy.typing import NDArray

from gis.discs import Floats
from gis.siting.linear import Linear

Marks = NDArray[np.int8]
_MOST_NUMBERS = 1_000_000
"""Prices that one certificate may hold."""
_ROOT_ROUNDS = 600
_ROUNDS = 60
_PATIENCE = 8
_SLOWEST = 1e-4
Earnings = Callable[[Floats], tuple[float, Floats]]
"""What prices leave open, and what each candidate earns by them."""
Slope = Callable[[Floats, NDArray[np.bool_]], Floats]
"""How fast a bound grows with each price, given the sites that are chosen by them."""


@dataclass(frozen=True, slots=True)
class ProfitPart:
    """A part of the choices.

    Attributes
    ----------
    fixed
        What is in (1) and out (-1).
    prices, bound
        The number of its prices and what no choice exceeds by them.
    shares
        What the linear relaxation builds of each candidate.
    """

    fixed: Marks
    prices: int
    bound: float
    shares: Floats


@dataclass(frozen=True, slots=True)
class ProfitQuestion:
    """What is proven; more is better.

    Attributes
    ----------
    candidates, count, kept
        How many there are, how many may be chosen, and what stays.
    earnings
        What prices are worth.
    first
        Prices to begin with.
    unit
        Prices are whole numbers of it.
    linear
        The linear relaxation, where it is small enough.
    slope, scale
        For subgradient steps: the slope of a bound, and the scale of each price.
    """

    candidates: int
    count: int
    kept: tuple[int, ...]
    earnings: Earnings
    first: Floats
    unit: float
    linear: Linear | None
    slope: Slope | None = None
    scale: Floats | None = None


class ProfitProof:
    """A question on its way to a proof.

    Parameters
    ----------
    question
        What is proven.
    best
        The value of a known choice.

    Attributes
    ----------
    prices
        All prices, in whole units.
    """

    def __init__(self, question: ProfitQuestion, best: float) -> None:
        self.best, self.prices = best, list[list[int]]()
        self._question = question
        self._worth: list[tuple[float, Floats]] = []
        self._add(question.first)

    def _add(self, prices: Floats) -> int:
        steps = np.rint(np.maximum(prices, 0.0) / self._question.unit)
        self.prices.append([int(one) for one in steps.tolist()])
        self._worth.append(self._question.earnings(steps * self._question.unit))
        return len(self.prices) - 1

    def root(self) -> ProfitPart:
        """Return all choices."""
        fixed = np.zeros(self._question.candidates, dtype=np.int8)
        fixed[list(self._question.kept)] = 1
        return self._judged(ProfitPart(fixed, 0, 0.0, np.full(len(fixed), 0.5)), 0)

    def _judged(self, part: ProfitPart, number: int) -> ProfitPart:
        return replace(part, prices=number, bound=self._chosen(part, *self._worth[number])[0])

    def _chosen(
        self, part: ProfitPart, open_: float, earned: Floats
    ) -> tuple[float, NDArray[np.bool_]]:
        """Return the bound of a part, and its sites that earn most."""
        chosen = part.fixed > 0
        free = np.flatnonzero(part.fixed == 0)
        ranked = free[np.argsort(-earned[free], kind="stable")]
        chosen[ranked[: self._room(part.fixed)]] = True
        return open_ + float(earned[chosen].sum()), chosen

    def improved(self, part: ProfitPart, goal: float) -> ProfitPart:
        """Judge a part by better prices: of subgradient steps, then of its own relaxation."""
        if self._question.slope is not None and part.bound > goal:
            part = self._better(part, self._lowered(part, goal), part.shares)
        if part.bound > goal and self._question.linear is not None:
            shares = self._question.linear.solve(part.fixed)
            part = self._better(part, self._question.linear.prices, shares)
        return part

    def _better(self, part: ProfitPart, prices: Floats, shares: Floats) -> ProfitPart:
        part = replace(part, shares=shares)
        if (len(self.prices) + 1) * len(prices) > _MOST_NUMBERS:
            return part
        better = self._judged(part, self._add(prices))
        if better.bound < part.bound:
            return better
        self.prices.pop()
        self._worth.pop()
        return part

    def _lowered(self, part: ProfitPart, goal: float) -> Floats:
        """Lower a part's bound by subgradient steps; return the best prices."""
        slope_of, scale = self._question.slope, self._question.scale
        prices = np.array(self.prices[part.prices]) * self._question.unit
        best, best_prices, pace, stalled = inf, prices, 1.0, 0
        rounds = _ROUNDS if part.fixed.any() else _ROOT_ROUNDS
        for _ in range(rounds):
            bound, chosen = self._chosen(part, *self._question.earnings(prices))
            stalled = 0 if bound < best - _SLOWEST * abs(best - goal) else stalled + 1
            if bound < best:
                best, best_prices = bound, prices
            if best <= goal or pace < _SLOWEST or slope_of is None or scale is None:
                break
            if stalled >= _PATIENCE:
                pace, stalled, prices = pace / 2, 0, best_prices
                bound, chosen = self._chosen(part, *self._question.earnings(prices))
            slope = slope_of(prices, chosen)
            steepness = float((slope**2 * scale).sum())
            if steepness <= 0:
                break
            prices = np.maximum(0.0, prices - pace * (bound - goal) / steepness * slope * scale)
        return best_prices

    def branch(self, part: ProfitPart) -> int | None:
        """Return the candidate that the relaxation is least decided about."""
        free = np.flatnonzero(part.fixed == 0)
        if not len(free) or not self._room(part.fixed):
            return None
        return int(free[np.abs(part.shares[free] - 0.5).argmin()])

    def split(self, part: ProfitPart, which: int) -> tuple[ProfitPart | None, ProfitPart | None]:
        """Build a candidate, or do not."""
        inside, outside = part.fixed.copy(), part.fixed.copy()
        inside[which], outside[which] = 1, -1
        return self._side(part, inside), self._side(part, outside)

    def _side(self, part: ProfitPart, fixed: Marks) -> ProfitPart | None:
        room = self._room(fixed)
        if not 0 <= room <= int((fixed == 0).sum()):
            return None
        if not room:
            fixed[fixed == 0] = -1
        return self._judged(replace(part, fixed=fixed), part.prices)

    def _room(self, fixed: Marks) -> int:
        return self._question.count + len(self._question.kept) - int((fixed > 0).sum())
