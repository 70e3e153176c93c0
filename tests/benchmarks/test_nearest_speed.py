"""Cover counts and nearest sites, timed beside scipy's k-d tree and PostGIS in the same run.

Run with ``pytest -m benchmark -s tests/benchmarks/test_nearest_speed.py``. The k-d tree is used
well: all cores, the sites' tree for the nearest, the points' tree (quickest to build) for ranges
that differ from site to site. PostGIS has both tables indexed, clustered and analysed, answers with
``ST_DWithin`` and ``<->``, and is given 1/20 of the points; loading and indexing are not counted.
"""

from statistics import median
from time import perf_counter

import numpy as np
import psycopg
import pytest
from scipy.spatial import cKDTree

from gis.nearest import nearest_sites, times_within
from gis.squares import SortedPoints
from tests.made_city import CORNER
from tests.postgis_server import PostgisServer, PostgisUnavailableError

pytestmark = pytest.mark.benchmark

SIZE = 56_000.0
POSTGIS_SHARE = 20


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


@pytest.fixture
def database():
    try:
        server = PostgisServer()
    except PostgisUnavailableError as error:
        pytest.skip(str(error))
    try:
        server.create()
        yield server.new_database()
    finally:
        server.remove()


TABLES = """
CREATE TABLE p AS SELECT id, ST_SetSRID(ST_MakePoint(x, y), 4547) AS g FROM raw WHERE r IS NULL;
CREATE TABLE s AS SELECT id, r, ST_SetSRID(ST_MakePoint(x, y), 4547) AS g FROM raw WHERE r >= 0;
CREATE INDEX p_g ON p USING gist (g);
CREATE INDEX s_g ON s USING gist (g);
CLUSTER p USING p_g;
CLUSTER s USING s_g;
ANALYZE p, s;
"""


def load(connection, points, sites, radii):
    connection.execute("CREATE TEMP TABLE raw (id int, x float8, y float8, r float8)")
    with connection.cursor().copy("COPY raw FROM STDIN") as copy:
        for number, (x, y) in enumerate(points.tolist()):
            copy.write_row((number, x, y, None))
        for number, ((x, y), r) in enumerate(zip(sites.tolist(), radii.tolist(), strict=True)):
            copy.write_row((number, x, y, r))
    connection.execute(TABLES)


WITHIN = "SELECT p.id, count(*) FROM s JOIN p ON ST_DWithin(p.g, s.g, s.r) GROUP BY p.id"
NEAREST = (
    "SELECT p.id, n.away FROM p CROSS JOIN LATERAL "
    "(SELECT p.g <-> s.g AS away FROM s ORDER BY p.g <-> s.g LIMIT 1) n"
)


def test_beside_postgis(database):
    places = made(5_000_000 // POSTGIS_SHARE, 2_000, 2_000.0)
    mine, our_time = timed(lambda: ours(*places), 3)
    whole = made(5_000_000, 2_000, 2_000.0)
    _, whole_time = timed(lambda: ours(*whole), 1)
    with psycopg.connect(database, autocommit=True) as connection:
        load(connection, *places)
        counts, counting = timed(lambda: connection.execute(WITHIN).fetchall(), 1)
        away, finding = timed(lambda: connection.execute(NEAREST).fetchall(), 1)
    times = np.zeros(len(places[0]), dtype=np.intp)
    times[[row[0] for row in counts]] = [row[1] for row in counts]
    assert (times == mine[0]).mean() > 1 - 1e-4  # PostGIS rounds the range's edge its own way
    assert [row[1] for row in sorted(away)] == pytest.approx(mine[2].tolist())
    print(  # noqa: T201 - what a benchmark is for
        f"\n{len(places[0]):,} points x 2,000 sites: {our_time:.2f} s; PostGIS {counting:.1f} s to "
        f"count and {finding:.1f} s for the nearest; ratio {(counting + finding) / our_time:.0f}; "
        f"5,000,000 points take {whole_time:.2f} s here"
    )
