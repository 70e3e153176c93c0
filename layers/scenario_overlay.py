"""A store with a scenario's changes laid over it: one way for what-ifs and for scenarios."""

import datetime as dt
from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from gis.errors import UnknownFeatureError
from gis.scenario import frames
from gis.scenario.frames import Marks
from gis.scenario.model import Changes
from layers.overlay_store import OverlayStore
from layers.store import LayerStore, Query

SITES, ROADS, CARRIERS = "takeoff_points", "road_segments", "carriers"


def overlaid(
    base: LayerStore, changes: Changes, mission: str, as_of: dt.date, marks: Marks
) -> OverlayStore:
    """Return a store that holds the base's features with the changes made.

    Parameters
    ----------
    base
        The store below; it is only read.
    changes
        What is changed.
    mission
        The mission that new sites' own radii are for.
    as_of
        The day that new rows are of.
    marks
        What stands before the titles of changed features.

    Raises
    ------
    gis.errors.InvalidRowsError
        If a changed feature breaks its layer's schema, such as lying outside the city's box.
    gis.errors.UnknownFeatureError
        If a feature to drop, move or open does not exist.
    """
    overlay = OverlayStore(base)
    written = {
        layer: pd.concat(parts, ignore_index=True)
        for layer, parts in _changed(base, changes, mission, as_of, marks).items()
        if parts
    }
    if written:
        overlay.write({"sources": frames.source_row(as_of), **written})
    if changes.drop_sites:
        _drop(overlay, frozenset(changes.drop_sites))
    return overlay


def _changed(
    base: LayerStore, changes: Changes, mission: str, as_of: dt.date, marks: Marks
) -> Mapping[str, list[gpd.GeoDataFrame]]:
    parts: dict[str, list[gpd.GeoDataFrame]] = {SITES: [], ROADS: [], CARRIERS: []}
    if changes.add_sites:
        parts[SITES].append(frames.added_sites(changes.add_sites, mission, as_of, marks))
    if changes.move_sites:
        stored = base.read(Query(SITES, ids=frozenset(changes.move_sites)))
        parts[SITES].append(frames.moved_sites(stored, changes, marks))
    if changes.open_segments:
        stored = base.read(Query(ROADS, ids=frozenset(changes.open_segments)))
        parts[ROADS].append(frames.opened_segments(stored, changes, marks))
    if changes.add_segments:
        parts[ROADS].append(frames.added_segments(changes.add_segments, as_of, marks))
    if changes.add_carriers:
        parts[CARRIERS].append(frames.added_carriers(changes.add_carriers, as_of, marks))
    return parts


def _drop(overlay: OverlayStore, sites: frozenset[str]) -> None:
    """Leave sites out, and with them what was said of their state."""
    unknown = sites - overlay.ids(SITES)
    if unknown:
        raise UnknownFeatureError.of(SITES, min(unknown))
    said = overlay.read(Query("evidence"))
    overlay.drop("evidence", tuple(said.loc[said["takeoff_point"].isin(sites), "id"]))
    overlay.drop(SITES, sites)
