from collections import Counter

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gis.coverage import coverage_of
from gis.errors import InvalidInputError
from gis.gaps import coverage_and_gaps, gaps_of
from gis.reach import airspace
from gis.results import GapReason
from gis.service_areas import service_areas
from tests.made_city import fine_grid, irregular_towns, made_sites, square_towns
from tests.made_zones import random_shapes, ways_between, zones_of

STATUSES = ("in_use", "planned", "in_use", "building", "candidate", "in_use")


def mixed_zones(seed, number=7):
    """Zones that bar, that limit the height, that pass and that are undecided."""
    kinds = ["prohibited", "height_limit", "prohibited", "height_limit", "authorisation"]
    return zones_of(
        random_shapes(seed, number),
        restriction=[kinds[i % 5] for i in range(number)],
        ceiling_m=[60.0 if i % 5 in (1, 3) else None for i in range(number)],
        hours=[None if i % 6 == 5 else "24/7" for i in range(number)],
        accuracy_m=[50.0 * (i % 3) for i in range(number)],
    )


def case(seed, sites=9):
    draw = np.random.default_rng(seed)
    made = made_sites(
        draw.uniform(0, 20_000, (sites, 2)),
        accuracy_m=draw.choice([0, 100, 500], sites),
        status=[STATUSES[i % len(STATUSES)] for i in range(sites)],
    )
    return made, irregular_towns(6, 20_000, seed), airspace(mixed_zones(seed))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
@example(139_887)  # a corner of one face on the side of another, within rounding
def test_reasons_partition_the_gap_round_zones(seed):
    sites, towns, space = case(seed)
    answer, found = coverage_and_gaps(sites, towns, radius_m=3_000, mission="delivery", space=space)
    total = answer.city.area_m2
    missed = sum(gap.area_m2 for gap in found)
    assert missed + answer.city.covered_m2.low == pytest.approx(total, abs=1e-9 * total)
    undecided = sum(gap.area_m2 for gap in found if gap.reason is GapReason.UNDECIDED)
    width = answer.city.covered_m2.high - answer.city.covered_m2.low
    assert undecided == pytest.approx(width, abs=1e-9 * total)
    everything = shapely.union_all([answer.surely, *(gap.geometry for gap in found)])
    assert everything.area == pytest.approx(total, rel=1e-9)
    free, _ = coverage_and_gaps(sites, towns, radius_m=3_000, mission="delivery")
    slack = 1e-6 * total
    assert answer.city.covered_m2.low <= free.city.covered_m2.low + slack
    assert answer.city.covered_m2.high <= free.city.covered_m2.high + slack
    named = {verdict.name.zone for verdict in space.zones.verdicts}
    for gap in found:
        cut_off = gap.reason in (GapReason.BLOCKED_BY_ZONE, GapReason.HEIGHT_LIMITED)
        assert bool(gap.zones) == cut_off
        assert set(gap.zones) <= named


@pytest.mark.parametrize("seed", range(4))
def test_every_place_has_the_reason_that_shortest_ways_give(seed):
    sites, towns, space = case(seed)
    radius = 3_500.0
    areas = service_areas(sites, towns, radius_m=radius, mission="delivery", space=space)
    points, _ = fine_grid(towns, 900.0)
    centres, error = areas.sites.centres, areas.sites.accuracies_m
    # Only sites that stand clear of the zones: for them both bounds are the shortest way's.
    sure_stand = space.outer.clear_of(centres, error)
    clear_stand = space.inner.clear_of(centres, error) & space.barred.clear_of(centres, error)
    if not clear_stand.all():
        points = points[
            (np.hypot(*(points[:, None] - centres[None, ~clear_stand]).T) > radius + 600).all(
                axis=0
            )
        ]

    def reached(shape, slack, standing):
        tell = ways_between(points, shape)
        table = np.array([tell(place) for place in centres])
        near = np.abs(table - (radius + slack[:, None])) < 3e-3 * radius
        return (table <= radius + slack[:, None]) & standing[:, None], near.any(axis=0)

    sure, rim_a = reached(space.outer.shape, -error, sure_stand)
    possible, rim_b = reached(space.inner.shape, error, clear_stand)
    lifted, rim_c = reached(space.barred.shape, error, clear_stand)
    free, rim_d = reached(shapely.MultiPolygon(), error, clear_stand | True)
    serving = areas.sites.serving
    expected = np.select(
        [
            sure[serving].any(axis=0),
            possible[serving].any(axis=0),
            possible.any(axis=0),
            lifted.any(axis=0),
            free.any(axis=0),
        ],
        ["", "undecided", "planned_only", "height_limited", "blocked_by_zone"],
        "out_of_range",
    )
    drawn = np.full(len(points), "", dtype=object)
    for gap in gaps_of(areas):
        drawn[shapely.contains_xy(gap.geometry, points)] = gap.reason.value
    borders = shapely.boundary(np.append(space.zones.inner, space.zones.outer))
    edge = shapely.distance(borders[None], shapely.points(points)[:, None]).min(axis=1)
    clear = ~(rim_a | rim_b | rim_c | rim_d) & (np.nan_to_num(edge, nan=np.inf) > 1.0)
    assert clear.sum() > 100
    assert (drawn[clear] == expected[clear]).all(), Counter(
        zip(drawn[clear], expected[clear], strict=True)
    )


