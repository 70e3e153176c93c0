"""The properties that features carry into tiles, written once for all tiles of an edition."""

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from gis.tiles.encoding import TileColumn, double_value, text_value
from gis.tiles.varints import Numbers

KEPT = ("id", "name_zh", "name_en", "accuracy_m")
"""Columns that go into tiles; everything else is asked for one feature at a time."""


@dataclass(frozen=True, slots=True)
class Properties:
    """The kept columns of a layer.

    Attributes
    ----------
    columns
        Each with all its different values, and a code for every feature of the layer.
    """

    columns: Sequence[TileColumn]

    def of(self, features: Numbers) -> tuple[TileColumn, ...]:
        """Return the columns of some features, with no value that none of them has.

        Parameters
        ----------
        features
            Their places in the layer's frame; -1 for what is no feature and has no property.
        """
        found = []
        for column in self.columns:
            codes = np.where(features < 0, -1, column.codes[features])
            used, at = np.unique(codes, return_inverse=True)
            missing = int(used.size > 0 and used[0] < 0)
            values = [column.written[code] for code in used[missing:].tolist()]
            found.append(TileColumn(column.key, values, at.reshape(-1) - missing))
        return tuple(found)


def properties(frame: gpd.GeoDataFrame) -> Properties:
    """Return the kept columns of a layer's frame (``accuracy_m`` in metres)."""
    columns = []
    for key in KEPT:
        codes, different = pd.factorize(frame[key])
        write = double_value if key == "accuracy_m" else text_value
        values = [write(value) for value in different.tolist()]
        columns.append(TileColumn(key, values, codes.astype(np.int64)))
    return Properties(tuple(columns))
