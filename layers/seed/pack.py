"""The Dongguan pack: the files of ``layers/seed/dongguan`` and the policy record as frames.

Points are written in ``lon`` and ``lat``, lines in ``wkt``, polygons in ``<layer>.geojson`` by id.
Two geometries are derived and stored nowhere: a functional area made of whole towns is the union
of its members, and a landmark's points are those of its facilities.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from importlib.abc import Traversable
from importlib.resources import files
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from gis.catalogue import LAYERS
from gis.checks import check
from gis.crs import STORED
from gis.errors import InvalidInputError, InvalidRowsError, RowProblem
from gis.policy.record import RECORD
from gis.schema import GEOMETRY_BASES, STORE_COLUMNS, Column, GeometryKind, Kind, LayerSpec
from layers.seed.cells import read_table
from layers.seed.policy_tables import SHIPPED_RECORD, read_facts

SHIPPED = files("layers.seed") / "dongguan"
"""The pack that comes with the product."""

Row = dict[str, Any]
Written = tuple[str, int]
"""Where a row is written: the file and the row in it."""

_LON = Column("lon", Kind.NUMBER, "经度", "Longitude")
_LAT = Column("lat", Kind.NUMBER, "纬度", "Latitude")
_WKT = Column("wkt", Kind.TEXT, "几何", "Geometry")
_GEOMETRY_COLUMNS = {
    GeometryKind.NONE: (),
    GeometryKind.POINT: (_LON, _LAT),
    GeometryKind.LINE: (_WKT,),
    GeometryKind.POLYGON: (),
    GeometryKind.POINTS: (),
}
_BUILDING_COLUMNS = {"towns": ("centre_lon", "centre_lat")}
"""Columns that only the script which draws a layer's polygons needs, by layer."""
_WEAKEST_FIRST = tuple(reversed([term.id for term in GEOMETRY_BASES]))


def read_pack(
    folder: Traversable = SHIPPED, record: Traversable = SHIPPED_RECORD
) -> dict[str, gpd.GeoDataFrame]:
    """Return every layer of a pack, checked, in loading order.

    Parameters
    ----------
    folder
        A folder with one ``<layer>.csv`` for each layer (UTF-8; ``pathlib.Path`` will do), and
        ``towns.geojson``. By default the Dongguan pack that comes with the product.
    record
        The folder of the policy record (:mod:`layers.seed.policy_tables`).

    Returns
    -------
    dict of str to geopandas.GeoDataFrame
        By layer, in EPSG:4490, with the columns of the layer's schema.

    Raises
    ------
    gis.errors.InvalidInputError
        If a file is missing, is not UTF-8 or has a wrong header.
    gis.errors.InvalidRowsError
        If a row is wrong: by file, row and field, with a remedy.
    """
    facts = {spec.name: read_facts(record, spec) for spec in RECORD}
    rows: dict[str, Sequence[Row]] = {
        name: [{**row, "geometry": None} for _, _, row in facts[name]]
        if name in facts
        else _read_rows(folder, spec)
        for name, spec in LAYERS.items()
    }
    written: dict[str, Sequence[Written]] = {
        name: [(file, number) for file, number, _ in facts[name]]
        if name in facts
        else [(f"{name}.csv", number) for number, _ in enumerate(rows[name], start=1)]
        for name in LAYERS
    }
    _place_landmarks(rows["landmarks"], rows["facilities"])
    frames = {name: _checked(LAYERS[name], rows[name], written[name]) for name in LAYERS}
    for name, spec in LAYERS.items():
        _check_references(spec, rows, written[name])
    return frames


def _read_text(folder: Traversable, file: str) -> str:
    path = folder / file
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise InvalidInputError(
            f"the pack has no {file}", field=file, remedy="Add the file; a header line will do."
        ) from error
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            f"{file} is not UTF-8 (byte {error.start})", field=file, remedy="Save it as UTF-8."
        ) from error


def _read_rows(folder: Traversable, spec: LayerSpec) -> list[Row]:
    file = f"{spec.name}.csv"
    columns = {
        column.name: column
        for column in (*spec.columns, *_GEOMETRY_COLUMNS[spec.geometry])
        if column.name not in STORE_COLUMNS
    }
    rows: list[Row] = [
        dict(row)
        for row in read_table(
            _read_text(folder, file),
            columns,
            layer=spec.name,
            file=file,
            extra=_BUILDING_COLUMNS.get(spec.name, ()),
        )
    ]
    if spec.geometry is GeometryKind.POLYGON and rows:
        _add_polygons(rows, spec.name, _read_text(folder, f"{spec.name}.geojson"))
    else:
        _add_written_geometries(rows, spec.name, file)
    return rows


