"""A query answered from a frame in memory: the same rules as the SQL stores follow."""

import datetime as dt

import geopandas as gpd
import numpy as np
import shapely

from gis.catalogue import LAYERS
from layers.store import Query, plain_boxes


def matching(frame: gpd.GeoDataFrame, query: Query) -> gpd.GeoDataFrame:
    """Return the features of ``frame`` that match, without the query's paging.

    Parameters
    ----------
    frame
        Every feature of the layer, sorted by id (EPSG:4490).
    query
        What is wanted.
    """
    keep = np.ones(len(frame), dtype=bool)
    if query.bbox is not None:
        boxes = shapely.union_all([shapely.box(*box) for box in plain_boxes(query.bbox)])
        keep &= shapely.intersects(frame.geometry.to_numpy(), boxes)
    if query.ids is not None:
        keep &= frame["id"].isin(query.ids).to_numpy()
    if query.as_of is not None:
        keep &= _inside(frame, *query.as_of)
    for name, value in query.equals.items():
        column = frame[LAYERS[query.layer].column(name).name]
        keep &= (column == value).fillna(value=False).to_numpy(dtype=bool)
    if query.public_only and "public" in frame:
        keep &= frame["public"].to_numpy(dtype=bool)
    return frame[keep].reset_index(drop=True)


def _inside(frame: gpd.GeoDataFrame, first: dt.date | None, last: dt.date | None) -> np.ndarray:
    """Return which features are of these days; what has no date is of none."""
    if "as_of" not in frame:
        return np.zeros(len(frame), dtype=bool)
    days = frame["as_of"].to_numpy()
    inside = [(not first or day >= first) and (not last or day <= last) for day in days]
    return np.array(inside, dtype=bool)


def page(frame: gpd.GeoDataFrame, query: Query) -> gpd.GeoDataFrame:
    """Return the page of a matching frame that ``after`` and ``limit`` ask for."""
    if query.after is not None:
        frame = frame[frame["id"] > query.after]
    if query.limit is not None:
        frame = frame.head(query.limit)
    return frame.reset_index(drop=True)
