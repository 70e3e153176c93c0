"""A user's own candidate points for siting, from CSV or a map file."""

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gis.catalogue import LAYERS
from gis.checks import geometry_fault
from gis.crs import STORED, Datum
from gis.errors import InvalidInputError, InvalidRowsError, RowProblem
from layers.importers.files import read_file, resolve_datum, stored_geometries
from layers.importers.userfile import UserFeature, UserFile, within_size

MAX_POINTS = 20_000
_LON = ("lon", "lng", "longitude", "x", "经度")
_LAT = ("lat", "latitude", "y", "纬度")
_NAME = ("name", "name_zh", "名称", "name_en")
_ACCURACY = ("accuracy_m", "accuracy", "精度")
_LIKE_A_TAKEOFF_POINT = LAYERS["takeoff_points"]


def read_points(path: Path, datum: Datum | None) -> gpd.GeoDataFrame:
    """Return candidate points.

    Parameters
    ----------
    path
        CSV (UTF-8 or GB 18030) with columns ``lon``, ``lat`` in degrees and, if wanted, ``name``
        and ``accuracy_m``; or points as GeoJSON, GeoPackage or Shapefile with such attributes.
    datum
        The datum of the longitudes and latitudes; ``None`` only if the file states a reference
        system.

    Returns
    -------
    geopandas.GeoDataFrame
        In file order, EPSG:4490: ``id`` (``point-1`` ...), ``name_zh``, ``name_en``,
        ``accuracy_m`` (metres; 0 where it is not given, because a candidate is a choice and not
        an estimate) and ``geometry``.

    Raises
    ------
    gis.errors.InvalidRowsError
        With every problem by row; no point is used then.
    gis.errors.InvalidInputError
        If the file cannot be read, has no points or too many, or its datum is not stated.
    """
    file = open_points(path)
    if not 0 < len(file.features) <= MAX_POINTS:
        raise InvalidInputError(
            f"{file.name} must have 1 to {MAX_POINTS} points, not {len(file.features)}",
            field="file",
        )
    geometries = stored_geometries(file, resolve_datum(file, datum))
    problems = list(_faults(file.features, geometries))
    accuracies = []
    for feature in file.features:
        try:
            accuracies.append(_accuracy(feature.properties))
        except (TypeError, ValueError) as error:
            reason, remedy = "not a number of metres from 0 to 100000", "Leave it empty."
            problems.append(RowProblem(feature.row, "accuracy_m", f"{error}"[:80], reason, remedy))
    if problems:
        raise InvalidRowsError("points", sorted(problems, key=lambda problem: problem.row))
    names = [_name(feature) for feature in file.features]
    return gpd.GeoDataFrame(
        {
            "id": [f"point-{feature.row}" for feature in file.features],
            "name_zh": names,
            "name_en": names,
            "accuracy_m": np.array(accuracies, dtype=np.float64),
        },
        geometry=np.array(geometries, dtype=object),
        crs=STORED,
    )


def open_points(path: Path) -> UserFile:
    """Return the features of a map file, or of a CSV with a longitude and a latitude.

    Raises
    ------
    gis.errors.InvalidRowsError
        If a row of the table has no position.
    gis.errors.InvalidInputError
        If the file cannot be read.
    """
    return _read_csv(path) if path.suffix.lower() == ".csv" else read_file(path)


def _faults(
    features: Sequence[UserFeature], geometries: Sequence[BaseGeometry | None]
) -> Iterator[RowProblem]:
    for feature, geometry in zip(features, geometries, strict=True):
        if geometry is None:
            yield RowProblem(feature.row, "geometry", "", "the point has no position")
            continue
        reason, remedy = geometry_fault(_LIKE_A_TAKEOFF_POINT, geometry)
        if reason:
            yield RowProblem(feature.row, "geometry", geometry.wkt[:80], reason, remedy)


def _value(properties: Mapping[str, Any], names: Sequence[str]) -> Any:
    fields = {str(key).strip().casefold(): value for key, value in properties.items()}
    return next((fields[name] for name in names if fields.get(name) not in (None, "")), None)


def _name(feature: UserFeature) -> str:
    name = str(_value(feature.properties, _NAME) or "").strip()
    if name.startswith("'") and name[1:2] in "=+-@":
        name = name[1:]  # the guard our own CSV exports put before such a text
    return name[:200] or f"point {feature.row}"


def _accuracy(properties: Mapping[str, Any]) -> float:
    given = _value(properties, _ACCURACY)
    accuracy = 0.0 if given is None else float(given)
    if not 0 <= accuracy <= 100_000:
        raise ValueError(given)
    return accuracy


def _read_csv(path: Path) -> UserFile:
    within_size(path)
    header, *lines = _csv_lines(path) or [[]]
    header = [name.strip().casefold() for name in header]
    lon_column, lat_column = (_column(header, names, path.name) for names in (_LON, _LAT))
    features: list[UserFeature] = []
    problems: list[RowProblem] = []
    for row, line in enumerate(lines[: MAX_POINTS + 1], start=1):
        try:
            point = shapely.Point(_degrees(line[lon_column]), _degrees(line[lat_column]))
        except (ValueError, IndexError):
            reason = "lon and lat must be numbers in degrees"
            remedy = "Write them like 113.75 and 23.02."
            problems.append(RowProblem(row, "lon", ",".join(line)[:80], reason, remedy))
            continue
        features.append(UserFeature(row, dict(zip(header, line, strict=False)), point))
    if problems:
        raise InvalidRowsError("points", problems)
    return UserFile(path.name, tuple(features), None)


def _csv_lines(path: Path) -> list[list[str]]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decoded_gb(content, path.name)
    table = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return [line for line in table if any(cell.strip() for cell in line)]
    except csv.Error as error:
        raise InvalidInputError(
            f"{path.name}, line {table.line_num}: {error}",
            field="file",
            remedy="Write a comma-separated table; double every quote inside a quoted cell.",
        ) from error


def _column(header: Sequence[str], names: Sequence[str], file: str) -> int:
    for name in names:
        if name in header:
            return header.index(name)
    raise InvalidInputError(
        f"{file} needs a column {names[0]}",
        field=names[0],
        remedy="Write a header line: name,lon,lat",
    )


def _decoded_gb(content: bytes, name: str) -> str:
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            f"{name} is neither UTF-8 nor GB 18030", field="file", remedy="Save it as UTF-8."
        ) from error


def _degrees(text: str) -> float:
    number = float(text)
    if not math.isfinite(number) or not text.strip().isascii() or "_" in text:
        raise ValueError(text)
    return number
