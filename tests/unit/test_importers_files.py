"""Users' files: what is read, and what is refused before it can do harm."""

import json
import socket
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely
from shapely import MultiPolygon, Point, Polygon, box

from gis.crs import Datum
from gis.errors import InvalidInputError, InvalidRowsError
from layers.importers import userfile
from layers.importers.files import read_file, resolve_datum, stored_geometries
from layers.importers.gdal_files import repair

SQUARE = box(113.7, 22.9, 113.8, 23.0)
VRT = """<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource>
<SrcLayer>x</SrcLayer></OGRVRTLayer></OGRVRTDataSource>"""


def collection(*geometries: Any, **more: Any) -> dict[str, Any]:
    features = [
        {"type": "Feature", "properties": {"name": "虎门镇"}, "geometry": geometry}
        for geometry in geometries
    ]
    return {"type": "FeatureCollection", "features": features} | more


def written(path: Path, content: str | bytes | dict[str, Any]) -> Path:
    if isinstance(content, dict):
        content = json.dumps(content)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def frame(shape: shapely.Geometry = SQUARE, crs: str = "EPSG:4490") -> gpd.GeoDataFrame:
    stored = gpd.GeoDataFrame({"name": ["虎门镇"], "n": [3]}, geometry=[shape], crs="EPSG:4490")
    return stored.to_crs(crs)


def zipped(path: Path, folder: Path, *, inside: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in folder.iterdir():
            archive.write(file, inside + file.name)
    return path


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


@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:4326", "EPSG:4547", "EPSG:32650", "EPSG:3857"])
@pytest.mark.parametrize("ending", ["gpkg", "shp", "zip"])
def test_gdal_formats_are_read_in_any_system_on_the_datum(
    tmp_path: Path, ending: str, crs: str
) -> None:
    made = tmp_path / "made"
    made.mkdir()
    path = made / f"towns.{'gpkg' if ending == 'gpkg' else 'shp'}"
    pyogrio.write_dataframe(frame(crs=crs), path)
    if ending == "zip":
        path = zipped(tmp_path / "towns.zip", made, inside="folder/")
    before = sorted(made.iterdir())
    file = read_file(path)
    assert sorted(made.iterdir()) == before
    assert file.features[0].properties["name"] == "虎门镇"
    assert file.features[0].properties["n"] == 3
    assert resolve_datum(file, None) is Datum.CGCS2000
    (shape,) = stored_geometries(file, Datum.CGCS2000)
    assert shape is not None
    assert shape.symmetric_difference(SQUARE).area < 1e-6 * SQUARE.area


@pytest.mark.parametrize("encoding", ["UTF-8", "GBK"])
def test_chinese_attributes_without_a_stated_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "towns.shp"
    pyogrio.write_dataframe(frame(), path, encoding=encoding)
    (tmp_path / "towns.cpg").unlink()
    assert read_file(path).features[0].properties["name"] == "虎门镇"


def test_a_shapefile_without_prj_asks_for_the_datum(tmp_path: Path) -> None:
    path = tmp_path / "towns.shp"
    pyogrio.write_dataframe(frame(), path)
    (tmp_path / "towns.prj").unlink()
    file = read_file(path)
    with pytest.raises(InvalidInputError, match="does not state its datum") as caught:
        resolve_datum(file, None)
    assert caught.value.field == "datum"
    assert resolve_datum(file, Datum.BD09) is Datum.BD09


@pytest.mark.parametrize("crs", ["EPSG:4610", "EPSG:2383"])
def test_older_datums_are_refused(tmp_path: Path, crs: str) -> None:
    path = tmp_path / "towns.gpkg"
    made = gpd.GeoDataFrame({"n": [1]}, geometry=[SQUARE]).set_crs(crs)
    pyogrio.write_dataframe(made, path)
    with pytest.raises(InvalidInputError, match="not on CGCS2000 or WGS84"):
        stored_geometries(read_file(path), Datum.CGCS2000)


def test_a_layer_is_chosen_by_name(tmp_path: Path) -> None:
    path = tmp_path / "city.gpkg"
    pyogrio.write_dataframe(frame(), path, layer="towns")
    pyogrio.write_dataframe(frame(Point(113.7, 23)), path, layer="seats")
    with pytest.raises(InvalidInputError, match="several layers") as caught:
        read_file(path)
    assert "seats" in caught.value.remedy
    assert read_file(path, layer="towns").features[0].geometry is not None
    with pytest.raises(InvalidInputError):
        read_file(path, layer="roads")


@pytest.mark.parametrize("ending", ["gpkg", "shp"])
@pytest.mark.parametrize("content", [VRT, "", json.dumps(collection(None))])
def test_content_must_agree_with_the_name(tmp_path: Path, ending: str, content: str) -> None:
    with pytest.raises(InvalidInputError, match="not what its name says"):
        read_file(written(tmp_path / f"a.{ending}", content))


def test_a_database_that_is_no_geopackage_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE secrets (word TEXT)")
    with pytest.raises(InvalidInputError, match=r"cannot be read") as caught:
        read_file(path)
    assert str(tmp_path) not in caught.value.message


def test_the_child_knows_two_drivers_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.gpkg"
    pyogrio.write_dataframe(frame(), path)
    monkeypatch.setattr(pyogrio, "list_drivers", lambda: {"GPKG": "raw", "ESRI Shapefile": "raw"})
    with pytest.raises(InvalidInputError, match="more file formats are open"):
        read_file(path)


@pytest.mark.parametrize("ending", ["kml", "vrt", "csv", "tif", ""])
def test_other_endings_are_refused(tmp_path: Path, ending: str) -> None:
    with pytest.raises(InvalidInputError, match="not read"):
        read_file(written(tmp_path / f"a.{ending}", VRT))


def test_absent_and_oversized_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InvalidInputError, match="no file"):
        read_file(tmp_path / "a.geojson")
    monkeypatch.setattr(userfile, "MAX_FILE_BYTES", 10)
    with pytest.raises(InvalidInputError, match="larger than"):
        read_file(written(tmp_path / "a.geojson", collection(None)))


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.shp", b"\0" * 50_000_000)


def two_shapefiles(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.shp", b"x")
        archive.writestr("b.shp", b"x")


def many_entries(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(100):
            archive.writestr(f"{number}.txt", b"x")


def hidden_vrt(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.shp", VRT)
        archive.writestr("a.geojson", VRT)


def no_zip(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 but no more")


@pytest.mark.parametrize("make", [bomb, two_shapefiles, many_entries, hidden_vrt, no_zip])
def test_hostile_archives_are_refused(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "a.zip"
    make(path)
    with pytest.raises(InvalidInputError):
        read_file(path)


def test_names_in_an_archive_are_never_paths(tmp_path: Path) -> None:
    made = tmp_path / "made"
    made.mkdir()
    pyogrio.write_dataframe(frame(), made / "towns.shp")
    path = zipped(tmp_path / "towns.zip", made, inside="../../../escaped/")
    assert read_file(path).features[0].properties["name"] == "虎门镇"
    assert not list(tmp_path.parent.glob("**/escaped"))


def test_repair_by_structure() -> None:
    bow = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    (made,) = repair([bow])
    assert made.is_valid
    assert made.area == pytest.approx(2.0)
    assert repair([]) == []


def test_repair_is_stopped_when_it_takes_too_long() -> None:
    ring = np.random.default_rng(1).uniform(0, 1, (4000, 2))
    with pytest.raises(InvalidInputError, match="TimeoutExpired"):
        repair([Polygon(ring)], seconds=1.0)
