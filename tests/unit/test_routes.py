from math import inf

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.errors import InvalidInputError
from gis.hospitals import hospital_access
from gis.reach import airspace
from gis.results_airspace import AirspaceBasis
from gis.routes import Place, route, shortest_way, way_bounds
from gis.visibility import obstacles
from tests.made_city import CORNER, made_sites
from tests.made_zones import random_shapes, ways, ways_between, zones_of

WALL = shapely.box(4_900, 2_000, 5_000, 8_000)


def place(x, y, accuracy_m=0.0):
    return Place(x + CORNER[0], y + CORNER[1], accuracy_m)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 10))
def test_the_shortest_way_is_that_of_the_full_visibility_graph(seed, number):
    draw = np.random.default_rng(seed)
    blocks = obstacles(
        shapely.transform(
            np.array(random_shapes(seed, number), dtype=object), lambda xy: xy + CORNER
        )
    )
    start, *ends = draw.uniform(0, 20_000, (9, 2)) + CORNER
    if number and seed % 3 == 0:
        start = blocks.corners[seed % len(blocks.corners)]
        ends[0] = blocks.corners[-1]
    expected = ways(start, np.array(ends), blocks.shape)
    for end, length in zip(ends, expected, strict=True):
        found, points = shortest_way(start, end, blocks)
        assert found == pytest.approx(length, abs=1e-6)
        if found == inf:
            assert not len(points)
            continue
        legs = np.hypot(*np.diff(points, axis=0).T).sum() if len(points) > 1 else 0.0
        assert legs == pytest.approx(found)
        assert (points[0] == start).all()
        assert (points[-1] == end).all()


@pytest.mark.parametrize("seed", range(10))
def test_the_true_length_lies_between_the_bounds_for_every_displacement(seed):
    draw = np.random.default_rng(seed)
    space = airspace(zones_of(random_shapes(seed, 6), accuracy_m=60.0))
    errors = draw.choice([0.0, 150.0, 600.0], 2)
    ends = draw.uniform(1_000, 19_000, (2, 2))
    least, most = way_bounds(place(*ends[0], errors[0]), place(*ends[1], errors[1]), space)
    angle, share = draw.uniform(0, 2 * np.pi, (2, 60)), np.sqrt(draw.uniform(0, 1, (2, 60)))
    share[:, ::3] = 1.0
    true = (
        ends[:, None]
        + CORNER
        + (errors[:, None] * share)[..., None] * np.stack((np.cos(angle), np.sin(angle)), axis=-1)
    )
    for extent in (space.inner.shape, space.outer.shape):
        tell = ways_between(true[1], extent)
        lengths = np.array([tell(start) for start in true[0]])
        assert (lengths >= (inf if least is None else least) - 1e-6).all()
        assert (lengths <= (inf if most is None else most) + 1e-6).all()


def test_round_a_wall_the_way_bends_at_its_corners():
    space = airspace(zones_of([WALL]))
    found = route(place(3_000, 3_000, 100), place(7_000, 3_000, 50), space)
    expected = 2 * np.hypot(1_900, 1_000) + 100 - np.hypot(1_900, 1_000) + np.hypot(2_000, 1_000)
    assert sum(leg.length_m for leg in found.legs) == pytest.approx(expected)
    assert found.least_m == pytest.approx(expected - 150, abs=1e-3)
    assert found.most_m == pytest.approx(expected + 150, abs=1e-3)
    assert found.straight_m.low == pytest.approx(3_850)
    assert len(found.legs) == 3
    assert found.round_all
    assert found.airspace.basis is AirspaceBasis.IMPORTED
    assert found.line.length == pytest.approx(expected)


def test_a_zone_flown_along_asks_for_no_height():
    wall = shapely.box(4_000, 0, 4_200, 2_000)
    space = airspace(zones_of([wall], accuracy_m=50.0, floor_m=0.0, ceiling_m=120.0))
    west, east = (Place(x + CORNER[0], 500 + CORNER[1]) for x in (3_000, 5_000))
    found = route(west, east, space)
    assert len(found.legs) > 1
    assert found.heights == ()


def test_a_place_that_may_lie_in_a_zone_may_not_be_reached():
    space = airspace(zones_of([WALL]))
    beside = route(place(3_000, 5_000), place(5_100, 5_000, 200), space)
    assert beside.most_m is None
    assert beside.least_m == pytest.approx(1_900, abs=5)
    within = route(place(3_000, 5_000), place(4_950, 5_000), space)
    assert within.least_m is None
    assert within.most_m is None
    assert within.line is None
    assert within.legs == ()
    closed = airspace(zones_of([shapely.box(0, 0, 9_000, 9_000) - shapely.box(1, 1, 8_999, 8_999)]))
    assert route(place(5_000, 5_000), place(12_000, 0), closed).least_m is None


def test_an_undecided_zone_makes_only_the_upper_bound_longer():
    space = airspace(zones_of([WALL], hours=None))
    found = route(place(3_000, 5_000), place(7_000, 5_000), space)
    assert found.least_m == pytest.approx(4_000)
    assert found.most_m > 6_000
    closed = airspace(
        zones_of([shapely.box(0, 0, 9_000, 9_000) - shapely.box(1, 1, 8_999, 8_999)], hours=None)
    )
    through = route(place(5_000, 5_000), place(12_000, 5_000), closed)
    assert not through.round_all
    assert through.most_m is None
    assert through.line.length == pytest.approx(7_000)


