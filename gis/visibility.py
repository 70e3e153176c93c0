"""Shortest ways round polygons: where ways bend and how long they are.

A shortest way round polygons is a chain of straight segments that bends only at convex corners of
the polygons, and there it hugs the corner: both neighbours of the corner lie on one side of it. So
it is found exactly in the graph of the corners' tangent lines of sight. Flying along a boundary is
allowed; entering the interior is not. Whether a line of sight enters is decided by the geometry
library's robust predicates, not by a tolerance. Metres in EPSG:4547.
"""

from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.discs import Floats, Geometries, Indices

FLAT = 1e-9
"""Sine of an angle below which three points may be in line; then both cases are tried."""
_PAIRS_AT_ONCE = 2_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Obstacles:
    """Polygons that nothing may enter, prepared for questions about ways round them.

    Attributes
    ----------
    shape
        Their union (EPSG:4547), prepared.
    starts, ends
        Its edges with the interior on the left, shape (e, 2).
    corners
        The corners that ways can bend round, shape (b, 2).
    before, after
        The corners' neighbours along the boundary, shape (b, 2).
    sights
        For each corner, the corners in tangent sight of it and how far they are.
    """

    shape: Any
    starts: Floats
    ends: Floats
    corners: Floats
    before: Floats
    after: Floats
    sights: tuple[tuple[tuple[int, float], ...], ...]

    def clear_of(self, points: Floats, margins_m: Floats) -> NDArray[np.bool_]:
        """Mark the points whose open disc of this radius no obstacle enters (0 m: the point)."""
        places = shapely.points(points)
        near = shapely.distance(places, self.shape) < margins_m
        inside: NDArray[np.bool_] = shapely.contains_properly(self.shape, places)
        return ~(near | inside)


def obstacles(polygons: Geometries) -> Obstacles:
    """Prepare polygons (EPSG:4547, valid, perhaps overlapping, empty or none) as obstacles."""
    shape = shapely.orient_polygons(_areas(shapely.union_all(polygons)))
    rings = shapely.get_rings(shapely.get_parts(shape))
    table, ring = shapely.get_coordinates(rings, return_index=True)
    within = ring[1:] == ring[:-1]
    starts, ends = table[:-1][within], table[1:][within]
    edge_ring = ring[:-1][within]
    first = np.flatnonzero(np.r_[True, np.diff(edge_ring) > 0]) if len(edge_ring) else edge_ring
    previous = np.arange(len(starts)) - 1
    previous[first] = np.r_[first[1:] - 1, len(starts) - 1] if len(first) else first
    before = starts[previous]
    # The interior is on the left: a corner is convex where the boundary turns left.
    convex = _side(before, starts, ends) > -FLAT
    shapely.prepare(shape)
    corners = (starts[convex], before[convex], ends[convex])
    return Obstacles(shape, starts, ends, *corners, _sights(shape, *corners))


def in_sight(shape: Any, origins: Floats, targets: Floats) -> NDArray[np.bool_]:
    """Tell which segments do not enter the interior of a (prepared) shape, pair by pair."""
    lines = shapely.linestrings(np.stack((origins, targets), axis=1))
    return np.asarray(~shapely.intersects(shape, lines) | shapely.touches(shape, lines))


def seen_corners(from_: Floats, obstacles: Obstacles, range_m: float) -> tuple[Indices, Floats]:
    """Return the corners that a way from a point can bend round first, and how far they are.

    Parameters
    ----------
    from_
        The point, shape (2,).
    obstacles
        The obstacles.
    range_m
        How far to look; may be infinite.
    """
    away = np.hypot(*(obstacles.corners - from_).T)
    origins = np.broadcast_to(from_, obstacles.corners.shape)
    hugging = _hugging(origins, obstacles.corners, obstacles.before, obstacles.after)
    near = np.flatnonzero((away <= range_m) & (hugging | (away == 0)))
    # A point on a corner is there already; a segment without length has no sight to test.
    apart = away[near] > 0
    seen = ~apart
    seen[apart] = in_sight(obstacles.shape, origins[near[apart]], obstacles.corners[near[apart]])
    return near[seen], away[near[seen]]


def ways_to_corners(
    first: tuple[Indices, Floats], obstacles: Obstacles, range_m: float
) -> tuple[Floats, Indices]:
    """Return how long the shortest way to each corner is, and the corner before it.

    Parameters
    ----------
    first
        The corners reached straight, and how far they are: see :func:`seen_corners`.
    obstacles
        The obstacles.
    range_m
        Ways longer than this are not followed; may be infinite.

    Returns
    -------
    tuple of arrays
        Lengths in metres, infinite where no way is short enough, and the corner before on the way,
        -1 where it is reached straight; shape (b,) each.
    """
    lengths = np.full(len(obstacles.corners), np.inf)
    came = np.full(len(obstacles.corners), -1, dtype=np.intp)
    heap = [(float(away), int(corner), -1) for corner, away in zip(*first, strict=True)]
    heap.sort()
    while heap:
        length, corner, previous = heappop(heap)
        if length >= lengths[corner] or length > range_m:
            continue
        lengths[corner], came[corner] = length, previous
        for other, away in obstacles.sights[corner]:
            if length + away < lengths[other]:
                heappush(heap, (length + away, other, corner))
    return lengths, came


def _areas(shape: Any) -> Any:
    """Return the polygons of a union, as one multipolygon."""
    parts = shapely.get_parts(shape)
    areal = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    return shapely.multipolygons(parts[areal & ~shapely.is_empty(parts)])


def _sights(
    shape: Any, corners: Floats, before: Floats, after: Floats
) -> tuple[tuple[tuple[int, float], ...], ...]:
    """Find the pairs of corners with a line of sight that hugs both."""
    number = len(corners)
    sights: list[list[tuple[int, float]]] = [[] for _ in range(number)]
    rows = max(1, _PAIRS_AT_ONCE // max(1, number))
    for begin in range(0, number, rows):
        block = np.arange(begin, min(number, begin + rows))
        origin, target = (
            table.ravel() for table in np.meshgrid(block, np.arange(number), indexing="ij")
        )
        later = origin < target
        origin, target = origin[later], target[later]
        a, b = corners[origin], corners[target]
        apart = (a != b).any(axis=1)
        hugs = apart & _hugging(a, b, before[target], after[target])
        hugs &= _hugging(b, a, before[origin], after[origin])
        origin, target, a, b = origin[hugs], target[hugs], a[hugs], b[hugs]
        seen = in_sight(shape, a, b)
        away = np.hypot(*(b - a).T)
        for one, two, length in zip(
            origin[seen].tolist(), target[seen].tolist(), away[seen].tolist(), strict=True
        ):
            sights[one].append((two, length))
            sights[two].append((one, length))
    return tuple(tuple(row) for row in sights)


def _hugging(origins: Floats, corners: Floats, before: Floats, after: Floats) -> NDArray[np.bool_]:
    """Mark the corners with both neighbours on one side of the line from the origin."""
    one, two = _side(origins, corners, before), _side(origins, corners, after)
    return ((one > -FLAT) & (two > -FLAT)) | ((one < FLAT) & (two < FLAT))


def _side(a: Floats, b: Floats, c: Floats) -> Floats:
    """Return the sine of the turn from a to b to c: positive where c is on the left."""
    ab, bc = b - a, c - b
    cross = ab[:, 0] * bc[:, 1] - ab[:, 1] * bc[:, 0]
    size = np.hypot(*ab.T) * np.hypot(*bc.T)
    sine: Floats = np.divide(cross, size, out=np.zeros_like(cross), where=size > 0)
    return sine
