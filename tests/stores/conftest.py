"""The stores under test: every one of them, by the same suite."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from layers.database import connect, migrate
from layers.memory_scenarios import MemoryScenarios
from layers.memory_store import MemoryStore
from layers.overlay_store import OverlayStore
from layers.scenario_store import ScenarioStore
from layers.sql_scenarios import SqlScenarios
from layers.sql_store import SqlStore
from layers.store import LayerStore
from layers.tables import EDITION, SCENARIOS, TABLES


@pytest.fixture(scope="session")
def postgis_engine(postgis_url: str) -> Iterator[sa.Engine]:
    """Yield one migrated PostGIS database for the whole session."""
    engine = connect(postgis_url)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def empty_postgis(postgis_engine: sa.Engine) -> sa.Engine:
    """Return the session's PostGIS database with every table empty."""
    with postgis_engine.begin() as connection:
        for table in (*TABLES.values(), SCENARIOS):
            connection.execute(sa.delete(table))
        connection.execute(sa.update(EDITION).values(number=0))
    return postgis_engine


@pytest.fixture
def embedded_engine(tmp_path: Path) -> Iterator[sa.Engine]:
    """Yield a migrated embedded database of the test's own."""
    engine = connect(f"sqlite:///{tmp_path / 'guantu.db'}")
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture(params=["embedded", pytest.param("postgis", marks=pytest.mark.postgis)])
def engine(request: pytest.FixtureRequest) -> sa.Engine:
    """Return each kind of database in turn."""
    name = {"embedded": "embedded_engine", "postgis": "empty_postgis"}[request.param]
    found: sa.Engine = request.getfixturevalue(name)
    return found


@pytest.fixture(
    params=["memory", "overlay", "embedded", pytest.param("postgis", marks=pytest.mark.postgis)]
)
def store(request: pytest.FixtureRequest) -> LayerStore:
    """Return each kind of store in turn, empty."""
    if request.param == "memory":
        return MemoryStore()
    if request.param == "overlay":
        return OverlayStore(MemoryStore())
    name = {"embedded": "embedded_engine", "postgis": "empty_postgis"}[request.param]
    return SqlStore(request.getfixturevalue(name))


KEEP = 5
"""How many scenarios the stores of these tests keep."""


@pytest.fixture(params=["memory", "embedded", pytest.param("postgis", marks=pytest.mark.postgis)])
def scenarios(request: pytest.FixtureRequest) -> ScenarioStore:
    """Return each kind of store of scenarios in turn, empty, with room for five."""
    if request.param == "memory":
        return MemoryScenarios(KEEP)
    name = {"embedded": "embedded_engine", "postgis": "empty_postgis"}[request.param]
    return SqlScenarios(request.getfixturevalue(name), KEEP)
