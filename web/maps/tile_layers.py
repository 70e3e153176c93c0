"""Layers with too many features to be drawn one by one: they come as tiles.

What a tile holds is written in ``docs/methods/tiles.md``; ``tiles.js`` draws them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd

from gis.catalogue import LAYERS
from gis.records import Record
from gis.scenario.frames import is_proposed
from gis.schema import GeometryKind, LayerSpec
from web.maps.map_layers import MapLayer, placed
from web.maps.style import BLUE, COUNTS, GREEN, INK, ORANGE, PURPLE, STYLES, VERMILLION
from web.maps.tile_source import TileSource
from web.shell.tables import LegendEntry
from web.shell.template import Frame
from web.shell.words import Words

MOST_DRAWN = 500
"""So many features Folium and the browser's vectors draw at ease."""
_KINDS = {GeometryKind.LINE: "line", GeometryKind.POLYGON: "area"}
_POINTS: Mapping[str, tuple[str, int, str]] = {
    "takeoff_points": (GREEN, 0, "tile-takeoff"),
    "carriers": (BLUE, 4, "tile-carrier"),
    "hubs": (PURPLE, 6, "tile-hub"),
    "landmarks": (ORANGE, 5, "tile-landmark"),
    "places": (INK, 3, "tile-place"),
}
_OTHER_POINTS = (BLUE, 0, "dot")
"""Colour and corners of a point, none for a disc, and the symbol that shows both in a legend."""
_SWATCHES = {"line": "tile_line", "area": "tile_area"}
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
    ("tile_count_0", "tiles.class_2"),
    ("tile_count_1", "tiles.class_3"),
    ("tile_count_2", "tiles.class_4"),
    ("tile_count_3", "tiles.class_5"),
)


@dataclass(frozen=True, slots=True)
class TileLegend:
    """What a page says of one layer that comes as tiles.

    Attributes
    ----------
    name
        The layer on the map, by which the legend shows and hides it.
    title
        What it is called.
    swatch
        A style or symbol of :mod:`web.maps.style`.
    classes
        Look and label of each class of squares that count points; empty where nothing is counted.
    shown
        Whether it is shown at first.
    """

    name: str
    title: str
    swatch: str
    classes: tuple[tuple[str, str], ...]
    shown: bool


def one_by_one(
    frame: gpd.GeoDataFrame, tiles: TileSource | None
) -> tuple[list[Record], TileSource | None]:
    """Return what is drawn feature by feature, and the tiles that hold the others if any do.

    Parameters
    ----------
    frame
        The features that a map is to show.
    tiles
        The tiles of their layer; ``None`` where it has none.
    """
    if tiles is None or len(frame) <= MOST_DRAWN:
        return placed(frame), None
    # What a scenario proposes is never one of many: it keeps its symbol.
    return placed(frame[[is_proposed(name) for name in frame["name_zh"]]]), tiles


def tile_facts(layers: Sequence[MapLayer], words: Words, frame: Frame) -> dict[str, Any] | None:
    """Return what ``tiles.js`` needs: where the tiles are, how they look, what it says.

    Parameters
    ----------
    layers
        The layers of a map, of which those that have tiles are told of.
    words, frame
        The page's language, and the page, which knows addresses.
    """
    said = [_fact(one, one.tiles, words, frame) for one in layers if one.tiles is not None]
    texts = {key.removeprefix("tiles."): words.t(key) for key in _TEXTS}
    return {"layers": said, "texts": texts} if said else None


def _fact(layer: MapLayer, tiles: TileSource, words: Words, frame: Frame) -> dict[str, Any]:
    spec = LAYERS[tiles.layer]
    here = f"{frame.root_path}/collections/{spec.name}"
    items = frame.link(f"/collections/{spec.name}/items/")
    asked = "&".join(part for part in (tiles.asked, f"v={tiles.version}") if part)
    colour, corners, _ = _POINTS.get(spec.name, _OTHER_POINTS)
    fact: dict[str, Any] = {
        "name": spec.name,
        "title": words.t.pick(spec.zh, spec.en),
        "key": layer.name,
        "kind": kind_of(spec),
        "address": f"{here}/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}?{asked}",
        "items": f"{here}/items/",
        "query": items.removeprefix(f"{here}/items/"),
        "look": {
            "point": colour,
            "corners": corners,
            "line": VERMILLION,
            "area": STYLES["tile_area"]["fillColor"],
            "border": STYLES["tile_area"]["color"],
            "counts": COUNTS,
        },
    }
    if tiles.bounds is not None:
        west, south, east, north = padded(tiles.bounds)
        fact["bounds"] = [[south, west], [north, east]]
    return fact


def kind_of(spec: LayerSpec) -> str:
    """Return what a layer's features are drawn as: ``point``, ``line`` or ``area``."""
    return _KINDS.get(spec.geometry, "point")


def tile_legends(layers: Sequence[MapLayer], words: Words) -> tuple[TileLegend, ...]:
    """Return what is said of each layer that comes as tiles, the lowest first."""
    return tuple(_legend(one, one.tiles, words) for one in layers if one.tiles is not None)


def _legend(layer: MapLayer, tiles: TileSource, words: Words) -> TileLegend:
    spec = LAYERS[tiles.layer]
    kind = kind_of(spec)
    counted = kind == "point" and tiles.crowded
    classes = tuple((look, words.t(key)) for look, key in _CLASSES) if counted else ()
    title = words.t.pick(*_title(tiles))
    return TileLegend(layer.name, title, _swatch(spec), classes, layer.shown)


def _title(tiles: TileSource) -> tuple[str, str]:
    spec = LAYERS[tiles.layer]
    return spec.zh, spec.en


def _swatch(spec: LayerSpec) -> str:
    kind = kind_of(spec)
    return _SWATCHES[kind] if kind in _SWATCHES else _POINTS.get(spec.name, _OTHER_POINTS)[2]


def with_tiles(
    legend: Sequence[LegendEntry], layers: Sequence[MapLayer], words: Words, *, inline: bool
) -> tuple[LegendEntry, ...]:
    """Return a map's legend with the marks of its tiles, and without what shows nothing.

    Parameters
    ----------
    legend, layers
        The map's legend as if every feature had its symbol, and its layers.
    words
        The page's language.
    inline
        Whether the page stands alone: tiles cannot reach it, and the legend says so.
    """
    by_name = {one.name: one for one in layers if one.features or one.tiles is not None}
    found = []
    for entry in legend:
        there = [by_name[name] for name in entry.layers if name in by_name]
        if entry.layers and not there:
            continue
        tiled = [one.tiles for one in there if one.tiles is not None]
        drawn = {one.look for layer in there for one in layer.features}
        if not tiled:
            found.append(entry)
            continue
        own = tuple(name for name in entry.swatches if name in drawn)
        marks = () if inline else tuple(_swatch(LAYERS[one.layer]) for one in tiled)
        if own + marks:
            # Tiles tell no status apart: the layer's own name is all that can be said of them.
            label = entry.label if own else words.t.pick(*_title(tiled[0]))
            found.append(replace(entry, label=label, swatches=own + marks))
        if inline:
            number = f"{sum(one.count for one in tiled):,}"
            said = words.t("tiles.not_in_file", layer=entry.label, n=number)
            found.append(LegendEntry(said, (), group=entry.group))
    return tuple(found)


def padded(bounds: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return a box with room round it (degrees), about two kilometres."""
    west, south, east, north = bounds
    return west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN
