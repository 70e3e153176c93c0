"""Cover counts and nearest sites, timed beside scipy's k-d tree and PostGIS in the same run.

Run with ``pytest -m benchmark -s tests/benchmarks/test_nearest_speed.py``. The k-d tree is used
well: all cores, the sites' tree for the nearest, the points' tree (quickest to build) for ranges
that differ from site to site. PostGIS has both tables indexed, clustered and analysed, memory to
sort and count in, and two workers; it answers with ``ST_DWithin`` and ``<->`` into unlogged tables,
so that nothing is sent to the client. Its loading, indexing and clustering are not counted; our
sorting of the points is. All of it takes some minutes and 4 GB of disk.
"""

import resource
from statistics import median
from time import perf_counter

import numpy as np
import psycopg
import pytest
from scipy.spatial import cKDTree

from gis.nearest import nearest_sites, times_within
from gis.squares import SortedPoints
from tests.made_city import CORNER

pytestmark = pytest.mark.benchmark

SIZE = 56_000.0


def made(points, sites, reach):
    draw = np.random.default_rng(points + sites)
    return (
        draw.uniform(0, SIZE, (points, 2)) + CORNER,
        draw.uniform(0, SIZE, (sites, 2)) + CORNER,
        draw.uniform(reach / 3, reach, sites),
    )


def ours(points, sites, radii):
    ready = SortedPoints.of(points)
    return times_within(ready, sites, radii), *nearest_sites(ready, sites)


def by_trees(points, sites, radii):
    distance, nearest = cKDTree(sites).query(points, workers=-1)
    tree = cKDTree(points, balanced_tree=False, compact_nodes=False)
    times = np.zeros(len(points), dtype=np.intp)
    for begin in range(0, len(sites), 50):  # lists of all sites at once would not fit in memory
        some = slice(begin, begin + 50)
        for held in tree.query_ball_point(sites[some], radii[some], workers=-1):
            times[held] += 1
    return times, nearest, distance


def timed(call, times):
    taken = []
    for _ in range(times):
        begun = perf_counter()
        answer = call()
        taken.append(perf_counter() - begun)
    return answer, median(taken)


@pytest.mark.parametrize("reach", [2_000.0, 5_000.0])
@pytest.mark.parametrize(
    ("points", "sites"), [(50_000, 2_000), (500_000, 2_000), (5_000_000, 200), (5_000_000, 2_000)]
)
def test_beside_k_d_trees(points, sites, reach):
    places = made(points, sites, reach)
    mine, our_time = timed(lambda: ours(*places), 3)
    theirs, their_time = timed(lambda: by_trees(*places), 1)
    assert (mine[0] == theirs[0]).all()
    assert mine[2] == pytest.approx(theirs[2])
    print(  # noqa: T201 - what a benchmark is for
        f"\n{points:,} points x {sites:,} sites, ranges to {reach:g} m ({mine[0].mean():.1f} sites "
        f"a point): {our_time:.2f} s; k-d trees {their_time:.2f} s; "
        f"ratio {their_time / our_time:.1f}"
    )


TABLES = """
CREATE UNLOGGED TABLE p AS
  SELECT id, ST_SetSRID(ST_MakePoint(x, y), 4547) AS g FROM raw WHERE r IS NULL;
CREATE UNLOGGED TABLE s AS
  SELECT id, r, ST_SetSRID(ST_MakePoint(x, y), 4547) AS g FROM raw WHERE r >= 0;
DROP TABLE raw;
CREATE INDEX p_g ON p USING gist (g);
CREATE INDEX s_g ON s USING gist (g);
CLUSTER p USING p_g;
CLUSTER s USING s_g;
VACUUM ANALYZE p;
VACUUM ANALYZE s;
"""
SETTINGS = """
SET work_mem = '1GB';
SET maintenance_work_mem = '1GB';
SET max_parallel_workers_per_gather = 2;
SET jit = off;
"""


def load(connection, points, sites, radii):
    connection.execute(SETTINGS)
    connection.execute("CREATE UNLOGGED TABLE raw (id int, x float8, y float8, r float8)")
    with connection.cursor().copy("COPY raw FROM STDIN") as copy:
        for number, (x, y) in enumerate(points.tolist()):
            copy.write_row((number, x, y, None))
        for number, ((x, y), r) in enumerate(zip(sites.tolist(), radii.tolist(), strict=True)):
            copy.write_row((number, x, y, r))
    for statement in TABLES.split(";")[:-1]:
        connection.execute(statement)


WITHIN = (
    "CREATE UNLOGGED TABLE counted AS "
    "SELECT p.id, count(*) AS times FROM s JOIN p ON ST_DWithin(p.g, s.g, s.r) GROUP BY p.id"
)
NEAREST = (
    "CREATE UNLOGGED TABLE nearest AS SELECT p.id, n.away FROM p CROSS JOIN LATERAL "
    "(SELECT p.g <-> s.g AS away FROM s ORDER BY p.g <-> s.g LIMIT 1) n"
)


def column(connection, query, number, kind):
    """Return the query's second column by its first, an index below ``number``."""
    answer = np.zeros(number, dtype=kind)
    with connection.cursor(name="rows") as cursor:
        cursor.itersize = 100_000
        cursor.execute(query)
        while rows := cursor.fetchmany(100_000):
            table = np.array(rows, dtype=np.float64)
            answer[table[:, 0].astype(np.intp)] = table[:, 1]
    return answer


@pytest.mark.parametrize("points", [250_000, 5_000_000])
def test_beside_postgis(database, points):
    places = made(points, 2_000, 2_000.0)
    mine, our_time = timed(lambda: ours(*places), 3)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    theirs, their_time = timed(lambda: by_trees(*places), 1)
    assert (mine[0] == theirs[0]).all()
    with psycopg.connect(database, autocommit=True) as connection:
        load(connection, *places)
        _, counting = timed(lambda: connection.execute(WITHIN), 1)
        _, finding = timed(lambda: connection.execute(NEAREST), 1)
    with psycopg.connect(database) as connection:
        times = column(connection, "SELECT id, times FROM counted", points, np.intp)
        away = column(connection, "SELECT id, away FROM nearest", points, np.float64)
    assert (times == mine[0]).mean() > 1 - 1e-4  # PostGIS rounds the range's edge its own way
    np.testing.assert_allclose(away, mine[2], rtol=1e-9, atol=1e-6)
    print(  # noqa: T201 - what a benchmark is for
        f"\n{points:,} points x 2,000 sites: {our_time:.2f} s (peak {memory:.2f} GB); k-d trees "
        f"{their_time:.2f} s, ratio {their_time / our_time:.1f}; PostGIS {counting:.1f} s to count "
        f"and {finding:.1f} s for the nearest, ratio {(counting + finding) / our_time:.0f}"
    )
