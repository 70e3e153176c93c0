"""Every siting problem against enumeration on small questions, another solver on larger."""

from itertools import combinations, permutations
from math import inf

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from gis.errors import InvalidInputError
from gis.siting.answers import AnswerStatus
from gis.siting.backup import backup_cover
from gis.siting.build_order import build_order
from gis.siting.candidates import from_points
from gis.siting.capacitated import capacitated_cover
from gis.siting.centers import p_center
from gis.siting.connected import connected_cover, links_within
from gis.siting.distances import Distances
from gis.siting.fewest import fewest_sites
from gis.siting.forbidden import outside
from gis.siting.medians import p_median
from tests.unit.test_siting import covered, discs_instance, instances, merged

CLOSE = 1e-9


def choices(candidates, count, kept=()):
    offered = [one for one in range(candidates) if one not in kept]
    for size in range(min(count, len(offered)) + 1):
        yield from combinations(offered, size)


def is_proven(answer):
    return answer.status is AnswerStatus.PROVEN and answer.seconds >= 0


@st.composite
def kept_instances(draw, candidates=7):
    covers, weights = draw(instances(candidates=candidates, demand=14))
    kept = draw(st.sets(st.integers(0, covers.shape[1] - 1), max_size=covers.shape[1] - 1))
    return covers, weights, tuple(sorted(kept))


# --- fewest sites --------------------------------------------------------------------------------


@given(kept_instances(), st.integers(0, 16).map(lambda part: part / 16))
@settings(max_examples=120, deadline=None)
def test_fewest_sites_are_what_enumeration_finds(instance, share):
    covers, weights, kept = instance
    patterns = merged(covers, weights)
    for needed in (None, share * weights.sum()):
        answer = fewest_sites(patterns, needed=needed, kept=kept)
        most = covered(covers, weights, range(covers.shape[1]))
        wanted = most if needed is None else needed
        if wanted > most:
            assert answer.status is AnswerStatus.INFEASIBLE
            assert answer.value == inf
            continue
        enough = [
            len(choice)
            for choice in choices(covers.shape[1], covers.shape[1], kept)
            if covered(covers, weights, (*choice, *kept)) >= wanted
        ]
        assert is_proven(answer)
        assert answer.value == answer.bound == min(enough) == len(answer.chosen)
        assert covered(covers, weights, (*answer.chosen, *kept)) >= wanted
        assert answer.first_bound <= answer.value <= answer.first_value


@pytest.mark.parametrize("share", [0.6, 0.9, 1.0])
def test_fewest_sites_are_what_another_solver_finds(share):
    covers, weights = discs_instance(4, demand=400, candidates=50, radius=5.0)
    reachable = covers.any(axis=1)
    covers, weights = covers[reachable], weights[reachable]
    demand, candidates = covers.shape
    linked = np.hstack((covers.astype(float), -np.eye(demand)))
    part = np.concatenate((np.zeros(candidates), weights))[None, :]
    reference = milp(
        np.concatenate((np.ones(candidates), np.zeros(demand))),
        integrality=np.concatenate((np.ones(candidates), np.zeros(demand))),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(linked, 0, np.inf),
            LinearConstraint(part, share * weights.sum() - 1e-6, np.inf),
        ],
    )
    needed = None if share == 1 else share * weights.sum()
    answer = fewest_sites(merged(covers, weights), needed=needed, time_limit_s=120)
    assert is_proven(answer)
    assert answer.value == round(reference.fun)


def test_more_than_all_demand_is_infeasible_and_nonsense_is_refused():
    patterns = merged(np.eye(3, dtype=bool), np.ones(3))
    assert fewest_sites(patterns, needed=4.0).status is AnswerStatus.INFEASIBLE
    for wrong in ({"needed": -1.0}, {"needed": inf}, {"kept": (3,)}, {"kept": (1, 1)}):
        with pytest.raises(InvalidInputError):
            fewest_sites(patterns, **wrong)


# --- backup --------------------------------------------------------------------------------------


@given(kept_instances(), st.integers(1, 4), st.integers(2, 3), st.sampled_from([0.0, 0.4, 1.0]))
@settings(max_examples=80, deadline=None)
def test_the_best_backup_is_what_enumeration_finds(instance, count, times, share):
    covers, weights, kept = instance
    count = min(count, covers.shape[1] - len(kept))

    def value(choice):
        depth = covers[:, [*choice, *kept]].sum(axis=1)
        return float(weights @ ((1 - share) * (depth > 0) + share * (depth >= times)))

    answer = backup_cover(
        merged(covers, weights), count, times=times, backup_share=share, kept=kept
    )
    best = max(value(choice) for choice in choices(covers.shape[1], count, kept))
    assert is_proven(answer)
    assert answer.value == pytest.approx(best)
    assert value(answer.chosen) == pytest.approx(best)
    assert len(answer.chosen) <= count
    assert not set(answer.chosen) & set(kept)


# --- capacities ----------------------------------------------------------------------------------


def most_served(covers, weights, capacity, chosen):
    demand, site = np.nonzero(covers[:, list(chosen)])
    if not len(demand):
        return 0.0
    pairs = np.arange(len(demand))
    limits = np.zeros((len(weights) + len(chosen), len(pairs)))
    limits[demand, pairs] = 1
    limits[len(weights) + site, pairs] = 1
    room = np.concatenate((weights, capacity[list(chosen)]))
    return -linprog(-np.ones(len(pairs)), A_ub=limits, b_ub=room).fun


