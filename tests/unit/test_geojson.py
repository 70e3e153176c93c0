"""GeoJSON encoding."""

import datetime as dt
import json

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiPoint, Point, Polygon

from gis import crs
from gis.catalogue import LAYERS
from gis.errors import InvalidInputError, WrongReferenceSystemError
from gis.geojson import (
    decimals_for,
    encode_features,
    encode_geometry,
    encode_value,
    feature_collection,
)
from tests.made_frames import made_frame

CLOCKWISE_WITH_HOLE = Polygon(
    [(113, 22.5), (113, 23), (114, 23), (114, 22.5)],
    holes=[[(113.4, 22.6), (113.6, 22.6), (113.6, 22.8), (113.4, 22.8)]],
)


def test_a_feature_has_its_id_on_top_and_null_for_missing() -> None:
    frame = made_frame(
        "takeoff_points",
        {
            "id": "t1",
            "geometry": Point(113.75, 23.0),
            "accuracy_m": 300.0,
            "service_radius_m": {"delivery": 3000.0},
            "as_of": dt.date(2026, 3, 1),
        },
        {"id": "t2"},
    )
    collection = feature_collection(frame, LAYERS["takeoff_points"])
    text = json.dumps(collection, allow_nan=False)
    first, second = json.loads(text)["features"]
    assert (first["id"], second["id"]) == ("t1", "t2")
    assert "id" not in first["properties"]
    assert first["geometry"] == {"type": "Point", "coordinates": [113.75, 23.0]}
    assert first["properties"]["service_radius_m"] == {"delivery": 3000.0}
    assert first["properties"]["as_of"] == "2026-03-01"
    assert second["geometry"] is None
    assert second["properties"]["accuracy_m"] is None
    assert second["properties"]["version"] is None


def test_every_layer_encodes() -> None:
    for name, spec in LAYERS.items():
        (encoded,) = encode_features(made_frame(name, {"id": "a"}), spec)
        expected = [column.name for column in spec.columns if column.name != "id"]
        assert list(encoded["properties"]) == expected
        json.dumps(encoded, allow_nan=False)


def test_outer_rings_run_counter_clockwise_and_holes_clockwise() -> None:
    encoded = encode_geometry(CLOCKWISE_WITH_HOLE)
    outer, hole = encoded["coordinates"]
    assert shapely.LinearRing(outer).is_ccw
    assert not shapely.LinearRing(hole).is_ccw
    assert shapely.geometry.shape(encoded).equals(CLOCKWISE_WITH_HOLE)


@pytest.mark.parametrize(
    ("accuracy_m", "decimals"),
    [(None, 7), (0.0, 7), (0.5, 7), (5.0, 7), (25.0, 6), (300.0, 5), (3000.0, 4), (1e6, 4)],
)
def test_decimals_by_accuracy(accuracy_m: float | None, decimals: int) -> None:
    assert decimals_for(accuracy_m) == decimals


@given(
    lon=st.floats(113.5, 114.3),
    lat=st.floats(22.6, 23.2),
    accuracy_m=st.floats(0.1, 5000),
)
def test_rounding_moves_a_point_by_less_than_a_hundredth_of_its_accuracy(
    lon: float, lat: float, accuracy_m: float
) -> None:
    point = Point(lon, lat)
    encoded = shapely.geometry.shape(encode_geometry(point, accuracy_m))
    moved_m = crs.metric_geometry(point).distance(crs.metric_geometry(encoded))
    assert moved_m < max(accuracy_m / 100, 0.01)


def test_shared_vertices_stay_shared_whatever_the_accuracy() -> None:
    line = LineString([(113.12345678901, 23), (113.2, 23)])
    assert encode_geometry(line, 6000.0)["coordinates"][0] == (113.1234568, 23.0)


def test_points_of_several_positions_are_rounded_like_points() -> None:
    encoded = encode_geometry(MultiPoint([(113.1234567, 23), (113.2, 23)]), 300.0)
    assert encoded["coordinates"][0] == (113.12346, 23.0)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_not_finite_is_refused(bad: float) -> None:
    with pytest.raises(InvalidInputError, match="finite"):
        encode_geometry(LineString([(113, 23), (bad, 23)]))


def test_values() -> None:
    eight = dt.timezone(dt.timedelta(hours=8))
    assert encode_value(dt.datetime(2026, 1, 1, 8, tzinfo=eight)) == "2026-01-01T00:00:00Z"
    assert encode_value(float("nan")) is None
    assert encode_value(np.float64(2.5)) == 2.5
    assert encode_value(("a", "b")) == ["a", "b"]
    assert encode_value({"a": float("inf")}) == {"a": None}
    assert encode_value(None) is None
    assert encode_value(True) is True


def test_metric_frames_are_refused() -> None:
    frame = crs.to_metric(made_frame("places", {"id": "a"}))
    with pytest.raises(WrongReferenceSystemError):
        encode_features(frame, LAYERS["places"])
