"""The search itself: patterns, greedy, prices, HiGHS, against enumeration and another solver."""

from itertools import combinations
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, hstack, identity

import gis.siting.search
from gis.siting.greedy import choose, exchanged
from gis.siting.models import maximal_covering
from gis.siting.patterns import merge, undominated
from gis.siting.prices import price
from gis.siting.search import GAP_TOLERANCE, best_cover
from gis.siting.solve import solve


def merged(covers, weights):
    demand, candidate = np.nonzero(covers)
    return merge(demand, candidate, weights, candidates=covers.shape[1])


def discs_instance(seed, *, demand, candidates, radius):
    """Points that discs cover, weights 1 to 100."""
    draw = np.random.default_rng(seed)
    points, centres = draw.uniform(0, 30, (demand, 2)), draw.uniform(0, 30, (candidates, 2))
    away = np.hypot(*np.moveaxis(points[:, None] - centres[None], 2, 0))
    return away <= radius, draw.integers(1, 101, demand).astype(float)


def covered(covers, weights, chosen):
    return float(weights[covers[:, list(chosen)].any(axis=1)].sum())


def enumerated(covers, weights, count):
    choices = combinations(range(covers.shape[1]), min(count, covers.shape[1]))
    return max(covered(covers, weights, choice) for choice in choices)


def scipy_model(covers, weights, count):
    demand, candidates = covers.shape
    linked = hstack([csr_array(-covers.astype(float)), identity(demand, format="csr")])
    budget = csr_array(np.concatenate((np.ones(candidates), np.zeros(demand)))[None, :])
    cost = np.concatenate((np.zeros(candidates), -weights))
    return cost, linked, budget, count


def search(covers, weights, count, *, time_limit_s=30.0):
    patterns = merged(covers, weights)
    return best_cover(patterns, count, time_limit_s=time_limit_s, on_progress=lambda _: None)


@st.composite
def instances(draw, candidates=9, demand=30):
    wide = draw(st.integers(1, candidates))
    rows = draw(st.lists(st.integers(0, 2**wide - 1), min_size=1, max_size=demand))
    covers = np.array([[bool(row >> bit & 1) for bit in range(wide)] for row in rows])
    weights = draw(st.lists(st.integers(0, 20), min_size=len(rows), max_size=len(rows)))
    return covers, np.array(weights, dtype=float)


# --- the answer ------------------------------------------------------------------------------


@given(instances(), st.integers(1, 5))
@settings(max_examples=200, deadline=None)
def test_the_best_choice_is_what_enumeration_finds(instance, count):
    covers, weights = instance
    answer = search(covers, weights, count)
    best = enumerated(covers, weights, count)
    assert answer.value == pytest.approx(best)
    assert best <= answer.bound * (1 + 1e-12)
    assert answer.bound - answer.value <= GAP_TOLERANCE * answer.bound
    assert len(answer.chosen) <= count
    assert answer.value == covered(covers, weights, answer.chosen)
    assert sum(answer.adds) == pytest.approx(answer.value)
    assert all(add > 0 for add in answer.adds)


@pytest.mark.parametrize(("seed", "count"), [(1, 4), (2, 8), (3, 12), (4, 20)])
def test_the_best_value_is_what_another_solver_finds(seed, count):
    covers, weights = discs_instance(seed, demand=700, candidates=60, radius=4.0)
    cost, linked, budget, most = scipy_model(covers, weights, count)
    whole = np.concatenate((np.ones(60), np.zeros(700)))
    reference = milp(
        cost,
        integrality=whole,
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(linked, -np.inf, 0), LinearConstraint(budget, 0, most)],
        options={"mip_rel_gap": 0},
    )
    answer = search(covers, weights, count)
    assert answer.value == pytest.approx(-reference.fun, rel=1e-9)
    assert answer.bound == pytest.approx(answer.value, rel=GAP_TOLERANCE)


def test_highs_itself_decides_what_prices_leave_open(monkeypatch):
    covers, weights = discs_instance(6, demand=2_000, candidates=60, radius=5.5)
    seen = []

    def watched(model, start, **options):
        solution = solve(model, start, **options)
        seen.append((model, solution))
        return solution

    monkeypatch.setattr(gis.siting.search, "solve", watched)
    answer = search(covers, weights, 7)
    ((model, solution),) = seen
    assert model.binaries < 60
    assert len(solution.chosen) <= 7
    assert answer.bound - answer.value <= GAP_TOLERANCE * answer.bound


