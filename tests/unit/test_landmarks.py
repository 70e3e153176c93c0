"""Landmark cards and their distances."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import LineString, MultiPoint, Point

from gis import crs
from gis.landmarks import Surroundings, landmark_cards, position_class
from gis.results_places import LandmarkCard, PositionClass
from tests.made_frames import made_frame

Rows = list[dict[str, Any]]


def cards(
    landmarks: Rows,
    facilities: Rows | None = None,
    places: Rows | None = None,
    takeoff_points: Rows | None = None,
    road_segments: Rows | None = None,
    nearest: int = 3,
) -> tuple[LandmarkCard, ...]:
    around = Surroundings(
        facilities=made_frame("facilities", *facilities or []),
        places=made_frame("places", *places or []),
        takeoff_points=made_frame("takeoff_points", *takeoff_points or []),
        road_segments=made_frame("road_segments", *road_segments or []),
    )
    return landmark_cards(made_frame("landmarks", *landmarks), around, nearest=nearest)


def at(identifier: str, lon: float, lat: float, accuracy_m: float, **more: Any) -> dict[str, Any]:
    position = {"geometry": Point(lon, lat), "accuracy_m": accuracy_m, "geometry_basis": "sourced"}
    return {"id": identifier, **position, **more}


def test_a_card_says_what_the_landmark_says() -> None:
    (card,) = cards(
        [
            at("xbot", 113.87, 22.9, 1500, number=2, towns=["songshanhu"])
            | {
                "place_zh": "松山湖科学城",
                "sub_scenarios_zh": ["机器人", "测试"],
                "lead_zh": "市科技局",
                "vehicles": ["bus"],
            }
        ]
    )
    assert (card.landmark, card.number, card.place_zh) == ("xbot", 2, "松山湖科学城")
    assert card.towns == ("songshanhu",)
    assert card.sub_scenarios_zh == ("机器人", "测试")
    assert card.lead_zh == "市科技局"
    assert card.vehicles == ("bus",)
    assert card.position is PositionClass.ABOUT
    assert card.accuracy_m == 1500
    assert card.facilities == ()
    assert card.stations == ()


def test_cards_stand_by_number() -> None:
    made = cards([{"id": "b", "number": 1}, {"id": "a", "number": 2}])
    assert [card.landmark for card in made] == ["b", "a"]


@pytest.mark.parametrize(
    ("basis", "accuracy_m", "placed", "expected"),
    [
        ("surveyed", 5.0, True, PositionClass.EXACT),
        ("sourced", 25.0, True, PositionClass.EXACT),
        ("surveyed", 300.0, True, PositionClass.ABOUT),
        ("derived", 1500.0, True, PositionClass.ABOUT),
        ("town", 10.0, True, PositionClass.TOWN),
        ("schematic", 3000.0, True, PositionClass.TOWN),
        ("unknown", 10.0, True, PositionClass.UNKNOWN),
        ("surveyed", None, True, PositionClass.UNKNOWN),
        ("surveyed", 5.0, False, PositionClass.UNKNOWN),
    ],
)
def test_position_in_words(
    basis: str, accuracy_m: float | None, placed: bool, expected: PositionClass
) -> None:
    assert position_class(basis, accuracy_m, placed=placed) is expected


def test_neighbours_are_sorted_by_kind_and_guaranteed_distance() -> None:
    (card,) = cards(
        [at("l", 113.80, 22.90, 100)],
        places=[
            at("far", 113.90, 22.90, 10, kind="rail_station"),
            at("near", 113.81, 22.90, 10, kind="bus_station"),
            at("vague", 113.805, 22.90, 9000, kind="rail_station"),
            at("ward", 113.82, 22.90, 10, kind="hospital"),
            at("hall", 113.80, 22.90, 10, kind="government"),
            {"id": "nowhere", "kind": "rail_station"},
        ],
        nearest=2,
    )
    assert [station.feature for station in card.stations] == ["near", "vague"]
    assert [place.feature for place in card.hospitals] == ["ward"]
    _, _, geodesic = Geod(ellps="GRS80").inv(113.80, 22.90, 113.81, 22.90)
    assert card.stations[0].distance_m.low == pytest.approx(geodesic - 110, abs=0.1)
    assert card.stations[0].distance_m.high == pytest.approx(geodesic + 110, abs=0.1)
    assert card.stations[1].distance_m.low == 0.0
    assert card.stations[0].kind == "bus_station"
    assert card.stations[0].facility is None


def test_the_nearest_facility_counts_and_stands_for_the_landmark() -> None:
    (card,) = cards(
        [{"id": "l", "geometry": MultiPoint([(113.7, 22.9), (113.9, 22.9)]), "accuracy_m": 50.0}],
        facilities=[
            at("east", 113.9, 22.9, 10, landmark="l"),
            at("west", 113.7, 22.9, 10, landmark="l"),
            {"id": "unplaced", "landmark": "l"},
            at("other", 113.8, 22.9, 10, landmark="m"),
        ],
        takeoff_points=[at("t", 113.89, 22.9, 0, status="planned")],
    )
    assert [facility.facility for facility in card.facilities] == ["east", "unplaced", "west"]
    assert card.facilities[1].position is PositionClass.UNKNOWN
    (point,) = card.takeoff_points
    assert (point.facility, point.status) == ("east", "planned")
    assert point.distance_m.high == pytest.approx(1036, abs=2)


def test_a_landmark_without_position_has_no_neighbours() -> None:
    (card,) = cards([{"id": "l"}], takeoff_points=[at("t", 113.89, 22.9, 0)])
    assert card.takeoff_points == ()
    assert card.position is PositionClass.UNKNOWN


def test_road_segments_are_measured_to_their_line() -> None:
    line = LineString([(113.75, 22.76), (113.75, 22.80)])
    (card,) = cards(
        [at("l", 113.76, 22.78, 0)],
        road_segments=[{"id": "r", "geometry": line, "accuracy_m": 500.0}],
    )
    (segment,) = card.road_segments
    assert segment.distance_m.low == pytest.approx(1028 - 500, abs=2)


spot = st.tuples(st.floats(113.6, 114.2), st.floats(22.7, 23.1))
position = st.tuples(spot, st.floats(0, 3000))


@settings(max_examples=25)
@given(
    facilities=st.lists(position, min_size=1, max_size=3),
    points=st.lists(position, min_size=1, max_size=6),
    seed=st.integers(0, 2**32 - 1),
)
def test_true_distances_lie_inside(
    facilities: list[tuple[tuple[float, float], float]],
    points: list[tuple[tuple[float, float], float]],
    seed: int,
) -> None:
    """Any true positions within the stated accuracies give a distance inside the interval."""
    (card,) = cards(
        [{"id": "l"}],
        facilities=[
            at(f"f{i}", *place, accuracy, landmark="l")
            for i, (place, accuracy) in enumerate(facilities)
        ],
        takeoff_points=[at(f"t{i}", *place, e) for i, (place, e) in enumerate(points)],
        nearest=len(points),
    )
    assert len(card.takeoff_points) == len(points)
    random = np.random.default_rng(seed)

    def displaced(rows: list[tuple[tuple[float, float], float]]) -> np.ndarray:
        centres = crs.metric_coordinates(np.array([place for place, _ in rows]))
        angle = random.uniform(0, 2 * np.pi, len(rows))
        length = random.choice([1.0, 0.5], len(rows)) * [e for _, e in rows]
        return centres + np.column_stack((np.cos(angle), np.sin(angle))) * length[:, None]

    for _ in range(20):
        true = np.linalg.norm(
            displaced(facilities)[:, None] - displaced(points)[None, :], axis=2
        ).min(axis=0)
        for found in card.takeoff_points:
            distance = true[int(found.feature[1:])]
            assert found.distance_m.low - 1e-6 <= distance <= found.distance_m.high + 1e-6
    bounds = [found.distance_m.high for found in card.takeoff_points]
    assert bounds == sorted(bounds)


def test_of_a_schematic_road_the_far_end_bounds_the_distance_from_above() -> None:
    line = LineString([(113.7, 22.9), (113.8, 22.9)])
    roads = [
        {"id": basis, "geometry": line, "accuracy_m": 500.0, "geometry_basis": basis}
        for basis in ("schematic", "sourced")
    ]
    (card,) = cards([at("l", 113.7, 22.9, 10)], road_segments=roads)
    bounds = {road.feature: road.distance_m for road in card.road_segments}
    start, end = (crs.metric_geometry(Point(lon, 22.9)) for lon in (113.7, 113.8))
    assert bounds["sourced"].high == pytest.approx(510.0)
    assert bounds["schematic"].high == pytest.approx(end.distance(start) + 510.0)
    assert bounds["schematic"].low == bounds["sourced"].low == 0.0


def test_a_landmark_is_on_its_own_roads_and_not_near_them() -> None:
    line = LineString([(113.7, 22.9), (113.71, 22.9)])
    roads = [
        {"id": f"r{i}", "geometry": line, "accuracy_m": 500.0, "road_zh": name}
        for i, name in enumerate(("东湾大道", "中海路"))
    ]
    (card,) = cards([at("l", 113.7, 22.9, 10) | {"roads": ["东湾大道"]}], road_segments=roads)
    assert [segment.feature for segment in card.road_segments] == ["r1"]
    assert card.roads == ("东湾大道",)
