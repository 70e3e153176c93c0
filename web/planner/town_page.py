"""A unit's own page: its card beside a map of it."""

from typing import Any
from urllib.parse import quote

import geopandas as gpd
import shapely

from gis.records import Record, records
from web.maps.drawn_map import Bounds, DrawnMap
from web.maps.map_layers import Notes, placed
from web.maps.place_layers import (
    carrier_layer,
    hub_layer,
    landmark_layer,
    road_entry,
    road_layer,
    takeoff_entry,
    takeoff_layer,
)
from web.maps.town_layers import functional_areas, names, town_areas
from web.planner.clauses import Clauses
from web.planner.town_card import TownCard, mission_choices
from web.planner.town_views import TownView
from web.shell.tables import LegendEntry
from web.shell.template import Frame
from web.shell.texts import Texts
from web.shell.words import Words

_PICKED, _OTHER = "amount_2", "land"
_MARGIN = 0.02
"""Degrees round a unit, about two kilometres."""


def town_content(view: TownView, frame: Frame) -> tuple[str, dict[str, Any], DrawnMap]:
    """Return the template, what it prints, and the map beside it.

    Parameters
    ----------
    view
        The unit.
    frame
        The page.
    """
    words = Words(Texts(frame.shell.language))
    notes = Notes(words, view.sources)
    towns = {row["id"]: (row["name_zh"], row["name_en"]) for row in records(view.towns)}
    clauses = Clauses(view.lookup, frame, towns)
    mission = words.t.pick(view.mission.name_zh, view.mission.name_en)
    values = {
        "card": TownCard(words, clauses, notes, frame).card(view.facts, view.plans),
        "mission_name": mission,
        "missions": mission_choices(words.t, view.mission.id),
    }
    return "town.html", values, _map(view, words, notes, frame)


def _map(view: TownView, words: Words, notes: Notes, frame: Frame) -> DrawnMap:
    t, unit = words.t, view.facts.unit
    own = {unit["id"], *(unit["members"] or ())}
    drawn = own if _undrawn(unit) else {unit["id"]}
    tiles = view.tiles.get
    layers = (
        town_areas(
            view.towns,
            lambda town: _PICKED if town["id"] in drawn else _OTHER,
            lambda town: notes.note("towns", town, "kind", "population_2020", "area_km2"),
        ),
        functional_areas(view.towns),
        road_layer(_in(view.road_segments, own), notes, tiles=tiles("road_segments")),
        hub_layer(_in(view.hubs, own), notes, tiles=tiles("hubs")),
        carrier_layer(_in(view.carriers, own), notes, tiles=tiles("carriers")),
        takeoff_layer(view.takeoff_points, notes, aside=True, tiles=tiles("takeoff_points")),
        landmark_layer(
            _in(view.landmarks, own),
            notes,
            lambda id_: frame.link(f"/landmarks/{quote(id_, safe='')}"),
        ),
    )
    return DrawnMap(
        layers, names(view.towns, t), _legend(view, t), view.towns, _bounds(view, drawn)
    )


def _undrawn(unit: Record) -> bool:
    return unit["geometry"] is None or unit["geometry"].is_empty


def _in(frame: gpd.GeoDataFrame, units: set[str]) -> gpd.GeoDataFrame:
    return frame[[bool(units.intersection(row["towns"] or ())) for row in records(frame)]]


def _bounds(view: TownView, drawn: set[str]) -> Bounds | None:
    shapes = [row["geometry"] for row in placed(view.towns) if row["id"] in drawn]
    if not shapes:
        return None
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    return west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN


def _legend(view: TownView, t: Texts) -> tuple[LegendEntry, ...]:
    return (
        LegendEntry(t("legend.landmarks"), ("landmark",), ("landmarks",)),
        LegendEntry(t("legend.hubs"), ("hub",), ("hubs",)),
        LegendEntry(t("legend.carriers"), ("carrier",), ("carriers",)),
        takeoff_entry(view.takeoff_points, t),
        road_entry(view.road_segments, t("legend.roads")),
        LegendEntry(t("legend.functional"), ("functional",), ("functional_areas",)),
    )
