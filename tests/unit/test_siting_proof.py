"""Proofs: the certified bound is the true one, whatever the question and the time."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.siting.answers import Clock
from gis.siting.certificate import certify_fewest, certify_maximal
from gis.siting.fewest import fewest_sites
from gis.siting.patterns import Patterns
from gis.siting.proof import prove
from gis.siting.search import best_cover
from gis.siting.units import whole_weights
from gis.siting.verify import verify
from tests.unit.test_siting import discs_instance, enumerated, instances, merged
from tests.unit.test_siting_certificate import maximal, tangled


@pytest.mark.parametrize("seed", range(12))
def test_a_question_that_needs_splits_is_proven(seed):
    # Of these only the one of seed 2 is settled at the root.
    covers, weights = tangled(seed)
    _, certificate = maximal(covers, weights, 4)
    assert certificate.value == certificate.bound == enumerated(covers, weights, 4)
    assert (seed == 2) == (certificate.data()["proof"]["steps"] == [["close", 0]])
    assert verify(certificate.data()).valid


@pytest.mark.parametrize("seed", range(8))
def test_candidates_that_every_best_choice_has_are_ruled_in(seed):
    covers, weights = tangled(seed)
    own = np.eye(16, dtype=bool)[14:]
    covers = np.vstack((np.pad(covers, ((0, 0), (0, 2))), own))
    weights = np.concatenate((weights, [500.0, 300.0]))
    _, certificate = maximal(covers, weights, 5)
    assert certificate.value == certificate.bound == enumerated(covers, weights, 5)
    assert verify(certificate.data()).valid


@given(instances(candidates=7, demand=14), st.integers(0, 16))
@settings(max_examples=100, deadline=None)
def test_the_certified_number_of_sites_is_the_fewest(instance, part):
    covers, weights = instance
    patterns = merged(covers, weights)
    for needed in (None, part / 16 * float(patterns.weights.sum())):
        answer = fewest_sites(patterns, needed=needed)
        certificate = certify_fewest(patterns, answer.chosen, needed=needed)
        assert certificate.value == certificate.bound == answer.value
        assert verify(certificate.data()).valid


def test_a_worse_choice_gets_its_own_value_and_a_bound_that_is_true():
    covers, weights = discs_instance(6, demand=300, candidates=30, radius=6.0)
    patterns = merged(covers, weights)
    certificate = certify_maximal(patterns, [0, 1, 2, 3], 4)
    best = best_cover(patterns, 4, time_limit_s=30.0, on_progress=lambda _: None).value
    assert certificate.value < best <= certificate.bound
    assert verify(certificate.data()).valid


def test_without_time_the_bound_is_weaker_and_still_proven():
    covers, weights = discs_instance(5, demand=2_000, candidates=60, radius=5.5)
    patterns = merged(covers, weights)
    best = best_cover(patterns, 7, time_limit_s=30.0, on_progress=lambda _: None)
    hasty = certify_maximal(patterns, best.chosen, 7, time_limit_s=0.0)
    proven = certify_maximal(patterns, best.chosen, 7)
    assert proven.value == proven.bound == best.value < hasty.bound
    assert verify(hasty.data()).valid
    assert verify(proven.data()).valid
    few = fewest_sites(patterns)
    assert certify_fewest(patterns, few.chosen, time_limit_s=0.0).bound <= few.value
    assert verify(certify_fewest(patterns, few.chosen, time_limit_s=0.0).data()).valid


def test_a_cancelled_proof_raises():
    covers, weights = discs_instance(5, demand=2_000, candidates=60, radius=5.5)
    patterns = merged(covers, weights)

    def cancel(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prove(patterns, whole_weights(patterns)[0], 7, 0, Clock(30.0, cancel))


def test_demand_that_is_not_whole_is_counted_in_a_stated_unit():
    draw = np.random.default_rng(1)
    covers = draw.random((80, 12)) < 0.3
    weights = draw.uniform(0, 1e7, 80)
    patterns, certificate = maximal(covers, weights, 3)
    unit = Fraction(certificate.data()["model"]["unit"])
    assert unit < Fraction(1, 1_000)
    assert certificate.value == pytest.approx(enumerated(covers, weights, 3), rel=1e-10)
    assert certificate.bound == pytest.approx(certificate.value, rel=2e-7)
    whole, _ = whole_weights(patterns)
    assert np.abs(whole * float(unit) - patterns.weights).max() <= float(unit) / 2
    assert verify(certificate.data()).valid
    needed = 0.6 * float(patterns.weights.sum())
    few = fewest_sites(patterns, needed=needed)
    fewest = certify_fewest(patterns, few.chosen, needed=needed)
    assert fewest.bound == few.value
    assert verify(fewest.data()).valid


def test_no_demand_at_all_has_a_certificate_too():
    none = np.empty(0, dtype=np.intp)
    empty = Patterns(np.empty(0), np.zeros(1, dtype=np.intp), none, 3)
    for certificate in (certify_maximal(empty, [], 2), certify_fewest(empty, [])):
        assert certificate.value == certificate.bound == 0
        assert verify(certificate.data()).valid
