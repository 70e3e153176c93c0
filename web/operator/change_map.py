"""Where coverage is gained and lost between two answers: diverging colours, and hatches."""

import shapely

from gis.crs import stored_geometry
from gis.results import Area
from gis.results_change import CoverageChange
from web.maps.map_layers import MapFeature, MapLayer, Note
from web.shell.tables import LegendEntry
from web.shell.texts import Texts
from web.shell.words import Words

KINDS = ("possibly_lost", "possibly_gained", "surely_lost", "surely_gained")
"""The lowest first: what is sure is drawn over what is only possible."""
_DRAWN_TO_M = 10.0


def change_layers(change: CoverageChange, words: Words) -> tuple[MapLayer, ...]:
    """Return a layer for each kind of change, the lowest first."""
    return tuple(_layer(kind, getattr(change, kind), words) for kind in KINDS)


def change_legend(t: Texts) -> tuple[LegendEntry, ...]:
    """Return the legend of the changes, the surest first."""
    return tuple(
        LegendEntry(t(f"change.{kind}"), (kind,), (f"change_{kind}",)) for kind in reversed(KINDS)
    )


def _layer(kind: str, area: Area, words: Words) -> MapLayer:
    features = []
    if not area.is_empty:
        thinned = stored_geometry(shapely.simplify(area, _DRAWN_TO_M))
        facts = ((words.t("column.area"), words.area(area.area)),)
        features = [MapFeature(thinned, kind, (Note(words.t(f"change.{kind}"), facts),))]
    return MapLayer(f"change_{kind}", tuple(features), "areas")
