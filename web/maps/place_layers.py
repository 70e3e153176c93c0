"""The layers of points and lines that several maps share, each with its symbol and its note."""

from collections.abc import Callable, Iterable

import geopandas as gpd

from gis.records import Record
from gis.scenario.frames import is_proposed
from web.maps.map_layers import MapFeature, MapLayer, Note, Notes, placed, symbols
from web.maps.style import takeoff_symbol
from web.maps.tile_layers import one_by_one
from web.maps.tile_source import TileSource
from web.shell.tables import LegendEntry
from web.shell.texts import Texts

Address = Callable[[str], str]
"""From a landmark's id to the address of its page."""
_PROPOSED = "suggested"
_SERVING_FIRST = {"takeoff-in_use": 0, _PROPOSED: 1, "takeoff-coming": 2, "takeoff-other": 3}


def takeoff_layer(
    points: gpd.GeoDataFrame,
    notes: Notes,
    *,
    shown: bool = True,
    aside: bool = False,
    tiles: TileSource | None = None,
) -> MapLayer:
    """Return the takeoff points by status; ``aside`` sets them above what shares their place."""

    def note(row: Record) -> Note:
        return notes.note("takeoff_points", row, "kind", "service_radius_m", "operator")

    # Where several stand at one place, the one that serves gives the symbol.
    found, tiled = one_by_one(points, tiles)
    rows = sorted(found, key=lambda row: _SERVING_FIRST[site_symbol(row)])
    drawn = symbols(rows, "takeoff_points", site_symbol, note)
    return MapLayer("sites", drawn, "places", shown, (0, -16 if aside else 0), tiled)


def site_symbol(row: Record) -> str:
    """Return a takeoff point's symbol; one that a scenario only proposes never looks in use."""
    return _PROPOSED if is_proposed(row["name_zh"]) else takeoff_symbol(row["status"])


def takeoff_entry(points: gpd.GeoDataFrame, t: Texts, *, shown: bool = True) -> LegendEntry:
    """Return the line of the legend for :func:`takeoff_layer`'s symbols of these points."""
    looks = ("takeoff-in_use", "takeoff-coming", "takeoff-other")
    if any(is_proposed(name) for name in points["name_zh"]):
        return LegendEntry(t("legend.takeoff_proposed"), (*looks, _PROPOSED), ("sites",), shown)
    return LegendEntry(t("legend.takeoff"), looks, ("sites",), shown)


def road_entry(segments: gpd.GeoDataFrame, label: str) -> LegendEntry:
    """Return the line of the legend for :func:`road_layer`'s lines of these segments."""
    surveyed = bool((segments["geometry_basis"] == "surveyed").any())
    return LegendEntry(label, ("road", "road_open") if surveyed else ("road",), ("roads",))


def hub_layer(
    hubs: gpd.GeoDataFrame, notes: Notes, *, shown: bool = True, tiles: TileSource | None = None
) -> MapLayer:
    """Return the cluster hubs, one symbol a place."""

    def note(row: Record) -> Note:
        return notes.note("hubs", row, "cluster", "place", "document", "year", "lead")

    rows, tiled = one_by_one(hubs, tiles)
    drawn = symbols(rows, "hubs", lambda _: "hub", note)
    return MapLayer("hubs", drawn, "places", shown, (-15, 13), tiled)


def carrier_layer(
    carriers: gpd.GeoDataFrame,
    notes: Notes,
    *,
    shown: bool = True,
    tiles: TileSource | None = None,
) -> MapLayer:
    """Return the carriers, one symbol a place."""
    own = ("kind", "place", "floor_area_m2", "land_area_m2", "area_qualifier", "counts")

    def note(row: Record) -> Note:
        return notes.note("carriers", row, *own)

    rows, tiled = one_by_one(carriers, tiles)
    drawn = symbols(rows, "carriers", lambda _: "carrier", note)
    return MapLayer("carriers", drawn, "places", shown, (15, 13), tiled)


def landmark_layer(
    landmarks: gpd.GeoDataFrame, notes: Notes, address: Address, tiles: TileSource | None = None
) -> MapLayer:
    """Return the landmarks with their numbers; each leads to its page."""

    def note(row: Record) -> Note:
        return notes.note("landmarks", row, "place", "lead", href=address(row["id"]))

    rows, tiled = one_by_one(landmarks, tiles)
    drawn = symbols(rows, "landmarks", lambda _: "landmark", note, lambda row: str(row["number"]))
    return MapLayer("landmarks", drawn, "front", tiles=tiled)


def facility_layer(facilities: gpd.GeoDataFrame, notes: Notes, number: int) -> MapLayer:
    """Return the facilities that one landmark rests on, each with the landmark's number."""
    drawn = symbols(
        placed(facilities),
        "facilities",
        lambda _: "landmark",
        lambda row: notes.note("facilities", row),
        lambda _: str(number),
    )
    return MapLayer("landmarks", drawn, "front")


def station_layer(places: Iterable[Record], notes: Notes, *, shown: bool = True) -> MapLayer:
    """Return stations among the public places given."""
    drawn = symbols(places, "places", lambda _: "station", lambda row: notes.note("places", row))
    return MapLayer("stations", drawn, "places", shown)


def road_layer(
    segments: gpd.GeoDataFrame, notes: Notes, *, shown: bool = True, tiles: TileSource | None = None
) -> MapLayer:
    """Return the road segments: dashed unless surveyed."""
    own = ("road", "vehicle_classes", "direction", "level", "length_km")
    rows, tiled = one_by_one(segments, tiles)
    drawn = tuple(
        MapFeature(
            row["geometry"],
            "road_open" if row["geometry_basis"] == "surveyed" else "road",
            (notes.note("road_segments", row, *own),),
            (f"road_segments:{row['id']}",),
        )
        for row in rows
    )
    return MapLayer("roads", drawn, "lines", shown, tiles=tiled)
