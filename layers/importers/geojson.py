"""GeoJSON parsed in Python, with limits: never by GDAL, which guesses what a file is."""

import json
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gis.errors import InvalidInputError, InvalidRowsError, RowProblem
from layers.importers.userfile import MAX_FEATURES, MAX_VERTICES, UserFeature, UserFile

MAX_DEPTH = 16
"""Arrays and objects inside one another: a multipolygon in a collection needs eight."""

_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_WGS84_NAMES = ("urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "OGC:CRS84")
_EPSG = re.compile(r"(?:urn:ogc:def:crs:EPSG:[\d.]*:|EPSG:)(\d{4,6})")


def parse_geojson(content: bytes, name: str) -> UserFile:
    """Return the features of a GeoJSON text.

    Parameters
    ----------
    content
        UTF-8, with or without a byte order mark.
    name
        What the file is called, for messages.

    Raises
    ------
    gis.errors.InvalidInputError
        If it is not GeoJSON, too deep or too large, or names its reference system by a link.
    gis.errors.InvalidRowsError
        If features are malformed: every one of them, by row.
    """
    document = load_json(content, name)
    features = document.get("features") if document.get("type") == "FeatureCollection" else None
    if document.get("type") == "Feature":
        features = [document]
    if not isinstance(features, list):
        raise _not_geojson(name, "it is not a FeatureCollection")
    if len(features) > MAX_FEATURES:
        raise InvalidInputError(f"{name} has more than {MAX_FEATURES} features", field="file")
    read: list[UserFeature] = []
    problems: list[RowProblem] = []
    for row, feature in enumerate(features, start=1):
        try:
            read.append(_feature(row, feature))
        except ValueError as error:
            problems.append(
                RowProblem(row, "geometry", "", str(error), "Write it as RFC 7946 says.")
            )
    if problems:
        raise InvalidRowsError(name, problems)
    vertices = sum(int(shapely.get_num_coordinates(feature.geometry)) for feature in read)
    if vertices > MAX_VERTICES:
        raise InvalidInputError(f"{name} has more than {MAX_VERTICES} vertices", field="file")
    return UserFile(name, tuple(read), _reference_system(document, name))


def _not_geojson(name: str, why: str) -> InvalidInputError:
    return InvalidInputError(
        f"{name} cannot be read as GeoJSON: {why}",
        field="file",
        remedy="Export it as GeoJSON (RFC 7946) in UTF-8.",
    )


def load_json(content: bytes, name: str) -> dict[str, Any]:
    """Return a JSON object, refusing one that is nested too deep or holds what is no number.

    Raises
    ------
    gis.errors.InvalidInputError
        If it is anything else.
    """
    if _depth(content) > MAX_DEPTH:
        raise _not_geojson(name, f"more than {MAX_DEPTH} levels inside one another")
    try:
        document = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise _not_geojson(name, f"{error}"[:120]) from error
    if not isinstance(document, dict):
        raise _not_geojson(name, "it is not a JSON object")
    return document


def _depth(content: bytes) -> int:
    """Return how deep brackets nest, without parsing: a parser may not survive the depth."""
    bare = np.frombuffer(_STRING.sub(b"", content), dtype=np.uint8)
    opening = (bare == ord("[")) | (bare == ord("{"))
    closing = (bare == ord("]")) | (bare == ord("}"))
    steps = opening.astype(np.int32) - closing.astype(np.int32)
    return int(steps.cumsum().max(initial=0))


def _refuse_constant(constant: str) -> float:
    raise ValueError(f"{constant} is not JSON; a coordinate must be a finite number")


def _reference_system(document: dict[str, Any], name: str) -> str | None:
    """Return what a ``crs`` member of the 2008 specification names; a link is never followed."""
    member = document.get("crs")
    if member is None:
        return None
    named = member.get("properties", {}) if isinstance(member, dict) else {}
    text = named.get("name") if isinstance(named, dict) else None
    if isinstance(member, dict) and member.get("type") == "name" and isinstance(text, str):
        if text in _WGS84_NAMES:
            return "OGC:CRS84"
        match = _EPSG.fullmatch(text)
        if match:
            return f"EPSG:{match[1]}"
    raise InvalidInputError(
        f"{name} has a crs member that does not name a reference system by its EPSG code",
        field="crs",
        remedy="Remove the crs member and state the datum; links are never followed.",
    )


def _feature(row: int, feature: Any) -> UserFeature:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise ValueError("not a GeoJSON feature")
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise ValueError("properties is not an object")
    attributes = {"id": feature["id"]} if "id" in feature else {}
    return UserFeature(row, attributes | properties, parse_geometry(feature.get("geometry")))


def parse_geometry(geometry: Any) -> BaseGeometry | None:
    """Return a parsed GeoJSON geometry object as a geometry; heights are dropped.

    Raises
    ------
    ValueError
        If it is malformed, of an unknown type or has a coordinate that is no finite number.
    """
    if geometry is None:
        return None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    build = _BUILDERS.get(kind) if isinstance(kind, str) else None
    if build is None:
        raise ValueError(f"geometry type {str(kind)[:40]!r} is not read")
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list):
        raise ValueError("the geometry has no coordinates")
    return build(coordinates)


def _positions(given: Any, least: int) -> list[tuple[float, float]]:
    if not isinstance(given, list) or len(given) < least:
        raise ValueError(f"a list of at least {least} positions is needed")
    return [_position(item) for item in given]


def _position(given: Any) -> tuple[float, float]:
    if not isinstance(given, list) or len(given) < 2:
        raise ValueError("a position is a list of longitude and latitude")
    lon, lat = given[0], given[1]
    for number in (lon, lat):
        if type(number) not in (int, float) or not -1e9 < number < 1e9:
            raise ValueError(f"coordinate {str(number)[:40]} is not a finite number")
    return float(lon), float(lat)


def _ring(given: Any) -> list[tuple[float, float]]:
    ring = _positions(given, 4)
    if ring[0] != ring[-1]:
        raise ValueError("a ring does not end where it begins")
    return ring


def _polygon(given: Any) -> shapely.Polygon:
    if not isinstance(given, list) or not given:
        raise ValueError("a polygon has no rings")
    outer, *holes = [_ring(ring) for ring in given]
    return shapely.Polygon(outer, holes)


def _parts(given: Any) -> list[Any]:
    if not isinstance(given, list) or not given:
        raise ValueError("the geometry has no parts")
    return given


_BUILDERS: dict[str, Callable[[list[Any]], BaseGeometry]] = {
    "Point": lambda given: shapely.Point(_position(given)),
    "MultiPoint": lambda given: shapely.MultiPoint(_positions(given, 1)),
    "LineString": lambda given: shapely.LineString(_positions(given, 2)),
    "MultiLineString": lambda given: shapely.MultiLineString(
        [_positions(line, 2) for line in _parts(given)]
    ),
    "Polygon": _polygon,
    "MultiPolygon": lambda given: shapely.MultiPolygon([_polygon(part) for part in _parts(given)]),
}
