"""The arrangement of service discs and town polygons: faces, their covering sets, exact areas.

The boundaries of all discs and towns are noded together and polygonised. Inside one face nothing
changes: one town, one set of discs. Every covered area, k-fold coverage, gap and siting demand is
a sum over faces, so figures that must add up do. Metres in EPSG:4547.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.discs import Discs, Floats, Geometries, Indices
from gis.errors import InvalidInputError

RELATIVE_ERROR = 1e-9
"""The faces' areas add up to the partition's area within this share of it."""
_SNAP_M = 1e-5
_CLEAR = 0.01
"""Distance of an inner point from the boundary, as a share of the face's mean thickness."""
_ROUNDING_M = 1e-6


@dataclass(frozen=True, slots=True)
class Faces:
    """The faces inside the towns, and which discs cover each.

    Attributes
    ----------
    geometry
        Polygons, shape (f,), EPSG:4547; disjoint but for their boundaries.
    area_m2
        Their areas, shape (f,).
    town
        Index of the town each lies in, shape (f,).
    towns
        Number of towns.
    discs
        Number of discs.
    pair_face, pair_disc
        Face and disc of each "this disc covers this face's inner point", sorted by face, then
        disc. Where all sides were drawn, the disc covers the whole face.
    """

    geometry: Geometries
    area_m2: Floats
    town: Indices
    towns: int
    discs: int
    pair_face: Indices
    pair_disc: Indices

    def __len__(self) -> int:
        return len(self.area_m2)

    def depth(self, among: NDArray[np.bool_]) -> Indices:
        """Count the discs that cover each face, among those marked (shape (discs,))."""
        counted = among[self.pair_disc]
        return np.bincount(self.pair_face[counted], minlength=len(self))

    def area_by_town(self, where: NDArray[np.bool_]) -> Floats:
        """Sum the area of the marked faces town by town, in m2 (shape (towns,))."""
        areas = np.where(where, self.area_m2, 0.0)
        return np.bincount(self.town, weights=areas, minlength=self.towns).astype(np.float64)


def arrange(towns: Geometries, discs: Discs, *, drawn: NDArray[np.bool_] | None = None) -> Faces:
    """Cut the towns into faces along the outlines of the discs.

    Parameters
    ----------
    towns
        Polygons or multipolygons, shape (t,), EPSG:4547. Where towns overlap, the face belongs to
        the first of them, so nothing is counted twice.
    discs
        The discs; those outside every town cover no face.
    drawn
        The sides that cut faces, shape (discs, sides); all by default.

    Raises
    ------
    InvalidInputError
        If the towns' polygons are invalid, so that no arrangement has their area.
    """
    borders = shapely.get_parts(shapely.boundary(towns))
    lines = np.concatenate((borders, _outlines(discs, towns, drawn)))
    for grid in (None, _SNAP_M):
        faces = _faces(lines, towns, discs, grid)
        if _complete(faces, towns):
            return faces
    raise InvalidInputError(
        "the towns' polygons cannot be cut into faces: at least one of them is invalid",
        field="towns",
        remedy="import boundaries whose polygons are valid (no self-crossing rings)",
    )


def _outlines(discs: Discs, towns: Geometries, drawn: NDArray[np.bool_] | None) -> Geometries:
    """Return the discs' outlines without the sides that cannot touch the towns' convex hull."""
    if not len(discs):
        return np.empty(0, dtype=object)
    table = np.column_stack((discs.centres, discs.circumradii))
    _, first, same = np.unique(table, axis=0, return_index=True, return_inverse=True)
    rings = discs.taken(first).rings()
    kept = ~_outside_hull(rings, towns)
    if drawn is not None:
        shown = np.zeros((len(first), discs.segments), dtype=bool)
        np.logical_or.at(shown, same, drawn)
        kept &= shown.ravel()
    sides = np.flatnonzero(kept)
    if not len(sides):
        return np.empty(0, dtype=object)
    ring, side = np.divmod(sides, discs.segments)
    opens = np.ones(len(sides), dtype=bool)
    opens[1:] = (np.diff(sides) > 1) | (np.diff(ring) > 0)
    closes = np.ones(len(sides), dtype=bool)
    closes[:-1] = opens[1:]
    run = np.cumsum(opens) - 1
    starts, ends = rings[ring, side], rings[ring[closes], side[closes] + 1]
    coordinates = np.concatenate((starts, ends))
    runs = np.concatenate((run, run[closes]))
    by_run = np.argsort(runs, kind="stable")
    lines = shapely.linestrings(coordinates[by_run], indices=runs[by_run])
    return np.asarray(lines, dtype=object)


def _outside_hull(rings: Floats, towns: Geometries) -> NDArray[np.bool_]:
    """Mark the sides (flattened ring by ring) that lie beyond one edge of the towns' hull."""
    hull = shapely.convex_hull(shapely.multipoints(shapely.get_coordinates(towns)))
    corners = shapely.get_coordinates(shapely.orient_polygons(hull))
    start, along = corners[:-1], np.diff(corners, axis=0)
    outside = np.zeros(rings.shape[0] * (rings.shape[1] - 1), dtype=bool)
    for (x, y), (east, north) in zip(start, along, strict=True):
        beyond = east * (rings[..., 1] - y) - north * (rings[..., 0] - x) < 0
        outside |= (beyond[:, :-1] & beyond[:, 1:]).ravel()
    return outside


def _faces(lines: Geometries, towns: Geometries, discs: Discs, grid: float | None) -> Faces:
    noded = shapely.union_all(lines, grid_size=grid)
    pieces = shapely.get_parts(shapely.polygonize([noded]))
    area = shapely.area(pieces)
    inner = _inner_points(pieces, area)
    # Asking the tree by town lets the few towns be prepared once for all the points.
    town, piece = shapely.STRtree(inner).query(towns, predicate="intersects")
    owner = np.full(len(pieces), len(towns), dtype=np.intp)
    np.minimum.at(owner, piece, town)
    kept = np.flatnonzero((owner < len(towns)) & (area > 0))
    face, disc = discs.holding(shapely.get_coordinates(inner[kept]))
    return Faces(pieces[kept], area[kept], owner[kept], len(towns), len(discs), face, disc)


def _inner_points(pieces: Geometries, area: Floats) -> Geometries:
    """Return a point of each face that is clear of its boundary.

    A scan line's point is quick but may lie within rounding of a thin face's boundary, where it
    would tell nothing; such faces get the centre of their largest inscribed circle.
    """
    inner = shapely.point_on_surface(pieces)
    borders = shapely.boundary(pieces)
    thickness = 2 * area / shapely.length(borders)
    unclear = shapely.distance(inner, borders) < _CLEAR * thickness
    unclear &= thickness > _ROUNDING_M
    for face in np.flatnonzero(unclear):
        radius = shapely.maximum_inscribed_circle(pieces[face], tolerance=thickness[face] / 10)
        inner[face] = shapely.get_point(radius, 0)
    return inner


def _complete(faces: Faces, towns: Geometries) -> bool:
    found = float(faces.area_m2.sum())
    if np.isclose(found, shapely.area(towns).sum(), rtol=RELATIVE_ERROR, atol=0.0):
        return True
    if not shapely.is_valid(towns).all():
        return False
    # Towns that overlap have less area together than one by one.
    together = shapely.area(shapely.union_all(towns))
    return bool(np.isclose(found, together, rtol=RELATIVE_ERROR, atol=0.0))
