import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import gis.discs
from gis.discs import SEGMENTS, Discs, circumscribed_error_m2, inscribed_error_m2
from gis.errors import InvalidInputError

CENTRES = np.array([[480_000.0, 2_530_000.0], [500_123.4, 2_545_678.9], [0.0, 0.0]])
RADII = np.array([3_000.0, 12.5, 100_000.0])


@pytest.mark.parametrize("segments", [4, 64, SEGMENTS])
def test_inscribed_polygons_stay_inside_and_fall_short_by_the_stated_area(segments):
    polygons = Discs.inscribed(CENTRES, RADII, segments).polygons()
    for polygon, centre, radius in zip(polygons, CENTRES, RADII, strict=True):
        corners = shapely.get_coordinates(polygon)
        assert np.hypot(*(corners - centre).T).max() <= radius * (1 + 1e-9)
    short = np.pi * RADII**2 - shapely.area(polygons)
    np.testing.assert_allclose(short, inscribed_error_m2(RADII, segments), rtol=1e-4)


@pytest.mark.parametrize("segments", [4, 64, SEGMENTS])
def test_circumscribed_polygons_contain_the_disc_and_exceed_it_by_the_stated_area(segments):
    polygons = Discs.circumscribed(CENTRES, RADII, segments).polygons()
    centres = shapely.points(CENTRES)
    nearest = shapely.distance(shapely.boundary(polygons), centres)
    assert (nearest >= RADII * (1 - 1e-9)).all()
    assert shapely.contains(polygons, centres).all()
    excess = shapely.area(polygons) - np.pi * RADII**2
    np.testing.assert_allclose(excess, circumscribed_error_m2(RADII, segments), rtol=1e-4)


def test_the_default_drawing_error_is_a_hundredth_of_a_percent():
    radius = np.array([5_000.0])
    assert inscribed_error_m2(radius)[0] / (np.pi * radius[0] ** 2) < 1.1e-4
    assert circumscribed_error_m2(radius)[0] / (np.pi * radius[0] ** 2) < 0.6e-4


@given(
    st.lists(
        st.tuples(st.integers(-50, 50), st.integers(-50, 50), st.integers(1, 60)),
        min_size=1,
        max_size=12,
    ),
    st.integers(0, 2**32 - 1),
)
def test_holding_agrees_with_the_polygons(discs, seed):
    table = np.array(discs, dtype=float)
    drawn = Discs.inscribed(table[:, :2], table[:, 2], 16)
    points = np.random.default_rng(seed).uniform(-120, 120, (200, 2))
    point, disc = drawn.holding(points)
    expected = shapely.contains_xy(drawn.polygons()[None, :], points[:, :1], points[:, 1:])
    found = np.zeros_like(expected)
    found[point, disc] = True
    assert (found == expected).all()
    assert list(zip(point, disc, strict=True)) == sorted(zip(point, disc, strict=True))


def test_holding_finds_the_same_in_small_blocks(monkeypatch):
    draw = np.random.default_rng(3)
    drawn = Discs.circumscribed(draw.uniform(0, 100, (40, 2)), draw.uniform(5, 60, 40))
    points = draw.uniform(0, 100, (300, 2))
    whole = drawn.holding(points)
    blocks = gis.discs._blocks
    monkeypatch.setattr(gis.discs, "_blocks", lambda counts, **_: blocks(counts, limit=100))
    parts = drawn.holding(points)
    assert len(blocks(np.full(40, 90), limit=100)) == 40
    assert (whole[0] == parts[0]).all()
    assert (whole[1] == parts[1]).all()


@given(st.integers(0, 2**32 - 1))
def test_a_polygon_is_around_a_point_where_the_circle_of_the_margin_fits_in(seed):
    draw = np.random.default_rng(seed)
    drawn = Discs.inscribed(draw.uniform(0, 100, (15, 2)), draw.uniform(5, 60, 15))
    points, margins = draw.uniform(0, 100, (80, 2)), draw.choice([0.0, 3.0, 70.0], 80)
    away = np.hypot(*np.moveaxis(points[:, None] - drawn.centres[None], 2, 0))
    inner = drawn.circumradii * np.cos(np.pi / drawn.segments) - 1e-6
    expected = (away + margins[:, None] <= inner).sum(axis=1)
    assert drawn.times_around(points, margins).tolist() == expected.tolist()
    held = shapely.contains_properly(
        drawn.polygons()[None, :], shapely.buffer(shapely.points(points), margins)[:, None]
    )
    assert (drawn.times_around(points, margins)[margins > 0] <= held.sum(axis=1)[margins > 0]).all()


def test_no_discs_hold_nothing():
    none = Discs.inscribed(np.empty((0, 2)), np.empty(0))
    point, disc = none.holding(np.zeros((5, 2)))
    assert len(none) == len(point) == len(disc) == 0


@pytest.mark.parametrize("radius", [0.0, -1.0, np.nan, np.inf])
def test_a_radius_that_is_none_is_refused(radius):
    with pytest.raises(InvalidInputError, match="radius above 0"):
        Discs.inscribed(np.zeros((1, 2)), np.array([radius]))


def test_programming_mistakes_are_refused():
    with pytest.raises(ValueError, match="centres but"):
        Discs.inscribed(np.zeros((2, 2)), np.ones(1))
    with pytest.raises(ValueError, match="multiple of 4"):
        Discs.inscribed(np.zeros((1, 2)), np.ones(1), 6)
    with pytest.raises(ValueError, match="different numbers of sides"):
        Discs.inscribed(np.zeros((1, 2)), np.ones(1), 8) + Discs.inscribed(
            np.zeros((1, 2)), np.ones(1), 16
        )
