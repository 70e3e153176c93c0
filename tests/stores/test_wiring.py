"""From settings to a running service: PostGIS differs from the embedded default by one setting."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.wiring import open_store, prepare_store, ready_store
from gis.errors import StoreOutdatedError

ASKED = [
    "/readyz",
    "/operators/coverage?mission=medical",
    "/operators/coverage?mission=logistics&geometry=true",
    "/planners/towns",
    "/planners/roads",
    "/landmarks",
    "/collections/carriers/items?limit=1000&bbox=113.6,22.7,113.9,23.0",
    "/collections/hubs/items?cluster=new_energy",
]


def answers(settings: Settings) -> list[object]:
    app = create_app(settings, store=prepare_store(settings).store)
    with TestClient(app) as client:
        client.headers["Accept"] = "application/json"
        return [_without_time(client.get(path).json()) for path in ASKED]


def _without_time(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_time(item) for key, item in value.items() if key != "updated_at"}
    if isinstance(value, list):
        return [_without_time(item) for item in value]
    return value


@pytest.mark.postgis
def test_the_service_answers_alike_on_postgis_and_on_the_embedded_default(
    fresh_postgis_url: str, tmp_path: Path
) -> None:
    postgis = answers(Settings(database_url=fresh_postgis_url))
    assert postgis == answers(Settings(data_dir=tmp_path))


def test_the_embedded_default_is_made_where_it_is_not_there(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new" / "folder")
    with pytest.raises(StoreOutdatedError):
        open_store(settings)
    assert ready_store(settings).edition() == "1"
    assert open_store(settings).edition() == "1"


@pytest.mark.postgis
def test_a_postgis_database_is_not_changed_by_a_question(fresh_postgis_url: str) -> None:
    with pytest.raises(StoreOutdatedError) as caught:
        ready_store(Settings(database_url=fresh_postgis_url))
    assert "guantu seed" in caught.value.remedy
