"""Lines and areas as the drawing commands of a tile."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.tiles.encoding import LINE, MOVE_ONCE, POINT, POLYGON
from gis.tiles.varints import Numbers, Ragged, zigzag

CLOSE = 15
_LINE_TO = 2


@dataclass(frozen=True, slots=True)
class Outlines:
    """Features ready to be written: kind of geometry and commands of each."""

    kinds: Numbers
    commands: Ragged


@dataclass(frozen=True, slots=True)
class _Paths:
    """Vertices in whole units, path after path.

    Attributes
    ----------
    at
        The vertices, shape ``(n, 2)``; a ring does not repeat its first.
    lengths
        How many are in each path.
    owners
        The feature of each path, ascending.
    """

    at: Numbers
    lengths: Numbers
    owners: Numbers


def outlines(geometries: NDArray[np.object_], at: Numbers, *, areas: bool) -> Outlines:
    """Return the commands of lines or areas.

    What shrinks to nothing on the tile's units stays a point, so that nothing vanishes.

    Parameters
    ----------
    geometries
        Clipped, in units of the tile, eastwards and southwards.
    at
        For each, a place inside the tile, shape ``(n, 2)``: where it is if it shrinks to nothing.
    areas
        Whether they are areas; else lines.
    """
    paths = _rings(geometries) if areas else _lines(geometries)
    left = np.zeros(len(geometries), dtype=bool)
    left[paths.owners] = True
    kinds = np.where(left, POLYGON if areas else LINE, POINT)
    gone = np.flatnonzero(~left)
    order = np.argsort(np.concatenate([paths.owners, gone]), kind="stable")
    paths = _sorted(
        _Paths(
            np.concatenate([paths.at, at[gone]]),
            np.concatenate([paths.lengths, np.ones(len(gone), dtype=np.int64)]),
            np.concatenate([paths.owners, gone]),
        ),
        order,
    )
    return Outlines(kinds, _commands(paths, len(geometries), close=areas))


def _lines(geometries: NDArray[np.object_]) -> _Paths:
    parts, owners = shapely.get_parts(geometries, return_index=True)
    lines = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
    return _kept(_whole(parts[lines], owners[lines]), least=2)


def _rings(geometries: NDArray[np.object_]) -> _Paths:
    parts, owners = shapely.get_parts(geometries, return_index=True)
    areas = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    # Southwards counted, a ring that runs against the clock runs with it: outer rings' way.
    turned = shapely.orient_polygons(parts[areas], exterior_cw=False)
    rings, polygon = shapely.get_rings(turned, return_index=True)
    paths = _whole(rings, owners[areas][polygon])
    outer = np.ones(len(rings), dtype=bool)
    outer[1:] = polygon[1:] != polygon[:-1]
    doubled = _doubled_areas(paths)
    # A ring that has turned over or has no area left goes; with an outer one go its holes.
    stays = np.where(outer, doubled > 0, doubled < 0)
    holder = np.flatnonzero(outer)[np.cumsum(outer) - 1] if len(rings) else outer.nonzero()[0]
    return _selected(paths, stays & stays[holder])


def _whole(paths: NDArray[np.object_], owners: Numbers) -> _Paths:
    """Round vertices to whole units and leave out those that fall on the one before."""
    coordinates, index = shapely.get_coordinates(paths, return_index=True)
    at = np.floor(coordinates + 0.5).astype(np.int64)
    ring = shapely.get_type_id(paths) == shapely.GeometryType.LINEARRING
    different = np.ones(len(at), dtype=bool)
    different[1:] = (index[1:] != index[:-1]) | (at[1:] != at[:-1]).any(axis=1)
    lengths = np.bincount(index, minlength=len(paths))
    # A ring's last vertex is its first: the command that closes it stands for it.
    different[(np.cumsum(lengths) - 1)[ring]] = False
    return _Paths(
        at[different], np.bincount(index[different], minlength=len(paths)), np.asarray(owners)
    )


def _doubled_areas(paths: _Paths) -> Numbers:
    """Return twice the area that each ring goes round, positive as an outer ring of a tile runs."""
    ends = np.cumsum(paths.lengths)
    begins = ends - paths.lengths
    following = np.arange(1, len(paths.at) + 1)
    some = paths.lengths > 0
    following[ends[some] - 1] = begins[some]
    after = paths.at[following]
    crossed = paths.at[:, 0] * after[:, 1] - after[:, 0] * paths.at[:, 1]
    summed = np.concatenate([[0], np.cumsum(crossed)])
    return np.asarray(summed[ends] - summed[begins], dtype=np.int64)


def _kept(paths: _Paths, *, least: int) -> _Paths:
    return _selected(paths, paths.lengths >= least)


def _selected(paths: _Paths, stays: NDArray[np.bool_]) -> _Paths:
    return _Paths(
        paths.at[np.repeat(stays, paths.lengths)], paths.lengths[stays], paths.owners[stays]
    )


def _sorted(paths: _Paths, order: Numbers) -> _Paths:
    begins = (np.cumsum(paths.lengths) - paths.lengths)[order]
    lengths = paths.lengths[order]
    within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return _Paths(paths.at[np.repeat(begins, lengths) + within], lengths, paths.owners[order])


def _commands(paths: _Paths, features: int, *, close: bool) -> Ragged:
    """Return each feature's commands: move to a path's first vertex, draw to the others, close.

    A step counts from where the pen stands: at the last vertex before, at a feature's first at 0.
    """
    vertices, lengths = paths.at, paths.lengths
    begins = np.cumsum(lengths) - lengths
    steps = np.diff(vertices, axis=0, prepend=0)
    first_of_feature = np.ones(len(lengths), dtype=bool)
    first_of_feature[1:] = paths.owners[1:] != paths.owners[:-1]
    fresh = begins[first_of_feature]
    steps[fresh] = vertices[fresh]
    drawn = lengths > 1
    extra = 1 + drawn * (1 + int(close))
    sizes = 2 * lengths + extra
    starts = np.cumsum(sizes) - sizes
    numbers = np.empty(int(sizes.sum()), dtype=np.int64)
    numbers[starts] = MOVE_ONCE
    numbers[(starts + 3)[drawn]] = (lengths[drawn] - 1) << 3 | _LINE_TO
    if close:
        numbers[(starts + sizes - 1)[drawn]] = CLOSE
    within = np.arange(len(vertices)) - np.repeat(begins, lengths)
    where = np.repeat(starts, lengths) + 1 + 2 * within + (within > 0)
    numbers[where], numbers[where + 1] = zigzag(steps).T
    return Ragged(numbers, np.bincount(paths.owners, weights=sizes, minlength=features).astype(int))
