"""The operator's map: what is surely covered, what is not and why, the sites and their rings."""

from collections.abc import Iterator

import shapely
from shapely.geometry.base import BaseGeometry

from gis.crs import stored_geometry
from gis.results import Gap, GapReason, SiteShare
from web.maps.map_layers import MapFeature, MapLayer, Note, Notes, placed
from web.maps.place_layers import takeoff_entry, takeoff_layer
from web.maps.town_layers import borders, functional_areas, land
from web.operator.airspace_map import zone_layers, zone_legend
from web.operator.change_map import change_layers, change_legend
from web.operator.rings import DRAWN_TO_M, disc
from web.operator.suggested import suggested_layers
from web.shell.tables import LegendEntry
from web.shell.texts import Texts
from web.shell.words import Words
from web.views import OperatorView

_REASONS = (
    GapReason.UNDECIDED,
    GapReason.PLANNED_ONLY,
    GapReason.BLOCKED_BY_ZONE,
    GapReason.HEIGHT_LIMITED,
    GapReason.SITE_FULL,
    GapReason.OUT_OF_RANGE,
)
"""The reasons of gaps as the legend lists them."""


def coverage_layers(view: OperatorView, words: Words, notes: Notes) -> tuple[MapLayer, ...]:
    """Return the layers of the operator's map, the lowest first."""
    return (
        land(view.towns),
        borders(view.towns),
        functional_areas(view.towns),
        *answer_layers(view, words, notes),
    )


def answer_layers(view: OperatorView, words: Words, notes: Notes) -> tuple[MapLayer, ...]:
    """Return the layers that change with what is asked and tried, the lowest first."""
    return (
        *_areas(view, words),
        *zone_layers(view, notes),
        MapLayer("rings", tuple(_rings(view)), "rings"),
        takeoff_layer(view.sites, notes),
        *suggested_layers(view, words),
    )


def draft_layers(view: OperatorView, words: Words) -> tuple[MapLayer, ...]:
    """Return the layers that change while a site is dragged; an old route is taken away."""
    rings = MapLayer("rings", tuple(_rings(view)), "rings")
    return (*_areas(view, words), MapLayer("route", (), "lines"), rings)


def _areas(view: OperatorView, words: Words) -> Iterator[MapLayer]:
    """Yield what the map is coloured by: what changed, what k sites reach, or gaps by reason."""
    compared, k = view.trial.compared, view.trial.k
    if compared is not None:
        yield from change_layers(compared.change, words)
        return
    if k > 1:
        yield MapLayer("out", tuple(_out(view)), "areas")
        yield MapLayer("undecided", tuple(_reached(view, words, "possibly")), "areas")
        yield MapLayer("surely", tuple(_reached(view, words, "surely")), "areas")
        return
    for reason in GapReason:
        yield MapLayer(f"gap_{reason}", tuple(_gaps(view, words, reason)), "areas")
    yield MapLayer("surely", tuple(_surely(view, words)), "areas")


def coverage_legend(view: OperatorView, t: Texts) -> tuple[LegendEntry, ...]:
    """Return the legend of the operator's map."""
    entries = (
        *_area_entries(view, t),
        *zone_legend(view, t),
        LegendEntry(t("legend.rings"), ("ring_surely", "ring_possibly"), ("rings",)),
        takeoff_entry(view.sites, t),
        LegendEntry(t("legend.functional"), ("functional",), ("functional_areas",)),
    )
    if view.suggested is None:
        return entries
    suggested = LegendEntry(
        t("legend.suggested"), ("suggested", "ring_suggested"), ("suggested", "suggested_rings")
    )
    return (*entries, suggested)


def _area_entries(view: OperatorView, t: Texts) -> tuple[LegendEntry, ...]:
    k = view.trial.k
    if view.trial.compared is not None:
        return change_legend(t)
    if k > 1:
        return (
            LegendEntry(t("legend.k_surely", k=k), ("surely",), ("surely",)),
            LegendEntry(t("legend.k_possibly", k=k), ("undecided",), ("undecided",)),
            LegendEntry(t("legend.k_not", k=k), ("out_of_range",), ("out",)),
        )
    met = {gap.reason for gap in view.gaps}
    reasons = tuple(
        LegendEntry(t(f"gap.{reason}"), (str(reason),), (f"gap_{reason}",))
        for reason in _REASONS
        if reason in met
    )
    return (LegendEntry(t("legend.surely"), ("surely",), ("surely",)), *reasons)


def drawn(geometry: BaseGeometry) -> BaseGeometry:
    """Return an area of EPSG:4547 as it is drawn: thinned, in EPSG:4490."""
    thinned: BaseGeometry = shapely.simplify(geometry, DRAWN_TO_M)
    return stored_geometry(thinned)


def _surely(view: OperatorView, words: Words) -> Iterator[MapFeature]:
    if not view.coverage.surely.is_empty:
        city = view.coverage.city
        facts = ((words.t("column.area"), words.area(city.covered_m2.low)),)
        note = Note(words.t("legend.surely"), facts)
        yield MapFeature(drawn(view.coverage.surely), "surely", (note,))


def _reached(view: OperatorView, words: Words, which: str) -> Iterator[MapFeature]:
    area = view.trial.surely if which == "surely" else view.trial.possibly
    if area is not None and not area.is_empty:
        facts = ((words.t("column.area"), words.area(area.area)),)
        note = Note(words.t(f"legend.k_{which}", k=view.trial.k), facts)
        yield MapFeature(drawn(area), "surely" if which == "surely" else "undecided", (note,))


def _out(view: OperatorView) -> Iterator[MapFeature]:
    ground = land(view.towns)
    yield from (MapFeature(one.geometry, "out_of_range") for one in ground.features)


def _gaps(view: OperatorView, words: Words, reason: GapReason) -> Iterator[MapFeature]:
    for gap in view.gaps:
        if gap.reason is reason:
            yield MapFeature(
                drawn(gap.geometry), str(reason), (gap_note(gap, words),), (f"gap:{gap.rank}",)
            )


def gap_note(gap: Gap, words: Words) -> Note:
    """Return what a gap says about itself."""
    nearest = words.t.pick(gap.nearest_name_zh, gap.nearest_name_en)
    facts = (
        (words.t("column.reason"), words.t(f"gap.{gap.reason}")),
        (words.t("column.people_missed"), words.people(gap.people)),
        (words.t("column.area"), words.area(gap.area_m2)),
        (words.t("column.nearest"), nearest),
        (words.t("column.distance"), words.distance(gap.distance_m) if nearest else ""),
    )
    return Note(words.t.pick(gap.name_zh, gap.name_en), tuple(fact for fact in facts if fact[1]))


def _rings(view: OperatorView) -> Iterator[MapFeature]:
    points = {row["id"]: row["geometry"] for row in placed(view.sites)}
    for share in view.coverage.sites:
        if share.site in points:
            yield from _ring(points[share.site], share)


def _ring(centre: BaseGeometry, share: SiteShare) -> Iterator[MapFeature]:
    yield MapFeature(disc(centre, share.radius_m + share.accuracy_m), "ring_possibly")
    if share.radius_m > share.accuracy_m:
        yield MapFeature(disc(centre, share.radius_m - share.accuracy_m), "ring_surely")
