import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.errors import InvalidInputError
from gis.nearest import nearest_sites, times_within
from gis.squares import SortedPoints


def by_all_pairs(points, sites, radii, margins):
    offset = points[:, None, :] - sites[None]
    square = offset[..., 0] ** 2 + offset[..., 1] ** 2
    reach = radii[None] + margins[:, None]
    return ((square <= reach**2) & (reach >= 0)).sum(axis=1), square


@st.composite
def places(draw):
    seed = draw(st.integers(0, 2**32 - 1))
    make = np.random.default_rng(seed)
    number, sites = draw(st.integers(1, 900)), draw(st.integers(1, 40))
    size = draw(st.sampled_from([0.0, 1.0, 100.0, 56_000.0]))
    if draw(st.booleans()):  # on a lattice: distances that are equal to a range, equal distances
        points = make.integers(0, 12, (number, 2)) * (size / 12)
        centres = make.integers(0, 12, (sites, 2)) * (size / 12)
        radii = make.integers(-1, 8, sites) * (size / 12)
    else:
        points = make.normal(0, size / 3, (number, 2)) ** 3 / max(size, 1) ** 2
        centres = make.uniform(-size, size, (sites, 2))
        radii = make.uniform(-size / 4, size, sites)
    corner = draw(st.sampled_from([(0.0, 0.0), (480_000.0, 2_530_000.0)]))
    margins = make.choice([0.0, size / 12, -size / 12, -size], number)
    return points + corner, centres + corner, radii, margins


@given(places())
@settings(max_examples=150, deadline=None)
def test_answers_equal_those_of_all_pairs(made):
    points, sites, radii, margins = made
    ready = SortedPoints.of(points)
    times, square = by_all_pairs(points, sites, radii, np.zeros(len(points)))
    assert (times_within(ready, sites, radii) == times).all()
    times, _ = by_all_pairs(points, sites, radii, margins)
    assert (times_within(ready, sites, radii, margins=margins) == times).all()
    site, distance = nearest_sites(ready, sites)
    assert (site == square.argmin(axis=1)).all()  # of equally near ones the first
    assert (distance == np.sqrt(square.min(axis=1))).all()


def test_many_points_in_one_place_and_a_few_far_away():
    points = np.concatenate((np.full((5_000, 2), 7.0), [[1e6, -1e6], [2e6, 3e6]]))
    sites = np.array([[7.0, 7.0], [1e6, -1e6 + 5]])
    ready = SortedPoints.of(points)
    times = times_within(ready, sites, np.array([0.0, 5.0]))
    assert times.tolist() == [1] * 5_001 + [0]
    site, distance = nearest_sites(ready, sites)
    assert (site[:5_001].sum(), distance[5_000]) == (1, 5.0)


def test_no_points_and_no_sites():
    none = SortedPoints.of(np.zeros((0, 2)))
    assert times_within(none, np.zeros((1, 2)), np.ones(1)).tolist() == []
    assert nearest_sites(none, np.zeros((1, 2)))[0].tolist() == []
    some = SortedPoints.of(np.ones((3, 2)))
    assert times_within(some, np.zeros((0, 2)), np.zeros(0)).tolist() == [0, 0, 0]
    with pytest.raises(InvalidInputError, match="no site"):
        nearest_sites(some, np.zeros((0, 2)))
    with pytest.raises(InvalidInputError, match="finite"):
        SortedPoints.of(np.array([[0.0, np.nan]]))
