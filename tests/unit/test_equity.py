from itertools import product
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.equity import gini, inequality, palma, theil
from gis.errors import InvalidInputError
from gis.results_access import Bound, Measure

BY_NAME = {Measure.GINI: gini, Measure.PALMA: palma, Measure.THEIL: theil}


@st.composite
def groups(draw, most=7):
    make = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    number = draw(st.integers(1, most))
    people = make.integers(1, 900, number).astype(float)
    low = make.choice([0.0, 1.0, 2.0, 5.0], number) + make.uniform(0, 3, number)
    width = make.uniform(0, draw(st.sampled_from([0.0, 0.3, 4.0])), number)
    if draw(st.booleans()):
        low[0] = 0.0
    width[-1] += 0.1
    return people, low, low + width


def spelled_out(people, scores):
    """Gini by all pairs of persons, Theil by its definition over persons."""
    everybody = np.repeat(scores, people.astype(int))
    mean = everybody.mean()
    pairs = np.abs(everybody[:, None] - everybody[None]).mean()
    share = everybody[everybody > 0] / mean
    return pairs / (2 * mean), (share * np.log(share)).sum() / len(everybody)


@given(groups(most=4))
@settings(max_examples=40, deadline=None)
def test_measures_are_those_of_all_persons(made):
    people, scores, _ = made
    people = np.ceil(people / 10)
    if not scores.max() > 0:
        return
    by_pairs, by_logs = spelled_out(people, scores)
    assert gini(people, scores) == pytest.approx(by_pairs, abs=1e-12)
    assert theil(people, scores) == pytest.approx(by_logs, abs=1e-12)


def test_known_values():
    equal = np.ones(4)
    assert gini(equal, equal) == theil(equal, equal) == 0
    assert palma(equal, equal) == pytest.approx(0.25)
    one = np.array([0.0, 0.0, 0.0, 1.0])
    assert gini(equal, one) == pytest.approx(0.75)  # (n - 1) / n
    assert theil(equal, one) == pytest.approx(np.log(4))
    assert palma(equal, one) == inf
    # Ten people of whom the last has 10 and the others 1: 10 / 4 by the definition.
    assert palma(np.ones(10), np.array([1.0] * 9 + [10.0])) == pytest.approx(2.5)


@given(groups())
@settings(max_examples=60, deadline=None)
def test_bounds_hold_for_every_corner_and_10000_draws_between(made):
    people, low, high = made
    answers = {answer.measure: answer for answer in inequality(people, low, high)}
    corners = np.array(list(product(*zip(low, high, strict=True))))
    share = np.random.default_rng(1).uniform(0, 1, (170, len(people)))
    share[::3] = share[::3].round()
    for measure, of in BY_NAME.items():
        answer = answers[measure]
        at_corners = [of(people, scores) for scores in corners if scores.max() > 0]
        drawn = [of(people, scores) for scores in low + share * (high - low) if scores.max() > 0]
        tolerance = 1e-9
        assert answer.value.low <= min(at_corners + drawn) + tolerance
        assert max(at_corners + drawn) <= answer.value.high * (1 + tolerance) + tolerance
        # These measures are greatest at a corner, so trying must find no more than the corners.
        assert answer.reached <= max(at_corners) * (1 + tolerance) + tolerance
        assert answer.reached <= answer.value.high
        assert answer.low_is is Bound.ATTAINED


@pytest.mark.parametrize("seed", range(5))
def test_the_least_value_is_attained_and_found(seed):
    """Descend on the score vector itself, a method that knows nothing of levels."""
    draw = np.random.default_rng(seed)
    people, low = draw.uniform(1, 9, 5), draw.uniform(0.5, 4, 5)
    high = low + draw.uniform(0, 1.5, 5)
    for answer in inequality(people, low, high):
        of = BY_NAME[answer.measure]
        best, scores = inf, low
        for step in np.geomspace(1, 1e-7, 400):
            tries = np.clip(scores + step * draw.normal(0, 1, (60, 5)), low, high)
            values = [of(people, one) for one in tries]
            if min(values) < best:
                best, scores = min(values), tries[int(np.argmin(values))]
        assert answer.value.low == pytest.approx(best, rel=1e-3, abs=1e-4)
        assert answer.value.low <= best + 1e-12


def test_exact_scores_give_one_value_and_overlapping_ones_may_be_equal():
    people, scores = np.array([3.0, 1.0, 2.0]), np.array([1.0, 4.0, 2.0])
    for answer in inequality(people, scores, scores):
        value = BY_NAME[answer.measure](people, scores)
        assert (answer.value.low, answer.value.high) == pytest.approx((value, value))
        assert answer.high_is is Bound.ATTAINED
    apart, together, _ = inequality(people, scores - 1, scores + 4)
    assert apart.value.low == 0
    assert together.value.low == pytest.approx(0.25)
    assert together.value.high == inf


def test_the_enclosing_bound_is_close_where_intervals_are_narrow():
    draw = np.random.default_rng(3)
    people, low = draw.uniform(1, 9, 30), draw.uniform(1, 4, 30)
    for answer in inequality(people, low, low * 1.02):
        assert answer.value.high - answer.reached < 0.02 * answer.value.high + 2e-3


def test_nothing_to_share_is_refused():
    for people, low, high in (
        ([1.0], [0.0], [0.0]),
        ([0.0], [1.0], [1.0]),
        ([1.0], [2.0], [1.0]),
        ([1.0], [-1.0], [1.0]),
        ([1.0], [1.0], [inf]),
    ):
        with pytest.raises(InvalidInputError):
            inequality(np.array(people), np.array(low), np.array(high))
