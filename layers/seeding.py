"""The shipped pack into a store: idempotent, atomic, and without undoing what a user imported."""

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from gis.catalogue import LAYERS
from layers.store import LayerStore, Query, WriteCounts


def seed(store: LayerStore, pack: Mapping[str, gpd.GeoDataFrame]) -> dict[str, WriteCounts]:
    """Bring a store to the pack: all of it or none, and nothing the second time.

    Features that rest on a source of kind ``user`` stay as they are, and so do those sources.
    Features of an earlier pack that this one no longer holds go.

    Parameters
    ----------
    store
        Any store whose tables are up to date.
    pack
        Every layer by name (EPSG:4490), as :func:`layers.seed.pack.read_pack` returns them.

    Raises
    ------
    gis.errors.InvalidRowsError
        If the pack breaks its own schema; the store is then as it was.
    """
    sources = store.read(Query("sources"))
    users = frozenset(sources.loc[sources["kind"] == "user", "id"])
    if not users:
        return store.write(pack, replace=True)
    frames = {name: _keeping(store, name, pack[name], users) for name in LAYERS if name in pack}
    return store.write(frames, replace=True)


def _keeping(
    store: LayerStore, layer: str, shipped: gpd.GeoDataFrame, users: frozenset[str]
) -> gpd.GeoDataFrame:
    if not LAYERS[layer].has("source"):
        return shipped
    stored = store.read(Query(layer))
    kept = stored[stored["source"].isin(users) | stored["geometry_source"].isin(users)]
    others = shipped[~shipped["id"].isin(kept["id"])]
    parts = [part for part in (kept, others) if len(part)]
    if not parts:
        return shipped
    return gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=shipped.crs)
