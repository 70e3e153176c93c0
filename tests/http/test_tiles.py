"""Tiles over HTTP: found from the collection, kept by their digest, hostile addresses refused."""

import gzip

import pytest
from fastapi.testclient import TestClient

from api.layer_query import tiles_query
from api.snapshot import Snapshot
from api.tile_cache import TileCache
from api.tilesets import layer_tiles
from gis.catalogue import layer_spec
from layers.memory_store import MemoryStore
from layers.overlay_store import OverlayStore
from layers.store import Query
from tests.mvt_reader import read_tile

MVT = "application/vnd.mapbox-vector-tile"
LAYER = "/collections/takeoff_points/tiles"
TILE = f"{LAYER}/WebMercatorQuad/0/0/0"


def linked(document, rel):
    return next(one for one in document["links"] if one["rel"] == rel)


def test_a_collection_leads_to_its_tiles(client: TestClient) -> None:
    collection = client.get("/collections/takeoff_points").json()
    tilesets = linked(collection, "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector")
    listed = client.get(tilesets["href"]).json()["tilesets"][0]
    assert listed["tileMatrixSetURI"].endswith("/WebMercatorQuad")
    tileset = client.get(linked(listed, "self")["href"]).json()
    item = linked(tileset, "item")
    assert (item["type"], item["templated"]) == (MVT, True)
    total = 0
    limits = tileset["tileMatrixSetLimits"][9]
    for row in range(limits["minTileRow"], limits["maxTileRow"] + 1):
        for col in range(limits["minTileCol"], limits["maxTileCol"] + 1):
            href = item["href"].format(tileMatrix=9, tileRow=row, tileCol=col)
            answer = client.get(href)
            assert answer.headers["content-type"] == MVT
            assert "immutable" in answer.headers["cache-control"]
            shown = read_tile(answer.content).get("shown")
            total += shown.features[0].properties["matched"] if shown else 0
    placed = client.get("/collections/takeoff_points/items?limit=1000").json()["features"]
    assert total == sum(one["geometry"] is not None for one in placed) > 0


