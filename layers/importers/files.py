"""Opening a user's file by its name's ending, and its coordinates in CGCS2000 degrees."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from gis.crs import STORED, Datum, to_cgcs2000
from gis.datums import Coordinates
from gis.errors import InvalidInputError
from layers.importers.gdal_files import read_gpkg, read_shapefile, read_zip
from layers.importers.geojson import parse_geojson
from layers.importers.userfile import UserFile, within_size

_ONE_DATUM = (4490, 4480, 4326, 4979)
"""EPSG codes of CGCS2000 and WGS84, flat and with heights."""
ENDINGS = (".geojson", ".json", ".gpkg", ".shp", ".zip")


def read_file(path: Path, *, layer: str | None = None) -> UserFile:
    """Return the features of a GeoJSON, GeoPackage, Shapefile or zipped Shapefile.

    Parameters
    ----------
    path
        The file; its name's ending says what it is, and its content must agree.
    layer
        Which layer of a GeoPackage; may be left out where there is only one.

    Raises
    ------
    gis.errors.InvalidInputError
        If it cannot be read, is too large, or is not what its name says.
    """
    readers: dict[str, Callable[[Path], UserFile]] = {
        ".geojson": _read_geojson,
        ".json": _read_geojson,
        ".gpkg": partial(read_gpkg, layer=layer),
        ".shp": read_shapefile,
        ".zip": read_zip,
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise InvalidInputError(
            f"{path.name}: files of this kind are not read",
            field="file",
            remedy="Use one of " + ", ".join(ENDINGS),
        )
    within_size(path)
    return reader(path)


def _read_geojson(path: Path) -> UserFile:
    return parse_geojson(path.read_bytes(), path.name)


def resolve_datum(file: UserFile, datum: Datum | None) -> Datum:
    """Return the datum of a file's coordinates: the user's word, else the file's own.

    A web-map export says WGS84 whatever its coordinates are, so the user's word comes first and
    only a file that states a reference system may do without it.

    Raises
    ------
    gis.errors.InvalidInputError
        If neither states one.
    """
    if datum is not None:
        return Datum(datum)
    if file.crs is None:
        raise InvalidInputError(
            f"{file.name} does not state its datum",
            field="datum",
            remedy="State it: cgcs2000 (WGS84 is the same here), gcj02 (AMap, Tencent) or bd09 "
            "(Baidu).",
        )
    return Datum.CGCS2000


def stored_geometries(file: UserFile, datum: Datum) -> list[BaseGeometry | None]:
    """Return the geometries in CGCS2000 longitude and latitude (EPSG:4490), unchecked.

    Parameters
    ----------
    file
        A file read; projected coordinates are converted first.
    datum
        The datum of its longitudes and latitudes.

    Raises
    ------
    gis.errors.InvalidInputError
        If the file states a reference system that is not known.
    """
    transformer = None if file.crs is None else _to_degrees(file.crs, file.name)
    geometries: list[BaseGeometry | None] = []
    for feature in file.features:
        geometry = feature.geometry
        if geometry is not None and transformer is not None:
            geometry = shapely.transform(geometry, partial(_converted, transformer))
        geometries.append(to_cgcs2000(geometry, datum))
    return geometries


def _converted(transformer: Transformer, coordinates: Coordinates) -> Coordinates:
    return np.column_stack(transformer.transform(coordinates[:, 0], coordinates[:, 1]))


def _to_degrees(name: str, file: str) -> Transformer | None:
    """Return how to get to degrees, or ``None`` where the coordinates are degrees already.

    Which shift degrees carry is what the datum says, and CGCS2000 and WGS84 are one. Beijing 1954
    and Xian 1980 need local parameters to come within 100 m, so they are not converted here.
    """
    try:
        crs = CRS.from_user_input(name)
        base = crs.geodetic_crs
    except CRSError:
        base = None
    if base is None or not _on_one_datum(base):
        raise InvalidInputError(
            f"{file} states a reference system that is not on CGCS2000 or WGS84",
            field="crs",
            remedy=f"Convert it to {STORED} in a desktop GIS first.",
        )
    if crs.is_geographic:
        return None
    return Transformer.from_crs(crs, STORED, always_xy=True)


def _on_one_datum(base: CRS) -> bool:
    if base.to_epsg(min_confidence=25) in _ONE_DATUM:
        return True
    return base.equals(CRS.from_user_input("OGC:CRS84"), ignore_axis_order=True)