def test_each_reason_is_given_and_the_zone_named():
    towns = square_towns(1, 20_000)
    sites = made_sites([(4_000, 10_000), (16_000, 10_000)], accuracy_m=50)
    shapes = [shapely.box(5_000, 5_000, 5_500, 15_000), shapely.box(14_500, 5_000, 15_000, 15_000)]
    zones = zones_of(shapes, restriction=["prohibited", "height_limit"], ceiling_m=[None, 60.0])
    _, found = coverage_and_gaps(
        sites, towns, radius_m=3_000, mission="delivery", space=airspace(zones)
    )
    by_reason = {gap.reason: gap for gap in found}
    assert by_reason[GapReason.BLOCKED_BY_ZONE].zones == ("z00",)
    assert by_reason[GapReason.HEIGHT_LIMITED].zones == ("z01",)
    # East of the western wall, half the disc but for the strip in front of it.
    inside, wall = 3_050.0, 1_000.0
    cut = inside**2 * np.arccos(wall / inside) - wall * np.sqrt(inside**2 - wall**2)
    assert by_reason[GapReason.BLOCKED_BY_ZONE].area_m2 == pytest.approx(cut, rel=1e-3)
    lower = airspace(zones_of(shapes[1:], restriction="height_limit", ceiling_m=100.0))
    _, passed = coverage_and_gaps(sites, towns, radius_m=3_000, mission="delivery", space=lower)
    assert {gap.reason for gap in passed} == {GapReason.UNDECIDED, GapReason.OUT_OF_RANGE}


def test_a_zone_that_is_undecided_leaves_places_undecided():
    sites = made_sites([(4_000, 10_000)])
    zones = zones_of([shapely.box(5_000, 5_000, 5_500, 15_000)], hours=None)
    answer, found = coverage_and_gaps(
        sites,
        square_towns(1, 20_000),
        radius_m=3_000,
        mission="delivery",
        space=airspace(zones),
    )
    assert {gap.reason for gap in found} == {GapReason.UNDECIDED, GapReason.OUT_OF_RANGE}
    assert answer.city.covered_m2.high == pytest.approx(np.pi * 9e6, rel=1e-3)
    assert answer.city.covered_m2.low < 0.75 * answer.city.covered_m2.high


def test_a_site_asked_for_more_than_its_capacity_is_full():
    towns = square_towns(1, 10_000)  # 1,000 people on 100 km2
    sites = made_sites([(2_500, 5_000), (7_500, 5_000)]).assign(capacity_per_day=[5.0, None])
    plain = service_areas(sites, towns, radius_m=2_000, mission="delivery")
    assert all(gap.reason is not GapReason.SITE_FULL for gap in gaps_of(plain))

    def full(rate):
        areas = service_areas(
            sites, towns, radius_m=2_000, mission="delivery", movements_per_person_day=rate
        )
        found = gaps_of(areas)
        missed = sum(gap.area_m2 for gap in found)
        city = coverage_of(areas).city
        mine = sum(gap.area_m2 for gap in found if gap.reason is GapReason.SITE_FULL)
        assert missed == pytest.approx(city.area_m2 - city.covered_m2.low + mine)
        return mine

    # The disc holds 125.7 people: 5 movements are enough for 0.039 each, not for 0.041.
    assert full(0.039) == 0
    assert full(0.041) == pytest.approx(np.pi * 4e6, rel=1e-3)
    with pytest.raises(InvalidInputError, match="movements"):
        full(-1.0)
    shared = sites.assign(geometry=[sites.geometry.iloc[1]] * 2)
    areas = service_areas(
        shared, towns, radius_m=2_000, mission="delivery", movements_per_person_day=9.0
    )
    # Where a site without a stated capacity serves too, nothing is said to be full.
    assert all(gap.reason is not GapReason.SITE_FULL for gap in gaps_of(areas))


@pytest.mark.parametrize("seed", [8, 10, 17, 30])
def test_areas_round_zones_are_those_of_the_regions_themselves(seed):
    """Lines of sight that nearly coincide once left rings open, and faces passed for others."""
    draw = np.random.default_rng(seed)
    sites = made_sites(draw.uniform(0, 14_000, (12, 2)), accuracy_m=draw.choice([0, 50, 200], 12))
    towns = irregular_towns(4, 14_000, seed)
    space = airspace(zones_of(random_shapes(seed, 10, 14_000), accuracy_m=40.0))
    areas = service_areas(sites, towns, radius_m=3_000, mission="delivery", space=space)
    covered = coverage_of(areas).city.covered_m2
    shapes = areas.instead()
    shapes = np.where(shapely.is_missing(shapes), areas.discs.polygons(), shapes)
    city = shapely.union_all(towns.geometry.to_numpy())
    for found, mine in ((covered.low, areas.disc_sure), (covered.high, ~areas.disc_sure)):
        alone = shapely.intersection(shapely.union_all(shapes[mine]), city)
        assert found == pytest.approx(alone.area, abs=20.0)
