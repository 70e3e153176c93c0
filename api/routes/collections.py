"""The layers, shaped as OGC API - Features."""

from typing import Annotated

import geopandas as gpd
from fastapi import APIRouter, Path, Query, Request, Response

from api import examples, features
from api.deps import SnapshotDep, StoreDep, document, latest_snapshot, page
from api.negotiation import wants_html
from api.params import (
    BBOX_PATTERN,
    DATETIME_PATTERN,
    DEFAULT_LIMIT,
    MAX_LIMIT,
    PageParameters,
    ShownParameters,
    items_query,
)
from api.tilesets import tiled_map
from gis.catalogue import LAYERS, layer_spec
from gis.errors import UnknownFeatureError
from gis.geojson import encode_features, feature
from gis.records import records
from gis.schema import LayerSpec
from layers.store import LayerStore
from layers.store import Query as StoreQuery
from web.data.layer_views import CollectionsView, CollectionView, ItemsView

router = APIRouter(prefix="/collections", tags=["layers"])
Parameters = Annotated[PageParameters, Query()]
Layer = Annotated[str, Path(examples=["takeoff_points"], max_length=80)]
Feature = Annotated[str, Path(examples=["landmark-07"], max_length=200)]

ITEM_EXAMPLE = {
    "type": "Feature",
    "id": "landmark-07",
    "geometry": {"type": "Point", "coordinates": [113.621, 23.011]},
    "properties": {"name_zh": "东莞西站“空铁联运”低空场景", "accuracy_m": 600.0},
}
ITEMS_EXAMPLE = {
    "type": "FeatureCollection",
    "features": [ITEM_EXAMPLE],
    "numberMatched": 10,
    "numberReturned": 1,
    "links": [{"href": "/collections/landmarks/items?limit=1", "rel": "self"}],
}


@router.get("", summary="All layers", responses=examples.ALSO_A_PAGE)
def collections(request: Request, snapshot: SnapshotDep, _: Parameters) -> Response:
    """Return the list of layers."""
    if not wants_html(request):
        return document(request, snapshot.edition, features.collections(features.base_of(request)))
    layers = tuple((spec, len(snapshot.frame(name))) for name, spec in LAYERS.items())
    return page(
        request,
        snapshot.edition,
        lambda pages, shell, nonce: pages.collections(CollectionsView(shell, layers), nonce),
    )


@router.get("/{layer}", summary="One layer", responses=examples.ALSO_A_PAGE)
def collection(request: Request, snapshot: SnapshotDep, layer: Layer, _: Parameters) -> Response:
    """Return the description of one layer."""
    spec = layer_spec(layer)
    if not wants_html(request):
        described = features.collection(features.base_of(request), spec)
        return document(request, snapshot.edition, described)
    matched = len(snapshot.frame(layer))
    tiled = tiled_map(snapshot, spec)
    return page(
        request,
        snapshot.edition,
        lambda pages, shell, nonce: pages.collection(
            CollectionView(shell, spec, matched, tiled), nonce
        ),
    )


_PARAMETERS = {
    "parameters": [
        {
            "name": "bbox",
            "in": "query",
            "schema": {"type": "string", "pattern": BBOX_PATTERN},
            "description": "west,south,east,north in degrees (CRS84).",
            "example": "113.6,22.7,113.9,23.0",
        },
        {
            "name": "datetime",
            "in": "query",
            "schema": {"type": "string", "pattern": DATETIME_PATTERN},
            "description": "A day, or first/last with .. for an open end; compared with as_of.",
            "example": "2024-01-01/..",
        },
        {
            "name": "limit",
            "in": "query",
            "schema": {
                "type": "integer",
                "minimum": 1,
                "default": DEFAULT_LIMIT,
            },
            "description": f"Features on one page; more than {MAX_LIMIT} counts as {MAX_LIMIT}.",
        },
        {
            "name": "after",
            "in": "query",
            "schema": {"type": "string"},
            "description": "Where the page begins; follow the links named next.",
        },
    ]
}


@router.get(
    "/{layer}/items",
    summary="Features of a layer",
    openapi_extra=_PARAMETERS,
    responses=examples.shown(ITEMS_EXAMPLE, features.GEOJSON),
)
def items(
    request: Request, store: StoreDep, layer: Layer, _: Annotated[ShownParameters, Query()]
) -> Response:
    """Return a page of features; any other parameter filters by the column of that name."""
    spec = layer_spec(layer)
    parameters = dict(request.query_params)
    query = items_query(spec, parameters)
    edition = store.edition()
    frame = store.read(query)
    matched = store.count(query)
    full = query.limit is not None and len(frame) == query.limit
    last = frame["id"].iloc[-1] if full else ""
    more = full and len(store.read(_one_after(query, last))) > 0
    following = features.next_query(parameters, last) if more else ""
    if wants_html(request):
        referenced = _referenced(store, spec, frame)
        tiled = tiled_map(latest_snapshot(request), spec)
        return page(
            request,
            edition,
            lambda pages, shell, nonce: pages.items(
                ItemsView(shell, spec, frame, matched, following, referenced, tiled), nonce
            ),
        )
    base = features.base_of(request)
    content = {
        "type": "FeatureCollection",
        "features": encode_features(frame, spec),
        "numberMatched": matched,
        "numberReturned": len(frame),
        "links": features.items_links(base, layer, str(request.query_params), following),
    }
    return document(request, edition, content, features.GEOJSON)


def _referenced(
    store: LayerStore, spec: LayerSpec, frame: gpd.GeoDataFrame
) -> dict[str, gpd.GeoDataFrame]:
    """Read the features of other layers that a page of features names by their ids."""
    named: dict[str, set[str]] = {}
    for column in spec.columns:
        if column.references:
            for value in frame[column.name].dropna():
                ids = [value] if isinstance(value, str) else value
                named.setdefault(column.references, set()).update(ids)
    return {
        layer: store.read(StoreQuery(layer, ids=frozenset(ids))) for layer, ids in named.items()
    }


def _one_after(query: StoreQuery, last: str) -> StoreQuery:
    return StoreQuery(
        query.layer, query.bbox, query.ids, query.as_of, query.equals, after=last, limit=1
    )


@router.get(
    "/{layer}/items/{feature_id}",
    summary="One feature",
    responses=examples.shown(ITEM_EXAMPLE, features.GEOJSON),
)
def item(
    request: Request, store: StoreDep, layer: Layer, feature_id: Feature, _: Parameters
) -> Response:
    """Return one feature of a layer."""
    spec = layer_spec(layer)
    edition = store.edition()
    frame = store.read(StoreQuery(layer, ids=frozenset({feature_id})))
    if frame.empty:
        raise UnknownFeatureError(f"layer {layer!r} has no feature {feature_id!r}")
    if wants_html(request):
        referenced = _referenced(store, spec, frame)
        tiled = tiled_map(latest_snapshot(request), spec)
        return page(
            request,
            edition,
            lambda pages, shell, nonce: pages.items(
                ItemsView(shell, spec, frame, 1, "", referenced, tiled, one=True), nonce
            ),
        )
    found = feature(next(iter(records(frame))), spec)
    links = features.item_links(features.base_of(request), layer, feature_id)
    return document(request, edition, found | {"links": links}, features.GEOJSON)
