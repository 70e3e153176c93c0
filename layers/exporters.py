"""Layers as files: GeoJSON, GeoPackage, CSV and XLSX.

Lists and mappings are written as JSON texts where the format has no such type. Every format
keeps the ids and says source and accuracy, as the layer does.
"""

import csv
import io
import json
import os
import tempfile
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from gis.crs import STORED, require_stored
from gis.errors import InvalidInputError
from gis.geojson import MOST_DECIMALS, encode_geometry, encode_value, feature_collection
from gis.records import Record, records
from gis.schema import GeometryKind, Kind, LayerSpec
from layers import workbook

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""A text that starts so would be run as a formula by a spreadsheet (the last four are the
full-width signs, which some take for the same)."""


class ExportFormat(StrEnum):
    """The formats a layer can be exported in."""

    GEOJSON = "geojson"
    GPKG = "gpkg"
    CSV = "csv"
    XLSX = "xlsx"

    @property
    def media_type(self) -> str:
        """The media type of such a file."""
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    ExportFormat.GEOJSON: "application/geo+json",
    ExportFormat.GPKG: "application/geopackage+sqlite3",
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.XLSX: workbook.MEDIA_TYPE,
}


def export(frame: gpd.GeoDataFrame, spec: LayerSpec, kind: ExportFormat) -> bytes:
    """Return a layer as the content of one file.

    Parameters
    ----------
    frame
        Features of the layer, in EPSG:4490.
    spec
        The layer.
    kind
        GeoJSON is in CRS84 (RFC 7946), GeoPackage and CSV in EPSG:4490. CSV is UTF-8 with a
        byte order mark; points become columns ``lon`` and ``lat``, everything else ``wkt``. XLSX
        has the same columns but no ``wkt``, which its cells are too short for, and a second sheet
        that says what each column means.

    Raises
    ------
    gis.errors.WrongReferenceSystemError
        If the frame is in another reference system.
    """
    require_stored(frame, spec.name)
    return _WRITERS[ExportFormat(kind)](frame, spec)


def export_to(path: Path, frame: gpd.GeoDataFrame, spec: LayerSpec, kind: ExportFormat) -> int:
    """Write a layer to a file, wholly or not at all, and return the number of bytes.

    Parameters
    ----------
    path
        Where to; an existing file is replaced once the new one is complete.
    frame, spec, kind
        As for :func:`export`.

    Raises
    ------
    gis.errors.InvalidInputError
        If the file cannot be written.
    """
    content = export(frame, spec, kind)
    write_whole(path, content)
    return len(content)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file wholly or not at all.

    Raises
    ------
    gis.errors.InvalidInputError
        If it cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        partial = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            partial.chmod(0o644)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise InvalidInputError(
            f"cannot write {path}: {error.strerror}",
            field="output",
            remedy="Choose another file, in a folder that exists.",
        ) from error


def _geojson(frame: gpd.GeoDataFrame, spec: LayerSpec) -> bytes:
    collection = feature_collection(frame, spec)
    text = json.dumps(collection, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode()


def _csv(frame: gpd.GeoDataFrame, spec: LayerSpec) -> bytes:
    names = [column.name for column in spec.columns if column.name in frame]
    headings, positions = _positions(spec)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*names, *headings])
    for row in records(frame):
        writer.writerow([*(csv_cell(row[name]) for name in names), *positions(row)])
    return text.getvalue().encode("utf-8-sig")


def csv_cell(value: Any) -> Any:
    """Return one attribute as a cell of a CSV file.

    Parameters
    ----------
    value
        A value as :func:`gis.records.records` gives it. Lists and mappings become JSON texts,
        dates ISO 8601; a text that a spreadsheet would run as a formula gets a leading ``'``.
    """
    plain = table_cell(value)
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, str) and plain.startswith(FORMULA_STARTS):
        return f"'{plain}"
    return plain


def table_cell(value: Any) -> Any:
    """Return one attribute as a value of a table: a text, a number, a boolean or nothing."""
    return flat(encode_value(value))


def flat(value: Any) -> Any:
    """Return lists and mappings as JSON text and anything else as it is."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    return value


