"""What surveying narrows round zones, against doing the survey: move the site, measure again."""

from math import pi

import numpy as np
import pytest
import shapely

from gis.coverage import coverage
from gis.reach import airspace
from gis.service_areas import service_areas
from gis.survey_next import survey_next
from gis.survey_round_zones import SurveyedSite, met_by_zones, squares_each
from tests.made_city import CORNER, irregular_towns, made_sites, square_towns
from tests.made_zones import random_shapes, zones_of

ASKED = {"radius_m": 3_000, "mission": "delivery"}
SIZE = 12_000
KINDS = {
    "exact": {"accuracy_m": 0.0},
    "vague": {"accuracy_m": 120.0},
    "undecided": {"accuracy_m": 60.0, "hours": ["24/7", None, "24/7", None]},
}


def case(seed, kind, number=5):
    draw = np.random.default_rng(seed)
    sites = made_sites(
        draw.uniform(0, SIZE, (number, 2)),
        accuracy_m=draw.choice([0, 150, 400, 1_200], number),
        status=["in_use"] * (number - 1) + ["planned"],
    )
    space = airspace(zones_of(random_shapes(seed, 4, SIZE), **KINDS[kind]))
    return sites, irregular_towns(3, SIZE, seed), space


def width(sites, towns, unit, space):
    found = coverage(sites, towns, **ASKED, space=space)
    figure = found.city.covered_m2 if unit == "area_m2" else found.city.covered_people
    return figure.high - figure.low


def surveyed(sites, site, place):
    found = sites.copy()
    at = found.index[found.id == site][0]
    found.loc[at, "geometry"] = shapely.Point(place)
    found.loc[at, "accuracy_m"] = 0.0
    return found


def displaced(place, accuracy, draw, times):
    """True positions: every second at the very edge."""
    angle = draw.uniform(0, 2 * pi, times)
    share = np.sqrt(draw.uniform(0, 1, times))
    share[::2] = 1.0
    return place + accuracy * share[:, None] * np.column_stack((np.cos(angle), np.sin(angle)))


@pytest.mark.parametrize(
    ("seed", "kind", "unit"),
    [
        *((seed, kind, "area_m2") for seed in range(2) for kind in KINDS),
        (3, "vague", "people"),
    ],
)
def test_wherever_a_site_turns_out_to_stand_the_interval_narrows_as_told(seed, kind, unit):
    sites, towns, space = case(seed, kind)
    areas = service_areas(sites, towns, **ASKED, space=space)
    assert met_by_zones(areas).any()
    advice = survey_next(areas, unit=unit)
    before = width(sites, towns, unit, space)
    assert advice.width == pytest.approx(before, rel=1e-6)
    draw = np.random.default_rng(seed)
    densest = 1.0 if unit == "area_m2" else float(np.nanmax(areas.people_per_m2()))
    slack = 1e-3 * pi * 3_000**2 * densest
    for row in advice.rows:
        stated = areas.sites.centres[[name.site for name in areas.sites.names].index(row.site)]
        for place in displaced(stated, row.accuracy_m, draw, 8):
            narrowed = before - width(surveyed(sites, row.site, place), towns, unit, space)
            assert row.shrink.low - slack <= narrowed <= row.shrink.high + slack


def test_zones_out_of_range_leave_every_figure_as_it_is_in_free_air():
    sites, towns, _ = case(1, "exact")
    far = airspace(zones_of([shapely.box(40_000, 40_000, 41_000, 41_000)]))
    free = survey_next(service_areas(sites, towns, **ASKED))
    found = survey_next(service_areas(sites, towns, **ASKED, space=far))
    # Round zones faces are cut on a grid of ten micrometres.
    assert found.width == pytest.approx(free.width, rel=1e-8)
    for one, other in zip(found.rows, free.rows, strict=True):
        assert (one.rank, one.site) == (other.rank, other.site)
        assert one.settled_by_search is other.settled_by_search
        assert one.shrink.low == pytest.approx(other.shrink.low, rel=1e-7)
        assert one.shrink.high == pytest.approx(other.shrink.high, rel=1e-7)


def test_a_site_alone_settles_all_that_is_undecided_if_zones_leave_no_doubt():
    towns = square_towns(1, 20_000)
    sites = made_sites([(10_000, 10_000)], accuracy_m=[500])
    space = airspace(zones_of([shapely.box(11_000, 0, 11_100, 10_000)]))
    advice = survey_next(service_areas(sites, towns, **ASKED, space=space))
    (row,) = advice.rows
    assert row.shrink.low == pytest.approx(advice.width)
    assert row.shrink.high == pytest.approx(advice.width)
    for east in (-500.0, 0.0, 500.0):
        found = surveyed(sites, row.site, CORNER + np.array([10_000 + east, 10_000]))
        assert width(found, towns, "area_m2", space) < 1e-3 * advice.width


