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
from gis.lines import outlines

RELATIVE_ERROR = 1e-9
"""The faces' areas add up to the partition's area within this share of it."""
SNAP_M = 1e-5
"""Where areas share lines of sight and boundaries of zones, crossings lie on a grid this fine."""
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
    inner
        A point of each clear of its boundary, shape (f, 2).
    pair_face, pair_disc
        Face and disc of each "this disc covers this face's inner point", sorted by face, then
        disc. Where all sides were drawn, the disc covers the whole face.
    """

    geometry: Geometries
    area_m2: Floats
    inner: Floats
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


@dataclass(frozen=True, slots=True, eq=False)
class Others:
    """What cuts faces beside the discs' outlines.

    Attributes
    ----------
    instead
        For each disc the area that takes its place, ``None`` where the disc stands; shape
        (discs,). The outlines of these areas are drawn, and they cover what the disc would.
    also
        Further areas whose outlines cut faces and that cover nothing.
    """

    instead: Geometries
    also: Geometries


def arrange(
    towns: Geometries,
    discs: Discs,
    *,
    drawn: NDArray[np.bool_] | None = None,
    others: Others | None = None,
) -> Faces:
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
    others
        Areas other than discs, if any.

    Raises
    ------
    InvalidInputError
        If the towns' polygons are invalid, so that no arrangement has their area.
    """
    borders = shapely.get_parts(shapely.boundary(towns))
    areas = _areas(others)
    lines = np.concatenate((borders, outlines(discs, drawn, areas, towns)))
    # Areas share lines of sight and boundaries of zones. Where these nearly coincide, noding
    # without a grid may leave a ring open, and two faces would pass for one.
    for grid in (SNAP_M, None) if len(areas) else (None, SNAP_M):
        faces = cut_faces(lines, towns, (discs, others), grid)
        if complete(faces, towns, grid):
            return faces
    raise InvalidInputError(
        "the towns' polygons cannot be cut into faces: at least one of them is invalid",
        field="towns",
        remedy="import boundaries whose polygons are valid (no self-crossing rings)",
    )


def _areas(others: Others | None) -> Geometries:
    if others is None:
        return np.empty(0, dtype=object)
    standing = shapely.is_missing(others.instead)
    return np.concatenate((others.instead[~standing], others.also))


def _holding(points: Floats, discs: Discs, others: Others | None) -> tuple[Indices, Indices]:
    """Find which areas hold which points, sorted by point, then area."""
    if others is None or shapely.is_missing(others.instead).all():
        return discs.holding(points)
    standing = shapely.is_missing(others.instead)
    which, replaced = np.flatnonzero(standing), np.flatnonzero(~standing)
    point, disc = discs.taken(which).holding(points)
    tree = shapely.STRtree(np.asarray(shapely.points(points), dtype=object))
    area, inside = tree.query(others.instead[replaced], predicate="intersects")
    held = np.concatenate((point, inside))
    holder = np.concatenate((which[disc], replaced[area]))
    order = np.lexsort((holder, held))
    return held[order], holder[order]


def cut_faces(
    lines: Geometries,
    towns: Geometries,
    areas: tuple[Discs, Others | None],
    grid: float | None,
) -> Faces:
    """Cut towns into faces along lines.

    Parameters
    ----------
    lines
        All that cuts, the towns' borders among it.
    towns
        Polygons, shape (t,), EPSG:4547.
    areas
        The discs, and what takes their places, which cover faces.
    grid
        Width in metres of the grid that crossings are rounded to; ``None`` for none.
    """
    noded = shapely.union_all(lines, grid_size=grid)
    pieces = shapely.get_parts(shapely.polygonize([noded]))
    area = shapely.area(pieces)
    inner = _inner_points(pieces, area)
    # Asking the tree by town lets the few towns be prepared once for all the points.
    town, piece = shapely.STRtree(inner).query(towns, predicate="intersects")
    owner = np.full(len(pieces), len(towns), dtype=np.intp)
    np.minimum.at(owner, piece, town)
    kept = np.flatnonzero((owner < len(towns)) & (area > 0))
    points = shapely.get_coordinates(inner[kept])
    pairs = _holding(points, *areas)
    size = (len(towns), len(areas[0]))
    return Faces(pieces[kept], area[kept], points, owner[kept], *size, *pairs)


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


def complete(faces: Faces, towns: Geometries, grid: float | None) -> bool:
    """Tell whether faces have the towns' area, up to what a grid (metres) may have moved."""
    moved_m2 = 0.0 if grid is None else grid * float(shapely.length(towns).sum())
    found = float(faces.area_m2.sum())
    if np.isclose(found, shapely.area(towns).sum(), rtol=RELATIVE_ERROR, atol=moved_m2):
        return True
    if not shapely.is_valid(towns).all():
        return False
    # Towns that overlap have less area together than one by one.
    together = shapely.area(shapely.union_all(towns))
    return bool(np.isclose(found, together, rtol=RELATIVE_ERROR, atol=moved_m2))
