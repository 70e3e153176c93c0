"""Points made up for tests of large layers: the places are not real."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from layers.frozen_store import FrozenStore

BOX = (113.55, 22.65, 114.25, 23.15)
"""Where they lie: west, south, east, north in degrees."""


def made_points(count: int) -> gpd.GeoDataFrame:
    """Return points as rows of ``places``: half of them crowded in three towns, half anywhere."""
    draw = np.random.default_rng(count)
    anywhere = draw.uniform(BOX[:2], BOX[2:], (count - count // 2, 2))
    towns = np.array([(113.75, 23.03), (113.81, 22.81), (114.08, 22.80)])
    crowded = towns[draw.integers(0, 3, count // 2)] + draw.normal(0, 0.02, (count // 2, 2))
    at = np.clip(np.vstack([anywhere, crowded]), BOX[:2], BOX[2:])
    ids = [f"made-{number:06d}" for number in range(count)]
    return gpd.GeoDataFrame(
        {
            "id": ids,
            "name_zh": [f"公交站 {number}" for number in range(count)],
            "name_en": [f"Bus stop {number}" for number in range(count)],
            "accuracy_m": draw.choice([5.0, 30.0, 600.0], count),
            "geometry_basis": "surveyed",
            "source": "survey",
            "geometry_source": "survey",
            "as_of": "2026-03-22",
            "status": "in_use",
            "public": True,
            "kind": "bus_station",
        },
        geometry=shapely.points(at),
        crs="EPSG:4490",
    )


def crowded_store(
    frames: Mapping[str, gpd.GeoDataFrame], count: int, layer: str = "places"
) -> FrozenStore:
    """Return a store in which one layer of points has made features: no write is waited for."""
    made = made_points(count)
    # Whole columns of one real row have the right kinds; what differs is set.
    rows = frames[layer].iloc[np.zeros(count, dtype=int)].reset_index(drop=True)
    for name in ("id", "name_zh", "name_en", "accuracy_m"):
        rows[name] = made[name].astype(rows[name].dtype)
    rows = gpd.GeoDataFrame(pd.DataFrame(rows), geometry=made.geometry, crs=made.crs)
    return FrozenStore("made", {**frames, layer: rows})