def test_the_heights_left_are_those_of_the_zones_on_the_way():
    shapes = [
        shapely.box(1_000, 0, 4_000, 1_000),
        shapely.box(3_000, 0, 5_000, 1_000),
        shapely.box(6_000, 0, 7_000, 1_000),
        shapely.box(8_000, 0, 9_000, 1_000),
        shapely.box(8_500, 0, 9_000, 1_000),
    ]
    zones = zones_of(
        shapes,
        restriction=["height_limit", "height_limit", "prohibited", "prohibited", "height_limit"],
        ceiling_m=[120.0, 150.0, 80.0, None, 500.0],
        floor_m=[None, None, None, 200.0, None],
        vertical_reference=["ground", "ground", "ground", "ground", "sea_level"],
        hours=["24/7", "24/7", "24/7", "24/7", "24/7"],
        status=["in_force"] * 4 + ["advisory"],
    )
    # The last zone cannot be decided, so the way surely flown goes round it; fly under its edge.
    found = route(place(0, 500), place(8_400, 500), airspace(zones))
    table = [
        (s.from_m, s.to_m, s.above_m, s.below_m, [z.zone for z in s.zones]) for s in found.heights
    ]
    assert table == [
        (pytest.approx(1_000), pytest.approx(3_000), None, 120.0, ["z00"]),
        (pytest.approx(3_000), pytest.approx(4_000), None, 120.0, ["z00", "z01"]),
        (pytest.approx(4_000), pytest.approx(5_000), None, 150.0, ["z01"]),
        (pytest.approx(6_000), pytest.approx(7_000), 80.0, None, ["z02"]),
        (pytest.approx(8_000), pytest.approx(8_400), None, 200.0, ["z03"]),
    ]
    whole = route(place(0, 500), place(8_800, 500), airspace(zones))
    assert not whole.round_all
    assert [z.zone for z in whole.heights[-1].unknown] == ["z04"]


def test_without_zones_a_route_says_there_is_no_data():
    found = route(place(0, 0, 10), place(3_000, 4_000, 20), airspace(zones_of([])))
    assert found.airspace.basis is AirspaceBasis.NO_DATA
    assert (found.least_m, found.most_m) == (pytest.approx(4_970), pytest.approx(5_030))
    assert found.heights == ()
    same = route(place(0, 0), place(0, 0), airspace(zones_of([])))
    assert same.most_m == pytest.approx(0, abs=1e-5)
    assert same.line is None
    with pytest.raises(InvalidInputError):
        Place(0, float("nan"))


def hospitals(places, kinds=None):
    made = made_sites(places, prefix="h", accuracy_m=30.0)
    return gpd.GeoDataFrame(made.assign(kind=kinds or ["hospital"] * len(made)))


def test_a_hospital_has_the_nearest_site_round_the_zones():
    space = airspace(zones_of([WALL]))
    sites = made_sites([(6_000, 5_000), (1_000, 5_000), (4_500, 5_000)], accuracy_m=20.0)
    sites["status"] = ["in_use", "in_use", "planned"]
    one, two = hospital_access(hospitals([(4_000, 5_000), (7_000, 5_000)]), sites, space)
    # Across the wall it is 2 km in a straight line and 7 km to fly.
    assert one.surely.site.site == one.possibly.site.site == "s001"
    assert one.surely.least_m == pytest.approx(2_950, abs=1e-3)
    assert one.surely.most_m == pytest.approx(3_050, abs=1e-3)
    assert two.surely.site.site == "s000"
    near = hospital_access(hospitals([(4_000, 5_000)]), sites, space, range_m=3_000)[0]
    assert near.surely is None
    assert near.possibly.site.site == "s001"
    none = hospital_access(hospitals([(4_000, 5_000)], ["rail_station"]), sites, space)
    assert none == ()
    with pytest.raises(InvalidInputError, match="range"):
        hospital_access(hospitals([(0, 0)]), sites, space, range_m=-1)


@pytest.mark.parametrize("seed", range(4))
def test_the_nearest_site_is_that_of_all_sites_tried(seed):
    draw = np.random.default_rng(seed)
    space = airspace(zones_of(random_shapes(seed, 7), accuracy_m=40.0))
    sites = made_sites(draw.uniform(0, 20_000, (12, 2)), accuracy_m=draw.choice([0, 50, 300], 12))
    asking = hospitals(draw.uniform(0, 20_000, (5, 2)))
    found = hospital_access(asking, sites, space)
    points = shapely.get_coordinates(sites.geometry.to_numpy())
    starts = shapely.get_coordinates(asking.geometry.to_numpy())
    for row, start in zip(found, starts, strict=True):
        bounds = [
            way_bounds(Place(*start, 30.0), Place(*point, error), space)
            for point, error in zip(points, sites.accuracy_m, strict=True)
        ]
        surely = [most for _, most in bounds if most is not None]
        assert (row.surely.most_m if row.surely else None) == min(surely, default=None)
