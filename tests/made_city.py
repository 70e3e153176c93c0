"""Small cities with towns and sites in EPSG:4547, for the analyses' tests."""

from collections.abc import Iterable, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gis.crs import METRIC

WEST, SOUTH = 480_000.0, 2_530_000.0
"""South-west corner of the made cities."""
CORNER = np.array([WEST, SOUTH])


def made_towns(
    polygons: Iterable[Any], people: Sequence[int | None] | None = None
) -> gpd.GeoDataFrame:
    shapes = list(polygons)
    counts = [1000 * (i + 1) for i in range(len(shapes))] if people is None else list(people)
    ids = [f"t{i:02d}" for i in range(len(shapes))]
    return gpd.GeoDataFrame(
        {
            "id": ids,
            "name_zh": [f"镇{name}" for name in ids],
            "name_en": [f"Town {name}" for name in ids],
            "in_partition": pd.array([True] * len(shapes), dtype="boolean"),
            "population_2020": pd.array(counts, dtype="Int64"),
        },
        geometry=shapes,
        crs=METRIC,
    )


def square_towns(columns: int, size_m: float) -> gpd.GeoDataFrame:
    """Towns of a chequerboard, ``columns`` each way."""
    corner = [
        (WEST + i * size_m, SOUTH + j * size_m) for j in range(columns) for i in range(columns)
    ]
    return made_towns(shapely.box(x, y, x + size_m, y + size_m) for x, y in corner)


def irregular_towns(number: int, size_m: float, seed: int) -> gpd.GeoDataFrame:
    """Towns that are the Voronoi cells of random seats in a round city; the last has no people."""
    draw = np.random.default_rng(seed)
    outline = shapely.Point(WEST + size_m / 2, SOUTH + size_m / 2).buffer(size_m / 2, quad_segs=6)
    seats = shapely.MultiPoint(draw.uniform(0, size_m, (number, 2)) + CORNER)
    cells = shapely.get_parts(shapely.voronoi_polygons(seats, extend_to=outline))
    pieces = shapely.intersection(cells, outline)
    kept = pieces[shapely.area(pieces) > 0]
    people: list[int | None] = [int(n) for n in draw.integers(1_000, 900_000, len(kept))]
    return made_towns(kept, [*people[:-1], None])


def made_sites(
    places: Sequence[Sequence[float]] | np.ndarray,
    *,
    accuracy_m: float | Sequence[float] | np.ndarray = 0.0,
    status: str | Sequence[str] = "in_use",
    radii: Sequence[dict[str, float] | None] | None = None,
    prefix: str = "s",
) -> gpd.GeoDataFrame:
    """Sites at offsets in metres from the city's south-west corner."""
    offsets = np.asarray(places, dtype=np.float64).reshape(-1, 2)
    number = len(offsets)
    ids = [f"{prefix}{i:03d}" for i in range(number)]
    return gpd.GeoDataFrame(
        {
            "id": pd.Series(ids, dtype=object),
            "name_zh": pd.Series([f"点{name}" for name in ids], dtype=object),
            "name_en": pd.Series([f"Site {name}" for name in ids], dtype=object),
            "status": pd.Series(
                [status] * number if isinstance(status, str) else list(status), dtype=object
            ),
            "accuracy_m": np.broadcast_to(np.asarray(accuracy_m, dtype=np.float64), number),
            "service_radius_m": pd.Series(list(radii or [None] * number), dtype=object),
        },
        geometry=shapely.points(offsets + CORNER),
        crs=METRIC,
    )


def fine_grid(towns: gpd.GeoDataFrame, step_m: float) -> tuple[np.ndarray, np.ndarray]:
    """Cell centres of a fine grid in the towns, and the index of each one's town."""
    west, south, east, north = towns.total_bounds
    x, y = np.meshgrid(
        np.arange(west + step_m / 2, east, step_m), np.arange(south + step_m / 2, north, step_m)
    )
    points = np.column_stack((x.ravel(), y.ravel()))
    tree = shapely.STRtree(shapely.points(points))
    town, point = tree.query(towns.geometry.to_numpy(), predicate="contains")
    return points[point], town


def distances(points: np.ndarray, sites: gpd.GeoDataFrame) -> np.ndarray:
    """Distance of every point to every site, shape (points, sites)."""
    centres = shapely.get_coordinates(sites.geometry.to_numpy())
    return np.hypot(*np.moveaxis(points[:, None, :] - centres[None], 2, 0))
