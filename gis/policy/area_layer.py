"""The layout of the plans as a layer to be exported: schematic, inferred, and citing its clause."""

from collections.abc import Iterator

import geopandas as gpd

from gis.policy.vocabulary import TOPIC_KINDS
from gis.records import Record, records
from gis.schema import Column, GeometryKind, Kind, LayerSpec

LAYOUT_AREAS = LayerSpec(
    "layout_areas",
    "规划布局（示意）",
    "Layout of the plans (schematic)",
    "核、带、集聚区与集群：各取其所点名镇街（园区）之并集。没有文件公布过边界。",
    "Core, belts, areas and clusters, each the union of the units its places reach. No document "
    "publishes a boundary.",
    GeometryKind.POLYGON,
    statuses=(),
    shared=(
        Column("id", Kind.TEXT, "编号", "Id", required=True),
        Column("name_zh", Kind.TEXT, "名称", "Name (Chinese)", required=True),
        Column("name_en", Kind.TEXT, "英文名称", "Name (English)", required=True),
    ),
    own=(
        Column("kind", Kind.TEXT, "类别", "Kind", vocabulary=TOPIC_KINDS, required=True),
        Column("number", Kind.TEXT, "序号", "Number"),
        Column("document", Kind.TEXT, "文件", "Document", required=True),
        Column("year", Kind.INTEGER, "年份", "Year", required=True),
        Column("section", Kind.TEXT, "章节", "Section", required=True),
        Column("line", Kind.INTEGER, "行", "Line", required=True),
        Column("units", Kind.LIST, "镇街（园区）", "Units", references="towns"),
        Column("places_zh", Kind.LIST, "所写地点与角色", "Places and roles as written"),
        Column("places_en", Kind.LIST, "所写地点与角色（英文）", "Places and roles (English)"),
        Column("designations", Kind.LIST, "点名", "Designations"),
        Column("schematic", Kind.BOOLEAN, "示意", "Schematic", required=True),
        Column("inferred", Kind.BOOLEAN, "推断", "Inferred", required=True),
        Column("note_zh", Kind.TEXT, "说明", "Note (Chinese)", required=True),
        Column("note_en", Kind.TEXT, "英文说明", "Note (English)", required=True),
    ),
)
"""The columns that a drawn layout is exported with; it is computed and never stored."""
_NOTE_ZH = "没有文件公布边界；图形由所点名镇街（园区）的示意边界合并而成，属推断。"
_NOTE_EN = (
    "No document publishes a boundary; the shape is the union of the schematic boundaries of the "
    "units named, which is an inference."
)


def area_layer(
    areas: gpd.GeoDataFrame,
    *,
    documents: gpd.GeoDataFrame,
    topics: gpd.GeoDataFrame,
    designations: gpd.GeoDataFrame,
    places: gpd.GeoDataFrame,
) -> gpd.GeoDataFrame:
    """Return the layout with its clauses, roles and warnings: a frame of :data:`LAYOUT_AREAS`.

    Parameters
    ----------
    areas
        What :func:`gis.policy.areas.layout_areas` returned; its reference system is kept.
    documents, topics, designations, places
        Tables of the record.
    """
    years = {row["id"]: int(row["year"]) for row in records(documents)}
    about = {row["id"]: row for row in records(topics)}
    named = {row["id"]: row for row in records(places)}
    facts: dict[str, list[Record]] = {}
    for fact in records(designations):
        facts.setdefault(fact["topic"], []).append(fact)
    rows = [_row(area, about, years, named, facts) for area in records(areas)]
    columns = {column.name: [row[column.name] for row in rows] for column in LAYOUT_AREAS.columns}
    return gpd.GeoDataFrame(columns, geometry=areas.geometry.to_numpy(), crs=areas.crs)


def _row(
    area: Record,
    topics: dict[str, Record],
    years: dict[str, int],
    places: dict[str, Record],
    facts: dict[str, list[Record]],
) -> Record:
    topic = topics[area["topic"]]
    mine = facts.get(area["topic"], [])
    return {
        **{name: area[name] for name in ("name_zh", "name_en", "kind", "number", "document")},
        "id": area["topic"],
        "year": years[area["document"]],
        "section": topic["section"],
        "line": int(topic["line"]),
        "units": list(area["units"]),
        "places_zh": list(_written(mine, places, "zh")),
        "places_en": list(_written(mine, places, "en")),
        "designations": [fact["id"] for fact in mine],
        "schematic": True,
        "inferred": True,
        "note_zh": _NOTE_ZH,
        "note_en": _NOTE_EN,
    }


def _written(facts: list[Record], places: dict[str, Record], language: str) -> Iterator[str]:
    """Yield each place of a layout with the role it is given."""
    for fact in facts:
        place = fact["place_zh"] if language == "zh" else places[fact["place"]]["name_en"]
        role = fact[f"role_{language}"]
        colon = "：" if language == "zh" else ": "
        yield f"{place}{colon}{role}" if role else place
