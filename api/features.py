"""The layers as OGC API - Features, part 1: documents, links, pages of items."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from gis.catalogue import LAYERS
from gis.checks import CITY_BOX
from gis.crs import SERVED
from gis.schema import GeometryKind, LayerSpec

if TYPE_CHECKING:  # commands write these documents too, and load no web framework
    from fastapi import Request

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


def base_of(request: "Request") -> str:
    """Return the absolute address of the application's root, without a slash at its end."""
    settings = request.app.state.settings
    host = settings.public_url or f"{request.url.scheme}://{request.url.netloc}"
    return f"{host}{settings.root_path}"


def chosen_scenario(request: "Request") -> str:
    """Return the part of a query that keeps the request's scenario; empty where it names none."""
    name = request.query_params.get("scenario")
    return f"scenario={name}" if name else ""


def asking(path: str, *parts: str) -> str:
    """Return an address with parts of a query, of which some may be empty."""
    query = "&".join(part for part in parts if part)
    return f"{path}?{query}" if query else path


def link(href: str, rel: str, kind: str, title: str = "") -> dict[str, str]:
    """Return one link object."""
    found = {"href": href, "rel": rel, "type": kind}
    return found | {"title": title} if title else found


def landing(base: str, scenario: str = "") -> Document:
    """Return the landing document.

    Parameters
    ----------
    base
        The application's root.
    scenario
        What :func:`chosen_scenario` returns: the links to layers keep it.
    """
    return {
        "title": "Guantu 莞图",
        "description": "Dongguan's industrial carriers and landmark scenarios as map layers.",
        "links": [
            link(asking(f"{base}/", "f=json", scenario), "self", JSON, "This document"),
            link(asking(f"{base}/", "f=html", scenario), "alternate", HTML, "This as a page"),
            link(f"{base}/api", "service-desc", OPENAPI, "The API's definition"),
            link(f"{base}/conformance", "conformance", JSON, "What this API conforms to"),
            link(asking(f"{base}/collections", scenario), "data", JSON, "The layers"),
        ],
    }


def collection(base: str, spec: LayerSpec, scenario: str = "") -> Document:
    """Return the description of one layer; parameters as of :func:`landing`."""
    here = f"{base}/collections/{spec.name}"
    items = f"{here}/items"
    drawn = spec.geometry is not GeometryKind.NONE
    tiles = asking(f"{here}/tiles", scenario)
    as_tiles = [link(tiles, TILESETS, JSON, "The features as vector tiles")] if drawn else []
    extent: Document = {"spatial": {"bbox": [list(CITY_BOX)], "crs": SERVED}}
    return {
        "id": spec.name,
        "title": f"{spec.zh} {spec.en}",
        "description": f"{spec.description_zh} {spec.description_en}",
        "extent": extent,
        "itemType": "feature",
        "crs": [SERVED],
        "links": [
            link(asking(here, scenario), "self", JSON),
            link(asking(here, "f=html", scenario), "alternate", HTML),
            link(asking(items, scenario), "items", GEOJSON, "The features"),
            link(asking(items, "f=html", scenario), "items", HTML, "The features as a page"),
            *as_tiles,
        ],
    }


def collections(base: str, scenario: str = "") -> Document:
    """Return the list of the layers; parameters as of :func:`landing`."""
    here = f"{base}/collections"
    return {
        "links": [
            link(asking(here, scenario), "self", JSON),
            link(asking(here, "f=html", scenario), "alternate", HTML),
        ],
        "collections": [collection(base, spec, scenario) for spec in LAYERS.values()],
    }


def next_query(parameters: Mapping[str, str], last_id: str) -> str:
    """Return the query string of the page after the one that ended with ``last_id``."""
    return urlencode({**parameters, "after": last_id})


def items_links(
    base: str, layer: str, query: str, following: str, scenario: str = ""
) -> list[dict[str, str]]:
    """Return the links of one page of items.

    Parameters
    ----------
    base, layer
        Where.
    query
        The page's own query string; may be empty.
    following
        The next page's; empty on the last page.
    scenario
        As of :func:`landing`.
    """
    here = f"{base}/collections/{layer}/items"
    links = [
        link(asking(here, query), "self", GEOJSON),
        link(asking(here, query, "f=html"), "alternate", HTML),
        link(asking(f"{base}/collections/{layer}", scenario), "collection", JSON),
    ]
    return [*links, link(f"{here}?{following}", "next", GEOJSON)] if following else links


def item_links(base: str, layer: str, feature: str, scenario: str = "") -> list[dict[str, str]]:
    """Return the links of one feature; parameters as of :func:`landing`."""
    here = f"{base}/collections/{layer}"
    return [
        link(asking(f"{here}/items/{feature}", scenario), "self", GEOJSON),
        link(asking(here, scenario), "collection", JSON),
    ]
