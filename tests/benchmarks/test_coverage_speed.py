"""How long coverage and gaps take, beside geopandas and PostGIS in the same run; a city's what-if.

Run with ``pytest -m benchmark -s tests/benchmarks/test_coverage_speed.py``. Times are of the
process (CPU; PostGIS: of the server's process), for the machines that run it are seldom idle. Every
side draws discs with 256 sides. What each answers:

- *here*: by town what is surely and possibly reached once, twice, thrice, and with planned sites;
  what each site reaches and reaches alone; every gap's polygon and reason; both areas drawn;
- *the same by geopandas*: by town what is surely and possibly reached, and every gap's polygon and
  reason, by buffers, two unions and three overlays; nothing twice or thrice, nothing by site;
- *two unions*: by town what is surely and possibly reached, by two unions and two overlays;
- *PostGIS*: as *the same by geopandas*, by ``ST_Union(ST_Buffer(...))`` and the intersections and
  differences with the towns, into tables; loading is not counted.
"""

import warnings
from math import nan
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import geopandas as gpd
import numpy as np
import psycopg
import pytest
import shapely

from gis.coverage import coverage_of
from gis.gaps import coverage_and_gaps, gaps_of
from gis.reach import airspace
from gis.results import GapReason
from gis.service_areas import service_areas
from tests.made_city import irregular_towns, made_sites
from tests.made_zones import zones_of
from tests.postgis_server import PostgisServer, PostgisUnavailableError

pytestmark = pytest.mark.benchmark
UNKNOWN = ((nan, nan, nan), nan)
TICKS = 100
"""Of the processor's time as Linux tells it, a second."""


def timed(call, times):
    taken = []
    for _ in range(times):
        begun = process_time()
        answer = call()
        taken.append(process_time() - begun)
    return answer, median(taken)


def drawn_unions(sites, radius):
    """What is surely and possibly reached, each as one shape."""
    return [
        sites.buffer(radius + sign * sites.accuracy_m, quad_segs=64).union_all() for sign in (-1, 1)
    ]


def unions(sites, towns, radius):
    """Areas surely and possibly covered, town by town: the least part of what coverage answers."""
    shapes = drawn_unions(sites, radius)
    frames = [gpd.GeoDataFrame(geometry=[shape], crs=sites.crs) for shape in shapes]
    return [gpd.overlay(towns[["id", "geometry"]], frame).area.sum() for frame in frames]


def the_same(sites, towns, radius):
    """Areas by town, and gaps by town and reason: surely, undecided, out of range."""
    surely, possibly = drawn_unions(sites, radius)
    only_possibly = possibly.difference(surely)
    names = towns[["id", "geometry"]]

    def cut(shape, how):
        frame = gpd.GeoDataFrame(geometry=[shape], crs=sites.crs)
        return gpd.overlay(names, frame, how=how, keep_geom_type=True)

    parts = (
        cut(surely, "intersection"),
        cut(only_possibly, "intersection"),
        cut(possibly, "difference"),
    )
    return tuple(part.area.groupby(part["id"]).sum() for part in parts)


TABLES = (
    "CREATE TABLE s (id text, low float8, high float8, g geometry(Point, 4547))",
    "CREATE TABLE t (id text, g geometry(Geometry, 4547))",
)
QUERIES = """
CREATE TABLE served AS SELECT
  ST_Union(ST_Buffer(g, low, 'quad_segs=64')) AS surely,
  ST_Union(ST_Buffer(g, high, 'quad_segs=64')) AS possibly
  FROM s;
CREATE TABLE gaps AS SELECT
  t.id,
  ST_Area(ST_Intersection(t.g, surely)) AS low,
  ST_Difference(ST_Intersection(t.g, possibly), surely) AS undecided,
  ST_Difference(t.g, possibly) AS out_of_range
  FROM t, served;
CREATE TABLE told AS SELECT
  id, low, ST_Area(undecided) AS undecided, ST_Area(out_of_range) AS beyond
  FROM gaps
"""


