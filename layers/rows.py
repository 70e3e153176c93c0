"""Frames to database rows and back, and the digest that tells whether a row has changed."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from gis.checks import DTYPES
from gis.crs import STORED
from gis.schema import STORE_COLUMNS, LayerSpec
from layers.store import WriteCounts

Row = dict[str, Any]
Stamp = tuple[str, int]
"""A stored row's digest and version: all that is needed to see whether it changes."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a write will change in one layer.

    Attributes
    ----------
    added, changed
        Rows with their new ``version`` and ``updated_at``.
    unchanged
        Number of rows already stored as they are.
    gone
        Ids to remove.
    """

    added: list[Row]
    changed: list[Row]
    unchanged: int
    gone: list[str]

    @property
    def counts(self) -> WriteCounts:
        """The numbers of it."""
        return WriteCounts(len(self.added), len(self.changed), self.unchanged, len(self.gone))


def difference(stored: Mapping[str, Stamp], rows: Sequence[Row], *, replace: bool) -> Difference:
    """Compare rows to be written with the rows that are stored.

    Parameters
    ----------
    stored
        Digest and version of every stored row, by id.
    rows
        From :func:`to_rows`.
    replace
        Whether stored rows that are not among ``rows`` go.
    """
    now = dt.datetime.now(dt.UTC)
    added: list[Row] = []
    changed: list[Row] = []
    for row in rows:
        digest, version = stored.get(row["id"], ("", 0))
        if digest != row["row_digest"]:
            target = changed if version else added
            target.append(row | {"version": version + 1, "updated_at": now})
    gone = sorted(stored.keys() - {row["id"] for row in rows}) if replace else []
    return Difference(added, changed, len(rows) - len(added) - len(changed), gone)


def to_rows(spec: LayerSpec, frame: gpd.GeoDataFrame) -> list[Row]:
    """Return one dictionary per feature, with Python values and a ``row_digest``.

    Parameters
    ----------
    spec
        The layer.
    frame
        A checked frame (see :func:`gis.checks.check`); the store's own columns are left out.
    """
    names = [column.name for column in spec.columns if column.name not in STORE_COLUMNS]
    plain = {name: _plain(frame[name]) for name in names}
    plain["geometry"] = list(frame.geometry.to_numpy())
    rows = [dict(zip(plain, values, strict=True)) for values in zip(*plain.values(), strict=True)]
    for row in rows:
        row["row_digest"] = _digest(row)
    return rows


def _plain(series: "pd.Series[Any]") -> list[Any]:
    values = series.astype(object).to_numpy()
    missing = np.asarray(series.isna())
    return [None if gone else value for value, gone in zip(values, missing, strict=True)]


def _digest(row: Row) -> str:
    geometry = row["geometry"]
    values = {name: value for name, value in row.items() if name != "geometry"}
    values["geometry"] = None if geometry is None else shapely.to_wkb(geometry, hex=True)
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def to_frame(spec: LayerSpec, rows: Sequence[Row]) -> gpd.GeoDataFrame:
    """Return the frame of some rows, with the layer's column types.

    Parameters
    ----------
    spec
        The layer.
    rows
        As a store returns them; ``geometry`` is EWKB bytes, a shapely geometry or ``None``.
    """
    columns = {
        column.name: pd.Series([row[column.name] for row in rows], dtype=DTYPES[column.kind])
        for column in spec.columns
    }
    geometries = np.array([_shape(row["geometry"]) for row in rows], dtype=object)
    return gpd.GeoDataFrame(columns, geometry=geometries, crs=STORED)


def _shape(value: bytes | BaseGeometry | None) -> BaseGeometry | None:
    if not isinstance(value, bytes):
        return value
    # Features compare equal whichever store they come from: the reference system is the frame's.
    return shapely.set_srid(shapely.from_wkb(value), 0)
