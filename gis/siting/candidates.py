"""Candidate sites: a hexagonal grid over the city, places of a layer, or the user's own points.

Every source gives the same frame, in EPSG:4547: ``id``, ``name_zh``, ``name_en``, ``status``,
``accuracy_m`` (metres) and ``geometry`` (points).
"""

from collections.abc import Sequence
from math import isfinite, sqrt

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gis.crs import METRIC, require_metric
from gis.discs import Floats
from gis.errors import InvalidInputError
from gis.partition import partition

COLUMNS = ("id", "name_zh", "name_en", "status", "accuracy_m", "geometry")
MAX_CANDIDATES = 5_000
"""More candidates than this are refused: the proof would not end."""


def hexagonal_grid(towns: gpd.GeoDataFrame, spacing_m: float) -> gpd.GeoDataFrame:
    """Return the points of a hexagonal grid that lie in the city.

    Parameters
    ----------
    towns
        Frame of the layer ``towns`` in EPSG:4547.
    spacing_m
        Distance between neighbours in metres. No place in a wide enough city is farther than
        ``spacing_m / sqrt(3)`` from a point.

    Returns
    -------
    GeoDataFrame
        Candidates with an accuracy of 0 m: a grid point is a choice and not an estimate. The grid
        stands on multiples of the spacing, so it does not move when a town changes.

    Raises
    ------
    InvalidInputError
        If the spacing is not positive, or so small that there would be too many candidates.
    """
    cities = partition(towns).polygons
    if not (isfinite(spacing_m) and spacing_m > 0):
        raise InvalidInputError(
            f"the spacing must be above 0 metres, not {spacing_m:g}", field="spacing_m"
        )
    expected = shapely.area(cities).sum() / (spacing_m**2 * sqrt(3) / 2)
    if expected > MAX_CANDIDATES:
        raise InvalidInputError(
            f"a spacing of {spacing_m:g} m gives about {expected:,.0f} candidates, "
            f"more than {MAX_CANDIDATES:,}",
            field="spacing_m",
            remedy="choose a larger spacing",
        )
    lattice = _lattice(shapely.total_bounds(cities), spacing_m)
    tree = shapely.STRtree(np.asarray(shapely.points(lattice), dtype=object))
    _, inside = tree.query(cities, predicate="intersects")
    kept = lattice[np.unique(inside)]
    return named(kept, "grid", ("网格点", "Grid point"))


def from_layer(features: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return candidates at the places of a layer (hubs, carriers, facilities, places).

    Parameters
    ----------
    features
        Frame of a layer whose geometries are points, in EPSG:4547. Features keep their accuracy,
        and their own service radii if they state any.
    """
    require_metric(features, "candidates")
    own = [name for name in ("service_radius_m",) if name in features]
    return features.loc[:, [*COLUMNS, *own]].reset_index(drop=True)


def from_points(points: Sequence[tuple[float, float]]) -> gpd.GeoDataFrame:
    """Return candidates at the user's own points.

    Parameters
    ----------
    points
        Easting and northing in metres, EPSG:4547. They are choices: their accuracy is 0 m.
    """
    places = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    if not np.isfinite(places).all():
        raise InvalidInputError("a candidate's coordinates must be finite", field="candidates")
    return named(places, "point", ("自选点", "Own point"))


def _lattice(bounds: Floats, spacing_m: float) -> Floats:
    row_height = spacing_m * sqrt(3) / 2
    west, south, east, north = bounds
    rows = np.arange(np.floor(south / row_height), np.ceil(north / row_height) + 1)
    columns = np.arange(np.floor(west / spacing_m) - 1, np.ceil(east / spacing_m) + 1)
    column, row = np.meshgrid(columns, rows)
    eastings = (column + (row % 2) / 2) * spacing_m
    return np.column_stack((eastings.ravel(), (row * row_height).ravel()))


def named(places: Floats, id_: str, names: tuple[str, str]) -> gpd.GeoDataFrame:
    """Return candidates at places that are choices, numbered from 1.

    Parameters
    ----------
    places
        Shape (n, 2), EPSG:4547.
    id_, names
        What ids and names, Chinese and English, begin with.
    """
    numbers = range(1, len(places) + 1)
    columns = pd.DataFrame(
        {
            "id": pd.Series([f"{id_}-{number:04d}" for number in numbers], dtype=object),
            "name_zh": pd.Series([f"{names[0]} {number}" for number in numbers], dtype=object),
            "name_en": pd.Series([f"{names[1]} {number}" for number in numbers], dtype=object),
            "status": pd.Series(["candidate"] * len(places), dtype=object),
            "accuracy_m": np.zeros(len(places)),
        }
    )
    return gpd.GeoDataFrame(columns, geometry=shapely.points(places), crs=METRIC)