def by_postgis(database, sites, towns, radius):
    """Sums over the towns of what is surely reached, undecided and out of range; and the time."""
    places = zip(
        sites["id"],
        radius - sites.accuracy_m,
        radius + sites.accuracy_m,
        sites.geometry.to_wkb(hex=True),
        strict=True,
    )
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("SET max_parallel_workers_per_gather = 0")
        connection.execute("DROP TABLE IF EXISTS s, t, served, gaps, told")
        for statement in TABLES:
            connection.execute(statement)
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO s VALUES (%s, %s, %s, ST_SetSRID(%s::geometry, 4547))", list(places)
            )
            cursor.executemany(
                "INSERT INTO t VALUES (%s, ST_SetSRID(%s::geometry, 4547))",
                list(zip(towns["id"], towns.geometry.to_wkb(hex=True), strict=True)),
            )
        connection.execute("ANALYZE s, t")
        begun = busy(connection)
        for query in QUERIES.split(";"):
            connection.execute(query)
        seconds = busy(connection) - begun
        sums = connection.execute("SELECT sum(low), sum(undecided), sum(beyond) FROM told")
        return sums.fetchone(), seconds


def busy(connection):
    """Seconds that the server's process has worked; of the clock where that is not told."""
    stat = Path(f"/proc/{connection.info.backend_pid}/stat")
    if not stat.exists():
        return perf_counter()
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@pytest.fixture(scope="module")
def database():
    """The URL of a database with PostGIS; ``None``, said once, where there is none."""
    try:
        server = PostgisServer()
    except PostgisUnavailableError as error:
        warnings.warn(f"PostGIS is left out: {error}", stacklevel=1)
        yield None
        return
    try:
        server.create()
        yield server.new_database()
    finally:
        server.remove()


@pytest.mark.parametrize("radius", [3_000.0, 5_000.0, 10_000.0])
@pytest.mark.parametrize("number", [12, 60, 300, 1_000])
def test_coverage_beside_geopandas_and_postgis(number, radius, database):
    draw = np.random.default_rng(number)
    towns = irregular_towns(35, 56_000, 1)
    sites = made_sites(
        draw.uniform(0, 56_000, (number, 2)), accuracy_m=draw.choice([100, 400, 1_000], number)
    )
    asked = {"radius_m": radius, "mission": "delivery"}
    _, first = timed(lambda: coverage_and_gaps(sites, towns, **asked), 1)
    (answer, gaps), ours = timed(lambda: coverage_and_gaps(sites, towns, **asked), 9)
    (low, high), least = timed(lambda: unions(sites, towns, radius), 5)
    (surely, undecided, beyond), same = timed(lambda: the_same(sites, towns, radius), 5)
    stored, seconds = by_postgis(database, sites, towns, radius) if database else UNKNOWN
    total = answer.city.area_m2
    missed = {
        reason: sum(gap.area_m2 for gap in gaps if gap.reason is reason) for reason in GapReason
    }
    assert answer.city.covered_m2.low == pytest.approx(low, rel=1e-3)
    assert answer.city.covered_m2.high == pytest.approx(high, rel=1e-3)
    for row in answer.towns:
        assert row.covered_m2.low == pytest.approx(surely.get(row.town, 0.0), abs=1e-4 * total)
    assert missed[GapReason.UNDECIDED] == pytest.approx(undecided.sum(), abs=1e-3 * total)
    assert missed[GapReason.OUT_OF_RANGE] == pytest.approx(beyond.sum(), abs=1e-3 * total)
    assert stored == pytest.approx(
        (surely.sum(), undecided.sum(), beyond.sum()), abs=1e-6 * total, nan_ok=True
    )
    print(  # noqa: T201 - what a benchmark is for
        f"\n| {number:,} | {radius / 1000:g} km | {1e3 * ours:.0f} ms (first {1e3 * first:.0f}) | "
        f"{1e3 * same:.0f} ms, {same / ours:.1f} | {1e3 * least:.0f} ms, {least / ours:.1f} | "
        f"{1e3 * seconds:.0f} ms, {seconds / ours:.1f} |"
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

    def answered(places, known):
        sites = made_sites(places, accuracy_m=errors)
        areas = service_areas(sites, towns, **asked, known=known)
        return areas.regions, coverage_of(areas), gaps_of(areas)

    (today, _, _), first = timed(lambda: answered(places, []), 1)
    taken = []
    for moved in range(15):
        tried = places.copy()
        tried[moved] = draw.uniform(3_000, 53_000, 2)
        (_, answer, _), seconds = timed(lambda tried=tried: answered(tried, [today]), 1)
        taken.append(seconds)
    assert answer.city.covered_m2.low > 0
    print(  # noqa: T201 - what a benchmark is for
        f"\n36 sites, 35 towns, 20 zones, {radius / 1000:g} km: first {1e3 * first:.0f} ms, "
        f"what-if {1e3 * median(taken):.0f} ms (median of {len(taken)})"
    )
