"""Demand at points that are themselves only known within an accuracy, and how much is covered.

Which sites surely and possibly serve a point is told by :mod:`gis.demand_reach`, round zones where
there are any. All in EPSG:4547.
"""

from math import ceil, floor, fsum, isfinite

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gis.crs import require_metric
from gis.demand_reach import Demand, times_covered
from gis.discs import Indices
from gis.errors import InvalidInputError
from gis.nearest import nearest_sites
from gis.outlines import DEPTHS
from gis.partition import partition
from gis.progress import Progress, part, reporting, unheard
from gis.reach import Regions
from gis.results import Interval
from gis.results_demand import DemandCoverage, DemandRow
from gis.sites import Sites, positioned
from gis.squares import SortedPoints

MAX_CELLS = 250_000
"""More cells than this are refused when towns are cut into cells."""


def read_demand(frame: gpd.GeoDataFrame) -> Demand:
    """Take demand points out of a frame.

    Parameters
    ----------
    frame
        Points in EPSG:4547 with the columns ``id``, ``weight`` and ``accuracy_m``, and ``town``
        where figures by town are wanted. Rows are taken in order of id.

    Raises
    ------
    WrongReferenceSystemError
        If the frame is not in EPSG:4547.
    InvalidInputError
        If a geometry is not a point, an accuracy is negative, or a weight is not a number from 0.
    """
    require_metric(frame, "demand points")
    rows = frame.sort_values("id", kind="stable")
    placed = positioned(rows)
    weights = pd.to_numeric(rows["weight"]).to_numpy(dtype=np.float64, na_value=np.nan)
    wrong = ~np.isfinite(weights) | (weights < 0)
    if wrong.any():
        name = rows["id"].to_numpy()[wrong][0]
        raise InvalidInputError(
            f"demand point {name!r}: its weight must be a number from 0", field="weight"
        )
    kept = rows[placed]
    named = kept["town"].fillna("").astype(str) if "town" in kept else [""] * len(kept)
    towns, town = np.unique(np.asarray(named, dtype=object).astype(str), return_inverse=True)
    return Demand(
        shapely.get_coordinates(kept.geometry.to_numpy()),
        weights[placed],
        kept["accuracy_m"].to_numpy(dtype=np.float64),
        town.astype(np.intp),
        tuple(towns.tolist()),
        fsum(weights[~placed]),
    )


def town_demand(
    towns: gpd.GeoDataFrame, *, cell_m: float, on_progress: Progress | None = None
) -> Demand:
    """Cut towns into square cells and return the people of each as a demand point.

    People are spread evenly over their town's polygon. Wherever in its part of a cell somebody
    lives, it is within the point's accuracy, so cells of any size give true bounds; smaller ones
    give closer bounds. Town boundaries are taken as drawn. Towns without a population have none.

    Parameters
    ----------
    towns
        Frame of the layer ``towns`` in EPSG:4547.
    cell_m
        Side of a cell in metres.
    on_progress
        Told the share of the work done; what it raises ends the run.

    Raises
    ------
    InvalidInputError
        If the side is not positive or would give too many cells.
    """
    whole = partition(towns)
    if not (isfinite(cell_m) and cell_m > 0):
        raise InvalidInputError(f"a cell's side must be above 0 m, not {cell_m:g}", field="cell_m")
    areas = shapely.area(whole.polygons)
    peopled = np.flatnonzero((whole.people > 0) & (areas > 0))
    if areas.sum() / cell_m**2 > MAX_CELLS:
        raise InvalidInputError(
            f"cells of {cell_m:g} m would be more than {MAX_CELLS:,}",
            field="cell_m",
            remedy="choose a larger side",
        )
    places, weights, accuracies, town = [np.zeros((0, 2))], [], [], []
    for index in reporting(peopled.tolist(), on_progress or unheard):
        pieces = _pieces(whole.polygons[index], cell_m)
        sizes = shapely.area(pieces)
        circles = shapely.minimum_bounding_circle(pieces)
        centres = shapely.get_coordinates(shapely.centroid(circles))
        places.append(centres)
        weights.append(whole.people[index] * sizes / sizes.sum())
        accuracies.append(shapely.hausdorff_distance(shapely.points(centres), pieces))
        town.append(np.full(len(pieces), index, dtype=np.intp))
    return Demand(
        np.concatenate(places),
        np.concatenate([np.zeros(0), *weights]),
        np.concatenate([np.zeros(0), *accuracies]),
        np.concatenate([np.zeros(0, dtype=np.intp), *town]),
        whole.ids,
    )


