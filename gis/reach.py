"""Service areas round geozones: exact regions, as intervals, and what each zone costs.

A site serves what a way round the zones no longer than its range can reach: the part of its disc
that it sees, and round every corner that the shortest way bends at, the part of a disc of the
range that remains which that corner sees. The mathematics is in docs/methods/reach.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.discs import Discs, Floats, Geometries, circumscribed_error_m2, inscribed_error_m2
from gis.progress import Progress, reporting, unheard
from gis.results_airspace import ZoneEffect
from gis.sites import Sites
from gis.views import view, wedge_behind
from gis.visibility import Obstacles, obstacles, seen_corners, ways_to_corners
from gis.zones import Zones

_CORNER_SIDES = 128
"""Sides of the discs drawn round corners."""
_BITE_SIDES = 64
_ROUNDING_M = 1e-6
"""By how much lengths of ways are taken longer or shorter, so that rounding breaks no promise."""
_SNAP_M = 1e-5
"""Lines of sight that nearly coincide are noded on a grid this fine."""
_BLOCKS = (ZoneEffect.BARS, ZoneEffect.LIMITS_HEIGHT)


@dataclass(frozen=True, slots=True, eq=False)
class Airspace:
    """Zones made ready for questions of reach. Make it once and use it for any number of sites.

    Attributes
    ----------
    zones
        The zones as the flight meets them.
    outer
        Whatever is or may be in the way, at its greatest extent: for what is sure.
    inner
        What surely is in the way, at its least extent: for what is possible.
    barred
        The same without the zones that are only too low for the flight.
    """

    zones: Zones
    outer: Obstacles
    inner: Obstacles
    barred: Obstacles

    @property
    def certain(self) -> bool:
        """Whether nothing about the zones is in doubt: both extents are the same."""
        return bool(shapely.equals(self.outer.shape, self.inner.shape))


@dataclass(frozen=True, slots=True, eq=False)
class Regions:
    """The regions that replace sites' discs; ``None`` where the disc meets no zone and stands.

    Attributes
    ----------
    keys
        For each site the easting, northing, range and accuracy it was computed for, shape (n, 4).
    sure, possible
        What the site surely and possibly serves, shape (n,), EPSG:4547. Drawn inside and outside
        the true regions.
    barred
        As ``possible`` if no zone limited the height; ``None`` where that changes nothing.
    sure_error_m2, possible_error_m2
        By how much drawing can falsify each region's area; 0 where the disc stands.
    """

    keys: Floats
    sure: Geometries
    possible: Geometries
    barred: Geometries
    sure_error_m2: Floats
    possible_error_m2: Floats


def airspace(zones: Zones) -> Airspace:
    """Make zones ready for questions of reach."""
    blocks = zones.having(*_BLOCKS)
    outer = obstacles(zones.outer[blocks | zones.having(ZoneEffect.UNDECIDED)])
    inner = obstacles(zones.inner[blocks])
    if not zones.having(ZoneEffect.LIMITS_HEIGHT).any():
        return Airspace(zones, outer, inner, inner)
    return Airspace(zones, outer, inner, obstacles(zones.inner[zones.having(ZoneEffect.BARS)]))


def keys_of(sites: Sites) -> Floats:
    """Return what sites' regions depend on: easting, northing, range, accuracy; shape (n, 4)."""
    return np.column_stack((sites.centres, sites.radii_m, sites.accuracies_m))


def regions(
    keys: Floats,
    space: Airspace,
    *,
    known: Sequence[Regions] = (),
    on_progress: Progress | None = None,
) -> Regions:
    """Return the regions that sites serve round the zones.

    Parameters
    ----------
    keys
        Easting, northing, range and accuracy of each site in metres, shape (n, 4).
    space
        The zones.
    known
        Regions computed before round these same obstacles: sites of equal position, range and
        accuracy are taken from there.
    on_progress
        Told the share of the sites done; what it raises ends the run.
    """
    before: dict[tuple[float, ...], _Row] = {}
    for earlier in known:
        before.update(zip(map(tuple, earlier.keys.tolist()), _rows(earlier), strict=True))
    rows: list[_Row] = []
    for key in reporting(keys.tolist(), on_progress or unheard):
        row = before.get(tuple(key))
        x, y, radius, accuracy = key
        rows.append(row or _row(np.array([x, y]), radius, accuracy, space))
    return Regions(
        keys,
        _objects([sure[0] for sure, _, _ in rows]),
        _objects([possible[0] for _, possible, _ in rows]),
        _objects([barred for _, _, barred in rows]),
        np.array([sure[1] for sure, _, _ in rows], dtype=np.float64),
        np.array([possible[1] for _, possible, _ in rows], dtype=np.float64),
    )


def _rows(known: Regions) -> list["_Row"]:
    sure = zip(known.sure, known.sure_error_m2.tolist(), strict=True)
    possible = zip(known.possible, known.possible_error_m2.tolist(), strict=True)
    return list(zip(sure, possible, known.barred, strict=True))


_Drawn = tuple[Any, float]
_Row = tuple[_Drawn, _Drawn, Any]
_EMPTY = shapely.MultiPolygon()


def _row(place: Floats, radius: float, accuracy: float, space: Airspace) -> _Row:
    sure: _Drawn = (_EMPTY, 0.0)
    if radius > accuracy:
        sure = sure_region(place, radius, accuracy, space.outer)
    possible = possible_region(place, radius, accuracy, space.inner)
    barred = None
    if space.barred is not space.inner and possible[0] is not None:
        barred = possible_region(place, radius, accuracy, space.barred)[0]
        if barred is None:
            barred = _disc(place, radius + accuracy, outward=True)
    return sure, possible, barred


