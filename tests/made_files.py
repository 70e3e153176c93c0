"""Users' files made for tests."""

import json
from pathlib import Path
from typing import Any

VRT = """<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource>
<SrcLayer>x</SrcLayer></OGRVRTLayer></OGRVRTDataSource>"""
"""What GDAL would open other files for, if it were asked what this is."""


def collection(*geometries: Any, **more: Any) -> dict[str, Any]:
    """Return a feature collection of some geometry objects."""
    features = [
        {"type": "Feature", "properties": {"name": "虎门镇"}, "geometry": geometry}
        for geometry in geometries
    ]
    return {"type": "FeatureCollection", "features": features} | more


def written(path: Path, content: str | bytes | dict[str, Any]) -> Path:
    """Write a file and return its path."""
    if isinstance(content, dict):
        content = json.dumps(content)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
