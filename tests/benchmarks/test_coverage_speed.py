"""How long coverage takes, beside geopandas' buffer, union and overlay in the same run.

Run with ``pytest -m benchmark -s tests/benchmarks/test_coverage_speed.py``.
"""

from statistics import median
from time import perf_counter

import geopandas as gpd
import numpy as np
import pytest

from gis.gaps import coverage_and_gaps
from tests.made_city import irregular_towns, made_sites

pytestmark = pytest.mark.benchmark


def timed(call, times):
    taken = []
    for _ in range(times):
        begun = perf_counter()
        answer = call()
        taken.append(perf_counter() - begun)
    return answer, median(taken)


def by_overlay(sites, towns, radius):
    """Areas surely and possibly covered, town by town: the least part of what coverage answers."""
    areas = []
    for reach in (radius - sites.accuracy_m, radius + sites.accuracy_m):
        union = sites.buffer(reach, quad_segs=64).union_all()
        shape = gpd.GeoDataFrame(geometry=[union], crs=sites.crs)
        areas.append(gpd.overlay(towns[["id", "geometry"]], shape).area.sum())
    return areas


@pytest.mark.parametrize("radius", [3_000.0, 5_000.0, 10_000.0])
@pytest.mark.parametrize("number", [12, 60, 300])
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
    (low, high), theirs = timed(lambda: by_overlay(sites, towns, radius), times)
    assert answer.city.covered_m2.low == pytest.approx(low, rel=1e-3)
    assert answer.city.covered_m2.high == pytest.approx(high, rel=1e-3)
    print(  # noqa: T201 - what a benchmark is for
        f"\n{number} sites, {radius / 1000:g} km: all figures and {len(gaps)} gaps "
        f"{1e3 * ours:.0f} ms; overlay, two figures {1e3 * theirs:.0f} ms; "
        f"ratio {theirs / ours:.2f}"
    )
