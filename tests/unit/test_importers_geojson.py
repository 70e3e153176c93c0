"""GeoJSON is parsed with limits, and nothing that is none is read."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest
from shapely import MultiPolygon, Point, Polygon

from gis.crs import Datum
from gis.errors import InvalidInputError, InvalidRowsError
from layers.importers.files import read_file, stored_geometries
from tests.made_files import VRT, collection, written


def test_geojson_is_read(tmp_path: Path) -> None:
    geometry = {
        "type": "MultiPolygon",
        "coordinates": [[[[113, 22.5, 7], [114, 22.5, 7], [114, 23, 7], [113, 22.5, 7]]]],
    }
    file = read_file(written(tmp_path / "a.geojson", collection(geometry, None)))
    assert [feature.row for feature in file.features] == [1, 2]
    assert file.features[0].properties == {"name": "虎门镇"}
    expected = MultiPolygon([Polygon([(113, 22.5), (114, 22.5), (114, 23)])])
    assert file.features[0].geometry == expected
    assert file.features[1].geometry is None
    assert file.crs is None


def test_a_byte_order_mark_and_a_lone_feature_are_read(tmp_path: Path) -> None:
    lone = {"type": "Feature", "id": 7, "geometry": {"type": "Point", "coordinates": [113, 23]}}
    file = read_file(written(tmp_path / "a.json", b"\xef\xbb\xbf" + json.dumps(lone).encode()))
    assert file.features[0].properties == {"id": 7}


@pytest.mark.parametrize(
    "named", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4490", "EPSG:4326"]
)
def test_a_named_reference_system_is_read(tmp_path: Path, named: str) -> None:
    crs = {"type": "name", "properties": {"name": named}}
    point = {"type": "Point", "coordinates": [113.7, 23]}
    file = read_file(written(tmp_path / "a.geojson", collection(point, crs=crs)))
    assert stored_geometries(file, Datum.CGCS2000) == [Point(113.7, 23)]


def test_a_crs_link_is_refused_and_never_followed(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        href = f"http://127.0.0.1:{listener.getsockname()[1]}/crs"
        crs = {"type": "link", "properties": {"href": href, "type": "proj4"}}
        path = written(tmp_path / "a.geojson", collection(None, crs=crs))
        with pytest.raises(InvalidInputError, match="does not name a reference system"):
            read_file(path)
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize(
    "content",
    [
        VRT,
        "",
        "[]",
        "{",
        "null",
        '{"type": "Topology"}',
        '{"type": "FeatureCollection", "features": 1}',
        b"\xff\xfe\x00",
        "PGDUMP:/etc/passwd",
    ],
)
def test_what_is_not_geojson_is_refused(tmp_path: Path, content: str | bytes) -> None:
    for ending in ("geojson", "json"):
        with pytest.raises(InvalidInputError, match="cannot be read as GeoJSON"):
            read_file(written(tmp_path / f"a.{ending}", content))


@pytest.mark.parametrize("levels", [17, 100_000])
def test_deep_nesting_is_refused_before_parsing(tmp_path: Path, levels: int) -> None:
    deep = '{"type": "FeatureCollection", "features": [' + "[" * levels + "]" * levels + "]}"
    path = written(tmp_path / "a.geojson", deep)
    with pytest.raises(InvalidInputError, match="levels inside one another"):
        read_file(path)


def test_brackets_in_texts_are_not_nesting(tmp_path: Path) -> None:
    document = collection(None)
    document["features"][0]["properties"]["name"] = '\\"' + "[" * 1000
    file = read_file(written(tmp_path / "a.geojson", document))
    assert len(file.features[0].properties["name"]) == 1002


@pytest.mark.parametrize(
    "coordinates", ["NaN", "Infinity", "1e999", "null", '"113"', "true", "9" * 5000, "[]"]
)
def test_coordinates_that_are_no_finite_numbers_are_refused(
    tmp_path: Path, coordinates: str
) -> None:
    text = json.dumps(collection({"type": "Point", "coordinates": ["HERE", 23]}))
    path = written(tmp_path / "a.geojson", text.replace('"HERE"', coordinates))
    with pytest.raises(InvalidInputError):
        read_file(path)


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point"},
        {"type": "Point", "coordinates": [113]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[113, 23], [114, 23], [114, 22]]]},
        {"type": "Polygon", "coordinates": [[[113, 23], [114, 23], [114, 22], [113, 22]]]},
        {"type": "MultiPolygon", "coordinates": []},
        {"type": "GeometryCollection", "geometries": []},
        {"type": ["Point"], "coordinates": [113, 23]},
        "POINT (113 23)",
    ],
)
def test_malformed_geometries_are_named_by_row(tmp_path: Path, geometry: Any) -> None:
    path = written(tmp_path / "a.geojson", collection(None, geometry))
    with pytest.raises(InvalidRowsError) as caught:
        read_file(path)
    assert [(problem.row, problem.field) for problem in caught.value.problems] == [(2, "geometry")]
