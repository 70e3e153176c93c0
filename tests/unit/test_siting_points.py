"""Points merged on a grid are exactly the points measured one by one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gis.siting.point_patterns
from gis.errors import InvalidInputError
from gis.siting.patterns import merge
from gis.siting.point_patterns import PointMerger, merge_points


def measured(points, demand, centres, radii):
    """Every point against every disc."""
    apart = points[:, None] - centres[None]
    covers = (apart * apart).sum(axis=2) <= np.square(radii)
    return merge(*np.nonzero(covers), demand.astype(float), candidates=len(centres))


def same(one, other):
    return (
        one.candidates == other.candidates
        and np.array_equal(one.weights, other.weights)
        and np.array_equal(one.starts, other.starts)
        and np.array_equal(one.covering, other.covering)
    )


@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 150),
    st.integers(0, 400),
    st.sampled_from([0.0, 1.0, 0.25]),
    st.integers(1, 3),
)
@settings(max_examples=200, deadline=None)
def test_merging_on_a_grid_changes_nothing(seed, discs, number, lattice, batches):
    draw = np.random.default_rng(seed)
    centres, points = draw.uniform(0, 30, (discs, 2)), draw.uniform(-3, 33, (number, 2))
    radii = draw.uniform(0.5, 9, discs)
    if lattice:
        # Points exactly on outlines, identical discs, outlines along cells.
        centres, points = np.rint(centres / lattice) * lattice, np.rint(points / lattice) * lattice
        radii = np.ceil(radii)
    demand = draw.integers(0, 5, number)
    parts = np.array_split(np.arange(number), batches)
    found = merge_points(
        ((points[part], demand[part]) for part in parts), centres, radii, points=number
    )
    assert same(found, measured(points, demand, centres, radii))


def test_many_identical_discs_are_crowded_and_still_exact():
    draw = np.random.default_rng(2)
    points, demand = draw.uniform(0, 10, (3_000, 2)), draw.integers(1, 9, 3_000)
    centres, radii = np.tile([[5.0, 5.0]], (90, 1)), np.full(90, 4.0)
    merger = PointMerger.over(centres, radii, points=3_000)
    counted = merger.count(points, demand)
    assert len(counted.rows)
    assert same(merger.patterns(counted), measured(points, demand, centres, radii))


def test_batches_add_up_in_any_order(monkeypatch):
    monkeypatch.setattr(gis.siting.point_patterns, "_AT_ONCE", 700)
    draw = np.random.default_rng(5)
    points, demand = draw.uniform(0, 30, (5_000, 2)), draw.integers(1, 9, 5_000)
    centres, radii = draw.uniform(0, 30, (60, 2)), draw.uniform(2, 9, 60)
    merger = PointMerger.over(centres, radii, points=100)
    parts = [merger.count(points[begin::4], demand[begin::4]) for begin in range(4)]
    left = ((parts[0] + parts[1]) + parts[2]) + parts[3]
    right = parts[3] + (parts[2] + (parts[1] + parts[0]))
    whole = merger.count(points, demand)
    for other in (left, right):
        assert np.array_equal(other.slots, whole.slots)
        assert np.array_equal(other.rows, whole.rows)
        assert np.array_equal(other.row_demand, whole.row_demand)
        assert other.total == whole.total == demand.sum()
    assert same(merger.patterns(whole), measured(points, demand, centres, radii))


def test_demand_and_discs_that_cannot_be_used_are_refused():
    one, place = np.ones(1, dtype=np.int64), np.zeros((1, 2))
    for centres, radii in (
        (np.empty((0, 2)), np.empty(0)),
        (place, np.array([0.0])),
        (place * np.nan, one.astype(float)),
    ):
        with pytest.raises(InvalidInputError):
            PointMerger.over(centres, radii, points=1)
    merger = PointMerger.over(place, np.ones(1), points=1)
    for demand in (-one, np.ones(1)):
        with pytest.raises(InvalidInputError, match="whole numbers"):
            merger.count(place, demand)
    for points in (place * np.nan, place + np.inf):
        with pytest.raises(InvalidInputError, match="finite"):
            merger.count(points, one)
    with pytest.raises(InvalidInputError, match="2\\*\\*53"):
        merger.patterns(merger.count(place, one << 53))
