"""The layout of the plans on the map: core, belts and areas as the towns they name."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely

from gis.policy.results import TownRow
from gis.records import records

LAYOUT_KINDS = ("core", "belt", "area", "area_part", "layout", "cluster", "future_industry")


def layout_areas(
    rows: Sequence[TownRow], topics: gpd.GeoDataFrame, towns: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Return one polygon a topic: the union of the units that its places reach.

    Parameters
    ----------
    rows
        The matrix of all documents.
    topics
        Table of the record; those of :data:`LAYOUT_KINDS` are drawn.
    towns
        The layer ``towns`` (any reference system, kept).

    Returns
    -------
    geopandas.GeoDataFrame
        Columns ``topic``, ``kind``, ``number``, ``name_zh``, ``name_en``, ``document``, ``units``
        (tuple of ids) and ``geometry``. No document publishes a boundary: every polygon is
        schematic. A topic none of whose units has a polygon has ``None``.
    """
    named: dict[str, set[str]] = {}
    for row in rows:
        for naming in row.namings:
            named.setdefault(naming.topic, set()).add(row.town)
    shapes = dict(zip(towns["id"], towns.geometry, strict=True))
    chosen = [
        topic for topic in records(topics) if topic["kind"] in LAYOUT_KINDS and topic["id"] in named
    ]
    polygons = []
    for topic in chosen:
        parts = [
            shapes[unit] for unit in sorted(named[topic["id"]]) if shapes.get(unit) is not None
        ]
        polygons.append(shapely.union_all(parts) if parts else None)
    columns = ("id", "kind", "number", "name_zh", "name_en", "document")
    data = {name: [topic[name] for topic in chosen] for name in columns}
    data["units"] = [tuple(sorted(named[topic["id"]])) for topic in chosen]
    frame = gpd.GeoDataFrame(data, geometry=np.array(polygons, dtype=object), crs=towns.crs)
    return frame.rename(columns={"id": "topic"})