def test_when_time_is_up_the_answer_is_feasible_and_bounded():
    covers, weights = discs_instance(5, demand=3_000, candidates=80, radius=5.5)
    late = search(covers, weights, 8, time_limit_s=0.0)
    proven = search(covers, weights, 8)
    assert len(late.chosen) == 8
    assert late.value == covered(covers, weights, late.chosen)
    assert late.value <= proven.value <= late.bound
    assert proven.value >= (1 - 1 / np.e) * late.bound


def test_what_progress_raises_stops_the_solver():
    covers, weights = discs_instance(7, demand=3_000, candidates=90, radius=5.5)
    patterns = merged(covers, weights)
    told = []

    def cancel(share):
        told.append(share)
        if len(told) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        solve(
            maximal_covering(patterns, 9),
            np.array([0]),
            time_limit_s=60.0,
            gap_tolerance=0.0,
            on_progress=cancel,
        )
    assert len(told) == 3
    assert all(0 <= share <= 1 for share in told)


def test_the_solver_never_returns_less_than_its_start():
    covers, weights = discs_instance(9, demand=500, candidates=40, radius=4)
    patterns = merged(covers, weights)
    first = choose(patterns, patterns.by_candidate(), 5)
    model = maximal_covering(patterns, 5)
    start = np.array(first.chosen)
    point = model.point(start)
    assert point @ model.cost * model.scale == pytest.approx(first.value)
    solution = solve(model, start, time_limit_s=30, gap_tolerance=0.0)
    assert covered(covers, weights, solution.chosen) >= first.value
    assert solution.bound >= covered(covers, weights, solution.chosen) * (1 - 1e-9)


def test_very_light_demand_is_bounded_and_not_lost():
    covers = np.array([[1, 1, 0], [0, 1, 1], [1, 0, 1]], dtype=bool)
    weights = np.array([1e9, 1e9, 1e-6])
    model = maximal_covering(merged(covers, weights), 1)
    assert model.dust == pytest.approx(1e-6)
    answer = search(covers, weights, 1)
    assert answer.value == 2e9
    assert answer.chosen == (1,)


# --- merging and dominance -------------------------------------------------------------------


@given(instances(candidates=9, demand=40))
@settings(max_examples=100, deadline=None)
def test_merging_changes_no_answer(instance):
    covers, weights = instance
    patterns = merged(covers, weights)
    useful = covers[(weights > 0) & covers.any(axis=1)]
    assert len(patterns) == len({row.tobytes() for row in useful})
    assert patterns.weights.sum() == weights[covers.any(axis=1)].sum()
    index = patterns.by_candidate()
    for candidate in range(covers.shape[1]):
        assert patterns.weights[index.of(candidate)].sum() == covered(covers, weights, [candidate])
    assert patterns.sums(patterns.weights).tolist() == [
        covered(covers, weights, [candidate]) for candidate in range(covers.shape[1])
    ]


def test_patterns_of_many_candidates_are_told_apart():
    # 200 candidates take four words of bits; each demand differs from the first in one of them.
    covers = np.zeros((6, 200), dtype=bool)
    covers[:, 0] = True
    for row, candidate in enumerate((1, 63, 64, 128, 199), start=1):
        covers[row, candidate] = True
    patterns = merged(np.vstack((covers, covers)), np.arange(12.0) + 1)
    assert len(patterns) == 6
    assert sorted(patterns.weights) == [8, 10, 12, 14, 16, 18]
    listed = np.split(patterns.covering, patterns.starts[1:-1])
    assert sorted(map(tuple, listed)) == [(0,), (0, 1), (0, 63), (0, 64), (0, 128), (0, 199)]


