"""Layers as ``map.js`` draws them anew on a page that is there already.

Geometry, closed looks and texts travel as JSON: texts are set as ``textContent`` there, as those of
the page's own map are.
"""

from collections.abc import Sequence
from typing import Any

from web.maps.base_map import PANES, feature_facts, geojson
from web.maps.map_layers import MapFeature, MapLayer
from web.maps.style import STYLES, SYMBOLS


def redrawn(layers: Sequence[MapLayer]) -> list[dict[str, Any]]:
    """Return layers as JSON values, the lowest first.

    Parameters
    ----------
    layers
        What is drawn in the place of the layers of the same names; one without features empties
        its own.
    """
    return [
        {
            "name": layer.name,
            "pane": layer.pane,
            "interactive": PANES[layer.pane][1],
            "parts": [_part(layer, look) for look in dict.fromkeys(_looks(layer))],
        }
        for layer in layers
    ]


def _looks(layer: MapLayer) -> list[str]:
    return [feature.look for feature in layer.features]


def _part(layer: MapLayer, look: str) -> dict[str, Any]:
    features = [feature for feature in layer.features if feature.look == look]
    drawn: dict[str, Any] = {"style": dict(STYLES[look])} if look in STYLES else _icon(layer, look)
    return {**drawn, "features": [_feature(one) for one in features]}


def _icon(layer: MapLayer, symbol: str) -> dict[str, Any]:
    width, height = SYMBOLS[symbol]
    right, down = layer.offset
    anchor = (width // 2 - right, height // 2 - down)
    return {"symbol": symbol, "size": (width, height), "anchor": anchor}


def _feature(feature: MapFeature) -> dict[str, Any]:
    return {"geometry": geojson(feature.geometry), **feature_facts(feature)}
