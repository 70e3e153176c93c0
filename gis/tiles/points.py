"""Points in tiles: each by itself where a tile has few, counted in squares where it has many."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis.tiles.encoding import (
    EXTENT,
    POINT,
    TileColumn,
    count_value,
    double_value,
    layer,
    point_geometry,
)
from gis.tiles.limits import BUFFER, CELLS, MOST_FEATURES
from gis.tiles.matrix import TileAddress
from gis.tiles.properties import Properties
from gis.tiles.shown import Shown, shown_layer
from gis.tiles.varints import Numbers


@dataclass(frozen=True, slots=True)
class PointLayer:
    """The points of a layer, ordered from west to east.

    Attributes
    ----------
    name
        The layer's name.
    at
        Fractions of the whole square (:func:`gis.tiles.matrix.fractions`), shape ``(n, 2)``.
    features
        The place of each point's feature in the layer's frame.
    accuracy_m
        How sure each point is, in metres; NaN where unknown.
    properties
        Of the features.
    """

    name: str
    at: NDArray[np.float64]
    features: Numbers
    accuracy_m: NDArray[np.float64]
    properties: Properties

    def tile(self, address: TileAddress) -> bytes:
        """Return a tile; empty where it holds nothing.

        A point belongs to the one tile it lies in: its west and north edges are its own, the
        other two are its neighbours'. Points a little outside are drawn in it too, so that no
        symbol is cut at an edge; they count in their own tile only.
        """
        near, units = self._near(address)
        own = ((units >= 0) & (units < EXTENT)).all(axis=1)
        matched = int(own.sum())
        if len(near) <= MOST_FEATURES:
            drawn = self._drawn(near, units)
            return drawn + shown_layer(Shown(matched, matched)) if len(near) else b""
        return self._counted(near[own], units[own])

    def _near(self, address: TileAddress) -> tuple[Numbers, Numbers]:
        """Return which points lie in a tile or a little outside, and where, in its units."""
        corner = np.array([address.west, address.north])
        margin = address.side * BUFFER / EXTENT
        first = np.searchsorted(self.at[:, 0], corner[0] - margin, "left")
        last = np.searchsorted(self.at[:, 0], corner[0] + address.side + margin, "left")
        some = self.at[first:last]
        # A power of two times a fraction is exact: what is in a tile does not depend on rounding.
        scaled = (some[:, 1] - corner[1]) * (EXTENT / address.side)
        inside = np.flatnonzero((scaled >= -BUFFER) & (scaled < EXTENT + BUFFER))
        units = (some[inside] - corner) * (EXTENT / address.side)
        return inside + first, np.floor(units).astype(np.int64)

    def _drawn(self, points: Numbers, units: Numbers) -> bytes:
        features = self.features[points]
        kinds = np.full(len(points), POINT)
        geometry = point_geometry(units)
        return layer(self.name, features, kinds, geometry, self.properties.of(features))

    def _counted(self, points: Numbers, units: Numbers) -> bytes:
        """Return a tile in which the points of a square of the tile are one, with their number."""
        cells = units // (EXTENT // CELLS)
        order = np.lexsort((points, cells[:, 0], cells[:, 1]))
        key = cells[order, 1] * CELLS + cells[order, 0]
        places, begins, counts = np.unique(key, return_index=True, return_counts=True)
        alone = counts == 1
        first = points[order[begins]]
        middle = np.column_stack([places % CELLS, places // CELLS])
        middle = middle * (EXTENT // CELLS) + EXTENT // CELLS // 2
        at = np.where(alone[:, None], units[order[begins]], middle)
        features = np.where(alone, self.features[first], -1)
        # Squares are numbered after all features, so that no two things in a tile share a number.
        numbers = np.where(alone, features, int(self.features.max()) + 1 + places)
        known = self.accuracy_m[points[order]]
        columns = (*self.properties.of(features), *_sums(known, begins, counts))
        shown = Shown(len(points), int(alone.sum()))
        kinds = np.full(len(places), POINT)
        drawn = layer(self.name, numbers, kinds, point_geometry(at), columns)
        return drawn + shown_layer(shown)


def _sums(
    accuracy_m: NDArray[np.float64], begins: Numbers, counts: Numbers
) -> tuple[TileColumn, ...]:
    """Return what is said of squares of several points: how many, and how sure at best and worst.

    Parameters
    ----------
    accuracy_m
        Of the points, square after square.
    begins, counts
        Where each square's points begin, and how many it has.
    """
    several = counts > 1
    unknown = np.add.reduceat(np.isnan(accuracy_m).astype(np.int64), begins)
    some_known = several & (unknown < counts)
    best = np.fmin.reduceat(accuracy_m, begins)
    worst = np.fmax.reduceat(accuracy_m, begins)
    return (
        _column("count", counts, several, whole=True),
        _column("accuracy_best_m", best, some_known),
        _column("accuracy_worst_m", worst, some_known),
        _column("accuracy_unknown", unknown, several & (unknown > 0), whole=True),
    )


def _column(
    key: str, numbers: NDArray[np.float64] | Numbers, has: NDArray[np.bool_], *, whole: bool = False
) -> TileColumn:
    different, at = np.unique(numbers[has], return_inverse=True)
    codes = np.full(len(numbers), -1)
    codes[has] = at
    if whole:
        return TileColumn(key, [count_value(one) for one in different.tolist()], codes)
    return TileColumn(key, [double_value(one) for one in different.tolist()], codes)
