"""The check every frame passes before it is stored: types, vocabularies, positions, ids."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from gis.crs import STORED, require_stored
from gis.errors import InvalidInputError, InvalidRowsError, RowProblem
from gis.schema import STORE_COLUMNS, Column, Kind, LayerSpec

CITY_BOX = (112.5, 22.0, 115.0, 24.0)
"""West, south, east, north: no feature of this city's pack lies outside (degrees, EPSG:4490)."""
ID_PATTERN = re.compile(r"[a-z0-9][a-z0-9_.-]{0,119}")
MAX_TEXT = 4_000


def check(spec: LayerSpec, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return ``frame`` as the layer's schema wants it, or say everything that is wrong with it.

    Parameters
    ----------
    spec
        The layer.
    frame
        Features in EPSG:4490. Missing columns that are not required are added empty; ``version``
        and ``updated_at`` may be missing.

    Returns
    -------
    geopandas.GeoDataFrame
        The schema's columns and ``geometry``, with the kinds' types, sorted by id.

    Raises
    ------
    gis.errors.InvalidRowsError
        With every problem found, by row and field.
    gis.errors.InvalidInputError
        If the frame has columns the layer does not know, or lacks a required one.
    """
    _check_columns(spec, frame)
    require_stored(frame, spec.name)
    problems: list[RowProblem] = []
    columns: dict[str, Any] = {}
    for column in spec.columns:
        values = frame[column.name].tolist() if column.name in frame else [None] * len(frame)
        columns[column.name], found = _check_column(column, values)
        problems += found
    problems += _duplicate_ids(columns["id"])
    problems += _check_geometries(spec, frame)
    problems += _positions_without_accuracy(frame, columns)
    if problems:
        raise InvalidRowsError(spec.name, sorted(problems, key=lambda problem: problem.row))
    checked = gpd.GeoDataFrame(columns, geometry=frame.geometry.to_numpy(), crs=STORED)
    return checked.sort_values("id", ignore_index=True)


def empty(spec: LayerSpec) -> gpd.GeoDataFrame:
    """Return a frame of the layer without any feature, with the right column types."""
    columns = {column.name: _series(column.kind, []) for column in spec.columns}
    return gpd.GeoDataFrame(columns, geometry=np.array([], dtype=object), crs=STORED)


def _check_columns(spec: LayerSpec, frame: gpd.GeoDataFrame) -> None:
    known = {column.name for column in spec.columns} | {"geometry"}
    unknown = [str(name) for name in frame.columns if name not in known]
    if unknown:
        raise InvalidInputError(
            f"layer {spec.name!r} has no column {unknown[0]!r}",
            field=unknown[0],
            remedy="Columns of this layer: " + ", ".join(sorted(known)),
        )
    for column in spec.columns:
        if column.required and column.name not in frame and column.name not in STORE_COLUMNS:
            what_to_do = (f"Add the column ({column.zh} / {column.en})", _allowed(column))
            raise InvalidInputError(
                f"layer {spec.name!r} needs a column {column.name!r}",
                field=column.name,
                remedy="; ".join(filter(None, what_to_do)),
            )


def _missing(value: Any) -> bool:
    return value is None or (not isinstance(value, (list, dict, str)) and bool(pd.isna(value)))


def _check_column(column: Column, values: list[Any]) -> tuple[Any, list[RowProblem]]:
    convert = _CONVERTERS[column.kind]
    kept: list[Any] = []
    problems: list[RowProblem] = []
    for row, value in enumerate(values, start=1):
        if _missing(value):
            kept.append(None)
            if column.required:
                reason = "a value is required"
                problems.append(_problem(row, column, value, reason, _allowed(column)))
            continue
        try:
            converted = convert(value)
            _check_value(column, converted)
        except ValueError as error:
            reason, _, remedy = str(error).partition("; ")
            problems.append(_problem(row, column, value, reason, remedy))
            converted = None
        kept.append(converted)
    return _series(column.kind, kept), problems


def _problem(row: int, column: Column, value: Any, reason: str, remedy: str) -> RowProblem:
    return RowProblem(row, column.name, repr(value)[:80], reason, remedy)


def _series(kind: Kind, values: list[Any]) -> "pd.Series[Any]":
    return pd.Series(values, dtype=DTYPES[kind])


def _allowed(column: Column) -> str:
    words = [term.id for term in column.vocabulary]
    least = "" if column.minimum is None else f"at least {column.minimum:g}"
    return f"use one of {words}" if words else least


def _check_value(column: Column, value: Any) -> None:
    if column.name == "id" and not ID_PATTERN.fullmatch(value):
        raise ValueError("not a readable id; use lower-case letters, digits, '-', '_' or '.'")
    if column.vocabulary:
        words = [term.id for term in column.vocabulary]
        for item in value if isinstance(value, list) else [value]:
            if item not in words:
                raise ValueError(f"{item!r} is not a word of this column; {_allowed(column)}")
    if column.minimum is not None and value < column.minimum:
        raise ValueError(f"below the least value allowed; {_allowed(column)}")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text; write it as text")
    text = value.strip()
    if not text or len(text) > MAX_TEXT or "\x00" in text:
        raise ValueError(f"empty, too long or unprintable; 1 to {MAX_TEXT} characters")
    return text


def _number(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise ValueError("not a number; use digits and a decimal point") from None
    if isinstance(value, bool) or not np.isfinite(number):
        raise ValueError("not a finite number; use digits and a decimal point")
    return number


def _integer(value: Any) -> int:
    number = _number(value)
    if number != int(number):
        raise ValueError("not a whole number; leave out the decimals")
    return int(number)


def _boolean(value: Any) -> bool:
    if not isinstance(value, (bool, np.bool_)):
        raise ValueError("not true or false; write true or false")
    return bool(value)


def _date(value: Any) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise ValueError("not a date; write it as YYYY-MM-DD") from None


def _timestamp(value: Any) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(str(value))
    except ValueError:
        raise ValueError("not a time; write it as in RFC 3339") from None
    return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _list(value: Any) -> list[str]:
    if not isinstance(value, (list, tuple)):
        raise ValueError("not a list; separate the items")
    return [_text(item) for item in value]


def _mapping(value: Any) -> dict[str, float]:
    if not isinstance(value, Mapping):
        raise ValueError("not a mapping of names to numbers")
    return {_text(key): _number(item) for key, item in sorted(value.items())}


_CONVERTERS: dict[Kind, Callable[[Any], Any]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.INTEGER: _integer,
    Kind.BOOLEAN: _boolean,
    Kind.DATE: _date,
    Kind.TIMESTAMP: _timestamp,
    Kind.LIST: _list,
    Kind.MAPPING: _mapping,
}
DTYPES = {
    Kind.TEXT: "object",
    Kind.NUMBER: "float64",
    Kind.INTEGER: "Int64",
    Kind.BOOLEAN: "boolean",
    Kind.DATE: "object",
    Kind.TIMESTAMP: "object",
    Kind.LIST: "object",
    Kind.MAPPING: "object",
}
"""The pandas type of each kind of column; missing values are None in columns of objects."""


def _duplicate_ids(ids: "pd.Series[Any]") -> Iterator[RowProblem]:
    for row in np.flatnonzero(ids.duplicated() & ids.notna()):
        value = ids.iloc[row]
        yield RowProblem(int(row) + 1, "id", repr(value), "this id stands twice", "Rename one.")


def _check_geometries(spec: LayerSpec, frame: gpd.GeoDataFrame) -> Iterator[RowProblem]:
    for row, geometry in enumerate(frame.geometry.to_numpy(), start=1):
        if geometry is None:
            continue
        reason, remedy = geometry_fault(spec, geometry)
        if reason:
            yield RowProblem(row, "geometry", geometry.geom_type, reason, remedy)


def geometry_fault(spec: LayerSpec, geometry: BaseGeometry) -> tuple[str, str]:
    """Return what is wrong with one geometry and its remedy, or two empty texts.

    Parameters
    ----------
    spec
        The layer the geometry is meant for.
    geometry
        In degrees, longitude first (EPSG:4490).
    """
    if geometry.geom_type not in spec.geometry.accepted:
        accepted = ", ".join(sorted(spec.geometry.accepted)) or "no geometry"
        return f"this layer does not take a {geometry.geom_type}", f"Use {accepted}."
    if geometry.is_empty:
        return "the geometry is empty", "Leave the geometry out."
    fault = _position_fault(shapely.get_coordinates(geometry))
    if not fault[0] and not geometry.is_valid:
        return f"invalid: {shapely.is_valid_reason(geometry)}", "Repair the polygon."
    return fault


def _position_fault(coordinates: np.ndarray) -> tuple[str, str]:
    if not np.isfinite(coordinates).all():
        return "a coordinate is not a finite number", "Write every coordinate as a number."
    west, south, east, north = CITY_BOX
    if _inside(coordinates, (south, west, north, east)):
        return "latitude and longitude are swapped", "Write the longitude (113 ...) first."
    if not _inside(coordinates, CITY_BOX):
        return (
            f"outside the city's box {CITY_BOX}",
            "Write degrees, longitude first; convert projected coordinates.",
        )
    return "", ""


def _inside(coordinates: np.ndarray, box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    x, y = coordinates[:, 0], coordinates[:, 1]
    return bool(
        (x >= west).all() and (x <= east).all() and (y >= south).all() and (y <= north).all()
    )


def _positions_without_accuracy(
    frame: gpd.GeoDataFrame, columns: Mapping[str, Any]
) -> Iterator[RowProblem]:
    present = np.asarray(frame.geometry.notna())
    for name, remedy in (
        ("accuracy_m", "State within how many metres the true position lies."),
        ("geometry_source", "Name the row of the sources layer the position comes from."),
    ):
        if name not in columns:
            continue
        for row in np.flatnonzero(present & columns[name].isna().to_numpy()):
            yield RowProblem(int(row) + 1, name, "", "a position needs this", remedy)
