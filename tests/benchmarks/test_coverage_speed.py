"""How long coverage takes, beside geopandas in the same run, and a what-if of a city with zones.

Run with ``pytest -m benchmark -s tests/benchmarks/test_coverage_speed.py``. Times are of the
process (CPU), for the machines that run it are seldom idle.
"""

from statistics import median
from time import process_time

import geopandas as gpd
import numpy as np
import pytest
import shapely

from gis.coverage import coverage_of
from gis.gaps import coverage_and_gaps, gaps_of
from gis.reach import airspace
from gis.service_areas import service_areas
from tests.made_city import irregular_towns, made_sites
from tests.made_zones import zones_of

pytestmark = pytest.mark.benchmark


def timed(call, times):
    taken = []
    for _ in range(times):
        begun = process_time()
        answer = call()
        taken.append(process_time() - begun)
    return answer, median(taken)


def unions(sites, towns, radius):
    """Areas surely and possibly covered, town by town: the least part of what coverage answers."""
    shapes, areas = [], []
    for reach in (radius - sites.accuracy_m, radius + sites.accuracy_m):
        union = sites.buffer(reach, quad_segs=64).union_all()
        shapes.append(gpd.GeoDataFrame(geometry=[union], crs=sites.crs))
        areas.append(gpd.overlay(towns[["id", "geometry"]], shapes[-1]).area.sum())
    return areas, shapes


def same_answer(sites, towns, radius):
    """The same by overlays, as far as they go: gaps by reason, and each site's reach and share.

    Left out, for want of any short way: areas reached twice and thrice.
    """
    (low, high), (surely, possibly) = unions(sites, towns, radius)
    gaps = gpd.overlay(towns[["id", "geometry"]], surely, how="difference")
    undecided = gpd.overlay(gaps, possibly)
    beyond = gpd.overlay(gaps, possibly, how="difference")
    city = towns.geometry.union_all()
    for reach in (radius - sites.accuracy_m, radius + sites.accuracy_m):
        discs = sites.buffer(reach, quad_segs=64).intersection(city).to_numpy()
        tree = shapely.STRtree(discs)
        one, other = tree.query(discs, predicate="intersects")
        for site, disc in enumerate(discs):
            rest = discs[other[(one == site) & (other != site)]]
            shapely.area(shapely.difference(disc, shapely.union_all(rest)))
    return low, high, undecided.area.sum() + beyond.area.sum()


@pytest.mark.parametrize("radius", [3_000.0, 5_000.0, 10_000.0])
@pytest.mark.parametrize("number", [12, 60, 300, 1_000])
def test_coverage_beside_overlay(number, radius):
    draw = np.random.default_rng(number)
    towns = irregular_towns(35, 56_000, 1)
    sites = made_sites(
        draw.uniform(0, 56_000, (number, 2)), accuracy_m=draw.choice([100, 400, 1_000], number)
    )
    times = 9 if number < 300 else 3
    (answer, gaps), ours = timed(
        lambda: coverage_and_gaps(sites, towns, radius_m=radius, mission="delivery"), times
    )
    ((low, high), _), least = timed(lambda: unions(sites, towns, radius), times)
    (_, _, missed), most = timed(lambda: same_answer(sites, towns, radius), 1)
    assert answer.city.covered_m2.low == pytest.approx(low, rel=1e-3)
    assert answer.city.covered_m2.high == pytest.approx(high, rel=1e-3)
    assert sum(gap.area_m2 for gap in gaps) == pytest.approx(missed, rel=1e-2, abs=1e6)
    print(  # noqa: T201 - what a benchmark is for
        f"\n{number} sites, {radius / 1000:g} km: all figures and {len(gaps)} gaps "
        f"{1e3 * ours:.0f} ms; unions, two figures {1e3 * least:.0f} ms, ratio "
        f"{least / ours:.2f}; overlays, most figures {1e3 * most:.0f} ms, ratio {most / ours:.1f}"
    )


@pytest.mark.parametrize("radius", [3_000.0, 5_000.0])
def test_a_city_what_if_round_twenty_zones(radius):
    draw = np.random.default_rng(5)
    shapes = []
    for number in range(20):
        x, y = draw.uniform(5_000, 51_000, 2)
        size = draw.uniform(500, 2_500)
        circle = shapely.Point(x, y).buffer(size, quad_segs=8)
        shapes.append(circle if number % 2 else shapely.box(x - size, y - size, x, y + size))
    limits = ["prohibited", "height_limit"] * 10
    space = airspace(zones_of(shapes, restriction=limits, ceiling_m=[None, 60.0] * 10))
    towns = irregular_towns(35, 56_000, 1)
    places = draw.uniform(3_000, 53_000, (36, 2))
    errors = draw.choice([50, 100, 300, 500], 36)
    asked = {"radius_m": radius, "mission": "delivery", "space": space}
    today, first = timed(
        lambda: service_areas(made_sites(places, accuracy_m=errors), towns, **asked), 1
    )
    taken = []
    for moved in range(15):
        tried = places.copy()
        tried[moved] = draw.uniform(3_000, 53_000, 2)
        sites = made_sites(tried, accuracy_m=errors)

        def what_if(sites=sites):
            areas = service_areas(sites, towns, **asked, known=[today.regions])
            return coverage_of(areas), gaps_of(areas)

        (answer, _), seconds = timed(what_if, 1)
        taken.append(seconds)
    assert answer.city.covered_m2.low > 0
    print(  # noqa: T201 - what a benchmark is for
        f"\n36 sites, 35 towns, 20 zones, {radius / 1000:g} km: first {1e3 * first:.0f} ms, "
        f"what-if {1e3 * median(taken):.0f} ms (median of {len(taken)})"
    )