@given(instances(), st.integers(1, 4))
@settings(max_examples=100, deadline=None)
def test_dropping_dominated_candidates_loses_nothing(instance, count):
    covers, weights = instance
    patterns = merged(covers, weights)
    kept = undominated(patterns)
    best = enumerated(covers, weights, count)
    left = covers[:, kept] if len(kept) else np.zeros((len(covers), 1), dtype=bool)
    assert enumerated(left, weights, count) == best
    heavy = left[weights > 0]
    for one, other in combinations(range(len(kept)), 2):
        assert (heavy[:, one] & ~heavy[:, other]).any()
        assert (heavy[:, other] & ~heavy[:, one]).any()


def test_restricting_merges_again():
    covers = np.array([[1, 1, 0], [1, 0, 0], [0, 0, 1]], dtype=bool)
    patterns = merged(covers, np.array([1.0, 2.0, 4.0])).restricted(np.array([0, 2]))
    assert patterns.candidates == 2
    assert sorted(patterns.weights) == [3, 4]


# --- greedy and prices -----------------------------------------------------------------------


def naive_greedy(covers, weights, count):
    chosen = []
    for _ in range(count):
        now = covered(covers, weights, chosen) if chosen else 0.0
        gains = [
            covered(covers, weights, [*chosen, candidate]) - now
            for candidate in range(covers.shape[1])
        ]
        if max(gains) <= 0:
            break
        chosen.append(int(np.argmax(gains)))
    return tuple(chosen)


@given(instances(), st.integers(1, 5))
@settings(max_examples=150, deadline=None)
def test_lazy_greedy_is_greedy_with_a_true_bound(instance, count):
    covers, weights = instance
    patterns = merged(covers, weights)
    answer = choose(patterns, patterns.by_candidate(), count)
    best = enumerated(covers, weights, count)
    assert answer.chosen == naive_greedy(covers, weights, count)
    assert answer.value <= best <= answer.bound
    assert answer.value >= (1 - (1 - 1 / count) ** count) * best - 1e-9
    assert list(answer.adds) == sorted(answer.adds, reverse=True)
    better = exchanged(patterns, patterns.by_candidate(), answer)
    assert answer.value <= better.value <= best
    assert better.value == (covered(covers, weights, better.chosen) if better.chosen else 0)


@given(instances(candidates=9), st.integers(1, 4))
@settings(max_examples=150, deadline=None)
def test_prices_bound_every_choice_and_rule_out_none_that_is_better(instance, count):
    covers, weights = instance
    patterns = merged(covers, weights)
    patterns = patterns.restricted(undominated(patterns))
    if patterns.candidates <= count:
        return
    index = patterns.by_candidate()
    known = choose(patterns, index, count).value
    priced = price(patterns, index, count, known=known, until=perf_counter() + 5)
    assert ((priced.prices >= 0) & (priced.prices <= patterns.weights)).all()
    # The bound again, from the prices alone.
    earned = sorted(
        (priced.prices[index.of(j)].sum() for j in range(patterns.candidates)), reverse=True
    )
    again = (patterns.weights - priced.prices).sum() + sum(earned[:count])
    assert priced.bound == pytest.approx(again)
    for choice in combinations(range(patterns.candidates), count):
        times = index.times_covered(choice, len(patterns))
        value = patterns.weights[times > 0].sum()
        assert value <= priced.bound
        if value > known * (1 + 1e-9):
            assert set(choice) <= set(priced.kept.tolist())


@pytest.mark.parametrize("seed", range(3))
def test_prices_come_close_to_the_bound_of_the_linear_relaxation(seed):
    covers, weights = discs_instance(seed, demand=600, candidates=60, radius=5)
    patterns = merged(covers, weights)
    index = patterns.by_candidate()
    known = exchanged(patterns, index, choose(patterns, index, 6)).value
    priced = price(patterns, index, 6, known=known, until=perf_counter() + 10)
    cost, linked, budget, most = scipy_model(covers, weights, 6)
    matrix = np.vstack((linked.toarray(), budget.toarray()))
    limits = np.concatenate((np.zeros(600), [most]))
    relaxed = -linprog(cost, A_ub=matrix, b_ub=limits, bounds=(0, 1)).fun
    if known < relaxed * (1 - 1e-6):
        assert relaxed * (1 - 1e-9) <= priced.bound <= relaxed * 1.01
    else:
        assert priced.bound == pytest.approx(known, rel=1e-3)
