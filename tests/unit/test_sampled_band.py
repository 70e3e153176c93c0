import numpy as np
import pytest
import shapely

from gis import sampled_band as module
from gis.coverage import coverage
from gis.errors import InvalidInputError
from gis.reach import airspace
from gis.results_demand import Displacement
from gis.sampled_band import displaced, sampled_band
from gis.sites import read_sites
from tests.made_city import CORNER, irregular_towns, made_sites, made_towns, square_towns
from tests.made_zones import random_shapes, ways_between, zones_of

BOTH = tuple(Displacement)


def case(seed, number=8):
    draw = np.random.default_rng(seed)
    sites = made_sites(
        draw.uniform(0, 20_000, (number, 2)), accuracy_m=draw.choice([200, 600, 1_500], number)
    )
    return sites, irregular_towns(6, 20_000, seed)


def test_a_town_without_ground_of_its_own_counts_nobody():
    square = shapely.box(*CORNER, *(CORNER + 10_000))
    towns, whole = made_towns([square, square], [1_000, 9_000]), made_towns([square], [1_000])
    site = made_sites([(5_000, 5_000)], accuracy_m=500)
    question = {"radius_m": 3_000, "mission": "delivery", "displacement": BOTH[0], "draws": 10}
    assert sampled_band(site, towns, **question) == sampled_band(site, whole, **question)


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
    assert band.covered_m2.middle == band.covered_m2.middle_most
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


# --- round zones -----------------------------------------------------------------------------

KINDS = {
    "exact": {"accuracy_m": 0.0},
    "vague": {"accuracy_m": 150.0},
    "undecided": {"accuracy_m": 60.0, "hours": ["24/7", None, "24/7", None, None]},
}


@pytest.mark.parametrize("displacement", BOTH)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(2))
def test_round_zones_the_band_lies_within_the_guarantee(seed, kind, displacement):
    sites, towns = case(seed)
    asked = {"radius_m": 3_000, "mission": "delivery"}
    space = airspace(zones_of(random_shapes(seed, 5), **KINDS[kind]))
    sure = coverage(sites, towns, **asked, space=space)
    found = {"displacement": displacement, "draws": 15}
    band = sampled_band(sites, towns, **asked, **found, space=space)
    free = sampled_band(sites, towns, **asked, **found)
    low, high = sure.city.covered_m2.low, sure.city.covered_m2.high
    inside = band.covered_m2
    assert low - sure.error_m2 <= inside.low <= inside.middle <= inside.middle_most <= inside.high
    assert inside.high <= high + sure.error_m2
    assert sure.city.covered_people.low * (1 - 1e-3) <= band.covered_people.low
    assert band.covered_people.high <= sure.city.covered_people.high * (1 + 1e-3)
    assert (inside.middle == inside.middle_most) is space.certain is (kind == "exact")
    assert inside.low < free.covered_m2.low
    assert inside.high <= free.covered_m2.high + sure.error_m2


def test_a_draw_covers_what_ways_round_the_zones_reach():
    """Squares of 100 m are counted one by one, by a full visibility graph of its own."""
    towns = square_towns(1, 8_000)
    sites = made_sites([(3_600, 4_000), (5_500, 2_000)], accuracy_m=[300, 900])
    shapes = [shapely.box(4_100, 1_500, 4_300, 7_000), shapely.box(6_000, 1_000, 7_000, 3_500)]
    space = airspace(zones_of(shapes, hours=["24/7", None]))
    asked = {"radius_m": 2_500, "mission": "delivery"}
    band = sampled_band(sites, towns, **asked, displacement=BOTH[0], draws=2, seed=5, space=space)
    read = read_sites(sites, **asked)
    squares = CORNER + np.stack(np.meshgrid(*[np.arange(50, 8_000, 100)] * 2), -1).reshape(-1, 2)
    counted = []
    for extent in (space.outer, space.inner):
        tell = ways_between(squares, extent.shape)
        counted.append(
            sorted(
                100.0**2 * np.logical_or(*(tell(place) <= 2_500 for place in draw)).sum()
                for draw in displaced(read, BOTH[0], 2, 5)
            )
        )
    found = band.covered_m2
    assert found.low == pytest.approx(counted[0][0], rel=0.01)
    assert found.high == pytest.approx(counted[1][1], rel=0.01)
    assert (found.middle, found.middle_most) == (
        pytest.approx(counted[0][0], rel=0.01),
        pytest.approx(counted[1][0], rel=0.01),
    )
    assert found.middle < 0.95 * found.middle_most


def test_zones_out_of_range_leave_the_band_as_it_is():
    sites, towns = case(2)
    asked = {"radius_m": 3_000, "mission": "delivery", "displacement": BOTH[0], "draws": 10}
    space = airspace(zones_of([shapely.box(60_000, 60_000, 61_000, 61_000)]))
    assert sampled_band(sites, towns, **asked, space=space) == sampled_band(sites, towns, **asked)


def test_too_many_corners_are_refused_and_progress_is_told(monkeypatch):
    sites, towns = case(0)
    space = airspace(zones_of(random_shapes(0, 5)))
    asked = {"radius_m": 3_000, "mission": "delivery", "displacement": BOTH[0], "draws": 4}
    told: list[float] = []
    sampled_band(sites, towns, **asked, space=space, on_progress=told.append)
    assert told == sorted(told)
    # Told within a draw, too: a stop need not wait for all sites.
    assert len(set(told)) > 8
    monkeypatch.setattr(module, "MAX_CORNERS", 10)
    with pytest.raises(InvalidInputError, match="corners"):
        sampled_band(sites, towns, **asked, space=space)
