"""The same tiles from every store, to the byte, and read by GDAL as by our own reader."""

import re
import subprocess
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from layers.memory_store import MemoryStore
from layers.store import LayerStore
from tests.made_points import made_points
from tests.made_scenarios import SITE, body, post
from tests.mvt_reader import read_tile
from tests.stores.features import sources, towns

ADDRESSES = (
    "places/tiles/WebMercatorQuad/0/0/0",
    "places/tiles/WebMercatorQuad/9/222/417",
    "places/tiles/WebMercatorQuad/12/1780/3343",
    "towns/tiles/WebMercatorQuad/9/223/417",
    "towns/tiles/WebMercatorQuad/18/0/0",
)
TILE = "tiles/WebMercatorQuad/0/0/0"


def tiles_of(store: LayerStore, folder: Path) -> list[bytes]:
    store.write({"sources": sources(), "towns": towns(), "places": made_points(700)})
    client = TestClient(create_app(Settings(data_dir=folder), store=store))
    answers = [client.get(f"/collections/{address}") for address in ADDRESSES]
    assert [answer.status_code for answer in answers] == [200] * len(ADDRESSES)
    return [answer.content for answer in answers]


def test_every_store_gives_the_same_tiles(store: LayerStore, tmp_path: Path) -> None:
    tiles = tiles_of(store, tmp_path)
    assert tiles == tiles_of(MemoryStore(), tmp_path)
    assert len(read_tile(tiles[0])["places"].features) == 700
    assert tiles[-1] == b""


def narrowed_of(store: LayerStore, folder: Path) -> list[bytes]:
    """Return parts of layers and a scenario's, as tiles and as items."""
    store.write({"sources": sources(), "towns": towns(), "places": made_points(40)})
    client = TestClient(create_app(Settings(data_dir=folder), store=store))
    name = post(client, body(takeoff_points={"add": [SITE]}))["id"]
    asked = (
        "places/{}?status=in_use",
        "places/{}?public=true&datetime=../2030-01-01",
        "places/{}?accuracy_m=600",
        "places/{}?accuracy_m=-1",
        f"places/{{}}?scenario={name}",
        f"takeoff_points/{{}}?scenario={name}",
        f"takeoff_points/{{}}?scenario={name}&status=candidate",
        f"takeoff_points/{{}}?scenario={name}&status=in_use",
    )
    answers = [client.get(f"/collections/{one.format(TILE)}") for one in asked]
    assert [answer.status_code for answer in answers] == [200] * len(asked)
    shown = [b"proposed-1" in answer.content for answer in answers[-3:]]
    assert shown == [True, True, False]
    assert b"proposed-1" not in client.get(f"/collections/takeoff_points/{TILE}").content
    items = client.get(f"/collections/takeoff_points/items?scenario={name}&what=ever")
    assert items.status_code == 400
    return [answer.content for answer in answers]


def test_every_store_gives_the_same_parts_and_the_same_scenario(
    store: LayerStore, tmp_path: Path
) -> None:
    assert narrowed_of(store, tmp_path) == narrowed_of(MemoryStore(), tmp_path)


@pytest.mark.gdal
def test_gdal_reads_the_same_features(tmp_path: Path) -> None:
    for place, tile in enumerate(tiles_of(MemoryStore(), tmp_path)[:-1]):
        file = tmp_path / f"{place}.mvt"
        file.write_bytes(tile)
        for name, layer in read_tile(tile).items():
            said = subprocess.run(
                ["ogrinfo", "-al", "-oo", "CLIP=NO", file, name],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            assert f"Feature Count: {len(layer.features)}\n" in said
            for one in layer.features[:50]:
                for key, value in one.properties.items():
                    text = f"{value:g}" if isinstance(value, float) else str(value)
                    assert re.search(rf"  {key} \(\w+\) = {text}\n", said), (key, text)
                if one.geometry.geom_type == "Point":
                    # It counts northwards from the tile's south edge.
                    x, y = int(one.geometry.x), layer.extent - int(one.geometry.y)
                    assert f"POINT ({x} {y})" in said
