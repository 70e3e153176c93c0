"""A small picture of the city for the landing page: vectors printed by the server, no script."""

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from gis.crs import metric_geometry
from gis.records import records
from web.maps.map_layers import placed
from web.maps.place_layers import site_symbol
from web.maps.town_layers import partition

WIDTH = 760.0
_DOTS = {
    "takeoff-in_use": "in-use",
    "suggested": "proposed",
    "takeoff-coming": "coming",
    "takeoff-other": "other",
}
_LAST = ("other", "coming", "proposed", "in-use")


@dataclass(frozen=True, slots=True)
class Picture:
    """The city in a box of ``width`` by ``height`` units, y downwards.

    Attributes
    ----------
    width, height
        The size of the box.
    towns
        SVG path data, one path a town.
    dots
        Class, x and y of each dot: ``landmark``, ``in-use``, ``proposed`` (in a scenario only),
        ``coming`` or ``other``.
    numbers
        How many features there are of each of these classes, those without a position included.
    """

    width: float
    height: float
    towns: tuple[str, ...]
    dots: tuple[tuple[str, float, float], ...]
    numbers: Mapping[str, int]


def city_picture(
    towns: gpd.GeoDataFrame | None,
    takeoff_points: gpd.GeoDataFrame | None,
    landmarks: gpd.GeoDataFrame | None,
) -> Picture | None:
    """Draw the towns and the points over them; ``None`` where there are no towns to draw."""
    shapes = (
        [metric_geometry(row["geometry"]) for row in partition(towns)]
        if (towns is not None)
        else []
    )
    if not shapes:
        return None
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    scale = WIDTH / (east - west)

    def place(x: float, y: float) -> tuple[float, float]:
        return round((x - west) * scale, 1), round((north - y) * scale, 1)

    def path(shape: BaseGeometry) -> str:
        rings = [
            part.exterior.coords for part in shapely.get_parts(shapely.simplify(shape, 1 / scale))
        ]
        return "".join(
            "M" + "L".join(f"{x:g} {y:g}" for x, y in (place(*at[:2]) for at in ring)) + "Z"
            for ring in rings
        )

    dots = [
        (kind, *place(*metric_geometry(point).coords[0]))
        for kind, point in _points(takeoff_points, landmarks)
    ]
    height = round((north - south) * scale, 1)
    numbers = _numbers(takeoff_points, landmarks)
    return Picture(WIDTH, height, tuple(map(path, shapes)), tuple(dots), numbers)


def _numbers(
    takeoff_points: gpd.GeoDataFrame | None, landmarks: gpd.GeoDataFrame | None
) -> Mapping[str, int]:
    numbers = dict.fromkeys(_LAST, 0)
    for row in records(takeoff_points) if takeoff_points is not None else ():
        numbers[_DOTS[site_symbol(row)]] += 1
    return numbers | {"landmark": 0 if landmarks is None else len(landmarks)}


def _points(
    takeoff_points: gpd.GeoDataFrame | None, landmarks: gpd.GeoDataFrame | None
) -> list[tuple[str, shapely.Point]]:
    """Return each dot and where it stands: of several at one place, the one that serves most."""
    points: list[tuple[str, shapely.Point]] = []
    for row in placed(landmarks) if landmarks is not None else ():
        points += [("landmark", point) for point in shapely.get_parts(row["geometry"])]
    at: dict[tuple[float, float], tuple[str, shapely.Point]] = {}
    rows = placed(takeoff_points) if takeoff_points is not None else []
    dots = [(_DOTS[site_symbol(row)], row["geometry"]) for row in rows]
    # The last of a place stays, and the last drawn lies on top: what serves today.
    for kind, point in sorted(dots, key=lambda dot: _LAST.index(dot[0])):
        at.pop((point.x, point.y), None)
        at[point.x, point.y] = (kind, point)
    return points + list(at.values())
