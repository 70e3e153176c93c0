import numpy as np
import pytest
import shapely

import gis.outlines
from gis.discs import Discs
from gis.gaps import coverage_and_gaps
from gis.reach import airspace
from tests.made_city import CORNER, irregular_towns, made_sites
from tests.made_zones import random_shapes, zones_of


@pytest.mark.parametrize("seed", range(6))
def test_each_point_of_a_part_is_held_as_often_as_the_grid_says(seed):
    draw = np.random.default_rng(seed)
    discs = Discs.inscribed(
        draw.integers(0, 30, (80, 2)) * 700.0 + CORNER, draw.choice([90.0, 3_000.0, 9_000.0], 80)
    )
    middles = draw.uniform(-2_000, 22_000, (3_000, 2)) + CORNER
    reach = draw.choice([5.0, 150.0, 400.0], 3_000)
    least = gis.outlines._at_least(discs, middles, reach)
    for _ in range(20):
        angle = draw.uniform(0, 2 * np.pi, 3_000)
        rim = middles + reach[:, None] * np.column_stack((np.cos(angle), np.sin(angle)))
        assert (least <= discs.times_around(rim, np.zeros(3_000))).all()
    assert (least >= 3).mean() > 0.5


def test_hundreds_of_sites_answer_alike_with_and_without_measuring_each(monkeypatch):
    draw = np.random.default_rng(2)
    sites = made_sites(
        np.concatenate((draw.uniform(0, 20_000, (120, 2)), np.full((30, 2), 9_000.0))),
        accuracy_m=draw.choice([0, 200, 600], 150),
    )
    towns = irregular_towns(5, 20_000, 2)
    measured = coverage_and_gaps(sites, towns, radius_m=1_500, mission="delivery")[0]
    monkeypatch.setattr(gis.outlines, "_FEW", 0)
    coarse = coverage_and_gaps(sites, towns, radius_m=1_500, mission="delivery")[0]
    for one, other in zip(measured.city.k_covered_m2, coarse.city.k_covered_m2, strict=True):
        assert one.low == pytest.approx(other.low, rel=1e-9)
        assert one.high == pytest.approx(other.high, rel=1e-9)
    for one, other in zip(measured.sites, coarse.sites, strict=True):
        assert one.alone_m2.high == pytest.approx(other.alone_m2.high, rel=1e-9, abs=1.0)


def test_two_thousand_overlapping_sites_round_zones_keep_exact_areas():
    draw = np.random.default_rng(4)
    places = draw.integers(0, 40, (2_000, 2)) * 500.0
    sites = made_sites(places, accuracy_m=draw.choice([0, 100], 2_000))
    towns = irregular_towns(9, 20_000, 4)
    space = airspace(zones_of([shapely.box(3_100, 3_100, 6_300, 5_200), *random_shapes(4, 2)]))
    answer, found = coverage_and_gaps(sites, towns, radius_m=900, mission="delivery", space=space)
    total = answer.city.area_m2
    assert total == pytest.approx(shapely.area(towns.geometry.to_numpy()).sum(), rel=1e-9)
    missed = sum(gap.area_m2 for gap in found)
    assert missed + answer.city.covered_m2.low == pytest.approx(total, abs=1e-9 * total)
    assert 0 < answer.city.covered_m2.low < answer.city.covered_m2.high < total
