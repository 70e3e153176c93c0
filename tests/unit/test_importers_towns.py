"""Real town boundaries in the place of schematic ones."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from shapely import Polygon, box

from gis import crs
from gis.crs import Datum
from gis.errors import InvalidInputError, InvalidRowsError, RowProblem
from layers.importers.provenance import Imported
from layers.importers.town_names import TownIndex, bare_name
from layers.importers.towns import TownFile, read_towns
from tests.made_frames import made_frame

DAY = dt.date(2026, 5, 1)
WEST, EAST = box(113.6, 22.8, 113.7, 22.9), box(113.7, 22.8, 113.8, 22.9)
BOW = Polygon([(113.7, 22.8), (113.8, 22.9), (113.8, 22.8), (113.7, 22.9)])


def two_towns() -> gpd.GeoDataFrame:
    schematic = {"geometry_basis": "schematic", "accuracy_m": 6000.0, "in_partition": True}
    return made_frame(
        "towns",
        {
            "id": "humen",
            "name_zh": "虎门镇",
            "name_en": "Humen",
            "code": "441900121",
            "geometry": WEST,
            "population_2020": 838144,
            "note_zh": "某事实。边界为示意。",
            "note_en": "Boundary is schematic.",
            **schematic,
        },
        {
            "id": "changan",
            "name_zh": "长安镇",
            "name_en": "Chang'an",
            "code": "441900119",
            "geometry": EAST,
            **schematic,
        },
        {
            "id": "both",
            "name_zh": "两镇区",
            "name_en": "Both",
            "kind": "functional",
            "in_partition": False,
            "members": ["changan", "humen"],
            "geometry": shapely.union_all([WEST, EAST]),
            "geometry_basis": "schematic",
            "accuracy_m": 6000.0,
        },
        {
            "id": "bay",
            "name_zh": "湾区",
            "name_en": "Bay",
            "kind": "functional",
            "in_partition": False,
            "members": ["changan", "humen"],
            "geometry_basis": "unknown",
        },
    )


def town_file(path: Path, *towns: tuple[str, shapely.Geometry | None], **more: Any) -> TownFile:
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": None if shape is None else shapely.geometry.mapping(shape),
        }
        for name, shape in towns
    ]
    file = path / "towns.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    options: dict[str, Any] = {"datum": Datum.CGCS2000, "accuracy_m": 30.0, "on": DAY} | more
    return TownFile(file, **options)


def refused(file: TownFile) -> tuple[RowProblem, ...]:
    with pytest.raises(InvalidRowsError) as caught:
        read_towns(file, two_towns())
    return caught.value.problems


def row_of(imported: Imported, town: str) -> Any:
    return imported.frames["towns"].set_index("id").loc[town]


def test_boundaries_replace_the_schematic_ones_and_nothing_else(tmp_path: Path) -> None:
    west = box(113.61, 22.8, 113.7, 22.9)
    imported = read_towns(town_file(tmp_path, ("长安", EAST), ("东莞市虎门镇", west)), two_towns())
    source = imported.frames["sources"].iloc[0]
    humen = row_of(imported, "humen")
    assert list(imported.frames) == ["sources", "towns"]
    assert humen.geometry.equals(west)
    assert (humen.geometry_basis, humen.accuracy_m) == ("sourced", 30.0)
    assert humen.geometry_source == source.id
    assert humen.population_2020 == 838144
    assert humen.note_zh == "某事实。"
    assert humen.note_en is None
    assert (source.kind, source.document, source.as_of) == ("user", "towns.geojson", DAY)
    assert "CGCS2000" in source.note_zh
    assert imported.notices == ()


def test_areas_made_of_towns_follow_them(tmp_path: Path) -> None:
    west = box(113.61, 22.8, 113.7, 22.9)
    imported = read_towns(town_file(tmp_path, ("长安", EAST), ("虎门", west)), two_towns())
    both = row_of(imported, "both")
    assert both.geometry.equals(shapely.union_all([west, EAST]))
    assert (both.geometry_basis, both.accuracy_m) == ("derived", 30.0)
    assert row_of(imported, "bay").geometry is None


def test_the_same_file_is_the_same_source(tmp_path: Path) -> None:
    file = town_file(tmp_path, ("长安", EAST), ("虎门", WEST))
    first, again = (read_towns(file, two_towns()).frames["sources"] for _ in range(2))
    assert first["id"][0] == again["id"][0]


@pytest.mark.parametrize(
    ("properties", "town"),
    [
        ({"code": "441900121"}, "humen"),
        ({"Code": 441900121}, "humen"),
        ({"adcode": 441900121000.0}, "humen"),
        ({"id": "humen", "name": "nonsense"}, "humen"),
        ({"NAME": " 虎门 "}, "humen"),
        ({"name": "虎门街道办事处"}, "humen"),
        ({"name": "广东省东莞市长安镇"}, "changan"),
        ({"name_en": "CHANG'AN"}, "changan"),
        ({"name": "厚街镇"}, None),
        ({"name": ""}, None),
        ({"name": None, "id": 3}, None),
        ({}, None),
    ],
)
def test_towns_are_found_by_code_id_or_name(properties: dict[str, Any], town: str | None) -> None:
    assert TownIndex(two_towns()).find(properties) == town


@pytest.mark.parametrize(
    ("name", "bare"),
    [("虎门镇", "虎门"), ("松山湖管委会", "松山湖"), ("东莞生态园", "东莞生态园"), ("镇", "镇")],
)
def test_bare_names(name: str, bare: str) -> None:
    assert bare_name(name) == bare


def test_unmatched_missing_and_repeated_towns_are_all_named(tmp_path: Path) -> None:
    problems = refused(town_file(tmp_path, ("虎门", WEST), ("厚街镇", EAST), ("虎门镇", EAST)))
    assert [(problem.row, problem.value) for problem in problems] == [
        (2, "name=厚街镇"),
        (3, "humen"),
        (4, "changan"),
    ]
    assert all(problem.remedy for problem in problems)


def test_swapped_axes_are_said_to_be_swapped(tmp_path: Path) -> None:
    swapped = shapely.transform(WEST, lambda xy: xy[:, ::-1])
    (problem,) = refused(town_file(tmp_path, ("虎门", swapped), ("长安", EAST)))
    assert (problem.row, problem.field) == (1, "geometry")
    assert "swapped" in problem.reason


@pytest.mark.parametrize("shape", [box(120, 30, 121, 31), box(500_000, 2_500_000, 5e5 + 9, 2.6e6)])
def test_ground_outside_the_citys_box_is_refused(tmp_path: Path, shape: Polygon) -> None:
    (problem,) = refused(town_file(tmp_path, ("虎门", shape), ("长安", EAST)))
    assert "outside the city's box" in problem.reason


def test_a_town_without_polygon_is_refused(tmp_path: Path) -> None:
    (problem,) = refused(town_file(tmp_path, ("虎门", None), ("长安", EAST)))
    assert problem.reason == "the town has no polygon"


def test_points_are_no_boundaries(tmp_path: Path) -> None:
    (problem,) = refused(town_file(tmp_path, ("虎门", WEST.centroid), ("长安", EAST)))
    assert "Point" in problem.reason


def test_invalid_polygons_are_refused_or_repaired_on_request(tmp_path: Path) -> None:
    (problem,) = refused(town_file(tmp_path, ("虎门", WEST), ("长安", BOW)))
    assert "Self-intersection" in problem.reason
    assert "--repair" in problem.remedy
    imported = read_towns(
        town_file(tmp_path, ("虎门", WEST), ("长安", BOW), repair=True), two_towns()
    )
    assert row_of(imported, "changan").geometry.is_valid
    assert imported.notices[0].kind == "repaired"
    assert "changan" in imported.notices[0].message


def test_overlaps_and_gaps_are_told_with_their_area(tmp_path: Path) -> None:
    wide = box(113.6, 22.8, 113.71, 22.9)
    overlap = crs.metric_geometry(wide.intersection(EAST)).area
    hole = box(113.74, 22.84, 113.76, 22.86)
    imported = read_towns(
        town_file(tmp_path, ("虎门", wide), ("长安", EAST.difference(hole))), two_towns()
    )
    kinds = {notice.kind: notice for notice in imported.notices}
    assert kinds["overlap"].area_m2 == pytest.approx(overlap, rel=1e-4)
    assert kinds["gap"].area_m2 == pytest.approx(crs.metric_geometry(hole).area, rel=1e-4)


@pytest.mark.parametrize("accuracy_m", [-1.0, float("nan"), float("inf"), 1e9])
def test_the_accuracy_must_be_a_sensible_number(tmp_path: Path, accuracy_m: float) -> None:
    file = town_file(tmp_path, ("虎门", WEST), ("长安", EAST), accuracy_m=accuracy_m)
    with pytest.raises(InvalidInputError, match="accuracy_m"):
        read_towns(file, two_towns())


def test_the_datum_must_be_stated(tmp_path: Path) -> None:
    file = town_file(tmp_path, ("虎门", WEST), ("长安", EAST), datum=None)
    with pytest.raises(InvalidInputError, match="datum"):
        read_towns(file, two_towns())
