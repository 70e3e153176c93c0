"""A database that goes away under a running service: 503, no inside told, and back by itself."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.wiring import open_store, prepare_store
from gis.errors import StoreOutdatedError
from tests.kinds import missing
from tests.postgis_server import PostgisServer

ASKED = ["/readyz", "/collections/towns/items", "/operators/coverage", "/landmarks"]


@pytest.fixture
def own_server() -> Iterator[PostgisServer]:
    """Yield a PostGIS server that a test may kill."""
    if missing("postgis"):
        pytest.skip(f"postgis: {missing('postgis')}")
    server = PostgisServer()
    try:
        server.create()
        yield server
    finally:
        server.remove()


@pytest.mark.postgis
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGQUIT, signal.SIGINT])
def test_postgis_killed_and_restarted(own_server: PostgisServer, how: signal.Signals) -> None:
    settings = Settings(database_url=own_server.new_database())
    app = create_app(settings, store=prepare_store(settings).store)
    with TestClient(app, raise_server_exceptions=False) as client:
        before = client.get("/landmarks").json()
        own_server._sql("postgres", "CHECKPOINT")  # the tests' server does not sync its commits
        own_server.stop(how)
        for path in ASKED:
            for accept in ("application/json", "text/html"):
                answer = client.get(path, headers={"Accept": accept})
                assert answer.status_code == 503
                assert answer.headers["retry-after"]
                for inside in (str(own_server.folder), "postgres", "psycopg", "SELECT"):
                    assert inside not in answer.text
        assert client.get("/livez").status_code == 200
        own_server.start()
        again = [client.get(path) for path in ASKED]
        assert [(a.status_code, a.text) for a in again if a.status_code != 200] == []
        assert client.get("/landmarks").json() == before


def test_the_embedded_file_taken_away_while_it_is_served(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    store = prepare_store(settings).store
    with TestClient(create_app(settings, store=store), raise_server_exceptions=False) as client:
        assert client.get("/readyz").status_code == 200
        for file in tmp_path.iterdir():
            file.unlink()
        store._engine.dispose()  # type: ignore[attr-defined]  # a connection opened before still sees it
        for path in ASKED:
            answer = client.get(path, headers={"Accept": "application/json"})
            assert answer.status_code == 503
            assert str(tmp_path) not in answer.text


def test_a_first_start_killed_at_any_moment_starts_again(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    for wait in (0.0, 0.02, 0.05, 0.1, 0.2):
        folder = tmp_path / str(wait)
        with subprocess.Popen(
            [sys.executable, "-c", "from api.cli import main; main()", "seed"],
            cwd=root,
            env={"GUANTU_DATA_DIR": str(folder), "PATH": "/usr/bin:/bin"},
            stderr=subprocess.DEVNULL,
        ) as first:
            while not (folder / "guantu.db").exists() and first.poll() is None:
                time.sleep(0.005)
            time.sleep(wait)
            first.kill()
        settings = Settings(data_dir=folder)
        try:
            held = open_store(settings).edition()
        except StoreOutdatedError:
            held = "no tables"
        assert held in ("no tables", "0", "1")  # never half of the pack
        assert prepare_store(settings).store.edition() == "1"
