"""Tiles of 100,000 points, drawn and kept, timed beside PostGIS's ``ST_AsMVT`` in the same run.

Run with ``pytest -m benchmark -s tests/benchmarks/test_tile_speed.py``. PostGIS is asked over its
socket for the same tiles of tile matrix 12 with the same four properties; its table is indexed,
clustered, analysed and already in EPSG:3857. Our tiles are drawn from a layer that is indexed, too;
neither indexing counts. Over HTTP both ways of asking us are timed with one client.
"""

from statistics import median
from time import perf_counter

import httpx2
import psycopg
import pytest

from gis.tiles.layer_tiles import tiled
from gis.tiles.matrix import TileAddress
from layers.memory_store import MemoryStore
from tests.http.live_server import live_server
from tests.made_points import crowded_store, made_points
from tests.mvt_reader import read_tile
from tests.unit.test_tiles import tiles_over

pytestmark = pytest.mark.benchmark

COUNT = 100_000
MATRIX = 12
TABLE = """
CREATE UNLOGGED TABLE made (id text, name_zh text, name_en text, accuracy_m float8, g geometry);
"""
INDEXED = """
UPDATE made SET g = ST_Transform(ST_SetSRID(g, 4326), 3857);
CREATE INDEX made_g ON made USING gist (g);
CLUSTER made USING made_g;
VACUUM ANALYZE made;
"""
ASKED = """
SELECT ST_AsMVT(t, 'places') FROM (
  SELECT id, name_zh, name_en, accuracy_m,
         ST_AsMVTGeom(g, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 128) AS g
  FROM made WHERE g && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 128.0 / 4096)
) t
"""


def load(connection, points):
    connection.execute(TABLE)
    with connection.cursor().copy("COPY made FROM STDIN") as copy:
        for one in points.itertuples():
            row = (one.id, one.name_zh, one.name_en, one.accuracy_m, one.geometry.wkb_hex)
            copy.write_row(row)
    for statement in INDEXED.split(";")[:-1]:
        connection.execute(statement)


def rate(ask, addresses):
    """Return how many tiles a second one client gets, by the median time of a tile."""
    taken = []
    for address in addresses:
        begun = perf_counter()
        ask(address)
        taken.append(perf_counter() - begun)
    return 1 / median(taken)


def test_beside_postgis(database):
    points = made_points(COUNT)
    addresses: list[TileAddress] = list(tiles_over(MATRIX))
    layer = tiled("places", points)
    with psycopg.connect(database, autocommit=True) as connection:
        load(connection, points)

        def theirs(one):
            asked = {"z": one.matrix, "x": one.col, "y": one.row}
            return connection.execute(ASKED, asked).fetchone()[0]

        # Where neither counts in squares, both hold the same points but for rounding at the margin.
        for address in addresses[::7]:
            mine = read_tile(layer.tile(address)).get("places")
            if mine and not any("count" in one.properties for one in mine.features):
                other = read_tile(bytes(theirs(address)))["places"]
                assert abs(len(mine.features) - len(other.features)) <= 2
        reference = rate(theirs, addresses)
    drawn = rate(layer.tile, addresses)
    frames = MemoryStore().whole()[1]
    frames["places"] = frames["places"].reindex([0])
    with live_server(crowded_store(frames, COUNT)) as server, httpx2.Client() as client:
        base = f"{server}/collections/places/tiles/WebMercatorQuad"

        def ask(one):
            answer = client.get(f"{base}/{one.matrix}/{one.row}/{one.col}")
            assert answer.status_code == 200

        ask(TileAddress(0, 0, 0))
        first, kept = rate(ask, addresses), rate(ask, addresses)
    print(  # noqa: T201 - what a benchmark is for
        f"\n{len(addresses)} tiles of {COUNT:,} points: ST_AsMVT {reference:.0f} a second; "
        f"drawn {drawn:.0f}, ratio {drawn / reference:.2f}; over HTTP uncached {first:.0f}, "
        f"ratio {first / reference:.2f}; kept {kept:.0f}, ratio {kept / reference:.2f}"
    )
