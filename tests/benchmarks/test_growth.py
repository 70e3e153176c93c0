"""How each heavy analysis grows: one size, ten times and a hundred times it, with memory.

Run with ``pytest -m benchmark -s tests/benchmarks/test_growth.py``; it prints the table of
``docs/methods/performance.md``. Each measure has a process of its own. Times are of that process
(CPU, all its threads), for the machines that run it are seldom idle. Memory is the whole process's
at the analysis's peak, with the libraries (some 150 MB) and the input; Linux tells it.
"""

import gc
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import numpy as np
import pytest
import shapely

from gis.coverage import coverage_of
from gis.gaps import coverage_and_gaps, gaps_of
from gis.latest import Latest
from gis.nearest import nearest_sites, times_within
from gis.reach import airspace
from gis.service_areas import service_areas
from gis.siting.plan import best_new_sites
from gis.siting.point_patterns import PointMerger
from gis.squares import SortedPoints
from tests.made_city import CORNER, irregular_towns, made_sites
from tests.made_mclp import RADIUS, published
from tests.made_zones import zones_of

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="memory as Linux tells"),
]
SIZE = 56_000.0
TIMES = 3
PEAK = re.compile(r"VmHWM:\s+(\d+) kB")
Call = Callable[[], Any]


def sites_of(number, seed=1):
    draw = np.random.default_rng(seed)
    return made_sites(
        draw.uniform(0, SIZE, (number, 2)), accuracy_m=draw.choice([100, 400, 1_000], number)
    )


def by_sites(number: int) -> Call:
    sites, towns = sites_of(number), irregular_towns(35, SIZE, 1)
    return lambda: coverage_and_gaps(sites, towns, radius_m=3_000.0, mission="delivery")


def by_points(number: int, sites: int = 2_000) -> Call:
    draw = np.random.default_rng(number)
    points, centres = (draw.uniform(0, SIZE, (n, 2)) + CORNER for n in (number, sites))
    radii = draw.uniform(700, 2_000, sites)

    def call():
        ready = SortedPoints.of(points)
        return times_within(ready, centres, radii), nearest_sites(ready, centres)

    return call


def by_sites_over_points(number: int) -> Call:
    return by_points(1_000_000, number)


def merging(number: int) -> Call:
    made = published(number, 1, written=False)
    radii = np.full(len(made.candidates), RADIUS)

    def call():
        merger = PointMerger.over(made.candidates, radii, points=number)
        return merger.patterns(merger.count(made.points, made.demand))

    return call


def siting(number: int) -> Call:
    towns, existing = irregular_towns(35, SIZE, 1), sites_of(12)
    draw = np.random.default_rng(2)
    offered = made_sites(draw.uniform(0, SIZE, (number, 2)), status="candidate", prefix="c")
    asked = {"count": 4, "radius_m": 3_000.0, "mission": "delivery"}
    return lambda: best_new_sites(existing, towns, offered, **asked)


def city_with_zones(zones: int):
    draw = np.random.default_rng(5)
    shapes = []
    for number in range(zones):
        x, y = draw.uniform(2_000, 54_000, 2)
        size = draw.uniform(300, 1_500)
        circle = shapely.Point(x, y).buffer(size, quad_segs=8)
        shapes.append(circle if number % 2 else shapely.box(x - size, y - size, x, y + size))
    return airspace(zones_of(shapes)), draw.uniform(3_000, 53_000, (36, 2))


def round_zones(zones: int) -> Call:
    space, places = city_with_zones(zones)
    sites, towns = made_sites(places, accuracy_m=200), irregular_towns(35, SIZE, 1)
    asked = {"radius_m": 3_000.0, "mission": "delivery", "space": space}

    def call():
        areas = service_areas(sites, towns, **asked)
        return coverage_of(areas), gaps_of(areas)

    return call


def what_if(zones: int) -> Call:
    space, places = city_with_zones(zones)
    towns = irregular_towns(35, SIZE, 1)
    asked = {"radius_m": 3_000.0, "mission": "delivery", "space": space}
    kept = Latest(2_000)
    today = service_areas(made_sites(places, accuracy_m=200), towns, **asked)
    coverage_of(replace(today, kept=kept))
    moved = places.copy()
    moved[0] = 28_000.0, 28_000.0

    def call():
        moved[0] += 100.0
        sites = made_sites(moved, accuracy_m=200)
        areas = service_areas(sites, towns, **asked, known=[today.regions])
        areas = replace(areas, kept=kept)
        return coverage_of(areas), gaps_of(areas)

    return call


@dataclass(frozen=True)
class Growing:
    """An analysis, what grows, and the first size."""

    name: str
    made: Callable[[int], Call]
    first: int
    unit: str


ANALYSES = (
    Growing("coverage and gaps, 3 km", by_sites, 100, "sites"),
    Growing("cover count and nearest of 2,000 sites", by_points, 50_000, "points"),
    Growing("the same of 1,000,000 points", by_sites_over_points, 20, "sites"),
    Growing("merging by 100 candidates", merging, 200_000, "points"),
    Growing("the best 4 sites, proven, 3 km", siting, 8, "candidates"),
    Growing("36 sites, coverage and gaps round zones", round_zones, 2, "zones"),
    Growing("one of 36 sites moved, round zones", what_if, 2, "zones"),
)


def measured(made: Callable[[int], Call], size: int) -> tuple[float, float]:
    """Return the process's median seconds, and its peak of memory in MB."""
    call = made(size)
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # what making the input took is forgotten
    taken = []
    for _ in range(TIMES):
        begun = process_time()
        call()
        taken.append(process_time() - begun)
    status = Path("/proc/self/status").read_text()
    return median(taken), int(PEAK.search(status)[1]) / 1e3


@pytest.mark.parametrize("analysis", ANALYSES, ids=lambda analysis: analysis.made.__name__)
def test_growth(analysis):
    found = []
    for times in (1, 10, 100):
        with get_context("fork").Pool(1) as pool:
            found.append(pool.apply(measured, (analysis.made, analysis.first * times)))
    cells = " | ".join(
        f"{seconds:.3g} s, {memory:.0f} MB"
        if seconds >= 1
        else f"{1e3 * seconds:.0f} ms, {memory:.0f} MB"
        for seconds, memory in found
    )
    print(  # noqa: T201 - what a benchmark is for
        f"\n| {analysis.name} | {analysis.first:,} {analysis.unit} | {cells} |"
    )
    assert all(seconds > 0 for seconds, _ in found)
