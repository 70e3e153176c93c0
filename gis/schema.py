"""What a layer is: its columns, their units and vocabularies, and the check every frame passes.

The layers themselves are listed in :mod:`gis.catalogue`; a table, an import, an export and a page
are all derived from the same :class:`LayerSpec`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Kind(StrEnum):
    """The kind of value a column holds."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    TIMESTAMP = "timestamp"
    LIST = "list"
    """A list of texts."""
    MAPPING = "mapping"
    """A flat mapping of text to number."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a closed vocabulary, with its titles."""

    id: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a layer.

    Attributes
    ----------
    name, kind
        The column's name in every store, file and answer, and the kind of its values.
    zh, en
        Titles.
    unit
        Unit of a number (``m``, ``km``, ``km2``, ``m2``), empty for a count or a text.
    vocabulary
        The only values allowed, where the vocabulary is closed (each item of a list).
    required
        Whether a row without a value is refused.
    references
        The layer whose ids the values are, if any.
    minimum
        The least number allowed.
    """

    name: str
    kind: Kind
    zh: str
    en: str
    unit: str = ""
    vocabulary: tuple[Term, ...] = ()
    required: bool = False
    references: str = ""
    minimum: float | None = None


class GeometryKind(StrEnum):
    """The geometries a layer accepts; ``NONE`` for a layer that has none."""

    NONE = "none"
    POINT = "Point"
    LINE = "LineString"
    POLYGON = "MultiPolygon"
    POINTS = "MultiPoint"

    @property
    def accepted(self) -> frozenset[str]:
        """The geometry type names a feature may have (a single one stands for its multi)."""
        return _ACCEPTED[self]


_ACCEPTED = {
    GeometryKind.NONE: frozenset[str](),
    GeometryKind.POINT: frozenset({"Point"}),
    GeometryKind.LINE: frozenset({"LineString", "MultiLineString"}),
    GeometryKind.POLYGON: frozenset({"Polygon", "MultiPolygon"}),
    GeometryKind.POINTS: frozenset({"Point", "MultiPoint"}),
}


@dataclass(frozen=True, slots=True)
class LayerSpec:
    """The definition of one layer.

    Attributes
    ----------
    name
        Stable name: the table, the collection and the export are called so.
    zh, en, description_zh, description_en
        Titles and a sentence each.
    geometry
        What geometry a feature may have. A feature may always lack one.
    statuses
        The closed vocabulary of ``status`` in this layer.
    own
        The columns beyond the common ones, in display order.
    shared
        The common columns of a table that is not a layer of features; empty for a layer, which
        has those of :func:`common_columns`.
    """

    name: str
    zh: str
    en: str
    description_zh: str
    description_en: str
    geometry: GeometryKind
    statuses: tuple[Term, ...]
    own: tuple[Column, ...]
    shared: tuple[Column, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """Every attribute column, common ones first, without the geometry."""
        return (*(self.shared or common_columns(self.statuses)), *self.own)

    def has(self, name: str) -> bool:
        """Return whether there is a column called ``name``."""
        return any(column.name == name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column called ``name``; raise :class:`KeyError` if there is none."""
        return {column.name: column for column in self.columns}[name]


GEOMETRY_BASES = (
    Term("surveyed", "实测", "Surveyed"),
    Term("sourced", "有公开出处", "Published"),
    Term("derived", "由地址或其他位置推得", "Derived from an address or another position"),
    Term("town", "仅定位到镇街", "Placed at its town only"),
    Term("schematic", "示意", "Schematic"),
    Term("unknown", "位置未知", "Unknown"),
)


@lru_cache(maxsize=64)
def common_columns(statuses: tuple[Term, ...]) -> tuple[Column, ...]:
    """Return the columns that every layer shares.

    Parameters
    ----------
    statuses
        The closed vocabulary of the layer's ``status``.
    """
    return (
        Column("id", Kind.TEXT, "编号", "Id", required=True),
        Column("name_zh", Kind.TEXT, "名称", "Name (Chinese)", required=True),
        Column("name_en", Kind.TEXT, "英文名称", "Name (English)", required=True),
        Column("accuracy_m", Kind.NUMBER, "位置精度", "Accuracy", unit="m", minimum=0),
        Column(
            "geometry_basis",
            Kind.TEXT,
            "位置依据",
            "Basis of the position",
            vocabulary=GEOMETRY_BASES,
            required=True,
        ),
        Column("source", Kind.TEXT, "出处", "Source", required=True, references="sources"),
        Column(
            "geometry_source", Kind.TEXT, "位置出处", "Source of the position", references="sources"
        ),
        Column("as_of", Kind.DATE, "截至日期", "As of", required=True),
        Column("status", Kind.TEXT, "状态", "Status", vocabulary=statuses, required=True),
        Column("public", Kind.BOOLEAN, "公开", "Public", required=True),
        Column("note_zh", Kind.TEXT, "说明", "Note (Chinese)"),
        Column("note_en", Kind.TEXT, "英文说明", "Note (English)"),
        Column("version", Kind.INTEGER, "版本", "Version", minimum=1),
        Column("updated_at", Kind.TIMESTAMP, "更新时间", "Updated at"),
    )


STORE_COLUMNS = ("version", "updated_at")
"""Columns the store itself fills: a frame to be written need not carry them."""


class Catalogue(Mapping[str, LayerSpec]):
    """The layers by name, in loading order (a layer stands after those it references)."""

    def __init__(self, *specs: LayerSpec) -> None:
        self._specs = {spec.name: spec for spec in specs}

    def __getitem__(self, name: str) -> LayerSpec:
        return self._specs[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._specs)

    def __len__(self) -> int:
        return len(self._specs)
