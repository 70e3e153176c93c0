"""Airspace geozones from a user's file: what it does not state stays unstated.

Zones of a what-if come the same way. Nobody stated those: they are supposed to be in force, at all
hours and drawn exactly, unless they say otherwise.
"""

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
from layers.importers.geojson import parse_geojson
from layers.importers.provenance import Imported, checked_accuracy, user_source
from layers.importers.userfile import UserFeature, UserFile, within_size

_GEOZONES = LAYERS["geozones"]
SUPPOSED = "what-if"
"""Source of the zones of a what-if."""
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
    in_force: bool = False,
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
    in_force
        Whether whoever imports the file answers for it that an authority has put its zones in
        force.

    Returns
    -------
    Imported
        Frames ``sources`` (one row) and ``geozones``. A zone whose ``status`` is not stated is
        ``advisory`` unless ``in_force``: only an authority puts one in force.

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
    default = {"status": "in_force" if in_force else "advisory"}
    zones = _frame(file, datum, source_id, default, position)
    return Imported({"sources": source, "geozones": zones})


def supposed_zones(content: bytes, name: str, on: dt.date) -> gpd.GeoDataFrame:
    """Return the geozones of a what-if, which nobody stores.

    Parameters
    ----------
    content
        GeoJSON with the layer's columns as properties (``restriction`` is needed), ED-318 or
        ED-269, in CGCS2000 or WGS84 unless it names its reference system.
    name
        What it is called, for messages.
    on
        The day.

    Returns
    -------
    geopandas.GeoDataFrame
        Frame of the layer ``geozones`` in EPSG:4490. Where a zone does not state them, its status
        is ``in_force``, its hours are ``24/7`` and its outline's ``accuracy_m`` is 0.

    Raises
    ------
    gis.errors.InvalidRowsError, gis.errors.InvalidInputError
        As for :func:`read_geozones`.
    """
    file = read_ed_zones(content, name) or parse_geojson(content, name)
    default = {"status": "in_force", "hours": "24/7", "accuracy_m": 0.0}
    position = {"geometry_source": SUPPOSED, "as_of": on}
    return _frame(file, Datum.CGCS2000, SUPPOSED, default, position)


def _frame(
    file: UserFile,
    datum: Datum,
    source: str,
    default: dict[str, Any],
    position: dict[str, Any],
) -> gpd.GeoDataFrame:
    """Return a file's zones as the layer has them."""
    geometries = stored_geometries(file, datum)
    rows = [
        _row(feature, geometry, source, default) | position
        for feature, geometry in zip(file.features, geometries, strict=True)
    ]
    names = [column.name for column in _GEOZONES.columns if column.name not in STORE_COLUMNS]
    columns = {name: [row.get(name) for row in rows] for name in names}
    geometry = gpd.GeoSeries(np.array([row["geometry"] for row in rows], object), crs=STORED)
    try:
        return check(_GEOZONES, gpd.GeoDataFrame(columns, geometry=geometry, crs=STORED))
    except InvalidRowsError as error:
        # A zone of several volumes gives several rows here and is one in the file.
        named = [replace(one, row=file.features[one.row - 1].row) for one in error.problems]
        raise InvalidRowsError(error.layer, named) from None


def _read_zone_file(path: Path, layer: str | None) -> UserFile:
    if path.suffix.lower() in {".json", ".geojson"}:
        within_size(path)
        zones = read_ed_zones(path.read_bytes(), path.name)
        if zones is not None:
            return zones
    return read_file(path, layer=layer)


def _row(
    feature: UserFeature, geometry: BaseGeometry | None, source: str, default: dict[str, Any]
) -> dict[str, Any]:
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
        "vertical_reference": given.get("vertical_reference") or "not_stated",
        **{key: _stated(given.get(key), value) for key, value in default.items()},
    }


def _stated(given: Any, default: Any) -> Any:
    return default if given is None or given == "" else given
