"""The layers, shaped as OGC API - Features."""

from typing import Annotated

import geopandas as gpd
from fastapi import APIRouter, Path, Query, Request, Response

from api import examples, features
from api.deps import (
    ShownDataDep,
    ShownStoreDep,
    document,
    latest_snapshot,
    page,
    shown_data,
)
from api.layer_query import (
    BBOX_PATTERN,
    DATETIME_PATTERN,
    DEFAULT_LIMIT,
    MAX_LIMIT,
    items_query,
)
from api.negotiation import wants_html
from api.params import ScenarioParameter, ShownParameters
from api.tilesets import tiled_map
from gis.catalogue import LAYERS, layer_spec
from gis.errors import UnknownFeatureError
from gis.geojson import encode_features, feature
from gis.records import records
from gis.scenario.exported import told_spec
from gis.scenario.model import ID_PATTERN
from gis.schema import LayerSpec
from layers.store import LayerStore
from layers.store import Query as StoreQuery
from web.data.layer_views import CollectionsView, CollectionView, ItemsView, TiledMap

router = APIRouter(prefix="/collections", tags=["layers"])
Parameters = Annotated[ScenarioParameter, Query()]
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
def collections(request: Request, data: ShownDataDep, _: Parameters) -> Response:
    """Return the list of layers."""
    if not wants_html(request):
        base, scenario = features.base_of(request), features.chosen_scenario(request)
        return document(request, data.edition, features.collections(base, scenario))
    layers = tuple((spec, len(data.frame(name))) for name, spec in LAYERS.items())
    return page(
        request,
        data.edition,
        lambda pages, shell, nonce: pages.collections(CollectionsView(shell, layers), nonce),
    )


@router.get("/{layer}", summary="One layer", responses=examples.ALSO_A_PAGE)
def collection(request: Request, data: ShownDataDep, layer: Layer, _: Parameters) -> Response:
    """Return the description of one layer."""
    spec, scenario = _spec(request, layer), features.chosen_scenario(request)
    if not wants_html(request):
        described = features.collection(features.base_of(request), spec, scenario)
        return document(request, data.edition, described)
    matched = len(data.frame(layer))
    tiled = tiled_map(data, spec, scenario)
    return page(
        request,
        data.edition,
        lambda pages, shell, nonce: pages.collection(
            CollectionView(shell, spec, matched, tiled), nonce
        ),
    )


def _spec(request: Request, layer: str) -> LayerSpec:
    """Return a layer's definition; of a scenario, with the column that tells what is proposed."""
    spec = layer_spec(layer)
    return told_spec(spec) if features.chosen_scenario(request) else spec


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
        {
            "name": "scenario",
            "in": "query",
            "schema": {"type": "string", "pattern": f"^{ID_PATTERN}$"},
            "description": "Id of a saved scenario: its features, told apart by `what_if`.",
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
    request: Request, store: ShownStoreDep, layer: Layer, _: Annotated[ShownParameters, Query()]
) -> Response:
    """Return a page of features; any other parameter filters by the column of that name.

    Of a scenario, ``what_if`` says what is only proposed, and statuses are today's.
    """
    spec = _spec(request, layer)
    parameters = dict(request.query_params)
    query = items_query(layer_spec(layer), parameters)
    edition = store.edition()
    frame = store.read(query)
    matched = store.count(query)
    full = query.limit is not None and len(frame) == query.limit
    last = frame["id"].iloc[-1] if full else ""
    more = full and len(store.read(_one_after(query, last))) > 0
    following = features.next_query(parameters, last) if more else ""
    if wants_html(request):
        referenced = _referenced(store, spec, frame)
        tiled = _tiled(request, spec)
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
        "links": features.items_links(
            base,
            layer,
            str(request.query_params),
            following,
            features.chosen_scenario(request),
        ),
    }
    return document(request, edition, content, features.GEOJSON)


def _tiled(request: Request, spec: LayerSpec) -> TiledMap | None:
    today, scenarios = latest_snapshot(request), request.app.state.scenarios
    data = shown_data(request, today, scenarios)
    return tiled_map(data, spec, features.chosen_scenario(request))


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
    request: Request, store: ShownStoreDep, layer: Layer, feature_id: Feature, _: Parameters
) -> Response:
    """Return one feature of a layer."""
    spec = _spec(request, layer)
    edition = store.edition()
    frame = store.read(StoreQuery(layer, ids=frozenset({feature_id})))
    if frame.empty:
        raise UnknownFeatureError.of(layer, feature_id)
    if wants_html(request):
        referenced = _referenced(store, spec, frame)
        tiled = _tiled(request, spec)
        return page(
            request,
            edition,
            lambda pages, shell, nonce: pages.items(
                ItemsView(shell, spec, frame, 1, "", referenced, tiled, one=True), nonce
            ),
        )
    found = feature(next(iter(records(frame))), spec)
    scenario = features.chosen_scenario(request)
    links = features.item_links(features.base_of(request), layer, feature_id, scenario)
    return document(request, edition, found | {"links": links}, features.GEOJSON)
