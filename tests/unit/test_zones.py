import datetime as dt

import numpy as np
import pytest
import shapely

from gis.crs import STORED
from gis.errors import InvalidInputError, WrongReferenceSystemError
from gis.opening_hours import holds_at
from gis.results_airspace import AirspaceBasis, Unstated, ZoneEffect
from gis.zones import Flight, in_band, read_zones
from tests.made_zones import FLIGHT, made_zones, zones_of

SQUARE = shapely.box(0, 0, 1_000, 1_000)
LOCAL = dt.timezone(dt.timedelta(hours=8))
MONDAY = dt.datetime(2026, 5, 4, 9, 30, tzinfo=LOCAL)
BARS, LIMITS = ZoneEffect.BARS, ZoneEffect.LIMITS_HEIGHT
UNDECIDED, FREE = ZoneEffect.UNDECIDED, ZoneEffect.LEAVES_FREE


@pytest.mark.parametrize(
    ("hours", "at", "expected"),
    [
        ("24/7", None, True),
        ("全天", MONDAY, True),
        (None, MONDAY, None),
        ("", None, None),
        ("daylight", MONDAY, None),
        ("08:00-18:00", MONDAY, True),
        ("08:00-18:00", MONDAY.replace(hour=18, minute=0), False),
        ("08:00-18:00", MONDAY.astimezone(dt.UTC), True),
        ("08:00-18:00", None, None),
        ("00:00-24:00", None, True),
        ("00:00-12:00,12:00-24:00", None, True),
        ("Mo-Fr 08:00-12:00, 14:00-18:00; Sa 09:00-10:00", MONDAY, True),
        ("Mo-Fr 08:00-09:00; Sa 09:00-10:00", MONDAY, False),
        ("Tu 00:00-24:00", MONDAY, False),
        ("Su 22:00-10:00", MONDAY, True),
        ("Fr-Mo 09:00-10:00", MONDAY, True),
        ("Mo,We 22:00-06:00", MONDAY, False),
        ("25:00-26:00", MONDAY, None),
        ("08:70-09:00", MONDAY, None),
        ("08:00-18:00; by notice", MONDAY, None),
    ],
)
def test_stated_hours_hold_or_not_or_cannot_be_told(hours, at, expected):
    assert holds_at(hours, at) is expected


@pytest.mark.parametrize(
    ("columns", "flight", "effect", "unstated"),
    [
        ({}, FLIGHT, BARS, ()),
        ({"restriction": "authorisation"}, FLIGHT, BARS, ()),
        ({"restriction": "conditional"}, Flight(100, permitted=True), FREE, ()),
        ({"restriction": "prohibited"}, Flight(100, permitted=True), BARS, ()),
        ({"restriction": "no_restriction"}, FLIGHT, FREE, ()),
        ({"status": "expired"}, FLIGHT, FREE, ()),
        ({"status": "advisory"}, FLIGHT, UNDECIDED, (Unstated.ADVISORY,)),
        ({"hours": None}, FLIGHT, UNDECIDED, (Unstated.HOURS,)),
        ({"hours": "08:00-18:00"}, FLIGHT, UNDECIDED, (Unstated.HOURS,)),
        ({"hours": "08:00-18:00"}, Flight(100, at=MONDAY), BARS, ()),
        ({"hours": "08:00-09:00"}, Flight(100, at=MONDAY), FREE, ()),
        ({"restriction": "height_limit", "ceiling_m": 120.0}, FLIGHT, FREE, ()),
        ({"restriction": "height_limit", "ceiling_m": 60.0}, FLIGHT, LIMITS, ()),
        ({"restriction": "height_limit"}, FLIGHT, UNDECIDED, (Unstated.HEIGHT,)),
        ({"floor_m": 150.0}, FLIGHT, FREE, ()),
        ({"ceiling_m": 80.0}, FLIGHT, FREE, ()),
        ({"floor_m": 50.0, "ceiling_m": 100.0}, FLIGHT, BARS, ()),
        ({"vertical_reference": "not_stated"}, FLIGHT, BARS, ()),
        ({"vertical_reference": "not_stated", "floor_m": 0.0}, FLIGHT, BARS, ()),
        (
            {"vertical_reference": "sea_level", "ceiling_m": 150.0},
            FLIGHT,
            UNDECIDED,
            (Unstated.HEIGHT,),
        ),
        (
            {"vertical_reference": "not_stated", "ceiling_m": 1.0, "hours": None},
            FLIGHT,
            UNDECIDED,
            (Unstated.HEIGHT, Unstated.HOURS),
        ),
        # One sure "no" decides, whatever else is not stated.
        ({"hours": None, "ceiling_m": 50.0}, FLIGHT, FREE, ()),
        ({"accuracy_m": None}, FLIGHT, UNDECIDED, (Unstated.ACCURACY,)),
    ],
)
def test_what_a_zone_means_for_a_flight(columns, flight, effect, unstated):
    zones = zones_of([SQUARE], flight, **columns)
    assert zones.verdicts[0].effect is effect
    assert zones.verdicts[0].unstated == unstated


