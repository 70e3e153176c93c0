"""The planner's map: what each town is named for, what stands there, and the plans' layout."""

from collections.abc import Mapping
from dataclasses import replace

import geopandas as gpd

from gis.policy.results import TownRow
from gis.records import Record
from web.maps.map_layers import MapLabel, MapLayer, Note, Notes
from web.maps.place_layers import (
    Address,
    carrier_layer,
    hub_layer,
    landmark_layer,
    road_entry,
    road_layer,
    takeoff_entry,
    takeoff_layer,
)
from web.maps.style import AMOUNT_CLASSES, amount_style
from web.maps.town_layers import functional_areas, names, partition, town_areas
from web.planner.clauses import Clauses, surest_way
from web.planner.layout_map import layout_layers
from web.planner.policy_views import PlannerView
from web.shell.tables import LegendEntry
from web.shell.texts import Texts
from web.shell.words import Words

HUBS_DOCUMENT = "d004"
"""The plan whose designations the layer ``hubs`` holds."""
_GLYPHS = {"direct": "●", "inferred": "◐", "via": "○"}
"""The marks of the matrix as characters: the map's colours never speak alone."""
_HOW_STYLES = {"": "amount_0", "via": "amount_1", "inferred": "amount_2", "direct": "amount_4"}


def town_map(
    view: PlannerView, words: Words, notes: Notes, clauses: Clauses, address: Address
) -> tuple[tuple[MapLayer, ...], tuple[LegendEntry, ...]]:
    """Return the layers of the planner's map, the lowest first, and its legend.

    Parameters
    ----------
    view, words
        The page's view and language.
    notes, clauses
        Write notes about features, and cite clauses.
    address
        From a landmark's id to the address of its page.
    """
    rows = {row.town: row for row in view.rows}
    layouts = layout_layers(view, words, clauses)
    tiles = view.tiles.get
    layers = (
        town_areas(
            view.towns,
            lambda town: _look(view, rows.get(town["id"])),
            lambda town: _town_note(town, rows.get(town["id"]), words, notes, clauses),
        ),
        functional_areas(view.towns),
        *(layer for layer, _ in layouts),
        road_layer(view.road_segments, notes, tiles=tiles("road_segments")),
        hub_layer(
            _hubs(view), notes, shown=_with_hubs(view), tiles=None if view.field else tiles("hubs")
        ),
        carrier_layer(view.carriers, notes, shown=False, tiles=tiles("carriers")),
        takeoff_layer(
            view.takeoff_points, notes, shown=False, aside=True, tiles=tiles("takeoff_points")
        ),
        landmark_layer(view.landmarks, notes, address, tiles("landmarks")),
    )
    legend = _legend(view, words.t, tuple(entry for _, entry in layouts))
    if view.listing.layers is None:
        return layers, legend
    return _asked(layers, legend, frozenset(view.listing.layers))


def _asked(
    layers: tuple[MapLayer, ...], legend: tuple[LegendEntry, ...], names: frozenset[str]
) -> tuple[tuple[MapLayer, ...], tuple[LegendEntry, ...]]:
    """Return layers and legend with just those shown that are asked for by name."""
    known = {name for entry in legend for name in entry.layers}
    return (
        tuple(
            replace(layer, shown=layer.name in names) if layer.name in known else layer
            for layer in layers
        ),
        tuple(replace(entry, shown=bool(names.intersection(entry.layers))) for entry in legend),
    )


def town_look(view: PlannerView, town: str) -> str:
    """Return a town's style on the map."""
    return _look(view, next((row for row in view.rows if row.town == town), None))


def town_labels(view: PlannerView, t: Texts) -> tuple[MapLabel, ...]:
    """Return the towns' names, each with its number of fields, or with how it is named for one."""
    rows = {row.town: row for row in view.rows}
    if view.field is None:
        said = {row["id"]: str(_number(rows, row["id"])) for row in partition(view.towns)}
    else:
        said = {row.town: _GLYPHS[surest_way(row.namings)] for row in view.rows if row.named}
    return names(view.towns, t, said)


def _hubs(view: PlannerView) -> gpd.GeoDataFrame:
    """Return the hubs of the field chosen."""
    return view.hubs if view.field is None else view.hubs[view.hubs["cluster"] == view.field]


def _with_hubs(view: PlannerView) -> bool:
    return view.chosen is None or HUBS_DOCUMENT in view.chosen


def _legend(
    view: PlannerView, t: Texts, layouts: tuple[LegendEntry, ...]
) -> tuple[LegendEntry, ...]:
    return (
        _scale(view, t),
        *(
            replace(entry, group=t("legend.group.places"))
            for entry in (
                LegendEntry(t("legend.landmarks"), ("landmark",), ("landmarks",)),
                LegendEntry(t("legend.hubs"), ("hub",), ("hubs",), shown=_with_hubs(view)),
                LegendEntry(t("legend.carriers"), ("carrier",), ("carriers",), shown=False),
                takeoff_entry(view.takeoff_points, t, shown=False),
                road_entry(view.road_segments, t("legend.roads_short")),
                LegendEntry(t("legend.functional"), ("functional",), ("functional_areas",)),
            )
        ),
        *(replace(entry, group=t("legend.group.layout")) for entry in layouts),
    )


def _scale(view: PlannerView, t: Texts) -> LegendEntry:
    if view.field is None:
        looks = tuple(f"amount_{place}" for place in range(len(AMOUNT_CLASSES)))
        return LegendEntry(t("legend.fields"), looks, scale=AMOUNT_CLASSES)
    marks = (f"{_GLYPHS[one]} {t(f'planner.mark.{one}.short')}" for one in _HOW_STYLES if one)
    how = (t("legend.not_named"), *marks)
    return LegendEntry(t("legend.how"), tuple(_HOW_STYLES.values()), scale=how)


def _look(view: PlannerView, row: TownRow | None) -> str:
    if view.field is None:
        return amount_style(len(row.fields) if row else 0)
    return _HOW_STYLES[surest_way(row.namings) if row and row.named else ""]


def _number(rows: Mapping[str, TownRow], town: str) -> int:
    return len(rows[town].fields) if town in rows else 0


def _town_note(
    town: Record, row: TownRow | None, words: Words, notes: Notes, clauses: Clauses
) -> Note:
    base = notes.note("towns", town, "kind", "population_2020", "area_km2")
    t = words.t
    titles = t("list.comma").join(clauses.field(one) for one in (row.fields if row else ()))
    written = t("list.comma").join(
        clauses.document(one) for one in (row.mentioned_in if row else ())
    )
    facts = (
        (t("column.fields"), titles or t("planner.not_named")),
        (t("column.mentioned_in"), written or t("planner.not_mentioned")),
    )
    return Note(base.title, (*facts, *base.facts))
