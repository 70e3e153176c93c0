"""Use case: the takeoff points with some of them changed, which is tried and not kept."""

import datetime as dt
from dataclasses import dataclass, field

import geopandas as gpd
import pandas as pd

from gis.catalogue import LAYERS
from gis.checks import check
from gis.errors import UnknownFeatureError
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
    """Return the takeoff points (EPSG:4490) with the changes of a what-if made.

    Only what is new is checked, and nothing else of the store is read: whoever drags a site waits.

    Raises
    ------
    gis.errors.InvalidRowsError
        If an added or moved site breaks the layer's schema, such as lying outside the city's box.
    gis.errors.UnknownFeatureError
        If a site to drop or move does not exist.
    """
    stored = store.read(Query(LAYER))
    unknown = frozenset(changes.drop) - set(stored["id"])
    if unknown:
        raise UnknownFeatureError(f"layer {LAYER!r} has no feature {min(unknown)!r}")
    today = dt.datetime.now(dt.UTC).date()
    made = Changes(add_sites=changes.add, drop_sites=changes.drop, move_sites=changes.move)
    changed = [added_sites(changes.add, mission, today, PLAIN)] if changes.add else []
    changed += [moved_sites(stored, made, PLAIN)] if changes.move else []
    kept = stored[~stored["id"].isin({*changes.drop, *changes.move})]
    if not changed:
        return kept
    new = check(LAYERS[LAYER], pd.concat(changed, ignore_index=True))
    parts = [part for part in (kept, new) if len(part)]
    merged = pd.concat(parts, ignore_index=True).sort_values("id", ignore_index=True)
    return gpd.GeoDataFrame(merged, crs=stored.crs)
