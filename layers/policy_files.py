"""The policy record as one file, and back: JSON, GeoPackage and a ZIP of CSV files.

Every file holds every table of :data:`gis.policy.record.RECORD` with all its columns but the
store's own; reading it again gives the same facts.
"""

import csv
import io
import json
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio

from gis.checks import check
from gis.crs import STORED
from gis.errors import InvalidInputError
from gis.geojson import encode_value
from gis.policy.record import RECORD
from gis.records import Record, records
from gis.schema import STORE_COLUMNS, Column, Kind, LayerSpec
from layers.exporters import FORMULA_STARTS, csv_cell, flat

Frames = Mapping[str, gpd.GeoDataFrame]


class RecordFormat(StrEnum):
    """The formats the record can be exported in."""

    JSON = "json"
    GPKG = "gpkg"
    CSV = "csv"

    @property
    def media_type(self) -> str:
        """The media type of such a file."""
        return _MEDIA_TYPES[self]

    @property
    def extension(self) -> str:
        """The ending of such a file's name."""
        return "zip" if self is RecordFormat.CSV else self.value


_BROKEN = (
    *(ValueError, LookupError, TypeError, AttributeError),  # JSON of another shape
    *(RuntimeError, EOFError, zipfile.BadZipFile, zlib.error),  # an archive cut off or locked
    csv.Error,
    pyogrio.errors.DataSourceError,
)
"""What reading a file that is no record raises."""
_MEDIA_TYPES = {
    RecordFormat.JSON: "application/json",
    RecordFormat.GPKG: "application/geopackage+sqlite3",
    RecordFormat.CSV: "application/zip",
}


def export_record(frames: Frames, kind: RecordFormat) -> bytes:
    """Return the record as the content of one file.

    Parameters
    ----------
    frames
        Every table of the record, by name.
    kind
        JSON has one list of objects a table; a GeoPackage one attribute table a table, lists as
        JSON texts; the ZIP one CSV file a table, written as a layer's CSV is.
    """
    tables = {spec.name: (spec, list(records(frames[spec.name]))) for spec in RECORD}
    return _WRITERS[RecordFormat(kind)](tables)


def read_record_file(content: bytes, kind: RecordFormat) -> dict[str, gpd.GeoDataFrame]:
    """Return the tables of an exported record, checked, by name.

    Parameters
    ----------
    content
        As :func:`export_record` returns it.
    kind
        Its format.

    Raises
    ------
    gis.errors.InvalidInputError
        If the file is not such a file or lacks a table.
    gis.errors.InvalidRowsError
        If a row breaks its table's schema.
    """
    try:
        tables = _READERS[RecordFormat(kind)](content)
    except _BROKEN as error:
        raise InvalidInputError(
            f"not an exported policy record ({kind}): {error}",
            field="file",
            remedy="Give a file that `guantu policy export` wrote, in its own format.",
        ) from error
    return {spec.name: _frame(spec, tables[spec.name]) for spec in RECORD}


Tables = Mapping[str, tuple[LayerSpec, list[Record]]]
Read = dict[str, Sequence[Record]]


def _columns(spec: LayerSpec) -> list[Column]:
    return [column for column in spec.columns if column.name not in STORE_COLUMNS]


def _frame(spec: LayerSpec, rows: Sequence[Record]) -> gpd.GeoDataFrame:
    data = {column.name: [row.get(column.name) for row in rows] for column in _columns(spec)}
    nowhere = np.array([None] * len(rows), dtype=object)
    return check(spec, gpd.GeoDataFrame(data, geometry=nowhere, crs=STORED))


def _to_json(tables: Tables) -> bytes:
    document = {
        name: [
            {column.name: encode_value(row[column.name]) for column in _columns(spec)}
            for row in rows
        ]
        for name, (spec, rows) in tables.items()
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1).encode()


def _from_json(content: bytes) -> Read:
    document = json.loads(content)
    return {spec.name: [_typed(spec, row) for row in document[spec.name]] for spec in RECORD}


def _to_csv(tables: Tables) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (spec, rows) in tables.items():
            text = io.StringIO(newline="")
            writer = csv.writer(text)
            names = [column.name for column in _columns(spec)]
            writer.writerow(names)
            writer.writerows([_guarded(row[one]) for one in names] for row in rows)
            # A fixed date: the same record is the same file.
            entry = zipfile.ZipInfo(f"{name}.csv")
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.getvalue().encode("utf-8-sig"))
    return file.getvalue()


def _from_csv(content: bytes) -> Read:
    found: Read = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for spec in RECORD:
            text = archive.read(f"{spec.name}.csv").decode("utf-8-sig")
            rows = csv.DictReader(io.StringIO(text, newline=""))
            found[spec.name] = [_typed(spec, _unguarded(row)) for row in rows]
    return found


def _guarded(value: Any) -> Any:
    """Return a cell; one that looks guarded already gets another sign, to come back as it is."""
    return f"'{value}" if isinstance(value, str) and _looks_guarded(value) else csv_cell(value)


def _looks_guarded(text: str) -> bool:
    return text.startswith("'") and text.lstrip("'").startswith(FORMULA_STARTS)


def _unguarded(row: Mapping[str, str]) -> Record:
    """Return cells without the sign that keeps a spreadsheet from running them."""
    return {name: cell[1:] if _looks_guarded(cell) else cell or None for name, cell in row.items()}


def _to_gpkg(tables: Tables) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.gpkg"
        for name, (spec, rows) in tables.items():
            data = {
                column.name: _field(column, [row[column.name] for row in rows])
                for column in _columns(spec)
            }
            pyogrio.write_dataframe(
                pd.DataFrame(data), path, layer=name, driver="GPKG", append=path.exists()
            )
        return path.read_bytes()


def _field(column: Column, values: list[Any]) -> Any:
    if column.kind in _SERIES:
        return pd.Series(values, dtype=_SERIES[column.kind])
    return np.array([flat(encode_value(value)) for value in values], dtype=object)


_SERIES = {Kind.INTEGER: "Int64", Kind.NUMBER: "Float64", Kind.BOOLEAN: "boolean"}


def _from_gpkg(content: bytes) -> Read:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.gpkg"
        path.write_bytes(content)
        return {
            spec.name: [
                _typed(spec, row) for row in records(pyogrio.read_dataframe(path, layer=spec.name))
            ]
            for spec in RECORD
        }


def _typed(spec: LayerSpec, row: Mapping[str, Any]) -> Record:
    """Return a row's values as the kinds of its columns; texts of a file are read."""
    return {column.name: _value(column, row.get(column.name)) for column in _columns(spec)}


def _value(column: Column, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if column.kind in (Kind.LIST, Kind.MAPPING):
        return json.loads(value)
    if column.kind is Kind.BOOLEAN:
        return {"true": True, "false": False}[value]
    if column.kind in (Kind.INTEGER, Kind.NUMBER):
        return float(value)
    return value


_WRITERS: dict[RecordFormat, Callable[[Tables], bytes]] = {
    RecordFormat.JSON: _to_json,
    RecordFormat.CSV: _to_csv,
    RecordFormat.GPKG: _to_gpkg,
}
_READERS: dict[RecordFormat, Callable[[bytes], Read]] = {
    RecordFormat.JSON: _from_json,
    RecordFormat.CSV: _from_csv,
    RecordFormat.GPKG: _from_gpkg,
}
