"""Many clients at once, large bodies, and a database that does not come back."""

import json
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import geopandas as gpd
import pytest
from fastapi.testclient import TestClient

from api.settings import Settings
from api.wiring import prepare_store
from layers.memory_store import MemoryStore
from layers.seed.pack import read_pack
from layers.seeding import seed
from layers.store import LayerStore, Query
from tests.http.live_server import live_server

ITEMS = "/collections/takeoff_points/items"
COVERAGE = "/operators/coverage"


def test_a_body_too_large_is_read_to_its_end_and_refused(pack_store: MemoryStore) -> None:
    with live_server(pack_store) as address:
        request = urllib.request.Request(address + COVERAGE, data=b"a" * 12_000_000, method="POST")
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request, timeout=60)
        assert caught.value.code == 413


class HeldStore(MemoryStore):
    """A store whose database does not come back to anybody who asks."""

    def __init__(self, release: threading.Event) -> None:
        super().__init__()
        self._release = release

    def edition(self) -> str:
        """Wait until released."""
        self._release.wait(60)
        return super().edition()


def test_the_process_lives_while_every_thread_is_at_work() -> None:
    release = threading.Event()
    with live_server(HeldStore(release)) as address, ThreadPoolExecutor(60) as clients:
        waiting = [clients.submit(_status, f"{address}/landmarks") for _ in range(60)]
        try:
            time.sleep(0.5)
            assert _status(f"{address}/livez", timeout=15) == 200
        finally:
            release.set()
        assert {answer.result() for answer in waiting} == {200}


def _status(address: str, body: bytes | None = None, timeout: float = 60) -> int:
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    request = urllib.request.Request(address, data=body, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def _shifted(store: LayerStore, days: int) -> dict[str, gpd.GeoDataFrame]:
    places = store.read(Query("places"))
    return {"places": places.assign(note_en=f"edition {days}")}


def test_many_readers_and_what_ifs_while_a_writer_writes(tmp_path: Path) -> None:
    store = prepare_store(Settings(data_dir=tmp_path)).store
    addresses = [f"{ITEMS}?limit=3", "/collections/places/items", "/landmarks", COVERAGE, "/readyz"]
    body = json.dumps({"add": [{"lon": 113.75, "lat": 23.02}]}).encode()
    with live_server(store) as address, ThreadPoolExecutor(41) as clients:

        def read(number: int) -> set[int]:
            return {_status(address + addresses[(number + i) % 5]) for i in range(10)}

        def write() -> int:
            for number in range(10):
                store.write(_shifted(store, number))
            seed(store, read_pack())
            return 200

        written = clients.submit(write)
        reading = [clients.submit(read, number) for number in range(32)]
        trying = [clients.submit(_status, address + COVERAGE, body) for _ in range(8)]
        assert written.result() == 200
        assert {status for one in reading for status in one.result()} == {200}
        assert {one.result() for one in trying} == {200}


def test_a_question_too_large_for_the_machine_is_refused_at_once(client: TestClient) -> None:
    answer = client.get("/operators/siting?spacing_m=1000&radius_m=20000")
    assert answer.status_code == 400
    assert "spacing" in answer.json()["remedy"]
