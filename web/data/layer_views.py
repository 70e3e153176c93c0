"""What the pages of layers and their features need."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import geopandas as gpd

from gis.schema import LayerSpec
from web.maps.tile_source import TileSource
from web.views import Shell


@dataclass(frozen=True, slots=True)
class CollectionsView:
    """The list of layers.

    Attributes
    ----------
    shell
        What every page shows.
    layers
        Each layer's definition with its number of features, in the catalogue's order.
    """

    shell: Shell
    layers: tuple[tuple[LayerSpec, int], ...]


@dataclass(frozen=True, slots=True)
class TiledMap:
    """What the map of a layer needs, whose features it loads as tiles.

    Attributes
    ----------
    source
        Its tiles.
    towns
        The ``towns`` layer (EPSG:4490), which is its ground.
    """

    source: TileSource
    towns: gpd.GeoDataFrame


@dataclass(frozen=True, slots=True)
class CollectionView:
    """One layer: what it holds.

    Attributes
    ----------
    shell
        What every page shows.
    layer
        The layer's definition.
    matched
        Its number of features.
    tiles
        Its map; ``None`` where its features have no geometry.
    """

    shell: Shell
    layer: LayerSpec
    matched: int
    tiles: TiledMap | None = None


@dataclass(frozen=True, slots=True)
class ItemsView:
    """One page of a layer's features.

    Attributes
    ----------
    shell
        What every page shows.
    layer
        The layer's definition.
    frame
        The features of this page (EPSG:4490).
    matched
        How many features match, on all pages.
    next_query
        The query string of the next page without the question mark, ``""`` on the last.
    referenced
        By layer, at least the features that these features name by their ids.
    tiles
        The map of the whole layer; ``None`` where its features have no geometry.
    one
        Whether the page is of one feature, at which the map then looks.
    """

    shell: Shell
    layer: LayerSpec
    frame: gpd.GeoDataFrame
    matched: int
    next_query: str = ""
    referenced: Mapping[str, gpd.GeoDataFrame] = field(default_factory=dict)
    tiles: TiledMap | None = None
    one: bool = False
