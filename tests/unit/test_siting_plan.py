"""Best new sites on made cities: what a plan says must be what coverage says."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from gis.coverage import coverage
from gis.crs import METRIC, STORED
from gis.errors import InvalidInputError, WrongReferenceSystemError
from gis.results_siting import SitingStatus
from gis.siting.backup import backup_cover
from gis.siting.candidates import MAX_CANDIDATES, from_layer, from_points, hexagonal_grid
from gis.siting.demand import siting_demand
from gis.siting.fewest import beyond, fewest_sites
from gis.siting.plan import best_new_sites
from tests.made_city import CORNER, distances, irregular_towns, made_sites, square_towns

RADIUS = 3_000.0


def city(seed=4):
    sites = made_sites(
        np.random.default_rng(seed).uniform(0, 20_000, (6, 2)),
        accuracy_m=[100, 500, 0, 4_000, 100, 100],
        status=["in_use", "in_use", "in_use", "in_use", "planned", "candidate"],
    )
    return sites, irregular_towns(7, 20_000, seed)


def opened(sites, candidates, plan):
    chosen = candidates[candidates.id.isin([site.candidate for site in plan.sites])]
    return gpd.GeoDataFrame(
        pd.concat([sites, chosen.assign(status="in_use", service_radius_m=None)]), crs=METRIC
    )


@pytest.mark.parametrize("demand", ["people", "area"])
@pytest.mark.parametrize("seed", [4, 5, 6])
def test_a_plan_promises_what_coverage_then_measures(demand, seed):
    sites, towns = city(seed)
    candidates = hexagonal_grid(towns, 2_500)
    plan = best_new_sites(
        sites, towns, candidates, count=4, radius_m=RADIUS, mission="delivery", demand=demand
    )
    before = coverage(sites, towns, radius_m=RADIUS, mission="delivery").city
    after = coverage(
        opened(sites, candidates, plan), towns, radius_m=RADIUS, mission="delivery"
    ).city
    was, is_now, total = (
        (before.covered_people, after.covered_people, before.people)
        if demand == "people"
        else (before.covered_m2, after.covered_m2, before.area_m2)
    )
    assert plan.demand == ("people" if demand == "people" else "area_m2")
    assert plan.before == was
    assert plan.after.low == pytest.approx(is_now.low)
    assert plan.after.high == pytest.approx(is_now.high)
    assert plan.value == pytest.approx(is_now.low - was.low, abs=1e-9 * total)
    assert plan.total == pytest.approx(total)
    assert plan.status is SitingStatus.PROVEN
    assert plan.value <= plan.bound
    assert plan.gap == pytest.approx((plan.bound - plan.value) / plan.bound)
    assert [site.order for site in plan.sites] == [1, 2, 3, 4]
    assert sum(site.adds for site in plan.sites) == pytest.approx(plan.value)
    assert plan.candidates == len(candidates)


def test_no_two_candidates_do_better():
    sites, towns = city()
    candidates = hexagonal_grid(towns, 5_000)
    plan = best_new_sites(
        sites, towns, candidates, count=2, radius_m=RADIUS, mission="delivery", demand="area"
    )
    best = 0.0
    for one in range(len(candidates)):
        for other in range(one):
            rows = candidates.iloc[[one, other]].assign(status="in_use", service_radius_m=None)
            both = gpd.GeoDataFrame(pd.concat([sites, rows]), crs=METRIC)
            answer = coverage(both, towns, radius_m=RADIUS, mission="delivery").city
            best = max(best, answer.covered_m2.low)
    assert plan.after.low == pytest.approx(best, rel=1e-9)


def test_a_chosen_site_stands_where_it_says():
    sites, towns = city()
    inside, outside = CORNER + 9_000, CORNER + np.array([-2_000, 10_000])
    candidates = from_points([tuple(inside), tuple(outside)])
    plan = best_new_sites(
        sites, towns, candidates, count=2, radius_m=RADIUS, mission="delivery", demand="area"
    )
    by_id = {site.candidate: site for site in plan.sites}
    first, second = by_id["point-0001"], by_id["point-0002"]
    assert (first.x_m, first.y_m) == tuple(inside)
    town = towns.set_index("id").geometry[first.town]
    assert town.covers(shapely.Point(inside))
    assert second.town == ""
    assert first.accuracy_m == second.accuracy_m == 0


def test_uncertain_candidates_count_with_their_range_less_their_accuracy():
    towns = square_towns(1, 20_000)
    candidates = made_sites(
        [(5_000, 5_000), (15_000, 15_000), (9_000, 9_000), (3_000, 3_000)],
        accuracy_m=[1_000, 0, 3_000, np.nan],
        status="in_use",
    )
    candidates.loc[3, "accuracy_m"] = np.nan
    plan = best_new_sites(
        made_sites([]),
        towns,
        from_layer(candidates),
        count=3,
        radius_m=RADIUS,
        mission="delivery",
        demand="area",
    )
    assert [site.candidate for site in plan.sites] == ["s001", "s000"]
    assert plan.sites[0].adds == pytest.approx(np.pi * 3_000**2, rel=2e-4)
    assert plan.sites[1].adds == pytest.approx(np.pi * 2_000**2, rel=2e-4)
    assert [name.site for name in plan.too_uncertain] == ["s002"]
    assert [name.site for name in plan.unplaced] == ["s003"]
    assert plan.candidates == 2


def test_nothing_is_proposed_where_all_is_covered():
    towns = square_towns(1, 2_000)
    plan = best_new_sites(
        made_sites([(1_000, 1_000)]),
        towns,
        hexagonal_grid(towns, 500),
        count=3,
        radius_m=RADIUS,
        mission="delivery",
    )
    assert plan.sites == ()
    assert plan.value == plan.bound == plan.gap == 0
    assert plan.status is SitingStatus.PROVEN
    assert plan.before == plan.after


def test_the_same_question_has_the_same_answer():
    sites, towns = city()
    candidates = hexagonal_grid(towns, 2_500)
    plans = [
        best_new_sites(s, towns, candidates, count=3, radius_m=RADIUS, mission="delivery")
        for s in (sites, sites.iloc[::-1])
    ]
    assert plans[0].sites == plans[1].sites
    assert plans[0].value == plans[1].value


def test_progress_rises_to_one():
    sites, towns = city()
    told = []
    best_new_sites(
        sites,
        towns,
        hexagonal_grid(towns, 3_000),
        count=3,
        radius_m=RADIUS,
        mission="delivery",
        on_progress=told.append,
    )
    assert told == sorted(told)
    assert told[0] == 0
    assert told[-1] == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"count": 0}, "count"),
        ({"count": 201}, "count"),
        ({"demand": "love"}, "demand"),
        ({"time_limit_s": 0.0}, "time_limit_s"),
        ({"time_limit_s": float("nan")}, "time_limit_s"),
        ({"radius_m": -1.0}, "radius_m"),
        ({"mission": "sail"}, "mission"),
    ],
)
def test_wrong_parameters_are_refused(change, field):
    sites, towns = city()
    asked = {"count": 2, "radius_m": RADIUS, "mission": "delivery"} | change
    with pytest.raises(InvalidInputError) as refused:
        best_new_sites(sites, towns, from_points([tuple(CORNER)]), **asked)
    assert refused.value.field == field


def test_candidates_that_could_surely_serve_nothing_are_refused_with_a_remedy():
    sites, towns = city()
    vague = made_sites([(5_000, 5_000)], accuracy_m=5_000)
    with pytest.raises(InvalidInputError, match="less accurate than the service radius") as no:
        best_new_sites(
            sites, towns, from_layer(vague), count=1, radius_m=RADIUS, mission="delivery"
        )
    assert "larger radius" in no.value.remedy


def test_candidates_in_degrees_are_refused():
    sites, towns = city()
    stored = made_sites([(5_000, 5_000)]).to_crs(STORED)
    with pytest.raises(WrongReferenceSystemError):
        from_layer(stored)
    with pytest.raises(WrongReferenceSystemError):
        best_new_sites(sites, towns, stored, count=1, radius_m=RADIUS, mission="delivery")


# --- candidates ------------------------------------------------------------------------------


def test_a_hexagonal_grid_fills_the_city_evenly():
    _, towns = city()
    grid = hexagonal_grid(towns, 1_000)
    whole = towns.union_all()
    assert grid.within(whole.buffer(1e-6)).all()
    assert len(grid) == pytest.approx(whole.area / (1_000**2 * np.sqrt(3) / 2), rel=0.03)
    apart = distances(shapely.get_coordinates(grid.geometry.to_numpy()), grid)
    np.fill_diagonal(apart, np.inf)
    nearest = apart.min(axis=1)
    np.testing.assert_allclose(nearest, 1_000, rtol=1e-9)
    inner = (np.abs(apart - 1_000) < 1e-6).sum(axis=1)
    assert inner.max() == 6
    draw = np.random.default_rng(0).uniform(0, 20_000, (500, 2)) + CORNER
    deep = draw[shapely.contains_xy(whole.buffer(-1_000), draw)]
    assert distances(deep, grid).min(axis=1).max() <= 1_000 / np.sqrt(3) + 1e-6
    assert grid.id.is_unique
    assert (grid.accuracy_m == 0).all()


def test_grids_that_make_no_sense_are_refused():
    _, towns = city()
    for spacing in (0, -5, float("nan"), float("inf")):
        with pytest.raises(InvalidInputError) as refused:
            hexagonal_grid(towns, spacing)
        assert refused.value.field == "spacing_m"
    with pytest.raises(InvalidInputError, match=f"{MAX_CANDIDATES:,}"):
        hexagonal_grid(towns, 10)


def test_candidates_of_a_layer_keep_their_own_radius():
    sites, towns = city()
    own = made_sites([(9_000, 9_000)], radii=[{"delivery": 800.0}], status="candidate")
    plan = best_new_sites(
        sites.iloc[:0],
        towns,
        from_layer(own),
        count=1,
        radius_m=RADIUS,
        mission="delivery",
        demand="area",
    )
    assert plan.value == pytest.approx(np.pi * 800**2, rel=2e-4)
    assert plan.after.low == pytest.approx(plan.value)


def test_candidates_that_share_an_id_are_refused():
    sites, towns = city()
    twice = pd.concat([made_sites([(5_000, 5_000)])] * 2)
    with pytest.raises(InvalidInputError, match="'s000'"):
        best_new_sites(sites, towns, twice, count=1, radius_m=RADIUS, mission="delivery")


def test_own_points_must_be_finite():
    with pytest.raises(InvalidInputError, match="finite"):
        from_points([(1.0, float("nan"))])
    assert len(from_points([])) == 0


def test_backup_beside_existing_sites_is_what_coverage_then_measures():
    sites, towns = city()
    candidates = hexagonal_grid(towns, 4_000)
    asked = {"radius_m": RADIUS, "mission": "delivery"}
    offer = siting_demand(sites, towns, candidates, **asked, demand="area", with_existing=True)
    assert len(offer.kept) == 3
    assert len(offer.centres) == len(offer.accuracies_m) == offer.patterns.candidates
    answer = backup_cover(offer.patterns, 3, times=2, kept=offer.kept)
    chosen = offer.rows.iloc[list(answer.chosen)]
    after = gpd.GeoDataFrame(
        pd.concat([sites, chosen.assign(status="in_use", service_radius_m=None)]), crs=METRIC
    )
    assert answer.value == pytest.approx(coverage(after, towns, **asked).city.k_covered_m2[1].low)


def test_demand_without_existing_sites_is_what_they_leave_open():
    sites, towns = city()
    candidates = hexagonal_grid(towns, 4_000)
    asked = {"radius_m": RADIUS, "mission": "delivery"}
    offer = siting_demand(sites, towns, candidates, **asked)
    whole = siting_demand(sites, towns, candidates, **asked, with_existing=True)
    assert offer.kept == ()
    left = beyond(whole.patterns, whole.kept)
    assert left.weights.sum() == pytest.approx(offer.patterns.weights.sum())
    assert fewest_sites(whole.patterns, kept=whole.kept).value == fewest_sites(offer.patterns).value
