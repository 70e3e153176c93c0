"""The residents' map: the landmarks, their facilities, and what is near them."""

from collections.abc import Collection, Sequence

import geopandas as gpd

from gis.results_places import LandmarkCard, Nearby
from web.maps.drawn_map import Bounds
from web.maps.map_layers import MapLayer, Notes, placed, symbols
from web.maps.place_layers import (
    Address,
    facility_layer,
    landmark_layer,
    road_entry,
    road_layer,
    station_layer,
    takeoff_layer,
)
from web.maps.town_layers import borders, functional_areas, land
from web.resident.nearby import near_features
from web.resident.resident_views import LandmarkView, ResidentView
from web.shell.tables import LegendEntry
from web.shell.texts import Texts

_STATIONS = ("rail_station", "bus_station")


def landmark_layers(view: ResidentView, notes: Notes, address: Address) -> tuple[MapLayer, ...]:
    """Return the layers of the map of all landmarks, the lowest first."""
    stations = [row for row in placed(view.places) if row["kind"] in _STATIONS]
    ours = view.proposed.features
    return (
        land(view.towns),
        borders(view.towns),
        functional_areas(view.towns),
        road_layer(view.road_segments, notes),
        station_layer(stations, notes, shown=False),
        takeoff_layer(_today(view.takeoff_points, ours), notes, shown=False, aside=True),
        _proposed_sites(view.takeoff_points, ours, notes),
        landmark_layer(view.landmarks, notes, address),
    )


def landmark_legend(
    t: Texts, segments: gpd.GeoDataFrame, *, one: bool = False, proposed: bool = False
) -> tuple[LegendEntry, ...]:
    """Return the legend of the residents' map; of one landmark's map if ``one``.

    Where a scenario is shown (``proposed``), what is only proposed has an entry of its own.
    """
    ours = LegendEntry(t("legend.proposed_takeoff"), ("suggested",), ("proposed_sites",))
    takeoff = ("takeoff-in_use", "takeoff-coming", "takeoff-other")
    landmarks = t("legend.facilities") if one else t("legend.landmarks")
    return (
        LegendEntry(landmarks, ("landmark",), ("landmarks",)),
        road_entry(segments, t("legend.roads")),
        LegendEntry(t("legend.stations"), ("station",), ("stations",), shown=one),
        LegendEntry(t("legend.takeoff"), takeoff, ("sites",), shown=one),
        *((ours,) if proposed else ()),
        LegendEntry(t("legend.functional"), ("functional",), ("functional_areas",)),
    )


def one_landmark_layers(view: LandmarkView, notes: Notes, address: Address) -> tuple[MapLayer, ...]:
    """Return the layers of one landmark's map: itself, and what its card names."""
    card = view.card
    facilities = _only(view.facilities, {one.facility for one in card.facilities})
    stations = _only(view.places, _near(card.stations))
    near_sites = _only(view.takeoff_points, _near(card.takeoff_points))
    ours = view.proposed.features
    return (
        land(view.towns),
        borders(view.towns),
        functional_areas(view.towns),
        road_layer(_roads(view), notes),
        station_layer(placed(stations), notes),
        takeoff_layer(_today(near_sites, ours), notes, aside=True),
        _proposed_sites(near_sites, ours, notes),
        facility_layer(facilities, notes, card.number)
        if placed(facilities)
        else landmark_layer(_only(view.landmarks, {card.landmark}), notes, address),
    )


def _today(sites: gpd.GeoDataFrame, proposed: Collection[str]) -> gpd.GeoDataFrame:
    return sites[~sites["id"].isin(list(proposed))]


def _proposed_sites(sites: gpd.GeoDataFrame, proposed: Collection[str], notes: Notes) -> MapLayer:
    """Return the takeoff points that are only proposed, by a symbol that none there today has."""
    drawn = symbols(
        placed(_only(sites, proposed)),
        "takeoff_points",
        lambda _: "suggested",
        lambda row: notes.note("takeoff_points", row, "kind", "service_radius_m"),
    )
    return MapLayer("proposed_sites", drawn, "front", offset=(16, -14))


def _near(features: Sequence[Nearby]) -> frozenset[str]:
    return frozenset(one.feature for one in near_features(features))


def _roads(view: LandmarkView) -> gpd.GeoDataFrame:
    """Return the roads that the landmark rests on, and those near it."""
    own = view.road_segments["road_zh"].isin(list(view.card.roads))
    near = view.road_segments["id"].isin(list(_near(view.card.road_segments)))
    return view.road_segments[own | near]


def landmark_bounds(card: LandmarkCard, landmarks: gpd.GeoDataFrame) -> Bounds | None:
    """Return the box of a landmark with room for its accuracy (EPSG:4490), if it is placed."""
    rows = placed(_only(landmarks, {card.landmark}))
    if not rows:
        return None
    west, south, east, north = rows[0]["geometry"].bounds
    room = min(0.09, max(0.04, (card.accuracy_m or 0.0) / 80_000))
    return west - room, south - room, east + room, north + room


def _only(frame: gpd.GeoDataFrame, ids: Collection[str]) -> gpd.GeoDataFrame:
    return frame[frame["id"].isin(list(ids))]
