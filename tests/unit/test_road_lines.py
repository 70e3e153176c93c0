"""The network of road segments: walk-sheds, parts, missing links."""

from itertools import combinations
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import minimum_spanning_tree

from gis.crs import METRIC, to_metric
from gis.errors import InvalidInputError
from gis.results_roads import Verdict
from gis.road_lines import strips
from gis.road_links import road_links
from gis.road_reach import road_reach
from layers.seed.pack import read_pack
from tests.made_city import CORNER, irregular_towns, made_sites, made_towns, square_towns


def made_segments(
    lines: list[Any], *, accuracy_m: Any = 0.0, basis: Any = "sourced", status: Any = "open"
) -> gpd.GeoDataFrame:
    number = len(lines)
    ids = [f"r{i:02d}" for i in range(number)]
    shapes = [
        None if line is None else shapely.LineString(np.asarray(line, float) + CORNER)
        for line in lines
    ]
    return gpd.GeoDataFrame(
        {
            "id": ids,
            "name_zh": [f"路{name}" for name in ids],
            "name_en": [f"Road {name}" for name in ids],
            "status": [status] * number if isinstance(status, str) else status,
            "accuracy_m": np.broadcast_to(np.asarray(accuracy_m, dtype=np.float64), number),
            "geometry_basis": [basis] * number if isinstance(basis, str) else basis,
        },
        geometry=shapes,
        crs=METRIC,
    )


# --- the pack: nothing can be said, and that is the answer --------------------------------------


def test_five_schematic_lines_say_nothing_surely():
    pack = {name: to_metric(frame) for name, frame in read_pack().items() if name != "sources"}
    segments, towns = pack["road_segments"], pack["towns"]
    reach = road_reach(segments, towns, {"hubs": pack["hubs"]}, walk_m=500, statuses={"planned"})
    assert reach.verdict is Verdict.CANNOT_BE_SAID
    assert (reach.segments, len(reach.schematic)) == (5, 5)
    assert (reach.city.reached_m2.low, reach.city.reached_people.low) == (0.0, 0.0)
    assert reach.surely.is_empty
    assert 0 < reach.city.reached_m2.high < reach.city.area_m2
    assert reach.features
    assert not any(feature.surely for feature in reach.features)
    links = road_links(segments, towns, pack["hubs"], statuses={"planned"})
    assert links.verdict is Verdict.CANNOT_BE_SAID
    assert links.links == ()
    assert (links.total_km.low, links.total_km.high) == (0.0, 0.0)
    alone = road_links(segments, towns, statuses={"planned"})
    assert (alone.parts.low, alone.parts.high) == (1, 5)
    for answer in (road_reach(segments, towns, {}, walk_m=500), road_links(segments, towns)):
        assert answer.verdict is Verdict.NO_SEGMENT


# --- the walk-shed ------------------------------------------------------------------------------


def test_a_straight_road_reaches_a_strip_with_round_ends():
    towns = square_towns(1, 10_000)
    segments = made_segments([[(2_000, 5_000), (6_000, 5_000)]], accuracy_m=100)
    reach = road_reach(segments, towns, {}, walk_m=500)
    for bound, width in ((reach.city.reached_m2.low, 400), (reach.city.reached_m2.high, 600)):
        assert bound == pytest.approx(4_000 * 2 * width + np.pi * width**2, rel=1e-4)
    assert reach.city.reached_people.low == pytest.approx(1_000 * reach.city.reached_m2.low / 1e8)
    assert reach.verdict is Verdict.SAID


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_strips_err_to_one_side_only(seed):
    draw = np.random.default_rng(seed)
    lines = np.array(
        [shapely.LineString(draw.uniform(0, 3_000, (draw.integers(2, 9), 2))) for _ in range(3)]
    )
    width = draw.uniform(50, 900, 3)
    places = draw.uniform(-1_000, 4_000, (3_000, 2))
    away = shapely.distance(shapely.points(places)[:, None], lines[None])
    for index in range(3):
        inner, outer = (strips(lines, width, outside=side)[index] for side in (False, True))
        within = away[:, index] <= width[index]
        assert within[shapely.contains_xy(inner, places)].all()
        assert shapely.intersects_xy(outer, places)[within].all()
        assert outer.area - inner.area < 2e-3 * outer.area


