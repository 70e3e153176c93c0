"""Gains and losses hold for any true positions, and agree with counting on a fine grid."""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.coverage import coverage
from gis.coverage_change import coverage_change
from gis.reach import airspace
from gis.results import Interval
from gis.results_change import Certainty
from tests.made_city import (
    CORNER,
    distances,
    fine_grid,
    irregular_towns,
    made_sites,
    made_towns,
    square_towns,
)
from tests.made_zones import random_shapes, zones_of

RADIUS_M = 3_000.0


def site_at(x, y):
    """One site at a place of the plane, in EPSG:4547."""
    return made_sites([np.array([x, y]) - CORNER])


def change(before, after, towns):
    return coverage_change(before, after, towns, radius_m=RADIUS_M, mission="delivery")


def two_sets(seed, accuracies=(0, 50, 300, 900)):
    """Eight sites; of which the first two are dropped, the third moved, and two more added."""
    draw = np.random.default_rng(seed)
    places = draw.uniform(0, 20_000, (10, 2))
    made = made_sites(places, accuracy_m=draw.choice(accuracies, 10))
    before, after = made.iloc[:8].copy(), made.iloc[2:].copy()
    moved = after.geometry.to_numpy().copy()
    moved[0] = shapely.Point(shapely.get_coordinates(moved[0])[0] + (2_500.0, 0.0))
    return before, after.set_geometry(moved, crs=before.crs), irregular_towns(7, 20_000, seed)


def true_places(draw, frame):
    angle, share = draw.uniform(0, 2 * np.pi, len(frame)), draw.choice((0.3, 1.0), len(frame))
    step = (share * frame["accuracy_m"].to_numpy())[:, None]
    places = shapely.get_coordinates(frame.geometry.to_numpy())
    return places + step * np.column_stack((np.cos(angle), np.sin(angle)))


@pytest.mark.parametrize("seed", range(4))
def test_true_gains_and_losses_lie_in_the_intervals(seed):
    before, after, towns = two_sets(seed)
    found = change(before, after, towns)
    city = shapely.union_all(towns.geometry.to_numpy())
    draw = np.random.default_rng(seed)
    stays = set(before["id"]) & set(after["id"]) - {"s002"}
    for _ in range(40):
        old, new = true_places(draw, before), true_places(draw, after)
        where = dict(zip(before["id"], old, strict=True))
        new = [
            where[name] if name in stays else place
            for name, place in zip(after["id"], new, strict=True)
        ]
        areas = [
            shapely.union_all(shapely.buffer(shapely.points(places), RADIUS_M, quad_segs=128))
            for places in (old, np.array(new))
        ]
        for interval, (one, other) in (
            (found.city.gained_m2, areas[::-1]),
            (found.city.lost_m2, areas),
        ):
            true = shapely.intersection(shapely.difference(one, other), city).area
            # The buffer's own polygon falls short of a disc by 0.01 % of it.
            doubt = 1e-4 * len(before) * np.pi * RADIUS_M**2
            assert interval.low - doubt <= true <= interval.high + doubt


@pytest.mark.parametrize("seed", range(3))
def test_exact_positions_give_the_gain_that_a_fine_grid_counts(seed):
    before, after, towns = two_sets(seed, accuracies=(0,))
    found = change(before, after, towns)
    cells, town = fine_grid(towns, 50)
    served = [(distances(cells, sites) <= RADIUS_M).any(axis=1) for sites in (before, after)]
    for index, row in enumerate(found.towns):
        mine = town == towns["id"].tolist().index(row.town)
        for interval, counted in (
            (row.gained_m2, ~served[0] & served[1]),
            (row.lost_m2, served[0] & ~served[1]),
        ):
            area = float((counted & mine).sum()) * 2_500
            assert interval.low == pytest.approx(area, rel=0.05, abs=150_000), index
            assert interval.high - interval.low < 2e-3 * row.area_m2