def _pieces(polygon: shapely.Geometry, cell_m: float) -> NDArray[np.object_]:
    """Cut a polygon along the lines of a grid that stands on multiples of the side."""
    west, south, east, north = shapely.bounds(polygon).tolist()
    columns = np.arange(floor(west / cell_m), ceil(east / cell_m)) * cell_m
    rows = np.arange(floor(south / cell_m), ceil(north / cell_m)) * cell_m
    x, y = (side.ravel() for side in np.meshgrid(columns, rows))
    shapely.prepare(polygon)
    cells = shapely.box(x, y, x + cell_m, y + cell_m)
    cells = cells[shapely.intersects(polygon, cells)]
    pieces = shapely.intersection(cells, polygon)
    return np.asarray(pieces[shapely.area(pieces) > 0], dtype=object)


def demand_coverage(
    demand: Demand,
    sites: Sites,
    *,
    round_zones: Regions | None = None,
    on_progress: Progress | None = None,
) -> DemandCoverage:
    """Measure how much demand at points the serving sites cover.

    Parameters
    ----------
    demand
        The points.
    sites
        The sites, as :func:`gis.sites.read_sites` takes them out of a frame.
    round_zones
        What each site serves round the zones, by :func:`gis.reach.regions`; ``None`` for discs.
    on_progress
        Told the share of the work done; what it raises ends the run.

    Returns
    -------
    DemandCoverage
        Every interval holds the true figure for any positions of sites and points within their
        accuracies, and for any zones within theirs. Sums are exact (``math.fsum``), so the order of
        rows changes nothing.
    """
    report = on_progress or unheard
    report(0.0)
    sure, possible = times_covered(
        demand, sites, sites.serving, round_zones, part(report, 0.0, 0.4)
    )
    more_sure, more_possible = times_covered(
        demand, sites, ~sites.serving, round_zones, part(report, 0.4, 0.6)
    )
    depths = (sure, possible, sure + more_sure, possible + more_possible)
    everything = np.ones(len(demand), dtype=bool)
    rows = tuple(
        _row(name, demand, depths, demand.town == index) for index, name in enumerate(demand.towns)
    )
    farthest = _farthest(demand, sites, part(report, 0.7, 1.0))
    report(1.0)
    return DemandCoverage(
        _row("city", demand, depths, everything),
        tuple(row for row in rows if row.points),
        demand.unplaced,
        farthest,
    )


def _row(
    name: str,
    demand: Demand,
    depths: tuple[Indices, Indices, Indices, Indices],
    where: NDArray[np.bool_],
) -> DemandRow:
    weights = demand.weights[where]
    sure, possible, with_sure, with_possible = (depth[where] for depth in depths)

    def reached(low: Indices, high: Indices, k: int) -> Interval:
        return Interval(fsum(weights[low >= k]), fsum(weights[high >= k]))

    return DemandRow(
        town=name,
        points=len(weights),
        demand=fsum(weights),
        k_covered=tuple(reached(sure, possible, k) for k in DEPTHS),
        with_planned=reached(with_sure, with_possible, 1),
    )


def _farthest(demand: Demand, sites: Sites, on_progress: Progress) -> Interval | None:
    """Return the largest straight distance of a demand point to its nearest serving site."""
    if not (len(demand) and sites.serving.any()):
        return None
    centres, errors = sites.centres[sites.serving], sites.accuracies_m[sites.serving]
    nearest, away = nearest_sites(SortedPoints.of(demand.places), centres, on_progress=on_progress)
    # A site stated farther away may truly be nearer, by no more than the largest error.
    low = np.maximum(0.0, away - errors.max() - demand.accuracies_m)
    high = away + errors[nearest] + demand.accuracies_m
    return Interval(float(low.max()), float(high.max()))
