"""Airspace geozones from a user's file: what it does not state stays unstated."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
from shapely.geometry.base import BaseGeometry

from gis.catalogue import LAYERS
from gis.checks import ID_PATTERN, check
from gis.crs import STORED, Datum
from gis.errors import InvalidInputError, InvalidRowsError
from gis.schema import STORE_COLUMNS
from layers.importers.ed269 import read_ed_zones
from layers.importers.files import read_file, resolve_datum, stored_geometries
from layers.importers.provenance import Imported, checked_accuracy, user_source
from layers.importers.userfile import UserFeature, UserFile, within_size

_GEOZONES = LAYERS["geozones"]
_TAKEN = (
    "restriction",
    "status",
    "floor_m",
    "ceiling_m",
    "vertical_reference",
    "hours",
    "authority",
    "edition",
    "note_zh",
    "note_en",
)


def read_geozones(
    path: Path,
    datum: Datum | None,
    *,
    accuracy_m: float,
    on: dt.date,
    layer: str | None = None,
) -> Imported:
    """Return the geozones of a file, and their source.

    Parameters
    ----------
    path
        A file of UAS geographical zones by ED-269 or ED-318, known by its content; or GeoJSON,
        GeoPackage or Shapefile whose attributes are called as the layer's columns:
        ``restriction`` is needed; ``floor_m`` and ``ceiling_m`` are metres above
        ``vertical_reference``, which is ``not_stated`` where it is not stated.
    datum
        The datum of its longitudes and latitudes; ``None`` only if the file states a reference
        system.
    accuracy_m
        Within how many metres the true boundaries lie.
    on
        The day of the import.
    layer
        Which layer of a GeoPackage.

    Returns
    -------
    Imported
        Frames ``sources`` (one row) and ``geozones``. A zone whose ``status`` is not stated is
        ``advisory``: only an authority puts one in force.

    Raises
    ------
    gis.errors.InvalidRowsError
        With every problem by row; nothing is imported then.
    gis.errors.InvalidInputError
        If the file cannot be read or is empty, or its datum or accuracy is not stated.
    """
    accuracy_m = checked_accuracy(accuracy_m)
    file = _read_zone_file(path, layer)
    if not file.features:
        raise InvalidInputError(f"{file.name} has no features", field="file")
    datum = resolve_datum(file, datum)
    source = user_source(path, datum, on)
    source_id = str(source["id"].iloc[0])
    position = {"accuracy_m": accuracy_m, "geometry_source": source_id, "as_of": on}
    geometries = stored_geometries(file, datum)
    rows = [
        _row(feature, geometry, source_id) | position
        for feature, geometry in zip(file.features, geometries, strict=True)
    ]
    names = [column.name for column in _GEOZONES.columns if column.name not in STORE_COLUMNS]
    columns = {name: [row.get(name) for row in rows] for name in names}
    geometry = gpd.GeoSeries(np.array([row["geometry"] for row in rows], object), crs=STORED)
    try:
        zones = check(_GEOZONES, gpd.GeoDataFrame(columns, geometry=geometry, crs=STORED))
    except InvalidRowsError as error:
        # A zone of several volumes gives several rows here and is one in the file.
        named = [replace(one, row=file.features[one.row - 1].row) for one in error.problems]
        raise InvalidRowsError(error.layer, named) from None
    return Imported({"sources": source, "geozones": zones})


def _read_zone_file(path: Path, layer: str | None) -> UserFile:
    if path.suffix.lower() in {".json", ".geojson"}:
        within_size(path)
        zones = read_ed_zones(path.read_bytes(), path.name)
        if zones is not None:
            return zones
    return read_file(path, layer=layer)


def _row(feature: UserFeature, geometry: BaseGeometry | None, source: str) -> dict[str, Any]:
    given = {str(key).casefold(): value for key, value in feature.properties.items()}
    own_id = str(given.get("id", ""))
    name = given.get("name")
    names = [given.get("name_zh"), given.get("name_en"), name, f"zone {feature.row}"]
    return {
        # An id of the file's own would clash with another file's: the source stands before it.
        "id": f"{source}.{own_id if ID_PATTERN.fullmatch(own_id) else feature.row}",
        "name_zh": next(text for text in (names[0], name, *names) if text),
        "name_en": next(text for text in (names[1], name, *names) if text),
        "geometry_basis": "unknown" if geometry is None else "sourced",
        "source": source,
        "public": True,
        "geometry": geometry,
        **{key: given.get(key) for key in _TAKEN},
        "status": given.get("status") or "advisory",
        "vertical_reference": given.get("vertical_reference") or "not_stated",
    }
