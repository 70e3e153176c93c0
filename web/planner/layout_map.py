"""The layout of the plans as outlines over the towns, one layer a document."""

from string import ascii_lowercase

import shapely
from shapely.geometry.base import BaseGeometry

from gis.records import Record, records
from web.maps.map_layers import MapFeature, MapLayer, Note, placed
from web.planner.clauses import Clauses
from web.planner.policy_views import PlannerView
from web.shell.tables import LegendEntry
from web.shell.words import Words

_CORE_KINDS = ("core", "belt")
_LOOKS = ("layout_first", "layout_second", "layout_third")
_FINEST, _GRID = 0.002, 0.0001
"""In degrees, about two hundred and ten metres."""

LegendLayer = tuple[MapLayer, LegendEntry]


def layout_layers(view: PlannerView, words: Words, clauses: Clauses) -> tuple[LegendLayer, ...]:
    """Return each document's layout with its line of the legend, oldest document first.

    A layout that has a core is drawn in two layers, core and belts over the areas; these are shown
    at first where their document alone is chosen.

    Parameters
    ----------
    view, words
        The page's view and language.
    clauses
        Cites clauses.
    """
    drawn = placed(view.layouts)
    by_document: dict[str, list[Record]] = {}
    for row in sorted(drawn, key=lambda row: (row["year"], row["document"])):
        by_document.setdefault(row["document"], []).append(row)
    notes = _LayoutNotes(view, words, clauses)
    found: list[LegendLayer] = []
    for place, (document, rows) in enumerate(by_document.items()):
        name, look = f"layout_{ascii_lowercase[place % 26]}", _LOOKS[place % len(_LOOKS)]
        title = clauses.document(document)
        has_core = any(row["kind"] == "core" for row in rows)
        inner = [row for row in rows if has_core and row["kind"] in _CORE_KINDS]
        outer = [row for row in rows if row not in inner]
        label = words.t("legend.layout_areas" if has_core else "legend.layout", document=title)
        found.append(_layer(name, look, outer, notes, label, shown=False))
        if inner:
            label = words.t("legend.layout_core", document=title)
            shown = view.chosen == frozenset({document})
            found.append(_layer(f"{name}_core", "layout_core", inner, notes, label, shown=shown))
    return tuple(found)


def _layer(
    name: str, look: str, rows: list[Record], notes: "_LayoutNotes", label: str, *, shown: bool
) -> LegendLayer:
    # Topics that name the same places have the same shape: it is drawn once, with all their notes.
    same: dict[tuple[str, ...], list[Record]] = {}
    for row in rows:
        same.setdefault(tuple(row["units"]), []).append(row)
    features = tuple(
        MapFeature(_coarse(group[0]["geometry"]), look, tuple(notes.note(row) for row in group))
        for group in same.values()
    )
    layer = MapLayer(name, features, "lines", shown)
    return layer, LegendEntry(label, (look,), (name,), shown=shown)


def _coarse(geometry: BaseGeometry) -> BaseGeometry:
    """Return an outline that is light to send: the borders are known to kilometres."""
    return shapely.set_precision(shapely.simplify(geometry, _FINEST), _GRID)


class _LayoutNotes:
    def __init__(self, view: PlannerView, words: Words, clauses: Clauses) -> None:
        self._words, self._clauses = words, clauses
        self._towns = {row["id"]: words.name(row) for row in records(view.towns)}

    def note(self, row: Record) -> Note:
        t = self._words.t
        written = row["places_zh" if t.language == "zh" else "places_en"]
        facts = (
            (t("column.kind"), self._clauses.kind(row["kind"])),
            (t("layout.places"), t("list.semicolon").join(written)),
            (t("layout.units"), t("list.comma").join(self._towns[id_] for id_ in row["units"])),
            (t("note.position"), t("layout.position")),
            (t("note.basis"), t.pick(row["note_zh"], row["note_en"])),
            (t("note.source"), self._clauses.where(row["document"], row["section"], row["line"])),
            (t("note.as_of"), t("layout.year", year=row["year"])),
        )
        return Note(self._words.name(row), facts)
