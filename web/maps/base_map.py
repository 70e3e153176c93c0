"""Folium's map without anything that Folium would fetch, in pieces for our own page.

No text of a layer is ever given to Folium. It prints popups into JavaScript template literals,
where ``${...}`` runs in the browser, and it parses every rendered script again as a Jinja
template, where ``{{...}}`` runs on the server. So Folium gets geometries, numbers and the closed
vocabularies of :mod:`web.maps.style` only; the texts go into a JSON block, and ``map.js`` sets them
as ``textContent``. :func:`draw` refuses a result that breaks this.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import folium
import numpy as np
import shapely
from branca.element import Element, Figure, Link
from shapely.geometry.base import BaseGeometry

from web.maps.map_layers import MapFeature, MapLabel, MapLayer
from web.maps.style import STYLES, SYMBOLS
from web.shell.json_block import json_block

PANES: Mapping[str, tuple[int, bool]] = {
    "land": (200, False),
    "areas": (300, True),
    "zones": (330, True),
    "borders": (350, False),
    "rings": (400, False),
    "lines": (420, True),
    "names": (450, False),
    "places": (600, True),
    "front": (620, True),
}
"""Panes from bottom to top: z-index, and whether the pointer reaches what is in them."""

CITY = (113.50, 22.62, 114.28, 23.17)
"""Where a map looks that has nothing to show: west, south, east, north in degrees."""

_NAME = re.compile(r"[a-z][a-z_]*\Z")
_INDENT = re.compile(r"\s*\n\s*")
_BLANKS = re.compile(r"(?<=[\]\d}\"e][,:]) (?=[\[\d{\"tf-])")
_OUTSIDE = re.compile(r"\b[a-z]+://|[\"'(=]\s*//", re.IGNORECASE)


class OutsideAddressError(ValueError):
    """A map would have loaded something from outside the application."""


class TextInMapError(ValueError):
    """Something other than geometry and our own words would have entered a map's script."""


@dataclass(frozen=True, slots=True)
class MapPieces:
    """A map, ready to be put into a page.

    Attributes
    ----------
    html
        The element the map is drawn in.
    script
        The script that draws it; it holds no text of any layer.
    facts
        What the map says, as JSON that can stand in a script element.
    """

    html: str
    script: str
    facts: str


def draw(
    layers: Sequence[MapLayer],
    labels: Iterable[MapLabel] = (),
    *,
    texts: Mapping[str, str],
    bounds: tuple[float, float, float, float] | None = None,
) -> MapPieces:
    """Draw layers on a map without a background.

    Parameters
    ----------
    layers
        What is drawn, the lowest first.
    labels
        Texts on the map.
    texts
        What ``map.js`` says to its user, by key.
    bounds
        West, south, east, north in degrees (EPSG:4490); ``None`` shows everything.

    Raises
    ------
    OutsideAddressError, TextInMapError
        If the script were to load something, or to hold a text.
    """
    base = _empty_map()
    facts: list[dict[str, Any]] = []
    for layer in layers:
        facts += _add(base, layer)
    west, south, east, north = bounds or _bounds(layers)
    figure = base.get_root()
    if not isinstance(figure, Figure):
        raise TypeError("Folium did not put the map into a figure")
    html, script = _pieces(figure)
    content = {
        "map": base.get_name(),
        "bounds": [[south, west], [north, east]],
        "texts": dict(texts),
        "layers": facts,
        "labels": [_label(label) for label in labels],
    }
    return MapPieces(html, script, json_block(content))


def _empty_map() -> folium.Map:
    base = folium.Map(
        location=((CITY[1] + CITY[3]) / 2, (CITY[0] + CITY[2]) / 2),
        tiles=None,
        zoom_control=False,
        attribution_control=False,
        zoom_snap=0.25,
        zoom_delta=0.5,
        min_zoom=8,
        max_zoom=16,
    )
    # The page has Leaflet already; everything else that Folium loads is of no use here.
    base.default_js, base.default_css = [], []
    base._id = "guantu"  # noqa: SLF001  # folium offers no other way to a stable name
    for name, (z_index, pointer) in PANES.items():
        pane = folium.map.CustomPane(name, z_index=z_index, pointer_events=pointer)
        pane._id = name  # noqa: SLF001  # as above
        base.add_child(pane)
    return base


