"""Exports read back what was written."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
import shapely
from shapely import LineString, MultiPoint, Point, Polygon

from gis import crs
from gis.catalogue import LAYERS
from gis.errors import WrongReferenceSystemError
from layers.exporters import ExportFormat, export, export_to
from tests.made_frames import made_frame

POINTS: list[dict[str, Any]] = [
    {
        "id": "a",
        "name_zh": "示例起降点",
        "geometry": Point(113.7512345, 23.0),
        "accuracy_m": 5.0,
        "service_radius_m": {"delivery": 5000.0},
        "note_zh": "=HYPERLINK(1)",
        "note_en": "line one\nline two, “quoted”",
    },
    {"id": "b", "town": "humen"},
]
SHAPES = {
    "towns": Polygon([(113, 22.5), (113, 23), (114, 23), (114, 22.5)]),
    "road_segments": LineString([(113.7, 22.8), (113.8, 22.9)]),
    "landmarks": MultiPoint([(113.7, 22.8), (113.8, 22.9)]),
}


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_gpkg(content: bytes, folder: Path) -> Any:
    file = folder / "layer.gpkg"
    file.write_bytes(content)
    return pyogrio.read_dataframe(file)


def test_geojson_round_trip() -> None:
    frame = made_frame("takeoff_points", *POINTS)
    content = export(frame, LAYERS["takeoff_points"], ExportFormat.GEOJSON)
    first, second = json.loads(content)["features"]
    assert first["geometry"]["coordinates"] == [113.7512345, 23.0]
    assert first["properties"]["name_zh"] == "示例起降点"
    assert "示例起降点".encode() in content
    assert second["geometry"] is None
    assert "crs" not in json.loads(content)


def test_csv_round_trip() -> None:
    frame = made_frame("takeoff_points", *POINTS)
    content = export(frame, LAYERS["takeoff_points"], ExportFormat.CSV)
    assert content.startswith(b"\xef\xbb\xbfid,")
    first, second = read_csv(content)
    assert (float(first["lon"]), float(first["lat"])) == (113.7512345, 23.0)
    assert (second["lon"], second["lat"]) == ("", "")
    assert json.loads(first["service_radius_m"]) == {"delivery": 5000.0}
    assert first["note_en"] == POINTS[0]["note_en"]
    assert first["public"] == "true"
    assert second["town"] == "humen"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\uff1d"])
def test_csv_cells_are_never_formulas(start: str) -> None:
    frame = made_frame("takeoff_points", {"id": "a"})
    frame["note_zh"] = [f"{start}1+1"]
    (row,) = read_csv(export(frame, LAYERS["takeoff_points"], ExportFormat.CSV))
    assert row["note_zh"] == f"'{start}1+1"


def test_csv_numbers_below_zero_stay_numbers() -> None:
    frame = made_frame("geozones", {"id": "z", "floor_m": -5.0})
    (row,) = read_csv(export(frame, LAYERS["geozones"], ExportFormat.CSV))
    assert float(row["floor_m"]) == -5.0


@pytest.mark.parametrize("layer", SHAPES)
def test_csv_has_other_geometries_as_text(layer: str) -> None:
    shape = SHAPES[layer]
    frame = made_frame(layer, {"id": "a", "geometry": shape, "accuracy_m": 0.0}, {"id": "b"})
    first, second = read_csv(export(frame, LAYERS[layer], ExportFormat.CSV))
    assert shapely.from_wkt(first["wkt"]).equals(shape)
    assert second["wkt"] == ""


def test_a_layer_without_geometry_has_no_position_columns(tmp_path: Path) -> None:
    frame = made_frame("sources", {"id": "a"})
    (row,) = read_csv(export(frame, LAYERS["sources"], ExportFormat.CSV))
    assert not {"wkt", "lon", "lat"} & set(row)
    table = read_gpkg(export(frame, LAYERS["sources"], ExportFormat.GPKG), tmp_path)
    assert not isinstance(table, gpd.GeoDataFrame)
    assert list(table["id"]) == ["a"]


@pytest.mark.parametrize("layer", [*SHAPES, "takeoff_points"])
def test_gpkg_round_trip(layer: str, tmp_path: Path) -> None:
    shape = SHAPES.get(layer, Point(113.75, 23.0))
    frame = made_frame(
        layer, {"id": "a", "geometry": shape, "accuracy_m": 6000.0, "name_zh": "莞图"}, {"id": "b"}
    )
    read = read_gpkg(export(frame, LAYERS[layer], ExportFormat.GPKG), tmp_path)
    assert read.crs == crs.STORED
    assert list(read["id"]) == ["a", "b"]
    assert read["name_zh"][0] == "莞图"
    assert read["accuracy_m"][0] == 6000.0
    assert read["as_of"][0] == "2026-01-01"
    assert read.geometry[0].equals(shape)
    assert read.geometry[1] is None
    assert pyogrio.list_layers(tmp_path / "layer.gpkg")[0][0] == layer


def test_gpkg_keeps_lists_as_json(tmp_path: Path) -> None:
    frame = made_frame("landmarks", {"id": "a", "sub_scenarios_zh": ["低空", "无人驾驶"]})
    read = read_gpkg(export(frame, LAYERS["landmarks"], ExportFormat.GPKG), tmp_path)
    assert json.loads(read["sub_scenarios_zh"][0]) == ["低空", "无人驾驶"]


@pytest.mark.parametrize("kind", ExportFormat)
@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_exports_even_empty(layer: str, kind: ExportFormat) -> None:
    assert export(made_frame(layer), LAYERS[layer], kind)
    assert kind.media_type


def test_a_file_is_replaced_only_when_complete(tmp_path: Path) -> None:
    target = tmp_path / "places.csv"
    target.write_text("old")
    metric = crs.to_metric(made_frame("places", {"id": "a"}))
    with pytest.raises(WrongReferenceSystemError):
        export_to(target, metric, LAYERS["places"], ExportFormat.CSV)
    assert target.read_text() == "old"
    size = export_to(target, made_frame("places"), LAYERS["places"], ExportFormat.CSV)
    assert target.stat().st_size == size
    assert [file.name for file in tmp_path.iterdir()] == ["places.csv"]
