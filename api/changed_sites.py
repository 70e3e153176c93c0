"""Use case: the takeoff points with some of them changed, which is tried and not kept."""

import datetime as dt
from dataclasses import dataclass, field, replace

import geopandas as gpd
import pandas as pd

from gis.catalogue import LAYERS
from gis.checks import check
from gis.errors import InvalidRowsError, UnknownFeatureError
from gis.scenario.frames import PLAIN, added_sites, moved_sites
from gis.scenario.model import AddedSite, Changes, Place
from layers.store import LayerStore, Query

LAYER = "takeoff_points"


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Changes to the takeoff points that are tried and not kept.

    Attributes
    ----------
    add
        New sites, counted as serving.
    drop
        Ids of sites to leave out.
    move
        Id to new place.
    """

    add: tuple[AddedSite, ...] = ()
    drop: tuple[str, ...] = ()
    move: dict[str, Place] = field(default_factory=dict)


def changed_sites(store: LayerStore, mission: str, changes: WhatIf) -> gpd.GeoDataFrame:
    """Return a store's takeoff points (EPSG:4490) with changes made; see :func:`with_changes`."""
    return with_changes(store.read(Query(LAYER)), mission, changes)


def with_changes(stored: gpd.GeoDataFrame, mission: str, changes: WhatIf) -> gpd.GeoDataFrame:
    """Return takeoff points (EPSG:4490) with the changes of a what-if made.

    Only what is new is checked: whoever drags a site waits.

    Parameters
    ----------
    stored
        The takeoff points as they are.
    mission
        The mission that new sites' own radii are for.
    changes
        What is tried.

    Raises
    ------
    gis.errors.InvalidRowsError
        If an added or moved site breaks the layer's schema, such as lying outside the city's box;
        rows are counted in what is added or moved.
    gis.errors.UnknownFeatureError
        If a site to drop or move does not exist.
    """
    gone = {*changes.drop, *changes.move}
    unknown = gone - set(stored["id"])
    if unknown:
        raise UnknownFeatureError.of(LAYER, min(unknown))
    made = Changes(add_sites=changes.add, drop_sites=changes.drop, move_sites=changes.move)
    parts = [stored[~stored["id"].isin(gone)]]
    if changes.add:
        today = dt.datetime.now(dt.UTC).date()
        added = added_sites(changes.add, mission, today, PLAIN)
        parts.append(_checked(added, "add", list(added["id"])))
    if changes.move:
        parts.append(_checked(moved_sites(stored, made, PLAIN), "move", list(changes.move)))
    merged = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    return gpd.GeoDataFrame(merged, crs=stored.crs).sort_values("id", ignore_index=True)


def _checked(sites: gpd.GeoDataFrame, asked: str, order: list[str]) -> gpd.GeoDataFrame:
    """Check new sites; what is wrong is told by their places in what was asked."""
    try:
        return check(LAYERS[LAYER], sites)
    except InvalidRowsError as error:
        rows = [order.index(name) + 1 for name in sites["id"]]
        problems = [replace(one, row=rows[one.row - 1]) for one in error.problems]
        raise InvalidRowsError(asked, sorted(problems, key=lambda one: one.row)) from error
