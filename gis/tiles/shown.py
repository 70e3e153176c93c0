"""What a tile says about itself: how much lies in it, and how much of that is drawn by itself."""

from dataclasses import dataclass

import numpy as np

from gis.tiles.encoding import EXTENT, POINT, TileColumn, count_value, layer, point_geometry

NAME = "shown"
"""The layer that says so: one point in the middle of the tile."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The numbers of one tile. Over the tiles of a whole matrix they sum up to the layer's.

    Attributes
    ----------
    matched
        Positions that lie in it; a line or an area lies where a point on it does.
    shown
        Those of them that the tile draws one by one.
    """

    matched: int
    shown: int


def shown_layer(numbers: Shown) -> bytes:
    """Return the layer that holds a tile's numbers."""
    columns = [
        TileColumn(key, [count_value(number)], np.array([0]))
        for key, number in (("matched", numbers.matched), ("shown", numbers.shown))
    ]
    middle = point_geometry(np.array([[EXTENT // 2, EXTENT // 2]]))
    return layer(NAME, np.array([0]), np.array([POINT]), middle, columns)
