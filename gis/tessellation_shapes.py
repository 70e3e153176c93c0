"""From a label on every pixel to a coverage of polygons clipped to an outline.

The borders of the pixels are smoothed together, so that neighbours keep the same vertices, then
noded with the outline and reassembled: the result covers the outline exactly, without overlaps.
Metres in one projected system throughout.
"""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Point, Polygon

from gis.errors import InvalidInputError

Area = Polygon | MultiPolygon
_SMOOTHING = 2.5
"""Tolerance of the smoothing in pixels: enough to take the stairs off a slanting border."""
_LEAST_PART = 0.1
"""A detached part smaller than this share of its cell goes to the neighbour round it."""


def cells_of_pixels(
    outline: Area,
    centres: NDArray[np.float64],
    labels: NDArray[np.intp],
    seats: Sequence[Point | None],
    pixel_m: float,
) -> list[Area]:
    """Return one polygon per cell: a coverage of ``outline`` that follows the labels.

    Parameters
    ----------
    outline
        The region.
    centres, labels
        Centres of square pixels ``(pixels, 2)`` that cover the outline with a margin of two pixels
        at least, and the cell of each ``(pixels,)``, numbered from 0.
    seats
        One per cell: a detached part that holds the cell's seat stays with it.
    pixel_m
        Width of a pixel, m.

    Raises
    ------
    gis.errors.InvalidInputError
        If a cell is lost: it has too few pixels.
    """
    smooth = _smoothed(centres, labels, len(seats), pixel_m)
    faces = _faces(outline, smooth)
    owners = _owners(faces, smooth)
    _absorb_small_parts(faces, owners, seats)
    cells: list[Area] = []
    for cell in range(len(seats)):
        parts = [face for face, owner in zip(faces, owners, strict=True) if owner == cell]
        if not parts:
            raise InvalidInputError(
                f"cell {cell} vanishes at a resolution of {pixel_m:g} m",
                field="resolution_m",
                remedy="use a finer resolution",
            )
        cells.append(_area(shapely.coverage_union_all(parts)))
    return cells


def _area(geometry: object) -> Area:
    if not isinstance(geometry, Polygon | MultiPolygon):
        message = f"a cell became a {type(geometry).__name__}"
        raise InvalidInputError(message, field="outline", remedy="use a finer resolution")
    return geometry


def _smoothed(
    centres: NDArray[np.float64], labels: NDArray[np.intp], cells: int, pixel_m: float
) -> list[shapely.Geometry]:
    # Corners from whole pixel numbers: neighbouring squares must share them to the last bit.
    origin = centres.min(axis=0) - pixel_m / 2
    corner = np.rint((centres - origin) / pixel_m - 0.5)
    low = origin + corner * pixel_m
    high = origin + (corner + 1) * pixel_m
    squares = shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
    merged = [shapely.coverage_union_all(squares[labels == cell]) for cell in range(cells)]
    smooth = shapely.coverage_simplify(merged, _SMOOTHING * pixel_m, simplify_boundary=False)
    return list(smooth)


def _faces(outline: Area, cells: Sequence[shapely.Geometry]) -> list[Polygon]:
    lines = shapely.union_all([outline.boundary, *(shapely.boundary(cell) for cell in cells)])
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    inner = shapely.point_on_surface(faces)
    return list(faces[shapely.contains(outline, inner)])


def _owners(faces: Sequence[Polygon], cells: Sequence[shapely.Geometry]) -> list[int]:
    inner = shapely.point_on_surface(list(faces))
    which, cell = shapely.STRtree(cells).query(inner, predicate="within")
    owners = [-1] * len(faces)
    for face, owner in zip(which, cell, strict=True):
        owners[face] = int(owner)
    return owners


def _absorb_small_parts(
    faces: Sequence[Polygon], owners: list[int], seats: Sequence[Point | None]
) -> None:
    """Give each small detached face to the owner it shares the longest border with."""
    totals = [0.0] * len(seats)
    largest = [0.0] * len(seats)
    for face, owner in zip(faces, owners, strict=True):
        totals[owner] += face.area
        largest[owner] = max(largest[owner], face.area)
    tree = shapely.STRtree(list(faces))
    for number in np.argsort([face.area for face in faces], kind="stable"):
        face, owner = faces[number], owners[number]
        seat = seats[owner]
        stays = face.area >= min(_LEAST_PART * totals[owner], largest[owner])
        if stays or (seat is not None and face.covers(seat)):
            continue
        borders: dict[int, float] = {}
        for other in sorted(tree.query(face, predicate="touches")):
            if owners[other] != owner:
                length = face.intersection(faces[other]).length
                borders[owners[other]] = borders.get(owners[other], 0.0) + length
        if borders and max(borders.values()) > 0:
            owners[number] = max(borders, key=lambda cell: (borders[cell], -cell))