@given(kept_instances(candidates=5), st.integers(1, 3), st.data())
@settings(max_examples=60, deadline=None)
def test_the_most_served_within_capacity_is_what_enumeration_finds(instance, count, data):
    covers, weights, kept = instance
    sites = covers.shape[1]
    count = min(count, sites - len(kept))
    capacity = np.array(
        data.draw(st.lists(st.integers(0, 60), min_size=sites, max_size=sites)), dtype=float
    )
    patterns = merged(covers, weights)
    found = capacitated_cover(patterns, capacity, count, kept=kept)
    best = max(
        most_served(covers, weights, capacity, (*choice, *kept))
        for choice in choices(sites, count, kept)
    )
    assert is_proven(found.answer)
    assert found.answer.value == pytest.approx(best, abs=1e-6)
    assert (found.load <= capacity + CLOSE).all()
    assert set(found.site.tolist()) <= {*found.answer.chosen, *kept}
    by_pattern = np.bincount(found.pattern, weights=found.served, minlength=len(patterns))
    assert (by_pattern <= patterns.weights + CLOSE).all()
    for pattern, site in zip(found.pattern, found.site, strict=True):
        assert site in patterns.covering[patterns.starts[pattern] : patterns.starts[pattern + 1]]


# --- build order ---------------------------------------------------------------------------------


@given(instances(candidates=5, demand=14), st.lists(st.integers(0, 2), min_size=1, max_size=3))
@settings(max_examples=80, deadline=None)
def test_the_best_build_order_is_what_enumeration_finds(instance, counts):
    covers, weights = instance
    sites = covers.shape[1]
    if not 1 <= sum(counts) <= sites:
        return
    worth = [1.0 + 0.5 * year for year in range(len(counts))]
    ends = np.cumsum(counts)

    def value(order):
        return sum(
            w * covered(covers, weights, order[:end]) for w, end in zip(worth, ends, strict=True)
        )

    found = build_order(merged(covers, weights), counts, weights=worth)
    best = max(value(order) for order in permutations(range(sites), int(ends[-1])))
    assert is_proven(found.answer)
    assert found.answer.value == pytest.approx(best)
    so_far = []
    for year, count in zip(found.years, ends, strict=True):
        so_far += year.opened
        assert len(so_far) <= count
        assert year.value == pytest.approx(covered(covers, weights, so_far))
        assert year.value <= year.bound + CLOSE
    assert sorted(so_far) == list(found.answer.chosen)


# --- forbidden areas -----------------------------------------------------------------------------


def test_candidates_in_forbidden_areas_drop_out_by_name():
    candidates = from_points([(5, 5), (12, 5), (20, 5), (0, 5)]).assign(
        accuracy_m=[1.0, 3.0, 3.0, 0.0]
    )
    areas = gpd.GeoDataFrame({"id": ["zone"]}, geometry=[shapely.box(0, 0, 10, 10)], crs=4547)
    stays, dropped = outside(candidates, areas)
    assert stays["id"].tolist() == ["point-0003"]
    assert [(one.candidate, one.area, one.surely) for one in dropped] == [
        ("point-0001", "zone", True),
        ("point-0002", "zone", False),
        ("point-0004", "zone", True),
    ]


# --- time and cancelling -------------------------------------------------------------------------


def questions():
    covers, weights = discs_instance(9, demand=600, candidates=60, radius=5.0)
    patterns = merged(covers, weights)
    draw = np.random.default_rng(1)
    far = Distances(draw.uniform(1, 9, (60, 40)), np.ones(60))
    links = links_within(draw.uniform(0, 30, (60, 2)), np.zeros(60), 8.0)
    return {
        "set": lambda **time: fewest_sites(patterns, **time),
        "partial": lambda **time: fewest_sites(patterns, needed=0.7 * weights.sum(), **time),
        "backup": lambda **time: backup_cover(patterns, 8, **time),
        "capacitated": lambda **time: (
            capacitated_cover(patterns, np.linspace(2_000, 4_000, 60), 8, **time).answer
        ),
        "order": lambda **time: build_order(patterns, [3, 3, 3], **time).answer,
        "median": lambda **time: p_median(far, 5, **time),
        "center": lambda **time: p_center(far, 5, **time),
        "connected": lambda **time: connected_cover(patterns, links, 8, **time),
    }


@pytest.mark.parametrize("name", questions())
def test_without_time_the_first_answer_stands_with_its_bound(name):
    answer = questions()[name](time_limit_s=0.0)
    assert answer.status is AnswerStatus.FEASIBLE
    assert answer.first_value == answer.value
    assert 0 < answer.gap < 1
    assert answer.chosen


@pytest.mark.parametrize("name", questions())
def test_what_progress_raises_ends_the_search(name):
    told = []

    def cancel(share):
        told.append(share)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        questions()[name](time_limit_s=30.0, on_progress=cancel)
    assert len(told) == 1
    assert 0 <= told[0] <= 1


@pytest.mark.parametrize("name", ["backup", "capacitated", "order", "median", "connected"])
def test_a_count_that_cannot_be_is_refused(name):
    patterns = merged(np.eye(3, dtype=bool), np.ones(3))
    asked = {
        "backup": lambda: backup_cover(patterns, 4),
        "capacitated": lambda: capacitated_cover(patterns, np.ones(3), 0),
        "order": lambda: build_order(patterns, [2, 2]),
        "median": lambda: p_median(Distances(np.ones((2, 2)), np.ones(2)), 3),
        "connected": lambda: connected_cover(patterns, np.zeros((3, 3), dtype=bool), 4),
    }
    with pytest.raises(InvalidInputError):
        asked[name]()
