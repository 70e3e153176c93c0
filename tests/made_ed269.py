"""UAS zones as ED-269 and ED-318 write them, invented for tests."""

import json
from pathlib import Path
from typing import Any

RING = [[113.7, 22.7], [113.8, 22.7], [113.8, 22.8], [113.7, 22.8], [113.7, 22.7]]
HOLE = [[113.74, 22.74], [113.76, 22.74], [113.76, 22.76], [113.74, 22.76], [113.74, 22.74]]
SQUARE = {"type": "Polygon", "coordinates": [RING]}
CIRCLE = {"type": "Circle", "center": [113.75, 22.9], "radius": 5_000}


def volume(across: Any = None, **members: Any) -> dict[str, Any]:
    return {
        "uomDimensions": "M",
        "lowerLimit": 0,
        "lowerVerticalReference": "AGL",
        "upperLimit": 120,
        "upperVerticalReference": "AGL",
        "horizontalProjection": across or SQUARE,
    } | members


def zone_269(*volumes: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {
        "identifier": "DG001",
        "country": "CHN",
        "name": "Made zone",
        "type": "COMMON",
        "restriction": "PROHIBITED",
        "reason": ["SENSITIVE"],
        "applicability": [{"permanent": "YES"}],
        "zoneAuthority": [{"name": "Made authority", "purpose": "AUTHORIZATION"}],
        "geometry": list(volumes) or [volume()],
    } | members


def zone_318(geometry: Any, **members: Any) -> dict[str, Any]:
    properties = {
        "identifier": "DG318",
        "country": "CHN",
        "name": [{"text": "甲区", "lang": "zh-CN"}, {"text": "Zone A", "lang": "en-GB"}],
        "type": "REQ_AUTHORIZATION",
        "variant": "COMMON",
        "zoneAuthority": [
            {"name": [{"text": "Office", "lang": "en-GB"}], "purpose": "NOTIFICATION"}
        ],
    } | members
    return {"type": "Feature", "geometry": geometry, "properties": properties}


LAYER = {"upper": 400, "upperReference": "AMSL", "lower": 0, "lowerReference": "AMSL", "uom": "ft"}


def write(path: Path, *zones: dict[str, Any], ending: str = "json") -> Path:
    features = list(zones)
    document: dict[str, Any] = {"title": "Made set", "features": features}
    if "properties" in features[0]:
        metadata = {"issued": "2026-04-01T00:00:00Z"}
        document = {"type": "FeatureCollection", "metadata": metadata, "features": features}
    file = path / f"zones.{ending}"
    file.write_text(json.dumps(document), encoding="utf-8")
    return file
