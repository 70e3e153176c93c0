"""The borders of the towns and of the city as directed edges, made once for each set of towns."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.discs import Floats, Geometries, Indices

_SETS_KEPT = 8
_RELATIVE_ERROR = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Borders:
    """Edges of the towns, then of the city, each with its own side on the left.

    Attributes
    ----------
    origin
        The middle of the city (EPSG:4547, metres); all coordinates here are from it.
    starts, ends
        The edges, shape (e, 2).
    corner
        Number of the place at both ends, shape (2, e): the same place has the same number.
    owner
        Index of the town each edge bounds; the number of towns for the city as a whole.
    towns
        Number of towns.
    areas_m2
        Areas of the towns, shape (towns,).
    polygons, city
        The towns and their union (EPSG:4547), prepared.
    tree
        The edges, to be searched.
    hull
        Corners of the city's convex hull, anticlockwise, the first not repeated.
    partition
        Whether the towns are valid and do not overlap.
    """

    origin: Floats
    starts: Floats
    ends: Floats
    corner: Indices
    owner: Indices
    towns: int
    areas_m2: Floats
    polygons: Geometries
    city: Any
    tree: shapely.STRtree
    hull: Floats
    partition: bool

    def holders(self, points: Floats) -> Indices:
        """Return the town that holds each point (from the origin); -1 where none does."""
        places = np.asarray(shapely.points(points + self.origin), dtype=object)
        town, point = shapely.STRtree(places).query(self.polygons, predicate="intersects")
        found = np.full(len(points), -1, dtype=np.intp)
        found[point] = town
        return found

    def in_city(self, points: Floats) -> NDArray[np.bool_]:
        """Mark the points (from the origin) that lie in the city."""
        places = points + self.origin
        inside: NDArray[np.bool_] = shapely.contains_xy(self.city, places[:, 0], places[:, 1])
        return inside


def borders(towns: Geometries) -> Borders:
    """Return the borders of these polygons (EPSG:4547), from before if they are known."""
    return _borders(tuple(shapely.to_wkb(towns).tolist()))


@lru_cache(maxsize=_SETS_KEPT)
def _borders(written: tuple[bytes, ...]) -> Borders:
    towns = np.asarray(shapely.from_wkb(list(written)), dtype=object)
    west, south, east, north = shapely.total_bounds(towns).tolist()
    origin = np.round(np.array([(west + east) / 2, (south + north) / 2]))
    areas = np.asarray(shapely.area(towns), dtype=np.float64)
    valid = bool(shapely.is_valid(towns).all())
    city = shapely.union_all(towns) if valid else shapely.MultiPolygon()
    clean = valid and bool(np.isclose(areas.sum(), city.area, rtol=_RELATIVE_ERROR, atol=0.0))
    starts, ends, owner = _edges(np.array([*towns, city], dtype=object), origin)
    shapely.prepare(towns)
    shapely.prepare(city)
    hull = shapely.orient_polygons(shapely.convex_hull(shapely.multipoints(starts)))
    lines = shapely.linestrings(np.stack((starts, ends), axis=1))
    return Borders(
        origin,
        starts,
        ends,
        _numbers(starts, ends),
        owner,
        len(towns),
        areas,
        towns,
        city,
        shapely.STRtree(np.asarray(lines, dtype=object)),
        shapely.get_coordinates(hull)[:-1],
        clean,
    )


def _numbers(starts: Floats, ends: Floats) -> Indices:
    places = np.ascontiguousarray(np.concatenate((starts, ends))).view(np.complex128).ravel()
    return np.unique(places, return_inverse=True)[1].reshape(2, -1)


def _edges(shapes: Geometries, origin: Floats) -> tuple[Floats, Floats, Indices]:
    turned = shapely.orient_polygons(shapes)
    parts, owner = shapely.get_parts(turned, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    places, ring = shapely.get_coordinates(rings, return_index=True)
    places = places - origin
    joined = (ring[1:] == ring[:-1]) & (places[1:] != places[:-1]).any(axis=1)
    which = np.flatnonzero(joined)
    return places[which], places[which + 1], owner[part[ring[which]]]
