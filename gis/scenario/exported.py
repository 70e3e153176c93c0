"""A layer of a scenario as data: with what is only proposed told apart from what is."""

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
PROPOSED_STATUS = {
    "takeoff_points": "candidate",
    "road_segments": "planned",
    "carriers": "planned",
}
"""The layers that a scenario changes, and the status that a feature it adds has as data."""


def told_spec(spec: LayerSpec) -> LayerSpec:
    """Return the definition of a layer whose frame is :func:`told_apart`."""
    return replace(spec, own=(*spec.own, WHAT_IF)) if spec.name in PROPOSED_STATUS else spec


def told_apart(shown: gpd.GeoDataFrame, today: gpd.GeoDataFrame, layer: str) -> gpd.GeoDataFrame:
    """Return a layer of a scenario with the statuses of today and a column ``what_if``.

    What a scenario adds counts as serving, and what it opens as open, in every analysis of it.
    Data outlive the page that says so: in them nothing proposed is called in use.

    Parameters
    ----------
    shown, today
        The layer with the scenario's changes made, and as it is.
    layer
        Its name, of :data:`PROPOSED_STATUS`.
    """
    was = shown["id"].map(dict(zip(today["id"], today["status"], strict=True)))
    added = was.isna().to_numpy()
    moved = ~added & (shown["geometry_source"] == SOURCE).to_numpy()
    opened = ~added & ~moved & (shown["status"] != was).to_numpy()
    told = shown.copy()
    told["status"] = was.where(~added, PROPOSED_STATUS[layer])
    told[WHAT_IF.name] = np.select(
        [added, moved, opened], ["added", "moved", "opened"], default="as_today"
    )
    return told
