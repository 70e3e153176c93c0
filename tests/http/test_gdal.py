"""GDAL's own client reads the running service: nothing here knows how ours works."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from gis.catalogue import LAYERS
from layers.memory_store import MemoryStore
from layers.store import Query
from tests.http.live_server import live_server

pytestmark = pytest.mark.gdal


@pytest.fixture(scope="module")
def address(pack_store: MemoryStore) -> Iterator[str]:
    """Yield the address of a running server."""
    with live_server(pack_store) as found:
        yield found


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "ERROR" not in done.stderr
    return done.stdout


def test_ogrinfo_lists_every_layer(address: str) -> None:
    listed = run("ogrinfo", "-ro", f"OAPIF:{address}")
    for layer in LAYERS:
        assert layer in listed


@pytest.mark.parametrize("layer", [name for name in LAYERS if name != "geozones"])
def test_ogr2ogr_copies_every_feature(
    address: str, pack_store: MemoryStore, tmp_path: Path, layer: str
) -> None:
    copy = tmp_path / "copy.gpkg"
    run("ogr2ogr", "-oo", "PAGE_SIZE=9", str(copy), f"OAPIF:{address}", layer)
    read = gpd.read_file(copy, engine="pyogrio")
    stored = pack_store.read(Query(layer))
    assert len(read) == len(stored)
    names = dict(zip(read["id"], read["name_zh"], strict=True))
    assert names == dict(zip(stored["id"], stored["name_zh"], strict=True))
    if stored.geometry.notna().any():
        by_id = read.set_index("id").geometry.reindex(stored["id"])
        placed = stored.geometry.notna().to_numpy()
        assert by_id.notna().tolist() == placed.tolist()
        apart = shapely.distance(by_id.to_numpy()[placed], stored.geometry.to_numpy()[placed])
        assert apart.max() < 1e-4  # points are rounded to what their accuracy deserves


def test_a_spatial_filter_is_answered_by_the_service(address: str, pack_store: MemoryStore) -> None:
    box = (113.7, 22.9, 113.9, 23.0)
    text = run(
        "ogr2ogr", "-f", "GeoJSON", "/vsistdout/", f"OAPIF:{address}", "towns",
        "-spat", *map(str, box),
    )  # fmt: skip
    found = {feature["properties"]["id"] for feature in json.loads(text)["features"]}
    assert found == set(pack_store.read(Query("towns", bbox=box))["id"])


def test_an_attribute_filter_is_answered(address: str, pack_store: MemoryStore) -> None:
    """GDAL reads the API's definition for this, and minds its media type."""
    text = run(
        "ogr2ogr", "-f", "GeoJSON", "/vsistdout/", f"OAPIF:{address}", "takeoff_points",
        "-where", "status = 'in_use'",
    )  # fmt: skip
    found = {feature["properties"]["id"] for feature in json.loads(text)["features"]}
    stored = pack_store.read(Query("takeoff_points"))
    assert found == set(stored.loc[stored["status"] == "in_use", "id"]) != set()
