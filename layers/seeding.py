"""The shipped pack into a store: idempotent, atomic, and without undoing what a user imported."""

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from gis.catalogue import LAYERS
from layers.store import LayerStore, Query, WriteCounts


def seed(store: LayerStore, pack: Mapping[str, gpd.GeoDataFrame]) -> dict[str, WriteCounts]:
    """Bring a store to the pack: all of it or none, and nothing the second time.

    Features that rest on a source of kind ``user`` stay as they are, and so do those sources.
    Features of an earlier pack that this one no longer holds go, unless a user's feature names
    them.

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
    stored = {name: store.read(Query(name)) for name in LAYERS if name in pack}
    own = {name: _of_users(frame, users) for name, frame in stored.items()}
    kept = _with_what_they_name(own, stored, pack)
    frames = {name: _keeping(stored[name], kept[name], pack[name]) for name in stored}
    return store.write(frames, replace=True)


def _of_users(stored: gpd.GeoDataFrame, users: frozenset[str]) -> frozenset[str]:
    """Return the ids of the features that rest on a user's source."""
    if "source" not in stored:
        return frozenset()
    rests = stored["source"].isin(users) | stored["geometry_source"].isin(users)
    return frozenset(stored.loc[rests, "id"])


def _with_what_they_name(
    own: Mapping[str, frozenset[str]],
    stored: Mapping[str, gpd.GeoDataFrame],
    pack: Mapping[str, gpd.GeoDataFrame],
) -> dict[str, frozenset[str]]:
    """Add what the users' features name and the pack no longer holds, and what that names."""
    kept = dict(own)
    shipped = {name: frozenset(frame["id"]) for name, frame in pack.items()}
    fresh: Mapping[str, frozenset[str]] = own
    while any(fresh.values()):
        named: dict[str, set[str]] = {name: set() for name in stored}
        for name, ids in fresh.items():
            rows = stored[name][stored[name]["id"].isin(ids)]
            for column in LAYERS[name].columns:
                if column.references:
                    for value in rows[column.name].dropna():
                        named[column.references].update(
                            [value] if isinstance(value, str) else value
                        )
        fresh = {name: frozenset(ids - shipped[name] - kept[name]) for name, ids in named.items()}
        kept = {name: ids | fresh[name] for name, ids in kept.items()}
    return kept


def _keeping(
    stored: gpd.GeoDataFrame, kept: frozenset[str], shipped: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Return the shipped features with the kept ones in place of their namesakes."""
    parts = [stored[stored["id"].isin(kept)], shipped[~shipped["id"].isin(kept)]]
    parts = [part for part in parts if len(part)]
    if not parts:
        return shipped
    return gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=shipped.crs)
