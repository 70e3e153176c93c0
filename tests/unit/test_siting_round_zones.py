"""Siting round zones: a plan's value is what coverage round the same zones then gains."""

from itertools import combinations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from gis.coverage import coverage
from gis.crs import METRIC
from gis.demand_reach import Demand
from gis.discs import Discs
from gis.errors import InvalidInputError
from gis.faces import Others, arrange
from gis.reach import airspace, keys_of, regions
from gis.service_areas import service_areas
from gis.sites import read_sites
from gis.siting import round_zones
from gis.siting.asked import ask
from gis.siting.candidates import from_layer, from_points, hexagonal_grid
from gis.siting.demand import siting_demand
from gis.siting.effort import expected_work
from gis.siting.own_demand import own_covered
from gis.siting.plan import best_new_sites
from gis.siting.questions import Problem, Question
from gis.siting.round_zones import Around, crossings_each, sure_regions
from gis.siting.verify import verify
from tests.made_city import CORNER, irregular_towns, made_sites, square_towns
from tests.made_zones import random_shapes, ways_between, zones_of

RADIUS = 3_000.0
ASKED = {"radius_m": RADIUS, "mission": "delivery"}
SIZE = 14_000.0
WALL = shapely.box(4_900, 1_000, 5_100, 9_000)
NUMBERS = {
    "count": 2,
    "share": 0.3,
    "capacity_per_day": 2_000.0,
    "movements_per_person_day": 0.01,
    "counts": (1, 1),
    "flight_m": 6_000.0,
    "cell_m": 3_000.0,
}


def round_(shapes, **columns):
    return Around(airspace(zones_of(shapes, **columns)))


def case(seed):
    sites = made_sites(
        np.random.default_rng(seed).uniform(0, SIZE, (4, 2)),
        accuracy_m=[50, 400, 0, 100],
        status=["in_use", "in_use", "in_use", "planned"],
    )
    shapes = random_shapes(seed, 7, SIZE)
    effects = ["24/7", None, "24/7", "24/7", "24/7", None, "24/7"]
    around = round_(shapes, accuracy_m=40.0, hours=effects)
    return sites, irregular_towns(4, SIZE, seed), around


def opened(sites, candidates, ids):
    chosen = candidates[candidates.id.isin(ids)]
    rows = [sites, chosen.assign(status="in_use", service_radius_m=None)]
    return gpd.GeoDataFrame(pd.concat(rows), crs=METRIC)


def city(sites, towns, around):
    return coverage(sites, towns, **ASKED, space=around.space).city


@pytest.mark.parametrize(("seed", "demand"), [(1, "area"), (2, "people"), (3, "area")])
def test_value_is_what_coverage_round_the_same_zones_gains(seed, demand):
    sites, towns, around = case(seed)
    candidates = hexagonal_grid(towns, 2_500).assign(accuracy_m=60.0)
    plan = best_new_sites(sites, towns, candidates, count=3, **ASKED, demand=demand, around=around)
    ids = [site.candidate for site in plan.sites]
    before = city(sites, towns, around)
    after = city(opened(sites, candidates, ids), towns, around)
    was, is_now, total = (
        (before.covered_people, after.covered_people, before.people)
        if demand == "people"
        else (before.covered_m2, after.covered_m2, before.area_m2)
    )
    assert plan.before == was
    assert plan.after.low == pytest.approx(is_now.low)
    assert plan.after.high == pytest.approx(is_now.high)
    assert plan.value > 0
    assert plan.value == pytest.approx(is_now.low - was.low, abs=1e-8 * total)
    assert sum(site.adds for site in plan.sites) == pytest.approx(plan.value)
    assert plan.barred
    assert plan.candidates + len(plan.barred) == len(candidates)


def test_no_two_candidates_do_better_round_the_zones():
    sites, towns, around = case(5)
    candidates = hexagonal_grid(towns, 4_500)
    plan = best_new_sites(sites, towns, candidates, count=2, **ASKED, demand="area", around=around)
    best = max(
        city(opened(sites, candidates, pair), towns, around).covered_m2.low
        for pair in combinations(candidates.id, 2)
    )
    assert plan.after.low == pytest.approx(best, rel=1e-8)


