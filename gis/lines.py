"""The lines that cut towns into faces: outlines of discs and other areas, without what is needless.

Sides that lie outside the towns' convex hull cut nothing, and a side that two outlines share is
drawn once. What is left is drawn in runs as long as possible, for noding long lines is quicker.
"""

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.discs import Discs, Floats, Geometries

_NO_SIDES = (np.empty((0, 2)), np.empty((0, 2)))
_Sides = tuple[Floats, Floats]
"""Starts and ends of segments, shape (s, 2) each."""


def outlines(
    discs: Discs,
    drawn: NDArray[np.bool_] | None,
    areas: Geometries,
    towns: Geometries,
    *,
    margin_m: float = 0.0,
) -> Geometries:
    """Return the outlines that can cut the towns.

    Parameters
    ----------
    discs, drawn
        The discs, and which of their sides are drawn, shape (discs, sides); ``None`` for all.
    areas
        Polygons and multipolygons whose outlines are drawn too.
    towns
        The towns.
    margin_m
        How far beyond the towns' convex hull all outlines are returned.
    """
    of_discs, of_areas = _disc_sides(discs, drawn), _area_sides(areas)
    starts, ends = (np.concatenate(pair) for pair in zip(of_discs, of_areas, strict=True))
    kept = ~_outside_hull(starts, ends, towns, margin_m)
    starts, ends = starts[kept], ends[kept]
    if len(of_areas[0]):
        kept = _first_of_equals(starts, ends)
        starts, ends = starts[kept], ends[kept]
    return _runs(starts, ends)


def _disc_sides(discs: Discs, drawn: NDArray[np.bool_] | None) -> _Sides:
    if not len(discs):
        return _NO_SIDES
    table = np.column_stack((discs.centres, discs.circumradii))
    _, first, same = np.unique(table, axis=0, return_index=True, return_inverse=True)
    shown = np.ones((len(first), discs.segments), dtype=bool)
    if drawn is not None:
        shown[:] = False
        np.logical_or.at(shown, same, drawn)
    some = np.flatnonzero(shown.any(axis=1))
    rings = discs.taken(first[some]).rings()
    return rings[:, :-1][shown[some]], rings[:, 1:][shown[some]]


def _area_sides(areas: Geometries) -> _Sides:
    rings = shapely.get_parts(shapely.boundary(areas))
    table, ring = shapely.get_coordinates(rings, return_index=True)
    within = ring[1:] == ring[:-1]
    return table[:-1][within], table[1:][within]


def _outside_hull(
    starts: Floats, ends: Floats, towns: Geometries, margin_m: float
) -> NDArray[np.bool_]:
    """Mark the segments that lie so far beyond one edge of the towns' hull."""
    hull = shapely.convex_hull(shapely.multipoints(shapely.get_coordinates(towns)))
    corners = shapely.get_coordinates(shapely.orient_polygons(hull))
    # What begins within the largest circle round its middle is not beyond any edge.
    middle = shapely.get_coordinates(shapely.centroid(hull))[0]
    inner = float(shapely.distance(shapely.Point(middle), shapely.boundary(hull)))
    away = np.flatnonzero(np.square(starts - middle).sum(axis=1) >= inner * inner)
    (x0, y0), (x1, y1) = starts[away].T, ends[away].T
    beyond = np.zeros(len(away), dtype=bool)
    for (x, y), (east, north) in zip(corners[:-1], np.diff(corners, axis=0), strict=True):
        off = -margin_m * np.hypot(east, north)
        first = east * (y0 - y) - north * (x0 - x) < off
        beyond |= first & (east * (y1 - y) - north * (x1 - x) < off)
    outside = np.zeros(len(starts), dtype=bool)
    outside[away] = beyond
    return outside


def _first_of_equals(starts: Floats, ends: Floats) -> NDArray[np.bool_]:
    """Mark one of all segments with the same two ends."""
    # Segments with the same ends have the same sums; few others do, and only these are compared.
    (x0, y0), (x1, y1) = starts.T, ends.T
    sums = (x0 + x1) + np.pi * (y0 + y1)
    order = np.argsort(sums)
    alike = sums[order][1:] == sums[order][:-1]
    twin = np.zeros(len(sums), dtype=bool)
    twin[order[1:][alike]] = True
    twin[order[:-1][alike]] = True
    some = np.flatnonzero(twin)
    one, two = (
        np.ascontiguousarray(side[some]).view(np.complex128).ravel() for side in (starts, ends)
    )
    pairs = np.sort(np.stack((one, two), axis=1), axis=1)
    _, first = np.unique(pairs.view("V32").ravel(), return_index=True)
    kept = ~twin
    kept[some[first]] = True
    return kept


def _runs(starts: Floats, ends: Floats) -> Geometries:
    """Join segments that follow each other into lines."""
    if not len(starts):
        return np.empty(0, dtype=object)
    opens = np.ones(len(starts), dtype=bool)
    opens[1:] = (starts[1:] != ends[:-1]).any(axis=1)
    closes = np.append(opens[1:], True)
    run = np.cumsum(opens) - 1
    coordinates = np.concatenate((starts, ends[closes]))
    runs = np.concatenate((run, run[closes]))
    by_run = np.argsort(runs, kind="stable")
    lines = shapely.linestrings(coordinates[by_run], indices=runs[by_run])
    return np.asarray(lines, dtype=object)
