"""Demand over the candidates that are left, in whole units, with the way back for prices."""

from dataclasses import dataclass

import numpy as np

from gis.discs import Floats, Indices
from gis.siting.patterns import Patterns
from gis.siting.units import Whole


@dataclass(frozen=True, slots=True)
class Reduced:
    """The demand over some candidates only, merged again, and how to come back.

    Attributes
    ----------
    patterns, weights
        The merged demand and its weights in whole units.
    all_weights
        The weights of the original patterns.
    offered
        The candidates, by their original numbers.
    number
        Merged pattern of each original one; -1 where none of the candidates covers it.
    """

    patterns: Patterns
    weights: Whole
    all_weights: Whole
    offered: Indices
    number: Indices

    @classmethod
    def of(cls, patterns: Patterns, weights: Whole, offered: Indices) -> "Reduced":
        """Merge the demand by these candidates only."""
        renumber = np.full(patterns.candidates, -1, dtype=np.intp)
        renumber[offered] = np.arange(len(offered))
        covering = renumber[patterns.covering]
        groups: dict[bytes, int] = {}
        number = np.full(len(patterns), -1, dtype=np.intp)
        sets: list[Indices] = []
        for row in range(len(patterns)):
            some = covering[patterns.starts[row] : patterns.starts[row + 1]]
            some = some[some >= 0]
            if len(some):
                number[row] = groups.setdefault(some.tobytes(), len(groups))
                if len(groups) > len(sets):
                    sets.append(some)
        merged = np.zeros(len(groups), dtype=np.int64)
        np.add.at(merged, number[number >= 0], weights[number >= 0])
        starts = np.cumsum([0, *(len(one) for one in sets)]).astype(np.intp)
        none = np.empty(0, dtype=np.intp)
        smaller = Patterns(
            merged.astype(np.float64), starts, np.concatenate([none, *sets]), len(offered)
        )
        return cls(smaller, merged, weights, offered, number)

    def lifted(self, prices: Whole, denominator: int) -> Whole:
        """Spread prices of merged patterns over the original ones; others get all their weight."""
        full = self.all_weights * denominator
        order = np.argsort(self.number, kind="stable")
        order = order[self.number[order] >= 0]
        group = self.number[order]
        before = np.cumsum(full[order]) - full[order]
        starts = np.searchsorted(group, np.arange(len(prices)))
        before = before - before[starts][group]
        spread = full.copy()
        spread[order] = np.clip(prices[group] - before, 0, full[order])
        return spread

    def earned(self, prices: Whole) -> Whole:
        """Sum prices over each candidate, exactly."""
        sums = np.zeros(len(self.offered), dtype=np.int64)
        np.add.at(sums, self.patterns.covering, np.repeat(prices, np.diff(self.patterns.starts)))
        return sums

    def rounded(self, prices: Floats, denominator: int) -> Whole:
        """Return prices in whole parts of a unit, from 0 to the weight."""
        most = self.weights * denominator
        parts = np.rint(np.clip(prices, 0.0, None) * denominator)
        return np.clip(parts.astype(np.int64), 0, most)