@pytest.mark.parametrize("height", [0.1, 60.0, 120.0, 120.1, 300.0])
def test_a_height_limit_restricts_above_it_and_a_barred_zone_between_its_limits(height):
    assert in_band("height_limit", 0.0, 120.0, "ground", height) is (height > 120)
    assert in_band("prohibited", 60.0, 120.0, "ground", height) is (60 <= height <= 120)


def test_no_zone_is_no_data_and_never_free():
    nothing = zones_of([])
    assert nothing.summary().basis is AirspaceBasis.NO_DATA
    undrawn = read_zones(made_zones([SQUARE]).assign(geometry=[None]), FLIGHT)
    assert undrawn.summary().basis is AirspaceBasis.NO_DATA
    assert [name.zone for name in undrawn.undrawn] == ["z00"]
    summary = zones_of([SQUARE]).summary()
    assert summary.basis is AirspaceBasis.IMPORTED
    assert summary.zones[0].edition == "2026-05"


CIRCLE = shapely.Point(500, 500).buffer(500, quad_segs=64)
ROUGH = shapely.Polygon(
    [
        (500 + r * np.cos(angle), 500 + r * np.sin(angle))
        for angle, r in zip(
            np.linspace(0, 2 * np.pi, 400, endpoint=False),
            np.random.default_rng(7).uniform(380, 500, 400),
            strict=True,
        )
    ]
)
"""A coastline of many small teeth."""


@pytest.mark.parametrize("accuracy", [60.0, 3.0, 0.0])
@pytest.mark.parametrize(
    "shape",
    [
        SQUARE,
        SQUARE.difference(shapely.box(200, 200, 700, 900)),
        CIRCLE,
        CIRCLE.difference(shapely.Point(500, 500).buffer(300, quad_segs=64)),
        ROUGH,
    ],
)
def test_the_true_outline_lies_between_the_extents(shape, accuracy):
    zones = zones_of([shape], accuracy_m=accuracy)
    moved = made_zones([shape]).geometry.iloc[0]
    draw = np.random.default_rng(1)
    points = draw.uniform(-100, 1_100, (4_000, 2)) + shapely.get_coordinates(moved).min(axis=0)
    within = shapely.contains_xy(moved, points)
    away = shapely.distance(shapely.boundary(moved), shapely.points(points))
    assert shapely.contains_xy(zones.outer[0], points[within | (away <= accuracy)]).all()
    assert not shapely.contains_xy(zones.inner[0], points[~within | (away < accuracy)]).any()
    assert zones_of([shape], accuracy_m=5_000.0).inner[0].is_empty


@pytest.mark.parametrize("shape", [CIRCLE, ROUGH])
def test_outlines_of_many_vertices_are_thinned_by_little(shape):
    """A circle of a zone file has 256 sides, and ways are sought between all corners."""
    (true,) = made_zones([shape]).geometry
    for accuracy, most in ((60.0, 1.3 * 60.0), (0.0, 2.1)):
        zones = zones_of([shape], accuracy_m=accuracy)
        assert shapely.covers(true.buffer(most, quad_segs=64), zones.outer[0])
        assert shapely.covers(zones.inner[0].buffer(0.001), true.buffer(-most, quad_segs=64))
    assert shapely.get_num_coordinates(zones_of([CIRCLE], accuracy_m=60.0).outer[0]) < 60


def test_a_zone_can_be_left_out():
    zones = zones_of([SQUARE, SQUARE])
    assert [v.name.zone for v in zones.without("z00").verdicts] == ["z01"]
    with pytest.raises(KeyError):
        zones.without("z09")


def test_unusable_zones_and_flights_are_refused():
    bow_tie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    with pytest.raises(InvalidInputError, match=r"'z00'.*valid polygon"):
        zones_of([bow_tie])
    with pytest.raises(InvalidInputError, match=r"'z00'.*accuracy"):
        zones_of([SQUARE], accuracy_m=-1.0)
    with pytest.raises(WrongReferenceSystemError):
        read_zones(made_zones([SQUARE]).to_crs(STORED), FLIGHT)
    for height in (0, -5, float("nan"), 99_999):
        with pytest.raises(InvalidInputError, match="height"):
            Flight(height)
    with pytest.raises(InvalidInputError, match="zone"):
        Flight(100, at=dt.datetime(2026, 5, 1))  # noqa: DTZ001 - the case refused
    with pytest.raises(ValueError, match="zone"):
        holds_at("08:00-18:00", dt.datetime(2026, 5, 1))  # noqa: DTZ001 - the case refused
