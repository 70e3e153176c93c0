from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gis.coverage import coverage, coverage_of
from gis.faces import arrange
from gis.gaps import gaps_of
from gis.results import Interval
from gis.service_areas import CutAreas, service_areas
from tests.made_city import (
    distances,
    fine_grid,
    irregular_towns,
    made_sites,
    square_towns,
)

STATUSES = ("in_use", "planned", "in_use", "building", "candidate", "in_use", "unknown")


def random_city(seed, *, sites=10, size_m=20_000, accuracies=(0, 50, 300, 900)):
    draw = np.random.default_rng(seed)
    made = made_sites(
        draw.uniform(-1_000, size_m + 1_000, (sites, 2)),
        accuracy_m=draw.choice(accuracies, sites),
        status=[STATUSES[i % len(STATUSES)] for i in range(sites)],
    )
    return made, irregular_towns(7, size_m, seed)


def displaced(sites, draw, times):
    """True positions within the accuracies: anywhere, or at the very edge, or all shifted alike."""
    number = len(sites)
    angle = draw.uniform(0, 2 * np.pi, (times, number))
    share = np.sqrt(draw.uniform(0, 1, (times, number)))
    share[::3] = 1.0
    angle[::6] = angle[::6, :1]
    moved = (share * sites["accuracy_m"].to_numpy())[..., None] * np.stack(
        (np.cos(angle), np.sin(angle)), axis=-1
    )
    return shapely.get_coordinates(sites.geometry.to_numpy())[None] + moved


# --- the interval's promise ------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_true_areas_lie_in_the_interval_for_every_displacement(seed):
    sites, towns = random_city(seed)
    answer = coverage(sites, towns, radius_m=3_000, mission="delivery")
    city = shapely.union_all(towns.geometry.to_numpy())
    serving = sites[sites.status == "in_use"]
    # An independent disc: shapely's buffer with 512 sides, which falls short by a known area.
    drawn = 3_000**2 * (np.pi - 256 * np.sin(2 * np.pi / 512)) * len(serving)
    for places in displaced(serving, np.random.default_rng(seed), 200):
        discs = shapely.buffer(shapely.points(places), 3_000, quad_segs=128)
        true = shapely.area(shapely.intersection(shapely.union_all(discs), city))
        assert answer.city.covered_m2.low <= true + drawn
        assert true <= answer.city.covered_m2.high


@pytest.mark.parametrize("seed", range(5))
def test_places_are_surely_and_possibly_covered_for_10000_displacements(seed):
    sites, towns = random_city(seed, sites=9, accuracies=(100, 400, 900))
    answer = coverage(sites, towns, radius_m=4_000, mission="delivery")
    points, _ = fine_grid(towns, 700.0)
    surely = shapely.contains_xy(answer.surely, points)
    possibly = shapely.intersects_xy(answer.possibly, points)
    assert 0 < surely.sum() < possibly.sum() < len(points)
    serving = sites[sites.status == "in_use"]
    for places in displaced(serving, np.random.default_rng(seed), 2_000):
        offset = points[:, None, :] - places[None]
        covered = (np.einsum("psc,psc->ps", offset, offset) <= 4_000.0**2).any(axis=1)
        assert (covered | ~surely).all()
        assert (possibly | ~covered).all()


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_exact_positions_leave_only_the_drawing_error(seed):
    sites, towns = random_city(seed, accuracies=(0,))
    answer = coverage(sites, towns, radius_m=3_000, mission="delivery")
    width = answer.city.covered_m2.high - answer.city.covered_m2.low
    assert 0 <= width <= answer.error_m2
    assert answer.error_m2 < 2e-4 * np.pi * 3_000**2 * len(answer.sites)


