"""Small made-up features for the store tests; the places are not real."""

from typing import Any

import geopandas as gpd
import shapely

COMMON = {
    "geometry_basis": "sourced",
    "source": "survey",
    "geometry_source": "survey",
    "as_of": "2026-03-22",
    "public": True,
}


def frame(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    geometry = [row.pop("geometry", None) for row in rows]
    return gpd.GeoDataFrame(rows, geometry=geometry, crs="EPSG:4490")


def sources(*ids: str) -> gpd.GeoDataFrame:
    return frame(
        [
            COMMON
            | {"id": name, "name_zh": "测量", "name_en": "Survey", "status": "current"}
            | {"geometry_basis": "unknown", "geometry_source": None, "kind": "dataset"}
            | {"source": name}
            for name in ids or ("survey",)
        ]
    )


def towns(count: int = 3) -> gpd.GeoDataFrame:
    return frame(
        [
            COMMON
            | {"id": f"town-{i}", "name_zh": f"镇{i}", "name_en": f"Town {i}", "kind": "town"}
            | {"status": "current", "accuracy_m": 100.5 + i, "in_partition": i != 1}
            | {"population_2020": None if i == 0 else 1000 * i, "area_km2": 1.0 / (i + 1)}
            | {"members": None if i == 0 else ["town-0"], "code": "0042"}
            | {"geometry": shapely.box(113.5 + i / 10, 22.5, 113.6 + i / 10, 22.6)}
            for i in range(count)
        ]
    )


def points(positions: dict[str, tuple[float, float] | None]) -> gpd.GeoDataFrame:
    return frame(
        [
            COMMON
            | {"id": name, "name_zh": "点", "name_en": "Point", "kind": "vertiport"}
            | {"status": "in_use", "accuracy_m": 5.0 if at else None, "town": "town-0"}
            | {"service_radius_m": {"delivery": 5000.0, "inspection": 3000.5}}
            | {"geometry": shapely.Point(at) if at else None}
            for name, at in positions.items()
        ]
    )
