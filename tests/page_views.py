"""A view of every page, made from frames, as the application makes them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from gis.catalogue import LAYERS
from gis.crs import to_metric
from gis.gaps import coverage_and_gaps
from gis.landmark_search import LandmarkSearch
from gis.landmarks import Surroundings, landmark_cards
from gis.missions import MISSIONS
from gis.nearness import PublicCity, near_landmarks
from gis.policy.area_layer import area_layer
from gis.policy.areas import layout_areas
from gis.policy.lookup import record_lookup
from gis.policy.matrix import RecordFrames, town_matrix
from gis.policy.mentions import unmentioned_towns
from gis.results import Interval
from gis.results_places import LandmarkCard
from gis.schema import Kind
from web.data.layer_views import CollectionsView, CollectionView, ItemsView, TiledMap
from web.maps.tile_source import TileSource
from web.operator.suggestion import Suggested, SuggestedSite
from web.pages import Pages
from web.planner.policy_views import PlannerView
from web.resident.resident_views import LandmarkView, ResidentView
from web.views import (
    ErrorView,
    LandingView,
    Language,
    OperatorView,
    Shell,
)

Frames = Mapping[str, gpd.GeoDataFrame]
NONCE = "bm9uY2U"
_RESIDENT = (
    "towns",
    "landmarks",
    "facilities",
    "places",
    "takeoff_points",
    "road_segments",
    "sources",
)
_PLANNER = (
    "towns",
    "hubs",
    "carriers",
    "landmarks",
    "takeoff_points",
    "road_segments",
    "sources",
)


@dataclass(frozen=True)
class PageCase:
    """One page: its name, its view, and how it is drawn."""

    name: str
    view: Any
    draw: Callable[[Pages], str]

    def html(self, pages: Pages | None = None) -> str:
        return self.draw(pages or Pages())


def page_cases(
    frames: Frames, language: Language = Language.ZH, said: str = ""
) -> dict[str, PageCase]:
    """Return every page. ``said`` joins the texts that come from no layer."""
    views = dict(_views(frames, language, said))
    return {name: _case(name, view) for name, view in views.items()}


def _case(name: str, view: Any) -> PageCase:
    return PageCase(name, view, lambda pages: getattr(pages, name)(view, NONCE))


def _views(frames: Frames, language: Language, said: str) -> Iterator[tuple[str, Any]]:
    def shell(path: str) -> Shell:
        return Shell(language, path, (("q", f"1{said}"),), f"7{said}", f"GS{said}")

    counts = {name: len(frame) for name, frame in frames.items()}
    cards = landmark_cards(
        frames["landmarks"],
        Surroundings(
            facilities=frames["facilities"],
            places=frames["places"],
            takeoff_points=frames["takeoff_points"],
            road_segments=frames["road_segments"],
        ),
    )
    resident = {name: frames[name] for name in _RESIDENT}
    search = landmark_search(frames, cards)
    yield (
        "landing",
        LandingView(
            shell("/"), counts, frames["towns"], frames["takeoff_points"], frames["landmarks"]
        ),
    )
    yield "operator", _operator(frames, shell("/operators/coverage"))
    yield "planner", planner_view(frames, shell("/planners/towns"))
    yield "resident", ResidentView(shell("/landmarks"), search, **resident)
    yield "landmark", LandmarkView(shell("/landmarks/one"), search, cards[0], **resident)
    layers = tuple((spec, counts[name]) for name, spec in LAYERS.items())
    yield "collections", CollectionsView(shell("/collections"), layers)
    yield (
        "collection",
        CollectionView(
            shell("/collections/hubs"), LAYERS["hubs"], counts["hubs"], _tiled(frames, "hubs")
        ),
    )
    yield (
        "items",
        ItemsView(
            shell("/collections/carriers/items"),
            LAYERS["carriers"],
            frames["carriers"],
            counts["carriers"],
            "after=x&limit=10",
            frames,
            _tiled(frames, "carriers"),
        ),
    )
    yield (
        "error",
        ErrorView(shell("/nowhere"), 404, f"无{said}", f"没有{said}", f"看看{said}", f"id{said}"),
    )


def _tiled(frames: Frames, layer: str) -> TiledMap:
    bounds = (113.5, 22.6, 114.3, 23.2)
    source = TileSource(layer, "0123456789abcdef", bounds, len(frames[layer]))
    return TiledMap(source, frames["towns"])


def landmark_search(frames: Frames, cards: tuple[LandmarkCard, ...]) -> LandmarkSearch:
    """Return the landmarks ready to be searched."""
    towns = {row.id: (row.name_zh, row.name_en) for row in frames["towns"].itertuples()}
    layers = ("landmarks", "facilities", "places", "takeoff_points", "road_segments")
    near = near_landmarks(PublicCity(**{layer: frames[layer] for layer in layers}))
    return LandmarkSearch(cards, towns, near)


def planner_view(
    frames: Frames, shell: Shell, tiles: Mapping[str, TileSource] | None = None
) -> PlannerView:
    """Return the planner's page of all documents and fields; ``tiles`` of layers too large."""
    record = {
        name: frames[f"policy_{name}"] for name in ("documents", "places", "topics", "designations")
    }
    counted = {name: frames[name] for name in ("carriers", "landmarks", "takeoff_points")}
    rows = town_matrix(frames["towns"], RecordFrames(**record), **counted)
    areas = layout_areas(rows, record["topics"], frames["towns"])
    return PlannerView(
        shell=shell,
        document=None,
        field=None,
        rows=rows,
        unmentioned=unmentioned_towns(rows, frames["towns"], record["places"]),
        documents=record["documents"],
        lookup=record_lookup(frames),
        layouts=area_layer(areas, **record),
        tiles=tiles or {},
        **{name: frames[name] for name in _PLANNER},
    )