def _add_written_geometries(rows: Sequence[Row], layer: str, file: str) -> None:
    problems = []
    for number, row in enumerate(rows, start=1):
        lon, lat, wkt = (row.pop(name, None) for name in ("lon", "lat", "wkt"))
        row["geometry"] = None
        if (lon is None) != (lat is None):
            missing = "lon" if lon is None else "lat"
            reason = f"{file}: half a position"
            problems.append(RowProblem(number, missing, "", reason, "Write both or none."))
        elif lon is not None:
            row["geometry"] = shapely.Point(lon, lat)
        elif wkt is not None:
            try:
                row["geometry"] = shapely.from_wkt(wkt)
            except shapely.errors.GEOSException as error:
                reason = f"{file}: {error}"
                remedy = "Write LINESTRING (lon lat, lon lat)."
                problems.append(RowProblem(number, "wkt", wkt[:80], reason, remedy))
    if problems:
        raise InvalidRowsError(layer, problems)


def _add_polygons(rows: Sequence[Row], layer: str, text: str) -> None:
    """Give rows the polygons of a GeoJSON collection by id, or the union of whole members."""
    file = f"{layer}.geojson"
    try:
        polygons = {
            feature["id"]: shapely.from_geojson(json.dumps(feature["geometry"]))
            for feature in json.loads(text)["features"]
        }
    except (json.JSONDecodeError, KeyError, TypeError, shapely.errors.GEOSException) as error:
        raise InvalidInputError(
            f"{file} is not a FeatureCollection whose features have ids: {error}",
            field=file,
            remedy="Write it anew with the script that made it.",
        ) from error
    strangers = sorted(set(polygons) - {row["id"] for row in rows})
    if strangers:
        raise InvalidInputError(
            f"{file} has a polygon of {strangers[0]!r}, which {layer}.csv does not",
            field=file,
            remedy="Use the same ids in both files.",
        )
    for row in rows:
        row["geometry"] = polygons.get(row["id"]) or _union(row, polygons)


def _union(row: Row, polygons: Mapping[str, shapely.Geometry]) -> shapely.Geometry | None:
    """Return the union of a row's members; none for an area that only lies in its members."""
    if not row.get("members") or row.get("geometry_basis") == "unknown":
        return None
    parts = [polygons[member] for member in row["members"] if member in polygons]
    return shapely.union_all(parts) if len(parts) == len(row["members"]) else None


def _place_landmarks(landmarks: Sequence[Row], facilities: Sequence[Row]) -> None:
    """Give each landmark its facilities' positions, and the weakest of their claims."""
    for landmark in landmarks:
        placed = [
            row
            for row in facilities
            if row.get("landmark") == landmark.get("id") and row["geometry"] is not None
        ]
        if not placed:
            landmark["geometry_basis"] = "unknown"
            continue
        weakest = max(placed, key=lambda row: row.get("accuracy_m") or 0)
        points = dict.fromkeys((row["geometry"].x, row["geometry"].y) for row in placed)
        landmark["geometry"] = shapely.MultiPoint(list(points))
        landmark["accuracy_m"] = weakest.get("accuracy_m")
        landmark["geometry_source"] = weakest.get("geometry_source")
        landmark["geometry_basis"] = min(
            (row.get("geometry_basis") for row in placed), key=_WEAKEST_FIRST.index
        )


def _checked(spec: LayerSpec, rows: Sequence[Row], written: Sequence[Written]) -> gpd.GeoDataFrame:
    names = [column.name for column in spec.columns if column.name not in STORE_COLUMNS]
    data = {name: [row.get(name) for row in rows] for name in names}
    geometry = gpd.GeoSeries(np.array([row.get("geometry") for row in rows], object), crs=STORED)
    try:
        return check(spec, gpd.GeoDataFrame(data, geometry=geometry, crs=STORED))
    except InvalidRowsError as error:
        in_file = partial(_in_file, written)
        raise InvalidRowsError(spec.name, [*map(in_file, error.problems)]) from error


def _in_file(written: Sequence[Written], problem: RowProblem) -> RowProblem:
    file, row = written[problem.row - 1]
    return RowProblem(
        row, problem.field, problem.value, f"{file}: {problem.reason}", problem.remedy
    )


def _check_references(
    spec: LayerSpec, layers: Mapping[str, Sequence[Row]], written: Sequence[Written]
) -> None:
    """Raise if a cell names a feature that the layer it points to does not hold."""
    problems = []
    for column in spec.columns:
        if not column.references:
            continue
        known = {row["id"] for row in layers[column.references]}
        for (file, number), row in zip(written, layers[spec.name], strict=True):
            for value in _named(row.get(column.name)):
                if value not in known:
                    reason = f"{file}: {column.references} has no {value!r}"
                    remedy = f"Name an id of {column.references}.csv, or add a row there."
                    problems.append(RowProblem(number, column.name, value, reason, remedy))
    if problems:
        raise InvalidRowsError(spec.name, problems)


def _named(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        yield from value
    elif value is not None:
        yield value
