"""Siting for a user's own demand points: who reaches which for sure, and how much is reached.

A point known within e(p) is surely served by a site known within e(s) at a distance d if
d + e(s) + e(p) is no more than the site's range.
"""

import numpy as np

from gis.demand_points import Demand, demand_coverage
from gis.discs import Discs, Floats
from gis.errors import InvalidInputError
from gis.results import Interval
from gis.service_areas import ServiceAreas
from gis.siting.patterns import Patterns, merge

MAX_PAIRS = 20_000_000
"""Points times candidates: more are refused."""
_AT_ONCE = 4_000_000


def own_patterns(
    demand: Demand, areas: ServiceAreas, offered: Discs, *, with_existing: bool
) -> tuple[Patterns, int]:
    """Merge demand points by the candidates that would surely serve them.

    What serving sites surely serve is left out; or, ``with_existing``, these are the last
    candidates, whose number is returned too.

    Parameters
    ----------
    demand
        The points.
    areas
        The service areas of today.
    offered
        What each candidate surely serves.
    with_existing
        Whether serving sites are candidates too.

    Raises
    ------
    InvalidInputError
        If there are too many points for so many candidates.
    """
    discs, site = areas.sites.sure_discs()
    serving = np.flatnonzero(areas.sites.serving[site])
    centres = np.concatenate((offered.centres, discs.centres[serving]))
    ranges = np.concatenate((offered.circumradii, discs.circumradii[serving]))
    if len(demand) * len(centres) > MAX_PAIRS:
        raise InvalidInputError(
            f"{len(demand):,} demand points and {len(centres):,} candidates are more than "
            f"{MAX_PAIRS:,} pairs",
            field="demand_points",
            remedy="Merge the demand to fewer points, or offer fewer candidates.",
        )
    point, candidate = _served(demand, centres, ranges)
    weights = demand.weights
    if with_existing:
        return merge(point, candidate, weights, candidates=len(centres)), len(serving)
    by_existing = np.unique(point[candidate >= len(offered)])
    weights = weights.copy()
    weights[by_existing] = 0.0
    new = candidate < len(offered)
    return merge(point[new], candidate[new], weights, candidates=len(offered)), 0


def _served(demand: Demand, centres: Floats, ranges: Floats) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs of a point and a site that surely serves it, in order of the points."""
    points, sites = [np.empty(0, dtype=np.intp)], [np.empty(0, dtype=np.intp)]
    step = max(1, _AT_ONCE // max(1, len(centres)))
    for begin in range(0, len(demand), step):
        places = demand.places[begin : begin + step]
        apart = places[:, None, :] - centres[None, :, :]
        reach = np.hypot(apart[..., 0], apart[..., 1])
        reach += demand.accuracies_m[begin : begin + step, None]
        point, site = np.nonzero(reach <= ranges)
        points.append(begin + point)
        sites.append(site)
    return np.concatenate(points), np.concatenate(sites)


def own_covered(demand: Demand, areas: ServiceAreas) -> Interval:
    """Return how much of the demand the serving sites serve, surely and possibly."""
    return demand_coverage(demand, areas.sites).city.k_covered[0]
