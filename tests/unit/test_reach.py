import itertools

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.discs import Discs
from gis.reach import airspace, possible_region, regions, sure_region
from gis.visibility import obstacles
from tests.made_city import CORNER
from tests.made_zones import random_shapes, ways, ways_between, zones_of

NARROW_M = 1e-3
"""How near to a boundary a place is left to rounding, beside the drawing's own error."""


def blocks_of(shapes):
    moved = shapely.transform(np.array(shapes, dtype=object), lambda xy: xy + CORNER)
    return obstacles(moved)


def drawn(place, radius, region, *, outward):
    """The region, or the disc that stands."""
    if region is not None:
        return region
    make = Discs.circumscribed if outward else Discs.inscribed
    return make(place[None], np.array([radius])).polygons()[0]


def both(place, radius, accuracy, blocks):
    sure = sure_region(place, radius, accuracy, blocks)[0]
    possible = possible_region(place, radius, accuracy, blocks)[0]
    return (
        drawn(place, radius - accuracy, sure, outward=False),
        drawn(place, radius + accuracy, possible, outward=True),
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 9))
def test_reach_is_what_the_full_visibility_graph_says(seed, number):
    draw = np.random.default_rng(seed)
    blocks = blocks_of(random_shapes(seed, number))
    place = draw.uniform(0, 20_000, 2) + CORNER
    if seed % 3 == 0 and len(blocks.corners):
        place = blocks.corners[seed % len(blocks.corners)]
    radius = float(draw.uniform(1_000, 15_000))
    low, high = both(place, radius, 0.0, blocks)
    targets = place + draw.uniform(-1, 1, (150, 2)) * radius
    away = ways(place, targets, blocks.shape)
    assert (shapely.contains_xy(low, targets) <= (away <= radius + NARROW_M)).all()
    assert (shapely.intersects_xy(high, targets) >= (away <= radius - NARROW_M)).all()
    # And it is exact: inside and outside drawing differ by a hair only.
    assert shapely.area(low.difference(high)) < 1
    hair = 3e-3 * radius
    clear = (np.abs(away - radius) > hair) & (
        shapely.distance(shapely.points(targets), shapely.boundary(blocks.shape)) > NARROW_M
    )
    for region in (low, high):
        assert (shapely.contains_xy(region, targets) == (away <= radius))[clear].all()


# --- the interval's promise ------------------------------------------------------------------


def displaced(place, accuracy, draw, times):
    """True positions within the accuracy: anywhere, or at the very edge."""
    angle = draw.uniform(0, 2 * np.pi, times)
    share = np.sqrt(draw.uniform(0, 1, times))
    share[::3] = 1.0
    return place + accuracy * share[:, None] * np.column_stack((np.cos(angle), np.sin(angle)))


@pytest.mark.parametrize("seed", range(20))
def test_true_reach_lies_in_the_interval_for_10000_displacements(seed):
    # 20 airspaces, 500 true positions each; the true outlines differ from the stated ones too.
    draw = np.random.default_rng(seed)
    error = 80.0
    stated = zones_of(random_shapes(seed, 5), accuracy_m=error)
    space = airspace(stated)
    place = draw.uniform(2_000, 18_000, 2) + CORNER
    if seed % 4 == 0:
        # Near a zone, where the way from the stated to the true position may not be straight.
        place = space.inner.corners[0] + 150.0
    accuracy = float(draw.choice([0.0, 100.0, 400.0, 900.0]))
    low = drawn(
        place,
        5_000 - accuracy,
        sure_region(place, 5_000, accuracy, space.outer)[0],
        outward=False,
    )
    high = drawn(
        place,
        5_000 + accuracy,
        possible_region(place, 5_000, accuracy, space.inner)[0],
        outward=True,
    )
    targets = place + draw.uniform(-1, 1, (40, 2)) * 6_000
    surely, possibly = shapely.contains_xy(low, targets), shapely.intersects_xy(high, targets)
    for extent, positions in (
        (space.inner.shape, displaced(place, accuracy, draw, 250)),
        (space.outer.shape, displaced(place, accuracy, draw, 250)),
    ):
        tell = ways_between(targets, extent)
        reached = np.array([tell(true) for true in positions])
        assert not (surely & (reached > 5_000 + NARROW_M)).any()
        assert not (~possibly & (reached <= 5_000 - NARROW_M)).any()


