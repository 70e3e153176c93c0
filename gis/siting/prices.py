"""A bound from prices: the Lagrangian relaxation of maximal covering, and what it rules out.

Put a price q(p) between 0 and the weight w(p) on every pattern: whoever builds at j earns the
prices of the patterns that j covers, e(j). Then no choice of K candidates covers more than

    bound(q) = sum of (w(p) - q(p)) + the K largest e(j),

whatever the prices are, so the bound needs no solver to be believed. A candidate j outside the K
largest cannot be part of a choice that covers more than ``bound(q) + e(j) - e(K-th)``; if that is
no more than a choice already known, j is ruled out. Subgradient steps (Polyak) lower the bound;
its least value is the bound of the linear relaxation (Geoffrion 1974; Galvao and ReVelle 1996).
"""

from dataclasses import dataclass
from time import perf_counter

import numpy as np

from gis.discs import Floats, Indices
from gis.siting.patterns import ByCandidate, Patterns

_ROUNDS = 400
_PATIENCE = 8
_SLACK = 1e-12
"""Share of all demand given away to rounding in every sum that a bound rests on."""


@dataclass(frozen=True, slots=True)
class Priced:
    """What prices prove.

    Attributes
    ----------
    prices
        The price of each pattern, ``0 <= price <= weight``.
    bound
        No choice of ``count`` candidates covers more than this.
    kept
        The candidates that a choice better than the known one may contain, ascending.
    """

    prices: Floats
    bound: float
    kept: Indices


def price(
    patterns: Patterns, index: ByCandidate, count: int, *, known: float, until: float
) -> Priced:
    """Lower the bound of choices of ``count`` candidates by subgradient steps.

    Parameters
    ----------
    patterns, index
        The demand, and the same by candidate.
    count
        How many candidates may be chosen; fewer than there are.
    known
        Demand that some known choice covers.
    until
        Reading of :func:`time.perf_counter` after which no further step is made.
    """
    weights = patterns.weights
    prices = 0.9 * weights / np.sqrt(np.diff(patterns.starts))
    best, best_prices, best_earned = np.inf, prices, np.empty(0)
    pace, stalled = 1.0, 0
    for _ in range(_ROUNDS):
        earned = patterns.sums(prices)
        top = np.argpartition(-earned, count - 1)[:count]
        bound = float((weights - prices).sum() + earned[top].sum())
        stalled = 0 if bound < best * (1 - 1e-5) else stalled + 1
        if bound < best:
            best, best_prices, best_earned = bound, prices, earned
        if best <= known or pace < 1e-3 or perf_counter() > until:
            break
        if stalled >= _PATIENCE:
            pace, stalled, prices, bound = pace / 2, 0, best_prices, best
            earned = best_earned
            top = np.argpartition(-earned, count - 1)[:count]
        slope = index.times_covered(top.tolist(), len(patterns)) - 1.0
        slope[(prices <= 0) & (slope > 0)] = 0.0
        slope[(prices >= weights) & (slope < 0)] = 0.0
        # Steps are taken in shares of each pattern's weight: light ones would otherwise overshoot.
        steepness = float((slope**2 * weights).sum())
        if steepness <= 0:
            break
        step = pace * (bound - known) / steepness
        prices = np.clip(prices - step * slope * weights, 0.0, weights)
    best += _SLACK * float(weights.sum())
    return Priced(best_prices, best, _kept(best, best_earned, count, known))


def _kept(bound: float, earned: Floats, count: int, known: float) -> Indices:
    order = np.argsort(-earned, kind="stable")
    stays = bound + earned - earned[order[count - 1]] > known
    stays[order[:count]] = True
    return np.flatnonzero(stays)
