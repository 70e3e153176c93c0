"""Airspace geozones from a user's file."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import shapely
from shapely import Point, box

from gis import crs
from gis.catalogue import LAYERS
from gis.crs import Datum
from gis.errors import InvalidInputError, InvalidRowsError
from layers.exporters import ExportFormat, export
from layers.importers.geozones import read_geozones

DAY = dt.date(2026, 5, 1)
SQUARE = box(113.7, 22.7, 113.8, 22.8)


def zone_file(path: Path, *zones: tuple[dict[str, Any], shapely.Geometry | None]) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": properties,
            "geometry": None if shape is None else shapely.geometry.mapping(shape),
        }
        for properties, shape in zones
    ]
    file = path / "zones.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return file


def test_what_is_stated_is_kept_and_what_is_not_stays_unstated(tmp_path: Path) -> None:
    path = zone_file(
        tmp_path,
        (
            {
                "id": "z-1",
                "name_zh": "甲区",
                "restriction": "height_limit",
                "floor_m": 0,
                "ceiling_m": 120,
                "vertical_reference": "ground",
                "status": "in_force",
                "edition": "2026-05",
                "colour": "red",
            },
            SQUARE,
        ),
        ({"name": "B", "restriction": "prohibited"}, SQUARE),
    )
    imported = read_geozones(path, Datum.CGCS2000, accuracy_m=100, on=DAY)
    source = imported.frames["sources"]["id"][0]
    zones = imported.frames["geozones"].set_index("id")
    first, second = zones.loc[f"{source}.z-1"], zones.loc[f"{source}.2"]
    assert (first.name_zh, first.name_en) == ("甲区", "甲区")
    assert (first.floor_m, first.ceiling_m) == (0.0, 120.0)
    assert (first.vertical_reference, first.status) == ("ground", "in_force")
    assert first.geometry.equals(SQUARE)
    assert (first.accuracy_m, first.geometry_source) == (100.0, source)
    assert (second.vertical_reference, second.status) == ("not_stated", "advisory")
    assert second.isna()["floor_m"]
    assert second.authority is None


def test_the_datum_is_applied(tmp_path: Path) -> None:
    shifted = crs.from_cgcs2000(SQUARE, Datum.GCJ02)
    path = zone_file(tmp_path, ({"restriction": "prohibited"}, shifted))
    imported = read_geozones(path, Datum.GCJ02, accuracy_m=100, on=DAY)
    zone = imported.frames["geozones"].geometry[0]
    assert zone.hausdorff_distance(SQUARE) * 111_320 < 0.001


def test_wrong_zones_are_refused_together(tmp_path: Path) -> None:
    path = zone_file(
        tmp_path,
        ({"restriction": "forbidden"}, SQUARE),
        ({}, SQUARE),
        ({"restriction": "prohibited", "floor_m": "low"}, Point(113.7, 22.7)),
    )
    with pytest.raises(InvalidRowsError) as caught:
        read_geozones(path, Datum.CGCS2000, accuracy_m=100, on=DAY)
    assert [(problem.row, problem.field) for problem in caught.value.problems] == [
        (1, "restriction"),
        (2, "restriction"),
        (3, "floor_m"),
        (3, "geometry"),
    ]


def test_no_zone_no_import(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="no features"):
        read_geozones(zone_file(tmp_path), Datum.CGCS2000, accuracy_m=100, on=DAY)


@pytest.mark.parametrize("ending", [ExportFormat.GEOJSON, ExportFormat.GPKG])
def test_an_export_can_be_imported(tmp_path: Path, ending: ExportFormat) -> None:
    path = zone_file(tmp_path, ({"restriction": "prohibited", "ceiling_m": 60}, SQUARE))
    zones = read_geozones(path, Datum.CGCS2000, accuracy_m=100, on=DAY).frames["geozones"]
    again = tmp_path / f"again.{ending}"
    again.write_bytes(export(zones, LAYERS["geozones"], ending))
    read = read_geozones(again, Datum.CGCS2000, accuracy_m=100, on=DAY).frames["geozones"]
    assert read.geometry[0].equals(SQUARE)
    assert (read["ceiling_m"][0], read["restriction"][0]) == (60.0, "prohibited")


def test_a_geopackage_states_its_own_system(tmp_path: Path) -> None:
    path = tmp_path / "zones.gpkg"
    frame = crs.to_metric(
        read_geozones(
            zone_file(tmp_path, ({"restriction": "prohibited"}, SQUARE)),
            Datum.CGCS2000,
            accuracy_m=1,
            on=DAY,
        ).frames["geozones"]
    )
    pyogrio.write_dataframe(frame[["name_zh", "restriction", "geometry"]], path)
    read = read_geozones(path, None, accuracy_m=100, on=DAY).frames["geozones"]
    assert read.geometry[0].hausdorff_distance(SQUARE) * 111_320 < 0.001
