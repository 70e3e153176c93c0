"""Siting for a user's own demand points: who reaches which for sure, and how much is reached.

What serves a point is told as by :mod:`gis.demand_reach`, round zones too.
"""

from math import fsum

import numpy as np
import shapely

from gis.demand_reach import Demand, points_in, times_covered
from gis.discs import Discs, Floats, Geometries, Indices
from gis.errors import InvalidInputError
from gis.results import Interval
from gis.service_areas import ServiceAreas
from gis.siting.patterns import Patterns, merge
from gis.siting.round_zones import sure_instead, surely_serving

MAX_PAIRS = 20_000_000
"""Points times candidates: more are refused."""
_AT_ONCE = 4_000_000


def own_patterns(
    demand: Demand,
    areas: ServiceAreas,
    offered: Discs,
    instead: Geometries,
    *,
    with_existing: bool,
) -> Patterns:
    """Merge demand points by the candidates that would surely serve them.

    What serving sites surely serve is left out; or, ``with_existing``, these are the last
    candidates.

    Parameters
    ----------
    demand
        The points.
    areas
        The service areas of today.
    offered
        What each candidate surely serves in free air.
    instead
        What each surely serves round zones, ``None`` where that is its disc.
    with_existing
        Whether serving sites are candidates too.

    Raises
    ------
    InvalidInputError
        If there are too many points for so many candidates.
    """
    serving = surely_serving(areas)
    least = (areas.sites.radii_m - areas.sites.accuracies_m)[serving]
    centres = np.concatenate((offered.centres, areas.sites.centres[serving]))
    ranges = np.concatenate((offered.circumradii, least))
    regions = np.concatenate((instead, sure_instead(areas, serving)))
    if len(demand) * len(centres) > MAX_PAIRS:
        raise InvalidInputError(
            f"{len(demand):,} demand points and {len(centres):,} candidates are more than "
            f"{MAX_PAIRS:,} pairs",
            field="demand_points",
            remedy="Merge the demand to fewer points, or offer fewer candidates.",
        )
    point, candidate = _served(demand, centres, ranges, regions)
    weights = demand.weights
    if with_existing:
        return merge(point, candidate, weights, candidates=len(centres))
    by_existing = np.unique(point[candidate >= len(offered)])
    weights = weights.copy()
    weights[by_existing] = 0.0
    new = candidate < len(offered)
    return merge(point[new], candidate[new], weights, candidates=len(offered))


def _served(
    demand: Demand, centres: Floats, ranges: Floats, regions: Geometries
) -> tuple[Indices, Indices]:
    """Return the pairs of a point and a site that surely serves it, in order of the points."""
    cut = np.flatnonzero(~shapely.is_missing(regions))
    ranges = np.where(shapely.is_missing(regions), ranges, -np.inf)
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
    inside, region = points_in(demand, regions[cut], sure=True)
    held, holder = np.concatenate((*points, inside)), np.concatenate((*sites, cut[region]))
    order = np.lexsort((holder, held))
    return held[order], holder[order]


def own_covered(demand: Demand, areas: ServiceAreas) -> Interval:
    """Return how much of the demand the serving sites serve, surely and possibly, round zones."""
    times = times_covered(demand, areas.sites, areas.sites.serving, areas.regions)
    return Interval(*(fsum(demand.weights[number > 0]) for number in times))