@pytest.mark.parametrize("seed", range(3))
def test_truth_is_in_the_interval_when_lines_and_features_are_displaced(seed):
    draw = np.random.default_rng(seed)
    towns = irregular_towns(5, 10_000, seed)
    lines = [draw.uniform(1_000, 9_000, (4, 2)) for _ in range(4)]
    accuracy = np.array([50.0, 200.0, 400.0, 700.0])
    basis = ["sourced", "sourced", "sourced", "schematic"]
    hubs = made_sites(draw.uniform(0, 10_000, (12, 2)), accuracy_m=300.0)
    segments = made_segments(lines, accuracy_m=accuracy, basis=basis)
    reach = road_reach(segments, towns, {"hubs": hubs}, walk_m=600)
    by_id = {feature.feature: feature for feature in reach.features}
    sure = [feature.surely for feature in reach.features]
    assert sure == sorted(sure, reverse=True)
    city = shapely.union_all(towns.geometry.to_numpy())
    for turn in range(150):
        angle = draw.uniform(0, 2 * np.pi, 4)
        way = accuracy * (1.0 if turn % 2 else draw.uniform(0, 1, 4))
        moved = [
            np.asarray(line) + way[i] * np.array((np.cos(angle[i]), np.sin(angle[i])))
            for i, line in enumerate(lines)
        ]
        true = made_segments(moved)
        shed = shapely.union_all(shapely.buffer(true.geometry.to_numpy(), 600, quad_segs=64))
        area = shapely.area(shapely.intersection(shed, city))
        assert reach.city.reached_m2.low * (1 - 1e-3) <= area
        assert area <= reach.city.reached_m2.high * (1 + 1e-3)
        spread = draw.uniform(0, 2 * np.pi, len(hubs))
        at = shapely.get_coordinates(hubs.geometry.to_numpy())
        at = at + 300 * np.column_stack((np.cos(spread), np.sin(spread)))
        away = shapely.distance(shapely.points(at)[:, None], true.geometry.to_numpy()[None]).min(
            axis=1
        )
        for name, distance in zip(hubs.id, away, strict=True):
            if name in by_id:
                bounds = by_id[name].distance_m
                assert bounds.low - 1e-6 <= distance <= bounds.high + 1e-6
                assert distance <= 600 or not by_id[name].surely
            else:
                assert distance > 600


def test_features_are_counted_in_their_town_and_missing_lines_are_told():
    towns = square_towns(2, 5_000)
    segments = made_segments([[(0, 1_000), (10_000, 1_000)], None])
    hubs = made_sites([(1_000, 1_200), (6_000, 900), (6_000, 9_000)], accuracy_m=[0, 450, 0])
    reach = road_reach(segments, towns, {"hubs": hubs}, walk_m=500)
    counts = {row.town: dict(row.features)["hubs"] for row in (reach.city, *reach.towns)}
    assert (counts["t00"].low, counts["t00"].high) == (1, 1)
    assert (counts["t01"].low, counts["t01"].high) == (0, 1)
    assert (counts["city"].low, counts["city"].high) == (1, 2)
    assert [name.site for name in reach.unplaced] == ["r01"]
    for walk in (0.0, 1e9):
        with pytest.raises(InvalidInputError, match="walk"):
            road_reach(segments, towns, {}, walk_m=walk)


# --- parts and links ----------------------------------------------------------------------------

CROSS = [[(0, 0), (2_000, 0)], [(1_000, -500), (1_000, 500)], [(4_000, 0), (5_000, 0)]]


def test_parts_and_the_one_missing_link():
    towns = made_towns([shapely.box(*(CORNER - 9_000), *(CORNER + 9_000))], [324_000])
    answer = road_links(made_segments(CROSS), towns, walk_m=500)
    assert answer.surely_joined == (("r00", "r01"), ("r02",))
    assert (answer.parts.low, answer.parts.high) == (2, 2)
    (link,) = answer.links
    assert (link.start, link.end) == ("r00", "r02")
    assert (link.km.low, link.km.high) == (2.0, 2.0)
    assert (answer.total_km.low, answer.total_km.high) == (2.0, 2.0)
    # 1,000 people a km2 in 1 km of road and 2 km of link, less the half disc at the first end.
    strip = 3.0 * 1.0
    assert link.people_gained == pytest.approx(1_000 * strip, rel=1e-3)
    assert link.km_per_thousand == pytest.approx(2.0 / 3.0, rel=1e-3)


