"""Coverage by sums over outlines, beside the same by faces: two ways that share little code."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gis.contours.borders import borders
from gis.contours.meetings import meetings
from gis.contours.outlines import CORNERS, KINDS, PARTS, POSSIBLE, SURE, outlines_of
from gis.coverage import coverage_of
from gis.discs import SEGMENTS, Discs
from gis.gaps import gaps_of
from gis.reach import airspace
from gis.service_areas import service_areas
from tests.made_city import CORNER, irregular_towns, made_sites, made_towns, square_towns
from tests.made_zones import zones_of

STATUSES = ("in_use", "planned", "in_use", "building", "candidate", "in_use", "unknown")


def flat(answer):
    figures = []
    for row in (answer.city, *answer.towns):
        figures += [row.covered_m2, *row.k_covered_m2, row.with_planned_m2]
    for share in answer.sites:
        figures += [share.reach_m2, share.alone_m2]
    return np.array([bound for figure in figures for bound in (figure.low, figure.high)])


def both(sites, towns, radius):
    """The areas as they answer by themselves, and as they answer when made to by faces."""
    areas = service_areas(sites, towns, radius_m=radius, mission="delivery")
    return areas, replace(areas, given=areas.cut)


def assert_alike(by_outlines, by_faces):
    answer, expected = coverage_of(by_outlines), coverage_of(by_faces)
    total = expected.city.area_m2
    assert flat(answer) == pytest.approx(flat(expected), abs=1e-9 * total)
    assert answer.error_m2 == pytest.approx(expected.error_m2)
    mine, theirs = (
        {(gap.town, gap.reason): gap for gap in gaps_of(areas)} for areas in (by_outlines, by_faces)
    )
    for key in mine.keys() | theirs.keys():
        pair = [side[key].geometry if key in side else shapely.Point() for side in (mine, theirs)]
        assert pair[0].is_valid
        assert shapely.area(shapely.symmetric_difference(*pair)) <= 1e-9 * total
    for one, other in (
        (answer.surely, expected.surely),
        (answer.possibly, expected.possibly),
    ):
        assert one.is_valid
        assert shapely.area(shapely.symmetric_difference(one, other)) <= 1e-9 * total


@given(st.integers(0, 2**32 - 1), st.integers(0, 40), st.sampled_from([900.0, 2_500.0, 5_000.0]))
@example(14, 32, 1_000.0)  # concurrent outlines whose numbers of sites add up to none
@settings(max_examples=30, deadline=None)
def test_random_cities_are_answered_as_by_faces(seed, number, radius):
    draw = np.random.default_rng(seed)
    sites = made_sites(
        draw.uniform(-3_000, 23_000, (number, 2)),
        accuracy_m=draw.choice([0, 400, 3_000], number),
        status=draw.choice(STATUSES, number).tolist(),
    )
    by_outlines, by_faces = both(sites, irregular_towns(6, 20_000, seed), radius)
    assert by_outlines.outlined is not None
    assert_alike(by_outlines, by_faces)


@given(st.integers(0, 2**32 - 1), st.sampled_from([1.0, 1_000.0, 2_500.0]))
@settings(max_examples=30, deadline=None)
def test_what_coincides_or_touches_is_answered_alike_or_refused(seed, step):
    draw = np.random.default_rng(seed)
    number = int(draw.integers(1, 40))
    sites = made_sites(
        draw.integers(0, 8, (number, 2)) * step + 10_000 - 4 * step,
        accuracy_m=draw.choice([0, 500, 1_000, 3_000], number),
        status=draw.choice(STATUSES, number).tolist(),
    )
    by_outlines, by_faces = both(sites, square_towns(4, 5_000), 2_500.0)
    if by_outlines.outlined is not None:
        assert_alike(by_outlines, by_faces)


@pytest.mark.parametrize("place", [(9_500, 8_000), (10_500, 8_000), (5_000, 500), (5_000, 5_000)])
def test_a_site_whose_outline_touches_the_citys_border_reaches_what_faces_say(place):
    by_outlines, by_faces = both(made_sites([place]), square_towns(2, 5_000), 500.0)
    assert_alike(by_outlines, by_faces)


def test_a_small_disc_that_touches_the_city_from_without_serves_none_of_it():
    sites = made_sites([(10_001, 8_000)], status="planned")
    by_outlines, _ = both(sites, square_towns(2, 5_000), 1.0)
    assert coverage_of(by_outlines).city.with_planned_m2.high < 1e-3


def test_a_site_reaches_what_faces_say_where_its_outline_meets_the_border_in_corners():
    # Three others serve all that it surely serves, so that no figure of a town depends on it.
    sites = made_sites([(10_000, 10_000)] + [(9_990, 9_990)] * 3, accuracy_m=[2_500, 0, 0, 0])
    by_outlines, by_faces = both(sites, square_towns(4, 2_500), 5_000.0)
    assert_alike(by_outlines, by_faces)


def test_outlines_that_touch_from_within_and_share_sides_are_refused_or_answered_alike():
    """A lattice in which many discs touch in the vertices of their outlines."""
    table = (
        *((105, 95, 500, "building"), (120, 95, 3_000, "in_use"), (85, 85, 500, "in_use")),
        *((110, 100, 500, "in_use"), (115, 95, 0, "planned"), (85, 95, 1_000, "in_use")),
        *((90, 110, 0, "in_use"), (90, 85, 1_000, "in_use"), (80, 95, 0, "planned")),
        *((115, 105, 1_000, "planned"), (105, 115, 500, "in_use"), (95, 80, 1_000, "planned")),
        *((110, 105, 0, "building"), (120, 110, 2_500, "building"), (110, 95, 0, "planned")),
        *((105, 110, 500, "planned"), (100, 115, 0, "in_use"), (85, 80, 1_000, "in_use")),
    )
    sites = made_sites(
        [(100 * east, 100 * north) for east, north, _, _ in table],
        accuracy_m=[accuracy for _, _, accuracy, _ in table],
        status=[status for *_, status in table],
    )
    by_outlines, by_faces = both(sites, square_towns(4, 5_000), 5_000.0)
    assert_alike(by_outlines, by_faces)


@pytest.mark.parametrize(("number", "radius"), [(400, 1_500.0), (400, 4_000.0)])
def test_hundreds_of_sites_are_answered_as_by_faces(number, radius):
    draw = np.random.default_rng(number)
    sites = made_sites(
        np.concatenate((draw.uniform(0, 20_000, (number - 20, 2)), np.full((20, 2), 9_000.0))),
        accuracy_m=draw.choice([0, 200, 900], number),
        status=draw.choice(["in_use", "in_use", "planned"], number).tolist(),
    )
    by_outlines, by_faces = both(sites, irregular_towns(7, 20_000, 3), radius)
    assert by_outlines.outlined is not None
    assert_alike(by_outlines, by_faces)


def test_a_city_with_holes_and_islands():
    block = shapely.box(0, 0, 9_000, 9_000).difference(shapely.box(3_000, 3_000, 5_000, 5_000))
    islands = shapely.MultiPolygon(
        [shapely.box(11_000, 0, 13_000, 2_000), shapely.box(11_000, 4_000, 14_000, 8_000)]
    )
    towns = made_towns(
        shapely.transform(shape, lambda places: places + CORNER) for shape in (block, islands)
    )
    sites = made_sites([(4_100, 3_900), (11_200, 3_100), (400, 8_800)], accuracy_m=[300, 500, 0])
    by_outlines, by_faces = both(sites, towns, 1_700.0)
    assert by_outlines.outlined is not None
    assert_alike(by_outlines, by_faces)


def test_ground_that_two_towns_claim_is_the_first_ones():
    towns = made_towns(shapely.box(x, 0, x + 2_000, 2_000) for x in (0.0, 1_000.0))
    sites = made_sites([np.array([1_500.0, 1_000.0]) - CORNER])
    by_outlines, by_faces = both(sites, towns, 900.0)
    assert_alike(by_outlines, by_faces)
    assert [row.area_m2 for row in coverage_of(by_outlines).towns] == [4e6, 2e6]


def test_zones_that_reach_no_site_change_nothing_and_others_are_told_by_faces():
    towns = square_towns(2, 10_000)
    sites = made_sites([(5_000, 5_000)], accuracy_m=200)
    asked = {"radius_m": 2_000.0, "mission": "delivery"}
    away, near = (
        airspace(zones_of([shapely.box(x, x, x + 500, x + 500)])) for x in (15_000, 6_000)
    )
    plain = service_areas(sites, towns, **asked)
    free = service_areas(sites, towns, **asked, space=away)
    cut_off = service_areas(sites, towns, **asked, space=near)
    assert free.outlined is not None
    assert coverage_of(free).city == coverage_of(plain).city
    assert cut_off.outlined is None
    assert coverage_of(cut_off).city.covered_m2.high < coverage_of(plain).city.covered_m2.high


@given(st.integers(0, 2**32 - 1), st.sampled_from([1e-6, 1.0, 300.0, 3_000.0]))
@settings(max_examples=60, deadline=None)
def test_crossings_lie_on_both_outlines_and_part_what_is_held(seed, spread):
    draw = np.random.default_rng(seed)
    number = 12
    discs = Discs.inscribed(
        draw.normal(0, spread, (number, 2)), draw.choice([300.0, 1_000.0, 1_003.0], number)
    )
    kind = np.where(np.arange(number) < 6, SURE, POSSIBLE)
    outlines = outlines_of(discs, kind, np.arange(number), np.zeros(2))
    met = meetings(outlines, np.ones((len(outlines), PARTS), dtype=bool))
    rings = np.stack(
        [
            centre[:, None] + outlines.radii[:, None] * CORNERS[axis]
            for axis, centre in enumerate((outlines.x, outlines.y))
        ],
        axis=2,
    )
    polygons = shapely.polygons(rings)
    for way, (along, beside) in enumerate(
        ((met.leave_one, met.enter_other), (met.enter_one, met.leave_other))
    ):
        place = np.stack((met.x[way], met.y[way]), axis=1)
        for which, at in ((met.one, along), (met.other, beside)):
            walked = np.stack(outlines.places(which, at), axis=1)
            assert np.abs(walked - place).max(initial=0.0) < 1e-6
            assert ((at >= 0) & (at <= SEGMENTS)).all()
    # Half way from where it enters to where it leaves, an outline is inside the other.
    for one, other, enter, leave in (
        (met.one, met.other, met.enter_one, met.leave_one),
        (met.other, met.one, met.enter_other, met.leave_other),
    ):
        middle = (enter + (leave - enter) % SEGMENTS / 2) % SEGMENTS
        points = shapely.points(np.stack(outlines.places(one, middle), axis=1))
        assert shapely.dwithin(polygons[other], points, 1e-6).all()
    inside = shapely.covers(shapely.buffer(polygons[met.holder], 1e-6), polygons[met.held])
    assert inside.all()


def test_discs_that_coincide_are_one_outline_that_counts_them_all():
    discs = Discs.inscribed(np.array([[5.0, 5.0]] * 3 + [[9.0, 5.0]]), np.full(4, 100.0))
    outlines = outlines_of(discs, np.array([0, 0, 1, 3]), np.array([4, 6, 1, 2]), np.zeros(2))
    assert len(outlines) == 2
    assert len(set(outlines.of_disc[:3].tolist())) == 1
    first = outlines.of_disc[0]
    assert outlines.added[:, first].tolist() == [2, 1, 0, 0, 10, 1]
    assert outlines.added[:KINDS, 1 - first].tolist() == [0, 0, 0, 1]


def test_borders_are_made_once_for_each_set_of_towns():
    towns = irregular_towns(5, 20_000, 2).geometry.to_numpy()
    assert borders(towns) is borders(towns.copy())
    assert borders(towns) is not borders(towns[1:])
    total = shapely.area(towns).sum()
    edges = borders(towns)
    swept = (edges.starts[:, 0] * edges.ends[:, 1] - edges.starts[:, 1] * edges.ends[:, 0]) / 2
    around = np.bincount(edges.owner, weights=swept)
    assert around[:-1] == pytest.approx(shapely.area(towns))
    assert around[-1] == pytest.approx(total)
