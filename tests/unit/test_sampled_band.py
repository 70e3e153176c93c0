import numpy as np
import pytest

from gis.coverage import coverage
from gis.errors import InvalidInputError
from gis.results_demand import Displacement
from gis.sampled_band import displaced, sampled_band
from gis.sites import read_sites
from tests.made_city import irregular_towns, made_sites

BOTH = tuple(Displacement)


def case(seed, number=8):
    draw = np.random.default_rng(seed)
    sites = made_sites(
        draw.uniform(0, 20_000, (number, 2)), accuracy_m=draw.choice([200, 600, 1_500], number)
    )
    return sites, irregular_towns(6, 20_000, seed)


@pytest.mark.parametrize("displacement", BOTH)
@pytest.mark.parametrize("seed", range(3))
def test_the_band_lies_within_the_guarantee(seed, displacement):
    sites, towns = case(seed)
    sure = coverage(sites, towns, radius_m=3_000, mission="delivery")
    band = sampled_band(
        sites, towns, radius_m=3_000, mission="delivery", displacement=displacement, draws=60
    )
    slack = sure.error_m2
    assert sure.city.covered_m2.low - slack <= band.covered_m2.low
    assert band.covered_m2.low < band.covered_m2.middle < band.covered_m2.high
    assert band.covered_m2.high <= sure.city.covered_m2.high + slack
    assert sure.city.covered_people.low * (1 - 1e-3) <= band.covered_people.low
    assert band.covered_people.high <= sure.city.covered_people.high * (1 + 1e-3)


def test_the_same_seed_gives_the_same_band_and_another_does_not():
    sites, towns = case(1)
    asked = {"radius_m": 3_000, "mission": "delivery", "displacement": BOTH[0], "draws": 20}
    first, again, other = (sampled_band(sites, towns, **asked, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first.covered_m2 != other.covered_m2


def test_draws_are_even_over_the_discs_and_common_ones_go_together():
    sites = read_sites(case(2)[0], radius_m=3_000, mission="delivery")
    for displacement in BOTH:
        offset = displaced(sites, displacement, 20_000, 7) - sites.centres
        share = np.hypot(*np.moveaxis(offset, 2, 0)) / sites.accuracies_m
        assert share.max() <= 1
        # Evenly spread: a quarter of the draws within half the accuracy, no preferred direction.
        assert (share < 0.5).mean() == pytest.approx(0.25, abs=0.02)
        assert offset.mean(axis=0) / sites.accuracies_m[:, None] == pytest.approx(
            np.zeros((len(sites), 2)), abs=0.02
        )
        scaled = offset / sites.accuracies_m[:, None]
        alike = np.allclose(scaled, scaled[:, :1])
        assert alike is (displacement is Displacement.COMMON_SHIFT)


def test_exact_positions_leave_no_band_but_the_drawing_error():
    sites, towns = case(3)
    sites["accuracy_m"] = 0.0
    band = sampled_band(
        sites, towns, radius_m=3_000, mission="delivery", displacement=BOTH[0], draws=3
    )
    assert band.covered_m2.low == band.covered_m2.high
    sure = coverage(sites, towns, radius_m=3_000, mission="delivery").city.covered_m2
    assert sure.low <= band.covered_m2.middle <= sure.high


@pytest.mark.parametrize("wrong", [{"draws": 1}, {"draws": 10**6}, {"share": 0.0}, {"share": 1.0}])
def test_senseless_requests_are_refused(wrong):
    sites, towns = case(4, 2)
    with pytest.raises(InvalidInputError):
        sampled_band(sites, towns, radius_m=300, mission="delivery", displacement=BOTH[0], **wrong)
