"""Reference systems and shifted datums."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from shapely import LineString, MultiPoint, Point, Polygon

from gis import crs
from gis.crs import SERVED, STORED, Datum
from gis.errors import WrongReferenceSystemError

CENTRE = np.array([[113.75, 23.02]])
SHIFTED = (Datum.GCJ02, Datum.BD09)
anywhere_in_china = st.tuples(st.floats(73.5, 135.0), st.floats(3.9, 53.5))
in_the_city = st.tuples(st.floats(113.5, 114.3), st.floats(22.6, 23.2))


@pytest.mark.parametrize(
    ("datum", "east_m", "north_m", "within_m"),
    [(Datum.GCJ02, 532, -302, 3), (Datum.BD09, 1195, 410, 20)],
)
def test_shift_in_dongguan(datum: Datum, east_m: float, north_m: float, within_m: float) -> None:
    shifted = crs.from_cgcs2000(CENTRE, datum)
    moved = crs.metric_coordinates(shifted) - crs.metric_coordinates(CENTRE)
    assert moved[0] == pytest.approx([east_m, north_m], abs=within_m)


def test_published_gcj02_value() -> None:
    """The example pair of the published library."""
    shifted = crs.from_cgcs2000(np.array([[116.404, 39.915]]), Datum.GCJ02)
    assert shifted[0] == pytest.approx([116.41024449916938, 39.91640428150164], abs=1e-9)


@pytest.mark.parametrize("datum", SHIFTED)
@given(place=anywhere_in_china)
def test_round_trip_is_sub_millimetre(datum: Datum, place: tuple[float, float]) -> None:
    start = np.array([place])
    back = crs.to_cgcs2000(crs.from_cgcs2000(start, datum), datum)
    assert np.abs(back - start).max() * 111_320 < 1e-4


@pytest.mark.parametrize("datum", SHIFTED)
def test_inverse_also_reproduces_shifted_input(datum: Datum) -> None:
    """Also next to 105 E, where the published formula has a kink."""
    shifted = np.array([[105.0, 30.0], [105.0 + 1e-12, 30.0], [114.0, 23.0]])
    again = crs.from_cgcs2000(crs.to_cgcs2000(shifted, datum), datum)
    assert np.abs(again - shifted).max() * 111_320 < 1e-4


@pytest.mark.parametrize("datum", SHIFTED)
def test_outside_the_box_nothing_moves(datum: Datum) -> None:
    abroad = np.array([[2.35, 48.86], [-74.0, 40.7], [139.7, 35.7]])
    assert np.array_equal(crs.to_cgcs2000(abroad, datum), abroad)
    assert np.array_equal(crs.from_cgcs2000(abroad, datum), abroad)


@pytest.mark.parametrize(
    "geometry",
    [
        Point(113.75, 23.02),
        LineString([(113.7, 23.0), (113.8, 23.1)]),
        MultiPoint([(113.7, 23.0), (113.8, 23.1)]),
        Polygon([(113.7, 23.0), (113.8, 23.0), (113.8, 23.1)]),
    ],
)
def test_geometries_move_with_their_coordinates(geometry: shapely.Geometry) -> None:
    moved = crs.to_cgcs2000(geometry, Datum.BD09)
    expected = crs.to_cgcs2000(shapely.get_coordinates(geometry), Datum.BD09)
    assert moved.geom_type == geometry.geom_type
    assert np.array_equal(shapely.get_coordinates(moved), expected)


def test_missing_and_empty_geometries_pass_through() -> None:
    nothing = np.array([None, Point(), Point(113.75, 23.02)], dtype=object)
    moved = crs.to_cgcs2000(nothing, Datum.GCJ02)
    assert moved[0] is None
    assert moved[1].is_empty
    assert not moved[2].equals(nothing[2])
    assert crs.to_cgcs2000(None, Datum.GCJ02) is None
    assert crs.metric_geometry(None) is None
    assert crs.stored_geometry(Polygon()).is_empty


def test_cgcs2000_is_left_alone() -> None:
    assert np.array_equal(crs.to_cgcs2000(CENTRE, Datum.CGCS2000), CENTRE)


@given(place=in_the_city)
def test_metric_round_trip(place: tuple[float, float]) -> None:
    point = Point(place)
    back = crs.stored_geometry(crs.metric_geometry(point))
    assert back.distance(point) * 111_320 < 1e-4


@given(a=in_the_city, b=in_the_city)
def test_metric_distances_agree_with_the_geodesic(
    a: tuple[float, float], b: tuple[float, float]
) -> None:
    """Scale of the projection within 50 km of 114 E: at most 1 + (50 / 6371)^2 / 2."""
    (x1, y1), (x2, y2) = crs.metric_coordinates(np.array([a, b]))
    _, _, geodesic = Geod(ellps="GRS80").inv(*a, *b)
    assert np.hypot(x2 - x1, y2 - y1) == pytest.approx(geodesic, rel=3.5e-5, abs=1e-4)


def test_frames_go_and_come_back() -> None:
    stored = gpd.GeoDataFrame({"id": ["a", "b"]}, geometry=[Point(114, 23), None], crs=STORED)
    metric = crs.to_metric(stored)
    crs.require_metric(metric, "sites")
    assert metric.geometry[0].x == pytest.approx(500_000, abs=1e-6)
    back = crs.to_stored(metric)
    crs.require_stored(back, "sites")
    assert back.geometry[0].distance(Point(114, 23)) < 1e-9
    assert back.geometry[1] is None
    assert crs.to_metric(metric) is metric
    assert crs.to_stored(stored) is stored


@pytest.mark.parametrize("same", ["EPSG:4326", "OGC:CRS84", SERVED])
def test_wgs84_is_taken_as_it_is(same: str) -> None:
    frame = gpd.GeoDataFrame(geometry=[Point(113.123456789, 23)], crs=same)
    stored = crs.to_stored(frame)
    crs.require_stored(stored, "sites")
    assert stored.geometry[0].x == 113.123456789


def test_empty_frames_pass() -> None:
    empty = gpd.GeoDataFrame({"id": []}, geometry=[], crs=STORED)
    assert crs.to_stored(crs.to_metric(empty)).empty


def test_wrong_systems_are_refused_by_name() -> None:
    mercator = gpd.GeoDataFrame(geometry=[Point(1, 1)], crs="EPSG:3857")
    bare = gpd.GeoDataFrame(geometry=[Point(1, 1)])
    with pytest.raises(WrongReferenceSystemError, match="takeoff points must be in EPSG:4547") as e:
        crs.require_metric(mercator, "takeoff points")
    assert e.value.field == "takeoff points"
    assert "to_metric" in e.value.remedy
    with pytest.raises(WrongReferenceSystemError, match="no reference system"):
        crs.require_stored(bare, "towns")
    for refused in (mercator, bare):
        with pytest.raises(WrongReferenceSystemError):
            crs.to_metric(refused)
        with pytest.raises(WrongReferenceSystemError):
            crs.to_stored(refused)


def test_reference_city_has_its_area_in_the_metric_system(reference_data: Path) -> None:
    file = reference_data / "towns_35_wgs84.geojson"
    shapes = [
        shapely.geometry.shape(feature["geometry"])
        for feature in json.loads(file.read_text(encoding="utf-8"))["features"]
    ]
    towns = crs.to_metric(gpd.GeoDataFrame(geometry=shapes, crs=STORED))
    assert towns.area.sum() / 1e6 == pytest.approx(2460.89, abs=0.005)