def test_value_is_the_area_that_ways_round_the_zones_reach():
    """Squares of 100 m are counted one by one, by a full visibility graph of its own."""
    towns = square_towns(1, 10_000)
    around = round_([WALL, shapely.box(7_000, 6_000, 8_000, 7_000)])
    sites, candidates = (
        made_sites([(3_500, 5_000)]),
        from_points([tuple(CORNER + np.array([6_000, 5_000]))]),
    )
    plan = best_new_sites(sites, towns, candidates, count=1, **ASKED, demand="area", around=around)
    steps = np.arange(50, 10_000, 100)
    squares = CORNER + np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    tell = ways_between(squares, around.space.outer.shape)
    new, old = (tell(CORNER + place) <= RADIUS for place in ((6_000, 5_000), (3_500, 5_000)))
    counted = 100.0**2 * np.count_nonzero(new & ~old)
    assert plan.value == pytest.approx(counted, rel=0.01)
    assert plan.before.low == pytest.approx(100.0**2 * np.count_nonzero(old), rel=0.01)


def test_zones_that_meet_no_disc_change_nothing():
    sites, towns, _ = case(1)
    candidates = hexagonal_grid(towns, 2_500)
    far = round_([shapely.box(40_000, 40_000, 41_000, 41_000)])
    passed = round_([shapely.box(3_000, 3_000, 9_000, 9_000)], status="expired")
    plans = [
        best_new_sites(sites, towns, candidates, count=3, **ASKED, around=around)
        for around in (round_zones.FREE_AIR, far, passed)
    ]
    for plan in plans[1:]:
        assert [one.candidate for one in plan.sites] == [one.candidate for one in plans[0].sites]
        assert plan.before.low == pytest.approx(plans[0].before.low, rel=1e-8)
        assert plan.barred == ()
        for name in ("value", "bound", "total", "patterns"):
            assert getattr(plan, name) == pytest.approx(getattr(plans[0], name), rel=1e-8)


def test_candidates_that_may_stand_in_a_zone_drop_out_by_name():
    towns = square_towns(1, 10_000)
    places = [(5_000, 5_000), (4_000, 5_000), (4_000, 2_000), (4_900, 8_000), (2_000, 5_000)]
    candidates = from_layer(made_sites(places, accuracy_m=[0, 1_000, 800, 0, 0], status="planned"))
    other = shapely.box(1_900, 4_900, 2_100, 5_100)
    around = round_([WALL, other], hours=["24/7", None])
    plan = best_new_sites(
        made_sites([]), towns, candidates, count=5, **ASKED, demand="area", around=around
    )
    # One stands on the very boundary, which may be flown along; one is 100 m clear of it.
    assert {site.candidate for site in plan.sites} == {"s002", "s003"}
    assert [(one.site.site, one.zones) for one in plan.barred] == [
        ("s000", ("z00",)),
        ("s001", ("z00",)),
        ("s004", ("z01",)),
    ]
    with pytest.raises(InvalidInputError, match="airspace zone") as refused:
        best_new_sites(made_sites([]), towns, candidates.iloc[:1], count=1, **ASKED, around=around)
    assert refused.value.field == "candidates"
    assert "another height" in refused.value.remedy


def test_too_many_corners_in_range_are_refused_with_a_remedy(monkeypatch):
    sites, towns, around = case(1)
    monkeypatch.setattr(round_zones, "MAX_CORNERS", 50)
    with pytest.raises(InvalidInputError, match="corners of zones") as refused:
        best_new_sites(sites, towns, hexagonal_grid(towns, 2_500), count=1, **ASKED, around=around)
    assert "larger spacing" in refused.value.remedy


def test_regions_known_are_taken_and_the_others_are_those_of_coverage():
    sites, _, around = case(2)
    keys = keys_of(read_sites(sites, **ASKED))
    keys = keys[around.space.outer.clear_of(keys[:, :2], keys[:, 3])]
    known = regions(keys, around.space)
    told = []
    again = sure_regions(keys, Around(around.space, (known,)))
    assert all(one is other for one, other in zip(again, known.sure, strict=True))
    anew = sure_regions(keys, around, on_progress=told.append)
    assert (told[0], told[-1]) == (0.0, 1.0)
    assert not shapely.is_missing(known.sure).all()
    for one, other in zip(anew, known.sure, strict=True):
        assert (one is None) == (other is None)
        assert one is None or one.equals(other)


