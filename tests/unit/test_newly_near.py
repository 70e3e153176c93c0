"""What comes near landmarks and stations: with its certainty, and only what can be used."""

import geopandas as gpd
import pytest
import shapely

from gis.crs import METRIC
from gis.errors import InvalidInputError
from gis.nearness import PublicCity
from gis.newly_near import newly_near
from gis.results import Interval
from gis.results_change import Certainty

X, Y = 500_000.0, 2_550_000.0


def frame(rows, shapes):
    common = {"name_zh": "名", "name_en": "Name", "accuracy_m": 0.0, "geometry_basis": "sourced"}
    made = [{**common, **row} for row in rows]
    columns = ["id", "kind", "landmark", "status", *common]
    geometry = gpd.GeoSeries(shapes, crs=METRIC)
    return gpd.GeoDataFrame(made, columns=columns, geometry=geometry, crs=METRIC)


def at(dx, dy=0.0):
    return shapely.Point(X + dx, Y + dy)


def city(sites=(), roads=()):
    """One landmark at the origin, a station 10 km east; sites and roads as (row, shape)."""
    return PublicCity(
        landmarks=frame([{"id": "l1"}], [shapely.MultiPoint([at(0)])]),
        facilities=frame([], []),
        places=frame(
            [{"id": "p1", "kind": "rail_station"}, {"id": "p2", "kind": "hospital"}],
            [at(10_000), at(0)],
        ),
        takeoff_points=frame([row for row, _ in sites], [shape for _, shape in sites]),
        road_segments=frame([row for row, _ in roads], [shape for _, shape in roads]),
    )


SITE = {"id": "s1", "status": "in_use", "accuracy_m": 100.0}


def test_a_new_site_is_near_the_landmark_and_not_the_station_or_the_hospital():
    found = newly_near(city(), city(sites=[(SITE, at(2_000))]))
    assert [(one.layer, one.place, one.sort) for one in found] == [
        ("landmarks", "l1", "takeoff_points")
    ]
    reached = found[0].reached
    assert (reached.near_before, reached.near_after) == (Certainty.NO, Certainty.SURELY)
    assert (reached.before_m, reached.after_m) == (None, Interval(1_900.0, 2_100.0))
    assert reached.feature == "s1"


@pytest.mark.parametrize(
    ("metres", "certainty"),
    [(2_900, Certainty.SURELY), (2_950, Certainty.POSSIBLY), (3_100, Certainty.POSSIBLY)],
)
def test_certainty_follows_the_accuracy(metres, certainty):
    found = newly_near(city(), city(sites=[(SITE, at(metres))]))
    assert found[0].reached.near_after is certainty


def test_what_was_near_before_is_not_new_but_what_becomes_sure_is():
    old = (SITE, at(2_950))
    new = ({**SITE, "id": "s2"}, at(1_000))
    assert newly_near(city(sites=[old]), city(sites=[old])) == ()
    found = newly_near(city(sites=[old]), city(sites=[old, new]))
    assert found[0].reached.near_before is Certainty.POSSIBLY
    assert found[0].reached.feature == "s2"
    assert newly_near(city(sites=[new]), city(sites=[old, new])) == ()


def test_what_cannot_be_used_comes_near_to_nothing():
    for row in ({**SITE, "status": "planned"}, {**SITE, "accuracy_m": None}):
        assert newly_near(city(), city(sites=[(row, at(500))])) == ()
    testing = ({"id": "r1", "status": "testing"}, shapely.LineString([at(500), at(900)]))
    assert newly_near(city(), city(roads=[testing])) == ()


def test_a_schematic_road_may_be_at_its_far_end():
    line = shapely.LineString([at(1_000), at(5_000)])
    road = {"id": "r1", "status": "open", "accuracy_m": 200.0}
    surveyed = newly_near(city(), city(roads=[(road, line)]))
    assert surveyed[0].reached.after_m == Interval(800.0, 1_200.0)
    drawn = {**road, "geometry_basis": "schematic"}
    schematic = newly_near(city(), city(roads=[(drawn, line)]))
    assert schematic[0].reached.after_m == Interval(800.0, 5_200.0)
    assert schematic[0].reached.near_after is Certainty.POSSIBLY


@pytest.mark.parametrize("near_m", [0.0, -1.0, float("nan"), 50_001.0])
def test_nearby_is_bounded(near_m):
    with pytest.raises(InvalidInputError, match="nearby"):
        newly_near(city(), city(), near_m=near_m)
