"""The map of a scenario: what it gains and loses, what stays, and what is only proposed."""

import shapely

from gis.crs import stored_geometry
from gis.records import Record
from gis.results import Area
from web.maps.map_layers import MapFeature, MapLayer, Note, Notes, placed, symbols
from web.maps.place_layers import takeoff_layer
from web.maps.town_layers import borders, functional_areas, land
from web.scenario.scenario_views import CityShown
from web.shell.tables import LegendEntry
from web.shell.texts import Texts

_DRAWN_TO_M = 10.0


def scenario_layers(city: CityShown, notes: Notes, t: Texts) -> tuple[MapLayer, ...]:
    """Return the layers of a scenario's map, the lowest first."""
    sites = city.takeoff_points
    ours = sites["id"].isin(city.proposed)
    roads = city.road_segments[city.road_segments["id"].isin(city.proposed)]
    carriers = city.carriers[city.carriers["id"].isin(city.proposed)]
    return (
        land(city.towns),
        *_changes(city, t),
        borders(city.towns),
        functional_areas(city.towns),
        MapLayer("proposed_roads", tuple(_road(row, notes) for row in placed(roads)), "lines"),
        takeoff_layer(sites[~ours], notes),
        MapLayer(
            "proposed_carriers",
            symbols(
                placed(carriers),
                "carriers",
                lambda _: "carrier",
                lambda row: notes.note("carriers", row, "kind", "clusters"),
            ),
            "places",
        ),
        MapLayer(
            "proposed_sites",
            symbols(
                placed(sites[ours]),
                "takeoff_points",
                lambda _: "suggested",
                lambda row: notes.note("takeoff_points", row, "service_radius_m"),
            ),
            "front",
        ),
    )


def scenario_legend(t: Texts) -> tuple[LegendEntry, ...]:
    """Return the legend of a scenario's map."""
    return (
        LegendEntry(t("scenario.legend.gained"), ("surely",), ("gained_surely",)),
        LegendEntry(t("scenario.legend.maybe_gained"), ("undecided",), ("gained_possibly",)),
        LegendEntry(t("scenario.legend.lost"), ("site_full",), ("lost_surely",)),
        LegendEntry(t("scenario.legend.maybe_lost"), ("planned_only",), ("lost_possibly",)),
        LegendEntry(t("scenario.legend.sites"), ("suggested",), ("proposed_sites",)),
        LegendEntry(t("scenario.legend.roads"), ("road_open", "road"), ("proposed_roads",)),
        LegendEntry(t("scenario.legend.carriers"), ("carrier",), ("proposed_carriers",)),
        LegendEntry(
            t("legend.takeoff"), ("takeoff-in_use", "takeoff-coming", "takeoff-other"), ("sites",)
        ),
    )


def _changes(city: CityShown, t: Texts) -> tuple[MapLayer, ...]:
    if city.change is None:
        return ()
    change = city.change
    drawn = (
        ("lost_possibly", change.possibly_lost, "planned_only", "scenario.legend.maybe_lost"),
        ("gained_possibly", change.possibly_gained, "undecided", "scenario.legend.maybe_gained"),
        ("lost_surely", change.surely_lost, "site_full", "scenario.legend.lost"),
        ("gained_surely", change.surely_gained, "surely", "scenario.legend.gained"),
    )
    return tuple(
        MapLayer(name, _area(place, look, t(key)), "areas") for name, place, look, key in drawn
    )


def _area(place: Area, look: str, title: str) -> tuple[MapFeature, ...]:
    # Thinned to be drawn; no figure comes from a drawing.
    thinned = shapely.simplify(place, _DRAWN_TO_M)
    if thinned.is_empty:
        return ()
    return (MapFeature(stored_geometry(thinned), look, (Note(title),)),)


def _road(row: Record, notes: Notes) -> MapFeature:
    return MapFeature(
        row["geometry"],
        "road" if row["geometry_basis"] == "schematic" else "road_open",
        (notes.note("road_segments", row, "road", "length_km"),),
        (f"road_segments:{row['id']}",),
    )
