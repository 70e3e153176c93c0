"""Medians, centers and connected sites against enumeration and another formulation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from gis.errors import InvalidInputError
from gis.siting.centers import p_center
from gis.siting.connected import connected_cover, links_within
from gis.siting.distances import distances
from gis.siting.medians import p_median
from tests.unit.test_siting import covered, merged
from tests.unit.test_siting_family import choices, is_proven

# --- distances -----------------------------------------------------------------------------------


@st.composite
def places(draw):
    sites = draw(st.integers(2, 7))
    near = st.integers(0, 9)
    points = draw(st.lists(st.tuples(near, near), min_size=1, max_size=9))
    centres = draw(st.lists(st.tuples(near, near), min_size=sites, max_size=sites))
    weights = draw(st.lists(st.integers(1, 9), min_size=len(points), max_size=len(points)))
    kept = draw(st.sets(st.integers(0, sites - 1), max_size=sites - 1))
    count = draw(st.integers(1, sites - len(kept)))
    return distances(points, weights, centres), count, tuple(sorted(kept))


@given(places())
@settings(max_examples=150, deadline=None)
def test_the_best_median_is_what_enumeration_finds(question):
    demand, count, kept = question
    answer = p_median(demand, count, kept=kept)
    sums = [
        (demand.weights * demand.metres[:, [*choice, *kept]].min(axis=1)).sum()
        for choice in choices(demand.metres.shape[1], count, kept)
        if len(choice) == count
    ]
    assert is_proven(answer)
    assert answer.value == pytest.approx(min(sums), abs=1e-9)
    assert len(answer.chosen) == count
    assert not set(answer.chosen) & set(kept)


@given(places())
@settings(max_examples=150, deadline=None)
def test_the_best_center_is_what_enumeration_finds(question):
    demand, count, kept = question
    answer = p_center(demand, count, kept=kept)
    farthest = [
        demand.metres[:, [*choice, *kept]].min(axis=1).max()
        for choice in choices(demand.metres.shape[1], count, kept)
        if choice or kept
    ]
    assert is_proven(answer)
    assert answer.value == answer.bound == min(farthest)
    assert len(answer.chosen) <= count


def test_a_large_median_is_what_another_formulation_finds():
    draw = np.random.default_rng(3)
    demand = distances(
        draw.uniform(0, 30, (80, 2)), draw.integers(1, 50, 80), draw.uniform(0, 30, (25, 2))
    )
    rows, sites = demand.metres.shape
    pairs = rows * sites
    cost = np.concatenate((np.zeros(sites), (demand.metres * demand.weights[:, None]).ravel()))
    assigned = np.hstack((np.zeros((rows, sites)), np.kron(np.eye(rows), np.ones(sites))))
    opened = np.hstack((np.tile(np.eye(sites), (rows, 1)), -np.eye(pairs)))
    count = np.concatenate((np.ones(sites), np.zeros(pairs)))[None, :]
    reference = milp(
        cost,
        integrality=np.concatenate((np.ones(sites), np.zeros(pairs))),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(assigned, 1, 1),
            LinearConstraint(opened, 0, np.inf),
            LinearConstraint(count, 6, 6),
        ],
    )
    answer = p_median(demand, 6)
    assert is_proven(answer)
    assert answer.value == pytest.approx(reference.fun)


def test_an_uncertain_position_counts_with_the_most_it_could_be():
    demand = distances([(0, 0)], [1], [(3, 4), (6, 0)], [2.0, 0.0])
    assert demand.metres.tolist() == [[7.0, 6.0]]
    assert p_median(demand, 1).chosen == (1,)


def test_too_many_distances_are_refused():
    with pytest.raises(InvalidInputError, match="distances"):
        distances(np.zeros((2_001, 2)), np.ones(2_001), np.zeros((1_000, 2)))


# --- one network ---------------------------------------------------------------------------------


def joined(links, chosen, kept):
    todo = list(kept) or list(chosen[:1])
    reached = set(todo)
    while todo:
        one = todo.pop()
        for other in {*chosen, *kept} - reached:
            if links[one, other]:
                reached.add(other)
                todo.append(other)
    return set(chosen) <= reached


@given(st.integers(0, 10_000), st.integers(1, 4), st.booleans())
@settings(max_examples=120, deadline=None)
def test_the_best_network_is_what_enumeration_finds(seed, count, with_kept):
    draw = np.random.default_rng(seed)
    centres = draw.uniform(0, 20, (9, 2))
    points = draw.uniform(0, 20, (60, 2))
    covers = np.hypot(*(points[:, None] - centres[None]).transpose(2, 0, 1)) <= 4.0
    weights = draw.integers(1, 9, 60).astype(float)
    links = links_within(centres, np.zeros(9), 7.0)
    kept = (0, 4) if with_kept else ()
    answer = connected_cover(merged(covers, weights), links, count, kept=kept)
    left = weights * ~covers[:, list(kept)].any(axis=1)
    best = max(
        covered(covers, left, choice)
        for choice in choices(9, count, kept)
        if joined(links, choice, kept)
    )
    assert is_proven(answer)
    assert answer.value == pytest.approx(best)
    assert joined(links, answer.chosen, kept)
    assert covered(covers, left, answer.chosen) == pytest.approx(best)


def test_links_count_what_is_sure():
    links = links_within(np.array([[0, 0], [5, 0], [9, 0]]), np.array([1.0, 0, 0]), 5.5)
    assert links.tolist() == [[False] * 3, [False, False, True], [False, True, False]]
    with pytest.raises(InvalidInputError):
        links_within(np.zeros((2, 2)), np.zeros(2), 0.0)
