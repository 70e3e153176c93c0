"""The planner's map: how many clusters each town is named for, and what stands there."""

from collections.abc import Mapping

from gis.catalogue import LAYERS
from gis.records import Record
from gis.results_places import Naming, TownClusters
from web.map_layers import MapLabel, MapLayer, Note, Notes
from web.place_layers import (
    Address,
    carrier_layer,
    hub_layer,
    landmark_layer,
    road_layer,
    takeoff_layer,
)
from web.style import amount_style
from web.tables import LegendEntry
from web.texts import Texts
from web.town_layers import functional_areas, names, partition, town_areas
from web.views import PlannerView
from web.words import Words


def town_layers(
    view: PlannerView, words: Words, notes: Notes, address: Address
) -> tuple[MapLayer, ...]:
    """Return the layers of the planner's map, the lowest first."""
    rows = {row.town: row for row in view.clusters}
    return (
        town_areas(
            view.towns,
            lambda town: amount_style(_number(rows, town["id"])),
            lambda town: _town_note(town, rows.get(town["id"]), words, notes),
        ),
        functional_areas(view.towns),
        road_layer(view.road_segments, notes),
        hub_layer(view.hubs, notes),
        carrier_layer(view.carriers, notes, shown=False),
        takeoff_layer(view.takeoff_points, notes, shown=False, aside=True),
        landmark_layer(view.landmarks, notes, address),
    )


def town_labels(view: PlannerView, t: Texts) -> tuple[MapLabel, ...]:
    """Return the towns' names, each with its number of clusters."""
    rows = {row.town: row for row in view.clusters}
    numbers = {row["id"]: str(_number(rows, row["id"])) for row in partition(view.towns)}
    return names(view.towns, t, numbers)


def town_legend(view: PlannerView, t: Texts) -> tuple[LegendEntry, ...]:
    """Return the legend of the planner's map."""
    scale = LegendEntry(
        t("legend.clusters"),
        tuple(amount_style(number) for number in range(6)),
        scale=("0", "1", "2", "3", "4", "5+"),
    )
    takeoff = ("takeoff-in_use", "takeoff-coming", "takeoff-other")
    entries = (
        scale,
        LegendEntry(t("legend.landmarks"), ("landmark",), ("landmarks",)),
        LegendEntry(t("legend.hubs"), ("hub",), ("hubs",)),
        LegendEntry(t("legend.carriers"), ("carrier",), ("carriers",), shown=False),
        LegendEntry(t("legend.takeoff"), takeoff, ("sites",), shown=False),
        LegendEntry(t("legend.roads"), ("road",), ("roads",)),
    )
    if not functional_areas(view.towns).features:
        return entries
    return (*entries, LegendEntry(t("legend.functional"), ("functional",), ("functional_areas",)))


def _number(rows: Mapping[str, TownClusters], town: str) -> int:
    return len(rows[town].clusters) if town in rows else 0


def naming_text(naming: Naming, words: Words, areas: Mapping[str, str]) -> str:
    """Return who names a town: document and year, the area it was named through, an open list.

    Parameters
    ----------
    naming
        One plan naming the town.
    words
        The page's language.
    areas
        Names of towns and areas by id.
    """
    parts = [words.t("naming.document", document=naming.document, year=naming.year)]
    if naming.via is not None:
        parts.append(words.t("naming.via", area=areas.get(naming.via, naming.via)))
    if naming.open_list:
        parts.append(words.t("naming.open"))
    return words.t("list.comma").join(parts)


def _town_note(town: Record, row: TownClusters | None, words: Words, notes: Notes) -> Note:
    base = notes.note("towns", town, "kind", "population_2020", "area_km2")
    cluster = LAYERS["hubs"].column("cluster")
    titles = words.t("list.comma").join(
        words.term(cluster, one) for one in (row.clusters if row else ())
    )
    fact = (words.t("column.clusters"), titles or words.t("planner.not_named"))
    return Note(base.title, (fact, *base.facts))
