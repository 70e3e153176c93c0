"""Reading a frame row by row: missing values as ``None``, lists as tuples."""

from collections.abc import Iterator
from math import isnan
from typing import Any

import geopandas as gpd
import pandas as pd

Record = dict[str, Any]
"""One row: column name to value, ``None`` where there is none."""


def records(frame: gpd.GeoDataFrame | pd.DataFrame) -> Iterator[Record]:
    """Yield each row as a mapping.

    Missing values of every kind (``None``, NaN, NA, NaT) become ``None`` and lists become tuples;
    everything else stays what the column holds.
    """
    names = [str(name) for name in frame.columns]
    # A column is taken much faster out of a plain frame than out of one with geometry.
    plain = pd.DataFrame(frame)
    columns = [[_value(cell) for cell in plain[name]] for name in plain.columns]
    for cells in zip(*columns, strict=True):
        yield dict(zip(names, cells, strict=True))


def _value(cell: Any) -> Any:
    if cell is None or isinstance(cell, str):  # most cells: quick, for pages read every row
        return cell
    if isinstance(cell, float):
        return None if isnan(cell) else cell
    if isinstance(cell, list | tuple):
        return tuple(cell)
    if pd.api.types.is_scalar(cell) and pd.isna(cell):
        return None
    return cell
