"""A layer of a scenario as a file says it: with what is only proposed told apart from what is."""

from dataclasses import replace

import geopandas as gpd
import numpy as np

from gis.scenario.frames import SOURCE
from gis.schema import Column, Kind, LayerSpec, Term

WHAT_IF = Column(
    "what_if",
    Kind.TEXT,
    "方案",
    "Scenario",
    vocabulary=(
        Term("as_today", "现状", "As today"),
        Term("added", "拟新增", "Proposed"),
        Term("moved", "拟迁移", "Proposed move"),
        Term("opened", "拟开放", "Proposed opening"),
    ),
    required=True,
)
_PROPOSED = {"takeoff_points": "candidate", "road_segments": "planned"}
"""The status of a feature that a scenario adds, by layer; a carrier's says so already."""


def told_apart(
    shown: gpd.GeoDataFrame, today: gpd.GeoDataFrame, spec: LayerSpec
) -> tuple[gpd.GeoDataFrame, LayerSpec]:
    """Return a layer of a scenario with the statuses of today and a column ``what_if``.

    What a scenario adds counts as serving, and what it opens as open, in every analysis of it. A
    file outlives the page that says so: in it nothing proposed is called in use.

    Parameters
    ----------
    shown, today
        The layer with the scenario's changes made, and as it is.
    spec
        The layer.
    """
    was = shown["id"].map(dict(zip(today["id"], today["status"], strict=True)))
    added = was.isna().to_numpy()
    moved = ~added & (shown["geometry_source"] == SOURCE).to_numpy()
    opened = ~added & ~moved & (shown["status"] != was).to_numpy()
    told = shown.copy()
    told["status"] = was.where(~added, _PROPOSED.get(spec.name, shown["status"]))
    told[WHAT_IF.name] = np.select(
        [added, moved, opened], ["added", "moved", "opened"], default="as_today"
    )
    return told, replace(spec, own=(*spec.own, WHAT_IF))
