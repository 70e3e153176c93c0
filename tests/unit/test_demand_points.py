"""Demand at points with accuracies of their own, against every displacement."""

from dataclasses import replace
from math import fsum

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.crs import METRIC
from gis.demand_points import demand_coverage, read_demand, town_demand
from gis.demand_reach import times_covered
from gis.errors import InvalidInputError
from gis.reach import airspace, keys_of, regions
from gis.sites import read_sites
from tests.made_city import CORNER, irregular_towns, made_sites, square_towns
from tests.made_zones import random_shapes, ways_between, zones_of

STATUSES = ("in_use", "in_use", "planned", "in_use", "candidate")


def made_demand(places, *, accuracy_m=0.0, weight=1.0, town=None):
    number = len(places)
    columns = {
        "id": [f"d{i:04d}" for i in range(number)],
        "weight": np.broadcast_to(np.asarray(weight, dtype=np.float64), number),
        "accuracy_m": np.broadcast_to(np.asarray(accuracy_m, dtype=np.float64), number),
    }
    if town is not None:
        columns["town"] = town
    return gpd.GeoDataFrame(columns, geometry=shapely.points(places + CORNER), crs=METRIC)


def random_demand(seed, number=60):
    draw = np.random.default_rng(seed)
    demand = made_demand(
        draw.uniform(0, 12_000, (number, 2)),
        accuracy_m=draw.choice([0, 100, 700], number),
        weight=draw.uniform(0, 50, number),
        town=draw.choice(["a", "b"], number),
    )
    sites = made_sites(
        draw.uniform(0, 12_000, (9, 2)),
        accuracy_m=draw.choice([0, 200, 900, 3_500], 9),
        status=[STATUSES[i % 5] for i in range(9)],
    )
    return read_demand(demand), read_sites(sites, radius_m=3_000, mission="delivery")


def moved(places, accuracies, draw, times, *, edge):
    angle = draw.uniform(0, 2 * np.pi, (times, len(places)))
    share = np.ones((times, len(places)))
    if not edge:
        share = np.sqrt(draw.uniform(0, 1, share.shape))
    way = share * accuracies
    return places + way[..., None] * np.stack((np.cos(angle), np.sin(angle)), axis=-1)


@pytest.mark.parametrize("seed", range(5))
def test_truth_is_in_the_interval_for_10000_displacements(seed):
    demand, sites = random_demand(seed)
    answer = demand_coverage(demand, sites)
    sure, possible = times_covered(demand, sites, sites.serving)
    assert 0 < (sure > 0).sum() < (possible > 0).sum()
    draw = np.random.default_rng(seed)
    for edge in (False, True):
        points = moved(demand.places, demand.accuracies_m, draw, 1_000, edge=edge)
        centres = moved(sites.centres, sites.accuracies_m, draw, 1_000, edge=edge)
        for p, c in zip(points, centres, strict=True):
            within = np.hypot(*np.moveaxis(p[:, None] - c[None], 2, 0)) <= sites.radii_m + 1e-6
            times = within[:, sites.serving].sum(axis=1)
            assert (sure <= times).all()
            assert (times <= possible).all()
            for k, interval in enumerate(answer.city.k_covered, start=1):
                true = demand.weights[times >= k].sum()
                assert interval.low - 1e-9 <= true <= interval.high + 1e-9
            away = np.hypot(*np.moveaxis(p[:, None] - c[None, sites.serving], 2, 0)).min(axis=1)
            assert answer.farthest_m.low - 1e-6 <= away.max() <= answer.farthest_m.high + 1e-6


@pytest.mark.parametrize("hours", ["24/7", ["24/7", None, "24/7", None, "24/7"]])
@pytest.mark.parametrize("seed", range(4))
def test_truth_round_zones_is_in_the_interval(seed, hours):
    """Sites, points and zones are displaced; the ways are those of a full visibility graph."""
    demand, sites = random_demand(seed, 30)
    shapes = random_shapes(seed, 5, 12_000)
    space = airspace(zones_of(shapes, accuracy_m=50.0, hours=hours))
    round_zones = regions(keys_of(sites), space)
    answer = demand_coverage(demand, sites, round_zones=round_zones)
    sure, possible = times_covered(demand, sites, sites.serving, round_zones)
    free = times_covered(demand, sites, sites.serving)
    assert (sure <= free[0]).all()
    assert (possible <= free[1]).all()
    assert sure.sum() < free[0].sum()
    draw = np.random.default_rng(seed)
    for edge in (False, True):
        points = moved(demand.places, demand.accuracies_m, draw, 4, edge=edge)
        for extent in (space.inner.shape, space.outer.shape):
            tell = ways_between(points.reshape(-1, 2), extent)
            for centres in moved(sites.centres, sites.accuracies_m, draw, 4, edge=edge):
                lengths = np.array([tell(place) for place in centres[sites.serving]])
                reached = lengths <= sites.radii_m[sites.serving][:, None]
                for times in reached.sum(axis=0).reshape(4, -1):
                    assert (sure <= times).all()
                    assert (times <= possible).all()
                    for k, interval in enumerate(answer.city.k_covered, start=1):
                        true = demand.weights[times >= k].sum()
                        assert interval.low - 1e-9 <= true <= interval.high + 1e-9