def _add(base: folium.Map, layer: MapLayer) -> list[dict[str, Any]]:
    """Add a layer, one Folium layer for each look in it, and return what it says."""
    if not _NAME.match(layer.name):
        raise TextInMapError(f"{layer.name!r} cannot name a map layer")
    groups: dict[str, list[MapFeature]] = {}
    for feature in layer.features:
        groups.setdefault(feature.look, []).append(feature)
    said = []
    for number, (look, features) in enumerate(groups.items()):
        symbol = look if look in SYMBOLS else ""
        drawn = folium.GeoJson(
            {"type": "FeatureCollection", "features": _geojson(features)},
            marker=_marker(symbol, layer) if symbol else None,
            style_function=None if symbol else _style(look),
            show=layer.shown,
            pane=layer.pane,
            interactive=PANES[layer.pane][1],
            smooth_factor=0.6,
        )
        drawn._id = f"{layer.name}_{number}"  # noqa: SLF001  # as above
        base.add_child(drawn)
        said.append(
            {
                "name": layer.name,
                "variable": drawn.get_name(),
                "symbol": symbol,
                "features": _all_said(features),
            }
        )
    return said


def _style(look: str) -> Callable[[Any], Mapping[str, Any]]:
    return lambda _: dict(STYLES[look])


def _marker(symbol: str, layer: MapLayer) -> folium.Marker:
    width, height = SYMBOLS[symbol]
    right, down = layer.offset
    icon = folium.DivIcon(
        icon_size=(width, height),
        icon_anchor=(width // 2 - right, height // 2 - down),
        class_name=f"symbol symbol-{symbol}",
    )
    return folium.Marker(icon=icon, keyboard=False, pane=layer.pane)


def _geojson(features: Sequence[MapFeature]) -> list[dict[str, Any]]:
    return [
        {
            "type": "Feature",
            "id": number,
            "properties": {},
            "geometry": geojson(one.geometry),
        }
        for number, one in enumerate(features)
    ]


def geojson(geometry: BaseGeometry) -> dict[str, Any]:
    """Return a geometry (EPSG:4490) as GeoJSON has it, rounded to a metre."""
    drawn = rounded(geometry)
    if drawn.is_empty or drawn.geom_type not in ("Polygon", "MultiPolygon"):
        return dict(shapely.geometry.mapping(drawn))
    # Whole rings at once: half the time of the library's mapping, which goes point by point.
    polygons = [
        [shapely.get_coordinates(ring).tolist() for ring in shapely.get_rings(polygon)]
        for polygon in shapely.get_parts(drawn)
    ]
    one = drawn.geom_type == "Polygon"
    return {"type": drawn.geom_type, "coordinates": polygons[0] if one else polygons}


def rounded(geometry: BaseGeometry) -> BaseGeometry:
    """Round to a metre (five decimals): no position here is known better than that."""
    to_a_metre: BaseGeometry = shapely.transform(geometry, lambda at: np.round(at, 5))
    return to_a_metre


def _all_said(features: Sequence[MapFeature]) -> list[dict[str, Any]]:
    """Return what features say, in their order; nothing at all where none says anything."""
    said = [feature_facts(feature) for feature in features]
    return said if any(one["notes"] or one["keys"] for one in said) else []


def feature_facts(feature: MapFeature) -> dict[str, Any]:
    """Return what one feature says, as JSON values that ``map.js`` sets as text."""
    known = {"badge": feature.badge, "accuracy": feature.accuracy_m}
    return {
        "notes": [
            _with_values({"title": note.title, "facts": note.facts, "href": note.href})
            for note in feature.notes
        ],
        "keys": list(feature.keys),
        **_with_values(known),
    }


def _with_values(known: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in known.items() if value not in ("", None)}


def _label(label: MapLabel) -> dict[str, Any]:
    return {
        "at": [round(label.point.y, 5), round(label.point.x, 5)],
        "text": label.text,
        "minor": label.minor,
        "room": round(label.room, 5),
    }


def _bounds(layers: Sequence[MapLayer]) -> tuple[float, float, float, float]:
    boxes = [one.geometry.bounds for layer in layers for one in layer.features if layer.shown]
    if not boxes:
        return CITY
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _pieces(figure: Figure) -> tuple[str, str]:
    for child in figure._children.values():  # noqa: SLF001  # rendering fills the three pieces
        child.render()
    for child in figure.header._children.values():  # noqa: SLF001  # nothing else lists them
        _require_own(child)
    html, script = figure.html.render(), figure.script.render()
    if _OUTSIDE.search(html) or _OUTSIDE.search(script):
        raise OutsideAddressError("the map's script holds an address outside the application")
    if "<" in script:
        raise TextInMapError("the map's script holds a character that only a text can bring in")
    return html.strip(), _compact(script)


def _compact(script: str) -> str:
    """Leave out the blanks that Folium writes between numbers and round its lines."""
    return _BLANKS.sub("", _INDENT.sub("\n", script)).strip()


def _require_own(child: Element) -> None:
    """Raise unless a header element is harmless: only its links would reach the page."""
    if isinstance(child, Link) and (not child.url.startswith("/") or child.url.startswith("//")):
        raise OutsideAddressError(f"a map asks for {child.url}")
