"""Lines and areas in tiles: all where a tile has few, the largest where it has many."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.tiles.encoding import EXTENT, layer
from gis.tiles.limits import BUFFER, MOST_FEATURES
from gis.tiles.matrix import TileAddress
from gis.tiles.outlines import outlines
from gis.tiles.properties import Properties
from gis.tiles.shown import Shown, shown_layer
from gis.tiles.varints import Numbers

_TOLERANCE = 4.0
"""How far a drawn line may leave the true one, in a tile's units: a quarter of a pixel."""


@dataclass(frozen=True, slots=True)
class ShapeLayer:
    """The lines or areas of a layer, the largest first.

    Attributes
    ----------
    name
        The layer's name.
    tree
        Their geometries, in fractions of the whole square (:func:`gis.tiles.matrix.fractions`).
    homes
        A point on each, shape ``(n, 2)``: it counts in the tile that this lies in.
    features
        The place of each one's feature in the layer's frame.
    areas
        Whether they are areas; else lines.
    properties
        Of the features.
    """

    name: str
    tree: shapely.STRtree
    homes: NDArray[np.float64]
    features: Numbers
    areas: bool
    properties: Properties

    def tile(self, address: TileAddress) -> bytes:
        """Return a tile; empty where it holds nothing."""
        margin = address.side * BUFFER / EXTENT
        west, north = address.west - margin, address.north - margin
        wide = address.side + 2 * margin
        box = shapely.box(west, north, west + wide, north + wide)
        there = np.sort(self.tree.query(box, predicate="intersects"))
        if not there.size:
            return b""
        # They stand in order of size, so the first are the largest; and the small lie on top.
        drawn = there[:MOST_FEATURES]
        units, homes = self._clipped(address, drawn)
        ways = outlines(units, homes, areas=self.areas)
        features = self.features[drawn]
        columns = self.properties.of(features)
        written = layer(self.name, features, ways.kinds, ways.commands, columns)
        at_home = self._at_home(address, there)
        return written + shown_layer(Shown(int(at_home.sum()), int(at_home[: len(drawn)].sum())))

    def _at_home(self, address: TileAddress, some: Numbers) -> NDArray[np.bool_]:
        corner = np.array([address.west, address.north])
        within = (self.homes[some] - corner) / address.side
        return np.asarray(((within >= 0) & (within < 1)).all(axis=1))

    def _clipped(self, address: TileAddress, some: Numbers) -> tuple[NDArray[np.object_], Numbers]:
        """Return geometries cut to the tile with its margin, and a place on each, in its units."""
        scale = EXTENT / address.side
        corner = np.array([address.west, address.north])
        units = shapely.transform(self.tree.geometries.take(some), lambda at: (at - corner) * scale)
        cut = shapely.clip_by_rect(units, -BUFFER, -BUFFER, EXTENT + BUFFER, EXTENT + BUFFER)
        drawn = shapely.simplify(cut, _TOLERANCE, preserve_topology=True)
        first = shapely.get_coordinates(shapely.point_on_surface(cut))
        place = np.zeros((len(some), 2), dtype=np.int64)
        there = ~shapely.is_empty(cut)
        place[there] = np.floor(first + 0.5).astype(np.int64)
        return drawn, place
