"""Users' files: what is read, and what is refused before it can do harm."""

import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely
from shapely import Point, Polygon, box

from gis.crs import Datum
from gis.errors import InvalidInputError
from layers.importers import userfile
from layers.importers.files import read_file, resolve_datum, stored_geometries
from layers.importers.gdal_files import repair
from tests.made_files import VRT, collection, written

SQUARE = box(113.7, 22.9, 113.8, 23.0)


def frame(shape: shapely.Geometry = SQUARE, crs: str = "EPSG:4490") -> gpd.GeoDataFrame:
    stored = gpd.GeoDataFrame({"name": ["虎门镇"], "n": [3]}, geometry=[shape], crs="EPSG:4490")
    return stored.to_crs(crs)


def zipped(path: Path, folder: Path, *, inside: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in folder.iterdir():
            archive.write(file, inside + file.name)
    return path


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
