"""Siting problems as mixed-integer models over demand patterns."""

from dataclasses import dataclass

import numpy as np

from gis.discs import Floats, Indices
from gis.siting.patterns import Patterns

_DUST = 1e-9


@dataclass(frozen=True, slots=True)
class Model:
    """A maximisation ``max cost x, lower <= A x <= upper, 0 <= x <= 1`` with A row by row.

    Attributes
    ----------
    cost
        Objective, scaled by ``scale``: model value times ``scale`` plus at most ``dust`` is demand.
    row_lower, row_upper
        Bounds of the rows.
    starts, columns, values
        The matrix, compressed by rows.
    binaries
        The first so many variables are binary: the candidates.
    scale, dust
        Demand in one unit of the objective, and the demand of patterns too light to model.
    shared
        The patterns of the rows but the last, which is the budget.
    """

    cost: Floats
    row_lower: Floats
    row_upper: Floats
    starts: Indices
    columns: Indices
    values: Floats
    binaries: int
    scale: float
    dust: float
    shared: Indices

    def point(self, chosen: Indices) -> Floats:
        """Return the variables' values for a choice, everything it covers counted as covered."""
        values = np.zeros(len(self.cost))
        values[chosen] = 1.0
        row = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        covers = (self.values < 0) & (values[self.columns] > 0)
        covered = np.isin(row, row[covers]) & (self.columns >= self.binaries)
        values[self.columns[covered]] = 1.0
        return values


def maximal_covering(patterns: Patterns, count: int) -> Model:
    """Model the maximal covering location problem (MCLP; Church and ReVelle 1974).

    Sets: candidates j, patterns p with weight w(p) and covering candidates N(p). Variables: x(j)
    in {0, 1}, build at j; y(p) in [0, 1], p is covered (it is integral wherever x is). Maximise
    the sum of w(p) y(p) subject to y(p) <= sum of x(j) over N(p), and the sum of x(j) <= count.
    A pattern that one candidate alone covers goes into that candidate's own objective.
    """
    total = float(patterns.weights.sum())
    scale = total / 1e4
    light = patterns.weights < _DUST * total / max(1, len(patterns))
    sizes = np.diff(patterns.starts)
    single = (sizes == 1) & ~light
    shared = np.flatnonzero((sizes > 1) & ~light)
    own = np.bincount(
        patterns.covering[patterns.starts[:-1][single]],
        weights=patterns.weights[single],
        minlength=patterns.candidates,
    )
    joins = np.isin(patterns.pattern_of_pair(), shared)
    lengths = sizes[shared]
    ends = np.cumsum(lengths + 1)
    entries = int(ends[-1]) if len(ends) else 0
    columns = np.empty(entries + patterns.candidates, dtype=np.intp)
    values = np.ones(entries + patterns.candidates)
    last = ends - 1
    is_cover = np.zeros(entries, dtype=bool)
    is_cover[last] = True
    columns[:entries][is_cover] = patterns.candidates + np.arange(len(shared))
    columns[:entries][~is_cover] = patterns.covering[joins]
    values[:entries][~is_cover] = -1.0
    columns[entries:] = np.arange(patterns.candidates)
    starts = np.concatenate(([0], ends, [entries + patterns.candidates]))
    return Model(
        cost=np.concatenate((own.astype(np.float64), patterns.weights[shared])) / scale,
        row_lower=np.full(len(shared) + 1, -np.inf),
        row_upper=np.concatenate((np.zeros(len(shared)), [float(count)])),
        starts=starts.astype(np.intp),
        columns=columns,
        values=values,
        binaries=patterns.candidates,
        scale=scale,
        dust=float(patterns.weights[light].sum()),
        shared=shared,
    )
