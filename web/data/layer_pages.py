"""What the pages of the layers say: which there are, what columns they have, their features."""

from dataclasses import dataclass
from numbers import Real

import geopandas as gpd
import shapely

from gis.records import Record, records
from gis.schema import STORE_COLUMNS, GeometryKind, LayerSpec
from web.data.layer_views import CollectionsView, ItemsView
from web.maps.map_layers import Notes, drawable
from web.shell.references import References
from web.shell.tables import Cell, Heading, Table
from web.shell.template import Frame
from web.shell.words import Words

_FIRST = ("name_zh", "id", "status", "accuracy_m", "geometry_basis")
_LAST = ("source", "as_of", "document", "section", "line", "anchor", "note_zh")
_ELSEWHERE = {
    "name_en",
    "note_en",
    "geometry_source",
    "public",
    "last_line",
    "digest",
    *STORE_COLUMNS,
}
_SENTENCES = {"source", "note_zh"}
_WHERE = "geometry"
_SOURCES = ("source", "geometry_source")
_SIGNIFICANT = 4


def layers_table(view: CollectionsView, words: Words, frame: Frame) -> Table:
    """Return the layers as a table that leads to each.

    Parameters
    ----------
    view, words
        The layers and the page's language.
    frame
        The page, which knows the layers' addresses.
    """
    t = words.t
    headings = (
        Heading(t("column.layer")),
        Heading(t("column.features"), number=True),
        Heading(t("column.geometry")),
        Heading(t("column.holds"), wide=True),
    )
    rows = tuple(
        (
            Cell(
                t.pick(spec.zh, spec.en),
                href=frame.link(f"/collections/{spec.name}/items"),
                minor=spec.name,
            ),
            Cell(f"{count:,}" if count else t("column.no_data"), sort=count),
            Cell(t(f"geometry.{spec.geometry}")),
            Cell(t.pick(spec.description_zh, spec.description_en)),
        )
        for spec, count in view.layers
    )
    return Table("layers", t("collections.caption"), headings, rows)


def columns_table(spec: LayerSpec, words: Words) -> Table:
    """Return a layer's columns as a table: name, title, kind, unit and allowed words."""
    t = words.t
    headings = (
        Heading(t("column.name")),
        Heading(t("column.title")),
        Heading(t("column.kind")),
        Heading(t("column.unit")),
        Heading(t("column.words"), wide=True),
    )
    rows = tuple(
        (
            Cell(column.name),
            Cell(words.title(column)),
            Cell(t(f"kind.{column.kind}")),
            Cell(column.unit),
            Cell(t("list.comma").join(t.pick(one.zh, one.en) for one in column.vocabulary)),
        )
        for column in spec.columns
    )
    return Table("columns", t("collection.caption"), headings, rows)


def items_table(view: ItemsView, words: Words, frame: Frame) -> Table:
    """Return one page of a layer's features as a table.

    Parameters
    ----------
    view, words
        The features and the page's language.
    frame
        The page, which knows the features' addresses.
    """
    t, spec = words.t, view.layer
    own = [column.name for column in spec.own if not column.name.endswith("_en")]
    cited = [column.name for column in spec.shared if not column.name.endswith("_en")]
    names = [*_FIRST, *own, *_LAST, *cited]
    names = [name for name in dict.fromkeys(names) if name not in _ELSEWHERE and spec.has(name)]
    names = [name for name in names if view.frame[name].notna().any()]
    if spec.geometry is not GeometryKind.NONE:
        names.insert(2, _WHERE)
    headings = tuple(
        Heading(
            t("column.where") if name == _WHERE else _title(spec, name, words),
            wide=name in _SENTENCES,
        )
        for name in names
    )
    cells = _Cells(
        spec,
        words,
        Notes(words, view.referenced.get("sources", gpd.GeoDataFrame({"id": []}))),
        References(words, frame, view.referenced),
    )
    rows = tuple(tuple(cells.cell(row, name) for name in names) for row in records(view.frame))
    return Table("items", t("items.caption", layer=t.pick(spec.zh, spec.en)), headings, rows)


def _title(spec: LayerSpec, name: str, words: Words) -> str:
    """Return a column's title; one column shows both languages, so it names neither."""
    title = words.title(spec.column(name))
    return title.removesuffix(" (Chinese)") if name.endswith("_zh") else title


@dataclass(frozen=True, slots=True)
class _Cells:
    spec: LayerSpec
    words: Words
    notes: Notes
    references: References

    def cell(self, row: Record, name: str) -> Cell:
        words = self.words
        if name == _WHERE:
            return Cell(where_text(row, words))
        if name == "id":
            return Cell(row[name], href=self.references.address(self.spec.name, row[name]))
        if name == "accuracy_m":
            return Cell(words.accuracy(row[name], row["geometry_basis"]), sort=row[name])
        if name == "geometry_basis":
            placed_by = self.notes.source(row["geometry_source"])
            return Cell(words.value(self.spec.column(name), row[name]), minor=placed_by)
        if self.spec.column(name).references:
            return self._reference(row, name)
        return self._value(row, name)

    def _reference(self, row: Record, name: str) -> Cell:
        if name in _SOURCES:
            return Cell(
                self.notes.source(row[name]), href=self.references.address("sources", row[name])
            )
        value = row[name] or ()
        ids = (value,) if isinstance(value, str) else value
        links = self.references.links(self.spec.column(name).references, ids)
        return Cell(self.words.t("list.comma").join(text for text, _ in links), links=links)

    def _value(self, row: Record, name: str) -> Cell:
        words, column = self.words, self.spec.column(name)
        if name.endswith("_zh"):
            other = row.get(f"{name.removesuffix('_zh')}_en")
            if isinstance(row[name] or other, tuple):
                chosen = row[name] if words.t.language == "zh" else other
                return Cell(words.value(column, chosen or row[name] or other))
            return Cell(words.t.pick(row[name], other))
        value = row[name]
        sort = float(value) if isinstance(value, Real) else None
        return Cell(words.value(column, value), sort=sort)


def where_text(row: Record, words: Words) -> str:
    """Return where a feature is: its coordinates, rounded to its accuracy, or what it is."""
    geometry = row["geometry"]
    if not drawable(geometry):
        return words.t("none.position")
    if isinstance(geometry, shapely.Point):
        digits = _SIGNIFICANT if (row["accuracy_m"] or 1e9) <= 1000 else _SIGNIFICANT - 1
        return f"{geometry.x:.{digits}f}, {geometry.y:.{digits}f}"
    return words.t(f"geometry.{geometry.geom_type}")
