"""Use case: the takeoff points with some of them changed, which is tried and not kept."""

import datetime as dt
from dataclasses import dataclass, field

import geopandas as gpd

from gis.scenario.frames import PLAIN
from gis.scenario.model import AddedSite, Changes, Place
from layers.scenario_overlay import overlaid
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
    """Return the takeoff points (EPSG:4490) with the changes of a what-if made."""
    made = Changes(add_sites=changes.add, drop_sites=changes.drop, move_sites=changes.move)
    today = dt.datetime.now(dt.UTC).date()
    return overlaid(store, made, mission, today, PLAIN).read(Query(LAYER))
