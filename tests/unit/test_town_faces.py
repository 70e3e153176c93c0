"""Faces cut town by town: the same as in one go, and the same whether kept or cut again."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.coverage import coverage_of
from gis.faces import Others, arrange
from gis.gaps import gaps_of
from gis.latest import Latest
from gis.merging import Merging
from gis.reach import airspace
from gis.service_areas import service_areas
from gis.sites import read_sites
from gis.town_faces import arrange_by_town
from tests.made_city import CORNER, irregular_towns, made_sites, made_towns, square_towns
from tests.made_zones import random_shapes, zones_of

SEEDS = st.integers(0, 2**32 - 1)
STATUSES = ["in_use", "in_use", "planned", "in_use", "in_use", "building"]


def city(seed, number=10):
    """Places of sites, a way to make them takeoff points, towns, and zones of several kinds."""
    draw = np.random.default_rng(seed)
    accuracy = draw.choice([0, 100, 500], number)
    zones = zones_of(
        random_shapes(seed, 6),
        restriction=["prohibited", "height_limit", "authorisation"] * 2,
        ceiling_m=[None, 60.0, None] * 2,
        accuracy_m=[0.0, 50.0, 100.0] * 2,
    )

    def sites(places):
        return made_sites(
            places, accuracy_m=accuracy, status=[STATUSES[i % 6] for i in range(number)]
        )

    return draw.uniform(0, 20_000, (number, 2)), sites, irregular_towns(9, 20_000, seed), zones


@settings(max_examples=12, deadline=None)
@given(SEEDS)
def test_what_is_kept_changes_no_bit_of_an_answer(seed):
    places, sites, towns, zones = city(seed)
    space, kept = airspace(zones), Latest(200)
    draw = np.random.default_rng(seed)
    for _ in range(4):
        asked = {"radius_m": float(draw.choice([2_000.0, 4_000.0])), "mission": "delivery"}
        areas = service_areas(sites(places), towns, **asked, space=space)
        live, cold = replace(areas, kept=kept), replace(areas, kept=Latest(0))
        assert live.cut.cut_from == cold.cut.cut_from != ()
        assert gaps_of(live) == gaps_of(cold)
        one, other = coverage_of(live), coverage_of(cold)
        assert one == other
        assert one.surely.wkb == other.surely.wkb
        assert one.possibly.wkb == other.possibly.wkb
        places[draw.integers(len(places))] += draw.normal(0, 800, 2)


def laid(seed):
    """The discs of a city's sites, random sides drawn, random areas in the place of some."""
    places, sites, towns, _ = city(seed)
    read = read_sites(sites(places), radius_m=3_000.0, mission="delivery")
    discs = read.sure_discs()[0] + read.possible_discs()[0]
    shapes = np.array(random_shapes(seed, 7), dtype=object)
    shapes = np.asarray(shapely.transform(shapes, lambda xy: xy + CORNER), dtype=object)
    instead = np.full(len(discs), None, dtype=object)
    cut = np.random.default_rng(seed).choice(len(discs), 6, replace=False)
    whole = discs.taken(cut).polygons()
    instead[cut] = shapely.difference(whole, shapely.union_all(shapes[:4]))
    drawn = np.ones((len(discs), discs.segments), dtype=bool)
    drawn[cut] = False
    return towns.geometry.to_numpy(), discs, drawn, Others(instead, shapes[4:])


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_town_by_town_is_the_same_as_in_one_go(seed):
    towns, discs, drawn, others = laid(seed)
    cut = arrange_by_town(towns, discs, drawn, others, Latest(0))
    assert cut is not None
    faces, whole = cut.faces, arrange(towns, discs, drawn=drawn, others=others)
    total = shapely.area(towns).sum()
    assert faces.area_m2.sum() == pytest.approx(total, rel=1e-9)
    every = np.ones(len(discs), dtype=bool)
    depth, expected = faces.depth(every), whole.depth(every)
    for k in range(int(expected.max()) + 1):
        mine, others_ = faces.area_by_town(depth == k), whole.area_by_town(expected == k)
        assert mine == pytest.approx(others_, abs=1e-9 * total)
    for disc in range(len(discs)):
        mine = faces.depth(np.arange(len(discs)) == disc) > 0
        area = Merging(faces, cut.cut_from, Latest(0)).everywhere(mine)
        alone = whole.depth(np.arange(len(discs)) == disc) > 0
        expected_area = Merging(whole, (), Latest(0)).everywhere(alone)
        assert area.is_valid == expected_area.is_valid
        assert shapely.symmetric_difference(area, expected_area).area < 1e-9 * total
        assert shapely.get_num_geometries(area) == shapely.get_num_geometries(expected_area)
        # A border that neighbours do not share node by node would be left in the area as a line.
        assert area.length == pytest.approx(expected_area.length, abs=1e-2)


