"""Which sites surely and possibly serve points that are only known within an accuracy.

A point is surely served by a site if d + e_site + e_point <= R and possibly if
d - e_site - e_point <= R, with d the distance between the stated positions. Where a zone meets the
site's disc, the point is surely served if all of its accuracy's disc lies in the region that the
site surely serves, and possibly if that disc meets the region possibly served: wherever site, point
and zones truly are, the true point lies in its disc and the true region between the two. All in
EPSG:4547.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.discs import Discs, Floats, Geometries, Indices
from gis.nearest import times_within
from gis.progress import Progress, part, unheard
from gis.reach import Regions
from gis.sites import Sites
from gis.squares import SortedPoints

_SIDES = 64
"""Sides of the discs that points' accuracies are drawn by."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Demand at points.

    Attributes
    ----------
    places
        Stated positions, shape (n, 2), EPSG:4547.
    weights
        Demand at each (people, orders), from 0, shape (n,).
    accuracies_m
        Within how many metres each true position lies, shape (n,).
    town
        Index into ``towns`` of the town each is counted in, shape (n,).
    towns
        Ids of those towns; ``""`` where none is stated.
    unplaced
        Demand at points without a position or accuracy: it is in no other figure.
    """

    places: Floats
    weights: Floats
    accuracies_m: Floats
    town: Indices
    towns: tuple[str, ...]
    unplaced: float = 0.0

    def __len__(self) -> int:
        return len(self.weights)


def times_covered(
    demand: Demand,
    sites: Sites,
    counted: NDArray[np.bool_],
    round_zones: Regions | None = None,
    on_progress: Progress = unheard,
) -> tuple[Indices, Indices]:
    """Return how many of the marked sites surely and possibly serve each demand point.

    Parameters
    ----------
    demand, sites
        Points and sites.
    counted
        Which sites count, shape (sites,).
    round_zones
        What each site serves round the zones, by :func:`gis.reach.regions`; ``None`` for discs.
    on_progress
        Told the share of the work done; what it raises ends the run.

    Returns
    -------
    tuple of arrays
        The two counts, shape (n,) each.
    """
    points = SortedPoints.of(demand.places)

    def times(sign: int, regions: Geometries, report: Progress) -> Indices:
        standing = counted & shapely.is_missing(regions)
        cut = np.flatnonzero(counted & ~standing)
        reach = sites.radii_m + sign * sites.accuracies_m
        margins = sign * demand.accuracies_m
        found = times_within(
            points, sites.centres[standing], reach[standing], margins=margins, on_progress=report
        )
        point, region = points_in(demand, regions[cut], sure=sign < 0)
        site = cut[region]
        # Both discs are drawn; no way round is shorter than the straight one, which is exact.
        away = np.hypot(*(demand.places[point] - sites.centres[site]).T)
        near = away <= reach[site] + margins[point]
        return found + np.bincount(point[near], minlength=len(demand))

    discs = np.full(len(sites), None, dtype=object)
    sure, possible = (
        (discs, discs) if round_zones is None else (round_zones.sure, round_zones.possible)
    )
    surely = times(-1, sure, part(on_progress, 0.0, 0.5))
    # What is sure is possible, also where rounding puts a point on both outlines.
    return surely, np.maximum(surely, times(1, possible, part(on_progress, 0.5, 1.0)))


def points_in(demand: Demand, regions: Geometries, *, sure: bool) -> tuple[Indices, Indices]:
    """Return the pairs of a point and a region that surely, or possibly, holds it.

    Parameters
    ----------
    demand
        The points.
    regions
        Areas in EPSG:4547, shape (r,).
    sure
        Whether the region has to hold all of the point's accuracy disc, or to meet it.
    """
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
