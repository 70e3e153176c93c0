"""The map of a layer of any size: the towns as its ground, its features as tiles."""

import numpy as np

from web.data.layer_views import ItemsView, TiledMap
from web.maps.drawn_map import DrawnMap
from web.maps.map_layers import MapLayer
from web.maps.tile_layers import padded
from web.maps.town_layers import borders, functional_areas, land, names
from web.shell.words import Words

_KEY = "tiled"


def tile_map(tiles: TiledMap, words: Words, view: object = None) -> DrawnMap:
    """Return the map: the towns, and over them the layer's tiles.

    Parameters
    ----------
    tiles, words
        The map and the page's language.
    view
        The page; where it is of one feature, the map looks at that.
    """
    towns, reach = tiles.towns, tiles.source.bounds
    ground = (land(towns), borders(towns), functional_areas(towns))
    grounded = bool(ground[0].features) or reach is None
    bounds = None if reach is None or grounded else padded(reach)
    if isinstance(view, ItemsView) and view.one:
        west, south, east, north = (float(edge) for edge in view.frame.total_bounds)
        bounds = bounds if np.isnan(west) else padded((west, south, east, north))
    layers = (*ground, MapLayer(_KEY, (), "lines", tiles=tiles.source))
    return DrawnMap(layers, names(towns, words.t), (), towns, bounds)
