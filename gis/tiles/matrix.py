"""The squares of WebMercatorQuad, and positions as fractions of its whole square.

Source: OGC 17-083r4, Two Dimensional Tile Matrix Set, annex D.1; EPSG method 1024 (spherical
Mercator of geodetic longitudes and latitudes).
"""

from dataclasses import dataclass

import numpy as np

from gis.datums import Coordinates
from gis.errors import InvalidInputError, NotFoundError

NAME = "WebMercatorQuad"
URI = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
CRS = "http://www.opengis.net/def/crs/EPSG/0/3857"
FINEST = 18
"""The last tile matrix served: its tiles are about 140 m wide here."""
_NORTHMOST = 85.0511287798066
_LAST = 1.0 - 2.0**-40


@dataclass(frozen=True, slots=True)
class TileAddress:
    """One tile.

    Attributes
    ----------
    matrix
        The tile matrix: 0 is the whole world in one tile, each next one halves its sides.
    row, col
        Counted from the north and from the west, from 0.
    """

    matrix: int
    row: int
    col: int

    def __post_init__(self) -> None:
        if min(self.matrix, self.row, self.col) < 0:
            raise InvalidInputError(
                "tile matrix, row and column are whole numbers from 0",
                remedy=f"/tiles/{NAME}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}",
            )
        if self.matrix > FINEST:
            raise NotFoundError(
                f"there is no tile matrix {self.matrix}", remedy=f"The last one is {FINEST}."
            )
        last = 2**self.matrix - 1
        if max(self.row, self.col) > last:
            raise NotFoundError(
                f"tile matrix {self.matrix} has no row {self.row}, column {self.col}",
                remedy=f"Rows and columns go from 0 to {last}.",
            )

    @property
    def side(self) -> float:
        """The side of the tile, as a fraction of the whole square's."""
        return 0.5**self.matrix

    @property
    def west(self) -> float:
        """Where the tile begins in the west, as a fraction of the whole square."""
        return self.col * self.side

    @property
    def north(self) -> float:
        """Where the tile begins in the north, as a fraction of the whole square."""
        return self.row * self.side


def fractions(coordinates: Coordinates) -> Coordinates:
    """Return positions as fractions of the whole square, eastwards and southwards.

    Parameters
    ----------
    coordinates
        Longitudes and latitudes in degrees (EPSG:4490), shape ``(n, 2)``. What lies beyond the
        square, north or south of 85.05 degrees, is put on its edge: the square has no place for it.
    """
    latitude = np.radians(np.clip(coordinates[:, 1], -_NORTHMOST, _NORTHMOST))
    east = coordinates[:, 0] / 360.0 + 0.5
    south = 0.5 - np.arcsinh(np.tan(latitude)) / (2.0 * np.pi)
    return np.clip(np.column_stack([east, south]), 0.0, _LAST)
