"""Where circles cross: enough candidates for the whole plane."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gis.siting.circles
from gis.errors import InvalidInputError
from gis.siting.circles import circle_candidates
from gis.siting.search import best_cover


def reached(places, points, radii):
    apart = places[:, None] - points[None]
    return np.hypot(apart[..., 0], apart[..., 1]) <= radii + 2e-6


@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.integers(1, 3))
@settings(max_examples=80, deadline=None)
def test_no_place_in_the_plane_does_better(seed, number, count):
    draw = np.random.default_rng(seed)
    points, weights = draw.uniform(0, 10, (number, 2)), draw.integers(1, 9, number).astype(float)
    radii = draw.uniform(0.5, 3.0, number)
    found = circle_candidates(points, weights, radii)
    answer = best_cover(found.patterns, count, time_limit_s=10, on_progress=lambda _: None)
    assert answer.bound == pytest.approx(answer.value)
    covers = reached(found.places, points, radii)
    assert weights[covers[list(answer.chosen)].any(axis=0)].sum() == pytest.approx(answer.value)
    # A fine grid over the plane, and random places beside it.
    side = np.linspace(-1, 11, 60)
    anywhere = np.concatenate(
        (np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2), draw.uniform(-1, 11, (500, 2)))
    )
    apart = anywhere[:, None] - points[None]
    sets = np.unique(np.hypot(apart[..., 0], apart[..., 1]) <= radii, axis=0)
    if count == 1:
        assert (sets @ weights).max() <= answer.value
    chosen = draw.integers(0, len(sets), (300, count))
    assert (sets[chosen].any(axis=1) @ weights).max() <= answer.value


def test_every_set_that_a_place_can_reach_lies_in_some_candidates():
    draw = np.random.default_rng(8)
    points = draw.uniform(0, 10, (15, 2))
    found = circle_candidates(points, np.ones(15), 2.0)
    covers = reached(found.places, points, 2.0)
    for place in draw.uniform(0, 10, (2_000, 2)):
        reach = np.hypot(*(points - place).T) <= 2.0
        assert (covers[:, reach].all(axis=1)).any()
    assert found.crossings > len(found.places)
    for one, other in combinations(range(len(found.places)), 2):
        assert not (covers[one] <= covers[other]).all()
        assert not (covers[other] <= covers[one]).all()


def test_circles_that_touch_or_fall_together():
    apart = circle_candidates([(0, 0), (4, 0)], [1, 1], 2.0)
    assert apart.places.tolist() == [[2.0, 0.0]]
    same = circle_candidates([(0, 0), (0, 0), (9, 9)], [1, 2, 0], 2.0)
    assert same.places.tolist() == [[0.0, 0.0]]
    assert same.patterns.weights.tolist() == [3.0]


def test_three_circles_through_one_point_are_reached_from_it():
    angles = np.array([0.3, 2.1, 4.4])
    points = 431_000 + 3_000 * np.column_stack((np.cos(angles), np.sin(angles)))
    found = circle_candidates(points, np.ones(3), 3_000.0)
    assert len(found.places) == 1
    assert np.abs(found.places[0] - 431_000).max() < 1e-5


def test_too_many_are_refused_with_a_remedy(monkeypatch):
    points = np.random.default_rng(1).uniform(0, 1, (60, 2))
    for limit in ("MAX_CROSSINGS", "MAX_CANDIDATES"):
        with monkeypatch.context() as patch:
            patch.setattr(gis.siting.circles, limit, 3)
            with pytest.raises(InvalidInputError, match="more than 3") as caught:
                circle_candidates(points, np.ones(60), 0.2)
            assert caught.value.remedy
    with pytest.raises(InvalidInputError):
        circle_candidates(points, np.ones(60), 0.0)
