"""The volumes of UAS geographical zones: their shapes and limits, by ED-269 and by ED-318."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from gis.discs import SEGMENTS
from layers.importers.geojson import parse_geometry

_METRES = {"M": 1.0, "FT": 0.3048}
_REFERENCES = {"AGL": "ground", "AMSL": "sea_level", "WGS84": "ellipsoid"}
_MAX_RADIUS_M = 200_000.0
_EARTH = Geod(ellps="GRS80")


class ZoneFaultError(Exception):
    """One zone cannot be read: which member, its value, and what to write instead."""

    def __init__(self, field: str, value: Any, reason: str, remedy: str = "") -> None:
        super().__init__(reason)
        self.field, self.value = field, repr(value)[:80]
        self.reason, self.remedy = reason, remedy


@dataclass(frozen=True, slots=True)
class Volume:
    """One volume of a zone, as both standards have it."""

    shape: BaseGeometry
    unit: Any
    lower: Any
    lower_reference: Any
    upper: Any
    upper_reference: Any
    note: str = ""


def json_object(holder: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return a member that must be an object."""
    value = holder.get(key)
    if not isinstance(value, dict):
        raise ZoneFaultError(key, value, f"{key} must be a JSON object")
    return value


def volumes_269(zone: Mapping[str, Any]) -> Iterator[Volume]:
    """Yield the volumes of an ED-269 zone."""
    given = zone.get("geometry")
    if not isinstance(given, list) or not given:
        raise ZoneFaultError("geometry", given, "an ED-269 zone needs a list of volumes")
    for volume in given:
        if not isinstance(volume, dict):
            raise ZoneFaultError("geometry", volume, "a volume must be a JSON object")
        across = json_object(volume, "horizontalProjection")
        unit = volume.get("uomDimensions")
        note = ""
        shape: BaseGeometry
        if across.get("type") == "Circle":
            shape = _circle(across.get("center"), across.get("radius"))
            if str(unit).upper() == "FT":
                note = (
                    "The circle's radius was read as metres, the larger reading: "
                    "its file states feet for dimensions."
                )
        else:
            shape = _plain_shape(across)
        yield Volume(
            shape,
            unit,
            volume.get("lowerLimit"),
            volume.get("lowerVerticalReference"),
            volume.get("upperLimit"),
            volume.get("upperVerticalReference"),
            note,
        )


def volumes_318(zone: Mapping[str, Any]) -> Iterator[Volume]:
    """Yield the volumes of an ED-318 feature."""
    given = json_object(zone, "geometry")
    parts = given.get("geometries") if given.get("type") == "GeometryCollection" else [given]
    if not isinstance(parts, list) or not parts:
        raise ZoneFaultError("geometry", given, "the zone has no geometry")
    for part in parts:
        if not isinstance(part, dict):
            raise ZoneFaultError("geometry", part, "a geometry must be a JSON object")
        layer = part.get("layer") or given.get("layer") or {}
        if not isinstance(layer, dict):
            raise ZoneFaultError("layer", layer, "a layer must be a JSON object")
        extent = part.get("extent") if part.get("type") == "Point" else None
        centre = part.get("coordinates")
        yield Volume(
            _circle(centre, extent.get("radius"))
            if isinstance(extent, dict)
            else _plain_shape(part),
            layer.get("uom"),
            layer.get("lower"),
            layer.get("lowerReference"),
            layer.get("upper"),
            layer.get("upperReference"),
        )


def _plain_shape(given: Mapping[str, Any]) -> BaseGeometry:
    try:
        shape = parse_geometry(given)
    except ValueError as error:
        raise ZoneFaultError("geometry", given.get("type"), str(error)) from None
    if shape is None or shape.geom_type not in {"Polygon", "MultiPolygon"}:
        raise ZoneFaultError("geometry", given.get("type"), "a zone must be a polygon or a circle")
    return shape


def _circle(centre: Any, radius: Any) -> shapely.Polygon:
    """Return a polygon in degrees that contains the circle: its sides touch it."""
    try:
        place = parse_geometry({"type": "Point", "coordinates": centre})
    except ValueError as error:
        raise ZoneFaultError("geometry", centre, f"a circle's centre: {error}") from None
    length = _number(radius, "radius")
    if place is None or length is None or not 0 < length <= _MAX_RADIUS_M:
        raise ZoneFaultError("radius", radius, "a circle's radius must be above 0 and below 200 km")
    lon, lat = shapely.get_coordinates(place)[0].tolist()
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ZoneFaultError("geometry", centre, "a circle's centre must be in degrees")
    bearings = np.arange(SEGMENTS) * (360.0 / SEGMENTS)
    # A little more, because sides are straight in degrees and not on the ground.
    reach = np.full(SEGMENTS, length / np.cos(np.pi / SEGMENTS) * (1 + 1e-6))
    lons, lats, _ = _EARTH.fwd(np.full(SEGMENTS, lon), np.full(SEGMENTS, lat), bearings, reach)
    return shapely.Polygon(np.column_stack((lons, lats)))


def _number(given: Any, field: str) -> float | None:
    if given is None:
        return None
    if type(given) not in (int, float) or not -1e9 < given < 1e9:
        raise ZoneFaultError(field, given, "not a finite number")
    return float(given)


def limits_of(volume: Volume) -> tuple[dict[str, Any], str]:
    """Return floor, ceiling and reference, and in words what they cannot say.

    A geozone has one vertical reference. Where the limits have two, the upper one is kept and the
    floor is left unstated, which makes the zone reach lower and never less.
    """
    lower, upper = _number(volume.lower, "lowerLimit"), _number(volume.upper, "upperLimit")
    unit = str(volume.unit or "").upper()
    if (lower is not None or upper is not None) and unit not in _METRES:
        raise ZoneFaultError("uomDimensions", volume.unit, "limits need a unit", "Write M or FT.")
    references = [
        _reference(reference, limit)
        for reference, limit in (
            (volume.lower_reference, lower),
            (volume.upper_reference, upper),
        )
    ]
    scale = _METRES.get(unit, 1.0)
    floor = None if lower is None else round(lower * scale, 3)
    ceiling = None if upper is None else round(upper * scale, 3)
    stated = [reference for reference in references if reference]
    remark = ""
    if len(stated) == 2 and stated[0] != stated[1]:
        remark = f"Its floor is published as {lower:g} {unit} {volume.lower_reference}."
        floor, stated = None, stated[1:]
    reference = stated[-1] if stated else "not_stated"
    return {"floor_m": floor, "ceiling_m": ceiling, "vertical_reference": reference}, remark


def _reference(given: Any, limit: float | None) -> str | None:
    """Return the layer's word; of a limit that is not stated none counts."""
    if limit is None or given is None:
        return None
    word = _REFERENCES.get(str(given).upper())
    if word is None:
        raise ZoneFaultError(
            "verticalReference", given, "not a known reference", "Write AGL, AMSL or WGS84."
        )
    return word
