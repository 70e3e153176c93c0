"""The digest of the layers that a scenario's figures rest on."""

import hashlib
from collections.abc import Mapping

import geopandas as gpd

from gis.catalogue import layer_spec
from layers.rows import to_rows

BASE_LAYERS = (
    "towns",
    "landmarks",
    "facilities",
    "hubs",
    "carriers",
    "takeoff_points",
    "road_segments",
    "geozones",
    "places",
)
"""Every layer that a figure of a scenario is computed from; others may change beneath it."""


def base_digest(frames: Mapping[str, gpd.GeoDataFrame]) -> str:
    """Return the SHA-256 of what the base layers say, whichever store holds them.

    Parameters
    ----------
    frames
        The layers by name (EPSG:4490). Versions and times of writing are no part of the digest:
        layers that say the same have the same one.
    """
    whole = hashlib.sha256()
    for layer in BASE_LAYERS:
        rows = to_rows(layer_spec(layer), frames[layer])
        for identity, digest in sorted((row["id"], row["row_digest"]) for row in rows):
            whole.update(f"{layer}\t{identity}\t{digest}\n".encode())
    return whole.hexdigest()
