"""The layers as OGC API - Features, part 1: documents, links, pages of items."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import Request

from gis.catalogue import LAYERS
from gis.checks import CITY_BOX
from gis.crs import SERVED
from gis.schema import GeometryKind, LayerSpec

CONFORMS_TO = [
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
]
JSON = "application/json"
GEOJSON = "application/geo+json"
HTML = "text/html"
TILESETS = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
OPENAPI = "application/vnd.oai.openapi+json;version=3.1"

Document = dict[str, Any]


def base_of(request: Request) -> str:
    """Return the absolute address of the application's root, without a slash at its end."""
    settings = request.app.state.settings
    host = settings.public_url or f"{request.url.scheme}://{request.url.netloc}"
    return f"{host}{settings.root_path}"


def link(href: str, rel: str, kind: str, title: str = "") -> dict[str, str]:
    """Return one link object."""
    found = {"href": href, "rel": rel, "type": kind}
    return found | {"title": title} if title else found


def landing(base: str) -> Document:
    """Return the landing document."""
    return {
        "title": "Guantu 莞图",
        "description": "Dongguan's industrial carriers and landmark scenarios as map layers.",
        "links": [
            link(f"{base}/?f=json", "self", JSON, "This document"),
            link(f"{base}/?f=html", "alternate", HTML, "This document as a page"),
            link(f"{base}/api", "service-desc", OPENAPI, "The API's definition"),
            link(f"{base}/conformance", "conformance", JSON, "What this API conforms to"),
            link(f"{base}/collections", "data", JSON, "The layers"),
        ],
    }


def collection(base: str, spec: LayerSpec) -> Document:
    """Return the description of one layer."""
    here = f"{base}/collections/{spec.name}"
    drawn = spec.geometry is not GeometryKind.NONE
    tiles = [link(f"{here}/tiles", TILESETS, JSON, "The features as vector tiles")] if drawn else []
    extent: Document = {"spatial": {"bbox": [list(CITY_BOX)], "crs": SERVED}}
    return {
        "id": spec.name,
        "title": f"{spec.zh} {spec.en}",
        "description": f"{spec.description_zh} {spec.description_en}",
        "extent": extent,
        "itemType": "feature",
        "crs": [SERVED],
        "links": [
            link(here, "self", JSON),
            link(f"{here}?f=html", "alternate", HTML),
            link(f"{here}/items", "items", GEOJSON, "The features"),
            link(f"{here}/items?f=html", "items", HTML, "The features as a page"),
            *tiles,
        ],
    }


def collections(base: str) -> Document:
    """Return the list of the layers."""
    return {
        "links": [
            link(f"{base}/collections", "self", JSON),
            link(f"{base}/collections?f=html", "alternate", HTML),
        ],
        "collections": [collection(base, spec) for spec in LAYERS.values()],
    }


def next_query(parameters: Mapping[str, str], last_id: str) -> str:
    """Return the query string of the page after the one that ended with ``last_id``."""
    return urlencode({**parameters, "after": last_id})


def items_links(base: str, layer: str, query: str, following: str) -> list[dict[str, str]]:
    """Return the links of one page of items.

    Parameters
    ----------
    base, layer
        Where.
    query
        The page's own query string; may be empty.
    following
        The next page's; empty on the last page.
    """
    here = f"{base}/collections/{layer}/items"
    html = f"{query}&f=html" if query else "f=html"
    links = [
        link(f"{here}?{query}" if query else here, "self", GEOJSON),
        link(f"{here}?{html}", "alternate", HTML),
        link(f"{base}/collections/{layer}", "collection", JSON),
    ]
    return [*links, link(f"{here}?{following}", "next", GEOJSON)] if following else links


def item_links(base: str, layer: str, feature: str) -> list[dict[str, str]]:
    """Return the links of one feature."""
    here = f"{base}/collections/{layer}"
    return [
        link(f"{here}/items/{feature}", "self", GEOJSON),
        link(here, "collection", JSON),
    ]