def sure_region(place: Floats, radius_m: float, accuracy_m: float, outer: Obstacles) -> _Drawn:
    """Return what a site surely serves and the drawing's error, or ``None`` if its disc stands.

    Parameters
    ----------
    place
        The stated position, shape (2,).
    radius_m, accuracy_m
        The range and the accuracy; the range is the greater.
    outer
        Whatever is or may be in the way.
    """
    least = radius_m - accuracy_m
    if outer.clear_of(place[None], np.array([least + _ROUNDING_M]))[0]:
        return None, 0.0
    if not outer.clear_of(place[None], np.array([accuracy_m]))[0]:
        # The true position may lie in a zone, where nothing takes off.
        return _EMPTY, 0.0
    return _region(place, least, outer, outward=False)


def possible_region(place: Floats, radius_m: float, accuracy_m: float, inner: Obstacles) -> _Drawn:
    """Return what a site possibly serves, as :func:`sure_region` does for what is sure.

    Parameters
    ----------
    place, radius_m, accuracy_m
        As in :func:`sure_region`.
    inner
        What surely is in the way.
    """
    most = radius_m + accuracy_m
    if inner.clear_of(place[None], np.array([most / np.cos(np.pi / 256)]))[0]:
        return None, 0.0
    if inner.clear_of(place[None], np.array([accuracy_m]))[0]:
        return _region(place, most, inner, outward=True)
    if accuracy_m == 0:
        return _EMPTY, 0.0
    # The way from the stated to the true position need not be straight. Without the zones' parts
    # near the stated position it is; leaving them out only adds to what is possible.
    near = shapely.intersection(inner.shape, shapely.Point(place).buffer(1.01 * most))
    bite = _disc(place, accuracy_m, outward=True, sides=_BITE_SIDES)
    if shapely.covers(near, bite):
        return _EMPTY, 0.0
    bitten = obstacles(np.array([shapely.difference(near, bite)], dtype=object))
    area, error = _region(place, most, bitten, outward=True)
    return _areal(shapely.difference(area, inner.shape)), error


def _region(place: Floats, disc_m: float, around: Obstacles, *, outward: bool) -> _Drawn:
    """Return what ways up to a length reach from a free position, and the drawing's error."""
    range_m = disc_m + (_ROUNDING_M if outward else -_ROUNDING_M)
    if range_m <= 0:
        return _EMPTY, 0.0
    lengths, came = ways_to_corners(seen_corners(place, around, range_m), around, range_m)
    # A disc too small to draw adds nothing that could be told from rounding.
    bends = np.flatnonzero(range_m - lengths > _ROUNDING_M)
    rests = range_m - lengths[bends]
    draw, error = (
        (Discs.circumscribed, circumscribed_error_m2)
        if outward
        else (Discs.inscribed, inscribed_error_m2)
    )
    origins = np.where(came[bends, None] < 0, place, around.corners[came[bends]])
    wedges = [
        wedge_behind(corner, origin, around)
        for corner, origin in zip(bends.tolist(), origins, strict=True)
    ]
    views = [view(place, around, _drawn_range(range_m))] + [
        view(around.corners[corner], around, _drawn_range(rest), wedge)
        for corner, rest, wedge in zip(bends.tolist(), rests.tolist(), wedges, strict=True)
    ]
    # The part seen straight ends on the very outline that the disc has elsewhere.
    own = draw(place, np.array([disc_m]))
    others = draw(around.corners[bends], rests, _CORNER_SIDES)
    discs = np.concatenate((own.polygons(), others.polygons()))
    free = _united(shapely.intersection(discs, _objects(views)), around)
    turned = np.array([1.0 if wedge is None else wedge[1] / (2 * np.pi) for wedge in wedges])
    # A wedge may cut a side of the disc at either end.
    falsified = error(rests, _CORNER_SIDES) * (turned + 2 / _CORNER_SIDES)
    return _areal(free), float(error(np.array([range_m]))[0] + falsified.sum())


def _united(pieces: Geometries, around: Obstacles) -> Any:
    """Return the union of the pieces outside the obstacles."""
    try:
        return shapely.difference(shapely.union_all(pieces), around.shape)
    except shapely.GEOSException:
        # Lines of sight that nearly coincide can be noded on a fine grid only.
        united = shapely.union_all(pieces, grid_size=_SNAP_M)
        return shapely.difference(united, around.shape, grid_size=_SNAP_M)


def joined(regions: Geometries) -> Any:
    """Return the union of regions (EPSG:4547) that may share lines of sight and boundaries."""
    try:
        return shapely.union_all(regions)
    except shapely.GEOSException:
        return shapely.union_all(regions, grid_size=_SNAP_M)


def shared_m2(shapes: Geometries, region: Any) -> Floats:
    """Return the area that each shape shares with a region, in m2; lines may nearly coincide."""
    try:
        common = shapely.intersection(shapes, region)
    except shapely.GEOSException:
        common = shapely.intersection(shapes, region, grid_size=_SNAP_M)
    areas: Floats = shapely.area(common)
    return areas


def _drawn_range(range_m: float) -> float:
    return range_m * 1.01


def _disc(place: Floats, radius_m: float, *, outward: bool, sides: int = 256) -> Any:
    drawn = Discs.circumscribed if outward else Discs.inscribed
    return drawn(place, np.array([radius_m]), sides).polygons()[0]


def _areal(shape: Any) -> Any:
    """Return the polygons of a geometry, without the lines and points of touching parts."""
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])


def _objects(shapes: list[Any]) -> NDArray[Any]:
    table = np.empty(len(shapes), dtype=object)
    table[:] = shapes
    return table
