"""Coverage and gaps as layers to be exported: computed for one question and never stored."""

from collections.abc import Sequence
from typing import Any

import geopandas as gpd

from gis.crs import STORED, stored_geometry
from gis.records import Record
from gis.results import Coverage, CoverageRow, Gap, GapReason, Interval
from gis.schema import Column, GeometryKind, Kind, LayerSpec, Term

_REASONS = (
    Term(GapReason.OUT_OF_RANGE, "超出范围", "Out of range"),
    Term(GapReason.UNDECIDED, "位置或空域不明，未定", "Undecided: position or airspace not sure"),
    Term(GapReason.PLANNED_ONLY, "待规划点建成", "Waiting for planned sites"),
    Term(GapReason.BLOCKED_BY_ZONE, "被空域限制阻断", "Blocked by airspace zones"),
    Term(GapReason.HEIGHT_LIMITED, "受限高影响", "Limited by a height ceiling"),
    Term(GapReason.SITE_FULL, "起降点容量已满", "Site at capacity"),
)
_NAMED = (
    Column("id", Kind.TEXT, "编号", "Id", required=True),
    Column("name_zh", Kind.TEXT, "镇街", "Town (Chinese)", required=True),
    Column("name_en", Kind.TEXT, "镇街（英文）", "Town (English)", required=True),
)
COVERAGE_GAPS = LayerSpec(
    "coverage_gaps",
    "覆盖缺口",
    "Coverage gaps",
    "每个镇街按原因分开的未肯定覆盖部分。边界与位置为示意或估计。",
    "What is not surely covered, by town and reason. Boundaries and positions are estimates.",
    GeometryKind.POLYGON,
    statuses=(),
    shared=_NAMED,
    own=(
        Column("rank", Kind.INTEGER, "名次", "Rank", required=True, minimum=1),
        Column("town", Kind.TEXT, "镇街编号", "Town id", references="towns", required=True),
        Column("reason", Kind.TEXT, "原因", "Reason", vocabulary=_REASONS, required=True),
        Column("area_m2", Kind.NUMBER, "面积", "Area", unit="m2", minimum=0),
        Column("people", Kind.NUMBER, "人口", "People", minimum=0),
        Column(
            "nearest_site", Kind.TEXT, "最近起降点", "Nearest site", references="takeoff_points"
        ),
        Column("nearest_name_zh", Kind.TEXT, "最近起降点名称", "Nearest site (Chinese)"),
        Column("nearest_name_en", Kind.TEXT, "最近起降点英文名称", "Nearest site (English)"),
        Column("distance_low_m", Kind.NUMBER, "距离下限", "Least distance", unit="m", minimum=0),
        Column("distance_high_m", Kind.NUMBER, "距离上限", "Most distance", unit="m", minimum=0),
        Column("zones", Kind.LIST, "所涉空域", "Zones in the way", references="geozones"),
    ),
)
"""The columns that gaps are exported with."""


def _both(name: str, zh: str, en: str, unit: str = "") -> tuple[Column, Column]:
    return (
        Column(f"{name}_surely{'_' if unit else ''}{unit}", Kind.NUMBER, f"肯定{zh}",
               f"Surely {en}", unit=unit, minimum=0),
        Column(f"{name}_possibly{'_' if unit else ''}{unit}", Kind.NUMBER, f"可能{zh}",
               f"Possibly {en}", unit=unit, minimum=0),
    )  # fmt: skip


COVERAGE_TOWNS = LayerSpec(
    "coverage_towns",
    "各镇街覆盖",
    "Coverage by town",
    "每个镇街肯定与可能被覆盖的面积与人口。边界为示意。",
    "Area and people surely and possibly covered, by town. Boundaries are schematic.",
    GeometryKind.POLYGON,
    statuses=(),
    shared=_NAMED,
    own=(
        Column("area_m2", Kind.NUMBER, "面积", "Area", unit="m2", minimum=0),
        Column("people", Kind.NUMBER, "常住人口", "People", minimum=0),
        *_both("covered", "覆盖面积", "covered area", "m2"),
        *_both("covered_people", "覆盖人口", "covered people"),
        *_both("covered_twice", "至少两个点覆盖的面积", "covered by two sites", "m2"),
        *_both("covered_thrice", "至少三个点覆盖的面积", "covered by three sites", "m2"),
        *_both("with_planned", "规划点建成后覆盖的面积", "covered once planned sites open", "m2"),
    ),
)
"""The columns that coverage by town is exported with."""


def gap_layer(gaps: Sequence[Gap]) -> gpd.GeoDataFrame:
    """Return gaps as a frame of :data:`COVERAGE_GAPS` (EPSG:4490).

    Parameters
    ----------
    gaps
        Gaps with geometries in EPSG:4547.
    """
    rows = [_gap(gap) for gap in gaps]
    shapes = [stored_geometry(gap.geometry) for gap in gaps]
    return _frame(rows, COVERAGE_GAPS, shapes)


def town_coverage_layer(coverage: Coverage, towns: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return coverage by town as a frame of :data:`COVERAGE_TOWNS` (EPSG:4490).

    Parameters
    ----------
    coverage
        What is covered.
    towns
        The ``towns`` layer (EPSG:4490), for the polygons.
    """
    shape_of = dict(zip(towns["id"], towns.geometry, strict=True))
    rows = [_town(row) for row in coverage.towns]
    return _frame(rows, COVERAGE_TOWNS, [shape_of[row.town] for row in coverage.towns])


def _frame(rows: list[Record], spec: LayerSpec, shapes: Any) -> gpd.GeoDataFrame:
    columns = {column.name: [row[column.name] for row in rows] for column in spec.columns}
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes, crs=STORED), crs=STORED)


def _gap(gap: Gap) -> Record:
    distance = gap.distance_m
    return {
        "id": f"{gap.town}-{gap.reason}",
        "distance_low_m": None if distance is None else distance.low,
        "distance_high_m": None if distance is None else distance.high,
        "reason": str(gap.reason),
        **{name: getattr(gap, name) for name in _OF_GAP},
    }


_OF_GAP = (
    *("name_zh", "name_en", "rank", "town", "area_m2", "people"),
    *("nearest_site", "nearest_name_zh", "nearest_name_en", "zones"),
)


def _town(row: CoverageRow) -> Record:
    return {
        "id": row.town,
        **{name: getattr(row, name) for name in ("name_zh", "name_en", "area_m2", "people")},
        **_ends("covered", "_m2", row.covered_m2),
        **_ends("covered_people", "", row.covered_people),
        **_ends("covered_twice", "_m2", row.k_covered_m2[1]),
        **_ends("covered_thrice", "_m2", row.k_covered_m2[2]),
        **_ends("with_planned", "_m2", row.with_planned_m2),
    }


def _ends(name: str, unit: str, interval: Interval | None) -> Record:
    low, high = (None, None) if interval is None else (interval.low, interval.high)
    return {f"{name}_surely{unit}": low, f"{name}_possibly{unit}": high}