def test_the_estimate_of_faces_is_near_what_comes_round_zones():
    towns, around = square_towns(1, SIZE), case(3)[2]
    grid = hexagonal_grid(towns, 1_500)
    places = shapely.get_coordinates(grid.geometry.to_numpy())
    places = places[around.space.outer.clear_of(places, np.zeros(len(places)))]
    keys = np.column_stack((places, np.full(len(places), RADIUS), np.zeros(len(places))))
    discs, instead = Discs.inscribed(places, keys[:, 2]), sure_regions(keys, around)
    polygons = towns.geometry.to_numpy()
    faces = arrange(polygons, discs, others=Others(instead, np.empty(0, dtype=object)))
    expected, _ = expected_work(discs, tuple(shapely.total_bounds(polygons)), 1.0)
    times = crossings_each(discs, instead)
    assert times > 1
    assert 1 / 3 < times * expected / len(faces) < 3
    assert crossings_each(discs, np.full(len(discs), None, dtype=object)) == 1


@pytest.mark.parametrize("problem", Problem)
def test_every_problem_is_round_zones_before_and_after_and_proven(problem):
    sites, towns, around = case(2)
    grid = hexagonal_grid(towns, 4_000)
    found = ask(
        Question(problem, "delivery", radius_m=RADIUS, **NUMBERS),
        sites,
        towns,
        grid,
        certificate=True,
        around=around,
    )
    ids = grid.iloc[:0].id.tolist()
    rows = found.solved.offer.rows
    ids = [rows.id.iloc[pick.candidate] for pick in found.solved.picks]
    assert ids
    assert found.before == city(sites, towns, around).covered_people
    after = city(opened(sites, grid, ids), towns, around).covered_people
    assert found.after.low == pytest.approx(after.low)
    assert found.after.high == pytest.approx(after.high)
    barred = {one.site.site for one in found.solved.offer.barred}
    assert barred == set(grid.id) - set(rows.id)
    assert barred
    assert verify(found.certificate.data()).valid
    if problem in (Problem.MAXIMAL, Problem.CONNECTED):
        gain = found.after.low - found.before.low
        assert found.solved.answer.value == pytest.approx(gain, rel=1e-8)


def test_a_site_that_may_stand_in_a_zone_is_no_part_of_what_is_served():
    towns = square_towns(1, 10_000)
    sites = made_sites([(5_000, 5_000), (8_000, 5_000)])
    for problem in (Problem.BACKUP, Problem.CAPACITATED, Problem.CONNECTED):
        question = Question(problem, "delivery", radius_m=RADIUS, **NUMBERS)
        grid = hexagonal_grid(towns, 4_000)
        found = ask(question, sites, towns, grid, around=round_([WALL]))
        assert [name.site for name in found.solved.offer.kept_names] == ["s001"]
        assert found.solved.demands


@pytest.mark.parametrize("seed", [1, 4])
def test_own_points_are_served_round_zones_wherever_they_are_within_their_accuracy(seed):
    sites, towns, around = case(seed)
    draw = np.random.default_rng(seed)
    number = 25
    places = CORNER + draw.uniform(2_000, SIZE - 2_000, (number, 2))
    accuracies = draw.choice([0.0, 150.0], number)
    weights = draw.integers(1, 9, number).astype(float)
    points = Demand(places, weights, accuracies, np.zeros(number, dtype=np.intp), ("",))
    candidates = hexagonal_grid(towns, 4_000)
    offer = siting_demand(sites, towns, candidates, **ASKED, demand=points, around=around)
    angles = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    rim = np.stack((np.cos(angles), np.sin(angles)), axis=1)
    spread = places[:, None] + accuracies[:, None, None] * rim
    tell = ways_between(spread.reshape(-1, 2), around.space.outer.shape)

    def reached(centre, least):
        return (tell(centre).reshape(number, 8) <= least).all(axis=1)

    areas = service_areas(sites, towns, **ASKED, space=around.space)
    before = np.zeros(number, dtype=bool)
    for i in np.flatnonzero(areas.sites.serving):
        centre, accuracy = areas.sites.centres[i], areas.sites.accuracies_m[i]
        if around.space.outer.clear_of(centre[None], np.array([accuracy]))[0]:
            before |= reached(centre, RADIUS - accuracy)
    covered = own_covered(points, areas)
    free = own_covered(points, service_areas(sites, towns, **ASKED))
    assert covered.low == weights[before].sum()
    assert covered.low <= covered.high <= free.high
    index = offer.patterns.by_candidate()
    for j, centre in enumerate(offer.centres):
        found = reached(centre, RADIUS) & ~before
        assert offer.patterns.weights[index.of(j)].sum() == weights[found].sum()
    asked = Question(Problem.MAXIMAL, "delivery", radius_m=RADIUS, count=2, points=points)
    answer = ask(asked, sites, towns, candidates, around=around)
    assert answer.before == covered
    assert answer.solved.answer.value == answer.after.low - answer.before.low > 0
