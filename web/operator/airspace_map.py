"""Zones by what they do to the flight, and the way drawn round them."""

from collections.abc import Iterator

from gis.crs import stored_geometry
from gis.records import records
from gis.results_airspace import ZoneEffect
from web.maps.map_layers import MapFeature, MapLayer, Notes, drawable
from web.shell.tables import LegendEntry
from web.shell.texts import Texts
from web.views import OperatorView

_OWN = ("restriction", "floor_m", "ceiling_m", "hours", "authority", "edition")


def zone_layers(view: OperatorView, notes: Notes) -> tuple[MapLayer, ...]:
    """Return a layer of zones for each effect on the flight, and that of the route."""
    return (
        *(
            MapLayer(f"zone_{effect}", tuple(_zones(view, notes, effect)), "zones")
            for effect in ZoneEffect
        ),
        MapLayer("route", tuple(_route(view)), "lines"),
    )


def zone_legend(view: OperatorView, t: Texts) -> tuple[LegendEntry, ...]:
    """Return the legend of zones and route; without any zone it says that there is no data."""
    verdicts = view.airspace.summary.zones if view.airspace else ()
    nothing = () if verdicts else (LegendEntry(t("legend.zones.none"), ("amount_0",)),)
    met = {verdict.effect for verdict in verdicts}
    entries = tuple(
        LegendEntry(
            f"{t('legend.zones')}{t('list.colon')}{t(f'effect.{effect}')}",
            (f"zone_{effect}",),
            (f"zone_{effect}",),
        )
        for effect in ZoneEffect
        if effect in met
    )
    way = (LegendEntry(t("legend.route"), ("route",), ("route",)),) if view.aside.route else ()
    return (*nothing, *entries, *way)


def _zones(view: OperatorView, notes: Notes, effect: ZoneEffect) -> Iterator[MapFeature]:
    if view.zones is None or view.airspace is None:
        return
    effects = {one.name.zone: one.effect for one in view.airspace.summary.zones}
    for row in records(view.zones):
        if drawable(row["geometry"]) and effects.get(row["id"]) is effect:
            note = notes.note("geozones", row, *_OWN)
            key = f"geozones:{row['id']}"
            yield MapFeature(row["geometry"], f"zone_{effect}", (note,), (key,))


def _route(view: OperatorView) -> Iterator[MapFeature]:
    shown = view.aside.route
    if shown is not None and shown.route.line is not None:
        yield MapFeature(stored_geometry(shown.route.line), "route")
