import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.gaps import coverage_and_gaps, gaps
from gis.results import GapReason
from tests.made_city import distances, fine_grid, irregular_towns, made_sites, square_towns

STATUSES = ("in_use", "planned", "in_use", "building", "candidate", "unknown")


def random_case(seed, sites=10):
    draw = np.random.default_rng(seed)
    made = made_sites(
        draw.uniform(-1_000, 21_000, (sites, 2)),
        accuracy_m=draw.choice([0, 100, 500, 2_500], sites),
        status=draw.choice(STATUSES, sites).tolist(),
    )
    return made, irregular_towns(6, 20_000, seed)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_reasons_partition_the_gap(seed):
    sites, towns = random_case(seed)
    answer, found = coverage_and_gaps(sites, towns, radius_m=2_000, mission="delivery")
    total = answer.city.area_m2
    missed = sum(gap.area_m2 for gap in found)
    assert missed + answer.city.covered_m2.low == pytest.approx(total, abs=1e-9 * total)
    assert len({(gap.town, gap.reason) for gap in found}) == len(found)
    for gap in found:
        assert gap.geometry.area == pytest.approx(gap.area_m2, rel=1e-9)
    everything = shapely.union_all([answer.surely, *(gap.geometry for gap in found)])
    assert everything.area == pytest.approx(total, rel=1e-9)
    for row in answer.towns:
        mine = sum(gap.area_m2 for gap in found if gap.town == row.town)
        assert mine + row.covered_m2.low == pytest.approx(row.area_m2, abs=1e-9 * total)
    undecided = sum(gap.area_m2 for gap in found if gap.reason is GapReason.UNDECIDED)
    width = answer.city.covered_m2.high - answer.city.covered_m2.low
    assert undecided == pytest.approx(width, abs=1e-9 * total)


@pytest.mark.parametrize("seed", range(8))
def test_every_place_has_the_reason_that_the_distances_give(seed):
    sites, towns = random_case(seed, sites=12)
    radius = 2_000.0
    _, found = coverage_and_gaps(sites, towns, radius_m=radius, mission="delivery")
    points, town = fine_grid(towns, 130.0)
    away, error = distances(points, sites), sites["accuracy_m"].to_numpy()
    # Points within the drawing error of an outline may be drawn on either side of it.
    rim = np.minimum(np.abs(away - radius - error), np.abs(away - radius + error)).min(axis=1)
    clear = rim > 1.0
    serving = (sites.status == "in_use").to_numpy()
    coming = sites.status.isin(["planned", "building"]).to_numpy()
    sure = (away[:, serving] <= (radius - error)[serving]).any(axis=1)
    possible = (away[:, serving] <= (radius + error)[serving]).any(axis=1)
    opens = (away[:, coming] <= (radius + error)[coming]).any(axis=1)
    expected = np.select([sure, possible, opens], ["", "undecided", "planned_only"], "out_of_range")
    drawn = np.full(len(points), "", dtype=object)
    owner = np.full(len(points), "", dtype=object)
    for gap in found:
        inside = shapely.contains_xy(gap.geometry, points)
        assert (drawn[inside] == "").all()
        drawn[inside] = gap.reason.value
        owner[inside] = gap.town
    assert (drawn[clear] == expected[clear]).all()
    inside = drawn != ""
    assert (owner[inside] == towns["id"].to_numpy()[town[inside]]).all()
    assert set(expected) == {"", "undecided", "planned_only", "out_of_range"} or seed


def test_gaps_are_ranked_by_people_missed_then_area():
    sites, towns = random_case(3)
    found = gaps(sites, towns, radius_m=2_000, mission="delivery")
    assert [gap.rank for gap in found] == list(range(1, len(found) + 1))
    keys = [(-(gap.people or 0), -gap.area_m2) for gap in found]
    assert keys == sorted(keys)
    assert found[-1].people is None
    for gap in found:
        row = towns.set_index("id").loc[gap.town]
        if gap.people is not None:
            expected = row.population_2020 * gap.area_m2 / row.geometry.area
            assert gap.people == pytest.approx(expected)


def test_a_gap_names_the_nearest_serving_site_and_how_far_it_may_be():
    towns = square_towns(1, 10_000)
    sites = made_sites(
        [(5_000, 5_000), (20_000, 5_000), (9_000, 9_000)],
        accuracy_m=[400, 10, 10],
        status=["in_use", "in_use", "planned"],
    )
    found = gaps(sites, towns, radius_m=1_000, mission="delivery")
    by_reason = {gap.reason: gap for gap in found}
    assert set(by_reason) == {
        GapReason.UNDECIDED,
        GapReason.PLANNED_ONLY,
        GapReason.OUT_OF_RANGE,
    }
    for gap in found:
        inner = shapely.get_coordinates(gap.geometry.point_on_surface())
        away = distances(inner, sites)[0, 0]
        assert gap.nearest_site == "s000"
        assert gap.nearest_name_en == "Site s000"
        assert gap.distance_m.low == pytest.approx(max(0, away - 400))
        assert gap.distance_m.high == pytest.approx(away + 400)
    assert by_reason[GapReason.UNDECIDED].distance_m.low <= 1_000
    assert by_reason[GapReason.OUT_OF_RANGE].distance_m.high > 1_000


def test_without_a_serving_site_no_nearest_is_named():
    sites = made_sites([(5_000, 5_000)], status="planned")
    found = gaps(sites, square_towns(1, 10_000), radius_m=1_000, mission="delivery")
    assert {gap.reason for gap in found} == {GapReason.PLANNED_ONLY, GapReason.OUT_OF_RANGE}
    assert all(gap.nearest_site is None and gap.distance_m is None for gap in found)


def test_exact_positions_leave_nothing_but_the_drawing_undecided():
    sites = made_sites([(5_000, 5_000)])
    answer, found = coverage_and_gaps(
        sites, square_towns(1, 10_000), radius_m=1_000, mission="delivery"
    )
    undecided = [gap for gap in found if gap.reason is GapReason.UNDECIDED]
    assert sum(gap.area_m2 for gap in undecided) <= answer.error_m2