def test_exact_points_sites_and_zones_are_counted_exactly():
    demand, sites = random_demand(7, 200)
    demand = replace(demand, accuracies_m=np.zeros(200))
    sites = replace(sites, accuracies_m=np.zeros(len(sites)))
    space = airspace(zones_of(random_shapes(7, 6, 12_000)))
    counts = times_covered(demand, sites, sites.serving, regions(keys_of(sites), space))
    tell = ways_between(demand.places, space.outer.shape)
    lengths = np.array([tell(place) for place in sites.centres[sites.serving]])
    # A place within a hair of the rim is left to the drawing.
    clear = (np.abs(lengths - 3_000) > 5).all(axis=0)
    true = (lengths <= 3_000).sum(axis=0)
    assert (true[clear] < times_covered(demand, sites, sites.serving)[0][clear]).any()
    for found in counts:
        assert (found[clear] == true[clear]).all()


def test_zones_out_of_range_leave_the_counts_as_they_are():
    demand, sites = random_demand(3)
    space = airspace(zones_of([shapely.box(60_000, 60_000, 61_000, 61_000)]))
    round_zones = regions(keys_of(sites), space)
    assert demand_coverage(demand, sites, round_zones=round_zones) == demand_coverage(demand, sites)


def test_figures_by_hand():
    demand = made_demand(
        np.array([[0, 0], [1_000, 0], [2_000, 0], [9_000, 0]]),
        accuracy_m=[0, 100, 100, 0],
        weight=[1, 10, 100, 1_000],
        town=["a", "a", "b", "b"],
    )
    sites = made_sites([(0, 0), (0, 0), (8_000, 0)], accuracy_m=[0, 950, 0], status=[
        "in_use", "in_use", "planned",
    ])  # fmt: skip
    answer = demand_coverage(
        read_demand(demand), read_sites(sites, radius_m=2_000, mission="delivery")
    )
    once, twice, thrice = answer.city.k_covered
    # d + 100 <= 2,000 for the first two; the third is undecided; two sites surely at the first.
    assert (once.low, once.high) == (11, 111)
    assert (twice.low, twice.high) == (1, 111)
    assert (thrice.low, thrice.high) == (0, 0)
    assert (answer.city.with_planned.low, answer.city.with_planned.high) == (1_011, 1_111)
    assert [(row.town, row.demand) for row in answer.towns] == [("a", 11), ("b", 1_100)]


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_the_order_of_rows_changes_nothing(seed):
    draw = np.random.default_rng(seed)
    frame = made_demand(draw.uniform(0, 9_000, (40, 2)), weight=draw.uniform(0, 1, 40))
    sites = read_sites(made_sites([(0, 0), (4_000, 4_000)]), radius_m=4_000, mission="delivery")
    mixed = frame.sample(frac=1, random_state=1)
    assert demand_coverage(read_demand(frame), sites) == demand_coverage(read_demand(mixed), sites)


def test_towns_cut_into_cells_keep_people_and_hold_everybody():
    towns = irregular_towns(6, 20_000, 4)
    demand = town_demand(towns, cell_m=1_500)
    people = towns.population_2020.to_numpy(dtype=float, na_value=np.nan)
    for index, count in enumerate(people):
        mine = demand.weights[demand.town == index]
        assert fsum(mine) == pytest.approx(0 if np.isnan(count) else count)
    # Any place of a town is within some cell's accuracy of that cell's point.
    draw = np.random.default_rng(0)
    places = draw.uniform(0, 20_000, (400, 2)) + CORNER
    inside = shapely.contains_xy(towns.geometry[0], places)
    own = demand.town == 0
    gap = np.hypot(*np.moveaxis(places[inside][:, None] - demand.places[own][None], 2, 0))
    assert inside.sum() > 10
    assert ((gap - demand.accuracies_m[own]).min(axis=1) <= 1e-6).all()


def test_what_has_no_position_is_told_and_wrong_input_is_refused():
    frame = made_demand(np.zeros((2, 2)), accuracy_m=[np.nan, 0.0], weight=[5.0, 1.0])
    demand = read_demand(frame)
    assert (demand.unplaced, len(demand)) == (5.0, 1)
    sites = read_sites(made_sites([(0, 0)]), radius_m=100, mission="delivery")
    assert demand_coverage(demand, sites).unplaced == 5.0
    with pytest.raises(InvalidInputError, match="weight"):
        read_demand(made_demand(np.zeros((1, 2)), weight=-1))
    for cell in (0.0, 1.0):
        with pytest.raises(InvalidInputError, match="cell"):
            town_demand(square_towns(2, 20_000), cell_m=cell)