def _operator(frames: Frames, shell: Shell) -> OperatorView:
    mission = MISSIONS["medical"]
    coverage, gaps = coverage_and_gaps(
        to_metric(frames["takeoff_points"]),
        to_metric(frames["towns"]),
        radius_m=None,
        mission=mission.id,
    )
    return OperatorView(
        shell,
        mission,
        None,
        coverage,
        gaps,
        made_suggestions(frames["carriers"]),
        frames["towns"],
        frames["takeoff_points"],
        frames["sources"],
    )


def made_suggestions(candidates: gpd.GeoDataFrame) -> Suggested:
    """Return an answer of two of the candidates; its figures are made up."""
    rows = [row for row in candidates.itertuples() if isinstance(row.geometry, shapely.Point)][:2]
    sites = tuple(
        SuggestedSite(
            order=order,
            name_zh=row.name_zh,
            name_en=row.name_en,
            lon=row.geometry.x,
            lat=row.geometry.y,
            accuracy_m=float(row.accuracy_m),
            town=("", ""),
            year=None,
            adds=1e5 / order,
        )
        for order, row in enumerate(rows, start=1)
    )
    return Suggested(
        problem="maximal",
        sites=sites,
        status="feasible",
        unit="people",
        demand="people",
        value=150_000.0,
        bound=160_000.0,
        gap=0.0625,
        seconds=0.5,
        before=Interval(1e5, 2e6),
        after=Interval(2.5e5, 3e6),
        total=1e7,
        candidates=75,
        demands=300,
        bound_certified=None,
    )


def with_texts(frames: Frames, said: str) -> dict[str, gpd.GeoDataFrame]:
    """Return frames in which every free text and every free list ends with ``said``."""
    return {name: _with_texts(frame, name, said) for name, frame in frames.items()}


def _with_texts(frame: gpd.GeoDataFrame, layer: str, said: str) -> gpd.GeoDataFrame:
    changed = frame.copy()
    for column in LAYERS[layer].columns:
        free = not column.vocabulary and not column.references and column.name != "id"
        if not free or column.name not in frame:
            continue
        if column.kind is Kind.TEXT:
            values = [None if value is None else f"{value}{said}" for value in frame[column.name]]
            changed[column.name] = pd.Series(values, dtype=object, index=frame.index)
        if column.kind is Kind.LIST:
            lists = [
                None if value is None else [f"{item}{said}" for item in value]
                for value in frame[column.name]
            ]
            changed[column.name] = pd.Series(lists, dtype=object, index=frame.index)
    return changed
