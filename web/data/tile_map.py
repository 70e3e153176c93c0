"""The map of a layer of any size: the towns as its ground, its features as tiles."""

from typing import Any

import numpy as np

from gis.schema import GeometryKind, LayerSpec
from web.data.layer_views import ItemsView, TiledMap
from web.maps.drawn_map import Bounds, DrawnMap
from web.maps.style import AMOUNTS, BLUE, STYLES, VERMILLION
from web.maps.town_layers import borders, functional_areas, land, names
from web.shell.template import Frame
from web.shell.words import Words

KEY = "tiled"
"""The layer's name on the map, by which the legend shows and hides it."""
_KINDS = {GeometryKind.LINE: "line", GeometryKind.POLYGON: "area"}
_SWATCHES = {"point": "dot", "line": "tile_line", "area": "tile_area"}
_MARGIN = 0.02
_TEXTS = (
    "tiles.accuracy",
    "tiles.area",
    "tiles.as_of",
    "tiles.close",
    "tiles.count",
    "tiles.empty",
    "tiles.failed",
    "tiles.id",
    "tiles.line",
    "tiles.loading",
    "tiles.metres",
    "tiles.more",
    "tiles.not_known",
    "tiles.note_failed",
    "tiles.point",
    "tiles.squares",
    "tiles.unknown",
    "tiles.whole",
    "tiles.zoom",
)
_CLASSES = (
    ("amount_2", "tiles.class_2"),
    ("amount_3", "tiles.class_3"),
    ("amount_4", "tiles.class_4"),
    ("amount_5", "tiles.class_5"),
)


def tile_ground(tiles: TiledMap, words: Words, view: object = None) -> DrawnMap:
    """Return what Folium draws of the map: the towns.

    Parameters
    ----------
    tiles, words
        The map and the page's language.
    view
        The page; where it is of one feature, the map looks at that.
    """
    towns = tiles.towns
    layers = (land(towns), borders(towns), functional_areas(towns))
    grounded = bool(layers[0].features) or tiles.bounds is None
    bounds = None if tiles.bounds is None or grounded else _padded(tiles.bounds)
    if isinstance(view, ItemsView) and view.one:
        west, south, east, north = (float(edge) for edge in view.frame.total_bounds)
        bounds = bounds if np.isnan(west) else _padded((west, south, east, north))
    return DrawnMap(layers, names(towns, words.t), (), towns, bounds)


def tile_facts(spec: LayerSpec, tiles: TiledMap, words: Words, frame: Frame) -> dict[str, Any]:
    """Return what ``tiles.js`` needs: where the tiles are, how they look, what it says.

    Parameters
    ----------
    spec, tiles
        The layer and its map.
    words, frame
        The page's language, and the page, which knows addresses.
    """
    here = f"{frame.root_path}/collections/{spec.name}"
    items = frame.link(f"/collections/{spec.name}/items/")
    asked = "&".join(part for part in (tiles.asked, f"v={tiles.version}") if part)
    layer: dict[str, Any] = {
        "name": spec.name,
        "key": KEY,
        "kind": kind_of(spec),
        "address": f"{here}/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}?{asked}",
        "items": f"{here}/items/",
        "query": items.removeprefix(f"{here}/items/"),
    }
    if tiles.bounds is not None:
        west, south, east, north = _padded(tiles.bounds)
        layer["bounds"] = [[south, west], [north, east]]
    return {
        "layers": [layer],
        "style": {
            "point": BLUE,
            "line": VERMILLION,
            "area": STYLES["tile_area"]["fillColor"],
            "border": STYLES["tile_area"]["color"],
        },
        "amounts": AMOUNTS[1:],
        "texts": {key.removeprefix("tiles."): words.t(key) for key in _TEXTS},
    }


def kind_of(spec: LayerSpec) -> str:
    """Return what a layer's features are drawn as: ``point``, ``line`` or ``area``."""
    return _KINDS.get(spec.geometry, "point")


def tile_legend(spec: LayerSpec, tiles: TiledMap, words: Words) -> dict[str, object]:
    """Return the legend of the map: the layer, and the classes of squares that count points."""
    kind = kind_of(spec)
    classes = [(look, words.t(key)) for look, key in _CLASSES]
    return {
        "name": spec.name,
        "key": KEY,
        "title": words.t.pick(spec.zh, spec.en),
        "swatch": _SWATCHES[kind],
        "classes": classes if kind == "point" and tiles.crowded else [],
    }


def _padded(bounds: Bounds) -> Bounds:
    west, south, east, north = bounds
    return west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN
