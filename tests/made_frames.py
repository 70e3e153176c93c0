"""Frames of any layer from a few words: what a test leaves out is filled with plain values."""

import datetime as dt
from typing import Any

import geopandas as gpd

from gis.catalogue import LAYERS
from gis.checks import check
from gis.crs import STORED
from gis.schema import Kind

_PLAIN: dict[Kind, Any] = {
    Kind.TEXT: "x",
    Kind.INTEGER: 1,
    Kind.NUMBER: 1.0,
    Kind.BOOLEAN: True,
    Kind.DATE: dt.date(2026, 1, 1),
    Kind.TIMESTAMP: dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    Kind.LIST: [],
    Kind.MAPPING: {},
}


def made_frame(layer: str, *rows: dict[str, Any]) -> gpd.GeoDataFrame:
    """Return a checked frame of ``layer`` with these rows, required columns filled in.

    Parameters
    ----------
    layer
        The layer's name.
    rows
        Column values; ``geometry`` in EPSG:4490. ``id`` is needed, names default to it.
    """
    spec = LAYERS[layer]
    filled = []
    for row in rows:
        full: dict[str, Any] = {column.name: None for column in spec.columns}
        for column in spec.columns:
            if column.required:
                words = column.vocabulary
                full[column.name] = words[0].id if words else _PLAIN[column.kind]
        full |= {"name_zh": row["id"], "name_en": row["id"], "geometry": None} | row
        if full["geometry"] is not None:
            full["geometry_source"] = full["geometry_source"] or "made"
        filled.append(full)
    names = [*(column.name for column in spec.columns), "geometry"]
    columns = {name: [row[name] for row in filled] for name in names}
    geometry = columns.pop("geometry")
    return check(spec, gpd.GeoDataFrame(columns, geometry=geometry, crs=STORED))
