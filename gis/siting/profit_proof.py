"""Prices and splits that prove bounds of capacitated covering and the p-median.

The bound is that of :mod:`gis.siting.verify_profits`, here quickly and in floating point. The
prices are the dual values of HiGHS's linear relaxation, solved again as sites are fixed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import frexp, inf

import numpy as np
from numpy.typing import NDArray

from gis.discs import Floats
from gis.siting.answers import Clock
from gis.siting.capacitated import capacitated_program
from gis.siting.distances import Distances
from gis.siting.linear import Linear
from gis.siting.medians import median_program
from gis.siting.patterns import Patterns

Marks = NDArray[np.int8]
_BITS = 40
"""A p-median's price is one of about 2**40 steps between nothing and the greatest cost."""
PARTS = 1 << 30
"""A capacitated question's price is so many parts of 1."""
_MOST_NUMBERS = 1_000_000
"""Prices that one certificate may hold."""
Earnings = Callable[[Floats], tuple[float, Floats]]
"""What prices leave open, and what each candidate earns by them."""


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


class ProfitProof:
    """A question on its way to a proof.

    Parameters
    ----------
    linear
        Its linear relaxation.
    earnings
        What prices are worth; the objective is more being better.
    count, kept
        How many may be chosen, and what stays.
    unit
        Prices are whole numbers of it.
    best
        The value of a known choice.

    Attributes
    ----------
    prices
        All prices, in whole units.
    """

    def __init__(
        self,
        linear: Linear,
        earnings: Earnings,
        count: int,
        kept: tuple[int, ...],
        *,
        unit: float,
        best: float,
    ) -> None:
        self.best, self.prices = best, list[list[int]]()
        self._linear, self._earnings = linear, earnings
        self._count, self._kept, self._unit = count, kept, unit
        self._worth: list[tuple[float, Floats]] = []
        self._add(linear.prices)

    def _add(self, prices: Floats) -> int:
        steps = np.rint(np.maximum(prices, 0.0) / self._unit)
        self.prices.append([int(one) for one in steps.tolist()])
        self._worth.append(self._earnings(steps * self._unit))
        return len(self.prices) - 1

    def root(self) -> ProfitPart:
        """Return all choices."""
        fixed = np.zeros(self._linear.binaries, dtype=np.int8)
        fixed[list(self._kept)] = 1
        return self._judged(ProfitPart(fixed, 0, 0.0, np.full(len(fixed), 0.5)), 0)

    def _judged(self, part: ProfitPart, number: int) -> ProfitPart:
        open_, earned = self._worth[number]
        inside = part.fixed > 0
        room = self._room(part.fixed)
        free = np.sort(earned[part.fixed == 0])[::-1]
        bound = open_ + float(earned[inside].sum()) + float(free[:room].sum())
        return replace(part, prices=number, bound=bound)

    def improved(self, part: ProfitPart, goal: float) -> ProfitPart:
        """Judge a part by the dual values of its own relaxation, if that is better."""
        size = len(self.prices[0])
        if part.bound <= goal or (len(self.prices) + 1) * size > _MOST_NUMBERS:
            return part
        shares = self._linear.solve(part.fixed)
        better = self._judged(replace(part, shares=shares), self._add(self._linear.prices))
        if better.bound < part.bound:
            return better
        self.prices.pop()
        self._worth.pop()
        return replace(part, shares=shares)

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
        return self._count + len(self._kept) - int((fixed > 0).sum())


def capacitated_proof(
    patterns: Patterns,
    capacity: Floats,
    count: int,
    kept: tuple[int, ...],
    best: float,
    clock: Clock,
) -> ProfitProof:
    """Return the proof of a capacitated question, whose prices are parts of 2**30.

    Parameters
    ----------
    patterns, capacity, count, kept
        As in :func:`gis.siting.capacitated.capacitated_cover`.
    best
        What a known choice serves.
    clock
        The time.
    """
    pattern = patterns.pattern_of_pair()
    weights = patterns.weights[pattern]

    def earnings(prices: Floats) -> tuple[float, Floats]:
        pays = 1.0 - prices[pattern]
        order = np.lexsort((-pays, patterns.covering))
        site, offered = patterns.covering[order], weights[order]
        before = np.cumsum(offered) - offered
        starts = np.searchsorted(site, np.arange(patterns.candidates))
        before -= np.append(before, 0.0)[starts][site]
        served = np.clip(capacity[site] - before, 0.0, offered)
        earned = np.bincount(site, weights=served * pays[order], minlength=patterns.candidates)
        return float((prices * patterns.weights).sum()), earned.astype(np.float64)

    def read(duals: Floats) -> Floats:
        return np.clip(np.abs(duals[: len(patterns)]), 0.0, 1.0)

    linear = Linear(
        capacitated_program(patterns, capacity, count, kept),
        patterns.candidates,
        read,
        np.zeros(len(patterns)),
        clock,
    )
    return ProfitProof(linear, earnings, count, kept, unit=1 / PARTS, best=best)


def median_proof(
    demand: Distances, count: int, kept: tuple[int, ...], best: float, clock: Clock
) -> tuple[ProfitProof, int]:
    """Return the proof of a p-median question, and the power of two its prices are counted in.

    Parameters
    ----------
    demand, count, kept
        As in :func:`gis.siting.medians.p_median`.
    best
        What a known choice costs, times -1.
    clock
        The time.
    """
    costs = demand.weights[:, None] * demand.metres
    program, _, scale, first = median_program(demand, count, kept)
    # That no ring counts twice follows from the rows; as a limit it would take worth from them.
    upper = np.where(program.whole, program.upper, inf)
    program = replace(program, upper=upper)
    nearest = costs.min(axis=1)
    shift = frexp(max(1.0, float(costs.max())))[1] - _BITS

    def earnings(prices: Floats) -> tuple[float, Floats]:
        earned: Floats = np.maximum(0.0, prices[:, None] - costs).sum(axis=0)
        return -float(prices.sum()), earned

    def read(duals: Floats) -> Floats:
        ring = np.where(first >= 0, np.abs(duals[first]) * scale, 0.0)
        prices: Floats = nearest + ring
        return prices

    linear = Linear(program, costs.shape[1], read, nearest, clock)
    return ProfitProof(linear, earnings, count, kept, unit=2.0**shift, best=best), shift
