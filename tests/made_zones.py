"""Made geozones in EPSG:4547, and an independent shortest way round them."""

from collections.abc import Callable, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.sparse.csgraph import dijkstra

from gis.crs import METRIC
from gis.zones import Flight, Zones, read_zones
from tests.made_city import CORNER

FLIGHT = Flight(height_m=100.0)


def made_zones(shapes: Sequence[Any], **columns: Any) -> gpd.GeoDataFrame:
    """Zones that bar every flight always, at offsets from the city's south-west corner.

    A column is one value for all zones, or a list with one for each.
    """
    ids = [f"z{i:02d}" for i in range(len(shapes))]
    plain = {
        "restriction": "prohibited",
        "status": "in_force",
        "floor_m": None,
        "ceiling_m": None,
        "vertical_reference": "ground",
        "hours": "24/7",
        "authority": "Made authority",
        "edition": "2026-05",
        "accuracy_m": 0.0,
    }
    table = {
        "id": ids,
        "name_zh": [f"区{name}" for name in ids],
        "name_en": [f"Zone {name}" for name in ids],
        **{
            name: value if isinstance(value, list) else [value] * len(ids)
            for name, value in (plain | columns).items()
        },
    }
    frame = pd.DataFrame({name: pd.Series(value, dtype=object) for name, value in table.items()})
    moved = [shapely.transform(shape, lambda xy: xy + CORNER) for shape in shapes]
    return gpd.GeoDataFrame(frame, geometry=moved, crs=METRIC)


def zones_of(shapes: Sequence[Any], flight: Flight = FLIGHT, **columns: Any) -> Zones:
    return read_zones(made_zones(shapes, **columns), flight)


def random_shapes(seed: int, number: int, size_m: float = 20_000.0) -> list[Any]:
    """Circles, boxes, stars and rings, that overlap, touch and contain each other."""
    draw = np.random.default_rng(seed)
    shapes: list[Any] = []
    for kind in draw.integers(0, 5, number):
        x, y = draw.integers(0, 20, 2) * (size_m / 20)
        r = float(draw.choice([size_m / 20, size_m / 10, size_m / 13]))
        if kind == 0:
            shapes.append(shapely.Point(x, y).buffer(r, quad_segs=int(draw.integers(1, 7))))
        elif kind == 1:
            shapes.append(shapely.box(x, y, x + r, y + 2 * r))
        elif kind == 2:
            angles = np.arange(10) * np.pi / 5
            long = np.where(np.arange(10) % 2, r / 3, r)
            shapes.append(
                shapely.Polygon(
                    np.column_stack((x + long * np.cos(angles), y + long * np.sin(angles)))
                )
            )
        elif kind == 3:
            ring = shapely.box(x - r, y - r, x + r, y + r)
            gate = shapely.box(x - r / 9, y, x + r / 9, y + 2 * r)
            shapes.append(ring.difference(shapely.box(x - r / 2, y - r / 2, x + r / 2, y + r / 2)))
            shapes[-1] = shapes[-1].difference(gate) if draw.random() < 0.5 else shapes[-1]
        else:
            shapes.append(shapely.box(x, y, x + r, y + r))
    return shapes


def ways(origin: np.ndarray, targets: np.ndarray, blocks: Any) -> np.ndarray:
    """Length of the shortest way from one place to each target, round the interiors of blocks."""
    return ways_between(targets, blocks)(origin)


def ways_between(targets: np.ndarray, blocks: Any) -> Callable[[np.ndarray], np.ndarray]:
    """Return what tells the shortest ways from a place to each target, by the full graph.

    Independent of the code under test: every vertex is a node, every pair is tried, and whether a
    segment enters an interior is asked of the DE-9IM matrix.
    """
    nodes = np.unique(shapely.get_coordinates(blocks), axis=0)

    def straight(from_: np.ndarray, to: np.ndarray) -> np.ndarray:
        ends = np.stack(np.broadcast_arrays(from_[:, None], to[None]), axis=2)
        away = np.hypot(*np.moveaxis(ends[:, :, 1] - ends[:, :, 0], 2, 0))
        hit = shapely.relate_pattern(blocks, shapely.linestrings(ends), "T********")
        return np.where(hit & (away > 0), np.inf, away)

    table = straight(nodes, nodes)
    onward = np.full((len(nodes), len(targets)), np.inf)
    if len(nodes):
        between = dijkstra(np.where(np.isinf(table), 0.0, table))
        last = straight(nodes, targets)
        onward = np.min(between[:, :, None] + last[None], axis=1)
    inside = shapely.contains_properly(blocks, shapely.points(targets))

    def tell(origin: np.ndarray) -> np.ndarray:
        away = straight(origin[None], targets)[0]
        if len(nodes):
            first = straight(origin[None], nodes)[0]
            away = np.minimum(away, (first[:, None] + onward).min(axis=0))
        nowhere = inside | shapely.contains_properly(blocks, shapely.Point(origin))
        return np.where(nowhere, np.inf, away)

    return tell
