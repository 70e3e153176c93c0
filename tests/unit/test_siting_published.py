"""The published instances: made as their authors made them, solved, and certified exactly."""

import ctypes
import sys

import numpy as np
import pytest

from gis.siting.certificate import certify_maximal
from gis.siting.point_patterns import merge_points
from gis.siting.search import best_cover
from gis.siting.verify import verify
from tests.made_mclp import BUDGET, RADIUS, glibc_rand, published


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="compares with glibc")
@pytest.mark.parametrize("seed", [0, 1, 2, 2**31 - 5])
def test_the_numbers_are_those_of_the_c_library(seed):
    library = ctypes.CDLL(None)
    library.srand(ctypes.c_uint(seed))
    assert glibc_rand(seed, 9_000).tolist() == [library.rand() for _ in range(9_000)]


@pytest.mark.parametrize(("seed", "best"), [(1, 4_431_761), (2, 4_374_489)])
def test_the_published_optima_are_found_and_certified(seed, best):
    """Cordeau, Furini and Ljubic (2019): 100,000 points, 100 candidates, 10 to choose."""
    made = published(100_000, seed)
    radii = np.full(len(made.candidates), RADIUS)
    patterns = merge_points([(made.points, made.demand)], made.candidates, radii, points=100_000)
    answer = best_cover(patterns, BUDGET, time_limit_s=120.0, on_progress=lambda _: None)
    assert answer.value == best
    certificate = certify_maximal(patterns, answer.chosen, BUDGET)
    verdict = verify(certificate.data())
    assert verdict.valid, verdict.reason
    assert verdict.value == verdict.bound == best
