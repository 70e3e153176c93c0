"""Where nothing may be built: candidates inside forbidden areas drop out, by name."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from gis.crs import require_metric
from gis.discs import Indices


@dataclass(frozen=True, slots=True)
class Dropped:
    """A candidate left out because of a forbidden area.

    Attributes
    ----------
    candidate
        The candidate's id.
    area
        The id of the first area it stands in, in the order given.
    surely
        Whether its true position lies inside whatever it is, by its accuracy; otherwise it may.
    """

    candidate: str
    area: str
    surely: bool


def outside(
    candidates: gpd.GeoDataFrame, areas: gpd.GeoDataFrame
) -> tuple[gpd.GeoDataFrame, tuple[Dropped, ...]]:
    """Drop the candidates that stand in a forbidden area, or may stand in one.

    Parameters
    ----------
    candidates
        Candidates in EPSG:4547, as :mod:`gis.siting.candidates` makes them. One whose position is
        an estimate drops out if any place within its accuracy is forbidden.
    areas
        Polygons in EPSG:4547 with an ``id``; their boundary is forbidden, too.

    Returns
    -------
    tuple
        The candidates that stay, and those that do not with the area that forbids them.

    Raises
    ------
    WrongReferenceSystemError
        If a frame is not in EPSG:4547.
    """
    require_metric(candidates, "candidates")
    require_metric(areas, "areas")
    points = np.asarray(candidates.geometry.to_numpy(), dtype=object)
    placed = np.flatnonzero(~(shapely.is_missing(points) | shapely.is_empty(points)))
    accuracy = candidates["accuracy_m"].to_numpy(dtype=np.float64)
    within = np.nan_to_num(accuracy[placed])
    polygons = np.asarray(areas.geometry.to_numpy(), dtype=object)
    tree = shapely.STRtree(polygons)
    one, area = tree.query(points[placed], predicate="dwithin", distance=within)
    first = _first(one, area, len(placed))
    stays = np.ones(len(points), dtype=bool)
    dropped = []
    for number in np.flatnonzero(first < len(polygons)).tolist():
        row, zone = int(placed[number]), int(first[number])
        stays[row] = False
        rim = shapely.distance(points[row], shapely.boundary(polygons[zone]))
        inside = bool(shapely.intersects(points[row], polygons[zone]))
        dropped.append(
            Dropped(
                str(candidates["id"].iloc[row]),
                str(areas["id"].iloc[zone]),
                inside and bool(rim >= within[number]),
            )
        )
    return candidates[stays], tuple(dropped)


def _first(one: Indices, area: Indices, number: int) -> Indices:
    first = np.full(number, np.iinfo(np.intp).max, dtype=np.intp)
    np.minimum.at(first, one, area)
    return first