# --- against brute force ---------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_figures_agree_with_a_fine_grid(seed):
    sites, towns = random_city(seed, sites=14, size_m=12_000)
    radius, step = 2_500.0, 25.0
    answer = coverage(sites, towns, radius_m=radius, mission="delivery")
    points, town = fine_grid(towns, step)
    away, error = distances(points, sites), sites["accuracy_m"].to_numpy()
    serving = (sites.status == "in_use").to_numpy()
    coming = sites.status.isin(["planned", "building"]).to_numpy()
    sure, maybe = away <= radius - error, away <= radius + error
    # A grid is wrong by at most about a cell along every outline; it is far better on average.
    tolerance = 0.002 * answer.city.area_m2

    def counted(where, row=None):
        inside = where if row is None else where & (town == row)
        return inside.sum() * step**2

    def assert_close(interval, low, high, row=None):
        assert interval.low == pytest.approx(counted(low, row), abs=tolerance)
        assert interval.high == pytest.approx(counted(high, row), abs=tolerance)

    for row, figures in [(None, answer.city), *enumerate(answer.towns)]:
        assert figures.area_m2 == pytest.approx(counted(town >= 0, row), abs=tolerance)
        for k in (1, 2, 3):
            low, high = (side[:, serving].sum(axis=1) >= k for side in (sure, maybe))
            assert_close(figures.k_covered_m2[k - 1], low, high, row)
        either = serving | coming
        low, high = (side[:, either].any(axis=1) for side in (sure, maybe))
        assert_close(figures.with_planned_m2, low, high, row)
        assert figures.k_covered_m2[0] == figures.covered_m2

    shares = {share.site: share for share in answer.sites}
    assert sorted(shares) == sorted(sites.id[serving])
    for index in np.flatnonzero(serving):
        share = shares[sites.id[index]]
        others = serving.copy()
        others[index] = False
        assert_close(share.reach_m2, sure[:, index], maybe[:, index])
        low = sure[:, index] & ~maybe[:, others].any(axis=1)
        high = maybe[:, index] & ~sure[:, others].any(axis=1)
        assert_close(share.alone_m2, low, high)


def test_people_are_counted_evenly_over_each_town():
    sites, towns = random_city(11)
    answer = coverage(sites, towns, radius_m=3_000, mission="delivery")
    for row, people in zip(answer.towns, towns.population_2020, strict=True):
        if pd.isna(people):
            assert row.people is None
            assert row.covered_people is None
        else:
            share = row.covered_m2.share_of(row.area_m2)
            assert row.people == people
            assert row.covered_people.low == pytest.approx(people * share.low)
            assert row.covered_people.high == pytest.approx(people * share.high)
    known = [row for row in answer.towns if row.people is not None]
    assert len(known) == len(towns) - 1
    assert answer.city.people == sum(row.people for row in known)
    assert answer.city.covered_people.low == pytest.approx(
        sum(row.covered_people.low for row in known)
    )


def test_a_single_disc_and_a_lens_have_their_known_areas():
    towns = square_towns(2, 20_000)
    apart = 3_000.0
    sites = made_sites([(18_000, 18_000), (18_000 + apart, 18_000)])
    answer = coverage(sites, towns, radius_m=3_000, mission="delivery")
    disc = np.pi * 3_000**2
    half = np.arccos(apart / 6_000)
    lens = 2 * 3_000**2 * half - apart * np.sqrt(3_000**2 - (apart / 2) ** 2)
    once, twice, thrice = answer.city.k_covered_m2
    assert once.low <= 2 * disc - lens <= once.high
    assert twice.low <= lens <= twice.high
    assert once.high - once.low <= answer.error_m2
    assert thrice == Interval(0.0, 0.0)
    for share in answer.sites:
        assert share.reach_m2.low <= disc <= share.reach_m2.high
        assert share.alone_m2.low <= disc - lens <= share.alone_m2.high


