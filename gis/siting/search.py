"""The best choice of candidates: greedy, exchanges, prices, and HiGHS for what they leave open."""

from dataclasses import replace
from time import perf_counter

import numpy as np

from gis.discs import Indices
from gis.progress import Progress
from gis.siting.greedy import Choice, choose, exchanged
from gis.siting.models import maximal_covering
from gis.siting.patterns import Patterns, undominated
from gis.siting.prices import price
from gis.siting.solve import solve

GAP_TOLERANCE = 1e-6
"""Relative gap at which an answer counts as proven."""
_REDUCTIONS = 4
_ENTRIES_A_SECOND = 100_000
"""What HiGHS's presolve handles, as measured: it does not look at the time limit on its way."""


def best_cover(
    patterns: Patterns, count: int, *, time_limit_s: float, on_progress: Progress
) -> Choice:
    """Choose up to ``count`` candidates that cover the most demand.

    Parameters
    ----------
    patterns
        The demand.
    count
        How many candidates may be chosen.
    time_limit_s
        Seconds; the best choice found by then is returned with the bound proven by then.
    on_progress
        Told the share of the time used, 0 to 1; what it raises ends the search.

    Returns
    -------
    Choice
        In greedy order; the bound is at least the value.
    """
    begun = perf_counter()
    until = begun + time_limit_s

    def tick(_: float = 0.0) -> None:
        on_progress(min(1.0, (perf_counter() - begun) / max(time_limit_s, 1e-9)))

    kept = undominated(patterns)
    smaller = patterns.restricted(kept)
    best = Choice((), (), 0.0, float(patterns.weights.sum()))
    for _ in range(_REDUCTIONS):
        tick()
        index = smaller.by_candidate()
        found = exchanged(smaller, index, choose(smaller, index, count))
        best = _better(best, found, kept)
        if _proven(best) or count >= smaller.candidates or perf_counter() > until:
            return best
        priced = price(smaller, index, count, known=best.value, until=until)
        best = _bounded(best, priced.bound)
        if _proven(best):
            return best
        shrunk = len(priced.kept) / smaller.candidates
        kept, smaller = kept[priced.kept], smaller.restricted(priced.kept)
        if shrunk > 0.9:
            break
    return _solved(smaller, kept, count, best, until, tick)


def _solved(
    smaller: Patterns,
    kept: Indices,
    count: int,
    best: Choice,
    until: float,
    on_progress: Progress,
) -> Choice:
    """Let HiGHS decide among the candidates that are not ruled out."""
    left = until - perf_counter()
    if len(smaller.covering) > _ENTRIES_A_SECOND * left:
        return best
    index = smaller.by_candidate()
    start = exchanged(smaller, index, choose(smaller, index, count))
    solution = solve(
        maximal_covering(smaller, count),
        np.array(start.chosen, dtype=np.intp),
        time_limit_s=left,
        gap_tolerance=GAP_TOLERANCE / 2,
        on_progress=on_progress,
    )
    exact = choose(smaller, index, count, among=solution.chosen.tolist())
    for found in (start, exact):
        best = _better(best, found, kept)
    # A choice with a candidate that was ruled out covers no more than the best one known.
    return _bounded(best, solution.bound)


def _better(best: Choice, found: Choice, kept: Indices) -> Choice:
    """Return the better of two choices; ``found`` numbers its candidates within ``kept``."""
    bound = min(best.bound, max(best.value, found.bound))
    if best.value >= found.value:
        return replace(best, bound=bound)
    chosen = tuple(int(kept[candidate]) for candidate in found.chosen)
    return replace(found, chosen=chosen, bound=max(found.value, bound))


def _bounded(best: Choice, bound: float) -> Choice:
    return replace(best, bound=max(best.value, min(best.bound, bound)))


def _proven(best: Choice) -> bool:
    return best.bound - best.value <= GAP_TOLERANCE * best.bound
