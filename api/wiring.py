"""From settings to a ready store: the only place that names a concrete one."""

from dataclasses import dataclass

from api.settings import Settings
from gis.errors import StoreOutdatedError
from layers.database import connect, migrate, schema_is_current
from layers.memory_scenarios import MemoryScenarios
from layers.scenario_store import ScenarioStore
from layers.seed.pack import read_pack
from layers.seeding import seed
from layers.sql_scenarios import SqlScenarios
from layers.sql_store import SqlStore
from layers.store import LayerStore, WriteCounts


@dataclass(frozen=True, slots=True)
class Prepared:
    """A store brought up to date.

    Attributes
    ----------
    store
        The store.
    counts
        What seeding changed, layer by layer.
    """

    store: LayerStore
    counts: dict[str, WriteCounts]


def open_store(settings: Settings) -> LayerStore:
    """Return the store of these settings as it is.

    Raises
    ------
    gis.errors.StoreOutdatedError
        If its tables are missing or of another version.
    gis.errors.StoreUnavailableError
        If the database cannot be reached.
    """
    engine = connect(settings.store_url)
    if not schema_is_current(engine):
        raise StoreOutdatedError(
            "the database's tables are not those of this version",
            remedy="Run: guantu seed (or guantu serve), which brings them up to date.",
        )
    return SqlStore(engine)


def prepare_store(settings: Settings) -> Prepared:
    """Return the store of these settings with today's tables and the shipped pack in it.

    Raises
    ------
    gis.errors.StoreUnavailableError
        If the database cannot be reached.
    """
    engine = connect(settings.store_url)
    migrate(engine)
    store = SqlStore(engine)
    return Prepared(store, seed(store, read_pack()))


def ready_store(settings: Settings) -> LayerStore:
    """Return the store of these settings, making the embedded one if it is not there yet.

    Raises
    ------
    gis.errors.StoreOutdatedError
        If a PostGIS database is not up to date: its operator decides when it changes.
    """
    embedded = not settings.database_url
    if embedded and not schema_is_current(connect(settings.store_url)):
        return prepare_store(settings).store
    return open_store(settings)


def migrate_store(settings: Settings) -> None:
    """Bring the tables of these settings' database to this version, and nothing else."""
    migrate(connect(settings.store_url))


def scenarios_beside(store: LayerStore, settings: Settings) -> ScenarioStore:
    """Return the scenarios kept where a store's layers are: in its database, or in memory."""
    if isinstance(store, SqlStore):
        return SqlScenarios(store.engine, settings.scenarios_kept)
    return MemoryScenarios(settings.scenarios_kept)
