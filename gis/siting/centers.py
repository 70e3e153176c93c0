"""The p-center: sites with the least greatest distance, by bisection over covering questions."""

import numpy as np

from gis.progress import Progress
from gis.siting.answers import Answer, Clock, answered, check_count, check_kept
from gis.siting.distances import Distances
from gis.siting.fewest import beyond, fewest
from gis.siting.patterns import Patterns, merge


def p_center(
    demand: Distances,
    count: int,
    *,
    kept: tuple[int, ...] = (),
    time_limit_s: float = 20.0,
    on_progress: Progress | None = None,
) -> Answer:
    """Choose up to ``count`` candidates so that the farthest demand is as near as can be.

    The p-center (Hakimi 1964; Minieka 1970): the answer is one of the distances between demand and
    candidates. Bisection over them asks each time for the fewest sites that cover all within the
    distance; more than ``count`` proves that the distance is too short.

    Parameters
    ----------
    demand
        Distances; every demand with a weight counts alike.
    count
        How many candidates may be chosen beside those kept.
    kept
        Existing sites among the candidates: they stay, serve and do not count.
    time_limit_s, on_progress
        As in :func:`gis.siting.search.best_cover`.

    Returns
    -------
    Answer
        Value and bound in metres.

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
    chosen = _farthest_first(demand, count, kept)
    value = farthest(demand, (*chosen, *kept))
    bound = float(demand.metres.min(axis=1).max())
    first = (value, bound)
    steps = np.unique(demand.metres[(demand.metres >= bound) & (demand.metres < value)])
    low, high = 0, len(steps)
    while low < high and clock.left() > 0:
        clock.tick()
        middle = (low + high) // 2
        within = beyond(within_reach(demand, float(steps[middle])), kept)
        found, least, _ = fewest(within, None, clock, enough=count)
        if len(found) <= count:
            chosen, value = found, farthest(demand, (*found, *kept))
            high = int(np.searchsorted(steps, value))
        elif least > count:
            low = middle + 1
            bound = float(steps[low]) if low < len(steps) else first[0]
        else:
            break
        bound = min(bound, value)
    if low >= high:
        bound = value
    return answered("p_center", chosen, value, bound, clock, first=first)


def farthest(demand: Distances, chosen: tuple[int, ...]) -> float:
    """Return the distance of the demand that is farthest from all of some sites."""
    return float(demand.nearest(chosen).max())


def within_reach(demand: Distances, metres: float) -> Patterns:
    """Merge the demand by the candidates no farther than a distance; every demand weighs 1."""
    row, candidate = np.nonzero(demand.metres <= metres)
    return merge(row, candidate, np.ones(len(demand.weights)), candidates=demand.metres.shape[1])


def _farthest_first(demand: Distances, count: int, kept: tuple[int, ...]) -> tuple[int, ...]:
    """Serve the farthest demand by its nearest candidate, again and again (Gonzalez 1985)."""
    chosen: list[int] = []
    near = demand.nearest(kept) if kept else np.full(len(demand.weights), np.inf)
    for _ in range(count):
        site = int(demand.metres[int(near.argmax())].argmin())
        if site in chosen or site in kept:
            break
        chosen.append(site)
        near = np.minimum(near, demand.metres[:, site])
    return tuple(chosen)
