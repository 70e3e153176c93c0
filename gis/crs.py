"""Reference systems: what is stored, what is computed in, what is served, and the shifted datums.

Stored coordinates are CGCS2000 longitude and latitude (EPSG:4490). Everything measured is
measured in metres in the 3-degree Gauss-Kruger zone of the city (EPSG:4547, central meridian
114 E). Web clients get CRS84. CGCS2000 and WGS84 differ by less than a few decimetres, under the
accuracy of every position here, so coordinates in either are taken as the same.
"""

from functools import lru_cache
from typing import overload

import geopandas as gpd
import numpy as np
from pyproj import CRS, Transformer

from gis.datums import Coordinates, Datum, G, Move, from_cgcs2000, moved, to_cgcs2000
from gis.errors import WrongReferenceSystemError

STORED = "EPSG:4490"
"""CGCS2000 longitude and latitude in degrees: what every store and frame holds."""
METRIC = "EPSG:4547"
"""CGCS2000 / 3-degree Gauss-Kruger CM 114E, easting and northing in metres."""
SERVED = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
"""WGS84 longitude and latitude in degrees: what GeoJSON and web clients are given."""

_AS_STORED = ("EPSG:4326", "OGC:CRS84")
"""Reference systems taken for EPSG:4490 without moving a coordinate."""

__all__ = [
    "METRIC",
    "SERVED",
    "STORED",
    "Datum",
    "from_cgcs2000",
    "metric_coordinates",
    "metric_geometry",
    "require_metric",
    "require_stored",
    "stored_coordinates",
    "stored_geometry",
    "to_cgcs2000",
    "to_metric",
    "to_stored",
]


@lru_cache(maxsize=16)
def _system(name: str) -> CRS:
    return CRS.from_user_input(name)


@lru_cache(maxsize=4)
def _transformer(source: str, target: str) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def _is(frame: gpd.GeoDataFrame | gpd.GeoSeries, name: str) -> bool:
    crs = frame.crs
    return crs is not None and bool(_system(name).equals(crs, ignore_axis_order=True))


def _require(frame: gpd.GeoDataFrame | gpd.GeoSeries, name: str, what: str, remedy: str) -> None:
    if not _is(frame, name):
        given = "no reference system" if frame.crs is None else frame.crs.to_string()[:80]
        raise WrongReferenceSystemError(
            f"{what} must be in {name}, but has {given}", field=what, remedy=remedy
        )


def require_metric(frame: gpd.GeoDataFrame | gpd.GeoSeries, what: str) -> None:
    """Raise unless ``frame`` is in EPSG:4547.

    Parameters
    ----------
    frame
        The frame or series to be measured.
    what
        What the frame is, for the message: ``"towns"``.

    Raises
    ------
    gis.errors.WrongReferenceSystemError
        If it is in any other reference system, or in none.
    """
    _require(frame, METRIC, what, "pass it through gis.crs.to_metric first")


def require_stored(frame: gpd.GeoDataFrame | gpd.GeoSeries, what: str) -> None:
    """Raise unless ``frame`` is in EPSG:4490.

    Parameters
    ----------
    frame
        The frame or series to be stored.
    what
        What the frame is, for the message: ``"towns"``.

    Raises
    ------
    gis.errors.WrongReferenceSystemError
        If it is in any other reference system, or in none.
    """
    _require(frame, STORED, what, "pass it through gis.crs.to_stored first")


def to_metric(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the frame in EPSG:4547 (metres).

    Parameters
    ----------
    frame
        A frame in EPSG:4490, WGS84 or already in EPSG:4547. Missing and empty geometries stay.

    Raises
    ------
    gis.errors.WrongReferenceSystemError
        If the frame is in any other reference system, or in none.
    """
    if _is(frame, METRIC):
        return frame
    return to_stored(frame).to_crs(METRIC)


def to_stored(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the frame in EPSG:4490 (degrees).

    Parameters
    ----------
    frame
        A frame in EPSG:4547, WGS84 or already in EPSG:4490. WGS84 coordinates are taken as they
        are. Missing and empty geometries stay.

    Raises
    ------
    gis.errors.WrongReferenceSystemError
        If the frame is in any other reference system, or in none.
    """
    if _is(frame, STORED):
        return frame
    if any(_is(frame, name) for name in _AS_STORED):
        return frame.set_crs(STORED, allow_override=True)
    _require(frame, METRIC, "the frame", f"set its reference system, or convert it to {STORED}")
    return frame.to_crs(STORED)


@overload
def metric_geometry(geometry: G) -> G: ...
@overload
def metric_geometry(geometry: None) -> None: ...
def metric_geometry(geometry: G | None) -> G | None:
    """Return one geometry, given in EPSG:4490, in EPSG:4547; ``None`` stays ``None``."""
    return moved(geometry, _through(STORED, METRIC))


@overload
def stored_geometry(geometry: G) -> G: ...
@overload
def stored_geometry(geometry: None) -> None: ...
def stored_geometry(geometry: G | None) -> G | None:
    """Return one geometry, given in EPSG:4547, in EPSG:4490; ``None`` stays ``None``."""
    return moved(geometry, _through(METRIC, STORED))


def metric_coordinates(coordinates: Coordinates) -> Coordinates:
    """Return longitudes and latitudes (EPSG:4490), shape ``(n, 2)``, in EPSG:4547."""
    return _through(STORED, METRIC)(np.asarray(coordinates, dtype=np.float64))


def stored_coordinates(coordinates: Coordinates) -> Coordinates:
    """Return eastings and northings (EPSG:4547), shape ``(n, 2)``, in EPSG:4490."""
    return _through(METRIC, STORED)(np.asarray(coordinates, dtype=np.float64))


def _through(source: str, target: str) -> Move:
    transformer = _transformer(source, target)

    def move(coordinates: Coordinates) -> Coordinates:
        return np.column_stack(transformer.transform(coordinates[:, 0], coordinates[:, 1]))

    return move
