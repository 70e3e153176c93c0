"""Polygons drawn from pieces: regions' boundaries followed round, a ring at a time."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.contours.outlines import CORNERS
from gis.contours.pieces import Pieces
from gis.contours.rings import followed, one_place
from gis.contours.sums import added
from gis.discs import Floats, Geometries, Indices
from gis.results import Area
from gis.squares import expanded

_DUST_M2 = 1e-6
"""Rings under this are rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Boundary:
    """Pieces with a region on their left, in the order they were found.

    Attributes
    ----------
    region
        The number of the region, shape (b,).
    piece
        The piece.
    ahead
        Whether the piece is walked as it lies, or backwards.
    """

    region: Indices
    piece: Indices
    ahead: NDArray[np.bool_]

    def __add__(self, other: "Boundary") -> "Boundary":
        return Boundary(
            np.concatenate((self.region, other.region)),
            np.concatenate((self.piece, other.piece)),
            np.concatenate((self.ahead, other.ahead)),
        )


def boundary(pieces: Pieces, left: Indices, right: Indices) -> Boundary:
    """Return the boundaries of regions from what lies on either side of each piece.

    Parameters
    ----------
    pieces
        The pieces.
    left, right
        The region on the inner and on the outer side of each, -1 for none; what is right of a
        border is not asked.
    """
    changed = (left != right) | ~pieces.of_outline
    ahead = np.flatnonzero(changed & (left >= 0))
    back = np.flatnonzero(changed & (right >= 0) & pieces.of_outline)
    return Boundary(
        np.concatenate((left[ahead], right[back])),
        np.concatenate((ahead, back)),
        np.repeat((True, False), (len(ahead), len(back))),
    )


def drawn(pieces: Pieces, around: Boundary, swept: Floats) -> dict[int, Area] | None:
    """Draw regions.

    Parameters
    ----------
    pieces
        The cut outlines and borders.
    around
        The regions' boundaries.
    swept
        Of :meth:`Pieces.swept_m2`.

    Returns
    -------
    dict or None
        The area of each region that has one (EPSG:4547); ``None`` where rounding has left a
        boundary that does not close.
    """
    place, tiny = one_place(pieces)
    whole = ~tiny[around.piece]
    around = Boundary(around.region[whole], around.piece[whole], around.ahead[whole])
    found = followed(pieces, around.region, around.piece, around.ahead, place)
    if found is None:
        return None
    order, ring = found
    piece, ahead = around.piece[order], around.ahead[order]
    area = added(ring, np.where(ahead, swept[piece], -swept[piece]), 0)
    points, of_ring = _points(pieces, piece, ahead, ring, place)
    kept = (np.abs(area) > _DUST_M2) & (np.bincount(of_ring, minlength=len(area)) > 2)
    number = np.cumsum(kept) - 1
    shown = kept[of_ring]
    rings = shapely.linearrings(points[shown], indices=number[of_ring[shown]])
    region = around.region[order][np.unique(ring, return_index=True)[1]] if len(order) else ring
    polygons = _polygons(np.asarray(rings, dtype=object), region[kept], area[kept])
    if polygons is None:
        return None
    shapes: dict[int, Area] = {}
    for index, parts in polygons.items():
        shapes[index] = parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
    # Outlines that only touch have no crossing there, and rings may then touch themselves.
    return shapes if shapely.is_valid(np.array([*shapes.values()], dtype=object)).all() else None


def _points(
    pieces: Pieces, piece: Indices, ahead: NDArray[np.bool_], ring: Indices, place: Indices
) -> tuple[Floats, Indices]:
    """Return the points of all rings, and the ring of each: each piece's first end, its corners."""
    outlines = pieces.outlines
    curved = pieces.of_outline[piece]
    begin, end = pieces.begin[piece], pieces.end[piece]
    first = np.floor(begin).astype(np.intp) + 1
    last = np.where(curved, np.ceil(end).astype(np.intp), first)
    corner, of_piece = expanded(first - 1, np.maximum(first, last))
    opening = np.flatnonzero(np.diff(of_piece, prepend=-1))
    back = ~ahead[of_piece]
    total = first + np.maximum(first, last)
    corner = np.where(back, total[of_piece] - corner - 1, corner)
    # The first of each is its end; walked backwards the corners follow from the last to the first.
    which = pieces.walk[piece][of_piece]
    which = np.where(curved[of_piece], which, 0)
    corner = corner % (CORNERS.shape[1] - 1)
    x, y = np.zeros(len(corner)), np.zeros(len(corner))
    if len(outlines):
        x = outlines.x[which] + outlines.radii[which] * CORNERS[0, corner]
        y = outlines.y[which] + outlines.radii[which] * CORNERS[1, corner]
    node = place[np.where(ahead, pieces.node[0, piece], pieces.node[1, piece])]
    x[opening], y[opening] = pieces.places.x[node], pieces.places.y[node]
    return np.stack((x, y), axis=1) + pieces.borders.origin, ring[of_piece]


def _polygons(
    rings: Geometries, region: Indices, area: Floats
) -> dict[int, list[shapely.Polygon]] | None:
    """Put holes into shells, region by region; ``None`` if a hole lies in none."""
    shells, holes = np.flatnonzero(area > 0), np.flatnonzero(area < 0)
    shell_of = _shells_of_holes(rings, region, area, shells, holes)
    if shell_of is None:
        return None
    polygons = np.asarray(shapely.polygons(rings[shells]), dtype=object)
    by_shell = np.argsort(shell_of, kind="stable")
    for group in np.split(by_shell, np.flatnonzero(np.diff(shell_of[by_shell])) + 1):
        if len(group):
            shell = int(shell_of[group[0]])
            polygons[shell] = shapely.Polygon(rings[shells[shell]], rings[holes[group]].tolist())
    found: dict[int, list[shapely.Polygon]] = {}
    for index, polygon in zip(region[shells].tolist(), polygons.tolist(), strict=True):
        found.setdefault(index, []).append(polygon)
    return found


def _shells_of_holes(
    rings: Geometries, region: Indices, area: Floats, shells: Indices, holes: Indices
) -> Indices | None:
    """Return the shell each hole is in, by its place among the shells."""
    shell_of = np.full(len(holes), -1, dtype=np.intp)
    if not len(holes):
        return shell_of
    if not len(shells):
        return None
    counts = np.bincount(region[shells], minlength=int(region.max()) + 1)
    only = np.zeros(len(counts), dtype=np.intp)
    only[region[shells]] = np.arange(len(shells))
    single = counts[region[holes]] == 1
    shell_of[single] = only[region[holes[single]]]
    left = np.flatnonzero(~single)
    if len(left):
        # Any place of a hole's ring but a crossing tells the shell, for only there rings meet.
        ends = shapely.get_coordinates([shapely.get_point(rings[holes[left]], k) for k in (0, 1)])
        middles = (ends[: len(left)] + ends[len(left) :]) / 2
        tree = shapely.STRtree(np.asarray(shapely.points(middles), dtype=object))
        outer = np.asarray(shapely.polygons(rings[shells]), dtype=object)
        shell, hole = tree.query(outer, predicate="contains_properly")
        mine = region[shells[shell]] == region[holes[left[hole]]]
        hole, shell = hole[mine], shell[mine]
        smallest_last = np.argsort(-area[shells[shell]], kind="stable")
        shell_of[left[hole[smallest_last]]] = shell[smallest_last]
    return None if (shell_of < 0).any() else shell_of