def test_accuracy_makes_touching_a_question():
    towns = square_towns(1, 9_000)
    near = [[(0, 0), (1_000, 0)], [(1_040, 0), (2_000, 0)]]
    for accuracy, fewest, most in ((0, 1, 1), (4, 1, 1), (20, 1, 2)):
        answer = road_links(made_segments(near, accuracy_m=accuracy), towns)
        assert (answer.parts.low, answer.parts.high) == (fewest, most)
    apart = road_links(made_segments(near, accuracy_m=20), towns, join_m=1.0)
    assert apart.links[0].km.low == 0.0
    assert apart.links[0].km.high == pytest.approx(0.08)


@pytest.mark.parametrize("seed", range(6))
def test_links_are_a_minimum_spanning_tree(seed):
    """The same total by scipy's tree over the parts, with distances measured part by part."""
    draw = np.random.default_rng(seed)
    lines = [place + draw.uniform(0, 1_500, (3, 2)) for place in draw.uniform(0, 20_000, (12, 2))]
    segments = made_segments(lines)
    hubs = made_sites(draw.uniform(0, 20_000, (5, 2)))
    towns = irregular_towns(4, 20_000, seed)
    answer = road_links(segments, towns, hubs)
    shapes = dict(zip(segments.id, segments.geometry, strict=True))
    shapes |= dict(zip(hubs.id, hubs.geometry, strict=True))
    parts = [shapely.union_all([shapes[name] for name in part]) for part in answer.surely_joined]
    table = np.zeros((len(parts), len(parts)))
    for i, j in combinations(range(len(parts)), 2):
        table[i, j] = parts[i].distance(parts[j])
    total = minimum_spanning_tree(table).sum()
    assert sum(link.km.high for link in answer.links) == pytest.approx(total / 1_000)
    assert answer.total_km.high == pytest.approx(total / 1_000)
    for link in answer.links:
        assert link.line.length / 1_000 == pytest.approx(link.km.high)
        assert shapes[link.start].distance(shapely.Point(link.line.coords[0])) < 1e-6
        assert shapes[link.end].distance(shapely.Point(link.line.coords[-1])) < 1e-6
    prices = [link.km_per_thousand for link in answer.links if link.km_per_thousand is not None]
    assert prices == sorted(prices)
    # What is joined touches, chain by chain; what is not does not.
    assert (table[np.triu_indices(len(parts), 1)] > 50).all()


@pytest.mark.parametrize("seed", range(4))
def test_the_least_total_of_the_truth_is_in_its_interval(seed):
    draw = np.random.default_rng(seed)
    places = draw.uniform(0, 9_000, (7, 2))
    lines = [place + draw.uniform(0, 900, (2, 2)) for place in places]
    accuracy = draw.choice([0, 60, 400], 7)
    towns = square_towns(1, 10_000)
    answer = road_links(made_segments(lines, accuracy_m=accuracy), towns)
    for _ in range(100):
        angle = draw.uniform(0, 2 * np.pi, 7)
        shift = accuracy[:, None] * np.column_stack((np.cos(angle), np.sin(angle)))
        true = road_links(made_segments([a + b for a, b in zip(lines, shift, strict=True)]), towns)
        assert answer.total_km.low - 1e-9 <= true.total_km.high <= answer.total_km.high + 1e-9
        assert answer.parts.low <= true.parts.low <= answer.parts.high


def test_schematic_lines_get_no_link_but_are_told():
    segments = made_segments(CROSS, basis=["sourced", "sourced", "schematic"], accuracy_m=300)
    answer = road_links(segments, square_towns(1, 9_000))
    assert answer.verdict is Verdict.SAID
    assert [name.site for name in answer.schematic] == ["r02"]
    assert all("r02" not in (link.start, link.end) for link in answer.links)
    assert answer.parts.high == 3


def test_what_cannot_be_joined_is_refused():
    towns = square_towns(1, 9_000)
    for wrong in ({"walk_m": 0.0}, {"join_m": -1.0}):
        with pytest.raises(InvalidInputError):
            road_links(made_segments(CROSS), towns, **wrong)
    many = made_sites(np.zeros((1_001, 2)))
    with pytest.raises(InvalidInputError, match="1,000"):
        road_links(made_segments(CROSS), towns, many)
    odd = made_segments(CROSS)
    odd.loc[0, "geometry"] = shapely.Point(CORNER)
    with pytest.raises(InvalidInputError, match="line"):
        road_links(odd, towns)
