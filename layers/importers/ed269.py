"""UAS geographical zones as EUROCAE ED-269 (JSON) and ED-318 (GeoJSON with layers) write them.

Each volume of a zone becomes one geozone. Limits in feet become metres; ``AGL``, ``AMSL`` and
``WGS84`` become ground, sea level and ellipsoid. Circles become polygons that contain them, because
a zone drawn too small would let somebody in. What a file does not state stays unstated, and what
the layer has no column for is kept in the note.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import shapely

from gis.checks import ID_PATTERN
from gis.errors import InvalidInputError, InvalidRowsError, RowProblem
from layers.importers.ed269_hours import hours_text
from layers.importers.ed269_volumes import (
    Volume,
    ZoneFaultError,
    json_object,
    limits_of,
    volumes_269,
    volumes_318,
)
from layers.importers.geojson import load_json
from layers.importers.userfile import MAX_FEATURES, MAX_VERTICES, UserFeature, UserFile

_MARKS = (b"horizontalProjection", b"upperReference", b"lowerReference", b"subType")
_WGS84 = "OGC:CRS84"
"""The reference system both standards lay down."""
_RESTRICTIONS = {
    "PROHIBITED": "prohibited",
    "REQ_AUTHORISATION": "authorisation",
    "REQ_AUTHORIZATION": "authorisation",
    "CONDITIONAL": "conditional",
    "NO_RESTRICTION": "no_restriction",
    # A U-space is open to whoever uses its services: a condition.
    "USPACE": "conditional",
}
_VolumesOf = Callable[[Mapping[str, Any]], Iterator[Volume]]


def read_ed_zones(content: bytes, name: str) -> UserFile | None:
    """Return the zones of an ED-269 or ED-318 text with the geozones layer's attributes.

    Parameters
    ----------
    content
        UTF-8 JSON.
    name
        What the file is called, for messages.

    Returns
    -------
    UserFile or None
        ``None`` where the text is of neither standard, so that it may be plain GeoJSON. A zone of
        several volumes gives several features of one row.

    Raises
    ------
    gis.errors.InvalidInputError
        If the text is no JSON or too large.
    gis.errors.InvalidRowsError
        If zones are malformed: every one of them, by row.
    """
    if not any(mark in content for mark in _MARKS):
        return None
    document = load_json(content, name)
    zones = document.get("features")
    volumes_of = _standard(document)
    if volumes_of is None or not isinstance(zones, list):
        return None
    if len(zones) > MAX_FEATURES:
        raise InvalidInputError(f"{name} has more than {MAX_FEATURES} features", field="file")
    edition = _edition(document)
    read: list[UserFeature] = []
    problems: list[RowProblem] = []
    for row, zone in enumerate(zones, start=1):
        try:
            read += _features(row, zone, volumes_of, edition)
        except ZoneFaultError as fault:
            problems.append(RowProblem(row, fault.field, fault.value, fault.reason, fault.remedy))
    if problems:
        raise InvalidRowsError(name, problems)
    if sum(int(shapely.get_num_coordinates(one.geometry)) for one in read) > MAX_VERTICES:
        raise InvalidInputError(f"{name} has more than {MAX_VERTICES} vertices", field="file")
    return UserFile(name, tuple(read), _WGS84)


def _standard(document: Mapping[str, Any]) -> _VolumesOf | None:
    """Return how the file's volumes are read, or ``None`` if by neither standard."""
    listed = document.get("features")
    zones = [zone for zone in listed if isinstance(zone, dict)] if isinstance(listed, list) else []
    if document.get("type") != "FeatureCollection":
        return volumes_269 if any(isinstance(one.get("geometry"), list) for one in zones) else None
    shapes = [zone.get("geometry") for zone in zones]
    for shape in [one for one in shapes if isinstance(one, dict)]:
        parts = shape.get("geometries")
        for part in [shape, *(parts if isinstance(parts, list) else ())]:
            if isinstance(part, dict) and part.keys() & {"layer", "extent"}:
                return volumes_318
    return None


def _features(
    row: int,
    zone: Any,
    volumes_of: _VolumesOf,
    edition: str | None,
) -> list[UserFeature]:
    if not isinstance(zone, dict):
        raise ZoneFaultError("features", zone, "a zone must be a JSON object")
    given = zone if volumes_of is volumes_269 else json_object(zone, "properties")
    volumes = list(volumes_of(zone))
    identifier = str(given.get("identifier", "")).strip().casefold()
    if not ID_PATTERN.fullmatch(identifier):
        identifier = str(row)
    features = []
    for number, volume in enumerate(volumes, start=1):
        own = f"{identifier}.v{number}" if len(volumes) > 1 else identifier
        limits, remark = limits_of(volume)
        notes = [_text(given.get("message")), volume.note, remark]
        properties = {
            "id": own,
            **_names(given),
            "restriction": _restriction(given, ed318=volumes_of is volumes_318),
            **limits,
            "hours": hours_text(given.get("applicability", given.get("limitedApplicability"))),
            "authority": _authorities(given.get("zoneAuthority")),
            "edition": edition,
            "note_en": " ".join(note for note in notes if note) or None,
        }
        features.append(UserFeature(row, properties, volume.shape))
    return features


def _restriction(given: Mapping[str, Any], *, ed318: bool) -> str:
    field = "type" if ed318 else "restriction"
    word = _RESTRICTIONS.get(str(given.get(field, "")).upper())
    if word is None:
        known = ", ".join(_RESTRICTIONS)
        raise ZoneFaultError(field, given.get(field), "not a known restriction", f"One of {known}.")
    return word


def _names(given: Mapping[str, Any]) -> dict[str, str | None]:
    name = given.get("name")
    named: dict[str, str | None] = {"name": _text(name)}
    for item in name if isinstance(name, list) else []:
        language = str(item.get("lang", "")).casefold() if isinstance(item, dict) else ""
        for code in ("zh", "en"):
            if language.startswith(code):
                named.setdefault(f"name_{code}", _text([item]))
    return named


def _text(given: Any) -> str | None:
    """Return a text, or the texts of ED-318's list of texts by language."""
    if isinstance(given, str):
        return given.strip() or None
    if isinstance(given, dict):
        return _text(given.get("text"))
    if isinstance(given, list):
        return " / ".join(text for text in map(_text, given) if text) or None
    return None


def _authorities(given: Any) -> str | None:
    listed = given if isinstance(given, list) else []
    names = [_text(item.get("name")) for item in listed if isinstance(item, dict)]
    return "; ".join(dict.fromkeys(name for name in names if name)) or None


def _edition(document: Mapping[str, Any]) -> str | None:
    metadata = document.get("metadata")
    if not isinstance(metadata, dict):
        return _text(document.get("title"))
    stated = (metadata.get(key) for key in ("issued", "validFrom"))
    return next((text for text in map(_text, stated) if text), _text(document.get("title")))
