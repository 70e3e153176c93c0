"""A user's candidate points."""

import json
from pathlib import Path

import pytest
from shapely import Point

from gis import crs
from gis.crs import STORED, Datum
from gis.errors import InvalidInputError, InvalidRowsError
from layers.importers import points
from layers.importers.points import read_points


def table(path: Path, text: str, encoding: str = "utf-8") -> Path:
    file = path / "points.csv"
    file.write_bytes(text.encode(encoding))
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("header", ["name,lon,lat,accuracy_m", "名称,经度,纬度,精度"])
def test_a_table_is_read(tmp_path: Path, encoding: str, header: str) -> None:
    text = f"{header}\r\n虎门站,113.67,22.86,\r\n\r\n'=1+1,113.7,22.9,300\r\n,113.8,23,\r\n"
    frame = read_points(table(tmp_path, text, encoding), Datum.CGCS2000)
    assert frame.crs == STORED
    assert list(frame["id"]) == ["point-1", "point-2", "point-3"]
    assert list(frame["name_zh"]) == ["虎门站", "=1+1", "point 3"]
    assert list(frame["accuracy_m"]) == [0.0, 300.0, 0.0]
    assert list(frame.geometry) == [Point(113.67, 22.86), Point(113.7, 22.9), Point(113.8, 23)]


def test_the_datum_is_asked_for_and_applied(tmp_path: Path) -> None:
    shifted = crs.from_cgcs2000(Point(113.75, 23.0), Datum.BD09)
    file = table(tmp_path, f"lon,lat\n{shifted.x},{shifted.y}\n")
    with pytest.raises(InvalidInputError, match="datum"):
        read_points(file, None)
    (point,) = read_points(file, Datum.BD09).geometry
    assert point.distance(Point(113.75, 23.0)) * 111_320 < 0.001


def test_points_as_geojson(tmp_path: Path) -> None:
    feature = {
        "type": "Feature",
        "properties": {"name": "A", "accuracy_m": 50},
        "geometry": {"type": "Point", "coordinates": [113.7, 22.9]},
    }
    file = tmp_path / "points.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    frame = read_points(file, Datum.CGCS2000)
    assert (frame["name_en"][0], frame["accuracy_m"][0]) == ("A", 50.0)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,b", "numbers"),
        ("nan,23", "numbers"),
        ("inf,23", "numbers"),
        ("113.7", "numbers"),
        ("1_13,23", "numbers"),
        ("23,113.7", "swapped"),
        ("0,0", "outside"),
        ("113.7,22.9,-5", "metres"),
        ("113.7,22.9,near", "metres"),
    ],
)
def test_wrong_rows_are_named(tmp_path: Path, row: str, said: str) -> None:
    file = table(tmp_path, f"lon,lat,accuracy_m\n113.7,22.9,\n{row}\n")
    with pytest.raises(InvalidRowsError) as caught:
        read_points(file, Datum.CGCS2000)
    (problem,) = caught.value.problems
    assert problem.row == 2
    assert said in problem.reason
    assert problem.remedy


@pytest.mark.parametrize("text", ["", "name,place\na,b\n", "lon,lat\n", 'lon,lat\n"113'])
def test_tables_that_are_none_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidInputError):
        read_points(table(tmp_path, text), Datum.CGCS2000)


def test_too_many_points_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(points, "MAX_POINTS", 2)
    file = table(tmp_path, "lon,lat\n" + "113.7,22.9\n" * 3)
    with pytest.raises(InvalidInputError, match="1 to 2 points"):
        read_points(file, Datum.CGCS2000)
