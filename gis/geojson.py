"""Features as GeoJSON (RFC 7946): plain dictionaries that any JSON writer accepts.

Coordinates are longitude and latitude in CRS84, outer rings run counter-clockwise, ids stand at
the top level, missing values are ``null`` and nothing is ever NaN.
"""

import datetime as dt
from collections.abc import Mapping
from math import ceil, isfinite, log10
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gis.crs import require_stored
from gis.errors import InvalidInputError
from gis.records import Record, records
from gis.schema import LayerSpec

Json = dict[str, Any]
MOST_DECIMALS = 7
"""One centimetre: no position here is better."""
_LEAST_DECIMALS = 4
_METRES_PER_DEGREE = 111_320.0


def decimals_for(accuracy_m: float | None) -> int:
    """Return how many decimals of a degree a point of this accuracy deserves.

    Rounding moves the point by less than a hundredth of its accuracy, so that it neither claims a
    precision it lacks nor loses what it has: 7 decimals up to 1 m, 5 at 300 m, 4 from 1.2 km.

    Parameters
    ----------
    accuracy_m
        The point's accuracy in metres; ``None`` for a point that is a choice and not an estimate.
    """
    if accuracy_m is None or accuracy_m <= 0:
        return MOST_DECIMALS
    wanted = ceil(log10(100.0 * _METRES_PER_DEGREE / accuracy_m))
    return min(MOST_DECIMALS, max(_LEAST_DECIMALS, wanted))


def encode_geometry(geometry: BaseGeometry | None, accuracy_m: float | None = None) -> Json | None:
    """Return a GeoJSON geometry.

    Points are rounded to what their accuracy deserves. Lines and polygons keep seven decimals
    whatever their accuracy, because neighbours share their vertices.

    Parameters
    ----------
    geometry
        In degrees, longitude first (EPSG:4490, served as CRS84). A missing or empty one gives
        ``None``.
    accuracy_m
        Its accuracy in metres.

    Raises
    ------
    gis.errors.InvalidInputError
        If a coordinate is not a finite number.
    """
    if geometry is None or geometry.is_empty:
        return None
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        raise InvalidInputError("a coordinate is not a finite number", field="geometry")
    pointlike = geometry.geom_type in {"Point", "MultiPoint"}
    decimals = decimals_for(accuracy_m) if pointlike else MOST_DECIMALS
    rounded = shapely.transform(geometry, lambda coordinates: np.round(coordinates, decimals))
    oriented: BaseGeometry = shapely.orient_polygons(rounded, exterior_cw=False)
    return dict(oriented.__geo_interface__)


def encode_value(value: Any) -> Any:
    """Return one attribute as JSON holds it: ISO 8601 dates, lists, ``None`` for missing.

    Parameters
    ----------
    value
        As :func:`gis.records.records` gives it.
    """
    if isinstance(value, dt.datetime):
        return _instant(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [encode_value(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): encode_value(item) for key, item in value.items()}
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not isfinite(value):
        return None
    return value


def _instant(value: dt.datetime) -> str:
    if value.tzinfo is None:
        value = value.replace(tzinfo=dt.UTC)
    return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def feature(row: Record, spec: LayerSpec) -> Json:
    """Return one feature of a layer as a GeoJSON feature.

    Parameters
    ----------
    row
        One row of the layer's frame (EPSG:4490), as :func:`gis.records.records` gives it.
    spec
        The layer: its columns, in order, become the properties; columns that the row lacks are
        left out.
    """
    return {
        "type": "Feature",
        "id": row["id"],
        "geometry": encode_geometry(row.get("geometry"), row.get("accuracy_m")),
        "properties": {
            column.name: encode_value(row[column.name])
            for column in spec.columns
            if column.name != "id" and column.name in row
        },
    }


def encode_features(frame: gpd.GeoDataFrame, spec: LayerSpec) -> list[Json]:
    """Return a frame's features in its order.

    Parameters
    ----------
    frame
        Features of the layer, in EPSG:4490.
    spec
        The layer.

    Raises
    ------
    gis.errors.WrongReferenceSystemError
        If the frame is in another reference system.
    """
    require_stored(frame, spec.name)
    return [feature(row, spec) for row in records(frame)]


def feature_collection(frame: gpd.GeoDataFrame, spec: LayerSpec) -> Json:
    """Return a frame as a GeoJSON feature collection; see :func:`encode_features`."""
    return {"type": "FeatureCollection", "features": encode_features(frame, spec)}
