"""The layers as OGC API - Tiles, part 1: which tiles there are, and what each answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np

from api.features import JSON, Document, asking, link
from api.snapshot import Snapshot
from gis.catalogue import layer_spec
from gis.crs import SERVED
from gis.errors import NotFoundError
from gis.schema import GeometryKind, LayerSpec
from gis.tiles import matrix
from gis.tiles.layer_tiles import TiledLayer, content_digest, tiled
from gis.tiles.limits import MOST_FEATURES
from layers.store import Query
from web.data.layer_views import TiledMap
from web.maps.tile_layers import MOST_DRAWN
from web.maps.tile_source import TileSource

MVT = "application/vnd.mapbox-vector-tile"
_RELATIONS = "http://www.opengis.net/def/rel/ogc/1.0"
_DIMENSIONS = {
    GeometryKind.POINT: 0,
    GeometryKind.POINTS: 0,
    GeometryKind.LINE: 1,
    GeometryKind.POLYGON: 2,
}


@dataclass(frozen=True, slots=True)
class LayerTiles:
    """A layer of one edition, ready to be cut into tiles.

    Attributes
    ----------
    digest
        Of all that goes into its tiles: it is the version in their addresses.
    layer
        What cuts them.
    bounds
        West, south, east, north in degrees (EPSG:4490) of what is placed; ``None`` for nothing.
    count
        How many features the layer has.
    """

    digest: str
    layer: TiledLayer
    bounds: tuple[float, float, float, float] | None
    count: int


def layer_tiles(snapshot: Snapshot, spec: LayerSpec, query: Query | None = None) -> LayerTiles:
    """Return a layer of a snapshot, ready to be cut into tiles.

    Parameters
    ----------
    snapshot, spec
        Where the layer is, and what it is.
    query
        Which of its features are wanted (:func:`api.layer_query.tiles_query`); all if left out.

    Raises
    ------
    gis.errors.NotFoundError
        If its features have no geometry.
    """
    if not drawn_in_tiles(spec):
        raise NotFoundError(
            f"layer {spec.name!r} has no geometry, so it has no tiles",
            remedy=f"Its rows: /collections/{spec.name}/items",
        )
    if query is None or not narrows(query):
        return snapshot.answer(
            ("tiles", spec.name), lambda: _ready(spec.name, snapshot.frame(spec.name))
        )
    key = (spec.name, query.as_of, tuple(query.equals.items()))
    return snapshot.narrowed.get(key, lambda: _ready(spec.name, snapshot.store.read(query)))


def _ready(name: str, frame: gpd.GeoDataFrame) -> LayerTiles:
    west, south, east, north = (float(edge) for edge in frame.total_bounds)
    bounds = None if np.isnan(west) else (west, south, east, north)
    return LayerTiles(content_digest(frame), tiled(name, frame), bounds, len(frame))


def narrows(query: Query) -> bool:
    """Return whether a query of tiles leaves features out."""
    return bool(query.as_of or query.equals)


def drawn_in_tiles(spec: LayerSpec) -> bool:
    """Return whether a layer has tiles: whether its features have a geometry."""
    return spec.geometry in _DIMENSIONS


def tiled_map(snapshot: Snapshot, spec: LayerSpec, asked: str = "") -> TiledMap | None:
    """Return what a page's map of a layer needs; ``None`` where its features have no geometry.

    Parameters
    ----------
    snapshot, spec
        Where the layer is, and what it is.
    asked
        What its tiles' addresses ask for besides: see :func:`api.features.chosen_scenario`.
    """
    if not drawn_in_tiles(spec):
        return None
    return TiledMap(_source(snapshot, spec, asked), snapshot.frame("towns"))


def large_layers(
    snapshot: Snapshot, names: Iterable[str], asked: str = ""
) -> Mapping[str, TileSource]:
    """Return the tiles of those layers that have too many features to be drawn one by one.

    Parameters
    ----------
    snapshot, names
        The layers as data, and which of them a map shows.
    asked
        As of :func:`tiled_map`.
    """
    return {
        name: _source(snapshot, layer_spec(name), asked)
        for name in names
        if len(snapshot.frame(name)) > MOST_DRAWN
    }


def _source(snapshot: Snapshot, spec: LayerSpec, asked: str) -> TileSource:
    tiles = layer_tiles(snapshot, spec)
    crowded = tiles.count > MOST_FEATURES
    return TileSource(spec.name, tiles.digest, tiles.bounds, tiles.count, crowded, asked)


def tilesets(base: str, spec: LayerSpec, asked: str = "") -> Document:
    """Return the list of a layer's tilesets: there is one.

    Parameters
    ----------
    base, spec
        The application's root, and the layer.
    asked
        What of the layer is asked for, as a query: scenario, columns, days. The links keep it.
    """
    here = f"{base}/collections/{spec.name}/tiles"
    only = link(asking(f"{here}/{matrix.NAME}", asked), "self", JSON, "The tileset")
    return {
        "tilesets": [{**_what(spec), "links": [only]}],
        "links": [link(asking(here, asked), "self", JSON)],
    }


def tileset(base: str, spec: LayerSpec, tiles: LayerTiles, asked: str = "") -> Document:
    """Return the description of a layer's tileset, with the address of its tiles.

    Parameters
    ----------
    base, spec, asked
        As of :func:`tilesets`.
    tiles
        What is asked for.
    """
    here = f"{base}/collections/{spec.name}/tiles/{matrix.NAME}"
    address = asking(f"{here}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}", asked, f"v={tiles.digest}")
    item: Document = {**link(address, "item", MVT, "The tiles"), "templated": True}
    scheme = link(matrix.URI, f"{_RELATIONS}/tiling-scheme", JSON, matrix.NAME)
    fields = ("id", "name_zh", "name_en", "accuracy_m", "count")
    kinds = ("string", "string", "string", "number", "integer")
    described: Document = {
        "id": spec.name,
        "title": f"{spec.zh} {spec.en}",
        "dataType": "vector",
        "geometryDimension": _DIMENSIONS[spec.geometry],
        "propertiesSchema": {
            "type": "object",
            "properties": {name: {"type": kind} for name, kind in zip(fields, kinds, strict=True)},
        },
    }
    found: Document = {**_what(spec), "layers": [described]}
    if tiles.bounds is not None:
        west, south, east, north = tiles.bounds
        found["boundingBox"] = {
            "lowerLeft": [west, south],
            "upperRight": [east, north],
            "crs": SERVED,
        }
        found["tileMatrixSetLimits"] = _limits(tiles.bounds)
    return {**found, "links": [link(asking(here, asked), "self", JSON), scheme, item]}


def _what(spec: LayerSpec) -> Document:
    return {
        "title": f"{spec.zh} {spec.en}",
        "dataType": "vector",
        "crs": matrix.CRS,
        "tileMatrixSetURI": matrix.URI,
    }


def _limits(bounds: tuple[float, float, float, float]) -> list[Document]:
    """Return the rows and columns that hold something, for each tile matrix."""
    west, south, east, north = bounds
    corners = matrix.fractions(np.array([[west, north], [east, south]]))
    found = []
    for number in range(matrix.FINEST + 1):
        (first_col, first_row), (last_col, last_row) = (corners * 2**number).astype(int).tolist()
        found.append(
            {
                "tileMatrix": str(number),
                "minTileRow": first_row,
                "maxTileRow": last_row,
                "minTileCol": first_col,
                "maxTileCol": last_col,
            }
        )
    return found
