"""Use case: the airspace with other zones than the stored ones, tried and not kept."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from api.flights import LAYER, ChangedZones
from api.snapshot import Snapshot
from gis.crs import to_metric
from gis.errors import InvalidInputError, InvalidRowsError, UnknownFeatureError
from layers.importers.geozones import supposed_zones

MAX_ZONES = 100
MAX_VERTICES = 2_000
"""Ways round zones are sought between all their corners."""


def changed_zones(
    snapshot: Snapshot, add: Mapping[str, Any] | None, drop: tuple[str, ...]
) -> ChangedZones | None:
    """Return the zones with some added and some left out; ``None`` where nothing changes.

    Parameters
    ----------
    snapshot
        The layers.
    add
        Zones to add: a document that :func:`layers.importers.geozones.supposed_zones` reads.
    drop
        Ids of stored zones to leave out.

    Raises
    ------
    gis.errors.UnknownFeatureError
        If a zone to leave out does not exist.
    gis.errors.InvalidInputError, gis.errors.InvalidRowsError
        If an added zone cannot be, or there are too many.
    """
    if add is None and not drop:
        return None
    content = b"" if add is None else json.dumps(add, sort_keys=True).encode()
    mark = json.dumps(sorted(drop)).encode() + content
    name = hashlib.sha256(mark).hexdigest()
    # Whoever drags a site sends the same zones again and again.
    return snapshot.answer(
        ("changed zones", name),
        lambda: ChangedZones(name, _changed(snapshot, content, frozenset(drop))),
    )


def _changed(snapshot: Snapshot, content: bytes, drop: frozenset[str]) -> gpd.GeoDataFrame:
    stored = snapshot.metric(LAYER)
    unknown = drop - set(stored["id"])
    if unknown:
        raise UnknownFeatureError.of(LAYER, min(unknown))
    kept = stored[~stored["id"].isin(drop)]
    if not content:
        return kept
    added = to_metric(_added(content))
    if kept.empty:
        return added
    return gpd.GeoDataFrame(pd.concat([kept, added], ignore_index=True), crs=added.crs)


def _added(content: bytes) -> gpd.GeoDataFrame:
    try:
        zones = supposed_zones(content, "zones", dt.datetime.now(dt.UTC).date())
    except InvalidRowsError:
        raise
    except InvalidInputError as error:
        raise InvalidInputError(error.message, field="zones", remedy=error.remedy) from error
    vertices = int(shapely.get_num_coordinates(zones.geometry.to_numpy()).sum())
    if not 0 < len(zones) <= MAX_ZONES or vertices > MAX_VERTICES:
        raise InvalidInputError(
            f"zones must be 1 to {MAX_ZONES:,} with at most {MAX_VERTICES:,} vertices, not "
            f"{len(zones):,} with {vertices:,}",
            field="zones",
            remedy="Simplify the outlines below the accuracy you state, or import them.",
        )
    return zones
