"""Siting for a user's own demand points: who reaches which for sure, and how much is reached.

A point known within e(p) is surely served by a site known within e(s) at a distance d if
d + e(s) + e(p) is no more than the site's range. Where a zone meets the site's disc, the point is
surely served if all of its accuracy's disc lies in the region that the site surely serves, and
possibly if that disc meets the region possibly served.
"""

from math import fsum

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.demand_points import Demand, demand_coverage, times_covered
from gis.discs import Discs, Floats, Geometries, Indices
from gis.errors import InvalidInputError
from gis.results import Interval
from gis.service_areas import ServiceAreas
from gis.siting.patterns import Patterns, merge
from gis.siting.round_zones import sure_instead, surely_serving

MAX_PAIRS = 20_000_000
"""Points times candidates: more are refused."""
_AT_ONCE = 4_000_000
_SIDES = 64
"""Sides of the discs that points' accuracies are drawn by."""


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
    inside, region = _points_in(demand, regions[cut], sure=True)
    held, holder = np.concatenate((*points, inside)), np.concatenate((*sites, cut[region]))
    order = np.lexsort((holder, held))
    return held[order], holder[order]


def _points_in(demand: Demand, regions: Geometries, *, sure: bool) -> tuple[Indices, Indices]:
    """Return the pairs of a point and a region that surely, or possibly, holds it."""
    tree = shapely.STRtree(np.asarray(shapely.points(demand.places), dtype=object))
    # A drawn accuracy reaches a little farther than the accuracy.
    widest = 1.001 * float(demand.accuracies_m.max(initial=0.0))
    region, point = tree.query(regions, predicate="dwithin", distance=widest)
    shapes = np.asarray(shapely.points(demand.places[point]), dtype=object)
    vague = np.flatnonzero(demand.accuracies_m[point] > 0)
    if len(vague):
        within = demand.accuracies_m[point[vague]]
        drawn = Discs.circumscribed(demand.places[point[vague]], within, _SIDES)
        shapes[vague] = drawn.polygons()
    shapely.prepare(regions)
    kept = (shapely.covers if sure else shapely.intersects)(regions[region], shapes)
    return point[kept], region[kept]


def own_covered(demand: Demand, areas: ServiceAreas) -> Interval:
    """Return how much of the demand the serving sites serve, surely and possibly, round zones."""
    if areas.regions is None:
        return demand_coverage(demand, areas.sites).city.k_covered[0]
    surely = _reached(demand, areas, areas.regions.sure, sure=True)
    possibly = surely | _reached(demand, areas, areas.regions.possible, sure=False)
    return Interval(fsum(demand.weights[surely]), fsum(demand.weights[possibly]))


def _reached(
    demand: Demand, areas: ServiceAreas, regions: Geometries, *, sure: bool
) -> NDArray[np.bool_]:
    """Mark the points that at least one serving site surely, or possibly, serves."""
    standing = shapely.is_missing(regions)
    times = times_covered(demand, areas.sites, areas.sites.serving & standing)
    found: NDArray[np.bool_] = times[0 if sure else 1] > 0
    cut = regions[areas.sites.serving & ~standing]
    found[_points_in(demand, cut, sure=sure)[0]] = True
    return found