def test_a_layer_without_geometry_has_no_tiles(client: TestClient) -> None:
    rels = {one["rel"] for one in client.get("/collections/sources").json()["links"]}
    assert not any("tiles" in rel for rel in rels)
    for address in ("", "/WebMercatorQuad", "/WebMercatorQuad/0/0/0"):
        answer = client.get(f"/collections/sources/tiles{address}")
        assert answer.status_code == 404
        assert "/collections/sources/items" in answer.json()["remedy"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("WebMercatorQuad/8/256/0", 404),
        ("WebMercatorQuad/8/0/256", 404),
        ("WebMercatorQuad/19/0/0", 404),
        ("WebMercatorQuad/99999999999999999999/0/0", 404),
        ("WebMercatorQuad/1/99999999999999999999/0", 404),
        (f"WebMercatorQuad/1/{'9' * 5000}/0", 400),
        ("WebMercatorQuad/-1/0/0", 400),
        ("WebMercatorQuad/0/-1/0", 400),
        ("WebMercatorQuad/0/0/nan", 400),
        ("WebMercatorQuad/0/0/1.5", 400),
        ("WebMercatorQuad/0/0/0x0", 400),
        ("WebMercatorQuad/0/0/%00", 400),
        ("WorldCRS84Quad/0/0/0", 404),
        ("WorldCRS84Quad", 404),
        ("WebMercatorQuad/0/0/0?f=png", 400),
        ("WebMercatorQuad/0/0/0?bbox=1,2,3,4", 400),
        ("WebMercatorQuad/0/0/0?public=perhaps", 400),
        ("WebMercatorQuad/0/0/0?colour=red", 400),
        ("WebMercatorQuad/0/0/0?datetime=soon", 400),
        ("WebMercatorQuad/0/0/0?accuracy_m=near", 400),
        ("WebMercatorQuad/0/0/0?scenario=none", 404),
        ("WebMercatorQuad?colour=red", 400),
        ("?colour=red", 400),
        (f"WebMercatorQuad/0/0/0?v={'a' * 41}", 400),
    ],
)
def test_a_hostile_address_is_refused(client: TestClient, address: str, status: int) -> None:
    answer = client.get(f"{LAYER}/{address}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_tile_known_already_is_not_sent_again(client: TestClient) -> None:
    answer = client.get(TILE)
    assert answer.content
    assert answer.headers["cache-control"] == "no-cache"
    again = client.get(TILE, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(TILE, headers={"If-None-Match": '"other"'})
    assert (other.status_code, other.content) == (200, answer.content)
    old = client.get(f"{TILE}?v=0123456789abcdef")
    assert (old.content, old.headers["cache-control"]) == (answer.content, "no-cache")


def test_a_tile_is_zipped_for_whom_it_helps(client: TestClient) -> None:
    plain = client.get(TILE, headers={"Accept-Encoding": "identity"})
    zipped = client.get(TILE, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.content == plain.content
    assert "accept-encoding" in plain.headers["vary"].lower()


def test_a_write_changes_tiles_and_their_version(
    own: TestClient, writable_store: OverlayStore
) -> None:
    before = own.get(TILE)
    version = linked(own.get(f"{LAYER}/WebMercatorQuad").json(), "item")["href"][-16:]
    frame = writable_store.read(Query("takeoff_points"))
    hidden = frame.index[frame.geometry.notna()][0]
    frame.loc[hidden, "public"] = False
    writable_store.write({"takeoff_points": frame})
    after = own.get(f"{TILE}?v={version}")
    assert after.headers["cache-control"].endswith("immutable")  # nothing drawn has changed
    public = own.get(f"{TILE}?public=true")
    assert frame["id"][hidden].encode() in after.content
    assert frame["id"][hidden].encode() not in public.content
    frame.loc[hidden, "name_zh"] = "改了名字"
    writable_store.write({"takeoff_points": frame})
    renamed = own.get(f"{TILE}?v={version}")
    assert renamed.content != before.content
    assert "改了名字".encode() in renamed.content
    assert renamed.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "asked",
    [
        {"status": "in_use"},
        {"status": "planned", "public": "true"},
        {"public": "false"},
        {"datetime": "../2024-12-31"},
        {"accuracy_m": "150"},
        {"geometry_basis": "sourced", "datetime": "2025-01-01/.."},
        {"status": "no such word"},
    ],
)
def test_tiles_hold_what_the_items_asked_for_the_same_way_hold(
    client: TestClient, asked: dict[str, str]
) -> None:
    for layer in ("takeoff_points", "carriers", "road_segments"):
        items = client.get(f"/collections/{layer}/items", params={**asked, "limit": 1000}).json()
        placed = {one["id"] for one in items["features"] if one["geometry"] is not None}
        tileset = client.get(f"/collections/{layer}/tiles/WebMercatorQuad", params=asked).json()
        href = linked(tileset, "item")["href"].format(tileMatrix=0, tileRow=0, tileCol=0)
        answer = client.get(href)
        assert "immutable" in answer.headers["cache-control"]
        tile = read_tile(answer.content)
        drawn = {one.properties["id"] for one in tile[layer].features} if layer in tile else set()
        assert drawn == placed


def test_parts_of_a_layer_are_let_go_again(pack_store: MemoryStore) -> None:
    snapshot = Snapshot(*pack_store.whole())
    spec = layer_spec("takeoff_points")
    queries = [tiles_query(spec, {"accuracy_m": str(metres)}) for metres in range(20)]
    first = layer_tiles(snapshot, spec, queries[0])
    assert layer_tiles(snapshot, spec, queries[0]) is first
    for query in queries[1:]:
        layer_tiles(snapshot, spec, query)
    again = layer_tiles(snapshot, spec, queries[0])
    assert again is not first
    assert again.digest == first.digest
    assert layer_tiles(snapshot, spec) is layer_tiles(snapshot, spec, tiles_query(spec, {}))


def test_the_cache_keeps_within_its_bytes_and_lets_go_of_the_least_used() -> None:
    drawn = []

    def draw(name: str) -> bytes:
        drawn.append(name)
        return name.encode() * 1_000

    cache = TileCache(most_bytes=3_000)
    for name in ("a", "b", "a", "c", "a", "b"):
        kept = cache.tile(name, lambda name=name: draw(name))
        assert kept.plain == gzip.decompress(kept.zipped) == name.encode() * 1_000
        assert cache.bytes_kept <= 3_000
    assert drawn == ["a", "b", "c", "b"]
