"""What is seen from a point among polygons, and which part of it a bending way opens up.

A view is found by turning a ray: between two neighbouring directions of edges' ends one edge is the
nearest throughout, so the view is a star of triangles with corners exact to rounding. Metres in
EPSG:4547.
"""

from typing import Any

import numpy as np
import shapely

from gis.discs import Floats
from gis.visibility import FLAT, Obstacles

_TOUCHING_M = 1e-7
_THIN = 1e-12
"""Angle, in radians, under which two directions are one: a tenth of a micrometre at 100 km."""
_TURNS = 8
"""A view is cut at least every eighth of a turn, so that its far chords stay far."""
_FAR = 1.2
"""How far beyond the range a view is drawn: above 1 / cos(pi / 8)."""


def wedge_behind(
    corner: int, came_from: Floats, obstacles: Obstacles
) -> tuple[float, float] | None:
    """Return the directions into which a shortest way that comes from a point can bend at a corner.

    They lie between straight on and the boundary: a way that bends by less or more, or to the
    other side, could be shortened.

    Parameters
    ----------
    corner
        Its index.
    came_from
        The point before it on the way, shape (2,).
    obstacles
        The obstacles.

    Returns
    -------
    tuple or None
        First direction and width of the wedge, counterclockwise, in radians; ``None`` for all
        directions (the way begins at the corner, or it is in line with both its edges).
    """
    at = obstacles.corners[corner]
    heading = at - came_from
    if not heading.any():
        return None
    edges = np.stack((obstacles.before[corner], obstacles.after[corner])) - at
    cross = heading[0] * edges[:, 1] - heading[1] * edges[:, 0]
    turns = np.arctan2(cross, edges @ heading)
    if np.ptp(np.sign(turns)) == 2 and np.abs(turns).max() < np.pi - FLAT:
        return None
    # An edge that leads straight back may be told to lie on the wrong side by rounding.
    sided = turns[np.abs(turns) < np.pi - FLAT]
    width = float(np.abs(sided).min()) if len(sided) else np.pi
    straight = float(np.arctan2(heading[1], heading[0]))
    left = bool(sided.sum() > 0)
    first = straight - FLAT if left else straight - width - FLAT
    return first, width + 2 * FLAT


def view(
    from_: Floats,
    obstacles: Obstacles,
    range_m: float,
    wedge: tuple[float, float] | None = None,
) -> Any:
    """Return what is seen from a point, at least out to a range: a star-shaped polygon.

    Beyond the range the polygon ends anywhere; from a point on a boundary it also looks into the
    obstacle. Cut it to the range and off the obstacles. The corners are exact to rounding.

    Parameters
    ----------
    from_
        The point, shape (2,).
    obstacles
        The obstacles.
    range_m
        Metres, finite.
    wedge
        First direction and width of the directions to look into; ``None`` for all.
    """
    far = _FAR * range_m
    first, width = wedge or (-np.pi, 2 * np.pi)
    start, end = _blocking(from_, obstacles, far)
    ends = np.concatenate((start, end))
    directions = (np.arctan2(ends[:, 1], ends[:, 0]) - first) % (2 * np.pi)
    turns = np.linspace(0.0, width, 2 + int(width * _TURNS / (2 * np.pi)))
    cuts = np.unique(np.concatenate((turns, directions[directions < width])))
    # Wedges thinner than rounding show nothing but noise.
    cuts = cuts[np.concatenate(([True], np.diff(cuts) > _THIN))] + first
    left, right = cuts[:-1], cuts[1:]
    distances = _nearest_edge((left + right) / 2, left, right, start, end, far)
    angles = np.stack((left, right), axis=1).ravel()
    ring = distances[:, None] * np.stack((np.cos(angles), np.sin(angles)), axis=1) + from_
    if wedge is not None:
        ring = np.concatenate((from_[None], ring))
    return shapely.make_valid(shapely.polygons(ring), method="structure", keep_collapsed=False)


def _blocking(from_: Floats, obstacles: Obstacles, far: float) -> tuple[Floats, Floats]:
    """Return the edges (relative to the point) that can end a view, not those it lies on."""
    start, end = obstacles.starts - from_, obstacles.ends - from_
    along = end - start
    square = np.einsum("ec,ec->e", along, along)
    share = np.clip(-np.einsum("ec,ec->e", start, along) / square, 0.0, 1.0)
    away = np.hypot(*(start + share[:, None] * along).T)
    kept = (away > _TOUCHING_M) & (away < far)
    return start[kept], end[kept]


def _nearest_edge(
    middle: Floats, left: Floats, right: Floats, start: Floats, end: Floats, far: float
) -> Floats:
    """Return how far one sees at both ends of each wedge, shape (2 * wedges,)."""
    if not len(start):
        return np.full(2 * len(middle), far)
    along = end - start
    area = start[:, 0] * along[:, 1] - start[:, 1] * along[:, 0]

    def hit(angles: Floats, edges: Any) -> Floats:
        east, north = np.cos(angles), np.sin(angles)
        over = east * along[edges, 1] - north * along[edges, 0]
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(area[edges] / over, dtype=np.float64)

    # An edge fills a wedge when the wedge's middle lies between the directions of its ends.
    east, north = np.cos(middle)[:, None], np.sin(middle)[:, None]
    one = east * start[:, 1] - north * start[:, 0]
    two = east * end[:, 1] - north * end[:, 0]
    distance = hit(middle[:, None], slice(None))
    distance[~((one * two < 0) & (distance > 0))] = np.inf
    nearest = distance.argmin(axis=1)
    seen = np.isfinite(distance[np.arange(len(middle)), nearest])
    ends = np.stack((hit(left, nearest), hit(right, nearest)), axis=1)
    ends[~seen] = far
    # At a wedge's very end an edge seen lengthwise may have no crossing, or one far off it.
    longest = max(far, float(np.hypot(*np.concatenate((start, end)).T).max()))
    return np.clip(np.nan_to_num(ends, nan=0.0, posinf=longest), 0.0, longest).ravel()