def test_what_lies_behind_an_undecided_zone_no_survey_settles():
    towns = square_towns(1, 20_000)
    sites = made_sites([(10_000, 10_000)], accuracy_m=[200])
    space = airspace(zones_of([shapely.box(11_000, 0, 11_100, 20_000)], hours=None))
    advice = survey_next(service_areas(sites, towns, **ASKED, space=space))
    (row,) = advice.rows
    half = np.arccos(1_000 / 2_800)
    behind = 2_800**2 * (half - np.sin(half) * np.cos(half))
    assert row.shrink.high == pytest.approx(advice.width - behind, rel=0.01)
    for east in (-200.0, 0.0, 200.0):
        found = surveyed(sites, row.site, CORNER + np.array([10_000 + east, 10_000]))
        narrowed = advice.width - width(found, towns, "area_m2", space)
        assert row.shrink.low - 1e4 <= narrowed <= row.shrink.high + 1e4


def test_a_site_that_may_stand_in_a_zone_may_be_surveyed_in_vain():
    towns = square_towns(1, 20_000)
    sites = made_sites([(10_000, 10_000)], accuracy_m=[60])
    # On the zone's stated border, wherever it stands: in doubt, for the border may lie 120 m off.
    space = airspace(zones_of([shapely.box(10_000, 5_000, 12_000, 15_000)], accuracy_m=120.0))
    advice = survey_next(service_areas(sites, towns, **ASKED, space=space))
    (row,) = advice.rows
    narrowed = [
        advice.width - width(surveyed(sites, row.site, place), towns, "area_m2", space)
        for place in displaced(CORNER + 10_000, 60.0, np.random.default_rng(0), 12)
    ]
    assert row.shrink.low <= min(narrowed) + 1e4
    assert max(narrowed) <= row.shrink.high + 1e4
    assert row.shrink.low < 0.1 * advice.width


def first_of(areas):
    undecided = (areas.sure == 0) & (areas.possible > 0)
    mine = areas.faces.depth(areas.disc_site == 0) > 0
    masks = (undecided, undecided & mine & (areas.possible == 1))
    return SurveyedSite.of(areas, 0, np.ones(len(areas.partition)), masks)


def test_a_site_that_may_stand_in_an_exact_zone_promises_what_is_settled_there():
    towns = square_towns(1, 6_800)
    # The second site leaves everything undecided, so what the first settles it must reach.
    sites = made_sites([(3_400, 3_400), (3_400, 3_400)], accuracy_m=[300, 2_999])
    space = airspace(zones_of([shapely.box(3_500, 0, 6_800, 6_800)]))
    areas = service_areas(sites, towns, **ASKED, space=space)
    before = width(sites, towns, "area_m2", space)
    inside, beside = (
        before - width(surveyed(sites, "s000", CORNER + np.array(place)), towns, "area_m2", space)
        for place in ((3_600, 3_400), (3_300, 3_400))
    )
    low = first_of(areas).searched((0.01 * before, 100), [].append)
    assert low <= inside + 1e4
    assert inside < 0.1 * beside


@pytest.mark.parametrize("kind", KINDS)
def test_the_search_tells_most_of_what_is_settled_in_truth(kind):
    towns = square_towns(1, 6_800)
    # The second site leaves everything undecided: nothing is the first's alone.
    sites = made_sites([(3_400, 3_400), (3_400, 3_400)], accuracy_m=[300, 2_999])
    columns = KINDS[kind] | {"hours": None if kind == "undecided" else "24/7"}
    space = airspace(zones_of([shapely.box(4_500, 3_000, 4_600, 6_800)], **columns))
    areas = service_areas(sites, towns, **ASKED, space=space)
    site = first_of(areas)
    before = width(sites, towns, "area_m2", space)
    told: list[float] = []
    low = site.searched((0.01 * before, 100), told.append)
    draw = np.random.default_rng(0)
    narrowed = min(
        before - width(surveyed(sites, "s000", place), towns, "area_m2", space)
        for place in displaced(areas.sites.centres[0], 300.0, draw, 30)
    )
    assert site.plain().low < 0.5 * narrowed
    assert 0.8 * narrowed < low <= narrowed + 1e4
    assert told == sorted(told)
    # Fewer squares promise less, and no less truly.
    assert 0 <= site.searched((0.01 * before, 8), told.append) <= low


def test_among_many_zones_fewer_squares_are_looked_at():
    sites, towns, space = case(0, "exact")
    areas = service_areas(sites, towns, **ASKED, space=space)
    which = np.flatnonzero(met_by_zones(areas))
    assert squares_each(areas, which) == 100
    assert squares_each(areas, np.tile(which, 50)) < 20
