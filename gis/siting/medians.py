"""The p-median: sites with the least demand-weighted distance."""

from math import inf

import numpy as np

from gis.progress import Progress
from gis.siting.answers import Answer, Clock, answered, check_count, check_kept
from gis.siting.branching import grown
from gis.siting.distances import Distances
from gis.siting.median_program import median_program
from gis.siting.profit_prices import median_proof
from gis.siting.program import run
from gis.siting.search import GAP_TOLERANCE

_BETTER = 1e-12


def p_median(
    demand: Distances,
    count: int,
    *,
    kept: tuple[int, ...] = (),
    time_limit_s: float = 20.0,
    on_progress: Progress | None = None,
) -> Answer:
    """Choose ``count`` candidates so that demand times distance to the nearest site is least.

    The p-median (Hakimi 1964), in the radius formulation (Cornuejols and others 1980; Garcia,
    Labbe and Marin 2011): for demand i with the distinct distances D(i, 1) < D(i, 2) < ..., z(i, k)
    = 1 if no site is within D(i, k). Minimise the sum of w(i) [D(i, 1) + the sum over k of
    (D(i, k + 1) - D(i, k)) z(i, k)] subject to z(i, k) + the sum of x(j) at exactly D(i, k) >=
    z(i, k - 1), z(i, 0) = 1, and the sum of x(j) = count. Distances that no choice can need are
    left out. Before that the answer of greedy choice and exchanges is tried against the Lagrangian
    bound of :mod:`gis.siting.verify_profits`, which often proves it at once.

    Parameters
    ----------
    demand
        Distances and weights.
    count
        How many candidates are chosen beside those kept.
    kept
        Existing sites among the candidates: they stay, serve and do not count.
    time_limit_s, on_progress
        As in :func:`gis.siting.search.best_cover`.

    Returns
    -------
    Answer
        Value and bound in demand units times metres.

    Raises
    ------
    InvalidInputError
        If a parameter cannot be used.
    SolverError
        If the solver fails.
    """
    clock = Clock(time_limit_s, on_progress)
    sites = demand.metres.shape[1]
    check_kept(kept, sites)
    check_count(count, sites - len(kept))
    chosen = _exchanged(demand, _greedy(demand, count, kept), kept, clock)
    value = weighted(demand, (*chosen, *kept))
    bound = float((demand.weights * demand.metres.min(axis=1)).sum())
    first = (value, bound)
    if value > bound and clock.left() > 0:
        proof, _ = median_proof(demand, count, kept, -value, clock)
        tree = grown(proof, Clock(clock.left() / 2, clock.tick), slack=GAP_TOLERANCE / 2 * value)
        bound = max(bound, -tree.bound)
    if value - bound > GAP_TOLERANCE * value:
        program, base, scale, _ = median_program(demand, count, kept)
        start = np.array([*chosen, *kept], dtype=np.intp)
        outcome = run(program, clock, start=start, binaries=sites)
        bound = max(bound, base + outcome.bound * scale)
        if outcome.values is not None:
            solved = np.flatnonzero(outcome.values[:sites] > 0.5).tolist()
            found = tuple(one for one in solved if one not in kept)
            if weighted(demand, (*found, *kept)) < value:
                chosen, value = found, weighted(demand, (*found, *kept))
    return answered("p_median", chosen, value, min(value, bound), clock, first=first)


def weighted(demand: Distances, chosen: tuple[int, ...]) -> float:
    """Return the sum of demand times distance to the nearest of some sites."""
    return float((demand.weights * demand.nearest(chosen)).sum())


def _greedy(demand: Distances, count: int, kept: tuple[int, ...]) -> tuple[int, ...]:
    near = demand.nearest(kept) if kept else np.full(len(demand.weights), inf)
    chosen: list[int] = []
    for _ in range(count):
        sums = demand.weights @ np.minimum(demand.metres, near[:, None])
        sums[[*chosen, *kept]] = inf
        chosen.append(int(sums.argmin()))
        near = np.minimum(near, demand.metres[:, chosen[-1]])
    return tuple(chosen)


def _exchanged(
    demand: Distances, chosen: tuple[int, ...], kept: tuple[int, ...], clock: Clock
) -> tuple[int, ...]:
    """Exchange one site at a time until none gains (Teitz and Bart 1968)."""
    current = list(chosen)
    value = weighted(demand, (*current, *kept))
    place, unchanged = 0, 0
    while unchanged < len(current) and clock.left() > 0:
        clock.tick()
        rest = (*current[:place], *current[place + 1 :], *kept)
        near = demand.nearest(rest) if rest else np.full(len(demand.weights), inf)
        sums = demand.weights @ np.minimum(demand.metres, near[:, None])
        sums[list(rest)] = inf
        best = int(sums.argmin())
        if sums[best] < value * (1 - _BETTER):
            current[place], value, unchanged = best, float(sums[best]), 0
        else:
            unchanged += 1
        place = (place + 1) % len(current)
    return tuple(current)