def test_a_site_that_may_stand_in_a_zone_surely_serves_nothing():
    blocks = blocks_of([shapely.box(0, 0, 1_000, 1_000)])
    beside = np.array([1_300.0, 500.0]) + CORNER
    assert sure_region(beside, 3_000, 299.0, blocks)[0].area > 0
    assert sure_region(beside, 3_000, 301.0, blocks)[0].is_empty
    assert possible_region(beside, 3_000, 301.0, blocks)[0].area > 0
    within = np.array([500.0, 500.0]) + CORNER
    assert possible_region(within, 3_000, 0.0, blocks)[0].is_empty
    assert possible_region(within, 3_000, 400.0, blocks)[0].is_empty
    assert possible_region(within, 3_000, 600.0, blocks)[0].area > 0


def test_a_site_on_the_boundary_serves_its_side():
    blocks = blocks_of([shapely.box(0, 0, 1_000, 9_000)])
    edge = np.array([1_000.0, 4_500.0]) + CORNER
    low, high = both(edge, 2_000, 0.0, blocks)
    half = np.pi * 2_000**2 / 2
    assert low.area <= half <= high.area
    assert high.area - low.area < 1e-3 * half


def test_a_closed_ring_is_not_left_and_not_entered():
    ring = shapely.box(0, 0, 6_000, 6_000).difference(shapely.box(1_000, 1_000, 5_000, 5_000))
    blocks = blocks_of([ring])
    inner = shapely.transform(shapely.box(1_000, 1_000, 5_000, 5_000), lambda xy: xy + CORNER)
    low, high = both(np.array([3_000.0, 3_000.0]) + CORNER, 8_000, 0.0, blocks)
    assert low.area == pytest.approx(inner.area)
    assert high.area == pytest.approx(inner.area)
    outside, _ = both(np.array([-500.0, 3_000.0]) + CORNER, 20_000, 0.0, blocks)
    assert shapely.intersection(outside, inner).area == pytest.approx(0, abs=1)


def test_round_one_corner_the_reach_is_known_in_closed_form():
    # A wall to the west of which nothing is: behind its end lies a half disc of what remains.
    blocks = blocks_of([shapely.box(-90_000, -10, 3_000, 0)])
    place = np.array([3_000.0, 4_000.0]) + CORNER
    _, high = both(place, 5_000, 0.0, blocks)
    below = shapely.transform(shapely.box(-9e4, -9e4, 3_000, -10), lambda xy: xy + CORNER)
    bent = shapely.intersection(high, below).area
    assert bent == pytest.approx(np.pi * 990**2 / 4, rel=1e-3)


# --- monotone --------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_more_zones_reach_less_more_range_reaches_more_and_none_the_disc(seed):
    draw = np.random.default_rng(seed)
    shapes = random_shapes(seed, 6)
    place = draw.uniform(0, 20_000, 2) + CORNER
    for which in (0, 1):
        areas = [both(place, 4_000, 100.0, blocks_of(shapes[:n]))[which] for n in (0, 3, 6)]
        disc = both(place, 4_000, 100.0, blocks_of([]))[which]
        assert areas[0].equals(disc)
        for more, less in itertools.pairwise(areas):
            # Drawing may differ by the sides of the discs round corners.
            assert shapely.difference(less, more).area < 2e-3 * disc.area
        blocks = blocks_of(shapes)
        farther = both(place, 5_000, 100.0, blocks)[which]
        assert shapely.difference(areas[2], farther).area < 2e-3 * disc.area


def test_unchanged_sites_are_taken_from_what_is_known():
    space = airspace(zones_of(random_shapes(3, 6)))
    draw = np.random.default_rng(3)
    keys = np.column_stack((draw.uniform(0, 20_000, (6, 2)) + CORNER, [4_000.0] * 6, [50.0] * 6))
    first = regions(keys, space)
    moved = keys.copy()
    moved[2, 0] += 700
    again = regions(moved, space, known=[first])
    fresh = regions(moved, space)
    for now, then, new in zip(again.possible, first.possible, fresh.possible, strict=True):
        assert (now is then) or now is not None
        assert (now is None) == (new is None)
        assert now is None or now.equals(new)
    assert sum(a is b for a, b in zip(again.sure, first.sure, strict=True)) >= 5
    assert (again.sure_error_m2 == fresh.sure_error_m2).all()
