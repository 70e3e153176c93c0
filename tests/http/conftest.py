"""The application over a store in memory that holds the Dongguan pack."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from layers.memory_store import MemoryStore
from layers.overlay_store import OverlayStore
from layers.seed.pack import read_pack
from layers.seeding import seed


@pytest.fixture(scope="session")
def pack_store() -> MemoryStore:
    """Return a store with the pack. Tests only read it."""
    store = MemoryStore()
    seed(store, read_pack())
    return store


@pytest.fixture(scope="session")
def client(
    pack_store: MemoryStore, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestClient]:
    """Yield a client of the application; it asks for JSON."""
    folder: Path = tmp_path_factory.mktemp("data")
    app = create_app(Settings(data_dir=folder), store=pack_store)
    with TestClient(app, raise_server_exceptions=False) as found:
        found.headers["Accept"] = "application/json"
        yield found


@pytest.fixture
def writable_store(pack_store: MemoryStore) -> OverlayStore:
    """Return a store with the pack that a test may write to."""
    return OverlayStore(pack_store)


@pytest.fixture
def own(writable_store: OverlayStore) -> Iterator[TestClient]:
    """Yield a client of an application of the test's own, with room for three scenarios."""
    app = create_app(Settings(scenarios_kept=3), store=writable_store)
    with TestClient(app, raise_server_exceptions=False) as found:
        found.headers["Accept"] = "application/json"
        yield found
