"""Roads opened, carriers added and gaps changed: nothing is said that is not known."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.crs import METRIC
from gis.scenario.additions import LengthBasis, added_carriers, by_cluster, opened_roads

X, Y = 500_000.0, 2_550_000.0


def roads(*rows):
    common = {"name_zh": "路", "name_en": "Road", "towns": None, "length_km": None}
    made = [
        {**common, "accuracy_m": 20.0, "geometry_basis": "sourced", "status": "open", **row}
        for row in rows
    ]
    columns = ["id", "status", "accuracy_m", "geometry_basis", "geometry", *common]
    return gpd.GeoDataFrame(made, columns=columns, geometry="geometry", crs=METRIC)


def line(*offsets):
    return shapely.LineString([(X + x, Y + y) for x, y in offsets])


def test_only_what_opens_counts_and_each_length_says_where_it_comes_from():
    drawn = line((0, 0), (3_000, 4_000))
    before = roads({"id": "open", "geometry": drawn}, {"id": "a", "status": "planned"})
    after = roads(
        {"id": "open", "geometry": drawn},
        {"id": "a", "length_km": 7.5, "geometry": drawn, "towns": ["t1"]},
        {"id": "b", "geometry": drawn},
        {"id": "c", "geometry": drawn, "geometry_basis": "schematic"},
        {"id": "d", "geometry": None},
        {"id": "e", "geometry": drawn, "accuracy_m": None},
        {"id": "f", "geometry": drawn, "status": "testing"},
    )
    found = {road.segment: road for road in opened_roads(before, after)}
    assert {name: road.basis for name, road in found.items()} == {
        "a": LengthBasis.PUBLISHED,
        "b": LengthBasis.DRAWN,
        "c": LengthBasis.SCHEMATIC,
        "d": LengthBasis.UNKNOWN,
        "e": LengthBasis.UNKNOWN,
    }
    assert found["a"].published_km == 7.5
    assert found["a"].towns == ("t1",)
    assert (found["b"].at_least_km, found["b"].drawn_km) == (pytest.approx(4.96), 5.0)
    assert found["c"].drawn_km is found["c"].at_least_km is found["a"].drawn_km is None


@settings(max_examples=40)
@given(seed=st.integers(0, 10_000), accuracy_m=st.floats(0, 800))
def test_no_road_within_the_accuracy_is_shorter_than_the_least_length(seed, accuracy_m):
    draw = np.random.default_rng(seed)
    corners = draw.uniform(0, 2_000, (int(draw.integers(2, 7)), 2))
    angle = draw.uniform(0, 2 * np.pi, len(corners))
    moved = corners + accuracy_m * np.column_stack((np.cos(angle), np.sin(angle)))
    row = {"id": "a", "geometry": line(*corners), "accuracy_m": accuracy_m}
    (road,) = opened_roads(roads(), roads(row))
    true = shapely.LineString(moved)
    assert road.at_least_km <= true.length / 1_000 + 1e-9
    assert road.at_least_km <= road.drawn_km


def test_a_carrier_of_several_clusters_counts_in_each():
    columns = {"name_zh": "园", "name_en": "Park", "kind": "park", "towns": None}
    frame = gpd.GeoDataFrame(
        [
            {"id": "a", "clusters": ["materials", "electronics"], **columns},
            {"id": "b", "clusters": ["materials"], **columns},
            {"id": "c", "clusters": None, **columns},
        ],
        geometry=[None] * 3,
        crs=METRIC,
    )
    new = added_carriers(frame.iloc[2:], frame)
    assert [one.carrier for one in new] == ["a", "b"]
    assert by_cluster(new) == {"electronics": 1, "materials": 2}