def _xlsx(frame: gpd.GeoDataFrame, spec: LayerSpec) -> bytes:
    names = [column.name for column in spec.columns if column.name in frame]
    points = spec.geometry is GeometryKind.POINT
    headings, positions = _positions(spec) if points else ((), lambda _row: ())
    table = [[*names, *headings]] + [
        [*(table_cell(row[name]) for name in names), *positions(row)] for row in records(frame)
    ]
    return workbook.workbook({spec.name: table, COLUMNS_SHEET: _columns(spec, names)})


COLUMNS_SHEET = "columns"
"""The sheet of a workbook that says what the columns of the other are."""


def _columns(spec: LayerSpec, names: Iterable[str]) -> list[list[workbook.Value]]:
    columns = [spec.column(name) for name in names]
    meant: list[list[workbook.Value]] = [
        [one.name, one.zh, one.en, one.unit or None] for one in columns
    ]
    return [
        ["column", "名称", "title", "unit"],
        *meant,
        [None],
        [spec.name, spec.description_zh, spec.description_en],
    ]


Positions = Callable[[Record], Iterable[Any]]


def _positions(spec: LayerSpec) -> tuple[tuple[str, ...], Positions]:
    if spec.geometry is GeometryKind.NONE:
        return (), lambda _row: ()
    if spec.geometry is GeometryKind.POINT:
        return ("lon", "lat"), _lon_lat
    return ("wkt",), _wkt


def _lon_lat(row: Record) -> Iterable[Any]:
    point = encode_geometry(row["geometry"], row.get("accuracy_m"))
    return point["coordinates"] if point else (None, None)


def _wkt(row: Record) -> Iterable[Any]:
    geometry = encode_geometry(row["geometry"], row.get("accuracy_m"))
    if geometry is None:
        return (None,)
    return (shapely.to_wkt(shapely.geometry.shape(geometry), rounding_precision=MOST_DECIMALS),)


def _gpkg(frame: gpd.GeoDataFrame, spec: LayerSpec) -> bytes:
    columns: dict[str, Any] = {}
    for column in spec.columns:
        if column.name in frame:
            columns[column.name] = _field(frame[column.name], column.kind)
    file = io.BytesIO()
    if spec.geometry is GeometryKind.NONE:
        pyogrio.write_dataframe(pd.DataFrame(columns), file, layer=spec.name, driver="GPKG")
        return file.getvalue()
    pyogrio.write_dataframe(
        gpd.GeoDataFrame(columns, geometry=frame.geometry.to_numpy(), crs=STORED),
        file,
        layer=spec.name,
        driver="GPKG",
        geometry_type=_GPKG_TYPES[spec.geometry],
        promote_to_multi=spec.geometry in _PROMOTED,
        layer_options={"IDENTIFIER": spec.en, "DESCRIPTION": spec.description_en},
    )
    return file.getvalue()


_GPKG_TYPES = {
    GeometryKind.POINT: "Point",
    GeometryKind.LINE: "MultiLineString",
    GeometryKind.POLYGON: "MultiPolygon",
    GeometryKind.POINTS: "MultiPoint",
}
_PROMOTED = (GeometryKind.LINE, GeometryKind.POLYGON, GeometryKind.POINTS)


def _field(series: "pd.Series[Any]", kind: Kind) -> Any:
    if kind in {Kind.INTEGER, Kind.NUMBER, Kind.BOOLEAN}:
        return series
    texts = [flat(encode_value(row["value"])) for row in records(pd.DataFrame({"value": series}))]
    return np.array(texts, dtype=object)


_WRITERS = {
    ExportFormat.GEOJSON: _geojson,
    ExportFormat.GPKG: _gpkg,
    ExportFormat.CSV: _csv,
    ExportFormat.XLSX: _xlsx,
}
