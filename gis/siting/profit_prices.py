"""The prices of capacitated covering and of the p-median: what they are worth, where they begin."""

from dataclasses import replace
from math import frexp, inf

import numpy as np
from numpy.typing import NDArray

from gis.discs import Floats
from gis.siting.answers import Clock
from gis.siting.capacitated import capacitated_program
from gis.siting.distances import Distances
from gis.siting.linear import Linear
from gis.siting.median_program import median_program
from gis.siting.patterns import Patterns
from gis.siting.profit_proof import ProfitProof, ProfitQuestion

_BITS = 40
"""A p-median's price is one of about 2**40 steps between nothing and the greatest cost."""
PARTS = 1 << 30
"""A capacitated question's price is so many parts of 1."""
_MOST_COSTS = 30_000
"""Relaxations of p-medians with more distances are not solved: that takes minutes."""


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
    question = ProfitQuestion(
        patterns.candidates, count, kept, earnings, linear.prices, 1 / PARTS, linear
    )
    return ProfitProof(question, best)


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
    shift = frexp(max(1.0, float(costs.max())))[1] - _BITS

    def earnings(prices: Floats) -> tuple[float, Floats]:
        earned: Floats = np.maximum(0.0, prices[:, None] - costs).sum(axis=0)
        return -float(prices.sum()), earned

    def slope(prices: Floats, chosen: NDArray[np.bool_]) -> Floats:
        steepness: Floats = (costs[:, chosen] < prices[:, None]).sum(axis=1) - 1.0
        return steepness

    # About one in so many candidates is chosen: the price is what that one would cost.
    rank = min(costs.shape[1] - 1, costs.shape[1] // (2 * max(1, count)))
    question = ProfitQuestion(
        costs.shape[1],
        count,
        kept,
        earnings,
        np.sort(costs, axis=1)[:, rank],
        2.0**shift,
        _relaxed(demand, count, kept, clock) if costs.size <= _MOST_COSTS else None,
        slope,
        demand.weights,
    )
    return ProfitProof(question, best), shift


def _relaxed(demand: Distances, count: int, kept: tuple[int, ...], clock: Clock) -> Linear:
    program, _, scale, first = median_program(demand, count, kept)
    # That no ring counts twice follows from the rows; as a limit it would take worth from them.
    upper = np.where(program.whole, program.upper, inf)
    nearest = (demand.weights[:, None] * demand.metres).min(axis=1)

    def read(duals: Floats) -> Floats:
        ring = np.where(first >= 0, np.abs(duals[first]) * scale, 0.0)
        prices: Floats = nearest + ring
        return prices

    return Linear(replace(program, upper=upper), demand.metres.shape[1], read, nearest, clock)