def test_the_areas_drawn_are_the_areas_counted():
    sites, towns = random_city(5)
    answer = coverage(sites, towns, radius_m=3_000, mission="delivery")
    assert answer.surely.area == pytest.approx(answer.city.covered_m2.low)
    assert answer.possibly.area == pytest.approx(answer.city.covered_m2.high)
    assert answer.surely.is_valid
    assert answer.possibly.is_valid
    assert answer.surely.difference(answer.possibly).area < 1e-3


# --- what is monotone ------------------------------------------------------------------------


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_another_site_or_a_longer_range_never_lowers_coverage(seed):
    sites, towns = random_city(seed)
    fewer = coverage(sites.iloc[:-1], towns, radius_m=3_000, mission="delivery")
    more = coverage(sites, towns, radius_m=3_000, mission="delivery")
    longer = coverage(sites, towns, radius_m=3_300, mission="delivery")
    slack = 1e-9 * more.city.area_m2
    for less, greater in ((fewer, more), (more, longer)):
        for before, after in zip(less.towns, greater.towns, strict=True):
            pairs = zip(
                (*before.k_covered_m2, before.with_planned_m2),
                (*after.k_covered_m2, after.with_planned_m2),
                strict=True,
            )
            for low, high in pairs:
                assert low.low <= high.low + slack
                assert low.high <= high.high + slack


def test_the_order_of_rows_changes_nothing():
    sites, towns = random_city(21, sites=14)
    straight, mixed = (
        coverage(s, t, radius_m=3_000, mission="delivery")
        for s, t in ((sites, towns), (sites.sample(frac=1, random_state=1), towns.iloc[::-1]))
    )
    assert straight.city == mixed.city
    assert straight.towns == mixed.towns
    assert straight.sites == mixed.sites
    assert straight.coming == mixed.coming


@given(st.integers(0, 2**32 - 1))
@example(1_000_086)  # a thin face at a border, whose scan line point falls on its boundary
@example(1_000_157)  # the same between two discs
@settings(max_examples=40, deadline=None)
def test_leaving_out_what_decides_nothing_changes_nothing(seed):
    draw = np.random.default_rng(seed)
    number = int(draw.integers(10, 45))
    # Places on a lattice, so that outlines often coincide and touch; ranges that overlap deeply.
    sites = made_sites(
        draw.integers(0, 20, (number, 2)) * 1_000,
        accuracy_m=draw.choice([0, 500, 1_000, 3_000], number),
        status=draw.choice(STATUSES, number).tolist(),
    )
    towns = irregular_towns(5, 20_000, seed)
    thinned = service_areas(sites, towns, radius_m=5_000, mission="delivery")
    whole = arrange(thinned.partition.polygons, thinned.discs)
    exact = replace(thinned, given=CutAreas(whole, **depths(thinned, whole)))
    assert len(thinned.faces) <= len(whole)
    answers = [coverage_of(areas) for areas in (thinned, exact)]
    slack = 1e-9 * answers[0].city.area_m2
    for one, other in zip(*(flat(answer) for answer in answers), strict=True):
        assert one == pytest.approx(other, abs=slack)
    found = [{(g.town, g.reason): g.area_m2 for g in gaps_of(a)} for a in (thinned, exact)]
    for gap in found[0].keys() | found[1].keys():
        assert found[0].get(gap, 0.0) == pytest.approx(found[1].get(gap, 0.0), abs=slack)


def depths(areas, faces):
    serving = areas.sites.serving[areas.disc_site]
    sure, coming = areas.disc_sure, ~serving
    return {
        "sure": faces.depth(sure & serving),
        "possible": faces.depth(~sure & serving),
        "coming_sure": faces.depth(sure & coming),
        "coming_possible": faces.depth(~sure & coming),
    }


def flat(answer):
    figures = []
    for row in (answer.city, *answer.towns):
        figures += [row.covered_m2, *row.k_covered_m2, row.with_planned_m2]
    for share in answer.sites:
        figures += [share.reach_m2, share.alone_m2]
    return [bound for figure in figures for bound in (figure.low, figure.high)]
