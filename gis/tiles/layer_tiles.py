"""A layer made ready to be cut into tiles, once for each edition."""

from hashlib import sha256
from typing import Protocol

import geopandas as gpd
import numpy as np
import shapely

from gis.crs import require_stored
from gis.tiles.matrix import TileAddress, fractions
from gis.tiles.points import PointLayer
from gis.tiles.properties import properties
from gis.tiles.shapes import ShapeLayer

FORM = b"1"
"""To be changed with what tiles hold of the same data: browsers keep tiles by this and the data."""
_POINTS = ("Point", "MultiPoint")
_AREAS = ("Polygon", "MultiPolygon")


class TiledLayer(Protocol):
    """A layer that can be cut into tiles."""

    def tile(self, address: TileAddress) -> bytes:
        """Return one tile as a Mapbox vector tile; empty where it holds nothing."""
        ...


def tiled(name: str, frame: gpd.GeoDataFrame) -> TiledLayer:
    """Make a layer ready to be cut into tiles.

    Parameters
    ----------
    name
        The layer's name.
    frame
        Its features (EPSG:4490), sorted by id. A feature without a position is in no tile; one of
        several points is in tiles once for each.

    Raises
    ------
    gis.errors.WrongReferenceSystemError
        If the frame is in another reference system.
    """
    require_stored(frame, name)
    geometries = frame.geometry.to_numpy()
    there = np.flatnonzero(~(shapely.is_missing(geometries) | shapely.is_empty(geometries)))
    placed = geometries[there]
    kinds = {geometry.geom_type for geometry in placed[:1]}
    if kinds <= set(_POINTS):
        return _points(name, frame, there)
    return _shapes(name, frame, there, areas=kinds <= set(_AREAS))


def _points(name: str, frame: gpd.GeoDataFrame, there: np.ndarray) -> PointLayer:
    placed = frame.geometry.to_numpy()[there]
    coordinates, owner = shapely.get_coordinates(placed, return_index=True)
    at = fractions(coordinates)
    features = there[owner]
    order = np.lexsort((features, at[:, 1], at[:, 0]))
    accuracy = frame["accuracy_m"].to_numpy(dtype=np.float64, na_value=np.nan)
    chosen = features[order]
    return PointLayer(name, at[order], chosen, accuracy[chosen], properties(frame))


def _shapes(name: str, frame: gpd.GeoDataFrame, there: np.ndarray, *, areas: bool) -> ShapeLayer:
    placed = shapely.transform(frame.geometry.to_numpy()[there], fractions)
    size = shapely.area(placed) if areas else shapely.length(placed)
    order = np.lexsort((there, -size))
    homes = shapely.get_coordinates(shapely.point_on_surface(placed))
    tree = shapely.STRtree(placed[order])
    return ShapeLayer(name, tree, homes[order], there[order], areas, properties(frame))


def content_digest(frame: gpd.GeoDataFrame) -> str:
    """Return a short digest of all that a layer's tiles are made of.

    Parameters
    ----------
    frame
        The layer's features, sorted by id.
    """
    digest = sha256(FORM)
    for name in ("id", "name_zh", "name_en", "accuracy_m"):
        digest.update(repr(frame[name].tolist()).encode())
    for geometry in shapely.to_wkb(frame.geometry.to_numpy()):
        digest.update(geometry or b"-")
    return digest.hexdigest()[:16]