@settings(max_examples=10)
@given(seed=st.integers(0, 10_000))
def test_going_back_exchanges_gains_and_losses_and_staying_has_none(seed):
    before, after, towns = two_sets(seed)
    there, back = change(before, after, towns), change(after, before, towns)
    for one, other in zip(there.towns, back.towns, strict=True):
        assert one.gained_m2.low == pytest.approx(other.lost_m2.low, abs=1)
        assert one.gained_m2.high == pytest.approx(other.lost_m2.high, abs=1)
        assert one.gains is other.loses
    still = change(before, before, towns)
    assert still.city.gained_m2 == still.city.lost_m2 == Interval(0.0, 0.0)
    assert {row.gains for row in still.towns} == {Certainty.NO}


def test_a_site_that_may_be_anywhere_possibly_gains_and_surely_nothing():
    towns = square_towns(2, 10_000)
    none = made_sites([])
    vague = made_sites([(5_000, 5_000)], accuracy_m=4_000.0)
    row = change(none, vague, towns).towns[0]
    assert row.gains is Certainty.POSSIBLY
    assert row.gained_m2.low == 0.0
    assert row.gained_people is not None
    assert row.gained_people.high == pytest.approx(row.people * row.gained_m2.high / row.area_m2)


def test_ground_that_two_towns_claim_is_gained_once():
    towns = made_towns([shapely.box(0, 0, 6_000, 6_000), shapely.box(3_000, 0, 9_000, 6_000)])
    found = change(made_sites([]), site_at(4_500, 3_000), towns)
    assert found.city.gained_m2.low == pytest.approx(found.surely_gained.area)
    assert found.city.gained_m2.high == pytest.approx(found.possibly_gained.area)
    whole = coverage(site_at(4_500, 3_000), towns, radius_m=RADIUS_M, mission="delivery")
    for gained, covered in zip(found.towns, whole.towns, strict=True):
        assert gained.gained_people.low == pytest.approx(covered.covered_people.low)
        assert gained.gained_people.high == pytest.approx(covered.covered_people.high)


def test_a_town_whose_ground_another_claims_gains_nobody():
    towns = made_towns([shapely.box(0, 0, 9_000, 9_000), shapely.box(1_000, 0, 3_000, 6_000)])
    row = change(made_sites([]), site_at(4_500, 3_000), towns).towns[1]
    assert row.gained_people == row.gained_m2 == Interval(0.0, 0.0)


def test_what_one_town_surely_gains_the_city_does():
    tiny = made_towns([shapely.box(0, 0, 10, 10), shapely.box(10, 0, 60_010, 60_000)])
    found = change(made_sites([]), site_at(-2_999.9, 5), tiny)
    assert found.towns[0].gains is found.city.gains is Certainty.SURELY


def test_only_serving_sites_count_and_a_town_without_people_has_none():
    towns = square_towns(2, 10_000)
    towns["population_2020"] = pd.array([None, 10, 10, 10], dtype="Int64")
    before = made_sites([(5_000, 5_000)], status="planned")
    opened = before.assign(status="in_use")
    found = change(before, opened, towns)
    assert found.towns[0].gains is Certainty.SURELY
    assert found.towns[0].gained_people is None
    assert found.towns[3].gains is Certainty.NO
    assert found.surely_gained.area == pytest.approx(found.city.gained_m2.low)


@pytest.mark.parametrize("seed", range(3))
def test_round_zones_exact_positions_gain_what_the_two_coverages_differ_by(seed):
    before, after, towns = two_sets(seed, accuracies=(0,))
    space = airspace(zones_of(random_shapes(seed, 12)))
    asked = {"radius_m": RADIUS_M, "mission": "delivery", "space": space}
    found = coverage_change(before, after, towns, **asked)
    old, new = (coverage(sites, towns, **asked) for sites in (before, after))
    for row, one, other in zip(found.towns, old.towns, new.towns, strict=True):
        # Each disc is drawn inside for sure and outside for possible: 0.01 % of it each way.
        doubt = 2e-4 * len(before) * np.pi * RADIUS_M**2
        grown = other.covered_m2.low - one.covered_m2.low
        assert row.gained_m2.low - row.lost_m2.low == pytest.approx(grown, abs=doubt)
    free = coverage_change(before, after, towns, radius_m=RADIUS_M, mission="delivery")
    assert found.city.gained_m2 != free.city.gained_m2