def test_only_towns_that_a_change_touches_are_cut_again():
    towns = square_towns(4, 5_000).geometry.to_numpy()
    read = read_sites(
        made_sites([(2_500, 2_500), (17_500, 17_500)]), radius_m=2_000.0, mission="delivery"
    )
    discs = read.possible_discs()[0]
    drawn = np.ones((len(discs), discs.segments), dtype=bool)
    free = Others(np.full(len(discs), None, dtype=object), np.empty(0, dtype=object))
    kept = Latest(100)
    first = arrange_by_town(towns, discs, drawn, free, kept)
    moved = replace(discs, centres=discs.centres + np.array([(900.0, 0.0), (0.0, 0.0)]))
    second = arrange_by_town(towns, moved, drawn, free, kept)
    assert first is not None
    assert second is not None
    changed = [i for i in range(16) if first.cut_from[i] != second.cut_from[i]]
    assert changed == [0, 1]
    for town in set(range(16)) - {0, 1}:
        before = first.faces.geometry[first.faces.town == town]
        after = second.faces.geometry[second.faces.town == town]
        assert all(a is b for a, b in zip(before, after, strict=True))


def test_a_corner_on_a_neighbours_side_leaves_no_line():
    west = shapely.box(0, 0, 4_000, 8_000)
    south, north = shapely.box(4_000, 0, 8_000, 3_000.3), shapely.box(4_000, 3_000.3, 8_000, 8_000)
    towns = made_towns(
        shapely.transform(np.array([west, south, north]), lambda xy: xy + CORNER)
    ).geometry.to_numpy()
    read = read_sites(made_sites([(4_000, 3_000)]), radius_m=1_500.0, mission="delivery")
    discs = read.possible_discs()[0]
    drawn = np.ones((1, discs.segments), dtype=bool)
    free = Others(np.array([None], dtype=object), np.empty(0, dtype=object))
    cut = arrange_by_town(towns, discs, drawn, free, Latest(0))
    assert cut is not None
    area = Merging(cut.faces, cut.cut_from, Latest(0)).everywhere(
        cut.faces.depth(np.array([True])) > 0
    )
    disc = discs.polygons()[0]
    assert area.geom_type == "Polygon"
    assert area.length == pytest.approx(disc.length, abs=1e-2)
    assert area.area == pytest.approx(disc.area, abs=0.1)


def test_towns_that_overlap_are_not_cut_one_by_one():
    towns = made_towns(
        [shapely.box(0, 0, 4_000, 4_000), shapely.box(3_000, 0, 8_000, 4_000)]
    ).geometry.to_numpy()
    discs = read_sites(
        made_sites([(3_500, 2_000)]), radius_m=1_000.0, mission="delivery"
    ).possible_discs()[0]
    drawn = np.ones((1, discs.segments), dtype=bool)
    free = Others(np.array([None], dtype=object), np.empty(0, dtype=object))
    assert arrange_by_town(towns, discs, drawn, free, Latest(0)) is None


def test_the_least_used_is_forgotten_first():
    made = []

    def value(name):
        return kept.get(name, lambda: made.append(name) or name)

    kept = Latest(2)
    for name in ("a", "b", "a", "c", "a", "b"):
        assert value(name) == name
    assert made == ["a", "b", "c", "b"]
    nothing = Latest(0)
    assert [nothing.get("a", lambda n=n: n) for n in (1, 2)] == [1, 2]
